//! The live numbers of Recall and Heat that lessons speak of.

use crate::engine::hopfield::dense_capacity::CapacityCurve;
use crate::engine::hopfield::recall::RecallView;
use crate::physics::hopfield::{Interaction, LearningRule, Outcome};
use crate::physics::spins::overlap;
use crate::ui::lab::Reading;
use crate::ui::labs::hopfield::context::Shared;
use crate::ui::labs::hopfield::studies::Studies;

/// `overlap` and `differing` are with the memory that the cue was made from, and with the clean picture where it is none;
/// `flipped` is the share of the cells in which the cue differs from it.
pub fn readings(view: &RecallView, studies: &Studies, shared: &Shared) -> Vec<Reading> {
    let (document, moment) = (&view.document, &view.moment);
    let clean = overlap(document.clean.spins(), &moment.state);
    let largest = moment.overlaps.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let cells = document.shape.cells() as f64;
    let yes = |is: bool| Some(f64::from(u8::from(is)));
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
        ("at-rest", yes(view.outcome.is_some())),
        (
            "cycle",
            view.outcome.map(|outcome| match outcome {
                Outcome::FixedPoint => 1.0,
                Outcome::TwoCycle => 2.0,
            }),
        ),
        ("mean-overlap", mean(view)),
        ("uphill", Some(view.curves.uphill.count as f64)),
        ("projection", yes(document.rule == LearningRule::PseudoInverse)),
        ("dense", yes(document.rule.interaction().is_some())),
        ("as-printed", yes(shared.as_printed && view.load.as_printed.is_some())),
        ("energy-per-field", energy_per_field(view)),
        ("mixtures-at-rest", view.load.mixtures_at_rest.map(|count| count as f64)),
        ("mixture-spin", mixture_spin(view)),
        ("quenched", studies.quench.latest().map(|found| found.view.done as f64)),
        ("cooled", studies.anneal.latest().map(|found| found.view.done as f64)),
        ("cubes-kept", kept(studies, |interaction| interaction.degree() == Some(3))),
        ("exponential-kept", kept(studies, |interaction| interaction == Interaction::Exponential)),
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

/// Where the state differs from the cue in a single spin: what turning it changed the energy by, over its field in the cue.
fn energy_per_field(view: &RecallView) -> Option<f64> {
    let network = view.network.as_ref()?;
    let pairs = || view.cue.iter().zip(view.moment.state.iter());
    if pairs().filter(|(a, b)| a != b).count() != 1 {
        return None;
    }
    let field = network.field(&view.cue, pairs().position(|(a, b)| a != b)?);
    let change = network.energy(&view.moment.state) - network.energy(&view.cue);
    (field != 0.0).then(|| (change / field).abs())
}

/// The mean spin, in the direction of the mixture of the first three memories, on the sites where one of them disagrees with
/// the other two.
fn mixture_spin(view: &RecallView) -> Option<f64> {
    let patterns = view.network.as_ref()?.patterns();
    let [a, b, c] = patterns.get(..3)? else { return None };
    let memories = a.spins().iter().zip(b.spins()).zip(c.spins());
    let sums = memories.map(|((a, b), c)| i32::from(*a) + i32::from(*b) + i32::from(*c));
    let leaning = sums.zip(view.moment.state.iter()).filter(|(sum, _)| sum.abs() == 1);
    let (total, count) =
        leaning.fold((0, 0), |(total, count), (sum, &spin)| (total + sum * i32::from(spin), count + 1));
    (count > 0).then(|| f64::from(total) / f64::from(count))
}

/// The largest number of memories, of those measured so far, up to which nine of ten stay where they are under this function.
fn kept(studies: &Studies, is: impl Fn(Interaction) -> bool) -> Option<f64> {
    let study = studies.dense_capacity.latest()?;
    let curve: &CapacityCurve = study.view.curves.iter().find(|curve| is(curve.interaction))?;
    let most = curve.points.iter().take_while(|point| point.stable >= 0.9).last()?;
    Some(most.memories as f64)
}
