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

/// χ of a layer of binary units.
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

/// What a layer needs to move: its fields become its residuals.
pub(super) struct Layer<'a, T> {
    pub(super) kind: Kind,
    pub(super) bias: &'a [T],
    /// ρ of each state.
    pub(super) damping: &'a [T],
}

impl<T: Scalar> Layer<'_, T> {
    /// Moves the means of all states towards the answer to their fields; `second` are the sums of the second order.
    pub(super) fn update(&self, means: &mut [T], fields: &mut [T], second: Option<&[T]>, residual: &mut [T]) {
        let width = self.bias.len();
        let nothing: &[T] = &[];
        for (state, (((means, fields), &damping), residual)) in means
            .chunks_exact_mut(width)
            .zip(fields.chunks_exact_mut(width))
            .zip(self.damping)
            .zip(residual)
            .enumerate()
        {
            let second = second.map_or(nothing, |terms| &terms[state * width..(state + 1) * width]);
            let rate = T::from_f64(1.0) - damping;
            pulp::Arch::new().dispatch(|| {
                match self.kind {
                    Kind::Bernoulli => answer(means, fields, self.bias, second, rate, half_minus, sigmoid),
                    Kind::Ising => answer(means, fields, self.bias, second, rate, minus, hyperbolic_tangent),
                    Kind::Potts(q) => potts_answer(means, fields, self.bias, second, rate, q),
                }
                *residual = largest_size(fields, *residual);
            });
        }
    }
}

#[inline(always)]
fn answer<T: Scalar>(
    means: &mut [T],
    fields: &mut [T],
    bias: &[T],
    second: &[T],
    rate: T,
    onsager: impl Fn(T) -> T,
    activation: impl Fn(T) -> T,
) {
    if second.is_empty() {
        for ((mean, field), &bias) in means.iter_mut().zip(fields).zip(bias) {
            let difference = activation(*field + bias) - *mean;
            *mean += rate * difference;
            *field = difference;
        }
        return;
    }
    for (((mean, field), &bias), &term) in means.iter_mut().zip(fields).zip(bias).zip(second) {
        let difference = activation(*field + bias + onsager(*mean) * term) - *mean;
        *mean += rate * difference;
        *field = difference;
    }
}

#[inline(always)]
fn potts_answer<T: Scalar>(means: &mut [T], fields: &mut [T], bias: &[T], second: &[T], rate: T, q: usize) {
    let half = T::from_f64(0.5);
    for ((field, &bias), place) in fields.iter_mut().zip(bias).zip(0..) {
        *field += bias;
        if let Some(&term) = second.get(place) {
            *field += half * term;
        }
    }
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
        let fraction = sum.inverse();
        for (mean, field) in means.iter_mut().zip(fields) {
            let difference = *field * fraction - *mean;
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
fn half_minus<T: Scalar>(mean: T) -> T {
    T::from_f64(0.5) - mean
}

#[inline(always)]
fn minus<T: Scalar>(mean: T) -> T {
    -mean
}

#[inline(always)]
fn sigmoid<T: Scalar>(field: T) -> T {
    let small = (-field.size()).exp_of_negative();
    let fraction = (T::from_f64(1.0) + small).inverse();
    if field > T::from_f64(0.0) { fraction } else { small * fraction }
}

#[inline(always)]
fn hyperbolic_tangent<T: Scalar>(field: T) -> T {
    let two = T::from_f64(2.0);
    two * sigmoid(two * field) - T::from_f64(1.0)
}
