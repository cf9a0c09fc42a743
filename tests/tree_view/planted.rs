//! Trees for tests: random splits of given size, chains, combs.

use glassbox::physics::seed::{Seed, Stream, below, uniform};
use glassbox::ui::widgets::tree_view::{NodeShape, Skeleton};

/// A tree of random splits, mostly in two, with chains between; training times from 1 to 10,000, all leaves at the end.
pub fn planted(leaves: u32, seed: u64) -> Skeleton {
    const END: f64 = 10_000.0;
    let mut random = Seed(seed).stream(Stream::Patterns);
    let mut shapes = Vec::new();
    // Parent, exponent of the position, and the places: from the last of the siblings to the first.
    let mut waiting: Vec<(Option<u32>, f64, u32, u32)> =
        if leaves == 0 { vec![] } else { vec![(None, 0.0, 0, leaves)] };
    while let Some((parent, exponent, first, last)) = waiting.pop() {
        let index = shapes.len() as u32;
        let size = last - first;
        let position = if size == 1 { END } else { 10f64.powf(exponent) };
        shapes.push(NodeShape { parent, position, leaves: first..last });
        if size == 1 {
            continue;
        }
        let next = exponent + (4.0 - exponent) * (0.1 + 0.25 * uniform(&mut random));
        if below(&mut random, 5) == 0 {
            waiting.push((Some(index), next, first, last));
            continue;
        }
        let cut = first + 1 + below(&mut random, size - 1);
        waiting.push((Some(index), next, cut, last));
        waiting.push((Some(index), next, first, cut));
    }
    Skeleton::new(shapes, (0..leaves).rev().collect())
}

/// One datum whose way has `length` nodes.
pub fn chain(length: u32) -> Skeleton {
    let shape = |index: u32| NodeShape { parent: index.checked_sub(1), position: f64::from(index), leaves: 0..1 };
    Skeleton::new((0..length).map(shape), vec![0])
}

/// A spine that loses one leaf at each split, upwards or, if `alternating`, upwards and downwards in turn.
pub fn comb(leaves: u32, alternating: bool) -> Skeleton {
    let end = f64::from(leaves);
    let mut shapes = Vec::new();
    let mut later = Vec::new();
    let (mut first, mut last, mut parent, mut step) = (0, leaves, None, 0);
    while last > first {
        let index = shapes.len() as u32;
        if last - first == 1 {
            shapes.push(NodeShape { parent, position: end, leaves: first..last });
            break;
        }
        shapes.push(NodeShape { parent, position: f64::from(step), leaves: first..last });
        if alternating && step % 2 == 1 {
            last -= 1;
            later.push(NodeShape { parent: Some(index), position: end, leaves: last..last + 1 });
        } else {
            shapes.push(NodeShape { parent: Some(index), position: end, leaves: first..first + 1 });
            first += 1;
        }
        parent = Some(index);
        step += 1;
    }
    shapes.extend(later.into_iter().rev());
    Skeleton::new(shapes, (0..leaves).collect())
}
