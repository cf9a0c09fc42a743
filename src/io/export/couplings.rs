//! The couplings of a machine as arrays and as a table.

use std::io::{self, Write};
use std::path::Path;

use ndarray::{Array1, Array2, Ix3};

use super::arrays::{self, NamedArray, Numbers};
use crate::io::atomic::{self, WriteError};
use crate::physics::arrays::{ShapeError, shaped};
use crate::physics::couplings::EffectiveCouplings;
use crate::physics::ising::IsingModel;
use crate::physics::potts::{PottsCouplings, pairs};

/// The arrays `fields` and `pairs` of a machine; where there are any, `triples` (their three sites and J), and of Potts units
/// `blocks`, whose norms `pairs` are.
///
/// # Errors
/// Blocks of another number than there are pairs.
pub fn named(
    couplings: &EffectiveCouplings,
    potts: Option<&PottsCouplings>,
) -> Result<Vec<NamedArray<'static>>, ShapeError> {
    let fields = match potts {
        Some(potts) => potts.fields().to_owned().into_dyn(),
        None => Array1::from(couplings.fields.clone()).into_dyn(),
    };
    let array = |name, numbers| NamedArray { name, numbers: Numbers::Double(numbers) };
    let mut named = vec![array("fields", fields), array("pairs", couplings.pairs.clone().into_dyn())];
    if let Some(potts) = potts {
        let states = potts.states();
        let shape = Ix3(pairs::count(potts.sites()), states, states);
        named.push(array("blocks", shaped("blocks", potts.blocks().to_vec(), shape)?.into_dyn()));
    }
    let triples: Vec<[f64; 4]> =
        couplings.triples.iter().map(|t| [t.i as f64, t.j as f64, t.k as f64, t.value]).collect();
    if !triples.is_empty() {
        named.push(array("triples", Array2::from(triples).into_dyn()));
    }
    Ok(named)
}

/// Writes [`named`] arrays.
///
/// # Errors
/// A sentence.
pub fn write_arrays(
    path: &Path,
    overwrite: bool,
    couplings: &EffectiveCouplings,
    potts: Option<&PottsCouplings>,
) -> Result<(), String> {
    let named = named(couplings, potts).map_err(|error| error.to_string())?;
    arrays::write(path, overwrite, &named).map_err(|error| error.to_string())
}

/// Writes a line for each field, pair and triple: its sites, counted from 1 as in the window, its value by each method, and
/// the true one where that is known. Of the triples those of the first method are written.
///
/// # Errors
/// The file could not be written.
pub fn write_table(
    path: &Path,
    overwrite: bool,
    methods: &[(&str, &EffectiveCouplings)],
    truth: Option<&IsingModel>,
) -> Result<(), WriteError> {
    atomic::write(path, overwrite, |out| {
        table(methods, truth, out).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    })
}

fn table(methods: &[(&str, &EffectiveCouplings)], truth: Option<&IsingModel>, out: &mut dyn Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let names = methods.iter().map(|(name, _)| *name).chain(truth.map(|_| "truth"));
    writer.write_record(["order", "site", "second site", "third site"].into_iter().chain(names))?;
    let true_pairs = truth.map(IsingModel::pair_matrix);
    let true_value = |sites: &[usize]| match (sites, truth) {
        (&[i], Some(truth)) => truth.fields().get(i).copied(),
        (&[i, j], Some(_)) => true_pairs.as_ref().and_then(|pairs| pairs.get((i, j))).copied(),
        (_, Some(truth)) => {
            let same = truth.triples().iter().find(|triple| triple.sites() == sites);
            Some(same.map_or(0.0, |triple| triple.value))
        }
        _ => None,
    };
    let Some((_, first)) = methods.first() else { return Ok(writer.flush()?) };
    let sites = (0..first.fields.len()).map(|i| vec![i]);
    let sites = sites.chain(pairs::all(first.pairs.nrows()).map(|(i, j)| vec![i, j]));
    for sites in sites.chain(first.triples.iter().map(|triple| triple.sites().to_vec())) {
        let numbers = (0..3).map(|place| sites.get(place).map_or_else(String::new, |site| (site + 1).to_string()));
        let values = methods.iter().map(|(_, of)| of.coupling(&sites)).chain(truth.map(|_| true_value(&sites)));
        let values = values.map(|value| value.map_or_else(String::new, |value| value.to_string()));
        writer.write_record(std::iter::once(sites.len().to_string()).chain(numbers).chain(values))?;
    }
    Ok(writer.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::ising::{Pair, Triple};
    use ndarray::array;

    #[test]
    fn a_line_for_each_coupling_next_to_the_truth() {
        let exact = EffectiveCouplings {
            constant: None,
            fields: vec![0.5, 0.0, -0.25],
            pairs: array![[0.0, 0.125, 0.0], [0.125, 0.0, -0.5], [0.0, -0.5, 0.0]],
            triples: vec![Triple { i: 0, j: 1, k: 2, value: 0.75 }],
        };
        let gaussian = EffectiveCouplings { triples: Vec::new(), ..exact.clone() };
        let pairs = vec![Pair { i: 1, j: 2, value: -0.25 }];
        let truth = IsingModel::new(vec![0.0; 3], pairs, exact.triples.clone()).unwrap();
        let mut written = Vec::new();
        table(&[("exact", &exact), ("Gaussian", &gaussian)], Some(&truth), &mut written).unwrap();
        let lines = [
            "order,site,second site,third site,exact,Gaussian,truth",
            "1,1,,,0.5,0.5,0",
            "1,2,,,0,0,0",
            "1,3,,,-0.25,-0.25,0",
            "2,1,2,,0.125,0.125,0",
            "2,1,3,,0,0,0",
            "2,2,3,,-0.5,-0.5,-0.25",
            "3,1,2,3,0.75,,0.75",
        ];
        assert_eq!(String::from_utf8(written).unwrap().lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn potts_units_bring_their_blocks() {
        let potts = PottsCouplings::new(array![[0.5, -0.5], [0.0, 0.0]], vec![0.25, -0.25, -0.25, 0.25]).unwrap();
        let norms = EffectiveCouplings { pairs: potts.frobenius_norms(None), ..EffectiveCouplings::default() };
        let named = named(&norms, Some(&potts)).unwrap();
        let shapes: Vec<(&str, Vec<usize>)> = named
            .iter()
            .filter_map(|array| match &array.numbers {
                Numbers::Double(numbers) => Some((array.name, numbers.shape().to_vec())),
                _ => None,
            })
            .collect();
        assert_eq!(shapes, [("fields", vec![2, 2]), ("pairs", vec![2, 2]), ("blocks", vec![1, 2, 2])]);
    }
}
