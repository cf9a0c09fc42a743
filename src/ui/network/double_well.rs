//! The free energy over the overlap with one memory: curves, their range, and what is to be said.

use egui_plot::PlotPoint;

use crate::physics::theory::mean_field;
use crate::ui::theme::numbers::{self, number, signed};

pub const RANGE: (f64, f64) = (-1.2, 1.2);
/// From the wells at T = 0, f(1) − f(0) = −½, and the names below them, to half as much above.
const HEIGHTS: (f64, f64) = (-0.58, 0.26);
const POINTS: usize = 161;
/// Other temperatures whose curves are drawn softly, the hottest first: so their names are in order where they share an end.
const OTHERS: [f64; 6] = [1.3, 1.0, 0.8, 0.6, 0.4, 0.0];

#[derive(Clone, Debug, Default)]
pub struct DoubleWell {
    key: Option<u64>,
    /// f(m) − f(0) at the temperature in force.
    pub curve: Vec<PlotPoint>,
    /// The same at other temperatures.
    pub others: Vec<(f64, Vec<PlotPoint>)>,
    /// m(T) ≥ 0.
    pub minimum: f64,
    /// f(m(T)) − f(0) ≤ 0.
    pub depth: f64,
}

impl DoubleWell {
    /// Computes the curves where the temperature has changed.
    pub fn refresh(&mut self, temperature: f64) {
        let key = Some(temperature.to_bits());
        if self.key == key {
            return;
        }
        self.key = key;
        self.curve = curve(temperature);
        if self.others.is_empty() {
            self.others = OTHERS.into_iter().map(|other| (other, curve(other))).collect();
        }
        self.minimum = mean_field::magnetisation(temperature).unwrap_or(0.0);
        self.depth = height(self.minimum, temperature);
    }

    /// The free energies shown: the same at every temperature, so that wells are seen to melt; a marble that is higher
    /// makes room for itself.
    pub fn range(marble: Option<f64>) -> (f64, f64) {
        let (low, high) = HEIGHTS;
        (low, marble.filter(|f| f.is_finite()).map_or(high, |f| high.max(1.15 * f)))
    }
}

/// The height of the curve over an overlap, NaN where there is none.
pub fn height(overlap: f64, temperature: f64) -> f64 {
    mean_field::excess_free_energy(overlap, temperature).unwrap_or(f64::NAN)
}

fn curve(temperature: f64) -> Vec<PlotPoint> {
    let at = |k: usize| RANGE.0 + (RANGE.1 - RANGE.0) * k as f64 / (POINTS - 1) as f64;
    (0..POINTS).map(|k| PlotPoint::new(at(k), height(at(k), temperature))).collect()
}

/// `T = 0.80: wells at m = ±0.710; measured overlap 0.69.`
pub fn sentence(temperature: f64, minimum: f64, measured: Option<f64>, stored: usize) -> String {
    let wells = if minimum > 0.0 {
        format!("wells at m = ±{}", number(minimum, 3))
    } else {
        "one well at m = 0: above T = 1 nothing is remembered".to_owned()
    };
    let measured = measured.map_or_else(String::new, |m| format!("; measured overlap {}", signed(m, 2)));
    let cut = match stored {
        0 | 1 => "",
        _ => " With more than one memory this is the cut along one of them, all other overlaps zero.",
    };
    format!("T = {}: {wells}{measured}.{cut}", numbers::temperature(temperature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marble_and_the_wells_are_always_in_sight() {
        for temperature in [0.0, 0.01, 0.3, 0.8, 0.95, 0.999, 1.0, 1.3, 5.0, 1e6] {
            let mut well = DoubleWell::default();
            well.refresh(temperature);
            for marble in [None, Some(height(1.0, temperature)), Some(height(0.0, temperature))] {
                let (low, high) = DoubleWell::range(marble);
                assert!(low.is_finite() && high.is_finite() && low < high, "{temperature}: {low} {high}");
                assert!(low < well.depth, "{temperature}");
                assert!(well.depth < high && marble.is_none_or(|f| f <= high), "{temperature}");
            }
        }
    }

    #[test]
    fn the_axis_stands_still_while_the_wells_melt() {
        let range = |temperature: f64| {
            let mut well = DoubleWell::default();
            well.refresh(temperature);
            DoubleWell::range(Some(height(well.minimum, temperature)))
        };
        for temperature in [0.0, 0.6, 0.64, 0.72, 0.9, 1.2] {
            assert_eq!(range(temperature), HEIGHTS, "{temperature}");
        }
    }

    #[test]
    fn the_sentence_names_the_wells_and_their_measurement() {
        let mut well = DoubleWell::default();
        well.refresh(0.8);
        let said = sentence(0.8, well.minimum, Some(0.694), 1);
        assert_eq!(said, "T = 0.80: wells at m = ±0.710; measured overlap +0.69.");
        assert!(sentence(0.8, well.minimum, None, 5).contains("cut along one of them"));
        assert!(sentence(1.2, 0.0, Some(0.0), 1).contains("one well at m = 0"));
    }
}
