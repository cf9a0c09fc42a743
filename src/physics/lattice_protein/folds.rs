//! The compact folds of a chain of 27 on a cube of 3 × 3 × 3 sites.
//!
//! A fold is a path that visits every site once; folds that a rotation or a reflection of the cube turns into each other
//! are one. Two depth-first rules find exactly one of each: a path begins at a corner or at the middle of a face (those
//! sites are one more than the others, to which each step leads), and where symmetries leave the path so far as it is,
//! of the next sites that they turn into each other only the first is tried.

use crate::physics::arrays::ShapeError;
use crate::physics::contacts::Distances;
use crate::physics::potts::pairs;

/// Length of the chain: the sites of the cube.
pub const LENGTH: usize = 27;
/// Sites of an edge of the cube.
const EDGE: usize = 3;
/// How many folds there are.
pub const COUNT: usize = 103_346;
/// Pairs of amino acids that are neighbours in the cube and not along the chain.
pub const CONTACTS: usize = 28;
/// The distance of neighbours in ångström: so large that the usual cutoff of 8 Å means neighbours only.
const SPACING: f32 = 7.0;

/// Where each amino acid of the chain is, as the number x + 3 y + 9 z of its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    sites: [u8; LENGTH],
}

impl Fold {
    /// The sites along the chain.
    pub fn sites(&self) -> &[u8; LENGTH] {
        &self.sites
    }

    /// The pairs (i, j), i < j, of the chain that are neighbours in the cube and not along the chain.
    pub fn contacts(&self) -> Vec<(u8, u8)> {
        let near = |&(i, j): &(usize, usize)| j > i + 1 && square_distance(self.sites[i], self.sites[j]) == 1;
        pairs::all(LENGTH).filter(near).map(|(i, j)| (i as u8, j as u8)).collect()
    }

    /// Distances of all pairs, neighbours being 7 Å apart.
    ///
    /// # Errors
    /// None in fact: there is a distance for each pair.
    pub fn distances(&self) -> Result<Distances, ShapeError> {
        let distance = |(i, j): (usize, usize)| SPACING * (square_distance(self.sites[i], self.sites[j]) as f32).sqrt();
        Distances::new(LENGTH, pairs::all(LENGTH).map(|pair| Some(distance(pair))).collect())
    }
}

/// x, y and z of a site.
fn coordinates(site: u8) -> [i8; 3] {
    let site = site as i8;
    [site % 3, site / 3 % 3, site / 9]
}

fn site([x, y, z]: [i8; 3]) -> u8 {
    (x + 3 * y + 9 * z) as u8
}

fn square_distance(a: u8, b: u8) -> i32 {
    coordinates(a).iter().zip(coordinates(b)).map(|(a, b)| i32::from(a - b) * i32::from(a - b)).sum()
}

/// All folds, in one fixed order.
pub fn all() -> Vec<Fold> {
    let mut search = Search { neighbours: neighbours(), sites: [0; LENGTH], found: Vec::with_capacity(COUNT) };
    let symmetries = symmetries();
    for start in 0..LENGTH as u8 {
        let is_first = symmetries.iter().all(|symmetry| symmetry[usize::from(start)] >= start);
        if is_first && coordinates(start).iter().sum::<i8>() % 2 == 0 {
            search.visit(0, start, 0, &symmetries.iter().collect::<Vec<_>>());
        }
    }
    search.found
}

struct Search {
    /// The neighbours of each site, one bit each.
    neighbours: [u32; LENGTH],
    sites: [u8; LENGTH],
    found: Vec<Fold>,
}

impl Search {
    /// Puts the amino acid `place` to a site and tries all ways to go on; `symmetries` leave all sites before it as they
    /// are.
    fn visit(&mut self, place: usize, site: u8, visited: u32, symmetries: &[&[u8; LENGTH]]) {
        self.sites[place] = site;
        if place + 1 == LENGTH {
            self.found.push(Fold { sites: self.sites });
            return;
        }
        let visited = visited | 1 << site;
        let left: Vec<&[u8; LENGTH]>;
        let symmetries = if symmetries.is_empty() {
            symmetries
        } else {
            left = symmetries.iter().copied().filter(|symmetry| symmetry[usize::from(site)] == site).collect();
            &left
        };
        let mut next = self.neighbours[usize::from(site)] & !visited;
        while next != 0 {
            let candidate = next.trailing_zeros() as u8;
            next &= next - 1;
            if symmetries.iter().all(|symmetry| symmetry[usize::from(candidate)] >= candidate) {
                self.visit(place + 1, candidate, visited, symmetries);
            }
        }
    }
}

/// The neighbours of each site, one bit each.
fn neighbours() -> [u32; LENGTH] {
    std::array::from_fn(|a| (0..LENGTH as u8).filter(|&b| square_distance(a as u8, b) == 1).map(|b| 1_u32 << b).sum())
}

/// Where each rotation and reflection of the cube takes each site, but for the identity.
fn symmetries() -> Vec<[u8; LENGTH]> {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let all = orders.into_iter().flat_map(|order| {
        (0..8_u8).map(move |flips| {
            std::array::from_fn(|from| {
                let from = coordinates(from as u8);
                let turned = |axis: usize| {
                    let value = from[order[axis]];
                    if flips >> axis & 1 == 1 { EDGE as i8 - 1 - value } else { value }
                };
                site([turned(0), turned(1), turned(2)])
            })
        })
    });
    let identity: [u8; LENGTH] = std::array::from_fn(|site| site as u8);
    all.filter(|symmetry| *symmetry != identity).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_compact_fold_is_found_once() {
        let folds = all();
        assert_eq!(folds.len(), COUNT);
        let symmetries = symmetries();
        assert_eq!(symmetries.len(), 47);
        let mut classes = BTreeSet::new();
        for (number, fold) in folds.iter().enumerate() {
            assert!(fold.sites.windows(2).all(|step| square_distance(step[0], step[1]) == 1));
            assert_eq!(fold.sites.iter().fold(0_u32, |visited, site| visited | 1 << site), (1 << LENGTH) - 1);
            // The first image of some of them, which two folds that are one would share.
            if number % 7 == 0 {
                let image = |symmetry: &[u8; LENGTH]| fold.sites.map(|site| symmetry[usize::from(site)]);
                let first = symmetries.iter().map(image).chain([fold.sites]).min().unwrap();
                assert!(classes.insert(first), "{number}");
            }
        }
    }

    #[test]
    fn a_fold_has_28_contacts_which_its_distances_show() {
        for fold in all().iter().step_by(9973) {
            let contacts = fold.contacts();
            assert_eq!(contacts.len(), CONTACTS);
            let near = fold.distances().unwrap().contacts(8.0, 2);
            assert_eq!(near, contacts.iter().map(|&(i, j)| (usize::from(i), usize::from(j))).collect::<Vec<_>>());
            assert!(contacts.iter().all(|(i, j)| (j - i) % 2 == 1), "a contact closes a loop of even length");
        }
    }
}
