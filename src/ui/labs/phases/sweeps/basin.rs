//! Basins of attraction: the fraction recalled over load and distance, and one run of a cell.

use egui_plot::PlotPoint;

use crate::engine::hopfield::sweep::SweepCell;
use crate::physics::hopfield::classify::RECALLED;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels};
use crate::ui::labs::phases::help;
use crate::ui::labs::phases::sweeps::controls::{ANOTHER, Pressed, run_ui};
use crate::ui::labs::phases::sweeps::queue::Kept;
use crate::ui::labs::phases::sweeps::request::{Request, Settings, What};
use crate::ui::labs::phases::sweeps::sentences;
use crate::ui::labs::phases::sweeps::sweep_store::{RunOf, SweepAsk};
use crate::ui::theme::numbers::{number, percent};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{Curve, Emphasis, Level, LineChart};
use crate::ui::widgets::{
    Button, MatrixAxes, MatrixAxis, MatrixMap, MatrixSource, MatrixView, columns_ui, sentence_ui,
};

/// Width that the chart of a run needs next to the picture.
const RUN_WIDTH: f32 = 190.0;

/// What the map shows.
const NAME: &str = "Fraction recalled";

/// The picture of the basins.
#[derive(Default)]
pub struct BasinPanel {
    matrix: MatrixView,
    values: Vec<f32>,
    key: Option<(Request, (u64, u64))>,
}

const INFO: PanelInfo = PanelInfo {
    id: "basin",
    title: "How far a cue may be from its memory",
    tab: "Basins",
    help: help::SWEEP_BASIN,
    place: Place::Tabs("measured"),
};

impl Panel<PhasesPanels> for BasinPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &PhasesContext<'_>) -> String {
        found(context)
            .map_or_else(|| "the fraction of cues that are recalled".to_owned(), |kept| sentences::request(&kept.what))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let request = Settings::preset(What::Basin).request(context.place(), 0.0, context.config().seed);
        let sweeps = context.sweeps;
        let mine = sweeps.plane.under_way().is_some_and(|request| request.what == What::Basin);
        ui.horizontal_wrapped(|ui| {
            let known = sweeps.plane.complete(&request).then_some("This is measured; change the seed to measure again");
            let known = known.or(sweeps.plane.busy().then_some(ANOTHER));
            let tip = "15 loads, 11 distances, 20 runs in each cell at N = 500. The Sweep panel has other sizes";
            match run_ui(ui, ("Measure basins", tip), mine, sweeps.plane.progress(), known) {
                Some(Pressed::Run) => context.ask_sweep(SweepAsk::Measure(request)),
                Some(Pressed::Cancel) => context.ask_sweep(SweepAsk::Cancel),
                None => {}
            }
        });
        ui.add_space(theme::STEP);
        let Some(kept) = found(context) else {
            sentence_ui(
                ui,
                "Each cell starts many networks on a memory with some of its spins flipped, and counts those that come back.",
                None,
            );
            ui.add_space(theme::STEP);
            self.map_to_come_ui(ui, &request);
            return;
        };
        self.refresh(kept);
        let room = ui.available_size();
        let beside = room.x > 2.2 * RUN_WIDTH;
        if !beside && let Some(sentence) = shown_run(context, kept) {
            ui.add(egui::Label::new(egui::RichText::new(sentence).small()).truncate());
        }
        let room = ui.available_size();
        let width = if beside { room.x - RUN_WIDTH - theme::GAP } else { room.x };
        let widths = [width, RUN_WIDTH];
        columns_ui(ui, if beside { &widths } else { &widths[..1] }, |ui, column| match column {
            0 => self.picture_ui(ui, context, kept, egui::vec2(width, room.y)),
            _ => run_of_cell_ui(ui, context, kept, &tokens),
        });
    }
}

/// The last basin that was asked for.
fn found<'a>(context: &PhasesContext<'a>) -> Option<&'a Kept<Request>> {
    context.sweeps.plane.all().filter(|kept| kept.what.what == What::Basin).last()
}

impl BasinPanel {
    /// Rows are distances, the largest at the top; columns are loads.
    fn refresh(&mut self, kept: &Kept<Request>) {
        let key = Some((kept.what, kept.key));
        if self.key == key {
            return;
        }
        self.key = key;
        let (rows, columns) = shape(&kept.what);
        let value = |row: usize, column: usize| {
            let cell = kept.view.cells.get(place(rows, row, column));
            cell.filter(|cell| cell.done).and_then(|cell| cell.mean).map_or(f32::NAN, |mean| mean as f32)
        };
        self.values = (0..rows).flat_map(|row| (0..columns).map(move |column| value(row, column))).collect();
    }

    /// The map before anything is measured: its axes, and no cell.
    fn map_to_come_ui(&mut self, ui: &mut egui::Ui, request: &Request) {
        let (rows, columns) = shape(request);
        let source = MatrixSource { rows, columns, values: &[], order: &[], key: (u64::MAX, 0) };
        let map = MatrixMap::Sequential { low: 0.0, high: 1.0 };
        let [loads, flips] = numbers_along(request);
        let room = ui.available_size();
        self.matrix.show_over(ui, NAME, source, map, room, axes(&loads, &flips));
    }

    fn picture_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut PhasesContext<'_>,
        kept: &Kept<Request>,
        room: egui::Vec2,
    ) {
        let (rows, columns) = shape(&kept.what);
        let source = MatrixSource { rows, columns, values: &self.values, order: &[], key: kept.key };
        let map = MatrixMap::Sequential { low: 0.0, high: 1.0 };
        let [loads, flips] = numbers_along(&kept.what);
        let (response, hover) = self.matrix.show_over(ui, NAME, source, map, room, axes(&loads, &flips));
        let cell = hover.map(|hover| place(rows, hover.row, hover.column));
        if let Some((cell, measured)) = cell.and_then(|cell| Some((cell, kept.view.cells.get(cell)?))) {
            context.shell.status = format!("{}. Click for one of its runs", sentences::cell(&kept.what, measured));
            if response.clicked() && measured.runs > 0 {
                context.ask_sweep(SweepAsk::ShowRun(RunOf { request: kept.what, cell, run: 0 }));
            }
        }
    }
}

/// The numbers along the loads and along the distances.
fn numbers_along(request: &Request) -> [Vec<String>; 2] {
    let loads = request.loads().into_iter().map(|load| number(load, 2));
    let flips = request.others().into_iter().map(|flip| percent(flip, 0));
    [loads.collect(), flips.collect()]
}

fn axes<'a>(loads: &'a [String], flips: &'a [String]) -> MatrixAxes<'a> {
    MatrixAxes {
        x: MatrixAxis { name: "load α", numbers: loads },
        y: MatrixAxis { name: "spins of the cue that are flipped", numbers: flips },
    }
}

/// Rows and columns of the picture.
fn shape(request: &Request) -> (usize, usize) {
    (request.others().len(), request.loads().len())
}

/// The cell in a row and a column of the picture: the sweep goes load by load, the nearest distance first.
fn place(rows: usize, row: usize, column: usize) -> usize {
    column * rows + (rows - 1 - row.min(rows - 1))
}

fn run_of_cell_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>, kept: &Kept<Request>, tokens: &Tokens) {
    let study = &context.sweeps.run;
    let (Some(snapshot), Some(&of)) = (study.latest(), study.shown()) else {
        sentence_ui(ui, "Click a cell to see one of its runs, sweep by sweep.", None);
        return;
    };
    let Some(cell) = kept.view.cells.get(of.cell).filter(|_| of.request == kept.what) else {
        sentence_ui(ui, "Click a cell to see one of its runs, sweep by sweep.", None);
        return;
    };
    let view = &snapshot.view;
    sentence_ui(ui, &run_sentence(cell, of, &view.overlaps), Some(tokens.ink));
    ui.horizontal(|ui| {
        let last = cell.runs.saturating_sub(1);
        for (text, name, to, end) in [
            ("‹", "Run before", of.run.checked_sub(1), "This is the first run"),
            ("›", "Next run", (of.run < last).then_some(of.run + 1), "This is the last run"),
        ] {
            let button = Button::new(text).name(name).small().disabled_because(to.is_none().then_some(end));
            if button.show(ui).clicked()
                && let Some(run) = to
            {
                context.ask_sweep(SweepAsk::ShowRun(RunOf { run, ..of }));
            }
        }
    });
    let start = 1.0 - 2.0 * cell.point.flip;
    let sweeps = view.overlaps.iter().enumerate().map(|(sweep, &m)| PlotPoint::new((sweep + 1) as f64, m));
    let points: Vec<PlotPoint> = std::iter::once(PlotPoint::new(0.0, start)).chain(sweeps).collect();
    let low = points.iter().fold(0.0, |low: f64, point| low.min(point.y));
    let curves = [Curve::new("", tokens.accent, &points)];
    let levels = [Level { name: "recalled", value: RECALLED, color: tokens.soft, emphasis: Emphasis::Normal }];
    let summary = run_sentence(cell, of, &view.overlaps);
    let chart = LineChart {
        height: ui.available_height().min(220.0),
        summary: &summary,
        x_label: "sweep",
        curves: &curves,
        levels: &levels,
        x_range: (0.0, view.overlaps.len().max(1) as f64),
        y_range: (low, 1.0),
        scrub: false,
        ..LineChart::new("cell run", "Overlap of one run")
    };
    if let Some(hover) = chart.show(ui).hover {
        let m = hover.values.first().copied().flatten().map_or_else(String::new, |m| number(m, 3));
        context.shell.status = format!("after {} sweeps of run {}: overlap {m}", hover.x, of.run + 1);
    }
}

/// The run that was clicked, if it is one of these cells.
fn shown_run(context: &PhasesContext<'_>, kept: &Kept<Request>) -> Option<String> {
    let study = &context.sweeps.run;
    let of = *study.shown().filter(|of| of.request == kept.what)?;
    Some(run_sentence(kept.view.cells.get(of.cell)?, of, &study.latest()?.view.overlaps))
}

/// `Run 1 of 20 at α = 0.05, 30 % flipped: recalled, m = 1.000 after 5 sweeps.`
pub fn run_sentence(cell: &SweepCell, of: RunOf, overlaps: &[f64]) -> String {
    let point = &cell.point;
    let place = format!("α\u{A0}=\u{A0}{}, {} flipped", number(point.load(), 3), percent(point.flip, 0));
    let (run, runs, sweeps) = (of.run + 1, cell.runs, overlaps.len());
    let noun = if sweeps == 1 { "sweep" } else { "sweeps" };
    match overlaps.last() {
        Some(&m) => {
            let end = if m > RECALLED { "recalled" } else { "not recalled" };
            format!("Run {run} of {runs} at {place}: {end}, m\u{A0}=\u{A0}{} after {sweeps} {noun}.", number(m, 3))
        }
        None => format!("Run {run} of {runs} at {place}."),
    }
}
