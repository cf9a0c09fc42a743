//! Runs that gave way to another one: each is kept among the open runs, whole, and can be taken back.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::core::session::Command;
use crate::engine::rbm::{TrainCmd, TrainConfig, TrainView};
use crate::io::memory;
use crate::io::run::OpenRun;
use crate::ui::chassis::{EngineAccess, Step};
use crate::ui::labs::train::NAME;
use crate::ui::labs::train::context::Ask;
use crate::ui::labs::train::lab::TrainParts;
use crate::ui::labs::train::sentences;
use crate::ui::shell::{Deed, Offered};
use crate::ui::theme::numbers::grouped;
use crate::ui::workspace::Workspace;

/// What the button does that is offered with the news; Ctrl Z does it, too.
const TAKE_BACK: &str = "Take it back";

/// The run that begins once the present one is kept, and what is said then.
struct Next {
    config: TrainConfig,
    notes: Vec<String>,
}

#[derive(Default)]
pub struct PutAside {
    next: Option<Next>,
    /// The names of the runs, the last one put aside at the end.
    names: Vec<String>,
    /// What each run that was given a name here began with: taken back and reset, it begins there again.
    beginnings: BTreeMap<String, Arc<TrainConfig>>,
    /// The runs as they stood in the lab, with the names under which they are open since.
    stood: Vec<(Arc<TrainConfig>, String)>,
}

impl PutAside {
    /// Has another run begin. Where the present one has come anywhere, its last update is kept first: the engine answers
    /// that in its own time, and [`go_on`](Self::go_on) does the rest.
    pub fn replace(&mut self, config: TrainConfig, mut notes: Vec<String>, access: &mut EngineAccess<'_, TrainParts>) {
        let needed = config.memory().map_err(|err| err.to_string());
        match needed.and_then(|needed| memory::check("This training", needed)) {
            Ok(much) => notes.extend(much.map(|sentence| sentence + ".")),
            Err(sentence) => return access.shell.say(sentence),
        }
        access.send(Command::Pause);
        let snapshot = access.session.snapshot();
        let begun = snapshot.view.update > 0 || snapshot.running;
        if begun && !snapshot.view.is_without_data() {
            access.send(Command::Model(TrainCmd::Keep));
        }
        self.next = Some(Next { config, notes });
    }

    /// Puts the present run aside as soon as all of it is known, and begins the next one. Gives the name of the one that
    /// was put aside, if that had come anywhere.
    pub fn go_on(&mut self, access: &mut EngineAccess<'_, TrainParts>) -> Option<String> {
        if !access.session.answers_all() {
            return None;
        }
        let Next { config, mut notes } = self.next.take()?;
        let view = access.session.view();
        let stood = Arc::clone(&view.config);
        let run = (view.update > 0).then(|| self.named(view, &access.shell.workspace));
        // The checkpoints of an archive are measured without being asked; those of a run that was put aside are.
        let measures = config.before.as_ref().is_some_and(|past| past.findings.is_none());
        access.send(Command::Reset(config));
        if measures {
            access.send(Command::Run);
        }
        let Some(run) = run else {
            if !notes.is_empty() {
                access.shell.tell(notes.join(" "));
            }
            return None;
        };
        let (name, update) = (run.name.clone(), grouped(run.last.update));
        notes.push(format!("The run of {update} updates was put aside as “{name}”."));
        access.shell.workspace.keep(Arc::new(run));
        self.stood.retain(|(_, known)| access.shell.workspace.run(known).is_some());
        self.stood.push((stood, name.clone()));
        self.names.retain(|known| *known != name);
        self.names.push(name.clone());
        match Step::Ask(Ask::TakeBack).encoded() {
            Ok(step) => {
                let (sentence, deed) = (notes.join(" "), Deed::Step(NAME, step));
                access.shell.offer(Offered { sentence, button: TAKE_BACK, deed, stays: false });
            }
            Err(sentence) => access.shell.say(sentence),
        }
        Some(name)
    }

    /// The name of the run that was put aside last and is still open, for it to be taken back.
    pub fn last(&mut self, workspace: &Workspace) -> Option<String> {
        while let Some(name) = self.names.pop() {
            if workspace.run(&name).is_some() {
                return Some(name);
            }
        }
        None
    }

    /// The name of the open run that stood in the lab with this configuration, if it came anywhere.
    pub fn name_of(&self, config: &Arc<TrainConfig>, workspace: &Workspace) -> Option<String> {
        let known = self.stood.iter().rev().find(|(stood, _)| Arc::ptr_eq(stood, config));
        known.map(|(_, name)| name.clone()).filter(|name| workspace.run(name).is_some())
    }

    /// The runs that are open still.
    pub fn runs(&self, workspace: &Workspace) -> Vec<Arc<OpenRun>> {
        self.names.iter().filter_map(|name| workspace.run(name).cloned()).collect()
    }

    pub const fn count(&self) -> usize {
        self.names.len()
    }

    /// Puts the runs of a session file aside, the last one at the end. They begin where they stand.
    pub fn take_up<'a>(&mut self, runs: impl Iterator<Item = &'a Arc<OpenRun>>, workspace: &mut Workspace) {
        for run in runs {
            workspace.keep(Arc::clone(run));
            workspace.note_saved(&run.name, false);
            self.names.push(run.name.clone());
            self.beginnings.insert(run.name.clone(), Arc::new(run.config(true)));
        }
    }

    /// What the present run began with, also where it was put aside and taken back since.
    pub fn beginning<'a>(&'a self, view: &'a TrainView, workspace: &Workspace) -> &'a TrainConfig {
        workspace.run_of(&view.config).and_then(|run| self.beginnings.get(&run.name)).unwrap_or(&view.config)
    }

    /// Whether a run is about to begin.
    pub const fn busy(&self) -> bool {
        self.next.is_some()
    }

    /// The run as it stands. One that was put aside before keeps its name, and an archive as it was opened keeps its own.
    fn named(&mut self, view: &TrainView, workspace: &Workspace) -> OpenRun {
        let run = OpenRun::of(view);
        let Some(known) = workspace.run_of(&view.config) else {
            return self.numbered(run, sentences::data_name(view), &view.config);
        };
        if known.last.update == run.last.update && view.settings == known.settings() {
            return OpenRun { findings: run.findings, ..OpenRun::clone(known) };
        }
        if self.beginnings.contains_key(&known.name) {
            return OpenRun { name: known.name.clone(), ..run };
        }
        self.numbered(run, Workspace::file_name(&known.name), &view.config)
    }

    fn numbered(&mut self, run: OpenRun, of: &str, began: &Arc<TrainConfig>) -> OpenRun {
        let mut number = self.beginnings.len() + 1;
        let mut name = format!("{of}, run {number}");
        // Runs of a session file have their numbers already.
        while self.beginnings.contains_key(&name) {
            number += 1;
            name = format!("{of}, run {number}");
        }
        self.beginnings.insert(name.clone(), Arc::clone(began));
        OpenRun { name, ..run }
    }
}
