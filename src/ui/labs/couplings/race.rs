//! All estimators of couplings on the same samples: how far from the truth they are, and what more rows would change.

use egui_plot::PlotPoint;

use crate::engine::couplings::{Estimator, RaceView};
use crate::physics::ising::IsingSystem;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::race_controls::{beta_ui, graph_ui};
use crate::ui::labs::couplings::race_settings::{ROWS, left_out, name};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::plots::{Curve, Emphasis, Level, LineChart, nice_range};
use crate::ui::widgets::{
    Button, SliderField, columns_ui, equal_columns_ui, hover_help, sentence_ui, title_ui, value_row_ui,
};

/// Least width of a column, and its height where they stand one below another.
const LEAST: f32 = 210.0;
const STACKED: f32 = 220.0;
/// Width of the controls, and the part of the rest that the numbers take: they have long names.
const CONTROLS: f32 = 180.0;
const NUMBERS: f32 = 0.55;

#[derive(Default)]
pub struct RacePanel {
    key: Option<((u64, u64), usize)>,
    /// The error of each estimator over the numbers of rows, both as logarithms.
    curves: Vec<Vec<PlotPoint>>,
    chance: Vec<PlotPoint>,
}

const INFO: PanelInfo = PanelInfo {
    id: "race",
    title: "A race of estimators",
    tab: "Race",
    help: help::RACE,
    place: Place::Tabs("under the matrix"),
};

impl Panel<CouplingsPanels> for RacePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        context.race.map_or_else(String::new, |race| {
            let samples = race.view.rows.iter().map(|row| row.parts.samples).max().unwrap_or(0);
            format!("{samples} samples of {} spins", race.view.config.spins())
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        if context.race.is_none() && !context.race_asked {
            context.asks.push(Ask::Race(context.shared.race));
        }
        self.refresh(context);
        let mut draw = |ui: &mut egui::Ui, column: usize, height: f32| match column {
            0 => {
                let area = egui::ScrollArea::vertical().id_salt("race").auto_shrink(false).max_height(height);
                area.show(ui, |ui| controls_ui(ui, context));
            }
            1 => {
                let area = egui::ScrollArea::vertical().id_salt("errors").auto_shrink(false).max_height(height);
                area.show(ui, |ui| errors_ui(ui, context));
            }
            _ => self.chart_ui(ui, context, height),
        };
        let room = ui.available_size() - egui::vec2(2.0 * theme::GAP, 0.0);
        let rest = room.x - CONTROLS;
        if rest >= 2.0 * LEAST {
            let widths = [CONTROLS, NUMBERS * rest, (1.0 - NUMBERS) * rest];
            columns_ui(ui, &widths, |ui, column| draw(ui, column, room.y));
        } else {
            equal_columns_ui(ui, 3, LEAST, STACKED, draw);
        }
    }
}

fn controls_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    let before = context.shared.race;
    let settings = &mut context.shared.race;
    graph_ui(ui, &mut settings.graph, &mut settings.size);
    beta_ui(ui, &mut settings.beta);
    let field = SliderField::new("rows", settings.rows as f64, ROWS).digits(0).logarithmic();
    if let Some(rows) = field.tooltip(help::RACE).show(ui) {
        settings.rows = rows.round() as usize;
    }
    let after = context.shared.race;
    if after != before {
        context.asks.push(Ask::Race(after));
    }
    let running = context.race.is_some_and(|race| race.running);
    if running && Button::new("Stop").small().name("Stop the race").show(ui).clicked() {
        context.asks.push(Ask::StopRace);
    }
    if !running && Button::new("Race again").small().tooltip("The same race from its start").show(ui).clicked() {
        context.asks.push(Ask::Race(after));
    }
    if let Some(sentence) = left_out(IsingSystem::new(after.graph, after.size, after.beta).spins()) {
        sentence_ui(ui, &sentence, None);
    }
    let error = context.race.and_then(|race| race.error.as_ref());
    if let Some(error) = error {
        sentence_ui(ui, &sentences::capitalised(&error.to_string()), Some(theme::tokens(ui.ctx()).warning));
    }
}

/// Error, bias and spread of each at the largest number of rows.
fn errors_ui(ui: &mut egui::Ui, context: &CouplingsContext<'_>) {
    ui.spacing_mut().item_spacing.y = theme::STEP / 2.0;
    let Some(race) = context.race else {
        sentence_ui(ui, "The first sample is being drawn.", None);
        return;
    };
    let tokens = theme::tokens(ui.ctx());
    let most = race.view.rows.iter().map(|row| row.rows).max().unwrap_or(0);
    hover_help(title_ui(ui, &format!("rms error, {} rows", grouped(most as u64)), "bias + spread"), help::RACE_PARTS);
    for row in race.view.rows.iter().filter(|row| row.rows == most) {
        let of = &row.parts;
        let parts = if of.spread.is_finite() {
            format!("  {} + {}", number(of.bias, 3), number(of.spread, 3))
        } else {
            String::new()
        };
        let text = if of.samples == 0 { "no value".to_owned() } else { format!("{}{parts}", number(of.error, 4)) };
        let color = tokens.identity_ink(row.estimator.place());
        let response = value_row_ui(ui, name(row.estimator), &text, Some(color));
        if of.refused > 0 {
            response.on_hover_text(format!("{} samples gave no couplings", of.refused));
        }
    }
    if let Some(system) = race.view.systems.first() {
        value_row_ui(ui, "J = 0", &number(system.nothing, 4), Some(tokens.soft));
    }
}

impl RacePanel {
    fn refresh(&mut self, context: &CouplingsContext<'_>) {
        let Some(race) = context.race else { return };
        let key = ((race.generation, race.revision), race.view.rows.len());
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let view: &RaceView = &race.view;
        let points = |estimator: Estimator| {
            let own = view.rows.iter().filter(|row| row.estimator == estimator && row.parts.samples > 0);
            own.map(|row| PlotPoint::new((row.rows as f64).log10(), row.parts.error.log10())).collect()
        };
        self.curves = Estimator::ALL.into_iter().map(points).collect();
        let rows = view.config.rows.iter();
        self.chance = rows.map(|&rows| PlotPoint::new((rows as f64).log10(), -0.5 * (rows as f64).log10())).collect();
    }

    fn chart_ui(&self, ui: &mut egui::Ui, context: &CouplingsContext<'_>, height: f32) {
        let Some(race) = context.race else { return };
        let tokens = theme::tokens(ui.ctx());
        let estimators = Estimator::ALL.iter().enumerate();
        let mut curves: Vec<Curve<'_>> = estimators
            .zip(&self.curves)
            .map(|((place, estimator), points)| Curve::new(name(*estimator), tokens.identity_ink(place), points))
            .collect();
        curves.push(Curve { dashed: true, width: 1.0, ..Curve::new("1/√M", tokens.soft, &self.chance) });
        let level = |place: usize, value: f64| Level {
            name: "",
            value: value.max(1e-6).log10(),
            color: tokens.identity_ink(place),
            emphasis: Emphasis::Ghost,
        };
        let floors = race.view.systems.iter().flat_map(|system| system.floors.iter());
        let levels: Vec<Level<'_>> = floors.map(|(estimator, floor)| level(estimator.place(), *floor)).collect();
        let heights = curves.iter().flat_map(|curve| curve.points).map(|point| point.y).filter(|y| y.is_finite());
        let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
        let ends = [race.view.config.rows.first(), race.view.config.rows.last()];
        let [from, to] = ends.map(|rows| (rows.copied().unwrap_or(1).max(1) as f64).log10());
        LineChart {
            height,
            x_label: "rows M",
            curves: &curves,
            levels: &levels,
            x_range: (from, to.max(from + 0.1)),
            y_range: if low < high { nice_range(low, high) } else { (-3.0, 0.0) },
            logarithmic: [true; 2],
            scrub: false,
            ..LineChart::new("race", "Error over the number of rows")
        }
        .show(ui);
    }
}
