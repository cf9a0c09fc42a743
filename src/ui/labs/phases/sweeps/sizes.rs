//! Curves of several sizes next to each other: the fall at the capacity sharpens with N.

use egui::Color32;

use crate::engine::hopfield::sweep::{Measure, SweepCell};
use crate::physics::theory::lines;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels};
use crate::ui::labs::phases::help;
use crate::ui::labs::phases::overlap::colour_of;
use crate::ui::labs::phases::sweeps::controls::{Pressed, SaveMenu, chart_over_ui, run_ui, scrolled};
use crate::ui::labs::phases::sweeps::curve::{self, Measured};
use crate::ui::labs::phases::sweeps::files::Table;
use crate::ui::labs::phases::sweeps::sentences;
use crate::ui::labs::phases::sweeps::sweep_store::{SIZES, SIZES_LOADS, SizeCurve, SweepAsk};
use crate::ui::theme::numbers::{grouped, number, with_error};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{Curve, Dot, LineChart};
use crate::ui::widgets::{Button, Segmented};

pub struct SizesPanel {
    measure: Measure,
    pinned: [bool; SIZES.len()],
    save: SaveMenu,
}

impl Default for SizesPanel {
    fn default() -> Self {
        Self { measure: Measure::Recalled, pinned: [true; SIZES.len()], save: SaveMenu::default() }
    }
}

const INFO: PanelInfo = PanelInfo {
    id: "sizes",
    title: "Larger networks fall more sharply",
    tab: "Sizes",
    help: help::SIZES,
    place: Place::Tabs("curves"),
};

impl Panel<PhasesPanels> for SizesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &PhasesContext<'_>) -> String {
        match (context.sweeps.sizes.under_way(), context.sweeps.sizes.progress()) {
            (Some(curve), Some((progress, eta))) => {
                format!("N = {}: {}", grouped(curve.size as u64), sentences::progress(progress, eta))
            }
            _ => "T = 0, started on the memory".to_owned(),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        scrolled(ui, |ui| {
            self.choose_ui(ui, context);
            self.run_ui(ui, context);
            let seen = self.curves(context).iter().all(|curve| context.sweeps.sizes.complete(curve));
            chart_over_ui(ui, if seen { self.lesson() } else { self.expectation() }, |ui, height| {
                self.chart_ui(ui, context, height, &tokens);
            });
        });
    }
}

impl SizesPanel {
    fn choose_ui(&mut self, ui: &mut egui::Ui, context: &PhasesContext<'_>) {
        ui.horizontal_wrapped(|ui| {
            let measures = [
                (Measure::Recalled, "fraction recalled", help::SWEEP_CAPACITY),
                (Measure::Overlap, "overlap m", help::SWEEP_PHASE),
            ];
            if let Some(measure) = Segmented::new("What the sizes are compared by", self.measure, &measures).show(ui) {
                self.measure = measure;
            }
            let seed = context.config().seed;
            for (&size, pinned) in SIZES.iter().zip(&mut self.pinned) {
                let known = context.sweeps.sizes.found(&SizeCurve { size, measure: self.measure, seed }).is_some();
                let text = format!("N = {}", grouped(size as u64));
                let tip = if known { "Shows or hides this curve" } else { "Not measured yet" };
                if Button::new(&text).small().selected(*pinned).tooltip(tip).show(ui).clicked() {
                    *pinned = !*pinned;
                }
            }
        });
    }

    fn curves(&self, context: &PhasesContext<'_>) -> Vec<SizeCurve> {
        let seed = context.config().seed;
        SIZES.into_iter().map(|size| SizeCurve { size, measure: self.measure, seed }).collect()
    }

    fn run_ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        let sizes = &context.sweeps.sizes;
        let curves = self.curves(context);
        let all = curves.iter().all(|curve| sizes.complete(curve));
        let cells: Vec<SweepCell> = curves
            .iter()
            .filter_map(|curve| sizes.found(curve))
            .flat_map(|kept| kept.view.cells.iter().filter(|cell| cell.done).copied())
            .collect();
        let name = if self.measure == Measure::Recalled { "sizes-recalled.csv" } else { "sizes-overlap.csv" };
        // The curves are of one seed, one rule and one length of runs.
        let origin = curves.first().map(|curve| curve.config().origin());
        let table = origin.filter(|_| !cells.is_empty()).map(|origin| {
            let cells = cells.clone();
            move || Table { name: name.to_owned(), origin, cells: cells.clone() }
        });
        let table = table.as_ref().map(|table| table as &dyn Fn() -> Table);
        let mut asks = Vec::new();
        ui.horizontal_wrapped(|ui| {
            let tip = "Measures N = 100, 400, 1000 and 4000 one after another: up to 17 loads, 60 networks each";
            let known = all.then_some("All four are measured; change the seed to measure again");
            match run_ui(ui, ("Measure all sizes", tip), sizes.busy(), sizes.progress(), known) {
                Some(Pressed::Run) => {
                    self.pinned = [true; SIZES.len()];
                    asks.push(SweepAsk::Sizes(curves.clone()));
                }
                Some(Pressed::Cancel) => asks.push(SweepAsk::CancelSizes),
                None => {}
            }
            asks.extend(self.save.menu_ui(ui, &context.shell.jobs, table));
        });
        asks.extend(self.save.path_ui(ui, &context.shell.jobs, table));
        for ask in asks {
            context.ask_sweep(ask);
        }
    }

    fn chart_ui(&self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>, height: f32, tokens: &Tokens) {
        let sizes = &context.sweeps.sizes;
        let along = |cell: &SweepCell| cell.point.load();
        let shown: Vec<(SizeCurve, Measured, String, Color32)> = self
            .curves(context)
            .into_iter()
            .zip(self.pinned)
            .filter(|(_, pinned)| *pinned)
            .filter_map(|(curve, _)| {
                let measured = Measured::of(sizes.found(&curve)?.view.cells.iter(), along);
                let name = format!("N = {}", grouped(curve.size as u64));
                (!measured.is_empty()).then(|| (curve, measured, name, colour_of(curve.size, tokens)))
            })
            .collect();
        let capacity = lines::capacity().critical_load;
        let theory = match self.measure {
            Measure::Recalled => curve::fall_of_recall(1.0),
            Measure::Overlap => {
                context.sweeps.capacity_theory().map(|view| curve::theory(view, 1.0)).unwrap_or_default()
            }
        };
        let mut curves = vec![Curve { dashed: true, width: 1.5, ..Curve::new("", tokens.soft, &theory) }];
        curves.extend(shown.iter().map(|(_, measured, name, colour)| measured.curve(name, *colour)));
        let mark = format!("capacity {}", number(capacity, 3));
        let mut dots: Vec<Dot<'_>> = shown.iter().flat_map(|(_, measured, _, colour)| measured.dots(*colour)).collect();
        dots.push(Dot { anchor: egui::Align2::RIGHT_BOTTOM, ..Dot::theory(&mark, [capacity, 0.0], tokens.soft) });
        let summary = format!("{} curves; theory falls at a load of {}", shown.len(), number(capacity, 3));
        let chart = LineChart {
            height,
            summary: &summary,
            x_label: "α",
            curves: &curves,
            dots: &dots,
            x_range: SIZES_LOADS,
            y_range: (0.0, 1.0),
            scrub: false,
            ..LineChart::new("sizes", "Sizes next to each other")
        };
        let Some(hover) = chart.show(ui).hover else { return };
        let what = if self.measure == Measure::Recalled { "fraction recalled" } else { "m" };
        let values: Vec<String> = shown
            .iter()
            .filter_map(|(curve, _, name, _)| {
                let cell = curve::nearest(sizes.found(curve)?.view.cells.iter(), along, hover.x)?;
                Some(format!("{name}: {}", with_error(cell.mean?, cell.stderr)))
            })
            .collect();
        context.shell.status = format!("α = {}: {what} {}", number(hover.x, 3), values.join(", "));
    }

    /// What theory says before anything is measured.
    fn expectation(&self) -> &'static str {
        match self.measure {
            Measure::Recalled => {
                "Theory, dashed, is for infinitely many spins. Measure all sizes to see how they come near it."
            }
            Measure::Overlap => {
                "Theory, dashed, jumps from 0.967 to nothing. Measure all sizes to see what finite networks do."
            }
        }
    }

    /// What there is to be seen.
    fn lesson(&self) -> &'static str {
        match self.measure {
            Measure::Recalled => {
                "The curves cross near 0.138 and sharpen with N: a small network rounds the fall, because its own noise \
                 decides, and keeps some memories beyond it for a while, where they are no longer stable."
            }
            Measure::Overlap => {
                "Theory jumps from 0.967 to nothing. Beyond the jump the spins freeze on the way out of the memory, so \
                 that about 0.3 of the overlap remains however large the network is: a remnant, and no retrieval."
            }
        }
    }
}
