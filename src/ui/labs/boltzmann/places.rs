//! Where the units of the machine stand in its picture: hidden ones on an arc above, visible ones on an arc below, so that
//! edges within a layer are seen; or where they were dragged.

use egui::{Pos2, Rect, Vec2, vec2};

use crate::physics::boltzmann::Topology;
use crate::ui::labs::boltzmann::context::Dragged;

/// Heights of the outer ends of both arcs, and how far they bend, in parts of the height.
const HIDDEN: f32 = 0.06;
const VISIBLE: f32 = 0.94;
const BEND: f32 = 0.1;
/// The width that an arc takes, in parts of the width.
const WIDTH: f32 = 0.86;
/// The height of what is written at a unit, in radii.
const BIAS: f32 = 1.0;
/// Radius of a unit, and its largest part of the distance to the next one.
const RADIUS: f32 = 17.0;
const MOST_RADIUS: f32 = 0.36;

/// The units on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    pub units: Vec<Pos2>,
    pub radius: f32,
    pub visible: usize,
}

impl Places {
    /// Places them in a rectangle.
    pub fn new(topology: &Topology, dragged: &Dragged, rect: Rect, scale: f32) -> Self {
        let (visible, hidden) = (topology.visible, topology.hidden);
        let bend = |joined: bool, count: usize| if joined && count > 2 { BEND } else { 0.0 };
        let [below, above] = [
            (visible, VISIBLE, -bend(topology.links.visible_visible, visible)),
            (hidden, HIDDEN, bend(topology.links.hidden_hidden, hidden)),
        ]
        .map(|(count, height, bend)| arc(count, height, bend));
        let mut places: Vec<Vec2> = below.into_iter().chain(above).collect();
        if dragged.shape == (visible, hidden) {
            for &(unit, [x, y]) in &dragged.units {
                if let Some(place) = places.get_mut(unit) {
                    *place = vec2(x, y).clamp(Vec2::ZERO, Vec2::splat(1.0));
                }
            }
        }
        let apart = WIDTH * rect.width() / visible.max(hidden).max(2) as f32;
        let radius = (RADIUS * scale).min(MOST_RADIUS * apart).min(0.1 * rect.height()).max(2.0);
        let inner = inner(rect, radius);
        let units = places.iter().map(|place| inner.min + inner.size().max(Vec2::ZERO) * *place).collect();
        Self { units, radius, visible }
    }

    /// Where a unit is.
    pub fn unit(&self, unit: usize) -> Pos2 {
        self.units.get(unit).copied().unwrap_or(Pos2::ZERO)
    }

    /// The unit under the pointer.
    pub fn unit_at(&self, pointer: Pos2) -> Option<usize> {
        self.units.iter().position(|place| place.distance(pointer) <= self.radius + 2.0)
    }

    /// The nearest of these edges within so many points.
    pub fn edge_at(&self, edges: impl Iterator<Item = [usize; 2]>, pointer: Pos2, near: f32) -> Option<[usize; 2]> {
        let away = |[i, j]: [usize; 2]| {
            let (from, to) = (self.unit(i), self.unit(j));
            let along = to - from;
            let part = ((pointer - from).dot(along) / along.length_sq().max(1e-6)).clamp(0.0, 1.0);
            pointer.distance(from + part * along)
        };
        let near = edges.map(|edge| (edge, away(edge))).filter(|(_, away)| *away <= near);
        near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(edge, _)| edge)
    }
}

/// Where a pointer is in the picture, from (0, 0) to (1, 1).
pub fn part(pointer: Pos2, rect: Rect, radius: f32) -> [f32; 2] {
    let inner = inner(rect, radius);
    let at = (pointer - inner.min) / inner.size().max(Vec2::splat(1.0));
    [at.x.clamp(0.0, 1.0), at.y.clamp(0.0, 1.0)]
}

/// Where the middles of units can be: their biases are written above and below them.
fn inner(rect: Rect, radius: f32) -> Rect {
    rect.shrink2(vec2(radius + 2.0, radius + BIAS * radius + 2.0))
}

/// Units on an arc whose middle is at `height` and whose ends are `bend` below that.
fn arc(count: usize, height: f32, bend: f32) -> impl Iterator<Item = Vec2> {
    let along = move |unit: usize| if count > 1 { unit as f32 / (count - 1) as f32 } else { 0.5 };
    (0..count).map(move |unit| {
        let x = 0.5 + WIDTH * (along(unit) - 0.5);
        let from_middle = 2.0 * along(unit) - 1.0;
        vec2(x, height + bend * from_middle * from_middle)
    })
}

#[cfg(test)]
mod tests {
    use egui::{Rect, pos2};

    use super::*;
    use crate::physics::boltzmann::{Links, Units};

    const RECT: Rect = Rect { min: pos2(10.0, 20.0), max: pos2(410.0, 220.0) };

    fn topology(visible: usize, hidden: usize) -> Topology {
        Topology { visible, hidden, units: Units::Ising, links: Links::FULL, beta: 1.0 }
    }

    #[test]
    fn units_are_inside_apart_and_found() {
        for (visible, hidden) in [(1, 0), (3, 4), (12, 8), (8, 2), (1, 64)] {
            let places = Places::new(&topology(visible, hidden), &Dragged::default(), RECT, 1.0);
            assert_eq!(places.units.len(), visible + hidden);
            for (unit, &at) in places.units.iter().enumerate() {
                assert!(RECT.contains(at), "{at:?}");
                assert_eq!(places.unit_at(at), Some(unit), "{visible} {hidden}");
            }
        }
    }

    #[test]
    fn dragged_units_stay_where_they_were_put() {
        let shape = topology(3, 4);
        let free = Places::new(&shape, &Dragged::default(), RECT, 1.0);
        let to = pos2(200.0, 100.0);
        let dragged = Dragged { shape: (3, 4), units: vec![(1, part(to, RECT, free.radius))] };
        let places = Places::new(&shape, &dragged, RECT, 1.0);
        assert!(places.unit(1).distance(to) < 0.01);
        assert_eq!(places.unit(0), free.unit(0));
        let other = Places::new(&topology(4, 4), &dragged, RECT, 1.0);
        assert!(other.unit(1).distance(to) > 10.0, "another machine");
    }

    #[test]
    fn an_edge_is_found_between_its_units() {
        let places = Places::new(&topology(3, 2), &Dragged::default(), RECT, 1.0);
        let middle = places.unit(0).lerp(places.unit(4), 0.5);
        let edges = || (0..3).flat_map(|i| (3..5).map(move |j| [i, j]));
        assert_eq!(places.edge_at(edges(), middle, 4.0), Some([0, 4]));
        assert_eq!(places.edge_at(edges(), pos2(0.0, 0.0), 4.0), None);
    }
}
