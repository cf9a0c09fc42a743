//! Rows of an Ising model as data: `ising:GRAPH:SIZE:BETA` or `ising:GRAPH:SIZE:BETA:K`, with the truth they came from.

use std::fmt;

use crate::engine::rbm::DataReference;
use crate::io::text::quoted;
use crate::physics::data::Dataset;
use crate::physics::ising::{self, Graph, IsingModel, IsingSystem, Moves, Plan};
use crate::physics::seed::Seed;
use crate::physics::short::Short;
use crate::physics::spins::GridShape;
use crate::physics::stop::NEVER;

use super::{DataSource, FormatError, MAX_CELLS};

/// Rows where no number is asked for.
const ROWS: usize = 20_000;
/// Sweeps before the first row, and between one and the next of the same chain.
const THERMALISATION: usize = 1000;
const SPACING: usize = 10;
/// Random graphs and couplings are a function of the reference alone: only so is the truth known without the data.
const DISORDER: Seed = Seed(1);

/// Reads what follows `ising:`.
pub fn parse(text: &str) -> Result<IsingSystem, String> {
    let mut parts = text.split(':');
    let mut part = || parts.next().filter(|part| !part.is_empty());
    let (graph, size, beta, three_body) = (part(), part(), part(), part());
    let names = Graph::NAMES.map(|(name, _)| name).join(", ");
    let graph = graph.and_then(Graph::of_name).ok_or_else(|| format!("the graph is one of {names}"))?;
    let size = size.and_then(|size| size.parse().ok()).ok_or("the size is a whole number")?;
    let number = |text: &str| text.parse::<f64>().map_err(|_no_number| format!("{} is no number", quoted(text)));
    let beta = number(beta.ok_or("the inverse temperature follows the size")?)?;
    let three_body = three_body.map_or(Ok(0.0), number)?;
    if parts.next().is_some() {
        return Err("nothing follows the three-body coupling".to_owned());
    }
    let system = IsingSystem { three_body, ..IsingSystem::new(graph, size, beta) };
    system.check().map_err(|error| error.to_string())?;
    Ok(system)
}

/// What [`parse`] reads.
pub fn write(system: &IsingSystem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let IsingSystem { graph, size, beta, three_body, .. } = system;
    write!(f, "ising:{}:{size}:{}", graph.name(), Short(*beta))?;
    if *three_body == 0.0 { Ok(()) } else { write!(f, ":{}", Short(*three_body)) }
}

/// The model that rows of a reference were drawn from; `None` where it names other data.
pub fn truth(reference: &DataReference) -> Option<IsingModel> {
    match reference.source.parse() {
        Ok(DataSource::Ising(system)) => system.model(DISORDER).ok(),
        _ => None,
    }
}

/// Equilibrium rows of a system, 20,000 unless another number is asked for; fewer are the first of more.
pub fn generate(system: &IsingSystem, rows: Option<usize>, seed: Seed) -> Result<Dataset, FormatError> {
    let (rows, spins) = (rows.unwrap_or(ROWS), system.spins());
    if rows.saturating_mul(spins) > MAX_CELLS {
        return Err(FormatError::new(format!("at most {MAX_CELLS} values"), format!("{rows} rows of {spins} spins")));
    }
    let wrong = |error: &dyn fmt::Display| FormatError::new("an Ising model", error.to_string());
    let model = system.model(DISORDER).map_err(|error| wrong(&error))?;
    let moves = Moves::suited_to(&model);
    let plan = Plan { moves, rows, thermalisation: THERMALISATION, spacing: SPACING };
    let samples = ising::sample(&model, plan, seed, NEVER).map_err(|error| wrong(&error))?;
    let name = DataSource::Ising(*system).to_string();
    let mut data = Dataset::new(name, samples.rows.as_slice(), spins, 2);
    data.shape = (system.graph == Graph::Square).then(|| GridShape::new(system.size, system.size));
    Ok(data)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::datasets::{DataOptions, open};

    #[test]
    fn a_reference_gives_rows_and_the_truth() {
        let source: DataSource = "ising:ring:12:0.4:0.1".parse().unwrap();
        assert_eq!(source.to_string(), "ising:ring:12:0.4:0.1");
        let options = DataOptions { rows: Some(2000), ..DataOptions::default() };
        let data = open(&source, &options, Seed(3)).unwrap();
        assert_eq!((data.rows(), data.columns()), (2000, 12));
        let truth = truth(&DataReference { source: source.to_string(), ..DataReference::default() }).unwrap();
        assert_eq!((truth.pairs().len(), truth.triples().len(), truth.pairs()[0].value), (12, 12, 0.4));
        let spin = |value: u8| 2.0 * f64::from(value) - 1.0;
        let products = data.values.iter_rows().map(|row| spin(row[4]) * spin(row[5]));
        let mean = products.sum::<f64>() / 2000.0;
        let ring = ising::Ring { spins: 12, pair: 0.4, field: 0.0, three_body: 0.1 };
        let wanted = ring.averages(1).correlations[1];
        // Four standard errors of 2000 rows.
        assert!((mean - wanted).abs() < 4.0 * 0.021, "{mean} is not {wanted}");
        let fewer = DataOptions { rows: Some(300), ..DataOptions::default() };
        let fewer = open(&source, &fewer, Seed(3)).unwrap();
        assert_eq!(fewer.values, data.values.first(300));
        assert_eq!(super::truth(&DataReference { source: "builtin:zoo".to_owned(), ..DataReference::default() }), None);
    }

    #[test]
    fn random_couplings_do_not_depend_on_the_seed_of_the_rows() {
        let open = |seed| {
            let options = DataOptions { rows: Some(40), ..DataOptions::default() };
            open(&"ising:sk:10:0.5".parse().unwrap(), &options, Seed(seed)).unwrap()
        };
        assert_ne!(open(1).values, open(2).values);
        let lattice = generate(&parse("square:4:0.4").unwrap(), Some(10), Seed(1)).unwrap();
        assert_eq!((lattice.shape, lattice.rows()), (Some(GridShape::new(4, 4)), 10));
    }

    #[test]
    fn wrong_forms_are_sentences() {
        for (text, words) in [
            ("ising:cube:4:0.1", "ring, chain, square, random, sk, tree"),
            ("ising:ring:x:0.1", "whole number"),
            ("ising:ring:9", "the inverse temperature follows"),
            ("ising:ring:9:warm", "“warm” is no number"),
            ("ising:ring:2:0.1", "the size is from 3"),
            ("ising:tree:9:0.1:0.2", "three-body couplings on a tree"),
            ("ising:ring:9:0.1:0.2:0.3", "nothing follows"),
        ] {
            let error = text.parse::<DataSource>().unwrap_err();
            assert!(error.is_usage() && error.to_string().contains(words), "{text}: {error}");
        }
    }
}
