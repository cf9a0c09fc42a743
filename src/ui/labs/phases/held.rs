//! What is kept of the Phases lab: from one start to the next its network, the points and the sweeps, in a session file
//! what was asked of the network, which is done again, and the sweeps.

use serde::{Deserialize, Serialize};

use crate::engine::core::session::Command;
use crate::engine::hopfield::phases::{MeasuredPoint, Phases, PhasesCmd, PhasesConfig, PhasesView};
use crate::io::text::said;
use crate::ui::chassis::{EngineAccess, Held, LiveSession, held, work};
use crate::ui::labs::phases::lab::PhasesParts;
use crate::ui::labs::phases::sweeps::held::HeldSweeps;
use crate::ui::shell::Shell;

/// Where a session file holds the sweeps.
const SWEEPS: &str = "sweeps";

/// What comes back at the next start. Texts of before have the network only.
#[derive(Serialize, Deserialize)]
pub struct Remembered {
    #[serde(flatten)]
    network: PhasesConfig,
    #[serde(default)]
    points: Vec<MeasuredPoint>,
    #[serde(default)]
    sweeps: HeldSweeps,
}

impl PhasesParts {
    /// The network with all that was measured, or without where that is too much.
    pub(super) fn remembered(&self, view: &PhasesView) -> Option<String> {
        let all = Remembered { network: view.config, points: view.points.to_vec(), sweeps: self.sweeps.held() };
        work::written(&all).or_else(|| work::written(&view.config))
    }

    /// Goes on with the network, the points and the sweeps of the last start.
    pub(super) fn take_up_remembered(
        &mut self,
        Remembered { network, points, sweeps }: Remembered,
        access: &mut EngineAccess<'_, Self>,
    ) -> Result<(), String> {
        access.send(Command::Reset(network));
        if !points.is_empty() {
            access.send(Command::Model(PhasesCmd::BringBack(points)));
        }
        self.sweeps.take_up(&sweeps, access.shell)
    }

    /// What was asked of the network, and the sweeps.
    pub(super) fn held(&self, session: &LiveSession<Phases>) -> Held {
        let mut held = held::recorded(session);
        let sweeps = serde_json::to_value(self.sweeps.held());
        if let (Some(work), Ok(sweeps)) = (held.work.as_object_mut(), sweeps) {
            work.insert(SWEEPS.to_owned(), sweeps);
        }
        held
    }

    /// Does all of it again.
    pub(super) fn replay(
        &mut self,
        held: &Held,
        session: &LiveSession<Phases>,
        shell: &mut Shell,
    ) -> Result<(), String> {
        if let Some(sweeps) = held.work.get(SWEEPS) {
            let sweeps = HeldSweeps::deserialize(sweeps).map_err(|err| said(&err))?;
            self.sweeps.take_up(&sweeps, shell)?;
        }
        // What has done steps does not begin by itself when it is first shown.
        self.begun |= held::replay(held, session, shell)? > 0;
        Ok(())
    }
}
