//! The PDB format: ATOM records of fixed columns.
//!
//! ## References
//!
//! * “Protein Data Bank contents guide: atomic coordinate entry format description”, version 3.30 (wwPDB, 2012)

use ndarray::Array2;
use rayon::prelude::*;

use crate::io::datasets::FormatError;
use crate::io::text::quoted;
use crate::physics::arrays::flat_mut;

/// Most residues of a chain: the distances of all pairs are kept.
const MOST_RESIDUES: usize = 10_000;
/// Names of amino acids and the letters of them, and of selenomethionine, which stands for methionine.
const RESIDUES: [(&str, char); 21] = [
    ("ALA", 'A'),
    ("CYS", 'C'),
    ("ASP", 'D'),
    ("GLU", 'E'),
    ("PHE", 'F'),
    ("GLY", 'G'),
    ("HIS", 'H'),
    ("ILE", 'I'),
    ("LYS", 'K'),
    ("LEU", 'L'),
    ("MET", 'M'),
    ("ASN", 'N'),
    ("PRO", 'P'),
    ("GLN", 'Q'),
    ("ARG", 'R'),
    ("SER", 'S'),
    ("THR", 'T'),
    ("VAL", 'V'),
    ("TRP", 'W'),
    ("TYR", 'Y'),
    ("MSE", 'M'),
];

/// A chain of residues.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// Its name.
    pub name: char,
    /// The letter of each residue, X where it is none of the twenty.
    pub letters: Vec<char>,
    /// The number of each residue, with its code of insertion, such as `27A`.
    pub numbers: Vec<String>,
    /// The heavy atoms of each residue, x, y and z in ångström.
    atoms: Vec<Vec<[f32; 3]>>,
}

impl Chain {
    /// Smallest distance of heavy atoms of each pair of residues; 0 on the diagonal.
    pub fn distances(&self) -> Array2<f32> {
        let count = self.atoms.len();
        let mut matrix = Array2::zeros((count, count));
        let square = |a: &[f32; 3], b: &[f32; 3]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
        flat_mut(&mut matrix).par_chunks_mut(count.max(1)).zip(&self.atoms).enumerate().for_each(|(i, (row, of_i))| {
            for (j, (distance, of_j)) in row.iter_mut().zip(&self.atoms).enumerate() {
                if i != j {
                    let pairs = of_i.iter().flat_map(|a| of_j.iter().map(move |b| square(a, b)));
                    *distance = pairs.fold(f32::INFINITY, f32::min).sqrt();
                }
            }
        });
        matrix
    }
}

/// The chains of the first model: heavy atoms at their first alternative location, in the order of the file. Hetero atoms
/// are left out, but for selenomethionine.
pub fn read(text: &str) -> Result<Vec<Chain>, FormatError> {
    let mut chains: Vec<Chain> = Vec::new();
    // Of the residue at hand: its chain, its number with the code of insertions, and the alternative location that is kept.
    let (mut residue, mut kept) = ((' ', ""), None);
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("ENDMDL") {
            break;
        }
        let name = line.get(17..20).unwrap_or_default();
        if !(line.starts_with("ATOM  ") || line.starts_with("HETATM") && name == "MSE") {
            continue;
        }
        let column = |from: usize, to: usize| line.get(from..to).map(str::trim);
        let letter = |at: usize| line.get(at..=at).and_then(|text| text.chars().next()).unwrap_or(' ');
        let coordinate =
            |from| column(from, from + 8).and_then(|text| text.parse::<f32>().ok()).filter(|x| x.is_finite());
        let position = [coordinate(30), coordinate(38), coordinate(46)];
        let ([Some(x), Some(y), Some(z)], Some(place)) = (position, line.get(22..27)) else {
            let found = format!("{} in line {}", quoted(line), number + 1);
            return Err(FormatError::new("coordinates in columns 31 to 54 of an ATOM record", found));
        };
        // Older files do not name the element: there a name begins with it, after a digit.
        let element = column(76, 78).filter(|element| !element.is_empty());
        let hydrogen = element.or(column(12, 16)).unwrap_or_default().trim_start_matches(|c: char| c.is_ascii_digit());
        if matches!(hydrogen.chars().next(), Some('H' | 'D')) {
            continue;
        }
        let chain_name = letter(21);
        if chains.last().is_none_or(|chain| chain.name != chain_name) {
            chains.push(Chain { name: chain_name, ..Chain::default() });
        }
        let Some(chain) = chains.last_mut() else { continue };
        if residue != (chain_name, place) || chain.atoms.is_empty() {
            (residue, kept) = ((chain_name, place), None);
            let known = RESIDUES.iter().find(|(wanted, _)| *wanted == name);
            chain.letters.push(known.map_or('X', |&(_, letter)| letter));
            chain.numbers.push(place.trim().replace(' ', ""));
            chain.atoms.push(Vec::new());
            if chain.letters.len() > MOST_RESIDUES {
                let found = format!("more in chain {chain_name}");
                return Err(FormatError::new(format!("at most {MOST_RESIDUES} residues"), found));
            }
        }
        let location = letter(16);
        if location != ' ' && *kept.get_or_insert(location) != location {
            continue;
        }
        if let Some(atoms) = chain.atoms.last_mut() {
            atoms.push([x, y, z]);
        }
    }
    if chains.is_empty() {
        return Err(FormatError::new("ATOM records of heavy atoms", "none"));
    }
    Ok(chains)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atom(name: &str, location: char, residue: &str, chain: char, number: &str, [x, y, z]: [f32; 3]) -> String {
        let element = name.trim().chars().next().unwrap();
        format!(
            "ATOM      1 {name:<4}{location}{residue} {chain}{number:>4}    {x:8.3}{y:8.3}{z:8.3}  1.00  0.00          {element:>2}\n"
        )
    }

    #[test]
    fn heavy_atoms_of_the_first_model_are_read() {
        let text = [
            "HEADER    OXIDOREDUCTASE\n".to_owned(),
            atom(" CA ", ' ', "ALA", 'A', "5", [0.0, 0.0, 0.0]),
            atom(" H  ", ' ', "ALA", 'A', "5", [9.0, 0.0, 0.0]),
            atom(" CA ", 'A', "TRP", 'A', "6", [3.0, 4.0, 0.0]),
            atom(" CA ", 'B', "TRP", 'A', "6", [0.0, 1.0, 0.0]),
            atom(" CB ", ' ', "TRP", 'A', "6", [3.0, 2.0, 0.0]),
            atom(" CA ", ' ', "UNK", 'A', "6A", [0.0, 0.0, 8.0]),
            "TER\n".to_owned(),
            atom(" CA ", ' ', "MET", 'B', "1", [1.0, 1.0, 1.0]),
            "HETATM    9  O   HOH A 301      10.000  10.000  10.000  1.00  0.00           O\n".to_owned(),
            "ENDMDL\n".to_owned(),
            atom(" CA ", ' ', "ALA", 'A', "5", [0.0, 0.0, 0.0]),
        ]
        .concat();
        let chains = read(&text).unwrap();
        assert_eq!(
            chains.iter().map(|chain| (chain.name, chain.letters.iter().collect::<String>())).collect::<Vec<_>>(),
            [('A', "AWX".to_owned()), ('B', "M".to_owned())]
        );
        assert_eq!(chains[0].numbers, ["5", "6", "6A"]);
        let distances = chains[0].distances();
        assert!((distances[[0, 1]] - 13.0_f32.sqrt()).abs() < 1e-6, "the nearest atom, the first location only");
        assert_eq!((distances[[2, 0]], distances[[1, 1]]), (8.0, 0.0));
    }

    #[test]
    fn records_without_coordinates_are_named() {
        let mut text = atom(" CA ", ' ', "ALA", 'A', "5", [0.0, 0.0, 0.0]);
        text.truncate(40);
        assert!(read(&text).unwrap_err().to_string().ends_with("in line 1"));
        assert!(read("HEADER\n").is_err());
        let torn = format!("{}é", &atom(" CA ", ' ', "ALA", 'A', "5", [0.0; 3])[..20]);
        assert!(read(&torn).is_err());
    }
}
