//! The explanation strip: the update that led to the state shown, with its numbers filled in.

use egui::RichText;

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::sentences;
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Chip, Tone, chips_height, chips_ui};

/// One update, step by step.
#[derive(Default)]
pub struct UpdatePanel;

const INFO: PanelInfo =
    PanelInfo { id: "update", title: "This update", tab: "This update", help: help::UPDATE, place: Place::Strip };

impl Panel<HopfieldPanels> for UpdatePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn least(&self) -> egui::Vec2 {
        egui::vec2(200.0, 40.0)
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        let size = context.size().max(1) as u64;
        match context.view().moment.update.checked_sub(1) {
            Some(before) => format!("spin {} of sweep {}", grouped(before % size + 1), grouped(before / size + 1)),
            None => "before the first".to_owned(),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let Some(explanation) = context.view().moment.explanation else {
            let sentence = match context.view().network {
                Some(_) => "Step through one spin at a time: pick a spin, sum its field, compare, flip or keep.",
                None => "Nothing is stored, so there is no field yet.",
            };
            ui.label(RichText::new(sentence).color(tokens.soft));
            return;
        };
        let sentence = sentences::update(&explanation, context.view().document.shape.width);
        ui.label(RichText::new(sentence).color(tokens.ink));
        let texts = sentences::chips(&explanation);
        let last = texts.len().saturating_sub(1);
        let pieces: Vec<Chip<'_>> = texts
            .iter()
            .enumerate()
            .map(|(place, (text, help))| {
                let tone = match place {
                    place if place < last => Tone::Plain,
                    _ if explanation.before == explanation.after => Tone::Plain,
                    _ if explanation.delta_energy > 0.0 => Tone::Warning,
                    _ => Tone::Accent,
                };
                Chip::new(text).tone(tone).tooltip(help)
            })
            .collect();
        // In a low card the words are enough: half a chain would be none.
        if chips_height(ui, &pieces) <= ui.available_height() {
            chips_ui(ui, &pieces);
        }
    }
}
