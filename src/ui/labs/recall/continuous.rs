//! The memories of the shelf as real vectors: a state falls to a weighted mean of them, from a blur to one memory as β
//! rises.

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::continuous::ContinuousView;
use crate::engine::hopfield::recall::RecallView;
use crate::physics::hopfield::continuous::Attention;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, ContinuousSettings, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::sentences::{stored_identity, stored_letter};
use crate::ui::labs::hopfield::studies::document_key;
use crate::ui::labs::recall::grey_cue::{GreyEditor, controls_ui};
use crate::ui::machine::Palette;
use crate::ui::theme;
use crate::ui::theme::numbers::{number, percent};
use crate::ui::widgets::plots::{Bar, Bars};
use crate::ui::widgets::{
    Segmented, SliderField, TileGrid, TileLayout, Tiles, columns_ui, hover_help, sentence_ui, title_ui, value_row_ui,
};

/// β of the slider, in units of 1/N: products of two states of spins go up to N.
const BETAS: std::ops::RangeInclusive<f64> = 0.01..=100.0;
/// Widths of the columns.
const SHARES: [f32; 4] = [0.32, 0.2, 0.2, 0.28];
/// Below this width the columns stand in two rows.
const NARROW: f32 = 640.0;
const TOP: [f32; 2] = [0.55, 0.45];
const PICTURES: [f32; 3] = [0.32, 0.32, 0.36];
/// Heights of what is set, and of the pictures.
const ABOVE: f32 = 44.0;
const LEAST: f32 = 90.0;
const MOST: f32 = 260.0;
/// A column narrower than this has the rules in a menu.
const FOLDED: f32 = 200.0;
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
    cue: GreyEditor,
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
        let grey = &context.shared.grey;
        let drawn = grey.of(context.size()).map_or(0, |_| grey.number);
        let wanted = ContinuousSettings { drawn, ..context.shared.continuous };
        if !context.studies.continuous.is_of(&wanted, document_key(context.snapshot)) {
            context.asks.push(Ask::Continuous(wanted));
        }
        let Some(snapshot) = context.studies.continuous.latest() else { return };
        let (view, key) = (snapshot.view.clone(), (snapshot.generation, snapshot.revision));
        let error = snapshot.error.clone();
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        if ui.available_width() < NARROW * scale {
            return self.narrow_ui(ui, context, &view, key, error.as_ref());
        }
        let width = ui.available_width() - (SHARES.len() - 1) as f32 * theme::GAP;
        columns_ui(ui, &SHARES.map(|share| share * width), |ui, column| match column {
            0 => {
                let area = egui::ScrollArea::vertical().id_salt("attention").auto_shrink(false);
                area.show(ui, |ui| {
                    rule_ui(ui, &mut context.shared.continuous);
                    beta_ui(ui, &mut context.shared.continuous);
                    controls_ui(ui, context);
                    error_ui(ui, error.as_ref());
                    readout_ui(ui, context.view(), &view);
                });
            }
            1 => self.cue.ui(ui, context, &mut self.palette),
            2 => self.state_ui(ui, context, &view, key),
            _ => weights_ui(ui, context, &view),
        });
    }
}

fn rule_ui(ui: &mut egui::Ui, settings: &mut ContinuousSettings) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    let narrow = ui.available_width() < FOLDED * theme::tokens(ui.ctx()).theme.metrics().scale;
    if let Some(rule) = Segmented::new("Rule of attention", settings.attention, &RULES).folded(narrow).show(ui) {
        settings.attention = rule;
    }
}

fn beta_ui(ui: &mut egui::Ui, settings: &mut ContinuousSettings) {
    let field = SliderField::new("β N", settings.beta, BETAS).logarithmic().digits(2).tooltip(help::CONTINUOUS_BETA);
    if let Some(beta) = field.show(ui) {
        settings.beta = beta;
    }
}

fn error_ui(ui: &mut egui::Ui, error: Option<&SessionError>) {
    if let Some(error) = error {
        sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
    }
}

/// Columns in a strip of this height.
fn strip_ui(ui: &mut egui::Ui, height: f32, widths: &[f32], draw: impl FnMut(&mut egui::Ui, usize)) {
    let room = egui::vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(room, egui::Layout::top_down(egui::Align::Min), |ui| {
        ui.set_max_height(height);
        columns_ui(ui, widths, draw);
    });
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
    /// Where four columns would cut what they say: the pictures in a row, what is set above them, and what is read and drawn
    /// with below, over the whole width.
    fn narrow_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut HopfieldContext<'_>,
        view: &ContinuousView,
        key: (u64, u64),
        error: Option<&SessionError>,
    ) {
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        let top = ui.cursor().top();
        let height = ui.available_height();
        let area = egui::ScrollArea::vertical().id_salt("attention").auto_shrink(false);
        area.show(ui, |ui| {
            let width = ui.available_width();
            strip_ui(ui, ABOVE * scale, &TOP.map(|share| share * (width - theme::GAP)), |ui, column| match column {
                0 => rule_ui(ui, &mut context.shared.continuous),
                _ => beta_ui(ui, &mut context.shared.continuous),
            });
            error_ui(ui, error);
            let left = height - (ui.cursor().top() - top).max(0.0);
            let pictures = left.clamp(LEAST * scale, MOST * scale);
            let width = width - 2.0 * theme::GAP;
            strip_ui(ui, pictures, &PICTURES.map(|share| share * width), |ui, column| match column {
                0 => self.cue.ui(ui, context, &mut self.palette),
                1 => self.state_ui(ui, context, view, key),
                _ => weights_ui(ui, context, view),
            });
            controls_ui(ui, context);
            readout_ui(ui, context.view(), view);
        });
    }

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
