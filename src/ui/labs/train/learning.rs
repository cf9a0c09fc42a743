//! How the modes are learnt: phases, singular values and, on the same axis, fixed points and pseudo-likelihood.

use egui_plot::PlotPoint;

use crate::engine::rbm::{Phase, TrainView};
use crate::physics::spectrum::plain_threshold;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{TrainContext, TrainPanels, Values};
use crate::ui::labs::train::traces::Traces;
use crate::ui::labs::train::{captions, help, sentences, words};
use crate::ui::machine::Axes;
use crate::ui::theme::numbers::grouped;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{
    ChartResponse, Curve, Emphasis, Level, LineChart, Margins, Pattern, RangeKeeper, Ribbon, RightAxis, Span, Ticks,
    VerticalMark, dash_dotted, nice_range, stack_margins,
};
use crate::ui::widgets::{Segmented, hover_help, paint, title_ui};

/// Modes with a colour and a name of their own.
pub const NAMED: usize = 5;
/// Modes of the kept run that are drawn.
const KEPT: usize = 3;
/// What is left of the colour of a kept run.
const FADED: f32 = 0.5;
const RIBBON: f32 = 20.0;
/// Height of the strip of captions, in small letters.
const CAPTIONS: f32 = 1.3;
/// Less height than this for both charts is short.
const SHORT: f32 = 260.0;
/// The fraction of the height that the singular values take.
const UPPER: f32 = 0.58;

#[derive(Default)]
pub struct LearningPanel {
    traces: Traces,
    kept: Traces,
    /// Pseudo-log-likelihood at the heights of the axis of fixed points: of this run and of the kept one.
    pseudo: [Vec<PlotPoint>; 2],
    pseudo_of: Option<((f64, f64), (f64, f64))>,
    /// Where the pointer was along x in the last frame.
    pointer: Option<f64>,
    ranges: [RangeKeeper; 2],
    ranges_of: Option<(u64, Axes, Values)>,
}

impl Panel<TrainPanels> for LearningPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "learning",
            title: "How the modes are learnt",
            tab: "Modes",
            help: help::LEARNING,
            place: Place::Centre,
        }
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        match context.shared.values {
            Values::Plain => "singular values of W; valleys below: they jump together".to_owned(),
            Values::Scaled => "scaled singular values of W; valleys below: they jump together".to_owned(),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        switches_ui(ui, context);
        let changed = self.refresh(context);
        let values = self.values_range(context);
        let (fixed, pseudo) = self.lower_ranges();
        self.refresh_pseudo(fixed, pseudo, changed);

        let axes = context.shared.axes;
        let view = context.view().clone();
        let spacing = ui.spacing().item_spacing.y;
        let title = (tokens.theme.metrics().title * 1.55).round();
        let whole = (ui.available_height() - RIBBON - title - 4.0 * spacing).max(0.0);
        // Where room is short the captions go, and the numbers along x that stand below as well.
        let short = whole < SHORT;
        let captions_height = if short { 0.0 } else { (tokens.theme.metrics().small * CAPTIONS).round() };
        let room = (whole - if short { 0.0 } else { captions_height + spacing }).max(0.0);
        let names: Vec<String> = (0..NAMED).map(sentences::sigma).collect();
        let kept_names: Vec<String> = (0..KEPT).map(|mode| format!("A {}", sentences::sigma(mode))).collect();
        let curves = self.mode_curves(context, &names, &kept_names, &tokens);
        let levels = threshold(context, &tokens);
        let marks = captions::marks(context, self.pointer);
        let lines = marks.iter().filter(|mark| mark.line);
        let bare: Vec<VerticalMark<'_>> =
            lines.map(|mark| VerticalMark { x: mark.x, caption: "", color: mark.colour(&tokens) }).collect();
        let happened: Vec<f64> = marks.iter().map(|mark| mark.x).collect();
        let ticks = Some(Ticks { xs: &happened, strip: &[], color: tokens.soft });
        let x_range = axes.range(view.last_update);
        let cursor = Some(axes.along(context.update()));
        let row = context.measured();
        let summary = row.as_ref().map_or_else(String::new, |row| sentences::measured(row, true));
        let upper = LineChart {
            bare: short,
            height: room * UPPER,
            summary: &summary,
            curves: &curves,
            levels: &levels,
            marks: &bare,
            ticks,
            cursor,
            x_range,
            y_range: values,
            logarithmic: [axes.logarithmic_updates(), axes.logarithmic_values()],
            x_label: "updates",
            ..LineChart::new("modes", "Singular values")
        };
        let lower_curves = self.lower_curves(&tokens);
        let lower_summary = row.as_ref().map_or_else(String::new, |row| sentences::quality(row));
        let lower = LineChart {
            height: room * (1.0 - UPPER),
            summary: &lower_summary,
            curves: &lower_curves,
            marks: &bare,
            ticks,
            empty: nothing_below(&view),
            cursor,
            x_range,
            y_range: fixed,
            logarithmic: [axes.logarithmic_updates(), false],
            right_axis: pseudo.map(|range| RightAxis { range, color: pseudo_ink(&tokens), name: "" }),
            x_label: "updates",
            ..LineChart::new("fixed points", "Fixed points and pseudo-likelihood")
        };
        let margins = stack_margins(ui, &[upper, lower]);
        let seen = upper.visible_x(ui);
        self.ribbon_ui(ui, context, margins, seen, &tokens);
        if !short {
            captions::strip_ui(ui, &marks, margins, seen, captions_height);
        }
        let answer = LineChart { margins: Some(margins), ..upper }.show(ui);
        if let Some(mode) = answer.clicked.filter(|mode| *mode < self.traces.modes.len()) {
            context.shared.mode = Some(mode);
        }
        scrubbed(context, &answer, self.traces.modes.len());
        let above = answer.hover.map(|hover| hover.x);
        subtitle_ui(ui, context, &tokens, pseudo.is_some());
        let answer = LineChart { margins: Some(margins), ..lower }.show(ui);
        scrubbed(context, &answer, 0);
        self.pointer = above.or(answer.hover.map(|hover| hover.x));
    }
}

fn switches_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
    ui.horizontal_wrapped(|ui| {
        let axes = [
            (Axes::LogLog, "log–log", help::AXES),
            (Axes::SemiLog, "log", help::AXES_SEMILOG),
            (Axes::Linear, "linear", help::AXES_LINEAR),
        ];
        if let Some(chosen) = Segmented::new("Axes", context.shared.axes, &axes).show(ui) {
            context.shared.axes = chosen;
        }
        let values =
            [(Values::Plain, "singular values σ", help::VALUES_PLAIN), (Values::Scaled, "scaled", help::VALUES_SCALED)];
        if let Some(chosen) = Segmented::new("Singular values", context.shared.values, &values).show(ui) {
            context.shared.values = chosen;
        }
    });
}

/// Why the lower chart has no curve.
fn nothing_below(view: &TrainView) -> &'static str {
    if view.measuring.is_some() {
        "The checkpoints are being measured."
    } else if view.is_without_data() {
        "Nothing to search from: this archive has neither data nor chains. Open its data to measure it."
    } else {
        "Nothing was measured yet."
    }
}

/// The title of the lower chart: each name in the colour of its curve.
fn subtitle_ui(ui: &mut egui::Ui, context: &TrainContext<'_>, tokens: &Tokens, pseudo: bool) {
    let view = context.view();
    let wanted = view.config.fixed_point_starts;
    // Large machines are searched from fewer rows than asked for: what counts is what was done.
    let seen = view.measurements.iter().rev().filter(|row| row.update <= context.update());
    let starts = seen.filter_map(|row| row.fixed_points).map(|found| found.starts).next().unwrap_or(wanted);
    let rows = if view.config.data.is_some() { "rows" } else { "chains" };
    let note = if pseudo { format!("at right: {}", words::PSEUDO) } else { String::new() };
    let title = if wanted == 0 {
        "No valleys are searched in this run".to_owned()
    } else {
        format!("Valleys found from {} {rows} (TAP fixed points)", grouped(starts as u64))
    };
    let right = ui.available_rect_before_wrap().right();
    let response = title_ui(ui, &title, &note);
    // Strokes as in the plot say which numbers belong to which curve, also to who sees no colours.
    let rect = response.rect;
    let y = rect.bottom() + 1.0;
    ui.painter().hline(rect.x_range(), y, egui::Stroke::new(1.5, tokens.good));
    let width = paint::width(ui, &note, egui::FontId::proportional(tokens.theme.metrics().title));
    let ends = [egui::pos2((right - width).max(rect.right() + theme::GAP), y), egui::pos2(right, y)];
    ui.painter().extend(dash_dotted(&ends, egui::Stroke::new(1.5, pseudo_ink(tokens))));
    hover_help(response, help::FIXED_POINTS);
}

fn pseudo_ink(tokens: &Tokens) -> egui::Color32 {
    tokens.identity_ink(3)
}

/// Where the solution without memory is lost.
fn threshold(context: &TrainContext<'_>, tokens: &Tokens) -> Vec<Level<'static>> {
    let rbm = &context.view().rbm;
    let level = |value: f64, name: &'static str| Level {
        name,
        value: context.shared.axes.value(value),
        color: tokens.soft,
        emphasis: Emphasis::Strong,
    };
    match context.shared.values {
        Values::Scaled => vec![level(1.0, "threshold 1")],
        Values::Plain => plain_threshold(rbm.visible(), rbm.hidden())
            .map(|value| {
                level(
                    value,
                    match value {
                        4.0 => "threshold 4",
                        2.0 => "threshold 2",
                        _ => "threshold 1",
                    },
                )
            })
            .into_iter()
            .collect(),
    }
}

impl LearningPanel {
    fn refresh(&mut self, context: &TrainContext<'_>) -> bool {
        let (axes, values) = (context.shared.axes, context.shared.values);
        let generation = context.snapshot.generation;
        let mut changed = self.traces.refresh(generation, context.view(), axes, values);
        match &context.derived.kept {
            Some(kept) => changed |= self.kept.refresh(kept.generation, &kept.view, axes, values),
            None if self.kept.modes.is_empty() => {}
            None => (self.kept, changed) = (Traces::default(), true),
        }
        if self.ranges_of != Some((generation, axes, values)) {
            self.ranges_of = Some((generation, axes, values));
            self.ranges = Default::default();
        }
        changed
    }

    fn values_range(&mut self, context: &TrainContext<'_>) -> (f64, f64) {
        let threshold = threshold_value(context);
        let seen = [self.traces.modes_range, self.kept.modes_range].into_iter().flatten().flat_map(|(a, b)| [a, b]);
        let axes = context.shared.axes;
        let top = threshold.map(|value| axes.value(value * 1.5));
        let foot = (!axes.logarithmic_values()).then_some(0.0);
        self.ranges[0].include(seen.chain(top).chain(foot))
    }

    /// The ranges of the lower chart: fixed points at left, pseudo-likelihood at right.
    fn lower_ranges(&mut self) -> ((f64, f64), Option<(f64, f64)>) {
        let most = self.traces.most_fixed.max(self.kept.most_fixed);
        let fixed = (0.0, most.max(2) as f64 * 1.05);
        let ends = [self.traces.pseudo_range, self.kept.pseudo_range];
        let seen: Vec<f64> = ends.into_iter().flatten().flat_map(|(a, b)| [a, b]).collect();
        if seen.is_empty() {
            return (fixed, None);
        }
        let (low, high) = self.ranges[1].include(seen);
        (fixed, Some(nice_range(low, high)))
    }

    fn refresh_pseudo(&mut self, fixed: (f64, f64), pseudo: Option<(f64, f64)>, changed: bool) {
        let Some(range) = pseudo else {
            self.pseudo = Default::default();
            return;
        };
        if !changed && self.pseudo_of == Some((fixed, range)) {
            return;
        }
        self.pseudo_of = Some((fixed, range));
        let at = |point: &PlotPoint| PlotPoint::new(point.x, RightAxis::height(range, fixed, point.y));
        self.pseudo = [&self.traces, &self.kept].map(|traces| traces.pseudo.iter().map(at).collect());
    }

    fn mode_curves<'a>(
        &'a self,
        context: &TrainContext<'_>,
        names: &'a [String],
        kept_names: &'a [String],
        tokens: &Tokens,
    ) -> Vec<Curve<'a>> {
        let pinned = context.shared.mode;
        let name = |names: &'a [String], mode: usize| names.get(mode).map_or("", String::as_str);
        let own = self.traces.modes.iter().enumerate().map(|(mode, points)| {
            let (named, chosen) = (mode < NAMED, pinned == Some(mode));
            Curve {
                width: if chosen {
                    3.0
                } else if named {
                    2.0
                } else {
                    1.0
                },
                emphasis: if chosen || mode == 0 { Emphasis::Strong } else { Emphasis::Normal },
                ..Curve::new(name(names, mode), if named { tokens.identity_ink(mode) } else { tokens.faint }, points)
            }
        });
        let kept = self.kept.modes.iter().take(KEPT).enumerate().map(|(mode, points)| Curve {
            width: 1.5,
            dashed: true,
            ..Curve::new(name(kept_names, mode), theme::mix(tokens.panel, tokens.identity_ink(mode), FADED), points)
        });
        // Own curves first: the index of a curve that is clicked is that of its mode.
        own.chain(kept).collect()
    }

    fn lower_curves<'a>(&'a self, tokens: &Tokens) -> Vec<Curve<'a>> {
        let [pseudo, kept_pseudo] = &self.pseudo;
        let faded = |colour| theme::mix(tokens.panel, colour, FADED);
        vec![
            Curve { width: 1.0, dashed: true, ..Curve::new("", faded(tokens.good), &self.kept.fixed_points) },
            Curve { width: 1.0, dashed: true, ..Curve::new("", faded(pseudo_ink(tokens)), kept_pseudo) },
            Curve { width: 1.5, pattern: Pattern::DashDotted, ..Curve::new("", pseudo_ink(tokens), pseudo) },
            Curve { stepped: true, ..Curve::new("", tokens.good, &self.traces.fixed_points) },
        ]
    }

    fn ribbon_ui(
        &self,
        ui: &mut egui::Ui,
        context: &mut TrainContext<'_>,
        margins: Margins,
        x_range: (f64, f64),
        tokens: &Tokens,
    ) {
        let spans: Vec<Span<'_>> = self
            .traces
            .phases
            .iter()
            .map(|span| {
                let (word, short, color) = match span.phase {
                    Phase::Paramagnetic => ("paramagnetic", "0", tokens.hairline),
                    Phase::OneMode => ("1 mode", "1", tokens.identity(1)),
                    Phase::SeveralModes => ("2+ modes", "2+", tokens.identity(0)),
                };
                Span { from: span.from, to: span.to, word, short, color }
            })
            .collect();
        let scale = tokens.theme.metrics().scale;
        let ribbon = Ribbon { name: "Phases", spans: &spans, x_range, margins, height: RIBBON * scale };
        let (response, hovered) = ribbon.show(ui);
        if let Some(span) = hovered.and_then(|index| self.traces.phases.get(index)) {
            let axes = context.shared.axes;
            let [from, to] = [span.from, span.to].map(|x| grouped(axes.update_at(x)));
            context.shell.status = format!("{}, from update {from} to {to}", sentences::phase(span.phase));
        }
        hover_help(response, help::RIBBON);
    }
}

/// Moves the cursor, and says what is under the pointer. The first `modes` curves are those of modes.
fn scrubbed(context: &mut TrainContext<'_>, answer: &ChartResponse, modes: usize) {
    let axes = context.shared.axes;
    if let Some(x) = answer.scrub {
        context.go(axes.update_at(x));
    }
    let Some(hover) = &answer.hover else { return };
    let Some(row) = context.view().measured(axes.update_at(hover.x)).cloned() else { return };
    let mode = hover.curve.filter(|mode| *mode < modes);
    let (values, of) = match context.shared.values {
        Values::Plain => (&row.singular_values, ""),
        Values::Scaled => (&row.scaled_singular_values, "scaled "),
    };
    context.shell.status = match mode.and_then(|mode| Some((mode, values.get(mode)?))) {
        Some((mode, value)) => format!(
            "update {}: {of}{} = {}; click to pin this mode at left",
            grouped(row.update),
            sentences::sigma(mode),
            sentences::short(f64::from(*value))
        ),
        None => format!("{}; {}", sentences::measured(&row, true), sentences::quality(&row)),
    };
}

fn threshold_value(context: &TrainContext<'_>) -> Option<f64> {
    match context.shared.values {
        Values::Scaled => Some(1.0),
        Values::Plain => plain_threshold(context.view().rbm.visible(), context.view().rbm.hidden()),
    }
}
