//! The fixed points of softmax attention along β: where memories appear, and where their mean loses its hold.

use egui_plot::PlotPoint;

use crate::engine::hopfield::continuous::BifurcationView;
use crate::physics::hopfield::continuous::continuation::{BranchPoint, EventKind};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::studies::{MOST_BRANCHED, network_key};
use crate::ui::theme;
use crate::ui::theme::numbers::number;
use crate::ui::widgets::plots::{Curve, Dot, LineChart};
use crate::ui::widgets::sentence_ui;

#[derive(Default)]
pub struct BranchesPanel {
    key: Option<(u64, u64)>,
    /// Pieces of branches that are stable, and that are not: (log₁₀ β N, largest weight).
    pieces: Vec<(bool, Vec<PlotPoint>)>,
    /// What happens, where, and the largest weight there.
    events: Vec<(EventKind, [f64; 2])>,
}

const INFO: PanelInfo = PanelInfo {
    id: "branches",
    title: "States of attention along β",
    tab: "States over β",
    help: help::BRANCHES,
    place: Place::Tabs("studies"),
};

impl Panel<HopfieldPanels> for BranchesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        let found = context.studies.branches.latest().filter(|found| found.view.complete);
        found.map_or_else(String::new, |found| {
            format!("{} branches; solid: stable, dashed: not", found.view.branches.len())
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let count = context.view().stored.len();
        if !(1..=MOST_BRANCHED).contains(&count) {
            let text = format!("Branches are followed for 1 to {MOST_BRANCHED} memories; {count} are stored.");
            sentence_ui(ui, &text, None);
            return;
        }
        if !context.studies.branches.is_for(network_key(context.snapshot)) {
            context.asks.push(Ask::Branches);
        }
        let Some(snapshot) = context.studies.branches.latest() else { return };
        if let Some(error) = &snapshot.error {
            sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
        }
        let size = context.size() as f64;
        let (view, key) = (snapshot.view.clone(), (snapshot.generation, snapshot.revision));
        self.refresh(&view, key, size);
        self.chart_ui(ui, context, &view, size);
    }
}

impl BranchesPanel {
    fn refresh(&mut self, view: &BifurcationView, key: (u64, u64), size: f64) {
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        self.pieces.clear();
        self.events.clear();
        for branch in view.branches.iter() {
            for piece in branch.points.chunk_by(|a, b| a.is_stable() == b.is_stable()) {
                let stable = piece.first().is_some_and(BranchPoint::is_stable);
                self.pieces.push((stable, piece.iter().map(|point| place(&point.weights, point.beta, size)).collect()));
            }
            self.events.extend(branch.events.iter().map(|event| {
                let at = place(&event.weights, event.beta, size);
                (event.kind, [at.x, at.y])
            }));
        }
    }

    fn chart_ui(&self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, view: &BifurcationView, size: f64) {
        let tokens = theme::tokens(ui.ctx());
        let curves: Vec<Curve<'_>> = self
            .pieces
            .iter()
            .map(|(stable, points)| {
                let colour = if *stable { tokens.accent } else { tokens.soft };
                Curve { dashed: !stable, width: if *stable { 2.0 } else { 1.0 }, ..Curve::new("", colour, points) }
            })
            .collect();
        let dots: Vec<Dot<'_>> = self
            .events
            .iter()
            .map(|(kind, at)| {
                let hollow = *kind == EventKind::Appears;
                Dot { hollow, ..Dot::new("", *at, tokens.warning) }
            })
            .collect();
        let now = (context.shared.continuous.beta).log10();
        let answer = LineChart {
            height: ui.available_height().max(0.0),
            x_label: "β N",
            curves: &curves,
            dots: &dots,
            cursor: Some(now),
            empty: "The branches are being followed.",
            logarithmic: [true, false],
            x_range: ((view.range.0 * size).log10(), (view.range.1 * size).log10()),
            y_range: (0.0, 1.0),
            ..LineChart::new("branches of attention", "Largest weight of the states along β")
        }
        .show(ui);
        if let Some(x) = answer.scrub {
            context.shared.continuous.beta = 10_f64.powf(x);
        }
        if let Some(hover) = answer.hover {
            let beta = number(10_f64.powf(hover.x), 2);
            let states = hover.values.iter().flatten().count();
            let noun = if states == 1 { "branch" } else { "branches" };
            let appear = self.events.iter().filter(|(kind, _)| *kind == EventKind::Appears).count();
            context.shell.status = format!(
                "β N = {beta}: {states} {noun} of states; {appear} turns where memories appear. A click sets β."
            );
        }
    }
}

/// β N on its logarithmic axis, and the largest weight.
fn place(weights: &[f64], beta: f64, size: f64) -> PlotPoint {
    PlotPoint::new((beta * size).log10(), weights.iter().copied().fold(0.0, f64::max))
}
