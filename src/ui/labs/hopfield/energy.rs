//! Energy, overlaps and temperature over one axis of updates or sweeps, with the levels that theory names; drag to
//! scrub.

use egui::Response;

use crate::engine::hopfield::recall::RecallView;
use crate::physics::hopfield::Outcome;
use crate::physics::theory::{mean_field, mixtures};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels, TimeUnit};
use crate::ui::labs::hopfield::film_strip::FilmStrip;
use crate::ui::labs::hopfield::mixture_card::{MIXTURES, MixtureCard};
use crate::ui::labs::hopfield::traces::{Traces, named_overlaps};
use crate::ui::labs::hopfield::{help, sentences};
use crate::ui::theme::numbers::{self, number, signed};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{
    ChartResponse, Curve, Emphasis, Level, LineChart, Named, RangeKeeper, Ticks, nice_range, stack_margins,
};
use crate::ui::widgets::{Chip, Segmented, Tone, chips_ui, hover_help};

const TWO_CYCLE: &str = "The run ended in two states that follow each other for ever: with all spins updated at once \
    the energy may rise, and a cycle of two is the worst that symmetric couplings allow.";
const RANDOM: &str = "random: a state that knows nothing of the memories has the energy 0";
/// Room that the long title of the lower chart needs.
const WIDE_TITLE: f32 = 170.0;
/// The fractions of the height that energy and overlaps take of a cold run.
const COLD: [f32; 2] = [0.5, 0.5];
/// Those of energy, overlaps and temperature where a run was warm.
const WARM: [f32; 3] = [0.35, 0.35, 0.3];

#[derive(Default)]
pub struct EnergyPanel {
    traces: Traces,
    /// Range of the energy axis and the network it belongs to: it grows, but does not jitter.
    range: RangeKeeper,
    range_of: Option<(u64, u64)>,
    film: FilmStrip,
    /// Those of the levels of mixtures.
    cards: [MixtureCard; MIXTURES.len()],
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

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        let view = context.view();
        if view.curves.uphill.count > 0 {
            // Next to the title no curve passes over it.
            return format!("at the foot: {}", sentences::uphill(view));
        }
        if view.load.uncompared.is_some() {
            return format!("levels of the {} memories nearest to the cue alone", view.near_energies.len());
        }
        "lower = closer to a memory; 0 = random".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        self.traces.refresh(context);
        let view = context.view().clone();
        let warm = !self.traces.temperature.is_empty();
        let title = ui.spacing().interact_size.y + 2.0 * ui.spacing().item_spacing.y;
        let titles = if warm { title + small_title(ui) } else { title };
        // A warm run has its temperature where a cold one has its pictures.
        let film = if warm { 0.0 } else { FilmStrip::height(ui, ui.available_size()) };
        let room = (ui.available_height() - titles - film - 2.0 * theme::STEP).max(0.0);
        let fractions = if warm { WARM } else { [COLD[0], COLD[1], 0.0] };
        let x_range = self.traces.x_range(context);
        let y_range = self.y_range(context, &view);
        let named = named_overlaps(&view, context.shared.selected);
        let names: Vec<String> = named.iter().map(|&index| sentences::memory_name(&view.document, index)).collect();
        let cursor = Some(context.in_unit(view.moment.update as f64));

        let levels = Self::levels(&view, &named, &names, &tokens);
        let traces = &self.traces;
        let energy_curves: Vec<Curve<'_>> = traces
            .ghosts
            .iter()
            .map(|(energy, _)| Curve::ghost(energy))
            .chain([Curve::new("", tokens.ink, &traces.energy)])
            .collect();
        let summary = format!("E/N = {}", signed(view.moment.energy, 3));
        let energy = LineChart {
            height: room * fractions[0],
            summary: &summary,
            curves: &energy_curves,
            levels: &levels,
            ticks: (view.curves.uphill.count > 0).then_some(Ticks {
                xs: &traces.uphill,
                strip: &traces.uphill_strip,
                color: tokens.soft,
            }),
            cursor,
            x_range,
            y_range,
            x_label: context.unit_name(),
            answering: true,
            ..LineChart::new("energy", "Energy per spin")
        };
        let overlap_curves = traces.overlap_curves(&view.document, (&named, &names), context.shared.selected, &tokens);
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
            y_range: overlap_range(traces.lowest_overlap),
            x_label: context.unit_name(),
            answering: true,
            ..LineChart::new("overlaps", "Overlap with each memory")
        };
        let temperature_summary = format!("T = {}", numbers::temperature(view.moment.temperature));
        let temperature_curves = [Curve { filled: true, ..Curve::new("", tokens.warning, &traces.temperature) }];
        let temperature_levels: Vec<Level<'_>> = of_pairs(&view).then(|| critical_level(&tokens)).into_iter().collect();
        let temperature = LineChart {
            height: room * fractions[2],
            summary: &temperature_summary,
            curves: &temperature_curves,
            levels: &temperature_levels,
            cursor,
            x_range,
            y_range: (0.0, nice_range(0.0, traces.hottest.max(1.1)).1),
            x_label: context.unit_name(),
            ..LineChart::new("temperature", "Temperature")
        };
        let margins = Some(stack_margins(ui, &[energy, overlaps, temperature]));
        let upper = LineChart { margins, bare: warm, ..energy }.show(ui);
        ui.add_space(theme::STEP);
        if film > 0.0 {
            self.film.ui(ui, context);
            ui.add_space(theme::STEP);
        }
        overlaps_title_ui(ui, context, &view, &tokens);
        ui.add_space(theme::STEP);
        let lower = LineChart { margins, bare: warm, ..overlaps }.show(ui);
        let memories = NamedMemories { places: &named, names: &names };
        memories.answer_levels(&upper, &levels, &mut self.cards, context);
        memories.answer_curves(&lower, &overlap_curves, context);
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

/// The memories that have names in the charts: their places on the shelf, and what they are called.
struct NamedMemories<'a> {
    places: &'a [usize],
    names: &'a [String],
}

impl NamedMemories<'_> {
    /// A name at its curve or level: a click on that of a memory selects it.
    fn follow(&self, response: &Response, name: &str, context: &mut HopfieldContext<'_>) {
        let place = self.names.iter().position(|other| other == name).and_then(|place| self.places.get(place));
        let Some(&index) = place else {
            return context.shell.explain(response, || RANDOM.to_owned());
        };
        if response.clicked() {
            context.shared.selected = index;
        }
        let follows = || format!("a click follows {name}: its curve, and the cells that differ from it");
        context.shell.explain(response, follows);
    }

    fn answer_levels(
        &self,
        chart: &ChartResponse,
        levels: &[Level<'_>],
        cards: &mut [MixtureCard],
        context: &mut HopfieldContext<'_>,
    ) {
        for (which, response) in &chart.names {
            let Named::Level(place) = *which else { continue };
            let name = levels.get(place).map_or("", |level| level.name);
            match MIXTURES.iter().zip(&mut *cards).find(|((_, mixture), _)| *mixture == name) {
                Some(((count, _), card)) => card.ui(response, *count, context),
                None => self.follow(response, name, context),
            }
        }
    }

    fn answer_curves(&self, chart: &ChartResponse, curves: &[Curve<'_>], context: &mut HopfieldContext<'_>) {
        for (which, response) in &chart.names {
            let Named::Curve(place) = *which else { continue };
            self.follow(response, curves.get(place).map_or("", |curve| curve.name), context);
        }
    }
}

/// The title of the lower chart, with the unit of time at right.
fn overlaps_title_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, view: &RecallView, tokens: &Tokens) {
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
    fn y_range(&mut self, context: &HopfieldContext<'_>, view: &RecallView) -> (f64, f64) {
        let of = Some((context.snapshot.generation, view.network_revision));
        if self.range_of != of {
            self.range.reset();
            self.range_of = of;
        }
        let near = view.near_energies.iter().map(|near| near.1);
        let memories = view.load.memory_energies.iter().flatten().copied().chain(near);
        // What theory names are levels of pairs.
        let mixture = if of_pairs(view) { mixtures::energy(3) } else { 0.0 };
        self.range.include(memories.chain([0.0, mixture]).chain(self.traces.energies))
    }

    fn levels<'a>(view: &RecallView, named: &[usize], names: &'a [String], tokens: &Tokens) -> Vec<Level<'a>> {
        let level = |name, value| Level { name, value, color: tokens.soft, emphasis: Emphasis::Normal };
        let mut levels = if of_pairs(view) { vec![level("random", 0.0)] } else { Vec::new() };
        if of_pairs(view) && sentences::mixtures_matter(view) {
            levels.extend(MIXTURES.map(|(count, name)| level(name, mixtures::energy(count))));
        }
        for (place, (&index, name)) in named.iter().zip(names).enumerate() {
            let emphasis = if place == 0 { Emphasis::Strong } else { Emphasis::Normal };
            if let Some(value) = view.memory_energy(index) {
                let color = tokens.identity_ink(view.document.identity(index));
                levels.push(Level { name, value, color, emphasis });
            }
        }
        levels
    }
}

/// Whether the network has couplings of pairs, of which theory names levels.
fn of_pairs(view: &RecallView) -> bool {
    view.document.rule.interaction().is_none()
}

fn overlap_range(lowest: f64) -> (f64, f64) {
    // Small negative overlaps are noise; beyond that the reverse of a memory is in play and the axis shows it.
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
