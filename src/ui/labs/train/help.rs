//! What controls and quantities of the Train lab are: one text each, in `assets/help/train`.

/// The text of that name.
macro_rules! text {
    ($name:literal) => {
        include_str!(concat!("../../../../assets/help/train/", $name, ".md"))
    };
}

/// The run: what it learns from, and how.
pub const RUN: &str = text!("run");
/// The data.
pub const DATA: &str = text!("data");
/// Numbers of units.
pub const UNITS: &str = text!("units");
/// Values of units.
pub const UNITS_KIND: &str = text!("units-kind");
/// How chains are started.
pub const METHOD: &str = text!("method");
/// PCD-k.
pub const METHOD_PCD: &str = text!("method-pcd");
/// CD-k.
pub const METHOD_CD: &str = text!("method-cd");
/// Rdm-k.
pub const METHOD_RDM: &str = text!("method-rdm");
/// Number of chains.
pub const CHAINS: &str = text!("chains");
/// Size of a minibatch.
pub const BATCH: &str = text!("batch");
/// The learning rate.
pub const RATE: &str = text!("rate");
/// k.
pub const STEPS: &str = text!("steps");
/// λ₁.
pub const L1: &str = text!("l1");
/// λ₂.
pub const L2: &str = text!("l2");
/// The centred gradient.
pub const CENTRED: &str = text!("centred");
/// Length of the run.
pub const UPDATES: &str = text!("updates");
/// Checkpoints.
pub const CHECKPOINTS: &str = text!("checkpoints");
/// The form.
pub const CHANGE: &str = text!("change");
/// Go on.
pub const EXTEND: &str = text!("extend");
/// Settings that act at once.
pub const LIVE: &str = text!("live");
/// The left modes.
pub const MODES: &str = text!("modes");
/// The central plot.
pub const LEARNING: &str = text!("learning");
/// Both axes logarithmic.
pub const AXES: &str = text!("axes");
/// Values logarithmic.
pub const AXES_SEMILOG: &str = text!("axes-semilog");
/// Neither.
pub const AXES_LINEAR: &str = text!("axes-linear");
/// Singular values of W.
pub const VALUES_PLAIN: &str = text!("values-plain");
/// Scaled singular values.
pub const VALUES_SCALED: &str = text!("values-scaled");
/// Fixed points and pseudo-likelihood.
pub const FIXED_POINTS: &str = text!("fixed-points");
/// The phases.
pub const RIBBON: &str = text!("ribbon");
/// Samples.
pub const SAMPLES: &str = text!("samples");
/// The chains of the training.
pub const SAMPLES_CHAINS: &str = text!("samples-chains");
/// Daydream.
pub const SAMPLES_DREAM: &str = text!("samples-dream");
/// From a drawing.
pub const SAMPLES_DRAWING: &str = text!("samples-drawing");
/// Chains from data.
pub const RESTART_DATA: &str = text!("restart-data");
/// Chains from noise.
pub const RESTART_NOISE: &str = text!("restart-noise");
/// Likelihood.
pub const LIKELIHOOD: &str = text!("likelihood");
/// Exact.
pub const LIKELIHOOD_EXACT: &str = text!("likelihood-exact");
/// AIS.
pub const LIKELIHOOD_AIS: &str = text!("likelihood-ais");
/// KL.
pub const KL: &str = text!("kl");
/// ln Z.
pub const LOG_Z: &str = text!("log-z");
/// Effective sample size.
pub const SAMPLE_SIZE: &str = text!("sample-size");
/// Pseudo-likelihood.
pub const PSEUDO: &str = text!("pseudo");
/// Correlation of chains.
pub const MIXING: &str = text!("mixing");
/// Participation ratio.
pub const PARTICIPATION: &str = text!("participation");
/// Dead and saturated units.
pub const ACTIVITY: &str = text!("activity");
/// Reconstruction error.
pub const RECONSTRUCTION: &str = text!("reconstruction");
/// Events.
pub const EVENTS: &str = text!("events");
/// Histograms.
pub const DISTANCES: &str = text!("distances");
/// Cosine of features.
pub const COSINE: &str = text!("cosine");
/// Sign overlap of features.
pub const SIGNS: &str = text!("signs");
/// Overlap of samples.
pub const OVERLAP: &str = text!("overlap");
/// Pin.
pub const PIN: &str = text!("pin");
/// Weights.
pub const WEIGHTS: &str = text!("weights");
/// By norm.
pub const WEIGHTS_NORM: &str = text!("weights-norm");
/// By mode.
pub const WEIGHTS_MODE: &str = text!("weights-mode");
/// Moments.
pub const MOMENTS: &str = text!("moments");
/// Means.
pub const MOMENT_MEANS: &str = text!("moment-means");
/// Pairs.
pub const MOMENT_PAIRS: &str = text!("moment-pairs");
/// Hidden activity.
pub const HIDDEN: &str = text!("hidden");
/// Histogram of weights.
pub const WEIGHT_HISTOGRAM: &str = text!("weight-histogram");
/// Autocorrelation.
pub const AUTOCORRELATION: &str = text!("autocorrelation");
/// Slow motion.
pub const SLOW: &str = text!("slow");
/// Explain.
pub const EXPLAIN: &str = text!("explain");
/// Go on, hold.
pub const SLOW_PLAY: &str = text!("slow-play");
/// Do it.
pub const SLOW_DO: &str = text!("slow-do");
/// Box 1.
pub const SLOW_CLAMP: &str = text!("slow-clamp");
/// Box 2.
pub const SLOW_HIDDEN: &str = text!("slow-hidden");
/// Box 3.
pub const SLOW_CHAINS: &str = text!("slow-chains");
/// Box 4.
pub const SLOW_SUBTRACT: &str = text!("slow-subtract");
/// Box 5.
pub const SLOW_UPDATE: &str = text!("slow-update");
/// Compare.
pub const COMPARE: &str = text!("compare");
/// Keep.
pub const KEEP: &str = text!("keep");

/// All texts by name, for tests.
pub const ALL: &[(&str, &str)] = &[
    ("run", RUN),
    ("data", DATA),
    ("units", UNITS),
    ("units-kind", UNITS_KIND),
    ("method", METHOD),
    ("method-pcd", METHOD_PCD),
    ("method-cd", METHOD_CD),
    ("method-rdm", METHOD_RDM),
    ("chains", CHAINS),
    ("batch", BATCH),
    ("rate", RATE),
    ("steps", STEPS),
    ("l1", L1),
    ("l2", L2),
    ("centred", CENTRED),
    ("updates", UPDATES),
    ("checkpoints", CHECKPOINTS),
    ("change", CHANGE),
    ("extend", EXTEND),
    ("live", LIVE),
    ("modes", MODES),
    ("learning", LEARNING),
    ("axes", AXES),
    ("axes-semilog", AXES_SEMILOG),
    ("axes-linear", AXES_LINEAR),
    ("values-plain", VALUES_PLAIN),
    ("values-scaled", VALUES_SCALED),
    ("fixed-points", FIXED_POINTS),
    ("ribbon", RIBBON),
    ("samples", SAMPLES),
    ("samples-chains", SAMPLES_CHAINS),
    ("samples-dream", SAMPLES_DREAM),
    ("samples-drawing", SAMPLES_DRAWING),
    ("restart-data", RESTART_DATA),
    ("restart-noise", RESTART_NOISE),
    ("likelihood", LIKELIHOOD),
    ("likelihood-exact", LIKELIHOOD_EXACT),
    ("likelihood-ais", LIKELIHOOD_AIS),
    ("kl", KL),
    ("log-z", LOG_Z),
    ("sample-size", SAMPLE_SIZE),
    ("pseudo", PSEUDO),
    ("mixing", MIXING),
    ("participation", PARTICIPATION),
    ("activity", ACTIVITY),
    ("reconstruction", RECONSTRUCTION),
    ("events", EVENTS),
    ("distances", DISTANCES),
    ("cosine", COSINE),
    ("signs", SIGNS),
    ("overlap", OVERLAP),
    ("pin", PIN),
    ("weights", WEIGHTS),
    ("weights-norm", WEIGHTS_NORM),
    ("weights-mode", WEIGHTS_MODE),
    ("moments", MOMENTS),
    ("moment-means", MOMENT_MEANS),
    ("moment-pairs", MOMENT_PAIRS),
    ("hidden", HIDDEN),
    ("weight-histogram", WEIGHT_HISTOGRAM),
    ("autocorrelation", AUTOCORRELATION),
    ("slow", SLOW),
    ("explain", EXPLAIN),
    ("slow-play", SLOW_PLAY),
    ("slow-do", SLOW_DO),
    ("slow-clamp", SLOW_CLAMP),
    ("slow-hidden", SLOW_HIDDEN),
    ("slow-chains", SLOW_CHAINS),
    ("slow-subtract", SLOW_SUBTRACT),
    ("slow-update", SLOW_UPDATE),
    ("compare", COMPARE),
    ("keep", KEEP),
];
