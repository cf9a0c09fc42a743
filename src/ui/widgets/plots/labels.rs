//! Names at the margin that never overlap: pure.

/// A name that wants to stand at a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelWish {
    /// The middle it wants, in points from the top.
    pub y: f32,
    pub height: f32,
    /// When there is no room for all, the smallest are left out first; among equals, the later ones.
    pub priority: u32,
}

/// The middles of the labels, in the order of the wishes; `None` for those left out. Labels keep the order of their
/// wishes, do not overlap, stay between `top` and `bottom`, and lie as near to their wishes as that allows (least
/// squares).
pub fn declutter(wishes: &[LabelWish], top: f32, bottom: f32) -> Vec<Option<f32>> {
    let mut placed = vec![None; wishes.len()];
    let mut kept: Vec<(usize, LabelWish)> = wishes
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, wish)| wish.y.is_finite() && wish.height.is_finite() && wish.height >= 0.0)
        .collect();
    kept.sort_by_key(|&(index, wish)| (std::cmp::Reverse(wish.priority), index));
    let mut room = bottom - top;
    kept.retain(|(_, wish)| {
        let fits = wish.height <= room;
        if fits {
            room -= wish.height;
        }
        fits
    });
    kept.sort_by(|(i, a), (j, b)| a.y.total_cmp(&b.y).then(i.cmp(j)));

    // In coordinates from which the heights of all labels above are taken away, "no overlap" means "not falling":
    // an isotonic regression, done by merging neighbours that violate it.
    let total: f32 = kept.iter().map(|(_, wish)| wish.height).sum();
    let mut blocks: Vec<Block> = Vec::new();
    let mut above = 0.0;
    for (_, wish) in &kept {
        let mut block = Block { sum: wish.y - wish.height / 2.0 - above, count: 1 };
        above += wish.height;
        while let Some(before) = blocks.pop_if(|before| before.mean() > block.mean()) {
            block = Block { sum: block.sum + before.sum, count: block.count + before.count };
        }
        blocks.push(block);
    }
    let mut offset = 0.0;
    let places = blocks.iter().flat_map(|block| std::iter::repeat_n(block.mean(), block.count));
    for ((index, wish), place) in kept.iter().zip(places) {
        let upper = place.clamp(top, (bottom - total).max(top)) + offset;
        offset += wish.height;
        if let Some(slot) = placed.get_mut(*index) {
            *slot = Some(upper + wish.height / 2.0);
        }
    }
    placed
}

struct Block {
    sum: f32,
    count: usize,
}

impl Block {
    fn mean(&self) -> f32 {
        self.sum / self.count as f32
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wish(y: f32, priority: u32) -> LabelWish {
        LabelWish { y, height: 15.0, priority }
    }

    proptest! {
        #[test]
        fn labels_never_overlap_nor_leave(
            wishes in prop::collection::vec(
                (-50.0..250.0f32, 8.0..20.0f32, 0..3u32)
                    .prop_map(|(y, height, priority)| LabelWish { y, height, priority }),
                0..20,
            ),
            bottom in 0.0..200.0f32,
        ) {
            let placed = declutter(&wishes, 0.0, bottom);
            let mut shown: Vec<(f32, f32, f32)> = wishes.iter().zip(&placed)
                .filter_map(|(wish, y)| y.map(|y| (y, wish.height, wish.y)))
                .collect();
            shown.sort_by(|a, b| a.0.total_cmp(&b.0));
            for pair in shown.windows(2) {
                prop_assert!(pair[1].0 - pair[0].0 >= f32::midpoint(pair[0].1, pair[1].1) - 1e-2, "{:?}", pair);
                prop_assert!(pair[0].2 <= pair[1].2, "order is kept: {:?}", pair);
            }
            for (y, height, _) in shown {
                prop_assert!(y - height / 2.0 >= -1e-2 && y + height / 2.0 <= bottom + 1e-2);
            }
        }

        #[test]
        fn the_least_important_go_first(priorities in prop::collection::vec(0..5u32, 1..12)) {
            let wishes: Vec<LabelWish> = priorities.iter().map(|&priority| wish(40.0, priority)).collect();
            let placed = declutter(&wishes, 0.0, 80.0);
            prop_assert_eq!(placed.iter().flatten().count(), wishes.len().min(5));
            let worst_shown = wishes.iter().zip(&placed).filter(|(_, y)| y.is_some()).map(|(w, _)| w.priority).min();
            let best_hidden = wishes.iter().zip(&placed).filter(|(_, y)| y.is_none()).map(|(w, _)| w.priority).max();
            prop_assert!(best_hidden.is_none() || best_hidden <= worst_shown);
        }
    }

    #[test]
    fn labels_with_room_stay_where_they_want() {
        let wishes = [wish(80.0, 0), wish(20.0, 0), wish(50.0, 0)];
        assert_eq!(declutter(&wishes, 0.0, 100.0), [Some(80.0), Some(20.0), Some(50.0)]);
    }

    #[test]
    fn neighbours_share_the_displacement() {
        let placed = declutter(&[wish(50.0, 0), wish(52.0, 0)], 0.0, 100.0);
        assert_eq!(placed, [Some(43.5), Some(58.5)]);
    }

    #[test]
    fn a_broken_wish_is_left_out() {
        let placed = declutter(&[wish(f32::NAN, 9), wish(10.0, 0)], 0.0, 100.0);
        assert_eq!(placed, [None, Some(10.0)]);
        assert_eq!(declutter(&[wish(5.0, 0)], 0.0, 0.0), [None]);
    }
}
