//! What a session file holds of a lab: its recording, which is replayed, or the run that it looks at.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::engine::core::recording::{Tape, TapeOf};
use crate::engine::core::session::{Command, Session};
use crate::io::run::OpenRun;
use crate::io::session_file::checksum;
use crate::io::text::said;
use crate::ui::chassis::{Chassis, LabParts, LiveSession};
use crate::ui::lab::Replayed;
use crate::ui::shell::Shell;

/// What is held of a lab.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// As data, which only the lab understands.
    pub work: Value,
    /// The run that it looks at.
    pub run: Option<Arc<OpenRun>>,
    /// Runs that it has put aside, which are left out where there is no room for them.
    pub aside: Vec<Arc<OpenRun>>,
}

/// What is held of a lab that looks at a run: where it looks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HeldLook<L> {
    /// The name of the run.
    pub run: String,
    pub look: L,
}

impl Held {
    /// A run, and what of it is looked at.
    pub fn of_run<L: Serialize>(run: Arc<OpenRun>, look: L) -> Self {
        let work = serde_json::to_value(HeldLook { run: run.name.clone(), look }).unwrap_or_default();
        Self { work, run: Some(run), aside: Vec::new() }
    }

    /// The name of the run that the work speaks of.
    pub fn run_name(work: &Value) -> Option<&str> {
        work.get("run")?.as_str()
    }

    /// The names of the runs that were put aside.
    pub fn names_aside(work: &Value) -> impl Iterator<Item = &str> {
        let names = work.get("look").and_then(|look| look.get("aside")?.as_array());
        names.into_iter().flatten().filter_map(Value::as_str)
    }

    /// The run, and what of it is looked at.
    ///
    /// # Errors
    /// A sentence where the work is none of this lab, or its run is not there.
    pub fn look<L: DeserializeOwned>(&self) -> Result<(Arc<OpenRun>, L), String> {
        let HeldLook { run: name, look } = HeldLook::deserialize(&self.work).map_err(|err| said(&err))?;
        let run = self.run.clone().ok_or_else(|| format!("its run “{name}” is not there"))?;
        Ok((run, look))
    }
}

/// All that was asked of a session, with the steps that it did.
pub fn recorded<S>(session: &LiveSession<S>) -> Held
where
    S: Session<Config: Serialize, Cmd: Serialize>,
{
    Held { work: serde_json::to_value(session.tape()).unwrap_or_default(), ..Held::default() }
}

/// Has the engine do all of it again; the number of steps.
///
/// # Errors
/// A sentence where it is no recording of this lab.
pub fn replay<S>(held: &Held, session: &LiveSession<S>, shell: &mut Shell) -> Result<u64, String>
where
    S: Session<Config: DeserializeOwned, Cmd: DeserializeOwned>,
{
    let tape = TapeOf::<S>::deserialize(&held.work).map_err(|err| said(&err))?;
    tape.check().map_err(|err| err.to_string())?;
    let Tape { recording, steps } = tape;
    session.send(Command::Replay { recording, steps }, shell);
    Ok(steps)
}

impl<P: LabParts> Chassis<P> {
    pub(super) fn replayed_so_far(&self) -> Option<Replayed> {
        let (session, held) = (self.session.as_ref()?, self.held.as_ref()?);
        let steps = held.work.get("steps")?.as_u64()?;
        let snapshot = session.snapshot();
        Some(Replayed { done: snapshot.step.min(steps), steps, rate: snapshot.rate })
    }

    pub(super) fn leave_replay(&self, shell: &mut Shell) {
        if let Some(session) = self.session.as_ref().filter(|_| self.replayed_so_far().is_some()) {
            session.send(Command::Pause, shell);
        }
    }
}

/// Tells one run from another, and from itself as it grows; 0 while a lab looks at nothing but what it opens with.
pub fn run_mark(run: Option<&OpenRun>, opening: &str) -> u64 {
    run.filter(|run| run.name != opening)
        .map_or(0, |run| u64::from(checksum::of(run.name.as_bytes())) << 32 | run.trajectory.checkpoints.len() as u64)
}
