//! What `glassbox train` is asked for, as the configuration of a run: a new one, or one that goes on.

use std::io::{Write as _, stderr};
use std::path::Path;
use std::sync::Arc;

use crate::cli::common::{CliError, Common, DataFilter};
use crate::cli::run_file::data_of_run;
use crate::cli::train::{HiddenKind, Layout, TrainArgs, TrainedBy, VisibleKind};
use crate::engine::rbm::{CheckpointPlan, Spacing, TrainCmd, TrainConfig, TrainingData};
use crate::io::rbm_archive::{self, Archive, ArchiveWriter, DataReference, OwnRecord};
use crate::io::text::plain;
use crate::physics::data::Dataset;
use crate::physics::rbm::{HiddenUnits, Method, TrainingSettings, VisibleUnits};
use crate::physics::seed::Seed;

/// Hidden units if none are asked for.
const USUAL_HIDDEN: u32 = 100;
/// Updates if none are asked for.
const USUAL_UPDATES: u64 = 1000;
/// Spread of the weights at update 0 if none is asked for.
const USUAL_SPREAD: f64 = 0.01;

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
    crate::io::atomic::check(out, common.overwrite)?;
    let data = args.filter.open(source, common.seed())?;
    let config = TrainConfig {
        visible: visible_units(args.visible, &data)?,
        hidden: args.hidden_units.map_or(HiddenUnits::Bernoulli, HiddenKind::units),
        hidden_units: args.hidden.unwrap_or(USUAL_HIDDEN) as usize,
        settings: settings(args, TrainingSettings::default()),
        initial_spread: args.spread.unwrap_or(USUAL_SPREAD),
        updates: args.updates.unwrap_or(USUAL_UPDATES),
        checkpoints: checkpoint_plan(args, CheckpointPlan::default()),
        fixed_point_starts: 0,
        measured: false,
        seed: common.seed(),
        before: None,
        data: Some(TrainingData { rows: Arc::new(data), source: source.clone(), reweighted: args.reweighted }),
    };
    let record = record(&config, &args.filter);
    let writer = ArchiveWriter::new(out, common.overwrite, record)?;
    Ok(Plan { config, changes: Vec::new(), writer })
}

/// The plan of a run that goes on from the last checkpoint of an archive.
pub fn resume(run: &Path, args: &TrainArgs, common: &Common) -> Result<Plan, CliError> {
    let archive = rbm_archive::read(run)?;
    for note in &archive.notes {
        // Whether or not it can be said, the run goes on.
        writeln!(stderr(), "glassbox: {}: {note}", plain(run)).ok();
    }
    match &archive.own {
        Some(record) => resume_own(run, &archive, record.clone(), args, common),
        None => resume_foreign(run, &archive, args, common),
    }
}

/// A run of this program: its data, seed and settings are known, and it goes on as if it had never stopped.
fn resume_own(
    run: &Path,
    archive: &Archive,
    mut record: OwnRecord,
    args: &TrainArgs,
    common: &Common,
) -> Result<Plan, CliError> {
    refuse_fixed(args)?;
    if let Some(seed) = common.given_seed().filter(|&seed| seed != record.seed) {
        let sentence = format!("--seed is {seed}; the run in {} goes on with its own, {}", plain(run), record.seed);
        return Err(CliError::Usage(sentence));
    }
    let written = record.clone();
    let reweighted = record.data.as_ref().is_some_and(|reference| reference.reweighted);
    let (source, data) = data_of_run(run, &record, args.data.as_deref())?;
    record.updates = end(run, archive, args.updates.unwrap_or(record.updates))?;
    record.checkpoints = checkpoint_plan(args, record.checkpoints);
    let config = TrainConfig {
        data: Some(TrainingData { rows: Arc::new(data), source, reweighted }),
        visible: record.visible,
        hidden: record.hidden,
        hidden_units: record.hidden_units,
        settings: record.settings,
        initial_spread: record.initial_spread,
        updates: record.updates,
        checkpoints: record.checkpoints,
        fixed_point_starts: record.fixed_point_starts,
        measured: false,
        seed: Seed(record.seed),
        before: Some(Arc::new(archive.trajectory.clone())),
    };
    let writer = if let Some(out) = args.out.as_deref().filter(|out| *out != run) {
        ArchiveWriter::new(out, common.overwrite, record)?
    } else {
        let mut writer = ArchiveWriter::continuing(run, written, &archive.trajectory.checkpoints)?;
        writer.set_record(record);
        writer
    };
    Ok(Plan { config, changes: changes(args), writer })
}

/// A run of another program: data come from the command line, settings from there or from what the file says.
fn resume_foreign(run: &Path, archive: &Archive, args: &TrainArgs, common: &Common) -> Result<Plan, CliError> {
    let (Some(source), Some(out)) = (&args.data, &args.out) else {
        let sentence = format!(
            "{} was not written by this program: expected DATA that it learnt from, and --out RUN for the run that \
             goes on from it",
            plain(run)
        );
        return Err(CliError::Usage(sentence));
    };
    crate::io::atomic::check(out, common.overwrite)?;
    let Some(last) = archive.trajectory.last() else {
        return Err(CliError::failed(format!("{} has no checkpoint", plain(run))));
    };
    let hyper = &archive.hyperparameters;
    let known = TrainingSettings::default();
    let count = |number: Option<u64>, usual: usize| number.and_then(|n| usize::try_from(n).ok()).unwrap_or(usual);
    let said = TrainingSettings {
        gibbs_steps: hyper.gibbs_steps.and_then(|n| u32::try_from(n).ok()).unwrap_or(known.gibbs_steps),
        batch: count(hyper.batch, known.batch),
        chains: count(hyper.chains, known.chains),
        learning_rate: hyper.learning_rate.unwrap_or(known.learning_rate),
        l1: hyper.l1.unwrap_or(known.l1),
        l2: hyper.l2.unwrap_or(known.l2),
        ..known
    };
    let data = args.filter.open(source, common.seed())?;
    let config = TrainConfig {
        data: Some(TrainingData { rows: Arc::new(data), source: source.clone(), reweighted: args.reweighted }),
        visible: last.rbm.visible(),
        hidden: last.rbm.hidden(),
        hidden_units: last.rbm.hidden_units(),
        settings: settings(args, said),
        initial_spread: args.spread.unwrap_or(USUAL_SPREAD),
        updates: end(run, archive, args.updates.unwrap_or(last.update.saturating_add(USUAL_UPDATES)))?,
        checkpoints: checkpoint_plan(args, CheckpointPlan::default()),
        fixed_point_starts: 0,
        measured: false,
        seed: common.seed(),
        before: Some(Arc::new(archive.trajectory.clone())),
    };
    let writer = ArchiveWriter::new(out, common.overwrite, record(&config, &args.filter))?;
    // Checkpoints that have settings of their own go on with those.
    Ok(Plan { config, changes: changes(args), writer })
}

/// The last update of a run that goes on: beyond those it has.
fn end(run: &Path, archive: &Archive, updates: u64) -> Result<u64, CliError> {
    let done = archive.trajectory.last().map_or(0, |last| last.update);
    if updates > done {
        return Ok(updates);
    }
    let run = plain(run);
    Err(CliError::Usage(format!("--updates is {updates}; {run} has {done} updates already, and goes on to more")))
}

/// What is recorded of a run.
fn record(config: &TrainConfig, filter: &DataFilter) -> OwnRecord {
    let mut record = OwnRecord::of(config);
    record.data = record.data.map(|reference| DataReference {
        first_rows: filter.rows,
        subset: filter.subset.clone(),
        labels: filter.labels.as_ref().map(|file| file.to_string_lossy().into_owned()),
        threshold: filter.threshold,
        ..reference
    });
    record
}

/// Options that make another run of it.
fn refuse_fixed(args: &TrainArgs) -> Result<(), CliError> {
    let filter = &args.filter;
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
        ("--rows", filter.rows.is_some()),
        ("--subset", !filter.subset.is_empty()),
        ("--labels", filter.labels.is_some()),
        ("--threshold", filter.threshold.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((option, _)) => Err(CliError::Usage(format!("{option} cannot change while a run goes on"))),
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

/// Settings with what is asked for.
fn settings(args: &TrainArgs, usual: TrainingSettings) -> TrainingSettings {
    let whole = |number: Option<u32>, usual: usize| number.map_or(usual, |number| number as usize);
    let batch = whole(args.batch, usual.batch);
    TrainingSettings {
        method: args.method.map_or(usual.method, TrainedBy::method),
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
        spacing: match args.spacing {
            Some(Layout::Log) => Spacing::Logarithmic,
            Some(Layout::Linear) => Spacing::Linear,
            None => usual.spacing,
        },
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

impl TrainedBy {
    fn method(self) -> Method {
        match self {
            Self::Pcd => Method::Persistent,
            Self::Cd => Method::ContrastiveDivergence,
            Self::Rdm => Method::Random,
        }
    }
}

impl HiddenKind {
    fn units(self) -> HiddenUnits {
        match self {
            Self::Bernoulli => HiddenUnits::Bernoulli,
            Self::Ising => HiddenUnits::Ising,
        }
    }
}
