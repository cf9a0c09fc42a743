//! The sweep over the plane: what is measured where, its progress, and its curve.

use egui::Align2;

use crate::engine::hopfield::sweep::SweepCell;
use crate::physics::hopfield::LearningRule;
use crate::physics::theory::lines;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels};
use crate::ui::labs::phases::help;
use crate::ui::labs::phases::sweeps::controls::{ANOTHER, LEAST_CHART, Pressed, SaveMenu, choice_ui, run_ui, scrolled};
use crate::ui::labs::phases::sweeps::curve::{self, Measured};
use crate::ui::labs::phases::sweeps::files::Table;
use crate::ui::labs::phases::sweeps::queue::Kept;
use crate::ui::labs::phases::sweeps::request::{Over, Request, Settings, What};
use crate::ui::labs::phases::sweeps::sentences;
use crate::ui::labs::phases::sweeps::sweep_store::SweepAsk;
use crate::ui::theme::numbers::number;
use crate::ui::theme::{self, ColourMap, Tokens};
use crate::ui::widgets::plots::{Curve, Dot, LineChart};
use crate::ui::widgets::{Segmented, colour_bar_ui, sentence_ui};

const SIZES: [(usize, &str, &str); 5] = [
    (100, "N = 100", "100 spins"),
    (200, "N = 200", "200 spins"),
    (500, "N = 500", "500 spins"),
    (1000, "N = 1000", "1000 spins: four times the work of 500"),
    (2000, "N = 2000", "2000 spins: sixteen times the work of 500"),
];
/// Those of dense memories, which are many.
const DENSE_SIZES: [(usize, &str, &str); 5] = [
    (24, "N = 24", "24 spins: an exponential memory keeps 4096 memories"),
    (50, "N = 50", "50 spins"),
    (100, "N = 100", "100 spins"),
    (200, "N = 200", "200 spins"),
    (500, "N = 500", "500 spins: up to 20 000 memories are measured"),
];
const RUNS: [(u64, &str, &str); 4] = [
    (5, "5 runs", "5 runs in each cell"),
    (20, "20 runs", "20 runs in each cell: half the error of 5"),
    (50, "50 runs", "50 runs in each cell"),
    (200, "200 runs", "200 runs in each cell"),
];
const SWEEPS: [(u64, &str, &str); 3] = [
    (50, "50 sweeps", "50 sweeps, averaged over the last 25"),
    (100, "100 sweeps", "100 sweeps, averaged over the last 50"),
    (400, "400 sweeps", "400 sweeps, averaged over the last 200"),
];
const DENSE: &str = "A dense memory: the energy is a sum over memories of F of their overlaps";
/// The rules that are measured here; Projection and Storkey have a panel of their own.
const RULES: [(&str, &str, &str); 5] = [
    ("hebb", "Hebb", "Theory’s curves are of this rule"),
    ("dense:3", "Dense, n = 3", DENSE),
    ("dense:4", "Dense, n = 4", DENSE),
    ("dense-rectified:3", "Rectified, n = 3", DENSE),
    ("exponential", "Exponential", DENSE),
];
/// What the panel says before anything is measured.
const TO_COME: &str =
    "Run measures many networks and paints the plane cell by cell: theory’s lines over what finite networks do.";
/// Height of the colour scale of the plane.
const SCALE: f32 = 84.0;

#[derive(Default)]
pub struct SweepPanel {
    save: SaveMenu,
}

const INFO: PanelInfo = PanelInfo {
    id: "sweep",
    title: "Measure the whole plane",
    tab: "Sweep",
    help: help::SWEEP,
    place: Place::Tabs("measured"),
};

impl Panel<PhasesPanels> for SweepPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &PhasesContext<'_>) -> String {
        match context.sweeps.plane.progress() {
            Some((progress, eta)) => sentences::progress(progress, eta),
            None => "many networks, each with memories of its own".to_owned(),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        scrolled(ui, |ui| {
            what_ui(ui, context);
            // Above the settings, which take several lines in a narrow pane: it must be seen without scrolling.
            self.run_ui(ui, context);
            settings_ui(ui, &mut context.shared.sweep);
            result_ui(ui, context);
        });
    }
}

impl SweepPanel {
    fn run_ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        let request =
            context.shared.sweep.request(context.place(), context.shared.reach.largest_load(), context.config().seed);
        let sweeps = context.sweeps;
        let known = sweeps.plane.complete(&request);
        // The same with any seed: what is measured again is other networks.
        let shown = sweeps.shown.is_some_and(|shown| Request { seed: request.seed, ..shown } == request);
        let next = request.first_new_seed(|request| sweeps.plane.complete(request));
        let table = sweeps.result().filter(|kept| kept.view.done > 0).map(|kept| move || kept.table());
        let table = table.as_ref().map(|table| table as &dyn Fn() -> Table);
        ui.horizontal_wrapped(|ui| {
            let (label, tip, request) = match (known, shown) {
                (true, true) => ("Run again", "Measures other networks: the same with the next seed", next),
                (true, false) => ("Show", "What is measured already", request),
                (false, _) => ("Run", "Measures all cells, the first ones first", request),
            };
            // The panel of basins measures too: what it began is not stopped here, nor by the next measurement.
            let basin = sweeps.plane.under_way().is_some_and(|request| request.what == What::Basin);
            let mine = sweeps.plane.busy() && (!basin || context.shared.sweep.what == What::Basin);
            let other = (sweeps.plane.busy() && label != "Show").then_some(ANOTHER);
            match run_ui(ui, (label, tip), mine, sweeps.plane.progress(), other) {
                Some(Pressed::Run) => context.ask_sweep(SweepAsk::Measure(request)),
                Some(Pressed::Cancel) => context.ask_sweep(SweepAsk::Cancel),
                None => {}
            }
            if let Some(ask) = self.save.menu_ui(ui, &context.shell.jobs, table) {
                context.ask_sweep(ask);
            }
        });
        if let Some(ask) = self.save.path_ui(ui, &context.shell.jobs, table) {
            context.ask_sweep(ask);
        }
    }
}

fn what_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
    let whats = [
        (What::Phase, "Overlap", help::SWEEP_PHASE),
        (What::Capacity, "Capacity", help::SWEEP_CAPACITY),
        (What::Basin, "Basin", help::SWEEP_BASIN),
    ];
    let (load, temperature) = context.place();
    let settings = &mut context.shared.sweep;
    let load = settings.load(load);
    ui.horizontal_wrapped(|ui| {
        if let Some(what) = Segmented::new("What is measured", settings.what, &whats).show(ui) {
            *settings = Settings::preset(what).with_rule(settings.rule);
        }
        if settings.what != What::Phase {
            return;
        }
        let (row, column) = (format!("T = {}", number(temperature, 2)), format!("α = {}", number(load, 3)));
        let all = [
            (Over::Grid, "Plane", "20 × 20 cells over load and temperature, drawn on the plane"),
            (Over::Row, row.as_str(), "All loads at the temperature of the puck"),
            (
                Over::Column,
                column.as_str(),
                "All temperatures at the load of the puck, as near as networks of this size come to it",
            ),
        ];
        // The plane is that of Hebb's rule.
        let overs = if settings.rule == LearningRule::Hebb { &all[..] } else { &all[1..] };
        if let Some(over) = Segmented::new("Part of the plane", settings.over, overs).show(ui) {
            settings.over = over;
        }
    });
}

fn settings_ui(ui: &mut egui::Ui, settings: &mut Settings) {
    ui.horizontal_wrapped(|ui| {
        let rule = settings.rule.name();
        if let Some(rule) = choice_ui(ui, ("Learning rule", help::SWEEP_RULE), rule, &RULES)
            && let Ok(rule) = rule.parse()
        {
            *settings = settings.with_rule(rule);
        }
        let sizes = if settings.rule.interaction().is_some() { &DENSE_SIZES } else { &SIZES };
        if let Some(size) = choice_ui(ui, ("Spins of a network", help::SIZE), settings.size, sizes) {
            settings.size = size;
        }
        if let Some(runs) = choice_ui(ui, ("Runs in each cell", help::SWEEP_RUNS), settings.runs, &RUNS) {
            settings.runs = runs;
        }
        if settings.what == What::Phase
            && let Some(sweeps) = choice_ui(ui, ("Sweeps of a run", help::SWEEP_SWEEPS), settings.sweeps, &SWEEPS)
        {
            settings.sweeps = sweeps;
        }
    });
}

fn result_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
    let tokens = theme::tokens(ui.ctx());
    let Some(shown) = &context.sweeps.shown else {
        sentence_ui(ui, TO_COME, None);
        let request =
            context.shared.sweep.request(context.place(), context.shared.reach.largest_load(), context.config().seed);
        chart_ui(ui, context, &request, None, &tokens);
        return;
    };
    let running = context.sweeps.plane.under_way() == Some(shown);
    if let Some(kept) = context.sweeps.result() {
        let standing = sentences::standing(&kept.view, running);
        sentence_ui(ui, &format!("{}. {standing}", sentences::request(shown)), None);
        if shown.is_grid() && shown.what == What::Phase {
            scale_ui(ui);
        }
        chart_ui(ui, context, &kept.what, Some(kept), &tokens);
    }
    if let Some(error) = context.sweeps.plane.error() {
        sentence_ui(ui, &error.to_string(), Some(tokens.warning));
    }
}

/// What the colours on the plane mean.
fn scale_ui(ui: &mut egui::Ui) {
    let ticks = [0.0, 0.5, 1.0].map(|m| (m as f32, number(m, 1)));
    ui.horizontal(|ui| {
        colour_bar_ui(ui, &ColourMap::sequential(), &ticks, SCALE);
        sentence_ui(ui, "measured m on the plane", None);
    });
}

/// The measured curve next to theory’s; of a plane the cells at the temperature nearest to the puck’s, and before anything
/// is measured the axes of what will be.
fn chart_ui(
    ui: &mut egui::Ui,
    context: &mut PhasesContext<'_>,
    request: &Request,
    kept: Option<&Kept<Request>>,
    tokens: &Tokens,
) {
    if request.what == What::Basin {
        return;
    }
    let row = request.is_grid().then(|| request.temperature_nearest(context.place().1));
    let along = |cell: &SweepCell| request.along(cell);
    let cells = || {
        let all = kept.into_iter().flat_map(|kept| kept.view.cells.iter());
        all.filter(|cell| row.is_none_or(|temperature| cell.point.temperature == temperature))
    };
    let measured = Measured::of(cells(), along);
    let last = if request.over == Over::Column { 1.0 } else { request.loads().last().copied().unwrap_or(1.0) };
    let theory = match request.what {
        What::Capacity if request.capacity().is_some() => Vec::new(),
        What::Capacity => curve::fall_of_recall(last),
        What::Phase | What::Basin => context.sweeps.theory().map(|view| curve::theory(view, last)).unwrap_or_default(),
    };
    let predicted = Curve { dashed: true, ..Curve::new("theory", tokens.soft, &theory) };
    let mut curves: Vec<Curve<'_>> = (!theory.is_empty()).then_some(predicted).into_iter().collect();
    curves.push(measured.curve("", tokens.accent));
    let mut dots: Vec<Dot<'_>> = measured.dots(tokens.accent).collect();
    let of_pairs_alone = sentences::of_pairs_alone(request);
    if let Some(sentence) = &of_pairs_alone {
        sentence_ui(ui, sentence, None);
    }
    let capacity = request.capacity().filter(|_| request.over != Over::Column);
    let mark = capacity.map(|capacity| format!("α = {}", number(capacity, 2)));
    if let (Some(capacity), Some(mark)) = (capacity, &mark) {
        dots.push(Dot { anchor: Align2::RIGHT_BOTTOM, ..Dot::theory(mark, [capacity, 0.0], tokens.soft) });
    }
    let part = match (request.what, row) {
        _ if of_pairs_alone.is_some() => String::new(),
        (What::Capacity, _) => {
            format!("; theory falls at a load of {}", number(lines::capacity().critical_load, 3))
        }
        (_, Some(temperature)) => format!("; the cells at T\u{A0}=\u{A0}{}", number(temperature, 2)),
        (What::Phase | What::Basin, None) => String::new(),
    };
    if let Some(temperature) = row {
        sentence_ui(ui, &format!("Measured m over the load at T\u{A0}=\u{A0}{}:", number(temperature, 2)), None);
    }
    let summary = format!("{}{part}", sentences::request(request));
    let chart = LineChart {
        height: ui.available_height().max(LEAST_CHART),
        summary: &summary,
        x_label: if request.over == Over::Column { "T" } else { "α" },
        curves: &curves,
        dots: &dots,
        x_range: (0.0, last),
        y_range: (measured.lowest(), 1.0),
        scrub: false,
        ..LineChart::new("sweep", "Measured by the sweep")
    };
    if let Some(hover) = chart.show(ui).hover
        && let Some(cell) = curve::nearest(cells(), along, hover.x)
    {
        context.shell.status = sentences::cell(request, cell);
    }
}
