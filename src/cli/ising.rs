//! `glassbox ising`: Ising models and their samples.

use std::io::Write;

use clap::{Args, Subcommand};

use crate::cli::common::{CliError, Common};
use crate::cli::{ising_infer, ising_sample};

/// Ising models.
#[derive(Args, Clone, Debug)]
pub struct IsingArgs {
    #[command(subcommand)]
    task: Task,
}

/// What is asked.
#[derive(Subcommand, Clone, Debug)]
enum Task {
    /// Draws configurations of a model in equilibrium, and says how independent they are
    ///
    /// Energies in JSON are those of the whole model in units of the pair coupling; `energy_per_spin` is their mean divided by
    /// N. `autocorrelation` is the integrated time of the energy in sweeps, 0.5 for independent configurations.
    Sample(ising_sample::SampleArgs),
    /// Reads fields, pairs and triples back from rows, with error bars
    ///
    /// Couplings are dimensionless: the inverse temperature is part of them. `stderr` in JSON says by which `method`: sandwich,
    /// Fisher information or bootstrap; it is null where it is not known.
    Infer(Box<ising_infer::InferArgs>),
}

pub fn run(args: &IsingArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.task {
        Task::Infer(args) => ising_infer::run(args, common, out),
        Task::Sample(args) => ising_sample::run(args, common, out),
    }
}
