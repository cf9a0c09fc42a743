//! Data that were found in a file, shown before a run begins on them.

use std::sync::Arc;

use crate::engine::rbm::LiveRun;
use crate::io::run::OpenRun;
use crate::physics::seed::Seed;
use crate::ui::chassis::LiveSession;
use crate::ui::import::{Decision, ImportDialog, Purpose};
use crate::ui::jobs::Wake;
use crate::ui::labs::train::files::Files;
use crate::ui::shell::Shell;
use crate::ui::widgets::sentence_ui;

/// The data that are shown, if any.
#[derive(Default)]
pub struct Import {
    shown: Option<Shown>,
}

struct Shown {
    dialog: ImportDialog,
    /// The run that is given them where they fit.
    without_data: Option<Arc<OpenRun>>,
}

impl Import {
    pub fn is_open(&self) -> bool {
        self.shown.is_some()
    }

    /// Whether the file is being read again.
    pub fn busy(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.dialog.busy())
    }

    /// Shows data that were found, once those that are shown are taken or left.
    pub fn follow(&mut self, ctx: &egui::Context, files: &mut Files) {
        if self.shown.is_none()
            && let Some(offered) = files.offered()
        {
            let dialog = ImportDialog::new(offered.opened);
            self.shown = Some(Shown { dialog, without_data: offered.without_data });
            ctx.request_repaint();
        }
    }

    /// Draws them, and has a run begin on those that are taken; the first one starts the engine.
    pub fn ui(&mut self, ctx: &egui::Context, files: &mut Files, seed: Seed, first: Option<Wake>, shell: &mut Shell) {
        let Some(Shown { dialog, without_data }) = &mut self.shown else { return };
        let take = if without_data.is_some() { "Take" } else { "Begin a run" };
        let purpose = Purpose { take, rows: true, refuses: &|_| None };
        let decision = dialog.ui(ctx, &shell.jobs, &purpose, |ui, _data| {
            if let Some(run) = without_data {
                sentence_ui(ui, &format!("{} goes on with them if they fit; else a new run begins.", run.name), None);
            }
        });
        let taken = match decision {
            Decision::Open => return,
            Decision::Left => None,
            Decision::Taken(taken) => taken.from,
        };
        let without_data = without_data.take();
        self.shown = None;
        if let Some(data) = taken
            && let Err(sentence) = files.begin(data, without_data, seed, first, shell)
        {
            shell.say(sentence);
        }
    }
}

/// The run that is looked at, where it is one without its data.
pub fn without_data(session: &LiveSession<LiveRun>, shell: &Shell) -> Option<Arc<OpenRun>> {
    let config = &session.view().config;
    if config.data.is_some() { None } else { shell.workspace.run_of(config).cloned() }
}
