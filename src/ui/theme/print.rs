//! From the colours of one profile to those of another: a figure on a dark ground becomes one for paper.
#![expect(clippy::disallowed_methods, reason = "the theme is the one place where colours are made")]

use egui::Color32;

use super::Tokens;

/// The colour of `to` that has the part which `color` has in `from`, at the same opacity; other colours stay as they are.
pub fn recoloured(color: Color32, from: &Tokens, to: &Tokens) -> Color32 {
    if from == to || color == Color32::PLACEHOLDER || color == Color32::TRANSPARENT {
        return color;
    }
    let [r, g, b, a] = color.to_srgba_unmultiplied();
    // Opacity was multiplied in and rounded, so that a faint colour is known less precisely.
    let slack = if a == u8::MAX { 0 } else { 1 + 160 / a.max(1) };
    let near = |other: Color32| {
        let [x, y, z, _] = other.to_array();
        [(r, x), (g, y), (b, z)].into_iter().all(|(one, other)| one.abs_diff(other) <= slack)
    };
    let mut pairs = from.parts().into_iter().zip(to.parts());
    let Some((_, found)) = pairs.find(|(part, _)| near(*part)) else { return color };
    let [r, g, b, _] = found.to_array();
    Color32::from_rgba_unmultiplied(r, g, b, a)
}

#[cfg(test)]
mod tests {
    use super::recoloured;
    use crate::ui::theme::{Theme, Tokens};

    #[test]
    fn each_part_takes_its_own_colour_and_keeps_its_opacity() {
        let (dark, print) = (Tokens::of(Theme::Dark), Tokens::of(Theme::Projector));
        assert_eq!(recoloured(dark.ink, &dark, &print), print.ink);
        assert_eq!(recoloured(dark.identity_ink(2), &dark, &print), print.identity_ink(2));
        let faint = recoloured(dark.accent.gamma_multiply(0.22), &dark, &print);
        assert!(
            faint.a().abs_diff(56) <= 1 && faint.to_srgba_unmultiplied()[2].abs_diff(print.accent.b()) < 6,
            "{faint:?}"
        );
        assert_eq!(recoloured(egui::Color32::RED, &dark, &print), egui::Color32::RED);
        assert_eq!(recoloured(dark.ink, &dark, &dark), dark.ink);
    }
}
