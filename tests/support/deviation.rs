//! Values against their references: what is off by more than a tolerance ends a test, and the largest deviation is kept.
#![allow(clippy::allow_attributes, dead_code, reason = "help for tests: each uses a part of it")]

/// Compares with a tolerance and keeps the largest deviation.
pub struct Deviation {
    tolerance: f64,
    largest: f64,
    count: usize,
}

impl Deviation {
    pub fn new(tolerance: f64) -> Self {
        Self { tolerance, largest: 0.0, count: 0 }
    }

    /// Numbers against as many others.
    pub fn check<'a>(
        &mut self,
        name: &str,
        found: impl IntoIterator<Item = &'a f64>,
        wanted: impl IntoIterator<Item = &'a f64>,
    ) {
        let (found, wanted): (Vec<&f64>, Vec<&f64>) = (found.into_iter().collect(), wanted.into_iter().collect());
        assert_eq!(found.len(), wanted.len(), "{name}");
        for (found, wanted) in found.into_iter().zip(wanted) {
            self.take(name, [*found, *wanted], (found - wanted).abs());
        }
    }

    /// A number against another, relative to it where that is beyond 1.
    pub fn check_relative(&mut self, name: &str, found: f64, wanted: f64) {
        self.take(name, [found, wanted], (found - wanted).abs() / wanted.abs().max(1.0));
    }

    fn take(&mut self, name: &str, [found, wanted]: [f64; 2], deviation: f64) {
        assert!(deviation <= self.tolerance, "{name}: {found} is not {wanted}");
        self.largest = self.largest.max(deviation);
        self.count += 1;
    }

    /// Says how far it was, and that so many values were compared at least.
    pub fn report(&self, what: &str, at_least: usize) {
        println!("{what}: {} values, largest deviation {:.1e}", self.count, self.largest);
        assert!(self.count >= at_least, "{what}: only {} values were compared", self.count);
    }
}
