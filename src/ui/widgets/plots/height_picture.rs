//! The picture of a grid of heights: a texture with lines of equal height.

use egui::{Color32, ColorImage, Rect, Shape, Stroke, TextureHandle, TextureOptions, Ui, pos2, vec2};

use super::contours::{Contour, HeightGrid};

const LINES: usize = 14;

/// Holds the texture and the lines of one grid.
#[derive(Default)]
pub(super) struct HeightPicture {
    key: Option<(u64, u64)>,
    texture: Option<TextureHandle>,
    contours: Vec<Contour>,
}

impl HeightPicture {
    /// Makes it again where `key` has changed; `colour` is that of a height from 0, the lowest, to 1.
    ///
    /// The root of the height above the lowest is shown: it spreads what lies near the lowest point over most of the
    /// colours and lines.
    pub fn refresh(
        &mut self,
        ui: &Ui,
        name: &str,
        heights: HeightGrid<'_>,
        key: (u64, u64),
        colour: impl Fn(f32) -> Color32,
    ) {
        if self.key.replace(key) == Some(key) {
            return;
        }
        let finite = || heights.values.iter().copied().filter(|value| value.is_finite());
        let (low, high) = (finite().fold(f32::INFINITY, f32::min), finite().fold(f32::NEG_INFINITY, f32::max));
        let (rows, columns) = (heights.rows(), heights.columns);
        self.contours.clear();
        if rows < 2 || columns < 2 || high.partial_cmp(&low) != Some(std::cmp::Ordering::Greater) {
            self.texture = None;
            return;
        }
        let fraction = |value: f32| ((value - low) / (high - low)).sqrt();
        let colour = |index: usize| colour(fraction(heights.values.get(index).copied().unwrap_or(f32::NAN)));
        let image = ColorImage::new([columns, rows], (0..rows * columns).map(colour).collect());
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => self.texture = Some(ui.ctx().load_texture(name, image, TextureOptions::LINEAR)),
        }
        let fraction = |k: usize| k as f32 / LINES as f32;
        let levels: Vec<f32> = (1..LINES).map(|k| (fraction(k) * fraction(k)).mul_add(high - low, low)).collect();
        self.contours = heights.contours(&levels);
    }

    /// Paints it into `room`, of which only what lies in `clip` is seen; the first row of heights is at the bottom.
    pub fn paint(&self, ui: &Ui, room: Rect, clip: Rect, heights: HeightGrid<'_>, stroke: Stroke) {
        let Some(texture) = &self.texture else { return };
        let painter = ui.painter_at(clip);
        let (columns, rows) = (heights.columns as f32, heights.rows() as f32);
        // From the middle of the first to the middle of the last pixel.
        let half = vec2(0.5 / columns, 0.5 / rows);
        let part = Rect::from_min_max(pos2(half.x, 1.0 - half.y), pos2(1.0 - half.x, half.y));
        painter.image(texture.id(), room, part, Color32::WHITE);
        let cell = vec2(room.width() / (columns - 1.0), room.height() / (rows - 1.0));
        for line in &self.contours {
            let point = |[column, row]: &[f32; 2]| pos2(room.left() + column * cell.x, room.bottom() - row * cell.y);
            painter.add(Shape::line(line.iter().map(point).collect(), stroke));
        }
    }
}
