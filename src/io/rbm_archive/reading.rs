//! Archives read: the whole, some checkpoints, or only what there is.

use std::path::Path;
use std::sync::Arc;

use crate::io::datasets::FormatError;
use crate::io::files::MAX_BYTES;
use crate::io::guarded;
use crate::io::hdf5::Hdf5;
use crate::io::rbm_archive::archive::{Archive, ArchiveFormat, Hyperparameters, Survey, UpdateChoice};
use crate::io::rbm_archive::axes::{self, Clues, Shape};
use crate::io::rbm_archive::error::ArchiveError;
use crate::io::rbm_archive::kind::{self, VisibleKind};
use crate::io::rbm_archive::layout::{self, Entry, Layout, OWN_GROUP};
use crate::io::rbm_archive::record::{OwnRecord, VERSION, restore};
use crate::io::rbm_archive::{chains, cossio, parameters};
use crate::io::text::{plain, said};
use crate::physics::arrays::flat;
use crate::physics::rbm::units::MOST_STATES;
use crate::physics::rbm::{Checkpoint, Configurations, HiddenUnits, TrainingSettings, Trajectory, VisibleUnits};

/// Reads all checkpoints; of more than 1 GiB of parameters and chains only every second, third, … with a note.
pub fn read(path: &Path) -> Result<Archive, ArchiveError> {
    read_some(path, UpdateChoice::All)
}

/// Says what an archive holds without reading its weights.
pub fn survey(path: &Path) -> Result<Survey, ArchiveError> {
    guarded(path, || survey_here(path))
}

/// What is done with a file of whoever wrote it.
fn guarded<T: Send>(path: &Path, work: impl FnOnce() -> Result<T, ArchiveError> + Send) -> Result<T, ArchiveError> {
    guarded::reading(work).map_err(|fault| ArchiveError::format(path, fault)).flatten()
}

fn survey_here(path: &Path) -> Result<Survey, ArchiveError> {
    let Opened { file, layout, units, shape, mut notes } = Opened::new(path)?;
    let own = own_record(&file, &mut notes).map_err(|fault| ArchiveError::format(path, fault))?;
    Ok(Survey {
        format: layout.format,
        kind: kind::name(units.0, units.1),
        visible: units.0,
        hidden: units.1,
        axes: shape.axes,
        sites: shape.sites,
        hidden_units: shape.hidden,
        updates: layout.entries.iter().map(|entry| entry.update).collect(),
        hyperparameters: hyperparameters(&file),
        own,
        notes,
        bytes: file.bytes(),
    })
}

/// Reads some checkpoints. One that has no weights, weights of another size or that are not finite is left out with a
/// note.
///
/// # Errors
/// The file is no archive, holds a machine of another kind, or has no usable checkpoint of those asked for.
pub fn read_some(path: &Path, choice: UpdateChoice) -> Result<Archive, ArchiveError> {
    guarded(path, || read_opened(path, Opened::new(path)?, choice))
}

/// Reads all checkpoints of an archive in memory that goes by `name`.
///
/// # Errors
/// As [`read_some`].
pub fn read_bytes(name: &str, bytes: &[u8]) -> Result<Archive, ArchiveError> {
    let path = Path::new(name);
    guarded(path, || {
        let file = Hdf5::from_bytes(bytes.to_vec()).map_err(|fault| ArchiveError::format(path, fault))?;
        read_opened(path, Opened::of(path, file)?, UpdateChoice::All)
    })
}

fn read_opened(path: &Path, mut opened: Opened, choice: UpdateChoice) -> Result<Archive, ArchiveError> {
    let wanted = opened.wanted(path, choice)?;
    let fail = |fault| ArchiveError::format(path, fault);
    let own = own_record(&opened.file, &mut opened.notes).map_err(fail)?;
    let mut trajectory = Trajectory::default();
    for entry in &wanted {
        match opened.checkpoint(entry).map_err(fail)? {
            Ok(checkpoint) => trajectory.checkpoints.push(Arc::new(checkpoint)),
            Err(reason) => opened.notes.push(format!("update {} {reason} and was left out", entry.update)),
        }
    }
    let Some(last) = trajectory.last() else {
        let reason = opened.notes.last().cloned().unwrap_or_default();
        return Err(fail(FormatError::new("a checkpoint that can be used", reason)));
    };
    Ok(Archive {
        format: opened.layout.format,
        axes: opened.shape.axes,
        chains: last.chains.clone(),
        hyperparameters: hyperparameters(&opened.file),
        own,
        notes: opened.notes,
        trajectory,
    })
}

/// A file whose layout and sizes are known.
struct Opened {
    file: Hdf5,
    layout: Layout,
    units: (VisibleUnits, HiddenUnits),
    shape: Shape,
    notes: Vec<String>,
}

impl Opened {
    fn new(path: &Path) -> Result<Self, ArchiveError> {
        let file = Hdf5::open(path)?.map_err(|fault| ArchiveError::format(path, fault))?;
        Self::of(path, file)
    }

    fn of(path: &Path, file: Hdf5) -> Result<Self, ArchiveError> {
        let fail = |fault| ArchiveError::format(path, fault);
        let layout = layout::find(&file).map_err(fail)?;
        let mut notes = Vec::new();
        let foreign = |kind: String| ArchiveError::Kind { file: plain(path), kind };
        let (kind, shape) = if layout.format == ArchiveFormat::Julia {
            let kind = cossio::kind(&file).map_err(foreign)?;
            (Some(kind), cossio::shape(&file, kind.0, &mut notes).map_err(fail)?)
        } else {
            let kind = match &layout.kind {
                Some(name) => Some(kind::parse(name).ok_or_else(|| foreign(name.clone()))?),
                None => None,
            };
            (kind, sizes(&file, &layout, &mut notes).map_err(fail)?)
        };
        let states = u8::try_from(shape.states).ok().filter(|&states| states <= MOST_STATES);
        let potts = shape.axes.name().contains("state");
        let (visible, hidden) = kind.unwrap_or_else(|| {
            let visible = if potts { VisibleKind::Potts } else { VisibleKind::Bernoulli };
            notes.push(format!(
                "the file does not name its kind: by its axes the visible units are {}",
                if potts { "Potts" } else { "Bernoulli" }
            ));
            (visible, HiddenUnits::Bernoulli)
        });
        let visible = match (visible, states, potts) {
            (VisibleKind::Bernoulli, Some(_), false) => VisibleUnits::Bernoulli,
            (VisibleKind::Ising, Some(_), false) => VisibleUnits::Ising,
            (VisibleKind::Potts, Some(states), true) => VisibleUnits::Potts(states),
            (_, None, _) => {
                let found = shape.states.to_string();
                return Err(fail(FormatError::new(format!("2 to {MOST_STATES} states of a site"), found)));
            }
            _ => {
                let found = format!("weights {}", shape.axes.name());
                let named = layout.kind.as_deref().unwrap_or_default();
                return Err(fail(FormatError::new(format!("weights of a machine of kind {named}"), found)));
            }
        };
        if layout.format == ArchiveFormat::AnnaDca {
            notes.push("the layer of labels is left out".to_owned());
        }
        Ok(Self { file, layout, units: (visible, hidden), shape, notes })
    }

    /// The checkpoints that are asked for.
    fn wanted(&mut self, path: &Path, choice: UpdateChoice) -> Result<Vec<Entry>, ArchiveError> {
        let entries = &self.layout.entries;
        Ok(match choice {
            UpdateChoice::First => entries.first().cloned().into_iter().collect(),
            UpdateChoice::Last => entries.last().cloned().into_iter().collect(),
            UpdateChoice::At(update) => {
                let found = entries.iter().find(|entry| entry.update == update).cloned();
                let unknown = || ArchiveError::NoUpdate { file: plain(path), update, known: shortened(entries) };
                vec![found.ok_or_else(unknown)?]
            }
            UpdateChoice::All => {
                let sizes: Vec<u64> = entries.iter().map(|entry| self.size(entry)).collect();
                let step = thinning(&sizes);
                let last = entries.len().saturating_sub(1);
                let kept = |index: usize| index == last || index.is_multiple_of(step);
                if step > 1 {
                    let note = format!("{} checkpoints are more than 1 GiB: one in {step} is shown", entries.len());
                    self.notes.push(note);
                }
                entries.iter().enumerate().filter(|&(index, _)| kept(index)).map(|(_, entry)| entry.clone()).collect()
            }
        })
    }

    /// Bytes that a checkpoint takes in memory.
    fn size(&self, entry: &Entry) -> u64 {
        let Shape { sites, states, hidden, .. } = self.shape;
        let parameters = (sites.saturating_mul(states).saturating_mul(hidden) as u64).saturating_mul(4);
        let rows = match self.file.shape(&format!("{}/chains", own_parts(entry))).as_deref() {
            Some(&[rows, _]) if chains::are_possible(rows, sites) => rows,
            _ => 0,
        };
        parameters.saturating_add(rows.saturating_mul(sites) as u64)
    }

    /// One checkpoint, or why it is left out.
    fn checkpoint(&mut self, entry: &Entry) -> Result<Result<Checkpoint, String>, FormatError> {
        let rbm = match parameters::read(&self.file, entry, self.shape, self.units)? {
            Ok(rbm) => rbm,
            Err(reason) => return Ok(Err(reason)),
        };
        let own = self.layout.format == ArchiveFormat::Glassbox;
        let last = self.layout.entries.last().is_some_and(|last| last.update == entry.update);
        let parts = self.file.arrays(&own_parts(entry));
        let has = |name: &str| parts.iter().any(|part| part == name);
        let mut left_out = Vec::new();
        let chains = match self.own_chains(entry) {
            None if has("chains") => {
                left_out.push("chains");
                None
            }
            None if last && !own => self.foreign_chains(entry),
            chains => chains,
        };
        let settings = self.own_settings(entry);
        if settings.is_none() && (has("settings") || has("numbers")) {
            left_out.push("settings");
        }
        if own && parts.is_empty() && !self.file.has_group(&own_parts(entry)) {
            left_out.push("chains and settings");
        }
        for what in left_out {
            self.notes.push(format!("the {what} of update {} are damaged and were left out", entry.update));
        }
        let seconds = self.file.number(&entry.seconds).filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
        Ok(Ok(Checkpoint { update: entry.update, rbm: Arc::new(rbm), chains: chains.map(Arc::new), settings, seconds }))
    }

    /// The chains that this program keeps of each checkpoint.
    fn own_chains(&self, entry: &Entry) -> Option<Configurations> {
        let path = format!("{}/chains", own_parts(entry));
        // Packed rows that are all alike take next to nothing in a file: their number is looked at before they are.
        let &[rows, _] = self.file.shape(&path)?.as_slice() else { return None };
        if !chains::are_possible(rows, self.shape.sites) {
            return None;
        }
        chains::unpack(&self.file.octets(&path).ok()??, self.units.0, self.shape.sites)
    }

    /// The settings that this program keeps of each checkpoint.
    fn own_settings(&self, entry: &Entry) -> Option<TrainingSettings> {
        let own = own_parts(entry);
        let numbers = self.file.doubles(&format!("{own}/numbers")).ok()??;
        let mut settings: TrainingSettings = serde_json::from_str(&self.file.text(&format!("{own}/settings"))?).ok()?;
        restore(&mut settings, flat(&numbers)).then_some(settings)
    }

    /// The chains that other programs keep: those of the last checkpoint only.
    fn foreign_chains(&self, entry: &Entry) -> Option<Configurations> {
        let sites = self.shape.sites;
        let &[rows, columns] = self.file.shape(&entry.chains)?.as_slice() else { return None };
        if !chains::are_possible(if columns == sites { rows } else { columns }, sites) {
            return None;
        }
        chains::from_floats(&self.file.floats(&entry.chains).ok().flatten()?, self.units.0, sites)
    }
}

/// The group of what this program keeps of a checkpoint.
fn own_parts(entry: &Entry) -> String {
    format!("{OWN_GROUP}/checkpoints/{}", entry.update)
}

/// One in how many checkpoints is read, so that they take at most 1 GiB: of these sizes, besides the last.
fn thinning(sizes: &[u64]) -> usize {
    let last = sizes.len().saturating_sub(1);
    let taken = |step: usize| {
        let kept = sizes.iter().enumerate().step_by(step).filter(|&(index, _)| index != last).map(|(_, &size)| size);
        kept.chain(sizes.last().copied()).fold(0, u64::saturating_add)
    };
    (1..sizes.len()).find(|&step| taken(step) <= MAX_BYTES).unwrap_or(last.max(1))
}

/// Sizes and order of the axes, by the first checkpoint that has all arrays.
fn sizes(file: &Hdf5, layout: &Layout, notes: &mut Vec<String>) -> Result<Shape, FormatError> {
    let found = layout.entries.iter().find_map(|entry| {
        let shapes = [&entry.weights, &entry.visible_bias, &entry.hidden_bias].map(|path| file.shape(path));
        let [Some(weights), Some(visible), Some(hidden)] = shapes else { return None };
        Some((weights, visible, hidden))
    });
    let Some((weights, visible, hidden)) = found else {
        return Err(FormatError::new("weight_matrix, vbias and hbias in a checkpoint", "none with all three"));
    };
    let by_chains = || file.shape("parallel_chains").and_then(|shape| shape.get(1).copied());
    let named = file.count("hyperparameters/num_visibles").and_then(|count| usize::try_from(count).ok());
    let clues = Clues {
        sites: named.or_else(by_chains),
        states_first: matches!(layout.format, ArchiveFormat::BareUpdates | ArchiveFormat::FlatKeys),
        sites_first: layout.format == ArchiveFormat::Glassbox,
    };
    axes::find(&weights, &visible, &hidden, clues, notes)
}

/// What the file says about how it was trained.
fn hyperparameters(file: &Hdf5) -> Hyperparameters {
    let path = |name: &str| format!("hyperparameters/{name}");
    let count = |name| file.count(&path(name));
    let number = |name| file.number(&path(name)).filter(|number| number.is_finite());
    let text = |name| file.text(&path(name)).map(|text| said(&text));
    Hyperparameters {
        chains: count("num_chains").or_else(|| file.count("numPCD")),
        batch: count("batch_size").or_else(|| file.count("miniBatchSize")),
        gibbs_steps: count("gibbs_steps").or_else(|| file.count("NGibbs")),
        learning_rate: number("learning_rate").or_else(|| file.number("lr").filter(|number| number.is_finite())),
        l1: number("L1"),
        l2: number("L2"),
        seed: count("seed"),
        train_size: number("train_size"),
        filename: text("filename"),
        method: text("training_mode").or_else(|| file.text("training_mode").map(|text| said(&text))),
    }
}

/// What this program added; damaged it is left out with a note.
///
/// # Errors
/// A later version of the program wrote it.
fn own_record(file: &Hdf5, notes: &mut Vec<String>) -> Result<Option<OwnRecord>, FormatError> {
    let path = |name: &str| format!("{OWN_GROUP}/{name}");
    if !file.groups("").iter().any(|group| group == OWN_GROUP) {
        return Ok(None);
    }
    let read = || {
        let mut record: OwnRecord = serde_json::from_str(&file.text(&path("record"))?).ok()?;
        let numbers = file.doubles(&path("numbers")).ok().flatten()?;
        let (&spread, rest) = flat(&numbers).split_first()?;
        record.initial_spread = spread;
        restore(&mut record.settings, rest).then_some(record)
    };
    let record = read();
    // A later record need not be one that can be read.
    let version = file.count(&path("version")).max(record.as_ref().map(|record| u64::from(record.version)));
    if let Some(version) = version.filter(|&version| version > u64::from(VERSION)) {
        let found = format!("version {version}, of a later glassbox");
        return Err(FormatError::new(format!("the record of a run of version {VERSION} or before"), found));
    }
    if record.is_none() {
        notes.push("the record of how the run was made is damaged and was left out".to_owned());
    }
    Ok(record)
}

/// Updates as part of a sentence.
fn shortened(entries: &[Entry]) -> String {
    let text = |entry: &Entry| entry.update.to_string();
    let first: Vec<String> = entries.iter().take(6).map(text).collect();
    match entries.last() {
        Some(last) if entries.len() > 6 => format!("{}, … {}", first.join(", "), last.update),
        _ => first.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_checkpoints_are_thinned_by_what_they_take() {
        let half = MAX_BYTES / 2;
        assert_eq!((thinning(&[]), thinning(&[MAX_BYTES * 9]), thinning(&[1; 50])), (1, 1, 1));
        assert_eq!(thinning(&[half; 3]), 2);
        assert_eq!(thinning(&[half / 2; 9]), 3);
        // Large ones wherever a step falls are not all taken.
        let uneven: Vec<u64> = (0..100).map(|index| if index % 10 == 0 { half } else { 0 }).collect();
        assert_eq!(thinning(&uneven), 7);
    }
}
