//! What decides between a formula as printed and the right one: small simulations, and sums over all states.

use ndarray::Array2;

use crate::physics::boltzmann::{BoltzmannError, Exact, Links, Machine, Target, Topology, Units};
use crate::physics::hopfield::balanced::balanced_patterns;
use crate::physics::hopfield::dense::{Degree, Interaction};
use crate::physics::hopfield::mixtures_at_rest::mixtures_at_rest;
use crate::physics::hopfield::{Acceptance, LearningRule, Network, NetworkError};
use crate::physics::seed::{Seed, Stream, uniform};
use crate::physics::spins::{Pattern, dot};
use crate::physics::statistics::Moments;
use crate::physics::stop::Stop;

/// Sites of a network in which the signs of five patterns come equally often.
const BALANCED_SITES: usize = 64;
/// The step of a derivative by differences: its error is of the order of its square.
const STEP: f64 = 1e-3;
/// Sweeps until a mixture is in equilibrium, and those that are averaged.
const SWEEPS: [usize; 2] = [50, 100];
/// How far below and above the capacity errors are counted.
const AROUND: f64 = 1.1;

/// Why nothing was decided.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DecidedError {
    /// The computation was given up.
    #[error("the computation was stopped")]
    Stopped,
    /// There is no such network.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// There is no such machine.
    #[error(transparent)]
    Machine(#[from] BoltzmannError),
    /// No error was seen, so that no capacity follows.
    #[error("no unstable spin was seen in {0} networks; more networks are needed")]
    TooFew(u64),
}

/// A measured value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Its mean.
    pub mean: f64,
    /// The standard error; 0 of what has none.
    pub standard_error: f64,
}

impl Measured {
    /// The mean of independent values.
    fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let moments = Moments::of(values);
        Self { mean: moments.mean, standard_error: moments.standard_error() }
    }

    /// A sum over all states.
    const fn exact(mean: f64) -> Self {
        Self { mean, standard_error: 0.0 }
    }
}

fn random_patterns(count: usize, size: usize, seed: Seed, index: u64) -> Vec<Pattern> {
    let mut rng = seed.indexed(Stream::Patterns, index);
    (0..count).map(|_| Pattern::random(size, &mut rng)).collect()
}

/// The fraction of unstable spins of the stored patterns of some networks with random patterns.
///
/// # Errors
/// A network of this size cannot be stored, or the computation was given up.
pub fn unstable_spins(
    (size, patterns): (usize, usize),
    rule: LearningRule,
    networks: u64,
    (seed, stop): (Seed, Stop<'_>),
) -> Result<Measured, DecidedError> {
    let mut fractions = Vec::new();
    for index in 0..networks {
        let network = Network::store(&random_patterns(patterns, size, seed, index), rule)?;
        let mut unstable = 0;
        for mu in 0..patterns {
            if stop() {
                return Err(DecidedError::Stopped);
            }
            unstable += network.unstable(mu);
        }
        fractions.push(unstable as f64 / (patterns * size) as f64);
    }
    Ok(Measured::of(fractions))
}

/// The mean difference of two energies, one spin of a stored pattern being reversed, over all its spins; and the network.
///
/// # Errors
/// A network of this size cannot be stored.
pub fn reversal(
    (size, patterns): (usize, usize),
    rule: LearningRule,
    seed: Seed,
) -> Result<(Network, Measured), DecidedError> {
    let network = Network::store(&random_patterns(patterns, size, seed, 0), rule)?;
    let start: Vec<i8> = network.patterns().first().map(|pattern| pattern.spins().to_vec()).unwrap_or_default();
    let before = network.energy(&start);
    let after = (0..start.len()).map(|site| {
        let spins: Vec<i8> = start.iter().enumerate().map(|(i, &spin)| if i == site { -spin } else { spin }).collect();
        network.energy(&spins) - before
    });
    let measured = Measured::of(after);
    Ok((network, measured))
}

/// How many mixtures of three of five balanced patterns there are: the different fixed points among sign(Σ ± ξ).
///
/// # Errors
/// Never for this network, whose size is fixed.
pub fn mixtures_of_three(seed: Seed) -> Result<Measured, DecidedError> {
    let patterns = balanced_patterns(5, BALANCED_SITES, &mut seed.stream(Stream::Patterns));
    let network = Network::store(&patterns, LearningRule::Hebb)?;
    Ok(Measured::exact(mixtures_at_rest(&network) as f64))
}

/// The mean spin, times the sign of z, where the three memories of a mixture sum to z = ±1 or ±3: Glauber dynamics of
/// networks with three balanced patterns, started at the mixture.
///
/// # Errors
/// The computation was given up.
pub fn spin_in_mixture(
    (size, sum, temperature): (usize, i8, f64),
    networks: u64,
    (seed, stop): (Seed, Stop<'_>),
) -> Result<Measured, DecidedError> {
    let mut means = Vec::new();
    for index in 0..networks {
        let patterns = balanced_patterns(3, size, &mut seed.indexed(Stream::Patterns, index));
        let mut rng = seed.indexed(Stream::Dynamics, index);
        let columns: Vec<[i8; 3]> = (0..size)
            .map(|site| {
                [0, 1, 2].map(|mu: usize| patterns.get(mu).and_then(|p| p.spins().get(site)).copied().unwrap_or(1))
            })
            .collect();
        let z = |column: &[i8; 3]| column.iter().sum::<i8>();
        let mut spins: Vec<i8> = columns.iter().map(|column| z(column).signum()).collect();
        let mut sums: Vec<i64> = patterns.iter().map(|pattern| dot(pattern.spins(), &spins)).collect();
        let (mut total, mut count) = (0_i64, 0_u64);
        for sweep in 0..SWEEPS.iter().sum() {
            if stop() {
                return Err(DecidedError::Stopped);
            }
            for (column, spin) in columns.iter().zip(&mut spins) {
                let signal: i64 = column.iter().zip(&sums).map(|(&xi, sum)| i64::from(xi) * sum).sum();
                // Without the spin's field on itself, 3/N.
                let field = (signal - 3 * i64::from(*spin)) as f64 / size as f64;
                let up = uniform(&mut rng) < Acceptance::Glauber.probability_of_up(*spin, field, temperature);
                let next = if up { 1 } else { -1 };
                let change = i64::from(next - *spin);
                sums.iter_mut().zip(column).for_each(|(sum, &xi)| *sum += i64::from(xi) * change);
                *spin = next;
                if sweep >= SWEEPS[0] && z(column).abs() == sum {
                    total += i64::from(next * z(column).signum());
                    count += 1;
                }
            }
        }
        means.push(total as f64 / count as f64);
    }
    Ok(Measured::of(means))
}

/// The number of memories at which 1/√(4π ln N) spins of a memory are unstable, which defines the capacity of KH16: between
/// counts below and above `about`, straight on logarithmic axes.
///
/// # Errors
/// A network of this size cannot be stored, no unstable spin was seen, or the computation was given up.
pub fn dense_capacity(
    degree: Degree,
    (size, about): (usize, f64),
    networks: u64,
    (seed, stop): (Seed, Stop<'_>),
) -> Result<Measured, DecidedError> {
    let rule = LearningRule::Dense(Interaction::Polynomial(degree));
    let around = [(about / AROUND).round(), (about * AROUND).round()];
    let mut errors = [Measured::exact(0.0); 2];
    for (index, (error, memories)) in errors.iter_mut().zip(around).enumerate() {
        let seed = seed.numbered(index as u64);
        *error = unstable_spins((size, memories as usize), rule, networks, (seed, stop))?;
        if error.mean <= 0.0 {
            return Err(DecidedError::TooFew(networks));
        }
    }
    let [below, above] = errors;
    let wanted = 1.0 / (4.0 * std::f64::consts::PI * (size as f64).ln()).sqrt() / size as f64;
    let [x, y] = around.map(f64::ln);
    let slope = (above.mean.ln() - below.mean.ln()) / (y - x);
    let middle = f64::midpoint(above.mean.ln(), below.mean.ln());
    let mean = (f64::midpoint(x, y) + (wanted.ln() - middle) / slope).exp();
    let relative = [below, above].map(|error| error.standard_error / error.mean);
    let standard_error = mean * relative[0].hypot(relative[1]) / 2.0 / slope.abs();
    Ok(Measured { mean, standard_error })
}

fn machine(
    (visible, hidden, links): (usize, usize, Links),
    weights: &[(usize, usize, f64)],
    biases: Vec<f64>,
) -> Result<Machine, DecidedError> {
    let mut matrix = Array2::zeros((visible + hidden, visible + hidden));
    for &(i, j, weight) in weights {
        for place in [(i, j), (j, i)] {
            if let Some(entry) = matrix.get_mut(place) {
                *entry = weight;
            }
        }
    }
    let topology = Topology { visible, hidden, units: Units::Binary, links, beta: 1.0 };
    Ok(Machine::new(topology, matrix, biases)?)
}

/// The derivative of the mean log-likelihood by the weight of the first two visible units, at no weights, of data that are
/// always 1: by the difference of two sums over all states.
///
/// # Errors
/// There is no machine of so few or so many units, or the computation was given up.
pub fn first_gradient(visible: usize, hidden: usize, stop: Stop<'_>) -> Result<Measured, DecidedError> {
    let mut ones = vec![0.0; 1 << visible];
    if let Some(last) = ones.last_mut() {
        *last = 1.0;
    }
    let target = Target::from_list(&ones)?;
    let likelihood = |weight: f64| -> Result<f64, DecidedError> {
        let machine = machine((visible, hidden, Links::FULL), &[(0, 1, weight)], vec![0.0; visible + hidden])?;
        Ok(Exact::of(&machine, stop)?.log_likelihood(&target)?)
    };
    Ok(Measured::exact((likelihood(STEP)? - likelihood(-STEP)?) / (2.0 * STEP)))
}

/// The mean of the first hidden unit of a machine of two and two units without weights, over all states.
///
/// # Errors
/// A bias is no finite number, or the computation was given up.
pub fn hidden_mean(visible_bias: f64, hidden_bias: f64, stop: Stop<'_>) -> Result<Measured, DecidedError> {
    let biases = vec![visible_bias, visible_bias, hidden_bias, hidden_bias];
    let exact = Exact::of(&machine((2, 2, Links::RESTRICTED), &[], biases)?, stop)?;
    Ok(Measured::exact(exact.negative().means.get(2).copied().unwrap_or_default()))
}

/// ln Z of units without weights and biases, over all states.
///
/// # Errors
/// There is no machine of so few or so many units, or the computation was given up.
pub fn free_units(visible: usize, hidden: usize, stop: Stop<'_>) -> Result<Measured, DecidedError> {
    let machine = machine((visible, hidden, Links::RESTRICTED), &[], vec![0.0; visible + hidden])?;
    Ok(Measured::exact(Exact::of(&machine, stop)?.log_partition()))
}

/// The mean of the first visible unit over all states, where a bias holds the only hidden unit at 1.
///
/// # Errors
/// A weight or the bias is no finite number, or the computation was given up.
pub fn visible_mean(weights: &[f64], hidden_bias: f64, stop: Stop<'_>) -> Result<Measured, DecidedError> {
    let visible = weights.len();
    let joined: Vec<(usize, usize, f64)> =
        weights.iter().enumerate().map(|(i, &weight)| (i, visible, weight)).collect();
    let mut biases = vec![0.0; visible];
    biases.push(hidden_bias);
    let exact = Exact::of(&machine((visible, 1, Links::RESTRICTED), &joined, biases)?, stop)?;
    Ok(Measured::exact(exact.negative().means.first().copied().unwrap_or_default()))
}
