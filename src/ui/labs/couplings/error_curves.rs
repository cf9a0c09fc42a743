//! The error of every estimator over the number of rows, or over the temperature: what chance leaves, and what no number
//! of rows takes away.

use egui_plot::PlotPoint;

use crate::engine::couplings::race_cost::NANOSECONDS;
use crate::engine::couplings::{Estimator, RaceCost, RaceRow, RaceView};
use crate::physics::ising::Graph;
use crate::physics::ising::square_lattice::critical_beta;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::race_controls::{beta_ui, graph_ui};
use crate::ui::labs::couplings::race_settings::{
    EXPONENTS, ErrorSettings, Over, RaceSettings, SAMPLES, left_out, name,
};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme::numbers::{bytes, duration, grouped, percent};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{Curve, Dot, Emphasis, Level, LineChart, Named, VerticalMark, nice_range};
use crate::ui::widgets::{Button, Segmented, SliderField, columns_ui, equal_columns_ui, hover_help, sentence_ui};

/// Width of the controls; where that is more than this part of the whole they stand above the chart.
const CONTROLS: f32 = 220.0;
const MOST_CONTROLS: f32 = 0.45;
const STACKED: f32 = 240.0;
const LEAST: f32 = 210.0;
/// An error of 0 has no logarithm: it is drawn as this.
const SMALLEST: f64 = 1e-6;
/// The part of a decade that is shown below and above the curves.
const ROOM: f64 = 0.05;

#[derive(Default)]
pub struct ErrorCurvesPanel {
    key: Option<((u64, u64), Option<ErrorSettings>)>,
    /// For each estimator its error and, over temperatures, its floor; both axes as logarithms.
    curves: Vec<Vec<PlotPoint>>,
    floors: Vec<Vec<PlotPoint>>,
    /// Half the length of the error bars, for each point of each curve.
    bars: Vec<Vec<f64>>,
    chance: Vec<PlotPoint>,
    nothing: Vec<PlotPoint>,
    /// The estimator whose name was clicked.
    chosen: Option<Estimator>,
}

const INFO: PanelInfo = PanelInfo {
    id: "error-curves",
    title: "Error over samples and temperature",
    tab: "Error curves",
    help: help::ERROR_CURVES,
    place: Place::Tabs("under the matrix"),
};

impl Panel<CouplingsPanels> for ErrorCurvesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        context.errors.map_or_else(String::new, |errors| {
            let config = &errors.view.config;
            let samples = errors.view.rows.iter().map(|row| row.parts.samples).max().unwrap_or(0);
            format!("{} spins, {samples} of {} samples", config.spins(), config.samples)
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        self.refresh(context);
        let room = ui.available_size() - egui::vec2(theme::GAP, 0.0);
        let mut draw = |ui: &mut egui::Ui, column: usize, height: f32| {
            if column == 0 {
                let area = egui::ScrollArea::vertical().id_salt("error controls").auto_shrink(false);
                area.max_height(height).show(ui, |ui| controls_ui(ui, context));
            } else {
                self.chart_ui(ui, context, height);
            }
        };
        let width = CONTROLS * theme::tokens(ui.ctx()).theme.metrics().scale;
        if width <= MOST_CONTROLS * room.x {
            columns_ui(ui, &[width, room.x - width], |ui, column| draw(ui, column, room.y));
        } else {
            equal_columns_ui(ui, 2, LEAST, STACKED, draw);
        }
    }
}

fn controls_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    start_ui(ui, context);
    let settings = &mut context.shared.errors;
    let over =
        [(Over::Rows, "Rows", help::ERROR_OVER_ROWS), (Over::Temperature, "Temperature", help::ERROR_OVER_TEMPERATURE)];
    if let Some(chosen) = Segmented::new("Error over", settings.over, &over).show(ui) {
        settings.over = chosen;
    }
    graph_ui(ui, &mut settings.graph, &mut settings.size);
    if settings.over == Over::Rows {
        beta_ui(ui, &mut settings.beta);
    }
    let label = if settings.over == Over::Rows { "rows up to" } else { "rows M" };
    let written = |exponent: f64| grouped(1 << (exponent.round().clamp(0.0, 40.0) as u32));
    let range = f64::from(*EXPONENTS.start())..=f64::from(*EXPONENTS.end());
    let field = SliderField::new(label, f64::from(settings.exponent), range).step(1.0).digits(0).format(&written);
    if let Some(exponent) = field.tooltip(help::ERROR_OVER_ROWS).show(ui) {
        settings.exponent = exponent.round() as u32;
    }
    let range = *SAMPLES.start() as f64..=*SAMPLES.end() as f64;
    let field = SliderField::new("samples", settings.samples as f64, range).step(1.0).digits(0);
    if let Some(samples) = field.tooltip(help::RACE_PARTS).show(ui) {
        settings.samples = samples.round() as usize;
    }
}

/// The button, and what it will cost or has left to do.
fn start_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    let tokens = theme::tokens(ui.ctx());
    let settings = context.shared.errors;
    if let Some(errors) = context.errors.filter(|errors| errors.running) {
        let button = Button::new("Stop").name("Stop measuring errors").tooltip("Stops and keeps what is measured");
        if button.show(ui).clicked() {
            context.asks.push(Ask::StopErrors);
        }
        // All is finished only when the engine says so.
        let done = errors.progress.map_or(0.0, |progress| progress.fraction().min(0.99));
        let left = errors.eta.map_or_else(String::new, |seconds| format!(", {} left", duration(seconds)));
        sentence_ui(ui, &format!("{}{left}", percent(done, 0)), None);
        return;
    }
    let config = settings.config(context.shell.seed);
    let cost = RaceCost::of(&config);
    let refusal = cost.check().err().map(|refusal| refusal.to_string());
    let button = Button::new("Start").accent(true).name("Measure the errors");
    let tip = "Draws the samples and lets every estimator read them; goes on while you look at something else";
    if button.tooltip(tip).disabled_because(refusal.as_deref()).show(ui).clicked() {
        context.asks.push(Ask::Errors(settings));
    }
    let (sentence, ink) = if let Some(refusal) = refusal {
        (sentences::capitalised(&refusal), Some(tokens.warning))
    } else {
        let (time, memory) = (duration(cost.work as f64 / NANOSECONDS as f64), bytes(cost.bytes));
        (format!("About {time} of one processor, {memory}."), None)
    };
    sentence_ui(ui, &sentence, ink);
    if let Some(sentence) = left_out(config.spins()) {
        sentence_ui(ui, &sentence, None);
    }
    if let Some(error) = context.errors.and_then(|errors| errors.error.as_ref()) {
        sentence_ui(ui, &sentences::capitalised(&error.to_string()), Some(tokens.warning));
    }
}

/// Where a point stands on the x axis: log M, or log T.
fn along(view: &RaceView, over: Over, row: &RaceRow) -> Option<f64> {
    match over {
        Over::Rows => Some((row.rows as f64).log10()),
        Over::Temperature => view.systems.get(row.system).map(|system| -system.system.beta.log10()),
    }
}

fn height(error: f64) -> f64 {
    error.max(SMALLEST).log10()
}

impl ErrorCurvesPanel {
    fn refresh(&mut self, context: &CouplingsContext<'_>) {
        let Some(errors) = context.errors else { return };
        let key = ((errors.generation, errors.revision), context.errors_asked);
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let view = &errors.view;
        let over = context.errors_over();
        (self.curves, self.bars) = (Vec::new(), Vec::new());
        for estimator in Estimator::ALL {
            let mut seen: Vec<(f64, &RaceRow)> = view
                .rows
                .iter()
                .filter(|row| row.estimator == estimator && row.parts.samples > 0)
                .filter_map(|row| Some((along(view, over, row)?, row)))
                .collect();
            seen.sort_by(|a, b| a.0.total_cmp(&b.0));
            self.curves.push(seen.iter().map(|(x, row)| PlotPoint::new(*x, height(row.parts.error))).collect());
            // d log₁₀ e = de / (e ln 10).
            let bar = |row: &RaceRow| row.parts.uncertainty / (row.parts.error * std::f64::consts::LN_10);
            self.bars.push(seen.iter().map(|(_, row)| bar(row)).collect());
        }
        let floor = |estimator: Estimator| {
            let of =
                |floors: &[(Estimator, f64)]| floors.iter().find(|floor| floor.0 == estimator).map(|floor| floor.1);
            let mut points: Vec<PlotPoint> = view
                .systems
                .iter()
                .filter_map(|system| Some(PlotPoint::new(-system.system.beta.log10(), height(of(&system.floors)?))))
                .collect();
            points.sort_by(|a, b| a.x.total_cmp(&b.x));
            points
        };
        self.floors = Estimator::ALL.into_iter().map(floor).collect();
        let chance = |x: f64, rows: usize| PlotPoint::new(x, -0.5 * (rows.max(1) as f64).log10());
        let temperatures = view.systems.iter().map(|system| -system.system.beta.log10());
        (self.chance, self.nothing) = match over {
            Over::Rows => {
                let nothing = view.systems.first().map_or(f64::NAN, |system| height(system.nothing));
                let xs = view.config.rows.iter().map(|&rows| ((rows as f64).log10(), rows));
                let at_both = xs.clone().map(|(x, _)| PlotPoint::new(x, nothing)).collect();
                (xs.map(|(x, rows)| chance(x, rows)).collect(), at_both)
            }
            Over::Temperature => {
                let rows = view.config.rows.first().copied().unwrap_or(1);
                let mut nothing: Vec<PlotPoint> = temperatures
                    .clone()
                    .zip(view.systems.iter())
                    .map(|(x, system)| PlotPoint::new(x, height(system.nothing)))
                    .collect();
                nothing.sort_by(|a, b| a.x.total_cmp(&b.x));
                (nothing.iter().map(|point| chance(point.x, rows)).collect(), nothing)
            }
        };
    }

    /// How wide a curve is: the chosen one stands out.
    fn width(&self, estimator: Estimator) -> f32 {
        match self.chosen {
            None => 1.5,
            Some(chosen) if chosen == estimator => 3.0,
            Some(_) => 1.0,
        }
    }

    fn shows_floor(&self, estimator: Estimator) -> bool {
        self.chosen.is_none_or(|chosen| chosen == estimator)
    }

    /// The curves of all estimators, then their floors over temperatures, chance and saying nothing.
    fn lines<'a>(&'a self, tokens: &Tokens, over: Over) -> Vec<Curve<'a>> {
        let of = |estimator: Estimator| tokens.identity_ink(estimator.place());
        let estimators = || Estimator::ALL.into_iter();
        let mut curves: Vec<Curve<'_>> = estimators()
            .zip(&self.curves)
            .map(|(each, points)| Curve { width: self.width(each), ..Curve::new(name(each), of(each), points) })
            .collect();
        if over == Over::Temperature {
            let shown = estimators().zip(&self.floors).filter(|(each, _)| self.shows_floor(*each));
            curves.extend(shown.map(|(each, points)| Curve {
                dashed: true,
                width: 1.0,
                ..Curve::new("", of(each), points)
            }));
        }
        let soft = |name, points| Curve { dashed: true, width: 1.0, ..Curve::new(name, tokens.soft, points) };
        curves.extend([soft("1/√M", &self.chance), soft("J = 0", &self.nothing)]);
        curves
    }

    fn dots(&self, tokens: &Tokens) -> Vec<Dot<'static>> {
        let of = |(estimator, (points, bars)): (Estimator, (&Vec<PlotPoint>, &Vec<f64>))| -> Vec<Dot<'static>> {
            let color = tokens.identity_ink(estimator.place());
            let dot = |(point, bar): (&PlotPoint, &f64)| Dot {
                error: Some(*bar),
                radius: self.width(estimator) + 0.5,
                ..Dot::new("", [point.x, point.y], color)
            };
            points.iter().zip(bars).map(dot).collect()
        };
        Estimator::ALL.into_iter().zip(self.curves.iter().zip(&self.bars)).flat_map(of).collect()
    }

    fn chart_ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let tokens = theme::tokens(ui.ctx());
        let over = context.errors_over();
        let curves = self.lines(&tokens, over);
        let dots = self.dots(&tokens);
        let floors = context.errors.filter(|_| over == Over::Rows).and_then(|errors| errors.view.systems.first());
        let levels: Vec<Level<'_>> = floors
            .into_iter()
            .flat_map(|system| system.floors.iter())
            .filter(|(estimator, _)| self.shows_floor(*estimator))
            .map(|&(estimator, floor)| Level {
                name: "",
                value: self::height(floor),
                color: tokens.identity_ink(estimator.place()),
                emphasis: Emphasis::Ghost,
            })
            .collect();
        let graph = context.errors_asked.map(|asked| asked.graph);
        let critical =
            [VerticalMark { x: -critical_beta().log10(), caption: "T_c of the infinite lattice", color: tokens.soft }];
        let marks = if over == Over::Temperature && graph == Some(Graph::Square) { &critical[..] } else { &[] };
        // Exact couplings of trees would stretch the axis over rounding errors.
        let seen = self.curves.iter().chain([&self.chance, &self.nothing]).flatten();
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut left, mut right) = (f64::INFINITY, f64::NEG_INFINITY);
        for point in seen.filter(|point| point.x.is_finite() && point.y.is_finite()) {
            (low, high) = (low.min(point.y), high.max(point.y));
            (left, right) = (left.min(point.x), right.max(point.x));
        }
        let race = context.shared.race;
        let raced = if over == Over::Rows { (race.rows as f64).log10() } else { -race.beta.log10() };
        let answer = LineChart {
            height,
            x_label: if over == Over::Rows { "rows M" } else { "temperature T" },
            curves: &curves,
            levels: &levels,
            dots: &dots,
            marks,
            cursor: self.curves.iter().any(|points| !points.is_empty()).then_some(raced),
            x_range: if left < right { (left - ROOM, right + ROOM) } else { (2.0, 5.0) },
            y_range: if low < high { nice_range(low - ROOM, high + ROOM) } else { (-3.0, 0.0) },
            logarithmic: [true; 2],
            scrub: false,
            answering: true,
            empty: "Start measures the error of every estimator: the points appear as they are computed.",
            ..LineChart::new("error curves", "Error of the couplings")
        }
        .show(ui);
        for (named, response) in answer.names {
            let Named::Curve(place) = named else { continue };
            let Some(&estimator) = Estimator::ALL.get(place) else { continue };
            if response.clicked() {
                self.chosen = (self.chosen != Some(estimator)).then_some(estimator);
            }
            hover_help(response, help::ERROR_CURVES);
        }
        let Some((errors, asked)) = context.errors.zip(context.errors_asked) else { return };
        let Some(hover) = answer.hover else { return };
        let here = |row: &&RaceRow| along(&errors.view, over, row).is_some_and(|x| (x - hover.x).abs() < 1e-9);
        let curve = hover.curve.and_then(|place| Estimator::ALL.get(place));
        let at: Vec<&RaceRow> = errors.view.rows.iter().filter(here).collect();
        let row = match curve {
            Some(estimator) => at.iter().find(|row| row.estimator == *estimator),
            None => at.iter().min_by(|a, b| a.parts.error.total_cmp(&b.parts.error)),
        };
        let Some(row) = row else { return };
        context.shell.status = sentences::race_row(&errors.view, row, curve.is_none());
        if let Some(system) = errors.view.systems.get(row.system).filter(|_| answer.clicked.is_some()) {
            let beta = system.system.beta;
            let settings = RaceSettings { graph: asked.graph, size: asked.size, beta, rows: row.rows };
            context.asks.push(Ask::Race(settings));
        }
    }
}
