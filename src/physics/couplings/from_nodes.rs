//! Couplings as sums over the nodes of all hidden units, in pieces.

use std::ops::Range;

use rayon::prelude::*;

use super::effective::{CouplingMethod, EffectiveCouplings, HighestOrder};
use super::ising_form::IsingForm;
use super::largest::Largest;
use super::nodes::UnitNodes;
use super::products::{BLOCK, NodeRows};
use crate::physics::arrays::flat_mut;

/// Nodes times pairs of sites of one piece of work: some 20 ms on two threads.
const PIECE_WORK: usize = 1 << 29;
/// Nodes of a hidden unit, as a rule.
const USUAL_NODES: usize = 40;
/// Hidden units of one piece at most.
const MOST_UNITS: usize = 128;

/// The sums, as far as they have come.
#[derive(Clone, Debug)]
pub(super) struct NodeSums {
    form: IsingForm,
    is_gaussian: bool,
    order: HighestOrder,
    /// Hidden units that are added.
    units: usize,
    /// Nodes of those.
    nodes: usize,
    /// The nodes of all, where triples are asked for.
    rows: NodeRows,
    triples: Largest<3>,
    /// Site i of the next triples, and the first j of their block.
    next: [usize; 2],
}

impl NodeSums {
    pub(super) fn new(form: IsingForm, is_gaussian: bool, order: HighestOrder, most_triples: usize) -> Self {
        let rows = NodeRows::new(form.sites(), 3);
        Self { form, is_gaussian, order, units: 0, nodes: 0, rows, triples: Largest::new(most_triples), next: [0, 1] }
    }

    /// Hidden units of one piece.
    fn units_at_once(&self) -> usize {
        (PIECE_WORK / (USUAL_NODES * self.form.sites().pow(2)).max(1)).clamp(1, MOST_UNITS)
    }

    /// The next piece. Whether there are more.
    pub(super) fn step(&mut self, found: &mut EffectiveCouplings) -> bool {
        if self.units < self.form.units() {
            let next = self.units..(self.units + self.units_at_once()).min(self.form.units());
            self.units = next.end;
            self.add_units(next, found);
        } else if self.order >= HighestOrder::Triples {
            self.add_triples();
        }
        self.units < self.form.units() || (self.order >= HighestOrder::Triples && self.next[0] + 2 < self.form.sites())
    }

    /// Pieces done, and in all.
    pub(super) fn progress(&self) -> [usize; 2] {
        let sites = self.form.sites();
        // A triple costs as much as a pair does of one more site.
        let triples = if self.order >= HighestOrder::Triples { sites } else { 0 };
        [self.units + self.next[0], self.form.units() + triples]
    }

    /// Multiplications of the products of pairs so far.
    pub(super) fn multiplications(&self) -> f64 {
        self.nodes as f64 * (self.form.sites() as f64).powi(2) / 2.0
    }

    /// The largest triples first.
    pub(super) fn triples(self) -> Vec<super::Coupling<3>> {
        self.triples.sorted()
    }

    fn add_units(&mut self, units: Range<usize>, found: &mut EffectiveCouplings) {
        let Self { form, is_gaussian, order, .. } = self;
        let of_unit = |unit: usize| {
            let (bias, weights) = form.unit(unit);
            let nodes = UnitNodes::new(bias, weights, *is_gaussian, order.number());
            let fields: Vec<f64> = nodes.fields(form.sites());
            (nodes, fields)
        };
        let units: Vec<(UnitNodes, Vec<f64>)> = units.into_par_iter().map(of_unit).collect();
        let mut rows = NodeRows::new(form.sites(), 2);
        for (nodes, fields) in units {
            self.nodes += nodes.nodes.len();
            found.constant = found.constant.map(|constant| constant + nodes.mean);
            found.fields.iter_mut().zip(fields).for_each(|(sum, field)| *sum += field);
            if *order >= HighestOrder::Pairs {
                rows.append(&nodes);
            }
            if *order >= HighestOrder::Triples {
                self.rows.append(&nodes);
            }
        }
        if *order >= HighestOrder::Pairs {
            rows.add_pairs(flat_mut(&mut found.pairs));
        }
    }

    fn add_triples(&mut self) {
        let [i, first] = self.next;
        let block = first..(first + BLOCK).min(self.form.sites());
        let parts = self.rows.with_prefix(&[i], block.clone(), |columns, values| {
            let mut largest = self.triples.branch();
            for (j, row) in block.clone().zip(values.chunks_exact(columns.len().max(1))) {
                for (k, &value) in columns.clone().zip(row).filter(|(k, _)| *k > j) {
                    largest.see([i, j, k], value);
                }
            }
            largest
        });
        for part in parts {
            self.triples.merge(part);
        }
        self.next = if block.end + 1 < self.form.sites() { [i, block.end] } else { [i + 1, i + 2] };
    }
}

/// Hidden units whose nodes stand for those of all.
const SAMPLED: usize = 16;

/// The nodes of all hidden units, about.
pub(super) fn rows(form: &IsingForm, method: CouplingMethod) -> u64 {
    let units = form.units();
    let apart = units.div_ceil(SAMPLED);
    let sampled = (0..units).step_by(apart.max(1));
    let nodes = |unit: usize| {
        let (bias, weights) = form.unit(unit);
        UnitNodes::new(bias, weights, method == CouplingMethod::Gaussian, 3).nodes.len() as u64
    };
    sampled.map(nodes).sum::<u64>() * apart as u64
}
