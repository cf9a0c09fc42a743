//! The Recall lab: its engines, its panels, and how what they ask for is carried out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::recall::{Document, Recall, RecallCmd, RecallView};
use crate::engine::session::{Command, CommandOf, Pace, SessionError, Snapshot};
use crate::engine::worker::Engine;
use crate::physics::seed::Seed;
use crate::ui::jobs::{Answer, Inbox, Jobs, Wake};
use crate::ui::lab::{LABS, Lab, LabName, Panel};
use crate::ui::labs::recall::context::{Ask, RecallContext, RecallPanels, Shared};
use crate::ui::labs::recall::studies::Studies;
use crate::ui::labs::recall::{files, keys, layout, panels, sentences};
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::widgets::timeline::TimelineState;
use crate::ui::widgets::transport::{TransportAction, TransportState};

