//! Where the network is: spins, memories, temperature, the lines near it, start and rule, and what was measured.

use egui::RichText;

use crate::engine::hopfield::phases::{PhasesCmd, PhasesStart, memories};
use crate::engine::hopfield::recall::Memory;
use crate::physics::hopfield::LearningRule;
use crate::physics::spins::GridShape;
use crate::physics::theory::lines;
use crate::ui::help as shared_help;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels};
use crate::ui::labs::phases::marker::{HOTTEST, STEPS, Spot, coarse_memories};
use crate::ui::labs::phases::plane::lines::Line;
use crate::ui::labs::phases::plane::paint;
use crate::ui::labs::phases::{help, keys, sentences};
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::theme::{self, semibold};
use crate::ui::widgets::{Button, Segmented, SliderField, hover_help, sentence_ui, value_row_ui};
use crate::ui::workspace::{Offer, OfferKind};

/// Numbers of spins that are offered.
const SIZES: [(usize, &str, &str); 4] = [
    (100, "100", help::SIZE),
    (400, "400", help::SIZE),
    (1000, "1\u{202F}000", help::SIZE),
    (4000, "4\u{202F}000", help::SIZE),
];

/// Memories that are handed over at most: the shelf draws each of them.
const MOST_HANDED: usize = 200;

/// Lines of temperature that there may be at a load.
const LINES: f32 = 3.0;

#[derive(Default)]
pub struct PlacePanel;

const INFO: PanelInfo =
    PanelInfo { id: "place", title: "Network", tab: "Network", help: help::PLACE, place: Place::Left };

impl Panel<PhasesPanels> for PlacePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &PhasesContext<'_>) -> String {
        format!("α = {}", number(context.spot().load(context.config().size), 4))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::STEP;
            size_ui(ui, context);
            memories_ui(ui, context);
            temperature_ui(ui, context);
            snaps_ui(ui, context);
            policy_ui(ui, context);
            open_in_ui(ui, context);
            readout_ui(ui, context);
        });
    }
}

fn title(ui: &mut egui::Ui, text: &str, help: &str) {
    ui.add_space(theme::STEP);
    let size = theme::tokens(ui.ctx()).theme.metrics().title;
    hover_help(ui.label(RichText::new(text).font(semibold(size))), help);
}

fn size_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
    title(ui, "Spins N", help::SIZE);
    if let Some(size) = Segmented::new("Number of spins", context.config().size, &SIZES).show(ui) {
        context.ask(PhasesCmd::SetSize(size));
    }
}

fn memories_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
    title(ui, "Memories p", help::LOAD);
    let (spot, coarse) = (context.spot(), coarse_memories(context.config().size));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        for by in dedup([-coarse, -1].into_iter()) {
            step_ui(ui, context, by, spot);
        }
        let text = RichText::new(grouped(spot.patterns as u64)).monospace();
        let size = egui::vec2(44.0 * theme::tokens(ui.ctx()).theme.metrics().scale, ui.spacing().interact_size.y);
        ui.add_sized(size, egui::Label::new(text));
        for by in dedup([1, coarse].into_iter()) {
            step_ui(ui, context, by, spot);
        }
    });
}

/// A coarse step of one memory is the fine one.
fn dedup(steps: impl Iterator<Item = isize>) -> Vec<isize> {
    let mut steps: Vec<isize> = steps.collect();
    steps.dedup();
    steps
}

fn step_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>, by: isize, spot: Spot) {
    let text = signed_count(by);
    let (count, more) = (by.unsigned_abs(), if by > 0 { "more" } else { "fewer" });
    let noun = if count == 1 { "memory" } else { "memories" };
    let name = format!("{count} {more} {noun}");
    let at_end = (by < 0 && spot.patterns == 1).then_some("One memory is the least");
    if Button::new(&text).small().name(&name).tooltip(help::LOAD).disabled_because(at_end).show(ui).clicked() {
        context.go(spot.loaded(by));
    }
}

fn signed_count(by: isize) -> String {
    if by < 0 { format!("−{}", by.unsigned_abs()) } else { format!("+{by}") }
}

fn temperature_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
    ui.add_space(theme::STEP);
    let spot = context.spot();
    let field = SliderField::new("Temperature T", spot.temperature, 0.0..=HOTTEST).digits(3).step(STEPS[0]);
    if let Some(temperature) = field.tooltip(help::TEMPERATURE).show(ui) {
        context.go(Spot { temperature: (temperature * 1e6).round() / 1e6, ..spot });
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        for (by, text, name) in [
            (-STEPS[1], "−0.1", "cooler by 0.1"),
            (-STEPS[0], "−0.01", "cooler by 0.01"),
            (STEPS[0], "+0.01", "hotter by 0.01"),
            (STEPS[1], "+0.1", "hotter by 0.1"),
        ] {
            if Button::new(text).small().name(name).tooltip(help::TEMPERATURE).show(ui).clicked() {
                context.go(spot.heated(by.abs(), if by > 0.0 { 1 } else { -1 }));
            }
        }
    });
}

/// Places that theory names, to go to.
fn snaps_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
    title(ui, "Go to a line", help::PLANE);
    let (spot, size) = (context.spot(), context.config().size);
    let heat = |temperature: f64| Spot { temperature: (temperature * 1e4).round() / 1e4, ..spot };
    let top = ui.cursor().top();
    if spot.patterns == 1 {
        snap_ui(ui, context, (None, "one memory melts"), ("T = 1", Some(heat(1.0))), help::ONE_MEMORY);
    } else if let Some(theory) = context.view().theory {
        let rows = [
            (Line::Retrieval, "retrieval ends", theory.lines.retrieval, help::RETRIEVAL_ENDS),
            (Line::Ground, "lowest states end", theory.lines.ground, help::GROUND_ENDS),
            (Line::Glass, "freezing ends", Some(theory.lines.spin_glass), help::GLASS_ENDS),
        ];
        for (line, what, temperature, help) in rows {
            let text = temperature.map_or_else(|| "none".to_owned(), |found| format!("T = {}", number(found, 3)));
            let to = temperature.filter(|&temperature| temperature <= HOTTEST).map(heat);
            snap_ui(ui, context, (Some(line), what), (&text, to), help);
        }
    } else {
        sentence_ui(ui, "The lines of temperature are those of Hebb’s rule.", None);
    }
    // However many of the lines there are, what stands below stays where it is.
    let room = LINES * (snap_height(ui) + ui.spacing().item_spacing.y);
    ui.add_space((top + room - ui.cursor().top()).max(0.0));
    let capacity = lines::capacity();
    let load = |load: f64| Spot { patterns: Spot::near(size, load, 0.0).patterns, ..spot };
    for (what, at, help) in [
        ("capacity at T = 0", capacity.critical_load, help::CAPACITY),
        ("lowest at T = 0 to", capacity.ground_load, help::GROUND_LOAD),
    ] {
        snap_ui(ui, context, (None, what), (&format!("α = {}", number(at, 3)), Some(load(at))), help);
    }
}

fn snap_height(ui: &egui::Ui) -> f32 {
    (24.0 * theme::tokens(ui.ctx()).theme.metrics().scale).round()
}

/// A place to go to: the sign of its line on the plane, what it is, and where it lies.
fn snap_ui(
    ui: &mut egui::Ui,
    context: &mut PhasesContext<'_>,
    (line, what): (Option<Line>, &str),
    (text, to): (&str, Option<Spot>),
    help: &str,
) {
    let tokens = theme::tokens(ui.ctx());
    let row = egui::vec2(ui.available_width(), snap_height(ui));
    ui.allocate_ui_with_layout(row, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let name = format!("Go to: {what}, {text}");
        let button = Button::new(text).small().name(&name).tooltip(help);
        let beyond = if text == "none" { "At this load there is no such line" } else { "Beyond the plane" };
        if button.disabled_because(to.is_none().then_some(beyond)).show(ui).clicked()
            && let Some(to) = to
        {
            context.go(to);
        }
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            if let Some(line) = line {
                let sign = paint::symbol(ui, line.index(), tokens.ink);
                hover_help(ui.label(sign), help);
            }
            hover_help(ui.add(egui::Label::new(RichText::new(what).color(tokens.soft)).truncate()), help);
        });
    });
}

fn policy_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
    title(ui, "Start at each place", help::START_MEMORY);
    let starts = [
        (PhasesStart::Memory, "Memory", help::START_MEMORY),
        (PhasesStart::GoOn, "Go on", help::START_GO_ON),
        (PhasesStart::Random, "Random", help::START_RANDOM),
    ];
    if let Some(start) = Segmented::new("Start at each place", context.config().start, &starts).show(ui) {
        context.ask(PhasesCmd::SetStart(start));
    }
    title(ui, "Learning rule", shared_help::RULE_HEBB);
    let rules = [
        (LearningRule::Hebb, "Hebb", shared_help::RULE_HEBB),
        (LearningRule::PseudoInverse, "Projection", shared_help::RULE_PROJECTION),
        (LearningRule::Storkey, "Storkey", shared_help::RULE_STORKEY),
    ];
    if let Some(rule) = Segmented::new("Learning rule", context.config().rule, &rules).show(ui) {
        context.ask(PhasesCmd::SetRule(rule));
    }
}

/// Hands the memories of this network over to a lab that draws them.
fn open_in_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
    ui.add_space(theme::STEP);
    let menu = egui::ComboBox::from_id_salt("open in").selected_text("Open in…").width(104.0);
    let menu = menu.show_ui(ui, |ui| context.shell.workspace.open_in_ui(ui, OfferKind::Memories));
    menu.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Open in"));
    menu.response.on_hover_text("The memories of this network, on the shelf of another lab");
    let Some(lab) = menu.inner.flatten() else { return };
    let config = *context.config();
    let patterns = memories(&config, MOST_HANDED);
    if config.patterns > patterns.len() {
        let (first, all) = (grouped(patterns.len() as u64), grouped(config.patterns as u64));
        context
            .shell
            .tell(format!("The first {first} of {all} memories go on the shelf, which is as many as it takes."));
    }
    let named = patterns.into_iter().zip(1..).map(|(pattern, k)| Memory::new(format!("random {k}"), pattern));
    let (name, shape) = ("the network of Phases".to_owned(), GridShape::near_square(config.size));
    context.shell.workspace.hand_over(lab, Offer::Memories { name, shape, memories: named.collect() });
}

fn readout_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
    let tokens = theme::tokens(ui.ctx());
    ui.add_space(theme::STEP * 2.0);
    let view = context.view();
    let mut row = |name: &str, value: &str, tip: &str| {
        hover_help(value_row_ui(ui, name, value, Some(tokens.soft)), tip);
    };
    // Every row is always there: those without a number yet keep the place of those below.
    let state = view.theory.as_ref().map(|theory| theory.state);
    let of_state = |value: Option<Option<f64>>| match value {
        Some(Some(value)) => number(value, 4),
        Some(None) => "none".to_owned(),
        None => "–".to_owned(),
    };
    row("overlap m, theory", &of_state(state.map(|state| state.map(|state| state.overlap))), help::THEORY);
    row("frozen order q, theory", &of_state(state.map(|state| state.map(|state| state.order))), help::ORDER);
    let found = view.measured.as_ref();
    row("m, measured", &found.map_or("–".to_owned(), sentences::measured), help::MEASURED);
    let time = found.filter(|_| !view.at_rest).map(|found| number(found.autocorrelation_time, 1));
    row("correlation time", &time.map_or("–".to_owned(), |time| format!("{time} sweeps")), help::AUTOCORRELATION);
    row("sweeps here", &grouped(view.sweeps), help::MEASURED);
    row("energy per spin", &view.energy.map_or("–".to_owned(), |energy| number(energy, 3)), shared_help::ENERGY);
    ui.add_space(theme::STEP);
    let points = view.points.len();
    let text = format!("Forget {} {}", grouped(points as u64), if points == 1 { "point" } else { "points" });
    let none = (points == 0).then_some("No place was measured yet: 20 sweeps make a point");
    let tip = keys::FORGET.tip(ui.ctx(), "Clears the measured points from the charts");
    if Button::new(&text).name("Forget points").small().tooltip(&tip).disabled_because(none).show(ui).clicked() {
        context.ask(PhasesCmd::ForgetPoints);
    }
}
