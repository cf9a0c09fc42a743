//! `glassbox theory dense`: how many memories a dense network keeps.

use std::f64::consts::LN_2;
use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::cli::common::{CliError, Common, number_within, print_json};
use crate::physics::hopfield::dense::{Degree, Interaction};
use crate::physics::short::Short;
use crate::physics::theory::{dense_capacity, dense_error};

/// The largest network that is asked about.
const LARGEST: u64 = 1 << 40;

/// What a dense memory is asked.
#[derive(Args, Clone, Debug)]
pub struct DenseFormula {
    /// Only `exponential`: F(x) = exp(x) in place of a power
    #[arg(value_name = "exponential", value_parser = ["exponential"], conflicts_with_all = ["order", "rectified", "probability"])]
    function: Option<String>,
    /// The power n of F(x) = xⁿ, 2 to 8
    #[arg(long, value_name = "n", required_unless_present = "function", value_parser = degree)]
    order: Option<Degree>,
    /// F(x) = 0 for negative x: half of the noise
    #[arg(long, requires = "order")]
    rectified: bool,
    /// Number of spins N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=LARGEST))]
    size: u64,
    /// The fraction of unstable bits that is allowed for `k_max_small_error`
    #[arg(long, value_name = "P", default_value_t = 0.005, allow_hyphen_values = true, value_parser = small)]
    probability: f64,
    /// Number of memories K: also gives the probability that a bit of one of them flips in one step
    #[arg(long, value_name = "K")]
    memories: Option<u64>,
    /// Fraction of wrong spins from which all memories are to be recalled by the exponential
    #[arg(long, value_name = "F", default_value_t = 0.0, requires = "function", allow_hyphen_values = true, value_parser = flipped)]
    flip: f64,
}

fn degree(text: &str) -> Result<Degree, String> {
    let number: u64 = text.parse().map_err(|_no_number| format!("{text} is not a whole number"))?;
    let small = u8::try_from(number).unwrap_or(u8::MAX);
    Degree::new(small)
        .map_err(|_no_degree| crate::physics::hopfield::dense::interaction::DegreeError(number).to_string())
}

fn small(text: &str) -> Result<f64, String> {
    let number = number_within(text, 0.0, 0.5)?;
    if number < 0.5 {
        Ok(number)
    } else {
        Err("the fraction of unstable bits must be below 0.5, that of chance".to_owned())
    }
}

fn flipped(text: &str) -> Result<f64, String> {
    number_within(text, 0.0, 0.5)
}

pub fn run(formula: &DenseFormula, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    match formula.order {
        Some(degree) => power(formula, degree, common, out),
        None => exponential(formula, common, out),
    }
}

fn power(formula: &DenseFormula, degree: Degree, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let &DenseFormula { rectified, size, probability, memories, .. } = formula;
    let interaction = if rectified { Interaction::Rectified(degree) } else { Interaction::Polynomial(degree) };
    let none = || CliError::failed("there is no such capacity");
    // Half of the noise: twice as many memories.
    let twice = if rectified { 2.0 } else { 1.0 };
    let k_max = twice * dense_capacity::error_free(degree, size).ok_or_else(none)?;
    let printed = dense_capacity::error_free_as_printed(degree, size).ok_or_else(none)?;
    let alpha = dense_capacity::small_error(interaction, probability).ok_or_else(none)?;
    let n = degree.get();
    let small = alpha * (size as f64).powi(i32::from(n) - 1);
    let leading = memories.and_then(|count| dense_capacity::error_probability(interaction, size, count as f64));
    let exact = memories.and_then(|count| dense_error::exact_first_step(interaction, size, count));
    if common.json {
        let object = json!({
            "rule": interaction.name(), "order": n, "size": size, "k_max": k_max, "k_max_small_error": small,
            "alpha_n": alpha, "probability": probability, "k_max_as_printed": printed, "memories": memories,
            "error_leading": leading, "error_exact": exact.map(|step| step.error), "tie_exact": exact.map(|step| step.tie),
        });
        return print_json(out, &object);
    }
    writeln!(out, "{}, N = {size}: E = -sum over memories of F(overlap), F(x) = x^{n}", interaction.title())?;
    writeln!(out, "K_max = {}  hardly a bit of a memory is unstable up to here", figure(k_max))?;
    writeln!(
        out,
        "K = {}  up to here at most {} of the bits are (alpha_n = {alpha:.8})",
        figure(small),
        Short(probability)
    )?;
    writeln!(out, "as printed with (2n-3)! and ln^2 N: {}  too few, and for n = 2 not N/(2 ln N)", figure(printed))?;
    if let (Some(count), Some(leading)) = (memories, leading) {
        let exact = exact.map_or_else(|| "not computed at this size".to_owned(), |step| format!("{:e}", step.error));
        writeln!(out, "K = {count}: one-step error {leading:e} to leading order, exactly {exact}")?;
    }
    Ok(())
}

/// A number of memories.
fn figure(count: f64) -> String {
    if count < 1e12 { format!("{count:.4}") } else { format!("{count:.6e}") }
}

fn exponential(formula: &DenseFormula, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let &DenseFormula { size, flip, memories, .. } = formula;
    let none = || CliError::failed("there is no such capacity");
    let n = size as f64;
    let exact = memories.and_then(|count| dense_error::exact_first_step(Interaction::Exponential, size, count));
    let (guaranteed, typical) =
        (dense_capacity::exponential_guarantee(flip).ok_or_else(none)?, dense_capacity::exponential_typical());
    if common.json {
        // What is too large for a number is null: its logarithm is there.
        let object = json!({
            "rule": Interaction::Exponential.name(), "size": size, "flip": flip,
            "k_max": (guaranteed * n).exp(), "k_max_small_error": (typical * n).exp(),
            "ln_k_max": guaranteed * n, "ln_k_max_small_error": typical * n,
            "alpha_guaranteed": guaranteed, "alpha_typical": typical, "memories": memories,
            "error_exact": exact.map(|step| step.error), "tie_exact": exact.map(|step| step.tie),
        });
        return print_json(out, &object);
    }
    let powers = |alpha: f64| alpha * n / LN_2;
    writeln!(out, "Exponential, N = {size}: E = -sum over memories of exp(overlap)")?;
    let from = if flip > 0.0 { format!("recalled from {} of the spins wrong", Short(flip)) } else { "kept".to_owned() };
    writeln!(out, "K_max = exp({guaranteed:.8} N) = 2^{:.3}  all memories are {from} up to here", powers(guaranteed))?;
    writeln!(out, "K = exp({typical:.8} N) = 2^{:.3}  up to here a typical one still is", powers(typical))?;
    if let (Some(count), Some(exact)) = (memories, exact) {
        writeln!(out, "K = {count}: one-step error exactly {:e}", exact.error)?;
    }
    Ok(())
}
