//! Distances of pairs of sites.

use ndarray::Array2;

use super::alignment::SiteMap;
use crate::physics::arrays::{ShapeError, check_shape};
use crate::physics::potts::pairs;

/// Distances of all pairs of sites in ångström, `None` where the structure does not say.
#[derive(Clone, Debug, PartialEq)]
pub struct Distances {
    sites: usize,
    /// In the order of [`pairs`].
    of_pairs: Vec<Option<f32>>,
}

impl Distances {
    /// From the distances of all pairs in their [order](pairs); those that are negative or not finite are unknown.
    ///
    /// # Errors
    /// Another number of distances than L (L − 1)/2.
    pub fn new(sites: usize, mut of_pairs: Vec<Option<f32>>) -> Result<Self, ShapeError> {
        check_shape("the list of distances", &[of_pairs.len()], &[pairs::count(sites)])?;
        for distance in &mut of_pairs {
            *distance = distance.filter(|distance| distance.is_finite() && *distance >= 0.0);
        }
        Ok(Self { sites, of_pairs })
    }

    /// Of sites, from a symmetric matrix over the residues of a structure and which residue stands at which site: unknown
    /// where no residue does, or the matrix is not finite.
    pub fn mapped(of_residues: &Array2<f32>, map: &SiteMap) -> Self {
        let sites = map.sites();
        let of_pairs = pairs::all(sites)
            .map(|(i, j)| {
                let distance = *of_residues.get([map.residue(i)?, map.residue(j)?])?;
                (distance.is_finite() && distance >= 0.0).then_some(distance)
            })
            .collect();
        Self { sites, of_pairs }
    }

    /// Number of sites.
    pub fn sites(&self) -> usize {
        self.sites
    }

    /// The distance of two sites, in either order; `None` where it is unknown, and for a site and itself.
    pub fn of(&self, i: usize, j: usize) -> Option<f32> {
        if i == j || i.max(j) >= self.sites {
            return None;
        }
        self.of_pairs.get(pairs::place(self.sites, i, j)).copied().flatten()
    }

    /// Pairs (i, j) with j − i at least `separation` that are at most `cutoff` apart.
    pub fn contacts(&self, cutoff: f64, separation: usize) -> Vec<(usize, usize)> {
        let known =
            pairs::all(self.sites).zip(&self.of_pairs).filter_map(|(pair, distance)| Some((pair, (*distance)?)));
        known
            .filter(|&((i, j), distance)| j - i >= separation && f64::from(distance) <= cutoff)
            .map(|(pair, _)| pair)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_near_in_space_and_far_along_the_chain() {
        let distances = [Some(3.0), Some(7.9), Some(8.0), Some(9.0), None, Some(-1.0)];
        let found = Distances::new(4, distances.to_vec()).unwrap();
        assert_eq!(found.contacts(8.0, 1), [(0, 1), (0, 2), (0, 3)]);
        assert_eq!(found.contacts(8.0, 3), [(0, 3)], "a distance at the cutoff is a contact");
        assert_eq!((found.of(2, 0), found.of(3, 1), found.of(2, 3), found.of(1, 1)), (Some(7.9), None, None, None));
        let error = Distances::new(3, vec![None]).unwrap_err();
        assert_eq!(error.to_string(), "the list of distances has the shape 1; 3 was expected");
    }

    #[test]
    fn distances_of_residues_become_those_of_sites() {
        let of_residues = ndarray::array![[0.0, 4.0, 6.0], [4.0, 0.0, f32::NAN], [6.0, f32::NAN, 0.0]];
        let mut map = SiteMap::none(4);
        map.set(0, Some(2));
        map.set(2, Some(0));
        map.set(3, Some(1));
        let found = Distances::mapped(&of_residues, &map);
        assert_eq!(
            [found.of(0, 2), found.of(2, 3), found.of(0, 3), found.of(0, 1)],
            [Some(6.0), Some(4.0), None, None]
        );
    }
}
