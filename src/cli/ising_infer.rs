//! `glassbox ising infer`: couplings read back from rows.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::common::{Choice, CliError, Common, DataSelection, check_memory, one_of};
use crate::cli::notes;
use crate::cli::progress::Work;
use crate::io::export::arrays;
use crate::io::ising_file;
use crate::io::text::plain;
use crate::physics::data::Dataset;
use crate::physics::inference::{
    BoltzmannSettings, ClosedForm, Estimate, InferenceError, LocalLoss, LocalSettings, Optimiser, SpinMoments,
    SpinRows, boltzmann, bootstrap, closed_form, local,
};
use crate::physics::ising::IsingModel;

/// One way to read couplings back.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Method {
    Boltzmann,
    Local(LocalLoss),
    Form(ClosedForm),
}

const METHODS: &[Choice<Method>] = &[
    ("boltzmann", Method::Boltzmann, "Maximum likelihood: the model with the moments of the data"),
    ("pseudo-likelihood", Method::Local(LocalLoss::PseudoLikelihood), "Each spin given all others"),
    ("rise", Method::Local(LocalLoss::Rise), "Interaction screening"),
    ("logrise", Method::Local(LocalLoss::LogRise), "The logarithm of interaction screening"),
    ("naive-mean-field", Method::Form(ClosedForm::NaiveMeanField), "Minus the inverse covariance"),
    ("tap", Method::Form(ClosedForm::Tap), "With Onsager's reaction term"),
    ("sessak-monasson", Method::Form(ClosedForm::SessakMonasson), "Expansion in small correlations"),
    ("bethe", Method::Form(ClosedForm::Bethe), "Exact on trees"),
    ("independent-pair", Method::Form(ClosedForm::IndependentPair), "Each pair by itself"),
];

const OPTIMISERS: &[Choice<Optimiser>] = &[
    ("newton", Optimiser::Newton, "Damped Fisher information"),
    ("nesterov", Optimiser::Nesterov, "Gradient with momentum"),
    ("gradient", Optimiser::Gradient, "Gradient"),
];

/// A penalty: a number, or what finds sparse graphs with the fewest rows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Penalty {
    Strength(f64),
    Sparse,
}

fn penalty(text: &str) -> Result<Penalty, String> {
    if text == "auto" {
        return Ok(Penalty::Sparse);
    }
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    number.map(Penalty::Strength).ok_or_else(|| "expected auto or a finite number of 0 or more".to_owned())
}

fn shrinkage(text: &str) -> Result<f64, String> {
    crate::cli::common::number_within(text, 0.0, f64::INFINITY)
}

/// The rows, and how couplings are read off them.
#[derive(Args, Clone, Debug)]
pub struct InferArgs {
    #[command(flatten)]
    data: DataSelection,
    /// How couplings are read off the rows
    #[arg(long, default_value = "pseudo-likelihood", value_parser = one_of(METHODS))]
    method: Method,
    /// Penalty on the absolute values of couplings (pseudo-likelihood, rise, logrise); auto: what finds sparse graphs
    #[arg(long, value_name = "X|auto", value_parser = penalty, allow_negative_numbers = true)]
    l1: Option<Penalty>,
    /// Added to the diagonal of the covariance (methods that invert it)
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = shrinkage, allow_negative_numbers = true)]
    shrink: f64,
    /// Read couplings of three spins, too (pseudo-likelihood, rise, logrise, boltzmann)
    #[arg(long)]
    triples: bool,
    /// The steps of Boltzmann learning
    #[arg(long, default_value = "newton", value_parser = one_of(OPTIMISERS))]
    optimizer: Optimiser,
    /// Most steps of Boltzmann learning
    #[arg(long, value_name = "N", default_value_t = 200, allow_negative_numbers = true)]
    steps: usize,
    /// The couplings that the rows were drawn from (`fields`, `pairs`, `triples`)
    #[arg(long, value_name = "FILE.npz")]
    truth: Option<PathBuf>,
    /// Write the couplings
    #[arg(long, value_name = "FILE.npz")]
    out: Option<PathBuf>,
}

impl InferArgs {
    /// Refuses options that the method does not have.
    fn check(&self, common: &Common) -> Result<(), CliError> {
        let name = METHODS.iter().find(|choice| choice.1 == self.method).map_or("", |choice| choice.0);
        let (is_local, is_form) = (matches!(self.method, Method::Local(_)), matches!(self.method, Method::Form(_)));
        if self.l1.is_some() && !is_local {
            return Err(CliError::Usage(format!(
                "--l1: {name} has no penalty; pseudo-likelihood, rise and logrise do"
            )));
        }
        if self.shrink != 0.0 && (!is_form || self.method == Method::Form(ClosedForm::IndependentPair)) {
            return Err(CliError::Usage(format!("--shrink: {name} inverts no covariance")));
        }
        if self.triples && is_form {
            return Err(CliError::Usage(format!("--triples: {}", InferenceError::Triples(name))));
        }
        let inputs: Vec<&Path> = self.data.inputs().chain(self.truth.as_deref()).collect();
        self.out.as_ref().map_or(Ok(()), |out| common.check_output(out, inputs))
    }

    /// The strength of the penalty.
    fn penalty(&self, loss: LocalLoss, rows: &SpinRows) -> f64 {
        match self.l1 {
            None => 0.0,
            Some(Penalty::Strength(strength)) => strength,
            Some(Penalty::Sparse) => loss.sparse_penalty(rows.spins(), rows.effective()),
        }
    }
}

/// Couplings, and what a method says besides.
struct Found {
    estimate: Estimate,
    beside: Value,
}

pub fn run(args: &InferArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    args.check(common)?;
    let data = args.data.open(common)?;
    if !data.is_binary() {
        let found = format!("{} has {} values per site; couplings of spins need two", data.name, data.states);
        return Err(CliError::failed(found));
    }
    let truth = args.truth.as_deref().map(ising_file::read).transpose()?;
    if let Some(truth) = truth.as_ref().filter(|truth| truth.spins() != data.columns()) {
        let sentence = format!("--truth: {} spins, where the rows have {}", truth.spins(), data.columns());
        return Err(CliError::Usage(sentence));
    }
    let spins = data.columns() as u64;
    let values = 8 * (data.rows() as u64 + 4 * spins) * spins;
    let needed = match args.method {
        Method::Form(_) => 64 * spins * spins,
        Method::Local(_) => local::bytes(data.columns(), args.triples),
        Method::Boltzmann => {
            boltzmann::bytes(data.columns(), args.triples).saturating_add(local::bytes(data.columns(), args.triples))
        }
    };
    check_memory("Reading couplings", values.saturating_add(needed))?;
    let found = infer(args, &data, common)?;
    for note in &found.estimate.notes {
        common.add_note(&data.name, note);
    }
    let model = found.estimate.model().map_err(CliError::failed)?;
    if let Some(path) = &args.out {
        arrays::write(path, common.overwrite, &ising_file::arrays(&model))?;
    }
    if common.json {
        return common.answer(out, &object(args, &found, &model, truth.as_ref()));
    }
    print(&found, &model, truth.as_ref(), out)?;
    if let Some(path) = &args.out {
        writeln!(out, "written to {}", plain(path))?;
    }
    Ok(())
}

fn infer(args: &InferArgs, data: &Dataset, common: &Common) -> Result<Found, CliError> {
    let work = Work::begin("estimates", 1);
    let stop = || work.stopped();
    let rows = SpinRows::new(&data.values, None).map_err(CliError::failed)?;
    let found = match args.method {
        Method::Form(form) => {
            let moments = SpinMoments::of(&rows);
            closed_form(form, &moments, args.shrink).map(|mut estimate| {
                estimate.errors = bootstrap::errors(form, &rows, args.shrink, common.seed(), &stop);
                let beside = json!({ "refused": estimate.refusals.len() });
                Found { estimate, beside }
            })
        }
        Method::Local(loss) => {
            let penalty = args.penalty(loss, &rows);
            let settings = LocalSettings { loss, penalty, triples: args.triples, errors: true };
            local(&rows, settings, &stop).map(|estimate| Found { estimate, beside: json!({ "l1": penalty }) })
        }
        Method::Boltzmann => {
            let settings = BoltzmannSettings {
                optimiser: args.optimizer,
                triples: args.triples,
                steps: args.steps,
                seed: common.seed(),
            };
            boltzmann::boltzmann(&rows, settings, &stop).map(|fit| {
                let beside = json!({
                    "steps": fit.steps,
                    "converged": fit.converged,
                    "largest_deviation": fit.largest,
                    "log_likelihood": fit.log_likelihood,
                });
                Found { estimate: fit.estimate, beside }
            })
        }
    };
    work.finish();
    found.map_err(|error| match error {
        InferenceError::Stopped => CliError::failed("stopped before the couplings were read"),
        other => CliError::failed(format!("{}: {other}", data.name)),
    })
}

/// The answer as one object.
fn object(args: &InferArgs, found: &Found, model: &IsingModel, truth: Option<&IsingModel>) -> Value {
    let pairs: Vec<Value> = model.pairs().iter().map(|pair| json!([pair.i, pair.j, pair.value])).collect();
    let mut object = json!({
        "method": METHODS.iter().find(|choice| choice.1 == args.method).map(|choice| choice.0),
        "fields": model.fields(),
        "pairs": pairs,
        "stderr": found.estimate.errors.as_ref().map(|errors| {
            let pairs = model.pairs().iter().map(|pair| json!([pair.i, pair.j, errors.pairs[(pair.i, pair.j)]]));
            let triples = model.triples().iter().zip(&errors.triples);
            let triples = triples.map(|(triple, error)| json!([triple.i, triple.j, triple.k, error]));
            json!({
                "method": errors.method,
                "fields": errors.fields,
                "pairs": pairs.collect::<Vec<Value>>(),
                "triples": triples.collect::<Vec<Value>>(),
            })
        }),
        "error_rms": truth.and_then(|truth| found.estimate.error_rms(truth)),
        "out": args.out.as_deref().map(plain),
    });
    if args.triples {
        let triples = model.triples().iter().map(|triple| json!([triple.i, triple.j, triple.k, triple.value]));
        object["triples"] = json!(triples.collect::<Vec<Value>>());
    }
    if let (Some(object), Value::Object(beside)) = (object.as_object_mut(), &found.beside) {
        object.extend(beside.clone());
    }
    object
}

/// Pairs and triples that are shown.
const SHOWN: usize = 10;

fn print(found: &Found, model: &IsingModel, truth: Option<&IsingModel>, out: &mut dyn Write) -> Result<(), CliError> {
    let estimate = &found.estimate;
    let errors = estimate.errors.as_ref();
    let largest = model.fields().iter().fold(0.0_f64, |largest, field| largest.max(field.abs()));
    writeln!(out, "{} spins, {} pairs; largest field {largest:.4}", model.spins(), model.pairs().len())?;
    let mut pairs = model.pairs().to_vec();
    pairs.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
    for pair in pairs.iter().take(SHOWN) {
        let error = errors.map_or_else(String::new, |errors| format!(" ± {:.4}", errors.pairs[(pair.i, pair.j)]));
        writeln!(out, "J({}, {}) = {:.4}{error}", pair.i, pair.j, pair.value)?;
    }
    let mut triples: Vec<_> = model.triples().iter().enumerate().collect();
    triples.sort_by(|a, b| b.1.value.abs().total_cmp(&a.1.value.abs()));
    for (place, triple) in triples.into_iter().take(SHOWN) {
        let error = errors.and_then(|errors| errors.triples.get(place));
        let error = error.map_or_else(String::new, |error| format!(" ± {error:.4}"));
        writeln!(out, "K({}, {}, {}) = {:.4}{error}", triple.i, triple.j, triple.k, triple.value)?;
    }
    if let Some(errors) = errors {
        writeln!(out, "error bars: {}", errors.method)?;
    }
    if !estimate.refusals.is_empty() {
        let (first, count) = (estimate.refusals[0], estimate.refusals.len());
        notes::say(format_args!(
            "{count} pairs are those of naive mean field, as of {} and {}: {}",
            first.i, first.j, first.reason
        ));
    }
    if let Some(error) = truth.and_then(|truth| estimate.error_rms(truth)) {
        writeln!(out, "root mean square error of the pairs {error:.6}")?;
    }
    Ok(())
}
