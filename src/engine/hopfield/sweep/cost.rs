//! What runs are expected to cost, in visits of a spin times patterns: about a nanosecond each.

use crate::engine::hopfield::sweep::config::{SweepConfig, SweepPoint};
use crate::physics::hopfield::LearningRule;

/// Work of one batch in one step: a quarter of a millisecond.
pub(super) const PIECE: u64 = 1 << 18;
/// What the visit of a spin costs besides its patterns, in patterns: random numbers and an exponential.
const VISIT: u64 = 64;
/// Sweeps after which most recalls have come to rest.
const RECALL_SWEEPS: u64 = 12;
/// What a coupling costs when Storkey's rule takes one more pattern.
const STORKEY: u64 = 4;
/// What a flip costs a dense memory for each pattern.
const DENSE_FLIP: u64 = 8;
/// The longest part that cannot be cut and still ends within 100 ms, also without optimisation.
pub(super) const PROMPT: u64 = 1 << 25;
/// The most batches in one step: four for each of sixteen threads, so that one that ends early keeps few of them waiting.
const MOST_BATCHES: u64 = 64;
/// Spins and couplings that the networks of all batches of a step may have: 130 million …
const MOST_NUMBERS: u64 = 1 << 27;
/// … and how many batches there are even beyond that.
const FEW_BATCHES: u64 = 8;

/// Drawing one pattern and storing it.
pub(super) fn pattern(point: &SweepPoint, rule: LearningRule) -> u64 {
    let n = point.size as u64;
    let spins = n * 4;
    if rule == LearningRule::Storkey { spins + STORKEY * n * n } else { spins }
}

/// What is left to be done when all patterns are there, in one piece.
pub(super) fn last_part(point: &SweepPoint, rule: LearningRule) -> u64 {
    let (n, p) = (point.size as u64, point.patterns() as u64);
    match rule {
        LearningRule::Hebb | LearningRule::Dense(_) => 0,
        // The sums of the sites are added up.
        LearningRule::Covariance => n + n * p / 32,
        // Measured: 160 ms for 630 patterns of 700 spins, 110 ms for 200 of 20 000.
        LearningRule::PseudoInverse => (p * p).saturating_mul(n / 8 + p / 2),
        LearningRule::Storkey => n * n,
    }
}

/// The longest part of a run that cannot be cut.
pub(super) fn longest_part(point: &SweepPoint, rule: LearningRule) -> u64 {
    pattern(point, rule).max(last_part(point, rule))
}

fn store(point: &SweepPoint, rule: LearningRule) -> u64 {
    let patterns = pattern(point, rule).saturating_mul(point.patterns() as u64);
    patterns.saturating_add(last_part(point, rule))
}

/// One visit, as it is expected.
fn visit(point: &SweepPoint, rule: LearningRule) -> u64 {
    if rule == LearningRule::Storkey { VISIT } else { point.patterns() as u64 + VISIT }
}

/// One visit at the worst: where J is formed a flip changes all fields, and that of a dense memory all values of F.
pub(super) fn worst_visit(point: &SweepPoint, rule: LearningRule) -> u64 {
    match rule {
        LearningRule::Storkey => point.size as u64 + VISIT,
        LearningRule::Dense(_) => DENSE_FLIP * point.patterns() as u64 + visit(point, rule),
        _ => visit(point, rule),
    }
}

/// One run.
pub(super) fn run(config: &SweepConfig, point: &SweepPoint) -> u64 {
    let sweeps = if point.temperature == 0.0 { config.sweeps.min(RECALL_SWEEPS) } else { config.sweeps };
    let sweep = point.size as u64 * visit(point, config.rule);
    store(point, config.rule).saturating_add(sweeps.saturating_mul(sweep))
}

/// The runs that are done together: as many as fill one step, at least one.
pub(super) fn runs_per_batch(config: &SweepConfig, point: &SweepPoint) -> u64 {
    (PIECE / run(config, point).max(1)).clamp(1, config.runs.max(1))
}

/// How many batches share one step: enough for many threads, but so few that one thread could do the longest parts of
/// all of them in the time of one prompt stop, and that their networks find room. A power of two, as most numbers of
/// threads are. The machine has no say: what a step does must not depend on it.
pub(super) fn batches_per_step(config: &SweepConfig, point: &SweepPoint) -> usize {
    let (n, p) = (point.size as u64, point.patterns() as u64);
    let numbers = if config.rule == LearningRule::Storkey { n * (n + p) } else { n * p };
    let room = (MOST_NUMBERS / numbers.max(1)).max(FEW_BATCHES);
    let prompt = PROMPT / (PIECE + longest_part(point, config.rule));
    1 << prompt.min(room).clamp(1, MOST_BATCHES).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::Seed;

    #[test]
    fn a_step_on_one_thread_stops_promptly() {
        let mut seen = Vec::new();
        for rule in LearningRule::ALL {
            for (size, alpha) in [(200, 0.05), (200, 0.9), (200, 1.0), (400, 0.9), (2000, 0.02), (2800, 0.1)] {
                let config = SweepConfig { rule, ..SweepConfig::capacity(&[size], &[alpha], 1, Seed(3)) };
                let batches = batches_per_step(&config, &config.points[0]);
                let longest = PIECE + longest_part(&config.points[0], rule);
                assert!(batches == 1 || batches as u64 * longest <= PROMPT, "{rule:?} {size} {alpha}: {batches}");
                seen.push(batches);
            }
        }
        seen.sort_unstable();
        assert_eq!((seen[0], seen[seen.len() - 1] as u64), (1, MOST_BATCHES), "{seen:?}");
    }
}
