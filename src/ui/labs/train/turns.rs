//! How a run of the Train lab begins, goes on, and is followed by other labs.

use std::sync::Arc;

use crate::engine::core::session::{Command, CommandOf};
use crate::engine::rbm::{LiveRun, TrainCmd, TrainConfig};
use crate::io::run::OpenRun;
use crate::physics::seed::Seed;
use crate::ui::chassis::EngineAccess;
use crate::ui::labs::train::files::Ready;
use crate::ui::labs::train::lab::TrainParts;
use crate::ui::labs::train::last_run::Work;
use crate::ui::labs::train::opening;
use crate::ui::shell::Shell;

impl TrainParts {
    /// The first run is asked for when the lab is first shown.
    pub(super) fn begin(&mut self, shell: &Shell) -> Result<(), String> {
        self.begun = true;
        let first = Some(Arc::clone(&self.wake));
        let last = self.last_run.take_up(shell);
        match (self.first_file.take(), last) {
            (Some(path), _) => self.files.open(path, None, self.seed, first, shell),
            (None, Some((path, work))) => {
                if let Work::RunOf(file, changed) = work {
                    self.files.filed.will_go_on(file.into(), changed);
                }
                self.files.take_up(path, self.seed, first, shell)
            }
            (None, None) => self.files.preset(opening::FIRST, self.seed, first, shell),
        }
    }

    /// Once per frame: begins what was opened, and puts aside what it takes the place of.
    pub(super) fn turn(&mut self, ctx: &egui::Context, access: &mut EngineAccess<'_, Self>) {
        let taken = self.files.take(access.shell);
        self.import.follow(ctx, &mut self.files);
        if let Some(ready) = taken {
            let Ready { config, run, notes, .. } = *ready;
            if let Some(run) = run {
                access.shell.workspace.keep(run);
            }
            self.put_aside.replace(config, notes, access);
        }
        let snapshot = Arc::clone(access.session.snapshot());
        self.files.filed.keep_track(&snapshot, &access.shell.workspace);
        if let Some(name) = self.put_aside.go_on(access) {
            self.files.filed.puts_aside(&name, &mut access.shell.workspace);
            self.studies.keep_run(&snapshot, Some(name));
        }
    }

    /// Keeps the run for a lab that follows it, whenever it has another checkpoint.
    pub(super) fn publish(&mut self, access: &mut EngineAccess<'_, Self>) {
        let snapshot = access.session.snapshot();
        let now = (snapshot.generation, snapshot.view.checkpoints.len());
        let source = snapshot.view.config.data.as_ref().map(|data| data.reference.source.as_str());
        if now != self.published && source.is_some_and(|source| access.shell.workspace.is_followed(source)) {
            self.published = now;
            access.shell.workspace.keep(Arc::new(OpenRun::of(&snapshot.view)));
        }
    }

    pub(super) fn go_on(command: CommandOf<LiveRun>, access: &mut EngineAccess<'_, Self>) {
        access.shared.cursor = None;
        // What was asked for a moment ago may be on its way still.
        if access.session.view().stops_at_events || !access.session.answers_all() {
            access.send(Command::Model(TrainCmd::StopAtEvents(false)));
        }
        access.send(command);
    }

    /// The same run again, with this seed.
    pub(super) fn again(&mut self, seed: Seed, access: &mut EngineAccess<'_, Self>) {
        let config = self.put_aside.beginning(access.session.view(), &access.shell.workspace).clone();
        self.put_aside.replace(TrainConfig { seed, ..config }, Vec::new(), access);
    }

    /// Takes a run that is open back as it was, in the place of the present one.
    pub(super) fn reopen(&mut self, name: &str, access: &mut EngineAccess<'_, Self>) {
        let Some(config) = access.shell.workspace.run(name).map(|run| run.config(true)) else { return };
        // It cannot be compared with itself.
        self.studies.derived.kept.take_if(|kept| kept.put_aside.as_deref() == Some(name));
        self.put_aside.replace(config, Vec::new(), access);
    }
}
