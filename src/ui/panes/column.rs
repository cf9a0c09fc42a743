//! The left column of a lab: what the model is, card under card. Next to the panes, or a drawer over them where the
//! window is narrow.

use egui::{Align2, Area, CursorIcon, Frame, Key, Margin, Modifiers, Order, Panel, Rect, ScrollArea, Sense, Ui, Vec2};

use crate::ui::lab::{LabPanels, Place};
use crate::ui::panes::{Panes, Room};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::{Card, paint};

/// How narrow and how wide it can be dragged, in points of the dark profile: its controls fit into the narrowest.
pub const WIDTHS: std::ops::RangeInclusive<f32> = 246.0..=420.0;
/// The last card has at least this height: where the window leaves less, the whole column scrolls.
const LAST: f32 = 220.0;
/// Width of the strip by which the drawer is opened.
const STRIP: f32 = 30.0;

/// Where the left column of a lab is, apart from what is in it.
pub struct Column {
    /// Its width at first, in points of the dark profile.
    pub usual: f32,
    /// The width to which it was dragged: follows the size of the type like everything else.
    pub dragged: Option<f32>,
    /// Whether the drawer is open.
    open: bool,
    /// Height of the cards above the last one, in the last frame.
    above: f32,
}

impl Column {
    /// A column of this width, and a drawer that is closed.
    pub const fn new(usual: f32) -> Self {
        Self { usual, dragged: None, open: false, above: 0.0 }
    }

    /// A width that was remembered, if it is one.
    pub fn restore(&mut self, dragged: Option<f32>) {
        self.dragged = dragged.filter(|width| width.is_finite()).map(within);
    }

    fn width(&self, scale: f32) -> f32 {
        (within(self.dragged.unwrap_or(self.usual)) * scale).round()
    }
}

fn within(width: f32) -> f32 {
    width.clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Draws the column, or the strip of the drawer. The drawer itself comes later, over the panes: [`drawer_ui`].
pub fn column_ui<L: LabPanels>(ui: &mut Ui, panes: &mut Panes<L>, context: &mut L::Context<'_>) {
    let tokens = theme::tokens(ui.ctx());
    let scale = tokens.theme.metrics().scale;
    let next_to_panes = Room::in_window(ui.ctx()).column;
    let width = if next_to_panes { panes.column.width(scale) } else { (STRIP * scale).round() };
    let gap = Frame::new().outer_margin(Margin { right: theme::GAP as i8, ..Margin::ZERO });
    let panel = Panel::left(panes.name).exact_size(width + theme::GAP).resizable(false).show_separator_line(false);
    let column = panel.frame(gap).show(ui, |ui| {
        if next_to_panes {
            cards_ui(ui, panes, context);
        } else if strip_ui(ui, panes, &tokens) {
            panes.column.open = !panes.column.open;
        }
        ui.max_rect()
    });
    if next_to_panes {
        panes.column.open = false;
        edge_ui(ui, &mut panes.column, column.inner, scale, &tokens);
    }
}

/// The gap at the right of the column, by which it is made wider and narrower.
fn edge_ui(ui: &Ui, column: &mut Column, covered: Rect, scale: f32, tokens: &Tokens) {
    let gap = Rect::from_min_max(covered.right_top(), covered.right_bottom() + egui::vec2(theme::GAP, 0.0));
    let response = ui.interact(gap, ui.scope_id().with("edge of the column"), Sense::click_and_drag());
    paint::name(ui, &response, egui::Role::Splitter, "Width of the left column");
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        column.dragged = Some(within((pointer.x - theme::GAP / 2.0 - covered.left()) / scale));
    }
    if response.double_clicked() {
        column.dragged = None;
    }
    let colour = if response.dragged() { tokens.accent } else { tokens.hairline };
    if response.dragged() || response.hovered() {
        ui.painter().vline(gap.center().x, gap.y_range(), egui::Stroke::new(2.0, colour));
    }
    response.on_hover_cursor(CursorIcon::ResizeHorizontal);
}

/// The titles of the panels in the column, along the strip; whether it was clicked.
fn strip_ui<L: LabPanels>(ui: &mut Ui, panes: &Panes<L>, tokens: &Tokens) -> bool {
    let (rect, response) = ui.allocate_exact_size(ui.available_size().max(Vec2::ZERO), Sense::click());
    let titles: Vec<&str> = left(panes).map(|info| info.title).collect();
    let title = titles.join(" · ");
    let open = panes.column.open;
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, open, &title));
    let fill = if open || response.hovered() { tokens.raised } else { tokens.panel };
    let edge = if open { tokens.accent } else { tokens.hairline };
    let stroke = egui::Stroke::new(1.0, edge);
    ui.painter().rect(rect, paint::CONTROL_RADIUS, fill, stroke, egui::StrokeKind::Inside);
    let sign = if open { "←" } else { "→" };
    let metrics = tokens.theme.metrics();
    let sign = paint::line(ui, sign, egui::FontId::proportional(metrics.title), tokens.ink);
    let at = rect.center_top() + egui::vec2(0.0, rect.width() / 2.0);
    paint::galley(ui, sign, at, Align2::CENTER_CENTER);
    // Read from below to above, as on the back of a book.
    let room = (rect.height() - 2.0 * rect.width()).max(0.0);
    let galley = paint::elided(ui, &title, theme::semibold(metrics.title), tokens.ink, room);
    let corner = rect.center() - galley.size() / 2.0;
    let text = egui::epaint::TextShape::new(corner, galley, tokens.ink);
    ui.painter().add(text.with_angle_and_anchor(-std::f32::consts::FRAC_PI_2, Align2::CENTER_CENTER));
    paint::focus_ring(ui, &response, paint::CONTROL_RADIUS);
    let hint =
        if open { "Closes the drawer (Esc)" } else { "Opens the drawer with what stands here in a wider window" };
    response.on_hover_text(hint).clicked()
}

/// Draws the open drawer over the panes, at the right of its strip.
pub fn drawer_ui<L: LabPanels>(ui: &Ui, panes: &mut Panes<L>, context: &mut L::Context<'_>) {
    if !panes.column.open {
        return;
    }
    let tokens = theme::tokens(ui.ctx());
    let room = ui.max_rect();
    let width = panes.column.width(tokens.theme.metrics().scale).min(room.width() - 2.0 * theme::GAP);
    let area = Area::new(egui::Id::unique((panes.name, "drawer"))).order(Order::Middle).fixed_pos(room.min);
    area.show(ui.ctx(), |ui| {
        // Covers what is below, gaps between the cards included.
        let size = Vec2::new(width.max(0.0), room.height());
        let (covered, _) = ui.allocate_exact_size(size, Sense::click_and_drag());
        ui.painter().rect_filled(covered.expand(theme::GAP / 2.0), paint::PANEL_RADIUS, tokens.background);
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(covered));
        cards_ui(&mut inside, panes, context);
    });
}

/// Closes the drawer on Escape; whether it was open.
pub fn escape<L: LabPanels>(ctx: &egui::Context, panes: &mut Panes<L>) -> bool {
    // A dialog that a card in it has opened is closed first.
    panes.column.open
        && ctx.memory(egui::Memory::top_modal_layer).is_none()
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
        && std::mem::take(&mut panes.column.open)
}

fn left<L: LabPanels>(panes: &Panes<L>) -> impl Iterator<Item = &'static crate::ui::lab::PanelInfo> {
    panes.infos().filter(|info| info.place == Place::Left)
}

/// Card under card. The last one takes the height that those above it leave; where that is too little, all scroll.
fn cards_ui<L: LabPanels>(ui: &mut Ui, panes: &mut Panes<L>, context: &mut L::Context<'_>) {
    let least = (LAST * theme::tokens(ui.ctx()).theme.metrics().scale).round();
    let last = ui.available_height() - panes.column.above;
    if last >= least {
        stack_ui(ui, panes, context, last);
    } else {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| stack_ui(ui, panes, context, least));
    }
}

fn stack_ui<L: LabPanels>(ui: &mut Ui, panes: &mut Panes<L>, context: &mut L::Context<'_>, last: f32) {
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, theme::GAP);
    let top = ui.cursor().top();
    let Panes { panels, column, .. } = panes;
    let mut panels = panels.iter_mut().filter(|panel| panel.info().place == Place::Left).peekable();
    while let Some(panel) = panels.next() {
        let info = panel.info();
        let explanation = panel.explanation(context);
        let card = Card::new(info.title).note(&explanation).help(info.help);
        let content = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.y = spacing;
            ui.push_id(info.id, |ui| panel.ui(ui, context));
        };
        if panels.peek().is_some() {
            card.show(ui, content);
        } else {
            column.above = ui.cursor().top() - top;
            let size = Vec2::new(ui.available_width(), last);
            ui.allocate_ui(size, |ui| card.fill_height().show(ui, content));
        }
    }
}
