//! [`TreeView`]: shows a tree, follows the pointer and the keyboard, says what happened.

use egui::{Align2, FontId, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::clusters::{Clusters, Inks};
use super::drawing::{Arrangement, Drawing, Drawn};
use super::export;
use super::hit::{REACH, hit};
use super::keys;
use super::marks;
use super::minimap::Minimap;
use super::pointer::{self, Held};
use super::projection::Projection;
use super::rows::Rows;
use super::scene::TreeScene;
use super::search::Search;
use super::state::{Found, Sight, TreeViewState};
use super::unrooted::Unrooted;
use super::window::Layout;
use super::{cut, drawing, names, strips};
use crate::ui::theme::{self, numbers};
use crate::ui::widgets::paint;
use crate::ui::widgets::plots::Margins;

/// Below this nothing is drawn.
const SMALLEST: f32 = 48.0;

/// A tree that can be looked at, with its state; keep it in the state of the panel.
#[derive(Default)]
pub struct TreeView {
    pub state: TreeViewState,
    pub search: Search,
    drawing: Drawing,
    minimap: Minimap,
    held: Held,
    /// Where it was drawn last.
    pub(super) room: Option<Rect>,
    /// The tree that the state was fitted to.
    fitted: Option<(u64, u64)>,
}

/// What happened on a tree in this frame.
pub struct TreeResponse {
    pub response: Response,
    pub hovered: Option<u32>,
    /// Column and datum of the label under the pointer.
    pub hovered_label: Option<(usize, u32)>,
    pub clicked: Option<u32>,
    pub double_clicked: Option<u32>,
    /// The position that the cut line was dragged to.
    pub cut_moved: Option<f64>,
    pub selected: Option<u32>,
    /// The lowest node above both chosen nodes.
    pub common: Option<u32>,
    /// Names that did not find room.
    pub hidden_names: u32,
    /// How many lines and wedges are drawn.
    pub pieces: usize,
    /// Where the axis lies, in layouts that have one: the room left and right of it, and the positions at its ends.
    pub along: Option<(Margins, [f64; 2])>,
}

impl TreeView {
    /// A view as it was left.
    pub fn new(state: TreeViewState) -> Self {
        Self { state, ..Self::default() }
    }

    /// How often the meshes were made: once for each change of what they show.
    pub fn drawn(&self) -> u64 {
        self.drawing.made
    }

    /// Draws the tree into a room of `size`.
    pub fn show(&mut self, ui: &mut Ui, scene: &TreeScene<'_>, size: Vec2) -> TreeResponse {
        let clean = |length: f32| if length.is_finite() { length.clamp(0.0, 16_384.0) } else { 0.0 };
        let size = Vec2::new(clean(size.x), clean(size.y));
        let (room, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        if self.fitted != Some(scene.key) {
            self.state.fit(scene.tree);
            self.fitted = Some(scene.key);
        }
        self.room = Some(room);
        let mut found = self.state.found(scene.tree);
        let mut answer = TreeResponse {
            response,
            hovered: None,
            hovered_label: None,
            clicked: None,
            double_clicked: None,
            cut_moved: None,
            selected: None,
            common: None,
            hidden_names: 0,
            pieces: 0,
            along: None,
        };
        if room.width() >= SMALLEST && room.height() >= SMALLEST && !scene.tree.is_empty() {
            let before = self.state.clone();
            self.input(ui, scene, &found, room, &mut answer);
            if self.state != before {
                found = self.state.found(scene.tree);
                ui.ctx().request_repaint();
            }
            self.draw(ui, scene, &found, room, &mut answer);
            export::offer(ui, scene, &self.state, &answer.response, size);
        }
        (answer.selected, answer.common) = (found.selected, found.common);
        describe(ui, scene, &found, &answer);
        paint::focus_ring(ui, &answer.response, paint::PANEL_RADIUS);
        answer
    }

    fn input(&mut self, ui: &Ui, scene: &TreeScene<'_>, found: &Found, room: Rect, answer: &mut TreeResponse) {
        let response = answer.response.clone();
        let pressed = keys::read(ui, &response, scene.tree, &mut self.state, found);
        if pressed.search {
            self.search.open();
        }
        let arrangement = self.drawing.arrangement(scene, &self.state, found);
        let mut projection = arrangement.projection(scene, &self.state, found, room);
        projection.lens = pointer::lens(ui, &response, &projection);
        let tokens = theme::tokens(ui.ctx());
        let inks = Inks { tokens: &tokens, scene, clusters: &Clusters::default() };
        let axis = arrangement.axis;
        answer.cut_moved = pointer::follow(ui, &response, &projection, (&axis, &inks), &mut self.held, &mut self.state);
        if self.held == Held::Nothing {
            answer.hovered_label = label_under_pointer(scene, &arrangement.rows, &projection, &response);
            let labelled = answer.hovered_label.and_then(|(_, datum)| scene.tree.place(datum));
            answer.hovered = match labelled {
                Some(place) => scene.tree.holder(place),
                None => self.under_pointer(ui, scene, found, projection, &response),
            };
        }
        if response.clicked() {
            response.request_focus();
            answer.clicked = answer.hovered;
            let clade = answer.hovered.and_then(|node| scene.tree.clade(node));
            if ui.input(|input| input.modifiers.shift) && self.state.selected.is_some() {
                self.state.second = clade;
            } else {
                (self.state.selected, self.state.second) = (clade, None);
            }
        }
        if response.double_clicked() {
            answer.double_clicked = answer.hovered;
            match answer.hovered {
                Some(node) => keys::drill(scene.tree, &mut self.state, Some(node)),
                None => self.state.home(),
            }
        }
        if pressed.reveal {
            let selected = self.state.found(scene.tree).selected;
            self.reveal(scene, found, room, selected);
        }
    }

    fn under_pointer(
        &mut self,
        ui: &Ui,
        scene: &TreeScene<'_>,
        found: &Found,
        projection: Projection,
        response: &Response,
    ) -> Option<u32> {
        let pointer = response.hover_pos().filter(|pointer| projection.sight.contains(*pointer))?;
        let (arrangement, drawn) = self.drawing.drawn(ui, scene, projection)?;
        if projection.layout == Layout::Unrooted {
            return Unrooted::nearest(&drawn.spokes, pointer).filter(|(_, away)| *away <= REACH).map(|(node, _)| node);
        }
        let lengths = projection.lengths(pointer);
        hit(scene.tree, &arrangement.rows, &projection, &found.collapsed, found.root, lengths).map(|hit| hit.node)
    }

    /// Brings a node into sight: out of a clade that it is not in, and by moving the window.
    pub fn reveal(&mut self, scene: &TreeScene<'_>, found: &Found, room: Rect, node: Option<u32>) {
        let Some(node) = node else { return };
        if found.root.is_some_and(|root| !scene.tree.contains(root, node)) {
            self.state.go_to(Sight::default());
            return;
        }
        let arrangement = self.drawing.arrangement(scene, &self.state, found);
        let projection = arrangement.projection(scene, &self.state, found, room);
        let at = arrangement.point(&projection, node);
        if !projection.area.expand(1.0).contains(at) {
            let by = projection.fractions(at - projection.area.center());
            self.state.sight.window = self.state.sight.window.moved(by);
        }
    }

    fn draw(&mut self, ui: &Ui, scene: &TreeScene<'_>, found: &Found, room: Rect, answer: &mut TreeResponse) {
        let arrangement = self.drawing.arrangement(scene, &self.state, found);
        let mut projection = arrangement.projection(scene, &self.state, found, room);
        projection.lens = pointer::lens(ui, &answer.response, &projection);
        let Some((arrangement, drawn)) = self.drawing.drawn(ui, scene, projection) else { return };
        let window = if ui.is_rect_visible(room) {
            paint_all(ui, scene, found, (arrangement, drawn), &projection, self.search.matches(), answer);
            if let Held::Box(start) = self.held
                && let Some(pointer) = answer.response.interact_pointer_pos()
            {
                let accent = theme::tokens(ui.ctx()).accent;
                let area = Rect::from_two_pos(start, pointer).intersect(projection.sight);
                ui.painter().rect(area, 1.0, accent.gamma_multiply(0.15), Stroke::new(1.0, accent), StrokeKind::Inside);
            }
            self.minimap.ui(ui, scene, arrangement, found, &projection)
        } else {
            None
        };
        answer.pieces = drawn.detail.pieces() + drawn.spokes.len();
        if !projection.layout.is_round() {
            let area = projection.area;
            let margins = Margins { left: area.left() - room.left(), right: room.right() - area.right() };
            let ends = [0.0, area.width()].map(|along| arrangement.axis.position(projection.depth(along)));
            answer.along = Some((margins, ends));
        }
        if let Some(window) = window {
            self.state.sight.window = window;
            ui.ctx().request_repaint();
        }
    }
}

/// Column and datum of the strip under the pointer.
fn label_under_pointer(
    scene: &TreeScene<'_>,
    rows: &Rows,
    projection: &Projection,
    response: &Response,
) -> Option<(usize, u32)> {
    let pointer = response.hover_pos().filter(|pointer| projection.sight.contains(*pointer))?;
    if projection.layout == Layout::Unrooted {
        return None;
    }
    let (along, across) = projection.lengths(pointer);
    let column = (0..scene.columns.len())
        .find(|column| (0.0..strips::STRIP).contains(&(along - strips::along(projection, *column))))?;
    let place = rows.place_at(projection.row(across))?;
    scene.tree.order().get(place as usize).map(|datum| (column, *datum))
}

/// What a screen reader says.
fn describe(ui: &Ui, scene: &TreeScene<'_>, found: &Found, answer: &TreeResponse) {
    let named = answer.hovered.or(found.selected);
    answer.response.widget_info(|| {
        let whole = format!("{} data", numbers::grouped(u64::from(scene.tree.leaves())));
        WidgetInfo {
            current_text_value: Some(named.map_or(whole, |node| scene.sentence(node))),
            ..WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), scene.name)
        }
    });
}

fn paint_all(
    ui: &Ui,
    scene: &TreeScene<'_>,
    found: &Found,
    (arrangement, drawn): (&Arrangement, &Drawn),
    projection: &Projection,
    matches: &[u32],
    answer: &mut TreeResponse,
) {
    let tokens = theme::tokens(ui.ctx());
    let inks = Inks { tokens: &tokens, scene, clusters: &drawn.clusters };
    let rows = &arrangement.rows;
    let round = projection.layout.is_round();
    // The largest dot at the ends of the branches is seen whole.
    let clip = if round { projection.sight } else { projection.sight.intersect(projection.area.expand(7.0)) };
    let painter = ui.painter_at(clip);
    painter.add(Shape::Mesh(drawn.branches.clone()));
    let outer = ui.painter_at(projection.sight);
    outer.add(Shape::Mesh(drawn.strips.clone()));
    for (index, (pieces, column)) in drawn.pieces.iter().zip(scene.columns).enumerate() {
        strips::letters(&outer, pieces, column, projection, strips::along(projection, index), &inks);
    }
    let pictured = if scene.picture.is_some() { marks::pictures(&drawn.detail, projection) } else { Vec::new() };
    marks::dots(&painter, &drawn.detail, projection, &inks, &pictured);
    if arrangement.unrooted.is_none() {
        cut::draw(&painter, &drawn.detail, projection, &inks, &arrangement.axis);
    }
    marks::path(&painter, arrangement, projection, &inks);
    marks::draw_pictures(&painter, &inks, &pictured);
    marks::counts(&painter, &drawn.detail, projection, &inks, &pictured);
    let ring = |node: Option<u32>, colour| {
        if let Some(node) = node {
            let rect = pictured.iter().find(|(other, _)| *other == node).map(|(_, rect)| rect);
            marks::ring(&painter, arrangement.point(projection, node), rect, colour);
        }
    };
    for node in matches.iter().take(marks::MOST_RINGS) {
        ring(Some(*node), tokens.warning);
    }
    ring(answer.hovered, tokens.soft);
    ring(found.second, tokens.accent);
    ring(found.common, tokens.good);
    ring(found.selected, tokens.accent);
    if scene.names.is_some() {
        let from = strips::along(projection, scene.columns.len());
        let width =
            if round { drawing::NAMES_AROUND } else { projection.sight.right() - projection.area.left() - from };
        let width = width - 4.0;
        let (shown, hidden) = match arrangement.unrooted {
            Some(_) => names::at_spokes(scene, projection, &drawn.spokes, width),
            None => names::at_rows(scene, rows, projection),
        };
        names::write(ui, scene, projection, &shown, width);
        answer.hidden_names = hidden;
    }
    let mut foot: Vec<Rect> = hidden_ui(ui, projection, answer.hidden_names).into_iter().collect();
    if arrangement.unrooted.is_none() {
        foot.extend(cut::draw_pill(ui, projection, &inks, &arrangement.axis));
    }
    if !round && !scene.axis.is_empty() {
        cut::draw_axis(ui, projection, &arrangement.axis, scene.axis, foot);
    }
}

/// Says what is not seen, so that nobody takes it for missing.
fn hidden_ui(ui: &Ui, projection: &Projection, hidden: u32) -> Option<Rect> {
    if hidden == 0 {
        return None;
    }
    let tokens = theme::tokens(ui.ctx());
    let text = format!("{} names hidden: zoom in", numbers::grouped(u64::from(hidden)));
    let font = FontId::proportional(tokens.theme.metrics().small);
    let galley = paint::line(ui, &text, font, tokens.soft);
    let down = if projection.layout.is_round() { -4.0 } else { cut::FOOT - 4.0 };
    let at = projection.sight.right_bottom() + Vec2::new(-4.0, down);
    Some(paint::galley(ui, galley, at, Align2::RIGHT_BOTTOM))
}
