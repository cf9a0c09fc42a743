//! `glassbox theory hidden-unit`: what one ±1 hidden unit makes of the spins that it is tied to.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::cli::common::{CliError, Common, number_within, print_json};
use crate::physics::couplings::OneUnit;
use crate::physics::couplings::one_unit::symmetric_weight;
use crate::physics::short::Short;

/// The largest weight, bias or coupling: beyond, cosh is no number.
const STRONGEST: f64 = 300.0;
/// The orders that are listed, in the words of the answer.
const ORDERS: [&str; 4] = ["fields", "pairs", "triples", "quadruples"];

/// A hidden unit and its weights.
#[derive(Args, Clone, Debug)]
pub struct HiddenUnitFormula {
    /// The weights to the spins, one for each
    #[arg(long, value_name = "w,…", value_delimiter = ',', value_parser = strength, required_unless_present = "encode", allow_hyphen_values = true)]
    weights: Vec<f64>,
    /// The bias of the hidden unit
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = strength, allow_hyphen_values = true, requires = "weights")]
    bias: f64,
    /// A coupling J of two spins instead: gives the weight of both that makes it, cosh 2w = exp(2|J|); for J < 0 that of one
    /// spin, and minus it that of the other
    #[arg(long, value_name = "J", value_parser = strength, conflicts_with = "weights", allow_hyphen_values = true)]
    encode: Option<f64>,
}

fn strength(text: &str) -> Result<f64, String> {
    number_within(text, -STRONGEST, STRONGEST)
}

pub fn run(formula: &HiddenUnitFormula, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if let Some(coupling) = formula.encode {
        let weight = symmetric_weight(coupling);
        if common.json {
            return print_json(out, &json!({ "coupling": coupling, "weight": weight }));
        }
        writeln!(out, "J = {}: w = {weight:.10}", Short(coupling))?;
        return Ok(());
    }
    let weights = &formula.weights;
    let made = OneUnit::new(weights, formula.bias, &vec![0.0; weights.len()]).map_err(CliError::failed)?;
    let of_order = |order: u32| {
        let sets = made.couplings.iter().enumerate();
        sets.filter(move |(set, _)| set.count_ones() == order).map(|(set, &value)| {
            let spins: Vec<usize> = (0..weights.len()).filter(|spin| set >> spin & 1 == 1).collect();
            (spins, value)
        })
    };
    if common.json {
        let mut object = json!({ "constant": made.couplings.first() });
        for (order, name) in (1..).zip(ORDERS) {
            let rows: Vec<serde_json::Value> = of_order(order)
                .map(|(spins, value)| {
                    let places = spins.into_iter().map(|spin| json!(spin));
                    places.chain([json!(value)]).collect()
                })
                .collect();
            object[name] = json!(rows);
        }
        return print_json(out, &object);
    }
    for (order, name) in (1..).zip(ORDERS) {
        let listed: Vec<String> = of_order(order).map(|(spins, value)| format!("{value:.6} {spins:?}")).collect();
        if !listed.is_empty() {
            writeln!(out, "{name}: {}", listed.join(", "))?;
        }
    }
    Ok(())
}
