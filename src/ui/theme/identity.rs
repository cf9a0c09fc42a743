//! Colours and letters of memories: five chosen ones, then Okabe–Ito and Tol's muted set.

use egui::Color32;

use super::contrast::mix;
use super::{
    contrast,
    tokens::{Tokens, rgb},
};

/// How many different identity colours there are.
pub const IDENTITIES: usize = 12;

const ON_DARK: [[u8; 3]; 5] =
    [[0xe8, 0xa3, 0x3d], [0x58, 0xb7, 0xee], [0x45, 0xc3, 0x9c], [0xd9, 0x8b, 0xb8], [0xf0, 0x7f, 0x4f]];
const ON_WHITE: [[u8; 3]; 5] =
    [[0xb3, 0x6b, 0x00], [0x00, 0x72, 0xb2], [0x00, 0x7a, 0x5a], [0xa0, 0x41, 0x7c], [0xc2, 0x41, 0x0c]];
/// Of Okabe–Ito and Tol's muted set those that differ most from the first five and from each other:
/// yellow, indigo, purple, green, olive, rose, bluish green.
const FURTHER_ON_DARK: [[u8; 3]; 7] = [
    [0xf0, 0xe4, 0x42],
    [0x33, 0x22, 0x88],
    [0xaa, 0x44, 0x99],
    [0x11, 0x77, 0x33],
    [0x99, 0x99, 0x33],
    [0xcc, 0x66, 0x77],
    [0x00, 0x9e, 0x73],
];
/// Indigo, reddish purple, cyan, olive, bluish green, wine, rose.
const FURTHER_ON_WHITE: [[u8; 3]; 7] = [
    [0x33, 0x22, 0x88],
    [0xcc, 0x79, 0xa7],
    [0x88, 0xcc, 0xee],
    [0x99, 0x99, 0x33],
    [0x00, 0x9e, 0x73],
    [0x88, 0x22, 0x55],
    [0xcc, 0x66, 0x77],
];

/// Letter of memory number `index`: A to Z, then AA, AB, …
pub fn identity_letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index;
    loop {
        letters.push(char::from(b'A' + (rest % 26) as u8));
        match (rest / 26).checked_sub(1) {
            Some(next) => rest = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

/// Colours of bars and curves; borrowed ones are moved towards the ink until they stand out from the panel at 3:1.
pub(super) fn fills(tokens: &Tokens) -> [Color32; IDENTITIES] {
    let (first, further) =
        if tokens.theme.is_dark() { (ON_DARK, FURTHER_ON_DARK) } else { (ON_WHITE, FURTHER_ON_WHITE) };
    let mut colours =
        first.into_iter().chain(further).map(|written| legible(rgb(written), tokens.ink, &[tokens.panel], 3.0));
    std::array::from_fn(|_| colours.next().unwrap_or(tokens.accent))
}

/// The same as colours of text, which need 4.5:1 on each ground.
pub(super) fn inks(tokens: &Tokens) -> [Color32; IDENTITIES] {
    let grounds = [tokens.background, tokens.panel, tokens.raised];
    tokens.identities.map(|colour| legible(colour, tokens.ink, &grounds, 4.5))
}

fn legible(colour: Color32, ink: Color32, grounds: &[Color32], ratio: f32) -> Color32 {
    let reads = |candidate: Color32| grounds.iter().all(|ground| contrast(candidate, *ground) >= ratio);
    (0..=20).map(|step| mix(colour, ink, step as f32 / 20.0)).find(|candidate| reads(*candidate)).unwrap_or(ink)
}

#[cfg(test)]
mod tests {
    use super::{IDENTITIES, identity_letter};
    use crate::ui::theme::{Theme, Tokens, contrast::oklab};

    #[test]
    fn letters_go_on_after_z() {
        let letters: Vec<String> = [0, 4, 25, 26, 27, 51, 52, 701, 702].map(identity_letter).to_vec();
        assert_eq!(letters, ["A", "E", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn no_two_identities_look_alike() {
        for theme in Theme::ALL {
            let tokens = Tokens::of(theme);
            for i in 0..IDENTITIES {
                for j in 0..i {
                    let (a, b) = (oklab(tokens.identity(i)), oklab(tokens.identity(j)));
                    let distance = a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f32>().sqrt();
                    assert!(distance > 0.06, "{}: {i} and {j} are {distance:.3} apart", theme.name());
                }
            }
        }
    }
}
