//! `glassbox likelihood`: ln Z and the likelihood of data, exactly, by annealed chains, or along the training.

use std::io::Write;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::progress::Work;
use crate::cli::run_file::{DataOption, RunSelection};
use crate::io::rbm_archive::{self, UpdateChoice};
use crate::io::text::grouped;
use crate::physics::rbm::along_training::AlongTraining;
use crate::physics::rbm::importance::{AnnealedImportance, LogPartition};
use crate::physics::rbm::likelihood::mean_log_likelihood;
use crate::physics::rbm::{Checkpoint, Configurations, Rbm, Trajectory, exact};
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
struct Found {
    update: u64,
    /// `None` of the effective sample size where it is exact.
    log_z: f64,
    standard_error: f64,
    effective_sample_size: Option<f64>,
    log_likelihood: Option<f64>,
}

pub fn run(args: &LikelihoodArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let archive = args.run.read()?;
    let wanted = &archive.trajectory.checkpoints;
    let Some(last) = wanted.last() else { return Ok(()) };
    let data = args.data.open(&last.rbm, common.seed())?;
    let rows = data.as_ref().map(|data| &data.values);
    let usual = if exact::is_possible(&last.rbm) { Method::Exact } else { Method::Ais };
    let method = args.method.unwrap_or(usual);
    let (found, work) = if method == Method::Trajectory {
        // Of a large archive not all are read; those that are asked for always are.
        let trajectory = with_wanted(rbm_archive::read_some(&args.run.run, UpdateChoice::All)?.trajectory, wanted);
        along(&trajectory, wanted, args, rows, common.seed())
    } else {
        one_by_one(wanted, method, args, rows, common.seed())?
    };
    report(method, &found, common, out)?;
    let (done, total) = (found.len(), wanted.len());
    if let Some(missed) = wanted.iter().find(|one| found.iter().all(|found| found.update != one.update))
        && !work.stopped()
    {
        let update = missed.update;
        return Err(CliError::failed(format!("--method {}: update {update} could not be reached", method.name())));
    }
    work.interrupted(|| format!("stopped after {done} of {total} checkpoints; the result is of those"))
}

/// Each checkpoint for itself.
fn one_by_one(
    wanted: &[Arc<Checkpoint>],
    method: Method,
    args: &LikelihoodArgs,
    rows: Option<&Configurations>,
    seed: Seed,
) -> Result<(Vec<Found>, Work), CliError> {
    let temperatures = args.ais_steps.unwrap_or(1000);
    let each = if method == Method::Exact { 1 } else { u64::from(temperatures) };
    let unit = if method == Method::Exact { "checkpoints" } else { "temperatures" };
    let work = Work::begin(unit, each * wanted.len() as u64);
    let mut found = Vec::new();
    'all: for (index, checkpoint) in wanted.iter().enumerate() {
        let before = index as u64 * each;
        let rbm = &checkpoint.rbm;
        let estimate = if method == Method::Exact {
            if work.stopped() {
                break;
            }
            let value = exact::log_partition(&Rbm::<f64>::from(&**rbm)).map_err(CliError::failed)?;
            (value, 0.0, None)
        } else {
            let mut annealing = AnnealedImportance::new(rbm, args.ais_chains as usize, temperatures as usize, seed);
            loop {
                if work.stopped() {
                    break 'all;
                }
                let complete = annealing.step();
                work.advance(before + (annealing.progress() * each as f64) as u64);
                if complete {
                    break;
                }
            }
            parts(annealing.estimate())
        };
        found.push(Found::new(checkpoint.update, rbm, estimate, rows));
        work.advance(before + each);
    }
    work.finish();
    Ok((found, work))
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
    rows: Option<&Configurations>,
    seed: Seed,
) -> (Vec<Found>, Work) {
    let between = args.ais_steps.unwrap_or(20);
    let mut walk = AlongTraining::new(trajectory, args.ais_chains as usize, between as usize, seed);
    let total = u64::from(between) * trajectory.checkpoints.len() as u64;
    let work = Work::begin("steps", total);
    while !work.stopped() {
        let complete = walk.step();
        work.advance((walk.progress() * total as f64) as u64);
        if complete {
            break;
        }
    }
    work.finish();
    let found = walk.estimates().iter().filter_map(|estimate| {
        let checkpoint = wanted.iter().find(|checkpoint| checkpoint.update == estimate.update)?;
        Some(Found::new(estimate.update, &checkpoint.rbm, parts(estimate.log_partition), rows))
    });
    (found.collect(), work)
}

/// An estimate as (ln Z, its error, how many chains carry it).
fn parts(estimate: LogPartition) -> (f64, f64, Option<f64>) {
    (estimate.value, estimate.standard_error, Some(estimate.effective_sample_size))
}

impl Found {
    fn new(update: u64, rbm: &Rbm, estimate: (f64, f64, Option<f64>), rows: Option<&Configurations>) -> Self {
        let (log_z, standard_error, effective_sample_size) = estimate;
        let log_likelihood = rows.and_then(|rows| mean_log_likelihood(rbm, rows, log_z));
        Self { update, log_z, standard_error, effective_sample_size, log_likelihood }
    }

    fn object(&self) -> Value {
        json!({
            "update": self.update,
            "log_z": self.log_z,
            "log_z_stderr": self.standard_error,
            "log_likelihood": self.log_likelihood,
            "effective_sample_size": self.effective_sample_size,
        })
    }
}

/// Prints what was found: the last checkpoint, and all where there are several.
fn report(method: Method, found: &[Found], common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if common.json {
        let mut object = found.last().map_or_else(|| json!({}), Found::object);
        if let Some(object) = object.as_object_mut() {
            object.insert("method".to_owned(), json!(method.name()));
            object.insert("updates".to_owned(), found.iter().map(|one| one.update).collect());
            object.insert("checkpoints".to_owned(), found.iter().map(Found::object).collect());
        }
        return print_json(out, &object);
    }
    writeln!(out, "{:>10}  {:>14}  {:>9}  {:>14}  {:>9}", "update", "ln Z", "±", "log-likelihood", "chains")?;
    for one in found {
        let update = grouped(one.update as usize);
        let likelihood = one.log_likelihood.map_or_else(String::new, |value| format!("{value:.4}"));
        let chains = one.effective_sample_size.map_or_else(|| "exact".to_owned(), |size| format!("{size:.0}"));
        let (log_z, error) = (one.log_z, one.standard_error);
        writeln!(out, "{update:>10}  {log_z:>14.4}  {error:>9.4}  {likelihood:>14}  {chains:>9}")?;
    }
    let few = |one: &&Found| one.effective_sample_size.is_some_and(|size| size < 30.0);
    if let Some(one) = found.iter().find(few) {
        let size = one.effective_sample_size.unwrap_or_default();
        writeln!(
            out,
            "note: at update {} only {size:.0} chains carry the estimate; it is not to be trusted",
            one.update
        )?;
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
