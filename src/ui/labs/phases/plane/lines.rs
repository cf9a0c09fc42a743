//! What is drawn on the plane: paths of lines and strips of regions, from the diagram.

use crate::engine::hopfield::phase_diagram::{DiagramPoint, PhaseDiagramView};
use crate::physics::theory::retrieval::Phase;

/// A cell that a sweep fills: drawn under the lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatCell {
    /// From which α to which.
    pub load: (f64, f64),
    /// From which T to which.
    pub temperature: (f64, f64),
    /// The mean overlap, or a fraction, from 0 to 1; `None` for a cell that is still to come.
    pub value: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// T_g.
    Glass,
    /// T_M.
    Retrieval,
    /// T_c.
    Ground,
    /// T_R.
    Replica,
    /// The asymptote of T_R at small loads.
    ReplicaAsymptote,
}

impl Line {
    /// All, the most important last.
    pub const ALL: [Self; 5] = [Self::ReplicaAsymptote, Self::Replica, Self::Glass, Self::Ground, Self::Retrieval];

    /// The letter under its T; nothing for the asymptote, which goes on as its line.
    pub const fn index(self) -> &'static str {
        match self {
            Self::Glass => "g",
            Self::Retrieval => "M",
            Self::Ground => "c",
            Self::Replica => "R",
            Self::ReplicaAsymptote => "",
        }
    }

    /// What a table calls it.
    pub const fn series(self) -> &'static str {
        match self {
            Self::Glass => "T_g",
            Self::Retrieval => "T_M",
            Self::Ground => "T_c",
            Self::Replica => "T_R",
            Self::ReplicaAsymptote => "T_R at small loads",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Glass => "spins freeze below",
            Self::Retrieval => "retrieval ends",
            Self::Ground => "memories lie lowest below",
            Self::Replica => "below it the theory is an approximation",
            Self::ReplicaAsymptote => "below it the theory is an approximation; here its limit for small loads",
        }
    }

    /// (α, T) along the line; a tongue goes round its end and back down.
    pub fn path(self, diagram: &PhaseDiagramView) -> Vec<[f64; 2]> {
        let points = &diagram.points;
        let single = |temperature: &dyn Fn(&DiagramPoint) -> Option<f64>| {
            points.iter().filter_map(|point| Some([point.load, temperature(point)?])).collect()
        };
        match self {
            Self::Glass => single(&|point| Some(point.spin_glass)),
            Self::Replica => single(&|point| point.replica.filter(|_| !point.replica_is_asymptotic)),
            Self::ReplicaAsymptote => single(&|point| point.replica.filter(|_| point.replica_is_asymptotic)),
            Self::Retrieval => tongue(points, |point| point.retrieval),
            Self::Ground => tongue(points, |point| point.ground),
        }
    }
}

/// The upper branch, and from where there is one the lower branch back to T = 0.
fn tongue(points: &[DiagramPoint], range: impl Fn(&DiagramPoint) -> Option<(f64, f64)>) -> Vec<[f64; 2]> {
    let ranges: Vec<(f64, (f64, f64))> = points.iter().filter_map(|point| Some((point.load, range(point)?))).collect();
    let upper = ranges.iter().map(|&(load, (_, high))| [load, high]);
    // The line ends where the lower branch meets T = 0: at the last load without one.
    let first = ranges.iter().rposition(|(_, (low, _))| *low == 0.0);
    let closed = ranges.last().is_some_and(|(_, (low, _))| *low > 0.0);
    let back = ranges.iter().skip(first.unwrap_or(ranges.len())).rev().filter(|_| closed);
    upper.chain(back.map(|&(load, (low, _))| [load, low])).collect()
}

/// The temperatures of a region at each load: `(α, from, to)`.
pub type Strip = Vec<(f64, f64, f64)>;

/// The strip of a region. Those that contain others are drawn under them.
pub fn strip(phase: Phase, diagram: &PhaseDiagramView) -> Strip {
    let range = |point: &DiagramPoint| match phase {
        Phase::Ferromagnetic => point.ground,
        Phase::Mixed => point.retrieval,
        Phase::SpinGlass => Some((0.0, point.spin_glass)),
        Phase::Paramagnetic => None,
    };
    diagram.points.iter().filter_map(|point| range(point).map(|(low, high)| (point.load, low, high))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(load: f64, retrieval: Option<(f64, f64)>) -> DiagramPoint {
        DiagramPoint {
            load,
            spin_glass: 1.0,
            retrieval,
            ground: None,
            replica: (load > 0.0).then_some(0.1),
            replica_is_asymptotic: load < 0.15,
        }
    }

    #[test]
    fn a_tongue_goes_round_its_end() {
        let points = [
            point(0.0, Some((0.0, 1.0))),
            point(0.1, Some((0.0, 0.5))),
            point(0.2, Some((0.1, 0.3))),
            point(0.25, Some((0.2, 0.2))),
            point(0.3, None),
        ];
        let mut diagram = PhaseDiagramView { points: points.into(), largest_load: 0.3, ..PhaseDiagramView::default() };
        let path = Line::Retrieval.path(&diagram);
        let wanted = [[0.0, 1.0], [0.1, 0.5], [0.2, 0.3], [0.25, 0.2], [0.25, 0.2], [0.2, 0.1], [0.1, 0.0]];
        assert_eq!(path, wanted);
        assert!(Line::Ground.path(&diagram).is_empty());
        assert_eq!(Line::ReplicaAsymptote.path(&diagram), [[0.1, 0.1]]);
        assert_eq!(Line::Replica.path(&diagram).len(), 3);
        assert_eq!(strip(Phase::Mixed, &diagram).len(), 4);
        assert_eq!(strip(Phase::SpinGlass, &diagram).len(), 5);
        // Not computed to its end yet, it is open.
        diagram.points = points[..2].into();
        assert_eq!(Line::Retrieval.path(&diagram), wanted[..2]);
    }
}
