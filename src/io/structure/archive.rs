//! Distances in a NumPy archive.

use ndarray::ArrayD;

use crate::io::datasets::{FormatError, npz_numbers};
use crate::physics::contacts::Distances;
use crate::physics::potts::pairs;

/// Names under which distances are looked for.
const NAMES: [&str; 2] = ["distances", "distance"];
/// What packed distances are counted in, and which value says that one is unknown.
const TENTHS: f64 = 10.0;
const UNKNOWN: f64 = 255.0;

/// The array `distances` (or `distance`) of an archive, where there is one: a square matrix in ångström, its upper triangle
/// row after row, or that triangle in whole tenths from 0 to 254, of which 255 is an unknown one. Values that are not finite
/// are unknown too.
pub fn distances(bytes: &[u8]) -> Result<Option<Distances>, FormatError> {
    let arrays = npz_numbers(bytes)?;
    let found = NAMES.iter().find_map(|wanted| arrays.iter().find(|(name, _)| name == wanted));
    found.map(|(_, array)| of_array(array)).transpose()
}

fn of_array(array: &ArrayD<f64>) -> Result<Distances, FormatError> {
    let expected = "a square matrix of distances, or its upper triangle";
    let wrong = || FormatError::new(expected, format!("shape {:?}", array.shape()));
    let (sites, of_pairs) = match *array.shape() {
        [rows, columns] if rows == columns => {
            let at = |(i, j): (usize, usize)| array.get([i, j].as_slice()).copied();
            (rows, pairs::all(rows).map(at).collect::<Vec<Option<f64>>>())
        }
        [count] => {
            let sites = (1..=count + 1).find(|&sites| pairs::count(sites) >= count).unwrap_or_default();
            let packed = array.iter().all(|value| value.fract() == 0.0 && (0.0..=UNKNOWN).contains(value));
            let value = |&value: &f64| if packed { (value != UNKNOWN).then_some(value / TENTHS) } else { Some(value) };
            (sites, array.iter().map(value).collect())
        }
        _ => return Err(wrong()),
    };
    let of_pairs = of_pairs.into_iter().map(|distance| distance.map(|distance| distance as f32)).collect();
    Distances::new(sites, of_pairs).map_err(|_other_length| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_matrix_and_its_triangle_say_the_same() {
        let matrix = array![[0.0, 4.5, f64::NAN], [4.5, 0.0, 7.0], [f64::NAN, 7.0, 0.0]].into_dyn();
        let triangle = array![4.5, f64::NAN, 7.0].into_dyn();
        let packed = array![45.0, 255.0, 70.0].into_dyn();
        let found = of_array(&matrix).unwrap();
        assert_eq!([found.of(0, 1), found.of(0, 2), found.of(2, 1)], [Some(4.5), None, Some(7.0)]);
        assert_eq!((of_array(&triangle).unwrap(), of_array(&packed).unwrap()), (found.clone(), found));
        for wrong in [array![1.0, 2.0].into_dyn(), array![[1.0, 2.0]].into_dyn()] {
            let error = of_array(&wrong).unwrap_err().to_string();
            assert!(error.contains("a square matrix of distances, or its upper triangle"), "{error}");
        }
    }
}
