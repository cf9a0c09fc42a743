//! `glassbox tap`: the mean-field fixed points of a machine, from the naive mean field to the third order.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use ndarray::{Array1, ArrayView1, ArrayView2, Axis, IxDyn};
use serde_json::{Value, json};

use crate::cli::common::{CliError, Common, check_memory, number_within};
use crate::cli::progress::Work;
use crate::cli::run_file::{DataOption, RunSelection};
use crate::engine::core::session::{Job as _, Progress};
use crate::engine::rbm::rows::chosen_rows;
use crate::engine::rbm::{BasinsAlongTraining, BasinsConfig, CheckpointBasins, search_memory};
use crate::io::export::arrays::{self, NamedArray, Numbers};
use crate::io::rbm_archive::Archive;
use crate::io::text::{grouped, plain};
use crate::physics::arrays::shaped;
use crate::physics::mean_field::{ComparedLayer, Order, RelaxationSettings, Starts};
use crate::physics::rbm::{Chains, Rbm};
use crate::physics::seed::Stream;

/// Starts if none are asked for.
const STARTS: usize = 500;
/// The most starts that can be asked for.
const MOST_STARTS: usize = 1_000_000;
/// Sweeps of one attempt: as in the published code.
const MOST_ITERATIONS: usize = 10_000;
/// Basins shown of each checkpoint.
const SHOWN: usize = 6;

/// Mean-field fixed points, their free energies and how many starts lead to each.
#[derive(Args, Clone, Debug)]
pub struct TapArgs {
    #[command(flatten)]
    run: RunSelection,
    #[command(flatten)]
    data: DataOption,
    /// Terms of the expansion in the weights: 1 naive mean field, 2 TAP, 3 with third cumulants
    #[arg(long, value_name = "1|2|3", default_value = "2", allow_negative_numbers = true, value_parser = order)]
    order: Order,
    /// Where the iteration starts: at N rows of --data (of what the run learnt from, unless given), or at N states of
    /// fair noise; 500 rows where there are data, unless given
    #[arg(long, value_name = "data:N|random:N", value_parser = start)]
    start: Option<Start>,
    /// A state has converged when a sweep wants to move no mean by more than this
    #[arg(long, value_name = "X", default_value = "1e-6", allow_negative_numbers = true,
        value_parser = |text: &str| number_within(text, 1e-12, 0.1))]
    tolerance: f64,
    /// How much of the old means stays in a sweep; states that oscillate are damped by ½ in any case
    #[arg(long, value_name = "X", default_value = "0", allow_negative_numbers = true,
        value_parser = |text: &str| number_within(text, 0.0, 0.99))]
    damping: f64,
    /// Ends at most this far apart are one fixed point: the Euclidean distance of their mean vectors
    #[arg(long, value_name = "X", allow_negative_numbers = true, conflicts_with = "merge_rms",
        value_parser = |text: &str| number_within(text, 0.0, f64::INFINITY))]
    merge_distance: Option<f64>,
    /// The same, as the root mean square over the units; 0.01 unless given
    #[arg(long, value_name = "X", allow_negative_numbers = true,
        value_parser = |text: &str| number_within(text, 0.0, f64::INFINITY))]
    merge_rms: Option<f64>,
    /// The layer whose means are compared
    #[arg(long, value_enum, default_value = "visible")]
    layer: Layer,
    /// Write every fixed point: updates, visible, hidden, free_energy, converged, basin and residual (one entry each),
    /// checkpoints, and of_start (checkpoint, start), the entry that each start leads to
    #[arg(long, value_name = "FILE.npz")]
    out: Option<PathBuf>,
}

/// The layer whose means are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Layer {
    /// Visible means, or frequencies of states
    Visible,
    /// Hidden means
    Hidden,
}

impl From<Layer> for ComparedLayer {
    fn from(layer: Layer) -> Self {
        match layer {
            Layer::Visible => Self::Visible,
            Layer::Hidden => Self::Hidden,
        }
    }
}

/// Where the iteration starts, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    Data(usize),
    Random(usize),
}

/// Reads 1, 2 or 3.
pub fn order(text: &str) -> Result<Order, String> {
    let orders = [Order::First, Order::Second, Order::Third];
    let found = orders.into_iter().find(|order| order.number().to_string() == text);
    found.ok_or_else(|| "expected 1, 2 or 3".to_owned())
}

fn start(text: &str) -> Result<Start, String> {
    let expected = || format!("expected data:N or random:N, with N from 1 to {MOST_STARTS}");
    let (kind, count) = text.split_once(':').ok_or_else(expected)?;
    let count = count.parse().ok().filter(|count| (1..=MOST_STARTS).contains(count)).ok_or_else(expected)?;
    match kind {
        "data" => Ok(Start::Data(count)),
        "random" => Ok(Start::Random(count)),
        _ => Err(expected()),
    }
}

pub fn run(args: &TapArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if let Some(file) = &args.out {
        common.check_output(file, args.data.inputs().chain([args.run.run.as_path()]))?;
    }
    let archive = args.run.read(common)?;
    let Some(last) = archive.trajectory.last() else { return Ok(()) };
    let rbm = Arc::clone(&last.rbm);
    let starts = starts(args, &archive, &rbm, common)?;
    let count = starts.count();
    let config = BasinsConfig {
        checkpoints: archive.trajectory.checkpoints.as_slice().into(),
        starts: Arc::new(starts),
        settings: RelaxationSettings {
            order: args.order,
            tolerance: args.tolerance,
            most_iterations: MOST_ITERATIONS,
            persistent: true,
            damping: args.damping,
        },
        layer: args.layer.into(),
        merge_distance: merge_distance(args, &rbm),
    };
    let mut job = BasinsAlongTraining::new(&config).map_err(CliError::failed)?;
    let total = config.checkpoints.len();
    let work = Work::begin("starts", (total * count) as u64);
    work.run(&mut job, |job| job.progress().map_or(0, |Progress { done, .. }| done));
    let found = job.view();
    if let Some(file) = &args.out {
        write_arrays(file, common.overwrite, &rbm, &found)?;
    }
    if common.json {
        let updates: Vec<Value> = found.iter().map(|one| object(one, &rbm)).collect();
        common.answer(
            out,
            &json!({
                "updates": updates,
                "order": args.order.number(),
                "starts": count,
                "out": args.out.as_ref().map(|file| file.to_string_lossy()),
            }),
        )?;
    } else {
        report(&found, count, out)?;
        if let Some(file) = &args.out {
            writeln!(out, "wrote the fixed points to {}", plain(file))?;
        }
    }
    let done = found.len();
    work.interrupted(|| format!("stopped after {done} of {total} checkpoints; the result is of those"))
}

/// The states that the iteration starts from.
fn starts(args: &TapArgs, archive: &Archive, rbm: &Rbm, common: &Common) -> Result<Starts, CliError> {
    let seed = common.seed();
    let mut data = args.data.open(rbm, common)?;
    if data.is_none() && !matches!(args.start, Some(Start::Random(_))) {
        data = args.run.recorded_data(archive, common)?;
    }
    let usual = if data.is_some() { Start::Data(STARTS) } else { Start::Random(STARTS) };
    let start = args.start.unwrap_or(usual);
    let count = match start {
        Start::Data(count) => data.as_ref().map_or(count, |data| count.min(data.rows())),
        Start::Random(count) => count,
    };
    check_memory("Searching from so many starts", search_memory(rbm, count))?;
    let rows = match (start, &data) {
        (Start::Data(count), Some(data)) => chosen_rows(data, count, seed, 0),
        (Start::Data(_), None) => {
            let sentence = "--start data: expected the data to start from; add --data DATA";
            return Err(CliError::Usage(sentence.to_owned()));
        }
        (Start::Random(count), _) => {
            let chains = Chains::fair(rbm, count, seed, Stream::Samples).map_err(CliError::failed)?;
            chains.configurations()
        }
    };
    Ok(Starts::Rows(rows))
}

/// The Euclidean distance at which ends are one fixed point.
fn merge_distance(args: &TapArgs, rbm: &Rbm) -> f64 {
    let units = ComparedLayer::from(args.layer).units(rbm);
    args.merge_distance.unwrap_or_else(|| args.merge_rms.unwrap_or(0.01) * (units as f64).sqrt())
}

/// A checkpoint's fixed points, deepest first.
fn object(found: &CheckpointBasins, rbm: &Rbm) -> Value {
    let (basins, ends) = (&found.basins, &found.basins.ends);
    let channels = rbm.visible().channels();
    let visible_mean = |means: ArrayView1<'_, f64>| -> Value {
        if channels == 1 {
            return json!(means.to_vec());
        }
        means.axis_chunks_iter(Axis(0), channels).map(|site| site.to_vec()).collect()
    };
    let fixed_points: Vec<Value> = (0..basins.sizes.len())
        .map(|place| {
            json!({
                "free_energy": ends.free_energy[place],
                "basin": basins.sizes[place],
                "converged": ends.converged[place],
                "residual": ends.residual[place],
                "visible_mean": visible_mean(ends.visible.row(place)),
            })
        })
        .collect();
    json!({
        "update": found.update,
        "count": basins.count(),
        "unconverged": basins.unconverged(),
        "fixed_points": fixed_points,
    })
}

/// A line of each checkpoint, and of its deepest basins.
fn report(found: &[CheckpointBasins], starts: usize, out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(out, "where {} starts lead: free energies of the basins, with the starts of each", grouped(starts))?;
    writeln!(out, "{:>10}  {:>12}  {:>11}  deepest basins", "update", "fixed points", "unconverged")?;
    for one in found {
        let (basins, ends) = (&one.basins, &one.basins.ends);
        let shown: Vec<String> = basins
            .sizes
            .iter()
            .zip(&ends.free_energy)
            .zip(&ends.converged)
            .take(SHOWN)
            .map(|((size, energy), converged)| format!("{energy:.4} ({size}{})", if *converged { "" } else { "?" }))
            .collect();
        let more = if basins.sizes.len() > SHOWN { "  …" } else { "" };
        let (update, count) = (grouped(one.update as usize), basins.count());
        writeln!(out, "{update:>10}  {count:>12}  {:>11}  {}{more}", basins.unconverged(), shown.join("  "))?;
    }
    if found.iter().any(|one| one.basins.unconverged() > 0) {
        writeln!(out, "? did not converge: the means are those at which the iteration was left")?;
    }
    Ok(())
}

/// Writes the fixed points of all checkpoints, one after another.
fn write_arrays(file: &Path, overwrite: bool, rbm: &Rbm, found: &[CheckpointBasins]) -> Result<(), CliError> {
    let sizes = || found.iter().map(|one| one.basins.sizes.len());
    let points: usize = sizes().sum();
    let numbers = |values: fn(&CheckpointBasins) -> Vec<u64>| {
        Numbers::Whole(found.iter().flat_map(values).collect::<Array1<u64>>().into_dyn())
    };
    let depths = |values: fn(&CheckpointBasins) -> &[f64]| {
        Numbers::Double(found.iter().flat_map(values).copied().collect::<Array1<f64>>().into_dyn())
    };
    let means = |name, values: fn(&CheckpointBasins) -> ArrayView2<'_, f64>, shape: &[usize]| {
        let numbers = found.iter().flat_map(|one| values(one).iter().copied().collect::<Vec<f64>>()).collect();
        let numbers = shaped(name, numbers, IxDyn(shape)).map_err(CliError::failed)?;
        Ok::<_, CliError>(NamedArray { name, numbers: Numbers::Double(numbers) })
    };
    let channels = rbm.visible().channels();
    let visible: &[usize] = if channels == 1 { &[points, rbm.sites()] } else { &[points, rbm.sites(), channels] };
    let starts = found.first().map_or(0, |one| one.basins.of_start.len());
    let first_of = sizes().scan(0, |sum, size| Some(std::mem::replace(sum, *sum + size)));
    let of_start = found.iter().zip(first_of).flat_map(|(one, first)| {
        one.basins.of_start.iter().map(move |basin| (first + basin) as u64).collect::<Vec<u64>>()
    });
    let of_start = shaped("of_start", of_start.collect(), IxDyn(&[found.len(), starts])).map_err(CliError::failed)?;
    let named = [
        NamedArray { name: "updates", numbers: numbers(|one| vec![one.update; one.basins.sizes.len()]) },
        means("visible", |one| one.basins.ends.visible.view(), visible)?,
        means("hidden", |one| one.basins.ends.hidden.view(), &[points, rbm.hidden_units()])?,
        NamedArray { name: "free_energy", numbers: depths(|one| &one.basins.ends.free_energy) },
        NamedArray {
            name: "converged",
            numbers: numbers(|one| one.basins.ends.converged.iter().map(|&converged| u64::from(converged)).collect()),
        },
        NamedArray {
            name: "basin",
            numbers: numbers(|one| one.basins.sizes.iter().map(|&size| size as u64).collect()),
        },
        NamedArray { name: "residual", numbers: depths(|one| &one.basins.ends.residual) },
        NamedArray { name: "checkpoints", numbers: numbers(|one| vec![one.update]) },
        NamedArray { name: "of_start", numbers: Numbers::Whole(of_start) },
    ];
    Ok(arrays::write(file, overwrite, &named)?)
}
