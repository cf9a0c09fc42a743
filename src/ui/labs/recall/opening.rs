//! What the lab opens with: five icons stored, one of them corrupted, Play under the pointer.

use crate::engine::hopfield::recall::{Document, Memory};
use crate::io::builtin;
use crate::physics::corruption::{Corruption, CorruptionKind};
use crate::physics::seed::Seed;
use crate::ui::labs::hopfield::design::Opening;

const STORED: usize = 5;
const CUE: usize = 1;
/// Fraction of its cells that are flipped.
const FLIPPED: f64 = 0.25;

/// Sweeps in a second: most happens in the first sweep, which is slow enough to be watched.
const SPEED: f64 = 0.7;

pub fn opening(seed: Seed) -> Result<Opening, String> {
    let icons = builtin::open("icons").map_err(|err| err.to_string())?;
    let shape = icons.shape.ok_or("the built-in icons have no picture shape")?;
    let memories: Vec<Memory> =
        (0..STORED).filter_map(|row| Some(Memory::new(icons.row_name(row), icons.pattern(row)?))).collect();
    let cue = memories.get(CUE).ok_or("the built-in icons are too few")?.pattern.clone();
    let mut document = Document::new(shape, memories, cue, seed);
    document.cue_from = document.memories.get(CUE).and_then(|memory| memory.identity);
    document.corruption = Corruption { kind: CorruptionKind::Flip, amount: FLIPPED };
    Ok(Opening { document, selected: CUE, speed: SPEED })
}
