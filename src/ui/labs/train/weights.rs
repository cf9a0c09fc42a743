//! What each hidden unit looks for: the columns of W as pictures, and one of them enlarged.

use std::sync::Arc;

use crate::physics::rbm::{Checkpoint, Rbm};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{TrainContext, TrainPanels, UnitOrder};
use crate::ui::labs::train::{help, sentences};
use crate::ui::machine::{Canvas, Colours, Palette, VectorPicture, limit_of};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, percent, signed};
use crate::ui::widgets::{Segmented, TileGrid, Tiles, columns_ui, sentence_ui, value_row_ui};

/// Narrowest and widest picture of a unit.
const LEAST: f32 = 24.0;
const MOST: f32 = 72.0;
const TALLEST: f32 = 14.0;
/// Width of the unit that is looked at.
const ENLARGED: f32 = 170.0;
/// While it trains, pictures are redrawn this often at most, in seconds.
const EVERY: f64 = 0.25;

#[derive(Default)]
pub struct WeightsPanel {
    grid: TileGrid,
    enlarged: TileGrid,
    palette: Palette,
    shown: Option<Shown>,
    made: f64,
    revision: u64,
}

/// The weights that are shown, and what was made of them.
struct Shown {
    machine: Arc<Checkpoint>,
    order_of: (UnitOrder, Option<usize>, (u64, u64)),
    generation: u64,
    order: Vec<usize>,
    norms: Vec<f32>,
    limit: f32,
}

impl Panel<TrainPanels> for WeightsPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "weights",
            title: "What each hidden unit looks for",
            tab: "Weights",
            help: help::WEIGHTS,
            place: Place::Tabs("closer looks"),
        }
    }

    fn explanation(&self, _context: &TrainContext<'_>) -> String {
        self.shown.as_ref().map_or_else(String::new, |shown| {
            let largest = sentences::short(f64::from(shown.limit));
            format!("columns of W at update {}, full colour at ±{largest}", grouped(shown.machine.update))
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let orders = [
            (UnitOrder::Norm, "by norm", help::WEIGHTS_NORM),
            (UnitOrder::Mode, "by mode", help::WEIGHTS_MODE),
            (UnitOrder::Number, "by number", help::WEIGHTS),
        ];
        if let Some(order) = Segmented::new("Order of the units", context.shared.order, &orders).show(ui) {
            context.shared.order = order;
        }
        let now = ui.input(|input| input.time);
        self.refresh(context, now);
        let Some(shown) = &self.shown else { return };
        let canvas = context.rows();
        let room = ui.available_size().max(egui::Vec2::ZERO);
        let side = if room.x > 2.4 * ENLARGED { ENLARGED } else { 0.0 };
        let colours = self.palette.colours(ui.ctx());
        let rbm = &shown.machine.rbm;
        let chosen = context.shared.unit;
        let tiles = Tiles {
            name: "Columns of W",
            count: shown.order.len(),
            shape: canvas.shape,
            key: (shown.generation, self.revision, 0),
            value: &|tile, cell| weight(rbm, canvas.index(cell), shown.order.get(tile).copied()?),
            colour: &|_, value| colours.number(value, shown.limit),
            layout: canvas.layout(LEAST, MOST, TALLEST),
            chosen: chosen.and_then(|unit| shown.order.iter().position(|each| *each == unit)),
            clickable: true,
        };
        let widths = [room.x - if side > 0.0 { side + theme::GAP } else { 0.0 }, side];
        columns_ui(ui, if side > 0.0 { &widths } else { &widths[..1] }, |ui, column| {
            if column == 1 {
                match chosen.filter(|unit| *unit < rbm.hidden_units()) {
                    Some(unit) => {
                        let key = (shown.generation, self.revision, unit as u64 + 1);
                        enlarged_ui(ui, context, &mut self.enlarged, shown, unit, &canvas, key, &colours);
                    }
                    None => {
                        sentence_ui(ui, "Click a unit to enlarge it, with its bias and how often it is on.", None);
                    }
                }
                return;
            }
            let answer = self.grid.show(ui, &tiles, egui::vec2(widths[0], room.y));
            if let Some((tile, cell)) = answer.hover
                && let Some(unit) = shown.order.get(tile).copied()
            {
                let value = weight(rbm, canvas.index(cell), unit).unwrap_or(0.0);
                let norm = shown.norms.get(unit).copied().unwrap_or(0.0);
                context.shell.status = format!(
                    "hidden unit {} (norm {}), {}: W = {}; click to enlarge it",
                    unit + 1,
                    sentences::short(f64::from(norm)),
                    canvas.name(cell),
                    signed(f64::from(value), 3)
                );
            }
            if let Some(tile) = answer.clicked {
                context.shared.unit = shown.order.get(tile).copied();
            }
        });
    }
}

fn weight(rbm: &Rbm, row: usize, unit: usize) -> Option<f32> {
    (unit < rbm.hidden_units())
        .then(|| rbm.parameters().weights.get(row * rbm.hidden_units() + unit).copied())
        .flatten()
}

#[expect(clippy::too_many_arguments, reason = "one picture of many, each with its place")]
fn enlarged_ui(
    ui: &mut egui::Ui,
    context: &mut TrainContext<'_>,
    grid: &mut TileGrid,
    shown: &Shown,
    unit: usize,
    canvas: &Canvas,
    key: (u64, u64, u64),
    colours: &Colours<'_>,
) {
    let rbm = &shown.machine.rbm;
    let column: Vec<f32> = (0..rbm.visible_rows()).filter_map(|row| weight(rbm, row, unit)).collect();
    let name = format!("Hidden unit {}", unit + 1);
    ui.label(egui::RichText::new(&name).strong());
    let width = ui.available_width();
    let size = egui::vec2(width, if canvas.is_picture { width } else { 60.0 });
    let picture = VectorPicture { name: &name, values: &column, canvas, key, size, chosen: false, clickable: false };
    if let Some((_, cell)) = picture.show(ui, grid, colours).hover {
        let value = signed(f64::from(picture.value(cell)), 3);
        context.shell.status = format!("hidden unit {}, {}: W = {value}", unit + 1, canvas.name(cell));
    }
    let norm = shown.norms.get(unit).copied().unwrap_or(0.0);
    value_row_ui(ui, "norm", &sentences::short(f64::from(norm)), None);
    let bias = rbm.parameters().hidden_bias.get(unit).copied().unwrap_or(0.0);
    value_row_ui(ui, "bias", &signed(f64::from(bias), 2), None);
    let means = context.derived.diagnostics.as_ref().filter(|diagnostics| diagnostics.update == shown.machine.update);
    if let Some(mean) = means.and_then(|diagnostics| diagnostics.hidden_means.get(unit).copied()) {
        value_row_ui(ui, "on for", &percent(f64::from(mean), 1), None);
    }
}

impl WeightsPanel {
    fn refresh(&mut self, context: &TrainContext<'_>, now: f64) {
        let Some(machine) = context.machine() else { return };
        let (order, mode) = (context.shared.order, context.shared.mode);
        let diagnostics = if order == UnitOrder::Mode { context.derived.diagnostics_key } else { (0, 0) };
        let (order_of, generation) = ((order, mode, diagnostics), context.snapshot.generation);
        if let Some(shown) = &self.shown
            && shown.generation == generation
        {
            let same = shown.machine.update == machine.update && shown.order_of == order_of;
            let soon = context.snapshot.running && context.live() && (0.0..EVERY).contains(&(now - self.made));
            if same || (soon && shown.order_of == order_of) {
                return;
            }
        }
        self.made = now;
        self.revision += 1;
        let norms = norms(&machine.rbm);
        let limit = limit_of(machine.rbm.parameters().weights);
        let mut units: Vec<usize> = (0..machine.rbm.hidden_units()).collect();
        let part = |unit: &usize| match order {
            UnitOrder::Norm => norms.get(*unit).copied().unwrap_or(0.0),
            UnitOrder::Number => 0.0,
            UnitOrder::Mode => {
                let modes = context.derived.diagnostics.as_ref().map(|diagnostics| &diagnostics.modes);
                let found = modes.and_then(|modes| modes.get(mode.unwrap_or(0)));
                found.and_then(|mode| mode.hidden.get(*unit)).copied().unwrap_or(0.0)
            }
        };
        units.sort_by(|a, b| part(b).total_cmp(&part(a)));
        self.shown = Some(Shown { machine, order_of, generation, order: units, norms, limit });
    }
}

fn norms(rbm: &Rbm) -> Vec<f32> {
    let mut squares = vec![0.0_f32; rbm.hidden_units()];
    for row in rbm.parameters().weights.chunks_exact(rbm.hidden_units().max(1)) {
        for (square, value) in squares.iter_mut().zip(row) {
            *square += value * value;
        }
    }
    squares.into_iter().map(f32::sqrt).collect()
}
