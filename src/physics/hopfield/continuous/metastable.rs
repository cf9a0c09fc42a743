//! How many memories a state is a mean of.
//!
//! ## References
//!
//! * H. Ramsauer et al., “Hopfield networks is all you need”, ICLR 2021, arXiv:2008.02217, figure 2

/// The share of the weights that the counted memories hold.
pub const HELD: f64 = 0.9;

/// The classes of R20 (figure 2), by the fewest memories k that hold 90 % of the weight, of K memories in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetastableClass {
    /// k ≤ K/32, or a single memory.
    One,
    /// k ≤ K/8: a small group.
    Small,
    /// k ≤ K/2: a large group.
    Large,
    /// More than half of the memories: their mean.
    Global,
    /// No weight at all.
    None,
}

impl MetastableClass {
    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::One => "one memory or few",
            Self::Small => "a small group of memories",
            Self::Large => "a large group of memories",
            Self::Global => "the mean of most memories",
            Self::None => "no memory",
        }
    }
}

/// How many memories a state is a mean of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metastable {
    /// The fewest memories that hold 90 % of the weight.
    pub holding: usize,
    /// 1/Σ p², the number of equal weights that are as spread out.
    pub participation: f64,
    /// The class.
    pub class: MetastableClass,
}

impl Metastable {
    /// Of weights that sum up to 1, or are all 0.
    pub fn of(weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        let mut order = weights.to_vec();
        order.sort_by(|a, b| b.total_cmp(a));
        let mut held = 0.0;
        // Rounding may leave the last of equal weights a digit short.
        let wanted = HELD * total * (1.0 - 1e-12);
        let holding = if total > 0.0 {
            order
                .iter()
                .take_while(|&&weight| {
                    let more = held < wanted;
                    held += weight;
                    more
                })
                .count()
        } else {
            0
        };
        let squares: f64 = weights.iter().map(|p| p * p).sum();
        let (k, count) = (holding, weights.len());
        let class = match k {
            0 => MetastableClass::None,
            1 => MetastableClass::One,
            _ if 32 * k <= count => MetastableClass::One,
            _ if 8 * k <= count => MetastableClass::Small,
            _ if 2 * k <= count => MetastableClass::Large,
            _ => MetastableClass::Global,
        };
        Self { holding, participation: if squares > 0.0 { total * total / squares } else { 0.0 }, class }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_are_counted() {
        for (among, of, holding, class) in [
            (1, 100, 1, MetastableClass::One),
            (3, 100, 3, MetastableClass::One),
            (10, 100, 9, MetastableClass::Small),
            (50, 100, 45, MetastableClass::Large),
            (100, 100, 90, MetastableClass::Global),
            (1, 1, 1, MetastableClass::One),
            (2, 2, 2, MetastableClass::Global),
        ] {
            let weights: Vec<f64> = (0..of).map(|mu| if mu < among { 1.0 / f64::from(among) } else { 0.0 }).collect();
            let found = Metastable::of(&weights);
            assert_eq!((found.holding, found.class), (holding, class), "{among} of {of}");
            assert!((found.participation - f64::from(among)).abs() < 1e-9);
        }
        assert_eq!(Metastable::of(&[0.0, 0.0]).class, MetastableClass::None);
        assert_eq!(Metastable::of(&[]).holding, 0);
    }
}
