//! The settings that a run begins with: edited here, and begun with one button.

use crate::engine::rbm::{Spacing, TrainConfig, TrainView};
use crate::physics::rbm::{HiddenUnits, Method, VisibleUnits};
use crate::ui::labs::train::context::TrainContext;
use crate::ui::labs::train::help;
use crate::ui::theme;
use crate::ui::widgets::{Button, Segmented, SliderField};

/// Limits of what is offered; the engine says what else is wrong.
const HIDDEN: (f64, f64) = (1.0, 1_000.0);
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
        let config = &mut self.config;
        let settings = &mut config.settings;
        let rows = config.data.as_ref().map_or(1, |data| data.rows.rows()).max(1) as f64;
        whole(ui, "hidden units", &mut config.hidden_units, HIDDEN, help::UNITS);
        let methods = [
            (Method::Persistent, "PCD", help::METHOD_PCD),
            (Method::ContrastiveDivergence, "CD", help::METHOD_CD),
            (Method::Random, "Rdm", help::METHOD_RDM),
        ];
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
            [(Spacing::Logarithmic, "log spaced", help::CHECKPOINTS), (Spacing::Linear, "evenly", help::CHECKPOINTS)];
        if let Some(spacing) = Segmented::new("Spacing of checkpoints", config.checkpoints.spacing, &spacings).show(ui)
        {
            config.checkpoints.spacing = spacing;
        }
        let gradients = [(true, "centred", help::CENTRED), (false, "plain gradient", help::CENTRED)];
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

fn units_ui(ui: &mut egui::Ui, config: &mut TrainConfig) {
    if !matches!(config.visible, VisibleUnits::Potts(_)) {
        let kinds =
            [(VisibleUnits::Bernoulli, "v = 0/1", help::UNITS_KIND), (VisibleUnits::Ising, "v = ±1", help::UNITS_KIND)];
        if let Some(kind) = Segmented::new("Visible units", config.visible, &kinds).show(ui) {
            config.visible = kind;
        }
    }
    let kinds =
        [(HiddenUnits::Bernoulli, "h = 0/1", help::UNITS_KIND), (HiddenUnits::Ising, "h = ±1", help::UNITS_KIND)];
    if let Some(kind) = Segmented::new("Hidden units", config.hidden, &kinds).show(ui) {
        config.hidden = kind;
    }
}

fn whole(ui: &mut egui::Ui, label: &str, value: &mut usize, (least, most): (f64, f64), tip: &str) {
    let most = most.max(*value as f64);
    let field = SliderField::new(label, *value as f64, least..=most).digits(0).step(1.0).logarithmic();
    if let Some(chosen) = field.label_width(LABELS).tooltip(tip).show(ui) {
        *value = chosen.round().max(least) as usize;
    }
}
