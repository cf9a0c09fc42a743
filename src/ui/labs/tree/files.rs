//! What the Tree lab reads and writes, on threads of their own: runs, data for them, label columns, files of the tree.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::core::worker::Engine;
use crate::engine::rbm::tree::{TreeConfig, TreeSession, usual_settings};
use crate::io::datasets::{DataOptions, DataSource};
use crate::io::run::{OpenRun, open_data};
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::mean_field::RelaxationSettings;
use crate::physics::seed::Seed;
use crate::ui::jobs::{Answer, Inbox, Wake};
use crate::ui::labs::tree::context::Shared;
use crate::ui::labs::tree::derived::OtherTree;
use crate::ui::labs::tree::exports;
use crate::ui::labs::tree::opening::{self, Preset};
use crate::ui::shell::Shell;

/// What a finished job brings.
pub enum Found {
    /// A run whose tree can be grown, and the number of the request for it.
    Run(u64, Box<Ready>),
    /// Label columns.
    Labels(Vec<LabelColumn>),
    /// A tree to compare with.
    Tree(OtherTree),
    Written(PathBuf),
}

/// A run whose tree can be grown.
pub struct Ready {
    pub run: Arc<OpenRun>,
    pub config: TreeConfig,
    /// What the leaves are, in words.
    pub leaves: String,
    /// What had to be decided, in sentences.
    pub notes: Vec<String>,
    /// The first tree comes with its engine.
    pub engine: Option<Engine<TreeSession>>,
    /// Whether the last tree is shown until this one has grown.
    pub unseen: bool,
}

/// How the next tree is to be grown.
#[derive(Clone)]
pub struct Wish {
    pub shared: Shared,
    pub seed: Seed,
    /// The first tree starts the engine.
    pub first: Option<Wake>,
    /// Nobody asked for it: the last tree is shown until it has grown.
    pub unseen: bool,
}

/// The inbox of the lab's jobs.
#[derive(Default)]
pub struct Files {
    inbox: Inbox<Found>,
    /// The number of the last request for a run …
    asked: u64,
    /// … and of the newest that was answered: answers come in the order in which they are ready.
    answered: u64,
}

/// What came of the jobs of a frame.
pub enum News {
    Run(Box<Ready>),
    Labels(Vec<LabelColumn>),
    Tree(OtherTree),
}

impl Files {
    /// What the next finished job found; failures and written files before it are said.
    pub fn take(&mut self, shell: &mut Shell) -> Option<News> {
        while let Some(found) = self.inbox.done(shell) {
            match found {
                Found::Written(path) => shell.saved(&path),
                Found::Labels(columns) => return Some(News::Labels(columns)),
                Found::Tree(tree) => return Some(News::Tree(tree)),
                Found::Run(number, ready) if number > self.answered => {
                    self.answered = number;
                    return Some(News::Run(ready));
                }
                // A run that was asked for later is there already.
                Found::Run(..) => {}
            }
        }
        None
    }

    /// Whether a file is being read or written.
    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }

    /// Grows the tree of a run that is part of the program.
    ///
    /// # Errors
    /// The job could not be started.
    pub fn preset(&mut self, preset: Preset, wish: Wish, shell: &Shell) -> Result<(), String> {
        let seed = wish.seed;
        self.start("preset", wish, shell, move || preset.open(seed))
    }

    /// Grows the tree of a run that is open.
    ///
    /// # Errors
    /// The job could not be started.
    pub fn grow(&mut self, run: Arc<OpenRun>, wish: Wish, shell: &Shell) -> Result<(), String> {
        self.start("grow", wish, shell, move || Ok(OpenRun::clone(&run)))
    }

    /// Reads a run, or data for the one that is shown.
    ///
    /// # Errors
    /// The job could not be started.
    pub fn open(
        &mut self,
        path: PathBuf,
        shown: Option<Arc<OpenRun>>,
        wish: Wish,
        shell: &Shell,
    ) -> Result<(), String> {
        let seed = wish.seed;
        self.start("open run", wish, shell, move || read(&path, shown.as_deref(), seed))
    }

    /// Asks for a table of labels of these rows.
    ///
    /// # Errors
    /// The job could not be started.
    pub fn ask_labels(&mut self, rows: Arc<Dataset>, shell: &Shell) -> Result<(), String> {
        let work = move |path: &Path| exports::read_labels(path, &rows);
        shell.jobs.clone().open_file("Open labels", ("Tables", &["csv", "tsv", "txt"]), &mut self.inbox, work)
    }

    /// Asks for a Newick file of these rows.
    ///
    /// # Errors
    /// The job could not be started.
    pub fn ask_compare(&mut self, rows: Arc<Dataset>, shell: &Shell) -> Result<(), String> {
        let work = move |path: &Path| exports::read_tree(path, &rows);
        let endings: &[&str] = &["nw", "nwk", "newick", "tree", "txt"];
        let jobs = shell.jobs.clone();
        jobs.open_file("Open a tree to compare with", ("Newick", endings), &mut self.inbox, work)
    }

    /// Runs a job whose answer goes to the inbox.
    ///
    /// # Errors
    /// It could not be started.
    pub fn run(
        &mut self,
        name: &str,
        shell: &Shell,
        work: impl FnOnce() -> Answer<Found> + Send + 'static,
    ) -> Result<(), String> {
        shell.jobs.clone().start(name, &mut self.inbox, work)
    }

    fn start(
        &mut self,
        name: &str,
        wish: Wish,
        shell: &Shell,
        open: impl FnOnce() -> Result<OpenRun, String> + Send + 'static,
    ) -> Result<(), String> {
        self.asked += 1;
        let number = self.asked;
        self.run(name, shell, move || answer(number, open(), wish))
    }
}

impl Ready {
    /// The tree of a run, as it is wished for.
    fn new(run: OpenRun, wish: Wish) -> Result<Self, String> {
        let Wish { shared, seed, first, unseen } = wish;
        let leaves = opening::leaves(&run, shared.grow.rows, seed);
        let config = TreeConfig {
            checkpoints: run.trajectory.checkpoints.as_slice().into(),
            rows: Arc::new(leaves.rows),
            growth: shared.grow.growth,
            settings: RelaxationSettings { order: shared.grow.order, ..usual_settings() },
            layer: shared.layer,
            merge: shared.merge,
            seed,
        };
        let engine = first
            .map(|wake| Engine::spawn("tree", &config, move || wake()))
            .transpose()
            .map_err(|err| err.to_string())?;
        Ok(Self { config, leaves: leaves.what, notes: run.notes.clone(), run: Arc::new(run), engine, unseen })
    }
}

fn answer(number: u64, run: Result<OpenRun, String>, wish: Wish) -> Answer<Found> {
    match run.and_then(|run| Ready::new(run, wish)) {
        Ok(ready) => Answer::Done(Found::Run(number, Box::new(ready))),
        Err(sentence) => Answer::Failed(sentence),
    }
}

/// A run with its data, or the run that is shown with data from elsewhere.
fn read(path: &Path, shown: Option<&OpenRun>, seed: Seed) -> Result<OpenRun, String> {
    let no_run = match OpenRun::read(path, seed) {
        Ok(run) => return Ok(run.with_recorded_data()),
        Err(err) => err.to_string(),
    };
    let Some(shown) = shown else { return Err(no_run) };
    let source = DataSource::Path(path.to_path_buf());
    let Ok(data) = open_data(&source, &DataOptions::default(), false, seed) else { return Err(no_run) };
    shown.check(&data).map_err(|err| err.to_string())?;
    Ok(shown.clone().with_data(data))
}
