//! Moments of the data against those of samples: what lies on the diagonal is learnt.

use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{TrainContext, TrainPanels};
use crate::ui::labs::train::{help, sentences};
use crate::ui::machine::Canvas;
use crate::ui::study::Key;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::plots::{Cloud, Scatter, extent, nice_range};
use crate::ui::widgets::{equal_columns_ui, hover_help, sentence_ui, title_ui};

/// Narrower than this and the plots stand below each other.
const LEAST: f32 = 200.0;

#[derive(Default)]
pub struct MomentsPanel {
    ranges: Cached<Key, [(f64, f64); 2]>,
}

impl Panel<TrainPanels> for MomentsPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "moments",
            title: "Whether means and correlations match",
            tab: "Moments",
            help: help::MOMENTS,
            place: Place::Tabs("closer looks"),
        }
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        let diagnostics = context.derived.diagnostics.as_ref();
        let found = diagnostics
            .and_then(|diagnostics| Some((diagnostics.update, diagnostics.moments.as_ref()?.pair_correlation)));
        found.map_or_else(String::new, |(update, correlation)| {
            format!("update {}; correlations agree with r = {}", grouped(update), number(correlation, 3))
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let Some(diagnostics) = context.derived.diagnostics.clone() else {
            sentence_ui(ui, "The moments of the machine under the cursor are being measured.", None);
            return;
        };
        let Some(moments) = &diagnostics.moments else {
            let text = if context.view().config.data.is_none() {
                "This archive came without data: there is nothing to compare its samples with."
            } else {
                "The moments of the machine under the cursor are being measured."
            };
            sentence_ui(ui, text, None);
            return;
        };
        let ranges = || [&moments.means, &moments.pairs].map(|points| range(points));
        self.ranges.refresh(context.derived.diagnostics_key, ranges);
        let tokens = theme::tokens(ui.ctx());
        let plots = [
            ("Means", "of data, right; of samples, up", help::MOMENT_MEANS, &moments.means, self.ranges[0]),
            ("Pairs", "connected correlations", help::MOMENT_PAIRS, &moments.pairs, self.ranges[1]),
        ];
        let draw = |ui: &mut egui::Ui, place: usize, height: f32| {
            let Some((title, note, tip, points, range)) = plots.get(place).copied() else { return };
            let before = ui.cursor().top();
            hover_help(title_ui(ui, title, note), tip);
            let size = egui::vec2(ui.available_width(), (height - (ui.cursor().top() - before)).max(0.0));
            let color = tokens.identity(1 + place).gamma_multiply(0.75);
            let clouds = [Cloud { points, color, side: if points.len() > 1_000 { 2.0 } else { 3.0 } }];
            let summary = format!("{} points", points.len());
            let answer =
                Scatter { summary: &summary, x_label: "data", clouds: &clouds, range, ..Scatter::new(title, size) }
                    .show(ui);
            if let Some([data, model]) = answer.hover.and_then(|(_, point)| points.get(point)) {
                let sites = context.states();
                let of = answer.hover.map_or(0, |(_, point)| point);
                context.shell.status = format!(
                    "{}: {} in the data, {} in samples",
                    if place == 0 { mean_of(of, points, &sites) } else { correlation_of(of, points, &sites) },
                    sentences::short(f64::from(*data)),
                    sentences::short(f64::from(*model))
                );
            }
        };
        equal_columns_ui(ui, 2, LEAST, (ui.available_width() * 0.9).max(120.0), draw);
    }
}

/// What a mean is of. Of many sites some were drawn, and nobody knows which.
fn mean_of(point: usize, points: &[[f32; 2]], sites: &Canvas<'_>) -> String {
    if points.len() == sites.cells() { format!("mean of {}", sites.name(point)) } else { "mean of a site".to_owned() }
}

/// What a correlation is of: pairs are counted by their second site.
fn correlation_of(point: usize, points: &[[f32; 2]], sites: &Canvas<'_>) -> String {
    let before = |second: usize| second * second.saturating_sub(1) / 2;
    if points.len() != before(sites.cells()) {
        return "correlation of a pair".to_owned();
    }
    let second = (1..sites.cells()).rev().find(|&second| before(second) <= point).unwrap_or(1);
    format!("correlation of {} and {}", sites.name(point.saturating_sub(before(second))), sites.name(second))
}

/// The range that holds both coordinates of all points.
fn range(points: &[[f32; 2]]) -> (f64, f64) {
    let (low, high) = extent(points.iter().flatten().copied().map(f64::from)).unwrap_or_default();
    if low < high { nice_range(low, high) } else { (0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_named_in_the_order_in_which_they_are_counted() {
        let sites = Canvas::of_sites(4);
        let pairs = [[0.0; 2]; 6];
        let said: Vec<String> = (0..6).map(|point| correlation_of(point, &pairs, &sites)).collect();
        let pair = |first: usize, second: usize| format!("correlation of site {first} and site {second}");
        assert_eq!(said, [pair(1, 2), pair(1, 3), pair(2, 3), pair(1, 4), pair(2, 4), pair(3, 4)]);
        assert_eq!(correlation_of(3, &pairs[..5], &sites), "correlation of a pair", "they were drawn");
        assert_eq!(mean_of(3, &pairs[..4], &sites), "mean of site 4");
    }
}
