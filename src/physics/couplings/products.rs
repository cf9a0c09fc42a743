//! Sums over all nodes of products of two sites, as products of matrices.

use std::ops::Range;

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use rayon::prelude::*;

use super::nodes::{Node, UnitNodes};

/// Sites of a block. A fixed number, so that sums do not depend on threads.
pub(super) const BLOCK: usize = 64;

/// The nodes of several hidden units.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeRows {
    sites: usize,
    /// The order of the couplings: what the factors of nodes are of.
    order: usize,
    /// The factor of each node, times the t of the sites of a prefix once there is one.
    factors: Vec<f64>,
    /// t, `[node][site]`.
    tangents: Vec<f64>,
    /// Nodes that add to some sets of sites only, with their t.
    restricted: Vec<(Node, Vec<f64>)>,
}

impl NodeRows {
    pub(super) fn new(sites: usize, order: usize) -> Self {
        Self { sites, order, ..Self::default() }
    }

    pub(super) fn append(&mut self, unit: &UnitNodes) {
        let rows = unit.nodes.iter().zip(unit.tangents.chunks_exact(self.sites));
        for (node, tangents) in rows {
            if node.required.is_empty() {
                self.factors.push(node.factor(self.order));
                self.tangents.extend_from_slice(tangents);
            } else {
                self.restricted.push((node.clone(), tangents.to_vec()));
            }
        }
    }

    /// Adds the couplings of all pairs i < j to (site, site); what lies below the diagonal is not meant.
    pub(super) fn add_pairs(&self, pairs: &mut [f64]) {
        let scaled = self.scaled(&self.factors, 0..self.sites);
        add_upper(&scaled, &self.tangents, self.sites, BLOCK, pairs);
        self.add_restricted(pairs, self.sites, &[], 0..self.sites, 0..self.sites);
    }

    /// The couplings of a prefix of ascending sites with two more, j of a block and k > j, as f(j, k, value) of each tile
    /// of `BLOCK` k, in order.
    pub(super) fn with_prefix<R: Send>(
        &self,
        prefix: &[usize],
        block: Range<usize>,
        of_tile: impl Fn(Range<usize>, &[f64]) -> R + Sync,
    ) -> Vec<R> {
        let factors: Vec<f64> = (self.factors.iter().zip(self.tangents.chunks_exact(self.sites.max(1))))
            .map(|(factor, tangents)| factor * prefix.iter().filter_map(|&site| tangents.get(site)).product::<f64>())
            .collect();
        let scaled = self.scaled(&factors, block.clone());
        let tiles = (self.sites - block.start.min(self.sites)).div_ceil(BLOCK);
        let tile = |tile: usize| {
            let first = block.start + tile * BLOCK;
            let columns = first..(first + BLOCK).min(self.sites);
            let mut values = vec![0.0; block.len() * columns.len()];
            let nodes = self.factors.len();
            let scaled = MatRef::from_row_major_slice(&scaled, nodes, block.len());
            let tangents = MatRef::from_row_major_slice(&self.tangents, nodes, self.sites);
            let tangents = tangents.subcols(columns.start, columns.len());
            let into = MatMut::from_row_major_slice_mut(&mut values, block.len(), columns.len());
            matmul(into, Accum::Replace, scaled.transpose(), tangents, 1.0, Par::Seq);
            self.add_restricted(&mut values, columns.len(), prefix, block.clone(), columns.clone());
            of_tile(columns, &values)
        };
        (0..tiles).into_par_iter().map(tile).collect()
    }

    /// t times the factor, of some sites.
    fn scaled(&self, factors: &[f64], sites: Range<usize>) -> Vec<f64> {
        let rows = self.tangents.chunks_exact(self.sites.max(1)).zip(factors);
        rows.flat_map(|(tangents, factor)| tangents[sites.clone()].iter().map(move |t| factor * t)).collect()
    }

    /// Adds to the tile of some rows and columns, `width` numbers in a row, what the restricted nodes add.
    fn add_restricted(
        &self,
        into: &mut [f64],
        width: usize,
        prefix: &[usize],
        rows: Range<usize>,
        columns: Range<usize>,
    ) {
        for (node, tangents) in &self.restricted {
            let t = |site: usize| tangents.get(site).copied().unwrap_or_default();
            let factor = node.factor(self.order) * prefix.iter().map(|&site| t(site)).product::<f64>();
            let missing: Vec<usize> = node.required.iter().copied().filter(|site| !prefix.contains(site)).collect();
            let mut add = |j: usize, k: usize| {
                if j < k && rows.contains(&j) && columns.contains(&k) {
                    into[(j - rows.start) * width + k - columns.start] += factor * t(j) * t(k);
                }
            };
            match missing[..] {
                [] => rows.clone().for_each(|j| columns.clone().for_each(|k| add(j, k))),
                [site] => {
                    columns.clone().for_each(|k| add(site, k));
                    rows.clone().for_each(|j| add(j, site));
                }
                [j, k] => add(j, k),
                _ => {}
            }
        }
    }
}

/// Adds Sᵀ T to a square matrix, S and T (node, row): the blocks on its diagonal and what is to their right.
pub(super) fn add_upper(s: &[f64], t: &[f64], width: usize, block: usize, into: &mut [f64]) {
    let nodes = s.len() / width.max(1);
    let (s, t) = (MatRef::from_row_major_slice(s, nodes, width), MatRef::from_row_major_slice(t, nodes, width));
    into.par_chunks_mut((block * width).max(1)).enumerate().for_each(|(number, into)| {
        let (first, rows) = (number * block, into.len() / width);
        let into = MatMut::from_row_major_slice_mut(into, rows, width).subcols_mut(first, width - first);
        let (s, t) = (s.subcols(first, rows).transpose(), t.subcols(first, width - first));
        matmul(into, Accum::Add, s, t, 1.0, Par::Seq);
    });
}
