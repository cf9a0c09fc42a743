//! The settings that a run begins with: edited here, and begun with one button.

use crate::engine::rbm::{Spacing, TrainConfig, TrainView};
use crate::physics::rbm::{HiddenUnits, Method, VisibleUnits};
use crate::ui::labs::train::context::TrainContext;
use crate::ui::labs::train::{help, words};
use crate::ui::theme;
use crate::ui::widgets::{Button, Dialog, Segmented, SliderField, sentence_ui};

/// Limits of what is offered; the engine says what else is wrong.
/// Hidden units: so many where the weights of all checkpoints fit into this many bytes, and always the second number.
const MOST_HIDDEN: usize = 10_000;
const SURELY: usize = 1_000;
const MEMORY: usize = 4 << 30;
const CHAINS: (f64, f64) = (1.0, 10_000.0);
const UPDATES: (f64, f64) = (10.0, 1_000_000.0);
const CHECKPOINTS: (f64, f64) = (2.0, 200.0);
/// Width of the dialog, and of a column of it: two stand side by side where there is room.
const WIDTH: f32 = 560.0;
const COLUMN: f32 = 220.0;

/// A configuration that is being edited.
pub struct Form {
    config: TrainConfig,
    generation: u64,
}

impl Form {
    /// Begins with the settings of the run of this generation.
    pub fn new(view: &TrainView, generation: u64) -> Self {
        let config = TrainConfig { settings: view.settings, updates: view.last_update, ..(*view.config).clone() };
        // A new run has no past.
        let hidden_units = view.rbm.hidden_units();
        Self { config: TrainConfig { before: None, measured: true, hidden_units, ..config }, generation }
    }

    /// Whether it was begun on the settings of this generation: those of another run have other data.
    pub const fn is_of(&self, generation: u64) -> bool {
        self.generation == generation
    }

    /// Draws the dialog; whether it is done with.
    pub fn ui(&mut self, ctx: &egui::Context, context: &mut TrainContext<'_>) -> bool {
        let dialog = Dialog::new("A new run with other settings", WIDTH);
        let config = &mut self.config;
        let answer = dialog.show_with_buttons(ctx, |ui| content_ui(ui, config), buttons_ui);
        let ((), [begins, leaves]) = answer.inner;
        if begins {
            context.begin(self.config.clone());
        }
        answer.closed || begins || leaves
    }
}

fn content_ui(ui: &mut egui::Ui, config: &mut TrainConfig) {
    let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
    let columns = if ui.available_width() >= 2.0 * COLUMN * scale { 2 } else { 1 };
    ui.spacing_mut().item_spacing = egui::vec2(2.0 * theme::GAP, theme::STEP);
    ui.columns(columns, |columns| {
        if let Some(ui) = columns.first_mut() {
            machine_ui(ui, config);
        }
        if let Some(ui) = columns.last_mut() {
            training_ui(ui, config);
        }
    });
    ui.add_space(theme::STEP);
    sentence_ui(ui, "The present run is put aside: it can be taken back, and becomes A of Compare.", None);
}

/// Whether the run is to begin, and whether it is not.
fn buttons_ui(ui: &mut egui::Ui) -> [bool; 2] {
    let begin = Button::new("Start over").accent(true).tooltip("Begins a run with these settings");
    let begins = begin.show(ui).clicked();
    [begins, Button::new("Cancel").tooltip("Goes on with the present run (Esc)").show(ui).clicked()]
}

/// What learns.
fn machine_ui(ui: &mut egui::Ui, config: &mut TrainConfig) {
    let most = most_hidden(weights_of_a_unit(config), config.checkpoints.count) as f64;
    whole(ui, "hidden units", &mut config.hidden_units, (1.0, most), help::UNITS);
    if !matches!(config.visible, VisibleUnits::Potts(_)) {
        caption(ui, "visible units");
        let kinds = [VisibleUnits::Bernoulli, VisibleUnits::Ising].map(|kind| (kind, words::visible(kind)));
        let kinds = kinds.each_ref().map(|(kind, text)| (*kind, text.as_str(), help::UNITS_KIND));
        if let Some(kind) = Segmented::new("Visible units", config.visible, &kinds).show(ui) {
            config.visible = kind;
        }
    }
    caption(ui, "values of the hidden units");
    let kinds = [HiddenUnits::Bernoulli, HiddenUnits::Ising].map(|kind| (kind, words::hidden(kind), help::UNITS_KIND));
    if let Some(kind) = Segmented::new("Hidden units", config.hidden, &kinds).show(ui) {
        config.hidden = kind;
    }
    let settings = &mut config.settings;
    caption(ui, "chains start (PCD, CD, Rdm)");
    let helps = [help::METHOD_PCD, help::METHOD_CD, help::METHOD_RDM];
    let methods: Vec<_> =
        Method::ALL.into_iter().zip(helps).map(|(method, help)| (method, words::start(method), help)).collect();
    if let Some(method) = Segmented::new("Method", settings.method, &methods).show(ui) {
        settings.method = method;
    }
    caption(ui, "gradient");
    let gradients = [(true, "centred", help::CENTRED), (false, "plain", help::CENTRED)];
    if let Some(centred) = Segmented::new("Gradient", settings.centred, &gradients).show(ui) {
        settings.centred = centred;
    }
}

/// How long it learns, from how much at a time, and what is kept of it.
fn training_ui(ui: &mut egui::Ui, config: &mut TrainConfig) {
    let rows = config.data.as_ref().map_or(1, |data| data.rows.rows()).max(1) as f64;
    let mut updates = config.updates as usize;
    whole(ui, "updates", &mut updates, UPDATES, help::UPDATES);
    config.updates = updates as u64;
    whole(ui, "batch", &mut config.settings.batch, (1.0, rows.max(2.0)), help::BATCH);
    whole(ui, "chains", &mut config.settings.chains, CHAINS, help::CHAINS);
    whole(ui, "checkpoints", &mut config.checkpoints.count, CHECKPOINTS, help::CHECKPOINTS);
    caption(ui, "checkpoints spaced");
    let spacings = [(Spacing::Logarithmic, "logarithmically"), (Spacing::Linear, "evenly")];
    let spacings = spacings.map(|(spacing, text)| (spacing, text, help::CHECKPOINTS));
    if let Some(spacing) = Segmented::new("Spacing of checkpoints", config.checkpoints.spacing, &spacings).show(ui) {
        config.checkpoints.spacing = spacing;
    }
}

/// What the choice below it is about.
fn caption(ui: &mut egui::Ui, text: &str) {
    ui.add_space(theme::STEP);
    ui.label(egui::RichText::new(text).color(theme::tokens(ui.ctx()).soft));
}

/// Weights of one hidden unit.
fn weights_of_a_unit(config: &TrainConfig) -> usize {
    let sites = config.data.as_ref().map_or(1, |data| data.rows.columns());
    let states = if let VisibleUnits::Potts(states) = config.visible { usize::from(states) } else { 1 };
    sites.saturating_mul(states).max(1)
}

/// How many hidden units a run can have whose checkpoints fit into memory.
pub fn most_hidden(weights_of_a_unit: usize, checkpoints: usize) -> usize {
    // Besides the checkpoints there are the machine, its gradient, and the pictures of both.
    let copies = checkpoints.saturating_add(6);
    let each = weights_of_a_unit.saturating_mul(copies).saturating_mul(size_of::<f32>()).max(1);
    (MEMORY / each).clamp(SURELY, MOST_HIDDEN)
}

fn whole(ui: &mut egui::Ui, label: &str, value: &mut usize, (least, most): (f64, f64), tip: &str) {
    let most = most.max(*value as f64);
    let field = SliderField::new(label, *value as f64, least..=most).digits(0).step(1.0).logarithmic();
    if let Some(chosen) = field.two_lines(true).tooltip(tip).show(ui) {
        *value = chosen.round().max(least) as usize;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_units_are_limited_by_memory() {
        assert_eq!(most_hidden(784, 50), 10_000, "28 x 28 pixels");
        assert!((2_000..10_000).contains(&most_hidden(205 * 21, 50)), "proteins");
        assert_eq!((most_hidden(usize::MAX, 50), most_hidden(1, usize::MAX)), (1_000, 1_000));
    }
}
