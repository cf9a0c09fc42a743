//! Where the plane lies on the screen: pure.

use egui::{Pos2, Rect, pos2, vec2};

use crate::ui::labs::phases::marker::HOTTEST;
use crate::ui::widgets::plots::scale::Scale;

/// Room above the data, for half a number.
const ABOVE: f32 = 8.0;
/// From the data to its numbers.
pub const TICK: f32 = 6.0;
/// Below this the data area is not worth drawing.
const SMALLEST: f32 = 40.0;

/// The plane's rectangles and scales.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometry {
    pub outer: Rect,
    pub data: Rect,
    /// α.
    pub load: Scale,
    pub temperature: Scale,
}

impl Geometry {
    /// Lays the plane into `outer`: room for numbers `left` wide at the left, for a line of text below, and for the
    /// names of the axes `right` wide at the right. `None` when there is no room.
    pub fn fit(outer: Rect, largest_load: f64, line: f32, left: f32, right: f32) -> Option<Self> {
        let min = outer.min + vec2(left + TICK, ABOVE);
        let max = outer.max - vec2(right, line + TICK);
        let round = |pos: Pos2| pos2(pos.x.round(), pos.y.round());
        let data = Rect::from_min_max(round(min), round(max));
        if !(data.is_finite() && data.width() >= SMALLEST && data.height() >= SMALLEST) {
            return None;
        }
        let load = Scale::new((0.0, largest_load), data.left(), data.right());
        let temperature = Scale::new((0.0, HOTTEST), data.bottom(), data.top());
        Some(Self { outer, data, load, temperature })
    }

    /// The position of a place.
    pub fn position(&self, load: f64, temperature: f64) -> Pos2 {
        pos2(self.load.position(load), self.temperature.position(temperature))
    }

    /// The place at a position, within the plane.
    pub fn place(&self, at: Pos2) -> (f64, f64) {
        (self.load.value(at.x), self.temperature.value(at.y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_places_are_inverse() {
        let outer = Rect::from_min_size(pos2(30.0, 10.0), vec2(700.0, 500.0));
        let geometry = Geometry::fit(outer, 0.2, 16.0, 24.0, 20.0).unwrap();
        assert!(outer.contains_rect(geometry.data));
        for (load, temperature) in [(0.0, 0.0), (0.05, 0.4), (0.2, 1.5), (0.138, 0.02)] {
            let (back, back_temperature) = geometry.place(geometry.position(load, temperature));
            assert!((back - load).abs() < 1e-6 && (back_temperature - temperature).abs() < 1e-5);
        }
        assert_eq!(geometry.place(outer.min), (0.0, 1.5), "beyond the edge is the edge");
        assert!(Geometry::fit(Rect::from_min_size(Pos2::ZERO, vec2(60.0, 60.0)), 0.2, 16.0, 24.0, 20.0).is_none());
        assert!(Geometry::fit(Rect::NOTHING, 0.2, 16.0, 24.0, 20.0).is_none());
    }
}
