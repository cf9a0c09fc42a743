//! What happened, update by update; a click goes there.

use crate::engine::rbm::Happening;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{TrainContext, TrainPanels};
use crate::ui::labs::train::help;
use crate::ui::labs::train::keys::NEXT_EVENT;
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{equal_rows_ui, paint, sentence_ui};

/// The newest of so many are listed.
const MOST: usize = 300;

#[derive(Default)]
pub struct EventsPanel;

const INFO: PanelInfo =
    PanelInfo { id: "events", title: "Events", tab: "Events", help: help::EVENTS, place: Place::Right(0.2) };

impl Panel<TrainPanels> for EventsPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        match context.view().events.len() {
            0 => "none yet".to_owned(),
            count => grouped(count as u64),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let view = context.view().clone();
        if view.events.is_empty() {
            let text = "Nothing yet: a mode that condenses, another number of fixed points, or chains that freeze \
                will be listed here. “Step: to next event” trains until one comes";
            sentence_ui(ui, &format!("{}.", NEXT_EVENT.tip(ui.ctx(), text)), None);
            return;
        }
        let shown = context.update();
        let listed = view.events.len().min(MOST);
        let height = (tokens.theme.metrics().body * 1.48).round();
        equal_rows_ui(ui, height, listed, |ui, rows| {
            // The newest first: what just happened is what one looks for.
            for place in rows {
                let Some(event) = view.events.len().checked_sub(place + 1).and_then(|index| view.events.get(index))
                else {
                    continue;
                };
                let colour = match event.happening {
                    Happening::Halted(_) | Happening::ChainsStopMixing | Happening::RunsAway => tokens.warning,
                    Happening::Setting(_) => tokens.soft,
                    _ if event.update <= shown => tokens.ink,
                    _ => tokens.soft,
                };
                if row_ui(ui, height, &grouped(event.update), &event.happening.sentence(), colour) {
                    context.go(event.update);
                }
            }
        });
    }
}

fn row_ui(ui: &mut egui::Ui, height: f32, update: &str, sentence: &str, colour: egui::Color32) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), egui::Sense::click());
    let said = format!("{update} · {sentence}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &said));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(egui::vec2(4.0, 0.0)), 3.0, tokens.hovered);
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    let mono = egui::FontId::monospace(metrics.title);
    let number = paint::line(ui, update, mono.clone(), tokens.soft);
    let column = paint::width(ui, "00\u{202F}000", mono).max(number.size().x);
    let at = egui::pos2(rect.left() + column, rect.center().y);
    paint::galley(ui, number, at, egui::Align2::RIGHT_CENTER);
    let left = column + 8.0;
    let font = egui::FontId::proportional(metrics.body);
    let text = paint::elided(ui, sentence, font, colour, rect.width() - left);
    let shortened = text.elided;
    paint::galley(ui, text, egui::pos2(rect.left() + left, rect.center().y), egui::Align2::LEFT_CENTER);
    let clicked = response.clicked();
    if shortened {
        response.on_hover_text(said);
    }
    clicked
}
