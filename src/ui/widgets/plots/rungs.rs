//! Where the rungs of a ladder of levels lie, and their names next to it: pure.

use super::labels::{LabelWish, declutter};
use super::scale::extent;

/// On which side of the ladder a rung is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungSide {
    Left,
    Right,
}

/// What the layout needs to know of a rung.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RungWish {
    pub value: f64,
    pub side: RungSide,
    /// When there is no room for all names of a side, the smallest are left out first.
    pub priority: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RungPlace {
    /// Its height on the screen, in points.
    pub y: f32,
    /// The middle of its name; `None` where there is no room for it.
    pub label: Option<f32>,
}

/// Lays rungs between `top` and `bottom`, the lowest value at the bottom; names are `line` high and never overlap those
/// of their side.
pub fn rung_places(rungs: &[RungWish], top: f32, bottom: f32, line: f32) -> Vec<RungPlace> {
    let (low, high) = extent(rungs.iter().map(|rung| rung.value)).unwrap_or_default();
    let length = high - low;
    let height = |value: f64| {
        if !value.is_finite() {
            return f32::NAN;
        }
        // Rungs that differ by rounding only are one rung, half way up.
        let fraction = if length > 1e-12 { (value - low) / length } else { 0.5 };
        (fraction as f32).mul_add(top - bottom, bottom)
    };
    let ys: Vec<f32> = rungs.iter().map(|rung| height(rung.value)).collect();
    let mut places: Vec<RungPlace> = ys.iter().map(|&y| RungPlace { y, label: None }).collect();
    for side in [RungSide::Left, RungSide::Right] {
        let mine: Vec<usize> = (0..rungs.len()).filter(|&k| rungs.get(k).is_some_and(|r| r.side == side)).collect();
        let wish = |&k: &usize| {
            let y = ys.get(k).copied().unwrap_or(f32::NAN);
            LabelWish { y, height: line, priority: rungs.get(k).map_or(0, |rung| rung.priority) }
        };
        let wishes: Vec<LabelWish> = mine.iter().map(wish).collect();
        let labels = declutter(&wishes, top - line / 2.0, bottom + line / 2.0);
        for (k, label) in mine.into_iter().zip(labels) {
            if let Some(place) = places.get_mut(k) {
                place.label = label;
            }
        }
    }
    places
}

/// The rung nearest to `y`, at most `reach` away by its line or its name.
pub fn rung_at(places: &[RungPlace], y: f32, reach: f32) -> Option<usize> {
    let distance = |place: &RungPlace| (place.y - y).abs();
    let near = places.iter().enumerate().filter(|(_, place)| distance(place) <= reach);
    near.min_by(|a, b| distance(a.1).total_cmp(&distance(b.1))).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wish(value: f64, side: RungSide, priority: u32) -> RungWish {
        RungWish { value, side, priority }
    }

    #[test]
    fn the_lowest_is_at_the_bottom_and_the_highest_on_top() {
        let rungs = [
            wish(-0.5, RungSide::Left, 9),
            wish(-0.25, RungSide::Right, 8),
            wish(-0.375, RungSide::Left, 7),
            wish(f64::NAN, RungSide::Left, 7),
        ];
        let places = rung_places(&rungs, 10.0, 110.0, 15.0);
        assert_eq!(places[..3].iter().map(|place| place.y).collect::<Vec<_>>(), [110.0, 10.0, 60.0]);
        assert_eq!(places[..3].iter().map(|place| place.label).collect::<Vec<_>>(), [110.0, 10.0, 60.0].map(Some));
        assert_eq!(places[3].label, None);
        assert_eq!(rung_at(&places, 57.0, 6.0), Some(2));
        assert_eq!(rung_at(&places, 80.0, 6.0), None);
    }

    #[test]
    fn rungs_that_have_merged_lie_on_one_another() {
        let rungs = [wish(-0.7, RungSide::Left, 1), wish(-0.7 + 1e-15, RungSide::Left, 0)];
        let places = rung_places(&rungs, 0.0, 100.0, 15.0);
        assert_eq!([places[0].y, places[1].y], [50.0, 50.0]);
    }

    proptest! {
        #[test]
        fn names_of_a_side_never_overlap(
            rungs in prop::collection::vec((-1.0..0.0f64, any::<bool>(), 0..9u32), 0..14),
            bottom in 0.0..300.0f32,
        ) {
            let side = |left: bool| if left { RungSide::Left } else { RungSide::Right };
            let rungs: Vec<RungWish> = rungs.into_iter().map(|(value, left, k)| wish(value, side(left), k)).collect();
            let places = rung_places(&rungs, 0.0, bottom, 14.0);
            for side in [RungSide::Left, RungSide::Right] {
                let mut labels: Vec<f32> =
                    rungs.iter().zip(&places).filter(|(rung, _)| rung.side == side).filter_map(|(_, p)| p.label).collect();
                labels.sort_by(f32::total_cmp);
                prop_assert!(labels.windows(2).all(|pair| pair[1] - pair[0] >= 14.0 - 1e-2));
                prop_assert!(labels.iter().all(|y| (-7.02..=bottom + 7.02).contains(y)));
            }
            for (a, b) in rungs.iter().zip(&places).zip(rungs.iter().zip(&places).skip(1)) {
                prop_assert!(a.0.value <= b.0.value || a.1.y <= b.1.y + 1e-3);
            }
        }
    }
}
