//! The numbers a mean-field iteration is done in: `f64` for small machines, `f32` where speed matters.

use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use crate::physics::math::fast_exp;

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
    fn from_f64(value: f64) -> Self;
    /// The same number.
    fn to_f64(self) -> f64;
    /// exp(x) of an x ≤ 0; below the smallest normal number what it gives is as small.
    fn exp_of_negative(self) -> Self;
    /// 1/x.
    fn inverse(self) -> Self;
    /// The size.
    fn size(self) -> Self;
}

impl Scalar for f64 {
    #[inline]
    fn from_f64(value: f64) -> Self {
        value
    }

    #[inline]
    fn to_f64(self) -> f64 {
        self
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
    fn from_f64(value: f64) -> Self {
        value as Self
    }

    #[inline]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }

    #[inline]
    fn exp_of_negative(self) -> Self {
        fast_exp(self)
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
