//! `glassbox theory as-printed`: formulas that are wrong as printed, the right ones, and a measurement that decides.

use std::io::Write;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::common::{CliError, Common, print_json};
use crate::physics::hopfield::LearningRule;
use crate::physics::hopfield::dense::{Degree, Interaction};
use crate::physics::short::Short;
use crate::physics::stop::NEVER;
use crate::physics::theory::as_printed::{self, PrintedAndRight};
use crate::physics::theory::decided::{self, DecidedError, Measured};

/// Load, spins and networks of the one-step error.
const ALPHA: f64 = 0.138;
const STEP_SIZE: usize = 2000;
const NETWORKS: u64 = 4;
/// Spins and memories where single spins are reversed.
const REVERSED: (usize, usize) = (400, 20);
const REVERSED_DENSE: (u32, usize) = (100, 5);
/// Memories, and those of a mixture.
const MIXTURE: (u32, u32) = (5, 3);
/// Spins, sum of the memories and temperature of a mixture, and its overlap there is that of theory.
const WARM_MIXTURE: (usize, i8, f64) = (8000, 1, 0.3);
const WARM_NETWORKS: u64 = 8;
/// Spins of the dense memory of cubes, and networks.
const DENSE_SIZE: usize = 100;
const DENSE_NETWORKS: u64 = 40;
/// Visible and hidden units, and biases of these.
const GRADIENT: (u32, u32) = (2, 1);
const BIASES: [f64; 2] = [2.0, -1.0];
const FREE: (u32, u32) = (4, 3);
/// Weights of the visible units to a hidden unit, and the bias that holds it at 1.
const WEIGHTS: [f64; 2] = [1.0, -1.0];
const HELD: f64 = 40.0;

/// A formula.
#[derive(Args, Clone, Copy, Debug)]
pub struct PrintedFormula {
    /// Which one
    #[arg(value_enum, value_name = "FORMULA")]
    formula: Formula,
    /// The load of the one-step error
    #[arg(long, default_value_t = ALPHA, value_parser = load, allow_hyphen_values = true)]
    alpha: f64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Formula {
    /// Error of one step at --alpha: erf with 2/√π, not 1/√π
    OneStepError,
    /// Energy change of a spin that is reversed: −Δσ h, not half of it
    EnergyChange,
    /// Number of mixtures of three of five memories: 2ⁿ p!/(n!(p−n)!), not p!/(p−n)!
    Mixtures,
    /// Mean spin in a mixture of three: tanh(m z/T), not m z tanh(m z/T)
    MixtureSpin,
    /// What a reversed spin costs a dense memory of fourth powers: the sum over spins inside F, not outside
    DenseEnergy,
    /// Memories that a dense network of cubes keeps: N²/(2·3!! ln N), not N²/(2·3! ln² N)
    DenseCapacity,
    /// First gradient of a Boltzmann machine: with p(h|v) in the clamped phase, not p(v, h)
    Gradient,
    /// Mean of a hidden unit: by its own bias, not by that of the other layer
    HiddenUnit,
    /// ln Z of units without weights: whole entropies of hidden units, not their halves against each other
    FreeEnergy,
    /// Mean of a visible unit: the field summed over hidden units, not over visible ones
    VisibleUnit,
}

fn load(text: &str) -> Result<f64, String> {
    crate::cli::common::number_within(text, 0.01, 2.0)
}

pub fn run(of: PrintedFormula, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let (printed, measured) = both(of, common).map_err(CliError::failed)?;
    let [as_printed, right] = printed;
    let name = of.formula.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    if common.json {
        let object = json!({
            "formula": name,
            "printed": as_printed,
            "right": right,
            "measured": measured.mean,
            "stderr": measured.standard_error,
            "missed_by": as_printed - measured.mean,
        });
        return print_json(out, &object);
    }
    writeln!(out, "{name}: as printed {}, right {}", Short(as_printed), Short(right))?;
    write!(out, "measured {}", Short(measured.mean))?;
    if measured.standard_error > 0.0 {
        write!(out, " ± {}", Short(measured.standard_error))?;
    }
    writeln!(out)?;
    Ok(())
}

fn both(of: PrintedFormula, common: &Common) -> Result<(PrintedAndRight, Measured), DecidedError> {
    let (seed, stop) = (common.seed(), NEVER);
    let cubes = Degree::ALL[1];
    let fourth = Degree::ALL[2];
    Ok(match of.formula {
        Formula::OneStepError => {
            let patterns = (of.alpha * STEP_SIZE as f64).round() as usize;
            let size = (STEP_SIZE, patterns);
            let measured = decided::unstable_spins(size, LearningRule::Hebb, NETWORKS, (seed, stop))?;
            (as_printed::one_step_error(patterns as f64 / STEP_SIZE as f64), measured)
        }
        Formula::EnergyChange => {
            let (network, measured) = decided::reversal(REVERSED, LearningRule::Hebb, seed)?;
            (mean_energy_change(&network), measured)
        }
        Formula::Mixtures => (as_printed::mixtures(MIXTURE.0, MIXTURE.1), decided::mixtures_of_three(seed)?),
        Formula::MixtureSpin => {
            let (_, sum, temperature) = WARM_MIXTURE;
            let overlap =
                crate::physics::theory::mixtures::mixture(3, temperature).map_or(0.0, |mixture| mixture.overlap);
            let measured = decided::spin_in_mixture(WARM_MIXTURE, WARM_NETWORKS, (seed, stop))?;
            (as_printed::spin_in_mixture(overlap, f64::from(sum), temperature), measured)
        }
        Formula::DenseEnergy => {
            let (size, patterns) = REVERSED_DENSE;
            let rule = LearningRule::Dense(Interaction::Polynomial(fourth));
            let (_, cost) = decided::reversal((size as usize, patterns), rule, seed)?;
            // Networks count energies in n N^(n−1).
            let measured = Measured { mean: cost.mean / 2.0, standard_error: cost.standard_error / 2.0 };
            (as_printed::dense_reversal(fourth, size), measured)
        }
        Formula::DenseCapacity => {
            let both = as_printed::dense_capacity(cubes, DENSE_SIZE as u64).unwrap_or_default();
            let [_, about] = both;
            (both, decided::dense_capacity(cubes, (DENSE_SIZE, about), DENSE_NETWORKS, (seed, stop))?)
        }
        Formula::Gradient => {
            let (visible, hidden) = GRADIENT;
            let measured = decided::first_gradient(visible as usize, hidden as usize, stop)?;
            (as_printed::first_gradient(visible), measured)
        }
        Formula::HiddenUnit => {
            let [visible, hidden] = BIASES;
            (as_printed::hidden_mean(visible, hidden), decided::hidden_mean(visible, hidden, stop)?)
        }
        Formula::FreeEnergy => {
            let (visible, hidden) = FREE;
            let measured = decided::free_units(visible as usize, hidden as usize, stop)?;
            (as_printed::free_units(visible, hidden), measured)
        }
        Formula::VisibleUnit => {
            let weights: [&[f64]; 2] = [&WEIGHTS[..1], &WEIGHTS[1..]];
            (as_printed::visible_mean(&weights, &[1.0], 0), decided::visible_mean(&WEIGHTS, HELD, stop)?)
        }
    })
}

/// The energy change by the fields of the first stored pattern, both ways, averaged over its spins.
fn mean_energy_change(network: &crate::physics::hopfield::Network) -> PrintedAndRight {
    let Some(pattern) = network.patterns().first() else { return [0.0; 2] };
    let fields = network.fields(pattern.spins());
    let mut sums = [0.0; 2];
    for (&spin, field) in pattern.spins().iter().zip(fields) {
        let changes = as_printed::energy_change(spin, field);
        sums.iter_mut().zip(changes).for_each(|(sum, change)| *sum += change);
    }
    sums.map(|sum| sum / pattern.len() as f64)
}
