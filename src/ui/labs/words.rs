//! The words of all labs: each with the sign that plots write for it, and the help that explains it.

use crate::ui::glossary::Term;
use crate::ui::help as shared;
use crate::ui::labs::heat::help as heat;
use crate::ui::labs::hopfield::help as hopfield;
use crate::ui::labs::phases::help as phases;
use crate::ui::labs::train::help as train;
use crate::ui::labs::tree::help as tree;

const fn term(name: &'static str, symbol: &'static str, help: &'static str) -> Term {
    Term { name, symbol, help }
}

/// All of them, by name.
pub static TERMS: &[Term] = &[
    term("annealed importance sampling", "AIS", train::LIKELIHOOD_AIS),
    term("annealing schedule", "T(t)", heat::SCHEDULE),
    term("autocorrelation", "", train::AUTOCORRELATION),
    term("average linkage", "", tree::COMPARE),
    term("batch size", "", train::BATCH),
    term("capacity", "α_c", phases::CAPACITY),
    term("centred gradient", "", train::CENTRED),
    term("chains", "", train::CHAINS),
    term("cluster", "", tree::CLUSTERS),
    term("contrastive divergence", "CD", train::METHOD_CD),
    term("correlation time", "τ", phases::AUTOCORRELATION),
    term("coupling", "J", hopfield::COUPLINGS),
    term("covariance rule", "", shared::RULE_COVARIANCE),
    term("critical temperature", "T_c", heat::CRITICAL_TEMPERATURE),
    term("crosstalk", "C", hopfield::CROSSTALK),
    term("energy", "E", shared::ENERGY),
    term("energy difference", "ΔE", hopfield::DELTA_ENERGY),
    term("entanglement", "", tree::ENTANGLEMENT),
    term("field of a spin", "h", hopfield::LOCAL_FIELD),
    term("fixed points (TAP)", "", train::FIXED_POINTS),
    term("free energy", "f", heat::WELLS),
    term("freezing line", "T_g", phases::GLASS_ENDS),
    term("frozen order", "q", phases::ORDER),
    term("gauge transformation", "s = ξσ", heat::GAUGE),
    term("Gibbs steps", "k", train::STEPS),
    term("Glauber dynamics", "", heat::GLAUBER),
    term("Hebb's rule", "", shared::RULE_HEBB),
    term("inverse temperature", "β", tree::GROWTH_HEATED),
    term("Kullback–Leibler divergence", "KL", train::KL),
    term("largest eigenvalue of the covariance", "Λ₁", train::RATE),
    term("learning rate", "η", train::RATE),
    term("likelihood", "", train::LIKELIHOOD),
    term("line where memories are lowest", "T_c", phases::GROUND_ENDS),
    term("line where retrieval ends", "T_M", phases::RETRIEVAL_ENDS),
    term("load", "α", hopfield::LOAD),
    term("memory", "ξ", hopfield::MEMORIES),
    term("merge distance", "d", tree::MERGE),
    term("Metropolis dynamics", "", heat::METROPOLIS),
    term("mixing", "", train::MIXING),
    term("mixture of memories", "", hopfield::MIXTURES),
    term("mode", "u", train::MODES),
    term("one-step error", "P", hopfield::ONE_STEP_ERROR),
    term("overlap of samples", "q", train::OVERLAP),
    term("overlap with a memory", "m", hopfield::OVERLAP),
    term("participation ratio", "", train::PARTICIPATION),
    term("partition function, its logarithm", "ln Z", train::LOG_Z),
    term("persistent contrastive divergence", "PCD", train::METHOD_PCD),
    term("phase diagram", "", phases::PLANE),
    term("projection rule", "", shared::RULE_PROJECTION),
    term("pseudo-log-likelihood", "", train::PSEUDO),
    term("purity", "", tree::SCORES),
    term("replica symmetry, where it ends", "T_R", phases::REPLICA),
    term("restricted Boltzmann machine", "RBM", train::RUN),
    term("singular value", "σ", train::VALUES_PLAIN),
    term("size of the network", "N", hopfield::SIZE),
    term("sparsity (L1)", "λ₁", train::L1),
    term("spin", "σ", hopfield::STATE),
    term("stability of a mixture", "", heat::STABILITY),
    term("stability of a spin", "σh, ξh", hopfield::STABILITY),
    term("Storkey's rule", "", shared::RULE_STORKEY),
    term("support of a split", "", tree::SUPPORT),
    term("TAP equations", "", tree::ORDER_SECOND),
    term("temperature", "T", heat::TEMPERATURE),
    term("tempering", "", heat::QUENCH),
    term("update", "", hopfield::UPDATE),
    term("verdict of a recall", "", hopfield::VERDICT),
    term("weight decay (L2)", "λ₂", train::L2),
    term("weights", "W", train::WEIGHTS),
    term("wells", "", heat::WELLS),
];
