//! `glassbox couplings`: fields, pairs and triples of the visible units, read off a machine.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use ndarray::{Array2, Ix2};
use serde_json::{Value, json};

use crate::cli::common::{CliError, Common, check_memory};
use crate::cli::progress::Work;
use crate::cli::run_file::RunSelection;
use crate::io::datasets::ising_truth;
use crate::io::export;
use crate::io::export::arrays::{self, NamedArray, Numbers};
use crate::io::ising_file;
use crate::io::text::{grouped, plain};
use crate::physics::arrays::shaped;
use crate::physics::couplings::{
    Comparison, CouplingMethod, EffectiveCouplings, Expansion, ExpansionSettings, HighestOrder, PottsExpansion,
    unit_contributions,
};
use crate::physics::ising::{IsingModel, Triple};
use crate::physics::potts::PottsCouplings;
use crate::physics::rbm::{Checkpoint, Rbm, VisibleUnits};
use crate::physics::stop::NEVER;

/// Couplings shown of each order, and pairs whose units are listed, unless asked for otherwise.
const SHOWN: usize = 10;

/// The couplings that a machine has learnt.
#[derive(Args, Clone, Debug)]
pub struct CouplingsArgs {
    #[command(flatten)]
    run: RunSelection,
    /// How the hidden units are summed over
    #[arg(long, value_enum, default_value = "exact")]
    method: Method,
    /// The highest order: 1 fields, 2 and pairs, 3 and triples
    #[arg(long, value_name = "1|2|3", default_value = "2", allow_negative_numbers = true, value_parser = order)]
    order: HighestOrder,
    /// Keep the N largest triples (all unless given), and show N couplings of each order (10 unless given)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    top: Option<usize>,
    /// What each hidden unit adds to the largest pairs
    #[arg(long)]
    units: bool,
    /// The true couplings, to compare with: fields, pairs and perhaps triples, as `ising sample` writes them; those of the
    /// data, unless given, where these are `ising:…`
    #[arg(long, value_name = "FILE.npz")]
    truth: Option<PathBuf>,
    /// Write the couplings of the last checkpoint: fields, pairs (site, site), triples (i, j, k, value), with --units
    /// unit_pairs and unit_values; of Potts units pairs are norms, and blocks (pair, state, state) the couplings
    #[arg(long, value_name = "FILE.npz")]
    out: Option<PathBuf>,
}

/// How the hidden units are summed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// To rounding
    Exact,
    /// The field of the other sites taken as Gaussian
    Gaussian,
    /// The expansion in {0, 1} units
    LatticeGas,
}

impl From<Method> for CouplingMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::Exact => Self::Exact,
            Method::Gaussian => Self::Gaussian,
            Method::LatticeGas => Self::LatticeGas,
        }
    }
}

/// Reads 1, 2 or 3.
fn order(text: &str) -> Result<HighestOrder, String> {
    let orders = [HighestOrder::Fields, HighestOrder::Pairs, HighestOrder::Triples];
    let found = orders.into_iter().find(|order| order.number().to_string() == text);
    found.ok_or_else(|| "expected 1, 2 or 3".to_owned())
}

/// The couplings of one checkpoint.
struct Found {
    update: u64,
    /// Of Potts units the norms of pairs, without fields.
    couplings: EffectiveCouplings,
    potts: Option<PottsCouplings>,
    comparison: Option<Comparison>,
}

pub fn run(args: &CouplingsArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if let Some(file) = &args.out {
        common.check_output(file, args.truth.iter().map(PathBuf::as_path).chain([args.run.run.as_path()]))?;
    }
    let given = args.truth.as_deref().map(ising_file::read).transpose()?;
    let archive = args.run.read(common)?;
    let Some(last) = archive.trajectory.last() else { return Ok(()) };
    let settings = ExpansionSettings {
        method: args.method.into(),
        order: args.order,
        most_triples: args.top.unwrap_or(usize::MAX),
    };
    check(args, given.as_ref(), &last.rbm)?;
    // Data of an Ising model say which it was; the lattice gas has other coefficients.
    let recorded = archive.own.as_ref().and_then(|own| own.data.as_ref()).filter(|_| settings.method.is_of_spins());
    let truth = given.or_else(|| recorded.and_then(ising_truth));
    let machine = Rbm::<f64>::from(&*last.rbm);
    let needed = match machine.visible() {
        VisibleUnits::Potts(_) => PottsExpansion::bytes(&machine),
        _ => Expansion::bytes(&machine, settings).map_err(CliError::failed)?,
    };
    check_memory("The computation of the couplings", needed)?;
    let checkpoints = &archive.trajectory.checkpoints;
    let work = Work::begin("checkpoints", checkpoints.len() as u64);
    let mut found = Vec::new();
    for checkpoint in checkpoints {
        let Some(one) = couplings(checkpoint, settings, truth.as_ref(), &work)? else { break };
        found.push(one);
        work.advance(found.len() as u64);
    }
    work.finish();
    let done = found.len();
    let Some(newest) = found.last() else { return work.checkpoints_interrupted(0, checkpoints.len()) };
    let units = if args.units { contributions(args, checkpoints, newest)? } else { Vec::new() };
    if let Some(file) = &args.out {
        write_arrays(file, common.overwrite, newest, &units)?;
    }
    if common.json {
        common.answer(out, &object(args, &found, newest, &units))?;
    } else {
        report(args, &found, newest, &units, out)?;
        if let Some(file) = &args.out {
            writeln!(out, "wrote the couplings of update {} to {}", grouped(newest.update as usize), plain(file))?;
        }
    }
    work.checkpoints_interrupted(done, checkpoints.len())
}

/// Refuses what there is not for this machine.
fn check(args: &CouplingsArgs, truth: Option<&IsingModel>, rbm: &Rbm) -> Result<(), CliError> {
    let usage = |sentence: &str| Err(CliError::Usage(sentence.to_owned()));
    if matches!(rbm.visible(), VisibleUnits::Potts(_)) {
        if args.method != Method::Exact {
            return usage("--method: couplings of Potts units are computed exactly; leave it out");
        }
        if args.order > HighestOrder::Pairs || args.units || truth.is_some() {
            return usage("--order 3, --units and --truth are for binary units; these are Potts units");
        }
    }
    let Some(truth) = truth else { return Ok(()) };
    if args.method == Method::LatticeGas {
        return usage("--truth: the coefficients of the lattice gas are not those of ±1 spins; leave out --method");
    }
    if truth.spins() != rbm.sites() {
        let sentence = format!("--truth has {} spins; the machine has {} visible units", truth.spins(), rbm.sites());
        return Err(CliError::Failed(sentence));
    }
    Ok(())
}

/// The couplings of a checkpoint; `None` after Ctrl-C.
fn couplings(
    checkpoint: &Checkpoint,
    settings: ExpansionSettings,
    truth: Option<&IsingModel>,
    work: &Work,
) -> Result<Option<Found>, CliError> {
    let (update, rbm) = (checkpoint.update, Rbm::<f64>::from(&*checkpoint.rbm));
    if matches!(rbm.visible(), VisibleUnits::Potts(_)) {
        let mut expansion = PottsExpansion::new(&rbm).map_err(CliError::failed)?;
        while expansion.step() {
            if work.stopped() {
                return Ok(None);
            }
        }
        let potts = expansion.couplings().map_err(CliError::failed)?;
        let couplings = EffectiveCouplings { pairs: potts.frobenius_norms(None), ..EffectiveCouplings::default() };
        return Ok(Some(Found { update, couplings, potts: Some(potts), comparison: None }));
    }
    let mut expansion = Expansion::new(&rbm, settings).map_err(CliError::failed)?;
    while expansion.step() {
        if work.stopped() {
            return Ok(None);
        }
    }
    let couplings = expansion.couplings();
    let comparison = truth.and_then(|truth| Comparison::new(&couplings, truth));
    Ok(Some(Found { update, couplings, potts: None, comparison }))
}

/// The pairs of largest absolute value, largest first.
fn largest_pairs(couplings: &EffectiveCouplings, count: usize) -> Vec<(usize, usize, f64)> {
    let mut pairs: Vec<_> = all_pairs(couplings).collect();
    pairs.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
    pairs.truncate(count);
    pairs
}

fn all_pairs(couplings: &EffectiveCouplings) -> impl Iterator<Item = (usize, usize, f64)> {
    let size = couplings.pairs.nrows();
    (0..size).flat_map(move |i| (i + 1..size).map(move |j| (i, j, couplings.pairs[[i, j]])))
}

/// What each hidden unit adds to a pair.
struct OfPair {
    sites: [usize; 2],
    by_unit: Vec<f64>,
}

fn contributions(
    args: &CouplingsArgs,
    checkpoints: &[Arc<Checkpoint>],
    newest: &Found,
) -> Result<Vec<OfPair>, CliError> {
    let Some(checkpoint) = checkpoints.iter().find(|checkpoint| checkpoint.update == newest.update) else {
        return Ok(Vec::new());
    };
    let rbm = Rbm::<f64>::from(&*checkpoint.rbm);
    let pairs = largest_pairs(&newest.couplings, args.top.unwrap_or(SHOWN));
    let of_pair = |(i, j, _)| {
        let by_unit = unit_contributions(&rbm, &[i, j], args.method.into(), NEVER).map_err(CliError::failed)?;
        Ok(OfPair { sites: [i, j], by_unit: by_unit.unwrap_or_default() })
    };
    pairs.into_iter().map(of_pair).collect()
}

fn object(args: &CouplingsArgs, found: &[Found], newest: &Found, units: &[OfPair]) -> Value {
    let rms = |of: &Found| of.comparison.map(|comparison| comparison.pairs.rms_error);
    let checkpoints: Vec<Value> = found
        .iter()
        .map(|one| {
            let of = |kind: fn(&Comparison) -> f64| one.comparison.as_ref().map(kind);
            json!({
                "update": one.update,
                "error_rms": rms(one),
                "coupled_mean": of(|compared| compared.coupled_pairs.mean),
                "coupled_error_rms": of(|compared| compared.coupled_pairs.rms_error),
                "uncoupled_error_rms": of(|compared| compared.uncoupled_pairs.rms_error),
            })
        })
        .collect();
    let couplings = &newest.couplings;
    let fields: Value = match &newest.potts {
        Some(potts) => potts.fields().outer_iter().map(|site| site.to_vec()).collect(),
        None => json!(couplings.fields),
    };
    let triple = |triple: &Triple| json!([triple.i, triple.j, triple.k, triple.value]);
    json!({
        "update": newest.update,
        "method": args.method.to_possible_value().map(|value| value.get_name().to_owned()),
        "constant": couplings.constant,
        "fields": fields,
        "pairs": all_pairs(couplings).map(|(i, j, value)| json!([i, j, value])).collect::<Vec<Value>>(),
        "triples": couplings.triples.iter().map(triple).collect::<Vec<Value>>(),
        "error_rms": rms(newest),
        "units": units.iter().map(|of| json!({ "pair": of.sites, "by_unit": of.by_unit })).collect::<Vec<Value>>(),
        "checkpoints": checkpoints,
        "out": args.out.as_ref().map(|file| file.to_string_lossy()),
    })
}

/// The errors of all checkpoints, then the largest couplings of the last.
fn report(
    args: &CouplingsArgs,
    found: &[Found],
    newest: &Found,
    units: &[OfPair],
    out: &mut dyn Write,
) -> Result<(), CliError> {
    if newest.comparison.is_some() {
        writeln!(out, "{:>10}  {:>13}  {:>13}  {:>13}  rms error of", "update", "true pairs", "other pairs", "fields")?;
        for one in found {
            let Some(compared) = &one.comparison else { continue };
            let errors = [compared.coupled_pairs, compared.uncoupled_pairs, compared.fields].map(|of| of.rms_error);
            let [coupled, uncoupled, fields] = errors;
            let update = grouped(one.update as usize);
            writeln!(out, "{update:>10}  {coupled:>13.6}  {uncoupled:>13.6}  {fields:>13.6}")?;
        }
    }
    let shown = args.top.unwrap_or(SHOWN);
    let couplings = &newest.couplings;
    let what = if newest.potts.is_some() { "norms of the pairs" } else { "couplings" };
    writeln!(out, "{what} of update {}, the largest", grouped(newest.update as usize))?;
    let mut fields: Vec<(usize, f64)> = couplings.fields.iter().copied().enumerate().collect();
    fields.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    for (site, value) in fields.into_iter().take(shown) {
        writeln!(out, "{:>18}  {value:>10.6}", format!("H {site}"))?;
    }
    for (i, j, value) in largest_pairs(couplings, shown) {
        write!(out, "{:>18}  {value:>10.6}", format!("J {i} {j}"))?;
        if let Some(of) = units.iter().find(|of| of.sites == [i, j]) {
            write!(out, "  {}", largest_units(&of.by_unit))?;
        }
        writeln!(out)?;
    }
    for Triple { i, j, k, value } in couplings.triples.iter().take(shown) {
        writeln!(out, "{:>18}  {value:>10.6}", format!("J {i} {j} {k}"))?;
    }
    Ok(())
}

/// The three hidden units that add most.
fn largest_units(by_unit: &[f64]) -> String {
    let mut units: Vec<(usize, f64)> = by_unit.iter().copied().enumerate().collect();
    units.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let shown: Vec<String> = units.iter().take(3).map(|(unit, value)| format!("unit {unit}: {value:.4}")).collect();
    shown.join(", ")
}

fn write_arrays(file: &Path, overwrite: bool, of: &Found, units: &[OfPair]) -> Result<(), CliError> {
    let mut named = export::couplings::named(&of.couplings, of.potts.as_ref()).map_err(CliError::failed)?;
    if !units.is_empty() {
        let pairs: Vec<[u64; 2]> = units.iter().map(|of| of.sites.map(|site| site as u64)).collect();
        let values: Vec<f64> = units.iter().flat_map(|of| of.by_unit.iter().copied()).collect();
        let shape = Ix2(units.len(), values.len() / units.len());
        let values = shaped("unit_values", values, shape).map_err(CliError::failed)?;
        named.push(NamedArray { name: "unit_pairs", numbers: Numbers::Whole(Array2::from(pairs).into_dyn()) });
        named.push(NamedArray { name: "unit_values", numbers: Numbers::Double(values.into_dyn()) });
    }
    Ok(arrays::write(file, overwrite, &named)?)
}
