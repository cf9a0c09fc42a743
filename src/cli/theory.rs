//! `glassbox theory`: formulas with their numbers.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::{theory_as_printed, theory_dense, theory_hidden_unit, theory_ising};
use crate::physics::short::Short;
use crate::physics::theory::lines::{self, Lines};
use crate::physics::theory::mixtures::{self, MOST_COMPONENTS};
use crate::physics::theory::{TheoryError, crosstalk, mean_field, retrieval};

/// Formulas of the theory.
#[derive(Args, Clone, Debug)]
pub struct TheoryArgs {
    #[command(subcommand)]
    formula: Formula,
}

/// One formula.
#[derive(Subcommand, Clone, Debug)]
enum Formula {
    /// Probability that one spin of a stored random pattern is unstable: P = ½ erfc(√(N/2p)) at load α = p/N
    Crosstalk {
        /// The load p/N; gives the probability
        #[arg(
            long,
            required_unless_present = "probability",
            conflicts_with = "probability",
            allow_hyphen_values = true
        )]
        alpha: Option<f64>,
        /// The probability; gives the load
        #[arg(long, allow_hyphen_values = true)]
        probability: Option<f64>,
    },
    /// A single pattern at temperature T: m = tanh(m/T) and its free energy per spin
    MeanField {
        /// The temperature, in units of J
        #[arg(long, allow_hyphen_values = true)]
        temperature: f64,
    },
    /// The symmetric mixture of n memories, for finitely many patterns
    Mixture {
        /// The number n of memories in it
        #[arg(long, allow_hyphen_values = true)]
        components: u32,
        /// The temperature, in units of J
        #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
        temperature: f64,
    },
    /// The retrieval state of p = αN patterns at temperature T, replica-symmetric
    Retrieval {
        /// The load p/N
        #[arg(long, allow_hyphen_values = true)]
        alpha: f64,
        /// The temperature, in units of J
        #[arg(long, allow_hyphen_values = true)]
        temperature: f64,
    },
    /// The lines of the phase diagram at a load: T_g, T_M, T_c and T_R
    ///
    /// Lines that bend back have a second temperature: in JSON `t_m_lower` and `t_c_lower`, null where states last down to
    /// T = 0. `t_r_is_limit` says that `t_r` is its limit for small loads.
    Lines {
        /// The load p/N
        #[arg(long, allow_hyphen_values = true)]
        alpha: f64,
    },
    /// The capacity at T = 0
    Capacity,
    /// How many random memories a dense network keeps: K_max = N^(n-1) / (2 (2n-3)!! ln N) for F(x) = xⁿ, 2^(N/2) for exp
    ///
    /// `k_max` is that of hardly an error, `k_max_small_error` alpha_n N^(n-1) for a fraction --probability of unstable bits;
    /// of the exponential, the number up to which a typical memory is kept.
    Dense(theory_dense::DenseFormula),
    /// An Ising model in one or two dimensions: energy, magnetisation, free energy and correlations per spin
    ///
    /// The coupling of neighbours is 1; without --size the system is infinite.
    Ising(theory_ising::IsingFormula),
    /// What one ±1 hidden unit makes of the spins that it is tied to: fields, pairs, triples and quadruples
    HiddenUnit(theory_hidden_unit::HiddenUnitFormula),
    /// A formula that lecture texts print wrongly, the right one, and a small measurement that decides
    AsPrinted(theory_as_printed::PrintedFormula),
}

pub fn run(args: &TheoryArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    match args.formula {
        Formula::Dense(ref formula) => theory_dense::run(formula, common, out),
        Formula::Ising(ref formula) => theory_ising::run(formula, common, out),
        Formula::HiddenUnit(ref formula) => theory_hidden_unit::run(formula, common, out),
        Formula::AsPrinted(formula) => theory_as_printed::run(formula, common, out),
        Formula::Crosstalk { alpha: Some(alpha), .. } => {
            if !(alpha.is_finite() && alpha >= 0.0) {
                return Err(CliError::Usage(format!("--alpha is {alpha}; a load is a number from 0")));
            }
            answer(alpha, crosstalk::error_probability(alpha), common, out)
        }
        Formula::Crosstalk { probability: Some(probability), .. } => {
            let alpha = crosstalk::load_for_error(probability).ok_or_else(|| {
                CliError::Usage(format!(
                    "--probability is {probability}; the one-step error is at least 0 and below 0.5"
                ))
            })?;
            answer(alpha, probability, common, out)
        }
        Formula::Crosstalk { .. } => Err(CliError::Usage("give --alpha or --probability".to_owned())),
        Formula::MeanField { temperature } => mean_field(temperature, common, out),
        Formula::Mixture { components, temperature } => mixture(components, temperature, common, out),
        Formula::Retrieval { alpha, temperature } => retrieval(alpha, temperature, common, out),
        Formula::Lines { alpha } => lines(alpha, common, out),
        Formula::Capacity => capacity(common, out),
    }
}

/// The refusal in the words of the command line.
fn usage(error: TheoryError) -> CliError {
    CliError::Usage(match error {
        TheoryError::Temperature(value) => {
            format!("--temperature is {value}; a temperature is a finite number from 0")
        }
        TheoryError::Load(value) => format!("--alpha is {value}; a load is a finite number from 0"),
        TheoryError::Components(value) => {
            format!("--components is {value}; mixtures have from 1 to {MOST_COMPONENTS} memories")
        }
        other => other.to_string(),
    })
}

fn answer(alpha: f64, probability: f64, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if common.json {
        return print_json(out, &json!({ "alpha": alpha, "probability": probability }));
    }
    writeln!(out, "load p/N = {}, one-step error = {probability:e}", Short(alpha))?;
    Ok(())
}

fn mean_field(temperature: f64, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let m = mean_field::magnetisation(temperature).map_err(usage)?;
    let free_energy = mean_field::free_energy([m], temperature).map_err(usage)?;
    if common.json {
        return print_json(out, &json!({ "m": m, "free_energy": free_energy }));
    }
    writeln!(out, "T = {temperature}: overlap m = {m:.10}, free energy per spin f = {free_energy:.10}")?;
    Ok(())
}

fn mixture(components: u32, temperature: f64, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let mixture = mixtures::mixture(components, temperature).map_err(usage)?;
    let critical = mixtures::critical_temperature(components).map_err(usage)?;
    let eigenvalues = &mixture.eigenvalues;
    if common.json {
        // An eigenvalue that is absent (n = 1) or infinite (even n at T = 0) is null.
        let object = json!({
            "m": mixture.overlap,
            "free_energy": mixture.free_energy,
            "eigenvalues": [eigenvalues.together, eigenvalues.outside, eigenvalues.among],
            "stable": mixture.is_stable(),
            "critical_temperature": critical,
        });
        return print_json(out, &object);
    }
    writeln!(out, "mixture of {components} at T = {temperature}: overlap m = {:.10} with each", mixture.overlap)?;
    writeln!(out, "free energy per spin f = {:.10}", mixture.free_energy)?;
    write!(
        out,
        "Hessian eigenvalues {:.6} (all together), {:.6} (other memories)",
        eigenvalues.together, eigenvalues.outside
    )?;
    if let Some(among) = eigenvalues.among {
        write!(out, ", {among:.6} (one against another)")?;
    }
    writeln!(out, ": {}", if mixture.is_stable() { "stable" } else { "not stable" })?;
    if let Some(critical) = critical {
        writeln!(out, "stable below T = {critical:.10}")?;
    }
    Ok(())
}

fn retrieval(alpha: f64, temperature: f64, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let (state, phase) = retrieval::phase(alpha, temperature).map_err(usage)?;
    if common.json {
        let object = json!({
            "exists": state.is_some(),
            "m": state.map(|state| state.overlap),
            "q": state.map(|state| state.order),
            "r": state.map(|state| state.noise_power),
            "free_energy": state.map(|state| state.free_energy),
            "phase": phase.name(),
        });
        return print_json(out, &object);
    }
    writeln!(out, "alpha = {}, T = {}: {}", Short(alpha), Short(temperature), phase.name())?;
    match state {
        Some(state) => writeln!(
            out,
            "retrieval state: m = {:.8}, q = {:.8}, r = {:.8}, free energy per spin f = {:.8}",
            state.overlap, state.order, state.noise_power, state.free_energy
        )?,
        None => writeln!(out, "no retrieval state")?,
    }
    Ok(())
}

fn lines(alpha: f64, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let found = lines::lines(alpha).map_err(usage)?;
    let Lines { spin_glass, retrieval, retrieval_from, ground, ground_from, replica, replica_is_asymptotic } = found;
    if common.json {
        let object = json!({
            "t_g": spin_glass,
            "t_m": retrieval,
            "t_m_lower": retrieval_from,
            "t_c": ground,
            "t_c_lower": ground_from,
            "t_r": replica,
            "t_r_is_limit": replica_is_asymptotic,
        });
        return print_json(out, &object);
    }
    // Eight decimals, but not of a line that is beyond them.
    let line = |line: f64| if line < 1e8 { format!("{line:.8}") } else { Short(line).to_string() };
    let text = |found: Option<f64>| found.map_or_else(|| "none at this load".to_owned(), line);
    // A line that bends back ends a range of temperatures at both sides.
    let down_to = |found: Option<f64>| found.map_or_else(String::new, |found| format!(", down to {}", line(found)));
    writeln!(out, "alpha = {}", Short(alpha))?;
    writeln!(out, "T_g = {}  spin glass below", line(spin_glass))?;
    writeln!(out, "T_M = {}  retrieval states below{}", text(retrieval), down_to(retrieval_from))?;
    let from = down_to(ground_from);
    writeln!(out, "T_c = {}  retrieval states are the global minima below{from}", text(ground))?;
    let replica = replica.map_or_else(|| text(None), |line| format!("{line:.4e}"));
    let origin = if replica_is_asymptotic { " (its limit for small loads)" } else { "" };
    writeln!(out, "T_R = {replica}  replica symmetry broken below{origin}")?;
    Ok(())
}

fn capacity(common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let capacity = lines::capacity();
    if common.json {
        let object = json!({
            "alpha_c": capacity.critical_load,
            "m_c": capacity.overlap,
            "error_c": capacity.error_fraction,
            "alpha_1": capacity.ground_load,
        });
        return print_json(out, &object);
    }
    writeln!(out, "alpha_c = {:.10}  retrieval states exist up to this load at T = 0", capacity.critical_load)?;
    let percent = 100.0 * capacity.error_fraction;
    writeln!(out, "m = {:.8}, {percent:.4} % of the spins wrong at alpha_c", capacity.overlap)?;
    writeln!(out, "alpha_1 = {:.10}  they are the ground states up to this load", capacity.ground_load)?;
    Ok(())
}
