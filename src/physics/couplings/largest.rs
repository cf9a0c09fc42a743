//! The largest of more couplings than are kept.

/// A coupling of some sites, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coupling<const ORDER: usize> {
    /// The sites.
    pub sites: [usize; ORDER],
    /// The coupling.
    pub value: f64,
}

/// The couplings of largest absolute value among those that it has seen; of equal ones those of the lowest sites.
#[derive(Clone, Debug)]
pub(super) struct Largest<const ORDER: usize> {
    most: usize,
    /// More than are kept, now and then, so that they are sorted out seldom.
    seen: Vec<Coupling<ORDER>>,
    /// What a coupling must exceed to be among the largest.
    least: f64,
}

impl<const ORDER: usize> Largest<ORDER> {
    pub(super) fn new(most: usize) -> Self {
        Self { most, seen: Vec::new(), least: f64::NEG_INFINITY }
    }

    /// One that sees other couplings at the same time, to be [merged](Self::merge) into this one.
    pub(super) fn branch(&self) -> Self {
        Self { most: self.most, seen: Vec::new(), least: self.least }
    }

    pub(super) fn see(&mut self, sites: [usize; ORDER], value: f64) {
        if value.abs() >= self.least {
            self.seen.push(Coupling { sites, value });
            if self.seen.len() / 2 > self.most {
                self.sort_out();
            }
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.seen.extend(other.seen);
        self.sort_out();
    }

    fn sort_out(&mut self) {
        if self.seen.len() <= self.most {
            return;
        }
        let Some(last) = self.most.checked_sub(1) else { return self.seen.clear() };
        let (_, smallest, _) = self.seen.select_nth_unstable_by(last, compare);
        self.least = smallest.value.abs();
        self.seen.truncate(self.most);
    }

    /// The largest first.
    pub(super) fn sorted(mut self) -> Vec<Coupling<ORDER>> {
        self.sort_out();
        self.seen.sort_unstable_by(compare);
        self.seen
    }
}

fn compare<const ORDER: usize>(a: &Coupling<ORDER>, b: &Coupling<ORDER>) -> std::cmp::Ordering {
    b.value.abs().total_cmp(&a.value.abs()).then(a.sites.cmp(&b.sites))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_are_kept_in_whatever_order_they_come() {
        let value = |number: usize| ((number * 7919) % 211) as f64 - 105.0;
        let mut wanted: Vec<Coupling<1>> = (0..400).map(|k| Coupling { sites: [k], value: value(k) }).collect();
        wanted.sort_by(compare);
        for most in [0, 1, 7, 399, 400, 1000] {
            let mut largest = Largest::new(most);
            let mut branches = [largest.branch(), largest.branch()];
            for number in (0..400).rev() {
                branches[number % 2].see([number], value(number));
            }
            for branch in branches {
                largest.merge(branch);
            }
            assert_eq!(largest.sorted(), wanted[..most.min(400)], "{most}");
        }
    }
}
