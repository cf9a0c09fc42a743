//! A small picture of a pattern, for the shelf.

use egui::{Color32, Rect, Response, Sense, Ui, Vec2, WidgetInfo, accesskit::Role, vec2};

use super::layout::GridLayout;
use super::paint::{self, CellImage, GridTexture};
use crate::physics::spins::GridShape;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// The fraction of the square that a picture in whole pixels must fill to be preferred.
const FULL_ENOUGH: f32 = 0.75;
/// Its side as it is taken out of the window: large enough for print.
const TAKEN_OUT: f32 = 280.0;

/// The texture of one thumbnail; the caller keeps it next to the pattern.
#[derive(Default)]
pub struct ThumbnailCache {
    texture: Option<GridTexture>,
}

/// A picture of a pattern in a square or another rectangle, at a whole number of pixels a cell where there is room.
#[derive(Clone, Copy)]
pub struct Thumbnail<'a> {
    name: &'a str,
    shape: GridShape,
    image: CellImage<'a>,
    size: Vec2,
    ground: Color32,
    sense: Sense,
}

impl<'a> Thumbnail<'a> {
    /// A thumbnail of `side` points on `ground`; `name` is what a screen reader says.
    pub fn new(name: &'a str, shape: GridShape, image: CellImage<'a>, side: f32, ground: Color32) -> Self {
        Self { name, shape, image, size: Vec2::splat(side), ground, sense: Sense::hover() }
    }

    /// Lets it be clicked or dragged.
    #[must_use]
    pub fn sense(mut self, sense: Sense) -> Self {
        self.sense = sense;
        self
    }

    /// As large as fits into this room, instead of a square.
    #[must_use]
    pub fn within(mut self, room: Vec2) -> Self {
        let (width, height) = (self.shape.width.max(1) as f32, self.shape.height.max(1) as f32);
        self.size = vec2(width, height) * (room.x / width).min(room.y / height);
        self
    }

    /// Gives what it drew the menu of figures, below entries of the caller's own; `spins` are its data. It must be
    /// [sensitive](Self::sense) to clicks.
    pub fn offer(self, ui: &Ui, drawn: &Response, name: &str, spins: &[i8], own: impl FnOnce(&mut Ui)) {
        let figure = Figure {
            name,
            size: Vec2::splat(TAKEN_OUT),
            table: &|| Table::matrix(self.shape.width, spins.iter().copied().map(f64::from)),
            draw: &|ui| drop(Self { size: Vec2::splat(TAKEN_OUT), ..self }.show(ui, &mut ThumbnailCache::default())),
            gestures: "",
        };
        take_out::offer_below(ui, drawn, &figure, own);
    }

    pub fn show(self, ui: &mut Ui, cache: &mut ThumbnailCache) -> Response {
        let (rect, response) = ui.allocate_exact_size(self.size.max(Vec2::ZERO), self.sense);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, self.name));
        if ui.is_rect_visible(rect) {
            ui.painter().rect_filled(rect, 3, self.ground);
            let scale = ui.pixels_per_point();
            let mut layout = GridLayout::fit(rect, self.shape, scale);
            let (width, height) = (self.shape.width.max(1) as f32, self.shape.height.max(1) as f32);
            let full = (rect.width() / width).min(rect.height() / height);
            if layout.cell < FULL_ENOUGH * full {
                // Whole pixels would leave much of the square empty: a larger, uneven picture shows more.
                let size = vec2(self.shape.width as f32, self.shape.height as f32) * full;
                layout.rect = Rect::from_min_size(rect.min + vec2((rect.width() - size.x) / 2.0, 0.0), size);
            }
            let free = (rect.height() - layout.rect.height()) / 2.0;
            let drawn: Rect = layout.rect.translate(vec2(0.0, (free * scale).floor() / scale));
            paint::cells(ui, drawn, self.shape, self.image, &mut cache.texture, self.name);
        }
        response
    }
}
