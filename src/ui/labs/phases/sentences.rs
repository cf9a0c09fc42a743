//! What the Phases lab says: pure functions from a picture to a sentence.

use crate::engine::phases::{ENOUGH, Measured, PhasesStart, PhasesView, Theory};
use crate::physics::hopfield::LearningRule;
use crate::physics::theory::retrieval::Phase;
use crate::ui::theme::numbers::{grouped, number, percent, signed};

/// Below this distance from the line where retrieval ends, as a share of its temperature, a finite network is rounded.
const NEAR_LINE: f64 = 0.12;
/// Overlaps that differ by less than this look the same on any chart.
const SAME: f64 = 0.004;
/// An overlap from which on a memory is still there.
const ALIVE: f64 = 0.3;

/// The name of a region, in words.
pub const fn region(phase: Phase) -> &'static str {
    match phase {
        Phase::Ferromagnetic => "retrieval",
        Phase::Mixed => "retrieval, metastable",
        Phase::SpinGlass => "spin glass",
        Phase::Paramagnetic => "paramagnet",
    }
}

/// What a region means.
pub const fn meaning(phase: Phase) -> &'static str {
    match phase {
        Phase::Ferromagnetic => "memories are recalled, and are the states of lowest free energy",
        Phase::Mixed => "memories are recalled, but spin-glass states lie lower",
        Phase::SpinGlass => "spins freeze in states that are near no memory",
        Phase::Paramagnetic => "nothing is frozen and nothing remembered",
    }
}

/// A measured overlap with its error: as many digits as the error has.
pub fn measured(measured: &Measured) -> String {
    let digits =
        if measured.stderr > 0.0 { (1.5 - measured.stderr.log10()).floor().clamp(2.0, 5.0) as usize } else { 3 };
    let mean = number(measured.mean, digits);
    if measured.stderr > 0.0 { format!("{mean} ± {}", number(measured.stderr, digits)) } else { mean }
}

/// `N = 400, p = 20`.
pub fn network(view: &PhasesView) -> String {
    format!(
        "N\u{A0}=\u{A0}{}, p\u{A0}=\u{A0}{}",
        grouped(view.config.size as u64),
        grouped(view.config.patterns as u64)
    )
}

/// Theory, measurement, and why they differ: the sentence that stands under the plane.
pub fn standing(view: &PhasesView) -> String {
    let network = network(view);
    if let Some(failure) = &view.failure {
        return format!("There is no such network: {failure}.");
    }
    let found = match &view.measured {
        Some(found) => format!("measured {}", measured(found)),
        None => "nothing measured yet: press Play".to_owned(),
    };
    let Some(theory) = &view.theory else {
        let rule = rule_name(view.config.rule);
        return format!("{rule} rule: {found} ({network}). The lines are those of Hebb’s rule and do not apply.");
    };
    let phase = match theory.phase {
        Phase::Ferromagnetic => "Retrieval phase",
        Phase::Mixed => "Retrieval phase, metastable",
        Phase::SpinGlass => "Spin-glass phase",
        Phase::Paramagnetic => "Paramagnet",
    };
    let wanted = match theory.state {
        Some(state) => format!("theory m = {}", number(state.overlap, 3)),
        None => "theory: no retrieval".to_owned(),
    };
    let why = why(view, theory);
    let gap = if why.is_empty() { "" } else { " " };
    format!("{phase}: {wanted}, {found} ({network}).{gap}{why}")
}

/// Why measurement and theory differ here, or that they do not.
pub fn why(view: &PhasesView, theory: &Theory) -> &'static str {
    let Some(found) = &view.measured else { return "" };
    if found.sweeps < ENOUGH && !view.at_rest {
        return "The average is only beginning.";
    }
    let m = found.mean;
    let differs = (m - theory.overlap()).abs() > SAME.max(3.0 * found.stderr);
    let beside = beside_line(view.config.temperature, theory);
    match (theory.phase, theory.state) {
        (Phase::Ferromagnetic | Phase::Mixed, Some(_)) if !differs => "They agree.",
        (Phase::Ferromagnetic | Phase::Mixed, Some(_))
            if view.config.start != PhasesStart::Memory && m.abs() < ALIVE =>
        {
            "It did not start on the memory, and found other states: the memory is one valley among many."
        }
        (_, Some(_)) if beside => {
            "Beside the line where retrieval ends finite networks are rounded: with more spins the fall gets steeper."
        }
        (Phase::Mixed, Some(_)) if m.abs() < ALIVE => {
            "The memory is only metastable here, and this finite network has left it: with more spins it stays longer."
        }
        (_, Some(_)) => {
            "Theory is for infinitely many spins: each finite network has noise of its own, so another seed gives another m."
        }
        (Phase::SpinGlass, None) if m > ALIVE && beside => {
            "Just beyond the line a memory of a finite network may survive: with more spins it is lost."
        }
        (Phase::SpinGlass, None) if m > ALIVE => {
            "The memory is lost, but the spins froze on the way out: what they keep of the start is no retrieval."
        }
        (Phase::SpinGlass, None) => "The memory is lost: what is left of m is a remnant of the start.",
        _ => "What is left of m is chance: it falls as one over the root of N.",
    }
}

/// Whether a temperature is close to the end of retrieval at this load, or the load close to where it ends at T = 0.
fn beside_line(temperature: f64, theory: &Theory) -> bool {
    let capacity = crate::physics::theory::lines::capacity().critical_load;
    let by_load = (theory.load - capacity).abs() < NEAR_LINE * capacity && temperature < 0.2;
    by_load || theory.lines.retrieval.is_some_and(|end| (temperature - end).abs() < NEAR_LINE * end)
}

/// The name of a learning rule as people say it.
pub const fn rule_name(rule: LearningRule) -> &'static str {
    match rule {
        LearningRule::Hebb => "Hebb",
        LearningRule::PseudoInverse => "Projection",
        LearningRule::Storkey => "Storkey",
    }
}

/// `overlap 0.96 = 2 % wrong`.
pub fn wrong(overlap: f64) -> String {
    format!("overlap {} = {} wrong", signed(overlap, 3), percent((1.0 - overlap) / 2.0, 1))
}

/// What could be done next.
pub fn hint(view: &PhasesView, running: bool) -> String {
    if view.at_rest {
        return "At rest: at T = 0 nothing moves any more. Drag the puck on, or heat it.".to_owned();
    }
    if running {
        return "Drag the puck over the plane: the network runs on, and each place leaves a measured point.".to_owned();
    }
    "Space plays, the arrows move the puck, ? lists the keys. Each place that is measured leaves a point.".to_owned()
}

/// The model in one line.
pub fn model_line(view: &PhasesView) -> String {
    let config = &view.config;
    format!(
        "{} · α = {} · {} · T = {}",
        network(view),
        number(config.load(), 4),
        rule_name(config.rule),
        number(config.temperature, 3)
    )
}

/// How the measurement at hand stands.
pub fn record(view: &PhasesView) -> String {
    let sweeps = grouped(view.sweeps);
    match &view.measured {
        Some(_) if view.at_rest => format!("at rest after {sweeps} sweeps"),
        Some(found) => format!("sweep {sweeps}, average over {}", grouped(found.averaged)),
        None => "no sweep yet".to_owned(),
    }
}
