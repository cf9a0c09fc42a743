//! The transport: Reset, Play or Pause, Step with its size, speed, seed, New seed and `?`. The same in every lab. What
//! does not fit is in a menu.

use egui::{Align, FontId, Layout, Popup, PopupCloseBehavior, RichText, Ui, UiBuilder, Vec2};

use super::{Button, Track, paint, seed_field};
use crate::ui::theme;

#[derive(Clone, Debug, PartialEq)]
pub struct TransportState<'a> {
    /// Whether the model runs: the filled button is Pause, not Play.
    pub running: bool,
    /// Why nothing can be played or stepped, if so.
    pub blocked: Option<&'a str>,
    /// The sizes a step may have: `one spin`, `one sweep`, …
    pub step_sizes: &'a [&'a str],
    /// Which of them is chosen.
    pub step_size: usize,
    /// Steps a second, or another positive measure of speed.
    pub speed: f64,
    /// Slowest and fastest speed; the slider is logarithmic.
    pub speed_range: (f64, f64),
    /// The speed as a sentence: `800 spins per second`.
    pub speed_text: &'a str,
    /// The speed in short, next to its slider: `1.5 sweeps/s`.
    pub speed_short: &'a str,
    /// The widest that this becomes: its room is kept.
    pub speed_widest: &'a str,
    pub seed: u64,
    /// What Reset does, and its key.
    pub reset_tip: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TransportAction {
    /// Begin the same run again.
    Reset,
    Play,
    Pause,
    /// One step of the chosen size.
    Step,
    /// Choose the step size with this index.
    StepSize(usize),
    Speed(f64),
    /// Begin again with this seed.
    Seed(u64),
    /// Begin again with a new seed, which the caller draws.
    NewSeed,
    Keys,
}

const GAP: f32 = 12.0;

/// Draws the transport at the right end of the available width; what was clicked, in order.
pub fn transport_ui(ui: &mut Ui, state: &TransportState<'_>) -> Vec<TransportAction> {
    let metrics = theme::tokens(ui.ctx()).theme.metrics();
    let plan = Plan::new(ui, state, ui.available_width());
    let rect = ui.available_rect_before_wrap();
    let start = (rect.right() - plan.width).max(rect.left());
    let centred = egui::Rect::from_min_size(
        egui::pos2(start, rect.center().y - metrics.control / 2.0),
        Vec2::new(plan.width, metrics.control),
    );
    let builder = UiBuilder::new().id_salt("transport").max_rect(centred).layout(Layout::left_to_right(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let mut actions = Vec::new();
        buttons_ui(ui, state, &plan, &mut actions);
        settings_ui(ui, state, &plan, &mut actions);
        actions
    })
    .inner
}

/// What fits into the bar, each with all before it: words are the first to go, then the number of the speed, the speed,
/// the seed; then what a step is, and Reset.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Fits {
    Little,
    Reset,
    Sizes,
    Seed,
    ShortSpeed,
    Speed,
    Number,
    Words,
}

struct Plan {
    fits: Fits,
    width: f32,
}

impl Plan {
    fn new(ui: &Ui, state: &TransportState<'_>, room: f32) -> Self {
        use Fits::{Little, Number, Reset, Seed, ShortSpeed, Sizes, Speed, Words};
        let plan = |fits| Self { fits, width: width(ui, state, fits) };
        let plans = [Words, Number, Speed, ShortSpeed, Seed, Sizes, Reset].map(plan);
        plans.into_iter().find(|plan| plan.width <= room).unwrap_or_else(|| plan(Little))
    }

    /// Length of the speed's slider, if it is there.
    fn speed(&self) -> Option<f32> {
        speed(self.fits)
    }
}

fn speed(fits: Fits) -> Option<f32> {
    match fits {
        Fits::Words | Fits::Number | Fits::Speed => Some(120.0),
        Fits::ShortSpeed => Some(84.0),
        _ => None,
    }
}

/// Width of a bar with what fits.
fn width(ui: &Ui, state: &TransportState<'_>, fits: Fits) -> f32 {
    let metrics = theme::tokens(ui.ctx()).theme.metrics();
    let word = |text: &str| paint::width(ui, text, FontId::proportional(metrics.body)) + GAP;
    let part = |shown: bool, width: f32| if shown { width } else { 0.0 };
    let step = if fits >= Fits::Sizes { step_text(state) } else { STEP.to_owned() };
    let always = play(state).width(ui) + step_button(&step, None).width(ui) + keys().width(ui) + 2.0 * GAP;
    always
        + part(fits >= Fits::Reset, reset(state).width(ui) + GAP)
        + part(fits >= Fits::Sizes, sizes().width(ui) + 2.0)
        + part(fits >= Fits::Seed, seed_field::WIDTH * metrics.scale + new_seed().width(ui) + 2.0 * GAP)
        + speed(fits).map_or(0.0, |track| track + GAP)
        + part(fits >= Fits::Number, speed_room(ui, state) + GAP)
        + part(fits == Fits::Words, word("speed") + word("seed"))
        + part(fits < Fits::ShortSpeed, more().width(ui) + GAP)
}

/// Room of the speed's number.
fn speed_room(ui: &Ui, state: &TransportState<'_>) -> f32 {
    let body = FontId::proportional(theme::tokens(ui.ctx()).theme.metrics().body);
    paint::width(ui, state.speed_widest, body.clone()).max(paint::width(ui, state.speed_short, body))
}

const STEP: &str = "Step";

fn step_text(state: &TransportState<'_>) -> String {
    match state.step_sizes.get(state.step_size) {
        Some(size) => format!("Step: {size}"),
        None => STEP.to_owned(),
    }
}

fn reset<'a>(state: &TransportState<'a>) -> Button<'a> {
    Button::new("Reset").tooltip(state.reset_tip)
}

fn play<'a>(state: &TransportState<'a>) -> Button<'a> {
    let (text, tooltip) =
        if state.running { ("Pause", "Stops here (Space)") } else { ("Play", "Runs the model (Space)") };
    Button::new(text).accent(true).min_width(66.0).tooltip(tooltip).disabled_because(state.blocked)
}

fn step_button<'a>(text: &'a str, blocked: Option<&'a str>) -> Button<'a> {
    Button::new(text).tooltip("Does one step of this size and stops (.)").disabled_because(blocked)
}

fn sizes() -> Button<'static> {
    Button::new("▾").name("Step size").tooltip("Chooses the size of a step")
}

fn more() -> Button<'static> {
    Button::new("…").name("More of the transport").tooltip("What has no room in this bar")
}

fn new_seed() -> Button<'static> {
    Button::new("New seed").tooltip("Draws another seed and begins again")
}

fn keys() -> Button<'static> {
    Button::new("?").name("Keys").tooltip("Lists the keys, and explains the words (?)")
}

fn buttons_ui(ui: &mut Ui, state: &TransportState<'_>, plan: &Plan, actions: &mut Vec<TransportAction>) {
    if plan.fits >= Fits::Reset && reset(state).show(ui).clicked() {
        actions.push(TransportAction::Reset);
    }
    if play(state).show(ui).clicked() {
        actions.push(if state.running { TransportAction::Pause } else { TransportAction::Play });
    }
    let step = if plan.fits >= Fits::Sizes { step_text(state) } else { STEP.to_owned() };
    if step_button(&step, state.blocked).show(ui).clicked() {
        actions.push(TransportAction::Step);
    }
    if plan.fits >= Fits::Sizes {
        ui.add_space(2.0 - GAP);
        let arrow = sizes().show(ui);
        Popup::menu(&arrow)
            .close_behavior(PopupCloseBehavior::CloseOnClick)
            .show(|ui| step_sizes_ui(ui, state, actions));
    }
}

fn step_sizes_ui(ui: &mut Ui, state: &TransportState<'_>, actions: &mut Vec<TransportAction>) {
    ui.set_min_width(110.0);
    ui.spacing_mut().button_padding = Vec2::new(8.0, 4.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    for (index, size) in state.step_sizes.iter().enumerate() {
        if ui.add(egui::Button::selectable(index == state.step_size, *size)).clicked() {
            actions.push(TransportAction::StepSize(index));
        }
    }
}

/// What the bar has no room for.
fn more_ui(ui: &mut Ui, state: &TransportState<'_>, plan: &Plan, actions: &mut Vec<TransportAction>) {
    if plan.fits < Fits::Reset && reset(state).show(ui).clicked() {
        actions.push(TransportAction::Reset);
    }
    if plan.speed().is_none() {
        ui.horizontal(|ui| {
            ui.label("speed");
            speed_ui(ui, state, 120.0, actions);
            ui.label(state.speed_short);
        });
    }
    if plan.fits < Fits::Seed {
        ui.horizontal(|ui| {
            ui.label("seed");
            seed_ui(ui, state, actions);
        });
    }
    if plan.fits < Fits::Sizes {
        ui.separator();
        step_sizes_ui(ui, state, actions);
    }
}

fn speed_ui(ui: &mut Ui, state: &TransportState<'_>, width: f32, actions: &mut Vec<TransportAction>) {
    let (slow, fast) = state.speed_range;
    let (response, moved) = Track::new("speed", state.speed, slow..=fast).logarithmic(true).width(width).show(ui);
    response.on_hover_text(state.speed_text);
    actions.extend(moved.map(TransportAction::Speed));
}

/// The number at the left of its room, so that nothing moves with it.
fn speed_number_ui(ui: &mut Ui, state: &TransportState<'_>) {
    let metrics = theme::tokens(ui.ctx()).theme.metrics();
    let room = Vec2::new(speed_room(ui, state), metrics.control);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(room.x);
        ui.add(egui::Label::new(state.speed_short).extend()).on_hover_text(state.speed_text);
    });
}

fn seed_ui(ui: &mut Ui, state: &TransportState<'_>, actions: &mut Vec<TransportAction>) {
    let id = ui.make_persistent_id("seed");
    actions.extend(seed_field::seed_field_ui(ui, id, state.seed).map(TransportAction::Seed));
    if new_seed().show(ui).clicked() {
        actions.push(TransportAction::NewSeed);
    }
}

fn settings_ui(ui: &mut Ui, state: &TransportState<'_>, plan: &Plan, actions: &mut Vec<TransportAction>) {
    let tokens = theme::tokens(ui.ctx());
    let word = |ui: &mut Ui, text: &str| {
        if plan.fits == Fits::Words {
            ui.add(egui::Label::new(RichText::new(text).color(tokens.soft)).extend());
        }
    };
    if let Some(length) = plan.speed() {
        word(ui, "speed");
        speed_ui(ui, state, length, actions);
        if plan.fits >= Fits::Number {
            speed_number_ui(ui, state);
        }
    }
    if plan.fits >= Fits::Seed {
        word(ui, "seed");
        seed_ui(ui, state, actions);
    }
    if plan.fits < Fits::ShortSpeed {
        let more = more().show(ui);
        let menu = Popup::menu(&more).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        menu.show(|ui| more_ui(ui, state, plan, actions));
    }
    if keys().show(ui).clicked() {
        actions.push(TransportAction::Keys);
    }
}
