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

/// Whole powers of ten; where the range holds fewer than two of them, also their doubles and halves.
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
    let whole = inside(&[1.0]);
    if whole.len() >= 2 {
        let each = whole.len().div_ceil(most.max(2));
        return whole.into_iter().step_by(each).collect();
    }
    // A range without two powers of ten is short.
    [&[1.0, 2.0, 5.0][..], &[1.0, 3.0]].into_iter().map(inside).find(|found| found.len() <= most).unwrap_or(whole)
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
