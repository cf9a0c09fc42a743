//! What a session file holds of the sequences whose contacts are predicted: a family of the program by its name, any other
//! with its rows; and the structure with its table of sites, where that was opened or corrected.

use std::sync::Arc;

use ndarray::{Array2, Ix2};
use serde::{Deserialize, Serialize};

use crate::io::session_file::{base64, checksum};
use crate::physics::arrays::shaped;
use crate::physics::contacts::{Residues, SiteMap, SiteTable};
use crate::physics::data::Dataset;
use crate::ui::labs::couplings::proteins::{Family, Protein};

/// Rows of sequences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct HeldRows {
    sites: usize,
    states: u8,
    alphabet: Option<String>,
    /// The numbers of the rows in their file, where some were left out.
    numbers: Option<Vec<usize>>,
    /// A byte for each site of each row, as base64.
    values: String,
}

/// A structure, and which of its residues stands at which site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct HeldStructure {
    residues: Vec<String>,
    letters: String,
    /// The matrix of distances, four bytes each, the least first, as base64.
    distances: String,
    aligned: Vec<Option<usize>>,
    corrected: Vec<Option<usize>>,
    /// The row that it was aligned with, and how well.
    row: usize,
    note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldFamily {
    name: String,
    protein: Option<Protein>,
    rows: Option<HeldRows>,
    structure: Option<HeldStructure>,
}

impl HeldRows {
    fn of(data: &Dataset) -> Self {
        Self {
            sites: data.columns(),
            states: data.states,
            alphabet: data.alphabet.clone(),
            numbers: data.row_numbers.as_ref().map(|numbers| numbers.to_vec()),
            values: base64::encoded(data.values.as_slice()),
        }
    }

    fn data(self, name: &str) -> Result<Dataset, String> {
        let Self { sites, states, alphabet, numbers, values } = self;
        let values = base64::decoded(&values)?;
        if sites == 0 || !values.len().is_multiple_of(sites) {
            return Err(format!("{} values are no whole rows of {sites} sites", values.len()));
        }
        if let Some(value) = values.iter().find(|value| **value >= states) {
            return Err(format!("there is a value {value}, where sites have {states} states"));
        }
        let rows = values.len() / sites;
        if numbers.as_ref().is_some_and(|numbers| numbers.len() != rows) {
            return Err(format!("the numbers of its rows are not those of {rows} rows"));
        }
        if alphabet.as_ref().is_some_and(|letters| letters.chars().count() != usize::from(states)) {
            return Err(format!("its letters are not those of {states} states"));
        }
        let row_numbers = numbers.map(Vec::into_boxed_slice);
        Ok(Dataset { alphabet, row_numbers, ..Dataset::new(name, values, sites, states) })
    }
}

impl HeldStructure {
    fn of(family: &Family) -> Option<Self> {
        let (aligned, table) = (family.aligned.as_ref()?, family.table.as_ref()?);
        let residues = table.residues();
        let bytes: Vec<u8> = residues.distances().iter().flat_map(|distance| distance.to_le_bytes()).collect();
        Some(Self {
            residues: residues.names().to_vec(),
            letters: residues.letters().iter().collect(),
            distances: base64::encoded(&bytes),
            aligned: stands(aligned),
            corrected: stands(table),
            row: family.row,
            note: family.note.clone(),
        })
    }

    fn put_into(self, family: &mut Family) -> Result<(), String> {
        let Self { residues: names, letters, distances, aligned, corrected, row, note } = self;
        let (count, sites) = (names.len(), family.data.columns());
        let bytes = base64::decoded(&distances)?;
        let numbers: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        let distances: Array2<f32> = shaped("distances", numbers, Ix2(count, count)).map_err(|err| err.to_string())?;
        let residues = Residues::new(names, letters.chars().collect(), distances).map_err(|err| err.to_string())?;
        let residues = Arc::new(residues);
        let table = |stands: Vec<Option<usize>>| {
            if stands.len() != sites || stands.iter().flatten().any(|residue| *residue >= count) {
                return Err(format!("its table of sites is not one of {count} residues at {sites} sites"));
            }
            let mut map = SiteMap::none(sites);
            stands.into_iter().enumerate().for_each(|(site, residue)| map.set(site, residue));
            Ok(SiteTable::new(Arc::clone(&residues), map))
        };
        family.aligned = Some(table(aligned)?);
        (family.row, family.note) = (row.min(family.data.rows().saturating_sub(1)), note);
        family.opened = true;
        family.correct(table(corrected)?);
        Ok(())
    }
}

impl HeldFamily {
    pub fn of(family: &Family) -> Self {
        let Family { name, protein, .. } = family;
        Self {
            name: name.clone(),
            protein: *protein,
            rows: protein.is_none().then(|| HeldRows::of(&family.data)),
            structure: HeldStructure::of(family).filter(|_| !is_as_it_came(family)),
        }
    }

    /// The family. Unpacks it and tries what it takes: not for the window's thread.
    ///
    /// # Errors
    /// A sentence where it is none.
    pub fn family(self) -> Result<Family, String> {
        let Self { name, protein, rows, structure } = self;
        let wrong = |why: String| format!("The sequences {name} of the session were left out: {why}.");
        let mut family = match (protein, rows) {
            (Some(protein), _) => protein.open()?,
            (None, Some(rows)) => Family::of(name.clone(), Arc::new(rows.data(&name).map_err(wrong)?)),
            (None, None) => return Err(wrong("its rows are missing".to_owned())),
        };
        if let Some(structure) = structure {
            structure.put_into(&mut family).map_err(wrong)?;
        }
        Ok(family)
    }

    /// The [`mark`] of the family that comes.
    pub fn mark(&self) -> u64 {
        let corrected = self.structure.as_ref().map(|structure| structure.corrected.as_slice());
        if self.protein.is_some() && corrected.is_none() {
            0
        } else {
            mark_of(&self.name, corrected.unwrap_or_default())
        }
    }
}

/// Tells one family and its corrections from others; 0 for one of the program as it came.
pub fn mark(family: &Family) -> u64 {
    if is_as_it_came(family) {
        0
    } else {
        mark_of(&family.name, &family.table.as_ref().map(stands).unwrap_or_default())
    }
}

fn mark_of(name: &str, stands: &[Option<usize>]) -> u64 {
    let numbers = stands.iter().flat_map(|residue| residue.map_or(0, |residue| residue + 1).to_le_bytes());
    let bytes: Vec<u8> = name.bytes().chain(numbers).collect();
    1 + u64::from(checksum::of(&bytes))
}

/// Whether it is a family of the program, whose structure was neither opened nor corrected.
fn is_as_it_came(family: &Family) -> bool {
    let corrected = family.aligned.as_ref().map(SiteTable::map) != family.table.as_ref().map(SiteTable::map);
    family.protein.is_some() && !family.opened && !corrected
}

fn stands(table: &SiteTable) -> Vec<Option<usize>> {
    (0..table.map().sites()).map(|site| table.map().residue(site)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three sequences of four sites with a structure of three residues, one distance of which is not known.
    fn family() -> Family {
        let data = Dataset {
            alphabet: Some("-AC".to_owned()),
            row_numbers: Some([0, 2, 5].into()),
            ..Dataset::new("own.fasta", vec![0, 1, 2, 1, 1, 1, 2, 0, 2, 2, 1, 1], 4, 3)
        };
        let mut family = Family::of("own.fasta".to_owned(), Arc::new(data));
        let distances = ndarray::array![[0.0, 4.0, f32::NAN], [4.0, 0.0, 3.5], [f32::NAN, 3.5, 0.0]];
        let names = ["5", "6", "6A"].map(str::to_owned).to_vec();
        let residues = Residues::new(names, vec!['A', 'W', 'C'], distances).unwrap();
        let aligned = SiteTable::new(Arc::new(residues), SiteMap::in_order(4, 3));
        family.correct(aligned.with(3, "6A").unwrap_or_else(|_taken| aligned.with(2, "").unwrap()));
        family.aligned = Some(aligned);
        (family.row, family.note) = (1, Some("aligned".to_owned()));
        family
    }

    #[test]
    fn sequences_and_their_corrected_table_come_back() {
        let before = family();
        let text = serde_json::to_string(&HeldFamily::of(&before)).unwrap();
        let held: HeldFamily = serde_json::from_str(&text).unwrap();
        assert_eq!(held.mark(), mark(&before));
        let after = held.clone().family().unwrap();
        assert_eq!(*after.data, *before.data);
        assert_eq!((after.distances, after.row, &after.note), (before.distances.clone(), 1, &before.note));
        assert_eq!(after.table.as_ref().map(stands), before.table.as_ref().map(stands));
        assert_eq!(HeldFamily::of(&Family { distances: None, ..family() }), held);
        assert_ne!(mark(&before), mark(&Family { table: before.aligned.clone(), ..before.clone() }));
    }

    type Change = fn(&mut HeldFamily);

    #[test]
    fn what_is_no_family_is_a_sentence() {
        let held = HeldFamily::of(&family());
        let says = |change: Change| {
            let mut held = held.clone();
            change(&mut held);
            held.family().unwrap_err()
        };
        let cases: [(Change, &str); 7] = [
            (|held| held.rows = None, "its rows are missing"),
            (|held| held.rows.as_mut().unwrap().sites = 5, "12 values are no whole rows of 5 sites"),
            (|held| held.rows.as_mut().unwrap().states = 2, "there is a value 2"),
            (|held| held.rows.as_mut().unwrap().numbers = Some(vec![1]), "not those of 3 rows"),
            (|held| held.rows.as_mut().unwrap().alphabet = Some("A".to_owned()), "not those of 3 states"),
            (|held| held.structure.as_mut().unwrap().corrected = vec![Some(9); 4], "3 residues at 4 sites"),
            (|held| held.structure.as_mut().unwrap().distances = String::new(), "distances"),
        ];
        for (change, why) in cases {
            let said = says(change);
            assert!(said.contains(why), "{said}");
        }
    }
}
