//! How well scores of pairs predict contacts.

use ndarray::Array2;

use super::distances::Distances;
use crate::physics::potts::pairs;

/// 1.96 standard errors on either side hold 95 % of a normal distribution.
const DEVIATIONS: f64 = 1.96;

/// A pair and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredPair {
    /// The first site, from 0.
    pub i: usize,
    /// The second site, after the first.
    pub j: usize,
    /// Its score: the higher, the likelier a contact.
    pub score: f64,
    /// How far apart they are in ångström; `None` where that is unknown.
    pub distance: Option<f32>,
}

/// The positive predictive value of the first pairs: the fraction of them that are contacts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// How many pairs.
    pub pairs: usize,
    /// How many of them are contacts.
    pub contacts: usize,
    /// Their fraction.
    pub value: f64,
    /// Wilson's interval of 95 % for it.
    pub interval: [f64; 2],
    /// The fraction over that of all pairs: how many times better than chance; `None` where no pair is a contact.
    pub lift: Option<f64>,
}

/// Pairs by descending score, next to what is known of their distances.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// All pairs that are far enough apart along the chain, the highest score first.
    pub ranked: Vec<ScoredPair>,
    /// Pairs among them whose distance is known.
    pub known: usize,
    /// Contacts among those.
    pub contacts: usize,
    cutoff: f64,
    sites: usize,
}

impl Prediction {
    /// Ranks the pairs (i, j) of a symmetric matrix of scores that have j − i ≥ `separation`. A contact is a pair at most
    /// `cutoff` ångström apart; without distances there is a ranking only.
    pub fn new(scores: &Array2<f64>, distances: Option<&Distances>, cutoff: f64, separation: usize) -> Self {
        let sites = scores.nrows();
        let mut ranked: Vec<ScoredPair> = pairs::all(sites)
            .filter(|&(i, j)| j - i >= separation)
            .map(|(i, j)| {
                let distance = distances.and_then(|distances| distances.of(i, j));
                ScoredPair { i, j, score: scores[[i, j]], distance }
            })
            .collect();
        // Pairs of equal scores keep their order.
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
        let known = ranked.iter().filter(|pair| pair.distance.is_some()).count();
        let mut prediction = Self { ranked, known, contacts: 0, cutoff, sites };
        prediction.contacts = prediction.ranked.iter().filter(|pair| prediction.is_contact(pair)).count();
        prediction
    }

    /// Whether a pair is known to be a contact.
    pub fn is_contact(&self, pair: &ScoredPair) -> bool {
        pair.distance.is_some_and(|distance| f64::from(distance) <= self.cutoff)
    }

    /// The fraction of contacts among all pairs of known distance: what chance gives.
    pub fn base_rate(&self) -> Option<f64> {
        (self.known > 0).then(|| self.contacts as f64 / self.known as f64)
    }

    /// The precision of the first `count` pairs whose distance is known, pairs of unknown distance being passed over;
    /// `None` where there are fewer.
    pub fn precision(&self, count: usize) -> Option<Precision> {
        if count == 0 || count > self.known {
            return None;
        }
        let first = self.ranked.iter().filter(|pair| pair.distance.is_some()).take(count);
        let contacts = first.filter(|pair| self.is_contact(pair)).count();
        let value = contacts as f64 / count as f64;
        let lift = self.base_rate().filter(|&rate| rate > 0.0).map(|rate| value / rate);
        Some(Precision { pairs: count, contacts, value, interval: wilson(contacts, count), lift })
    }

    /// The usual numbers of pairs for L sites, with their names: 10, 20, 50, L/2, L and 2L.
    pub fn usual_counts(&self) -> [(&'static str, usize); 6] {
        let sites = self.sites;
        [("10", 10), ("20", 20), ("50", 50), ("L/2", sites / 2), ("L", sites), ("2L", 2 * sites)]
    }
}

/// Wilson's interval for a fraction p̂ = k/n, with z = 1.96:
///
/// [ p̂ + z²/2n ± z √(p̂ (1 − p̂)/n + z²/4n²) ] / (1 + z²/n).
///
/// ## References
///
/// * E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, J. Am. Stat. Assoc. 22, 209
///   (1927), doi:10.1080/01621459.1927.10502953
pub fn wilson(successes: usize, trials: usize) -> [f64; 2] {
    if trials == 0 {
        return [0.0, 1.0];
    }
    let n = trials as f64;
    let fraction = successes as f64 / n;
    let square = DEVIATIONS * DEVIATIONS;
    let middle = fraction + square / (2.0 * n);
    let half = DEVIATIONS * (fraction * (1.0 - fraction) / n + square / (4.0 * n * n)).sqrt();
    [-1.0, 1.0].map(|sign| ((middle + sign * half) / (1.0 + square / n)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilsons_interval_has_its_known_values() {
        // 8 of 10, and nothing of 10: Wilson's formula with z = 1.96.
        let [low, high] = wilson(8, 10);
        assert!((low - 0.490_16).abs() < 1e-5 && (high - 0.943_32).abs() < 1e-5, "{low} {high}");
        let [low, high] = wilson(0, 10);
        assert!(low == 0.0 && (high - 0.277_54).abs() < 1e-5, "{high}");
        assert_eq!(wilson(0, 0), [0.0, 1.0]);
    }

    #[test]
    fn precision_is_the_fraction_of_contacts_among_the_first_known_pairs() {
        let mut scores = Array2::zeros((4, 4));
        for (number, (i, j)) in pairs::all(4).enumerate() {
            // The last pairs score highest.
            scores[[i, j]] = number as f64;
            scores[[j, i]] = number as f64;
        }
        let distances = [Some(3.0), Some(20.0), Some(5.0), Some(9.0), None, Some(4.0)];
        let distances = Distances::new(4, distances.to_vec()).unwrap();
        let found = Prediction::new(&scores, Some(&distances), 8.0, 1);
        assert_eq!(
            found.ranked.iter().map(|pair| (pair.i, pair.j)).take(3).collect::<Vec<_>>(),
            [(2, 3), (1, 3), (1, 2)]
        );
        assert_eq!((found.known, found.contacts, found.base_rate()), (5, 3, Some(0.6)));
        let three = found.precision(3).unwrap();
        assert_eq!((three.contacts, three.pairs), (2, 3), "2-3, then 1-2, then 0-3");
        assert!((three.lift.unwrap() - 2.0 / 3.0 / 0.6).abs() < 1e-12);
        assert_eq!((found.precision(6), found.precision(0)), (None, None));
        let far = Prediction::new(&scores, Some(&distances), 8.0, 2);
        assert_eq!((far.ranked.len(), far.known, far.contacts), (3, 2, 1));
        let alone = Prediction::new(&scores, None, 8.0, 1);
        assert_eq!((alone.ranked.len(), alone.base_rate(), alone.precision(1)), (6, None, None));
        assert_eq!(alone.usual_counts()[3..], [("L/2", 2), ("L", 4), ("2L", 8)]);
    }
}
