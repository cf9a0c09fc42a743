//! `glassbox modes`: singular values of the weights along a training, and their vectors.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use ndarray::{Array1, IxDyn};
use serde_json::json;

use crate::cli::common::{CliError, Common};
use crate::cli::progress::Work;
use crate::cli::run_file::{DataOption, RunSelection};
use crate::io::export::arrays::{self, NamedArray, Numbers};
use crate::io::text::{grouped, plain};
use crate::physics::arrays::shaped;
use crate::physics::rbm::{Checkpoint, Configurations};
use crate::physics::spectrum::scaled::{ReferenceState, condensed, participation_ratio};
use crate::physics::spectrum::singular::{self, Mode};

/// Singular values shown on a line of text.
const SHOWN: usize = 6;

/// Singular values of the weights, and those scaled so that the threshold is 1.
#[derive(Args, Clone, Debug)]
pub struct ModesArgs {
    #[command(flatten)]
    run: RunSelection,
    #[command(flatten)]
    data: DataOption,
    /// Write the first modes: updates, singular_values, visible (update, mode, row) and hidden (update, mode, unit)
    #[arg(long, value_name = "FILE.npz")]
    vectors: Option<PathBuf>,
    /// How many modes are written
    #[arg(long, value_name = "K", default_value_t = 16, requires = "vectors", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=4096))]
    count: u32,
}

struct Spectrum {
    update: u64,
    plain: Vec<f64>,
    scaled: Vec<f64>,
    modes: Vec<Mode>,
}

pub fn run(args: &ModesArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if let Some(file) = &args.vectors {
        common.check_output(file, args.data.inputs().chain([args.run.run.as_path()]))?;
    }
    let archive = args.run.read(common)?;
    let checkpoints = &archive.trajectory.checkpoints;
    let Some(first) = checkpoints.first() else { return Ok(()) };
    let data = args.data.open(&first.rbm, common)?;
    let rows = data.as_ref().map_or_else(|| Configurations::none(first.rbm.sites()), |data| data.values.clone());
    let count = args.vectors.as_ref().map_or(0, |_| args.count as usize);
    let (found, work) = Work::for_each("checkpoints", checkpoints, |checkpoint, found: &[Spectrum]| {
        let mut spectrum = spectrum(checkpoint, &rows, count)?;
        if let Some(before) = found.last() {
            singular::align(&mut spectrum.modes, &before.modes);
        }
        Ok(spectrum)
    })?;
    if let Some(file) = &args.vectors {
        write_vectors(file, common.overwrite, &found)?;
    }
    if common.json {
        common.answer(
            out,
            &json!({
                "updates": found.iter().map(|spectrum| spectrum.update).collect::<Vec<_>>(),
                "singular_values": found.iter().map(|spectrum| &spectrum.plain).collect::<Vec<_>>(),
                "scaled_singular_values": found.iter().map(|spectrum| &spectrum.scaled).collect::<Vec<_>>(),
                "participation": found.iter().map(|s| participation_ratio(&s.plain)).collect::<Vec<_>>(),
                "variances": if data.is_some() { "data" } else { "biases" },
                "vectors": args.vectors.as_ref().map(|file| file.to_string_lossy()),
            }),
        )?;
    } else {
        let source = data.as_ref().map_or("the biases alone", |data| data.name.as_str());
        writeln!(out, "singular values of W, and scaled by the variances of {source} (threshold 1)")?;
        writeln!(out, "{:>10}  {:>8}  singular values", "update", "modes")?;
        for spectrum in &found {
            let above = condensed(&spectrum.scaled);
            writeln!(out, "{:>10}  {above:>8}  {}", grouped(spectrum.update as usize), line(&spectrum.plain))?;
            writeln!(out, "{:>10}  {:>8}  {}", "", "scaled", line(&spectrum.scaled))?;
        }
        if let Some(file) = &args.vectors {
            writeln!(out, "wrote the first modes to {}", plain(file))?;
        }
    }
    work.checkpoints_interrupted(found.len(), checkpoints.len())
}

/// The first values as text.
fn line(values: &[f64]) -> String {
    let first: Vec<String> = values.iter().take(SHOWN).map(|value| format!("{value:8.4}")).collect();
    first.join(" ") + if values.len() > SHOWN { "  …" } else { "" }
}

/// Values and modes of one checkpoint.
fn spectrum(checkpoint: &Checkpoint, rows: &Configurations, count: usize) -> Result<Spectrum, CliError> {
    let rbm = &checkpoint.rbm;
    let state = ReferenceState::of_data(rbm, rows);
    Ok(Spectrum {
        update: checkpoint.update,
        plain: singular::singular_values(rbm).map_err(CliError::failed)?,
        scaled: state.scaled_singular_values(rbm).map_err(CliError::failed)?,
        modes: if count > 0 { singular::modes(rbm, count).map_err(CliError::failed)? } else { Vec::new() },
    })
}

/// Writes the first modes of all checkpoints.
fn write_vectors(file: &std::path::Path, overwrite: bool, found: &[Spectrum]) -> Result<(), CliError> {
    let modes = || found.iter().flat_map(|spectrum| &spectrum.modes);
    let (checkpoints, each) = (found.len(), found.first().map_or(0, |spectrum| spectrum.modes.len()));
    let lengths = modes().next().map_or((0, 0), |mode| (mode.visible.len(), mode.hidden.len()));
    let single = |name: &'static str, shape: &[usize], numbers: Vec<f32>| {
        let numbers = shaped(name, numbers, IxDyn(shape)).map_err(CliError::failed)?;
        Ok::<_, CliError>(NamedArray { name, numbers: Numbers::Single(numbers) })
    };
    let visible = modes().flat_map(|mode| mode.visible.iter().copied()).collect();
    let hidden = modes().flat_map(|mode| mode.hidden.iter().copied()).collect();
    let updates: Array1<u64> = found.iter().map(|spectrum| spectrum.update).collect();
    let named = [
        NamedArray { name: "updates", numbers: Numbers::Whole(updates.into_dyn()) },
        single("singular_values", &[checkpoints, each], modes().map(|mode| mode.value).collect())?,
        single("visible", &[checkpoints, each, lengths.0], visible)?,
        single("hidden", &[checkpoints, each, lengths.1], hidden)?,
    ];
    Ok(arrays::write(file, overwrite, &named)?)
}
