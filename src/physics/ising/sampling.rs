//! Rows of equilibrium configurations of a model, from chains that run side by side.
//!
//! 128 chains start from random spins, forget them for some sweeps, and are then looked at again and again, with sweeps
//! between. Row r is of chain r mod 128, so that fewer rows are the first of more. Blocks of sixteen chains are pieces of
//! work of their own: the rows do not depend on the number of threads.
//!
//! ## References
//!
//! * K. Hukushima and K. Nemoto, “Exchange Monte Carlo method and application to spin glass simulations”, J. Phys.
//!   Soc. Jpn. 65, 1604 (1996), doi:10.1143/JPSJ.65.1604, arXiv:cond-mat/9512035

use rayon::prelude::*;

use crate::physics::averages::Average;
use crate::physics::block_random::LANES;
use crate::physics::configurations::Configurations;
use crate::physics::seed::{Seed, Stream};
use crate::physics::stop::Stop;

use super::clusters::{Bonds, ClusterChain};
use super::lanes::{Lanes, Neighbourhoods};
use super::model::IsingModel;

/// Blocks of sixteen chains.
const BLOCKS: usize = 8;
/// Chains.
pub const CHAINS: usize = BLOCKS * LANES;
/// Rungs of the ladder of parallel tempering, from λ = 1 down in equal steps.
pub const RUNGS: usize = 12;
/// The scale of the couplings on the last rung: there any landscape is flat.
const HOTTEST: f32 = 0.1;

/// How configurations move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moves {
    /// Single spins from their heat bath, in order.
    Glauber,
    /// Clusters (Swendsen and Wang): no triples.
    Clusters,
    /// Single spins on a ladder of twelve temperatures that exchange configurations after each sweep.
    Tempering,
}

impl Moves {
    /// Clusters where all pairs are ferromagnetic and there is nothing else, tempering where pairs compete by their signs, and
    /// single spins elsewhere.
    pub fn suited_to(model: &IsingModel) -> Self {
        let signs =
            |positive: bool| model.pairs().iter().any(|pair| pair.value != 0.0 && (pair.value > 0.0) == positive);
        if signs(true) && signs(false) {
            Self::Tempering
        } else if signs(false) || !model.triples().is_empty() || model.fields().iter().any(|&field| field != 0.0) {
            Self::Glauber
        } else {
            Self::Clusters
        }
    }
}

/// How many rows are drawn, and how far apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How configurations move.
    pub moves: Moves,
    /// Rows.
    pub rows: usize,
    /// Sweeps before the first look.
    pub thermalisation: usize,
    /// Sweeps from one look to the next, 1 at least.
    pub spacing: usize,
}

/// Rows and what their chains say of themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    /// The rows: 0 is −1.
    pub rows: Configurations,
    /// E = −(ln p + ln Z), averaged over all chains at each look.
    pub energy: Average,
    /// Integrated autocorrelation time of the energy of one chain in sweeps: ½ for independent configurations.
    pub autocorrelation_time: f64,
    /// Whether the chains were watched for at least 50 of these times.
    pub reliable: bool,
}

/// Why there are no samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SamplingError {
    /// Clusters of a model with triples.
    #[error("a model with couplings of three spins has no clusters; single spins or tempering move it")]
    Triples,
    /// Work that was given up.
    #[error("the sampling was stopped")]
    Stopped,
}

/// Draws rows of a model.
///
/// # Errors
/// The moves do not suit the model, or the work was given up.
pub fn sample(model: &IsingModel, plan: Plan, seed: Seed, stop: Stop<'_>) -> Result<Samples, SamplingError> {
    let couplings = Neighbourhoods::of(model);
    let bonds = Bonds::of(model);
    let looks = plan.rows.div_ceil(CHAINS);
    let chains = |block: usize| match plan.moves {
        Moves::Glauber => Ok(Chains::Ladder(ladder(model.spins(), 1, seed, block))),
        Moves::Tempering => Ok(Chains::Ladder(ladder(model.spins(), RUNGS, seed, block))),
        Moves::Clusters => {
            let bonds = bonds.as_ref().ok_or(SamplingError::Triples)?;
            let number = |lane: usize| (block * LANES + lane) as u64;
            let chains = (0..LANES).map(|lane| ClusterChain::random(model.spins(), seed, number(lane))).collect();
            Ok(Chains::Clusters(chains, bonds))
        }
    };
    // Blocks of which no row is wanted are not run.
    let blocks = plan.rows.div_ceil(LANES).min(BLOCKS);
    let parts: Result<Vec<Part>, SamplingError> = (0..blocks)
        .into_par_iter()
        .map(|block| run(chains(block)?, &couplings, plan, looks, block == 0, stop))
        .collect();
    let parts = parts?;
    let mut values = Vec::with_capacity(looks * blocks * LANES * model.spins());
    for look in 0..looks {
        values.extend(parts.iter().filter_map(|part| part.looks.get(look)).flatten());
    }
    let rows = Configurations::new(values, model.spins()).first(plan.rows);
    let mean_at = |look: usize| {
        let at = parts.iter().filter_map(|part| part.energies.get(look));
        at.flatten().sum::<f64>() / (blocks * LANES) as f64
    };
    let energies: Vec<f64> = (0..looks).map(mean_at).collect();
    let (autocorrelation_time, reliable) = parts.first().map_or((0.5, false), Part::autocorrelation_time);
    Ok(Samples { rows, energy: Average::of(&energies), autocorrelation_time, reliable })
}

/// Sixteen chains of one kind.
enum Chains<'a> {
    /// Single spins; without tempering the ladder has one rung.
    Ladder(Vec<Rung>),
    Clusters(Vec<ClusterChain>, &'a Bonds),
}

/// One rung: sixteen copies at a scale of the couplings.
struct Rung {
    lanes: Lanes,
    scale: f32,
}

/// Sixteen ladders side by side.
fn ladder(spins: usize, rungs: usize, seed: Seed, block: usize) -> Vec<Rung> {
    let scale = |rung: usize| 1.0 - (1.0 - HOTTEST) * rung as f32 / (RUNGS - 1) as f32;
    let lanes = |rung: usize| Lanes::random(spins, seed, Stream::IsingSamples, (block * RUNGS + rung) as u64);
    (0..rungs).map(|rung| Rung { lanes: lanes(rung), scale: scale(rung) }).collect()
}

/// What one block of chains gave.
#[derive(Default)]
struct Part {
    /// The configurations of each look, lane after lane.
    looks: Vec<Vec<u8>>,
    /// Their energies.
    energies: Vec<[f64; LANES]>,
    /// The energy of each lane after each sweep, where it was watched.
    series: Vec<Vec<f64>>,
}

impl Part {
    /// The mean of the lanes, in sweeps.
    fn autocorrelation_time(&self) -> (f64, bool) {
        let averages: Vec<Average> = self.series.iter().map(|series| Average::of(series)).collect();
        let sum: f64 = averages.iter().map(|average| average.autocorrelation_time).sum();
        (sum / averages.len().max(1) as f64, averages.iter().all(|average| average.reliable))
    }
}

fn run(
    mut chains: Chains<'_>,
    couplings: &Neighbourhoods,
    plan: Plan,
    looks: usize,
    watched: bool,
    stop: Stop<'_>,
) -> Result<Part, SamplingError> {
    let mut part = Part { series: vec![Vec::new(); LANES], ..Part::default() };
    let mut sweep = |chains: &mut Chains<'_>, watch: bool| {
        if stop() {
            return Err(SamplingError::Stopped);
        }
        chains.sweep(couplings);
        if watch {
            for (series, energy) in part.series.iter_mut().zip(chains.energies(couplings)) {
                series.push(energy);
            }
        }
        Ok(())
    };
    for done in 0..plan.thermalisation {
        // By half-way the start is forgotten, or the thermalisation is too short anyway.
        sweep(&mut chains, watched && 2 * done >= plan.thermalisation)?;
    }
    for _ in 0..looks {
        for _ in 0..plan.spacing.max(1) {
            sweep(&mut chains, watched)?;
        }
        part.energies.push(chains.energies(couplings));
        part.looks.push(chains.rows());
    }
    Ok(part)
}

impl Chains<'_> {
    fn sweep(&mut self, couplings: &Neighbourhoods) {
        match self {
            Self::Clusters(chains, bonds) => {
                for chain in chains {
                    chain.step(bonds);
                }
            }
            Self::Ladder(rungs) => {
                for rung in rungs.iter_mut() {
                    rung.lanes.sweep(couplings, rung.scale);
                }
                exchange(rungs, couplings);
            }
        }
    }

    /// E of each lane.
    fn energies(&self, couplings: &Neighbourhoods) -> [f64; LANES] {
        match self {
            Self::Ladder(rungs) => rungs.first().map_or([0.0; LANES], |rung| rung.lanes.energies(couplings)),
            Self::Clusters(chains, _) => {
                let mut spins = vec![[0.0; LANES]; couplings.spins()];
                for (lane, chain) in chains.iter().enumerate() {
                    for (spins, &spin) in spins.iter_mut().zip(chain.spins()) {
                        spins[lane] = f32::from(spin);
                    }
                }
                couplings.energies(&spins)
            }
        }
    }

    /// The configurations, lane after lane; 0 is −1.
    fn rows(&self) -> Vec<u8> {
        match self {
            Self::Ladder(rungs) => rungs.first().map_or_else(Vec::new, |rung| rung.lanes.rows()),
            Self::Clusters(chains, _) => {
                chains.iter().flat_map(|chain| chain.spins().iter().map(|&spin| u8::from(spin > 0))).collect()
            }
        }
    }
}

/// Neighbouring rungs exchange configurations with the probability min(1, exp((λ_a − λ_b)(E_a − E_b))), from the hottest
/// down, so that a configuration can come all the way at once.
fn exchange(rungs: &mut [Rung], couplings: &Neighbourhoods) {
    if rungs.len() < 2 {
        return;
    }
    let mut energies: Vec<[f64; LANES]> = rungs.iter().map(|rung| rung.lanes.energies(couplings)).collect();
    for cold in (0..rungs.len().saturating_sub(1)).rev() {
        let ([.., a], [b, ..]) = rungs.split_at_mut(cold + 1) else { continue };
        let uniforms = a.lanes.uniforms();
        for (lane, uniform) in uniforms.into_iter().enumerate() {
            let gain = f64::from(a.scale - b.scale) * (energies[cold][lane] - energies[cold + 1][lane]);
            if f64::from(uniform) < gain.exp() {
                a.lanes.exchange(&mut b.lanes, lane);
                let kept = energies[cold][lane];
                energies[cold][lane] = energies[cold + 1][lane];
                energies[cold + 1][lane] = kept;
            }
        }
    }
}

/// Bytes that rows of so many spins need, with their chains.
pub fn bytes(spins: usize, rows: usize) -> u64 {
    let rungs = CHAINS * RUNGS * size_of::<f32>();
    // Looks are held twice while they are put in order.
    (spins as u64).saturating_mul(2 * rows as u64 + rungs as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::ising::{Enumeration, Graph, IsingSystem, Pair, Triple};
    use crate::physics::stop::NEVER;

    fn drawn(model: &IsingModel, moves: Moves, rows: usize) -> Samples {
        sample(model, Plan { moves, rows, thermalisation: 200, spacing: 5 }, Seed(7), NEVER).unwrap()
    }

    /// The largest distance of means, pairs and triples from those of enumeration, in standard errors of independent rows.
    fn deviation(model: &IsingModel, samples: &Samples) -> f64 {
        let exact = Enumeration::of(model).unwrap();
        let spins = model.spins();
        let rows = samples.rows.rows() as f64;
        let mut largest: f64 = 0.0;
        for (mask, &wanted) in
            exact.moments().iter().enumerate().filter(|(mask, _)| (1..=3).contains(&mask.count_ones()))
        {
            let product = |row: &[u8]| -> f64 {
                (0..spins).filter(|i| mask >> i & 1 == 1).map(|i| 2.0 * f64::from(row[i]) - 1.0).product()
            };
            let mean = samples.rows.iter_rows().map(product).sum::<f64>() / rows;
            let error = ((1.0 - wanted * wanted) / rows).sqrt();
            largest = largest.max((mean - wanted).abs() / error);
        }
        largest
    }

    fn frustrated() -> IsingModel {
        let pair = |i: usize, j: usize| Pair { i, j, value: if (i * j) % 3 == 1 { -0.9 } else { 0.6 } };
        let pairs = (0..8).flat_map(|i| (i + 1..8).map(move |j| (i, j))).map(|(i, j)| pair(i, j)).collect();
        IsingModel::new((0..8).map(|i| 0.1 * f64::from(i) - 0.3).collect(), pairs, Vec::new()).unwrap()
    }

    #[test]
    fn every_move_reaches_the_averages_of_enumeration() {
        let ring = IsingSystem { field: 0.2, three_body: 0.3, ..IsingSystem::new(Graph::Ring, 8, 0.4) };
        let ring = ring.model(Seed(1)).unwrap();
        let torus = IsingSystem { field: 0.05, ..IsingSystem::new(Graph::Square, 3, 0.3) }.model(Seed(1)).unwrap();
        let alternating = IsingSystem { field: 0.3, ..IsingSystem::new(Graph::Ring, 7, -0.5) }.model(Seed(1)).unwrap();
        for (model, moves) in [
            (&ring, Moves::Glauber),
            (&ring, Moves::Tempering),
            (&torus, Moves::Clusters),
            (&torus, Moves::Glauber),
            (&frustrated(), Moves::Tempering),
            (&alternating, Moves::Clusters),
        ] {
            let samples = drawn(model, moves, 12_800);
            let deviation = deviation(model, &samples);
            // The largest of some 100 deviations is beyond 4.4 once in a thousand; rows five sweeps apart are nearly
            // independent.
            assert!(deviation < 4.4, "{moves:?}: {deviation} standard errors");
            let exact = Enumeration::of(model).unwrap().energy();
            let energy = samples.energy;
            assert!((energy.mean - exact).abs() < 4.5 * energy.standard_error, "{moves:?}: {energy:?} is not {exact}");
        }
    }

    #[test]
    fn single_spins_are_slow_at_the_transition_and_clusters_are_not() {
        let model = IsingSystem::new(Graph::Square, 16, 0.44).model(Seed(1)).unwrap();
        let plan = |moves| Plan { moves, rows: 16, thermalisation: 1500, spacing: 1 };
        let time = |moves| sample(&model, plan(moves), Seed(7), NEVER).unwrap().autocorrelation_time;
        let (single, clusters) = (time(Moves::Glauber), time(Moves::Clusters));
        assert!(single > 3.0 * clusters && clusters < 8.0, "{single} and {clusters} sweeps");
    }

    #[test]
    fn rows_do_not_depend_on_threads_or_on_how_many_are_wanted() {
        let model = frustrated();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        for moves in [Moves::Glauber, Moves::Clusters, Moves::Tempering] {
            let all = drawn(&model, moves, 300);
            assert_eq!(all, pool.install(|| drawn(&model, moves, 300)), "{moves:?}");
            assert_eq!(drawn(&model, moves, 100).rows, all.rows.first(100), "{moves:?}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_says_so() {
        let triples = vec![Triple { i: 0, j: 1, k: 2, value: 0.1 }];
        let model = IsingModel::new(vec![0.0; 3], Vec::new(), triples).unwrap();
        let plan = Plan { moves: Moves::Clusters, rows: 10, thermalisation: 1, spacing: 1 };
        assert_eq!(sample(&model, plan, Seed(1), NEVER), Err(SamplingError::Triples));
        assert_eq!(Moves::suited_to(&model), Moves::Glauber);
        assert_eq!(Moves::suited_to(&frustrated()), Moves::Tempering);
        let plan = Plan { moves: Moves::Glauber, ..plan };
        assert_eq!(sample(&model, plan, Seed(1), &|| true), Err(SamplingError::Stopped));
    }
}
