//! Nice ranges, ticks and numbers: pure.

use crate::ui::theme::numbers::{number, superscript};

/// Values beyond this are not drawn: differences of two of them are still finite.
const LARGEST: f64 = 1e300;

/// A straight map from values to points on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The value at `start`.
    pub low: f64,
    /// The value at `end`; always above `low`.
    pub high: f64,
    /// The position of `low`, in points.
    pub start: f32,
    /// The position of `high`, in points.
    pub end: f32,
}

impl Scale {
    /// A scale over `range`, made valid: finite, rising, of positive length.
    pub fn new(range: (f64, f64), start: f32, end: f32) -> Self {
        let (low, high) = valid_range(range);
        Self { low, high, start, end }
    }

    /// The position of a value, brought near the plot where it lies far beyond it.
    pub fn position(self, value: f64) -> f32 {
        let fraction = (value - self.low) / (self.high - self.low);
        let fraction = if fraction.is_nan() { 0.0 } else { fraction.clamp(-1e4, 1e4) };
        self.start + (fraction * f64::from(self.end - self.start)) as f32
    }

    /// The value at a position, within the range.
    pub fn value(self, position: f32) -> f64 {
        let length = f64::from(self.end - self.start);
        if length == 0.0 || !position.is_finite() {
            return self.low;
        }
        let fraction = (f64::from(position - self.start) / length).clamp(0.0, 1.0);
        self.low + fraction * (self.high - self.low)
    }
}

/// Whether a point can be drawn.
pub fn drawable(x: f64, y: f64) -> bool {
    x.abs() <= LARGEST && y.abs() <= LARGEST
}

/// The smallest and the largest of the finite values.
pub fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let finite = values.into_iter().filter(|value| value.is_finite());
    finite.fold(None, |ends, value| {
        let (low, high) = ends.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

/// A finite rising range: ends are exchanged, non-finite ones replaced, a single value is given room on both sides.
pub fn valid_range((a, b): (f64, f64)) -> (f64, f64) {
    let clean = |value: f64, instead: f64| if value.is_nan() { instead } else { value.clamp(-LARGEST, LARGEST) };
    let (a, b) = (clean(a, 0.0), clean(b, 1.0));
    let (low, high) = (a.min(b), a.max(b));
    let smallest = low.abs().max(high.abs()) * 1e-9;
    if high - low > smallest.max(1e-300) {
        return (low, high);
    }
    let room = if low == 0.0 { 1.0 } else { low.abs() * 0.5 };
    ((low - room).max(-LARGEST), (high + room).min(LARGEST))
}

/// The smallest step of 1, 2 or 5 times a power of ten that is at least `least`.
pub fn nice_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let power = 10f64.powi(least.log10().floor() as i32);
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= least * (1.0 - 1e-12));
    step.filter(|step| step.is_finite() && *step > 0.0).unwrap_or(least)
}

/// The range widened to whole steps of about a tenth of its length: while data grow it moves seldom, never by a hair.
pub fn nice_range(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = valid_range((low, high));
    let step = nice_step((high - low) / 10.0);
    let (from, to) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
    valid_range((from.min(low), to.max(high)))
}

/// A range that only grows, in nice steps, until it is reset: axes that stand still while a model runs. A single
/// value gives a range for the moment, which the second one replaces.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RangeKeeper {
    seen: Option<(f64, f64)>,
    shown: Option<(f64, f64)>,
}

impl RangeKeeper {
    /// Forgets everything: a new run.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Takes values into account and returns the range to show. Non-finite values are left out.
    pub fn include(&mut self, values: impl IntoIterator<Item = f64>) -> (f64, f64) {
        for value in values.into_iter().filter(|value| value.is_finite()) {
            let (low, high) = self.seen.unwrap_or((value, value));
            self.seen = Some((low.min(value), high.max(value)));
        }
        let Some((low, high)) = self.seen else { return (0.0, 1.0) };
        let nice = nice_range(low, high);
        if low == high {
            return nice;
        }
        // Steps change with the length, so the new ends alone could lie inside the old ones.
        let (from, to) = self.shown.unwrap_or(nice);
        *self.shown.insert((from.min(nice.0), to.max(nice.1)))
    }
}

/// Round values within a range, at most `most` of them but at least two, and their step.
pub fn ticks(range: (f64, f64), most: usize) -> (Vec<f64>, f64) {
    let (low, high) = valid_range(range);
    let most = most.clamp(2, 50);
    let mut step = nice_step((high - low) / most as f64);
    let count = |step: f64| ((high / step + 1e-9).floor() - (low / step - 1e-9).ceil()) + 1.0;
    while count(step) > most as f64 {
        step = nice_step(step * 1.5);
    }
    let finest = step * 1e-3;
    while count(step) < 2.0 && step > finest {
        step = nice_step(step * 0.39);
    }
    let (first, steps) = ((low / step - 1e-9).ceil(), (count(step) - 1.0).max(0.0));
    // One number says nothing of the scale: of steps that are too fine for all their numbers the outermost two stand.
    let apart = if steps >= most as f64 { steps } else { 1.0 };
    let values = (0..most).map(|k| (first + k as f64 * apart) * step).take_while(|value| *value <= high + 1e-9 * step);
    (values.map(|value| if value.abs() < step * 1e-6 { 0.0 } else { value }).collect(), step)
}

/// A tick's number: as many decimals as the step needs, U+2212 as minus, thin spaces between thousands, and powers
/// of ten for the very large and the very small.
pub fn tick_text(value: f64, step: f64) -> String {
    let size = value.abs().max(step.abs());
    if value != 0.0 && !(1e-4..1e7).contains(&size) {
        let exponent = value.abs().log10().floor();
        let mantissa = value.abs() / 10f64.powf(exponent);
        let decimals = (exponent - step.abs().log10().floor()).clamp(0.0, 3.0) as usize;
        let factor = format!("{mantissa:.decimals$}");
        let power = format!("10{}", superscript(exponent as i64));
        let text = if factor == "1" { power } else { format!("{factor} × {power}") };
        return signed(value, &text);
    }
    let decimals = (-step.abs().log10().floor()).clamp(0.0, 9.0) as usize;
    let text = format!("{:.decimals$}", value.abs());
    // Four digits stand together here, to be narrow.
    let whole = text.split_once('.').map_or(text.len(), |(whole, _)| whole.len());
    let number = if whole < 5 { text } else { number(value.abs(), decimals) };
    signed(value, &number)
}

fn signed(value: f64, magnitude: &str) -> String {
    let is_zero = magnitude.chars().all(|c| matches!(c, '0' | '.'));
    if value < 0.0 && !is_zero { format!("\u{2212}{magnitude}") } else { magnitude.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = f64> {
        prop_oneof![
            any::<f64>(),
            -10.0..10.0f64,
            Just(0.0),
            Just(f64::NAN),
            Just(f64::INFINITY),
            Just(f64::MIN_POSITIVE),
            Just(1e300),
        ]
    }

    proptest! {
        #[test]
        fn every_range_becomes_valid(a in any_value(), b in any_value()) {
            let (low, high) = valid_range((a, b));
            prop_assert!(low.is_finite() && high.is_finite() && low < high && (high - low).is_finite());
            let (from, to) = nice_range(a, b);
            prop_assert!(from <= low && high <= to && (to - from).is_finite());
        }

        #[test]
        fn ticks_are_few_round_and_inside(a in any_value(), b in any_value(), most in 0..20usize) {
            let (low, high) = valid_range((a, b));
            let (values, step) = ticks((a, b), most);
            prop_assert!(step > 0.0);
            prop_assert!(values.len() <= most.max(2));
            let slack = (high - low) * 1e-6;
            prop_assert!(values.iter().all(|v| *v >= low - slack && *v <= high + slack), "{:?} {:?}", values, (low, high));
            prop_assert!(values.iter().all(|v| !tick_text(*v, step).is_empty()));
        }

        #[test]
        fn positions_are_finite_and_inverted(a in any_value(), b in any_value(), fraction in 0.0..1.0f64, v in any_value()) {
            let scale = Scale::new((a, b), 100.0, 500.0);
            prop_assert!(scale.position(v).is_finite());
            let value = scale.low + fraction * (scale.high - scale.low);
            let back = scale.value(scale.position(value));
            prop_assert!((back - value).abs() <= 1e-5 * (scale.high - scale.low));
        }

        #[test]
        fn a_kept_range_never_shrinks(values in prop::collection::vec(-100.0..100.0f64, 1..40)) {
            let mut keeper = RangeKeeper::default();
            let (mut low, mut high) = keeper.include([f64::NAN]);
            prop_assert_eq!((low, high), (0.0, 1.0));
            let first = values[0];
            let mut differ = false;
            for value in values {
                let (from, to) = keeper.include([value]);
                prop_assert!(from <= value && value <= to);
                if differ {
                    prop_assert!(from <= low && high <= to);
                }
                differ |= value != first;
                (low, high) = (from, to);
            }
        }
    }

    #[test]
    fn familiar_axes() {
        assert_eq!(nice_range(-0.563, 0.0), (-0.600_000_000_000_000_1, 0.0));
        assert_eq!(nice_range(0.0, 2.13), (0.0, 2.5));
        let (values, step) = ticks((-0.6, 0.05), 4);
        let texts: Vec<String> = values.iter().map(|value| tick_text(*value, step)).collect();
        assert_eq!(texts, ["−0.6", "−0.4", "−0.2", "0.0"]);
        let (values, step) = ticks((0.0, 2.2), 5);
        let texts: Vec<String> = values.iter().map(|value| tick_text(*value, step)).collect();
        assert_eq!(texts, ["0.0", "0.5", "1.0", "1.5", "2.0"]);
        for (range, two) in
            [((0.0, 45.0), ["0", "40"]), ((-0.3, -0.15), ["−0.3", "−0.2"]), ((0.0, 0.9), ["0.0", "0.5"])]
        {
            let (values, step) = ticks(range, 2);
            let texts: Vec<String> = values.iter().map(|value| tick_text(*value, step)).collect();
            assert_eq!(texts, two, "{range:?}");
        }
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(tick_text(-12_500.0, 500.0), "−12\u{202F}500");
        assert_eq!(tick_text(2000.0, 500.0), "2000");
        assert_eq!(tick_text(3e-30, 1e-30), "3 × 10⁻³⁰");
        assert_eq!(tick_text(-1e12, 1e12), "−10¹²");
        assert_eq!(tick_text(-1e-20, 0.1), "0.0");
    }
}
