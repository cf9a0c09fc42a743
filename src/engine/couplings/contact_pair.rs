//! One pair of sites of a map of contacts: its couplings letter by letter, and why sites correlate that are not coupled.

use ndarray::Array2;

use crate::engine::couplings::contact_map::ContactMap;
use crate::physics::contacts::Prediction;

/// Of L sites the first 2 L pairs count as large.
const LARGE: usize = 2;

/// A pair of sites.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactPair {
    /// The two sites from 0, the smaller first.
    pub sites: [usize; 2],
    /// Its corrected score.
    pub score: f64,
    /// Its place by score, from 1; `None` for sites nearer along the sequence than pairs are taken from.
    pub rank: Option<usize>,
    /// Its mutual information in nats, without correction.
    pub information: f64,
    /// Its place by corrected mutual information, from 1.
    pub information_rank: Option<usize>,
    /// How far apart the sites are in the structure, in ångström; `None` where that is unknown.
    pub distance: Option<f32>,
    /// J_ij in the zero-sum gauge, (state of the first site, state of the second).
    pub block: Array2<f64>,
    /// The states of the largest |J_ij|, of those that count in the score.
    pub strongest: Option<[usize; 2]>,
    /// Whether its mutual information is among the first 2 L and its score is not: it correlates without being coupled.
    pub is_indirect: bool,
    /// The way by which such sites correlate, where one other site couples to both more strongly than they to each other.
    pub path: Option<CouplingPath>,
}

/// A way from one site to another over a third.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CouplingPath {
    /// The site k between i and j that has the largest min(F_ik, F_kj).
    pub through: usize,
    /// That smaller one of its two scores.
    pub weaker: f64,
}

impl ContactMap {
    /// Two different sites in either order; `None` for others.
    pub fn pair(&self, one: usize, other: usize) -> Option<ContactPair> {
        let [i, j] = [one.min(other), one.max(other)];
        let block = self.couplings.block(i, j)?.to_owned();
        let score = *self.scores.get((i, j))?;
        let [rank, information_rank] = [&self.prediction, &self.by_information].map(|ranked| rank(ranked, [i, j]));
        let large = |rank: Option<usize>| rank.is_some_and(|rank| rank <= LARGE * self.scores.nrows());
        let is_indirect = rank.is_some() && large(information_rank) && !large(rank);
        Some(ContactPair {
            sites: [i, j],
            score,
            rank,
            information: *self.information.get((i, j))?,
            information_rank,
            distance: self.distances.as_ref().and_then(|distances| distances.of(i, j)),
            strongest: strongest(&block, self.left_out),
            block,
            is_indirect,
            path: self.path([i, j]).filter(|path| is_indirect && path.weaker > score),
        })
    }

    /// The strongest way from one site to another over a third.
    fn path(&self, [i, j]: [usize; 2]) -> Option<CouplingPath> {
        let others = (0..self.scores.nrows()).filter(|&k| k != i && k != j);
        let ways = others.filter_map(|through| {
            let weaker = self.scores.get((i, through))?.min(*self.scores.get((through, j))?);
            Some(CouplingPath { through, weaker })
        });
        // The first of several that are as strong.
        ways.reduce(|best, way| if way.weaker > best.weaker { way } else { best })
    }
}

/// The place of a pair in a ranking, from 1.
fn rank(ranked: &Prediction, [i, j]: [usize; 2]) -> Option<usize> {
    ranked.ranked.iter().position(|pair| (pair.i, pair.j) == (i, j)).map(|place| place + 1)
}

/// The states of the largest size, without those that are left out.
fn strongest(block: &Array2<f64>, left_out: Option<u8>) -> Option<[usize; 2]> {
    let counts = |state: usize| left_out.is_none_or(|out| usize::from(out) != state);
    let kept = block.indexed_iter().filter(|((a, b), _)| counts(*a) && counts(*b));
    let largest = kept.reduce(|best, other| if other.1.abs() > best.1.abs() { other } else { best });
    largest.map(|((a, b), _)| [a, b])
}
