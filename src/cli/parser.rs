//! The command line as a whole: what there is, and how a command ends.

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::cli::answer::Answer;
use crate::cli::common::{CliError, Common};
use crate::cli::{
    anneal, bench, boltzmann, contacts, couplings, data, distances, examples, info, ising, lesson, likelihood,
    mistyped, modes, notes, pages, progress, recall, sample, sweep, tap, theory, train, tree,
};
#[cfg(feature = "gui")]
use crate::cli::{film, screenshot, window};

/// A laboratory for energy-based models. Without a command it opens the window.
#[derive(Parser, Debug)]
#[command(name = "glassbox", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Action>,
    #[cfg(feature = "gui")]
    #[command(flatten)]
    window: window::WindowArgs,
    #[command(flatten)]
    common: Common,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Stores patterns in a Hopfield network and recalls one from a corrupted cue
    ///
    /// Energies in JSON are those of the whole network; `energy_per_spin` is their mean divided by N.
    Recall(recall::RecallArgs),
    /// Cools Hopfield networks by a schedule of temperature and says where they end
    ///
    /// Energies in JSON are those of the whole network; `energy_per_spin` is their mean divided by N.
    Anneal(anneal::AnnealArgs),
    /// Formulas of the theory with their numbers
    Theory(theory::TheoryArgs),
    /// Measures random memories over a grid of loads, sizes, distances or temperatures
    Sweep(sweep::SweepArgs),
    /// Ising models: rows of configurations, and couplings read back from rows
    Ising(ising::IsingArgs),
    /// A Boltzmann machine with hidden units learns a distribution
    ///
    /// `weights` in JSON is the whole symmetric matrix, visible units before hidden ones, at inverse temperature 1. `kl` and
    /// `log_likelihood` are in nats, and null where there are more than 20 units in all.
    Boltzmann(Box<boltzmann::BoltzmannArgs>),
    /// Trains a restricted Boltzmann machine and keeps its checkpoints
    Train(Box<train::TrainArgs>),
    /// What a run file holds: machine, layout, checkpoints
    Info(info::InfoArgs),
    /// Singular values of the weights of a run along its training, and their vectors
    Modes(modes::ModesArgs),
    /// How alike the columns of the weights are, and how alike samples are
    Distances(distances::DistancesArgs),
    /// ln Z of a machine and the likelihood of data under it
    ///
    /// `log_z_stderr_reliable` in JSON is false where few chains carry the weight of an estimate: ln Z may then be higher
    /// by more than the error says. `weighted` says that rows are weighted by how many are similar, as the run was trained.
    Likelihood(likelihood::LikelihoodArgs),
    /// Mean-field fixed points of a machine: where starts end, and how deep each basin is
    Tap(tap::TapArgs),
    /// Fields, pairs and triples of the visible units that a machine has learnt
    ///
    /// Couplings are those of ±1 spins also for {0, 1} machines; `--method lattice-gas` gives the {0, 1} expansion.
    Couplings(couplings::CouplingsArgs),
    /// The tree that the fixed points of a run make, and how well it agrees with labels
    Tree(Box<tree::TreeArgs>),
    /// Which sites are in contact, by their couplings in aligned sequences
    ///
    /// Sites are counted from 0. `ppv` in JSON is the fraction of contacts among the first pairs of known distance.
    Contacts(contacts::ContactsArgs),
    /// Draws samples from a machine
    Sample(sample::SampleArgs),
    /// Data sets: what there is, what is in them, and other forms of them
    Data(data::DataArgs),
    /// Lessons: lists them, measures their numbers, checks one, puts the results of a class together
    Lesson(lesson::LessonArgs),
    /// Measures speed next to the machine's own limit
    Bench(bench::BenchArgs),
    /// Writes pictures of the window, without opening one
    #[cfg(feature = "gui")]
    Screenshot(screenshot::ScreenshotArgs),
    /// Makes a film of a lab, without opening a window
    ///
    /// A run that is played begins at its start and goes at `--speed`, in film time: what the machine needs for a picture
    /// changes nothing in it.
    #[cfg(feature = "gui")]
    Film(film::FilmArgs),
    /// Prints a script by which a shell completes commands and options
    Completions(pages::CompletionsArgs),
    /// Prints the page of a command for the manual, or writes those of all commands to a folder
    Man(pages::ManArgs),
}

/// The parser: every command with its options and examples.
pub fn command() -> clap::Command {
    examples::attach(Cli::command(), "")
}

/// Parses the command line and carries it out.
pub fn main() -> ExitCode {
    let parsed = command().try_get_matches().and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            if let Some(sentence) = mistyped::sentence(env::args_os()).filter(|_| error.use_stderr()) {
                return failed(&CliError::Usage(sentence));
            }
            // Help and version are no errors; wrong usage ends with 2.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            return match error.print() {
                Ok(()) => ExitCode::from(code),
                Err(error) => failed(&CliError::Output(error)),
            };
        }
    };
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

/// Says why a command failed.
fn failed(error: &CliError) -> ExitCode {
    if error.is_closed_pipe() {
        return ExitCode::SUCCESS;
    }
    let code = ExitCode::from(error.exit_code());
    let remedy = error.remedy();
    if writeln!(io::stderr(), "glassbox: {error}{remedy}").is_ok() { code } else { ExitCode::from(1) }
}

fn run(cli: &Cli) -> Result<(), CliError> {
    notes::set_quiet(cli.common.quiet);
    let Some(command) = &cli.command else {
        #[cfg(feature = "gui")]
        return window::run(&cli.window, &cli.common);
        #[cfg(not(feature = "gui"))]
        return Err(CliError::Usage("this build has no window; name a command, or see --help".to_owned()));
    };
    #[cfg(feature = "gui")]
    cli.window.refuse_beside_a_command()?;
    cli.common.use_threads(None)?;
    progress::listen_for_interrupt()?;
    let mut out = Answer::new(&cli.common);
    carry_out(command, &cli.common, &mut out)?;
    Ok(out.flush()?)
}

fn parsed(words: impl IntoIterator<Item = String>) -> Result<Cli, CliError> {
    let words = std::iter::once("glassbox".to_owned()).chain(words);
    let parsed =
        Cli::command().try_get_matches_from(words).and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    // The first line says what is wrong; the others how it is used.
    parsed.map_err(|error| {
        let text = error.to_string();
        let first = text.lines().next().unwrap_or("");
        CliError::Usage(first.strip_prefix("error: ").unwrap_or(first).to_owned())
    })
}

/// Says whether these words, without the name of the program, are a command.
pub fn check(words: impl IntoIterator<Item = String>) -> Result<(), CliError> {
    match parsed(words)?.command {
        Some(_) => Ok(()),
        None => Err(CliError::Usage("there is no command in it".to_owned())),
    }
}

/// What a command prints, run within this one: `words` without the name of the program.
pub fn answer(words: impl IntoIterator<Item = String>) -> Result<Vec<u8>, CliError> {
    let cli = parsed(words)?;
    let mut printed = Vec::new();
    match &cli.command {
        Some(command) => carry_out(command, &cli.common, &mut printed)?,
        None => return Err(CliError::Usage("there is no command in it".to_owned())),
    }
    Ok(printed)
}

fn carry_out(command: &Action, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    match command {
        Action::Recall(args) => recall::run(args, common, out),
        Action::Anneal(args) => anneal::run(args, common, out),
        Action::Theory(args) => theory::run(args, common, out),
        Action::Sweep(args) => sweep::run(args, common, out),
        Action::Ising(args) => ising::run(args, common, out),
        Action::Boltzmann(args) => boltzmann::run(args, common, out),
        Action::Train(args) => train::run(args, common, out),
        Action::Info(args) => info::run(args, common, out),
        Action::Modes(args) => modes::run(args, common, out),
        Action::Distances(args) => distances::run(args, common, out),
        Action::Likelihood(args) => likelihood::run(args, common, out),
        Action::Tap(args) => tap::run(args, common, out),
        Action::Couplings(args) => couplings::run(args, common, out),
        Action::Tree(args) => tree::run(args, common, out),
        Action::Contacts(args) => contacts::run(args, common, out),
        Action::Sample(args) => sample::run(args, common, out),
        Action::Data(args) => data::run(args, common, out),
        Action::Lesson(args) => lesson::run(args, common, out),
        Action::Bench(args) => bench::run(args, common, out),
        #[cfg(feature = "gui")]
        Action::Screenshot(args) => screenshot::run(args, common, out),
        #[cfg(feature = "gui")]
        Action::Film(args) => film::run(args, common, out),
        Action::Completions(args) => pages::completions(args, common, out),
        Action::Man(args) => pages::man(args, common, out),
    }
}
