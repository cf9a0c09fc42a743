//! Cluster moves: spins that are held together turn together.
//!
//! Each satisfied pair, J_ij s_i s_j > 0, holds its spins together with the probability 1 − exp(−2|J_ij|). The clusters that
//! result are independent: each is turned over with the probability 1/(1 + exp(2 Σ_i h_i s_i)) of its spins. On ferromagnetic
//! lattices this has hardly any slowing down at the transition, where single spins need L² sweeps. There are no triples
//! here: they have no clusters.
//!
//! ## References
//!
//! * R. H. Swendsen and J.-S. Wang, “Nonuniversal critical dynamics in Monte Carlo simulations”, Phys. Rev. Lett. 58, 86
//!   (1987), doi:10.1103/PhysRevLett.58.86

use crate::physics::disjoint_sets::DisjointSets;
use crate::physics::math::sigmoid;
use crate::physics::seed::{Branching, Seed, Stream, uniform};

use super::model::IsingModel;

/// One configuration that is moved by clusters.
#[derive(Clone, Debug)]
pub struct ClusterChain {
    spins: Vec<i8>,
    random: Branching,
}

/// Bonds of a model with the probabilities that they hold where they are satisfied.
#[derive(Clone, Debug)]
pub struct Bonds {
    fields: Vec<f64>,
    bonds: Vec<Bond>,
}

#[derive(Clone, Copy, Debug)]
struct Bond {
    i: u32,
    j: u32,
    sign: i8,
    holds: f64,
}

impl Bonds {
    /// Those of a model; `None` where it has triples.
    pub fn of(model: &IsingModel) -> Option<Self> {
        if model.triples().iter().any(|triple| triple.value != 0.0) {
            return None;
        }
        let pairs = model.pairs().iter().filter(|pair| pair.value != 0.0);
        let bonds = pairs.map(|pair| Bond {
            i: pair.i as u32,
            j: pair.j as u32,
            sign: if pair.value > 0.0 { 1 } else { -1 },
            holds: -(-2.0 * pair.value.abs()).exp_m1(),
        });
        Some(Self { fields: model.fields().to_vec(), bonds: bonds.collect() })
    }
}

impl ClusterChain {
    /// A chain that starts from fair random spins; what happens to it is a function of the seed and the number.
    pub fn random(spins: usize, seed: Seed, number: u64) -> Self {
        let mut rng = seed.indexed(Stream::IsingSamples, number);
        let spins = (0..spins).map(|_| if uniform(&mut rng) < 0.5 { 1 } else { -1 }).collect();
        Self { spins, random: Branching(rng) }
    }

    /// The spins.
    pub fn spins(&self) -> &[i8] {
        &self.spins
    }

    /// Draws the bonds that hold, and turns each cluster or not.
    pub fn step(&mut self, bonds: &Bonds) {
        let rng = &mut self.random.0;
        let mut clusters = DisjointSets::new(self.spins.len());
        for bond in &bonds.bonds {
            let satisfied = self.spins[bond.i as usize] * self.spins[bond.j as usize] == bond.sign;
            if satisfied && uniform(rng) < bond.holds {
                clusters.join(bond.i, bond.j);
            }
        }
        let roots = clusters.roots();
        let mut felt = vec![0.0; self.spins.len()];
        for ((&root, &spin), field) in roots.iter().zip(&self.spins).zip(&bonds.fields) {
            felt[root as usize] += field * f64::from(spin);
        }
        let mut turned = vec![false; self.spins.len()];
        for (place, &root) in roots.iter().enumerate() {
            if place == root as usize {
                turned[place] = uniform(rng) < sigmoid(-2.0 * felt[place]);
            }
        }
        for (spin, &root) in self.spins.iter_mut().zip(&roots) {
            if turned[root as usize] {
                *spin = -*spin;
            }
        }
    }
}
