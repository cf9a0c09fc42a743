//! [`Landscape`]: a function of two variables as a picture with lines of equal height, a marble and its trail.

use std::cell::LazyCell;

use egui::{Color32, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::contours::HeightGrid;
use super::frame;
use super::height_picture::HeightPicture;
use super::scale::{Scale, tick_text};
use crate::ui::theme::{self, ColourMap};
use crate::ui::widgets::take_out::{self, Figure};

/// The fraction of the colours that is used: the brightest would outshine the rest of the window.
const BRIGHTEST: f32 = 0.82;
/// Where both axes have numbers.
const TICKS: [f64; 3] = [-1.0, 0.0, 1.0];
/// Below this side nothing is drawn.
const SMALLEST: f32 = 24.0;

/// Holds the picture of one landscape; keep it in the state of the panel.
#[derive(Default)]
pub struct Landscape {
    picture: HeightPicture,
}

/// What is drawn over and around the picture.
#[derive(Clone, Copy)]
pub struct LandscapeScene<'a> {
    pub name: &'a str,
    pub summary: &'a str,
    /// Both axes run over this range.
    pub range: (f64, f64),
    /// The names of the axes with their colours.
    pub axes: [(&'a str, Color32); 2],
    /// The way of the marble.
    pub trail: &'a [[f64; 2]],
    /// Where the marble is, and its colour.
    pub marble: Option<([f64; 2], Color32)>,
    pub minima: &'a [[f64; 2]],
}

/// What is under the pointer.
pub struct LandscapeResponse {
    pub response: Response,
    /// The point of the plane under the pointer.
    pub hover: Option<[f64; 2]>,
}

impl Landscape {
    /// Draws it as large as `size` allows. `heights` lie on both axes from the lower to the upper end of the range, the
    /// first row at the lower end; `key` changes whenever they do.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        scene: LandscapeScene<'_>,
        heights: HeightGrid<'_>,
        key: u64,
        size: Vec2,
    ) -> LandscapeResponse {
        let tokens = theme::tokens(ui.ctx());
        let size = frame::clean_size(size);
        let line = ui.fonts_mut(|fonts| fonts.row_height(&frame::font(ui)));
        let number = frame::text(ui, "−1", tokens.soft, f32::INFINITY).size().x;
        let margin = vec2(number + 10.0, 2.0 * line + 8.0);
        let side = (size.x - margin.x - 12.0).min(size.y - margin.y).floor();
        let room = (Vec2::splat(side.max(0.0)) + margin).min(size);
        let (outer, response) = frame::figure(ui, room, Sense::CLICK, scene.name, scene.summary);
        if side.is_nan() || side < SMALLEST {
            return LandscapeResponse { response, hover: None };
        }
        let corner = outer.min + vec2(margin.x, line + 2.0);
        let data = Rect::from_min_size(pos2(corner.x.round(), corner.y.round()), Vec2::splat(side));
        let x = Scale::new(scene.range, data.left(), data.right());
        let y = Scale::new(scene.range, data.bottom(), data.top());
        let map = LazyCell::new(ColourMap::sequential);
        self.picture.refresh(ui, scene.name, heights, (key, 0), |height| map.at(BRIGHTEST * height));
        let pointer = response.hover_pos().filter(|at| data.contains(*at));
        if ui.is_rect_visible(outer) {
            let line = Stroke::new(1.0, Color32::WHITE.gamma_multiply(0.24));
            self.picture.paint(ui, data, data, heights, line);
            paint_axes(ui, &scene, data, x, y);
            paint_points(ui, &scene, data, |[a, b]| pos2(x.position(a), y.position(b)));
        }
        let figure = Figure {
            name: scene.name,
            size: room,
            table: &|| heights.table(scene.axes.map(|(name, _)| name), scene.range),
            draw: &|ui| drop(Self::default().show(ui, scene, heights, key, size)),
            gestures: "",
        };
        take_out::offer(ui, &response, &figure);
        LandscapeResponse { response, hover: pointer.map(|at| [x.value(at.x), y.value(at.y)]) }
    }
}

fn paint_axes(ui: &Ui, scene: &LandscapeScene<'_>, data: Rect, x: Scale, y: Scale) {
    let tokens = theme::tokens(ui.ctx());
    let painter = ui.painter();
    painter.rect_stroke(data, 0.0, Stroke::new(1.0, tokens.hairline), StrokeKind::Outside);
    let cross = Stroke::new(1.0, Color32::WHITE.gamma_multiply(0.16));
    for value in TICKS.into_iter().filter(|value| (x.low..=x.high).contains(value)) {
        let (across, down) = (x.position(value), y.position(value));
        if value == 0.0 {
            painter.vline(across, data.y_range(), cross);
            painter.hline(data.x_range(), down, cross);
        }
        let galley = frame::text(ui, &tick_text(value, 1.0), tokens.soft, f32::INFINITY);
        let at = pos2(data.left() - 8.0 - galley.size().x, down - galley.size().y / 2.0);
        painter.galley(at, galley.clone(), tokens.soft);
        painter.galley(pos2(across - galley.size().x / 2.0, data.bottom() + 3.0), galley, tokens.soft);
    }
    let [(x_name, x_color), (y_name, y_color)] = scene.axes;
    let above = frame::text(ui, y_name, y_color, data.width());
    painter.galley(pos2(data.left(), data.top() - above.size().y - 2.0), above, y_color);
    // Between the numbers of 0 and 1, where it is in nobody's way.
    let room = x.position(1.0) - x.position(0.0) - 24.0;
    let under = frame::text(ui, x_name, x_color, room.max(0.0));
    if room > 30.0 {
        let middle = f32::midpoint(x.position(0.0), x.position(1.0));
        painter.galley(pos2(middle - under.size().x / 2.0, data.bottom() + 3.0), under, x_color);
    }
}

fn paint_points(ui: &Ui, scene: &LandscapeScene<'_>, data: Rect, place: impl Fn([f64; 2]) -> Pos2) {
    let painter = ui.painter_at(data.expand(6.0));
    for minimum in scene.minima {
        let at = place(*minimum);
        painter.circle_stroke(at, 5.0, Stroke::new(3.0, Color32::BLACK.gamma_multiply(0.43)));
        painter.circle_stroke(at, 5.0, Stroke::new(1.5, Color32::WHITE));
    }
    let way: Vec<Pos2> = scene.trail.iter().map(|point| place(*point)).collect();
    for stroke in [Stroke::new(3.5, Color32::BLACK.gamma_multiply(0.47)), Stroke::new(1.5, Color32::WHITE)] {
        painter.add(Shape::line(way.clone(), stroke));
    }
    if let Some((marble, color)) = scene.marble {
        let at = place(marble);
        painter.circle_filled(at, 8.0, Color32::BLACK.gamma_multiply(0.6));
        painter.circle_filled(at, 6.5, Color32::WHITE);
        painter.circle_filled(at, 5.0, color);
    }
}
