//! Which ends of an iteration are one fixed point: single linkage, a chain of small steps connects them.

use std::sync::Arc;

/// Differences of means that are squared in one step to see which ends are one fixed point: some 50 ms.
pub(super) const COMPARED: usize = 1 << 27;

/// States that belong together.
pub(super) struct Cluster {
    /// The first member.
    pub(super) representative: Arc<[f32]>,
    /// The numbers of all members, the first first.
    members: Vec<usize>,
    /// No member is farther from the representative.
    radius: f64,
}

/// Connected components of states of `width` numbers at most `distance` apart, in the order of their first members. The
/// same as comparing all pairs, but members are looked at only where the triangle inequality allows one of them to be near.
pub(super) struct Clusters {
    states: Vec<f32>,
    /// The start that ended at each state.
    starts: Vec<usize>,
    width: usize,
    distance: f64,
    found: Vec<Cluster>,
}

impl Clusters {
    pub(super) fn new(width: usize, distance: f64) -> Self {
        Self { states: Vec::new(), starts: Vec::new(), width, distance, found: Vec::new() }
    }

    /// The clusters of the states so far.
    pub(super) fn in_order(&self) -> &[Cluster] {
        &self.found
    }

    /// The starts that ended in each cluster.
    pub(super) fn starts(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        self.found.iter().map(|cluster| cluster.members.iter().map(|&member| self.starts[member]).collect())
    }

    /// Number of states so far.
    pub(super) fn states(&self) -> usize {
        self.starts.len()
    }

    /// Length of a state.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Numbers that the next state is compared with, where no cluster is near.
    pub(super) fn cost(&self) -> usize {
        self.found.len() * self.width
    }

    /// Adds the state that a start ended at.
    pub(super) fn push(&mut self, start: usize, means: impl Iterator<Item = f64>) {
        let index = self.starts.len();
        let present: &[f32] = &means.map(|mean| mean as f32).collect::<Vec<f32>>();
        let mut joined: Option<usize> = None;
        let mut place = 0;
        while place < self.found.len() {
            let cluster = &self.found[place];
            let apart = euclidean(present, &cluster.representative);
            let near = apart <= self.distance
                || apart <= self.distance + cluster.radius
                    && cluster.members.iter().any(|&member| euclidean(present, self.state(member)) <= self.distance);
            match (near, joined) {
                (true, None) => {
                    let cluster = &mut self.found[place];
                    cluster.members.push(index);
                    cluster.radius = cluster.radius.max(apart);
                    joined = Some(place);
                    place += 1;
                }
                (true, Some(first)) => {
                    // The state connects two clusters: the earlier takes the later.
                    let later = self.found.remove(place);
                    let earlier = &mut self.found[first];
                    let far = euclidean(&earlier.representative, &later.representative);
                    earlier.radius = earlier.radius.max(far + later.radius);
                    earlier.members.extend(later.members);
                }
                (false, _) => place += 1,
            }
        }
        if joined.is_none() {
            self.found.push(Cluster { representative: present.into(), members: vec![index], radius: 0.0 });
        }
        self.states.extend_from_slice(present);
        self.starts.push(start);
    }

    fn state(&self, index: usize) -> &[f32] {
        self.states.get(index * self.width..(index + 1) * self.width).unwrap_or_default()
    }
}

/// For each of so many starts the place of the list that holds it.
pub(super) fn places(lists: &[Vec<usize>], starts: usize) -> Vec<Option<usize>> {
    let mut place_of = vec![None; starts];
    for (place, list) in lists.iter().enumerate() {
        for &start in list {
            place_of[start] = Some(place);
        }
    }
    place_of
}

/// √Σ (a − b)².
pub(in crate::physics) fn euclidean(a: &[f32], b: &[f32]) -> f64 {
    let mut lanes = [0.0_f32; 8];
    let (chunks, others) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = chunks.remainder().iter().zip(others.remainder()).map(|(x, y)| (x - y) * (x - y)).sum();
    for (chunk, other) in chunks.zip(others) {
        for ((lane, x), y) in lanes.iter_mut().zip(chunk).zip(other) {
            *lane += (x - y) * (x - y);
        }
    }
    f64::from(lanes.iter().sum::<f32>() + rest).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{Seed, Stream, below};

    fn merge(states: &[f32], width: usize, distance: f64) -> Vec<Cluster> {
        let mut clusters = Clusters::new(width, distance);
        for (start, state) in states.chunks_exact(width).enumerate() {
            clusters.push(start, state.iter().copied().map(f64::from));
        }
        clusters.found
    }

    #[test]
    fn chains_of_small_steps_connect() {
        // 5 closes the gap between {0, 1} and {2, 3}.
        let line = [0.0_f32, 0.5, 2.0, 2.4, 9.0, 1.2];
        let members = |distance| -> Vec<Vec<usize>> {
            merge(&line, 1, distance).into_iter().map(|cluster| cluster.members).collect()
        };
        assert_eq!(members(0.81), [vec![0, 1, 5, 2, 3], vec![4]]);
        assert_eq!(members(0.5), [vec![0, 1], vec![2, 3], vec![4], vec![5]]);
        assert_eq!(members(0.1).len(), 6);
    }

    #[test]
    fn the_shortcut_finds_what_all_pairs_find() {
        let mut rng = Seed(4).stream(Stream::Samples);
        for points in [5_usize, 40, 120] {
            let states: Vec<f32> = (0..points * 2).map(|_| below(&mut rng, 60) as f32 / 10.0).collect();
            let found = merge(&states, 2, 0.45);
            let mut label: Vec<usize> = (0..points).collect();
            for _ in 0..points {
                for a in 0..points {
                    for b in 0..points {
                        let apart = euclidean(&states[2 * a..2 * a + 2], &states[2 * b..2 * b + 2]);
                        if apart <= 0.45 {
                            label[a] = label[a].min(label[b]);
                        }
                    }
                }
            }
            for cluster in &found {
                assert!(cluster.members.iter().all(|&member| label[member] == label[cluster.members[0]]));
            }
            let mut distinct = label.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(found.len(), distinct.len());
        }
    }
}
