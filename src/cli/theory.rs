//! `glassbox theory`: formulas with their numbers.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::common::{CliError, Common, print_json};
use crate::physics::theory::crosstalk;

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
}

/// Runs the command.
pub fn run(args: &TheoryArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    match args.formula {
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
    }
}

fn answer(alpha: f64, probability: f64, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if common.json {
        return print_json(out, &json!({ "alpha": alpha, "probability": probability }));
    }
    writeln!(out, "load p/N = {alpha}, one-step error = {probability:e}")?;
    Ok(())
}
