//! The averages of a model that Boltzmann learning compares with those of the data: exactly, or from chains.

use faer::linalg::matmul::matmul;
use faer::{Accum, Mat, Par};
use rayon::prelude::*;

use crate::physics::block_random::LANES;
use crate::physics::ising::lanes::{Lanes, Neighbourhoods};
use crate::physics::ising::{Enumeration, IsingModel, Pair, Triple};
use crate::physics::seed::{Seed, Stream};
use crate::physics::stop::Stop;

use super::rows::{SpinRows, product};

/// Blocks of sixteen chains.
const BLOCKS: usize = 16;
/// Sweeps from one look at the chains to the next.
const SPACING: usize = 2;
/// Parameters up to which the Fisher information is collected and inverted.
pub(super) const MOST_CURVED: usize = 2600;
/// Columns of the Fisher information that one thread makes.
const STRIPE: usize = 128;
/// Looks that are taken into it for each parameter, all chains together.
const LOOKS_EACH: usize = 4;

/// What has a coupling: single spins, pairs and triples of those that vary, in this order.
pub(super) struct Features {
    sets: Vec<Vec<usize>>,
    spins: usize,
}

impl Features {
    pub(super) fn new(spins: usize, varying: &[usize], triples: bool) -> Self {
        let mut sets: Vec<Vec<usize>> = varying.iter().map(|&i| vec![i]).collect();
        let after = |at: usize| varying.iter().enumerate().skip(at + 1);
        for (a, &i) in varying.iter().enumerate() {
            sets.extend(after(a).map(|(_, &j)| vec![i, j]));
        }
        for (a, &i) in varying.iter().enumerate().filter(|_| triples) {
            sets.extend(after(a).flat_map(|(b, &j)| after(b).map(move |(_, &k)| vec![i, j, k])));
        }
        Self { sets, spins }
    }

    pub(super) fn count(&self) -> usize {
        self.sets.len()
    }

    pub(super) fn sets(&self) -> &[Vec<usize>] {
        &self.sets
    }

    /// Their averages over data.
    pub(super) fn of_rows(&self, rows: &SpinRows) -> Vec<f64> {
        let average = |set: &Vec<usize>| {
            let mut values = rows.weights().to_vec();
            for &spin in set.iter().skip(1) {
                for (value, factor) in values.iter_mut().zip(rows.column(spin)) {
                    *value *= factor;
                }
            }
            set.first().map_or(0.0, |&first| product(&values, rows.column(first)))
        };
        self.sets.par_iter().map(average).collect()
    }

    /// The model with these couplings; fields of spins that do not vary are 0. `None` where one is not finite.
    pub(super) fn model(&self, couplings: &[f64]) -> Option<IsingModel> {
        let mut fields = vec![0.0; self.spins];
        let (mut pairs, mut triples) = (Vec::new(), Vec::new());
        for (set, &value) in self.sets.iter().zip(couplings) {
            match set[..] {
                [i] => fields[i] = value,
                [i, j] => pairs.push(Pair { i, j, value }),
                [i, j, k] => triples.push(Triple { i, j, k, value }),
                _ => {}
            }
        }
        IsingModel::new(fields, pairs, triples).ok()
    }

    /// Exact averages, and their covariance where it is wanted: the product of two products is that of the spins in just one.
    pub(super) fn exact(&self, model: &IsingModel, curved: bool) -> Option<ModelAverages> {
        let enumeration = Enumeration::of(model).ok()?;
        let moments = enumeration.moments();
        let masks: Vec<usize> = self.sets.iter().map(|set| set.iter().map(|spin| 1 << spin).sum()).collect();
        let means: Vec<f64> = masks.iter().map(|&mask| moments[mask]).collect();
        let fisher = curved
            .then(|| Mat::from_fn(masks.len(), masks.len(), |a, b| moments[masks[a] ^ masks[b]] - means[a] * means[b]));
        let count = means.len();
        let log_partition = Some(enumeration.log_partition());
        Some(ModelAverages { means, errors: vec![0.0; count], fisher, log_partition, looks: usize::MAX })
    }
}

/// Averages under a model.
pub(super) struct ModelAverages {
    pub(super) means: Vec<f64>,
    /// Standard errors of the means through the chains; 0 where they are exact.
    pub(super) errors: Vec<f64>,
    /// Covariance of the features.
    pub(super) fisher: Option<Mat<f64>>,
    pub(super) log_partition: Option<f64>,
    /// Configurations that the covariance is of.
    pub(super) looks: usize,
}

/// Chains that go on from one model to the next.
pub(super) struct Chains {
    blocks: Vec<Lanes>,
}

impl Chains {
    /// 256 chains that start from rows of the data, drawn evenly.
    pub(super) fn from_rows(rows: &SpinRows, seed: Seed) -> Self {
        let chains = BLOCKS * LANES;
        let origins = rows.origins();
        let blocks = (0..BLOCKS).map(|block| {
            let mut lanes = Lanes::random(rows.spins(), seed, Stream::Chains, block as u64);
            for lane in 0..LANES {
                let at = (block * LANES + lane) * origins.len() / chains;
                let row = origins.get(at).map_or(0, |&(row, _)| row as usize);
                lanes.set(lane, rows.row(row).iter().map(|&value| if value == 0 { -1.0 } else { 1.0 }));
            }
            lanes
        });
        Self { blocks: blocks.collect() }
    }

    /// Averages over so many looks at each chain; `None` where the work was given up.
    pub(super) fn averages(
        &mut self,
        features: &Features,
        model: &IsingModel,
        looks: usize,
        curved: bool,
        stop: Stop<'_>,
    ) -> Option<ModelAverages> {
        let couplings = Neighbourhoods::of(model);
        let chains = BLOCKS * LANES;
        let wanted = if curved { (LOOKS_EACH * features.count()).div_ceil(chains).min(looks) } else { 0 };
        let parts: Option<Vec<Part>> =
            self.blocks.par_iter_mut().map(|lanes| run(lanes, features, &couplings, looks, wanted, stop)).collect();
        let parts = parts?;
        let of_block: Vec<Vec<f64>> =
            parts.iter().map(|part| part.sums.iter().map(|sum| sum / (looks * LANES) as f64).collect()).collect();
        let mean = |place: usize| of_block.iter().map(|means| means[place]).sum::<f64>() / BLOCKS as f64;
        let means: Vec<f64> = (0..features.count()).map(mean).collect();
        let error = |place: usize| {
            let squares: f64 = of_block.iter().map(|block| (block[place] - means[place]).powi(2)).sum();
            (squares / (BLOCKS * (BLOCKS - 1)) as f64).sqrt()
        };
        let errors = (0..features.count()).map(error).collect();
        let fisher = (wanted > 0).then(|| covariance(&parts, features.count(), wanted));
        Some(ModelAverages { means, errors, fisher, log_partition: None, looks: wanted * chains })
    }
}

/// What one block of chains gave.
struct Part {
    sums: Vec<f64>,
    /// The features at the first looks, those of one chain and look after another.
    kept: Vec<f32>,
}

fn run(
    lanes: &mut Lanes,
    features: &Features,
    couplings: &Neighbourhoods,
    looks: usize,
    wanted: usize,
    stop: Stop<'_>,
) -> Option<Part> {
    let mut part = Part { sums: vec![0.0; features.count()], kept: vec![0.0; features.count() * wanted * LANES] };
    let mut kept = part.kept.chunks_exact_mut((features.count() * LANES).max(1));
    // The chains forget the model before.
    for _ in 0..10 {
        lanes.sweep(couplings, 1.0);
    }
    for _ in 0..looks {
        if stop() {
            return None;
        }
        for _ in 0..SPACING {
            lanes.sweep(couplings, 1.0);
        }
        let spins = lanes.spins();
        let mut kept = kept.next();
        for (place, (set, sum)) in features.sets.iter().zip(&mut part.sums).enumerate() {
            let mut product = [1.0_f32; LANES];
            for &spin in set {
                let factor = &spins[spin];
                for lane in 0..LANES {
                    product[lane] *= factor[lane];
                }
            }
            *sum += f64::from(product.iter().sum::<f32>());
            if let Some(kept) = &mut kept {
                for (lane, value) in product.into_iter().enumerate() {
                    kept[lane * features.count() + place] = value;
                }
            }
        }
    }
    Some(part)
}

/// The covariance of the features in what was kept, in stripes of columns.
fn covariance(parts: &[Part], count: usize, wanted: usize) -> Mat<f64> {
    let samples = (parts.len() * wanted * LANES) as f64;
    let mut means = vec![0.0; count];
    for row in parts.iter().flat_map(|part| part.kept.chunks_exact(count)) {
        for (mean, &value) in means.iter_mut().zip(row) {
            *mean += f64::from(value) / samples;
        }
    }
    let stripes: Vec<Mat<f64>> = (0..count.div_ceil(STRIPE))
        .into_par_iter()
        .map(|stripe| {
            let columns = stripe * STRIPE..((stripe + 1) * STRIPE).min(count);
            let mut sum = Mat::zeros(count, columns.len());
            for part in parts {
                for rows in part.kept.chunks(count * LANES * 4) {
                    // One chain and look in each column.
                    let chunk =
                        Mat::from_fn(count, rows.len() / count, |place, row| f64::from(rows[row * count + place]));
                    let own = chunk.as_ref().subrows(columns.start, columns.len());
                    matmul(sum.as_mut(), Accum::Add, chunk.as_ref(), own.transpose(), 1.0 / samples, Par::Seq);
                }
            }
            sum
        })
        .collect();
    Mat::from_fn(count, count, |a, b| stripes[b / STRIPE][(a, b % STRIPE)] - means[a] * means[b])
}
