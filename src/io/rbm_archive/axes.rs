//! In which order the weights of a file lie, and how that is found out.

use crate::io::datasets::FormatError;
use crate::physics::rbm::units::MOST_STATES;

/// The order of the axes of the weights, the slowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisOrder {
    /// (site, hidden): the usual order of binary machines.
    SiteHidden,
    /// (hidden, site).
    HiddenSite,
    /// (site, state, hidden): the usual order of Potts machines.
    SiteStateHidden,
    /// (state, site, hidden).
    StateSiteHidden,
    /// (hidden, site, state): how Julia's (state, site, hidden) appears in HDF5.
    HiddenSiteState,
}

impl AxisOrder {
    /// What `info` calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SiteHidden => "(site, hidden)",
            Self::HiddenSite => "(hidden, site)",
            Self::SiteStateHidden => "(site, state, hidden)",
            Self::StateSiteHidden => "(state, site, hidden)",
            Self::HiddenSiteState => "(hidden, site, state)",
        }
    }
}

/// What is known about a file when its axes are to be identified.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clues {
    /// The number of sites by another part of the file: a hyperparameter, or the length of a chain.
    pub sites: Option<usize>,
    /// Whether the layout is of those that put states before sites.
    pub states_first: bool,
    /// Whether the program that wrote it always puts sites before hidden units.
    pub sites_first: bool,
}

/// Sizes of a machine with the order in which its weights lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The order.
    pub axes: AxisOrder,
    /// Number of visible units.
    pub sites: usize,
    /// States of a Potts unit; 1 for binary units.
    pub states: usize,
    /// Number of hidden units.
    pub hidden: usize,
}

/// Finds the order of the axes from the sizes of weights and biases. What sizes leave open is decided by the number of
/// sites that the file gives elsewhere, else by the layout, with a note: binary weights are then (site, hidden); of
/// two axes of which only one can be the states (2 … 32) that one is; else the layout decides whether states or sites
/// come first.
///
/// # Errors
/// Sizes that do not fit together.
pub fn find(
    weights: &[usize],
    visible_bias: &[usize],
    hidden_bias: &[usize],
    clues: Clues,
    notes: &mut Vec<String>,
) -> Result<Shape, FormatError> {
    let text = |shape: &[usize]| shape.iter().map(usize::to_string).collect::<Vec<_>>().join(" × ");
    let unfit = || {
        let found = format!(
            "weights {}, visible bias {}, hidden bias {}",
            text(weights),
            text(visible_bias),
            text(hidden_bias)
        );
        FormatError::new("weights whose sizes fit those of the biases", found)
    };
    let &[hidden] = hidden_bias else { return Err(unfit()) };
    match (weights, visible_bias) {
        (&[a, b], &[sites]) => {
            let axes = if (a, b) == (sites, hidden) { AxisOrder::SiteHidden } else { AxisOrder::HiddenSite };
            if axes == AxisOrder::HiddenSite && (b, a) != (sites, hidden) {
                return Err(unfit());
            }
            if a == b && !clues.sites_first {
                notes.push(format!("the weights are {a} × {b}: rows were taken as visible units"));
            }
            Ok(Shape { axes, sites, states: 1, hidden })
        }
        (&[a, b, c], &[d, e]) if (a, b, c) == (d, e, hidden) => {
            let states_first = states_first(a, b, clues, notes);
            let axes = if states_first { AxisOrder::StateSiteHidden } else { AxisOrder::SiteStateHidden };
            let (sites, states) = if states_first { (b, a) } else { (a, b) };
            Ok(Shape { axes, sites, states, hidden })
        }
        _ => Err(unfit()),
    }
}

/// Whether the first of two axes is that of the states.
fn states_first(a: usize, b: usize, clues: Clues, notes: &mut Vec<String>) -> bool {
    match clues.sites {
        Some(sites) if sites == a && a != b => return false,
        Some(sites) if sites == b && a != b => return true,
        _ => {}
    }
    let can_be = |length: usize| (2..=usize::from(MOST_STATES)).contains(&length);
    if !clues.states_first && can_be(b) {
        if a == b {
            notes.push(format!("sites and states are both {a}: the first axis was taken as sites"));
        }
        return false;
    }
    match (can_be(a), can_be(b)) {
        (false, _) => return false,
        (true, false) => return true,
        (true, true) => {}
    }
    let first = if a == b { clues.states_first } else { a < b };
    let [one, other] = if first { ["states", "sites"] } else { ["sites", "states"] };
    notes.push(format!("{a} × {b} could be sites and states either way: they were taken as {one} × {other}"));
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(weights: &[usize], visible: &[usize], hidden: usize, clues: Clues) -> (AxisOrder, usize, usize, usize) {
        let mut notes = Vec::new();
        let shape = find(weights, visible, &[hidden], clues, &mut notes).unwrap();
        (shape.axes, shape.sites, shape.states, notes.len())
    }

    #[test]
    fn sizes_tell_axes_apart() {
        let (none, first) = (Clues::default(), Clues { states_first: true, ..Clues::default() });
        assert_eq!(order(&[9, 4], &[9], 4, none), (AxisOrder::SiteHidden, 9, 1, 0));
        assert_eq!(order(&[4, 9], &[9], 4, none), (AxisOrder::HiddenSite, 9, 1, 0));
        assert_eq!(order(&[4, 4], &[4], 4, none), (AxisOrder::SiteHidden, 4, 1, 1));
        assert_eq!(order(&[205, 21, 8], &[205, 21], 8, none), (AxisOrder::SiteStateHidden, 205, 21, 0));
        assert_eq!(order(&[3, 51, 8], &[3, 51], 8, none), (AxisOrder::StateSiteHidden, 51, 3, 0));
        assert_eq!(order(&[3, 51, 8], &[3, 51], 8, first), (AxisOrder::StateSiteHidden, 51, 3, 0));
        assert_eq!(order(&[3, 7, 8], &[3, 7], 8, none), (AxisOrder::SiteStateHidden, 3, 7, 0));
        assert_eq!(order(&[3, 7, 8], &[3, 7], 8, first), (AxisOrder::StateSiteHidden, 7, 3, 1));
        assert_eq!(order(&[5, 5, 8], &[5, 5], 8, none), (AxisOrder::SiteStateHidden, 5, 5, 1));
        assert_eq!(order(&[5, 5, 8], &[5, 5], 8, first), (AxisOrder::StateSiteHidden, 5, 5, 1));
        let seven = Clues { sites: Some(7), ..none };
        assert_eq!(order(&[3, 7, 8], &[3, 7], 8, seven), (AxisOrder::StateSiteHidden, 7, 3, 0));
    }

    #[test]
    fn sizes_that_do_not_fit_are_named() {
        let error = find(&[9, 4], &[8], &[4], Clues::default(), &mut Vec::new()).unwrap_err();
        assert!(error.to_string().ends_with("found weights 9 × 4, visible bias 8, hidden bias 4"), "{error}");
        find(&[2, 3, 4], &[3, 2], &[4], Clues::default(), &mut Vec::new()).unwrap_err();
        find(&[9], &[9], &[1], Clues::default(), &mut Vec::new()).unwrap_err();
    }
}
