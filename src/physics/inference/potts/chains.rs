//! Many copies of a pairwise Potts model, sampled side by side by heat-bath steps.

#![expect(clippy::inline_always, reason = "run-time SIMD dispatch reaches only what is inlined into it")]

use rayon::prelude::*;

use super::pseudo_likelihood::{MOST_STATES, SiteTable};
use crate::physics::block_random::{BlockRandom, LANES, Purpose};
use crate::physics::configurations::Configurations;
use crate::physics::math::fast_exp;
use crate::physics::seed::{Seed, Stream, below};
use crate::physics::stop::Stop;

/// Chains that one thread takes through all sites: so many that reading the couplings of a site costs them little.
const BLOCK: usize = 256;

/// Chains of a model whose couplings may change between sweeps.
#[derive(Debug)]
pub(super) struct PottsChains {
    states: Vec<u8>,
    sites: usize,
    q: usize,
    seed: Seed,
    /// Sweeps begun.
    tick: u64,
}

impl PottsChains {
    /// `count` chains at random states.
    pub(super) fn new(count: usize, sites: usize, q: usize, seed: Seed) -> Self {
        let mut rng = seed.stream(Stream::Chains);
        let states = (0..count * sites).map(|_| below(&mut rng, q as u32) as u8).collect();
        Self { states, sites, q: q.min(usize::from(MOST_STATES)), seed, tick: 0 }
    }

    /// The states of all chains.
    pub(super) fn configurations(&self) -> Configurations {
        Configurations::new(self.states.clone(), self.sites)
    }

    /// Moves every site of every chain once, in order; false where it was given up, after which chains have come
    /// differently far.
    pub(super) fn sweep(&mut self, tables: &[SiteTable], stop: Stop<'_>) -> bool {
        self.tick += 1;
        let Self { states, sites, q, seed, tick } = self;
        let whole = states.par_chunks_mut(BLOCK * *sites).enumerate().map(|(block, states)| {
            let mut random = BlockRandom::keyed(*seed, Stream::Chains, Purpose::Steps, *tick, block as u64);
            for (site, table) in tables.iter().enumerate() {
                if stop() {
                    return false;
                }
                let step = Step { site, sites: *sites, q: *q, states: &mut *states, random: &mut random };
                step.dispatch(table);
            }
            true
        });
        // All of them: which ones are given up must not decide how far the others come.
        whole.collect::<Vec<bool>>().into_iter().all(|whole| whole)
    }
}

/// One site of the chains of a block.
struct Step<'a> {
    site: usize,
    sites: usize,
    q: usize,
    states: &'a mut [u8],
    random: &'a mut BlockRandom,
}

impl Step<'_> {
    fn dispatch(self, table: &SiteTable) {
        let values = table.values();
        match table.width() {
            8 => pulp::Arch::new().dispatch(OfWidth::<8> { step: self, table: values.as_chunks().0 }),
            16 => pulp::Arch::new().dispatch(OfWidth::<16> { step: self, table: values.as_chunks().0 }),
            24 => pulp::Arch::new().dispatch(OfWidth::<24> { step: self, table: values.as_chunks().0 }),
            _ => pulp::Arch::new().dispatch(OfWidth::<32> { step: self, table: values.as_chunks().0 }),
        }
    }
}

struct OfWidth<'a, const W: usize> {
    step: Step<'a>,
    /// The fields, then what each state of each site adds.
    table: &'a [[f32; W]],
}

impl<const W: usize> pulp::WithSimd for OfWidth<'_, W> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Self { step: Step { site, sites, q, states, random }, table } = self;
        let Some((fields, table)) = table.split_first() else { return };
        for chains in states.chunks_mut(LANES * sites) {
            let uniforms = random.uniforms();
            for (chain, uniform) in chains.chunks_exact_mut(sites).zip(uniforms) {
                let mut logits = *fields;
                for (&state, table) in chain.iter().zip(table.chunks_exact(q)) {
                    let terms = &table[usize::from(state)];
                    logits.iter_mut().zip(terms).for_each(|(logit, term)| *logit += term);
                }
                chain[site] = drawn(logits, q, uniform);
            }
        }
    }
}

/// The state at which the sum of e^logit passes the fraction `uniform` of the whole.
#[inline(always)]
fn drawn<const W: usize>(mut logits: [f32; W], q: usize, uniform: f32) -> u8 {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for logit in &mut logits {
        *logit = fast_exp(*logit - largest);
    }
    let mut left = uniform * logits.iter().sum::<f32>();
    for (state, weight) in logits.iter().take(q).enumerate() {
        left -= weight;
        if left < 0.0 {
            return state as u8;
        }
    }
    // Rounding let it pass the last.
    q as u8 - 1
}
