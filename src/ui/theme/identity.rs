//! Colours and letters of memories: five chosen ones, then Okabe–Ito and Tol's muted set.

use egui::Color32;

use super::contrast::mix;
use super::{
    contrast,
    tokens::{Tokens, hex},
};

/// How many different identity colours there are.
pub(super) const IDENTITIES: usize = 12;

const ON_DARK: [u32; 5] = [0xe8_a3_3d, 0x58_b7_ee, 0x45_c3_9c, 0xd9_8b_b8, 0xf0_7f_4f];
const ON_WHITE: [u32; 5] = [0xb3_6b_00, 0x00_72_b2, 0x00_7a_5a, 0xa0_41_7c, 0xc2_41_0c];
/// Okabe–Ito's yellow, then Tol's muted rose, cyan, olive, purple, sand and indigo.
const FURTHER: [u32; 7] = [0xf0_e4_42, 0xcc_66_77, 0x88_cc_ee, 0x99_99_33, 0xaa_44_99, 0xdd_cc_77, 0x33_22_88];

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
    let first = if tokens.theme.is_dark() { ON_DARK } else { ON_WHITE };
    let mut colours = first.into_iter().chain(FURTHER).map(|rgb| legible(hex(rgb), tokens.ink, &[tokens.panel], 3.0));
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
                    assert!(distance > 0.035, "{}: {i} and {j} are {distance:.3} apart", theme.name());
                }
            }
        }
    }
}
