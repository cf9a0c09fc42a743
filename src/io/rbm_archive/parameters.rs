//! From arrays of a file to a machine: numbers are put into the order `[site][state][hidden]`.

use crate::io::datasets::FormatError;
use crate::io::hdf5::Hdf5;
use crate::io::rbm_archive::axes::{AxisOrder, Shape};
use crate::io::rbm_archive::layout::Entry;
use crate::io::text::said;
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
    let rows = shape.sites.saturating_mul(shape.states);
    let lengths = (weights.values.len(), visible.values.len(), hidden.values.len());
    if lengths != (rows.saturating_mul(shape.hidden), rows, shape.hidden) {
        return Ok(Err("is of another size".to_owned()));
    }
    let (weights, visible) = match shape.axes {
        AxisOrder::SiteHidden | AxisOrder::SiteStateHidden => (weights.values, visible.values),
        AxisOrder::HiddenSite | AxisOrder::HiddenSiteState => (transposed(&weights.values, rows), visible.values),
        AxisOrder::StateSiteHidden => (
            swapped(&weights.values, shape.states, shape.sites, shape.hidden),
            swapped(&visible.values, shape.states, shape.sites, 1),
        ),
    };
    let rbm = match Rbm::from_flat(units.0, units.1, weights, visible, hidden.values) {
        Ok(rbm) => rbm,
        Err(error) => return Ok(Err(format!("is no machine: {}", said(&error)))),
    };
    Ok(if rbm.is_finite() { Ok(rbm) } else { Err("has parameters that are not finite".to_owned()) })
}

/// Rows of `width` numbers as columns.
fn transposed(values: &[f32], width: usize) -> Vec<f32> {
    (0..width).flat_map(|column| values.iter().skip(column).step_by(width.max(1)).copied()).collect()
}

/// (first, second, block) as (second, first, block).
fn swapped(values: &[f32], first: usize, second: usize, block: usize) -> Vec<f32> {
    let blocks = (0..second).flat_map(|b| (0..first).map(move |a| (a * second + b) * block));
    blocks.filter_map(|start| values.get(start..start + block)).flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_exchanged() {
        assert_eq!(transposed(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        let values: Vec<f32> = (0..12_u8).map(f32::from).collect();
        assert_eq!(swapped(&values, 2, 3, 2), [0.0, 1.0, 6.0, 7.0, 2.0, 3.0, 8.0, 9.0, 4.0, 5.0, 10.0, 11.0]);
    }
}
