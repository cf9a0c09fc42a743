//! A network: the couplings that store a set of patterns. It never changes once made, so that replicas,
//! views and branches share it.

use std::sync::Arc;

use ndarray::{Array2, Ix2};

use super::assembly::Assembly;
use super::covariance::Covariance;
use super::dense::Interaction;
use super::learning_rules::{Dense, LearningRule, Projection};
use super::running::Running;
use super::site_rows::SiteRows;
use crate::physics::arrays::{ShapeError, check_shape, flat, shaped, standard};
use crate::physics::spins::Pattern;

/// The largest number of spins for which the matrix J is formed (128 MiB at this size).
pub const LARGEST_MATRIX: usize = 4096;
/// The largest N p that the pseudo-inverse rule takes: one number of 8 bytes for each, 1 GiB at this size.
pub const LARGEST_DUAL: usize = 1 << 27;
/// The largest number of spins of any network.
pub const LARGEST_SIZE: usize = 1 << 20;

/// Why there is no such network.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NetworkError {
    /// No pattern, or patterns without a spin.
    #[error("a network needs at least one spin, and at least one pattern to take its size from")]
    NoSpins,
    /// Patterns of different sizes.
    #[error("pattern {index} has {found} spins, the first one has {expected}")]
    Size {
        /// Position of the pattern that does not fit.
        index: usize,
        /// Number of spins of the first pattern.
        expected: usize,
        /// Number of spins of this one.
        found: usize,
    },
    /// More spins than the visiting order and the integer sums can take.
    #[error("a network of {size} spins is larger than the largest possible, {LARGEST_SIZE}")]
    TooManySpins {
        /// Number of spins asked for.
        size: usize,
    },
    /// N p no longer fits the integers in which overlaps are kept.
    #[error("{patterns} patterns of {size} spins are too many: N p must stay below {limit}")]
    TooManyPatterns {
        /// Number of spins N.
        size: usize,
        /// Number of patterns p.
        patterns: usize,
        /// The first product that is refused.
        limit: u64,
    },
    /// The dual vectors of the pseudo-inverse would not fit.
    #[error(
        "the pseudo-inverse of {patterns} patterns of {size} spins needs too much memory: N p must not exceed {LARGEST_DUAL}"
    )]
    DualTooLarge {
        /// Number of spins N.
        size: usize,
        /// Number of patterns p.
        patterns: usize,
    },
    /// J would not fit.
    #[error("the coupling matrix of {size} spins is too large to be formed; {LARGEST_MATRIX} spins is the limit")]
    MatrixTooLarge {
        /// Number of spins N.
        size: usize,
    },
    /// A matrix that is not N by N.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// A dense memory has no matrix J.
    #[error("a memory by the rule {rule} has no couplings of pairs: its energy is no quadratic form")]
    NoPairs {
        /// The name of its rule.
        rule: &'static str,
    },
    /// J_ij ≠ J_ji.
    #[error("the couplings are not symmetric: J({row}, {column}) is {value}, J({column}, {row}) is {mirrored}")]
    NotSymmetric {
        /// i.
        row: usize,
        /// j.
        column: usize,
        /// J_ij.
        value: f64,
        /// J_ji.
        mirrored: f64,
    },
    /// J_ii ≠ 0.
    #[error("a spin does not couple to itself, but J({index}, {index}) is {value}")]
    SelfCoupling {
        /// i.
        index: usize,
        /// J_ii.
        value: f64,
    },
    /// An infinite coupling, or one that is not a number.
    #[error("J({row}, {column}) is {value}; couplings are finite numbers")]
    NotFinite {
        /// i.
        row: usize,
        /// j.
        column: usize,
        /// J_ij.
        value: f64,
    },
    /// Storkey's rule with very many more patterns than spins.
    #[error("Storkey's couplings of {patterns} patterns of {size} spins are too large for a number")]
    Overflow {
        /// Number of spins N.
        size: usize,
        /// Number of patterns p.
        patterns: usize,
    },
    /// There is no pattern of this number.
    #[error("there is no pattern {index}: {count} are stored")]
    NoSuchPattern {
        /// The number asked for.
        index: usize,
        /// Number of stored patterns.
        count: usize,
    },
    /// The eigenvalues of the overlap matrix were not found.
    #[error("the eigenvalues of the overlap matrix of {patterns} patterns did not converge")]
    NoConvergence {
        /// Number of patterns p.
        patterns: usize,
    },
}

/// How the couplings are held.
#[derive(Clone, Debug)]
pub(super) enum Couplings {
    /// J_ij = (1/N) Σ_μ ξ_i ξ_j, never formed: fields come from the p overlaps.
    Hebb,
    /// The pseudo-inverse rule, never formed: fields come from the p overlaps and dual vectors.
    Projection(Projection),
    /// The covariance rule, never formed: fields come from the p overlaps and the magnetization.
    Covariance(Covariance),
    /// J itself, row by row.
    Dense(Dense),
    /// None: the energy is −Σ_μ F(N m_μ), and fields come from the p overlaps.
    Many(Interaction),
}

/// Symmetric couplings without self-coupling, or the energy of a dense memory, and the patterns they store.
#[derive(Clone, Debug)]
pub struct Network {
    size: usize,
    patterns: Arc<[Pattern]>,
    rows: SiteRows,
    rule: Option<LearningRule>,
    couplings: Couplings,
}

impl Network {
    /// Stores `patterns`, all of one size, by `rule`.
    ///
    /// Hebb, the covariance rule and dense memories take any size with N p < 2^30, the pseudo-inverse up to N p = [`LARGEST_DUAL`];
    /// Storkey's rule forms J and takes up to [`LARGEST_MATRIX`] spins. Its couplings depend on the order of the patterns.
    pub fn store(patterns: &[Pattern], rule: LearningRule) -> Result<Self, NetworkError> {
        let size = patterns.first().map_or(0, Pattern::len);
        Self::store_sized(size, patterns, rule)
    }

    /// A network of `size` spins without a memory: every coupling is 0.
    pub fn empty(size: usize, rule: LearningRule) -> Result<Self, NetworkError> {
        Self::store_sized(size, &[], rule)
    }

    fn store_sized(size: usize, patterns: &[Pattern], rule: LearningRule) -> Result<Self, NetworkError> {
        let mut assembly = Assembly::new(size, patterns.len(), rule)?;
        patterns.iter().try_for_each(|pattern| assembly.push(pattern.clone()))?;
        assembly.network()
    }

    /// What an assembly has put together.
    pub(super) fn assembled(
        rule: LearningRule,
        patterns: Vec<Pattern>,
        rows: SiteRows,
        couplings: Couplings,
        size: usize,
    ) -> Self {
        Self { size, patterns: patterns.into(), rows, rule: Some(rule), couplings }
    }

    /// A network given by its couplings: symmetric, finite, zero on the diagonal. It stores no patterns. For toys, such as
    /// two units with J = +1.
    pub fn from_couplings(couplings: Array2<f64>) -> Result<Self, NetworkError> {
        let size = couplings.nrows();
        check_size(size)?;
        check_matrix(size)?;
        check_shape("the coupling matrix", couplings.shape(), &[size, size])?;
        let couplings = standard(couplings);
        for (((row, column), &value), &mirrored) in couplings.indexed_iter().zip(&couplings.t()) {
            if !value.is_finite() {
                return Err(NetworkError::NotFinite { row, column, value });
            }
            if row == column && value != 0.0 {
                return Err(NetworkError::SelfCoupling { index: row, value });
            }
            if mirrored.is_finite() && value != mirrored {
                return Err(NetworkError::NotSymmetric { row, column, value, mirrored });
            }
        }
        let rows = SiteRows::with_room(size, 0);
        let couplings = Couplings::Dense(Dense::new(size, flat(&couplings).to_vec()));
        Ok(Self { size, patterns: Arc::new([]), rows, rule: None, couplings })
    }

    /// The network without one of its patterns.
    ///
    /// The remaining patterns are stored again in their order. For Hebb this equals subtracting
    /// (1/N) ξ_i ξ_j; for the other rules nothing less would give the couplings of the remaining set.
    /// Without its last pattern a network keeps its size and has no couplings.
    pub fn without(&self, index: usize) -> Result<Self, NetworkError> {
        let count = self.patterns.len();
        let (Some(rule), true) = (self.rule, index < count) else {
            return Err(NetworkError::NoSuchPattern { index, count });
        };
        let rest: Vec<Pattern> =
            self.patterns.iter().enumerate().filter(|&(mu, _)| mu != index).map(|(_, p)| p.clone()).collect();
        Self::store_sized(self.size, &rest, rule)
    }

    /// Number of spins N.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The stored patterns.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// How the patterns were stored; `None` for a network given by its couplings.
    pub fn rule(&self) -> Option<LearningRule> {
        self.rule
    }

    /// Energy E = −½ Σ_ij J_ij σ_i σ_j − θ Σ_i σ_i, with the [threshold](Self::threshold) θ; of a dense memory
    /// −Σ_μ F(N m_μ) in the [unit](Interaction::unit) n N^(n−1), of the exponential −ln Σ_μ exp(N m_μ). As everywhere here,
    /// `spins` holds N values ±1; missing ones count as −1.
    pub fn energy(&self, spins: &[i8]) -> f64 {
        Running::new(self, spins).energy(self)
    }

    /// The uniform field θ on every spin: 0 but for the covariance rule.
    pub fn threshold(&self) -> f64 {
        if let Couplings::Covariance(covariance) = &self.couplings { covariance.threshold() } else { 0.0 }
    }

    /// The function F of a dense memory; `None` for a network of couplings.
    pub fn interaction(&self) -> Option<Interaction> {
        if let Couplings::Many(interaction) = self.couplings { Some(interaction) } else { None }
    }

    /// Local fields h_i = Σ_j J_ij σ_j + θ of all spins; for every rule half of what the two directions of the spin differ
    /// by in energy.
    pub fn fields(&self, spins: &[i8]) -> Vec<f64> {
        Running::new(self, spins).all_fields(self)
    }

    /// The local field of one spin, from nothing: O(p N). A running [`Dynamics`](super::Dynamics) has it in O(p).
    /// 0 beyond the last spin.
    pub fn field(&self, spins: &[i8], site: usize) -> f64 {
        if site < self.size { Running::new(self, spins).field(self, site) } else { 0.0 }
    }

    /// Overlaps m_μ = (1/N) Σ_i ξ_i^μ σ_i with all stored patterns.
    pub fn overlaps(&self, spins: &[i8]) -> Vec<f64> {
        Running::new(self, spins).overlaps(self)
    }

    /// J_ij; 0 on the diagonal and outside the matrix, and for a dense memory, which has no pairs.
    pub fn coupling(&self, i: usize, j: usize) -> f64 {
        if i == j || i >= self.size || j >= self.size {
            return 0.0;
        }
        match &self.couplings {
            Couplings::Hebb => f64::from(self.rows.correlation(i, j)) / self.size as f64,
            Couplings::Covariance(covariance) => {
                covariance.coupling(self.rows.correlation(i, j), [self.rows.row_sum(i), self.rows.row_sum(j)])
            }
            Couplings::Projection(projection) => projection.coupling(i, self.rows.row(j), self.size),
            Couplings::Dense(dense) => dense.row(i)[j],
            Couplings::Many(_) => 0.0,
        }
    }

    /// J. Refused beyond [`LARGEST_MATRIX`] spins, and for a dense memory.
    pub fn coupling_matrix(&self) -> Result<Array2<f64>, NetworkError> {
        if let Couplings::Many(interaction) = self.couplings {
            return Err(NetworkError::NoPairs { rule: interaction.name() });
        }
        check_matrix(self.size)?;
        let n = self.size;
        if let Couplings::Dense(dense) = &self.couplings {
            return Ok(shaped("the coupling matrix", dense.matrix().to_vec(), Ix2(n, n))?);
        }
        let mut matrix = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..i {
                let value = self.coupling(i, j);
                matrix[i * n + j] = value;
                matrix[j * n + i] = value;
            }
        }
        Ok(shaped("the coupling matrix", matrix, Ix2(n, n))?)
    }

    /// Fields up to this size are rounding, and count as 0 where only the sign matters: exactly 0 for Hebb.
    pub(super) fn rounding(&self) -> f64 {
        match &self.couplings {
            Couplings::Hebb => 0.0,
            Couplings::Projection(_) => Projection::ROUNDING,
            Couplings::Covariance(covariance) => covariance.rounding(),
            Couplings::Dense(dense) => dense.rounding(),
            Couplings::Many(interaction) => interaction.rounding(self.size, self.patterns.len()),
        }
    }

    pub(super) fn rows(&self) -> &SiteRows {
        &self.rows
    }

    pub(super) fn couplings(&self) -> &Couplings {
        &self.couplings
    }
}

pub(super) fn check_size(size: usize) -> Result<(), NetworkError> {
    match size {
        0 => Err(NetworkError::NoSpins),
        1..=LARGEST_SIZE => Ok(()),
        _ => Err(NetworkError::TooManySpins { size }),
    }
}

pub(super) fn check_matrix(size: usize) -> Result<(), NetworkError> {
    if size <= LARGEST_MATRIX { Ok(()) } else { Err(NetworkError::MatrixTooLarge { size }) }
}
