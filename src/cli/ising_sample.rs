//! `glassbox ising sample`: configurations of an Ising model in equilibrium.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

use crate::cli::common::{Choice, CliError, Common, check_memory, number_within, one_of};
use crate::cli::progress::Work;
use crate::io::export::arrays::{self, NamedArray, Numbers};
use crate::io::ising_file;
use crate::io::text::plain;
use crate::physics::ising::{self, Graph, IsingModel, IsingSystem, Moves, Plan, SamplingError, sampling};

/// Most rows and sweeps: more are a slip of the finger.
const MOST: usize = 1 << 28;

const METHODS: &[Choice<Moves>] = &[
    ("glauber", Moves::Glauber, "Single spins from their heat bath, in order"),
    ("clusters", Moves::Clusters, "Clusters (Swendsen and Wang)"),
    ("tempering", Moves::Tempering, "Single spins on a ladder of temperatures"),
];

/// The model, and how many configurations of it.
#[derive(Args, Clone, Debug)]
pub struct SampleArgs {
    /// The graph; `square` has periodic boundaries, `random` three neighbours each, `sk` Gaussian couplings of variance 1/N
    #[arg(
        long,
        value_name = "ring|chain|square|random|sk|tree",
        value_parser = graph(),
        required_unless_present = "couplings",
        requires = "size",
        conflicts_with = "couplings"
    )]
    model: Option<Graph>,
    /// Number of spins; of the square lattice the length of its side
    #[arg(long, value_name = "L", allow_negative_numbers = true)]
    size: Option<usize>,
    /// The inverse temperature, in units of one over the pair coupling
    #[arg(long, default_value_t = 1.0, value_parser = finite, allow_hyphen_values = true)]
    beta: f64,
    /// The field of each spin, dimensionless
    #[arg(long, value_name = "H", default_value_t = 0.0, value_parser = finite, allow_hyphen_values = true)]
    field: f64,
    /// The coupling of three consecutive spins of a ring or chain, dimensionless
    #[arg(long, value_name = "K", default_value_t = 0.0, value_parser = finite, allow_hyphen_values = true)]
    three_body: f64,
    /// The couplings of a file instead (`fields`, `pairs`, `triples`), multiplied by --beta
    #[arg(long, value_name = "FILE.npz")]
    couplings: Option<PathBuf>,
    /// Number of configurations
    #[arg(long, value_name = "M", default_value_t = 10_000, allow_negative_numbers = true)]
    samples: usize,
    /// How configurations move; what suits the model unless given
    #[arg(long, value_parser = one_of(METHODS))]
    method: Option<Moves>,
    /// Sweeps from one configuration of a chain to the next
    #[arg(long, value_name = "K", default_value_t = 10, allow_negative_numbers = true)]
    sweeps: usize,
    /// Sweeps before the first configuration
    #[arg(long, value_name = "K", default_value_t = 1000, allow_negative_numbers = true)]
    thermalisation: usize,
    /// Write the configurations as `samples` with the couplings they came from
    #[arg(long, value_name = "FILE.npz")]
    out: Option<PathBuf>,
}

/// A graph by its name.
fn graph() -> impl TypedValueParser<Value = Graph> {
    PossibleValuesParser::new(Graph::NAMES.map(|(name, _)| name))
        .try_map(|name| Graph::of_name(&name).ok_or_else(|| format!("{name} is no graph")))
}

fn finite(text: &str) -> Result<f64, String> {
    number_within(text, f64::MIN, f64::MAX)
}

impl SampleArgs {
    /// The model that is asked for.
    fn model(&self, common: &Common) -> Result<IsingModel, CliError> {
        let usage = |error: &dyn std::fmt::Display| CliError::Usage(error.to_string());
        if let Some(path) = &self.couplings {
            return scaled(&ising_file::read(path)?, self.beta).map_err(|error| usage(&error));
        }
        let (Some(graph), Some(size)) = (self.model, self.size) else {
            return Err(CliError::Usage("give --model and --size, or --couplings".to_owned()));
        };
        let Self { beta, field, three_body, .. } = *self;
        let system = IsingSystem { graph, size, beta, field, three_body };
        system.model(common.seed()).map_err(|error| usage(&error))
    }

    fn check(&self, common: &Common) -> Result<(), CliError> {
        for (option, value) in [("--samples", self.samples), ("--sweeps", self.sweeps)] {
            if !(1..=MOST).contains(&value) {
                return Err(CliError::Usage(format!("{option} is {value}; it can be 1 to {MOST}")));
            }
        }
        if self.thermalisation > MOST {
            let found = self.thermalisation;
            return Err(CliError::Usage(format!("--thermalisation is {found}; it can be 0 to {MOST}")));
        }
        let inputs: Vec<&Path> = self.couplings.as_deref().into_iter().collect();
        self.out.as_ref().map_or(Ok(()), |out| common.check_output(out, inputs))
    }
}

/// The model with all couplings multiplied by β.
fn scaled(model: &IsingModel, beta: f64) -> Result<IsingModel, ising::IsingError> {
    let fields = model.fields().iter().map(|field| beta * field).collect();
    let pairs = model.pairs().iter().map(|pair| ising::Pair { value: beta * pair.value, ..*pair });
    let triples = model.triples().iter().map(|triple| ising::Triple { value: beta * triple.value, ..*triple });
    IsingModel::new(fields, pairs.collect(), triples.collect())
}

pub fn run(args: &SampleArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    args.check(common)?;
    let model = args.model(common)?;
    check_memory("Sampling", sampling::bytes(model.spins(), args.samples))?;
    let moves = args.method.unwrap_or_else(|| Moves::suited_to(&model));
    let plan = Plan { moves, rows: args.samples, thermalisation: args.thermalisation, spacing: args.sweeps };
    let work = Work::begin("samples", args.samples as u64);
    let samples = ising::sample(&model, plan, common.seed(), &|| work.stopped());
    work.finish();
    let samples = samples.map_err(|error| match error {
        SamplingError::Triples => CliError::Usage(format!("--method: {error}")),
        SamplingError::Stopped => CliError::failed("stopped before the samples were drawn; nothing was written"),
    })?;
    if let Some(path) = &args.out {
        let rows = samples.rows.view().to_owned().into_dyn();
        let mut arrays = vec![NamedArray { name: "samples", numbers: Numbers::Byte(rows) }];
        arrays.extend(ising_file::arrays(&model));
        arrays::write(path, common.overwrite, &arrays)?;
    }
    // At β = 0 every configuration is as likely as any other, whatever its energy.
    let energy = |value: f64| (args.beta != 0.0).then(|| value / args.beta);
    let mean = energy(samples.energy.mean);
    let correlation = neighbours(&model, &samples);
    let time = samples.autocorrelation_time;
    if common.json {
        let object = json!({
            "n": model.spins(),
            "samples": samples.rows.rows(),
            "method": METHODS.iter().find(|choice| choice.1 == moves).map(|choice| choice.0),
            "energy_mean": mean,
            "energy_stderr": energy(samples.energy.standard_error).map(f64::abs),
            "energy_per_spin": mean.map(|mean| mean / model.spins() as f64),
            "correlation_nn": correlation,
            "autocorrelation": time,
            "autocorrelation_reliable": samples.reliable,
            "sweeps_between": args.sweeps,
            "out": args.out.as_deref().map(plain),
        });
        return common.answer(out, &object);
    }
    writeln!(out, "{} configurations of {} spins", samples.rows.rows(), model.spins())?;
    if let Some(mean) = mean {
        let error = samples.energy.standard_error / args.beta.abs();
        let per_spin = mean / model.spins() as f64;
        writeln!(out, "energy {mean:.4} ± {error:.4}, {per_spin:.6} per spin")?;
    }
    if let Some(correlation) = correlation {
        writeln!(out, "correlation of coupled spins {correlation:.6}")?;
    }
    let trust = if samples.reliable { "" } else { " (of too short a series to be trusted)" };
    writeln!(out, "autocorrelation time of the energy {time:.2} sweeps{trust}; {} sweeps between", args.sweeps)?;
    if let Some(path) = &args.out {
        writeln!(out, "written to {}", plain(path))?;
    }
    Ok(())
}

/// ⟨s_i s_j⟩ averaged over the rows and the coupled pairs; `None` without pairs.
fn neighbours(model: &IsingModel, samples: &ising::Samples) -> Option<f64> {
    let pairs: Vec<_> = model.pairs().iter().filter(|pair| pair.value != 0.0).collect();
    let equal = |row: &[u8]| pairs.iter().filter(|pair| row.get(pair.i) == row.get(pair.j)).count();
    let equal: usize = samples.rows.iter_rows().map(equal).sum();
    let all = pairs.len() * samples.rows.rows();
    (all > 0).then(|| 2.0 * equal as f64 / all as f64 - 1.0)
}
