//! The averages of a model of many spins, from chains that go on from one model to the next.
//!
//! Sixteen blocks of sixteen chains draw single spins from their heat bath. Before each look a chain may turn all its
//! spins over, accepted as Metropolis does with min(1, exp(−2 Σ_i h_i s_i − 2 Σ K_ijk s_i s_j s_k)): where the spins are
//! ordered no sequence of single ones gets from one phase to the other in time, and averages would not answer the fields.
//! The spread of the blocks gives the standard errors.
//!
//! ## References
//!
//! * N. Metropolis, A. W. Rosenbluth, M. N. Rosenbluth, A. H. Teller and E. Teller, “Equation of state calculations by
//!   fast computing machines”, J. Chem. Phys. 21, 1087 (1953), doi:10.1063/1.1699114

use ndarray::Array2;
use rayon::prelude::*;

use crate::physics::block_random::LANES;
use crate::physics::ising::IsingModel;
use crate::physics::ising::lanes::{Lanes, Neighbourhoods};
use crate::physics::seed::{Seed, Stream};
use crate::physics::stop::Stop;

use super::model_moments::{Features, ModelAverages};
use super::rows::SpinRows;
use super::spin_words::SpinWords;

/// Blocks of sixteen chains.
const BLOCKS: usize = 16;
/// All chains.
const CHAINS: usize = BLOCKS * LANES;
/// Sweeps from one look at the chains to the next.
const SPACING: usize = 2;
/// Sweeps in which the chains forget the model before.
const FORGETTING: usize = 10;
/// Looks after which bits are counted.
const COUNTED: usize = 64;
/// Configurations in the Fisher information for each parameter: its inverse is then off by a half at most.
const CONFIGURATIONS_EACH: usize = 16;

/// Chains that go on from one model to the next.
pub(super) struct Chains {
    blocks: Vec<Lanes>,
}

impl Chains {
    /// 256 chains that start from rows of the data, drawn evenly.
    pub(super) fn from_rows(rows: &SpinRows, seed: Seed) -> Self {
        let origins = rows.origins();
        let blocks = (0..BLOCKS).map(|block| {
            let mut lanes = Lanes::random(rows.spins(), seed, Stream::Chains, block as u64);
            for lane in 0..LANES {
                let at = (block * LANES + lane) * origins.len() / CHAINS;
                let row = origins.get(at).map_or(0, |&(row, _)| row as usize);
                lanes.set(lane, rows.row(row).iter().map(|&value| if value == 0 { -1.0 } else { 1.0 }));
            }
            lanes
        });
        Self { blocks: blocks.collect() }
    }

    /// Looks at each chain that the Fisher information of so many parameters takes.
    pub(super) fn looks_for_fisher(parameters: usize) -> usize {
        (CONFIGURATIONS_EACH * parameters).div_ceil(CHAINS).next_multiple_of(COUNTED)
    }

    /// Averages over so many looks at each chain, and the Fisher information where it is wanted; `None` where the work was
    /// given up.
    pub(super) fn averages(
        &mut self,
        features: &Features,
        model: &IsingModel,
        looks: usize,
        curved: bool,
        stop: Stop<'_>,
    ) -> Option<ModelAverages> {
        let couplings = Neighbourhoods::of(model);
        let wanted = if curved { Self::looks_for_fisher(features.count()).min(looks) } else { 0 };
        let of_block = |lanes: &mut Lanes| run(lanes, features, &couplings, [looks, wanted], stop);
        let parts: Option<Vec<Part>> = self.blocks.par_iter_mut().map(of_block).collect();
        let parts = parts?;
        let total = (looks * CHAINS) as f64;
        let mean = |place: usize| parts.iter().map(|part| part.sums[place]).sum::<i64>() as f64 / total;
        let means: Vec<f64> = (0..features.count()).map(mean).collect();
        let error = |place: usize| {
            let of_block = |part: &Part| part.sums[place] as f64 / (looks * LANES) as f64;
            let squares: f64 = parts.iter().map(|part| (of_block(part) - means[place]).powi(2)).sum();
            (squares / (BLOCKS * (BLOCKS - 1)) as f64).sqrt()
        };
        let errors = (0..features.count()).map(error).collect();
        let mut fisher = None;
        if wanted > 0 {
            let mut kept = SpinWords::none(model.spins());
            for part in &parts {
                kept.append(&part.kept);
            }
            let covariance = kept.covariance(features.sets(), stop)?;
            fisher = Array2::from_shape_vec((features.count(), features.count()), covariance).ok();
        }
        Some(ModelAverages { means, errors, fisher, log_partition: None, looks: wanted * CHAINS })
    }
}

/// What one block of chains gave.
struct Part {
    /// Of each product, over all looks.
    sums: Vec<i64>,
    /// The configurations at the first looks.
    kept: SpinWords,
}

fn run(
    lanes: &mut Lanes,
    features: &Features,
    couplings: &Neighbourhoods,
    [looks, wanted]: [usize; 2],
    stop: Stop<'_>,
) -> Option<Part> {
    let mut part = Part { sums: vec![0; features.count()], kept: SpinWords::none(couplings.spins()) };
    for _ in 0..FORGETTING {
        lanes.sweep(couplings, 1.0);
    }
    let mut words = part.kept.clone();
    for first in (0..looks).step_by(COUNTED) {
        for _ in first..(first + COUNTED).min(looks) {
            if stop() {
                return None;
            }
            for _ in 0..SPACING {
                lanes.sweep(couplings, 1.0);
            }
            lanes.turn_over(couplings);
            words.look(lanes.spins());
        }
        words.add_sums(features.sets(), &mut part.sums);
        if first < wanted {
            part.kept.append(&words);
        }
        words.clear();
    }
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::configurations::Configurations;
    use crate::physics::ising::{Pair, Triple};
    use crate::physics::stop::NEVER;

    #[test]
    fn chains_have_the_averages_of_enumeration_where_spins_are_ordered() {
        // A barrier of 16: single spins alone do not pass it.
        let pairs = (0..6).flat_map(|i| (i + 1..6).map(move |j| Pair { i, j, value: 1.0 })).collect();
        let triples = vec![Triple { i: 0, j: 1, k: 2, value: 0.2 }];
        let model = IsingModel::new(vec![-0.02; 6], pairs, triples).unwrap();
        let features = Features::new(6, &[0, 1, 2, 3, 4, 5], true);
        let exact = features.exact(&model, true).unwrap();
        let rows = SpinRows::new(&Configurations::new(vec![1; 6], 6), None).unwrap();
        let mut chains = Chains::from_rows(&rows, Seed(1));
        let found = chains.averages(&features, &model, 1024, true, NEVER).unwrap();
        for ((mean, error), wanted) in found.means.iter().zip(&found.errors).zip(&exact.means) {
            // Errors of sixteen blocks: Student's t of 15 degrees of freedom is beyond 5 once in 6000, and there are 41.
            assert!((mean - wanted).abs() < 5.0 * error, "{mean} ± {error} is not {wanted}");
        }
        // 16,384 configurations: a variance of nearly 1 is known to some hundredths.
        let fisher = found.fisher.unwrap();
        assert!((fisher[(0, 0)] - exact.fisher.unwrap()[(0, 0)]).abs() < 0.05, "{}", fisher[(0, 0)]);
        assert!(chains.averages(&features, &model, 64, false, &|| true).is_none());
    }
}
