//! What a session file holds of the Train lab: the run, where one looks, the runs that were put aside, and the one that it
//! is compared with.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job as _};
use crate::engine::rbm::{LiveRun, TrainView};
use crate::io::run::OpenRun;
use crate::ui::chassis::{Held, LiveSession};
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::labs::train::context::Shared;
use crate::ui::labs::train::derived::Kept;
use crate::ui::labs::train::lab::TrainParts;
use crate::ui::shell::Shell;
use crate::ui::workspace::Offer;

/// The name of a run that the person chose to compare with, which has none of its own.
const CHOSEN: &str = "A, to compare with";
/// No engine counts its generations so far.
const GENERATION: u64 = u64::MAX;

/// Where a session file looks.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct TrainLook {
    /// The update; none follows the training.
    cursor: Option<u64>,
    /// The runs that were put aside, the last one at the end.
    #[serde(default)]
    aside: Vec<String>,
    /// The one of them that the run is compared with.
    #[serde(default)]
    compared: Option<String>,
}

/// The run to compare with, while its curves are computed again.
#[derive(Default)]
pub struct ComparedAgain {
    inbox: Inbox<(TrainView, Option<String>)>,
}

impl ComparedAgain {
    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }

    /// Computes its curves, on a thread of its own.
    fn begin(&mut self, run: &OpenRun, shell: &Shell) -> Result<(), String> {
        let (config, name) = (run.config(true), (run.name != CHOSEN).then(|| run.name.clone()));
        shell.jobs.start("compare runs", &mut self.inbox, move || match LiveRun::new(&config) {
            Ok(mut session) => {
                // What it would learn from here on is not wanted.
                while session.view().measuring.is_some() && session.step() == Flow::Continue {}
                Answer::Done((session.view(), name))
            }
            Err(err) => Answer::Failed(err.to_string()),
        })
    }
}

impl TrainParts {
    pub(super) fn held(&self, session: &LiveSession<LiveRun>, shared: &Shared, shell: &Shell) -> Held {
        let run = Arc::new(self.named(session, shell));
        let mut aside = self.put_aside.runs(&shell.workspace);
        aside.retain(|aside| aside.name != run.name);
        let names = aside.iter().map(|run| run.name.clone()).collect();
        let compared = self.studies.derived.kept.as_ref().map(|kept| {
            kept.put_aside.clone().unwrap_or_else(|| {
                aside.push(Arc::new(OpenRun { name: CHOSEN.to_owned(), ..OpenRun::of(&kept.view) }));
                CHOSEN.to_owned()
            })
        });
        let mut held = Held::of_run(run, TrainLook { cursor: shared.cursor, aside: names, compared });
        held.aside = aside;
        held
    }

    pub(super) fn take_up_run(
        &mut self,
        held: &Held,
        session: Option<&LiveSession<LiveRun>>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        let (run, TrainLook { cursor, aside, compared }) = held.look()?;
        let runs = aside.iter().filter_map(|name| held.aside.iter().find(|run| run.name == *name));
        self.put_aside.take_up(runs, &mut shell.workspace);
        if let Some(run) = compared.and_then(|name| held.aside.iter().find(|run| run.name == name)) {
            self.compared_again.begin(run, shell)?;
        }
        self.look = cursor;
        crate::ui::chassis::LabParts::accept(self, Offer::Run(run), session, shell)
    }

    /// Takes the run to compare with as soon as its curves are there.
    pub(super) fn compare_again(&mut self, shell: &mut Shell) {
        while let Some((view, put_aside)) = self.compared_again.inbox.done(shell) {
            self.studies.derived.kept = Some(Kept { view, generation: GENERATION, put_aside });
        }
    }

    /// Tells the runs at one moment from those at another.
    pub(super) fn mark(&self) -> u64 {
        let compared = self.studies.derived.kept.is_some() || self.compared_again.busy();
        (self.put_aside.count() as u64) << 1 | u64::from(compared)
    }
}
