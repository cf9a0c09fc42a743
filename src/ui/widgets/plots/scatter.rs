//! [`Scatter`]: thousands of pairs of numbers against the diagonal, as one mesh.

use egui::{Color32, Mesh, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, pos2};

use super::axes::Axis;
use super::figure::{self, Original};
use super::frame::{self, Frame, FrameSpec};
use super::scale::drawable;
use crate::ui::theme;

#[derive(Clone, Copy, Debug)]
pub struct Cloud<'a> {
    /// The pairs: x and y.
    pub points: &'a [[f32; 2]],
    pub color: Color32,
    /// Side of a point, in points of the screen.
    pub side: f32,
}

/// Clouds over equal axes. Fill the fields of [`Scatter::new`] and call [`Scatter::show`].
#[derive(Clone, Copy)]
pub struct Scatter<'a> {
    pub name: &'a str,
    pub summary: &'a str,
    /// Width and height, numbers included.
    pub size: Vec2,
    /// The name of the x axis, at its right end.
    pub x_label: &'a str,
    /// The clouds; a later one covers an earlier one.
    pub clouds: &'a [Cloud<'a>],
    /// The range of both axes.
    pub range: (f64, f64),
    /// Half the height of the band around the diagonal: what chance explains.
    pub spread: Option<f64>,
}

/// What happened on a scatter in this frame.
pub struct ScatterResponse {
    pub response: Response,
    /// Cloud and point nearest to the pointer, if one is near.
    pub hover: Option<(usize, usize)>,
}

/// Opacity of the band around the diagonal.
const BAND: f32 = 0.15;
/// How near a point must be to the pointer, in points.
const NEAR: f32 = 10.0;

impl<'a> Scatter<'a> {
    /// Axes without clouds, from 0 to 1.
    pub fn new(name: &'a str, size: Vec2) -> Self {
        Self { name, summary: "", size, x_label: "", clouds: &[], range: (0.0, 1.0), spread: None }
    }

    pub fn show(&self, ui: &mut Ui) -> ScatterResponse {
        let tokens = theme::tokens(ui.ctx());
        let size = frame::clean_size(self.size);
        let (outer, response) = frame::figure(ui, size, Sense::hover(), self.name, self.summary);
        let y = Axis { range: self.range, name: "", logarithmic: false };
        let x = Axis { name: self.x_label, ..y };
        let margins = frame::measure(ui, size, [x, y], []);
        let spec = FrameSpec { id: self.name, x, y, margins, grounded: false, bare: false, linked: false };
        let Some((frame, over)) = Frame::show(ui, outer, spec) else {
            return ScatterResponse { response, hover: None };
        };
        let hover = over.hover_pos().and_then(|pointer| self.nearest(&frame, pointer));
        if ui.is_rect_visible(outer) {
            let (low, high) = frame.ranges()[0];
            if let Some(spread) = self.spread {
                let corners = [(low, spread), (high, spread), (high, -spread), (low, -spread)];
                let corners = corners.map(|(value, away)| frame.position(value, value + away)).to_vec();
                let band = tokens.soft.gamma_multiply(BAND);
                ui.painter_at(frame.data).add(Shape::convex_polygon(corners, band, Stroke::NONE));
            }
            let diagonal = [low, high].map(|value| frame.position(value, value));
            let mut dashes = Vec::new();
            Shape::dashed_line_many(&diagonal, Stroke::new(1.0, tokens.soft), 5.0, 3.5, &mut dashes);
            ui.painter_at(frame.data).extend(dashes);
            for cloud in self.clouds {
                ui.painter_at(frame.data.expand(2.0)).add(mesh(&frame, cloud));
            }
            if let Some([x, y]) = hover.and_then(|(cloud, point)| self.clouds.get(cloud)?.points.get(point)) {
                let at = frame.position(f64::from(*x), f64::from(*y));
                ui.painter().circle_stroke(at, 5.0, Stroke::new(1.5, tokens.accent));
            }
        }
        let original = Original { name: self.name, size: outer.size(), frame: &frame, spec, over: &over };
        figure::offer(ui, &original, &|| self.table(), &|ui| drop(self.show(ui)));
        ScatterResponse { response, hover }
    }

    fn nearest(&self, frame: &Frame, pointer: egui::Pos2) -> Option<(usize, usize)> {
        let places = self.clouds.iter().enumerate().flat_map(|(cloud, found)| {
            found.points.iter().enumerate().map(move |(point, place)| ((cloud, point), place))
        });
        places
            .map(|(index, [x, y])| (index, frame.position(f64::from(*x), f64::from(*y)).distance(pointer)))
            .filter(|(_, away)| *away <= NEAR)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(index, _)| index)
    }
}

/// The points of a cloud that are in sight.
pub(super) fn mesh(frame: &Frame, cloud: &Cloud<'_>) -> Mesh {
    let mut mesh = Mesh::default();
    let half = Vec2::splat(cloud.side / 2.0);
    for [x, y] in cloud.points {
        let (x, y) = (f64::from(*x), f64::from(*y));
        if drawable(x, y) {
            let at = frame.position(x, y);
            let at = pos2(at.x, at.y);
            if frame.data.expand(1.0).contains(at) {
                mesh.add_colored_rect(Rect::from_min_max(at - half, at + half), cloud.color);
            }
        }
    }
    mesh
}
