//! Which chain of a structure the sites of data are, and where.

use std::sync::Arc;

use rayon::prelude::*;

use super::open::Structure;
use super::pdb::Chain;
use crate::io::datasets::FormatError;
use crate::physics::contacts::{Distances, Residues, SiteMap, SiteTable};
use crate::physics::data::Dataset;

/// The smallest fraction of a row's letters that its chain must have too.
const IDENTITY: f64 = 0.25;

/// Where the sites of data lie in a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The name of the chain.
    pub chain: char,
    /// The row that is most like it, from 0.
    pub row: usize,
    /// Sites at which a residue stands.
    pub mapped: usize,
    /// Sites whose letter is that of the residue.
    pub identical: usize,
    /// Which residue stands at which site.
    pub map: SiteMap,
}

/// Which residue of a structure stands at which site of data, and how that was found where the structure has chains: the row
/// and the chain that agree at the most sites when aligned.
///
/// # Errors
/// The data have no letters, or no chain is like any of their rows.
pub fn table_of_sites(structure: &Structure, data: &Dataset) -> Result<(SiteTable, Option<Fit>), FormatError> {
    let chains = match structure {
        Structure::OfSites(distances) => {
            let map = SiteMap::in_order(data.columns(), distances.sites());
            return Ok((SiteTable::new(Arc::new(Residues::of_sites(distances)), map), None));
        }
        Structure::Chains(chains) => chains,
    };
    let expected = "data whose rows are like a chain of the structure";
    let letters: Vec<char> = data.alphabet.iter().flat_map(|alphabet| alphabet.chars()).collect();
    if letters.is_empty() {
        return Err(FormatError::new(expected, "rows without letters"));
    }
    let fits = chains.iter().filter_map(|chain| Some((best_fit(chain, &letters, data)?, chain)));
    // The first of several that are as good.
    let best = fits.reduce(|best, other| if other.0.identical > best.0.identical { other } else { best });
    let found = |identical: usize| format!("at most {identical} equal letters");
    let (fit, chain) = best.ok_or_else(|| FormatError::new(expected, found(0)))?;
    if (fit.identical as f64) < IDENTITY * data.columns() as f64 {
        return Err(FormatError::new(expected, found(fit.identical)));
    }
    let residues = Residues::new(chain.numbers.clone(), chain.letters.clone(), chain.distances());
    let residues = residues.map_err(|error| FormatError::new(expected, error.to_string()))?;
    Ok((SiteTable::new(Arc::new(residues), fit.map.clone()), Some(fit)))
}

/// The distances of the sites of data, and how they were found: those of [`table_of_sites`].
///
/// # Errors
/// The data have no letters, or no chain is like any of their rows.
pub fn distances_of_sites(structure: &Structure, data: &Dataset) -> Result<(Distances, Option<Fit>), FormatError> {
    let (table, fit) = table_of_sites(structure, data)?;
    Ok((table.distances(), fit))
}

/// The row that agrees with a chain at the most sites.
fn best_fit(chain: &Chain, letters: &[char], data: &Dataset) -> Option<Fit> {
    let rows: Vec<&[u8]> = data.values.iter_rows().collect();
    let fits = rows.par_iter().enumerate().map(|(row, states)| {
        let text: Vec<char> =
            states.iter().map(|&state| letters.get(usize::from(state)).copied().unwrap_or('-')).collect();
        let map = SiteMap::aligned(&text, '-', &chain.letters);
        let identical = map.identical(&text, &chain.letters);
        Fit { chain: chain.name, row, mapped: map.mapped(), identical, map }
    });
    fits.max_by_key(|fit| (fit.identical, std::cmp::Reverse(fit.row)))
}

#[cfg(test)]
mod tests {
    use super::super::pdb;
    use super::*;

    /// Residues in a row, 4 Å apart.
    fn structure() -> Structure {
        let names = ["MET", "ALA", "CYS", "ASP", "GLU", "PHE", "GLY"];
        let line = |(k, name): (usize, &&str)| {
            let x = 4.0 * k as f32;
            format!("ATOM      1  CA  {name} B{:>4}    {x:8.3}{:8.3}{:8.3}  1.00  0.00           C\n", k + 1, 0.0, 0.0)
        };
        Structure::Chains(pdb::read(&names.iter().enumerate().map(line).collect::<Vec<String>>().concat()).unwrap())
    }

    fn data(rows: &[&str]) -> Dataset {
        let alphabet = "-ACDEFGW";
        let state = |letter: char| alphabet.find(letter).unwrap() as u8;
        let values: Vec<u8> = rows.iter().flat_map(|row| row.chars()).map(state).collect();
        Dataset { alphabet: Some(alphabet.to_owned()), ..Dataset::new("x", values, rows[0].len(), 8) }
    }

    #[test]
    fn the_row_that_is_most_like_the_chain_says_where_the_sites_are() {
        let (distances, fit) = distances_of_sites(&structure(), &data(&["WWWWWW", "ACD-FG", "AC--WG"])).unwrap();
        let fit = fit.unwrap();
        assert_eq!((fit.chain, fit.row, fit.mapped, fit.identical), ('B', 1, 5, 5));
        assert_eq!([distances.of(0, 1), distances.of(0, 5), distances.of(0, 3)], [Some(4.0), Some(20.0), None]);
    }

    #[test]
    fn a_chain_that_is_like_no_row_is_refused() {
        let error = distances_of_sites(&structure(), &data(&["WWWWWW"])).unwrap_err().to_string();
        assert!(error.contains("at most 0 equal letters"), "{error}");
        let plain = Dataset::new("x", vec![0, 1], 2, 2);
        assert!(distances_of_sites(&structure(), &plain).unwrap_err().to_string().contains("rows without letters"));
        let known = Distances::new(2, vec![Some(1.0)]).unwrap();
        assert_eq!(distances_of_sites(&Structure::OfSites(known.clone()), &plain).unwrap(), (known, None));
    }
}
