//! What a Boltzmann machine is to learn, from the words of the command line.

use std::sync::Arc;

use crate::cli::common::{CliError, Common, DataFilter};
use crate::engine::boltzmann::{BoltzmannData, OwnRows};
use crate::physics::boltzmann::Preset;

/// The sample size that standard errors are of where data are a distribution.
const USUAL_SAMPLES: usize = 1000;

/// What is learned, and how many rows it comes from.
pub(super) struct Given {
    pub(super) data: BoltzmannData,
    pub(super) rows: usize,
}

/// A preset, or the rows that `text` names.
pub(super) fn data(text: &str, filter: &DataFilter, common: &Common) -> Result<Given, CliError> {
    if let Some(name) = text.strip_prefix("preset:") {
        if let Some(option) = filter.given().next() {
            return Err(CliError::Usage(format!("{option}: {text} is a distribution and has no rows to choose from")));
        }
        let data = BoltzmannData::Preset(preset(name, common)?);
        return Ok(Given { data, rows: USUAL_SAMPLES });
    }
    let data = filter.open(text, common)?;
    if !data.is_binary() {
        let found = format!("{} has {} values per site; a Boltzmann machine needs two", data.name, data.states);
        return Err(CliError::failed(found));
    }
    let rows = OwnRows {
        name: data.name.clone(),
        visible: data.columns(),
        values: data.values.as_slice().into(),
        weights: Arc::default(),
    };
    Ok(Given { data: BoltzmannData::Rows(rows), rows: data.rows() })
}

/// Reads `parity:3` and its like.
fn preset(name: &str, common: &Common) -> Result<Preset, CliError> {
    let wrong = || {
        let known = "parity:BITS, xor, shifter:BITS, encoder:UNITS and random:BITS";
        CliError::Usage(format!("preset:{name} is not known; there are {known}"))
    };
    let (kind, number) = name.split_once(':').map_or((name, None), |(kind, number)| (kind, Some(number)));
    let number = number.map(|number| number.parse::<usize>().map_err(|_not_a_number| wrong())).transpose()?;
    let preset = match (kind, number) {
        ("parity", bits) => Preset::Parity { bits: bits.unwrap_or(3) },
        ("xor", None) => Preset::ExclusiveOr,
        ("shifter", bits) => Preset::Shifter { bits: bits.unwrap_or(3) },
        ("encoder", group) => Preset::Encoder { group: group.unwrap_or(4) },
        ("random", bits) => Preset::Random { bits: bits.unwrap_or(4), seed: common.seed() },
        _ => return Err(wrong()),
    };
    // What is out of range is a wrong word, not a failure.
    preset.target().map_err(|error| CliError::Usage(format!("preset:{name}: {error}")))?;
    Ok(preset)
}
