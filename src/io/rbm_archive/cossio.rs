//! Files of the Julia package RestrictedBoltzmannMachines: one machine, its axes in reverse.

use crate::io::datasets::FormatError;
use crate::io::hdf5::Hdf5;
use crate::io::rbm_archive::axes::{AxisOrder, Shape};
use crate::io::rbm_archive::kind::VisibleKind;
use crate::physics::rbm::HiddenUnits;

/// What the two layers are, or the names of those that are not known.
pub fn kind(file: &Hdf5) -> Result<(VisibleKind, HiddenUnits), String> {
    let name = |path| file.text(path).unwrap_or_else(|| "unnamed".to_owned());
    let (visible, hidden) = (name("visible_type"), name("hidden_type"));
    let visible_kind = match visible.as_str() {
        "Binary" => Some(VisibleKind::Bernoulli),
        "Spin" => Some(VisibleKind::Ising),
        "Potts" | "PottsGumbel" => Some(VisibleKind::Potts),
        _ => None,
    };
    let hidden_kind = match hidden.as_str() {
        "Binary" => Some(HiddenUnits::Bernoulli),
        "Spin" => Some(HiddenUnits::Ising),
        _ => None,
    };
    let plain = file.text("rbm_type").is_none_or(|kind| matches!(kind.as_str(), "RBM" | "CenteredRBM"));
    match (visible_kind, hidden_kind) {
        (Some(visible), Some(hidden)) if plain => Ok((visible, hidden)),
        _ if !plain => Err(name("rbm_type")),
        _ => Err(format!("{visible}-{hidden}")),
    }
}

/// Sizes of the machine. In the file the hidden axis of the weights comes first, and those of the visible layer follow
/// in reverse, the states of Potts units last.
pub fn shape(file: &Hdf5, visible: VisibleKind, notes: &mut Vec<String>) -> Result<Shape, FormatError> {
    let weights = file.shape("weights").unwrap_or_default();
    let text = weights.iter().map(usize::to_string).collect::<Vec<_>>().join(" × ");
    let unfit = || FormatError::new("weights with a hidden axis and the axes of the visible layer", text.clone());
    let (&hidden, layer) = weights.split_first().ok_or_else(unfit)?;
    let (states, layer) = match visible {
        VisibleKind::Potts => layer.split_last().map(|(&states, rest)| (states, rest)).ok_or_else(unfit)?,
        VisibleKind::Bernoulli | VisibleKind::Ising => (1, layer),
    };
    let sites = layer.iter().try_fold(1_usize, |product, &length| product.checked_mul(length)).ok_or_else(unfit)?;
    if layer.is_empty() {
        return Err(unfit());
    }
    notes.push("the file holds one machine without an update; it is shown as update 0".to_owned());
    let axes = if visible == VisibleKind::Potts { AxisOrder::HiddenSiteState } else { AxisOrder::HiddenSite };
    Ok(Shape { axes, sites, states, hidden })
}
