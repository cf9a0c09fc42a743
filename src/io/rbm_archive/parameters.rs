//! From arrays of a file to a machine: numbers are put into the order `[site][state][hidden]`.

use ndarray::{Array2, Array3};

use crate::io::datasets::FormatError;
use crate::io::hdf5::Hdf5;
use crate::io::rbm_archive::axes::{AxisOrder, Shape};
use crate::io::rbm_archive::layout::Entry;
use crate::io::text::said;
use crate::physics::arrays::flat;
use crate::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};

/// Reads the machine of a checkpoint; the `Err` of the inner result says why it is left out.
pub fn read(
    file: &Hdf5,
    entry: &Entry,
    shape: Shape,
    units: (VisibleUnits, HiddenUnits),
) -> Result<Result<Rbm, String>, FormatError> {
    let missing = |what: &str| Ok(Err(format!("has no {what}")));
    let Some(weights) = file.floats(&entry.weights)? else { return missing("weights") };
    let Some(visible) = file.floats(&entry.visible_bias)? else { return missing("visible bias") };
    let Some(hidden) = file.floats(&entry.hidden_bias)? else { return missing("hidden bias") };
    let Shape { axes, sites, states, hidden: units_of_hidden } = shape;
    // Where the axes (site, state, hidden) lie in the file; binary sites have one state there too.
    let (lengths, order) = match axes {
        AxisOrder::SiteHidden | AxisOrder::SiteStateHidden => ([sites, states, units_of_hidden], [0, 1, 2]),
        AxisOrder::HiddenSite | AxisOrder::HiddenSiteState => ([units_of_hidden, sites, states], [1, 2, 0]),
        AxisOrder::StateSiteHidden => ([states, sites, units_of_hidden], [1, 0, 2]),
    };
    let (bias_lengths, bias_order) =
        if axes == AxisOrder::StateSiteHidden { ([states, sites], [1, 0]) } else { ([sites, states], [0, 1]) };
    let weights = Array3::from_shape_vec(lengths, flat(&weights).to_vec());
    let visible = Array2::from_shape_vec(bias_lengths, flat(&visible).to_vec());
    let (Ok(weights), Ok(visible), true) = (weights, visible, hidden.len() == units_of_hidden) else {
        return Ok(Err("is of another size".to_owned()));
    };
    let (weights, mut visible) = (weights.permuted_axes(order), visible.permuted_axes(bias_order));
    let mut hidden: Vec<f32> = hidden.into_iter().collect();
    let [of_visible, of_hidden] = &entry.offsets;
    if let (Some(of_visible), Some(of_hidden)) = (file.floats(of_visible)?, file.floats(of_hidden)?) {
        let of_visible = Array2::from_shape_vec(bias_lengths, flat(&of_visible).to_vec());
        match of_visible.map(|offsets| offsets.permuted_axes(bias_order)) {
            Ok(of_visible) if of_hidden.len() == hidden.len() => {
                decentre(&weights, &mut visible, &mut hidden, &of_visible, flat(&of_hidden));
            }
            _ => return Ok(Err("has offsets of another size".to_owned())),
        }
    }
    let rbm = match Rbm::new(units.0, units.1, weights, visible, hidden.into()) {
        Ok(rbm) => rbm,
        Err(error) => return Ok(Err(format!("is no machine: {}", said(&error)))),
    };
    Ok(if rbm.is_finite() { Ok(rbm) } else { Err("has parameters that are not finite".to_owned()) })
}

/// Biases of the same machine without offsets. Of a centred machine the energy is
///
/// E(v, h) = −a·v − b·h − (v − λ)ᵀ W (h − μ),
///
/// which but for a constant is that with the biases a − W μ and b − Wᵀ λ. Shapes: W (sites, states, hidden), a and λ
/// (sites, states), b and μ (hidden).
fn decentre(
    weights: &Array3<f32>,
    visible: &mut Array2<f32>,
    hidden: &mut [f32],
    of_visible: &Array2<f32>,
    of_hidden: &[f32],
) {
    for ((site, state, unit), &weight) in weights.indexed_iter() {
        if let (Some(bias), Some(offset)) = (visible.get_mut((site, state)), of_hidden.get(unit)) {
            *bias -= weight * offset;
        }
        if let (Some(bias), Some(offset)) = (hidden.get_mut(unit), of_visible.get((site, state))) {
            *bias -= weight * offset;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_go_into_the_biases() {
        let weights = Array3::from_shape_vec([2, 1, 2], vec![1.0, -2.0, 0.5, 3.0]).unwrap();
        let of_visible = Array2::from_shape_vec([2, 1], vec![0.25, 0.5]).unwrap();
        let (mut visible, mut hidden) = (Array2::zeros([2, 1]), vec![1.0, 1.0]);
        decentre(&weights, &mut visible, &mut hidden, &of_visible, &[0.5, 0.25]);
        // a − W μ = −(0.5 − 0.5), −(0.25 + 0.75); b − Wᵀ λ = 1 − (0.25 + 0.25), 1 − (−0.5 + 1.5).
        assert_eq!((flat(&visible), hidden), (&[0.0, -1.0][..], vec![0.5, 0.0]));
    }
}
