//! `glassbox distances`: how alike the columns of W are, and how alike samples are.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use serde_json::{Map, Value, json};

use crate::cli::common::{CliError, Common, print_json};
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

/// The histograms of one checkpoint.
struct Distances {
    update: u64,
    named: Vec<(&'static str, Option<Density>)>,
}

pub fn run(args: &DistancesArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let archive = args.run.read()?;
    let checkpoints = &archive.trajectory.checkpoints;
    let (first, note) = first_usable(&args.run.run, &archive)?;
    let start = &*first.rbm;
    let notes: Vec<String> = archive.notes.iter().cloned().chain(note).collect();
    let data = args.data.open(start, common.seed())?;
    let data_overlap = data.as_ref().map(|data| sample_overlap(start, &data.values, common.seed()));
    let work = Work::begin("checkpoints", checkpoints.len() as u64);
    let mut found = Vec::new();
    for checkpoint in checkpoints {
        if work.stopped() {
            break;
        }
        found.push(distances(checkpoint, start, common.seed()));
        work.advance(found.len() as u64);
    }
    work.finish();
    if common.json {
        let mut object = found.last().map(object).unwrap_or_default();
        object.insert("updates".to_owned(), found.iter().map(|distances| distances.update).collect());
        object.insert("checkpoints".to_owned(), found.iter().map(|one| Value::Object(self::object(one))).collect());
        object.insert("data_overlap".to_owned(), data_overlap.as_ref().map_or(Value::Null, histogram));
        object.insert("notes".to_owned(), json!(notes));
        print_json(out, &Value::Object(object))?;
    } else {
        writeln!(out, "{:>10}  {:<20} {:>8} {:>8}   at the start", "update", "", "mean", "s.d.")?;
        for distances in &found {
            for (name, density) in &distances.named {
                line(out, &grouped(distances.update as usize), name, density.as_ref())?;
            }
        }
        if data_overlap.is_some() {
            line(out, "", "data_overlap", data_overlap.as_ref())?;
        }
        for note in &notes {
            writeln!(out, "note: {note}")?;
        }
    }
    let (done, total) = (found.len(), checkpoints.len());
    work.interrupted(|| format!("stopped after {done} of {total} checkpoints; the result is of those"))
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

/// All histograms of a checkpoint; samples are its chains, where it has any.
fn distances(checkpoint: &Checkpoint, start: &Rbm, seed: Seed) -> Distances {
    let samples = checkpoint.chains.as_ref().filter(|chains| chains.rows() > 1);
    let named = vec![
        ("weight_cosine", Some(weight_cosine(&checkpoint.rbm))),
        ("weight_sign_overlap", Some(weight_sign_overlap(&checkpoint.rbm))),
        ("sample_overlap", samples.map(|chains| sample_overlap(start, chains, seed))),
    ];
    Distances { update: checkpoint.update, named }
}

/// A line of text: mean and width now, and of the Gaussian at the start.
fn line(out: &mut dyn Write, update: &str, name: &str, density: Option<&Density>) -> Result<(), CliError> {
    let Some(density) = density else {
        return Ok(writeln!(out, "{update:>10}  {name:<20} no chains are kept in this checkpoint")?);
    };
    let (mean, spread) = moments(density);
    let [at, width] = density.starting_gaussian;
    Ok(writeln!(out, "{update:>10}  {name:<20} {mean:>8.4} {spread:>8.4}   {at:.4} ± {width:.4}")?)
}

/// Mean and standard deviation of a density.
fn moments(density: &Density) -> (f64, f64) {
    let bins = density.edges.windows(2).zip(density.density.iter()).filter_map(|(edges, &height)| match edges {
        &[low, high] => Some((f64::midpoint(low, high), height * (high - low))),
        _ => None,
    });
    let (weight, sum, square) =
        bins.fold((0.0, 0.0, 0.0), |(w, s, q), (at, share)| (w + share, s + at * share, q + at * at * share));
    if weight == 0.0 {
        return (0.0, 0.0);
    }
    let mean = sum / weight;
    (mean, (square / weight - mean * mean).max(0.0).sqrt())
}

/// A checkpoint's histograms by name.
fn object(distances: &Distances) -> Map<String, Value> {
    let histograms = distances.named.iter().map(|(name, density)| {
        let value = density.as_ref().map_or(Value::Null, histogram);
        ((*name).to_owned(), value)
    });
    histograms.chain([("update".to_owned(), json!(distances.update))]).collect()
}

/// A histogram as JSON.
fn histogram(density: &Density) -> Value {
    let (mean, spread) = moments(density);
    json!({
        "edges": &density.edges[..],
        "density": &density.density[..],
        "mean": mean,
        "standard_deviation": spread,
        "starting_gaussian": density.starting_gaussian,
    })
}
