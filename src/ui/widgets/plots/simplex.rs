//! Three numbers as a point in the plane: the projection along the diagonal (1, 1, 1). Pure.

use egui::{Pos2, Rect, Vec2, vec2};

/// cos 30°.
const COS_30: f32 = 0.866_025_4;
/// Half the width and half the height of the hexagon with corners at distance 1, one of them on top.
const HALF: Vec2 = vec2(COS_30, 1.0);

/// The six corners in order around the hexagon: place and sign of the number that is ±1 there.
pub const CORNERS: [(usize, f64); 6] = [(0, 1.0), (2, -1.0), (1, 1.0), (0, -1.0), (2, 1.0), (1, -1.0)];

/// Where three numbers lie: Σ m_k e_k with unit vectors e_k at 120° from each other, the first upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SimplexLayout {
    center: Pos2,
    scale: f32,
}

impl SimplexLayout {
    /// The largest hexagon that leaves `margin` free within `room`; `None` where nothing would be seen.
    pub fn fit(room: Rect, margin: Vec2) -> Option<Self> {
        let inner = room.shrink2(margin);
        let scale = (inner.width() / (2.0 * HALF.x)).min(inner.height() / (2.0 * HALF.y));
        (scale.is_finite() && scale >= 8.0).then(|| Self { center: inner.center(), scale })
    }

    /// The point of three numbers.
    pub fn position(self, numbers: [f64; 3]) -> Pos2 {
        self.center + project(numbers) * self.scale
    }

    /// The points of the six [`CORNERS`].
    pub fn corners(self) -> [Pos2; 6] {
        CORNERS.map(|(place, sign)| {
            let mut numbers = [0.0; 3];
            if let Some(number) = numbers.get_mut(place) {
                *number = sign;
            }
            self.position(numbers)
        })
    }

    /// The distance of a corner from the centre, in points.
    pub fn scale(self) -> f32 {
        self.scale
    }
}

/// What the projection loses: the coordinate along the diagonal, (m₁ + m₂ + m₃)/√3.
pub fn height(numbers: [f64; 3]) -> f64 {
    numbers.iter().sum::<f64>() / 3f64.sqrt()
}

fn project([a, b, c]: [f64; 3]) -> Vec2 {
    let (a, b, c) = (a as f32, b as f32, c as f32);
    // On the screen y points down: the second is at the lower right, the third at the lower left.
    vec2(COS_30 * (b - c), 0.5 * (b + c) - a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;
    use proptest::prelude::*;

    fn layout() -> SimplexLayout {
        SimplexLayout::fit(Rect::from_min_max(pos2(0.0, 0.0), pos2(300.0, 240.0)), vec2(20.0, 20.0)).unwrap()
    }

    #[test]
    fn memories_are_corners_and_mixtures_their_middles() {
        let layout = layout();
        let center = layout.position([0.0; 3]);
        assert_eq!(layout.position([0.5; 3]), center);
        assert_eq!(layout.scale(), 100.0);
        for corner in layout.corners() {
            assert!(((corner - center).length() - 100.0).abs() < 1e-3);
        }
        assert_eq!(layout.corners()[0], pos2(150.0, 20.0));
        // A mixture of two lies between their corners, half way to the opposite of the third.
        let pair = layout.position([0.5, 0.5, 0.0]);
        let opposite = layout.position([0.0, 0.0, -0.5]);
        assert!((pair - opposite).length() < 1e-3);
        // Neighbours around the hexagon are one side apart.
        let corners = layout.corners();
        for k in 0..6 {
            assert!(((corners[k] - corners[(k + 1) % 6]).length() - 100.0).abs() < 1e-2, "{k}");
        }
    }

    proptest! {
        #[test]
        fn what_three_patterns_allow_lies_within_the_hexagon(fractions in prop::collection::vec(-1.0f64..=1.0, 8)) {
            // Overlaps of any state with balanced patterns: the average of ξ s(ξ) over the eight sign triples.
            let mut m = [0.0; 3];
            for (triple, s) in fractions.iter().enumerate() {
                for (k, m) in m.iter_mut().enumerate() {
                    *m += if triple >> k & 1 == 1 { -s } else { *s } / 8.0;
                }
            }
            let from_center = layout().position(m) - layout().position([0.0; 3]);
            let corners = layout().corners().map(|corner| corner - layout().position([0.0; 3]));
            for k in 0..6 {
                let normal = (corners[k] + corners[(k + 1) % 6]).normalized();
                prop_assert!(from_center.dot(normal) <= 100.0 * COS_30 + 1e-2);
            }
            prop_assert!(height(m).abs() <= 0.5 * 3f64.sqrt() + 1e-9);
        }
    }

    #[test]
    fn no_room_no_layout() {
        assert_eq!(SimplexLayout::fit(Rect::ZERO, Vec2::ZERO), None);
        assert_eq!(SimplexLayout::fit(Rect::NOTHING, Vec2::ZERO), None);
    }
}
