//! Sines and cosines at equally spaced nodes.

/// Nodes after which sines and cosines are computed from their angle again, not from those of the node before.
const ANCHOR: usize = 16;
/// Numbers that are multiplied side by side.
const LANES: usize = 8;

/// Sines and cosines of kw at one node after the other.
pub(super) struct Rotation {
    pub(super) sines: Vec<f64>,
    pub(super) cosines: Vec<f64>,
    /// Sine and cosine of dk w.
    steps: Vec<[f64; 2]>,
}

impl Rotation {
    pub(super) fn new(sites: usize) -> Self {
        Self { sines: vec![0.0; sites], cosines: vec![1.0; sites], steps: Vec::new() }
    }

    /// Goes on to the next node.
    pub(super) fn turn_to(&mut self, number: usize, k: f64, weights: &[f64], step: f64) {
        let angles = self.sines.iter_mut().zip(&mut self.cosines);
        if number.is_multiple_of(ANCHOR) {
            angles.zip(weights).for_each(|((sin, cos), weight)| (*sin, *cos) = (k * weight).sin_cos());
            return;
        }
        if self.steps.is_empty() {
            self.steps = weights.iter().map(|weight| (step * weight).sin_cos().into()).collect();
        }
        for ((sin, cos), [step_sin, step_cos]) in angles.zip(&self.steps) {
            (*sin, *cos) = (*sin * step_cos + *cos * step_sin, *cos * step_cos - *sin * step_sin);
        }
    }

    /// Π cos kw, and the smallest |cos kw|.
    pub(super) fn product(&self) -> (f64, f64) {
        let (mut products, mut smallest) = ([1.0; LANES], [1.0_f64; LANES]);
        for cosines in self.cosines.chunks(LANES) {
            for ((product, smallest), cos) in products.iter_mut().zip(&mut smallest).zip(cosines) {
                *product *= cos;
                *smallest = smallest.min(cos.abs());
            }
        }
        (products.iter().product(), smallest.into_iter().fold(1.0, f64::min))
    }

    pub(super) fn bounds(&self) -> impl Iterator<Item = f64> {
        self.cosines.iter().map(|cos| cos.abs().recip())
    }

    pub(super) fn tangents(&self) -> impl Iterator<Item = f64> {
        self.sines.iter().zip(&self.cosines).map(|(sin, cos)| sin / cos)
    }
}
