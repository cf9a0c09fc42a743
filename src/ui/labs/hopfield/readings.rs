//! The live numbers of Recall and Heat that lessons speak of.

use crate::engine::hopfield::recall::RecallView;
use crate::physics::hopfield::Outcome;
use crate::physics::spins::overlap;
use crate::ui::lab::Reading;

/// `overlap` and `differing` are with the memory that the cue was made from, and with the clean picture where it is none;
/// `flipped` is the share of the cells in which the cue differs from it.
pub fn readings(view: &RecallView) -> Vec<Reading> {
    let (document, moment) = (&view.document, &view.moment);
    let clean = overlap(document.clean.spins(), &moment.state);
    let largest = moment.overlaps.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let cells = document.shape.cells() as f64;
    let found = [
        ("overlap", Some(clean)),
        ("differing", Some((cells * (1.0 - clean) / 2.0).round())),
        ("flipped", Some((1.0 - overlap(document.clean.spins(), &view.cue)) / 2.0)),
        ("largest-overlap", largest.map(f64::abs)),
        ("energy", Some(moment.energy)),
        ("memories", Some(view.load.stored as f64)),
        ("load", Some(view.load.alpha)),
        ("temperature", Some(moment.temperature)),
        ("update", Some(moment.update as f64)),
        ("at-rest", Some(f64::from(u8::from(view.outcome.is_some())))),
        (
            "cycle",
            view.outcome.map(|outcome| match outcome {
                Outcome::FixedPoint => 1.0,
                Outcome::TwoCycle => 2.0,
            }),
        ),
        ("mean-overlap", mean(view)),
        ("uphill", Some(view.curves.uphill.count as f64)),
    ];
    found.into_iter().filter_map(|(name, value)| Some(Reading { name, value: value? })).collect()
}

/// The overlap with the first memory that is followed, averaged over the second half of the run.
fn mean(view: &RecallView) -> Option<f64> {
    let (_, points) = view.curves.overlaps.first()?;
    let from = view.moment.update as f64 / 2.0;
    let late: Vec<f64> = points.iter().filter(|point| point[0] >= from).map(|point| point[1]).collect();
    (!late.is_empty()).then(|| late.iter().sum::<f64>() / late.len() as f64)
}
