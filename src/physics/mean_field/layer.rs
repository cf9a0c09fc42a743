//! How the means of a layer answer their fields.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use super::scalar::Scalar;

/// What the means of a layer are of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bernoulli,
    Ising,
    Potts(usize),
}

/// χ, the variance of each unit at its mean, of a layer of binary units.
pub(super) fn variances<T: Scalar>(kind: Kind, means: &[T], into: &mut [T]) {
    let one = T::from_f64(1.0);
    pulp::Arch::new().dispatch(|| {
        if kind == Kind::Ising {
            into.iter_mut().zip(means).for_each(|(variance, &mean)| *variance = one - mean * mean);
        } else {
            into.iter_mut().zip(means).for_each(|(variance, &mean)| *variance = mean - mean * mean);
        }
    });
}

/// κ, the third cumulant of each unit at its mean, of a layer of binary units: χ (1 − 2m), for Ising units −2m χ.
pub(super) fn third_cumulants<T: Scalar>(kind: Kind, means: &[T], into: &mut [T]) {
    let (one, two) = (T::from_f64(1.0), T::from_f64(2.0));
    pulp::Arch::new().dispatch(|| {
        if kind == Kind::Ising {
            into.iter_mut().zip(means).for_each(|(cumulant, &m)| *cumulant = -two * m * (one - m * m));
        } else {
            into.iter_mut().zip(means).for_each(|(cumulant, &m)| *cumulant = (m - m * m) * (one - two * m));
        }
    });
}

/// What a layer needs to move: its fields become its residuals.
pub(super) struct Layer<'a, T> {
    pub(super) kind: Kind,
    pub(super) bias: &'a [T],
    /// ρ of each state.
    pub(super) damping: &'a [T],
}

impl<T: Scalar> Layer<'_, T> {
    /// Moves the means of all states towards the answer to their fields; `second` and `third` are the sums of these
    /// orders, empty below them.
    pub(super) fn update(&self, means: &mut [T], fields: &mut [T], [second, third]: [&[T]; 2], residual: &mut [T]) {
        let width = self.bias.len();
        let half = T::from_f64(0.5);
        let (third_part, sixth) = (T::from_f64(1.0 / 3.0), T::from_f64(1.0 / 6.0));
        for (state, (((means, fields), &damping), residual)) in means
            .chunks_exact_mut(width)
            .zip(fields.chunks_exact_mut(width))
            .zip(self.damping)
            .zip(residual)
            .enumerate()
        {
            let of_state = state * width..(state + 1) * width;
            let second = second.get(of_state.clone()).unwrap_or_default();
            let third = third.get(of_state).unwrap_or_default();
            let rate = T::from_f64(1.0) - damping;
            pulp::Arch::new().dispatch(|| {
                fields.iter_mut().zip(self.bias).for_each(|(field, &bias)| *field += bias);
                // ½χ′ and κ′/6 of each unit.
                match self.kind {
                    Kind::Bernoulli => {
                        add_scaled(fields, means, second, |mean| half - mean);
                        add_scaled(fields, means, third, |mean| sixth - (mean - mean * mean));
                        answer(means, fields, rate, sigmoid);
                    }
                    Kind::Ising => {
                        add_scaled(fields, means, second, |mean| -mean);
                        add_scaled(fields, means, third, |mean| mean * mean - third_part);
                        answer(means, fields, rate, hyperbolic_tangent);
                    }
                    Kind::Potts(q) => {
                        add_scaled(fields, means, second, |_| half);
                        add_scaled(fields, means, third, |_| sixth);
                        potts_answer(means, fields, rate, q);
                    }
                }
                *residual = largest_size(fields, *residual);
            });
        }
    }
}

/// Adds the sums of an order, each times the factor that its unit has at its mean.
#[inline(always)]
fn add_scaled<T: Scalar>(fields: &mut [T], means: &[T], sums: &[T], factor: impl Fn(T) -> T) {
    for ((field, &mean), &sum) in fields.iter_mut().zip(means).zip(sums) {
        *field += factor(mean) * sum;
    }
}

#[inline(always)]
fn answer<T: Scalar>(means: &mut [T], fields: &mut [T], rate: T, activation: impl Fn(T) -> T) {
    for (mean, field) in means.iter_mut().zip(fields) {
        let difference = activation(*field) - *mean;
        *mean += rate * difference;
        *field = difference;
    }
}

#[inline(always)]
fn potts_answer<T: Scalar>(means: &mut [T], fields: &mut [T], rate: T, q: usize) {
    for (means, fields) in means.chunks_exact_mut(q).zip(fields.chunks_exact_mut(q)) {
        let mut largest = fields[0];
        for &field in fields.iter() {
            largest = if field > largest { field } else { largest };
        }
        let mut sum = T::from_f64(0.0);
        for field in fields.iter_mut() {
            *field = (*field - largest).exp_of_negative();
            sum += *field;
        }
        let scale = sum.inverse();
        for (mean, field) in means.iter_mut().zip(fields) {
            let difference = *field * scale - *mean;
            *mean += rate * difference;
            *field = difference;
        }
    }
}

/// max(|values|, floor), in lanes so that it becomes vector code.
#[inline(always)]
fn largest_size<T: Scalar>(values: &[T], floor: T) -> T {
    let mut lanes = [floor; 16];
    let larger = |a: T, b: T| if b > a { b } else { a };
    let chunks = values.chunks_exact(16);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane = larger(*lane, value.size());
        }
    }
    let largest = rest.iter().fold(floor, |largest, &value| larger(largest, value.size()));
    lanes.into_iter().fold(largest, larger)
}

#[inline(always)]
fn sigmoid<T: Scalar>(field: T) -> T {
    let small = (-field.size()).exp_of_negative();
    let share = (T::from_f64(1.0) + small).inverse();
    if field > T::from_f64(0.0) { share } else { small * share }
}

#[inline(always)]
fn hyperbolic_tangent<T: Scalar>(field: T) -> T {
    let two = T::from_f64(2.0);
    two * sigmoid(two * field) - T::from_f64(1.0)
}
