//! What a race is expected to cost, before it starts: memory in bytes, and work in nanoseconds of one thread.

use crate::engine::core::session::SessionError;
use crate::engine::couplings::estimators::Estimator;
use crate::engine::couplings::race::{RaceConfig, SPACING, THERMALISATION};
use crate::physics::inference::boltzmann;
use crate::physics::ising::sampling::{CHAINS, RUNGS, bytes as bytes_of_rows};
use crate::physics::ising::{Graph, IsingSystem, MOST_ENUMERATED};

/// The most memory and the most work of a race: 2 GB, and an hour of one thread.
pub const MOST_BYTES: u64 = 2_000_000_000;
/// In nanoseconds of one thread.
pub const MOST_WORK: u64 = 3600 * NANOSECONDS;
/// Nanoseconds in a second.
pub const NANOSECONDS: u64 = 1_000_000_000;

/// Nanoseconds, measured on 131,072 rows of the 4 × 4 lattice in the build of the tests, so that a release needs less: the
/// visit of a spin in a sweep of one chain by cluster moves.
const CLUSTERED: f64 = 40.0;
/// Estimated from the operations: the same by single spins, and each neighbour there.
const VISIT: f64 = 4.0;
const NEIGHBOUR: f64 = 0.4;
/// Measured: putting one value of a row in its place.
const VALUE: f64 = 20.0;
/// Estimated: one product of two spins of a row.
const PRODUCT: f64 = 0.4;
/// Measured: one spin of a row in the search for a minimum, all its evaluations together.
const MINIMISED: f64 = 100.0;
/// Estimated: one configuration in Boltzmann learning, for each spin, all steps together.
const ENUMERATED: f64 = 25.0;

/// What a race is expected to cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RaceCost {
    /// The largest memory, in bytes.
    pub bytes: u64,
    /// Work, in nanoseconds of one thread.
    pub work: u64,
}

impl RaceCost {
    /// That of a race.
    pub fn of(config: &RaceConfig) -> Self {
        let most = config.rows.last().copied().unwrap_or(0);
        let of_system = |system: &IsingSystem| {
            let spins = system.spins();
            let each = |&rows: &usize| -> u64 {
                Estimator::of(spins).into_iter().map(|estimator| estimate(estimator, spins, rows)).sum()
            };
            draw(system, most) + config.rows.iter().map(|rows| prepare(spins, *rows) + each(rows)).sum::<u64>()
        };
        let work: u64 = config.systems.iter().map(of_system).sum();
        let spins = config.systems.iter().map(IsingSystem::spins).max().unwrap_or(0);
        Self { bytes: bytes(config, spins, most), work: work.saturating_mul(config.samples as u64) }
    }

    /// Refuses what is too large, with the number.
    ///
    /// # Errors
    /// It would need more than [`MOST_BYTES`] or [`MOST_WORK`].
    pub fn check(self) -> Result<(), SessionError> {
        let remedy = "fewer spins, rows or samples need less";
        if self.bytes > MOST_BYTES {
            let (needs, most) = (gigabytes(self.bytes), gigabytes(MOST_BYTES));
            return Err(SessionError::new(format!(
                "this race needs {needs} GB of memory; up to {most} are taken, {remedy}"
            )));
        }
        if self.work > MOST_WORK {
            let (needs, most) = (minutes(self.work), minutes(MOST_WORK));
            return Err(SessionError::new(format!(
                "this race needs about {needs} minutes of one processor; up to {most} are given, {remedy}"
            )));
        }
        Ok(())
    }
}

fn gigabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e9)
}

fn minutes(work: u64) -> u64 {
    work.div_ceil(60 * NANOSECONDS)
}

/// Different rows of so many at most.
fn distinct(spins: usize, rows: usize) -> usize {
    1_usize.checked_shl(spins as u32).unwrap_or(usize::MAX).min(rows)
}

/// Drawing a sample.
pub(super) fn draw(system: &IsingSystem, rows: usize) -> u64 {
    let spins = system.spins();
    let sweeps = (THERMALISATION + rows.div_ceil(CHAINS) * SPACING) * CHAINS;
    let visit = match system.graph {
        // Signs that compete are tempered, each spin with all others as neighbours.
        Graph::Sk => (VISIT + NEIGHBOUR * spins as f64) * RUNGS as f64,
        Graph::Ring | Graph::Chain | Graph::Tree | Graph::Random | Graph::Square => CLUSTERED,
    };
    (sweeps as f64 * spins as f64 * visit) as u64
}

/// Counting equal rows together.
pub(super) fn prepare(spins: usize, rows: usize) -> u64 {
    (VALUE * spins as f64 * rows as f64) as u64
}

/// One estimate.
pub(super) fn estimate(estimator: Estimator, spins: usize, rows: usize) -> u64 {
    let (n, distinct) = (spins as f64, distinct(spins, rows) as f64);
    let minimum = MINIMISED * n * n * distinct;
    let work = match estimator {
        Estimator::Closed(_) => PRODUCT * n * n * distinct,
        Estimator::Local(_) => minimum,
        Estimator::Boltzmann => minimum + ENUMERATED * n * (spins as f64).exp2(),
    };
    work as u64
}

/// The rows as they are drawn and counted, the sums, and what is enumerated.
fn bytes(config: &RaceConfig, spins: usize, rows: usize) -> u64 {
    let (n, m) = (spins as u64, rows as u64);
    // A copy of the first rows; the order, the origins and a reference of each; columns and weights of the distinct ones.
    let counted = m * (n + 8 + 16 + 16) + distinct(spins, rows) as u64 * (9 * n + 16);
    let sums = (config.systems.len() * config.rows.len() * Estimator::ALL.len()) as u64 * 2 * 8 * n * n;
    let enumerated = if spins <= MOST_ENUMERATED { boltzmann::bytes(spins, false) + (32 << spins) } else { 0 };
    bytes_of_rows(spins, rows) + counted + sums + enumerated
}
