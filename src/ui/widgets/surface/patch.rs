//! One patch of a surface: the corners that are there, cut off at the top. Pure.

use egui::{Mesh, Pos2};

use super::light::lit;

/// A corner: its place on the screen and on the square, its height in parts, and the light on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Corner {
    pub place: Pos2,
    pub at: [f32; 2],
    pub height: f32,
    pub light: f32,
}

impl Corner {
    fn towards(self, other: Self, share: f32) -> Self {
        let mix = |from: f32, to: f32| from + share * (to - from);
        Self {
            place: self.place + (other.place - self.place) * share,
            at: [mix(self.at[0], other.at[0]), mix(self.at[1], other.at[1])],
            height: mix(self.height, other.height),
            light: mix(self.light, other.light),
        }
    }
}

/// Puts the part of a patch that is there and not above 1 into `part`, going round; nothing where there is none.
pub(super) fn cut(corners: [Option<Corner>; 4], part: &mut Vec<Corner>) {
    part.clear();
    if corners.iter().flatten().count() < 3 {
        return;
    }
    let there = || corners.iter().flatten().copied();
    let next = there().skip(1).chain(there().take(1));
    for (one, other) in there().zip(next) {
        if one.height <= 1.0 {
            part.push(one);
        }
        if (one.height <= 1.0) != (other.height <= 1.0) {
            part.push(one.towards(other, (1.0 - one.height) / (other.height - one.height)));
        }
    }
}

/// Whether it is seen from below: the outside of a wall in front of what it surrounds.
pub(super) fn is_seen_from_below(part: &[Corner]) -> bool {
    let next = part.iter().skip(1).chain(part.first());
    let area: f32 = part.iter().zip(next).map(|(a, b)| a.place.x * b.place.y - a.place.y * b.place.x).sum();
    area > 0.0
}

/// Adds it to a mesh, so opaque.
pub(super) fn fill(mesh: &mut Mesh, part: &[Corner], opacity: f32) {
    let first = mesh.vertices.len() as u32;
    for corner in part {
        mesh.colored_vertex(corner.place, lit(corner.light, corner.height).gamma_multiply(opacity));
    }
    for corner in 2..part.len() as u32 {
        mesh.add_triangle(first, first + corner - 1, first + corner);
    }
}

/// The ends of the line at a height, on the sides of a patch.
pub(super) fn contour(part: &[Corner], level: f32) -> Option<[Pos2; 2]> {
    let next = part.iter().skip(1).chain(part.first());
    let mut crossings = part.iter().zip(next).filter_map(|(one, other)| {
        let passes = (one.height < level) != (other.height < level);
        passes.then(|| one.towards(*other, (level - one.height) / (other.height - one.height)).place)
    });
    Some([crossings.next()?, crossings.next()?])
}

/// What of a patch is seen at a place of the screen: where, and how high.
pub(super) fn under(part: &[Corner], pointer: Pos2) -> Option<([f32; 2], f32)> {
    let [first, rest @ ..] = part else { return None };
    rest.windows(2).find_map(|pair| {
        let [one, other] = pair else { return None };
        let (to_one, to_other, to_place) = (one.place - first.place, other.place - first.place, pointer - first.place);
        let area = to_one.x * to_other.y - to_one.y * to_other.x;
        let s = (to_place.x * to_other.y - to_place.y * to_other.x) / area;
        let t = (to_one.x * to_place.y - to_one.y * to_place.x) / area;
        let mix = |of: fn(&Corner) -> f32| of(first) + s * (of(one) - of(first)) + t * (of(other) - of(first));
        (s >= 0.0 && t >= 0.0 && s + t <= 1.0)
            .then(|| ([mix(|corner| corner.at[0]), mix(|corner| corner.at[1])], mix(|corner| corner.height)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn corner(x: f32, y: f32, height: f32) -> Corner {
        Corner { place: Pos2::new(10.0 * x, 10.0 * y), at: [x, y], height, light: 1.0 }
    }

    #[test]
    fn patches_end_at_the_top_and_where_a_corner_is_missing() {
        let mut part = Vec::new();
        let of = |heights: [f32; 4], part: &mut Vec<Corner>| {
            let places = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
            cut([0, 1, 2, 3].map(|k| Some(corner(places[k][0], places[k][1], heights[k]))), part);
        };
        of([0.5; 4], &mut part);
        assert_eq!(part.len(), 4);
        of([2.0; 4], &mut part);
        assert_eq!(part.len(), 0);
        of([0.5, 1.5, 1.5, 0.5], &mut part);
        assert!(part.len() == 4 && part.iter().all(|corner| corner.height <= 1.0 && corner.at[0] <= 0.5 + 1e-6));
        of([0.5, 0.5, 1.5, 0.5], &mut part);
        assert_eq!(part.len(), 5);
        let [a, b, c] = [corner(0.0, 0.0, 0.5), corner(1.0, 1.0, 0.5), corner(0.0, 1.0, 0.5)];
        cut([Some(a), None, Some(b), Some(c)], &mut part);
        assert_eq!(part.len(), 3);
        cut([Some(a), None, None, Some(c)], &mut part);
        assert!(part.is_empty() && under(&part, Pos2::ZERO).is_none());
        let mut mesh = Mesh::default();
        of([0.2, 0.4, 0.9, 0.3], &mut part);
        // The second corner is to the right of the first, the third lower on the screen: as from below.
        assert!(is_seen_from_below(&part) && !is_seen_from_below(&part.iter().rev().copied().collect::<Vec<_>>()));
        fill(&mut mesh, &part, 1.0);
        assert!(mesh.is_valid() && mesh.indices.len() == 6);
        let [from, to] = contour(&part, 0.35).unwrap();
        // Between 0.2 and 0.4 along the lower side, between 0.3 and 0.9 along the upper one.
        assert!((from.x - 7.5).abs() < 1e-4 && from.y == 0.0 && to.y == 10.0, "{from} {to}");
        assert_eq!(contour(&part, 0.95), None);
        let (at, height) = under(&part, Pos2::new(5.0, 5.0)).unwrap();
        assert!((at[0] - 0.5).abs() < 1e-6 && (height - 0.55).abs() < 1e-6, "{at:?} {height}");
        assert_eq!(under(&part, Pos2::new(11.0, 5.0)), None);
    }
}
