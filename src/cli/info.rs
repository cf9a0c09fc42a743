//! `glassbox info`: what an archive of checkpoints, or a session, holds.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::info_session;
use crate::io::rbm_archive::{self, Hyperparameters, Survey};
use crate::io::session_file;
use crate::io::text::{count, grouped, plain};
use crate::physics::rbm::VisibleUnits;

/// Updates that are named in text; more are shortened.
const SHOWN: usize = 12;

/// Says what a run file holds (machine, layout, checkpoints, settings), or a session.
#[derive(Args, Clone, Debug)]
pub struct InfoArgs {
    /// A checkpoint archive (.h5) of this program, of the rbms package or of its relatives; or a session (.glassbox)
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn run(args: &InfoArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if session_file::has_its_ending(&args.file) {
        return info_session::run(&args.file, common, out);
    }
    let survey = rbm_archive::survey(&args.file)?;
    if common.json {
        return print_json(out, &object(&survey));
    }
    writeln!(out, "{}: {}, {}", plain(&args.file), machine(&survey), survey.format.name())?;
    writeln!(out, "weights       {}", survey.axes.name())?;
    let updates: Vec<String> = survey.updates.iter().map(|&update| grouped(update as usize)).collect();
    let first = updates.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    let rest = match updates.last() {
        Some(last) if updates.len() > SHOWN => format!(", … {last}"),
        _ => String::new(),
    };
    writeln!(out, "checkpoints   {} (update {first}{rest})", grouped(updates.len()))?;
    for (name, value) in named(&survey.hyperparameters) {
        if let Some(value) = value {
            writeln!(out, "{name:<13} {value}")?;
        }
    }
    if let Some(own) = &survey.own {
        writeln!(out, "planned       {} updates", grouped(own.updates as usize))?;
        if let Some(data) = &own.data {
            writeln!(out, "data          {}: {} of {} sites", data.source, count(data.rows, "row"), data.columns)?;
            for note in &data.notes {
                writeln!(out, "data note     {note}")?;
            }
        }
        for (update, change) in &own.changes {
            writeln!(out, "changed       after update {update}: {change}")?;
        }
    }
    for note in &survey.notes {
        writeln!(out, "note          {note}")?;
    }
    Ok(writeln!(out, "size          {} bytes", grouped(survey.bytes as usize))?)
}

/// `BBRBM, 784 × 20`.
pub fn machine(survey: &Survey) -> String {
    let (sites, hidden) = (grouped(survey.sites), grouped(survey.hidden_units));
    match survey.visible {
        VisibleUnits::Potts(states) => format!("{}, {sites} × {states} × {hidden}", survey.kind),
        VisibleUnits::Bernoulli | VisibleUnits::Ising => format!("{}, {sites} × {hidden}", survey.kind),
    }
}

/// How it was trained, line by line.
fn named(hyper: &Hyperparameters) -> [(&'static str, Option<String>); 10] {
    let whole = |number: Option<u64>| number.map(|number| number.to_string());
    let real = |number: Option<f64>| number.map(|number| number.to_string());
    [
        ("method", hyper.method.clone()),
        ("Gibbs steps", whole(hyper.gibbs_steps)),
        ("batch", whole(hyper.batch)),
        ("chains", whole(hyper.chains)),
        ("learning rate", real(hyper.learning_rate)),
        ("L1", real(hyper.l1)),
        ("L2", real(hyper.l2)),
        ("seed", whole(hyper.seed)),
        ("train size", real(hyper.train_size)),
        ("file name", hyper.filename.clone()),
    ]
}

/// Everything, as JSON.
fn object(survey: &Survey) -> Value {
    let hyper = &survey.hyperparameters;
    json!({
        "format": survey.format.name(),
        "kind": survey.kind,
        "visible": survey.sites,
        "hidden": survey.hidden_units,
        "q": survey.visible.states(),
        "visible_units": survey.visible.name(),
        "hidden_units": survey.hidden.name(),
        "axes": survey.axes.name(),
        "updates": survey.updates,
        "hyperparameters": {
            "method": hyper.method,
            "gibbs_steps": hyper.gibbs_steps,
            "batch": hyper.batch,
            "chains": hyper.chains,
            "learning_rate": hyper.learning_rate,
            "l1": hyper.l1,
            "l2": hyper.l2,
            "seed": hyper.seed,
            "train_size": hyper.train_size,
            "filename": hyper.filename,
        },
        "run": survey.own,
        "notes": survey.notes,
        "bytes": survey.bytes,
    })
}
