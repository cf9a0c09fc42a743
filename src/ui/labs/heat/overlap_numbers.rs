//! Two overlaps and their free energies in numbers, next to or below the landscape.

use egui::Ui;

use super::selection::{caveat, overlap, temperature};
use crate::engine::hopfield::recall::RecallView;
use crate::physics::theory::mean_field;
use crate::ui::labs::hopfield::sentences;
use crate::ui::theme;
use crate::ui::theme::numbers::{number, signed};
use crate::ui::widgets::{sentence_ui, value_row_ui};

/// The overlaps and free energies in numbers, as many rows as there is room for; `well` is one of the minima.
pub fn numbers_ui(ui: &mut Ui, places: [usize; 2], well: [f64; 2], view: &RecallView) {
    let tokens = theme::tokens(ui.ctx());
    let now = temperature(view);
    let measured = places.map(|place| overlap(view, place).unwrap_or(0.0));
    let f = |m: [f64; 2]| number(mean_field::free_energy(m, now).unwrap_or(f64::NAN), 3);
    ui.set_max_width(ui.available_width().min(300.0 * tokens.theme.metrics().scale));
    let overlaps = places.into_iter().zip(measured).map(|(place, m)| {
        (
            format!("m with {}", sentences::memory_name(&view.document, place)),
            signed(m, 3),
            Some(tokens.identity_ink(view.document.identity(place))),
        )
    });
    let energies = [("free energy here", measured), ("in a well", well), ("without memory", [0.0; 2])]
        .map(|(name, m)| (name.to_owned(), f(m), None));
    let line = 1.6 * ui.text_style_height(&egui::TextStyle::Body);
    for (name, value, colour) in overlaps.chain(energies) {
        if ui.available_height() >= line {
            value_row_ui(ui, &name, &value, colour);
        }
    }
    if ui.available_height() >= 3.0 * line {
        ui.add_space(theme::STEP);
        let rings = format!("Rings: wells at m = {}. Two equal overlaps are a pass, no well.", number(well[0], 3));
        sentence_ui(ui, &(rings + caveat(view)), None);
    }
}
