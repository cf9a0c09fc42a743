//! `glassbox theory ising`: what is known exactly of rings and of the square lattice.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::cli::common::{CliError, Common, number_within, print_json};
use crate::physics::ising::{Graph, IsingSystem, Ring, square_lattice};
use crate::physics::math::log_two_cosh;
use crate::physics::short::Short;

/// Distances at which correlations of a ring are given.
const FARTHEST: usize = 4;
/// The largest inverse temperature, field and coupling: beyond, all spins are equal to the last digit.
const STRONGEST: f64 = 300.0;

/// An Ising model with the coupling 1.
#[derive(Args, Clone, Debug)]
pub struct IsingFormula {
    /// 1: a ring; 2: a square lattice with periodic boundaries
    #[arg(long, value_name = "1|2", value_parser = ["1", "2"])]
    dimension: String,
    /// The inverse temperature
    #[arg(long, value_parser = beta, allow_hyphen_values = true)]
    beta: f64,
    /// Spins of the ring, or of a side of the lattice; infinite unless given
    #[arg(long, value_name = "L", allow_negative_numbers = true)]
    size: Option<usize>,
    /// The field of each spin, dimensionless (one dimension, with --size)
    #[arg(long, value_name = "H", default_value_t = 0.0, value_parser = strength, allow_hyphen_values = true)]
    field: f64,
    /// The coupling of three consecutive spins, dimensionless (one dimension, with --size)
    #[arg(long, value_name = "K", default_value_t = 0.0, value_parser = strength, allow_hyphen_values = true)]
    three_body: f64,
}

fn beta(text: &str) -> Result<f64, String> {
    number_within(text, 0.0, STRONGEST)
}

fn strength(text: &str) -> Result<f64, String> {
    number_within(text, -STRONGEST, STRONGEST)
}

/// What is printed, per spin and in units of the coupling.
struct Answer {
    energy: f64,
    magnetisation: f64,
    log_partition: f64,
    correlation: Vec<f64>,
    triple: Option<f64>,
}

pub fn run(formula: &IsingFormula, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let two = formula.dimension == "2";
    let fields = formula.field != 0.0 || formula.three_body != 0.0;
    if fields && (two || formula.size.is_none()) {
        let sentence = "--field and --three-body are known exactly on a ring: with --dimension 1 and --size";
        return Err(CliError::Usage(sentence.to_owned()));
    }
    if let Some(size) = formula.size {
        let graph = if two { Graph::Square } else { Graph::Ring };
        let system = IsingSystem { three_body: formula.three_body, ..IsingSystem::new(graph, size, formula.beta) };
        system.check().map_err(|error| CliError::Usage(format!("--size: {error}")))?;
    }
    if formula.three_body != 0.0 && formula.size == Some(3) {
        return Err(CliError::Usage("--size is 3; with --three-body a ring has at least 4 spins".to_owned()));
    }
    let answer = match formula.size {
        Some(size) if two => torus(size, formula.beta),
        None if two => lattice(formula.beta),
        Some(size) => ring(size, formula),
        None => chain(formula.beta),
    };
    let beta = formula.beta;
    // At β = 0 the entropy alone is left, and the free energy −T ln Z has no finite value.
    let free_energy = (beta > 0.0).then(|| -answer.log_partition / beta);
    if common.json {
        let mut object = json!({
            "energy": answer.energy,
            "magnetization": answer.magnetisation,
            "free_energy": free_energy,
            "log_z_per_spin": answer.log_partition,
            "correlation": answer.correlation,
        });
        if two {
            object["beta_c"] = json!(square_lattice::critical_beta());
        }
        if let Some(triple) = answer.triple {
            object["triple"] = json!(triple);
        }
        return print_json(out, &object);
    }
    let name = match (two, formula.size) {
        (true, Some(size)) => format!("torus of {size} × {size} spins"),
        (true, None) => "infinite square lattice".to_owned(),
        (false, Some(size)) => format!("ring of {size} spins"),
        (false, None) => "infinite chain".to_owned(),
    };
    writeln!(out, "{name} at beta = {}", Short(beta))?;
    writeln!(out, "energy per spin u = {:.12}", answer.energy)?;
    let free = free_energy.map_or_else(|| "-infinity".to_owned(), |free| format!("{free:.12}"));
    writeln!(out, "free energy per spin f = {free}  (ln Z / N = {:.12})", answer.log_partition)?;
    writeln!(out, "magnetisation m = {:.12}", answer.magnetisation)?;
    let correlations = answer.correlation.iter().enumerate();
    let listed: Vec<String> =
        correlations.map(|(before, correlation)| format!("{correlation:.10} (r = {})", before + 1)).collect();
    writeln!(out, "correlation <s_i s_i+r> = {}", listed.join(", "))?;
    if let Some(triple) = answer.triple {
        writeln!(out, "three consecutive spins <s s s> = {triple:.10}")?;
    }
    if two {
        let critical = square_lattice::critical_beta();
        let side = if beta > critical { "ordered" } else { "disordered" };
        writeln!(out, "beta_c = {critical:.12}: {side}")?;
    }
    Ok(())
}

fn lattice(beta: f64) -> Answer {
    let energy = square_lattice::energy(beta);
    Answer {
        energy,
        magnetisation: square_lattice::magnetisation(beta),
        log_partition: square_lattice::log_partition(beta),
        // Two couplings per spin.
        correlation: vec![-0.5 * energy],
        triple: None,
    }
}

fn torus(side: usize, beta: f64) -> Answer {
    let spins = (side * side) as f64;
    // Kaufman's products begin at β > 0; there each spin is free.
    let torus = if beta > 0.0 {
        square_lattice::torus(side, beta)
    } else {
        square_lattice::Torus { log_partition: spins * std::f64::consts::LN_2, energy: 0.0 }
    };
    Answer {
        energy: torus.energy,
        magnetisation: 0.0,
        log_partition: torus.log_partition / spins,
        correlation: vec![-0.5 * torus.energy],
        triple: None,
    }
}

/// The ring that has no end: t^r with t = tanh β.
fn chain(beta: f64) -> Answer {
    let t = beta.tanh();
    Answer {
        energy: -t,
        magnetisation: 0.0,
        log_partition: log_two_cosh(beta),
        correlation: (1..=FARTHEST).map(|r| t.powi(r as i32)).collect(),
        triple: None,
    }
}

fn ring(size: usize, formula: &IsingFormula) -> Answer {
    let three_body = formula.three_body;
    let ring = Ring { spins: size, pair: formula.beta, field: formula.field, three_body };
    let averages = ring.averages(FARTHEST.min(size - 1));
    let correlation: Vec<f64> = averages.correlations.into_iter().skip(1).collect();
    Answer {
        energy: -correlation.first().copied().unwrap_or(0.0),
        magnetisation: averages.magnetisation,
        log_partition: averages.log_partition / size as f64,
        correlation,
        triple: (three_body != 0.0).then_some(averages.triple),
    }
}
