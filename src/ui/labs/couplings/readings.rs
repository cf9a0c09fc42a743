//! The live numbers of the Couplings lab that lessons speak of.

use crate::engine::couplings::CouplingsView;
use crate::physics::couplings::one_unit::OneUnit;
use crate::ui::lab::Reading;
use crate::ui::labs::couplings::context::{PlayUnit, Shared};

/// `unit-triple` is the size of the coupling of the first three spins that the hidden unit makes with which one plays.
pub fn readings(view: &CouplingsView, shared: &Shared) -> Vec<Reading> {
    let comparison = view.found.as_ref().and_then(|found| found.comparison.as_ref());
    let play = &shared.play;
    let found = [
        ("update", Some(view.looked_at as f64)),
        ("error", comparison.map(|found| found.pairs.rms_error)),
        ("nearest-coupling", comparison.map(|found| found.coupled_pairs.mean)),
        ("triples", comparison.map(|found| found.coupled_triples.count as f64)),
        ("nearest-triple", comparison.map(|found| found.coupled_triples.mean)),
        ("pair-coupling", pair(view, shared)),
        ("unit-spins", Some(play.spins as f64)),
        ("unit-bias", Some(play.bias)),
        ("unit-triple", triple(play).map(f64::abs)),
    ];
    found.into_iter().filter_map(|(name, value)| Some(Reading { name, value: value? })).collect()
}

/// The exact coupling of the pair that is looked at.
fn pair(view: &CouplingsView, shared: &Shared) -> Option<f64> {
    view.found.as_ref()?.exact.coupling(&shared.pair?)
}

fn triple(play: &PlayUnit) -> Option<f64> {
    let weights = play.weights.get(..play.spins).filter(|weights| weights.len() > 2)?;
    let made = OneUnit::new(weights, play.bias, &vec![0.0; weights.len()]).ok()?;
    made.couplings.get(0b111).copied()
}
