//! The memories of the shelf as real vectors: a state falls to a weighted mean of them, from a blur to one memory as β
//! rises.

use crate::engine::hopfield::continuous::ContinuousView;
use crate::engine::hopfield::recall::RecallView;
use crate::physics::hopfield::continuous::Attention;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, ContinuousSettings, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::sentences::{stored_identity, stored_letter};
use crate::ui::labs::hopfield::studies::document_key;
use crate::ui::machine::Palette;
use crate::ui::theme;
use crate::ui::theme::numbers::{number, percent};
use crate::ui::widgets::plots::{Bar, Bars};
use crate::ui::widgets::{
    Segmented, SliderField, TileGrid, TileLayout, Tiles, columns_ui, hover_help, sentence_ui, title_ui, value_row_ui,
};

/// β of the slider, in units of 1/N: products of two states of spins go up to N.
const BETAS: std::ops::RangeInclusive<f64> = 0.01..=100.0;
/// Widths of the three columns.
const SHARES: [f32; 3] = [0.36, 0.24, 0.4];
/// A column narrower than this has the rules in a menu.
const FOLDED: f32 = 160.0;
/// Memories that have a bar.
const MOST_BARS: usize = 64;
const PICTURE: (f32, f32) = (200.0, 40.0);

const RULES: [(Attention, &str, &str); 3] = [
    (Attention::Softmax, "Softmax", help::SOFTMAX),
    (Attention::Sparsemax, "Sparsemax", help::SPARSEMAX),
    (Attention::Epanechnikov, "Epanechnikov", help::EPANECHNIKOV),
];

#[derive(Default)]
pub struct ContinuousPanel {
    grid: TileGrid,
    palette: Palette,
}

const INFO: PanelInfo = PanelInfo {
    id: "continuous",
    title: "Grey states: attention as memory",
    tab: "Attention",
    help: help::CONTINUOUS,
    place: Place::Tabs("studies"),
};

impl Panel<HopfieldPanels> for ContinuousPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        let found = context.studies.continuous.latest();
        found.map_or_else(String::new, |found| found.view.metastable.class.name().to_owned())
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        if context.view().stored.is_empty() {
            sentence_ui(ui, "Nothing is stored: store a memory first.", None);
            return;
        }
        let wanted = context.shared.continuous;
        if !context.studies.continuous.is_of(&wanted, document_key(context.snapshot)) {
            context.asks.push(Ask::Continuous(wanted));
        }
        let Some(snapshot) = context.studies.continuous.latest() else { return };
        let (view, key) = (snapshot.view.clone(), (snapshot.generation, snapshot.revision));
        let error = snapshot.error.clone();
        let width = ui.available_width() - 2.0 * theme::GAP;
        columns_ui(ui, &SHARES.map(|share| share * width), |ui, column| match column {
            0 => {
                let area = egui::ScrollArea::vertical().id_salt("attention").auto_shrink(false);
                area.show(ui, |ui| {
                    settings_ui(ui, &mut context.shared.continuous);
                    if let Some(error) = &error {
                        sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
                    }
                    readout_ui(ui, context.view(), &view);
                });
            }
            1 => self.state_ui(ui, context, &view, key),
            _ => weights_ui(ui, context, &view),
        });
    }
}

fn settings_ui(ui: &mut egui::Ui, settings: &mut ContinuousSettings) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    let narrow = ui.available_width() < FOLDED * theme::tokens(ui.ctx()).theme.metrics().scale;
    if let Some(rule) = Segmented::new("Rule of attention", settings.attention, &RULES).folded(narrow).show(ui) {
        settings.attention = rule;
    }
    let field = SliderField::new("β N", settings.beta, BETAS).logarithmic().digits(2).tooltip(help::CONTINUOUS_BETA);
    if let Some(beta) = field.show(ui) {
        settings.beta = beta;
    }
}

fn readout_ui(ui: &mut egui::Ui, recall: &RecallView, view: &ContinuousView) {
    let letter = |mu: usize| stored_letter(recall, mu);
    let retrieved = match (view.retrieved, view.in_one_step) {
        (Some(mu), Some(one)) if one == mu => format!("{} in one step", letter(mu)),
        (Some(mu), _) => format!("{} in {} steps", letter(mu), view.steps),
        (None, _) if view.ended && view.metastable.holding == 1 => {
            view.nearest.map_or_else(String::new, |(mu, _)| format!("nearly {}", letter(mu)))
        }
        (None, _) if view.ended => "none: a mean".to_owned(),
        (None, _) => "not yet".to_owned(),
    };
    let energy = view.energies.last().copied().flatten();
    let rows = [
        ("retrieved", retrieved, help::CONTINUOUS),
        ("holding 90 %", format!("{} of {}", view.metastable.holding, view.weights.len()), help::METASTABLE),
        ("effective number", number(view.metastable.participation, 2), help::METASTABLE),
        (
            "β Δ of the nearest",
            view.separation.map_or_else(|| "one memory".to_owned(), |d| number(d, 2)),
            help::SEPARATION,
        ),
        ("energy", energy.map_or_else(|| "infinite".to_owned(), |energy| number(energy, 3)), help::CONTINUOUS),
    ];
    for (name, value, help) in rows {
        hover_help(value_row_ui(ui, name, &value, None), help);
    }
}

impl ContinuousPanel {
    /// The state in grey levels.
    fn state_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut HopfieldContext<'_>,
        view: &ContinuousView,
        key: (u64, u64),
    ) {
        let shape = context.view().document.shape;
        let colours = self.palette.colours(ui.ctx());
        let note = if view.ended { "at rest" } else { "" };
        hover_help(title_ui(ui, "State", note), help::CONTINUOUS);
        let tiles = Tiles {
            name: "The grey state",
            count: 1,
            shape: [shape.width, shape.height],
            key: (key.0, key.1, 0),
            value: &|_, cell| view.state.get(cell).map(|&value| value as f32),
            colour: &|_, value| colours.fraction(f32::midpoint(value, 1.0)),
            layout: TileLayout::Pictures { most: PICTURE.0, least: PICTURE.1 },
            chosen: None,
            clickable: false,
        };
        let room = ui.available_size().max(egui::Vec2::ZERO);
        if let Some((_, cell)) = self.grid.show(ui, &tiles, room).hover
            && let Some(value) = view.state.get(cell)
        {
            context.shell.status = format!("cell {}: {}", cell + 1, number(*value, 3));
        }
    }
}

/// softmax(β ξ · x): one bar for each memory.
fn weights_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, view: &ContinuousView) {
    let tokens = theme::tokens(ui.ctx());
    let recall = context.view();
    hover_help(title_ui(ui, "Weights", "of the memories"), help::ATTENTION);
    let bars: Vec<Bar> = view
        .weights
        .iter()
        .take(MOST_BARS)
        .enumerate()
        .map(|(mu, &value)| Bar { value, color: tokens.identity(stored_identity(recall, mu)) })
        .collect();
    let names: Vec<String> = (0..bars.len()).map(|mu| stored_letter(recall, mu)).collect();
    let answer = Bars {
        height: ui.available_height().max(0.0),
        bars: &bars,
        y_range: (0.0, 1.0),
        names: &names,
        ..Bars::new("Weights of the memories")
    }
    .show(ui);
    if let Some(mu) = answer.hover
        && let (Some(weight), Some(overlap), Some(name)) = (view.weights.get(mu), view.overlaps.get(mu), names.get(mu))
    {
        context.shell.status =
            format!("memory {name}: weight {}, cosine with the state {}", percent(*weight, 1), number(*overlap, 3));
    }
}
