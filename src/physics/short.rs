//! A number as a sentence can hold it.

use std::fmt;

/// Shows a number with all its digits, but with an exponent where it would take more than 17 of them: 0.1, 400, 1e308.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short(pub f64);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        let plain = size == 0.0 || (1e-5..1e16).contains(&size) || !size.is_finite();
        if plain { write!(f, "{}", self.0) } else { write!(f, "{:e}", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_many_digits_get_an_exponent() {
        let shown: Vec<_> = [0.0, 0.1, -400.0, 1e15, 1e16, -1e308, 1e-5, 2.5e-6, f64::INFINITY]
            .map(|number| Short(number).to_string())
            .into();
        assert_eq!(shown, ["0", "0.1", "-400", "1000000000000000", "1e16", "-1e308", "0.00001", "2.5e-6", "inf"]);
    }
}
