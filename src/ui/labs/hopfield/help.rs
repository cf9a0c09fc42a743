//! What controls and quantities of a network are: one text each, in `assets/help/network`.
//!
//! Formulas are the corrected ones; where the lecture prints another, the text says so.

/// The text of that name.
macro_rules! text {
    ($name:literal) => {
        include_str!(concat!("../../../../assets/help/hopfield/", $name, ".md"))
    };
}

/// Hebb's rule.
pub const RULE_HEBB: &str = text!("rule-hebb");
/// The projection rule.
pub const RULE_PROJECTION: &str = text!("rule-projection");
/// Storkey's rule.
pub const RULE_STORKEY: &str = text!("rule-storkey");
/// One spin at a time, random order.
pub const ORDER_RANDOM: &str = text!("order-random");
/// One spin at a time, row by row.
pub const ORDER_FIXED: &str = text!("order-fixed");
/// All spins at once.
pub const ORDER_SYNCHRONOUS: &str = text!("order-synchronous");
/// The number of spins.
pub const SIZE: &str = text!("size");
/// The load α and the capacity.
pub const LOAD: &str = text!("load");
/// The error of one step.
pub const ONE_STEP_ERROR: &str = text!("one-step-error");
/// The largest overlap of two memories.
pub const LARGEST_OVERLAP: &str = text!("largest-overlap");
/// The energy.
pub const ENERGY: &str = text!("energy");
/// The change of the energy by a flip.
pub const DELTA_ENERGY: &str = text!("delta-energy");
/// The overlap with a memory.
pub const OVERLAP: &str = text!("overlap");
/// The spins.
pub const STATE: &str = text!("state");
/// The local field.
pub const LOCAL_FIELD: &str = text!("local-field");
/// The stability of a spin.
pub const STABILITY: &str = text!("stability");
/// The difference to a memory.
pub const DIFFERENCE: &str = text!("difference");
/// The time since the last flip.
pub const AGE: &str = text!("age");
/// The levels of mixtures.
pub const MIXTURES: &str = text!("mixtures");
/// The crosstalk.
pub const CROSSTALK: &str = text!("crosstalk");
/// Corruption: flip.
pub const CORRUPT_FLIP: &str = text!("corrupt-flip");
/// Corruption: blank.
pub const CORRUPT_BLANK: &str = text!("corrupt-blank");
/// Corruption: block.
pub const CORRUPT_BLOCK: &str = text!("corrupt-block");
/// Corruption: half.
pub const CORRUPT_HALF: &str = text!("corrupt-half");
/// Corruption: shift.
pub const CORRUPT_SHIFT: &str = text!("corrupt-shift");
/// Corruption: blend.
pub const CORRUPT_BLEND: &str = text!("corrupt-blend");
/// Many runs.
pub const MANY_RUNS: &str = text!("many-runs");
/// The path between memories.
pub const PATH: &str = text!("path");
/// The couplings.
pub const COUPLINGS: &str = text!("couplings");
/// The shelf.
pub const MEMORIES: &str = text!("memories");
/// Whether a memory is stored.
pub const STORED: &str = text!("stored");
/// Storing the state.
pub const STORE_STATE: &str = text!("store-state");
/// One update.
pub const UPDATE: &str = text!("update");
/// Which spin is visited.
pub const UPDATE_PICK: &str = text!("update-pick");
/// Spin against field.
pub const UPDATE_COMPARE: &str = text!("update-compare");
/// Flip or keep.
pub const UPDATE_DECIDE: &str = text!("update-decide");
/// How chance decides at T > 0.
pub const UPDATE_CHANCE: &str = text!("update-chance");

/// The energy and the levels beside its curve.
pub const ENERGY_AND_LEVELS: &str = concat!(text!("energy"), "\n", text!("mixtures"));

/// Every text with its name.
pub const ALL: [(&str, &str); 37] = [
    ("rule-hebb", RULE_HEBB),
    ("rule-projection", RULE_PROJECTION),
    ("rule-storkey", RULE_STORKEY),
    ("order-random", ORDER_RANDOM),
    ("order-fixed", ORDER_FIXED),
    ("order-synchronous", ORDER_SYNCHRONOUS),
    ("size", SIZE),
    ("load", LOAD),
    ("one-step-error", ONE_STEP_ERROR),
    ("largest-overlap", LARGEST_OVERLAP),
    ("energy", ENERGY),
    ("delta-energy", DELTA_ENERGY),
    ("overlap", OVERLAP),
    ("state", STATE),
    ("local-field", LOCAL_FIELD),
    ("stability", STABILITY),
    ("difference", DIFFERENCE),
    ("age", AGE),
    ("mixtures", MIXTURES),
    ("crosstalk", CROSSTALK),
    ("corrupt-flip", CORRUPT_FLIP),
    ("corrupt-blank", CORRUPT_BLANK),
    ("corrupt-block", CORRUPT_BLOCK),
    ("corrupt-half", CORRUPT_HALF),
    ("corrupt-shift", CORRUPT_SHIFT),
    ("corrupt-blend", CORRUPT_BLEND),
    ("many-runs", MANY_RUNS),
    ("path", PATH),
    ("couplings", COUPLINGS),
    ("memories", MEMORIES),
    ("stored", STORED),
    ("store-state", STORE_STATE),
    ("update", UPDATE),
    ("update-pick", UPDATE_PICK),
    ("update-compare", UPDATE_COMPARE),
    ("update-decide", UPDATE_DECIDE),
    ("update-chance", UPDATE_CHANCE),
];
