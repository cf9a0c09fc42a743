//! What the Recall lab says: pure functions from a picture to a sentence.

use crate::engine::hopfield::ensemble::EndClass;
use crate::engine::hopfield::recall::view::{Chance, Explanation};
use crate::engine::hopfield::recall::{Document, RecallView};
use crate::physics::hopfield::{Outcome, UpdateOrder};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::studies::RunsOf;
use crate::ui::theme::identity_letter;
use crate::ui::theme::numbers::{self, grouped, number, percent, signed};

/// What is under the pointer on the grid.
pub fn cell(view: &RecallView, cell: usize) -> String {
    let width = view.document.shape.width.max(1);
    format!("row {}, column {}: {}", cell / width + 1, cell % width + 1, cell_state(view, cell))
}

/// How a cell stands, without its place.
pub fn cell_state(view: &RecallView, cell: usize) -> String {
    let moment = &view.moment;
    let (Some(&spin), Some(&field)) = (moment.state.get(cell), moment.fields.get(cell)) else {
        return "beyond the grid".to_owned();
    };
    let value = if spin > 0 { "+1" } else { "−1" };
    if view.network.is_none() {
        return format!("σ = {value}; nothing is stored, so nothing acts on it");
    }
    let field = f64::from(field);
    let stability = f64::from(spin) * field;
    if moment.temperature > 0.0 {
        let up = view.document.acceptance.probability_of_up(spin, field, moment.temperature);
        let flips = if spin > 0 { 1.0 - up } else { up };
        let at = numbers::temperature(moment.temperature);
        let field = signed(field, 2);
        return format!(
            "σ = {value}, local field h = {field}; a visit flips it with probability {} at T = {at}",
            number(flips, 3)
        );
    }
    let verdict = if stability < 0.0 {
        format!("unstable: the next visit flips it and lowers the energy by {}", number(-2.0 * stability, 2))
    } else if stability > 0.0 {
        format!("stable: flipping it would cost {}", number(2.0 * stability, 2))
    } else {
        "the field is zero: a visit leaves it as it is".to_owned()
    };
    format!("σ = {value}, local field h = {}, {verdict}", signed(field, 2))
}

pub fn model_line(view: &RecallView) -> String {
    let document = &view.document;
    let order = match document.order {
        UpdateOrder::RandomAsynchronous => "one spin at a time, random order",
        UpdateOrder::FixedAsynchronous => "one spin at a time, fixed order",
        UpdateOrder::Synchronous => "all spins at once",
    };
    format!(
        "{} × {} · {} · T = {} · {order}",
        document.shape.width,
        document.shape.height,
        document.rule.title(),
        numbers::temperature(view.moment.temperature)
    )
}

/// What could be done next.
pub fn hint(view: &RecallView) -> String {
    if view.network.is_none() {
        return "Draw on the grid and store it (Store state), or load a set of memories.".to_owned();
    }
    match view.outcome {
        Some(Outcome::TwoCycle) if view.live => {
            "A cycle of two states. One spin at a time the energy cannot rise: choose another order of updates."
        }
        Some(Outcome::FixedPoint) if view.live => {
            "At rest. Drag over the charts to look back, corrupt or draw, or play the run again (Space)."
        }
        _ if view.ended && view.live => {
            "The schedule is over. Drag over the charts to look back, or play the run again (Space)."
        }
        _ if !view.live => "Looking back. Space goes on from here as a new branch; End follows the run again.",
        _ => "Space plays, the full stop does one step, ? lists the keys. Draw on the grid to change the cue.",
    }
    .to_owned()
}

pub fn standing(view: &RecallView) -> String {
    let done = || duration(view.recorded, view.moment.state.len() as u64);
    match view.outcome {
        _ if view.network.is_none() => "Nothing is stored: draw something and store it.".to_owned(),
        Some(Outcome::FixedPoint) => format!("fixed point after {}", done()),
        Some(Outcome::TwoCycle) => format!("a cycle of two states after {}", done()),
        None if view.ended => format!("the schedule of {} is over", done()),
        None if view.recorded == 0 => "the cue; nothing updated yet".to_owned(),
        None => format!("{} done", done()),
    }
}

/// How often the energy was raised: a count while it is small, then the fraction of all visits.
pub fn uphill(view: &RecallView) -> String {
    let (count, visits) = (view.curves.uphill.count, view.recorded.max(1));
    format!("{} uphill, {} of all visits", grouped(count), percent(count as f64 / visits as f64, 1))
}

/// Whether mixtures are worth a level next to the memories: heat leads to them and out of them, and a run may end in one.
pub fn mixtures_matter(view: &RecallView) -> bool {
    let mixture = view.verdict.as_ref().is_some_and(|verdict| verdict.mixture.is_some());
    mixture || view.moment.temperature > 0.0 || !view.curves.temperature.is_empty()
}

/// `1 sweep`, `2.5 sweeps`; below one sweep `3 updates`.
pub fn duration(updates: u64, size: u64) -> String {
    let size = size.max(1);
    let (count, unit) = if updates < size { (updates, "update") } else { (updates / size, "sweep") };
    if updates >= size && !updates.is_multiple_of(size) {
        return format!("{} sweeps", number(updates as f64 / size as f64, 1));
    }
    format!("{} {unit}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// One update in words: `Row 11, column 7 points down and feels +0.61: it flips, and the energy falls by 1.21.`
pub fn update(explanation: &Explanation, width: usize) -> String {
    let Explanation { spin, field, before, after, delta_energy, chance } = *explanation;
    let (row, column) = (spin / width.max(1) + 1, spin % width.max(1) + 1);
    let flips = before != after;
    let points = if before > 0 { "up" } else { "down" };
    let energy = match signed(delta_energy, 2).strip_prefix('\u{2212}') {
        Some(_) if delta_energy < 0.0 => format!("the energy falls by {}", number(-delta_energy, 2)),
        _ if number(delta_energy, 2) == number(0.0, 2) => "the energy stays as it is".to_owned(),
        _ => format!("the energy rises by {}", number(delta_energy, 2)),
    };
    let what = match chance {
        Some(Chance { up, .. }) => {
            let probability = if before > 0 { 1.0 - up } else { up };
            let did = if flips { "it did" } else { "it did not" };
            format!("a visit flips it with probability {}; {did}", number(probability, 2))
        }
        None if flips => "it flips".to_owned(),
        None => "it stays".to_owned(),
    };
    let then = if flips { format!(", and {energy}") } else { String::new() };
    format!("Row {row}, column {column} points {points} and feels {}: {what}{then}.", signed(field, 2))
}

/// The chips of the explanation strip, each with the text that explains it.
pub fn chips(explanation: &Explanation) -> Vec<(String, &'static str)> {
    let Explanation { spin, field, before, after, delta_energy, chance } = *explanation;
    let stability = f64::from(before) * field;
    let agreement = if stability < 0.0 {
        "disagrees"
    } else if stability > 0.0 {
        "agrees"
    } else {
        "undecided"
    };
    let mut chips = vec![
        (format!("pick i = {}", spin + 1), help::UPDATE_PICK),
        (format!("hᵢ = {}", signed(field, 3)), help::LOCAL_FIELD),
        (format!("σᵢ = {} {agreement}", if before > 0 { "+1" } else { "−1" }), help::UPDATE_COMPARE),
        (format!("ΔE = 2σᵢhᵢ = {}", signed(delta_energy, 3)), help::DELTA_ENERGY),
    ];
    let mut decide = help::UPDATE_DECIDE;
    if let Some(Chance { up, drawn, .. }) = chance {
        chips.push((format!("p(+1) = {}", number(up, 3)), help::UPDATE_CHANCE));
        chips
            .push((format!("drew {} {} p", number(drawn, 3), if drawn < up { "<" } else { "≥" }), help::UPDATE_CHANCE));
        decide = help::UPDATE_CHANCE;
    }
    chips.push((if before == after { "keep" } else { "flip" }.to_owned(), decide));
    chips
}

/// How many cells differ from the selected memory.
pub fn differing(document: &Document, selected: usize, cells: usize) -> String {
    if selected >= document.memories.len() {
        return "No memory is selected to compare with.".to_owned();
    }
    let (count, of) = (grouped(cells as u64), grouped(document.shape.cells() as u64));
    format!("{count} of {of} cells differ from {}.", memory_name(document, selected))
}

/// A memory by its letter and name: `B snail`; by its letter alone where that is its name.
pub fn memory_name(document: &Document, place: usize) -> String {
    let name = document.memories.get(place).map_or("", |memory| &memory.name);
    let letter = memory_letter(document, place);
    if name == letter { letter } else { format!("{letter} {name}") }
}

/// The letter of a pattern of the network: of the memory on the shelf that it was stored from.
pub fn stored_letter(view: &RecallView, mu: usize) -> String {
    view.stored.get(mu).map_or_else(String::new, |&place| memory_letter(&view.document, place))
}

/// Which colour a pattern of the network has: that of its memory on the shelf.
pub fn stored_identity(view: &RecallView, mu: usize) -> usize {
    view.stored.get(mu).map_or(mu, |&place| view.document.identity(place))
}

/// The letter that a memory keeps while others come and go.
pub fn memory_letter(document: &Document, place: usize) -> String {
    identity_letter(document.identity(place))
}

/// The name of an end state, with the letter of its memory.
pub fn end_state(document: &Document, stored: &[usize], class: &EndClass) -> String {
    class.name(|pattern| memory_name(document, stored.get(pattern).copied().unwrap_or(pattern)))
}

/// What stands under the grid: what the run ended in, and until then or at an earlier moment the nearest memory.
pub fn verdict(view: &RecallView) -> String {
    let named = |pattern: usize| memory_name(&view.document, view.stored.get(pattern).copied().unwrap_or(pattern));
    if let Some(verdict) = view.verdict.as_ref().filter(|_| view.live) {
        return verdict.sentence(named);
    }
    let m = |place: usize| view.moment.overlaps.get(place).copied().unwrap_or(0.0);
    let stored = view.stored.iter().copied();
    let Some(nearest) = stored.reduce(|best, place| if m(place).abs() > m(best).abs() { place } else { best }) else {
        return String::new();
    };
    let reverse = if m(nearest) < 0.0 { "the reverse of " } else { "" };
    format!("Nearest {reverse}{}, overlap {}", memory_name(&view.document, nearest), number(m(nearest).abs(), 2))
}

/// Many runs in words: `200 recalls from this cue: 172 B snail, 12 A anchor, 16 other.`
pub fn many_runs(of: &RunsOf, done: u64, classes: &[(EndClass, u64)]) -> String {
    let from = if of.random { "random states" } else { "this cue" };
    let parts: Vec<String> = classes
        .iter()
        .map(|(class, count)| format!("{} {}", grouped(*count), end_state(&of.document, &of.stored, class)))
        .collect();
    format!("{} recalls from {from}: {}.", grouped(done), parts.join(", "))
}
