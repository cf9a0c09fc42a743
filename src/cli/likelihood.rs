//! `glassbox likelihood`: ln Z and the likelihood of data, exactly, by annealed chains, or along the training.

use std::io::Write;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::common::{CliError, Common, check_memory};
use crate::cli::progress::Work;
use crate::cli::run_file::{DataOption, RunSelection};
use crate::engine::rbm::likelihood::UNEVEN_WEIGHTS;
use crate::io::rbm_archive::{self, UpdateChoice};
use crate::io::text::grouped;
use crate::physics::rbm::along_training::AlongTraining;
use crate::physics::rbm::importance::{AnnealedImportance, LogPartition};
use crate::physics::rbm::likelihood::mean_log_likelihood;
use crate::physics::rbm::reweighting::{IDENTITY, sequence_weights};
use crate::physics::rbm::{Chains, Checkpoint, Configurations, Rbm, Trajectory, exact};
use crate::physics::seed::Seed;

/// The partition function of a machine and the likelihood of data under it.
#[derive(Args, Clone, Debug)]
pub struct LikelihoodArgs {
    #[command(flatten)]
    run: RunSelection,
    #[command(flatten)]
    data: DataOption,
    /// How ln Z is found; exact where the smaller layer has at most 2^20 states, else ais, unless given
    #[arg(long, value_enum)]
    method: Option<Method>,
    /// Chains of the annealing
    #[arg(long, value_name = "N", default_value_t = 500, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    ais_chains: u32,
    /// Temperatures of the annealing; for trajectory Gibbs steps from one checkpoint to the next (usually 20)
    #[arg(long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    ais_steps: Option<u32>,
}

/// How ln Z is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// By enumerating the smaller layer.
    Exact,
    /// By annealed importance sampling of each checkpoint.
    Ais,
    /// By chains that follow the training from checkpoint to checkpoint.
    Trajectory,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Ais => "ais",
            Self::Trajectory => "trajectory",
        }
    }
}

/// What was found for one checkpoint.
#[derive(Serialize)]
struct Found {
    update: u64,
    log_z: f64,
    #[serde(rename = "log_z_stderr")]
    standard_error: f64,
    /// `None` where ln Z is exact.
    effective_sample_size: Option<f64>,
    /// Whether the error can be believed.
    #[serde(rename = "log_z_stderr_reliable")]
    reliable: bool,
    log_likelihood: Option<f64>,
}

/// What `--json` prints: the last checkpoint, and all of them.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    last: Option<&'a Found>,
    method: &'static str,
    /// Whether rows count by the weights of the training.
    weighted: bool,
    updates: Vec<u64>,
    checkpoints: &'a [Found],
}

pub fn run(args: &LikelihoodArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let archive = args.run.read(common)?;
    let wanted = &archive.trajectory.checkpoints;
    let Some(last) = wanted.last() else { return Ok(()) };
    let data = args.data.open(&last.rbm, common)?;
    // As the training did.
    let reweighted = archive.own.as_ref().and_then(|own| own.data.as_ref()).is_some_and(|data| data.reweighted);
    let weights = data.as_ref().filter(|_| reweighted).map(|data| sequence_weights(&data.values, IDENTITY));
    let rows = data.as_ref().map(|data| Rows { values: &data.values, weights: weights.as_deref() });
    let usual = if exact::is_possible(&last.rbm) { Method::Exact } else { Method::Ais };
    let method = args.method.unwrap_or(usual);
    if method != Method::Exact {
        let needed = Chains::memory(args.ais_chains as usize, last.rbm.sites(), last.rbm.hidden_units());
        check_memory("Annealing so many chains", needed.map_err(CliError::failed)?)?;
    }
    let (found, work) = match method {
        Method::Exact => enumerated(wanted, rows)?,
        Method::Ais => annealed(wanted, args, rows, common.seed()),
        Method::Trajectory => {
            // Of a large archive not all are read; those that are asked for always are.
            let trajectory = with_wanted(rbm_archive::read_some(&args.run.run, UpdateChoice::All)?.trajectory, wanted);
            along(&trajectory, wanted, args, rows, common.seed())
        }
    };
    for note in uneven(&found) {
        common.add_note(&args.run.run.to_string_lossy(), &note);
    }
    report(method, &found, weights.is_some(), common, out)?;
    let (done, total) = (found.len(), wanted.len());
    if let Some(missed) = wanted.iter().find(|one| found.iter().all(|found| found.update != one.update))
        && !work.stopped()
    {
        let update = missed.update;
        return Err(CliError::failed(format!("--method {}: update {update} could not be reached", method.name())));
    }
    work.checkpoints_interrupted(done, total)
}

/// The rows whose likelihood is asked for, with their weights where the run weighted them.
#[derive(Clone, Copy)]
struct Rows<'a> {
    values: &'a Configurations,
    weights: Option<&'a [f32]>,
}

/// Each checkpoint by enumeration.
fn enumerated(wanted: &[Arc<Checkpoint>], rows: Option<Rows<'_>>) -> Result<(Vec<Found>, Work), CliError> {
    Work::for_each("checkpoints", wanted, |checkpoint, _: &[Found]| {
        let log_z = exact::log_partition(&Rbm::<f64>::from(&*checkpoint.rbm)).map_err(CliError::failed)?;
        Ok(Found::new(checkpoint, Source::Exact(log_z), rows))
    })
}

/// Each checkpoint by annealing of its own.
fn annealed(
    wanted: &[Arc<Checkpoint>],
    args: &LikelihoodArgs,
    rows: Option<Rows<'_>>,
    seed: Seed,
) -> (Vec<Found>, Work) {
    let temperatures = args.ais_steps.unwrap_or(1000);
    let work = Work::begin("temperatures", u64::from(temperatures) * wanted.len() as u64);
    let mut found = Vec::new();
    for (index, checkpoint) in wanted.iter().enumerate() {
        let (chains, temperatures) = (args.ais_chains as usize, temperatures as usize);
        let mut annealing = AnnealedImportance::new(&checkpoint.rbm, chains, temperatures, seed);
        let done = |annealing: &AnnealedImportance| (index as f64 + annealing.progress()) * temperatures as f64;
        if !complete(&work, &mut annealing, AnnealedImportance::step, done) {
            break;
        }
        found.push(Found::new(checkpoint, Source::Chains(annealing.estimate()), rows));
    }
    work.finish();
    (found, work)
}

/// Steps chains to their end, or until Ctrl-C; whether they are complete.
fn complete<T>(work: &Work, chains: &mut T, step: impl Fn(&mut T) -> bool, done: impl Fn(&T) -> f64) -> bool {
    while !work.stopped() {
        let complete = step(chains);
        work.advance(done(chains) as u64);
        if complete {
            return true;
        }
    }
    false
}

/// A trajectory that has these checkpoints too.
fn with_wanted(mut trajectory: Trajectory, wanted: &[Arc<Checkpoint>]) -> Trajectory {
    for checkpoint in wanted {
        let place = trajectory.checkpoints.partition_point(|one| one.update < checkpoint.update);
        if trajectory.checkpoints.get(place).is_none_or(|one| one.update != checkpoint.update) {
            trajectory.checkpoints.insert(place, Arc::clone(checkpoint));
        }
    }
    trajectory
}

/// All checkpoints on the path of the training; those reached before an interruption are kept.
fn along(
    trajectory: &Trajectory,
    wanted: &[Arc<Checkpoint>],
    args: &LikelihoodArgs,
    rows: Option<Rows<'_>>,
    seed: Seed,
) -> (Vec<Found>, Work) {
    let between = args.ais_steps.unwrap_or(20);
    let mut walk = AlongTraining::new(trajectory, args.ais_chains as usize, between as usize, seed);
    let total = u64::from(between) * trajectory.checkpoints.len() as u64;
    let work = Work::begin("steps", total);
    complete(&work, &mut walk, AlongTraining::step, |walk| walk.progress() * total as f64);
    work.finish();
    let found = walk.estimates().iter().filter_map(|estimate| {
        let checkpoint = wanted.iter().find(|checkpoint| checkpoint.update == estimate.update)?;
        Some(Found::new(checkpoint, Source::Chains(estimate.log_partition), rows))
    });
    (found.collect(), work)
}

/// Where ln Z comes from.
#[derive(Clone, Copy)]
enum Source {
    Exact(f64),
    Chains(LogPartition),
}

impl Found {
    fn new(checkpoint: &Checkpoint, source: Source, rows: Option<Rows<'_>>) -> Self {
        let (log_z, standard_error, effective_sample_size, reliable) = match source {
            Source::Exact(log_z) => (log_z, 0.0, None, true),
            Source::Chains(found) => {
                (found.value, found.standard_error, Some(found.effective_sample_size), found.is_reliable())
            }
        };
        let log_likelihood =
            rows.and_then(|Rows { values, weights }| mean_log_likelihood(&checkpoint.rbm, values, weights, log_z));
        Self { update: checkpoint.update, log_z, standard_error, effective_sample_size, reliable, log_likelihood }
    }
}

/// What is to be said of errors that cannot be believed.
fn uneven(found: &[Found]) -> Vec<String> {
    let uneven = found.iter().filter(|one| !one.reliable);
    let sentence = |one: &Found| {
        let size = one.effective_sample_size.unwrap_or_default();
        format!("update {}, effective sample size {size:.0}: {UNEVEN_WEIGHTS}", grouped(one.update as usize))
    };
    uneven.map(sentence).collect()
}

/// Prints what was found: the last checkpoint, and all where there are several.
fn report(
    method: Method,
    found: &[Found],
    weighted: bool,
    common: &Common,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    if common.json {
        let updates = found.iter().map(|one| one.update).collect();
        let report = Report { last: found.last(), method: method.name(), weighted, updates, checkpoints: found };
        return common.answer(out, &report);
    }
    if weighted {
        writeln!(out, "rows are weighted by 1 / (number of rows at least 80 % identical), as in the training")?;
    }
    writeln!(out, "{:>10}  {:>14}  {:>9}  {:>14}  {:>9}", "update", "ln Z", "±", "log-likelihood", "chains")?;
    for one in found {
        let update = grouped(one.update as usize);
        let likelihood = one.log_likelihood.map_or_else(String::new, |value| format!("{value:.4}"));
        let chains = one.effective_sample_size.map_or_else(|| "exact".to_owned(), |size| format!("{size:.0}"));
        let (log_z, error) = (one.log_z, one.standard_error);
        writeln!(out, "{update:>10}  {log_z:>14.4}  {error:>9.4}  {likelihood:>14}  {chains:>9}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::rbm::{HiddenUnits, VisibleUnits};

    #[test]
    fn what_is_asked_for_lies_on_the_path() {
        let checkpoint = |update| {
            let (visible, hidden) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
            let rbm = Arc::new(Rbm::from_flat(visible, hidden, vec![0.5; 2], vec![0.0; 2], vec![0.0]).unwrap());
            Arc::new(Checkpoint { update, rbm, chains: None, settings: None, seconds: None })
        };
        let thinned = Trajectory { checkpoints: [0, 20, 40].map(checkpoint).to_vec() };
        let path = with_wanted(thinned, &[20, 30, 50].map(checkpoint));
        assert_eq!(path.checkpoints.iter().map(|one| one.update).collect::<Vec<_>>(), [0, 20, 30, 40, 50]);
    }
}
