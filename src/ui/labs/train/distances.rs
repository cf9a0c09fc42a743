//! Three histograms of similarity: of features by angle and by sign, and of samples and data; ghosts of pinned times.

use egui_plot::PlotPoint;

use crate::engine::rbm::diagnostics::{Diagnostics, Distances};
use crate::physics::spectrum::histograms::Density;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{Ask, TrainContext, TrainPanels};
use crate::ui::labs::train::{help, sentences};
use crate::ui::study::Key;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::theme::{self, Tokens, identity_letter};
use crate::ui::widgets::plots::{Curve, Emphasis, LineChart, nice_range};
use crate::ui::widgets::{Button, equal_columns_ui, hover_help, sentence_ui, title_ui};

/// The colour of the first ghost, after those of samples and data.
const GHOST: usize = 3;
const SMOOTH: usize = 121;
/// The Gaussian of the start is drawn at most this much higher than what is there now.
const HIGHEST: f64 = 1.6;
/// Narrower than this and the histograms stand below each other.
const LEAST: f32 = 150.0;
/// Height of a plot where they stand below each other.
const STACKED: f32 = 150.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Cosine,
    Signs,
    Samples,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Cosine, Self::Signs, Self::Samples];

    const fn title(self) -> &'static str {
        match self {
            Self::Cosine => "Features: cosine",
            Self::Signs => "Features: signs",
            Self::Samples => "Samples: overlap q",
        }
    }

    const fn help(self) -> &'static str {
        match self {
            Self::Cosine => help::COSINE,
            Self::Signs => help::SIGNS,
            Self::Samples => help::OVERLAP,
        }
    }

    const fn of(self, distances: &Distances) -> &Density {
        match self {
            Self::Cosine => &distances.weight_cosine,
            Self::Signs => &distances.weight_sign_overlap,
            Self::Samples => &distances.sample_overlap,
        }
    }
}

#[derive(Default)]
pub struct DistancesPanel {
    plots: Cached<(Key, usize), Vec<Drawn>>,
}

struct Drawn {
    steps: Vec<PlotPoint>,
    start: Vec<PlotPoint>,
    data: Vec<PlotPoint>,
    ghosts: Vec<(u64, Vec<PlotPoint>)>,
    top: f64,
    deviation: f64,
    /// From −1 to 1, and the halves of bins beyond.
    x_range: (f64, f64),
}

impl Panel<TrainPanels> for DistancesPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "distances",
            title: "How alike features and samples are",
            tab: "Distances",
            help: help::DISTANCES,
            place: Place::Tabs("closer looks"),
        }
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        let diagnostics = context.derived.diagnostics.as_ref();
        diagnostics.map_or_else(String::new, |diagnostics| {
            format!("update {}; dashed: as at the start", grouped(diagnostics.update))
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let diagnostics = context.derived.diagnostics.clone();
        let Some(diagnostics) = diagnostics.filter(|diagnostics| diagnostics.distances.is_some()) else {
            sentence_ui(ui, "The histograms of the machine under the cursor are being made.", None);
            return;
        };
        let tokens = theme::tokens(ui.ctx());
        pins_ui(ui, context, &diagnostics, &tokens);
        self.refresh(context, &diagnostics);
        equal_columns_ui(ui, Kind::ALL.len(), LEAST, STACKED, |ui, place, height| {
            if let Some(&kind) = Kind::ALL.get(place) {
                self.plot_ui(ui, context, kind, height, &tokens);
            }
        });
    }
}

fn pins_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>, diagnostics: &Diagnostics, tokens: &Tokens) {
    let pinned: Vec<u64> = context.derived.pinned.iter().map(|pinned| pinned.update).collect();
    ui.horizontal_wrapped(|ui| {
        let there = pinned.contains(&diagnostics.update).then_some("These histograms are pinned already");
        let text = format!("Pin update {}", grouped(diagnostics.update));
        let pin = Button::new(&text).small().name("Pin the histograms").tooltip(help::PIN).disabled_because(there);
        if pin.show(ui).clicked() {
            context.asks.push(Ask::Pin);
        }
        for (place, update) in pinned.iter().enumerate() {
            let text = format!("{} {}", identity_letter(place), grouped(*update));
            let ink = tokens.identity_ink(GHOST + place);
            if ui.add(egui::Label::new(egui::RichText::new(text).color(ink)).sense(egui::Sense::click())).clicked() {
                context.go(*update);
            }
        }
        if !pinned.is_empty() && Button::new("Unpin all").small().quiet().show(ui).clicked() {
            context.asks.push(Ask::Unpin);
        }
    });
}

impl DistancesPanel {
    fn refresh(&mut self, context: &TrainContext<'_>, diagnostics: &Diagnostics) {
        let key =
            (context.derived.diagnostics_key, context.derived.pinned.iter().map(|each| each.update as usize + 1).sum());
        let Some(distances) = &diagnostics.distances else { return };
        self.plots.refresh(key, || {
            let drawn = Kind::ALL.into_iter().map(|kind| {
                let density = kind.of(distances);
                let ghosts = context.derived.pinned.iter();
                let ghosts = ghosts.filter_map(|each| Some((each.update, steps(kind.of(each.distances.as_ref()?)))));
                let data = distances.data_overlap.as_ref().filter(|_| kind == Kind::Samples);
                let highest = |density: &Density| density.density.iter().copied().fold(0.0, f64::max);
                let top = data.map_or(0.0, highest).max(highest(density)).max(0.1);
                Drawn {
                    steps: steps(density),
                    start: gaussian(density.starting_gaussian, top * HIGHEST),
                    data: data.map(steps).unwrap_or_default(),
                    ghosts: ghosts.collect(),
                    top: top * 1.1,
                    x_range: x_range(density),
                    deviation: density.moments.standard_deviation(),
                }
            });
            drawn.collect()
        });
    }

    fn plot_ui(&self, ui: &mut egui::Ui, context: &mut TrainContext<'_>, kind: Kind, height: f32, tokens: &Tokens) {
        let Some(drawn) = self.plots.get(kind as usize) else { return };
        let note = if kind == Kind::Samples && !drawn.data.is_empty() { "line: data" } else { "" };
        let before = ui.cursor().top();
        hover_help(title_ui(ui, kind.title(), note), kind.help());
        let used = ui.cursor().top() - before;
        let (colour, data_colour) = (tokens.identity(1), tokens.identity_ink(2));
        let mut curves = vec![
            Curve { filled: true, width: 1.5, ..Curve::new("", colour, &drawn.steps) },
            Curve { dashed: true, width: 1.5, ..Curve::new("", tokens.soft, &drawn.start) },
            Curve { width: 1.5, stepped: true, emphasis: Emphasis::Strong, ..Curve::new("", data_colour, &drawn.data) },
        ];
        for (place, (_, points)) in drawn.ghosts.iter().enumerate() {
            curves.push(Curve {
                width: 1.0,
                stepped: true,
                ..Curve::new("", tokens.identity_ink(GHOST + place), points)
            });
        }
        let tallest = drawn.ghosts.iter().flat_map(|(_, points)| points).map(|point| point.y).fold(drawn.top, f64::max);
        let summary = format!("standard deviation {}", number(drawn.deviation, 3));
        let answer = LineChart {
            height: (height - used).max(0.0),
            summary: &summary,
            curves: &curves,
            x_range: drawn.x_range,
            y_range: (0.0, nice_range(0.0, tallest).1),
            scrub: false,
            ..LineChart::new(kind.title(), kind.title())
        }
        .show(ui);
        if let Some(hover) = &answer.hover {
            let density = hover.values.first().copied().flatten().unwrap_or(0.0);
            context.shell.status = format!(
                "{} {}: density {}; standard deviation {} over all pairs",
                kind.title().to_lowercase(),
                number(hover.x, 2),
                sentences::short(density),
                number(drawn.deviation, 3)
            );
        }
    }
}

/// The overlaps there can be; the outermost bins of few sites reach beyond by half of their width.
fn x_range(density: &Density) -> (f64, f64) {
    let end = |edge: Option<&f64>| edge.map_or(1.0, |edge| edge.abs().max(1.0));
    (-end(density.edges.first()), end(density.edges.last()))
}

/// The outline of the bars.
fn steps(density: &Density) -> Vec<PlotPoint> {
    density.bins().flat_map(|(from, to, height)| [from, to].map(|x| PlotPoint::new(x, height))).collect()
}

/// The Gaussian of the start, cut at `highest`: a narrow one would press everything else to the ground.
fn gaussian([mean, deviation]: [f64; 2], highest: f64) -> Vec<PlotPoint> {
    if deviation.is_nan() || deviation <= 0.0 {
        return Vec::new();
    }
    let peak = 1.0 / (deviation * (2.0 * std::f64::consts::PI).sqrt());
    (0..SMOOTH)
        .map(|place| {
            let away = (place as f64 / (SMOOTH - 1) as f64 - 0.5) * 8.0;
            PlotPoint::new(mean + away * deviation, (peak * (-away * away / 2.0).exp()).min(highest))
        })
        .filter(|point| point.x.abs() <= 1.0)
        .collect()
}
