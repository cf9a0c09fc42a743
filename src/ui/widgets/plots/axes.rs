//! What stands along an axis: few, round numbers, also where the values are decimal logarithms.

use egui_plot::GridMark;

use super::scale::{tick_text, ticks, valid_range};
use crate::ui::theme::numbers::superscript;

#[derive(Clone, Copy)]
pub(super) struct Axis<'a> {
    pub range: (f64, f64),
    pub name: &'a str,
    /// The values are decimal logarithms: ticks are whole powers of ten.
    pub logarithmic: bool,
}

impl Axis<'_> {
    pub(super) fn ticks(self, most: usize) -> Vec<(f64, String)> {
        if self.logarithmic {
            return logarithmic_ticks(self.range, most);
        }
        let (values, step) = ticks(self.range, most);
        // A tick at zero needs no decimals; the others keep theirs, so that they line up.
        let text = |value: f64| if value == 0.0 { "0".to_owned() } else { trimmed(tick_text(value, step)) };
        values.into_iter().map(|value| (value, text(value))).collect()
    }
}

/// Whole powers of ten; where the range holds fewer than two of them, also their doubles and halves, and where it is too
/// narrow for these, round numbers: never fewer than two.
fn logarithmic_ticks(range: (f64, f64), most: usize) -> Vec<(f64, String)> {
    let (low, high) = valid_range(range);
    let (low, high) = (low.max(-300.0), high.min(300.0));
    let decades = (low.floor() as i32)..=(high.ceil() as i32);
    let inside = |factors: &[f64]| -> Vec<(f64, String)> {
        decades
            .clone()
            .flat_map(|power| factors.iter().map(move |factor| (factor, power)))
            .map(|(factor, power)| (f64::from(power) + factor.log10(), *factor, power))
            .filter(|(value, ..)| (low - 1e-9..=high + 1e-9).contains(value))
            .map(|(value, factor, power)| {
                let plain = factor * 10f64.powi(power);
                (value, if factor == 1.0 { power_text(power) } else { tick_text(plain, 10f64.powi(power)) })
            })
            .collect()
    };
    // Evenly along the axis, unlike plain round numbers, which would crowd at its upper end.
    let thinned = |found: Vec<(f64, String)>| -> Vec<(f64, String)> {
        let each = found.len().div_ceil(most.max(2));
        found.into_iter().step_by(each).collect()
    };
    let [whole, thirds, halves] = [&[1.0][..], &[1.0, 3.0], &[1.0, 2.0, 5.0]].map(inside);
    match (whole.len(), halves.len(), thirds.len()) {
        (2.., ..) => thinned(whole),
        (_, few, _) if (2..=most).contains(&few) => halves,
        (.., 2..) => thinned(thirds),
        _ => round_numbers((low, high), most),
    }
}

/// Round numbers within a short range of decimal logarithms.
fn round_numbers((low, high): (f64, f64), most: usize) -> Vec<(f64, String)> {
    let (first, last) = (10f64.powf(low), 10f64.powf(high));
    let at_most = |most| {
        let (values, step) = ticks((first, last), most);
        let within = values.into_iter().filter(|value| *value > 0.0 && (first..=last).contains(value));
        within.map(|value| (value.log10(), tick_text(value, step))).collect::<Vec<_>>()
    };
    // A coarse step may leave a single round number.
    (most.max(2)..=2 * most.max(2) + 4).map(at_most).find(|found| found.len() >= 2).unwrap_or_else(|| at_most(most))
}

/// "1.0" reads as "1" on an axis where it stands for the whole number.
fn trimmed(text: String) -> String {
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.chars().all(|c| c == '0') => whole.to_owned(),
        _ => text,
    }
}

fn power_text(exponent: i32) -> String {
    match exponent {
        -2..=4 => tick_text(10f64.powi(exponent), 10f64.powi(exponent.min(0))),
        _ => format!("10{}", superscript(i64::from(exponent))),
    }
}

pub(super) fn most_ticks(length: f32, room: f32) -> usize {
    if length.is_finite() { (length / room).floor().clamp(2.0, 9.0) as usize } else { 2 }
}

/// The numbers of an axis `length` points long: as many, up to `most`, as stand `apart`, given how wide each is.
pub(super) fn standing_apart(
    axis: Axis<'_>,
    (length, most): (f32, usize),
    apart: f32,
    wide: impl Fn(&str) -> f32,
) -> Vec<(f64, String)> {
    let (low, high) = axis.range;
    let place = |value: f64| ((value - low) / (high - low)) as f32 * length;
    let fit = |numbers: &Vec<(f64, String)>| {
        let pairs = numbers.iter().zip(numbers.iter().skip(1));
        pairs.into_iter().all(|(a, b)| place(b.0) - place(a.0) >= f32::midpoint(wide(&a.1), wide(&b.1)) + apart)
    };
    let found = (2..=most).rev().map(|most| axis.ticks(most)).find(fit);
    found.unwrap_or_else(|| axis.ticks(2).into_iter().take(1).collect())
}

/// The numbers as egui_plot wants them. All are of one rank, so that none is thinner or left out.
pub(super) fn grid_marks(numbers: &[(f64, String)], (low, high): (f64, f64)) -> Vec<GridMark> {
    numbers.iter().map(|(value, _)| GridMark { value: *value, step_size: high - low }).collect()
}

/// The text of the number at `value`; empty where there is none.
pub(super) fn text_at(numbers: &[(f64, String)], value: f64) -> String {
    numbers.iter().find(|(at, _)| *at == value).map_or_else(String::new, |(_, text)| text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithmic_axis_always_has_two_numbers() {
        for low in [-5.3, -2.222, -0.01, 0.0, 0.3, 3.97] {
            for wide in [0.03, 0.05, 0.1, 0.2, 0.31, 0.5, 0.9, 1.0, 1.7, 4.0, 9.0] {
                for most in 2..=9 {
                    let found = logarithmic_ticks((low, low + wide), most);
                    let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
                    assert!(found.len() >= 2, "{low} to {}, at most {most}: {texts:?}", low + wide);
                    assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{texts:?}");
                    assert!(found.iter().all(|(value, _)| (low - 1e-9..=low + wide + 1e-9).contains(value)));
                }
            }
        }
        let narrow = logarithmic_ticks((0.0059_f64.log10(), 0.0066_f64.log10()), 3);
        assert_eq!(narrow.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["0.0060", "0.0065"]);
    }
}
