//! Two trees of the same data face to face: leaves and labels in the middle, a line between the two places of each datum.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Align2, Mesh, Rect, Response, Role, Sense, Shape, Ui, Vec2, WidgetInfo};

use super::axis::DepthAxis;
use super::branches;
use super::clusters::{Clusters, Inks};
use super::detail::Detail;
use super::hit::hit;
use super::marks;
use super::pen::Pen;
use super::projection::Projection;
use super::rows::Rows;
use super::scene::TreeScene;
use super::strips::{self, Piece};
use super::window::{Layout, Window};
use crate::ui::theme::{self, Theme, Tokens};
use crate::ui::widgets::paint;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// The part of the width that each tree takes.
const TREE: f32 = 0.36;
/// Lines between the same two steps of this size, in points, are one.
const STEP: f32 = 1.5;
/// Most lines that are drawn; of more only every second, third … one is.
const MOST: usize = 6_000;
/// How strong a line between the trees is.
const STRENGTH: f32 = 0.6;
const MARGIN: f32 = 8.0;
const HEAD: f32 = 22.0;

/// Which of the two trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// What happened on two trees in this frame.
pub struct FaceToFaceResponse {
    pub response: Response,
    /// The node under the pointer.
    pub hovered: Option<(Side, u32)>,
    pub clicked: Option<(Side, u32)>,
}

/// Holds the meshes of two trees face to face; keep it in the state of the panel.
#[derive(Default)]
pub struct FaceToFace {
    drawn: Option<Drawn>,
}

type Key = ([(u64, u64); 2], [u64; 2], [u32; 4], bool, Theme);

struct Drawn {
    key: Key,
    sides: [(Rows, Projection); 2],
    meshes: Vec<Arc<Mesh>>,
    /// The pieces of the strip at the leaves of each tree.
    strips: [Vec<Piece>; 2],
    /// One line of this many is drawn.
    every: usize,
}

impl FaceToFace {
    /// Draws both trees into a room of `size`, each with its first label column; lines have the colours of the left one.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        scenes: [&TreeScene<'_>; 2],
        logarithmic: bool,
        size: Vec2,
    ) -> FaceToFaceResponse {
        let clean = |length: f32| if length.is_finite() { length.clamp(0.0, 16_384.0) } else { 0.0 };
        let size = Vec2::new(clean(size.x), clean(size.y));
        let (room, response) = ui.allocate_exact_size(size, Sense::click());
        let name = format!("{} and {}", scenes[0].name, scenes[1].name);
        let mut answer = FaceToFaceResponse { response, hovered: None, clicked: None };
        if room.width() >= 120.0 && room.height() >= 60.0 {
            self.refresh(ui, scenes, logarithmic, room);
            if let Some(drawn) = &self.drawn {
                let pointer = answer.response.hover_pos();
                answer.hovered = pointer.and_then(|pointer| {
                    [Side::Left, Side::Right].into_iter().zip(&drawn.sides).zip(scenes).find_map(
                        |((side, (rows, projection)), scene)| {
                            let inside = projection.area.expand(MARGIN).contains(pointer);
                            let found = hit(scene.tree, rows, projection, &[], None, projection.lengths(pointer));
                            inside.then_some(found).flatten().map(|hit| (side, hit.node))
                        },
                    )
                });
                answer.clicked = answer.hovered.filter(|_| answer.response.clicked());
                if ui.is_rect_visible(room) {
                    drawn.paint(ui, scenes, room, answer.hovered);
                }
            }
            let figure = Figure {
                name: &name,
                size,
                table: &|| table(scenes),
                draw: &|ui| drop(Self::default().show(ui, scenes, logarithmic, size)),
                gestures: "",
            };
            take_out::offer(ui, &answer.response, &figure);
        }
        answer.response.widget_info(|| {
            let sentence = answer.hovered.map(|(side, node)| scenes[usize::from(side == Side::Right)].sentence(node));
            WidgetInfo { current_text_value: sentence, ..WidgetInfo::labeled(Role::Figure, ui.is_enabled(), &name) }
        });
        answer
    }

    fn refresh(&mut self, ui: &Ui, scenes: [&TreeScene<'_>; 2], logarithmic: bool, room: Rect) {
        let tokens = theme::tokens(ui.ctx());
        let corners = [room.min.x, room.min.y, room.max.x, room.max.y].map(f32::to_bits);
        let key = (scenes.map(|s| s.key), scenes.map(|s| s.colours), corners, logarithmic, tokens.theme);
        if self.drawn.as_ref().is_some_and(|drawn| drawn.key == key) {
            return;
        }
        let sides = [false, true].map(|mirrored| {
            let scene = scenes[usize::from(mirrored)];
            let rows = Rows::new(scene.tree, &DepthAxis::new(scene.tree, logarithmic, scene.ends), &[]);
            let projection = projection(room, &rows, scene.tree.leaves(), mirrored);
            (rows, projection)
        });
        let mut meshes = Vec::new();
        let strips = [0, 1].map(|side| {
            let (rows, projection) = &sides[side];
            let plain = TreeScene { cut: None, ..*scenes[side] };
            let clusters = Clusters::default();
            let inks = Inks { tokens: &tokens, scene: &plain, clusters: &clusters };
            let detail = Detail::new(plain.tree, rows, projection, &[], None);
            meshes.push(Arc::new(branches::mesh(&detail, projection, &inks, None, ui.pixels_per_point())));
            let Some(column) = plain.columns.first() else { return Vec::new() };
            let pieces = strips::pieces(&plain, column, rows, projection);
            let mut pen = Pen::new(projection, ui.pixels_per_point());
            strips::draw(&mut pen, &pieces, column, strips::along(projection, 0), &inks);
            meshes.push(Arc::new(pen.finish()));
            pieces
        });
        let (lines, every) = lines(scenes, &sides, &tokens);
        meshes.push(Arc::new(lines));
        self.drawn = Some(Drawn { key, sides, meshes, strips, every });
    }
}

fn projection(room: Rect, rows: &Rows, leaves: u32, mirrored: bool) -> Projection {
    let mut area = room.shrink(MARGIN);
    area.min.y += HEAD;
    let width = area.width() * TREE;
    if mirrored {
        area.min.x = area.max.x - width;
    } else {
        area.max.x = area.min.x + width;
    }
    Projection {
        layout: Layout::Rectangular,
        area,
        sight: area.expand(MARGIN),
        rows: [0.0, rows.edge(leaves)],
        root: 0.0,
        window: Window::WHOLE,
        mirrored,
        lens: None,
    }
}

/// A line for each datum that is in both trees, and one of how many is drawn.
fn lines(scenes: [&TreeScene<'_>; 2], sides: &[(Rows, Projection); 2], tokens: &Tokens) -> (Mesh, usize) {
    let [left, right] = scenes;
    let across = |side: usize, place: u32| {
        let (rows, projection) = &sides[side];
        projection.across(f64::midpoint(rows.edge(place), rows.edge(place + 1)))
    };
    let mut seen = BTreeSet::new();
    let mut ways = Vec::new();
    for (place, datum) in (0..).zip(left.tree.order()) {
        let Some(other) = right.tree.place(*datum) else { continue };
        let ends = [across(0, place), across(1, other)];
        if seen.insert(ends.map(|end| (end / STEP) as i32)) {
            ways.push((ends, left.class(*datum)));
        }
    }
    let every = ways.len().div_ceil(MOST).max(1);
    let [start, end] = [0, 1].map(|side| {
        let (projection, columns) = (&sides[side].1, scenes[side].columns.len().min(1));
        projection.point(projection.area.width() + strips::width(columns).max(strips::GAP), 0.0).x
    });
    let mut pen = Pen::new(&sides[0].1, 1.0);
    for (ends, class) in ways.into_iter().step_by(every) {
        let colour = class.map_or(tokens.soft, |class| tokens.class(usize::from(class)));
        let colour = theme::mix(tokens.panel, colour, STRENGTH);
        pen.segment(egui::pos2(start, ends[0]), egui::pos2(end, ends[1]), 1.0, colour);
    }
    (pen.finish(), every)
}

impl Drawn {
    fn paint(&self, ui: &Ui, scenes: [&TreeScene<'_>; 2], room: Rect, hovered: Option<(Side, u32)>) {
        let tokens = theme::tokens(ui.ctx());
        let painter = ui.painter_at(room);
        for mesh in &self.meshes {
            painter.add(Shape::Mesh(Arc::clone(mesh)));
        }
        for ((scene, (_, projection)), pieces) in scenes.into_iter().zip(&self.sides).zip(&self.strips) {
            let inks = Inks { tokens: &tokens, scene, clusters: &Clusters::default() };
            if let Some(column) = scene.columns.first() {
                strips::letters(&painter, pieces, column, projection, strips::along(projection, 0), &inks);
            }
        }
        let font = theme::medium(tokens.theme.metrics().small);
        for (scene, (at, align)) in
            scenes.into_iter().zip([(room.left_top(), Align2::LEFT_TOP), (room.right_top(), Align2::RIGHT_TOP)])
        {
            let inset = if align == Align2::LEFT_TOP { MARGIN } else { -MARGIN };
            let galley = paint::elided(ui, scene.name, font.clone(), tokens.soft, room.width() * 0.45);
            paint::galley(ui, galley, at + Vec2::new(inset, 2.0), align);
        }
        if self.every > 1 {
            let text = format!("1 of {} lines drawn", self.every);
            let galley = paint::line(ui, &text, font, tokens.soft);
            paint::galley(ui, galley, room.center_top() + Vec2::new(0.0, 2.0), Align2::CENTER_TOP);
        }
        if let Some((side, node)) = hovered {
            let (rows, projection) = &self.sides[usize::from(side == Side::Right)];
            let at = projection.point(projection.along(rows.depth(node)), projection.across(rows.row(node)));
            marks::ring(&painter, at, None, tokens.accent);
        }
    }
}

/// The two places of each datum, from 1.
fn table(scenes: [&TreeScene<'_>; 2]) -> Table {
    let mut table = Table::new(["datum", "place at left", "place at right"]);
    for (place, datum) in (0u32..).zip(scenes[0].tree.order()) {
        let other = scenes[1].tree.place(*datum).map_or(f64::NAN, |place| f64::from(place + 1));
        table.row(&datum.to_string(), [f64::from(place + 1), other]);
    }
    table
}
