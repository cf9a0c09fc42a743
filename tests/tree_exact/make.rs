//! Random trees.

use glassbox::physics::seed::{Seed, Stream, below, uniform};
use glassbox::physics::tree::{Age, Level, MergeTree, Partition, Tree, levels};
use ndarray::Array2;

/// Ages of a made-up training, the newest first: random points, to which random starts lead.
pub fn ages(seed: u64, data: usize, count: usize) -> (Vec<Age>, Vec<Array2<f32>>) {
    let mut rng = Seed(seed).stream(Stream::Samples);
    let mut starts = data;
    let mut of_all = Vec::new();
    let mut ages = Vec::new();
    for age in 0..count {
        let points = 1 + below(&mut rng, starts as u32) as usize;
        let of_start = (0..starts).map(|_| below(&mut rng, points as u32)).collect();
        let means = Array2::from_shape_simple_fn((points, 2), || uniform(&mut rng) as f32);
        let merge = MergeTree::new(&means, 2);
        ages.push(Age::new(100.0 * (count - age) as f64, of_start, merge).unwrap());
        of_all.push(means);
        starts = points;
    }
    (ages, of_all)
}

/// Keys by which children are ordered.
pub fn keys(seed: u64, data: usize) -> Vec<f64> {
    let mut rng = Seed(seed).stream(Stream::Patterns);
    (0..data).map(|_| (uniform(&mut rng) * 8.0).round()).collect()
}

/// The tree of such ages.
pub fn tree(seed: u64, data: usize, count: usize, distance: f64) -> Tree {
    Tree::from_levels(&levels(&ages(seed, data, count).0, distance).unwrap(), &keys(seed, data)).unwrap()
}

/// A chain as deep as there are data: at each level one datum leaves the large cluster.
pub fn caterpillar(data: u32) -> Vec<Level> {
    let partition = |apart: u32| Partition::new(&(0..data).map(|datum| datum.min(apart)).collect::<Vec<u32>>());
    let level = |apart| Level { age: 0, position: f64::from(apart), partition: partition(apart), points: Vec::new() };
    (0..data).map(level).collect()
}
