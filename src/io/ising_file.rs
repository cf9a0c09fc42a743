//! Couplings of an Ising model in an .npz archive: `fields`, `pairs` and, where there are any, `triples`.
//!
//! `fields` has one value per spin. `pairs` has a row (i, j, J_ij) for each pair, or is the whole matrix of J; `triples` has a
//! row (i, j, k, K_ijk) for each. Spins are counted from 0.

use std::path::Path;

use ndarray::{Array2, ArrayD, Ix1};

use crate::io::datasets::{DataError, FormatError, npz_numbers};
use crate::io::export::arrays::{NamedArray, Numbers};
use crate::io::files::{self, MAX_BYTES};
use crate::io::text::plain;
use crate::physics::ising::{IsingModel, Pair, Triple};

/// Reads the couplings of an archive.
///
/// # Errors
/// The file cannot be read, or its arrays are no couplings.
pub fn read(path: &Path) -> Result<IsingModel, DataError> {
    let bytes = files::read(path, MAX_BYTES)?;
    let arrays = npz_numbers(&bytes);
    arrays.and_then(|arrays| model(&arrays)).map_err(|fault| DataError::Format { file: plain(path), fault })
}

/// The arrays that [`read`] reads.
pub fn arrays(model: &IsingModel) -> Vec<NamedArray<'static>> {
    let pairs = model.pairs().iter().flat_map(|pair| [pair.i as f64, pair.j as f64, pair.value]).collect();
    let triples = model.triples().iter();
    let triples: Vec<f64> =
        triples.flat_map(|triple| [triple.i as f64, triple.j as f64, triple.k as f64, triple.value]).collect();
    let table = |name, numbers: Vec<f64>, width: usize| {
        let shape = (numbers.len() / width, width);
        // The numbers are whole rows.
        let table = Array2::from_shape_vec(shape, numbers).unwrap_or_default();
        NamedArray { name, numbers: Numbers::Double(table.into_dyn()) }
    };
    let fields = ndarray::Array1::from(model.fields().to_vec()).into_dyn();
    let mut arrays = vec![NamedArray { name: "fields", numbers: Numbers::Double(fields) }, table("pairs", pairs, 3)];
    if !triples.is_empty() {
        arrays.push(table("triples", triples, 4));
    }
    arrays
}

/// The model of named arrays.
fn model(arrays: &[(String, ArrayD<f64>)]) -> Result<IsingModel, FormatError> {
    let find = |wanted: &str| arrays.iter().find(|(name, _)| name == wanted).map(|(_, array)| array);
    let named = || arrays.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let missing = |what: &str| FormatError::new(format!("an array called “{what}”"), named());
    let fields = find("fields").ok_or_else(|| missing("fields"))?;
    let found = format!("shape {:?} in array “fields”", fields.shape());
    let fields = fields.clone().into_dimensionality::<Ix1>();
    let fields = fields.map_err(|_other_shape| FormatError::new("one field per spin", found))?.to_vec();
    let count = fields.len();
    let pairs = find("pairs").ok_or_else(|| missing("pairs"))?;
    let pairs = match pairs.shape() {
        // A matrix of three spins looks like a list of three pairs; a list has the spins themselves in its first columns.
        &[rows, columns] if rows == count && columns == count && !is_list(pairs) => matrix(pairs, count)?,
        _ => rows::<3>("pairs", pairs)?
            .map(|[i, j, value]| Ok(Pair { i: index(i)?, j: index(j)?, value }))
            .collect::<Result<_, _>>()?,
    };
    let triples = match find("triples") {
        None => Vec::new(),
        Some(triples) => rows::<4>("triples", triples)?
            .map(|[i, j, k, value]| Ok(Triple { i: index(i)?, j: index(j)?, k: index(k)?, value }))
            .collect::<Result<_, _>>()?,
    };
    IsingModel::new(fields, pairs, triples).map_err(|error| FormatError::new("couplings", error.to_string()))
}

/// Whether an array is a list of pairs, i < j.
fn is_list(array: &ArrayD<f64>) -> bool {
    let numbers: Vec<f64> = array.iter().copied().collect();
    let list = |&[i, j, _]: &[f64; 3]| i >= 0.0 && i.fract() == 0.0 && j.fract() == 0.0 && i < j;
    array.shape().last() == Some(&3) && numbers.as_chunks::<3>().0.iter().all(list)
}

/// The couplings of the upper triangle, where they are not 0; what is below has to agree with it, or be 0.
fn matrix(array: &ArrayD<f64>, count: usize) -> Result<Vec<Pair>, FormatError> {
    let at = |i: usize, j: usize| array.get([i, j].as_slice()).copied().unwrap_or(0.0);
    let mut pairs = Vec::new();
    for (i, j) in (0..count).flat_map(|i| (i + 1..count).map(move |j| (i, j))) {
        let (value, mirrored) = (at(i, j), at(j, i));
        if mirrored != 0.0 && (mirrored - value).abs() > 1e-6 * value.abs().max(1.0) {
            let found = format!("{value} and {mirrored} for the spins {i} and {j}");
            return Err(FormatError::new("a symmetric matrix of pairs", found));
        }
        if value != 0.0 {
            pairs.push(Pair { i, j, value });
        }
    }
    Ok(pairs)
}

/// The rows of a table of a width.
fn rows<const WIDTH: usize>(
    name: &str,
    array: &ArrayD<f64>,
) -> Result<impl Iterator<Item = [f64; WIDTH]>, FormatError> {
    let fits = array.shape().len() == 2 && array.shape().last() == Some(&WIDTH);
    if !fits && !array.is_empty() {
        let found = format!("shape {:?} in array “{name}”", array.shape());
        return Err(FormatError::new(format!("rows of {WIDTH} numbers: the spins and their coupling"), found));
    }
    let numbers: Vec<f64> = array.iter().copied().collect();
    Ok(numbers.as_chunks::<WIDTH>().0.to_vec().into_iter())
}

/// A spin's number.
fn index(number: f64) -> Result<usize, FormatError> {
    if number >= 0.0 && number.fract() == 0.0 && number < 1e9 {
        return Ok(number as usize);
    }
    Err(FormatError::new("the number of a spin, from 0", number.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::export::arrays::write;
    use ndarray::array;

    fn named(name: &str, numbers: ArrayD<f64>) -> (String, ArrayD<f64>) {
        (name.to_owned(), numbers)
    }

    #[test]
    fn couplings_are_read_again() {
        let pairs = vec![Pair { i: 0, j: 1, value: 0.5 }, Pair { i: 0, j: 3, value: -0.25 }];
        let triples = vec![Triple { i: 1, j: 2, k: 3, value: 0.125 }];
        let written = IsingModel::new(vec![0.1, 0.0, -0.2, 0.3], pairs, triples).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("truth.npz");
        write(&path, false, &arrays(&written)).unwrap();
        assert_eq!(read(&path).unwrap(), written);
    }

    #[test]
    fn a_matrix_is_taken_and_what_is_none_is_refused() {
        let fields = || named("fields", array![0.0, 0.0, 0.0].into_dyn());
        let upper = array![[0.0, 0.5, 0.0], [0.0, 0.0, -0.5], [0.0, 0.0, 0.0]].into_dyn();
        let found = model(&[fields(), named("pairs", upper)]).unwrap();
        assert_eq!(found.pairs(), [Pair { i: 0, j: 1, value: 0.5 }, Pair { i: 1, j: 2, value: -0.5 }]);
        let list = array![[0.0, 1.0, 0.5], [0.0, 2.0, 0.1], [1.0, 2.0, -0.5]].into_dyn();
        assert_eq!(model(&[fields(), named("pairs", list)]).unwrap().pairs().len(), 3);
        let refused = |arrays: Vec<(String, ArrayD<f64>)>| model(&arrays).unwrap_err().to_string();
        assert!(refused(vec![fields()]).contains("“pairs”, found fields"));
        let skew = array![[0.0, 0.5, 0.0], [0.4, 0.0, 0.0], [0.0, 0.0, 0.0]].into_dyn();
        assert!(refused(vec![fields(), named("pairs", skew)]).contains("0.5 and 0.4"));
        let beyond = array![[0.0, 7.0, 0.5]].into_dyn();
        assert!(refused(vec![fields(), named("pairs", beyond)]).contains("below 3"));
        assert!(refused(vec![fields(), named("pairs", array![0.5].into_dyn())]).contains("rows of 3 numbers"));
    }
}
