//! Anderson's mixing of the last sweeps, which shortens the long last stretch to a fixed point.
//!
//! A sweep takes a state x to g = x + (1 − ρ) f, where f is what the equations ask for and ρ the damping. Near a fixed
//! point f is nearly linear in x, so that the changes of f over the last sweeps, Δf_j, say where f would vanish: with
//! γ = argmin ‖f − Σ_j γ_j Δf_j‖ the next sweep begins at g − Σ_j γ_j Δg_j instead of g. What plain sweeps take hundreds
//! of steps for takes some tens, and a fixed point is what it was: f = 0.
//!
//! Mixing does not ask whether a fixed point is one that sweeps lead to. So it only begins where little is left to move,
//! and pauses where f grows along the way that the state went, as it does where sweeps lead away from a saddle.
//!
//! ## References
//!
//! * D. G. Anderson, “Iterative procedures for nonlinear integral equations”, J. ACM 12, 547 (1965),
//!   doi:10.1145/321296.321305
//! * H. F. Walker and P. Ni, “Anderson acceleration for fixed-point iterations”, SIAM J. Numer. Anal. 49, 1715 (2011),
//!   doi:10.1137/10078356X

use faer::linalg::solvers::Solve as _;
use faer::{Col, Mat, Side};

use super::scalar::Scalar;

/// Sweeps that are remembered.
const DEPTH: usize = 6;
/// The residual from which on sweeps are mixed. Measured on machines of 784 × 500 to 205 × 21 × 40: from 0.003 on, one or
/// two of 500 rows end elsewhere than by plain sweeps; from 0.01 on ten do.
const NEAR: f64 = 3e-3;
/// A mixed state whose residual is so many times the one before was a bad guess.
const WORSE: f64 = 2.0;
/// What is added to the diagonal of the normal equations, as a part of its largest entry: single precision resolves no
/// less.
const REGULAR: f64 = 1e-7;

/// What the last sweeps of one state did.
pub(super) struct Mixing<T> {
    last: Option<Sweep<T>>,
    /// At most [`DEPTH`], the oldest overwritten.
    changes: Vec<Change<T>>,
    /// Where the next change goes.
    next: usize,
}

/// f and g of a sweep, both layers one after the other.
struct Sweep<T> {
    difference: Vec<T>,
    image: Vec<T>,
    residual: f64,
}

/// Δf_j and Δg_j from one sweep to the next.
struct Change<T> {
    difference: Vec<T>,
    image: Vec<T>,
    /// Δf_i · Δf_j with each change, by place.
    products: [f64; DEPTH],
}

impl<T> Default for Mixing<T> {
    fn default() -> Self {
        Self { last: None, changes: Vec::new(), next: 0 }
    }
}

impl<T: Scalar> Mixing<T> {
    /// After a sweep that led to `means` (visible, hidden) and asked for `differences`, of which it took the part `rate`:
    /// moves the means to where the next sweep begins. Whether that is another place.
    pub(super) fn mix(&mut self, means: [&mut [T]; 2], differences: [&[T]; 2], rate: T, residual: f64) -> bool {
        if residual > NEAR {
            *self = Self::default();
            return false;
        }
        let [visible, hidden] = means;
        let sweep = Sweep { difference: differences.concat(), image: [&*visible, &*hidden].concat(), residual };
        if let Some(last) = &self.last {
            if !self.changes.is_empty() && residual > WORSE * last.residual {
                // On from where the last sweep itself led.
                let (of_visible, of_hidden) = last.image.split_at(visible.len());
                visible.copy_from_slice(of_visible);
                hidden.copy_from_slice(of_hidden);
                *self = Self::default();
                return true;
            }
            let difference = minus(&sweep.difference, &last.difference);
            let image = minus(&sweep.image, &last.image);
            self.push(difference, image, rate);
        }
        let factors = self.factors(&sweep.difference).filter(|factors| !factors.is_empty());
        if let Some(factors) = &factors {
            for (&factor, change) in factors.iter().zip(&self.changes) {
                let factor = T::from_f64(-factor);
                let (of_visible, of_hidden) = change.image.split_at(visible.len());
                add_scaled(visible, factor, of_visible);
                add_scaled(hidden, factor, of_hidden);
            }
        }
        self.last = Some(sweep);
        factors.is_some()
    }

    /// Remembers a change, or forgets all where f grew along Δx = Δg − (1 − ρ) Δf.
    fn push(&mut self, difference: Vec<T>, image: Vec<T>, rate: T) {
        let square = dot(&difference, &difference);
        let along = dot(&difference, &image) - rate.to_f64() * square;
        if !(along < 0.0 && square > 0.0) {
            (self.changes, self.next) = (Vec::new(), 0);
            return;
        }
        let place = self.next;
        self.next = (place + 1) % DEPTH;
        let mut products = [0.0; DEPTH];
        for (other, (product, change)) in products.iter_mut().zip(&mut self.changes).enumerate() {
            *product = if other == place { square } else { dot(&difference, &change.difference) };
            change.products[place] = *product;
        }
        products[place] = square;
        let change = Change { difference, image, products };
        match self.changes.get_mut(place) {
            Some(oldest) => *oldest = change,
            None => self.changes.push(change),
        }
    }

    /// γ, by the normal equations; `None` where they have no finite solution.
    fn factors(&self, difference: &[T]) -> Option<Vec<f64>> {
        let count = self.changes.len();
        let largest = self.changes.iter().enumerate().map(|(place, change)| change.products[place]).fold(0.0, f64::max);
        let normal = Mat::from_fn(count, count, |row, column| {
            self.changes[row].products[column] + if row == column { REGULAR * largest } else { 0.0 }
        });
        let right = Col::from_fn(count, |row| dot(&self.changes[row].difference, difference));
        let factors: Vec<f64> = normal.llt(Side::Lower).ok()?.solve(right).iter().copied().collect();
        factors.iter().all(|factor| factor.is_finite()).then_some(factors)
    }
}

fn minus<T: Scalar>(a: &[T], b: &[T]) -> Vec<T> {
    a.iter().zip(b).map(|(&a, &b)| a - b).collect()
}

/// a ← a + factor · b.
fn add_scaled<T: Scalar>(a: &mut [T], factor: T, b: &[T]) {
    pulp::Arch::new().dispatch(|| a.iter_mut().zip(b).for_each(|(a, &b)| *a += factor * b));
}

/// Σ a b, summed in double precision and in lanes, so that it becomes vector code.
fn dot<T: Scalar>(a: &[T], b: &[T]) -> f64 {
    pulp::Arch::new().dispatch(|| {
        let mut lanes = [0.0; 16];
        let (chunks, others) = (a.chunks_exact(16), b.chunks_exact(16));
        let rest: f64 = chunks.remainder().iter().zip(others.remainder()).map(|(a, b)| a.to_f64() * b.to_f64()).sum();
        for (chunk, other) in chunks.zip(others) {
            for ((lane, &a), &b) in lanes.iter_mut().zip(chunk).zip(other) {
                *lane += a.to_f64() * b.to_f64();
            }
        }
        lanes.iter().sum::<f64>() + rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sweeps that x ← x + Σ (rates − 1)(x − fixed) needs until its residual is 1e-12, and where it ends.
    fn sweeps(rates: &[f64], mut state: Vec<f64>, fixed: f64, mixed: bool) -> (usize, Vec<f64>) {
        let mut mixing = Mixing::default();
        for sweep in 1..10_000 {
            let difference: Vec<f64> = state.iter().zip(rates).map(|(x, rate)| (rate - 1.0) * (x - fixed)).collect();
            state.iter_mut().zip(&difference).for_each(|(x, difference)| *x += difference);
            let residual = difference.iter().fold(0.0, |largest: f64, difference| largest.max(difference.abs()));
            if residual < 1e-12 || !residual.is_finite() {
                return (sweep, state);
            }
            if mixed {
                let (visible, hidden) = state.split_at_mut(2);
                mixing.mix([visible, hidden], [&difference[..2], &difference[2..]], 1.0, residual);
            }
        }
        (10_000, state)
    }

    #[test]
    fn as_many_sweeps_as_there_are_rates_reach_the_fixed_point_of_a_linear_map() {
        let rates = [0.99, 0.9, 0.5, 0.2];
        let start = vec![0.31, 0.30, 0.299, 0.3];
        let (plain, _) = sweeps(&rates, start.clone(), 0.3, false);
        let (mixed, end) = sweeps(&rates, start, 0.3, true);
        assert!(plain > 1_000 && mixed <= 12, "{plain} plain, {mixed} mixed");
        assert!(end.iter().all(|x| (x - 0.3).abs() < 1e-9), "{end:?}");
    }

    #[test]
    fn a_state_that_leaves_a_saddle_is_not_led_back() {
        // Along the first axis sweeps lead away from the fixed point.
        let rates = [1.2, 0.5];
        let mut state: [f64; 2] = [1e-4, 0.0];
        let mut mixing = Mixing::default();
        for _ in 0..10 {
            let difference = [(rates[0] - 1.0) * state[0], (rates[1] - 1.0) * state[1]];
            let plain = [state[0] + difference[0], state[1] + difference[1]];
            state = plain;
            let (visible, hidden) = state.split_at_mut(1);
            mixing.mix([visible, hidden], [&difference[..1], &difference[1..]], 1.0, difference[0].abs());
            assert!(state == plain);
        }
    }

    #[test]
    fn a_bad_guess_is_taken_back() {
        let mut mixing = Mixing::default();
        let (mut visible, mut hidden) = ([0.5], [0.5]);
        mixing.mix([&mut visible, &mut hidden], [&[1e-3], &[0.0]], 1.0, 1e-3);
        visible = [0.501];
        mixing.mix([&mut visible, &mut hidden], [&[9e-4], &[0.0]], 1.0, 9e-4);
        assert!(visible[0] > 0.505, "{visible:?}");
        visible = [0.6];
        mixing.mix([&mut visible, &mut hidden], [&[2.5e-3], &[0.0]], 1.0, 2.5e-3);
        assert_eq!((visible, hidden), ([0.501], [0.5]));
    }
}
