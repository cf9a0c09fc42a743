//! The expansion in {0, 1} units: ln p̃(v) = K_0 + Σ_i K_i v_i + Σ_{i<j} K_ij v_i v_j + …
//!
//! With ln p̃(v) = a·v + Σ_α ln(1 + exp(b_α + Σ_i v_i W_iα)), and S_A = Σ_α ln(1 + exp(b_α + Σ_{i∈A} W_iα)),
//!
//! K_i = a_i + S_i − S_0, K_ij = S_ij − S_i − S_j + S_0,
//! K_ijk = S_ijk − S_ij − S_ik − S_jk + S_i + S_j + S_k − S_0,
//!
//! the alternating sum over the subsets of A, all other units being 0: Cossu et al. 2019.

use ndarray::Axis;
use rayon::prelude::*;

use super::effective::{EffectiveCouplings, HighestOrder};
use super::largest::{Coupling, Largest};
use crate::physics::arrays::flat_mut;
use crate::physics::math::softplus;
use crate::physics::rbm::{Rbm, RbmError};

/// Evaluations of ln(1 + eˣ) of one piece: some 20 ms on two threads.
const PIECE_WORK: usize = 1 << 21;

/// The sums S, as far as they have come.
#[derive(Clone, Debug)]
pub(super) struct LatticeSums {
    sites: usize,
    order: HighestOrder,
    biases: Vec<f64>,
    visible_bias: Vec<f64>,
    /// W, `[site][hidden unit]`.
    weights: Vec<f64>,
    /// S_0.
    empty: f64,
    /// S_i.
    single: Vec<f64>,
    /// S_ij of i < j, row-major.
    double: Vec<f64>,
    triples: Largest<3>,
    /// Sites whose pairs are done, and those whose triples with higher sites are.
    done: [usize; 2],
    /// The j of the next triples.
    next: usize,
}

impl LatticeSums {
    pub(super) fn new(rbm: &Rbm<f64>, order: HighestOrder, most_triples: usize) -> Result<Self, RbmError> {
        let rbm = rbm.to_bernoulli()?;
        let weights: Vec<f64> = rbm.weights().index_axis_move(Axis(1), 0).iter().copied().collect();
        let biases = rbm.parameters().hidden_bias.to_vec();
        let visible_bias = rbm.parameters().visible_bias.to_vec();
        let sites = rbm.sites();
        let empty = biases.iter().map(|&bias| softplus(bias)).sum();
        let single = weights.chunks_exact(biases.len()).map(|weights| sum_of_logs(&biases, weights)).collect();
        let double = if order >= HighestOrder::Pairs { vec![0.0; sites * sites] } else { Vec::new() };
        let triples = Largest::new(most_triples);
        Ok(Self { sites, order, biases, visible_bias, weights, empty, single, double, triples, done: [0; 2], next: 1 })
    }

    /// Rows of sites of one piece.
    fn rows_at_once(&self) -> usize {
        (PIECE_WORK / (self.sites * self.biases.len()).max(1)).clamp(1, 64)
    }

    /// The next piece. Whether there are more.
    pub(super) fn step(&mut self, found: &mut EffectiveCouplings) -> bool {
        let wants = |order| self.order >= order;
        let (wants_pairs, wants_triples) = (wants(HighestOrder::Pairs), wants(HighestOrder::Triples));
        if !wants_pairs || self.done[0] < self.sites {
            self.add_pairs(found);
        } else if wants_triples {
            self.add_triples();
        }
        wants_pairs && self.done[0] < self.sites || wants_triples && self.done[1] + 2 < self.sites
    }

    /// Pieces done, and in all.
    pub(super) fn progress(&self) -> [usize; 2] {
        let triples = if self.order >= HighestOrder::Triples { self.sites } else { 0 };
        [self.done[0] + self.done[1], self.sites + triples]
    }

    /// The largest triples first.
    pub(super) fn triples(self) -> Vec<Coupling<3>> {
        self.triples.sorted()
    }

    fn add_pairs(&mut self, found: &mut EffectiveCouplings) {
        if self.done[0] == 0 {
            let fields = self.visible_bias.iter().zip(&self.single);
            found.fields = fields.map(|(bias, sum)| bias + sum - self.empty).collect();
        }
        let (sites, first) = (self.sites, self.done[0]);
        let last = (first + self.rows_at_once()).min(sites);
        self.done[0] = last;
        if self.double.is_empty() {
            return;
        }
        let Self { biases, weights, empty, single, double, .. } = self;
        let units = biases.len();
        let row = |site: usize| &weights[site * units..(site + 1) * units];
        let into = double[first * sites..last * sites].par_chunks_exact_mut(sites);
        let pairs = flat_mut(&mut found.pairs)[first * sites..last * sites].par_chunks_exact_mut(sites);
        into.zip(pairs).enumerate().for_each(|(place, (sums, pairs))| {
            let i = first + place;
            let fields: Vec<f64> = biases.iter().zip(row(i)).map(|(bias, weight)| bias + weight).collect();
            for j in i + 1..sites {
                sums[j] = sum_of_logs(&fields, row(j));
                pairs[j] = sums[j] - single[i] - single[j] + *empty;
            }
        });
    }

    fn add_triples(&mut self) {
        let (sites, units, i) = (self.sites, self.biases.len(), self.done[1]);
        let js = self.next..(self.next + self.rows_at_once()).min(sites);
        let row = |site: usize| &self.weights[site * units..(site + 1) * units];
        let pair = |i: usize, j: usize| self.double[i * sites + j];
        let of_pair = |j: usize| {
            let mut largest = self.triples.branch();
            let fields: Vec<f64> =
                self.biases.iter().zip(row(i)).zip(row(j)).map(|((bias, a), b)| bias + a + b).collect();
            for k in j + 1..sites {
                let pairs = pair(i, j) + pair(i, k) + pair(j, k);
                let singles = self.single[i] + self.single[j] + self.single[k];
                largest.see([i, j, k], sum_of_logs(&fields, row(k)) - pairs + singles - self.empty);
            }
            largest
        };
        let parts: Vec<Largest<3>> = js.clone().into_par_iter().map(of_pair).collect();
        for part in parts {
            self.triples.merge(part);
        }
        if js.end + 1 < sites {
            self.next = js.end;
        } else {
            self.done[1] += 1;
            self.next = self.done[1] + 1;
        }
    }
}

/// Σ ln(1 + exp(a + b)).
fn sum_of_logs(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| softplus(a + b)).sum()
}
