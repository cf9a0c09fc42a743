//! A lab on one network: what it adds to the chassis, and how what its panels ask for is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use crate::engine::core::session::{Command, SessionError, Snapshot};
use crate::engine::hopfield::recall::{Document, Recall, RecallCmd, RecallView};
use crate::io::recall_file::RecallFile;
use crate::physics::seed::Seed;
use crate::ui::chassis::{
    Chassis, Control, DrawAccess, EngineAccess, Held, LabParts, LiveSession, Speeds, Try, held, work,
};
use crate::ui::jobs::Wake;
use crate::ui::lab::{Lab, Reading};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels, Shared};
use crate::ui::labs::hopfield::design::{Design, Opening};
use crate::ui::labs::hopfield::files::{self, Files, Found};
use crate::ui::labs::hopfield::import::Import;
use crate::ui::labs::hopfield::selected::Selected;
use crate::ui::labs::hopfield::studies::Studies;
use crate::ui::labs::hopfield::{balanced, keys, readings, sentences, timeline};
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::workspace::Offer;

/// A network, shown by the panels of a [`Design`].
pub struct HopfieldParts {
    design: Design,
    /// The memory that the lab opens with, by its place on the shelf.
    selected: usize,
    followed: Selected,
    studies: Studies,
    pub(super) files: Files,
    import: Import,
    /// The memory that a session file looked at, until its recording was done again.
    look: Option<usize>,
}

/// Starts a lab on the document that it opens with.
///
/// # Errors
/// A sentence where its engine cannot be started.
pub fn start(design: Design, wake: &Wake, seed: Seed) -> Result<Box<dyn Lab>, String> {
    let Opening { document, selected, speed } = (design.opening)(seed)?;
    let session = LiveSession::start(design.plan.name.id, &document, wake)?;
    let studies = Studies::new(Arc::clone(wake));
    let (followed, files, import) = (Selected::default(), Files::of(session.snapshot()), Import::default());
    let parts = HopfieldParts { design, selected, followed, studies, files, import, look: None };
    let shared = Shared { selected, ..Shared::default() };
    Ok(Box::new(Chassis::new(design.plan, parts, Some(session), shared, speed)))
}

/// Updates of the step size at a place of the menu, in a network of `size` spins.
fn updates(place: usize, size: u64) -> u64 {
    match place {
        0 => 1,
        1 => size,
        // A run that never rests is stopped by Pause; a thousand sweeps is beyond any recall that does.
        _ => size.saturating_mul(1_000),
    }
}

impl HopfieldParts {
    /// Puts a saved recall in the place of what is there, and runs it as far as it was run. Undo takes it back.
    fn open_recall(&mut self, path: PathBuf, file: RecallFile, access: &mut EngineAccess<'_, Self>) {
        let RecallFile { document, updates, .. } = file;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let warm = document.follows_schedule || document.temperature > 0.0;
        if self.design.cold && warm {
            let found = document.heat().name();
            access
                .shell
                .say(format!("{name} was not opened: it has {found}, and this lab has no heat. Open it in Heat."));
            return;
        }
        let document = Arc::new(document);
        self.files.filed.opens(Arc::clone(&access.session.view().document), Arc::clone(&document), path);
        access.send(Command::Pause);
        access.send(Command::Model(RecallCmd::Open { name: name.clone(), document }));
        if updates > 0 {
            access.send(Command::Step(updates));
        }
        access.shell.tell(format!("Opened {name}. Undo takes it back."));
    }
}

fn size(view: &RecallView) -> u64 {
    view.moment.state.len() as u64
}

impl LabParts for HopfieldParts {
    type Panels = HopfieldPanels;
    type Session = Recall;
    type Ask = Ask;
    type Shared = Shared;
    type Edited = ();

    /// At the slowest, single spins can be followed.
    const SPEEDS: Speeds = Speeds { slowest: 0.01, fastest: 1_000.0, unit: "sweeps per second" };
    const STEP_SIZES: &'static [&'static str] = &["one spin", "one sweep", "to rest"];
    const RESET: &'static str = "back to the cue: the same run again";

    fn context<'a>(&'a self, access: DrawAccess<'a, Self>) -> HopfieldContext<'a> {
        let DrawAccess { snapshot, asks, shared, shell } = access;
        HopfieldContext { snapshot, studies: &self.studies, asks, shared, shell }
    }

    fn answer(&mut self, ask: Ask, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        let snapshot = Arc::clone(access.session.snapshot());
        let view = &snapshot.view;
        let shell = &mut *access.shell;
        let done: Result<(), SessionError> = match ask {
            Ask::Recall(command) => {
                access.send(command);
                Ok(())
            }
            Ask::Sweeps(sweeps) => {
                access.send(Command::Step(sweeps.saturating_mul(size(view))));
                Ok(())
            }
            Ask::ScrubTo(fraction) => {
                let updates = (view.recorded - view.base) as f64 * fraction.clamp(0.0, 1.0);
                access.send(Command::Model(RecallCmd::Scrub(Some(view.base + updates as u64))));
                Ok(())
            }
            Ask::RunMany { runs, random } => self.studies.run_many(&snapshot, runs, random),
            Ask::StopMany => self.studies.stop_many(),
            Ask::CompareCooling { runs } => self.studies.compare_cooling(&snapshot, runs),
            Ask::StopCooling => self.studies.stop_cooling(),
            Ask::Slice { from, to, orders } => self.studies.slice(&snapshot, from, to, orders),
            Ask::Landscape(over) => self.studies.survey(&snapshot, over),
            Ask::MeasureWeights => self.studies.measure_weights(&snapshot),
            Ask::SixEnergies => self.studies.fall_six_times(&snapshot, access.shared.selected),
            Ask::Continuous(settings) => self.studies.attend(&snapshot, settings, &access.shared.grey),
            Ask::Neurons(settings) => self.studies.compete(&snapshot, settings),
            Ask::Branches => self.studies.follow_branches(&snapshot),
            Ask::DenseCapacity { size } => self.studies.measure_capacity(size, view.document.seed),
            Ask::StopDenseCapacity => self.studies.stop_capacity(),
            Ask::AsPrinted(as_printed) => {
                access.shared.as_printed = as_printed;
                Ok(())
            }
            Ask::Balanced { memories, shape } => {
                for cmd in balanced::commands(memories, shape, view.document.seed) {
                    access.send(Command::Model(cmd));
                }
                access.shared.selected = 0;
                Ok(())
            }
            Ask::Import(path) => self.files.import(path, shell),
            Ask::Export(to) if files::is_recall(&to.path) => self.files.save_recall(to, view, shell),
            Ask::Export(to) => self.files.export(to, &view.document, shell),
            Ask::LoadBuiltin(set) => self.files.load_builtin(set, view.document.shape, view.document.seed, shell),
        };
        done.map_err(|err| err.to_string())
    }

    fn control(&mut self, control: Control, access: &mut EngineAccess<'_, Self>) {
        let snapshot = Arc::clone(access.session.snapshot());
        let view = &snapshot.view;
        match control {
            // The model failed: only a new session on the same document helps.
            Control::Reset if snapshot.failed => access.send(Command::Reset(view.document.as_ref().clone())),
            Control::Reset => {
                access.send(Command::Pause);
                access.send(Command::Model(RecallCmd::Rewind));
            }
            Control::Play => {
                // At the end of a run it is played again from its cue; elsewhere it goes on from the cursor.
                if view.live && view.ended {
                    access.send(Command::Model(RecallCmd::Rewind));
                }
                access.send(Command::Run);
            }
            Control::Pause => access.send(Command::Pause),
            Control::Step(place) => access.send(Command::Step(updates(place, size(view)))),
            Control::Seed(seed) => access.send(Command::Model(RecallCmd::SetSeed(Seed(seed)))),
        }
    }

    fn seed(view: &RecallView) -> Seed {
        view.document.seed
    }

    fn blocked(view: &RecallView) -> Option<&'static str> {
        view.network.is_none().then_some("Nothing is stored: store a memory first")
    }

    fn steps_per_unit(view: &RecallView) -> Option<u64> {
        Some(size(view))
    }

    fn timeline_ui(&self, ui: &mut egui::Ui, access: DrawAccess<'_, Self>) {
        timeline::timeline_ui(ui, &mut self.context(access));
    }

    fn hint(snapshot: &Snapshot<RecallView>, _shared: &Shared) -> String {
        sentences::hint(&snapshot.view)
    }

    fn readings(&self, view: &RecallView, shared: &Self::Shared) -> Vec<Reading> {
        readings::readings(view, &self.studies, shared)
    }

    fn model_line(view: &RecallView) -> String {
        sentences::model_line(view)
    }

    fn shortcuts(&self) -> Vec<Shortcut> {
        keys::SHORTCUTS.iter().chain(self.design.shortcuts).copied().collect()
    }

    fn keys(&self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        let mut context = self.context(access);
        (self.design.keys)(ctx, &mut context);
        keys::read(ctx, &mut context);
    }

    fn tries(&self) -> &'static [Try<HopfieldPanels>] {
        self.design.tries
    }

    fn work(&mut self, session: &LiveSession<Recall>, _shell: &mut Shell) -> Option<String> {
        work::written(&self.files.work(&session.view().document))
    }

    fn take_up(&mut self, text: &str, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        access.send(Command::Reset(Document::clone(&self.files.take_up(work::read(text)?))));
        Ok(())
    }

    fn hold(&self, session: &LiveSession<Recall>, shared: &Shared, _shell: &Shell) -> Held {
        let mut held = held::recorded(session);
        held.work["selected"] = shared.selected.into();
        held
    }

    fn take_up_held(
        &mut self,
        held: &Held,
        session: Option<&LiveSession<Recall>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        let Some(session) = session else { return Ok(()) };
        held::replay(held, session, shell)?;
        self.look = held.work.get("selected").and_then(Value::as_u64).map(|place| place as usize);
        Ok(())
    }

    fn fetch(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        self.studies.fetch();
        self.files.keep_track(access.session.snapshot());
        self.followed.follow(&access.session.snapshot().view.document, &mut access.shared.selected);
        if !access.session.snapshot().running
            && access.session.answers_all()
            && let Some(look) = self.look.take()
        {
            let memories = access.session.view().document.memories.len();
            access.shared.selected = look.min(memories.saturating_sub(1));
        }
        // What comes while an offer is open waits for its answer; the input that closes it draws a frame for this.
        if !self.import.is_open()
            && let Some(found) = self.files.take(access.shell)
        {
            match found {
                Found::Recall { path, file } => self.open_recall(path, *file, access),
                Found::Several(paths) => {
                    for path in paths {
                        if let Err(err) = self.files.import(path, access.shell) {
                            access.shell.say(err.to_string());
                        }
                    }
                }
                found => self.import.offer(found),
            }
            ctx.request_repaint();
        }
    }

    fn overlay(&mut self, ctx: &egui::Context, access: DrawAccess<'_, Self>) {
        let DrawAccess { snapshot, asks, shared, shell } = access;
        let mut context = HopfieldContext { snapshot, studies: &self.studies, asks, shared, shell };
        self.import.ui(ctx, &mut context);
    }

    fn is_covered(&self) -> bool {
        self.import.is_open()
    }

    fn accept(
        &mut self,
        offer: Offer,
        _session: Option<&LiveSession<Recall>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        if let Offer::Pictures(paths) = offer {
            return self.files.import_pictures(paths, shell).map_err(|err| err.to_string());
        }
        self.import.offer(files::offered(offer)?);
        Ok(())
    }

    fn restored(&self, shared: &mut Shared) {
        shared.selected = self.selected;
    }

    fn busy(&self, _session: Option<&LiveSession<Recall>>, _shared: &Shared) -> bool {
        self.studies.busy() || self.files.busy() || self.import.busy()
    }
}
