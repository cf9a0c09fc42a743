//! The session: one step is one update.

use std::sync::Arc;

use crate::engine::boltzmann::command::BoltzmannCmd;
use crate::engine::boltzmann::config::BoltzmannConfig;
use crate::engine::boltzmann::view::BoltzmannView;
use crate::engine::core::session::{Flow, Job, Progress, Session, SessionError};

/// A machine that learns.
pub struct BoltzmannSession {
    view: BoltzmannView,
}

impl Job for BoltzmannSession {
    type Config = BoltzmannConfig;
    type View = BoltzmannView;

    fn new(_config: &BoltzmannConfig) -> Result<Self, SessionError> {
        Err(SessionError::new("this session is being written"))
    }

    fn step(&mut self) -> Flow {
        Flow::Done
    }

    fn view(&self) -> BoltzmannView {
        self.view.clone()
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.view.update, total: self.view.last_update })
    }
}

impl Session for BoltzmannSession {
    type Cmd = BoltzmannCmd;

    fn apply(&mut self, _cmd: BoltzmannCmd) -> Result<(), SessionError> {
        Err(SessionError::new("this session is being written"))
    }
}
