//! `glassbox boltzmann`: a machine with hidden units learns a distribution.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use ndarray::Array1;
use serde_json::{Value, json};

use crate::cli::boltzmann_data::data;
use crate::cli::common::{Choice, CliError, Common, DataFilter, number_within, one_of};
use crate::cli::progress::Work;
use crate::engine::boltzmann::{BoltzmannConfig, BoltzmannSession, BoltzmannView};
use crate::engine::core::session::Job as _;
use crate::io::datasets;
use crate::io::export;
use crate::io::export::arrays::{self, NamedArray, Numbers};
use crate::io::text::plain;
use crate::physics::boltzmann::moments::COUNTED;
use crate::physics::boltzmann::{ChainStart, GradientSource, Links, Optimiser, PositivePhase, Units};

const UNITS: &[Choice<Units>] = &[("binary", Units::Binary, "0 and 1"), ("ising", Units::Ising, "-1 and +1")];

const OPTIMISERS: &[Choice<Optimiser>] = &[
    ("gradient", Optimiser::Gradient, "Along the gradient"),
    ("nesterov", Optimiser::Nesterov, "With momentum"),
    ("adam", Optimiser::Adam, "Each parameter at its own scale"),
    ("newton", Optimiser::Newton, "Along the inverse of the damped Fisher information"),
];

const LINKS: &[Choice<Links>] = &[
    ("full", Links::FULL, "All pairs of units"),
    ("restricted", Links::RESTRICTED, "Visible to hidden units only"),
    ("visible", Links { visible_visible: true, hidden_hidden: false }, "All but pairs of hidden units"),
    ("hidden", Links { visible_visible: false, hidden_hidden: true }, "All but pairs of visible units"),
];

const POSITIVE: &[Choice<PositivePhase>] = &[
    ("sampled", PositivePhase::Sampled, "By clamped chains"),
    ("enumerated", PositivePhase::Enumerated, "Exactly"),
    ("mean-field", PositivePhase::MeanField, "As if hidden units were independent"),
];

/// Chains and sweeps where nothing is said.
const USUAL_CHAINS: usize = 200;
const USUAL_SWEEPS: usize = 10;

/// The data, the machine, and how it learns.
#[derive(Args, Clone, Debug)]
pub struct BoltzmannArgs {
    /// The data
    #[arg(value_name = "DATA", help = format!(
        "{}; or preset:parity:3, preset:xor, preset:shifter:3, preset:encoder:4, preset:random:4", datasets::sources()
    ))]
    data: String,
    #[command(flatten)]
    filter: DataFilter,
    /// Hidden units
    #[arg(long, value_name = "H", default_value_t = 0, allow_negative_numbers = true)]
    hidden: usize,
    /// What values all units take
    #[arg(long, default_value = "binary", value_parser = one_of(UNITS))]
    units: Units,
    /// Which units are joined
    #[arg(long, default_value = "full", value_parser = one_of(LINKS))]
    links: Links,
    /// Updates
    #[arg(long, value_name = "U", default_value_t = 500, allow_negative_numbers = true)]
    updates: u64,
    /// η; 0.1 for gradient and nesterov, 0.02 for adam, 1 for newton unless given
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    learning_rate: Option<f64>,
    /// Which way steps go; newton with --exact, adam without, unless given
    #[arg(long, value_parser = one_of(OPTIMISERS))]
    optimizer: Option<Optimiser>,
    /// Pulls weights to zero
    #[arg(long, value_name = "X", default_value_t = 0.0, allow_negative_numbers = true)]
    weight_decay: f64,
    /// Standard deviation of the first weights
    #[arg(long, value_name = "X", default_value_t = 0.3, value_parser = spread, allow_negative_numbers = true)]
    spread: f64,
    /// Averages over all states, for up to 20 units in all; by Gibbs sampling unless given
    #[arg(long, conflicts_with_all = ["sweeps", "chains", "restart"])]
    exact: bool,
    /// Sweeps of Gibbs sampling in each update; 10 unless given
    #[arg(long, value_name = "K", allow_negative_numbers = true)]
    sweeps: Option<usize>,
    /// Chains of each phase; 200 unless given
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    chains: Option<usize>,
    /// Chains start again at the data in each update; they continue unless given
    #[arg(long)]
    restart: bool,
    /// How hidden units are averaged while visible ones are held; sampled, or enumerated with --exact, unless given
    #[arg(long, value_parser = one_of(POSITIVE))]
    positive: Option<PositivePhase>,
    /// Write weights, biases and history
    #[arg(long, value_name = "FILE.npz")]
    out: Option<PathBuf>,
}

fn spread(text: &str) -> Result<f64, String> {
    number_within(text, 0.0, 100.0)
}

impl BoltzmannArgs {
    /// The run that is asked for.
    fn config(&self, common: &Common) -> Result<BoltzmannConfig, CliError> {
        let source = if self.exact {
            GradientSource::Exact
        } else {
            GradientSource::Sampled {
                chains: self.chains.unwrap_or(USUAL_CHAINS),
                sweeps: self.sweeps.unwrap_or(USUAL_SWEEPS),
            }
        };
        let usual = if self.exact { PositivePhase::Enumerated } else { PositivePhase::Sampled };
        if self.exact && self.positive == Some(PositivePhase::Sampled) {
            return Err(CliError::Usage("--positive sampled: with --exact nothing is sampled".to_owned()));
        }
        let usual_optimiser = if self.exact { Optimiser::Newton } else { Optimiser::Adam };
        let optimiser = self.optimizer.unwrap_or(usual_optimiser);
        let data = data(&self.data, &self.filter, common)?;
        let samples = data.rows;
        Ok(BoltzmannConfig {
            data: data.data,
            hidden: self.hidden,
            links: self.links,
            units: self.units,
            beta: 1.0,
            initial_spread: self.spread,
            optimiser,
            learning_rate: self.learning_rate.unwrap_or_else(|| optimiser.usual_rate()),
            weight_decay: self.weight_decay,
            source,
            positive: self.positive.unwrap_or(usual),
            chains: if self.restart { ChainStart::Restart } else { ChainStart::Continue },
            updates: self.updates,
            samples,
            seed: common.seed(),
            as_printed: false,
        })
    }
}

pub fn run(args: &BoltzmannArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let named = args.data.split(',').chain([args.data.as_str()]).map(Path::new);
    let inputs: Vec<&Path> = args.filter.inputs().chain(named).collect();
    if let Some(path) = &args.out {
        common.check_output(path, inputs)?;
    }
    let config = args.config(common)?;
    let mut session = BoltzmannSession::new(&config).map_err(CliError::failed)?;
    let work = Work::begin("updates", config.updates);
    work.run(&mut session, |session| session.moment().update);
    let view = session.view();
    if let Some(path) = &args.out {
        arrays::write(path, common.overwrite, &named_arrays(&view))?;
    }
    if view.looked.kl.is_none() {
        let size = view.looked.machine.topology().size();
        let note = format!("KL and likelihood are not known: {size} units are too many to visit all states");
        common.add_note(&config.data.title(), &note);
    }
    if common.json {
        common.answer(out, &object(&view, args))?;
    } else {
        print(&view, out)?;
        if let Some(path) = &args.out {
            writeln!(out, "written to {}", plain(path))?;
        }
    }
    if let Some(failure) = &view.failure {
        return Err(CliError::failed(format!("after {} updates {failure}", view.update)));
    }
    work.interrupted(|| format!("stopped after {} of {} updates; the machine is that", view.update, config.updates))
}

/// The curves as a row for each update that is kept: update, KL, log-likelihood and the largest difference, which are not
/// numbers where they are not known.
fn history(view: &BoltzmannView) -> Vec<[f64; 4]> {
    let history = &view.history;
    let value = |curve: &[[f64; 2]], at: usize| curve.get(at).map_or(f64::NAN, |point| point[1]);
    let row = |(at, &[update, largest]): (usize, &[f64; 2])| {
        [update, value(&history.kl, at), value(&history.log_likelihood, at), largest]
    };
    history.largest.iter().enumerate().map(row).collect()
}

/// What is written.
fn named_arrays(view: &BoltzmannView) -> Vec<NamedArray<'static>> {
    let rows = history(view);
    let shape = (rows.len(), 4);
    let history = ndarray::Array2::from_shape_vec(shape, rows.concat()).unwrap_or_default();
    let array = |name, numbers| NamedArray { name, numbers };
    let of_run = [
        array("rows", Numbers::Byte(view.target.rows().view().to_owned().into_dyn())),
        array("probabilities", Numbers::Double(Array1::from(view.target.weights().to_vec()).into_dyn())),
        array("history", Numbers::Double(history.into_dyn())),
    ];
    export::boltzmann::named(&view.looked.machine).into_iter().chain(of_run).collect()
}

/// The answer as one object.
fn object(view: &BoltzmannView, args: &BoltzmannArgs) -> Value {
    let (moment, topology) = (&view.looked, view.looked.machine.topology());
    let weights: Vec<Vec<f64>> = moment.machine.weights().rows().into_iter().map(|row| row.to_vec()).collect();
    let rows: Vec<Value> = history(view)
        .into_iter()
        .map(|[update, kl, log_likelihood, largest]| {
            json!({
                "update": update as u64, "kl": kl, "log_likelihood": log_likelihood, "largest_difference": largest,
            })
        })
        .collect();
    json!({
        "kl": moment.kl,
        "log_likelihood": moment.log_likelihood,
        "log_z": moment.log_partition,
        "weights": weights,
        "biases": moment.machine.biases(),
        "history": rows,
        "updates": view.update,
        "visible": topology.visible,
        "hidden": topology.hidden,
        "units": topology.units.name(),
        "parameters": topology.parameters(),
        "entropy": view.target.entropy(),
        "kl_without_hidden": view.floor.map(|floor| floor.kl),
        "kl_without_hidden_attained": view.floor.map(|floor| floor.is_attained),
        "largest_difference": moment.phases.largest,
        "done": view.done,
        "couplings_rms": moment.couplings.as_ref().map(|couplings| couplings.rms.clone()),
        "beta_of_chains": moment.temperature.map(|found| json!({ "beta": found.beta, "stderr": found.standard_error })),
        "out": args.out.as_deref().map(plain),
    })
}

fn print(view: &BoltzmannView, out: &mut dyn Write) -> Result<(), CliError> {
    let (moment, topology) = (&view.looked, view.looked.machine.topology());
    let (visible, hidden, parameters) = (topology.visible, topology.hidden, topology.parameters());
    writeln!(out, "{visible} visible and {hidden} hidden units, {parameters} parameters; {} updates", view.update)?;
    if let (Some(kl), Some(log_likelihood)) = (moment.kl, moment.log_likelihood) {
        writeln!(out, "KL {kl:.6} nats, log-likelihood {log_likelihood:.6} nats a row")?;
    }
    if let Some(floor) = view.floor {
        let about = if floor.is_attained { "" } else { "about " };
        writeln!(out, "without hidden units KL stays above {about}{:.6} nats", floor.kl)?;
    }
    if let Some(couplings) = &moment.couplings {
        let orders = couplings.rms.iter().enumerate().map(|(order, rms)| format!("J{} {rms:.4}", order + 1));
        writeln!(out, "couplings of the visible units, root mean square: {}", orders.collect::<Vec<_>>().join(", "))?;
    }
    let largest = moment.phases.largest;
    let what = if view.done { "both phases agree" } else { "the phases still differ" };
    if largest > COUNTED {
        writeln!(out, "{what}: the largest difference is far beyond its standard error")?;
    } else {
        writeln!(out, "{what}: the largest difference is {largest:.2} standard errors")?;
    }
    if let Some(found) = moment.temperature {
        writeln!(out, "the chains have β = {:.3} ± {:.3}", found.beta, found.standard_error)?;
    }
    Ok(())
}
