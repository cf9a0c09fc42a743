//! [`Plane`]: points over a height map of two coordinates, which have each a range of their own.

use egui::{Color32, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2};

use super::axes::Axis;
use super::contours::HeightGrid;
use super::figure::{self, Original};
use super::frame::{self, Frame, FrameSpec};
use super::height_picture::HeightPicture;
use super::scatter::{self, Cloud};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::take_out::Table;

/// How near a point must be to the pointer, in points.
const NEAR: f32 = 8.0;
/// How far towards the soft colour the highest place is.
const HIGHEST: f32 = 0.5;
/// The head of an arrow, in points.
const HEAD: f32 = 6.0;

/// A point of its own size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanePoint {
    pub at: [f32; 2],
    /// In points of the screen.
    pub radius: f32,
    pub color: Color32,
}

/// What lies over the plane in one frame.
#[derive(Clone, Copy)]
pub struct PlaneScene<'a> {
    pub name: &'a str,
    pub summary: &'a str,
    /// Width and height, numbers included.
    pub size: Vec2,
    /// The names of the two coordinates.
    pub axes: [&'a str; 2],
    pub ranges: [(f64, f64); 2],
    /// Heights over both ranges, the first row at the lower end; empty until they are there.
    pub heights: HeightGrid<'a>,
    /// Changes whenever the heights do.
    pub key: u64,
    /// Many small points; a later cloud covers an earlier one.
    pub clouds: &'a [Cloud<'a>],
    /// Points of their own size, over the clouds.
    pub points: &'a [PlanePoint],
    /// A way, drawn with arrows.
    pub way: &'a [[f32; 2]],
}

/// What is under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaneHover {
    /// One of the points.
    Point(usize),
    /// Cloud, and point of it.
    Cloud(usize, usize),
    /// A step of the way.
    Way(usize),
}

/// What happened on a plane in this frame.
pub struct PlaneResponse {
    pub response: Response,
    pub hover: Option<PlaneHover>,
    pub clicked: Option<PlaneHover>,
}

/// Holds the picture of the heights; keep it in the state of the panel.
#[derive(Default)]
pub struct Plane {
    picture: HeightPicture,
}

impl Plane {
    pub fn show(&mut self, ui: &mut Ui, scene: PlaneScene<'_>) -> PlaneResponse {
        let tokens = theme::tokens(ui.ctx());
        let size = frame::clean_size(scene.size);
        let (outer, response) = frame::figure(ui, size, Sense::hover(), scene.name, scene.summary);
        let axis = |place: usize| Axis { range: scene.ranges[place], name: scene.axes[place], logarithmic: false };
        let margins = frame::measure(ui, size, [axis(0), axis(1)], []);
        let spec =
            FrameSpec { id: scene.name, x: axis(0), y: axis(1), margins, grounded: false, bare: false, linked: false };
        let Some((frame, over)) = Frame::show(ui, outer, spec) else {
            return PlaneResponse { response, hover: None, clicked: None };
        };
        let hover = over.hover_pos().and_then(|pointer| scene.nearest(&frame, pointer));
        if ui.is_rect_visible(outer) {
            let shade = |height: f32| theme::mix(tokens.panel, tokens.soft, HIGHEST * height);
            self.picture.refresh(ui, scene.name, scene.heights, (scene.key, tokens.theme as u64), shade);
            let corner = |end: fn((f64, f64)) -> f64| frame.position(end(scene.ranges[0]), end(scene.ranges[1]));
            let room = Rect::from_two_pos(corner(|range| range.0), corner(|range| range.1));
            self.picture.paint(ui, room, frame.data, scene.heights, Stroke::new(1.0, tokens.soft.gamma_multiply(0.35)));
            scene.paint(ui, &frame, hover, &tokens);
        }
        let original = Original { name: scene.name, size: outer.size(), frame: &frame, spec, over: &over };
        figure::offer(ui, &original, &|| scene.table(), &|ui| drop(Self::default().show(ui, scene)));
        PlaneResponse { response, hover, clicked: hover.filter(|_| over.clicked()) }
    }
}

impl PlaneScene<'_> {
    fn nearest(&self, frame: &Frame, pointer: Pos2) -> Option<PlaneHover> {
        let near = |at: &[f32; 2], reach: f32| {
            let away = place(frame, *at).distance(pointer);
            (away <= reach).then_some(away)
        };
        let of = |found: &mut dyn Iterator<Item = (PlaneHover, f32)>| {
            found.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(hover, _)| hover)
        };
        let points = self.points.iter().enumerate();
        let mut points = points
            .filter_map(|(index, point)| Some((PlaneHover::Point(index), near(&point.at, NEAR.max(point.radius))?)));
        let way = self.way.iter().enumerate();
        let mut way = way.filter_map(|(step, at)| Some((PlaneHover::Way(step), near(at, NEAR)?)));
        let clouds = self.clouds.iter().enumerate();
        let mut clouds = clouds.flat_map(|(cloud, found)| {
            let points = found.points.iter().enumerate();
            points.filter_map(move |(point, at)| Some((PlaneHover::Cloud(cloud, point), near(at, NEAR)?)))
        });
        of(&mut points).or_else(|| of(&mut way)).or_else(|| of(&mut clouds))
    }

    fn at(&self, hover: PlaneHover) -> Option<[f32; 2]> {
        match hover {
            PlaneHover::Point(index) => self.points.get(index).map(|point| point.at),
            PlaneHover::Cloud(cloud, point) => self.clouds.get(cloud)?.points.get(point).copied(),
            PlaneHover::Way(step) => self.way.get(step).copied(),
        }
    }

    fn paint(&self, ui: &Ui, frame: &Frame, hover: Option<PlaneHover>, tokens: &Tokens) {
        let painter = ui.painter_at(frame.data.expand(2.0));
        for cloud in self.clouds {
            painter.add(scatter::mesh(frame, cloud));
        }
        for point in self.points {
            let at = place(frame, point.at);
            painter.circle_filled(at, point.radius + 1.5, tokens.panel);
            painter.circle_filled(at, point.radius, point.color);
        }
        let way: Vec<Pos2> = self.way.iter().map(|at| place(frame, *at)).collect();
        for (width, color) in [(4.0, tokens.panel), (2.0, tokens.accent)] {
            for pair in way.windows(2) {
                let &[from, to] = pair else { continue };
                painter.extend(arrow(from, to, Stroke::new(width, color)));
            }
        }
        if let Some(at) = hover.and_then(|hover| self.at(hover)) {
            painter.circle_stroke(place(frame, at), NEAR, Stroke::new(1.5, tokens.accent));
        }
    }

    fn table(&self) -> Table {
        let mut table = Table::new(["series", self.axes[0], self.axes[1]]);
        for (index, cloud) in self.clouds.iter().enumerate() {
            for at in cloud.points {
                table.row(&format!("cloud {}", index + 1), at.map(f64::from));
            }
        }
        for point in self.points {
            table.row("point", point.at.map(f64::from));
        }
        for at in self.way {
            table.row("way", at.map(f64::from));
        }
        table
    }
}

fn place(frame: &Frame, at: [f32; 2]) -> Pos2 {
    frame.position(f64::from(at[0]), f64::from(at[1]))
}

/// A line, and a head where it is longer than two of them.
fn arrow(from: Pos2, to: Pos2, stroke: Stroke) -> Vec<Shape> {
    let mut shapes = vec![Shape::line_segment([from, to], stroke)];
    let way = to - from;
    if way.length() > 2.0 * HEAD {
        let back = way.normalized() * HEAD;
        let side = back.rot90() * 0.5;
        shapes.push(Shape::line_segment([to, to - back + side], stroke));
        shapes.push(Shape::line_segment([to, to - back - side], stroke));
    }
    shapes
}
