//! A machine without hidden units, which is its fields and pairs, as the Couplings lab takes it.

use std::sync::Arc;

use crate::engine::boltzmann::BoltzmannView;
use crate::engine::rbm::TrainingData;
use crate::io::run::OpenRun;
use crate::physics::boltzmann::{Target, decorated};
use crate::physics::data::Dataset;
use crate::physics::rbm::Checkpoint;
use crate::ui::theme::numbers::grouped;
use crate::ui::workspace::Offer;

/// Units at most: what reads couplings goes through all pairs of sites for every pair.
const MOST_SITES: usize = 64;

/// Whether the machine that is looked at can be handed over.
pub fn is_one(view: &BoltzmannView) -> bool {
    let topology = view.looked.machine.topology();
    topology.hidden == 0 && topology.visible <= MOST_SITES
}

/// The machine that is looked at as a run, with one hidden unit for each of its pairs; its rows too, where all count the same.
pub fn offer(view: &BoltzmannView) -> Option<Offer> {
    if !is_one(view) {
        return None;
    }
    let (moment, title) = (&view.looked, view.config.data.title());
    let rbm = Arc::new(decorated(&moment.machine).ok()?.to_single());
    let last = Checkpoint { update: moment.update, rbm, chains: None, settings: None, seconds: None };
    let name = format!("pairs of {title}, update {}", grouped(moment.update));
    let mut run = OpenRun::of_machine(name, last, rows(&view.target, &title), view.config.seed);
    run.notes.push(
        "A Boltzmann machine without hidden units has fields and pairs alone: here each of its pairs is one hidden unit \
         with two weights, which makes the same distribution."
            .to_owned(),
    );
    Some(Offer::Run(Arc::new(run)))
}

/// The rows of a distribution that is even over them.
fn rows(target: &Target, title: &str) -> Option<TrainingData> {
    let weights = target.weights();
    let first = *weights.first()?;
    if weights.iter().any(|weight| (weight - first).abs() > 1e-12 * first) {
        return None;
    }
    let values: Vec<u8> = target.rows().iter_rows().flatten().copied().collect();
    Some(TrainingData::new(Dataset::new(title, values, target.visible(), 2), title))
}
