//! What the lab opens with: three pictures that are as different as random patterns, warm, the first as the cue.

use crate::engine::hopfield::recall::{Document, Memory};
use crate::io::builtin;
use crate::physics::seed::Seed;
use crate::ui::labs::hopfield::design::Opening;

/// Three icons whose overlaps are 0.01, −0.01 and 0: theory for random patterns holds for them.
const STORED: [&str; 3] = ["snail", "octopus", "scissors"];
/// Warm enough to see single spins flicker, far below T_c.
const TEMPERATURE: f64 = 0.6;
/// Sweeps in a second: fast enough for an equilibrium within a second, slow enough to be watched.
const SPEED: f64 = 10.0;

pub fn opening(seed: Seed) -> Result<Opening, String> {
    let icons = builtin::open("icons").map_err(|err| err.to_string())?;
    let shape = icons.shape.ok_or("the built-in icons have no picture shape")?;
    let named = |name: &&str| (0..icons.rows()).find(|&row| icons.row_name(row) == *name);
    let memories: Vec<Memory> = STORED
        .iter()
        .filter_map(named)
        .filter_map(|row| Some(Memory::new(icons.row_name(row), icons.pattern(row)?)))
        .collect();
    let cue = memories.first().ok_or("the built-in icons are not there")?.pattern.clone();
    let mut document = Document { temperature: TEMPERATURE, ..Document::new(shape, memories, cue, seed) };
    document.cue_from = document.memories.first().and_then(|memory| memory.identity);
    Ok(Opening { document, selected: 0, speed: SPEED })
}
