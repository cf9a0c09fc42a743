//! Archives read: the whole, some checkpoints, or only what there is.

use std::path::Path;
use std::sync::Arc;

use crate::io::datasets::FormatError;
use crate::io::files::MAX_BYTES;
use crate::io::hdf5::Hdf5;
use crate::io::rbm_archive::archive::{Archive, ArchiveFormat, Hyperparameters, Survey, UpdateChoice};
use crate::io::rbm_archive::axes::{self, Clues, Shape};
use crate::io::rbm_archive::error::ArchiveError;
use crate::io::rbm_archive::kind::{self, VisibleKind};
use crate::io::rbm_archive::layout::{self, Entry, Layout, OWN_GROUP};
use crate::io::rbm_archive::record::{OwnRecord, restore};
use crate::io::rbm_archive::{chains, cossio, parameters};
use crate::io::text::{plain, said};
use crate::physics::rbm::units::MOST_STATES;
use crate::physics::rbm::{Checkpoint, Configurations, HiddenUnits, TrainingSettings, Trajectory, VisibleUnits};

/// Reads all checkpoints; of more than 1 GiB of parameters only every second, third, … with a note.
pub fn read(path: &Path) -> Result<Archive, ArchiveError> {
    read_some(path, UpdateChoice::All)
}

/// Says what an archive holds without reading its weights.
pub fn survey(path: &Path) -> Result<Survey, ArchiveError> {
    let Opened { file, layout, units, shape, notes } = Opened::new(path)?;
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
        own: own_record(&file),
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
    let mut opened = Opened::new(path)?;
    let wanted = opened.wanted(path, choice)?;
    let fail = |fault| ArchiveError::format(path, fault);
    let mut trajectory = Trajectory::default();
    for entry in &wanted {
        match opened.checkpoint(entry).map_err(fail)? {
            Ok(checkpoint) => trajectory.checkpoints.push(Arc::new(checkpoint)),
            Err(reason) => opened.notes.push(format!("update {} {reason} and was left out", entry.update)),
        }
    }
    let Some(last) = trajectory.last() else {
        let reason = opened.notes.last().cloned().unwrap_or_default();
        return Err(fail(FormatError::new("a checkpoint with finite parameters", reason)));
    };
    Ok(Archive {
        format: opened.layout.format,
        axes: opened.shape.axes,
        chains: last.chains.clone(),
        hyperparameters: hyperparameters(&opened.file),
        own: own_record(&opened.file),
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
        let fail = |fault| ArchiveError::format(path, fault);
        let file = Hdf5::open(path)?.map_err(fail)?;
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
                let Shape { sites, states, hidden, .. } = self.shape;
                let size = (sites.saturating_mul(states).saturating_mul(hidden) as u64).saturating_mul(4);
                let step = size.saturating_mul(entries.len() as u64).div_ceil(MAX_BYTES).max(1) as usize;
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

    /// One checkpoint, or why it is left out.
    fn checkpoint(&self, entry: &Entry) -> Result<Result<Checkpoint, String>, FormatError> {
        let rbm = match parameters::read(&self.file, entry, self.shape, self.units)? {
            Ok(rbm) => rbm,
            Err(reason) => return Ok(Err(reason)),
        };
        let own = format!("{OWN_GROUP}/checkpoints/{}", entry.update);
        let foreign = self.layout.format != ArchiveFormat::Glassbox;
        let last = foreign && self.layout.entries.last().is_some_and(|last| last.update == entry.update);
        let packed = self.file.octets(&format!("{own}/chains")).ok().flatten();
        let chains = packed.and_then(|packed| chains::unpack(&packed, self.units.0, self.shape.sites));
        let chains = chains.or_else(|| if last { self.foreign_chains(entry) } else { None });
        let numbers = self.file.doubles(&format!("{own}/numbers")).ok().flatten();
        let settings = self.file.text(&format!("{own}/settings")).and_then(|text| {
            let mut settings: TrainingSettings = serde_json::from_str(&text).ok()?;
            restore(&mut settings, &numbers?.values);
            Some(settings)
        });
        let seconds = self.file.number(&entry.seconds).filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
        Ok(Ok(Checkpoint { update: entry.update, rbm: Arc::new(rbm), chains: chains.map(Arc::new), settings, seconds }))
    }

    /// The chains that other programs keep: those of the last checkpoint only.
    fn foreign_chains(&self, entry: &Entry) -> Option<Configurations> {
        let array = self.file.floats(&entry.chains).ok().flatten()?;
        chains::from_floats(&array, self.units.0, self.shape.sites)
    }
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

/// What this program added.
fn own_record(file: &Hdf5) -> Option<OwnRecord> {
    let mut record: OwnRecord = serde_json::from_str(&file.text(&format!("{OWN_GROUP}/record"))?).ok()?;
    let numbers = file.doubles(&format!("{OWN_GROUP}/numbers")).ok().flatten()?;
    let (&spread, rest) = numbers.values.split_first()?;
    record.initial_spread = spread;
    restore(&mut record.settings, rest);
    Some(record)
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
