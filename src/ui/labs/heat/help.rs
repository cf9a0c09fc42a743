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
/// The temperature.
pub const TEMPERATURE: &str = text!("temperature");
/// One step of the heater.
pub const HEATER: &str = text!("heater");
/// T_c.
pub const CRITICAL_TEMPERATURE: &str = text!("critical-temperature");
/// T_3, T_5, T_7.
pub const MIXTURE_TEMPERATURES: &str = text!("mixture-temperatures");
/// m(T) of few memories.
pub const MAGNETISATION: &str = text!("magnetisation");
/// Glauber's rule.
pub const GLAUBER: &str = text!("glauber");
/// The rule of Metropolis.
pub const METROPOLIS: &str = text!("metropolis");
/// The schedule.
pub const SCHEDULE: &str = text!("schedule");
/// Equal steps.
pub const LINEAR: &str = text!("linear");
/// Equal ratios.
pub const GEOMETRIC: &str = text!("geometric");
/// Points drawn by hand.
pub const DRAWN: &str = text!("drawn");
/// Quench against annealing.
pub const QUENCH: &str = text!("quench");

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
    ("temperature", TEMPERATURE),
    ("heater", HEATER),
    ("critical-temperature", CRITICAL_TEMPERATURE),
    ("mixture-temperatures", MIXTURE_TEMPERATURES),
    ("magnetisation", MAGNETISATION),
    ("glauber", GLAUBER),
    ("metropolis", METROPOLIS),
    ("schedule", SCHEDULE),
    ("linear", LINEAR),
    ("geometric", GEOMETRIC),
    ("drawn", DRAWN),
    ("quench", QUENCH),
];
