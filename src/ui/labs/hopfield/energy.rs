//! Energy, overlaps and temperature over one axis of updates or sweeps, with the levels that theory names; drag to
//! scrub.

use egui::Color32;
use egui_plot::PlotPoint;

use crate::engine::hopfield::recall::{Document, RecallView};
use crate::physics::hopfield::Outcome;
use crate::physics::theory::{mean_field, mixtures};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels, TimeUnit};
use crate::ui::labs::hopfield::{help, sentences};
use crate::ui::theme::numbers::{self, number, signed};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{
    ChartResponse, Curve, Emphasis, Level, LineChart, RangeKeeper, Ticks, nice_range, stack_margins,
};
use crate::ui::widgets::{Chip, Segmented, Tone, chips_ui, hover_help};

/// Overlaps that have a colour and a name.
const NAMED: usize = 5;
/// The axis is at least this many sweeps long, so that a run begins at the left and not over the whole width.
const SHORTEST: f64 = 2.0;
/// More moves uphill than this are drawn as a strip.
const FEW_UPHILL: u64 = 40;
/// The fraction of visits that raise the energy at infinite temperature: a half flips, and half of these goes up.
const MOST_UPHILL: f64 = 0.25;
const TWO_CYCLE: &str = "The run ended in two states that follow each other for ever: with all spins updated at once \
    the energy may rise, and a cycle of two is the worst that symmetric couplings allow.";
/// Room that the long title of the lower chart needs.
const WIDE_TITLE: f32 = 170.0;
/// The fractions of the height that energy and overlaps take of a cold run.
const COLD: [f32; 2] = [0.5, 0.5];
/// Those of energy, overlaps and temperature where a run was warm.
const WARM: [f32; 3] = [0.35, 0.35, 0.3];

#[derive(Default)]
pub struct EnergyPanel {
    key: Option<(u64, u64, TimeUnit)>,
    energy: Vec<PlotPoint>,
    overlaps: Vec<(usize, Vec<PlotPoint>)>,
    ghosts: Vec<(Vec<PlotPoint>, Vec<PlotPoint>)>,
    uphill: Vec<f64>,
    /// Strengths of the strip where moves uphill are too many for ticks.
    uphill_strip: Vec<[f64; 3]>,
    temperature: Vec<PlotPoint>,
    hottest: f64,
    /// The lowest and the highest energy of the curves, and the lowest overlap.
    energies: [f64; 2],
    lowest_overlap: f64,
    /// Range of the energy axis and the network it belongs to: it grows, but does not jitter.
    range: RangeKeeper,
    range_of: Option<(u64, u64)>,
}

impl Panel<HopfieldPanels> for EnergyPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "energy",
            title: "Energy per spin",
            tab: "Energy per spin",
            help: help::ENERGY_AND_LEVELS,
            place: Place::Right(1.0),
        }
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        "lower = closer to a memory; 0 = random".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        self.refresh(context);
        let view = context.view().clone();
        let warm = !self.temperature.is_empty();
        let title = ui.spacing().interact_size.y + 2.0 * ui.spacing().item_spacing.y;
        let titles = if warm { title + small_title(ui) } else { title };
        let room = (ui.available_height() - titles - 2.0 * theme::STEP).max(0.0);
        let fractions = if warm { WARM } else { [COLD[0], COLD[1], 0.0] };
        let x_range = self.x_range(context);
        let y_range = self.y_range(context, &view);
        let named = named_overlaps(&view);
        let names: Vec<String> = named.iter().map(|&index| sentences::memory_name(&view.document, index)).collect();
        let cursor = Some(context.in_unit(view.moment.update as f64));

        let levels = Self::levels(&view, &named, &names, &tokens);
        let energy_curves: Vec<Curve<'_>> = self
            .ghosts
            .iter()
            .map(|(energy, _)| Curve::ghost(energy))
            .chain([Curve::new("", tokens.ink, &self.energy)])
            .collect();
        let uphill = sentences::uphill(&view);
        let summary = format!("E/N = {}", signed(view.moment.energy, 3));
        let energy = LineChart {
            height: room * fractions[0],
            summary: &summary,
            curves: &energy_curves,
            levels: &levels,
            ticks: (view.curves.uphill.count > 0).then_some(Ticks {
                xs: &self.uphill,
                strip: &self.uphill_strip,
                name: &uphill,
                color: tokens.soft,
            }),
            cursor,
            x_range,
            y_range,
            x_label: context.unit_name(),
            ..LineChart::new("energy", "Energy per spin")
        };
        let overlap_curves = self.overlap_curves(&view.document, &named, &names, &tokens);
        let overlap_summary = names.first().map_or_else(String::new, |name| {
            let overlap = named.first().and_then(|&index| view.moment.overlaps.get(index)).copied().unwrap_or(0.0);
            format!("closest: {name}, overlap {}", signed(overlap, 3))
        });
        let overlaps = LineChart {
            height: room * fractions[1],
            summary: &overlap_summary,
            curves: &overlap_curves,
            cursor,
            x_range,
            y_range: overlap_range(self.lowest_overlap),
            x_label: context.unit_name(),
            ..LineChart::new("overlaps", "Overlap with each memory")
        };
        let temperature_summary = format!("T = {}", numbers::temperature(view.moment.temperature));
        let temperature_curves = [Curve { filled: true, ..Curve::new("", tokens.warning, &self.temperature) }];
        let temperature_levels = [critical_level(&tokens)];
        let temperature = LineChart {
            height: room * fractions[2],
            summary: &temperature_summary,
            curves: &temperature_curves,
            levels: &temperature_levels,
            cursor,
            x_range,
            y_range: (0.0, nice_range(0.0, self.hottest.max(1.1)).1),
            x_label: context.unit_name(),
            ..LineChart::new("temperature", "Temperature")
        };
        let margins = Some(stack_margins(ui, &[energy, overlaps, temperature]));
        let upper = LineChart { margins, bare: warm, ..energy }.show(ui);
        ui.add_space(theme::STEP);
        let row = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
        ui.allocate_ui_with_layout(row, egui::Layout::right_to_left(egui::Align::Center), |ui| {
            unit_ui(ui, context);
            if view.outcome == Some(Outcome::TwoCycle) {
                chips_ui(ui, &[Chip::new("2-cycle").tone(Tone::Warning).tooltip(TWO_CYCLE)]);
            }
            let wide = ui.available_width() > WIDE_TITLE * tokens.theme.metrics().scale;
            let title = if wide { "Overlap with each memory" } else { "Overlaps" };
            let left = egui::Layout::left_to_right(egui::Align::Center);
            ui.with_layout(left, |ui| heading_ui(ui, title, help::OVERLAP));
        });
        ui.add_space(theme::STEP);
        let lower = LineChart { margins, bare: warm, ..overlaps }.show(ui);
        react(context, &upper, |at| format!("{at}: energy per spin E/N = {}", signed(energy_at(&view, &upper), 3)));
        react(context, &lower, |at| overlap_sentence(at, &lower, &names));
        if warm {
            heading_ui(ui, "Temperature", help::UPDATE_CHANCE);
            let lowest = LineChart { margins, ..temperature }.show(ui);
            react(context, &lowest, |at| {
                let value = lowest.hover.as_ref().and_then(|hover| hover.values.first().copied().flatten());
                format!("{at}: T = {}", numbers::temperature(value.unwrap_or(view.moment.temperature)))
            });
        }
    }
}

fn heading_ui(ui: &mut egui::Ui, title: &str, help: &str) {
    let title = egui::RichText::new(title).text_style(egui::TextStyle::Heading);
    hover_help(ui.add(egui::Label::new(title).truncate()), help);
}

fn small_title(ui: &egui::Ui) -> f32 {
    ui.text_style_height(&egui::TextStyle::Heading) + 2.0 * ui.spacing().item_spacing.y
}

/// T_c, at which a single memory is lost.
fn critical_level(tokens: &Tokens) -> Level<'static> {
    Level { name: "critical", value: mean_field::CRITICAL_TEMPERATURE, color: tokens.soft, emphasis: Emphasis::Normal }
}

impl EnergyPanel {
    fn refresh(&mut self, context: &HopfieldContext<'_>) {
        let snapshot = context.snapshot;
        let key = Some((snapshot.generation, snapshot.revision, context.shared.unit));
        if self.key == key {
            return;
        }
        self.key = key;
        let view = context.view();
        let points = |pairs: &[[f64; 2]]| -> Vec<PlotPoint> {
            pairs.iter().map(|&[x, y]| PlotPoint::new(context.in_unit(x), y)).collect()
        };
        self.energy = points(&view.curves.energy);
        self.overlaps = view.curves.overlaps.iter().map(|(index, pairs)| (*index, points(pairs))).collect();
        self.ghosts = view.ghosts.iter().map(|ghost| (points(&ghost.energy), points(&ghost.overlap))).collect();
        self.temperature = points(&view.curves.temperature);
        self.hottest = self.temperature.iter().fold(0.0, |high: f64, point| high.max(point.y));
        let moves = &view.curves.uphill;
        let dense = moves.count > FEW_UPHILL;
        let ticks = moves.first.iter().filter(|_| !dense);
        self.uphill = ticks.map(|&update| context.in_unit(update as f64)).collect();
        let strip = moves.rates.iter().filter(|_| dense);
        let strength = |&[from, to, rate]: &[f64; 3]| [context.in_unit(from), context.in_unit(to), rate / MOST_UPHILL];
        self.uphill_strip = strip.map(strength).collect();
        let energies = self.ghosts.iter().map(|(energy, _)| energy).chain([&self.energy]).flatten();
        self.energies = energies.fold([0.0; 2], |[low, high], point| [point.y.min(low), point.y.max(high)]);
        let overlaps = self.overlaps.iter().flat_map(|(_, points)| points);
        self.lowest_overlap = overlaps.fold(0.0, |low: f64, point| low.min(point.y));
    }

    fn x_range(&self, context: &HopfieldContext<'_>) -> (f64, f64) {
        let view = context.view();
        let shortest = context.in_unit(SHORTEST * context.size() as f64);
        let base = context.in_unit(view.base as f64);
        let last = context.in_unit(view.recorded as f64).max(base + shortest);
        let ghosts = self.ghosts.iter().filter_map(|(energy, _)| energy.last()).map(|point| point.x);
        // A schedule says how long the run will be.
        let document = &view.document;
        let planned = document.follows_schedule.then(|| document.schedule.sweeps() as f64 * context.size() as f64);
        let last = ghosts.fold(last, f64::max).max(context.in_unit(planned.unwrap_or(0.0)));
        (base, nice_range(base, last).1)
    }

    fn y_range(&mut self, context: &HopfieldContext<'_>, view: &RecallView) -> (f64, f64) {
        let of = Some((context.snapshot.generation, view.network_revision));
        if self.range_of != of {
            self.range.reset();
            self.range_of = of;
        }
        let memories = view.load.memory_energies.iter().flatten().copied();
        let mixture = mixtures::energy(3);
        self.range.include(memories.chain([0.0, mixture]).chain(self.energies))
    }

    fn levels<'a>(view: &RecallView, named: &[usize], names: &'a [String], tokens: &Tokens) -> Vec<Level<'a>> {
        let level = |name, value| Level { name, value, color: tokens.soft, emphasis: Emphasis::Normal };
        let mut levels = vec![level("random", 0.0)];
        if sentences::mixtures_matter(view) {
            levels.extend([level("3-mixture", mixtures::energy(3)), level("5-mixture", mixtures::energy(5))]);
        }
        let Some(energies) = &view.load.memory_energies else { return levels };
        for (place, (&index, name)) in named.iter().zip(names).enumerate() {
            let emphasis = if place == 0 { Emphasis::Strong } else { Emphasis::Normal };
            if let Some(&value) = energies.get(index) {
                let color = tokens.identity_ink(view.document.identity(index));
                levels.push(Level { name, value, color, emphasis });
            }
        }
        levels
    }

    fn overlap_curves<'a>(
        &'a self,
        document: &Document,
        named: &[usize],
        names: &'a [String],
        tokens: &Tokens,
    ) -> Vec<Curve<'a>> {
        let ghosts = self.ghosts.iter().map(|(_, overlap)| Curve::ghost(overlap));
        let mut rest = Vec::new();
        let mut front = Vec::new();
        for (index, points) in &self.overlaps {
            match named.iter().position(|other| other == index) {
                Some(place) => {
                    let name = names.get(place).map_or("", String::as_str);
                    let emphasis = if place == 0 { Emphasis::Strong } else { Emphasis::Normal };
                    let ink = tokens.identity_ink(document.identity(*index));
                    front.push((place, Curve { emphasis, ..Curve::new(name, ink, points) }));
                }
                None => rest.push(Curve { width: 1.0, ..Curve::new("", grey(tokens), points) }),
            }
        }
        // The closest memory is drawn last, over the others.
        front.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        ghosts.chain(rest).chain(front.into_iter().map(|(_, curve)| curve)).collect()
    }
}

fn grey(tokens: &Tokens) -> Color32 {
    tokens.faint
}

/// The memories with the largest |overlap| now, largest first.
fn named_overlaps(view: &RecallView) -> Vec<usize> {
    let size = |index: usize| view.moment.overlaps.get(index).copied().unwrap_or(0.0).abs();
    let mut order: Vec<usize> = view.curves.overlaps.iter().map(|(index, _)| *index).collect();
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    order.truncate(NAMED);
    order
}

fn overlap_range(lowest: f64) -> (f64, f64) {
    // Small negative overlaps are noise; beyond that the anti-memory is in play and the axis shows it.
    let low = if lowest < -0.55 {
        -1.0
    } else if lowest < -0.15 {
        -0.5
    } else {
        -0.15
    };
    (low, 1.0)
}

fn energy_at(view: &RecallView, response: &ChartResponse) -> f64 {
    let hovered = response.hover.as_ref().and_then(|hover| hover.values.last().copied().flatten());
    hovered.unwrap_or(view.moment.energy)
}

fn overlap_sentence(at: &str, response: &ChartResponse, names: &[String]) -> String {
    let Some(hover) = &response.hover else { return at.to_owned() };
    // Named curves are the last ones, the closest memory the very last.
    let values = hover.values.iter().rev().flatten();
    let parts: Vec<String> = names.iter().zip(values).map(|(name, m)| format!("{name} {}", signed(*m, 2))).collect();
    format!("{at}: {}", parts.join(", "))
}

fn react(context: &mut HopfieldContext<'_>, response: &ChartResponse, sentence: impl FnOnce(&str) -> String) {
    if let Some(hover) = &response.hover {
        let at = format!("{} {}", context.unit_name().trim_end_matches('s'), number(hover.x, 2));
        context.shell.status = sentence(&at);
    }
    if let Some(x) = response.scrub {
        let update = context.to_updates(x);
        context.scrub(Some(update));
    }
}

fn unit_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let units = [
        (TimeUnit::Sweeps, "sweeps", "One sweep visits every spin once"),
        (TimeUnit::Updates, "updates", "One update visits one spin"),
    ];
    if let Some(unit) = Segmented::new("Unit of time", context.shared.unit, &units).show(ui) {
        context.shared.unit = unit;
    }
}
