//! `glassbox train`: trains a restricted Boltzmann machine and keeps its checkpoints as they come.

use std::collections::BTreeMap;
use std::env;
use std::io::{Write, stderr};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::common::{Choice, CliError, Common, DataFilter, number_within, one_of};
use crate::cli::progress::Work;
use crate::cli::train_plan::{self, Plan};
use crate::engine::core::driver::Driver;
use crate::engine::core::session::Command;
use crate::engine::core::stopwatch::Stopwatch;
use crate::engine::rbm::{Event, Happening, Spacing, Stage, Train, TrainCmd};
use crate::io::datasets;
use crate::io::rbm_archive::{ArchiveError, ArchiveWriter};
use crate::io::text::{count, grouped, plain};
use crate::physics::rbm::{Checkpoint, HiddenUnits, Method, VisibleUnits};

/// After checkpoints were written, those that come are gathered for this many times as long as that took: the cost of
/// writing grows with what is in the file, and stays a tenth of the training.
const GATHERED: f64 = 9.0;
/// The largest number of Gibbs steps of an update, and of rows or chains.
const MOST: i64 = 1 << 20;

/// Trains a machine on data; the run can be opened by glassbox, by the rbms package and by its relatives.
#[derive(Args, Clone, Debug)]
pub struct TrainArgs {
    /// The data.
    #[arg(value_name = "DATA", required_unless_present = "resume", help = datasets::sources())]
    pub data: Option<String>,
    /// What to keep of the data.
    #[command(flatten)]
    pub filter: DataFilter,
    /// The archive of checkpoints (.h5)
    #[arg(long, value_name = "RUN", required_unless_present = "resume")]
    pub out: Option<PathBuf>,
    /// Go on from the last checkpoint of this run, in the same file unless --out names another; as if it had never
    /// stopped
    #[arg(long, value_name = "RUN")]
    pub resume: Option<PathBuf>,
    /// Number of hidden units; 100 unless given
    #[arg(long, value_name = "H", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub hidden: Option<u32>,
    /// Kind of the hidden units; bernoulli unless given
    #[arg(long, value_parser = one_of(&HIDDEN_UNITS))]
    pub hidden_units: Option<HiddenUnits>,
    /// Kind of the visible units; bernoulli for data of two values, else potts, unless given
    #[arg(long, value_enum)]
    pub visible: Option<VisibleKind>,
    /// Where chains of the negative phase start: pcd where the update before left them, cd at the minibatch, rdm at noise
    #[arg(long, value_parser = one_of(&METHODS))]
    pub method: Option<Method>,
    /// Gibbs steps k in each update; 20 unless given
    #[arg(long, value_name = "K", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=MOST))]
    pub gibbs_steps: Option<u32>,
    /// Rows of a minibatch; 500 unless given, all where there are fewer
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=MOST))]
    pub batch: Option<u32>,
    /// Number of chains; 500 unless given
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=MOST))]
    pub chains: Option<u32>,
    /// Learning rate η; 0.01 unless given
    #[arg(long, value_name = "RATE", allow_hyphen_values = true, value_parser = not_negative)]
    pub learning_rate: Option<f64>,
    /// The learning rate at update t is RATE / (1 + DECAY t); 0 unless given
    #[arg(long, value_name = "DECAY", allow_hyphen_values = true, value_parser = not_negative)]
    pub decay: Option<f64>,
    /// Number of updates, of a resumed run from its beginning; 1000 unless given
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub updates: Option<u64>,
    /// How many checkpoints are kept besides the start; 50 unless given
    #[arg(long, value_name = "M", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub checkpoints: Option<u32>,
    /// How checkpoints lie along the updates; log unless given
    #[arg(long, value_parser = one_of(&SPACINGS))]
    pub spacing: Option<Spacing>,
    /// Plain gradient instead of the centred one
    #[arg(long)]
    pub no_centering: bool,
    /// Sparsity: the gradient loses L1 sign(W)
    #[arg(long, value_name = "L1", allow_hyphen_values = true, value_parser = not_negative)]
    pub l1: Option<f64>,
    /// Weight decay: the gradient loses L2 W
    #[arg(long, value_name = "L2", allow_hyphen_values = true, value_parser = not_negative)]
    pub l2: Option<f64>,
    /// Scale gradients down to this norm where they are longer
    #[arg(long, value_name = "NORM", allow_hyphen_values = true, value_parser = positive)]
    pub largest_norm: Option<f64>,
    /// Standard deviation of the weights at update 0; 0.01 unless given
    #[arg(long, value_name = "SPREAD", allow_hyphen_values = true, value_parser = spread)]
    pub spread: Option<f64>,
    /// Weight rows by 1 / (number of rows at least 80 % identical), for sequences
    #[arg(long)]
    pub reweighted: bool,
}

/// Kinds of visible units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VisibleKind {
    /// {0, 1}
    Bernoulli,
    /// ±1
    Ising,
    /// Several states
    Potts,
}

/// Kinds of hidden units by their names here.
const HIDDEN_UNITS: [Choice<HiddenUnits>; 2] =
    [("bernoulli", HiddenUnits::Bernoulli, "{0, 1}"), ("ising", HiddenUnits::Ising, "±1")];
const METHODS: [Choice<Method>; 3] = [
    ("pcd", Method::Persistent, "Persistent chains"),
    ("cd", Method::ContrastiveDivergence, "Chains that start at the minibatch"),
    ("rdm", Method::Random, "Chains that start at noise"),
];
/// How checkpoints lie.
const SPACINGS: [Choice<Spacing>; 2] =
    [("log", Spacing::Logarithmic, "By equal factors"), ("linear", Spacing::Linear, "By equal numbers of updates")];

fn not_negative(text: &str) -> Result<f64, String> {
    number_within(text, 0.0, f64::INFINITY)
}

fn positive(text: &str) -> Result<f64, String> {
    let number = number_within(text, 0.0, f64::INFINITY).ok().filter(|&number| number > 0.0);
    number.ok_or_else(|| "expected a finite number above 0".to_owned())
}

fn spread(text: &str) -> Result<f64, String> {
    number_within(text, 0.0, 10.0)
}

pub fn run(args: &TrainArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let Plan { config, changes, writer } = match &args.resume {
        Some(run) => train_plan::resume(run, args, common)?,
        None => train_plan::begin(args, common)?,
    };
    let mut driver = Driver::<Train>::new(&config).map_err(CliError::failed)?;
    if !changes.is_empty() {
        // Kept at once, so that a run that is killed goes on with them.
        for change in changes.into_iter().chain([TrainCmd::Keep]) {
            driver.apply(Command::Model(change)).map_err(CliError::failed)?;
        }
    }
    let begun_at = driver.session().updates();
    let before = config.before.as_deref().map(|past| &past.trajectory);
    let seconds = before.and_then(|before| before.last()?.seconds).unwrap_or(0.0);
    let saved = before.into_iter().flat_map(|before| &before.checkpoints).take(writer.checkpoints_written());
    let saved = Arc::new(saved.cloned().collect());
    let mut keeper = Keeper {
        seen: Arc::clone(&saved),
        saved,
        writer,
        clock: Stopwatch::start(),
        before: seconds,
        came: BTreeMap::new(),
        next: 0.0,
        lost: None,
    };
    // A file that cannot be written is worth knowing before the work.
    keeper.save(driver.session())?;
    driver.apply(Command::Run).map_err(CliError::failed)?;
    let work = Work::begin("updates", config.updates.saturating_sub(begun_at));
    while driver.has_work() && !work.stopped() {
        driver.advance(&|| work.stopped());
        keeper.follow(driver.session());
        work.advance(driver.session().updates().saturating_sub(begun_at));
    }
    if work.stopped() {
        driver.apply(Command::Model(TrainCmd::Keep)).map_err(CliError::failed)?;
    }
    let seconds = keeper.clock.seconds();
    work.finish();
    let moved = keeper.finish(driver.session())?;
    let session = driver.session();
    let made = session.updates() - begun_at;
    let rate = if seconds > 0.0 { made as f64 / seconds } else { 0.0 };
    let place = keeper.writer.path().to_path_buf();
    let halted = match session.stage() {
        Stage::Halted(sentence) => Some(sentence.clone()),
        _ => None,
    };
    if common.json {
        let object = json!({
            "updates": session.updates(),
            "updates_made": made,
            "seconds": seconds,
            "updates_per_second": rate,
            "checkpoints": session.checkpoints().len(),
            "out": place.to_string_lossy(),
            "halted": halted,
        });
        common.answer(out, &object)?;
    } else {
        let title = keeper.writer.record().settings.title();
        let (updates, kept) = (grouped(made as usize), count(session.checkpoints().len(), "checkpoint"));
        writeln!(
            out,
            "{} by {title}: {updates} updates in {seconds:.1} s ({rate:.1} per second); {kept} in {}",
            machine(session),
            plain(&place)
        )?;
    }
    let update = session.updates();
    if let Some(sentence) = halted {
        return Err(CliError::failed(format!("{sentence} in {}", plain(&place))));
    }
    if let Some(error) = moved {
        return Err(CliError::failed(format!("{error}; the run was saved as {} instead", plain(&place))));
    }
    // Ctrl-C after the last update cut nothing short.
    if matches!(session.stage(), Stage::Complete) {
        return Ok(());
    }
    let end = config.updates;
    work.interrupted(|| {
        format!("stopped after {update} of {end} updates; --resume {} goes on from there", plain(&place))
    })
}

/// `784 × 100`.
fn machine(session: &Train) -> String {
    let Some(last) = session.checkpoints().last() else { return String::new() };
    let (sites, hidden) = (grouped(last.rbm.sites()), grouped(last.rbm.hidden_units()));
    match last.rbm.visible() {
        VisibleUnits::Potts(states) => format!("{sites} × {states} × {hidden}"),
        VisibleUnits::Bernoulli | VisibleUnits::Ising => format!("{sites} × {hidden}"),
    }
}

/// Writes checkpoints as they come.
struct Keeper {
    writer: ArchiveWriter,
    /// The checkpoints that the writer has.
    saved: Arc<Vec<Arc<Checkpoint>>>,
    clock: Stopwatch,
    before: f64,
    /// The checkpoints when it was last looked at, and when each came.
    seen: Arc<Vec<Arc<Checkpoint>>>,
    came: BTreeMap<u64, f64>,
    /// When there will be time to write again.
    next: f64,
    lost: Option<ArchiveError>,
}

impl Keeper {
    /// Writes what is new; where that fails the run goes on in memory, which is said once.
    fn follow(&mut self, session: &Train) {
        self.look(session);
        if Arc::ptr_eq(session.checkpoints(), &self.saved) || self.clock.seconds() < self.next {
            return;
        }
        let begun = self.clock.seconds();
        if let Err(error) = self.save(session) {
            if self.lost.is_none() {
                // Whether or not it can be said, the training goes on.
                writeln!(stderr(), "glassbox: {error}; the training goes on in memory").ok();
            }
            self.lost = Some(error);
        } else {
            self.lost = None;
        }
        let ended = self.clock.seconds();
        self.next = ended + GATHERED * (ended - begun);
    }

    /// Notes when a checkpoint came.
    fn look(&mut self, session: &Train) {
        if !Arc::ptr_eq(session.checkpoints(), &self.seen) {
            self.seen = Arc::clone(session.checkpoints());
            let now = self.before + self.clock.seconds();
            self.came.extend(self.seen.last().map(|last| (last.update, now)));
        }
    }

    /// Brings the file up to date.
    fn save(&mut self, session: &Train) -> Result<(), ArchiveError> {
        self.look(session);
        let now = self.before + self.clock.seconds();
        let new: Vec<Arc<Checkpoint>> = session
            .checkpoints()
            .iter()
            .enumerate()
            // The last one is another where settings were changed at its update.
            .filter(|&(index, checkpoint)| self.saved.get(index).is_none_or(|saved| !Arc::ptr_eq(saved, checkpoint)))
            .map(|(_, checkpoint)| {
                if checkpoint.seconds.is_some() {
                    return Arc::clone(checkpoint);
                }
                let seconds = Some(self.came.get(&checkpoint.update).copied().unwrap_or(now));
                Arc::new(Checkpoint { seconds, ..(**checkpoint).clone() })
            })
            .collect();
        let mut record = self.writer.record().clone();
        for change in session.events().iter().filter_map(change) {
            if !record.changes.contains(&change) {
                record.changes.push(change);
            }
        }
        self.writer.set_record(record);
        // The writer keeps what it was given, also where it cannot write it.
        self.saved = Arc::clone(session.checkpoints());
        self.writer.write(&new)
    }

    /// Writes the rest; what cannot be written where it should be is saved among temporary files, and the reason given.
    fn finish(&mut self, session: &Train) -> Result<Option<ArchiveError>, CliError> {
        let Err(error) = self.save(session) else { return Ok(None) };
        let name = self.writer.path().file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let refuge = (0..1000)
            .map(|number| env::temp_dir().join(format!("{name}-saved-{number}.h5")))
            .find(|path| !path.exists())
            .unwrap_or_else(|| env::temp_dir().join(format!("{name}-saved.h5")));
        match self.writer.move_to(&refuge, false) {
            Ok(()) => Ok(Some(error)),
            Err(also) => Err(CliError::failed(format!("{error}; nor could the run be saved elsewhere: {also}"))),
        }
    }
}

/// A change of settings, to be recorded.
fn change(event: &Event) -> Option<(u64, String)> {
    match &event.happening {
        Happening::Setting(sentence) => Some((event.update, sentence.clone())),
        _ => None,
    }
}
