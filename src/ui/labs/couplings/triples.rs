//! The largest couplings of three sites: as bars, as nodes between their sites, and next to a model that cannot have them.

use crate::physics::ising::Triple;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::factors::factors_ui;
use crate::ui::labs::couplings::graph::arrangement;
use crate::ui::labs::couplings::pairs_alone::PairsAlone;
use crate::ui::labs::couplings::placement::{Arrangement, Placement};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::plots::{Bar, Bars, Emphasis, Level, nice_range};
use crate::ui::widgets::{equal_columns_ui, sentence_ui, title_ui};

/// Triples that are drawn.
const DRAWN: usize = 60;
/// Least width of a column, and its height where they stand one below another.
const LEAST: f32 = 190.0;
const STACKED: f32 = 220.0;

#[derive(Default)]
pub struct TriplesPanel {
    /// Where the sites stand, and what for.
    placed: Option<(u64, Arrangement)>,
    placement: Placement,
    pairs_alone: PairsAlone,
}

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
        let triples = context.found().and_then(|found| found.of(context.form())).map(|of| of.triples.len());
        triples
            .filter(|triples| *triples > 0)
            .map_or_else(String::new, |triples| format!("{} of {}", triples.min(DRAWN), grouped(count(sites) as u64)))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        let Some(found) = context.found().and_then(|found| found.of(context.form())) else { return };
        let triples = &found.triples;
        if context.is_potts() {
            let text = "A triple of Potts units is a block of numbers for each three sites: here only pairs are read.";
            sentence_ui(ui, text, None);
            return;
        }
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
        let shown: Vec<&Triple> = triples.iter().take(DRAWN).collect();
        self.place(context);
        equal_columns_ui(ui, 3, LEAST, STACKED, |ui, column, height| match column {
            0 => bars_ui(ui, context, &shown, height),
            1 => factors_ui(ui, context, &self.placement, &shown, height),
            _ => self.pairs_alone.ui(ui, context, height),
        });
    }
}

impl TriplesPanel {
    /// Springs follow the links of pairs; here there are none, and sites stand on the ring.
    fn place(&mut self, context: &CouplingsContext<'_>) {
        let arrangement = match arrangement(context) {
            Arrangement::Springs => Arrangement::Circle,
            arrangement => arrangement,
        };
        let key = (context.snapshot.generation, arrangement);
        if self.placed != Some(key) {
            self.placed = Some(key);
            self.placement = Placement::new(arrangement, context.view().config.sites(), context.shape(), &[]);
        }
    }
}

fn bars_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, shown: &[&Triple], height: f32) {
    let tokens = theme::tokens(ui.ctx());
    let before = ui.cursor().top();
    title_ui(ui, "By size", "the largest first");
    let colour = |value: f64| if value < 0.0 { tokens.negative } else { tokens.positive };
    let bars: Vec<Bar> = shown.iter().map(|triple| Bar { value: triple.value, color: colour(triple.value) }).collect();
    let level = |value: f64, name| Level { name, value, color: tokens.soft, emphasis: Emphasis::Normal };
    let levels: Vec<Level<'_>> =
        context.noise().into_iter().flat_map(|noise| [level(noise, "1/√M"), level(-noise, "−1/√M")]).collect();
    let ends = bars.iter().map(|bar| bar.value).chain(levels.iter().map(|level| level.value));
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let marked = context.shared.marked.triple;
    let answer = Bars {
        height: (height - (ui.cursor().top() - before)).max(0.0),
        x_label: "triples",
        bars: &bars,
        levels: &levels,
        y_range: if low < high { nice_range(low, high) } else { (0.0, 1.0) },
        chosen: marked.and_then(|marked| shown.iter().position(|triple| triple.sites() == marked)),
        ..Bars::new("The largest triples")
    }
    .show(ui);
    if let Some(triple) = answer.hover.and_then(|place| shown.get(place)) {
        context.shared.pointed.triple = Some(triple.sites());
        context.shell.status = sentences::triple(context.view(), triple);
    }
}
