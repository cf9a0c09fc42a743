//! Which of the known layouts a file has, and where its checkpoints are.

use crate::io::datasets::FormatError;
use crate::io::hdf5::Hdf5;
use crate::io::rbm_archive::archive::ArchiveFormat;
use crate::io::text::quoted;

/// Our own group at the root.
pub const OWN_GROUP: &str = "glassbox";
/// What a plain Boltzmann machine is called.
const NO_HIDDEN: &str = "Boltzmann machine without hidden units";

/// Where the arrays of a checkpoint are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The update.
    pub update: u64,
    /// Path of the weights.
    pub weights: String,
    /// Path of the visible bias.
    pub visible_bias: String,
    /// Path of the hidden bias.
    pub hidden_bias: String,
    /// Paths of what is taken off the visible and the hidden units before they meet the weights.
    pub offsets: [String; 2],
    /// Path of the seconds.
    pub seconds: String,
    /// Path of the chains.
    pub chains: String,
}

/// A layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Who wrote it.
    pub format: ArchiveFormat,
    /// The kind of machine, where the file names it.
    pub kind: Option<String>,
    /// Checkpoints by rising update.
    pub entries: Vec<Entry>,
}

/// Finds the layout of a file.
///
/// # Errors
/// It is none of those known.
pub fn find(file: &Hdf5) -> Result<Layout, FormatError> {
    let (groups, arrays) = (file.groups(""), file.arrays(""));
    let kind = ["model_type", "model_stamp", "rbm_type"].iter().find_map(|name| file.text(name));
    if arrays.iter().any(|name| name == "visible_par") && arrays.iter().any(|name| name == "weights") {
        return Ok(Layout { format: ArchiveFormat::Julia, kind: None, entries: vec![julia()] });
    }
    let mut prefix = "update_";
    let mut updates = numbered(&groups, prefix);
    if updates.is_empty() {
        prefix = "epoch_";
        updates = numbered(&groups, prefix);
    }
    if !updates.is_empty() {
        return Ok(in_groups(file, kind, prefix, &updates, &groups));
    }
    let updates = numbered(&arrays, "W");
    if !updates.is_empty() {
        return Ok(Layout { format: ArchiveFormat::FlatKeys, kind, entries: updates.iter().map(flat).collect() });
    }
    let names: Vec<&str> = groups.iter().chain(&arrays).map(String::as_str).take(8).collect();
    let found = if names.is_empty() { "nothing".to_owned() } else { quoted(&names.join(", ")) };
    Err(FormatError::new("checkpoints of a machine (groups update_1, update_2, … as the rbms package writes)", found))
}

/// Names that are a prefix and a number: (number, name) by rising number, each number once.
fn numbered<'a>(names: &'a [String], prefix: &str) -> Vec<(u64, &'a str)> {
    let number = |name: &'a String| {
        let digits = name.strip_prefix(prefix).filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))?;
        Some((digits.parse().ok()?, name.as_str()))
    };
    let mut found: Vec<(u64, &str)> = names.iter().filter_map(number).collect();
    found.sort_unstable();
    found.dedup_by_key(|entry| entry.0);
    found
}

/// A layout with a group for each checkpoint.
fn in_groups(
    file: &Hdf5,
    mut kind: Option<String>,
    prefix: &str,
    updates: &[(u64, &str)],
    groups: &[String],
) -> Layout {
    let last = updates.last().map_or("", |&(_, name)| name);
    let has = |path: &str| file.shape(path).is_some();
    let with_parameters = has(&format!("{last}/params/weight_matrix"));
    if has(&format!("{last}/coupling_matrix")) || has(&format!("{last}/params/coupling_matrix")) {
        kind = Some(NO_HIDDEN.to_owned());
    }
    let named = |name: &str| groups.iter().any(|group| group == name);
    let format = match () {
        () if named(OWN_GROUP) => ArchiveFormat::Glassbox,
        () if has(&format!("{last}/label_matrix")) => ArchiveFormat::AnnaDca,
        () if prefix == "epoch_" => ArchiveFormat::Epochs,
        () if with_parameters || kind.is_some() => ArchiveFormat::Rbms,
        () if named("hyperparameters") => ArchiveFormat::TorchRbm,
        () => ArchiveFormat::BareUpdates,
    };
    let entry = |&(update, name): &(u64, &str)| {
        let inner = format!("{name}/params");
        let folder = if has(&format!("{inner}/weight_matrix")) { &inner } else { name };
        Entry {
            update,
            weights: format!("{folder}/weight_matrix"),
            visible_bias: format!("{folder}/vbias"),
            hidden_bias: format!("{folder}/hbias"),
            offsets: Default::default(),
            seconds: format!("{name}/time"),
            chains: "parallel_chains".to_owned(),
        }
    };
    Layout { format, kind, entries: updates.iter().map(entry).collect() }
}

/// A checkpoint of the first tree program.
fn flat(&(update, name): &(u64, &str)) -> Entry {
    let digits = name.trim_start_matches('W');
    Entry {
        update,
        weights: name.to_owned(),
        visible_bias: format!("vbias{digits}"),
        hidden_bias: format!("hbias{digits}"),
        offsets: Default::default(),
        seconds: String::new(),
        chains: format!("X_pc{digits}"),
    }
}

/// The one machine of a Julia file.
fn julia() -> Entry {
    Entry {
        weights: "weights".to_owned(),
        visible_bias: "visible_par".to_owned(),
        hidden_bias: "hidden_par".to_owned(),
        offsets: ["offset_v", "offset_h"].map(str::to_owned),
        ..Entry::default()
    }
}
