//! Weights of sequences: similar sequences count together.
//!
//! Databases hold many near copies of what is easy to find. A row's weight is 1 over the number of rows (itself included)
//! that agree with it at 80 % of the sites or more, or at another fraction of them.
//!
//! ## References
//!
//! * F. Morcos et al., “Direct-coupling analysis of residue coevolution captures native contacts across many protein
//!   families”, Proc. Natl. Acad. Sci. 108, E1293 (2011), doi:10.1073/pnas.1111471108, arXiv:1110.5223

use rayon::prelude::*;

use crate::physics::configurations::Configurations;
use crate::physics::stop::Stop;

/// The usual fraction of equal sites from which rows count as similar.
pub const IDENTITY: f64 = 0.8;

/// The weight of each of the rows, which are similar from the fraction `identity` of equal sites on.
pub fn sequence_weights(rows: &Configurations, identity: f64) -> Vec<f32> {
    rows.as_slice().par_chunks_exact(rows.sites().max(1)).map(weight_among(rows, identity)).collect()
}

/// [`sequence_weights`], or none where `stop` gave it up.
pub fn sequence_weights_until(rows: &Configurations, identity: f64, stop: Stop<'_>) -> Option<Vec<f32>> {
    let weight = weight_among(rows, identity);
    rows.as_slice().par_chunks_exact(rows.sites().max(1)).map(|row| (!stop()).then(|| weight(row))).collect()
}

/// The weight of one row among others.
fn weight_among(rows: &Configurations, identity: f64) -> impl Fn(&[u8]) -> f32 + Sync {
    let (values, columns) = (rows.as_slice(), rows.sites().max(1));
    // The product is nudged down so that rounding does not lose an exact fraction.
    let equal_from = (identity * columns as f64 - 1e-9).ceil() as usize;
    let most = columns.saturating_sub(equal_from);
    move |row| {
        let relatives = values.chunks_exact(columns).filter(|other| differ_at_most(row, other, most)).count();
        1.0 / relatives as f32
    }
}

/// Whether two rows differ at `most` places or fewer; given up early.
fn differ_at_most(a: &[u8], b: &[u8], most: usize) -> bool {
    let mut differing = 0;
    for (a, b) in a.chunks(64).zip(b.chunks(64)) {
        // At most 64, so that a byte holds it.
        differing += usize::from(a.iter().zip(b).map(|(a, b)| u8::from(a != b)).sum::<u8>());
        if differing > most {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relatives_share_their_weight() {
        // Ten sites: the second row differs from the first at two, the third from both at more.
        let weights = |values: &[u8], sites| sequence_weights(&Configurations::new(values, sites), IDENTITY);
        let rows = [[0; 10], [0, 0, 0, 0, 0, 0, 0, 0, 3, 3], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]].concat();
        assert_eq!(weights(&rows, 10), [0.5, 0.5, 1.0]);
        assert_eq!(weights(&[], 10), [0.0_f32; 0]);
        assert_eq!(weights(&[1, 2], 0), [0.0_f32; 0]);
        let far: Vec<u8> = (0..200).map(|k| u8::from(k >= 130)).collect();
        assert_eq!(weights(&far, 100), [1.0, 1.0]);
        let rows = Configurations::new(rows, 10);
        assert_eq!(sequence_weights(&rows, 0.6), [0.5, 0.5, 1.0]);
        assert_eq!(sequence_weights(&rows, 0.5), [1.0 / 3.0; 3]);
        assert_eq!(sequence_weights(&rows, 1.0), [1.0; 3]);
    }
}
