//! `glassbox info FILE.glassbox`: what a session holds.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::common::{CliError, Common, print_json};
use crate::io::session_file::{HeldRun, LabState, SessionFile, reading};
use crate::io::text::{brief, count, grouped, plain};

/// Says what is in a session: labs, steps, runs.
pub fn run(path: &Path, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let session = reading::read(path).map_err(CliError::failed)?;
    if common.json {
        return print_json(out, &object(&session));
    }
    writeln!(out, "{}: a session of {}", plain(path), brief(&session.program))?;
    writeln!(out, "shows         {}", brief(&session.lab))?;
    for (lab, state) in &session.labs {
        writeln!(out, "{:<13} {}", brief(lab), what(state))?;
    }
    for run in &session.files {
        writeln!(out, "run           {}: {}", brief(&run.name), place(run))?;
    }
    Ok(())
}

/// What stands in a lab, as far as it can be told without the lab.
fn what(state: &LabState) -> String {
    let recorded = state.work.get("recording").and_then(|recording| recording.get("commands")?.as_array());
    let steps = state.work.get("steps").and_then(Value::as_u64);
    match (recorded, steps, state.work.get("run").and_then(Value::as_str)) {
        (Some(commands), Some(steps), _) => {
            format!("{} and {} steps to be done again", count(commands.len(), "command"), grouped(steps as usize))
        }
        (.., Some(run)) => format!("looks at the run {}", brief(run)),
        _ if state.work.is_null() => "its arrangement".to_owned(),
        _ => "a document".to_owned(),
    }
}

fn place(run: &HeldRun) -> String {
    match (&run.packed, run.path.as_str(), run.bytes) {
        (Some(_), _, bytes) => format!("packed, {} bytes", grouped(bytes as usize)),
        (None, path, 0) => format!("part of the program ({})", brief(path)),
        (None, path, bytes) => {
            format!("in {}, {} bytes, CRC-32 {:08x}", brief(path), grouped(bytes as usize), run.crc32)
        }
    }
}

/// The same as JSON.
fn object(session: &SessionFile) -> Value {
    let lab = |state: &LabState| {
        json!({
            "commands": state.work.get("recording").and_then(|recording| Some(recording.get("commands")?.as_array()?.len())),
            "steps": state.work.get("steps"),
            "run": state.work.get("run"),
        })
    };
    let labs: serde_json::Map<String, Value> =
        session.labs.iter().map(|(id, state)| (id.clone(), lab(state))).collect();
    let run = |run: &HeldRun| {
        json!({
            "name": run.name,
            "path": run.path,
            "bytes": run.bytes,
            "crc32": run.crc32,
            "packed": run.packed.is_some(),
        })
    };
    json!({
        "format": "session",
        "version": session.glassbox_session,
        "program": session.program,
        "lab": session.lab,
        "theme": session.theme,
        "labs": labs,
        "runs": session.files.iter().map(run).collect::<Vec<_>>(),
    })
}
