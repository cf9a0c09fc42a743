//! `glassbox anneal`: many annealings without a window.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::common::{Choice, CliError, Common, one_of, temperature};
use crate::cli::network::{NetworkArgs, NetworkSummary, Setup, advice};
use crate::cli::progress::Work;
use crate::engine::core::session::Job;
use crate::engine::hopfield::ensemble::{EnsembleView, MOST_RUNS};
use crate::engine::hopfield::recall::Document;
use crate::engine::hopfield::relaxation::{Course, Relaxation, RelaxationConfig, Start};
use crate::engine::hopfield::temper::{Temper, TemperConfig};
use crate::io::standard;
use crate::io::text::{plain, quoted};
use crate::physics::annealing::{Schedule, ScheduleError};
use crate::physics::hopfield::tempering::MOST_RUNGS;
use crate::physics::hopfield::{Acceptance, Network, Tempering, UpdateOrder};

/// The largest file of points.
const MOST_BYTES: u64 = 1 << 20;

/// Stores patterns and cools many networks by a schedule.
#[derive(Args, Clone, Debug)]
pub struct AnnealArgs {
    #[command(flatten)]
    network: NetworkArgs,
    /// Temperature by sweep: linear:T0:T1:SWEEPS, geometric:T0:T1:SWEEPS or points:FILE with “sweep T” on each line (or
    /// “sweep beta”, under a first line of these names)
    #[arg(long, value_name = "SCHEDULE", value_parser = Cooling::read, required_unless_present = "temperature")]
    schedule: Option<Cooling>,
    /// One temperature throughout instead of a schedule; 0 is a quench
    #[arg(
        long, value_name = "T", allow_hyphen_values = true, value_parser = temperature, conflicts_with = "schedule"
    )]
    temperature: Option<f64>,
    /// The number of sweeps at that temperature
    #[arg(
        long, default_value_t = 100, value_name = "N", allow_negative_numbers = true, conflicts_with = "schedule",
        value_parser = clap::value_parser!(u64).range(1..=1_000_000)
    )]
    sweeps: u64,
    /// Number of runs
    #[arg(
        long, default_value_t = 100, value_name = "R", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u64).range(1..=MOST_RUNS)
    )]
    runs: u64,
    /// Start from random spins, or from the cue (stored patterns in turn unless --cue or --state is given);
    /// random unless one of these is given
    #[arg(long, value_enum)]
    start: Option<StartFrom>,
    /// How spins change at T > 0. All leave the Boltzmann distribution as it is where spins are updated one at a time;
    /// Glauber's rule with --update sync leaves that of its parallel dynamics
    #[arg(long, value_parser = one_of(&DYNAMICS), default_value = "glauber")]
    dynamics: Dynamics,
    /// Temperatures of tempering, by equal ratios from the lowest to the highest of the schedule
    #[arg(long, value_name = "K", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(2..=MOST_RUNGS as i64))]
    rungs: Option<u32>,
}

/// How spins change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dynamics {
    /// One replica, cooled by the schedule.
    Cooled(Acceptance),
    /// Replicas at fixed temperatures that exchange their places.
    Tempering,
}

impl Dynamics {
    fn name(self) -> &'static str {
        match self {
            Self::Cooled(acceptance) => acceptance.name(),
            Self::Tempering => "tempering",
        }
    }
}

/// Dynamics by their names here.
const DYNAMICS: [Choice<Dynamics>; 3] = [
    ("glauber", Dynamics::Cooled(Acceptance::Glauber), "A visited spin points up with probability 1/(1 + exp(-2h/T))"),
    (
        "metropolis",
        Dynamics::Cooled(Acceptance::Metropolis),
        "A visited spin is reversed with probability min(1, exp(-ΔE/T))",
    ),
    (
        "tempering",
        Dynamics::Tempering,
        "Replicas at --rungs temperatures of the schedule, in all as many sweeps; the coldest is quenched at the end",
    ),
];
/// Temperatures of tempering if none are asked for: as in the window.
const USUAL_RUNGS: u32 = 5;

/// What runs start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StartFrom {
    /// Fair random spins.
    Random,
    /// The cue.
    Cue,
}

/// Where the schedule is written.
#[derive(Clone, Debug, PartialEq)]
enum Cooling {
    Given(Schedule),
    Points(PathBuf),
}

impl Cooling {
    fn read(text: &str) -> Result<Self, String> {
        match text.strip_prefix("points:") {
            Some("") => Err("expected the name of a file after “points:”".to_owned()),
            Some(file) => Ok(Self::Points(PathBuf::from(file))),
            None => match Schedule::from_str(text) {
                Ok(schedule) => Ok(Self::Given(schedule)),
                Err(error @ ScheduleError::Form(_)) => Err(format!("{error}, or points:FILE")),
                Err(error) => Err(error.to_string()),
            },
        }
    }

    fn schedule(self) -> Result<Schedule, CliError> {
        match self {
            Self::Given(schedule) => Ok(schedule),
            Self::Points(file) => {
                let bytes = standard::read(&file, MOST_BYTES).map_err(CliError::failed)?;
                points(&String::from_utf8_lossy(&bytes), &file)
            }
        }
    }
}

/// Reads “sweep T” line by line, with spaces, tabs, commas or semicolons between; # begins a comment. A first line of
/// names may say that what follows the sweep is β = 1/T.
fn points(text: &str, file: &Path) -> Result<Schedule, CliError> {
    let mut points = Vec::new();
    let mut inverse = false;
    for (number, line) in text.lines().enumerate() {
        let content = line.split('#').next().unwrap_or_default();
        let fields: Vec<&str> = content
            .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
            .filter(|part| !part.is_empty())
            .collect();
        if fields.is_empty() {
            continue;
        }
        match (fields.as_slice(), parsed(&fields)) {
            (_, Some((sweep, value))) => points.push((sweep, if inverse { 1.0 / value } else { value })),
            ([first, second], None) if points.is_empty() && first.chars().all(char::is_alphabetic) => {
                inverse = matches!(second.to_lowercase().as_str(), "beta" | "β" | "betas" | "1/t");
            }
            _ => {
                return Err(CliError::failed(format!(
                    "{}, line {}: expected a sweep and a temperature, found {}",
                    plain(file),
                    number + 1,
                    quoted(line.trim())
                )));
            }
        }
    }
    Schedule::Piecewise(points).checked().map_err(|error| CliError::failed(format!("{}: {error}", plain(file))))
}

fn parsed(fields: &[&str]) -> Option<(f64, f64)> {
    match fields {
        [sweep, temperature] => Some((sweep.parse().ok()?, temperature.parse().ok()?)),
        _ => None,
    }
}

pub fn run(args: &AnnealArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let schedule = match args.schedule.clone() {
        Some(cooling) => cooling.schedule()?,
        None => Schedule::constant(args.temperature.unwrap_or(0.0), args.sweeps),
    };
    let Setup { document, .. } = args.network.setup(common)?;
    let network = document.network().map_err(CliError::failed)?;
    let network = network.ok_or_else(|| CliError::failed("there is no pattern to store"))?;
    let advice = advice(&network, common);
    let (view, work, ladder) = match args.dynamics {
        Dynamics::Cooled(acceptance) => {
            if args.rungs.is_some() {
                let sentence = "--rungs: expected --dynamics tempering, which has several temperatures at a time";
                return Err(CliError::Usage(sentence.to_owned()));
            }
            let from = if args.network.names_a_cue() { StartFrom::Cue } else { StartFrom::Random };
            let start = match args.start.unwrap_or(from) {
                StartFrom::Random => Start::Random,
                StartFrom::Cue => args.network.start(&document),
            };
            let (order, runs, seed) = (document.order, args.runs, document.seed);
            let course = Course::Scheduled(schedule.clone());
            let config = RelaxationConfig { network, order, acceptance, course, start, runs, seed };
            let (view, work) = finished(Relaxation::new(&config).map_err(CliError::failed)?);
            (view, work, None)
        }
        Dynamics::Tempering => {
            let config = tempering(args, network, &schedule, &document)?;
            let (view, work) = finished(Temper::new(&config).map_err(CliError::failed)?);
            (view, work, Some(Tempering::geometric_ladder(config.coldest, config.hottest, config.rungs)))
        }
    };
    let tally = Tally::of(&view);
    if common.json {
        let of_network = |per_spin: f64| per_spin * document.shape.cells() as f64;
        let answer = AnnealAnswer {
            network: NetworkSummary::of(&document),
            tally,
            energy_mean: view.mean_energy.map(of_network),
            energy_min: view.min_energy.map(of_network),
            energy_per_spin: view.mean_energy,
            sweeps: schedule.sweeps(),
            dynamics: args.dynamics.name(),
            ladder,
        };
        common.answer(out, &answer)?;
    } else {
        writeln!(out, "N = {}, p = {}, {}", document.shape.cells(), document.memories.len(), schedule)?;
        writeln!(out, "{} dynamics", args.dynamics.name())?;
        for (name, count) in tally.named() {
            writeln!(out, "{name:<10} {count:>8}")?;
        }
        if let (Some(mean), Some(lowest)) = (view.mean_energy, view.min_energy) {
            writeln!(out, "energy per spin {mean:.4} on average, {lowest:.4} at the lowest")?;
        }
        advice.map_or(Ok(()), |advice| writeln!(out, "{advice}"))?;
    }
    work.interrupted(|| format!("stopped after {} of {} runs; the result is of those", view.done, args.runs))
}

/// Runs to their end, or until Ctrl-C.
fn finished<J: Job<View = EnsembleView>>(mut job: J) -> (EnsembleView, Work) {
    let work = Work::begin("sweeps", job.progress().map_or(0, |progress| progress.total));
    work.run(&mut job, |job| job.progress().map_or(0, |progress| progress.done));
    (job.view(), work)
}

/// Tempering between the lowest and the highest temperature of a schedule, at the cost of an annealing by it.
fn tempering(
    args: &AnnealArgs,
    network: Arc<Network>,
    schedule: &Schedule,
    document: &Document,
) -> Result<TemperConfig, CliError> {
    if args.start == Some(StartFrom::Cue) || args.network.names_a_cue() {
        return Err(CliError::Usage(
            "--dynamics tempering: each replica starts from random spins, not a cue".to_owned(),
        ));
    }
    if document.order != UpdateOrder::RandomAsynchronous {
        let name = document.order.name();
        let sentence =
            format!("--dynamics tempering: expected --update async, found {name}: spins are visited in random order");
        return Err(CliError::Usage(sentence));
    }
    let temperatures = || (0..schedule.sweeps()).map(|sweep| schedule.temperature(sweep as f64));
    let (coldest, hottest) = (temperatures().fold(f64::INFINITY, f64::min), temperatures().fold(0.0, f64::max));
    if coldest <= 0.0 || hottest <= coldest {
        return Err(CliError::Usage(format!(
            "--dynamics tempering: expected a schedule between two temperatures above 0, found {coldest} to {hottest}"
        )));
    }
    let rungs = args.rungs.unwrap_or(USUAL_RUNGS) as usize;
    let rounds = schedule.sweeps().div_ceil(rungs as u64);
    let (acceptance, runs, seed) = (Acceptance::Glauber, args.runs, document.seed);
    Ok(TemperConfig { network, acceptance, coldest, hottest, rungs, rounds, sweeps: 1, runs, seed })
}

/// The answer about all runs.
#[derive(Serialize)]
struct AnnealAnswer {
    #[serde(flatten)]
    network: NetworkSummary,
    #[serde(flatten)]
    tally: Tally,
    energy_mean: Option<f64>,
    energy_min: Option<f64>,
    /// The mean.
    energy_per_spin: Option<f64>,
    sweeps: u64,
    dynamics: &'static str,
    /// The temperatures of tempering.
    ladder: Option<Vec<f64>>,
}

/// How many runs ended in what.
#[derive(Serialize)]
struct Tally {
    runs: u64,
    pure: u64,
    mixture3: u64,
    mixture5: u64,
    other: u64,
}

impl Tally {
    fn of(view: &EnsembleView) -> Self {
        let (runs, pure, mixture3, mixture5) = (view.done, view.pure(), view.mixtures(3), view.mixtures(5));
        Self { runs, pure, mixture3, mixture5, other: runs - pure - mixture3 - mixture5 }
    }

    fn named(&self) -> [(&'static str, u64); 5] {
        let Self { runs, pure, mixture3, mixture5, other } = *self;
        [("runs", runs), ("pure", pure), ("mixture3", mixture3), ("mixture5", mixture5), ("other", other)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_come_in_the_usual_forms() {
        let file = Path::new("cool.csv");
        let wanted = Schedule::Piecewise(vec![(0.0, 1.0), (10.0, 0.5)]);
        for text in ["0 1\n10 0.5\n", "sweep,T\n0,1\n10,.5", "# slow\n10; 0.5 # late\n\n0;1"] {
            assert_eq!(points(text, file).unwrap(), wanted, "{text}");
        }
        // β = 1 and 2 are T = 1 and 1/2.
        assert_eq!(points("sweep,beta\n0,1\n10,2\n", file).unwrap(), wanted);
        assert!(points("sweep,beta\n0,0\n10,2\n", file).is_err());
        let refusal = |text| points(text, file).unwrap_err().to_string();
        assert_eq!(refusal("0 1\n5"), "cool.csv, line 2: expected a sweep and a temperature, found “5”");
        assert_eq!(refusal("# none"), "cool.csv: the schedule has no point; one is enough, for a constant temperature");
        assert!(refusal("0 NaN").contains("NaN") && refusal("0 1\nsweep T").contains("line 2"));
    }

    #[test]
    fn forms_of_schedules_are_told_apart() {
        assert_eq!(Cooling::read("points:a:b.txt"), Ok(Cooling::Points(PathBuf::from("a:b.txt"))));
        assert_eq!(Cooling::read("linear:0:0:9"), Ok(Cooling::Given(Schedule::constant(0.0, 9))));
        assert!(Cooling::read("points:").unwrap_err().contains("file"));
        assert!(Cooling::read("slowly").unwrap_err().ends_with("or points:FILE"));
        assert!(Cooling::read("linear:-1:0:9").unwrap_err().ends_with("zero or more"));
    }
}
