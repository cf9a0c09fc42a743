//! The transport: Reset, Play or Pause, Step with its size, speed, seed, New seed and `?`. The same in every lab.

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
    pub seed: u64,
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
        buttons_ui(ui, state, &mut actions);
        settings_ui(ui, state, &plan, &mut actions);
        actions
    })
    .inner
}

/// What fits: first the words go, then the speed, then the seed.
struct Plan {
    words: bool,
    speed: f32,
    seed: bool,
    width: f32,
}

impl Plan {
    fn new(ui: &Ui, state: &TransportState<'_>, room: f32) -> Self {
        let metrics = theme::tokens(ui.ctx()).theme.metrics();
        let word = |text: &str| paint::width(ui, text, FontId::proportional(metrics.body)) + GAP;
        let step = step_text(state);
        let fixed =
            [reset(), play(state), step_button(&step, None), keys()].iter().map(|button| button.width(ui)).sum::<f32>()
                + more().width(ui)
                + 3.0 * GAP
                + 2.0;
        let seed = seed_field::WIDTH * metrics.scale + new_seed().width(ui) + 2.0 * GAP;
        let words = word("speed") + word("seed");
        [(true, 120.0, true), (false, 120.0, true), (false, 72.0, true), (false, 0.0, true), (false, 0.0, false)]
            .map(|(with_words, speed, with_seed)| {
                let track = if speed > 0.0 { speed + GAP } else { 0.0 };
                let width = fixed + track + if with_seed { seed } else { 0.0 } + if with_words { words } else { 0.0 };
                Self { words: with_words, speed, seed: with_seed, width }
            })
            .into_iter()
            .reduce(|wider, narrower| if wider.width <= room { wider } else { narrower })
            .unwrap_or(Self { words: false, speed: 0.0, seed: false, width: fixed })
    }
}

fn step_text(state: &TransportState<'_>) -> String {
    match state.step_sizes.get(state.step_size) {
        Some(size) => format!("Step: {size}"),
        None => "Step".to_owned(),
    }
}

fn reset() -> Button<'static> {
    Button::new("Reset").tooltip("Begins the same run again, with the same seed (R)")
}

fn play<'a>(state: &TransportState<'a>) -> Button<'a> {
    let (text, tooltip) =
        if state.running { ("Pause", "Stops here (Space)") } else { ("Play", "Runs the model (Space)") };
    Button::new(text).accent(true).min_width(66.0).tooltip(tooltip).disabled_because(state.blocked)
}

fn step_button<'a>(text: &'a str, blocked: Option<&'a str>) -> Button<'a> {
    Button::new(text).tooltip("Does one step of this size and stops (.)").disabled_because(blocked)
}

fn more() -> Button<'static> {
    Button::new("▾").name("Step size").tooltip("Chooses the size of a step")
}

fn new_seed() -> Button<'static> {
    Button::new("New seed").tooltip("Draws another seed and begins again")
}

fn keys() -> Button<'static> {
    Button::new("?").name("Keys").tooltip("Lists the keys (?)")
}

fn buttons_ui(ui: &mut Ui, state: &TransportState<'_>, actions: &mut Vec<TransportAction>) {
    if reset().show(ui).clicked() {
        actions.push(TransportAction::Reset);
    }
    if play(state).show(ui).clicked() {
        actions.push(if state.running { TransportAction::Pause } else { TransportAction::Play });
    }
    let step = step_text(state);
    if step_button(&step, state.blocked).show(ui).clicked() {
        actions.push(TransportAction::Step);
    }
    ui.add_space(2.0 - GAP);
    let arrow = more().show(ui);
    Popup::menu(&arrow).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        ui.set_min_width(110.0);
        ui.spacing_mut().button_padding = Vec2::new(8.0, 4.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        for (index, size) in state.step_sizes.iter().enumerate() {
            if ui.add(egui::Button::selectable(index == state.step_size, *size)).clicked() {
                actions.push(TransportAction::StepSize(index));
            }
        }
    });
}

fn settings_ui(ui: &mut Ui, state: &TransportState<'_>, plan: &Plan, actions: &mut Vec<TransportAction>) {
    let tokens = theme::tokens(ui.ctx());
    let word = |ui: &mut Ui, text: &str| {
        if plan.words {
            ui.add(egui::Label::new(RichText::new(text).color(tokens.soft)).extend());
        }
    };
    if plan.speed > 0.0 {
        word(ui, "speed");
        let (slow, fast) = state.speed_range;
        let track = Track::new("speed", state.speed, slow..=fast).logarithmic(true).width(plan.speed);
        let (response, moved) = track.show(ui);
        response.on_hover_text(state.speed_text);
        actions.extend(moved.map(TransportAction::Speed));
    }
    if plan.seed {
        word(ui, "seed");
        let id = ui.make_persistent_id("seed");
        actions.extend(seed_field::seed_field_ui(ui, id, state.seed).map(TransportAction::Seed));
        if new_seed().show(ui).clicked() {
            actions.push(TransportAction::NewSeed);
        }
    }
    if keys().show(ui).clicked() {
        actions.push(TransportAction::Keys);
    }
}
