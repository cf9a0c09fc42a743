//! The couplings J as a picture with hover, and their distribution.

use egui::RichText;

use crate::engine::hopfield::couplings::{CouplingsView, LARGEST_DRAWN};
use crate::physics::arrays::flat;
use crate::physics::statistics;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::studies::network_key;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::plots::{Bin, Histogram};
use crate::ui::widgets::{MatrixMap, MatrixSource, MatrixView};

#[derive(Default)]
pub struct CouplingsPanel {
    matrix: MatrixView,
}

/// Asks for a measurement of the network as it is, unless there is one; gives the last one.
pub fn measured(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) -> Option<(CouplingsView, (u64, u64))> {
    let tokens = theme::tokens(ui.ctx());
    if context.view().network.is_none() {
        ui.label(RichText::new("Nothing is stored, so every coupling is zero.").color(tokens.soft));
        return None;
    }
    if !context.studies.weights.is_for(network_key(context.snapshot)) {
        context.asks.push(Ask::MeasureWeights);
    }
    let snapshot = context.studies.weights.latest()?;
    Some((snapshot.view.clone(), (snapshot.generation, snapshot.revision)))
}

impl Panel<HopfieldPanels> for CouplingsPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "couplings",
            title: "Couplings",
            tab: "Couplings",
            help: help::COUPLINGS,
            place: Place::Tabs("studies"),
        }
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        "J between every two spins".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let Some((view, key)) = measured(ui, context) else { return };
        let Some(couplings) = &view.couplings else {
            let sentence = if context.view().document.rule.interaction().is_some() {
                "A dense memory has no couplings of pairs: in each term of its energy more than two spins meet."
                    .to_owned()
            } else if view.size > LARGEST_DRAWN {
                format!(
                    "{} spins have {} couplings; up to {} spins are drawn.",
                    grouped(view.size as u64),
                    grouped(view.size as u64 * (view.size as u64 - 1) / 2),
                    grouped(LARGEST_DRAWN as u64)
                )
            } else {
                "Measuring…".to_owned()
            };
            ui.label(RichText::new(sentence).color(tokens.soft));
            return;
        };
        ui.horizontal_top(|ui| {
            let side = ui.available_height().min(ui.available_width() * 0.6);
            ui.vertical(|ui| {
                ui.set_width(side);
                let (rows, columns) = couplings.dim();
                let source = MatrixSource { rows, columns, values: flat(couplings), order: &[], key };
                let map = MatrixMap::Diverging { limit: Some(view.largest as f32) };
                let (_, hover) = self.matrix.show(ui, "Couplings J", source, map, egui::vec2(side + 64.0, side));
                if let Some(hover) = hover {
                    context.shell.status = cell_sentence(context, hover.row, hover.column, f64::from(hover.value));
                }
            });
            ui.vertical(|ui| {
                if let Some(histogram) = &view.coupling_histogram {
                    let bins = bins(histogram);
                    let summary = format!("largest |J| = {}", number(view.largest, 4));
                    let chart = Histogram {
                        summary: &summary,
                        height: ui.available_height().min(side),
                        x_label: "J",
                        bins: &bins,
                        ..Histogram::new("Distribution of the couplings", tokens.accent)
                    };
                    let response = chart.show(ui);
                    if let Some(bin) = response.hover.and_then(|hover| bins.get(hover.bin)) {
                        context.shell.status = format!(
                            "couplings between {} and {}: density {}",
                            number(bin.from, 4),
                            number(bin.to, 4),
                            number(bin.height, 1)
                        );
                    }
                }
            });
        });
    }
}

/// The bars of a histogram, as densities.
pub fn bins(histogram: &statistics::Histogram) -> Vec<Bin> {
    (0..histogram.counts.len())
        .map(|bin| {
            let center = histogram.center(bin);
            let half = 0.5 * histogram.width;
            Bin { from: center - half, to: center + half, height: histogram.density(bin) }
        })
        .collect()
}

fn cell_sentence(context: &HopfieldContext<'_>, i: usize, j: usize, value: f64) -> String {
    let width = context.view().document.shape.width.max(1);
    let place = |cell: usize| format!("row {}, column {}", cell / width + 1, cell % width + 1);
    format!("J between spin {} ({}) and spin {} ({}) = {}", i + 1, place(i), j + 1, place(j), number(value, 5))
}
