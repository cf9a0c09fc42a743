//! Fixed points of the Epanechnikov rule: exact means of sets of memories, more of them than there are memories.
//!
//! A fixed point is the mean of exactly those memories that lie within √(2/β) of it. A set of one is a memory that is
//! kept: no other lies that near. A larger set is an emergent memory. Steps are means of sets, so that they come to rest
//! after finitely many.
//!
//! ## References
//!
//! * B. Hoover et al., “Dense associative memory with Epanechnikov energy”, NeurIPS 2025, arXiv:2506.10801

use std::collections::BTreeMap;

use super::memories::Memories;
use super::rule::{Attention, ContinuousError, ContinuousRule};
use crate::physics::stop::Stop;

/// Steps after which a start is given up; a finite number of them always suffices, and a few do.
const MOST_STEPS: usize = 10_000;

/// A fixed point and the set that it is the mean of.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedMean {
    /// The memories that it is the mean of, rising.
    pub set: Vec<usize>,
    /// The mean.
    pub state: Vec<f64>,
    /// Its energy.
    pub energy: f64,
    /// Starts that led here.
    pub starts: u64,
}

impl FixedMean {
    /// Whether it is a stored memory, and nothing else.
    pub fn is_memory(&self) -> bool {
        self.set.len() == 1
    }
}

/// The fixed points that the memories, the means of their pairs and those of their triples lead to, by their sets. The
/// starts are C(K, 1) + … + C(K, `largest`), of sets up to `largest` (1, 2 or 3); `None` where `stop` says so.
pub fn fixed_means(
    memories: &Memories,
    beta: f64,
    largest: usize,
    stop: Stop<'_>,
) -> Result<Option<Vec<FixedMean>>, ContinuousError> {
    let rule = ContinuousRule::new(Attention::Epanechnikov, beta)?;
    let count = memories.count();
    if count == 0 {
        return Err(ContinuousError::NoMemory);
    }
    let mut found = BTreeMap::new();
    let mut weights = vec![0.0; count];
    for size in 1..=largest.min(3).min(count) {
        let mut set: Vec<usize> = (0..size).collect();
        loop {
            if stop() {
                return Ok(None);
            }
            for &mu in &set {
                weights[mu] = 1.0 / size as f64;
            }
            let start = memories.weighted_sum(&weights);
            for &mu in &set {
                weights[mu] = 0.0;
            }
            follow(memories, rule, start, &mut found)?;
            if !next_set(&mut set, count) {
                break;
            }
        }
    }
    Ok(Some(found.into_values().collect()))
}

/// Steps from a start to its fixed point, and counts it there.
fn follow(
    memories: &Memories,
    rule: ContinuousRule,
    start: Vec<f64>,
    found: &mut BTreeMap<Vec<usize>, FixedMean>,
) -> Result<(), ContinuousError> {
    let mut state = start;
    let mut last = Vec::new();
    for _ in 0..MOST_STEPS {
        let look = rule.look(memories, &state)?;
        let set: Vec<usize> =
            (0..memories.count()).filter(|&mu| look.weights.get(mu).is_some_and(|&p| p > 0.0)).collect();
        let Some(energy) = look.energy else { return Ok(()) };
        if set == last {
            found.entry(set.clone()).or_insert(FixedMean { set, state, energy, starts: 0 }).starts += 1;
            return Ok(());
        }
        (last, state) = (set, look.next);
    }
    Ok(())
}

/// The next set of numbers below `count` of the same size, in the order of dictionaries; false after the last.
fn next_set(set: &mut [usize], count: usize) -> bool {
    let size = set.len();
    for place in (0..size).rev() {
        if set[place] < count - (size - place) {
            set[place] += 1;
            for later in place + 1..size {
                set[later] = set[later - 1] + 1;
            }
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::stop::NEVER;
    use ndarray::array;

    #[test]
    fn two_neighbours_have_their_mean_between_them() {
        // On a line at 0, 1 and 5: the radius √(2/β) decides.
        let rows = array![[0.0], [1.0], [5.0]];
        let memories = Memories::new(rows.view()).unwrap();
        let sets = |radius: f64| -> Vec<Vec<usize>> {
            let found = fixed_means(&memories, 2.0 / (radius * radius), 3, NEVER).unwrap().unwrap();
            found.into_iter().map(|point| point.set).collect()
        };
        // Below ½ the mean of the first two sees neither.
        assert_eq!(sets(0.4), [vec![0], vec![1], vec![2]]);
        assert_eq!(sets(0.9), [vec![0], vec![0, 1], vec![1], vec![2]], "an emergent memory, and all three are kept");
        assert_eq!(sets(1.1), [vec![0, 1], vec![2]]);
        assert_eq!(sets(9.0), [vec![0, 1, 2]]);
        assert_eq!(fixed_means(&memories, 1.0, 3, &|| true), Ok(None));
    }

    #[test]
    fn all_sets_are_visited() {
        let mut set = vec![0, 1, 2];
        let mut count = 1;
        while next_set(&mut set, 6) {
            count += 1;
        }
        assert_eq!((count, set), (20, vec![3, 4, 5]));
    }
}
