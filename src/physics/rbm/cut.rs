//! How much work is cut into how many pieces.
//!
//! Blocks and their groups are functions of the sizes alone. How many groups a thread takes at a time is not, and changes
//! no result: what a copy does depends on no other copy of its block.

use crate::physics::block_random::LANES;
use crate::physics::rbm::units::VisibleUnits;

/// Copies in a block of binary units: enough that a product runs at full speed, few enough for the second cache.
const MOST_COPIES: usize = 128;
/// Copies in a block of Potts units, whose fields are `q` times as many.
const MOST_POTTS_COPIES: usize = 64;
/// Below this number of copies one block is left whole.
const LEAST_TO_CUT: usize = 32;
/// Copies that always stay together: one for each number that a generator makes at once.
pub(super) const GROUP: usize = LANES;
/// Multiplications below which waking other threads costs more than they save (0.1 ms).
const LEAST_TO_SHARE: f64 = 1e7;
/// Multiplications that are worth a thread of their own (30 µs).
const LEAST_FOR_A_THREAD: f64 = 2e6;
/// What a piece costs whatever its size, in copies: the weights have to pass by once for each.
const COPIES_FOR_A_PIECE: usize = 10;

/// How many copies each block has, for `count` of them.
pub(super) fn block_sizes(count: usize, visible: VisibleUnits) -> Vec<usize> {
    let most = if matches!(visible, VisibleUnits::Potts(_)) { MOST_POTTS_COPIES } else { MOST_COPIES };
    let blocks = count.div_ceil(most).max(usize::from(count >= LEAST_TO_CUT) + 1);
    (0..blocks).map(|block| (block + 1) * count / blocks - block * count / blocks).filter(|&size| size > 0).collect()
}

/// On how many of the present pool's threads work of that many multiplications is done. It changes no result.
pub fn threads_for(multiplications: f64) -> usize {
    if multiplications <= LEAST_TO_SHARE {
        return 1;
    }
    rayon::current_num_threads().min((multiplications / LEAST_FOR_A_THREAD) as usize).max(1)
}

/// Into how many pieces to cut each of some blocks of at most `copies` copies, so that so many threads are done soonest.
pub(super) fn pieces_of_a_block(blocks: usize, copies: usize, threads: usize) -> usize {
    if threads <= 1 {
        return 1;
    }
    let groups = copies.div_ceil(GROUP);
    let time = |pieces: usize| {
        let largest = (groups.div_ceil(pieces) * GROUP).min(copies);
        (blocks * pieces).div_ceil(threads) * (largest + COPIES_FOR_A_PIECE)
    };
    (1..=groups).min_by_key(|&pieces| time(pieces)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many times faster so many threads are than one, if a copy costs 1 and a piece [`COPIES_FOR_A_PIECE`].
    fn gain(count: usize, visible: VisibleUnits, threads: usize) -> f64 {
        let sizes = block_sizes(count, visible);
        let largest = sizes.iter().copied().max().unwrap();
        let time = |threads| {
            let pieces = pieces_of_a_block(sizes.len(), largest, threads);
            let groups = largest.div_ceil(GROUP).div_ceil(pieces);
            (sizes.len() * pieces).div_ceil(threads) * ((groups * GROUP).min(largest) + COPIES_FOR_A_PIECE)
        };
        time(1) as f64 / time(threads) as f64
    }

    #[test]
    fn sixteen_threads_have_enough_to_do() {
        for visible in [VisibleUnits::Bernoulli, VisibleUnits::Potts(21)] {
            for (threads, least) in [(2, 2.0), (4, 3.8), (8, 7.0), (16, 12.8)] {
                let gain = gain(500, visible, threads);
                assert!(gain >= least, "{visible:?}, {threads} threads: {gain}");
            }
        }
        // Two blocks of 50.
        assert!(gain(100, VisibleUnits::Bernoulli, 16) > 4.5);
    }

    #[test]
    fn more_threads_never_take_longer() {
        for count in [1, 15, 33, 100, 170, 500, 1000, 4096] {
            for visible in [VisibleUnits::Bernoulli, VisibleUnits::Potts(5)] {
                for threads in 1..64 {
                    let (fewer, more) = (gain(count, visible, threads), gain(count, visible, threads + 1));
                    assert!(more >= fewer, "{count} copies on {threads} threads and one more: {fewer}, {more}");
                }
            }
        }
    }

    #[test]
    fn little_work_stays_on_one_thread() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(16).build().unwrap();
        let threads = [1e6, 1e7, 1.2e7, 1e9].map(|work| pool.install(|| threads_for(work)));
        assert_eq!(threads, [1, 1, 6, 16]);
    }
}
