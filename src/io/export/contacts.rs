//! The pairs of a map of contacts as a table.

use std::path::Path;

use ndarray::Array2;

use super::rows;
use crate::io::atomic::WriteError;
use crate::physics::contacts::{Prediction, SiteTable};

/// The columns, of which the structure of a map reads the first three again.
const COLUMNS: [&str; 9] =
    ["i", "j", "distance", "rank", "score", "mutual_information", "contact", "residue_i", "residue_j"];

/// Writes all pairs, the highest score first: sites from 0 as everywhere in files, distances in ångström, whether it is a
/// contact (1 or 0), and the residues of a table; what is unknown is empty.
///
/// # Errors
/// The file cannot be written.
pub fn write(
    path: &Path,
    overwrite: bool,
    prediction: &Prediction,
    information: &Array2<f64>,
    table: Option<&SiteTable>,
) -> Result<(), WriteError> {
    let residue = |site: usize| table.and_then(|table| table.name_at(site)).unwrap_or_default().to_owned();
    let pairs = prediction.ranked.iter().zip(1_usize..).map(|(pair, rank)| {
        let contact = pair.distance.map_or_else(String::new, |_| u8::from(prediction.is_contact(pair)).to_string());
        [
            pair.i.to_string(),
            pair.j.to_string(),
            pair.distance.map_or_else(String::new, |distance| distance.to_string()),
            rank.to_string(),
            pair.score.to_string(),
            information.get((pair.i, pair.j)).map_or_else(String::new, ToString::to_string),
            contact,
            residue(pair.i),
            residue(pair.j),
        ]
    });
    rows::write(path, overwrite, &COLUMNS, pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::files;
    use crate::physics::contacts::Distances;

    #[test]
    fn pairs_are_ranked_with_what_is_known_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairs.csv");
        let scores = ndarray::array![[0.0, 0.5, 0.25], [0.5, 0.0, 2.0], [0.25, 2.0, 0.0]];
        let distances = Distances::new(3, vec![Some(9.5), None, Some(4.0)]).unwrap();
        let prediction = Prediction::new(&scores, Some(&distances), 8.0, 1);
        write(&path, false, &prediction, &scores, None).unwrap();
        let text = String::from_utf8(files::read(&path, 9999).unwrap()).unwrap();
        assert_eq!(
            text,
            "i,j,distance,rank,score,mutual_information,contact,residue_i,residue_j\n\
             1,2,4,1,2,2,1,,\n0,1,9.5,2,0.5,0.5,0,,\n0,2,,3,0.25,0.25,,,\n"
        );
    }
}
