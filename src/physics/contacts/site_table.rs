//! A table that says which residue stands at which site, and can be corrected row by row.

use std::sync::Arc;

use ndarray::Array2;

use super::alignment::SiteMap;
use super::distances::Distances;
use crate::physics::arrays::{ShapeError, check_shape};

/// The residues of a structure, and how far apart they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Residues {
    names: Vec<String>,
    letters: Vec<char>,
    distances: Array2<f32>,
}

impl Residues {
    /// From names such as `27` or `27A`, letters (none where they are not known), and the symmetric matrix of their distances
    /// in ångström.
    ///
    /// # Errors
    /// Letters or distances of another number of residues.
    pub fn new(names: Vec<String>, letters: Vec<char>, distances: Array2<f32>) -> Result<Self, ShapeError> {
        let count = names.len();
        if !letters.is_empty() {
            check_shape("the list of letters", &[letters.len()], &[count])?;
        }
        check_shape("the matrix of distances", distances.shape(), &[count, count])?;
        Ok(Self { names, letters, distances })
    }

    /// Distances that are known of sites themselves, which count as residues from 1.
    pub fn of_sites(distances: &Distances) -> Self {
        let count = distances.sites();
        let at = |(i, j): (usize, usize)| match distances.of(i, j) {
            Some(distance) => distance,
            None if i == j => 0.0,
            None => f32::NAN,
        };
        Self {
            names: (1..=count).map(|number| number.to_string()).collect(),
            letters: Vec::new(),
            distances: Array2::from_shape_fn((count, count), at),
        }
    }

    /// Number of residues.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// The names of all.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Their letters; none where those are not known.
    pub fn letters(&self) -> &[char] {
        &self.letters
    }

    /// The symmetric matrix of their distances in ångström; one that is not known is no number.
    pub const fn distances(&self) -> &Array2<f32> {
        &self.distances
    }

    /// The name of a residue.
    pub fn name(&self, residue: usize) -> Option<&str> {
        self.names.get(residue).map(String::as_str)
    }

    /// Its letter, where that is known.
    pub fn letter(&self, residue: usize) -> Option<char> {
        self.letters.get(residue).copied()
    }
}

/// Which residue of a structure stands at which site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteTable {
    residues: Arc<Residues>,
    map: SiteMap,
}

/// Why a row of the table cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SiteTableError {
    /// A name that no residue has.
    #[error("the structure has no residue {name}; its residues are {first} to {last}")]
    NoResidue {
        /// What was asked for.
        name: String,
        /// The name of the first residue.
        first: String,
        /// The name of the last.
        last: String,
    },
    /// A residue that another site has.
    #[error("residue {name} stands at site {} already", site + 1)]
    Taken {
        /// The residue.
        name: String,
        /// The site that has it, from 0.
        site: usize,
    },
    /// A site that there is not.
    #[error("there is no site {}; the sites are 1 to {sites}", site + 1)]
    NoSite {
        /// What was asked for, from 0.
        site: usize,
        /// How many there are.
        sites: usize,
    },
}

impl SiteTable {
    /// From residues and which of them stands at which site.
    pub const fn new(residues: Arc<Residues>, map: SiteMap) -> Self {
        Self { residues, map }
    }

    /// The residues.
    pub const fn residues(&self) -> &Arc<Residues> {
        &self.residues
    }

    /// Which of them stands at which site.
    pub const fn map(&self) -> &SiteMap {
        &self.map
    }

    /// The name of the residue at a site.
    pub fn name_at(&self, site: usize) -> Option<&str> {
        self.residues.name(self.map.residue(site)?)
    }

    /// The same with the residue of that name at a site, or with none where the name is empty.
    ///
    /// # Errors
    /// A site or a residue that there is not, or a residue that stands at another site.
    pub fn with(&self, site: usize, name: &str) -> Result<Self, SiteTableError> {
        let sites = self.map.sites();
        if site >= sites {
            return Err(SiteTableError::NoSite { site, sites });
        }
        let name = name.trim();
        let residue = if name.is_empty() { None } else { Some(self.find(name)?) };
        let has_it = |other: &usize| *other != site && residue.is_some() && self.map.residue(*other) == residue;
        if let Some(site) = (0..sites).find(has_it) {
            return Err(SiteTableError::Taken { name: name.to_owned(), site });
        }
        let mut table = self.clone();
        table.map.set(site, residue);
        Ok(table)
    }

    /// The first residue of a name.
    fn find(&self, name: &str) -> Result<usize, SiteTableError> {
        let names = &self.residues.names;
        let end = |name: Option<&String>| name.cloned().unwrap_or_default();
        names.iter().position(|known| known.eq_ignore_ascii_case(name)).ok_or_else(|| SiteTableError::NoResidue {
            name: name.to_owned(),
            first: end(names.first()),
            last: end(names.last()),
        })
    }

    /// How far apart the sites are.
    pub fn distances(&self) -> Distances {
        Distances::mapped(&self.residues.distances, &self.map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> SiteTable {
        let names = ["5", "6", "6A"].map(str::to_owned).to_vec();
        let distances = ndarray::array![[0.0, 4.0, 9.0], [4.0, 0.0, 3.0], [9.0, 3.0, 0.0]];
        let residues = Residues::new(names, vec!['A', 'W', 'C'], distances).unwrap();
        SiteTable::new(Arc::new(residues), SiteMap::in_order(4, 2))
    }

    #[test]
    fn a_corrected_row_changes_the_distances() {
        let before = table();
        assert_eq!((before.name_at(1), before.name_at(2), before.distances().of(0, 1)), (Some("6"), None, Some(4.0)));
        let after = before.with(1, " 6a ").unwrap();
        assert_eq!((after.name_at(1), after.residues().letter(2)), (Some("6A"), Some('C')));
        assert_eq!((after.distances().of(0, 1), before.distances().of(0, 1)), (Some(9.0), Some(4.0)));
        assert_eq!(after.with(1, "").unwrap().distances().of(0, 1), None);
        assert_eq!(before.with(1, "6").unwrap(), before);
    }

    #[test]
    fn rows_that_cannot_be_are_sentences() {
        let says = |site, name| table().with(site, name).unwrap_err().to_string();
        assert_eq!(says(1, "500"), "the structure has no residue 500; its residues are 5 to 6A");
        assert_eq!(says(2, "5"), "residue 5 stands at site 1 already");
        assert_eq!(says(4, "5"), "there is no site 5; the sites are 1 to 4");
        let wrong = Residues::new(vec!["1".to_owned()], Vec::new(), Array2::zeros((2, 2)));
        assert!(wrong.unwrap_err().to_string().contains("the matrix of distances"));
    }

    #[test]
    fn distances_of_sites_come_back_as_they_were() {
        let distances = Distances::new(3, vec![Some(3.0), None, Some(7.5)]).unwrap();
        let table = SiteTable::new(Arc::new(Residues::of_sites(&distances)), SiteMap::in_order(3, 3));
        assert_eq!(table.distances(), distances);
        assert_eq!((table.name_at(0), table.residues().letter(0), table.residues().count()), (Some("1"), None, 3));
    }
}
