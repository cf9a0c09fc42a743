//! `glassbox contacts`: pairs of sites that couple, from aligned sequences, held against the contacts of a structure.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use ndarray::{Array2, Array4};
use serde_json::{Map, Value, json};

use crate::cli::common::{Choice, CliError, Common, DataSelection, check_memory, number_within, one_of};
use crate::cli::progress::Work;
use crate::cli::run_file::note_archive;
use crate::io::datasets::lattice_protein_fold;
use crate::io::export::arrays::{self, NamedArray, Numbers};
use crate::io::rbm_archive::{self, UpdateChoice};
use crate::io::run::data::check_fit;
use crate::io::text::{count, grouped, plain};
use crate::io::{builtin, structure};
use crate::physics::contacts::{Distances, Prediction};
use crate::physics::couplings::PottsExpansion;
use crate::physics::data::Dataset;
use crate::physics::inference::potts::boltzmann::{BoltzmannLearning, BoltzmannSettings};
use crate::physics::inference::potts::mean_field::{self, mean_field as by_mean_field};
use crate::physics::inference::potts::pseudo_likelihood::{self, PseudoLikelihood, site_by_site, symmetric};
use crate::physics::inference::potts::{Frequencies, InferenceError};
use crate::physics::potts::{AverageProduct, PottsCouplings, pairs};
use crate::physics::rbm::Rbm;
use crate::physics::rbm::reweighting::{IDENTITY, sequence_weights};
use crate::physics::stop::Stop;

/// Updates of Boltzmann learning, at most, and the correlation at which it ends.
const MOST_UPDATES: usize = 2000;
const CORRELATION: f64 = 0.95;
/// Pairs shown to people.
const SHOWN: usize = 10;
/// The names of the average product corrections.
const CORRECTIONS: &[Choice<AverageProduct>] = &[
    ("none", AverageProduct::None, "Scores as they are"),
    ("mean", AverageProduct::Mean, "Means over the other sites, as in PlmDCA"),
    ("sum", AverageProduct::Sum, "The zero diagonal counted, as in adabmDCA"),
];

/// Contacts from sequences.
#[derive(Args, Clone, Debug)]
pub struct ContactsArgs {
    #[command(flatten)]
    data: DataSelection,
    /// The sequences, where the first argument is a run of Potts units: the couplings are those that it has learnt
    #[arg(long = "data", value_name = "DATA", conflicts_with_all = ["method", "site_by_site", "pseudocount", "penalty"])]
    of_run: Option<String>,
    /// Which checkpoint of the run: the number of an update, first or last
    #[arg(long, value_name = "N|first|last", default_value = "last", requires = "of_run", allow_hyphen_values = true)]
    update: UpdateChoice,
    /// How couplings are estimated
    #[arg(long, value_enum, default_value = "mean-field")]
    method: Method,
    /// Each site has couplings of its own in the pseudo-likelihood, of which the mean is taken: twice as fast, less precise
    #[arg(long)]
    site_by_site: bool,
    /// Sites that are so far apart along the sequence, or farther, make a pair
    #[arg(long, value_name = "N", default_value_t = 5, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=100_000))]
    separation: u32,
    /// Sites that are at most so far apart in the structure are in contact, in ångström
    #[arg(long, value_name = "X", default_value = "8", allow_negative_numbers = true,
        value_parser = |text: &str| number_within(text, 0.1, 1000.0))]
    cutoff: f64,
    /// The structure, where the data bring none: coordinates, or distances of the sites
    #[arg(long, value_name = "FILE.pdb|.csv|.npz")]
    structure: Option<PathBuf>,
    /// Rows with this fraction of equal sites share their weight; 1 counts only equal ones together
    #[arg(long, value_name = "X", default_value_t = IDENTITY, allow_negative_numbers = true,
        value_parser = |text: &str| number_within(text, 0.0, 1.0))]
    identity: f64,
    /// The fraction of rows that the mean field imagines to be uniform
    #[arg(long, value_name = "X", default_value_t = mean_field::PSEUDOCOUNT, allow_negative_numbers = true,
        value_parser = |text: &str| number_within(text, 0.0, 1.0))]
    pseudocount: f64,
    /// What the pseudo-likelihood adds for the square of each coupling; 0.01 (q − 1) (L − 1) / effective rows, unless given
    #[arg(long, value_name = "X", allow_negative_numbers = true,
        value_parser = |text: &str| number_within(text, 0.0, f64::INFINITY))]
    penalty: Option<f64>,
    /// The correction of scores for sites that score high with all others
    #[arg(long, default_value = "mean", value_parser = one_of(CORRECTIONS))]
    apc: AverageProduct,
    /// Couplings of gaps count in the scores, too
    #[arg(long)]
    with_gaps: bool,
    /// Scores of the first N pairs only
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Write scores (site, site), fields (site, state) and couplings (site, state, site, state)
    #[arg(long, value_name = "FILE.npz")]
    out: Option<PathBuf>,
}

/// How couplings are estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// From the inverse of the covariances
    MeanField,
    /// By the pseudo-likelihood, from the mean field on
    PseudoLikelihood,
    /// By learning until the model's connected frequencies correlate with those of the data by 0.95
    Boltzmann,
}

impl ContactsArgs {
    /// What names the sequences.
    fn sequences(&self) -> &str {
        self.of_run.as_deref().unwrap_or(&self.data.data)
    }
}

pub fn run(args: &ContactsArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if let Some(file) = &args.out {
        common.check_output(file, args.data.inputs().chain(args.structure.as_deref()))?;
    }
    let data = args.data.filter.open(args.sequences(), common)?;
    let distances = distances(args, &data, common)?;
    let work = Work::begin("estimates", 1);
    let (couplings, effective_rows) = match &args.of_run {
        Some(_) => learnt_by_run(args, &data, common, &work)?,
        None => estimate(args, &data, common, &work)?,
    };
    work.finish();
    let gap = data.alphabet.as_deref().is_some_and(|letters| letters.starts_with('-')) && !args.with_gaps;
    let scores = args.apc.corrected(&couplings.frobenius_norms(gap.then_some(0)));
    let found = Prediction::new(&scores, distances.as_ref(), args.cutoff, args.separation as usize);
    if let Some(file) = &args.out {
        arrays::write(file, common.overwrite, &named(&scores, &couplings))?;
    }
    if common.json {
        return common.answer(out, &answer(args, &found, effective_rows));
    }
    report(args, &found, effective_rows, out)
}

/// The distances of the sites: those of the file, or those that come with a built-in set.
fn distances(args: &ContactsArgs, data: &Dataset, common: &Common) -> Result<Option<Distances>, CliError> {
    let Some(file) = &args.structure else {
        let name = args.sequences().strip_prefix("builtin:").unwrap_or_default();
        if let Some(fold) = lattice_protein_fold(args.sequences()) {
            return fold.distances().map(Some).map_err(CliError::failed);
        }
        return builtin::distances(name).map_err(CliError::failed);
    };
    let name = plain(file);
    let opened = structure::open(file, data.columns())?;
    let (distances, fit) =
        structure::distances_of_sites(&opened, data).map_err(|fault| CliError::failed(format!("{name}: {fault}")))?;
    if let Some(fit) = fit {
        let chain = if fit.chain == ' ' { "the chain".to_owned() } else { format!("chain {}", fit.chain) };
        let row = data.row_number(fit.row) + 1;
        let note = format!(
            "{chain} is most like row {row}: {} of {} are mapped, {} of them with the same letter",
            fit.mapped,
            count(data.columns(), "site"),
            fit.identical
        );
        common.add_note(&file.to_string_lossy(), &note);
    }
    Ok(Some(distances))
}

/// The couplings in the zero-sum gauge, and M_eff.
fn estimate(
    args: &ContactsArgs,
    data: &Dataset,
    common: &Common,
    work: &Work,
) -> Result<(PottsCouplings, f64), CliError> {
    let (rows, states, sites) = (&data.values, data.states, data.columns());
    let of_mean_field = mean_field::bytes(sites, states);
    let needed = match args.method {
        Method::MeanField => of_mean_field,
        Method::PseudoLikelihood => {
            let at_once = if args.site_by_site { rayon::current_num_threads() } else { sites };
            of_mean_field.max(pseudo_likelihood::bytes(sites, states, at_once))
        }
        Method::Boltzmann => BoltzmannLearning::bytes(sites, states, BoltzmannSettings::default().chains),
    };
    check_memory("An estimate of so many couplings", needed)?;
    let stop = || work.stopped();
    let failed = |error: InferenceError| match error {
        InferenceError::Singular { .. } => CliError::failed(format!("--pseudocount: {error}")),
        _ => CliError::failed(format!("{}: {error}", plain(args.data.data.as_ref()))),
    };
    let weights = sequence_weights(rows, args.identity);
    let frequencies = Frequencies::of(rows, states, Some(&weights), &stop).map_err(failed)?;
    let effective_rows = frequencies.effective_rows;
    if args.method == Method::Boltzmann {
        return Ok((learnt(data, frequencies, common, &stop).map_err(failed)?, effective_rows));
    }
    let couplings = by_mean_field(frequencies, args.pseudocount, &stop).map_err(failed)?;
    if args.method == Method::MeanField {
        return Ok((couplings, effective_rows));
    }
    let mut settings = PseudoLikelihood::usual(sites, states, effective_rows);
    settings.coupling_penalty = args.penalty.unwrap_or(settings.coupling_penalty);
    let maximise = if args.site_by_site { site_by_site } else { symmetric };
    let found = maximise(rows, &weights, &couplings, &settings, &stop).map_err(failed)?;
    if !found.converged {
        let iterations = settings.tolerances.iterations;
        let note = format!("the pseudo-likelihood still grew after {iterations} iterations");
        common.add_note(&data.name, &note);
    }
    Ok((found.couplings, effective_rows))
}

/// The couplings that a run has learnt, and M_eff of the data.
fn learnt_by_run(
    args: &ContactsArgs,
    data: &Dataset,
    common: &Common,
    work: &Work,
) -> Result<(PottsCouplings, f64), CliError> {
    let path = Path::new(&args.data.data);
    let archive = rbm_archive::read_some(path, args.update)?;
    note_archive(path, &archive, common);
    let Some(last) = archive.trajectory.last() else {
        return Err(CliError::failed(format!("{}: the run has no checkpoint", plain(path))));
    };
    check_fit(data, &last.rbm)?;
    let rbm = Rbm::<f64>::from(&*last.rbm);
    let mut expansion = PottsExpansion::new(&rbm).map_err(CliError::failed)?;
    check_memory("The computation of the couplings", PottsExpansion::bytes(&rbm))?;
    while expansion.step() {
        work.interrupted(|| "stopped before the couplings were complete".to_owned())?;
    }
    let effective_rows = sequence_weights(&data.values, args.identity).iter().map(|&weight| f64::from(weight)).sum();
    Ok((expansion.couplings().map_err(CliError::failed)?, effective_rows))
}

/// The couplings of Boltzmann learning, from independent sites on; a pseudocount of one row lets no frequency be 0.
fn learnt(
    data: &Dataset,
    frequencies: Frequencies,
    common: &Common,
    stop: Stop<'_>,
) -> Result<PottsCouplings, InferenceError> {
    let pseudocount = 1.0 / frequencies.effective_rows.max(1.0);
    let target = frequencies.with_pseudocount(pseudocount)?;
    let fields = target.single.mapv(f64::ln);
    let blocks = vec![0.0; target.joint.len()];
    let start = PottsCouplings::new(fields, blocks).map_err(|_overflow| InferenceError::NotFinite)?;
    let mut learning = BoltzmannLearning::new(target, start, BoltzmannSettings::default(), common.seed())?;
    let mut pearson = 0.0;
    for _ in 0..MOST_UPDATES {
        pearson = learning.step(stop)?.pearson;
        if pearson >= CORRELATION {
            return Ok(learning.model().zero_sum());
        }
    }
    let note = format!(
        "after {MOST_UPDATES} updates the frequencies of pairs correlate with those of the data by {pearson:.3} only"
    );
    common.add_note(&data.name, &note);
    Ok(learning.model().zero_sum())
}

/// What `--json` prints.
fn answer(args: &ContactsArgs, found: &Prediction, effective_rows: f64) -> Value {
    let top = args.top.unwrap_or(usize::MAX);
    let scores: Vec<Value> = found.ranked.iter().take(top).map(|pair| json!([pair.i, pair.j, pair.score])).collect();
    let of_counts = |value: &dyn Fn(usize) -> Value| -> Map<String, Value> {
        found.usual_counts().into_iter().map(|(name, count)| (name.to_owned(), value(count))).collect()
    };
    json!({
        "scores": scores,
        "ppv": of_counts(&|count| json!(found.precision(count).map(|one| one.value))),
        "ppv_interval": of_counts(&|count| json!(found.precision(count).map(|one| one.interval))),
        "lift": of_counts(&|count| json!(found.precision(count).and_then(|one| one.lift))),
        "base_rate": found.base_rate(),
        "contacts": found.contacts,
        "pairs": found.ranked.len(),
        "pairs_of_known_distance": found.known,
        "effective_rows": effective_rows,
        "method": if args.of_run.is_some() { Some("run".to_owned()) } else { args.method.to_possible_value().map(|value| value.get_name().to_owned()) },
        "out": args.out.as_ref().map(|file| file.to_string_lossy()),
    })
}

/// The precision at the usual numbers of pairs, and the first pairs.
fn report(args: &ContactsArgs, found: &Prediction, rows: f64, out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(
        out,
        "{} at least {} apart, from {rows:.1} effective rows",
        count(found.ranked.len(), "pair"),
        args.separation
    )?;
    if let Some(rate) = found.base_rate() {
        let (known, contacts) = (grouped(found.known), grouped(found.contacts));
        writeln!(out, "{contacts} of {known} pairs of known distance are contacts: base rate {rate:.4}")?;
        writeln!(out, "{:>5}  {:>6}  {:>14}  {:>5}", "first", "ppv", "95 % interval", "lift")?;
        for (name, count) in found.usual_counts() {
            let Some(one) = found.precision(count) else { continue };
            let ([low, high], lift) = (one.interval, one.lift.map_or_else(String::new, |lift| format!("{lift:.1}")));
            writeln!(out, "{name:>5}  {:>6.3}  {low:>6.3} … {high:.3}  {lift:>5}", one.value)?;
        }
    } else {
        writeln!(out, "no structure: add --structure FILE to see which pairs are contacts")?;
    }
    writeln!(out, "{:>5}  {:>5}  {:>8}  distance", "i", "j", "score")?;
    for pair in found.ranked.iter().take(args.top.unwrap_or(SHOWN)) {
        let distance = pair.distance.map_or_else(|| "unknown".to_owned(), |distance| format!("{distance:.1} Å"));
        writeln!(out, "{:>5}  {:>5}  {:>8.4}  {distance}", pair.i, pair.j, pair.score)?;
    }
    if let Some(file) = &args.out {
        writeln!(out, "wrote scores and couplings to {}", plain(file))?;
    }
    Ok(())
}

/// The arrays that are written.
fn named(scores: &Array2<f64>, couplings: &PottsCouplings) -> [NamedArray<'static>; 3] {
    let (sites, states) = (couplings.sites(), couplings.states());
    let mut all = Array4::<f64>::zeros((sites, states, sites, states));
    for (i, j) in pairs::all(sites) {
        for ((a, b), &value) in couplings.block(i, j).iter().flat_map(|block| block.indexed_iter()) {
            all[[i, a, j, b]] = value;
            all[[j, b, i, a]] = value;
        }
    }
    let array = |name, numbers| NamedArray { name, numbers: Numbers::Double(numbers) };
    [
        array("scores", scores.clone().into_dyn()),
        array("fields", couplings.fields().to_owned().into_dyn()),
        array("couplings", all.into_dyn()),
    ]
}
