//! Names of the leaves: as many as have room, in the direction of their branches, never upside down.

use std::ops::Range;

use egui::emath::Rot2;
use egui::epaint::TextShape;
use egui::{Align2, FontId, Pos2, Ui, Vec2};

use super::projection::Projection;
use super::rows::Rows;
use super::scene::TreeScene;
use super::strips;
use super::unrooted::Spoke;
use crate::ui::theme;
use crate::ui::widgets::paint;

/// The height of a line of names.
const NAME: f32 = 13.0;
/// Between a line of an unrooted tree, with the mark at its end, and the name.
const AFTER_TIP: f32 = 8.0;

/// Where the name of a leaf begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// The first place of the leaf, and the one after its last.
    pub first: u32,
    pub last: u32,
    pub at: Pos2,
    /// The direction in which the branch goes on.
    pub way: Vec2,
}

/// Which names are written: from the first row on, as many as fit without touching, none where most would not fit. And
/// how many are not.
pub fn at_rows(scene: &TreeScene<'_>, rows: &Rows, projection: &Projection) -> (Vec<Name>, u32) {
    let places = places(scene, rows, projection);
    let all = places.len() as u32;
    let from = strips::along(projection, scene.columns.len());
    // Round a disc, names stand farther out than the rim along which rows are measured.
    let wider = if projection.layout.is_round() { from / projection.radius().max(1e-6) } else { 1.0 };
    let seen = projection.seen_across();
    let mut shown = Vec::new();
    if !are_named(f64::from(all), (seen[1] - seen[0]) * wider) {
        return (shown, all);
    }
    let mut free = f32::MIN;
    for place in places {
        let middle = f32::midpoint(projection.across(rows.edge(place)), projection.across(rows.edge(place + 1)));
        if middle * wider - NAME / 2.0 >= free {
            let at = projection.point(from, middle);
            shown.push(Name { first: place, last: place + 1, at, way: projection.outwards(middle) });
            free = middle * wider + NAME / 2.0;
        }
    }
    let hidden = all - shown.len() as u32;
    (shown, hidden)
}

/// The same at the ends of the lines of an unrooted tree: a name that would touch one before it is left out.
pub fn at_spokes(scene: &TreeScene<'_>, projection: &Projection, spokes: &[Spoke], width: f32) -> (Vec<Name>, u32) {
    let tips = spokes.iter().filter(|spoke| !spoke.wedge && scene.tree.is_childless(spoke.node));
    let tips: Vec<&Spoke> = tips.filter(|spoke| projection.sight.contains(spoke.to)).collect();
    let mut shown: Vec<(Name, Slanted)> = Vec::new();
    let all = tips.len() as u32;
    if !are_named(f64::from(all), std::f32::consts::TAU * projection.radius()) {
        return (Vec::new(), all);
    }
    for spoke in tips {
        let (node, way) = (scene.tree.node(spoke.node), (spoke.to - spoke.from).normalized());
        let at = spoke.to + AFTER_TIP * way;
        let area = Slanted { middle: at + width / 2.0 * way, way, half: Vec2::new(width, NAME) / 2.0 };
        if shown.iter().all(|(_, other)| !area.touches(other)) {
            shown.push((Name { first: node.first, last: node.last, at, way }, area));
        }
    }
    let hidden = all - shown.len() as u32;
    (shown.into_iter().map(|(name, _)| name).collect(), hidden)
}

/// Whether at least every second row has room for its name.
pub fn are_named(rows: f64, height: f32) -> bool {
    rows * f64::from(NAME) <= 2.0 * f64::from(height)
}

/// Writes names, each within a width.
pub fn write(ui: &Ui, scene: &TreeScene<'_>, projection: &Projection, shown: &[Name], width: f32) {
    let Some(name) = scene.names else { return };
    let (painter, colour) = (ui.painter_at(projection.sight), theme::tokens(ui.ctx()).soft);
    for leaf in shown {
        let Some(datum) = scene.tree.order().get(leaf.first as usize) else { continue };
        let more = leaf.last.saturating_sub(leaf.first + 1);
        let text = if more == 0 { name(*datum) } else { format!("{} +{more}", name(*datum)) };
        let galley = paint::elided(ui, &text, FontId::proportional(11.5), colour, width);
        // To the left text would stand on its head: it is turned round and ends where it would have begun.
        let (angle, align) = if leaf.way.x < -1e-3 {
            ((-leaf.way).angle(), Align2::RIGHT_CENTER)
        } else {
            (leaf.way.angle(), Align2::LEFT_CENTER)
        };
        let corner = align.anchor_size(leaf.at, galley.size()).min;
        painter.add(TextShape::new(corner, galley, colour).with_angle_and_anchor(angle, align));
    }
}

/// The places in sight.
fn places(scene: &TreeScene<'_>, rows: &Rows, projection: &Projection) -> Range<u32> {
    let seen = projection.seen_across();
    let [low, high] = projection.rows;
    let (Some(first), Some(last)) = (
        rows.place_at(projection.row(seen[0]).clamp(low, high)),
        rows.place_at(projection.row(seen[1]).clamp(low, high) - 1e-6),
    ) else {
        return 0..0;
    };
    first..(last + 1).min(scene.tree.leaves())
}

/// A rectangle that is turned.
#[derive(Clone, Copy, Debug)]
struct Slanted {
    middle: Pos2,
    /// The direction of its longer side.
    way: Vec2,
    half: Vec2,
}

impl Slanted {
    /// Whether two of them have a point in common: no side of either has the other beyond it.
    fn touches(&self, other: &Self) -> bool {
        let apart = other.middle - self.middle;
        if apart.length_sq() > (self.half + other.half).length_sq() {
            return false;
        }
        let side = |of: &Self| [of.way, Rot2::from_angle(std::f32::consts::FRAC_PI_2) * of.way];
        let reach = |of: &Self, axis: Vec2| {
            let [along, across] = side(of);
            of.half.x * along.dot(axis).abs() + of.half.y * across.dot(axis).abs()
        };
        let separates = |axis: Vec2| apart.dot(axis).abs() > reach(self, axis) + reach(other, axis);
        !side(self).into_iter().chain(side(other)).any(separates)
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    #[test]
    fn turned_rectangles_touch_where_they_overlap() {
        let of = |x: f32, y: f32, angle: f32| Slanted {
            middle: pos2(x, y),
            way: Vec2::angled(angle),
            half: Vec2::new(50.0, 6.0),
        };
        let level = of(0.0, 0.0, 0.0);
        assert!(level.touches(&of(0.0, 11.0, 0.0)) && !level.touches(&of(0.0, 13.0, 0.0)));
        assert!(level.touches(&of(0.0, 40.0, 1.57)) && !level.touches(&of(0.0, 58.0, 1.57)));
        // Side by side along a slope: their upright bounds overlap, they do not.
        assert!(!of(0.0, 0.0, 0.785).touches(&of(10.0, -10.0, 0.785)));
    }
}
