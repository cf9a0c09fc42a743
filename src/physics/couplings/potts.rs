//! The couplings of a machine of Potts units: fields and pairs in the zero-sum gauge.
//!
//! A {0, 1} hidden unit adds ln(1 + exp(x)), x = c + Σ_i W_i(v_i), and ln(1 + eˣ) − x/2 = ln 2cosh(x/2) has the transform
//! of `nodes` at half the scale. With φ_i = q⁻¹ Σ_a exp(ikW_i(a)), r_i(a) = exp(ikW_i(a))/φ_i − 1, which averages to 0 over
//! the states, and G = −exp(ikc) Π_i φ_i / (k sinh πk),
//!
//! J_ij(a, b) = Σ_α Re ∫_0^∞ G r_i(a) r_j(b) dk,
//! h_i(a) = a_i(a) − ā_i + Σ_α { [W_i(a) − W̄_i]/2 + Re ∫_0^∞ G r_i(a) dk }:
//!
//! the zero-sum gauge by construction, and whatever gauge the machine stands in.

use std::f64::consts::PI;

use ndarray::{Array2, Array3, Axis};
use rayon::prelude::*;

use super::products::add_upper;
use super::rotation::Rotation;
use crate::physics::potts::{PottsCouplings, pairs};
use crate::physics::rbm::{HiddenUnits, Rbm, RbmError, VisibleUnits};

/// 1 / (k sinh πk) is below 10⁻¹⁶ from here on.
const LARGEST_WAVENUMBER: f64 = 11.5;
/// By how much 2π/dk exceeds the bound of the field: the second derivative of ln(1 + eˣ) falls as exp(−|x|).
const CLEARANCE: f64 = 40.0;
/// Standard deviations of the field beyond which it is not met.
const DEVIATIONS: f64 = 8.0;
/// What a node can add to a coupling at most, if it is left out.
const NEGLIGIBLE: f64 = 1e-17;
/// Multiplications of one piece of work: some 30 ms on two threads.
const PIECE_WORK: usize = 1 << 30;
/// Nodes of a hidden unit, as a rule.
const USUAL_NODES: usize = 40;
/// Hidden units of one piece at most.
const MOST_UNITS: usize = 64;
/// Rows of a block of the matrix of pairs, about.
const BLOCK: usize = 64;

/// The fields and pairs of a machine of Potts units in the making, in short pieces.
#[derive(Clone, Debug)]
pub struct PottsExpansion {
    sites: usize,
    states: usize,
    /// c, and W in the zero-sum gauge, `[hidden unit][site][state]`.
    biases: Vec<f64>,
    weights: Vec<f64>,
    /// Hidden units that are added, and their nodes.
    done: usize,
    nodes: usize,
    /// (site, state).
    fields: Array2<f64>,
    /// (site and state, site and state), the blocks above the diagonal.
    pairs: Vec<f64>,
}

impl PottsExpansion {
    /// Begins with a machine.
    ///
    /// # Errors
    /// Binary visible units, or numbers that are not finite.
    pub fn new(rbm: &Rbm<f64>) -> Result<Self, RbmError> {
        let VisibleUnits::Potts(states) = rbm.visible() else {
            let name = rbm.visible().name();
            return Err(RbmError::Unsupported(format!("{name} units have two states; Potts units were expected")));
        };
        let (sites, states) = (rbm.sites(), usize::from(states));
        let rbm = rbm.zero_sum()?;
        if !rbm.is_finite() {
            return Err(RbmError::Unsupported("a machine whose numbers are not finite has no couplings".to_owned()));
        }
        // ln 2cosh x = ln(1 + exp 2x) − x.
        let scale = if rbm.hidden() == HiddenUnits::Ising { 2.0 } else { 1.0 };
        let linear = if rbm.hidden() == HiddenUnits::Ising { 0.0 } else { 0.5 };
        let fields = &rbm.visible_bias() + &(rbm.weights().sum_axis(Axis(2)) * linear);
        let biases = rbm.hidden_bias().iter().map(|bias| scale * bias).collect();
        let weights = rbm.weights().permuted_axes([2, 0, 1]).iter().map(|weight| scale * weight).collect();
        let pairs = vec![0.0; (sites * states).pow(2)];
        Ok(Self { sites, states, biases, weights, done: 0, nodes: 0, fields, pairs })
    }

    /// Bytes that it takes at its largest.
    pub fn bytes(rbm: &Rbm<f64>) -> u64 {
        let rows = (rbm.sites() * rbm.visible().channels()) as u64;
        let units = Self::units_at_once(rows as usize) as u64;
        let nodes = rows * 4 * 2 * USUAL_NODES as u64 * units;
        8 * (rows * rows + nodes) + PottsCouplings::bytes(rbm.sites(), rbm.visible().channels())
    }

    /// Hidden units of one piece.
    fn units_at_once(rows: usize) -> usize {
        (PIECE_WORK / (rows * rows * USUAL_NODES).max(1)).clamp(2, MOST_UNITS)
    }

    /// The next piece. Whether there are more.
    pub fn step(&mut self) -> bool {
        let rows = self.sites * self.states;
        let units = self.done..(self.done + Self::units_at_once(rows)).min(self.biases.len());
        self.done = units.end;
        let found: Vec<UnitRows> = units.into_par_iter().map(|unit| self.unit(unit)).collect();
        let (mut scaled, mut factors) = (Vec::new(), Vec::new());
        for unit in found {
            self.fields.iter_mut().zip(unit.fields).for_each(|(sum, field)| *sum += field);
            scaled.extend(unit.scaled);
            factors.extend(unit.factors);
        }
        self.nodes += scaled.len() / (2 * rows);
        add_upper(&scaled, &factors, rows, (BLOCK / self.states).max(1) * self.states, &mut self.pairs);
        self.done < self.biases.len()
    }

    /// Hidden units done, and in all.
    pub fn progress(&self) -> [usize; 2] {
        [self.done, self.biases.len()]
    }

    /// Multiplications of the matrix products of pairs so far: two real ones for each complex node.
    pub fn multiplications(&self) -> f64 {
        self.nodes as f64 * ((self.sites * self.states) as f64).powi(2)
    }

    fn unit(&self, unit: usize) -> UnitRows {
        let rows = self.sites * self.states;
        let weights = &self.weights[unit * rows..(unit + 1) * rows];
        let mut found = UnitRows { fields: vec![0.0; rows], ..UnitRows::default() };
        for_nodes(self.biases[unit], weights, self.states, |node| {
            let r = node.deviations();
            let [re, im] = node.factor;
            found.fields.iter_mut().zip(&r).for_each(|(field, [a, b])| *field += re * a - im * b);
            // Re(G r r') = Re(G r) Re r' − Im(G r) Im r'.
            found.scaled.extend(r.iter().map(|[a, b]| re * a - im * b));
            found.scaled.extend(r.iter().map(|[a, b]| -(re * b + im * a)));
            found.factors.extend(r.iter().map(|[a, _]| *a));
            found.factors.extend(r.iter().map(|[_, b]| *b));
        });
        found
    }

    /// The couplings, once no piece is left.
    ///
    /// # Errors
    /// Sums that are not finite.
    pub fn couplings(self) -> Result<PottsCouplings, RbmError> {
        let (sites, states) = (self.sites, self.states);
        let rows = sites * states;
        let row = |i: usize, a: usize, j: usize| {
            let start = (i * states + a) * rows + j * states;
            self.pairs[start..start + states].iter().copied()
        };
        let blocks = pairs::all(sites).flat_map(|(i, j)| (0..states).flat_map(move |a| row(i, a, j)));
        let blocks: Vec<f64> = blocks.collect();
        PottsCouplings::new(self.fields, blocks).map_err(|error| RbmError::Unsupported(error.to_string()))
    }
}

/// The block of three sites in the zero-sum gauge, (state, state, state).
///
/// # Errors
/// As [`PottsExpansion::new`], or sites that are not there or not in ascending order.
pub fn potts_triple(rbm: &Rbm<f64>, sites: [usize; 3]) -> Result<Array3<f64>, RbmError> {
    let machine = PottsExpansion::new(rbm)?;
    let q = machine.states;
    if !sites.is_sorted_by(|a, b| a < b) || sites[2] >= machine.sites {
        return Err(RbmError::Value {
            what: "the set of sites",
            found: format!("{{{}, {}, {}}}", sites[0], sites[1], sites[2]),
            expected: format!("it can be three ascending sites below {}", machine.sites),
        });
    }
    let mut block = Array3::zeros((q, q, q));
    let rows = machine.sites * q;
    for (&bias, weights) in machine.biases.iter().zip(machine.weights.chunks_exact(rows)) {
        for_nodes(bias, weights, q, |node| {
            let r = node.deviations();
            let at = |site: usize, state: usize| r[site * q + state];
            for ((a, b, c), sum) in block.indexed_iter_mut() {
                let product = times(times(at(sites[0], a), at(sites[1], b)), at(sites[2], c));
                *sum += times(node.factor, product)[0];
            }
        });
    }
    Ok(block)
}

/// What a hidden unit adds to the fields, and its nodes as rows of two factors of the pairs.
#[derive(Default)]
struct UnitRows {
    fields: Vec<f64>,
    scaled: Vec<f64>,
    factors: Vec<f64>,
}

/// A complex number: its real and imaginary parts.
type Complex = [f64; 2];

fn times([a, b]: Complex, [c, d]: Complex) -> Complex {
    [a * c - b * d, a * d + b * c]
}

/// A node of the integral.
struct PottsNode<'a> {
    /// G dk.
    factor: Complex,
    rotation: &'a Rotation,
    /// φ of each site.
    averages: &'a [Complex],
}

impl PottsNode<'_> {
    /// r of each site and state.
    fn deviations(&self) -> Vec<Complex> {
        let states = self.rotation.sines.len() / self.averages.len().max(1);
        let sites = self.averages.iter().flat_map(|&[a, b]| {
            let square = a * a + b * b;
            std::iter::repeat_n([a / square, -b / square], states)
        });
        let phases = self.rotation.cosines.iter().zip(&self.rotation.sines);
        phases
            .zip(sites)
            .map(|((&cos, &sin), inverse)| {
                let [re, im] = times([cos, sin], inverse);
                [re - 1.0, im]
            })
            .collect()
    }
}

/// Gives the nodes of a hidden unit that are not negligible.
fn for_nodes(bias: f64, weights: &[f64], states: usize, mut of_node: impl FnMut(&PottsNode<'_>)) {
    let (step, count) = spacing(bias, weights, states);
    let mut rotation = Rotation::new(weights.len());
    let mut averages = vec![[0.0; 2]; weights.len() / states];
    for number in 0..count {
        let k = (number as f64 + 0.5) * step;
        rotation.turn_to(number, k, weights, step);
        let sites = rotation.cosines.chunks_exact(states).zip(rotation.sines.chunks_exact(states));
        let (mut product, mut smallest) = ([1.0, 0.0], [1.0_f64; 2]);
        for (average, (cosines, sines)) in averages.iter_mut().zip(sites) {
            *average = [cosines, sines].map(|values| values.iter().sum::<f64>() / states as f64);
            product = times(product, *average);
            let size = average[0].hypot(average[1]);
            if size < smallest[0] {
                smallest = [size, smallest[0]];
            } else if size < smallest[1] {
                smallest[1] = size;
            }
        }
        let measure = -step / (k * (PI * k).sinh());
        let (sin, cos) = (k * bias).sin_cos();
        let factor = times([measure * cos, measure * sin], product);
        // |r| ≤ 2/|φ|.
        if 4.0 * factor[0].hypot(factor[1]) >= NEGLIGIBLE * smallest[0] * smallest[1] {
            of_node(&PottsNode { factor, rotation: &rotation, averages: &averages });
        }
    }
}

/// dk and the number of nodes.
fn spacing(bias: f64, weights: &[f64], states: usize) -> (f64, usize) {
    let (mut sum, mut variance, mut largest) = (0.0, 0.0, 0.0_f64);
    for site in weights.chunks_exact(states) {
        let most = site.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
        sum += most;
        largest = largest.max(most);
        variance += site.iter().map(|weight| weight * weight).sum::<f64>() / states as f64;
    }
    let bound = bias.abs() + (DEVIATIONS * variance.sqrt() + 2.0 * largest).min(sum);
    let step = 2.0 * PI / (bound + CLEARANCE);
    (step, (LARGEST_WAVENUMBER / step).ceil() as usize)
}
