//! Sums of ln(1 + x_i y_i) as the logarithm of a product, with its exponent kept apart: one logarithm instead of thousands.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

/// Products that run side by side.
const LANES: usize = 8;
/// The bits of a double's exponent, and what stands there for numbers from 1 to 2.
const EXPONENT: u64 = 0x7FF << 52;
const ONE: u64 = 1023 << 52;

/// Fields beyond this are not exponentiated: the caller takes the slow and safe way.
pub(super) const LARGEST_FIELD: f64 = 300.0;

/// A product of positive factors.
#[derive(Clone, Copy)]
pub(super) struct LogProduct {
    mantissas: [f64; LANES],
    exponents: [u64; LANES],
    count: u64,
}

impl LogProduct {
    pub(super) const fn new() -> Self {
        Self { mantissas: [1.0; LANES], exponents: [0; LANES], count: 0 }
    }

    /// Multiplies lane by lane; the factors lie between 2^−1000 and 2^1000.
    #[inline(always)]
    pub(super) fn multiply(&mut self, factors: [f64; LANES]) {
        self.count += 1;
        for ((mantissa, exponent), factor) in self.mantissas.iter_mut().zip(&mut self.exponents).zip(factors) {
            let bits = (*mantissa * factor).to_bits();
            *exponent += (bits & EXPONENT) >> 52;
            *mantissa = f64::from_bits(bits & !EXPONENT | ONE);
        }
    }

    #[inline(always)]
    pub(super) fn logarithm(&self) -> f64 {
        let exponent = self.exponents.iter().sum::<u64>() as f64 - (1023 * self.count * LANES as u64) as f64;
        let product: f64 = self.mantissas.iter().product();
        exponent * std::f64::consts::LN_2 + product.ln()
    }
}

/// Σ_i ln(1 + x_i y_i), for exponentials of fields whose sums are not above [`LARGEST_FIELD`] in size.
#[inline(always)]
pub(super) fn sum_of_logs(x: &[f64], y: &[f64]) -> f64 {
    let mut product = LogProduct::new();
    let (xs, x_rest) = x.as_chunks::<LANES>();
    let (ys, y_rest) = y.as_chunks::<LANES>();
    for (x, y) in xs.iter().zip(ys) {
        let mut factors = [1.0; LANES];
        for ((factor, x), y) in factors.iter_mut().zip(x).zip(y) {
            *factor += x * y;
        }
        product.multiply(factors);
    }
    let mut factors = [1.0; LANES];
    for ((factor, x), y) in factors.iter_mut().zip(x_rest).zip(y_rest) {
        *factor += x * y;
    }
    product.multiply(factors);
    product.logarithm()
}

/// Σ_i ln Σ_s x_si y_si of rows `s` of `width` numbers each, for the same exponentials.
#[inline(always)]
pub(super) fn sum_of_logs_of_sums(x: &[f64], y: &[f64], width: usize) -> f64 {
    let mut product = LogProduct::new();
    let mut start = 0;
    while start < width {
        let lanes = LANES.min(width - start);
        // Lanes without a factor multiply by 1.
        let mut factors = [1.0; LANES];
        factors.iter_mut().take(lanes).for_each(|factor| *factor = 0.0);
        let mut row = start;
        while let (Some(x), Some(y)) = (x.get(row..row + lanes), y.get(row..row + lanes)) {
            for ((factor, x), y) in factors.iter_mut().zip(x).zip(y) {
                *factor += x * y;
            }
            row += width;
        }
        product.multiply(factors);
        start += lanes;
    }
    product.logarithm()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::math::softplus;

    #[test]
    fn it_is_the_sum_of_softplus() {
        for count in [1_usize, 7, 8, 9, 100] {
            for scale in [0.1, 3.0, 290.0] {
                let fields: Vec<f64> = (0..count).map(|k| scale * (k as f64 * 1.7).sin()).collect();
                let part = |fraction: f64| fields.iter().map(|field| (fraction * field).exp()).collect::<Vec<f64>>();
                let wanted: f64 = fields.iter().map(|&field| softplus(field)).sum();
                let found = sum_of_logs(&part(0.3), &part(0.7));
                assert!((found - wanted).abs() <= 1e-13 * wanted, "{count}, {scale}: {found} {wanted}");
                // The same with the field 0 written out.
                let padded = |part: Vec<f64>| [part, vec![1.0; count]].concat();
                let found = sum_of_logs_of_sums(&padded(part(0.3)), &padded(part(0.7)), count);
                assert!((found - wanted).abs() <= 1e-13 * wanted, "{count}, {scale}: {found} {wanted}");
            }
        }
    }
}
