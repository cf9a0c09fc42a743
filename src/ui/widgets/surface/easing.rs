//! From one surface to the next without a jump: heights move there in a moment, and the range of heights only grows, in
//! steps that are seen.

use std::sync::Arc;

use crate::ui::widgets::plots::nice_range;

/// Seconds from one surface to the next.
const MOMENT: f64 = 0.25;

/// What is shown of a row of surfaces, as moments of one film.
#[derive(Clone, Debug, Default)]
pub struct Easing {
    /// What the surfaces have in common: where it changes, the next one is shown at once.
    of: Option<u64>,
    from: Vec<f64>,
    to: Arc<[f64]>,
    began: f64,
    shown: Vec<f64>,
}

impl Easing {
    /// The heights to show at `now` on the way to `target`; whether they still move.
    pub fn towards(&mut self, of: u64, target: &Arc<[f64]>, now: f64) -> bool {
        if self.of != Some(of) || self.shown.len() != target.len() {
            (self.of, self.to, self.shown) = (Some(of), Arc::clone(target), target.to_vec());
            self.from.clone_from(&self.shown);
            self.began = f64::NEG_INFINITY;
            return false;
        }
        if !Arc::ptr_eq(&self.to, target) {
            (self.from, self.to, self.began) = (self.shown.clone(), Arc::clone(target), now);
        }
        let share = ((now - self.began) / MOMENT).clamp(0.0, 1.0);
        if share >= 1.0 {
            self.shown.clear();
            self.shown.extend_from_slice(&self.to);
            return false;
        }
        // Slowly at both ends.
        let share = share * share * (3.0 - 2.0 * share);
        for ((shown, from), to) in self.shown.iter_mut().zip(&self.from).zip(self.to.iter()) {
            *shown = if from.is_finite() { from + share * (to - from) } else { *to };
        }
        true
    }

    /// The heights, as they were last asked for.
    pub fn heights(&self) -> &[f64] {
        &self.shown
    }
}

/// The top of the heights of a row of surfaces: round, and another one only where a surface needs more, or so much less that
/// its depths would be lost.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeightScale {
    of: Option<u64>,
    top: f64,
}

/// A surface that fills less of the scale than this has one of its own.
const FILLED: f64 = 0.45;

impl HeightScale {
    /// A round top that is at least `wanted`: that of the surface before where it still serves.
    pub fn top(&mut self, of: u64, wanted: f64) -> f64 {
        if self.of != Some(of) {
            (self.of, self.top) = (Some(of), 0.0);
        }
        if wanted.is_finite() && wanted > 0.0 && !(FILLED * self.top..=self.top).contains(&wanted) {
            self.top = nice_range(0.0, wanted).1;
        }
        self.top.max(f64::MIN_POSITIVE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_go_to_the_next_surface_and_come_to_rest() {
        let (one, other): (Arc<[f64]>, Arc<[f64]>) = ([0.0, 1.0, f64::NAN].into(), [2.0, 1.0, f64::NAN].into());
        let mut easing = Easing::default();
        assert!(!easing.towards(1, &one, 10.0) && easing.heights()[0] == 0.0);
        assert!(easing.towards(1, &other, 11.0) && easing.heights()[0] == 0.0);
        assert!(easing.towards(1, &other, 11.0 + MOMENT / 2.0));
        assert!((easing.heights()[0] - 1.0).abs() < 1e-9 && easing.heights()[1] == 1.0);
        assert!(!easing.towards(1, &other, 11.0 + MOMENT) && easing.heights()[0] == 2.0);
        // Another plane is another picture.
        assert!(!easing.towards(2, &one, 11.1) && easing.heights()[0] == 0.0 && easing.heights()[2].is_nan());
    }

    #[test]
    fn the_top_is_round_and_moves_seldom() {
        let mut scale = HeightScale::default();
        let first = scale.top(1, 18.3);
        assert!((18.3..=20.0).contains(&first));
        assert_eq!([scale.top(1, 12.0), scale.top(1, f64::NAN), scale.top(1, 0.0)], [first; 3]);
        assert!(scale.top(1, 90.0) >= 90.0);
        assert!((5.0..6.0).contains(&scale.top(1, 5.0)), "what is much lower has a scale of its own");
        assert!(scale.top(2, 3.0) < 5.0);
    }
}
