//! What the theory panels of the Heat lab show: one text each, in `assets/help/heat`.

/// The text of that name.
macro_rules! text {
    ($name:literal) => {
        include_str!(concat!("../../../../assets/help/heat/", $name, ".md"))
    };
}

/// The free energy of one and of two overlaps.
pub const WELLS: &str = text!("wells");
/// One memory: the double well.
pub const ONE_MEMORY: &str = text!("one-memory");
/// Two memories: the landscape.
pub const TWO_MEMORIES: &str = text!("two-memories");
/// Mixtures of memories and how they melt.
pub const MIXTURES: &str = text!("mixtures");
/// The start in a mixture.
pub const START_MIXTURE: &str = text!("start-mixture");
/// Patterns without chance overlaps.
pub const BALANCED: &str = text!("balanced");
/// The smallest eigenvalue of the Hessian.
pub const STABILITY: &str = text!("stability");
/// The ladder of free energies.
pub const LADDER: &str = text!("ladder");
/// The gauge transformation.
pub const GAUGE: &str = text!("gauge");

/// All texts by name, for tests.
pub const ALL: &[(&str, &str)] = &[
    ("wells", WELLS),
    ("one-memory", ONE_MEMORY),
    ("two-memories", TWO_MEMORIES),
    ("mixtures", MIXTURES),
    ("start-mixture", START_MIXTURE),
    ("balanced", BALANCED),
    ("stability", STABILITY),
    ("ladder", LADDER),
    ("gauge", GAUGE),
];
