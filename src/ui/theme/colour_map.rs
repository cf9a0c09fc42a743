//! Colour maps as tables of 256: a diverging one through the colour of zero, and a sequential one (viridis).

use egui::Color32;

use super::contrast::mix;
use super::tokens::{Tokens, rgb};
use super::viridis::VIRIDIS;

/// A table from a fraction in 0..=1 to a colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColourMap {
    table: [Color32; 256],
}

impl ColourMap {
    /// Negative end, neutral, positive end of the profile, interpolated in Oklab; 0.5 is exactly neutral.
    pub fn diverging(tokens: &Tokens) -> Self {
        Self::from_fractions(|fraction| {
            if fraction < 0.5 {
                mix(tokens.neutral, tokens.negative, 1.0 - 2.0 * fraction)
            } else {
                mix(tokens.neutral, tokens.positive, 2.0f32.mul_add(fraction, -1.0))
            }
        })
    }

    /// Viridis: lightness rises evenly, also for the colour-blind and in grey print.
    pub fn sequential() -> Self {
        Self { table: VIRIDIS.map(rgb) }
    }

    /// Entry 128 lies at a fraction of exactly one half, so that zero of a diverging map has the neutral colour.
    fn from_fractions(colour: impl Fn(f32) -> Color32) -> Self {
        Self {
            table: std::array::from_fn(|index| {
                let index = index as f32;
                colour(if index < 128.0 { index / 256.0 } else { 0.5 + (index - 128.0) / 254.0 })
            }),
        }
    }

    /// Colour at `fraction` of the way from the low to the high end; outside it is the end, not-a-number is transparent.
    pub fn at(&self, fraction: f32) -> Color32 {
        if fraction.is_nan() {
            return Color32::TRANSPARENT;
        }
        let fraction = fraction.clamp(0.0, 1.0);
        let index = if fraction < 0.5 { fraction * 256.0 } else { 128.0 + (fraction - 0.5) * 254.0 };
        self.table.get(index.round() as usize).copied().unwrap_or(Color32::TRANSPARENT)
    }

    /// The whole table, low end first.
    pub fn table(&self) -> &[Color32; 256] {
        &self.table
    }
}

/// Maps −limit..=limit on the fractions of a diverging map, so that zero is neutral.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DivergingScale {
    /// The largest absolute value shown in full colour.
    pub limit: f32,
}

impl DivergingScale {
    /// The scale that just holds all finite `values`; 1 if they are all zero.
    pub fn holding(values: &[f32]) -> Self {
        let limit =
            values.iter().filter(|value| value.is_finite()).fold(0.0f32, |largest, value| largest.max(value.abs()));
        Self { limit: if limit > 0.0 { limit } else { 1.0 } }
    }

    /// Fraction of the way from −limit to +limit.
    pub fn fraction(self, value: f32) -> f32 {
        0.5f32.mul_add(value / self.limit, 0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::{ColourMap, DivergingScale};
    use crate::ui::theme::{Theme, Tokens, contrast::oklab};
    use egui::Color32;

    #[test]
    fn zero_is_neutral_and_the_ends_are_the_tokens() {
        for theme in Theme::ALL {
            let tokens = Tokens::of(theme);
            let map = ColourMap::diverging(&tokens);
            assert_eq!(map.at(0.5), tokens.neutral);
            assert_eq!(map.at(0.0), tokens.negative);
            assert_eq!(map.at(1.0), tokens.positive);
            assert_eq!(map.at(-3.0), tokens.negative);
            assert_eq!(map.at(f32::NAN), Color32::TRANSPARENT);
        }
    }

    #[test]
    fn lightness_of_the_sequential_map_rises_at_every_step() {
        let map = ColourMap::sequential();
        let lightness: Vec<f32> = map.table().iter().map(|colour| oklab(*colour)[0]).collect();
        assert!(lightness.windows(2).all(|pair| pair[1] > pair[0] - 0.004));
        assert!(lightness[255] - lightness[0] > 0.5);
    }

    #[test]
    fn viridis_is_the_published_one() {
        let map = ColourMap::sequential();
        let published =
            [(0, [68, 1, 84]), (64, [59, 82, 139]), (128, [33, 145, 140]), (192, [94, 201, 98]), (255, [253, 231, 37])];
        for (index, colour) in published {
            assert_eq!(map.table()[index].to_array()[..3], colour, "{index}");
        }
        assert_eq!([map.at(0.0), map.at(0.5), map.at(1.0)], [map.table()[0], map.table()[128], map.table()[255]]);
    }

    #[test]
    fn scale_of_nothing_and_of_infinities_stays_finite() {
        assert_eq!(DivergingScale::holding(&[]).limit, 1.0);
        assert_eq!(DivergingScale::holding(&[f32::NAN, f32::INFINITY, -2.0]).limit, 2.0);
        assert_eq!(DivergingScale { limit: 2.0 }.fraction(-2.0), 0.0);
        assert_eq!(DivergingScale { limit: 2.0 }.fraction(0.0), 0.5);
    }
}
