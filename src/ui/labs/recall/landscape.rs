//! The landscape over two memories as a surface to be turned, with the present state as a marble.

use std::sync::Arc;

use crate::physics::hopfield::plane::MemoryPlane;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::memory_menu::memory_menu_ui;
use crate::ui::labs::hopfield::sentences::memory_name;
use crate::ui::labs::hopfield::studies::network_key;
use crate::ui::theme;
use crate::ui::theme::numbers::signed;
use crate::ui::widgets::sentence_ui;
use crate::ui::widgets::surface::{Marble, Surface, Turn};

/// Width of the menus of the memories.
const MENU: f32 = 112.0;

#[derive(Default)]
pub struct LandscapePanel {
    memories: Option<(usize, usize)>,
    turn: Turn,
}

const INFO: PanelInfo = PanelInfo {
    id: "surface",
    title: "Landscape over two memories",
    tab: "Landscape",
    help: help::LANDSCAPE,
    place: Place::Tabs("studies"),
};

impl Panel<HopfieldPanels> for LandscapePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        "energy of real-valued states between two memories; drag to turn".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let document = &Arc::clone(&context.view().document);
        let count = document.memories.len();
        if count < 2 || context.view().network.is_none() {
            sentence_ui(ui, "Two memories span a landscape: store another one first.", None);
            return;
        }
        let (mut one, mut other) = self.memories.unwrap_or((0, 1));
        (one, other) = (one.min(count - 1), other.min(count - 1));
        ui.horizontal(|ui| {
            let menu = |ui: &mut egui::Ui, what: &str, place: &mut usize| {
                memory_menu_ui(ui, what, (memory_name(document, *place), MENU), document, place);
            };
            menu(ui, "First memory", &mut one);
            ui.label("and");
            menu(ui, "Second memory", &mut other);
        });
        self.memories = Some((one, other));
        if one == other {
            sentence_ui(ui, "Two different memories are needed.", None);
            return;
        }
        let study = &context.studies.landscape;
        if !study.is_of(&(one, other), network_key(context.snapshot)) {
            context.asks.push(Ask::Landscape { one, other });
        }
        // Until the new one is there the last one stays, under its own names.
        let (Some(found), Some(&(one, other))) = (study.latest(), study.shown()) else { return };
        if let Some(error) = &found.error {
            sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
        }
        let (Some(first), Some(second)) = (document.memories.get(one), document.memories.get(other)) else { return };
        let state = &context.view().moment.state;
        let [u, v] = MemoryPlane::nearest(first.pattern.spins(), second.pattern.spins(), state);
        let (side, energies) = (found.view.side, Arc::clone(&found.view.energies));
        let energy = context.view().moment.energy;
        let below = at(&energies, side, u, v);
        let marble = below.map(|below| Marble { at: [u, v], value: energy, below });
        let names = [first, second].map(|memory| memory.name.clone());
        let [minus_first, minus_second] = [0, 1].map(|which| format!("−{}", names[which]));
        let surface = Surface {
            name: "Energy over two memories",
            side,
            values: &energies,
            corners: [&minus_first, &names[1], &minus_second, &names[0]],
            marble,
        };
        let response = surface.show(ui, &mut self.turn);
        context.shell.explain(&response, || {
            let surface = below.map_or_else(String::new, |below| format!(", {} on the plane below it", signed(below, 3)));
            format!(
                "the state: u {}, v {}, energy per spin {}{surface}; drag or use the arrow keys to turn, double-click to turn back",
                signed(u, 2),
                signed(v, 2),
                signed(energy, 3)
            )
        });
    }
}

/// The height of the grid at (u, v), between its four nearest points.
fn at(energies: &[f64], side: usize, u: f64, v: f64) -> Option<f64> {
    let last = side.checked_sub(2)?;
    let cell = |place: f64| {
        let along = f64::midpoint(place, 1.0).clamp(0.0, 1.0) * (side - 1) as f64;
        let whole = (along.floor() as usize).min(last);
        (whole, along - whole as f64)
    };
    let ((column, right), (row, up)) = (cell(u), cell(v));
    let value = |column: usize, row: usize| energies.get(row * side + column).copied();
    let lower = value(column, row)? * (1.0 - right) + value(column + 1, row)? * right;
    let upper = value(column, row + 1)? * (1.0 - right) + value(column + 1, row + 1)? * right;
    Some(lower * (1.0 - up) + upper * up)
}
