//! The largest couplings of three sites, where they are computed.

use crate::physics::ising::Triple;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::plots::{Bar, Bars, Emphasis, Level, nice_range};
use crate::ui::widgets::sentence_ui;

/// Bars that are drawn.
const DRAWN: usize = 60;

#[derive(Default)]
pub struct TriplesPanel;

const INFO: PanelInfo = PanelInfo {
    id: "triples",
    title: "The largest triples",
    tab: "Triples",
    help: help::TRIPLES,
    place: Place::Tabs("under the matrix"),
};

/// Triples i < j < k of so many sites.
fn count(sites: usize) -> usize {
    sites * sites.saturating_sub(1) * sites.saturating_sub(2) / 6
}

impl Panel<CouplingsPanels> for TriplesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        let sites = context.view().config.sites();
        context.found().filter(|found| !found.exact.triples.is_empty()).map_or_else(String::new, |found| {
            let drawn = found.of(context.shared.form).triples.len().min(DRAWN);
            format!("{drawn} of {}", grouped(count(sites) as u64))
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        let Some(found) = context.found() else { return };
        let triples = &found.of(context.shared.form).triples;
        if triples.is_empty() {
            let sites = context.view().config.sites();
            let text = format!(
                "{} sites have {} triples; here they are computed for up to 100 sites, and by glassbox couplings --order 3 for more.",
                grouped(sites as u64),
                grouped(count(sites) as u64)
            );
            sentence_ui(ui, &text, None);
            return;
        }
        let tokens = theme::tokens(ui.ctx());
        let shown: Vec<&Triple> = triples.iter().take(DRAWN).collect();
        let colour = |value: f64| if value < 0.0 { tokens.negative } else { tokens.positive };
        let bars: Vec<Bar> =
            shown.iter().map(|triple| Bar { value: triple.value, color: colour(triple.value) }).collect();
        let rows = context.rows();
        let noise = rows.map(|rows| (rows.max(1) as f64).sqrt().recip());
        let level = |value: f64, name| Level { name, value, color: tokens.soft, emphasis: Emphasis::Normal };
        let levels: Vec<Level<'_>> =
            noise.into_iter().flat_map(|noise| [level(noise, "1/√M"), level(-noise, "−1/√M")]).collect();
        let ends = bars.iter().map(|bar| bar.value).chain(levels.iter().map(|level| level.value));
        let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let answer = Bars {
            height: ui.available_height().max(0.0),
            x_label: "triples, the largest first",
            bars: &bars,
            levels: &levels,
            y_range: if low < high { nice_range(low, high) } else { (0.0, 1.0) },
            ..Bars::new("The largest triples")
        }
        .show(ui);
        if let Some(triple) = answer.hover.and_then(|place| shown.get(place)) {
            let [i, j, k] = [triple.i, triple.j, triple.k];
            let truth = context.view().config.truth.as_ref().map_or_else(String::new, |truth| {
                let same = |each: &&Triple| [each.i, each.j, each.k] == [i, j, k];
                let value = truth.triples().iter().find(same).map_or(0.0, |triple| triple.value);
                format!(", truth {}", sentences::coupling(value))
            });
            let found = sentences::coupling(triple.value);
            context.shell.status = format!("J of sites {}, {} and {}: {found}{truth}", i + 1, j + 1, k + 1);
        }
    }
}
