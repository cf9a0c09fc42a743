//! `glassbox sample`: draws configurations from a machine by Gibbs sampling.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::common::{CliError, Common, check_memory};
use crate::cli::progress::Work;
use crate::cli::run_file::{DataOption, RunSelection};
use crate::io::datasets::PROTEIN_LETTERS;
use crate::io::export;
use crate::io::rbm_archive::UpdateChoice;
use crate::io::text::{grouped, plain};
use crate::physics::data::Dataset;
use crate::physics::rbm::{Chains, Checkpoint, Configurations, VisibleUnits};
use crate::physics::seed::{Seed, Stream};

/// Samples of the visible units.
#[derive(Args, Clone, Debug)]
pub struct SampleArgs {
    #[command(flatten)]
    run: RunSelection,
    #[command(flatten)]
    data: DataOption,
    /// How many samples
    #[arg(long, value_name = "N", default_value_t = 100, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    count: u32,
    /// How many full Gibbs steps each makes
    #[arg(long, value_name = "N", default_value_t = 1000, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(0..=1_000_000_000))]
    steps: u32,
    /// Where chains start: at rows of --data (of what the run learnt from, unless given), at fair noise, or at the chains
    /// that the run keeps (these, where there are any, unless given); rows are taken in turn where there are too few
    #[arg(long, value_enum)]
    start: Option<Start>,
    /// The file of samples: .npz, .npy, .csv, .txt, .h5, .fasta or a sheet of pictures .png; “-” is standard output as a
    /// table, “txt:-” and the like in another form
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Where chains start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Start {
    /// At rows of data.
    Data,
    /// At fair noise.
    Random,
    /// At the chains of the run.
    #[value(alias = "runchains", alias = "RUNCHAINS")]
    Chains,
}

impl Start {
    const fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Random => "random",
            Self::Chains => "chains",
        }
    }
}

pub fn run(args: &SampleArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if args.run.update == UpdateChoice::All {
        return Err(CliError::Usage("--update: expected one checkpoint to sample from, found “all”".to_owned()));
    }
    common.check_output(&args.out, args.data.inputs().chain([args.run.run.as_path()]))?;
    let archive = args.run.read(common)?;
    let Some(checkpoint) = archive.trajectory.last() else { return Ok(()) };
    let mut data = args.data.open(&checkpoint.rbm, common)?;
    if data.is_none() && args.start == Some(Start::Data) {
        data = args.run.recorded_data(&archive, common)?;
    }
    let start = args.start.unwrap_or(match (&data, &checkpoint.chains) {
        (Some(_), _) => Start::Data,
        (None, Some(_)) => Start::Chains,
        (None, None) => Start::Random,
    });
    let (sites, hidden) = (checkpoint.rbm.sites(), checkpoint.rbm.hidden_units());
    let needed = Chains::memory(args.count as usize, sites, hidden);
    let needed = needed.map_err(|error| CliError::Usage(format!("--count {}: {error}", args.count)))?;
    check_memory("Sampling so many chains", needed)?;
    let mut chains = chains(checkpoint, start, data.as_ref(), args.count as usize, common.seed())?;
    let work = Work::begin("steps", u64::from(args.steps));
    let mut done = 0;
    while done < args.steps && !work.stopped() {
        chains.advance(&checkpoint.rbm, 1, u64::from(done) + 1);
        done += 1;
        work.advance(u64::from(done));
    }
    work.finish();
    let recorded = archive.own.as_ref().and_then(|own| own.data.as_ref()?.alphabet.as_deref().map(str::to_owned));
    let samples = dataset(checkpoint, &chains.configurations(), data.as_ref(), recorded);
    export::write(&samples, &args.out, common.overwrite)?;
    if common.json {
        let object = json!({
            "count": samples.rows(),
            "steps": done,
            "out": args.out.to_string_lossy(),
            "update": checkpoint.update,
            "start": start.name(),
            "mean": samples.is_binary().then(|| samples.mean()),
        });
        common.answer(out, &object)?;
    } else {
        let (rows, steps, update) =
            (grouped(samples.rows()), grouped(done as usize), grouped(checkpoint.update as usize));
        writeln!(out, "{rows} samples after {steps} steps of the machine at update {update}: {}", plain(&args.out))?;
    }
    work.interrupted(|| {
        format!("stopped after {done} of {} steps; the samples of that moment are in {}", args.steps, plain(&args.out))
    })
}

/// The chains at their start.
fn chains(
    checkpoint: &Checkpoint,
    start: Start,
    data: Option<&Dataset>,
    count: usize,
    seed: Seed,
) -> Result<Chains, CliError> {
    let rbm = &checkpoint.rbm;
    let rows = match start {
        Start::Random => return Chains::fair(rbm, count, seed, Stream::Samples).map_err(CliError::failed),
        Start::Data => data.map(|data| data.values.clone()).ok_or_else(|| {
            CliError::Usage("--start data: expected the data to start from; add --data DATA".to_owned())
        })?,
        Start::Chains => match &checkpoint.chains {
            Some(chains) if chains.rows() > 0 => (**chains).clone(),
            _ => {
                let update = checkpoint.update;
                return Err(CliError::failed(format!("--start chains: the run keeps no chains of update {update}")));
            }
        },
    };
    let sites = rows.sites();
    let values: Vec<u8> = rows.as_slice().iter().copied().cycle().take(count.saturating_mul(sites)).collect();
    Chains::at(rbm, &Configurations::new(values, sites), seed, Stream::Samples).map_err(CliError::failed)
}

/// Samples as a data set that can be written in any form, with the shape of the data and their letters, or those that
/// the run recorded.
fn dataset(
    checkpoint: &Checkpoint,
    samples: &Configurations,
    data: Option<&Dataset>,
    recorded: Option<String>,
) -> Dataset {
    let visible = checkpoint.rbm.visible();
    let mut dataset = Dataset::new("samples", samples.as_slice(), samples.sites(), visible.states());
    dataset.shape = data.and_then(|data| data.shape);
    let letters = data.and_then(|data| data.alphabet.clone());
    let protein = || (visible == VisibleUnits::Potts(21)).then(|| PROTEIN_LETTERS.to_owned());
    dataset.alphabet = letters
        .or(recorded)
        .or_else(protein)
        .filter(|letters| letters.chars().count() == usize::from(visible.states()));
    dataset
}
