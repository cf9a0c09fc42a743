//! The Tree lab: what it adds to the chassis, and how what its panels ask for is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::{Command, Snapshot};
use crate::engine::rbm::tree::{TreeCmd, TreeSession, TreeView};
use crate::io::run::OpenRun;
use crate::physics::data::LabelColumn;
use crate::physics::seed::Seed;
use crate::ui::chassis::{Chassis, Control, DrawAccess, EngineAccess, Held, LabParts, LiveSession, Plan, Speeds, Try};
use crate::ui::jobs::Wake;
use crate::ui::lab::{Lab, Reading};
use crate::ui::labs::tree::context::{Ask, Shared, TreeContext, TreePanels};
use crate::ui::labs::tree::edits::TreeSettings;
use crate::ui::labs::tree::files::{Files, News, Ready, Wish};
use crate::ui::labs::tree::held::TreeLook;
use crate::ui::labs::tree::on_screen::Look;
use crate::ui::labs::tree::studies::Studies;
use crate::ui::labs::tree::{NAME, exports, keys, layout, opening, panels, sentences, timeline, tries};
use crate::ui::machine::Following;
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::theme::IDENTITIES;
use crate::ui::widgets::WayIn;
use crate::ui::workspace::Offer;

pub struct TreeParts {
    wake: Wake,
    seed: Seed,
    pub(super) studies: Studies,
    pub(super) files: Files,
    /// Whether the first tree was asked for.
    pub(super) begun: bool,
    /// A file to open instead of the first preset.
    first_file: Option<PathBuf>,
    generation: u64,
    pub(super) following: Following,
    /// Where a session file looked, until its tree is there.
    pub(super) look: Option<TreeLook>,
}

/// Nothing is grown before the lab is first shown.
pub fn start(wake: &Wake, seed: Seed) -> Box<dyn Lab> {
    let parts = TreeParts {
        wake: Arc::clone(wake),
        seed,
        studies: Studies::new(Arc::clone(wake)),
        files: Files::default(),
        begun: false,
        first_file: None,
        generation: 0,
        following: Following::default(),
        look: None,
    };
    let plan = Plan { name: NAME, panels: panels::panels, layout: layout::designed, presented: &["tree", "clusters"] };
    Box::new(Chassis::new(plan, parts, None, Shared::default(), TreeParts::SPEEDS.fastest))
}

impl TreeParts {
    /// The run whose tree is shown.
    pub(super) fn run(&self) -> Option<&Arc<OpenRun>> {
        self.studies.derived.run.as_ref()
    }

    pub(super) fn wish(&self, shared: &Shared, seed: Seed, first: bool) -> Wish {
        Wish { shared: shared.clone(), seed, first: first.then(|| Arc::clone(&self.wake)), unseen: false }
    }

    /// The first tree is asked for when the lab is first shown.
    fn begin(&mut self, shell: &Shell) -> Result<(), String> {
        self.begun = true;
        let wish = self.wish(&Shared::default(), self.seed, true);
        match self.first_file.take() {
            Some(path) => self.files.open(path, None, wish, shell),
            None => self.files.preset(opening::FIRST, wish, shell),
        }
    }

    /// Keeps what was opened for every lab, and says what had to be decided on the way.
    fn announce(&mut self, ready: Ready, shell: &mut Shell) {
        shell.workspace.show_run(&ready.run);
        let derived = &mut self.studies.derived;
        let own = &ready.config.rows.labels;
        // Labels that were opened for these rows stay with them while the run grows.
        let same = derived.run.as_ref().is_some_and(|run| run.name == ready.run.name);
        let opened = derived.labels.iter().skip(if same { own.len() } else { usize::MAX });
        let fits = |column: &&LabelColumn| column.of_row.len() == ready.config.rows.rows();
        derived.labels = own.iter().map(in_colours).chain(opened.filter(fits).cloned()).collect();
        derived.leaves = ready.leaves;
        derived.run = Some(ready.run);
        if !ready.notes.is_empty() {
            shell.tell(ready.notes.join(" "));
        }
    }

    fn grow(ready: &Ready, access: &mut EngineAccess<'_, Self>) {
        access.send(Command::Pause);
        access.send(Command::Reset(ready.config.clone()));
        // A lesson that still asks has the person grow it.
        if access.shell.unplayable.is_none() {
            access.send(Command::Run);
        }
    }

    /// The same run again.
    pub(super) fn again(&mut self, seed: Seed, access: &EngineAccess<'_, Self>) -> Result<(), String> {
        let Some(run) = self.studies.derived.run.clone() else { return Ok(()) };
        let wish = self.wish(access.shared, seed, false);
        self.files.grow(run, wish, access.shell)
    }
}

impl LabParts for TreeParts {
    type Panels = TreePanels;
    type Session = TreeSession;
    type Ask = Ask;
    type Shared = Shared;
    type Edited = TreeSettings;

    const SPEEDS: Speeds = Speeds { slowest: 0.5, fastest: 100.0, unit: "pieces per second at most" };
    const LEFT_WIDTH: f32 = 256.0;
    const STEP_SIZES: &'static [&'static str] = &["one piece"];
    const RESET: &'static str = "grow the tree again";
    const EDITS: Option<&'static str> = Some("undo, redo a change of how the tree is grown or merged");

    fn context<'a>(&'a self, access: DrawAccess<'a, Self>) -> TreeContext<'a> {
        let DrawAccess { snapshot, asks, shared, shell } = access;
        TreeContext { snapshot, derived: &self.studies.derived, asks, shared, shell }
    }

    fn answer(&mut self, ask: Ask, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        let seed = access.session.view().config.seed;
        let wish = self.wish(access.shared, seed, false);
        let shown = self.studies.derived.run.clone();
        match ask {
            Ask::Change(cmd) => {
                match cmd {
                    TreeCmd::Merge(merge) => access.shared.merge = merge,
                    TreeCmd::SetLayer(layer) => access.shared.layer = layer,
                    TreeCmd::Resample(_) => {}
                }
                access.send(Command::Model(cmd));
                // Resamplings are work; everything else is there at once.
                access.send(Command::Run);
            }
            Ask::Grow(grow) => {
                access.shared.grow = grow;
                self.again(seed, access)?;
            }
            Ask::Preset(preset) => self.files.preset(preset, wish, access.shell)?,
            Ask::Reopen(name) => {
                if let Some(run) = access.shell.workspace.runs().iter().find(|run| run.name == name).cloned() {
                    self.files.grow(run, wish, access.shell)?;
                }
            }
            Ask::Open(path) => self.files.open(path, shown, wish, access.shell)?,
            Ask::LabelsDialog => self.files.ask_labels(Arc::clone(&access.session.view().config.rows), access.shell)?,
            Ask::Labels(path) => {
                let rows = Arc::clone(&access.session.view().config.rows);
                self.files.run("labels", access.shell, move || exports::read_labels(&path, &rows))?;
            }
            Ask::Save(file, to) => {
                let (view, labels) = (access.session.view().clone(), Arc::clone(&self.studies.derived.labels));
                let clusters = Arc::clone(&self.studies.derived.clusters);
                let write = move || exports::write(file, &to, &view, &labels, &clusters);
                self.files.run("save tree", access.shell, write)?;
            }
            Ask::Cut(at) => access.shared.cursor = at,
            Ask::Look(node) => access.shared.look(&access.session.view().tree, node),
            Ask::Relax(states) => {
                self.studies.relax(access.session.view(), states).map_err(|err| err.to_string())?;
            }
            Ask::ForgetDrawing => self.studies.forget_drawing(),
            Ask::KeepTree => self.studies.keep_tree(access.session.view()),
            Ask::ForgetTree => self.studies.derived.kept = None,
            Ask::CompareDialog => {
                self.files.ask_compare(Arc::clone(&access.session.view().config.rows), access.shell)?;
            }
            Ask::Compare(path) => {
                let rows = Arc::clone(&access.session.view().config.rows);
                self.files.run("tree", access.shell, move || exports::read_tree(&path, &rows))?;
            }
            Ask::Generate => {
                if let Some(node) = access.shared.node_in(&access.session.view().tree) {
                    self.studies.generate(access.session.view(), node).map_err(|err| err.to_string())?;
                }
            }
            Ask::StopGenerating => {
                self.studies.stop_generating();
            }
        }
        Ok(())
    }

    fn control(&mut self, control: Control, access: &mut EngineAccess<'_, Self>) {
        let seed = access.session.view().config.seed;
        let done = match control {
            Control::Reset => self.again(seed, access),
            Control::Seed(seed) => self.again(Seed(seed), access),
            Control::Play => {
                access.send(Command::Run);
                Ok(())
            }
            Control::Pause => {
                access.send(Command::Pause);
                Ok(())
            }
            Control::Step(_) => {
                access.send(Command::Step(1));
                Ok(())
            }
        };
        if let Err(sentence) = done {
            access.shell.say(sentence);
        }
    }

    fn seed(view: &TreeView) -> Seed {
        view.config.seed
    }

    fn blocked(view: &TreeView) -> Option<&'static str> {
        let resampled = view.support.as_ref().is_none_or(|support| support.done == support.total);
        (view.is_complete() && resampled).then_some("The tree has grown to the last age; Reset grows it again")
    }

    /// The tree grows as fast as the machine allows.
    fn steps_per_unit(_view: &TreeView) -> Option<u64> {
        None
    }

    fn timeline_ui(&self, ui: &mut egui::Ui, access: DrawAccess<'_, Self>) {
        timeline::timeline_ui(ui, &mut self.context(access));
    }

    fn hint(snapshot: &Snapshot<TreeView>, shared: &Shared) -> String {
        sentences::hint(snapshot, shared)
    }

    fn readings(&self, view: &TreeView, _shared: &Self::Shared) -> Vec<Reading> {
        let newest = view.ages.iter().max_by_key(|age| age.update).map(|age| age.free_energy.len() as f64);
        let ages = Some(view.ages.len() as f64);
        let sites = Some(view.config.rows.columns() as f64);
        let found = [("ages", ages), ("fixed-points", newest), ("sites", sites)];
        found.into_iter().filter_map(|(name, value)| Some(Reading { name, value: value? })).collect()
    }

    fn model_line(view: &TreeView) -> String {
        sentences::model_line(view)
    }

    fn shortcuts(&self) -> Vec<Shortcut> {
        keys::SHORTCUTS.to_vec()
    }

    fn keys(&self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        keys::read(ctx, &mut self.context(access));
    }

    fn edited(&self, session: &LiveSession<TreeSession>, shared: &Shared) -> Option<TreeSettings> {
        // A tree that is on its way brings its seed with it.
        (!self.files.busy()).then(|| TreeSettings::of(session.view().config.seed, shared))
    }

    fn put_back(&mut self, edited: TreeSettings, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        self.set_back(&edited, access)
    }

    fn tries(&self) -> &'static [Try<TreePanels>] {
        &tries::TRIES
    }

    fn fetch(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        match self.files.take(access.shell) {
            Some(News::Run(ready)) => {
                if ready.unseen {
                    access.session.hold();
                }
                Self::grow(&ready, access);
                self.announce(*ready, access.shell);
            }
            Some(News::Labels(columns)) => {
                let derived = &mut self.studies.derived;
                let first = derived.labels.len();
                derived.labels = derived.labels.iter().cloned().chain(columns.iter().map(in_colours)).collect();
                access.shared.column = first;
            }
            Some(News::Tree(read)) => self.studies.derived.read = Some(read),
            None => {}
        }
        let generation = access.session.snapshot().generation;
        if self.generation != generation {
            self.generation = generation;
            access.shared.begin();
        }
        if let Some(look) = self.look.take() {
            let looked = self.look_again(look, access.session.view(), access.shared);
            looked.unwrap_or_else(|sentence| access.shell.say(sentence));
        }
        self.studies.fetch();
        let now = ctx.input(|input| input.time);
        if let Err(sentence) = self.keep_up_with_training(now, access) {
            access.shell.say(sentence);
        }
    }

    fn prepare(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        let (snapshot, shared) = (access.session.snapshot(), &*access.shared);
        self.studies.keep_up(snapshot, shared);
        if shared.on_screen.shows(Look::Landscape, ctx) {
            self.studies.survey(snapshot, shared);
        }
        if shared.on_screen.shows(Look::Scores, ctx) {
            self.studies.score(snapshot, shared);
        }
        if shared.on_screen.shows(Look::Linkage, ctx) {
            self.studies.link(snapshot);
        }
    }

    fn empty_ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        if !self.begun
            && let Err(sentence) = self.begin(shell)
        {
            shell.say(sentence);
        }
        let wish = self.wish(&Shared::default(), self.seed, true);
        let asked = match opening::empty_ui(ui, self.files.busy()) {
            Some(WayIn::Dialog) => {
                shell.wants_file = true;
                Ok(())
            }
            Some(WayIn::Preset(preset)) => self.files.preset(preset, wish, shell),
            None => Ok(()),
        };
        if let Err(sentence) = asked {
            shell.say(sentence);
        }
    }

    fn arrived(&mut self, shell: &mut Shell) -> Option<LiveSession<TreeSession>> {
        let Some(News::Run(mut ready)) = self.files.take(shell) else { return None };
        let session = LiveSession::new(ready.engine.take()?);
        if shell.unplayable.is_none() {
            session.send(Command::Run, shell);
        }
        self.announce(*ready, shell);
        Some(session)
    }

    fn accept(
        &mut self,
        offer: Offer,
        session: Option<&LiveSession<TreeSession>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        let wish = self.wish(&Shared::default(), self.seed, session.is_none());
        match offer {
            Offer::File(path) if !self.begun => self.first_file = Some(path),
            Offer::File(path) => self.files.open(path, self.studies.derived.run.clone(), wish, shell)?,
            Offer::Run(run) => {
                self.begun = true;
                self.files.grow(run, wish, shell)?;
            }
            Offer::Pictures(_) => return Err("Pictures were not opened: this lab takes runs.".to_owned()),
            Offer::Data(_) | Offer::Memories { .. } => {
                return Err(format!("{} was not opened: this lab takes runs.", offer.name()));
            }
        }
        Ok(())
    }

    fn hold(&self, session: &LiveSession<TreeSession>, shared: &Shared, _shell: &Shell) -> Held {
        self.held(session.view(), shared)
    }

    fn take_up_held(
        &mut self,
        held: &Held,
        session: Option<&LiveSession<TreeSession>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        self.grow_held(held, session.is_none(), shell)
    }

    fn moment(&self, _session: &LiveSession<TreeSession>, shared: &Shared) -> [u64; 3] {
        self.mark(shared)
    }

    fn busy(&self, _session: Option<&LiveSession<TreeSession>>, _shared: &Shared) -> bool {
        !self.begun || self.files.busy() || self.studies.busy()
    }
}

/// Where there are more classes than colours the commonest ones have them.
fn in_colours(column: &LabelColumn) -> LabelColumn {
    if column.classes.len() > IDENTITIES { column.commonest_first() } else { column.clone() }
}
