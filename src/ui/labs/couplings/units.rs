//! Which hidden units make the coupling of a pair: J is a sum over them.

use crate::engine::couplings::OfSites;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{percent, power_of_ten};
use crate::ui::widgets::plots::{Bar, Bars, nice_range};
use crate::ui::widgets::{hover_help, sentence_ui, value_row_ui};

/// Differences below this are of rounding.
const ROUNDING: f64 = 1e-12;

#[derive(Default)]
pub struct UnitsPanel;

const INFO: PanelInfo = PanelInfo {
    id: "units",
    title: "Which hidden unit makes it?",
    tab: "Units",
    help: help::UNITS,
    place: Place::Right(0.58),
};

impl Panel<CouplingsPanels> for UnitsPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        context.view().of_sites.as_ref().map_or_else(String::new, |of| {
            format!("J of {} = {}", sentences::sites(&of.sites), sentences::coupling(of.exact))
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        let Some(shares) = context.view().of_sites.clone() else {
            sentence_ui(ui, "Click a cell of the matrix: the parts of its coupling are shown here.", None);
            return;
        };
        values_ui(ui, context, &shares);
        let tokens = theme::tokens(ui.ctx());
        let share = |unit: usize| shares.by_unit.get(unit).copied().unwrap_or_default();
        let mut order: Vec<usize> = (0..shares.by_unit.len()).collect();
        order.sort_by(|a, b| share(*b).abs().total_cmp(&share(*a).abs()));
        let colour = |value: f64| if value < 0.0 { tokens.negative } else { tokens.positive };
        let bars: Vec<Bar> =
            order.iter().map(|unit| share(*unit)).map(|value| Bar { value, color: colour(value) }).collect();
        let ends = bars.iter().fold((0.0_f64, 0.0_f64), |(low, high), bar| (low.min(bar.value), high.max(bar.value)));
        let total: f64 = shares.by_unit.iter().map(|part| part.abs()).sum();
        let chosen = context.shared.unit.and_then(|unit| order.iter().position(|each| *each == unit));
        let answer = Bars {
            height: ui.available_height().max(0.0),
            x_label: "units",
            bars: &bars,
            y_range: if ends.0 < ends.1 { nice_range(ends.0, ends.1) } else { (0.0, 1.0) },
            chosen,
            ..Bars::new("Parts of the coupling")
        }
        .show(ui);
        if let Some(&unit) = answer.hover.and_then(|place| order.get(place)) {
            let of = percent(if total > 0.0 { share(unit).abs() / total } else { 0.0 }, 0);
            let value = sentences::coupling(share(unit));
            context.shell.status =
                format!("hidden unit {}: {value}, {of} of all parts by size; click for all it couples", unit + 1);
        }
        if let Some(&unit) = answer.clicked.and_then(|place| order.get(place)) {
            context.asks.push(Ask::Unit(unit));
        }
    }
}

/// The coupling by every method, with the difference from the exact one.
fn values_ui(ui: &mut egui::Ui, context: &CouplingsContext<'_>, of: &OfSites) {
    let truth = match (&*of.sites, &context.view().true_pairs) {
        (&[i, j], Some(truth)) => truth.get((i, j)).copied(),
        _ => None,
    };
    let [gaussian, lattice_gas] = of.others.map_or([None; 2], |others| others.map(Some));
    let rows = [
        (if of.others.is_some() { "exact" } else { "norm of the block" }, Some(of.exact)),
        ("Gaussian", gaussian),
        ("enumeration", of.enumerated),
        ("truth", truth),
        ("lattice gas", lattice_gas),
    ];
    for (name, value) in rows {
        let Some(value) = value else { continue };
        // The lattice gas has other coefficients: nothing is to be subtracted.
        let differs = ["Gaussian", "enumeration", "truth"].contains(&name);
        let difference = if differs { format!("  ({})", short_signed(value - of.exact)) } else { String::new() };
        hover_help(value_row_ui(ui, name, &format!("{}{difference}", sentences::coupling(value)), None), help::FORM);
    }
}

/// `+2.1 × 10⁻⁴`, or 0 where both agree to rounding.
fn short_signed(difference: f64) -> String {
    if difference.abs() < ROUNDING {
        "0".to_owned()
    } else {
        format!("{}{}", if difference > 0.0 { "+" } else { "−" }, power_of_ten(difference.abs()))
    }
}
