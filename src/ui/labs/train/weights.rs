//! What each hidden unit looks for: the columns of W as pictures, and one of them enlarged.

use std::sync::Arc;

use crate::physics::rbm::{Checkpoint, Rbm};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{TrainContext, TrainPanels, UnitOrder};
use crate::ui::labs::train::{help, sentences};
use crate::ui::machine::{Canvas, Palette, VectorPicture, limit_of, site_names_ui};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, percent, signed};
use crate::ui::widgets::{Segmented, TileGrid, Tiles, colour_key_ui, columns_ui, sentence_ui, title_ui, value_row_ui};

/// Narrowest and widest picture of a unit.
const LEAST: f32 = 24.0;
const MOST: f32 = 96.0;
const TALLEST: f32 = 14.0;
/// Height of a strip with several states at each site.
const STATES: f32 = 42.0;
/// Width of the unit that is looked at, and its height where it is no picture: of a strip, and of letters.
const ENLARGED: f32 = 170.0;
const STRIP: f32 = 26.0;
const LETTERS: f32 = 84.0;
/// The most of the height that the names of columns take.
const NAMES: f32 = 0.35;
/// Rooms lower than this show the units alone.
const LOW: f32 = 190.0;
/// Width from which the key of the colours is drawn.
const KEY: f32 = 170.0;
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
        let now = ui.input(|input| input.time);
        self.refresh(context, now);
        let Some(shown) = self.shown.take() else { return };
        self.head_ui(ui, context, &shown);
        let canvas = context.rows();
        let room = ui.available_size().max(egui::Vec2::ZERO);
        let unit = context.shared.unit.filter(|unit| *unit < shown.machine.rbm.hidden_units());
        if canvas.is_picture && room.x > 2.4 * ENLARGED {
            let widths = [room.x - ENLARGED - theme::GAP, ENLARGED];
            columns_ui(ui, &widths, |ui, column| match (column, unit) {
                (0, _) => self.units_ui(ui, context, &shown, &canvas),
                (_, Some(unit)) => self.enlarged_ui(ui, context, &shown, unit, &canvas),
                (_, None) => {
                    sentence_ui(ui, "Click a unit to enlarge it, with its bias and how often it is on.", None);
                }
            });
        } else {
            // A strip needs the width: the one that is looked at stands above all.
            if let Some(unit) = unit.filter(|_| !canvas.is_picture && room.y >= LOW) {
                self.enlarged_ui(ui, context, &shown, unit, &canvas);
            }
            site_names_ui(ui, &canvas, ui.available_width().floor(), NAMES * room.y);
            self.units_ui(ui, context, &shown, &canvas);
        }
        self.shown = Some(shown);
    }
}

fn weight(rbm: &Rbm, row: usize, unit: usize) -> Option<f32> {
    (unit < rbm.hidden_units())
        .then(|| rbm.parameters().weights.get(row * rbm.hidden_units() + unit).copied())
        .flatten()
}

/// What is known of a unit, by name.
fn facts(context: &TrainContext<'_>, shown: &Shown, unit: usize) -> Vec<(&'static str, String)> {
    let norm = shown.norms.get(unit).copied().unwrap_or(0.0);
    let bias = shown.machine.rbm.parameters().hidden_bias.get(unit).copied().unwrap_or(0.0);
    let mut facts = vec![("norm", sentences::short(f64::from(norm))), ("bias", signed(f64::from(bias), 2))];
    let means = context.derived.diagnostics.as_ref().filter(|diagnostics| diagnostics.update == shown.machine.update);
    if let Some(mean) = means.and_then(|diagnostics| diagnostics.hidden_means.get(unit).copied()) {
        facts.push(("on for", percent(f64::from(mean), 1)));
    }
    facts
}

impl WeightsPanel {
    /// The order, and what the colours mean.
    fn head_ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>, shown: &Shown) {
        let orders = [
            (UnitOrder::Norm, "by norm", help::WEIGHTS_NORM),
            (UnitOrder::Mode, "by mode", help::WEIGHTS_MODE),
            (UnitOrder::Number, "by number", help::WEIGHTS),
        ];
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        ui.horizontal(|ui| {
            if let Some(order) = Segmented::new("Order of the units", context.shared.order, &orders).show(ui) {
                context.shared.order = order;
            }
            if ui.available_width() >= KEY * scale {
                let colours = self.palette.colours(ui.ctx());
                let limit = sentences::short(f64::from(shown.limit));
                let ends = [format!("W = −{limit}"), format!("+{limit}")];
                colour_key_ui(ui, "Weights", [&ends[0], &ends[1]], |at| colours.number(2.0 * at - 1.0, 1.0));
            }
        });
    }

    /// All units that find room, in their order.
    fn units_ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>, shown: &Shown, canvas: &Canvas<'_>) {
        let colours = self.palette.colours(ui.ctx());
        let rbm = &shown.machine.rbm;
        let tallest = if canvas.letters().is_some() { STATES } else { TALLEST };
        let tiles = Tiles {
            name: "Columns of W",
            count: shown.order.len(),
            shape: canvas.shape,
            key: (shown.generation, self.revision, 0),
            value: &|tile, cell| weight(rbm, canvas.index(cell), shown.order.get(tile).copied()?),
            colour: &|_, value| colours.number(value, shown.limit),
            layout: canvas.layout(LEAST, MOST, tallest),
            chosen: context.shared.unit.and_then(|unit| shown.order.iter().position(|each| *each == unit)),
            clickable: true,
        };
        let answer = self.grid.show(ui, &tiles, ui.available_size().max(egui::Vec2::ZERO));
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
    }

    /// The unit that is looked at: its picture, and what is known of it. A strip and its numbers take one line each.
    fn enlarged_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TrainContext<'_>,
        shown: &Shown,
        unit: usize,
        canvas: &Canvas<'_>,
    ) {
        let rbm = &shown.machine.rbm;
        let column: Vec<f32> = (0..rbm.visible_rows()).filter_map(|row| weight(rbm, row, unit)).collect();
        let name = format!("Hidden unit {}", unit + 1);
        let facts = facts(context, shown, unit);
        if canvas.is_picture {
            ui.label(egui::RichText::new(&name).strong());
        } else {
            let said: Vec<String> = facts.iter().map(|(what, value)| format!("{what} {value}")).collect();
            title_ui(ui, &name, &said.join(" · "));
        }
        let width = ui.available_width();
        let height = match canvas.letters() {
            _ if canvas.is_picture => width,
            Some(_) => LETTERS,
            None => STRIP,
        };
        let (key, size) = ((shown.generation, self.revision, unit as u64 + 1), egui::vec2(width, height));
        let picture =
            VectorPicture { name: &name, values: &column, canvas, key, size, chosen: false, clickable: false };
        if let Some(hover) = picture.show(ui, &mut self.enlarged, &self.palette.colours(ui.ctx())).hover {
            context.shell.status = format!("hidden unit {}, weight at {hover}", unit + 1);
        }
        if canvas.is_picture {
            for (what, value) in &facts {
                value_row_ui(ui, what, value, None);
            }
        }
    }

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
