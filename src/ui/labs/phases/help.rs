//! What controls and quantities of the Phases lab are: one text each, in `assets/help/phases`.

/// The text of that name.
macro_rules! text {
    ($name:literal) => {
        include_str!(concat!("../../../../assets/help/phases/", $name, ".md"))
    };
}

/// The plane and its regions.
pub const PLANE: &str = text!("plane");
/// The network and what it measures.
pub const PLACE: &str = text!("place");
/// The number of spins.
pub const SIZE: &str = text!("size");
/// Memories and the load.
pub const LOAD: &str = text!("load");
/// The temperature.
pub const TEMPERATURE: &str = text!("temperature");
/// T_M.
pub const RETRIEVAL_ENDS: &str = text!("retrieval-ends");
/// T_c.
pub const GROUND_ENDS: &str = text!("ground-ends");
/// T_g.
pub const GLASS_ENDS: &str = text!("glass-ends");
/// T_R.
pub const REPLICA: &str = text!("replica");
/// α_c.
pub const CAPACITY: &str = text!("capacity");
/// α_1.
pub const GROUND_LOAD: &str = text!("ground-load");
/// The critical temperature of one memory.
pub const ONE_MEMORY: &str = text!("one-memory");
/// Start on the memory.
pub const START_MEMORY: &str = text!("start-memory");
/// Go on where it is.
pub const START_GO_ON: &str = text!("start-go-on");
/// Start on random spins.
pub const START_RANDOM: &str = text!("start-random");
/// Theory's overlap.
pub const THEORY: &str = text!("theory");
/// q.
pub const ORDER: &str = text!("order");
/// The measured overlap.
pub const MEASURED: &str = text!("measured");
/// The autocorrelation time.
pub const AUTOCORRELATION: &str = text!("autocorrelation");
/// The chart of the overlap.
pub const OVERLAP: &str = text!("overlap");
/// The network's picture.
pub const NETWORK: &str = text!("network");

/// The sweep.
pub const SWEEP: &str = text!("sweep");
/// The overlap over the plane.
pub const SWEEP_PHASE: &str = text!("sweep-phase");
/// The share of memories that stay.
pub const SWEEP_CAPACITY: &str = text!("sweep-capacity");
/// Basins of attraction.
pub const SWEEP_BASIN: &str = text!("sweep-basin");
/// Runs in each cell.
pub const SWEEP_RUNS: &str = text!("sweep-runs");
/// Sweeps of a run.
pub const SWEEP_SWEEPS: &str = text!("sweep-sweeps");
/// Several sizes beside one another.
pub const SIZES: &str = text!("sizes");
/// Capacities of learning rules.
pub const RULES: &str = text!("rules");
/// The crosstalk table.
pub const CROSSTALK: &str = text!("crosstalk");
/// The exact error of the first step.
pub const CROSSTALK_EXACT: &str = text!("crosstalk-exact");
/// The measured error of the first step.
pub const CROSSTALK_MEASURED: &str = text!("crosstalk-measured");

/// All texts by name, for tests.
pub const ALL: &[(&str, &str)] = &[
    ("plane", PLANE),
    ("place", PLACE),
    ("size", SIZE),
    ("load", LOAD),
    ("temperature", TEMPERATURE),
    ("retrieval-ends", RETRIEVAL_ENDS),
    ("ground-ends", GROUND_ENDS),
    ("glass-ends", GLASS_ENDS),
    ("replica", REPLICA),
    ("capacity", CAPACITY),
    ("ground-load", GROUND_LOAD),
    ("one-memory", ONE_MEMORY),
    ("start-memory", START_MEMORY),
    ("start-go-on", START_GO_ON),
    ("start-random", START_RANDOM),
    ("theory", THEORY),
    ("order", ORDER),
    ("measured", MEASURED),
    ("autocorrelation", AUTOCORRELATION),
    ("overlap", OVERLAP),
    ("network", NETWORK),
    ("sweep", SWEEP),
    ("sweep-phase", SWEEP_PHASE),
    ("sweep-capacity", SWEEP_CAPACITY),
    ("sweep-basin", SWEEP_BASIN),
    ("sweep-runs", SWEEP_RUNS),
    ("sweep-sweeps", SWEEP_SWEEPS),
    ("sizes", SIZES),
    ("rules", RULES),
    ("crosstalk", CROSSTALK),
    ("crosstalk-exact", CROSSTALK_EXACT),
    ("crosstalk-measured", CROSSTALK_MEASURED),
];
