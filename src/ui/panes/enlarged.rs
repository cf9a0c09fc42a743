//! One panel enlarged: as large as the lab, without the others.

use egui::{Context, Key, Modifiers, Popup, Ui};

use super::Panes;
use super::behavior::roomy_ui;
use crate::ui::lab::LabPanels;
use crate::ui::theme;
use crate::ui::widgets::take_out::whole;
use crate::ui::widgets::{Button, Card};

/// Draws the panel that was asked to be enlarged, with the way back; whether there is one.
pub fn enlarged_ui<L: LabPanels>(ui: &mut Ui, panes: &mut Panes<L>, context: &mut L::Context<'_>) -> bool {
    if let Some(asked) = whole::asked_enlarged(ui.ctx()) {
        panes.enlarged = Some(asked.to_owned());
    }
    let Some(id) = panes.enlarged.clone() else { return false };
    let Some(panel) = panes.panels.iter_mut().find(|panel| panel.info().id == id) else {
        panes.enlarged = None;
        return false;
    };
    let tip = "Shows all panels of the lab again (Esc)";
    let back = Button::new("← All panels").small().name("All panels").tooltip(tip).show(ui).clicked();
    ui.add_space(theme::STEP);
    let info = panel.info();
    whole::note_place(ui.ctx(), info.id, ui.available_rect_before_wrap());
    whole::note_enlarged(ui.ctx(), info.id);
    let explanation = panel.explanation(context);
    ui.push_id(("enlarged", info.id), |ui| {
        let card = Card::new(info.title).note(&explanation).help(info.help).fill_height();
        card.show(ui, |ui| roomy_ui(ui, panel.least(), |ui| panel.ui(ui, context)));
    });
    if back || escaped(ui.ctx()) {
        panes.enlarged = None;
    }
    true
}

/// Whether Escape was pressed, and nothing else is closed by it first.
fn escaped(ctx: &Context) -> bool {
    let covered = Popup::is_any_open(ctx) || ctx.text_edit_focused();
    !covered
        && ctx.memory(egui::Memory::top_modal_layer).is_none()
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
}
