//! The overlap along a cut through the plane at the puck: theory's curve, and measured points that accumulate.

use egui::{Color32, RichText};
use egui_plot::PlotPoint;

use crate::engine::hopfield::phases::{MeasuredPoint, PhasesView};
use crate::engine::hopfield::retrieval_curve::{Along, RetrievalCurveView};
use crate::physics::hopfield::LearningRule;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::phases::context::{Against, PhasesContext, PhasesPanels};
use crate::ui::labs::phases::marker::{HOTTEST, Spot};
use crate::ui::labs::phases::sweeps::curve;
use crate::ui::labs::phases::{help, sentences};
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{Curve, Dot, LineChart};
use crate::ui::widgets::{Segmented, hover_help};

/// Points this close to the cut belong to it.
const LOAD_BAND: f64 = 0.004;
const TEMPERATURE_BAND: f64 = 0.012;
/// What is left of a colour elsewhere.
const SOFT: f32 = 0.28;

#[derive(Default)]
pub struct OverlapPanel {
    theory: Vec<PlotPoint>,
    key: Option<(u64, u64)>,
}

const INFO: PanelInfo = PanelInfo {
    id: "overlap",
    title: "Where the overlap falls",
    tab: "Overlap",
    help: help::OVERLAP,
    place: Place::Tabs("curves"),
};

impl Panel<PhasesPanels> for OverlapPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &PhasesContext<'_>) -> String {
        let (spot, size) = (context.spot(), context.config().size);
        match context.shared.against {
            Against::Temperature if spot.patterns == 1 => "one memory".to_owned(),
            Against::Temperature => format!("at α = {}", number(spot.load(size), 3)),
            Against::Load => format!("at T = {}", number(spot.temperature, 2)),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        // Where the sizes measured do not fit beside the cuts they take a row of their own.
        ui.horizontal_wrapped(|ui| {
            let cuts = [
                (Against::Temperature, "m against T", "A vertical cut through the plane, at the load of the puck"),
                (Against::Load, "m against α", "A horizontal cut through the plane, at the temperature of the puck"),
            ];
            if let Some(against) = Segmented::new("Cut through the plane", context.shared.against, &cuts).show(ui) {
                context.shared.against = against;
            }
            legend_ui(ui, context.view(), &tokens);
        });
        self.refresh(context);
        let height = ui.available_height().max(0.0);
        let view = context.view().clone();
        let against = context.shared.against;
        let dots = dots(&view, against, &tokens);
        let (x_range, x_label, cursor) = match against {
            Against::Temperature => ((0.0, HOTTEST), "T", context.spot().temperature),
            Against::Load => {
                let largest = context.shared.reach.largest_load();
                ((0.0, largest), "α", context.spot().load(view.config.size))
            }
        };
        let curves = [Curve { dashed: true, ..Curve::new("", tokens.ink, &self.theory) }];
        let curves = if view.theory.is_some() { &curves[..] } else { &[] };
        let low = dots.iter().fold(0.0, |low: f64, dot| low.min(dot.y));
        let summary = sentences::standing(&view);
        let chart = LineChart {
            height,
            summary: &summary,
            x_label,
            curves,
            dots: &dots,
            cursor: Some(cursor),
            x_range,
            y_range: (if low < -0.1 { -1.0 } else { low.min(0.0) }, 1.0),
            ..LineChart::new("overlap", "Overlap along the cut")
        };
        let answer = chart.show(ui);
        if let Some(hover) = &answer.hover {
            context.shell.status = hovered(&view, against, hover.x, hover.values.first().copied().flatten());
        }
        if let Some(x) = answer.scrub {
            let spot = context.spot();
            let near = Spot::near(view.config.size, x, x);
            let to = match against {
                Against::Temperature => Spot { temperature: near.temperature, ..spot },
                Against::Load => Spot { patterns: near.patterns, ..spot },
            };
            context.go(to);
        }
    }
}

impl OverlapPanel {
    fn refresh(&mut self, context: &PhasesContext<'_>) {
        // After a change of the cut the last answer is of the other kind, until that of the new one is there.
        let against = context.shared.against;
        let Some((curve, key)) = context.studies.curve().filter(|(curve, _)| is_along(curve.along, against)) else {
            self.theory.clear();
            self.key = None;
            return;
        };
        if self.key != Some(key) {
            self.key = Some(key);
            self.theory = path(curve);
        }
    }
}

/// Whether a curve is over the axis of the cut.
const fn is_along(along: Along, against: Against) -> bool {
    matches!((along, against), (Along::Temperature { .. }, Against::Temperature) | (Along::Load { .. }, Against::Load))
}

/// Theory's curve, its fall to 0 and what follows included.
fn path(curve: &RetrievalCurveView) -> Vec<PlotPoint> {
    curve::theory(
        curve,
        match curve.along {
            Along::Temperature { .. } => 2.0 * HOTTEST,
            Along::Load { .. } => 1.0,
        },
    )
}

pub fn colour_of(size: usize, tokens: &Tokens) -> Color32 {
    tokens.identity(match size {
        100 => 0,
        400 => 1,
        1000 => 2,
        4000 => 3,
        _ => 4,
    })
}

fn dots<'a>(view: &PhasesView, against: Against, tokens: &Tokens) -> Vec<Dot<'a>> {
    let last = view.points.len();
    let mut dots: Vec<(u8, Dot<'a>)> = view
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| {
            let live = view.live_point && index + 1 == last;
            let near = near(point, view, against);
            let colour = colour_of(point.place.size, tokens);
            let colour = if near { colour } else { theme::mix(tokens.panel, colour, SOFT) };
            let dot = Dot {
                error: Some(point.measured.stderr).filter(|_| near),
                radius: if live {
                    6.0
                } else if near {
                    3.5
                } else {
                    2.0
                },
                hollow: point.place.rule != LearningRule::Hebb,
                ..Dot::new("", [across(point, against), point.measured.mean], colour)
            };
            (u8::from(near) + u8::from(live), dot)
        })
        .collect();
    // Those that belong to the cut lie over the others, the live one over all.
    dots.sort_by_key(|(rank, _)| *rank);
    dots.into_iter().map(|(_, dot)| dot).collect()
}

fn across(point: &MeasuredPoint, against: Against) -> f64 {
    match against {
        Against::Temperature => point.place.temperature,
        Against::Load => point.place.load(),
    }
}

/// Whether a point belongs to the cut through the puck. One memory is a load of its own.
fn near(point: &MeasuredPoint, view: &PhasesView, against: Against) -> bool {
    let config = &view.config;
    match against {
        Against::Temperature if config.patterns == 1 || point.place.patterns == 1 => {
            config.patterns == point.place.patterns
        }
        Against::Temperature => (point.place.load() - config.load()).abs() <= LOAD_BAND,
        Against::Load => (point.place.temperature - config.temperature).abs() <= TEMPERATURE_BAND,
    }
}

/// The sizes measured, each in its colour.
fn legend_ui(ui: &mut egui::Ui, view: &PhasesView, tokens: &Tokens) {
    let mut sizes: Vec<usize> = view.points.iter().map(|point| point.place.size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    ui.add_space(theme::STEP);
    for size in sizes {
        let text = format!("● N = {}", grouped(size as u64));
        let ink = theme::mix(tokens.ink, colour_of(size, tokens), 0.75);
        let tip = "Measured with so many spins. A ring was measured with another rule than Hebb’s";
        // One piece: a dot apart from its size says nothing.
        hover_help(ui.add(egui::Label::new(RichText::new(text).small().color(ink)).extend()), tip);
    }
}

fn hovered(view: &PhasesView, against: Against, x: f64, theory: Option<f64>) -> String {
    let (axis, digits) = match against {
        Against::Temperature => ("T", 2),
        Against::Load => ("α", 3),
    };
    let nearest = view
        .points
        .iter()
        .filter(|point| near(point, view, against))
        .min_by(|a, b| (across(a, against) - x).abs().total_cmp(&(across(b, against) - x).abs()));
    let measured = nearest.map_or_else(String::new, |point| {
        format!(
            "; nearest measured: {} at {axis} = {}, N = {}",
            sentences::measured(&point.measured),
            number(across(point, against), digits),
            grouped(point.place.size as u64)
        )
    });
    let theory =
        theory.map_or_else(|| "no theory for this rule".to_owned(), |m| format!("theory m = {}", number(m, 3)));
    format!("{axis} = {}: {theory}{measured}", number(x, digits))
}
