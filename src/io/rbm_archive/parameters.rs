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
    let (weights, visible) = (weights.permuted_axes(order), visible.permuted_axes(bias_order));
    let rbm = match Rbm::new(units.0, units.1, weights, visible, hidden.into_iter().collect()) {
        Ok(rbm) => rbm,
        Err(error) => return Ok(Err(format!("is no machine: {}", said(&error)))),
    };
    Ok(if rbm.is_finite() { Ok(rbm) } else { Err("has parameters that are not finite".to_owned()) })
}
