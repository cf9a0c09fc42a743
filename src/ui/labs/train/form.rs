//! The settings that a run begins with: edited here, and begun with one button.

use crate::engine::rbm::{Spacing, TrainConfig, TrainView};
use crate::physics::rbm::{HiddenUnits, Method, VisibleUnits};
use crate::ui::labs::train::context::TrainContext;
use crate::ui::labs::train::{help, words};
use crate::ui::theme;
use crate::ui::widgets::{Button, Segmented, SliderField};

/// Limits of what is offered; the engine says what else is wrong.
/// Hidden units: so many where the weights of all checkpoints fit into this many bytes, and always the second number.
const MOST_HIDDEN: usize = 10_000;
const SURELY: usize = 1_000;
const MEMORY: usize = 4 << 30;
const CHAINS: (f64, f64) = (1.0, 10_000.0);
const UPDATES: (f64, f64) = (10.0, 1_000_000.0);
const CHECKPOINTS: (f64, f64) = (2.0, 200.0);
const LABELS: f32 = 82.0;

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

    /// Draws the fields; whether the form is done with.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) -> bool {
        let config = &self.config;
        let weights = weights_of_a_unit(config);
        let config = &mut self.config;
        let settings = &mut config.settings;
        let rows = config.data.as_ref().map_or(1, |data| data.rows.rows()).max(1) as f64;
        let most = most_hidden(weights, config.checkpoints.count) as f64;
        whole(ui, "hidden units", &mut config.hidden_units, (1.0, most), help::UNITS);
        caption(ui, "chains start (PCD, CD, Rdm)");
        let helps = [help::METHOD_PCD, help::METHOD_CD, help::METHOD_RDM];
        let methods: Vec<_> =
            Method::ALL.into_iter().zip(helps).map(|(method, help)| (method, words::start(method), help)).collect();
        if let Some(method) = Segmented::new("Method", settings.method, &methods).show(ui) {
            settings.method = method;
        }
        whole(ui, "batch", &mut settings.batch, (1.0, rows.max(2.0)), help::BATCH);
        whole(ui, "chains", &mut settings.chains, CHAINS, help::CHAINS);
        let mut updates = config.updates as usize;
        whole(ui, "updates", &mut updates, UPDATES, help::UPDATES);
        config.updates = updates as u64;
        whole(ui, "checkpoints", &mut config.checkpoints.count, CHECKPOINTS, help::CHECKPOINTS);
        let spacings =
            [(Spacing::Logarithmic, "by factors", help::CHECKPOINTS), (Spacing::Linear, "evenly", help::CHECKPOINTS)];
        caption(ui, "spacing of checkpoints");
        if let Some(spacing) = Segmented::new("Spacing of checkpoints", config.checkpoints.spacing, &spacings).show(ui)
        {
            config.checkpoints.spacing = spacing;
        }
        let gradients = [(true, "centred", help::CENTRED), (false, "plain", help::CENTRED)];
        caption(ui, "gradient");
        if let Some(centred) = Segmented::new("Gradient", settings.centred, &gradients).show(ui) {
            settings.centred = centred;
        }
        units_ui(ui, config);
        ui.add_space(theme::STEP);
        ui.horizontal_wrapped(|ui| {
            let begin = Button::new("Start over")
                .tooltip("Starts with these settings; the present run is put aside and can be taken back");
            let began = begin.show(ui).clicked();
            if began {
                context.begin(self.config.clone());
            }
            began | Button::new("Cancel").tooltip("Goes on with the present run").show(ui).clicked()
        })
        .inner
    }
}

/// What the choice below it is about.
fn caption(ui: &mut egui::Ui, text: &str) {
    ui.label(egui::RichText::new(text).color(theme::tokens(ui.ctx()).soft));
}

fn units_ui(ui: &mut egui::Ui, config: &mut TrainConfig) {
    if !matches!(config.visible, VisibleUnits::Potts(_)) {
        caption(ui, "visible units");
        let kinds =
            [(VisibleUnits::Bernoulli, "0 or 1", help::UNITS_KIND), (VisibleUnits::Ising, "±1", help::UNITS_KIND)];
        if let Some(kind) = Segmented::new("Visible units", config.visible, &kinds).show(ui) {
            config.visible = kind;
        }
    }
    caption(ui, "values of hidden units");
    let kinds = [HiddenUnits::Bernoulli, HiddenUnits::Ising].map(|kind| (kind, words::hidden(kind), help::UNITS_KIND));
    if let Some(kind) = Segmented::new("Hidden units", config.hidden, &kinds).show(ui) {
        config.hidden = kind;
    }
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
    if let Some(chosen) = field.label_width(LABELS).tooltip(tip).show(ui) {
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
