//! `glassbox distances`: how alike the columns of W are, and how alike samples are.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;

use crate::cli::common::{CliError, Common};
use crate::cli::progress::Work;
use crate::cli::run_file::{DataOption, RunSelection};
use crate::io::rbm_archive::{self, Archive, UpdateChoice};
use crate::io::text::{grouped, plain};
use crate::physics::rbm::{Checkpoint, Rbm};
use crate::physics::seed::Seed;
use crate::physics::spectrum::histograms::{Density, sample_overlap, weight_cosine, weight_sign_overlap};

/// Histograms of the cosines and of the sign overlaps of weight columns, and of the overlaps of samples.
#[derive(Args, Clone, Debug)]
pub struct DistancesArgs {
    #[command(flatten)]
    run: RunSelection,
    #[command(flatten)]
    data: DataOption,
}

#[derive(Serialize)]
struct Histogram {
    edges: Vec<f64>,
    density: Vec<f64>,
    mean: f64,
    standard_deviation: f64,
    starting_gaussian: [f64; 2],
}

impl From<Density> for Histogram {
    fn from(found: Density) -> Self {
        let Density { edges, density, moments, starting_gaussian } = found;
        Self {
            edges: edges.to_vec(),
            density: density.to_vec(),
            mean: moments.mean,
            standard_deviation: moments.standard_deviation(),
            starting_gaussian,
        }
    }
}

/// The histograms of one checkpoint.
#[derive(Serialize)]
struct Distances {
    update: u64,
    weight_cosine: Histogram,
    weight_sign_overlap: Histogram,
    /// Of its chains, where it has any.
    sample_overlap: Option<Histogram>,
}

/// What `--json` prints: the last checkpoint, and all of them.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    last: Option<&'a Distances>,
    updates: Vec<u64>,
    checkpoints: &'a [Distances],
    data_overlap: Option<Histogram>,
}

pub fn run(args: &DistancesArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let archive = args.run.read(common)?;
    let checkpoints = &archive.trajectory.checkpoints;
    let (first, note) = first_usable(&args.run.run, &archive)?;
    let start = &*first.rbm;
    if let Some(note) = note {
        common.add_note(&args.run.run.to_string_lossy(), &note);
    }
    let data = args.data.open(start, common)?;
    let data_overlap = data.as_ref().map(|data| sample_overlap(start, &data.values, common.seed()).into());
    let one = |checkpoint: &Arc<Checkpoint>, _: &[Distances]| Ok(distances(checkpoint, start, common.seed()));
    let (found, work) = Work::for_each("checkpoints", checkpoints, one)?;
    if common.json {
        let updates = found.iter().map(|one| one.update).collect();
        common.answer(out, &Report { last: found.last(), updates, checkpoints: &found, data_overlap })?;
    } else {
        writeln!(out, "{:>10}  {:<20} {:>8} {:>8}   at the start", "update", "", "mean", "s.d.")?;
        for one in &found {
            let update = grouped(one.update as usize);
            line(out, &update, "weight_cosine", Some(&one.weight_cosine))?;
            line(out, &update, "weight_sign_overlap", Some(&one.weight_sign_overlap))?;
            line(out, &update, "sample_overlap", one.sample_overlap.as_ref())?;
        }
        if data_overlap.is_some() {
            line(out, "", "data_overlap", data_overlap.as_ref())?;
        }
    }
    work.checkpoints_interrupted(found.len(), checkpoints.len())
}

/// The first checkpoint, or, where that is damaged, the first that is not, and a note of it.
fn first_usable(run: &Path, archive: &Archive) -> Result<(Arc<Checkpoint>, Option<String>), CliError> {
    let read = |choice| rbm_archive::read_some(run, choice);
    let error = match read(UpdateChoice::First).map(|first| first.trajectory.last().cloned()) {
        Ok(Some(first)) => return Ok((first, None)),
        Ok(None) => CliError::failed(format!("{} has no checkpoint", plain(run))),
        Err(error) => error.into(),
    };
    let known = |update| archive.trajectory.at(update).cloned();
    let usable = |update| known(update).or_else(|| read(UpdateChoice::At(update)).ok()?.trajectory.last().cloned());
    match rbm_archive::survey(run)?.updates.into_iter().skip(1).find_map(usable) {
        Some(first) => {
            let note = format!("the first checkpoint is damaged: update {} stands for the start", first.update);
            Ok((first, Some(note)))
        }
        None => Err(error),
    }
}

fn distances(checkpoint: &Checkpoint, start: &Rbm, seed: Seed) -> Distances {
    let samples = checkpoint.chains.as_ref().filter(|chains| chains.rows() > 1);
    Distances {
        update: checkpoint.update,
        weight_cosine: weight_cosine(&checkpoint.rbm).into(),
        weight_sign_overlap: weight_sign_overlap(&checkpoint.rbm).into(),
        sample_overlap: samples.map(|chains| sample_overlap(start, chains, seed).into()),
    }
}

/// A line of text: mean and width now, and of the Gaussian at the start.
fn line(out: &mut dyn Write, update: &str, name: &str, histogram: Option<&Histogram>) -> Result<(), CliError> {
    let Some(histogram) = histogram else {
        return Ok(writeln!(out, "{update:>10}  {name:<20} no chains are kept in this checkpoint")?);
    };
    let Histogram { mean, standard_deviation, starting_gaussian: [at, width], .. } = histogram;
    Ok(writeln!(out, "{update:>10}  {name:<20} {mean:>8.4} {standard_deviation:>8.4}   {at:.4} ± {width:.4}")?)
}
