//! How patterns become couplings.
//!
//! ## References
//!
//! * L. Personnaz, I. Guyon and G. Dreyfus, “Information storage and retrieval in spin-glass like neural networks”,
//!   J. Physique Lett. 46, L359 (1985), doi:10.1051/jphyslet:01985004608035900
//! * A. Storkey, “Increasing the capacity of a Hopfield network without sacrificing functionality”, ICANN 1997,
//!   doi:10.1007/BFb0020196
//! * A. J. Storkey and R. Valabregue, “The basins of attraction of a new Hopfield learning rule”, Neural Networks 12,
//!   869 (1999), doi:10.1016/S0893-6080(99)00038-6

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use std::str::FromStr;

use faer::{Mat, Par};
use rayon::prelude::*;

use super::dense::Interaction;
use super::network::NetworkError;
use super::site_rows::{SiteRows, values};
use super::stored_set::overlap_matrix;
use crate::physics::eigen;
use crate::physics::spins::Pattern;

/// A rule that turns patterns into couplings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LearningRule {
    /// J_ij = (1/N) Σ_μ ξ_i^μ ξ_j^μ.
    #[default]
    Hebb,
    /// J_ij = (1/N) Σ_μν ξ_i^μ (C⁻¹)_μν ξ_j^ν with C the overlap matrix: the projection onto the patterns.
    PseudoInverse,
    /// Storkey's rule: patterns come one by one, each corrected by the fields it meets.
    Storkey,
    /// J_ij = (1/N) Σ_μ (ξ_i^μ − a)(ξ_j^μ − a) with the mean activity a of the patterns, and a uniform field
    /// a (1 − a²): for patterns with more spins up than down, or fewer.
    Covariance,
    /// No couplings of pairs: the energy −Σ_μ F(Σ_i ξ_i^μ σ_i) of a dense memory.
    Dense(Interaction),
}

impl LearningRule {
    /// The rules that give couplings of pairs.
    pub const OF_PAIRS: [Self; 4] = [Self::Hebb, Self::PseudoInverse, Self::Storkey, Self::Covariance];
    /// All rules.
    pub const ALL: [Self; 19] = {
        let mut all = [Self::Hebb; 19];
        let mut k = 0;
        while k < all.len() {
            all[k] = if k < Self::OF_PAIRS.len() {
                Self::OF_PAIRS[k]
            } else {
                Self::Dense(Interaction::ALL[k - Self::OF_PAIRS.len()])
            };
            k += 1;
        }
        all
    };
    /// Those that differ on fair patterns, where the covariance rule is Hebb's.
    pub const DISTINCT: [Self; 3] = [Self::Hebb, Self::PseudoInverse, Self::Storkey];

    /// The name on the command line and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hebb => "hebb",
            Self::PseudoInverse => "pseudo-inverse",
            Self::Storkey => "storkey",
            Self::Covariance => "covariance",
            Self::Dense(interaction) => interaction.name(),
        }
    }

    /// The name as people say it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Hebb => "Hebb",
            Self::PseudoInverse => "Projection",
            Self::Storkey => "Storkey",
            Self::Covariance => "Covariance",
            Self::Dense(interaction) => interaction.title(),
        }
    }

    /// The function F of a dense memory.
    pub const fn interaction(self) -> Option<Interaction> {
        if let Self::Dense(interaction) = self { Some(interaction) } else { None }
    }
}

/// A name that is not that of a learning rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a learning rule; they are hebb, pseudo-inverse, storkey, covariance, dense:2 to dense:8, dense-rectified:2 to dense-rectified:8 and exponential"
)]
pub struct UnknownRule(pub String);

impl FromStr for LearningRule {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        Self::ALL.into_iter().find(|rule| rule.name() == name).ok_or_else(|| UnknownRule(name.to_owned()))
    }
}

/// Numbers of one dual row are handled this many at a time.
const WIDTH: usize = 8;
/// Sites whose dual vectors are computed together.
const BLOCK: usize = 1024;
/// Eigenvalues of the overlap matrix below this fraction of the largest are those of dependent patterns. Its
/// entries are multiples of 1/N, and rounding leaves some 10⁻¹³ of a vanishing one.
const DEPENDENT: f64 = 1e-9;

/// The pseudo-inverse rule in O(p) per field: dual vectors ξ̃_i = C⁻¹ ξ_i, so that
/// h_i = (1/N) Σ_μ ξ̃_i^μ M_μ − J_ii σ_i with the exact integer sums M_μ.
///
/// Where patterns depend on one another (duplicates, more patterns than spins) C⁻¹ is the Moore-Penrose
/// inverse: J is still the projection onto their span, and each of them a fixed point with
/// h_i = (1 − J_ii) ξ_i.
#[derive(Clone, Debug)]
pub(super) struct Projection {
    dual: Vec<[f64; WIDTH]>,
    chunks_per_row: usize,
    self_couplings: Vec<f64>,
    inverse: Mat<f64>,
}

impl Projection {
    /// Fields are O(1) and known to about this much.
    pub(super) const ROUNDING: f64 = 1e-9;

    pub(super) fn new(size: usize, patterns: &[Pattern], rows: &SiteRows) -> Result<Self, NetworkError> {
        let p = patterns.len();
        let inverse = pseudo_inverse(size, patterns)?;
        let chunks_per_row = p.div_ceil(WIDTH);
        let mut dual = vec![[0.0; WIDTH]; size * chunks_per_row];
        let mut self_couplings = vec![0.0; size];
        if p > 0 {
            // Blocks of sites are independent, so the number of threads changes no bit.
            dual.par_chunks_mut(BLOCK * chunks_per_row).zip(self_couplings.par_chunks_mut(BLOCK)).enumerate().for_each(
                |(block, (dual, self_couplings))| {
                    let value = |mu: usize, site: usize| f64::from(patterns[mu].spins()[block * BLOCK + site]);
                    let spins = Mat::from_fn(p, self_couplings.len(), value);
                    let mut product = Mat::zeros(p, self_couplings.len());
                    faer::linalg::matmul::matmul(
                        product.as_mut(),
                        faer::Accum::Replace,
                        inverse.as_ref(),
                        spins.as_ref(),
                        1.0,
                        Par::Seq,
                    );
                    for (site, (row, own)) in
                        dual.chunks_exact_mut(chunks_per_row).zip(self_couplings.iter_mut()).enumerate()
                    {
                        for (mu, value) in row.as_flattened_mut().iter_mut().enumerate().take(p) {
                            *value = product[(mu, site)];
                        }
                        *own = dot_dual(row, rows.row(block * BLOCK + site)) / size as f64;
                    }
                },
            );
        }
        Ok(Self { dual, chunks_per_row, self_couplings, inverse })
    }

    #[inline(always)]
    fn row(&self, site: usize) -> &[[f64; WIDTH]] {
        let start = site * self.chunks_per_row;
        &self.dual[start..start + self.chunks_per_row]
    }

    /// (1/N) Σ_μ ξ̃_i^μ M_μ: the field with the self-coupling still in it.
    #[inline(always)]
    pub(super) fn field(&self, site: usize, sums: &[i32], size: usize) -> f64 {
        let mut parts = [0.0; WIDTH];
        for (dual, sums) in self.row(site).iter().zip(sums.as_chunks::<WIDTH>().0) {
            for k in 0..WIDTH {
                parts[k] += dual[k] * f64::from(sums[k]);
            }
        }
        parts.iter().sum::<f64>() / size as f64
    }

    #[inline(always)]
    pub(super) fn self_coupling(&self, site: usize) -> f64 {
        self.self_couplings[site]
    }

    pub(super) fn coupling(&self, i: usize, row_of_j: &[u32], size: usize) -> f64 {
        dot_dual(self.row(i), row_of_j) / size as f64
    }

    /// −(1/2N) M C⁻¹ M + ½ Σ_i J_ii.
    pub(super) fn energy(&self, sums: &[i32], size: usize) -> f64 {
        let p = self.inverse.nrows();
        let mut quadratic = 0.0;
        for nu in 0..p {
            let column: f64 = (0..p).map(|mu| self.inverse[(mu, nu)] * f64::from(sums[mu])).sum();
            quadratic += column * f64::from(sums[nu]);
        }
        0.5 * (self.self_couplings.iter().sum::<f64>() - quadratic / size as f64)
    }
}

fn dot_dual(dual: &[[f64; WIDTH]], row: &[u32]) -> f64 {
    dual.as_flattened().iter().zip(values(row)).map(|(dual, value)| dual * value).sum()
}

/// The Moore-Penrose inverse of the overlap matrix, by its eigenvalues. One thread: the bits must not
/// depend on how many there are.
fn pseudo_inverse(size: usize, patterns: &[Pattern]) -> Result<Mat<f64>, NetworkError> {
    let p = patterns.len();
    if p == 0 {
        return Ok(Mat::zeros(0, 0));
    }
    let overlaps = overlap_matrix(size, patterns);
    let overlaps = Mat::from_fn(p, p, |mu, nu| overlaps[mu * p + nu]);
    let (values, vectors) = eigen::symmetric(overlaps.as_ref()).ok_or(NetworkError::NoConvergence { patterns: p })?;
    let largest = values.iter().copied().fold(0.0, f64::max);
    let scaled =
        Mat::from_fn(p, p, |mu, k| if values[k] > DEPENDENT * largest { vectors[(mu, k)] / values[k] } else { 0.0 });
    let mut inverse = Mat::zeros(p, p);
    faer::linalg::matmul::matmul(
        inverse.as_mut(),
        faer::Accum::Replace,
        scaled.as_ref(),
        vectors.as_ref().transpose(),
        1.0,
        Par::Seq,
    );
    Ok(inverse)
}

/// J itself, for rules that give no cheaper way to a field.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    size: usize,
    matrix: Vec<f64>,
    rounding: f64,
}

impl Dense {
    pub(super) fn new(size: usize, matrix: Vec<f64>) -> Self {
        let largest = matrix.chunks_exact(size).map(|row| row.iter().map(|j| j.abs()).sum::<f64>()).fold(0.0, f64::max);
        Self { size, matrix, rounding: 1e-12 * largest }
    }

    #[inline(always)]
    pub(super) fn row(&self, site: usize) -> &[f64] {
        &self.matrix[site * self.size..(site + 1) * self.size]
    }

    pub(super) fn matrix(&self) -> &[f64] {
        &self.matrix
    }

    /// h_i of all spins from nothing.
    pub(super) fn fields(&self, spins: &[i8], fields: &mut Vec<f64>) {
        fields.clear();
        fields.extend(self.matrix.chunks_exact(self.size).map(|row| dot_spins(row, spins)));
    }

    pub(super) fn rounding(&self) -> f64 {
        self.rounding
    }
}

fn dot_spins(row: &[f64], spins: &[i8]) -> f64 {
    row.iter().zip(spins).map(|(coupling, &spin)| coupling * f64::from(spin)).sum()
}

/// One pattern by Storkey and Valabregue's rule, into the N by N couplings of those before it: with H_i = Σ_k J_ik ξ_k before the pattern, each pattern adds
/// (1/N) [ξ_i ξ_j − ξ_i h_ji − h_ij ξ_j], where h_ij = H_i − J_ij ξ_j leaves out k = i and k = j.
/// Since ξ² = 1 that is J_ij ← (1 + 2/N) J_ij + (1/N) [ξ_i ξ_j − ξ_i H_j − H_i ξ_j].
pub(super) fn storkey(matrix: &mut [f64], pattern: &Pattern) {
    let size = pattern.len();
    let n = size as f64;
    let spins: Vec<f64> = pattern.spins().iter().map(|&spin| f64::from(spin)).collect();
    let meets: Vec<f64> = matrix.par_chunks_exact(size).map(|row| dot_spins(row, pattern.spins())).collect();
    matrix.par_chunks_exact_mut(size).enumerate().for_each(|(i, row)| {
        let (spin, meet) = (spins[i], meets[i]);
        for (j, coupling) in row.iter_mut().enumerate() {
            // Grouped so that exchanging i and j gives the same bits.
            let correction = spin * meets[j] + meet * spins[j];
            *coupling = (1.0 + 2.0 / n) * *coupling + (spin * spins[j] - correction) / n;
        }
        row[i] = 0.0;
    });
}
