//! What the Phases lab says: pure functions from a picture to a sentence.

use crate::engine::hopfield::phases::{ENOUGH, Measured, PhasesStart, PhasesView, Theory};
use crate::physics::theory::retrieval::Phase;
use crate::ui::theme::numbers::{grouped, number, percent, signed};

/// Below this distance from the line where retrieval ends, as a share of its temperature, a finite network is rounded.
const NEAR_LINE: f64 = 0.12;
/// Overlaps that differ by less than this look the same on any chart.
const SAME: f64 = 0.004;
/// An overlap from which on something of a memory is still there.
const ALIVE: f64 = 0.3;
/// An overlap from which on it is the memory: at the capacity it falls from 0.967.
const KEPT: f64 = 0.85;
/// The share of theory's overlap from which on a state is near the memory or its reverse, and no mixture.
const LIKE: f64 = 0.75;

/// The name of a region, in words.
pub const fn region(phase: Phase) -> &'static str {
    match phase {
        Phase::Ferromagnetic => "retrieval",
        Phase::Mixed => "retrieval, metastable",
        Phase::SpinGlass => "spin glass",
        Phase::Paramagnetic => "paramagnet",
    }
}

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
        if measured.stderr > 0.0 { (1.0 - measured.stderr.log10()).floor().clamp(2.0, 5.0) as usize } else { 3 };
    let mean = number(measured.mean, digits);
    if measured.stderr > 0.0 { format!("{mean}\u{A0}±\u{A0}{}", number(measured.stderr, digits)) } else { mean }
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
        let rule = view.config.rule.title();
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
    let mut standing = format!("{phase}: {wanted}, {found} ({network}).");
    for more in [why(view, theory), mistrust(view)].into_iter().filter(|more| !more.is_empty()) {
        standing.push(' ');
        standing.push_str(more);
    }
    standing
}

/// Why measurement and theory differ here, or that they do not.
pub fn why(view: &PhasesView, theory: &Theory) -> &'static str {
    let Some(found) = &view.measured else { return "" };
    if found.sweeps < ENOUGH && !view.at_rest {
        return "The average is only beginning.";
    }
    match (theory.state, theory.phase) {
        (Some(_), _) => why_retrieval(view, theory, found),
        (None, Phase::SpinGlass) => why_glass(view.config.start, found.mean),
        (None, _) => "What is left of m is chance: it falls as one over the root of N.",
    }
}

/// The same where there is a retrieval state.
fn why_retrieval(view: &PhasesView, theory: &Theory, found: &Measured) -> &'static str {
    let (m, wanted) = (found.mean, theory.overlap());
    if (m - wanted).abs() <= SAME.max(3.0 * found.stderr) {
        return if found.reliable { "They agree." } else { "So far they agree." };
    }
    // A mixture of three memories is at half the overlap, and of the other sign as often.
    let like_memory = m.abs() > LIKE * wanted;
    if m <= -ALIVE && like_memory {
        return "It is at the reverse of the memory, which lies exactly as deep: there m has the other sign.";
    }
    if view.config.start != PhasesStart::Memory && !like_memory {
        return if view.config.patterns == 1 {
            "With one memory there is no other state: it is on its way there, or changes between the memory and its reverse."
        } else {
            "It went to another state, another memory, a mixture of some or a spin-glass state: the memory is one valley among many."
        };
    }
    if beside_line(view.config.temperature, theory) {
        return "Beside the line where retrieval ends finite networks are rounded: with more spins the fall gets steeper.";
    }
    if theory.phase == Phase::Mixed && m.abs() < ALIVE {
        return "The memory is only metastable here, and this finite network has left it: with more spins it stays longer.";
    }
    "Theory is for infinitely many spins: each finite network has noise of its own, so another seed gives another m."
}

/// The same where spins freeze and no memory is kept.
fn why_glass(start: PhasesStart, m: f64) -> &'static str {
    match start {
        PhasesStart::Memory if m > KEPT => {
            "Beyond the line this memory is kept all the same: that happens in finite networks, and with more spins ever less."
        }
        PhasesStart::Memory if m > ALIVE => {
            "The memory is lost, but the spins froze on the way out: what they keep of the start is no retrieval."
        }
        PhasesStart::Memory => "The memory is lost: what is left of m is a remnant of the start.",
        _ if m.abs() > KEPT => {
            "Beyond the line it is at the memory or its reverse all the same: that happens in finite networks, and with more spins ever less."
        }
        PhasesStart::Random => {
            "It froze in one of many states that are near no memory, as theory says: what overlap it has with this one is chance."
        }
        PhasesStart::GoOn => {
            "It froze in one of many states that are near no memory, as theory says: which one depends on where it came from."
        }
    }
}

/// What is to be said of an error that is not to be trusted.
fn mistrust(view: &PhasesView) -> &'static str {
    match &view.measured {
        Some(found) if !found.reliable && found.sweeps >= ENOUGH => {
            if found.stderr > 0.0 {
                "The run is too short for its error to be trusted."
            } else {
                "The run is too short for an error: m did not change in it."
            }
        }
        _ => "",
    }
}

/// Whether a temperature is close to the end of retrieval at this load, or the load close to where it ends at T = 0.
fn beside_line(temperature: f64, theory: &Theory) -> bool {
    let capacity = crate::physics::theory::lines::capacity().critical_load;
    let by_load = (theory.load - capacity).abs() < NEAR_LINE * capacity && temperature < 0.2;
    by_load || theory.lines.retrieval.is_some_and(|end| (temperature - end).abs() < NEAR_LINE * end)
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

pub fn model_line(view: &PhasesView) -> String {
    let config = &view.config;
    format!(
        "{} · α = {} · {} · T = {}",
        network(view),
        number(config.load(), 4),
        config.rule.title(),
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
