//! Sixteen copies of a model side by side, one in each lane of a vector: heat-bath dynamics at the speed of the processor.
//!
//! A sweep visits the spins in order and draws each from its probability given all others,
//! p(s_i = 1) = 1/(1 + exp(−2λ(h_i + Σ_j J_ij s_j + Σ_{j<k} K_ijk s_j s_k))), where the scale λ is 1 unless the copies stand on
//! a rung of a ladder of temperatures. Couplings and fields are in single precision here; a probability is off by less than
//! 10⁻⁶.
//!
//! ## References
//!
//! * R. J. Glauber, “Time-dependent statistics of the Ising model”, J. Math. Phys. 4, 294 (1963), doi:10.1063/1.1703954

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use crate::physics::block_random::{BlockRandom, LANES, Purpose};
use crate::physics::math::fast_exp;
use crate::physics::seed::{Seed, Stream};

use super::model::{IsingModel, Pair, Triple};

/// The couplings of a model, by spin: what each feels.
#[derive(Clone, Debug)]
pub struct Neighbourhoods {
    fields: Vec<f32>,
    /// Where the neighbours of each spin end.
    pair_ends: Vec<usize>,
    pairs: Vec<Neighbour>,
    triple_ends: Vec<usize>,
    triples: Vec<Neighbours>,
}

/// Another spin, and the coupling to it.
type Neighbour = (u32, f32);
/// Two other spins, and the coupling of the three.
type Neighbours = (u32, u32, f32);

impl Neighbourhoods {
    /// Those of a model; couplings of 0 are left out.
    pub fn of(model: &IsingModel) -> Self {
        let spins = model.spins();
        let mut of_spin = vec![Vec::new(); spins];
        for &Pair { i, j, value } in model.pairs().iter().filter(|pair| pair.value != 0.0) {
            of_spin[i].push((j as u32, value as f32));
            of_spin[j].push((i as u32, value as f32));
        }
        let (pair_ends, pairs) = joined(of_spin);
        let mut of_spin = vec![Vec::new(); spins];
        for &Triple { i, j, k, value } in model.triples().iter().filter(|triple| triple.value != 0.0) {
            for (spin, a, b) in [(i, j, k), (j, i, k), (k, i, j)] {
                of_spin[spin].push((a as u32, b as u32, value as f32));
            }
        }
        let (triple_ends, triples) = joined(of_spin);
        let fields = model.fields().iter().map(|&field| field as f32).collect();
        Self { fields, pair_ends, pairs, triple_ends, triples }
    }

    /// Number of spins.
    pub fn spins(&self) -> usize {
        self.fields.len()
    }

    /// −(ln p + ln Z) of the configuration in each lane.
    pub fn energies(&self, spins: &[[f32; LANES]]) -> [f64; LANES] {
        let mut energies = [0.0; LANES];
        for (spin, own) in spins.iter().enumerate().take(self.spins()) {
            let [pairs, triples] = self.local(spin, spins);
            let field = f64::from(self.fields[spin]);
            for lane in 0..LANES {
                // A pair is met at both of its spins, a triple at all three.
                let felt = field + f64::from(pairs[lane]) / 2.0 + f64::from(triples[lane]) / 3.0;
                energies[lane] -= f64::from(own[lane]) * felt;
            }
        }
        energies
    }

    /// Σ h_i s_i + Σ K_ijk s_i s_j s_k in each lane: what changes its sign with all spins.
    fn odd(&self, spins: &[[f32; LANES]]) -> [f32; LANES] {
        let mut odd = [0.0; LANES];
        for ((spin, own), field) in spins.iter().enumerate().zip(&self.fields) {
            let mut felt = [*field; LANES];
            for &(a, b, value) in self.of_spin(spin).1 {
                let (a, b) = (&spins[a as usize], &spins[b as usize]);
                for lane in 0..LANES {
                    // A triple is met at all three of its spins.
                    felt[lane] += value / 3.0 * a[lane] * b[lane];
                }
            }
            for lane in 0..LANES {
                odd[lane] += own[lane] * felt[lane];
            }
        }
        odd
    }

    #[inline(always)]
    fn of_spin(&self, spin: usize) -> (&[Neighbour], &[Neighbours]) {
        let start = |ends: &[usize]| spin.checked_sub(1).map_or(0, |before| ends[before]);
        let pairs = &self.pairs[start(&self.pair_ends)..self.pair_ends[spin]];
        (pairs, &self.triples[start(&self.triple_ends)..self.triple_ends[spin]])
    }

    /// The local field of a spin in each lane, and how much of it is of pairs and of triples.
    #[inline(always)]
    fn local(&self, spin: usize, spins: &[[f32; LANES]]) -> [[f32; LANES]; 2] {
        let (mut of_pairs, mut of_triples) = ([0.0; LANES], [0.0; LANES]);
        let (pairs, triples) = self.of_spin(spin);
        for &(other, value) in pairs {
            let other = &spins[other as usize];
            for lane in 0..LANES {
                of_pairs[lane] += value * other[lane];
            }
        }
        for &(a, b, value) in triples {
            let (a, b) = (&spins[a as usize], &spins[b as usize]);
            for lane in 0..LANES {
                of_triples[lane] += value * a[lane] * b[lane];
            }
        }
        [of_pairs, of_triples]
    }
}

/// Lists one after another, and where each ends.
fn joined<T>(lists: Vec<Vec<T>>) -> (Vec<usize>, Vec<T>) {
    let ends = lists.iter().scan(0, |end, list| {
        *end += list.len();
        Some(*end)
    });
    (ends.collect(), lists.into_iter().flatten().collect())
}

/// Sixteen configurations and their source of random numbers.
#[derive(Clone, Debug)]
pub struct Lanes {
    spins: Vec<[f32; LANES]>,
    random: BlockRandom,
}

impl Lanes {
    /// Copies that start from fair random spins; everything that happens to them is a function of the key.
    pub fn random(spins: usize, seed: Seed, stream: Stream, block: u64) -> Self {
        let mut random = BlockRandom::keyed(seed, stream, Purpose::Steps, 0, block);
        let sign = |uniform: f32| if uniform < 0.5 { 1.0 } else { -1.0 };
        Self { spins: (0..spins).map(|_| random.uniforms().map(sign)).collect(), random }
    }

    /// Puts ±1 spins into a lane.
    pub fn set(&mut self, lane: usize, spins: impl IntoIterator<Item = f32>) {
        for (own, spin) in self.spins.iter_mut().zip(spins) {
            if let Some(own) = own.get_mut(lane) {
                *own = spin;
            }
        }
    }

    /// The spins, ±1 in each lane.
    pub fn spins(&self) -> &[[f32; LANES]] {
        &self.spins
    }

    /// The configurations, lane after lane; 0 is −1.
    pub fn rows(&self) -> Vec<u8> {
        (0..LANES).flat_map(|lane| self.spins.iter().map(move |spins| u8::from(spins[lane] > 0.0))).collect()
    }

    /// One sweep at a scale λ of all couplings.
    pub fn sweep(&mut self, couplings: &Neighbourhoods, scale: f32) {
        pulp::Arch::new().dispatch(Sweep { lanes: self, couplings, scale });
    }

    /// Turns all spins of each lane over, or leaves them: with the probability min(1, exp(−2 Σ h_i s_i − 2 Σ K_ijk s_i s_j s_k))
    /// of Metropolis. Pairs do not change.
    pub fn turn_over(&mut self, couplings: &Neighbourhoods) {
        let odd = couplings.odd(&self.spins);
        let uniforms = self.random.uniforms();
        let sign: [f32; LANES] =
            std::array::from_fn(|lane| if uniforms[lane] < fast_exp(-2.0 * odd[lane]) { -1.0 } else { 1.0 });
        for spins in &mut self.spins {
            for (spin, sign) in spins.iter_mut().zip(sign) {
                *spin *= sign;
            }
        }
    }

    /// −(ln p + ln Z) at the scale 1 in each lane.
    pub fn energies(&self, couplings: &Neighbourhoods) -> [f64; LANES] {
        couplings.energies(&self.spins)
    }

    /// Exchanges one lane with the same lane of other copies.
    pub fn exchange(&mut self, other: &mut Self, lane: usize) {
        for (a, b) in self.spins.iter_mut().zip(&mut other.spins) {
            if let (Some(a), Some(b)) = (a.get_mut(lane), b.get_mut(lane)) {
                std::mem::swap(a, b);
            }
        }
    }

    /// A uniform number for each lane.
    pub fn uniforms(&mut self) -> [f32; LANES] {
        self.random.uniforms()
    }
}

struct Sweep<'a> {
    lanes: &'a mut Lanes,
    couplings: &'a Neighbourhoods,
    scale: f32,
}

impl pulp::WithSimd for Sweep<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Self { lanes: Lanes { spins, random }, couplings, scale } = self;
        for spin in 0..spins.len().min(couplings.spins()) {
            let [pairs, triples] = couplings.local(spin, spins);
            let uniforms = random.uniforms();
            let field = couplings.fields[spin];
            let own = &mut spins[spin];
            for lane in 0..LANES {
                let exponent = -2.0 * scale * (field + pairs[lane] + triples[lane]);
                let up = 1.0 / (1.0 + fast_exp(exponent));
                own[lane] = if uniforms[lane] < up { 1.0 } else { -1.0 };
            }
        }
    }
}
