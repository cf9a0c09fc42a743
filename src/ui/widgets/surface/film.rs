//! The heights of a row of surfaces above their lowest points, without a jump from one to the next.

use std::sync::Arc;

use egui::{Id, Ui};

use super::easing::{Easing, HeightScale};

/// Seconds in which the scale grows.
const GROWS: f32 = 0.4;
/// The part of what must be seen that is, and by how much the scale is higher.
const SEEN: f64 = 0.98;
const ABOVE: f64 = 1.1;

/// What is shown of a run of surfaces.
#[derive(Default)]
pub struct HeightFilm {
    easing: Easing,
    scale: HeightScale,
    of: u64,
    /// The surface that was taken last, and its heights from their ground up.
    source: Option<Arc<[f64]>>,
    taken: Arc<[f64]>,
    top: f64,
}

impl HeightFilm {
    /// Goes on to `heights` of the run `of`, above `ground` or, without one, above their lowest point. `interest` are heights
    /// that must be seen; what is much higher is cut off.
    pub fn take(&mut self, of: u64, heights: &Arc<[f64]>, ground: Option<f64>, interest: impl Fn() -> Vec<f64>) {
        if self.of == of && self.source.as_ref().is_some_and(|source| Arc::ptr_eq(source, heights)) {
            return;
        }
        let finite = || heights.iter().copied().filter(|height| height.is_finite());
        let ground = ground.unwrap_or_else(|| finite().fold(f64::INFINITY, f64::min));
        let highest = finite().fold(f64::NEG_INFINITY, f64::max) - ground;
        let mut seen: Vec<f64> = interest().into_iter().filter(|height| height.is_finite()).collect();
        seen.sort_by(f64::total_cmp);
        // A few that lie far out do not count.
        let wanted = seen.get((SEEN * seen.len() as f64) as usize).map(|height| ABOVE * (height - ground));
        let highest = wanted.filter(|wanted| *wanted > 0.0).map_or(highest, |wanted| wanted.min(highest));
        self.taken = heights.iter().map(|height| height - ground).collect();
        (self.of, self.source) = (of, Some(Arc::clone(heights)));
        self.top = self.scale.top(of, highest);
    }

    /// The range of heights to draw. [`heights`](Self::heights) are those of this moment.
    pub fn show(&mut self, ui: &Ui) -> (f64, f64) {
        let now = ui.input(|input| input.time);
        if self.easing.towards(self.of, &self.taken, now) {
            ui.ctx().request_repaint();
        }
        // Where it is drawn for the first time it does not grow from anywhere.
        let top = ui.ctx().animate_value_with_time(Id::unique(("top of a surface", self.of)), self.top as f32, GROWS);
        (0.0, f64::from(top))
    }

    /// The heights as they are drawn now; empty before the first surface.
    pub fn heights(&self) -> &[f64] {
        self.easing.heights()
    }
}
