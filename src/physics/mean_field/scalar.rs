//! The numbers a mean-field iteration is done in: `f64` for small machines, `f32` where speed matters.

use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// `f32` or `f64`.
pub(super) trait Scalar:
    faer::traits::ComplexField
    + Copy
    + PartialOrd
    + Send
    + Sync
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + 'static
{
    /// The nearest number.
    fn from_f32(value: f32) -> Self;
    /// The nearest number.
    fn from_f64(value: f64) -> Self;
    /// As a measurement.
    fn to_f32(self) -> f32;
    /// exp(x) of an x ≤ 0; below the smallest normal number what it gives is as small.
    fn exp_of_negative(self) -> Self;
    /// 1/x.
    fn inverse(self) -> Self;
    /// The size.
    fn size(self) -> Self;
}

impl Scalar for f64 {
    #[inline]
    fn from_f32(value: f32) -> Self {
        Self::from(value)
    }

    #[inline]
    fn from_f64(value: f64) -> Self {
        value
    }

    #[inline]
    fn to_f32(self) -> f32 {
        self as f32
    }

    #[inline]
    fn exp_of_negative(self) -> Self {
        self.exp()
    }

    #[inline]
    fn inverse(self) -> Self {
        self.recip()
    }

    #[inline]
    fn size(self) -> Self {
        self.abs()
    }
}

impl Scalar for f32 {
    #[inline]
    fn from_f32(value: f32) -> Self {
        value
    }

    #[inline]
    fn from_f64(value: f64) -> Self {
        value as Self
    }

    #[inline]
    fn to_f32(self) -> f32 {
        self
    }

    /// 2^n · 2^f with a polynomial for f in [−½, ½], without a branch, so that a loop over it becomes vector code:
    /// the library's function is ten times slower there. Relative error below 3·10⁻⁷.
    #[inline]
    fn exp_of_negative(self) -> Self {
        // Adding and taking away 1.5 · 2^23 rounds to an integer, which then stands in the low bits.
        const ROUND: f32 = 12_582_912.0;
        let exponent = (self * std::f32::consts::LOG2_E).max(-126.0);
        let shifted = exponent + ROUND;
        let fraction = (exponent - (shifted - ROUND)) * std::f32::consts::LN_2;
        let series = 1.0 / 120.0 + fraction * (1.0 / 720.0);
        let series = 1.0 / 6.0 + fraction * (1.0 / 24.0 + fraction * series);
        let series = 1.0 + fraction * (1.0 + fraction * (0.5 + fraction * series));
        let power = Self::from_bits((shifted.to_bits() << 23).wrapping_add(1.0_f32.to_bits()));
        series * power
    }

    #[inline]
    fn inverse(self) -> Self {
        self.recip()
    }

    #[inline]
    fn size(self) -> Self {
        self.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_exponential_is_one() {
        let mut largest = 0.0_f64;
        for step in 0..=870_000 {
            let x = -(step as f32) * 1e-4;
            let exact = f64::from(x).exp();
            largest =
                largest.max((f64::from(x.exp_of_negative()) / exact - 1.0).abs() / (1.0 + f64::from(x.abs()) * 0.3));
        }
        assert!(largest < 3e-7, "{largest:e}");
        assert!((0.0..1e-37).contains(&f32::NEG_INFINITY.exp_of_negative()));
        assert!(f32::NAN.exp_of_negative().is_nan() || f32::NAN.exp_of_negative() < 1e-37);
    }
}
