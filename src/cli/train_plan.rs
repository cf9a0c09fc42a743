//! What `glassbox train` is asked for, as the configuration of a run: a new one, or one that goes on.

use std::path::Path;

use crate::cli::common::{CliError, Common, check_memory};
use crate::cli::train::{TrainArgs, VisibleKind};
use crate::engine::rbm::{CheckpointPlan, TrainCmd, TrainConfig, USUAL_SPREAD};
use crate::io::datasets;
use crate::io::files::MAX_BYTES;
use crate::io::hdf5;
use crate::io::rbm_archive::{ArchiveWriter, OwnRecord};
use crate::io::run::{OpenRun, open_data};
use crate::io::standard;
use crate::io::text::plain;
use crate::physics::data::Dataset;
use crate::physics::rbm::{HiddenUnits, TrainingSettings, VisibleUnits};

/// Hidden units if none are asked for.
const USUAL_HIDDEN: u32 = 100;
/// Updates if none are asked for.
const USUAL_UPDATES: u64 = 1000;

/// A run that is about to begin.
pub struct Plan {
    /// Its configuration.
    pub config: TrainConfig,
    /// Changes of settings before its first update.
    pub changes: Vec<TrainCmd>,
    /// Where it is written.
    pub writer: ArchiveWriter,
}

/// The plan of a new run.
pub fn begin(args: &TrainArgs, common: &Common) -> Result<Plan, CliError> {
    let (Some(source), Some(out)) = (&args.data, &args.out) else {
        return Err(CliError::Usage("expected DATA and --out RUN, or --resume RUN".to_owned()));
    };
    // A name that cannot be written is refused before anything is read.
    check_name(out)?;
    common.check_output(out, args.filter.inputs().chain([Path::new(source)]))?;
    let data = open_data(&source.parse()?, &args.filter.options(), args.reweighted, common.seed())?;
    common.note(&data.rows);
    let config = TrainConfig {
        visible: visible_units(args.visible, &data.rows)?,
        hidden: args.hidden_units.unwrap_or(HiddenUnits::Bernoulli),
        hidden_units: args.hidden.unwrap_or(USUAL_HIDDEN) as usize,
        settings: settings(args, TrainingSettings::default()),
        initial_spread: args.spread.unwrap_or(USUAL_SPREAD),
        updates: args.updates.unwrap_or(USUAL_UPDATES),
        checkpoints: checkpoint_plan(args, CheckpointPlan::default()),
        fixed_point_starts: 0,
        measured: false,
        seed: common.seed(),
        before: None,
        data: Some(data),
    };
    check_memory("This training", config.memory().map_err(CliError::failed)?)?;
    let writer = ArchiveWriter::new(out, common.overwrite, OwnRecord::of(&config))?;
    Ok(Plan { config, changes: Vec::new(), writer })
}

/// The plan of a run that goes on from the last checkpoint of an archive.
pub fn resume(path: &Path, args: &TrainArgs, common: &Common) -> Result<Plan, CliError> {
    // Before a large file is read: its checkpoints are taken to memory, at most so many of them.
    if standard::is_input(path) && args.out.is_none() {
        return Err(CliError::Usage("--resume -: the run that goes on needs a file; add --out RUN".to_owned()));
    }
    let bytes = path.metadata().map_or(0, |file| file.len()).min(MAX_BYTES);
    check_memory("Going on with this run", bytes.saturating_mul(2))?;
    let mut run = OpenRun::read(path, common.seed())?;
    common.add_notes(&run.name, &run.notes);
    if run.recorded {
        check_recorded(&run, args, common)?;
    } else {
        check_foreign(&run, args, common)?;
    }
    let written = run.record.clone();
    let data = run.open_data(args.data.as_deref(), &args.filter.options(), args.reweighted)?;
    common.note(&data.rows);
    let usual = if run.recorded { run.record.updates } else { run.last.update.saturating_add(USUAL_UPDATES) };
    run.record.updates = end(&run, args.updates.unwrap_or(usual))?;
    run.record.checkpoints = checkpoint_plan(args, run.record.checkpoints);
    if !run.recorded {
        run.record.settings = settings(args, run.record.settings);
        run.record.initial_spread = args.spread.unwrap_or(run.record.initial_spread);
    }
    let run = run.with_data(data);
    check_memory("This training", run.config(false).memory().map_err(CliError::failed)?)?;
    let inputs = args.filter.inputs().chain(args.data.as_deref().map(Path::new));
    let writer = if let Some(out) = args.out.as_deref().filter(|out| !run.recorded || *out != path) {
        check_name(out)?;
        common.check_output(out, inputs.chain([path]))?;
        ArchiveWriter::new(out, common.overwrite, run.record.clone())?
    } else {
        let mut writer = ArchiveWriter::continuing(path, written, &run.trajectory.checkpoints)?;
        writer.set_record(run.record.clone());
        writer
    };
    // Checkpoints that have settings of their own go on with those.
    Ok(Plan { config: run.config(false), changes: changes(args), writer })
}

/// Refuses the name of something that is no archive.
fn check_name(out: &Path) -> Result<(), CliError> {
    if standard::is_output(out) {
        let sentence = "--out: an archive is not written from its beginning to its end; expected the name of a file";
        return Err(CliError::Usage(sentence.to_owned()));
    }
    let ending = out.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if hdf5::has_its_ending(out) || !datasets::endings().contains(&ending.as_str()) {
        return Ok(());
    }
    Err(CliError::Usage(format!("--out: expected the name of an archive (.h5), found {}", plain(out))))
}

/// A run of this program goes on as if it had never stopped: with its own data, seed and settings.
fn check_recorded(run: &OpenRun, args: &TrainArgs, common: &Common) -> Result<(), CliError> {
    refuse_fixed(args)?;
    match common.given_seed().filter(|&seed| seed != run.record.seed) {
        Some(seed) => {
            let sentence =
                format!("--seed is {seed}; the run in {} goes on with its own, {}", run.name, run.record.seed);
            Err(CliError::Usage(sentence))
        }
        None => Ok(()),
    }
}

/// A run of another program needs data, and a file of its own.
fn check_foreign(run: &OpenRun, args: &TrainArgs, common: &Common) -> Result<(), CliError> {
    match (&args.data, &args.out) {
        (Some(_), Some(out)) => {
            check_name(out)?;
            common.check_output(out, [])
        }
        _ => Err(CliError::Usage(format!(
            "{} was not written by this program: expected DATA that it learnt from, and --out RUN for the run that \
             goes on from it",
            run.name
        ))),
    }
}

/// The last update of a run that goes on: beyond those it has.
fn end(run: &OpenRun, updates: u64) -> Result<u64, CliError> {
    let (done, name) = (run.last.update, &run.name);
    if updates > done {
        return Ok(updates);
    }
    Err(CliError::Usage(format!("--updates is {updates}; {name} has {done} updates already, and goes on to more")))
}

/// Options that make another run of it.
fn refuse_fixed(args: &TrainArgs) -> Result<(), CliError> {
    let given = [
        ("--hidden", args.hidden.is_some()),
        ("--hidden-units", args.hidden_units.is_some()),
        ("--visible", args.visible.is_some()),
        ("--method", args.method.is_some()),
        ("--batch", args.batch.is_some()),
        ("--chains", args.chains.is_some()),
        ("--no-centering", args.no_centering),
        ("--spread", args.spread.is_some()),
        ("--reweighted", args.reweighted),
    ];
    let given = given.into_iter().find_map(|(option, given)| given.then_some(option));
    match given.or_else(|| args.filter.given().next()) {
        Some(option) => Err(CliError::Usage(format!("{option} cannot change while a run goes on"))),
        None => Ok(()),
    }
}

/// Options that may change while a run goes on.
fn changes(args: &TrainArgs) -> Vec<TrainCmd> {
    let commands = [
        args.learning_rate.map(TrainCmd::LearningRate),
        args.decay.map(TrainCmd::Decay),
        args.gibbs_steps.map(TrainCmd::GibbsSteps),
        args.l1.map(TrainCmd::L1),
        args.l2.map(TrainCmd::L2),
        args.largest_norm.map(|norm| TrainCmd::LargestNorm(Some(norm))),
    ];
    commands.into_iter().flatten().collect()
}

fn settings(args: &TrainArgs, usual: TrainingSettings) -> TrainingSettings {
    let whole = |number: Option<u32>, usual: usize| number.map_or(usual, |number| number as usize);
    let batch = whole(args.batch, usual.batch);
    TrainingSettings {
        method: args.method.unwrap_or(usual.method),
        gibbs_steps: args.gibbs_steps.unwrap_or(usual.gibbs_steps),
        batch,
        chains: whole(args.chains, usual.chains),
        learning_rate: args.learning_rate.unwrap_or(usual.learning_rate),
        decay: args.decay.unwrap_or(usual.decay),
        centred: usual.centred && !args.no_centering,
        l1: args.l1.unwrap_or(usual.l1),
        l2: args.l2.unwrap_or(usual.l2),
        largest_norm: args.largest_norm.or(usual.largest_norm),
    }
}

/// Which updates are kept.
fn checkpoint_plan(args: &TrainArgs, usual: CheckpointPlan) -> CheckpointPlan {
    CheckpointPlan {
        count: args.checkpoints.map_or(usual.count, |count| count as usize),
        spacing: args.spacing.unwrap_or(usual.spacing),
    }
}

/// The visible units that are asked for, or that the data suggest.
fn visible_units(asked: Option<VisibleKind>, data: &Dataset) -> Result<VisibleUnits, CliError> {
    let states = data.states;
    match asked {
        None | Some(VisibleKind::Bernoulli) if data.is_binary() => Ok(VisibleUnits::Bernoulli),
        None | Some(VisibleKind::Potts) => Ok(VisibleUnits::Potts(states)),
        Some(VisibleKind::Ising) if data.is_binary() => Ok(VisibleUnits::Ising),
        Some(_) => Err(CliError::Usage(format!(
            "--visible: expected potts for {}, whose sites have {states} values",
            data.name
        ))),
    }
}
