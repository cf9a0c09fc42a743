//! What each edit does to the document.

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::recall::command::RecallCmd;
use crate::engine::hopfield::recall::document::{Document, LONGEST_NAME, Memory, check_grid, resample, shelf};
use crate::physics::corruption::{Corruption, CorruptionKind};
use crate::physics::spins::{GridShape, Pattern};

/// What the edits of the schedule are called: they alone decide whether it is followed.
pub(super) const SCHEDULE_EDITS: [&str; 2] = ["schedule", "follow the schedule"];

/// What an edit is called in the undo list, and the stroke or drag it belongs to.
pub(super) struct Edit {
    pub(super) name: String,
    pub(super) gesture: Option<u64>,
}

impl From<String> for Edit {
    fn from(name: String) -> Self {
        Self { name, gesture: None }
    }
}

/// Applies an edit to a document; `shown` gives the state under the cursor. After a refusal the document is void.
pub(super) fn edit(next: &mut Document, cmd: RecallCmd, shown: impl FnOnce() -> Vec<i8>) -> Result<Edit, SessionError> {
    let edit = match cmd {
        RecallCmd::Paint { gesture, cells, on } => {
            let mut spins = shown();
            for &cell in cells.iter() {
                if let Some(spin) = spins.get_mut(cell as usize) {
                    *spin = if on { 1 } else { -1 };
                }
            }
            set_clean(next, Pattern::new(spins).map_err(SessionError::new)?);
            Edit { name: "draw".to_owned(), gesture: Some(gesture) }
        }
        RecallCmd::SetCue { name, pattern } => {
            set_clean(next, pattern);
            name.into()
        }
        RecallCmd::CueFromMemory(index) => {
            let memory = memory_at(next, index)?;
            let name = format!("cue {}", memory.name);
            (next.clean, next.cue_from) = (memory.pattern.clone(), memory.identity);
            if next.blend_with.as_ref() == Some(&next.clean) {
                // Blended with itself it would be itself.
                next.blend_with = None;
                let partner = next.blend_partner().and_then(|place| next.memories.get(place));
                next.blend_with = Some(partner.map_or_else(|| next.clean.clone(), |memory| memory.pattern.clone()));
            }
            name.into()
        }
        RecallCmd::Corrupt { gesture, corruption, blend_with } => {
            next.blend_with =
                blend_with.map(|index| memory_at(next, index).map(|memory| memory.pattern.clone())).transpose()?;
            next.corruption = corruption;
            Edit { name: "corrupt".to_owned(), gesture: Some(gesture) }
        }
        RecallCmd::CorruptAgain => {
            (next.clean, next.cue_from) = (next.cue()?, None);
            next.corruption_round += 1;
            "corrupt again".to_owned().into()
        }
        RecallCmd::Store { name } => store(next, &name, shown())?.into(),
        RecallCmd::Forget(index) => {
            let name = format!("forget {}", memory_at(next, index)?.name);
            next.memories =
                next.memories.iter().enumerate().filter(|(k, _)| *k != index).map(|(_, m)| m.clone()).collect();
            name.into()
        }
        RecallCmd::Rename { index, name } => {
            let name = checked_name(&name)?;
            change_memory(next, index, |memory| memory.name = name.into())?;
            "rename".to_owned().into()
        }
        RecallCmd::SetStored { index, stored } => {
            change_memory(next, index, |memory| memory.stored = stored)?;
            if stored { "store".to_owned() } else { "leave out".to_owned() }.into()
        }
        RecallCmd::Load { name, shape, memories } => load(next, &name, shape, &memories)?.into(),
        RecallCmd::Open { name, document } => {
            document.check()?;
            *next = Document { memories: shelf(document.memories.iter().cloned()), ..Document::clone(&document) };
            format!("open {name}").into()
        }
        RecallCmd::Add(memories) => {
            next.memories = shelf(next.memories.iter().chain(memories.iter()).cloned());
            "add memories".to_owned().into()
        }
        RecallCmd::SetRule(rule) => {
            next.rule = rule;
            "learning rule".to_owned().into()
        }
        RecallCmd::SetOrder(order) => {
            next.order = order;
            "order of updates".to_owned().into()
        }
        RecallCmd::SetGrid(shape) => redraw(next, shape)?.into(),
        RecallCmd::SetSeed(seed) => {
            next.seed = seed;
            "seed".to_owned().into()
        }
        RecallCmd::SetAcceptance(acceptance) => {
            next.acceptance = acceptance;
            "rule of acceptance".to_owned().into()
        }
        RecallCmd::SetSchedule { gesture, schedule } => {
            next.schedule = schedule.checked().map_err(SessionError::new)?;
            next.follows_schedule = true;
            Edit { name: SCHEDULE_EDITS[0].to_owned(), gesture: Some(gesture) }
        }
        RecallCmd::FollowSchedule => {
            next.follows_schedule = true;
            SCHEDULE_EDITS[1].to_owned().into()
        }
        RecallCmd::SetTemperature(_) | RecallCmd::Undo | RecallCmd::Redo | RecallCmd::Rewind | RecallCmd::Scrub(_) => {
            return Err(SessionError::new("this command is not an edit"));
        }
    };
    Ok(edit)
}

/// Puts the state shown on the shelf, and takes it as the cue.
fn store(next: &mut Document, name: &str, shown: Vec<i8>) -> Result<String, SessionError> {
    let state = Pattern::new(shown).map_err(SessionError::new)?;
    let name = checked_name(name)?;
    let label = format!("store {name}");
    let memory = Memory::new(name, state.clone());
    next.memories = shelf(next.memories.iter().cloned().chain([memory]));
    set_clean(next, state);
    next.cue_from = next.memories.last().and_then(|memory| memory.identity);
    Ok(label)
}

/// Replaces the shelf and the grid. What the corruption would blend with went with the old shelf.
fn load(next: &mut Document, name: &str, shape: GridShape, memories: &[Memory]) -> Result<String, SessionError> {
    check_grid(shape)?;
    let clean = memories.first().map_or_else(|| Pattern::from_bits(vec![false; shape.cells()]), |m| m.pattern.clone());
    (next.shape, next.memories, next.blend_with) = (shape, shelf(memories.iter().cloned()), None);
    if next.corruption.kind == CorruptionKind::Blend {
        set_clean(next, clean);
    } else {
        next.clean = clean;
    }
    next.cue_from = next.memories.first().and_then(|memory| memory.identity);
    Ok(format!("load {name}"))
}

/// Draws everything again on another grid.
fn redraw(next: &mut Document, shape: GridShape) -> Result<String, SessionError> {
    check_grid(shape)?;
    let from = next.shape;
    next.memories = next
        .memories
        .iter()
        .map(|memory| Memory { pattern: resample(&memory.pattern, from, shape), ..memory.clone() })
        .collect();
    next.clean = resample(&next.clean, from, shape);
    next.blend_with = next.blend_with.as_ref().map(|pattern| resample(pattern, from, shape));
    next.shape = shape;
    Ok(format!("grid {} × {}", shape.width, shape.height))
}

fn set_clean(document: &mut Document, pattern: Pattern) {
    (document.clean, document.cue_from) = (pattern, None);
    document.corruption = Corruption { kind: CorruptionKind::Flip, amount: 0.0 };
}

fn memory_at(document: &Document, index: usize) -> Result<&Memory, SessionError> {
    document.memories.get(index).ok_or_else(|| {
        let number = index.saturating_add(1);
        SessionError::new(format!("there is no memory {number} on a shelf of {}", document.memories.len()))
    })
}

fn change_memory(document: &mut Document, index: usize, change: impl FnOnce(&mut Memory)) -> Result<(), SessionError> {
    memory_at(document, index)?;
    let mut memories = document.memories.to_vec();
    if let Some(memory) = memories.get_mut(index) {
        change(memory);
    }
    document.memories = memories.into();
    Ok(())
}

fn checked_name(name: &str) -> Result<String, SessionError> {
    let name = name.trim();
    let length = name.chars().count();
    if name.is_empty() || length > LONGEST_NAME {
        return Err(SessionError::new(format!(
            "a memory's name has between 1 and {LONGEST_NAME} characters; this one has {length}"
        )));
    }
    Ok(name.to_owned())
}
