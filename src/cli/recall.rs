//! `glassbox recall`: the recall session without a window.

use std::io::Write;
use std::path::Path;

use clap::Args;
use serde::Serialize;

use crate::cli::common::{CliError, Common, temperature};
use crate::cli::network::{NetworkArgs, NetworkSummary, Setup, advice};
use crate::cli::progress::Work;
use crate::cli::recall_continuous;
use crate::cli::verdict::{EndingAnswer, VerdictAnswer};
use crate::engine::core::driver::Driver;
use crate::engine::core::session::{Command, Job as _};
use crate::engine::hopfield::ensemble::{Ending, MOST_RUNS};
use crate::engine::hopfield::recall::trace::Trace;
use crate::engine::hopfield::recall::{Document, Recall};
use crate::engine::hopfield::relaxation::{Course, Relaxation, RelaxationConfig};
use crate::engine::hopfield::verdict::Verdict;
use crate::io::text::plain;
use crate::physics::hopfield::classify::RECALLED;
use crate::physics::hopfield::{Acceptance, Outcome};
use crate::physics::spins::overlap;

/// Ends of many runs that are printed as text, the most frequent first.
const MOST_LINES: usize = 10;

/// Stores patterns and recalls one from a corrupted cue.
#[derive(Args, Clone, Debug)]
pub struct RecallArgs {
    #[command(flatten)]
    network: NetworkArgs,
    /// Temperature of the Glauber dynamics; 0 is recall
    #[arg(long, default_value_t = 0.0, value_name = "T", allow_hyphen_values = true, value_parser = temperature)]
    temperature: f64,
    /// The most sweeps of one run
    #[arg(
        long, default_value_t = 100, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u64).range(1..=1_000_000)
    )]
    sweeps: u64,
    /// Run this many recalls with fresh noise, cues going round the stored patterns unless --cue or --state is given
    #[arg(
        long, value_name = "R", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u64).range(1..=MOST_RUNS)
    )]
    runs: Option<u64>,
}

pub fn run(args: &RecallArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if let Some(rule) = args.network.continuous() {
        if args.temperature > 0.0 {
            return Err(CliError::Usage(format!(
                "--temperature is {}; --rule {rule} has no temperature but its beta, so leave it out",
                args.temperature
            )));
        }
        let setup = args.network.real_setup(common)?;
        let names_a_cue = args.network.names_a_cue();
        return recall_continuous::run(setup, rule, (args.sweeps, args.runs), names_a_cue, common, out);
    }
    let Setup { mut document, cued } = args.network.setup(common)?;
    document.temperature = args.temperature;
    match args.runs {
        Some(runs) => many(args, common, &document, cued, runs, out),
        None => one(args, common, &document, cued, out),
    }
}

fn one(
    args: &RecallArgs,
    common: &Common,
    document: &Document,
    cued: Option<usize>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let mut driver = Driver::<Recall>::new(document).map_err(CliError::failed)?;
    let size = document.shape.cells() as u64;
    let cue = document.cue().map_err(CliError::failed)?;
    let overlaps = |spins: &[i8]| -> Vec<f64> {
        document.memories.iter().map(|memory| overlap(memory.pattern.spins(), spins)).collect()
    };
    let work = Work::begin("sweeps", args.sweeps);
    let unit = energy_unit(document);
    let energy =
        |driver: &Driver<Recall>| driver.session().trace().map_or(0.0, |trace| unit * trace.dynamics().energy());
    let mut energies = vec![energy(&driver)];
    let mut outcome = None;
    for sweep in 0..args.sweeps {
        if work.stopped() {
            break;
        }
        driver.apply(Command::Step(size)).map_err(CliError::failed)?;
        driver.run_until_idle(size);
        energies.push(energy(&driver));
        outcome = driver.session().trace().and_then(Trace::outcome);
        work.advance(sweep + 1);
        if outcome.is_some() {
            break;
        }
    }
    work.finish();
    let state =
        driver.session().trace().map_or_else(|| cue.spins().to_vec(), |trace| trace.dynamics().spins().to_vec());
    let last = overlaps(&state);
    let cued = cued.and_then(|index| document.memories.get(index)).map(|memory| &memory.pattern);
    let ending = driver.session().trace().map(|trace| Ending::of(trace.dynamics(), cued));
    let recalled = ending.and_then(|ending| ending.recalled).map(u8::from);
    let cycle = outcome.map(|outcome| match outcome {
        Outcome::FixedPoint => 1,
        Outcome::TwoCycle => 2,
    });
    let verdict = driver.session().trace().and_then(|trace| Verdict::of(trace.dynamics()));
    let verdict = verdict.map(|verdict| VerdictAnswer::of(&verdict, document));
    let (cue, stopped) = (overlaps(cue.spins()), work.stopped());
    let result = Single { cue, last, energies, cycle, recalled, state, verdict, stopped };
    let advice = driver.session().trace().and_then(|trace| advice(trace.dynamics().network(), common));
    if common.json {
        common.answer(out, &result.answer(document))?;
    } else {
        result.text(document, out)?;
        advice.map_or(Ok(()), |advice| writeln!(out, "{advice}"))?;
    }
    work.interrupted(|| format!("stopped after {} of {} sweeps", result.energies.len() - 1, args.sweeps))
}

/// What the energies of a network are multiplied by in answers: those of a power are −Σ F(overlap) itself there, and in
/// units of n N^(n−1) everywhere else, temperatures among them.
fn energy_unit(document: &Document) -> f64 {
    document.rule.interaction().map_or(1.0, |interaction| interaction.unit(document.shape.cells()))
}

struct Single {
    cue: Vec<f64>,
    last: Vec<f64>,
    energies: Vec<f64>,
    cycle: Option<u8>,
    recalled: Option<u8>,
    state: Vec<i8>,
    verdict: Option<VerdictAnswer>,
    stopped: bool,
}

/// The answer about one run.
#[derive(Serialize)]
struct SingleAnswer<'a> {
    #[serde(flatten)]
    network: NetworkSummary,
    recalled: Option<u8>,
    verdict: Option<&'a VerdictAnswer>,
    energy: &'a [f64],
    overlap: &'a [f64],
    initial_overlap: &'a [f64],
    converged: bool,
    cycle: Option<u8>,
    sweeps: usize,
    final_state: String,
}

/// The answer about many runs.
#[derive(Serialize)]
struct ManyAnswer {
    #[serde(flatten)]
    network: NetworkSummary,
    recalled: Option<f64>,
    endings: Vec<EndingAnswer>,
    runs: u64,
    mean_sweeps: Option<f64>,
    energy_mean: Option<f64>,
    /// The mean.
    energy_per_spin: Option<f64>,
}

impl Single {
    fn answer(&self, document: &Document) -> SingleAnswer<'_> {
        SingleAnswer {
            network: NetworkSummary::of(document),
            recalled: self.recalled,
            verdict: self.verdict.as_ref(),
            energy: &self.energies,
            overlap: &self.last,
            initial_overlap: &self.cue,
            converged: self.cycle.is_some(),
            cycle: self.cycle,
            sweeps: self.energies.len() - 1,
            final_state: self.state.iter().map(|&spin| if spin > 0 { '+' } else { '-' }).collect(),
        }
    }

    fn text(&self, document: &Document, out: &mut dyn Write) -> Result<(), CliError> {
        let (n, p) = (document.shape.cells(), document.memories.len());
        writeln!(out, "N = {n}, p = {p}, α = {:.4}, {}", p as f64 / n as f64, document.rule.name())?;
        let end = match self.cycle {
            Some(1) => "a fixed point",
            Some(_) => "a cycle of two states",
            None if self.stopped => "stopped",
            None => "not at rest yet",
        };
        writeln!(out, "{} sweeps: {end}", self.energies.len() - 1)?;
        if let Some(verdict) = &self.verdict {
            writeln!(out, "{}", verdict.sentence)?;
        }
        let (first, last) = (self.energies.first().unwrap_or(&0.0), self.energies.last().unwrap_or(&0.0));
        let spins = n as f64 * energy_unit(document);
        writeln!(out, "energy per spin {:.4} -> {:.4}", first / spins, last / spins)?;
        let mut order: Vec<usize> = (0..p).collect();
        let size = |k: usize| self.last.get(k).copied().unwrap_or(0.0).abs();
        order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
        writeln!(out, "overlaps (start -> end), largest first:")?;
        for k in order.into_iter().take(10) {
            // Names come from files: they must not steer the terminal.
            let name = plain(Path::new(document.memories.get(k).map_or("", |memory| &memory.name)));
            let (start, end) = (self.cue.get(k).unwrap_or(&0.0), self.last.get(k).unwrap_or(&0.0));
            writeln!(out, "  {name:<16} {start:+.4} -> {end:+.4}")?;
        }
        Ok(())
    }
}

fn many(
    args: &RecallArgs,
    common: &Common,
    document: &Document,
    cued: Option<usize>,
    runs: u64,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let network = document.network().map_err(CliError::failed)?;
    let network = network.ok_or_else(|| CliError::failed("there is no pattern to store"))?;
    let advice = advice(&network, common);
    let start = args.network.start(document);
    let config = RelaxationConfig {
        network,
        order: document.order,
        acceptance: Acceptance::default(),
        course: Course::UntilRest { temperature: document.temperature, most_sweeps: args.sweeps },
        start,
        runs,
        seed: document.seed,
    };
    let mut job = Relaxation::new(&config).map_err(CliError::failed)?;
    let work = Work::begin("runs", runs);
    work.run(&mut job, |job| job.endings().len() as u64);
    let view = job.view();
    // What is not stored can be come close to, but not recalled.
    let recalled = view.recalled.filter(|_| cued.is_some()).map(|count| count as f64 / view.done.max(1) as f64);
    let endings = EndingAnswer::of(&view, document);
    let unit = energy_unit(document);
    if common.json {
        let answer = ManyAnswer {
            network: NetworkSummary::of(document),
            recalled,
            endings,
            runs: view.done,
            mean_sweeps: view.mean_sweeps,
            energy_mean: view.mean_energy.map(|per_spin| unit * per_spin * document.shape.cells() as f64),
            energy_per_spin: view.mean_energy.map(|per_spin| unit * per_spin),
        };
        common.answer(out, &answer)?;
    } else {
        writeln!(out, "N = {}, p = {}, {} runs", document.shape.cells(), document.memories.len(), view.done)?;
        match recalled {
            Some(fraction) => writeln!(out, "recalled (nearest, overlap above {RECALLED}): {:.1} %", 100.0 * fraction)?,
            None => writeln!(out, "no run from a stored pattern, so none that could be recalled")?,
        }
        for ending in endings.iter().take(MOST_LINES) {
            writeln!(out, "  {:>8} {}", ending.runs, ending.text)?;
        }
        if let Some(more) = endings.len().checked_sub(MOST_LINES).filter(|&more| more > 0) {
            writeln!(out, "  and {more} other ends, all with --json")?;
        }
        if let (Some(energy), Some(sweeps)) = (view.mean_energy, view.mean_sweeps) {
            writeln!(out, "mean energy per spin {energy:.4}, {sweeps:.2} sweeps on average")?;
        }
        advice.map_or(Ok(()), |advice| writeln!(out, "{advice}"))?;
    }
    work.interrupted(|| format!("stopped after {} of {runs} runs; the result is of those", view.done))
}
