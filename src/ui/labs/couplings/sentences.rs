//! What the Couplings lab says.

use crate::engine::couplings::{AlongTraining, CouplingsView, RaceRow, RaceView};
use crate::physics::couplings::CouplingMethod;
use crate::physics::ising::Triple;
use crate::physics::rbm::{HiddenUnits, VisibleUnits};
use crate::ui::labs::couplings::context::Shared;
use crate::ui::labs::couplings::pairs::{Source, method_title};
use crate::ui::labs::couplings::race_settings::name;
use crate::ui::theme::numbers::{grouped, number, signed, with_error};

/// Digits of a coupling.
const DIGITS: usize = 4;

/// `+0.1903`, or `0` where it is.
pub fn coupling(value: f64) -> String {
    signed(value, DIGITS)
}

/// `J of sites 4 and 5: exact +0.190, Gaussian +0.191, truth +0.200`. Sites are counted from 1 on the screen.
pub fn pair(view: &CouplingsView, [i, j]: [usize; 2]) -> String {
    let values = Source::ALL.iter().filter_map(|source| {
        let value = source.matrix(view)?.get((i, j)).copied()?;
        Some(format!("{} {}", source.title(), coupling(value)))
    });
    format!("J of sites {} and {}: {}", i + 1, j + 1, values.collect::<Vec<_>>().join(", "))
}

/// `J of sites 4, 5, 6: +0.0987, truth +0.1`.
pub fn triple(view: &CouplingsView, triple: &Triple) -> String {
    let truth = view.config.truth.as_ref().map_or_else(String::new, |truth| {
        let value = truth.triples().iter().find(|each| each.sites() == triple.sites()).map_or(0.0, |each| each.value);
        format!(", truth {}", coupling(value))
    });
    format!("J of sites {}: {}{truth}", sites(&triple.sites()), coupling(triple.value))
}

/// `4, 5`: sites are counted from 1 on the screen.
pub fn sites(sites: &[usize]) -> String {
    sites.iter().map(|site| (site + 1).to_string()).collect::<Vec<_>>().join(", ")
}

/// `update 1 000: rms error of the couplings 0.012`.
pub fn along(along: &AlongTraining) -> String {
    let at = format!("update {}", grouped(along.update));
    match &along.comparison {
        Some(comparison) => format!("{at}: rms error of the pairs {}", number(comparison.pairs.rms_error, DIGITS)),
        None => format!("{at}: rms of the pairs {}", number(along.rms_pairs, DIGITS)),
    }
}

/// Next to the timeline: `12 of 31 checkpoints read`.
pub fn note(view: &CouplingsView) -> String {
    let (done, total) = (view.along.len(), view.config.checkpoints.len());
    if done < total { format!("{done} of {total} checkpoints read") } else { format!("{total} checkpoints") }
}

/// `20 × 20 · ±1 spins`.
pub fn model_line(view: &CouplingsView) -> String {
    let Some(last) = view.config.checkpoints.last() else { return String::new() };
    let hidden = match last.rbm.hidden() {
        HiddenUnits::Bernoulli => "0/1",
        HiddenUnits::Ising => "±1",
    };
    let visible = match last.rbm.visible() {
        VisibleUnits::Bernoulli => "0/1".to_owned(),
        VisibleUnits::Ising => "±1".to_owned(),
        VisibleUnits::Potts(states) => format!("{states} states"),
    };
    format!(
        "{} × {} units, visible {visible}, hidden {hidden}",
        grouped(view.config.sites() as u64),
        grouped(view.config.hidden_units() as u64)
    )
}

/// What could be done next.
pub fn hint(view: &CouplingsView, shared: &Shared) -> String {
    if let Some(failure) = &view.failure {
        return format!("Nothing more is computed: {failure}");
    }
    if view.found.is_none() {
        return "The couplings of the newest machine are being computed.".to_owned();
    }
    if shared.pair.is_none() {
        return "Click a cell of the matrix: which hidden units make this coupling?".to_owned();
    }
    "Click a bar to see all that one hidden unit couples; drag the timeline to see the couplings grow.".to_owned()
}

/// What a method leaves out.
pub const fn form(method: CouplingMethod) -> &'static str {
    match method {
        CouplingMethod::Exact => "the hidden units are summed over without approximation",
        CouplingMethod::Gaussian => "the central limit theorem for the field of all other sites",
        CouplingMethod::LatticeGas => "the expansion in units of 0 and 1: other coefficients of the same function",
    }
}

/// `exact couplings of update 20 000`.
pub fn shown(view: &CouplingsView, method: CouplingMethod) -> String {
    let at = view.found.as_ref().map_or(0, |found| found.update);
    format!("{} couplings, update {}", method_title(method), grouped(at))
}

/// With its first letter large: errors of the engine begin small.
pub fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}

/// `RISE, 4 096 rows, T = 2.86: error 0.0160 ± 0.0004 (bias 0.0010, spread 0.0159) over 5 samples`.
pub fn race_row(view: &RaceView, row: &RaceRow, best: bool) -> String {
    let parts = &row.parts;
    let place = view.systems.get(row.system);
    let temperature = place.map_or_else(String::new, |one| format!(", T = {}", number(one.system.beta.recip(), 2)));
    let which = if best { format!("least error by {}", name(row.estimator)) } else { name(row.estimator).to_owned() };
    let error = with_error(parts.error, Some(parts.uncertainty).filter(|one| one.is_finite()));
    let made = if parts.spread.is_finite() {
        format!(" (bias {}, spread {})", number(parts.bias, DIGITS), number(parts.spread, DIGITS))
    } else {
        String::new()
    };
    let floor = place.and_then(|one| one.floors.iter().find(|floor| floor.0 == row.estimator));
    let floor =
        floor.map_or_else(String::new, |floor| format!(", with infinitely many rows {}", number(floor.1, DIGITS)));
    let refused =
        if parts.refused > 0 { format!(", {} samples gave no couplings", parts.refused) } else { String::new() };
    let rows = grouped(row.rows as u64);
    format!("{which}, {rows} rows{temperature}: error {error}{made} over {} samples{floor}{refused}", parts.samples)
}
