//! The colours of states and of numbers.

use egui::Color32;

use crate::ui::theme::{self, ColourMap, Theme, Tokens};

/// Colours of states and of numbers, kept for as long as the theme stays.
#[derive(Default)]
pub struct Palette {
    maps: Option<(Theme, Tokens, ColourMap, ColourMap)>,
}

/// The colours of one theme.
#[derive(Clone, Copy)]
pub struct Colours<'a> {
    tokens: &'a Tokens,
    diverging: &'a ColourMap,
    sequential: &'a ColourMap,
}

impl Palette {
    /// The colours of the present theme.
    pub fn colours(&mut self, ctx: &egui::Context) -> Colours<'_> {
        let tokens = theme::tokens(ctx);
        if self.maps.as_ref().is_some_and(|(theme, ..)| *theme != tokens.theme) {
            self.maps = None;
        }
        let (_, tokens, diverging, sequential) = self
            .maps
            .get_or_insert_with(|| (tokens.theme, tokens, ColourMap::diverging(&tokens), ColourMap::sequential()));
        Colours { tokens, diverging, sequential }
    }
}

impl Colours<'_> {
    /// The colour of a state of a site with so many states.
    pub fn state(&self, value: u8, states: u8) -> Color32 {
        match (states, value) {
            (0..=2, 0) => self.tokens.spin_off,
            (0..=2, _) => self.tokens.spin_on,
            _ => self.sequential.at(f32::from(value) / f32::from(states - 1)),
        }
    }

    /// The colour of a number, in full at ± `limit`.
    pub fn number(&self, value: f32, limit: f32) -> Color32 {
        if limit > 0.0 { self.diverging.at(0.5f32.mul_add(value / limit, 0.5)) } else { self.diverging.at(0.5) }
    }

    /// The colour of a fraction from 0 to 1, from off to on.
    pub fn fraction(&self, value: f32) -> Color32 {
        theme::mix(self.tokens.spin_off, self.tokens.spin_on, value.clamp(0.0, 1.0))
    }
}

/// Bins of sizes, and the fraction of the numbers, one in so many, that may be beyond the limit.
const BINS: usize = 256;
const BEYOND: usize = 500;

/// The largest size among numbers, but the few largest of many: one outlier does not grey all others.
pub fn limit_of(values: &[f32]) -> f32 {
    let largest = values.iter().filter(|value| value.is_finite()).fold(0.0_f32, |most, value| most.max(value.abs()));
    if values.len() < 2_000 || largest == 0.0 {
        return largest;
    }
    // A histogram of sizes finds that fraction without sorting.
    let mut counts = [0_usize; BINS];
    for value in values.iter().filter(|value| value.is_finite()) {
        let bin = (value.abs() / largest * (BINS as f32 - 1.0)) as usize;
        if let Some(count) = counts.get_mut(bin) {
            *count += 1;
        }
    }
    let mut above = 0;
    for (bin, count) in counts.iter().enumerate().rev() {
        above += count;
        if above * BEYOND >= values.len() {
            return largest * (bin as f32 + 1.0) / BINS as f32;
        }
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::limit_of;

    #[test]
    fn one_outlier_does_not_set_the_scale() {
        let mut values = vec![0.1_f32; 10_000];
        values[7] = 50.0;
        values[9] = f32::NAN;
        assert!(limit_of(&values) < 1.0, "{}", limit_of(&values));
        assert_eq!(limit_of(&[0.5, -2.0]), 2.0);
        assert_eq!(limit_of(&[]), 0.0);
    }
}
