//! A real slice of the landscape: the energy along flips from one memory to another.

use std::sync::Arc;

use egui::RichText;

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::memory_menu::memory_menu_ui;
use crate::ui::labs::hopfield::sentences::memory_name;
use crate::ui::labs::hopfield::studies::{SliceOf, network_key};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, signed};
use crate::ui::widgets::plots::{BandChart, EndMark, nice_range};

const ORDERS: u64 = 60;
/// Width of the menus of its ends.
const MENU: f32 = 112.0;

#[derive(Default)]
pub struct PathPanel {
    ends: Option<(usize, usize)>,
    steps: Vec<f64>,
}

impl Panel<HopfieldPanels> for PathPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "path",
            title: "Path between memories",
            tab: "Path",
            help: help::PATH,
            place: Place::Tabs("studies"),
        }
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        format!("a slice: {ORDERS} random orders of flips")
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let document = &Arc::clone(&context.view().document);
        let count = document.memories.len();
        if count < 2 {
            ui.label(RichText::new("Two memories are needed for a path.").color(tokens.soft));
            return;
        }
        let (mut from, mut to) = self.ends.unwrap_or((0, 1));
        (from, to) = (from.min(count - 1), to.min(count - 1));
        ui.horizontal(|ui| {
            let menu = |ui: &mut egui::Ui, what: &str, place: &mut usize| {
                memory_menu_ui(ui, what, (memory_name(document, *place), MENU), document, place);
            };
            menu(ui, "Path from", &mut from);
            ui.label("→");
            menu(ui, "Path to", &mut to);
        });
        self.ends = Some((from, to));
        // The slice belongs to the network and the seed: a new one is asked for when something of it changed.
        let wanted = SliceOf { from, to, seed: context.view().document.seed };
        if !context.studies.path.is_of(&wanted, network_key(context.snapshot)) {
            if context.view().network.is_some() {
                context.asks.push(Ask::Slice { from, to, orders: ORDERS });
            } else {
                ui.label(RichText::new("Nothing is stored, so the landscape is flat.").color(tokens.soft));
                return;
            }
        }
        // Until the new slice is there the last one stays, under its own names.
        let (Some(snapshot), Some(&SliceOf { from, to, .. })) =
            (context.studies.path.latest(), context.studies.path.shown())
        else {
            return;
        };
        let view = &snapshot.view;
        if self.steps.len() != view.mean.len() {
            self.steps = (0..view.mean.len()).map(|k| k as f64).collect();
        }
        let (start, end) = (memory_name(document, from), memory_name(document, to));
        let low = view.min.iter().copied().fold(0.0, f64::min);
        let high = view.max.iter().copied().fold(0.0, f64::max);
        let barrier = view.mean.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let summary = format!(
            "from {start} over {} flips to {end}; highest mean energy per spin {}",
            grouped(view.mean.len().saturating_sub(1) as u64),
            signed(if barrier.is_finite() { barrier } else { 0.0 }, 3)
        );
        let chart = BandChart {
            summary: &summary,
            height: (ui.available_height() - theme::STEP).max(0.0),
            x_label: "flips",
            xs: &self.steps,
            min: &view.min,
            mean: &view.mean,
            max: &view.max,
            y_range: nice_range(low, high),
            ..BandChart::new(
                "Energy along the path",
                tokens.accent,
                EndMark { name: &start, color: tokens.identity_ink(document.identity(from)) },
                EndMark { name: &end, color: tokens.identity_ink(document.identity(to)) },
            )
        };
        let response = chart.show(ui);
        if let Some(hover) = response.hover {
            let value = |values: &[f64]| values.get(hover.index).map_or_else(String::new, |value| number(*value, 3));
            context.shell.status = format!(
                "after {} flips: energy per spin {} on average, {} to {} over {} orders; a slice, not the landscape",
                grouped(hover.index as u64),
                value(&view.mean),
                value(&view.min),
                value(&view.max),
                grouped(view.done)
            );
        }
    }
}
