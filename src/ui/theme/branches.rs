//! Colours of the branches of a tree: tints of the ink, so that hue is left to the classes of labels.

use egui::Color32;

use super::tokens::{Tokens, rgb};

/// How many different colours branches have.
pub(super) const BRANCHES: usize = 5;

/// Paler than any identity: cyan, salmon, violet, lime, and a darker violet.
const ON_DARK: [[u8; 3]; BRANCHES] =
    [[0xce, 0xf3, 0xfa], [0xfa, 0xb8, 0xac], [0xd2, 0xbf, 0xf8], [0xea, 0xfb, 0xbe], [0x9a, 0x87, 0xbc]];
/// Darker than any identity: black, oxblood, navy, petrol, plum.
const ON_WHITE: [[u8; 3]; BRANCHES] =
    [[0x0a, 0x0c, 0x10], [0x5f, 0x0f, 0x0b], [0x17, 0x0a, 0x52], [0x14, 0x40, 0x4f], [0x5c, 0x42, 0x85]];

/// The colours of lines, marks and text.
pub(super) fn inks(tokens: &Tokens) -> [Color32; BRANCHES] {
    if tokens.theme.is_dark() { ON_DARK.map(rgb) } else { ON_WHITE.map(rgb) }
}

#[cfg(test)]
mod tests {
    use egui::{Color32, Rgba};

    use super::BRANCHES;
    use crate::ui::theme::IDENTITIES;
    use crate::ui::theme::contrast::oklab;
    use crate::ui::theme::{Theme, Tokens, contrast};

    /// How a colour looks without the cones for medium wavelengths (Machado, Oliveira and Fernandes 2009, severity 1).
    fn deuteranope(colour: Color32) -> Color32 {
        let linear = Rgba::from(colour);
        let seen =
            [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]]
                .map(|row| (row[0] * linear.r() + row[1] * linear.g() + row[2] * linear.b()).clamp(0.0, 1.0));
        Color32::from(Rgba::from_rgb(seen[0], seen[1], seen[2]))
    }

    fn distance(a: Color32, b: Color32) -> f32 {
        oklab(a).iter().zip(oklab(b)).map(|(x, y)| (x - y).powi(2)).sum::<f32>().sqrt()
    }

    #[test]
    fn no_branch_passes_for_a_class_or_for_another_branch_also_without_red_and_green() {
        for theme in Theme::ALL {
            let tokens = Tokens::of(theme);
            for branch in 0..BRANCHES {
                let own = tokens.branch(branch);
                let others = (0..IDENTITIES)
                    .map(|class| (format!("class {class}"), tokens.identity(class)))
                    .chain((0..branch).map(|other| (format!("branch {other}"), tokens.branch(other))));
                for (name, other) in others {
                    let away = [distance(own, other), distance(deuteranope(own), deuteranope(other))];
                    assert!(away.iter().all(|away| *away > 0.085), "{}: {branch} and {name} {away:?}", theme.name());
                }
                for ground in [tokens.panel, tokens.raised] {
                    let ratio = contrast(own, ground);
                    assert!(ratio >= 4.5, "{}: branch {branch} is {ratio:.2}", theme.name());
                }
            }
        }
    }
}
