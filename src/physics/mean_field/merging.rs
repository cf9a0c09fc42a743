//! Which ends of an iteration are one fixed point: single linkage, a chain of small steps connects them.

/// States that belong together.
pub(super) struct Cluster {
    /// The first member.
    pub(super) representative: usize,
    /// All members, the first first.
    pub(super) members: Vec<usize>,
    /// No member is farther from the representative.
    radius: f64,
}

/// Connected components of the states (row-major, each `width` numbers) at most `distance` apart, in the order of their
/// first members. The same as comparing all pairs, but members are looked at only where the triangle inequality allows
/// one of them to be near.
pub(super) fn merge(states: &[f32], width: usize, distance: f64) -> Vec<Cluster> {
    let state = |index: usize| states.get(index * width..(index + 1) * width).unwrap_or_default();
    let mut clusters: Vec<Cluster> = Vec::new();
    for (index, present) in states.chunks_exact(width.max(1)).enumerate() {
        let mut joined: Option<usize> = None;
        let mut place = 0;
        while place < clusters.len() {
            let cluster = &clusters[place];
            let apart = euclidean(present, state(cluster.representative));
            let near = apart <= distance
                || apart <= distance + cluster.radius
                    && cluster.members.iter().any(|&member| euclidean(present, state(member)) <= distance);
            match (near, joined) {
                (true, None) => {
                    clusters[place].members.push(index);
                    clusters[place].radius = clusters[place].radius.max(apart);
                    joined = Some(place);
                    place += 1;
                }
                (true, Some(first)) => {
                    // The state connects two clusters: the earlier takes the later.
                    let later = clusters.remove(place);
                    let far = euclidean(state(clusters[first].representative), state(later.representative));
                    clusters[first].radius = clusters[first].radius.max(far + later.radius);
                    clusters[first].members.extend(later.members);
                }
                (false, _) => place += 1,
            }
        }
        if joined.is_none() {
            clusters.push(Cluster { representative: index, members: vec![index], radius: 0.0 });
        }
    }
    clusters
}

/// √Σ (a − b)².
fn euclidean(a: &[f32], b: &[f32]) -> f64 {
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
                assert!(cluster.members.iter().all(|&member| label[member] == label[cluster.representative]));
            }
            let mut distinct = label.clone();
            distinct.sort_unstable();
            distinct.dedup();
            assert_eq!(found.len(), distinct.len());
        }
    }
}
