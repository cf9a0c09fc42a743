//! The icon of the window: the letter G as spins, as a recall shows it, with those wrong that are still to flip.
//!
//! `cargo run --example icon -- assets/icon.png` draws it.

use std::path::Path;

use glassbox::io::builtin;
use glassbox::io::pictures;
use glassbox::physics::seed::{Seed, Stream, uniform};
use glassbox::ui::theme::{Theme, Tokens};

/// Pixels of a side, and of a spin with the gap next to it.
pub const SIDE: usize = 256;
const SPIN: usize = 14;
const GAP: usize = 2;
/// The row of the letter among the capital letters.
const LETTER: usize = 6;
/// Of the spins below the diagonal this fraction is wrong.
const WRONG: f64 = 0.16;
/// Radius of the corners, in pixels.
const CORNER: f64 = 44.0;

/// Red, green, blue and opacity of each pixel, line by line.
pub fn pixels() -> Option<Vec<u8>> {
    let letters = builtin::open("letters").ok()?;
    let (letter, shape) = (letters.row(LETTER)?.to_vec(), letters.shape?);
    let tokens = Tokens::of(Theme::Dark);
    let mut rng = Seed(5).stream(Stream::Corruption);
    let colours: Vec<[u8; 4]> = letter
        .iter()
        .enumerate()
        .map(|(site, &up)| {
            let below = site % shape.width + site / shape.width >= shape.width;
            let wrong = uniform(&mut rng) < WRONG && below;
            let colour = match (up == 1, wrong) {
                (_, true) => tokens.accent,
                (true, false) => tokens.spin_on,
                (false, false) => tokens.spin_off,
            };
            colour.to_array()
        })
        .collect();
    let pixel = |x: usize, y: usize| {
        let (column, line) = (x / (SPIN + GAP), y / (SPIN + GAP));
        let inside = |at: usize| (GAP / 2..GAP / 2 + SPIN).contains(&(at % (SPIN + GAP)));
        let colour = colours.get(line * shape.width + column).copied();
        let [red, green, blue, _] =
            colour.filter(|_| inside(x) && inside(y)).unwrap_or_else(|| tokens.background.to_array());
        [red, green, blue, (255.0 * opacity(x, y)).round() as u8]
    };
    Some((0..SIDE * SIDE).flat_map(|place| pixel(place % SIDE, place / SIDE)).collect())
}

/// How much of a pixel lies within the rounded square.
fn opacity(x: usize, y: usize) -> f64 {
    let beyond = |at: usize| {
        let centre = at as f64 + 0.5;
        (CORNER - centre).max(centre - (SIDE as f64 - CORNER)).max(0.0)
    };
    (CORNER - beyond(x).hypot(beyond(y)) + 0.5).clamp(0.0, 1.0)
}

/// Draws it to the file that is named.
pub fn main() -> Result<(), String> {
    let path = std::env::args_os().nth(1).ok_or("expected the name of the file to write")?;
    let pixels = pixels().ok_or("the letters are not there")?;
    let side = SIDE as u32;
    pictures::write_png(Path::new(&path), side, side, &pixels, true).map_err(|error| error.to_string())
}
