//! Letters for the text tool, from the built-in sets.

use std::sync::OnceLock;

use crate::io::builtin;
use crate::physics::data::Dataset;
use crate::physics::spins::GridShape;

/// A grid lower than this takes the letters of 8 × 8.
const SMALL: usize = 28;

/// The sets that hold letters and digits, large or small.
fn sets(small: bool) -> &'static [Dataset] {
    static SETS: [OnceLock<Vec<Dataset>>; 2] = [const { OnceLock::new() }; 2];
    let names: &[&str] = if small { &["letters8", "digits8"] } else { &["letters"] };
    let cell = if small { &SETS[0] } else { &SETS[1] };
    cell.get_or_init(|| names.iter().filter_map(|name| builtin::open(name).ok()).collect())
}

/// The bits of a line of text, row by row, with its width and height. Characters that no set has are left blank.
pub fn line_of_text(text: &str, shape: GridShape) -> (Vec<bool>, usize, usize) {
    let digits = text.chars().any(|letter| letter.is_ascii_digit());
    let sets = sets(shape.height < SMALL || digits);
    let Some(side) = sets.first().and_then(|set| set.shape).map(|shape| shape.height) else {
        return (Vec::new(), 0, 0);
    };
    let letters: Vec<Option<&[u8]>> =
        text.to_uppercase().chars().map(|letter| glyph(sets, &letter.to_string())).collect();
    let width = side * letters.len();
    let mut bits = Vec::with_capacity(width * side);
    for row in 0..side {
        for letter in &letters {
            let cells = letter.and_then(|glyph| glyph.get(row * side..(row + 1) * side));
            match cells {
                Some(cells) => bits.extend(cells.iter().map(|&value| value != 0)),
                None => bits.extend(std::iter::repeat_n(false, side)),
            }
        }
    }
    (bits, width, side)
}

fn glyph<'a>(sets: &'a [Dataset], name: &str) -> Option<&'a [u8]> {
    sets.iter().find_map(|set| {
        let row = set.row_names.as_ref()?.iter().position(|other| other == name)?;
        set.row(row)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_as_wide_as_its_letters() {
        let (bits, width, height) = line_of_text("AB", GridShape::new(28, 28));
        assert_eq!((width, height, bits.len()), (32, 16, 512));
        assert!(bits.iter().any(|&on| on));
        assert_eq!(line_of_text("A", GridShape::new(8, 8)).1, 8);
        assert_eq!(line_of_text("7", GridShape::new(64, 64)).1, 8);
        assert!(line_of_text(" ", GridShape::new(28, 28)).0.iter().all(|&on| !on));
    }
}
