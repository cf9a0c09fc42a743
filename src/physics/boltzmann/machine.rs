//! A Boltzmann machine: visible and hidden units with symmetric weights.
//!
//! E(x) = −Σ_{i<j} w_ij x_i x_j − Σ_i b_i x_i and p(x) = e^{−βE(x)} / Z, with x = (v, h): the V visible units come first,
//! then the H hidden ones. All V + H units are of one kind, {0, 1} or {−1, +1}.
//!
//! ## References
//!
//! * D. H. Ackley, G. E. Hinton and T. J. Sejnowski, “A learning algorithm for Boltzmann machines”, Cogn. Sci. 9, 147
//!   (1985), doi:10.1207/s15516709cog0901_7
//! * P. Smolensky, “Information processing in dynamical systems: foundations of harmony theory”, in Parallel Distributed
//!   Processing 1, MIT Press (1986), for the restricted machine

use ndarray::Array2;

use crate::physics::arrays::{check_shape, flat, standard};
use crate::physics::seed::{Seed, Stream, gaussian_pair};

use super::error::BoltzmannError;

/// Most units of a machine, visible and hidden together.
pub const MOST_UNITS: usize = 2048;
/// β (Σ|w| + Σ|b|) stays below this, so that no energy, and no difference of two, overflows.
const LARGEST_ENERGY: f64 = 1e300;

/// What values the units take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Units {
    /// x ∈ {0, 1}.
    #[default]
    Binary,
    /// x ∈ {−1, +1}.
    Ising,
}

impl Units {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Binary, Self::Ising];

    /// The word of the command line and of files: `binary`, `ising`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::Ising => "ising",
        }
    }

    /// The value of a unit that is off: 0 or −1. One that is on has the value 1.
    pub const fn low(self) -> f64 {
        match self {
            Self::Binary => 0.0,
            Self::Ising => -1.0,
        }
    }

    /// The value of a unit that is stored as 0 or 1.
    #[inline]
    pub const fn value(self, bit: u8) -> f64 {
        if bit > 0 { 1.0 } else { self.low() }
    }

    /// x_on − x_off: 1 or 2.
    #[inline]
    pub const fn gap(self) -> f64 {
        1.0 - self.low()
    }
}

/// Which units are joined. Visible and hidden ones always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Links {
    /// Whether visible units are joined to each other.
    pub visible_visible: bool,
    /// Whether hidden units are joined to each other.
    pub hidden_hidden: bool,
}

impl Links {
    /// Every pair of units.
    pub const FULL: Self = Self { visible_visible: true, hidden_hidden: true };
    /// Visible to hidden units only: the restricted Boltzmann machine.
    pub const RESTRICTED: Self = Self { visible_visible: false, hidden_hidden: false };

    /// Whether units i and j of a machine with `visible` visible units are joined.
    #[inline]
    pub const fn join(self, visible: usize, i: usize, j: usize) -> bool {
        match (i < visible, j < visible) {
            _ if i == j => false,
            (true, true) => self.visible_visible,
            (false, false) => self.hidden_hidden,
            _ => true,
        }
    }
}

impl Default for Links {
    fn default() -> Self {
        Self::FULL
    }
}

/// The size of a machine, its units, its links and its inverse temperature: all that learning leaves as it is.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Topology {
    /// Visible units V, 1 or more.
    pub visible: usize,
    /// Hidden units H.
    pub hidden: usize,
    /// What values all units take.
    pub units: Units,
    /// Which pairs are joined.
    pub links: Links,
    /// Inverse temperature β, 0 or more.
    pub beta: f64,
}

impl Topology {
    /// V + H.
    pub const fn size(&self) -> usize {
        self.visible + self.hidden
    }

    /// The joined pairs i < j, in rising order.
    pub fn pairs(&self) -> Vec<(usize, usize)> {
        let size = self.size();
        let all = (0..size).flat_map(|i| (i + 1..size).map(move |j| (i, j)));
        all.filter(|&(i, j)| self.links.join(self.visible, i, j)).collect()
    }

    /// Number of parameters: one weight for each joined pair, one bias for each unit.
    pub fn parameters(&self) -> usize {
        let pairs = |units: usize| units * units.saturating_sub(1) / 2;
        let within = |joined: bool, units: usize| if joined { pairs(units) } else { 0 };
        within(self.links.visible_visible, self.visible)
            + within(self.links.hidden_hidden, self.hidden)
            + self.visible * self.hidden
            + self.size()
    }

    /// Refuses what is no machine.
    ///
    /// # Errors
    /// No visible unit, more than [`MOST_UNITS`] units, or β is negative or no finite number.
    pub fn check(&self) -> Result<(), BoltzmannError> {
        if self.visible == 0 {
            return Err(BoltzmannError::value("the number of visible units", 0, "a machine has 1 or more"));
        }
        if self.visible.saturating_add(self.hidden) > MOST_UNITS {
            let units = self.visible.saturating_add(self.hidden);
            return Err(BoltzmannError::value("the number of units", units, "a machine has up to 2048 in all"));
        }
        if !(self.beta.is_finite() && self.beta >= 0.0) {
            let expected = "an inverse temperature is a finite number from 0";
            return Err(BoltzmannError::value("the inverse temperature β", self.beta, expected));
        }
        Ok(())
    }
}

/// A Boltzmann machine; its numbers are finite, its weights symmetric, and zero where units are not joined.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    topology: Topology,
    weights: Array2<f64>,
    biases: Vec<f64>,
}

impl Machine {
    /// A machine with these weights w_ij, (V + H, V + H), and biases b_i, (V + H).
    ///
    /// # Errors
    /// A shape does not fit, a number is not finite, the weights are not symmetric or join what is not linked, or energies
    /// are so large that they overflow.
    pub fn new(topology: Topology, weights: Array2<f64>, biases: Vec<f64>) -> Result<Self, BoltzmannError> {
        topology.check()?;
        let size = topology.size();
        check_shape("the weight matrix", weights.shape(), &[size, size])?;
        check_shape("the list of biases", &[biases.len()], &[size])?;
        let weights = standard(weights);
        if let Some(&found) = weights.iter().chain(&biases).find(|number| !number.is_finite()) {
            return Err(BoltzmannError::value("a weight or bias", found, "they are finite numbers"));
        }
        for ((i, j), &weight) in weights.indexed_iter() {
            if !topology.links.join(topology.visible, i, j) && weight != 0.0 {
                let found = format!("{weight} between units {i} and {j}");
                return Err(BoltzmannError::value("a weight", found, "units that are not joined have the weight 0"));
            }
            let other = weights[(j, i)];
            if weight != other {
                let found = format!("{weight} from unit {i} to {j} and {other} back");
                return Err(BoltzmannError::value("a weight", found, "weights are symmetric"));
            }
        }
        let machine = Self { topology, weights, biases };
        let largest = machine.largest_energy();
        if largest >= LARGEST_ENERGY {
            return Err(BoltzmannError::value("β (Σ|w| + Σ|b|)", largest, "energies overflow from 1e300 on"));
        }
        Ok(machine)
    }

    /// The machine without weights and biases: all states are equally likely.
    ///
    /// # Errors
    /// There is no machine of this topology.
    pub fn zero(topology: Topology) -> Result<Self, BoltzmannError> {
        topology.check()?;
        let size = topology.size();
        Ok(Self { topology, weights: Array2::zeros((size, size)), biases: vec![0.0; size] })
    }

    /// A start of learning: normal weights and hidden biases of this standard deviation, visible biases 0.
    ///
    /// # Errors
    /// There is no machine of this topology, or the spread is negative or no finite number.
    pub fn random(topology: Topology, spread: f64, seed: Seed) -> Result<Self, BoltzmannError> {
        if !(spread.is_finite() && spread >= 0.0) {
            let expected = "a standard deviation is a finite number from 0";
            return Err(BoltzmannError::value("the spread of the first weights", spread, expected));
        }
        let mut machine = Self::zero(topology)?;
        let mut rng = seed.stream(Stream::Weights);
        for (i, j) in topology.pairs() {
            let weight = spread * gaussian_pair(&mut rng)[0];
            machine.weights[(i, j)] = weight;
            machine.weights[(j, i)] = weight;
        }
        for bias in machine.biases.iter_mut().skip(topology.visible) {
            *bias = spread * gaussian_pair(&mut rng)[0];
        }
        Self::new(topology, machine.weights, machine.biases)
    }

    /// Size, units, links and β.
    pub const fn topology(&self) -> &Topology {
        &self.topology
    }

    /// w_ij, (V + H, V + H): symmetric, with zeros on the diagonal.
    pub const fn weights(&self) -> &Array2<f64> {
        &self.weights
    }

    /// b_i, (V + H).
    pub fn biases(&self) -> &[f64] {
        &self.biases
    }

    /// E(x) of a state of all units, each 0 (off) or 1 (on); units that are missing count as off.
    pub fn energy(&self, state: &[u8]) -> f64 {
        let bits = state.iter().copied().chain(std::iter::repeat(0)).take(self.topology.size());
        let values: Vec<f64> = bits.map(|bit| self.topology.units.value(bit)).collect();
        let mut energy = 0.0;
        for (i, (value, bias)) in values.iter().zip(&self.biases).enumerate() {
            let row = self.row(i).iter().zip(&values).take(i);
            energy -= value * (bias + row.map(|(weight, other)| weight * other).sum::<f64>());
        }
        energy
    }

    /// Σ_j w_ij x_j + b_i of unit i, from the values x_j of all units.
    #[inline]
    pub fn field(&self, unit: usize, values: &[f64]) -> f64 {
        let bias = self.biases.get(unit).copied().unwrap_or(0.0);
        self.row(unit).iter().zip(values).fold(bias, |sum, (weight, value)| sum + weight * value)
    }

    /// The weights of a unit.
    #[inline]
    pub(super) fn row(&self, unit: usize) -> &[f64] {
        let size = self.topology.size();
        flat(&self.weights).get(unit * size..(unit + 1) * size).unwrap_or_default()
    }

    /// The parameters: the weights of [`Topology::pairs`], then the biases.
    pub fn parameters(&self) -> Vec<f64> {
        let weights = self.topology.pairs().into_iter().map(|pair| self.weights[pair]);
        weights.chain(self.biases.iter().copied()).collect()
    }

    /// The machine whose parameters are larger by `step`.
    ///
    /// # Errors
    /// The result is no machine: a number is not finite, or too large.
    pub fn moved(&self, step: &[f64]) -> Result<Self, BoltzmannError> {
        let pairs = self.topology.pairs();
        check_shape("a step", &[step.len()], &[pairs.len() + self.biases.len()])?;
        let (of_weights, of_biases) = step.split_at(pairs.len());
        let mut weights = self.weights.clone();
        for (&(i, j), step) in pairs.iter().zip(of_weights) {
            weights[(i, j)] += step;
            weights[(j, i)] = weights[(i, j)];
        }
        let biases = self.biases.iter().zip(of_biases).map(|(bias, step)| bias + step).collect();
        Self::new(self.topology, weights, biases)
    }

    /// β (Σ_{i<j} |w_ij| + Σ_i |b_i|): no |βE| is larger.
    fn largest_energy(&self) -> f64 {
        let weights: f64 = self.weights.iter().map(|weight| weight.abs() / 2.0).sum();
        let biases: f64 = self.biases.iter().map(|bias| bias.abs()).sum();
        self.topology.beta * (weights + biases)
    }
}
