//! A closer look at one checkpoint: what is too much to measure along the way. A session of its own, asked for by the
//! window for the update under the cursor.

use std::sync::Arc;

use crate::physics::rbm::moments::ComparedMoments;
use crate::physics::spectrum::Density;

pub use crate::physics::spectrum::Mode;

/// The three distance histograms; each a density over [−1, 1] with the Gaussian that it starts as.
#[derive(Clone, Debug, PartialEq)]
pub struct Distances {
    /// Cosine of pairs of columns of W.
    pub weight_cosine: Density,
    /// Overlap of the signs of pairs of columns of W.
    pub weight_sign_overlap: Density,
    /// Overlap of pairs of samples.
    pub sample_overlap: Density,
    /// Overlap of pairs of rows of the data, where there are data.
    pub data_overlap: Option<Density>,
}

/// A portrait; parts appear as they are ready.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagnostics {
    /// The update it belongs to.
    pub update: u64,
    /// The first modes, by falling singular value (at most 16).
    pub modes: Arc<[Mode]>,
    /// Histograms.
    pub distances: Option<Distances>,
    /// Data against model; `None` without data.
    pub moments: Option<ComparedMoments>,
    /// ⟨h_α⟩ over the data (over the chains without data).
    pub hidden_means: Arc<[f32]>,
    /// Autocorrelation of chains by Gibbs step, from 1 at step 0.
    pub autocorrelation: Arc<[f32]>,
    /// Samples: the checkpoint's chains after those steps.
    pub samples: Option<Arc<crate::physics::rbm::Configurations>>,
    /// log₁₀ of the number of weights by value: (centre, count) of each bin.
    pub weight_histogram: Arc<[[f32; 2]]>,
}
