//! How well clusters and trees agree with labels.
//!
//! Only data with a label count. With n_kc data of cluster k and class c, sums n_k and n_c, and n in all:
//!
//! * purity: Σ_k max_c n_kc / n, which rises to 1 with the number of clusters whatever they are;
//! * adjusted Rand index: (S − ab/T) / ((a + b)/2 − ab/T) with S = Σ C(n_kc, 2), a = Σ C(n_k, 2), b = Σ C(n_c, 2),
//!   T = C(n, 2): 1 for equal partitions, 0 on average for random ones of the same sizes;
//! * V-measure: 2 h c / (h + c) with homogeneity h = 1 − H(C|K)/H(C) and completeness c = 1 − H(K|C)/H(K).
//!
//! ## References
//!
//! * L. Hubert and P. Arabie, “Comparing partitions”, J. Classif. 2, 193 (1985), doi:10.1007/BF01908075
//! * A. Rosenberg and J. Hirschberg, “V-measure: a conditional entropy-based external cluster evaluation measure”,
//!   EMNLP-CoNLL 2007, 410

use super::error::{TreeError, check_length};
use super::partition::Partition;
use crate::physics::seed::{Seed, Stream, shuffle};

/// How many data each cluster and class have in common, and each of them in all.
#[derive(Clone, Debug, PartialEq)]
pub struct Contingency {
    /// Numbers of data in common, cluster by cluster, of those that have any.
    common: Vec<(u32, u64)>,
    clusters: Vec<u64>,
    classes: Vec<u64>,
    total: u64,
}

impl Contingency {
    /// Counts the data that have a label.
    ///
    /// # Errors
    /// There is not one label, known or not, for each element.
    pub fn new(partition: &Partition, labels: &[Option<u32>]) -> Result<Self, TreeError> {
        check_length("labels of the data", partition.len(), labels.len())?;
        let pairs = partition.labels().iter().zip(labels);
        let mut pairs: Vec<(u32, u32)> = pairs.filter_map(|(&cluster, &class)| Some((cluster, class?))).collect();
        let mut classes: Vec<u32> = pairs.iter().map(|&(_, class)| class).collect();
        pairs.sort_unstable();
        classes.sort_unstable();
        let size = |equal: &[u32]| equal.len() as u64;
        Ok(Self {
            common: pairs.chunk_by(|a, b| a == b).map(|equal| (equal[0].0, equal.len() as u64)).collect(),
            clusters: pairs.chunk_by(|a, b| a.0 == b.0).map(|equal| equal.len() as u64).collect(),
            classes: classes.chunk_by(|a, b| a == b).map(size).collect(),
            total: pairs.len() as u64,
        })
    }

    /// Number of data with a label.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The fraction of data whose class is the most frequent one of their cluster; 1 without labels.
    pub fn purity(&self) -> f64 {
        let clusters = self.common.chunk_by(|a, b| a.0 == b.0);
        let most = clusters.filter_map(|cluster| cluster.iter().map(|&(_, count)| count).max());
        if self.total == 0 { 1.0 } else { most.sum::<u64>() as f64 / self.total as f64 }
    }

    /// The adjusted Rand index; 1 where both sides put all together or each on its own.
    pub fn adjusted_rand(&self) -> f64 {
        let pairs = |counts: &[u64]| counts.iter().map(|&count| pairs_of(count)).sum::<f64>();
        let same: f64 = self.common.iter().map(|&(_, count)| pairs_of(count)).sum();
        let (a, b) = (pairs(&self.clusters), pairs(&self.classes));
        let expected = a * b / pairs_of(self.total).max(1.0);
        let most = 0.5 * (a + b) - expected;
        if most == 0.0 { 1.0 } else { (same - expected) / most }
    }

    /// The V-measure; 1 where both sides put all together.
    pub fn v_measure(&self) -> f64 {
        let common: Vec<u64> = self.common.iter().map(|&(_, count)| count).collect();
        let [both, clusters, classes] = [&common, &self.clusters, &self.classes].map(|counts| self.entropy(counts));
        // H(C|K) = H(C, K) − H(K), which rounding must not make negative.
        let explained = |conditional: f64, own: f64| if own == 0.0 { 1.0 } else { 1.0 - conditional.max(0.0) / own };
        let homogeneity = explained(both - clusters, classes);
        let completeness = explained(both - classes, clusters);
        let sum = homogeneity + completeness;
        if sum == 0.0 { 0.0 } else { 2.0 * homogeneity * completeness / sum }
    }

    /// −Σ p ln p of counts.
    fn entropy(&self, counts: &[u64]) -> f64 {
        let total = self.total as f64;
        counts.iter().map(|&count| count as f64 / total).map(|p| -p * p.ln()).sum()
    }
}

/// n (n − 1) / 2.
fn pairs_of(count: u64) -> f64 {
    let count = count as f64;
    count * (count - 1.0) / 2.0
}

/// Between which values each score lies in 95 of 100 cases by chance alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChanceBand {
    /// Of the purity.
    pub purity: [f64; 2],
    /// Of the adjusted Rand index.
    pub adjusted_rand: [f64; 2],
    /// Of the V-measure.
    pub v_measure: [f64; 2],
}

/// The scores of the partition with the labels in random order: their quantiles at 2.5 % and 97.5 % over `shuffles`
/// permutations of the known labels.
///
/// # Errors
/// There is not one label, known or not, for each element.
pub fn chance_band(
    partition: &Partition,
    labels: &[Option<u32>],
    shuffles: usize,
    seed: Seed,
) -> Result<ChanceBand, TreeError> {
    check_length("labels of the data", partition.len(), labels.len())?;
    let known: Vec<usize> = (0..labels.len()).filter(|&datum| labels[datum].is_some()).collect();
    let partition = partition.restricted(&known);
    let mut labels: Vec<Option<u32>> = known.iter().map(|&datum| labels[datum]).collect();
    let mut rng = seed.stream(Stream::Permutations);
    let mut scores = [const { Vec::new() }; 3];
    for _ in 0..shuffles.max(1) {
        shuffle(&mut labels, &mut rng);
        let contingency = Contingency::new(&partition, &labels)?;
        let drawn = [contingency.purity(), contingency.adjusted_rand(), contingency.v_measure()];
        scores.iter_mut().zip(drawn).for_each(|(scores, score)| scores.push(score));
    }
    let [purity, adjusted_rand, v_measure] = scores.map(|mut scores| {
        scores.sort_by(f64::total_cmp);
        [0.025, 0.975].map(|fraction| quantile(&scores, fraction))
    });
    Ok(ChanceBand { purity, adjusted_rand, v_measure })
}

/// A quantile of sorted values, interpolated between neighbours.
fn quantile(sorted: &[f64], fraction: f64) -> f64 {
    let place = fraction * sorted.len().saturating_sub(1) as f64;
    let value = |place: f64| sorted.get(place as usize).copied().unwrap_or_default();
    let (low, high) = (value(place.floor()), value(place.ceil()));
    low + (high - low) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contingency(clusters: &[u32], classes: &[u32]) -> Contingency {
        let labels: Vec<Option<u32>> = classes.iter().map(|&class| Some(class)).collect();
        Contingency::new(&Partition::new(clusters), &labels).unwrap()
    }

    #[test]
    fn two_clusters_of_three_classes_by_hand() {
        let found = contingency(&[0, 0, 0, 1, 1, 1], &[0, 0, 1, 1, 2, 2]);
        assert!((found.purity() - 4.0 / 6.0).abs() < 1e-15);
        // S = 1 + 1, a = 3 + 3, b = 3, T = 15: (2 − 6/5) / (9/2 − 6/5).
        assert!((found.adjusted_rand() - 0.8 / 3.3).abs() < 1e-15);
        // H(C) = ln 3, H(K) = ln 2, H(C, K) = (2/3) ln 3 + (1/3) ln 6.
        let (ln2, ln3) = (2_f64.ln(), 3_f64.ln());
        let both = 2.0 / 3.0 * ln3 + 6_f64.ln() / 3.0;
        let (h, c) = (1.0 - (both - ln2) / ln3, 1.0 - (both - ln3) / ln2);
        assert!((found.v_measure() - 2.0 * h * c / (h + c)).abs() < 1e-15);
    }

    #[test]
    fn the_ends_of_the_scores() {
        let same = contingency(&[4, 4, 2, 2, 9], &[0, 0, 1, 1, 2]);
        assert_eq!((same.purity(), same.adjusted_rand(), same.v_measure()), (1.0, 1.0, 1.0));
        let one = contingency(&[0, 0, 0], &[0, 0, 0]);
        assert_eq!((one.purity(), one.adjusted_rand(), one.v_measure()), (1.0, 1.0, 1.0));
        let crossed = contingency(&[0, 0, 1, 1], &[0, 1, 0, 1]);
        assert!(crossed.v_measure().abs() < 1e-15 && (crossed.adjusted_rand() + 0.5).abs() < 1e-15);
        let missing = Contingency::new(&Partition::new(&[0, 0, 1]), &[Some(1), None, Some(1)]).unwrap();
        assert_eq!((missing.total(), missing.purity()), (2, 1.0));
        let none = Contingency::new(&Partition::new(&[0, 1]), &[None, None]).unwrap();
        assert_eq!((none.total(), none.purity(), none.adjusted_rand(), none.v_measure()), (0, 1.0, 1.0, 1.0));
        Contingency::new(&Partition::new(&[0, 1]), &[None]).unwrap_err();
    }

    #[test]
    fn chance_alone_has_no_adjusted_rand_index() {
        let partition = Partition::new(&(0..90).map(|datum| datum / 15).collect::<Vec<u32>>());
        let labels: Vec<Option<u32>> = (0..90).map(|datum| (datum > 9).then_some(datum / 30)).collect();
        let band = chance_band(&partition, &labels, 200, Seed(1)).unwrap();
        assert!(band.adjusted_rand[0] < 0.0 && band.adjusted_rand[1] > 0.0, "{band:?}");
        let found = Contingency::new(&partition, &labels).unwrap();
        assert!(found.adjusted_rand() > band.adjusted_rand[1] && found.v_measure() > band.v_measure[1]);
        assert!(band.purity[0] < band.purity[1] && band.purity[1] < found.purity());
        assert_eq!(band, chance_band(&partition, &labels, 200, Seed(1)).unwrap());
        assert_eq!((quantile(&[1.0, 2.0, 4.0], 0.75), quantile(&[7.0], 0.975)), (3.0, 7.0));
    }
}
