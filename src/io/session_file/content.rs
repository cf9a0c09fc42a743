//! What is in a session file.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

/// The version that is written.
pub const VERSION: u64 = 2;
/// The ending of its name.
pub const ENDING: &str = "glassbox";
/// Bytes of the largest file.
pub const LARGEST: u64 = 256 << 20;
/// Bytes of all that is packed into one.
pub const MOST_PACKED: usize = 128 << 20;
/// Labs, and runs, at most.
pub const MOST_LABS: usize = 64;
/// Characters of the longest name of a lab, a theme or a program.
pub const LONGEST_NAME: usize = 100;
/// Characters of the longest path or name of a run.
pub const LONGEST_PATH: usize = 4096;

/// Whether a path has the ending of sessions.
pub fn has_its_ending(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// A session of the window.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SessionFile {
    /// The version of the file.
    pub glassbox_session: u64,
    /// The program that wrote it, with its version.
    pub program: String,
    /// The lab that was shown.
    pub lab: String,
    /// dark, light or projector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// What stands in each lab, by its id.
    pub labs: BTreeMap<String, LabState>,
    /// The runs that labs look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<HeldRun>,
}

/// What stands in a lab. Only the lab knows what it means.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LabState {
    /// Documents, recordings and seeds.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub work: Value,
    /// The arrangement of its panels, and its view state.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub layout: Value,
}

/// A run with its checkpoints.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HeldRun {
    /// What labs call it.
    pub name: String,
    /// Where it is: a file, or a run that is part of the program by its name; empty where it is only packed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Its bytes.
    pub bytes: u64,
    /// Their CRC-32.
    pub crc32: u32,
    /// The bytes themselves, as base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed: Option<String>,
}

impl SessionFile {
    /// A session without anything, as this program writes it.
    pub fn new(lab: &str, theme: &str) -> Self {
        Self {
            glassbox_session: VERSION,
            program: format!("Glassbox {}", env!("CARGO_PKG_VERSION")),
            lab: lab.to_owned(),
            theme: Some(theme.to_owned()),
            ..Self::default()
        }
    }
}
