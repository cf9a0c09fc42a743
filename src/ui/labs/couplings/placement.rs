//! Where the sites of a graph stand: on a circle, on the grid that a row is, or where springs along the links hold them.
//!
//! ## References
//!
//! * T. M. J. Fruchterman and E. M. Reingold, “Graph drawing by force-directed placement”, Softw. Pract. Exp. 21, 1129
//!   (1991), doi:10.1002/spe.4380211102

use std::f32::consts::TAU;

use egui::{Pos2, Vec2, pos2, vec2};

use crate::physics::spins::GridShape;
use crate::ui::labs::couplings::pairs::Edge;

/// Moves of all sites, and distances computed for them at most: large graphs settle less.
const MOVES: usize = 150;
const LEAST_MOVES: usize = 10;
const MOST_DISTANCES: usize = 4_000_000;
/// How strongly all sites are drawn to the middle, in units of the springs: parts without links to others stay near.
const GRAVITY: f32 = 0.3;
/// Sides of a lattice that are nearer over its edge than this, in cells, are drawn over it: its boundaries are periodic.
const NEAR_OVER_THE_EDGE: f32 = 1.5;

/// How sites are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Arrangement {
    /// In their order, the first at the top.
    Circle,
    /// Row by row, as the pixels of a picture.
    Grid,
    /// Links are springs, and all sites repel each other.
    Springs,
}

/// The places of all sites in the square from (−1, −1) to (1, 1), y downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    places: Vec<Vec2>,
    /// The sides of the lattice and of its cells, where the sites are on one.
    lattice: Option<(Vec2, Vec2)>,
}

impl Placement {
    /// Places `sites` sites; `shape` is that of a row, where it is a picture.
    pub fn new(arrangement: Arrangement, sites: usize, shape: Option<GridShape>, edges: &[Edge]) -> Self {
        match arrangement {
            Arrangement::Circle => Self { places: circle(sites), lattice: None },
            Arrangement::Springs => Self { places: springs(sites, edges), lattice: None },
            Arrangement::Grid => grid(shape_of(sites, shape)),
        }
    }

    /// Where a site is in a square around `centre`.
    pub fn place(&self, site: usize, centre: Pos2, half: f32) -> Pos2 {
        centre + half * self.places.get(site).copied().unwrap_or_default()
    }

    /// The lines of a link: one, or two that leave a lattice over its edge.
    pub fn lines(&self, [i, j]: [usize; 2], centre: Pos2, half: f32) -> Vec<[Pos2; 2]> {
        let place = |site: usize| self.places.get(site).copied().unwrap_or_default();
        let on_screen = |at: Vec2| centre + half * at;
        let (from, to) = (place(i), place(j));
        let Some(over) = self.over_the_edge(to - from) else { return vec![[on_screen(from), on_screen(to)]] };
        [(from, to - over), (to, from + over)]
            .map(|(near, far)| [on_screen(near), on_screen(near + 0.5 * (far - near))])
            .to_vec()
    }

    /// By how much the other end is moved if a step is much shorter over the edge of the lattice.
    fn over_the_edge(&self, step: Vec2) -> Option<Vec2> {
        let (side, cell) = self.lattice?;
        let turns = vec2((step.x / side.x).round(), (step.y / side.y).round());
        let over = turns * side;
        let short = (step - over) / cell;
        (turns != Vec2::ZERO && short.length() < NEAR_OVER_THE_EDGE && (step / cell).length() >= NEAR_OVER_THE_EDGE)
            .then_some(over)
    }
}

/// The picture that a row is, or else the squarest grid that holds it.
fn shape_of(sites: usize, shape: Option<GridShape>) -> GridShape {
    let width = (sites as f64).sqrt().ceil().max(1.0) as usize;
    let squarest = GridShape::new(width, sites.div_ceil(width).max(1));
    shape.filter(|shape| shape.width * shape.height == sites).unwrap_or(squarest)
}

fn circle(sites: usize) -> Vec<Vec2> {
    let angle = |site: usize| TAU * (site as f32 / sites.max(1) as f32 - 0.25);
    (0..sites).map(|site| Vec2::angled(angle(site))).collect()
}

fn grid(shape: GridShape) -> Placement {
    let longest = shape.width.max(shape.height).max(1) as f32;
    // Half a cell is left around it for the links that leave it.
    let cell = Vec2::splat(2.0 / longest);
    let corner = -0.5 * cell * vec2(shape.width as f32 - 1.0, shape.height as f32 - 1.0);
    let place = |row: usize, column: usize| corner + cell * vec2(column as f32, row as f32);
    let places = (0..shape.height).flat_map(|row| (0..shape.width).map(move |column| place(row, column))).collect();
    let side = cell * vec2(shape.width as f32, shape.height as f32);
    Placement { places, lattice: Some((side, cell)) }
}

/// All sites repel each other as k²/d, links pull as d²/k, from a circle, in steps that become shorter.
fn springs(sites: usize, edges: &[Edge]) -> Vec<Vec2> {
    let mut places = circle(sites);
    let k = 2.0 / (sites.max(1) as f32).sqrt();
    let moves = (MOST_DISTANCES / sites.max(1).pow(2)).clamp(LEAST_MOVES, MOVES);
    for step in 0..moves {
        let mut forces: Vec<Vec2> = places.iter().map(|place| -GRAVITY / k * place.length() * *place).collect();
        for (i, j) in (0..sites).flat_map(|j| (0..j).map(move |i| (i, j))) {
            let apart = places[i] - places[j];
            let push = apart * (k * k / apart.length_sq().max(1e-6));
            forces[i] += push;
            forces[j] -= push;
        }
        for &([i, j], _) in edges {
            if let (Some(from), Some(to)) = (places.get(i).copied(), places.get(j).copied()) {
                let pull = (to - from) * ((to - from).length() / k);
                forces[i] += pull;
                forces[j] -= pull;
            }
        }
        let longest = 0.2 * (1.0 - step as f32 / moves as f32);
        for (place, force) in places.iter_mut().zip(&forces) {
            *place += force.normalized() * force.length().min(longest);
        }
    }
    fitted(places)
}

/// Moved and scaled to fill the square.
fn fitted(mut places: Vec<Vec2>) -> Vec<Vec2> {
    let ends = |of: fn(&Vec2) -> f32| {
        places.iter().map(of).fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
    };
    let ((left, right), (top, bottom)) = (ends(|place| place.x), ends(|place| place.y));
    let middle = pos2(left.midpoint(right), top.midpoint(bottom)).to_vec2();
    let half = 0.5 * (right - left).max(bottom - top);
    for place in &mut places {
        *place = (*place - middle) / half.max(f32::MIN_POSITIVE);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    const CENTRE: Pos2 = pos2(0.0, 0.0);

    #[test]
    fn all_sites_are_in_the_square_and_apart() {
        let edges: Vec<Edge> = (0..29).map(|i| ([i, i + 1], 0.2)).collect();
        for arrangement in [Arrangement::Circle, Arrangement::Grid, Arrangement::Springs] {
            for sites in [0, 1, 2, 30] {
                let placed = Placement::new(arrangement, sites, None, &edges);
                let places: Vec<Pos2> = (0..sites).map(|site| placed.place(site, CENTRE, 1.0)).collect();
                assert!(places.iter().all(|place| place.x.abs() <= 1.0 + 1e-5 && place.y.abs() <= 1.0 + 1e-5));
                for (i, a) in places.iter().enumerate() {
                    assert!(places.iter().skip(i + 1).all(|b| a.distance(*b) > 0.02), "{arrangement:?} of {sites}");
                }
            }
        }
    }

    #[test]
    fn links_over_the_edge_of_a_lattice_leave_it() {
        let placed = Placement::new(Arrangement::Grid, 12, Some(GridShape::new(4, 3)), &[]);
        assert_eq!(placed.lines([0, 1], CENTRE, 1.0).len(), 1);
        let [left, right] = placed.lines([0, 3], CENTRE, 1.0)[..] else { panic!("two lines") };
        let half_cell = 0.25;
        assert!((left[1] - left[0] - vec2(-half_cell, 0.0)).length() < 1e-5, "{left:?}");
        assert!((right[1] - right[0] - vec2(half_cell, 0.0)).length() < 1e-5, "{right:?}");
        // From the first row to the last, and a long link within the lattice.
        assert_eq!(placed.lines([0, 8], CENTRE, 1.0).len(), 2);
        assert_eq!(placed.lines([0, 6], CENTRE, 1.0).len(), 1);
    }

    #[test]
    fn springs_bring_linked_sites_together() {
        let links = [[0, 10], [10, 5], [5, 15], [15, 0]];
        let edges: Vec<Edge> = links.iter().map(|&pair| (pair, 1.0)).collect();
        let placed = Placement::new(Arrangement::Springs, 20, None, &edges);
        let distance = |i, j| placed.place(i, CENTRE, 1.0).distance(placed.place(j, CENTRE, 1.0));
        let linked = links.iter().map(|[i, j]| distance(*i, *j)).sum::<f32>() / 4.0;
        let others: f32 = (1..20).filter(|j| ![10, 15].contains(j)).map(|j| distance(0, j)).sum::<f32>() / 17.0;
        assert!(linked < 0.6 * others, "{linked} {others}");
        assert_eq!(placed, Placement::new(Arrangement::Springs, 20, None, &edges));
    }
}
