//! What is to be measured over which cells: the person's choice, and the sweep that it stands for.

use crate::engine::hopfield::retrieval_curve::Along;
use crate::engine::hopfield::sweep::{SweepCell, SweepConfig, SweepPoint};
use crate::physics::hopfield::{Interaction, LearningRule};
use crate::physics::seed::Seed;
use crate::physics::theory::dense_capacity;

/// Cells along each side of the plane.
const CELLS: usize = 20;
/// The highest temperature that is measured; the lowest is a twentieth of it.
const HOTTEST: f64 = 1.0;
/// Loads of a dense memory go so many times beyond the number of memories of which hardly a bit is unstable, …
const BEYOND: f64 = 3.0;
/// … up to so many memories.
const MOST_MEMORIES: f64 = 20_000.0;

/// Runs in each cell of a dense rule, whose networks have many memories.
const DENSE_RUNS: u64 = 20;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum What {
    /// The overlap that is left of a memory, over load and temperature.
    #[default]
    Phase,
    /// The fraction of memories that stay, over the load.
    Capacity,
    /// The fraction of memories that are recalled, over load and flipped fraction.
    Basin,
}

/// Which part of the (α, T) plane is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Over {
    #[default]
    Grid,
    /// All loads at one temperature.
    Row,
    /// All temperatures at one load.
    Column,
}

/// A sweep as it was asked for. The same request is the same measurement.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Request {
    pub what: What,
    /// How memories are stored.
    #[serde(default)]
    pub rule: LearningRule,
    /// Over which part of the plane; a capacity and a basin have their own.
    pub over: Over,
    /// The temperature of a row, the load of a column; 0 for others.
    pub fixed: f64,
    /// How far the plane reaches.
    pub largest_load: f64,
    pub size: usize,
    pub runs: u64,
    pub sweeps: u64,
    /// Where patterns, starts and noise come from.
    pub seed: Seed,
}

/// Sizes, runs and sweeps as they can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    pub what: What,
    /// How memories are stored.
    #[serde(default)]
    pub rule: LearningRule,
    /// Over which part of the plane; the plane itself is that of Hebb's rule.
    pub over: Over,
    pub size: usize,
    pub runs: u64,
    pub sweeps: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self::preset(What::default())
    }
}

impl Settings {
    /// What suits the measurement: some seconds.
    pub const fn preset(what: What) -> Self {
        let (size, runs) = match what {
            What::Phase => (500, 5),
            What::Capacity => (500, 50),
            What::Basin => (500, 20),
        };
        Self { what, rule: LearningRule::Hebb, over: Over::Grid, size, runs, sweeps: SweepConfig::USUAL_SWEEPS }
    }

    /// The same by another rule, with a size at which a dense memory keeps some hundreds or thousands of memories.
    #[must_use]
    pub fn with_rule(self, rule: LearningRule) -> Self {
        let usual = Self::preset(self.what);
        match rule.interaction() {
            None => Self { rule, size: usual.size, runs: usual.runs, ..self },
            Some(interaction) => {
                let size = match interaction {
                    Interaction::Exponential => 24,
                    _ if interaction.degree().is_some_and(|degree| degree > 3) => 50,
                    _ => 100,
                };
                // The plane is that of Hebb's rule.
                let over = if self.over == Over::Grid { Over::Row } else { self.over };
                Self { rule, over, size, runs: DENSE_RUNS, ..self }
            }
        }
    }

    /// The load nearest to this one that networks of this size can have.
    pub fn load(self, alpha: f64) -> f64 {
        SweepPoint { size: self.size, alpha, temperature: 0.0, flip: 0.0 }.load()
    }

    /// The request of these settings, with the puck at (`load`, `temperature`): rows and columns go through it.
    pub fn request(self, (load, temperature): (f64, f64), largest_load: f64, seed: Seed) -> Request {
        let Self { what, rule, over, size, runs, sweeps } = self;
        let over = if what == What::Phase { over } else { Over::Grid };
        let fixed = match over {
            Over::Grid => 0.0,
            Over::Row => temperature,
            Over::Column => self.load(load),
        };
        Request { what, rule, over, fixed, largest_load, size, runs, sweeps, seed }
    }
}

/// `count` numbers in equal steps, the last one `last`: the first is a step above 0.
fn steps(last: f64, count: usize) -> Vec<f64> {
    (1..=count).map(|k| rounded(last * k as f64 / count as f64)).collect()
}

/// Rounded to what a person writes: 0.2 and not 0.19999999999999998.
fn rounded(value: f64) -> f64 {
    (value * 1e12).round() / 1e12
}

impl Request {
    /// The same with the first seed, from its own on, with which it is not known yet.
    #[must_use]
    pub fn first_new_seed(self, known: impl Fn(&Self) -> bool) -> Self {
        let with = |seed: u64| Self { seed: Seed(seed), ..self };
        let mut seed = self.seed.0;
        while known(&with(seed)) {
            seed = seed.wrapping_add(1);
        }
        with(seed)
    }

    /// The load up to which hardly a bit of a dense memory is unstable; `None` for Hebb's rule.
    pub fn capacity(&self) -> Option<f64> {
        let n = self.size as u64;
        let memories = match self.rule.interaction()? {
            Interaction::Polynomial(degree) => dense_capacity::error_free(degree, n)?,
            Interaction::Rectified(degree) => 2.0 * dense_capacity::error_free(degree, n)?,
            Interaction::Exponential => (dense_capacity::exponential_guarantee(0.0)? * n as f64).exp(),
        };
        Some(memories / n as f64)
    }

    /// The loads of the cells.
    pub fn loads(&self) -> Vec<f64> {
        if let Some(capacity) = self.capacity().filter(|_| self.over != Over::Column) {
            let most = MOST_MEMORIES / self.size as f64;
            return steps((BEYOND * capacity).min(most), CELLS);
        }
        match self.what {
            What::Phase if self.over == Over::Column => vec![self.fixed],
            What::Phase => steps(self.largest_load, CELLS),
            What::Capacity => (5..=25).map(|k| rounded(f64::from(k) * 0.01)).collect(),
            What::Basin => steps(0.15, 15),
        }
    }

    /// The other axis: temperatures, or for a basin fractions of flipped spins; the one temperature 0 of a capacity.
    pub fn others(&self) -> Vec<f64> {
        match self.what {
            What::Phase if self.over == Over::Row => vec![self.fixed],
            What::Phase => steps(HOTTEST, CELLS),
            What::Capacity => vec![0.0],
            What::Basin => std::iter::once(0.0).chain(steps(0.5, 10)).collect(),
        }
    }

    /// The temperature among those of its cells that is nearest to this one.
    pub fn temperature_nearest(&self, temperature: f64) -> f64 {
        let all = self.others().into_iter();
        all.min_by(|a, b| (a - temperature).abs().total_cmp(&(b - temperature).abs())).unwrap_or(temperature)
    }

    /// The sweep, load by load and for each load along the other axis.
    pub fn config(&self) -> SweepConfig {
        let (loads, others, runs, seed) = (self.loads(), self.others(), self.runs, self.seed);
        let config = match self.what {
            What::Phase => SweepConfig::phase(self.size, &loads, &others, runs, seed),
            What::Capacity => SweepConfig::capacity(&[self.size], &loads, runs, seed),
            What::Basin => SweepConfig::basin(self.size, &loads, &others, runs, seed),
        };
        SweepConfig { rule: self.rule, sweeps: self.sweeps, ..config }
    }

    /// The line of the plane that it measures, as theory of Hebb's rule is asked for it: one memory alone meets no noise.
    pub fn line(&self) -> Option<Along> {
        if self.rule != LearningRule::Hebb {
            return None;
        }
        match (self.what, self.over) {
            (What::Phase, Over::Row) => Some(Along::Load { temperature: self.fixed }),
            (What::Phase, Over::Column) => {
                let alone = self.fixed * (self.size as f64) < 1.5;
                Some(Along::Temperature { load: if alone { 0.0 } else { self.fixed } })
            }
            _ => None,
        }
    }

    /// Whether its cells are a picture and not a curve.
    pub fn is_grid(&self) -> bool {
        self.what == What::Basin || (self.what == What::Phase && self.over == Over::Grid)
    }

    /// The place of a cell along a curve: the load, or in a column the temperature.
    pub fn along(&self, cell: &SweepCell) -> f64 {
        if self.over == Over::Column { cell.point.temperature } else { cell.point.load() }
    }

    /// A name for the file that it is saved as.
    pub fn file_name(&self) -> String {
        let what = match (self.what, self.over) {
            (What::Phase, Over::Grid) => "phase",
            (What::Phase, Over::Row) => "phase-row",
            (What::Phase, Over::Column) => "phase-column",
            (What::Capacity, _) => "capacity",
            (What::Basin, _) => "basin",
        };
        let rule = match self.rule {
            LearningRule::Hebb => String::new(),
            rule => format!("-{}", rule.name().replace(':', "-")),
        };
        format!("{what}{rule}-{}.csv", self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: (f64, f64) = (0.05, 0.4);

    #[test]
    fn what_is_known_is_measured_again_with_the_next_seed() {
        let request = Settings::preset(What::Capacity).request((0.05, 0.4), 0.2, Seed(3));
        let known = |request: &Request| request.seed.0 < 5;
        assert_eq!(request.first_new_seed(known), Request { seed: Seed(5), ..request });
        assert_eq!(request.first_new_seed(|_| false), request);
    }

    #[test]
    fn requests_are_the_sweeps_of_their_cells() {
        let grid = Settings::preset(What::Phase).request(AT, 0.2, Seed(3));
        assert_eq!(
            (grid.config().points.len(), grid.size, grid.runs, grid.sweeps, grid.fixed),
            (400, 500, 5, 100, 0.0)
        );
        assert_eq!((grid.loads()[0], grid.loads()[19], grid.others()[0], grid.others()[19]), (0.01, 0.2, 0.05, 1.0));
        assert_eq!(grid.loads()[6], 0.07, "as a person writes it");
        let row = Settings { over: Over::Row, ..Settings::preset(What::Phase) }.request(AT, 0.3, Seed(3));
        assert!(row.config().points.iter().all(|point| point.temperature == 0.4));
        assert_eq!((row.config().points.len(), row.loads()[19]), (20, 0.3));
        let column = Settings { over: Over::Column, ..Settings::preset(What::Phase) }.request(AT, 0.2, Seed(3));
        assert!(column.config().points.iter().all(|point| point.alpha == 0.05));
        assert_eq!(column.config().points.len(), 20);
        assert_eq!([0.0, 0.36, 7.0].map(|temperature| grid.temperature_nearest(temperature)), [0.05, 0.35, 1.0]);
        assert!(grid.is_grid() && !row.is_grid() && !column.is_grid());
    }

    #[test]
    fn a_column_is_measured_at_the_load_that_theory_is_asked_for() {
        let column = |size: usize, load: f64| {
            let settings = Settings { over: Over::Column, size, ..Settings::preset(What::Phase) };
            settings.request((load, 0.4), 0.2, Seed(3))
        };
        // One pattern of 300 or 61 of 1000 as the puck; networks of 100 to 2000 spins have the nearest.
        for (size, load, wanted, theory) in [
            (100, 0.061, 0.06, 0.06),
            (500, 0.061, 0.062, 0.062),
            (2000, 0.061, 0.061, 0.061),
            (100, 0.001, 0.01, 0.0),
            (500, 1.0 / 300.0, 0.004, 0.004),
            (200, 1.0 / 300.0, 0.005, 0.0),
        ] {
            let request = column(size, load);
            assert_eq!(request.fixed, wanted, "{load} of {size}");
            assert!(request.config().points.iter().all(|point| point.load() == wanted), "{load} of {size}");
            assert_eq!(request.line(), Some(Along::Temperature { load: theory }), "{load} of {size}");
        }
        // Two pucks that are measured alike are one measurement.
        assert_eq!(column(100, 0.061), column(100, 0.058));
        let row = Settings { over: Over::Row, ..Settings::preset(What::Phase) }.request((0.061, 0.4), 0.2, Seed(3));
        assert_eq!((row.fixed, row.line()), (0.4, Some(Along::Load { temperature: 0.4 })));
        assert_eq!(Settings::preset(What::Phase).request(AT, 0.2, Seed(3)).line(), None);
    }

    #[test]
    fn capacities_and_basins_have_their_own_axes() {
        // The part of the plane that was chosen before means nothing to them.
        let capacity = Settings { over: Over::Row, ..Settings::preset(What::Capacity) }.request(AT, 0.2, Seed(3));
        assert_eq!((capacity.over, capacity.fixed, capacity.config().points.len()), (Over::Grid, 0.0, 21));
        assert!(!capacity.is_grid());
        let basin = Settings::preset(What::Basin).request(AT, 0.2, Seed(3));
        assert_eq!(basin.config().points.len(), 15 * 11);
        assert_eq!((basin.others()[0], basin.others()[10], basin.is_grid()), (0.0, 0.5, true));
        assert_eq!(basin.file_name(), "basin-500.csv");
    }

    #[test]
    fn what_is_measured_can_be_stopped_at_once() {
        for what in [What::Phase, What::Capacity, What::Basin] {
            assert!(Settings::preset(what).request(AT, 0.3, Seed(3)).config().stops_promptly());
        }
    }

    #[test]
    fn dense_rules_have_loads_of_their_own_and_no_theory_of_pairs() {
        let rule = |name: &str| name.parse::<LearningRule>().unwrap();
        for (name, size, capacity) in
            [("dense:3", 100, 361), ("dense-rectified:3", 100, 723), ("exponential", 24, 4096)]
        {
            let settings = Settings::preset(What::Capacity).with_rule(rule(name));
            let request = settings.request(AT, 0.2, Seed(3));
            assert_eq!((request.size, request.rule), (size, rule(name)));
            assert_eq!((request.capacity().unwrap() * size as f64 + 1e-6) as usize, capacity, "{name}");
            let config = request.config();
            assert_eq!((config.rule, config.points.len(), request.line()), (rule(name), 20, None));
            assert!((3 * capacity..=3 * (capacity + 1)).contains(&config.points[19].patterns()), "{name}");
            assert!(config.stops_promptly());
        }
        let row = Settings::preset(What::Phase).with_rule(rule("dense:3"));
        assert_eq!(row.over, Over::Row, "the plane is that of Hebb's rule");
        assert_eq!(row.request(AT, 0.2, Seed(3)).file_name(), "phase-row-dense-3-100.csv");
        let large = Settings { size: 2000, ..Settings::preset(What::Basin).with_rule(rule("dense:4")) };
        assert_eq!(large.request(AT, 0.2, Seed(3)).loads()[19], 10.0, "twenty thousand memories");
        assert_eq!(row.with_rule(LearningRule::Hebb).size, 500);
        let old = serde_json::json!({ "what": "Capacity", "over": "Grid", "fixed": 0.0, "largest_load": 0.2, "size": 500,
            "runs": 50, "sweeps": 100, "seed": Seed(3) });
        let hebb = Settings::preset(What::Capacity).request(AT, 0.2, Seed(3));
        assert_eq!(serde_json::from_value::<Request>(old).unwrap(), hebb);
    }
}
