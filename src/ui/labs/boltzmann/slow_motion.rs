//! Slow motion: one update of the watched weight in five numbered boxes, lit in turn, in the words of the lecture text.

use egui::{Align2, FontId, Rect, Role, Sense, Stroke, StrokeKind, vec2};

use crate::engine::boltzmann::BoltzmannView;
use crate::engine::core::session::Command;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{Ask, BoltzmannContext, BoltzmannPanels};
use crate::ui::labs::boltzmann::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, signed};
use crate::ui::widgets::{Button, paint};

/// Seconds that a box is lit.
const SECONDS: f64 = 1.6;
const BOXES: usize = 5;
/// A box narrower than this goes to the next row.
const LEAST: f32 = 108.0;
const GAP: f32 = 8.0;

#[derive(Default)]
pub struct SlowPanel {
    /// The box that is lit.
    lit: usize,
    /// When it was lit, if boxes are lit in turn.
    since: Option<f64>,
}

const INFO: PanelInfo = PanelInfo {
    id: "slow",
    title: "One update in slow motion",
    tab: "Slow motion",
    help: help::SLOW,
    place: Place::Tabs("closer looks"),
};

impl Panel<BoltzmannPanels> for SlowPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &BoltzmannContext<'_>) -> String {
        let view = context.view();
        let visible = view.looked.machine.topology().visible;
        let pair = [view.explanation.i, view.explanation.j];
        format!("{} at update {}", sentences::pair_name(pair, visible), grouped(view.looked.update))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        let now = ui.input(|input| input.time);
        ui.horizontal_wrapped(|ui| {
            let playing = self.since.is_some();
            let text = if playing { "Hold" } else { "Go on" };
            let play = Button::new(text).name("Play the boxes").min_width(64.0).tooltip(help::SLOW);
            if play.show(ui).clicked() {
                self.since = (!playing).then_some(now);
                pause(context);
            }
            if Button::new("Next box").tooltip(help::SLOW).show(ui).clicked() {
                pause(context);
                self.next(context, now);
            }
        });
        self.turn(ui, context, now);
        let boxes = texts(context.view());
        let room = ui.available_size().max(egui::Vec2::ZERO);
        let columns = (((room.x + GAP) / (LEAST + GAP)).floor() as usize).clamp(1, BOXES);
        let rows = BOXES.div_ceil(columns);
        // Several rows are scrolled, and their bar takes room.
        let bar = if rows > 1 { ui.spacing().scroll.allocated_width() } else { 0.0 };
        let width = (room.x - bar - GAP * (columns as f32 - 1.0)) / columns as f32;
        let height = ((room.y - GAP * (rows as f32 - 1.0)) / rows as f32).max(if rows > 1 { 84.0 } else { 0.0 });
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(GAP, GAP);
            for row in 0..rows {
                ui.horizontal_top(|ui| {
                    for place in row * columns..((row + 1) * columns).min(BOXES) {
                        if box_ui(ui, place, boxes.get(place), self.lit == place, vec2(width, height)) {
                            self.lit = place;
                            self.since = None;
                        }
                    }
                });
            }
        });
    }
}

impl SlowPanel {
    /// Lights the next box; after the last one the update is done.
    fn next(&mut self, context: &mut BoltzmannContext<'_>, now: f64) {
        self.since = self.since.map(|_| now);
        if self.lit + 1 < BOXES {
            self.lit += 1;
            return;
        }
        self.lit = 0;
        let view = context.view();
        if view.update >= view.last_update || view.failure.is_some() {
            self.since = None;
            return;
        }
        context.ask(crate::engine::boltzmann::BoltzmannCmd::Live);
        context.asks.push(Ask::Machine(Box::new(Command::Step(1))));
    }

    fn turn(&mut self, ui: &egui::Ui, context: &mut BoltzmannContext<'_>, now: f64) {
        let Some(since) = self.since else { return };
        let left = since + SECONDS - now;
        if left <= 0.0 {
            self.next(context, now);
        }
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left.clamp(0.02, SECONDS)));
    }
}

fn pause(context: &mut BoltzmannContext<'_>) {
    if context.snapshot.running {
        context.asks.push(Ask::Machine(Box::new(Command::Pause)));
    }
}

/// Title, what is done, and the number of each box.
fn texts(view: &BoltzmannView) -> [[String; 3]; BOXES] {
    let one = &view.explanation;
    let visible = view.looked.machine.topology().visible;
    let name = |unit: usize| sentences::unit(unit, visible);
    let product = if one.i == one.j { name(one.i) } else { format!("{} {}", name(one.i), name(one.j)) };
    let symbol = if one.i == one.j { format!("b({})", name(one.i)) } else { format!("w({product})") };
    let number = |value: f64| signed(value, 3);
    [
        ["1  Clamp".to_owned(), sentences::short_row(view), format!("{product} = {}", number(one.row_term))],
        ["2  Average: data".to_owned(), format!("pp = ⟨{product}⟩"), number(one.data_term)],
        ["3  Run free".to_owned(), format!("pn = ⟨{product}⟩"), number(one.model_term)],
        ["4  Compare".to_owned(), "pp − pn".to_owned(), signed(one.difference, 4)],
        ["5  Learn".to_owned(), format!("{symbol} {} →", number(one.value)), number(one.value + one.change)],
    ]
}

/// One box; whether it was clicked.
fn box_ui(ui: &mut egui::Ui, place: usize, texts: Option<&[String; 3]>, lit: bool, size: egui::Vec2) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let (rect, response) = ui.allocate_exact_size(size.max(egui::Vec2::ZERO), Sense::click());
    let Some([title, what, value]) = texts else { return false };
    paint::name(ui, &response, Role::Button, &format!("{title}: {what} {value}"));
    if !ui.is_rect_visible(rect) || rect.height() < 20.0 {
        return response.clicked();
    }
    let stroke = if lit { Stroke::new(2.0, tokens.accent) } else { Stroke::new(1.0, tokens.hairline) };
    let fill = if lit { tokens.raised } else { tokens.panel };
    ui.painter().rect(rect, paint::CONTROL_RADIUS, fill, stroke, StrokeKind::Inside);
    let inner = rect.shrink2(vec2(10.0, 6.0));
    let ink = if lit { tokens.accent } else { tokens.ink };
    let lines = [
        (title, theme::semibold(metrics.title), ink),
        (what, FontId::proportional(metrics.small), tokens.soft),
        (value, FontId::monospace(metrics.title), tokens.ink),
    ];
    for (line, (text, font, colour)) in lines.into_iter().enumerate() {
        let galley = paint::elided(ui, text, font, colour, inner.width());
        let y = inner.top() + (line as f32 + 0.5) * inner.height() / 3.0;
        paint::galley(ui, galley, egui::pos2(inner.left(), y), Align2::LEFT_CENTER);
    }
    if place + 1 < BOXES {
        arrow(ui, rect, tokens.soft);
    }
    paint::focus_ring(ui, &response, paint::CONTROL_RADIUS);
    response.clicked()
}

/// A small arrow to the next box.
fn arrow(ui: &egui::Ui, rect: Rect, colour: egui::Color32) {
    let at = rect.right_center() + vec2(GAP / 2.0, 0.0);
    let half = GAP / 2.0 - 1.0;
    ui.painter().arrow(at - vec2(half, 0.0), vec2(2.0 * half, 0.0), Stroke::new(1.0, colour));
}
