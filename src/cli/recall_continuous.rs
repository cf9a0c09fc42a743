//! `glassbox recall` by a rule of real values: softmax, sparsemax, Epanechnikov.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use ndarray::Array2;
use serde::Serialize;

use crate::cli::common::{CliError, Common};
use crate::cli::network::RealSetup;
use crate::cli::progress::Work;
use crate::engine::core::session::{Flow, Job as _};
use crate::engine::hopfield::continuous::retrieval::cosines;
use crate::engine::hopfield::continuous::{ContinuousConfig, ContinuousRecall, ContinuousView};
use crate::io::text::plain;
use crate::physics::corruption::Corruption;
use crate::physics::hopfield::classify::RECALLED;
use crate::physics::hopfield::continuous::{ContinuousRule, Memories};
use crate::physics::seed::Seed;
use crate::physics::spins::{GridShape, Pattern};

/// Memories of one run that are printed as text, the heaviest first.
const MOST_LINES: usize = 10;

/// The memories of a set-up, and how its cues are made.
struct Recalls {
    setup: RealSetup,
    memories: Arc<Memories>,
    rule: ContinuousRule,
    /// The sum of the smallest and the largest value: x becomes this minus x where it is turned over.
    ends: f64,
    sweeps: u64,
}

/// What is known of one run.
struct Outcome {
    recalled: Option<bool>,
    view: ContinuousView,
    initial: Vec<f64>,
    stopped: bool,
}

/// The answer about one run.
#[derive(Serialize)]
struct SingleAnswer {
    n: usize,
    p: usize,
    alpha: f64,
    rule: String,
    seed: u64,
    recalled: Option<u8>,
    energy: Vec<Option<f64>>,
    overlap: Vec<f64>,
    initial_overlap: Vec<f64>,
    converged: bool,
    cycle: Option<u8>,
    sweeps: u64,
    final_state: Vec<f64>,
    weights: Vec<f64>,
    metastable: usize,
    participation: f64,
    /// The memory that the state is, by its place among the stored ones.
    retrieved: Option<usize>,
    retrieved_in_one_step: bool,
}

/// The answer about many runs.
#[derive(Serialize)]
struct ManyAnswer {
    n: usize,
    p: usize,
    alpha: f64,
    rule: String,
    seed: u64,
    recalled: Option<f64>,
    runs: u64,
    mean_sweeps: f64,
    energy_mean: Option<f64>,
    energy_per_spin: Option<f64>,
    retrieved_in_one_step: f64,
    metastable_mean: f64,
}

/// Recalls once, or `runs` times with fresh noise: `names_a_cue` says whether all start from the same row.
pub fn run(
    setup: RealSetup,
    rule: ContinuousRule,
    (sweeps, runs): (u64, Option<u64>),
    names_a_cue: bool,
    common: &Common,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let values = setup.memories.iter().flat_map(|memory| memory.1.iter().copied());
    let (least, most) =
        values.clone().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    let shape = (setup.memories.len(), setup.columns);
    let rows = Array2::from_shape_vec(shape, values.collect()).map_err(CliError::failed)?;
    let memories = Arc::new(Memories::new(rows.view()).map_err(CliError::failed)?);
    let recalls = Recalls { setup, memories, rule, ends: least + most, sweeps };
    match runs {
        None => recalls.one(common, out),
        Some(runs) => recalls.many(runs, names_a_cue, common, out),
    }
}

impl Recalls {
    /// A cue: the fraction of values that is asked for turned over about the middle of the range.
    fn cue(&self, clean: &[f64], seed: Seed) -> Result<Vec<f64>, CliError> {
        let untouched = Pattern::from_bits(vec![true; clean.len()]);
        let turned = Corruption::flip(self.setup.flip).apply(&untouched, GridShape::new(clean.len(), 1), None, seed);
        let turned = turned.map_err(CliError::failed)?;
        Ok(clean.iter().zip(turned.spins()).map(|(&x, &kept)| if kept > 0 { x } else { self.ends - x }).collect())
    }

    fn outcome(&self, cue: Vec<f64>, cued: Option<usize>, work: Option<&Work>) -> Result<Outcome, CliError> {
        let initial = cosines(&self.memories, &cue);
        let config = ContinuousConfig { memories: Arc::clone(&self.memories), cue: cue.into(), rule: self.rule };
        let mut run = ContinuousRecall::new(&config).map_err(CliError::failed)?;
        let mut view = run.view();
        while view.steps < self.sweeps && !view.ended && work.is_none_or(|work| !work.stopped()) {
            // In pieces, so that it can be stopped.
            let piece = (self.sweeps - view.steps).min(64);
            for _ in 0..piece {
                if run.step() == Flow::Done {
                    break;
                }
            }
            view = run.view();
            if let Some(work) = work {
                work.advance(view.steps);
            }
        }
        let nearest = view.nearest.map(|nearest| nearest.0);
        let overlap = |mu: usize| view.overlaps.get(mu).copied().unwrap_or(0.0);
        let recalled = cued.map(|mu| self.is_memory(nearest, mu) && overlap(mu) > RECALLED);
        Ok(Outcome { recalled, initial, stopped: work.is_some_and(Work::stopped), view })
    }

    /// Whether the nearest memory is this one, or equal to it.
    fn is_memory(&self, nearest: Option<usize>, mu: usize) -> bool {
        nearest.is_some_and(|nearest| nearest == mu || self.memories.memory(nearest) == self.memories.memory(mu))
    }

    fn one(&self, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
        let work = Work::begin("steps", self.sweeps);
        let outcome = self.outcome(self.cue(&self.setup.clean, common.seed())?, self.setup.cued, Some(&work))?;
        work.finish();
        if common.json {
            common.answer(out, &self.answer(&outcome, common))?;
        } else {
            self.text(&outcome, out)?;
        }
        work.interrupted(|| format!("stopped after {} of {} steps", outcome.view.steps, self.sweeps))
    }

    fn answer(&self, outcome: &Outcome, common: &Common) -> SingleAnswer {
        let Outcome { view, initial, recalled, .. } = outcome;
        let (n, p) = (self.memories.size(), self.memories.count());
        SingleAnswer {
            n,
            p,
            alpha: p as f64 / n as f64,
            rule: self.rule.to_string(),
            seed: common.seed().0,
            recalled: recalled.map(u8::from),
            energy: view.energies.to_vec(),
            overlap: view.overlaps.to_vec(),
            initial_overlap: initial.clone(),
            converged: view.ended,
            cycle: view.ended.then_some(1),
            sweeps: view.steps,
            final_state: view.state.to_vec(),
            weights: view.weights.to_vec(),
            metastable: view.metastable.holding,
            participation: view.metastable.participation,
            retrieved: view.retrieved,
            retrieved_in_one_step: view.in_one_step.is_some(),
        }
    }

    fn text(&self, outcome: &Outcome, out: &mut dyn Write) -> Result<(), CliError> {
        let Outcome { view, initial, stopped, .. } = outcome;
        let (n, p) = (self.memories.size(), self.memories.count());
        writeln!(out, "N = {n}, p = {p}, α = {:.4}, {}", p as f64 / n as f64, self.rule)?;
        let end = match (view.ended, stopped) {
            (true, _) => "a fixed point",
            (false, true) => "stopped",
            (false, false) => "not at rest yet",
        };
        writeln!(out, "{} steps: {end}", view.steps)?;
        let found = match (view.retrieved, view.nearest) {
            (Some(mu), _) => {
                format!("Recalled {}{}", self.name(mu), if view.in_one_step == Some(mu) { " in one step" } else { "" })
            }
            (None, Some((mu, distance))) => {
                format!("No memory: nearest {}, at the distance {distance:.4}", self.name(mu))
            }
            (None, None) => "No memory".to_owned(),
        };
        writeln!(out, "{found}")?;
        let metastable = view.metastable;
        writeln!(
            out,
            "{} of {p} memories hold 90 % of the weight ({}); 1/Σp² = {:.3}",
            metastable.holding,
            metastable.class.name(),
            metastable.participation
        )?;
        let energy = |energy: Option<&Option<f64>>| match energy {
            Some(Some(energy)) => format!("{energy:.6}"),
            _ => "infinite".to_owned(),
        };
        writeln!(out, "energy {} -> {}", energy(view.energies.first()), energy(view.energies.last()))?;
        let mut order: Vec<usize> = (0..p).collect();
        let weight = |mu: usize| view.weights.get(mu).copied().unwrap_or(0.0);
        order.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
        writeln!(out, "weights and overlaps (start -> end), largest weight first:")?;
        for mu in order.into_iter().take(MOST_LINES) {
            let (start, end) = (initial.get(mu).unwrap_or(&0.0), view.overlaps.get(mu).unwrap_or(&0.0));
            writeln!(out, "  {:<16} {:.6}  {start:+.4} -> {end:+.4}", self.name(mu), weight(mu))?;
        }
        Ok(())
    }

    /// The name of a memory. Names come from files: they must not steer the terminal.
    fn name(&self, mu: usize) -> String {
        plain(Path::new(self.setup.memories.get(mu).map_or("", |memory| &memory.0)))
    }

    fn many(&self, runs: u64, names_a_cue: bool, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
        let work = Work::begin("runs", runs);
        let (mut done, mut recalled, mut at_once, mut steps, mut held) = (0_u64, 0_u64, 0_u64, 0_u64, 0_usize);
        let mut energies = Vec::new();
        let p = self.memories.count();
        for number in 0..runs {
            if work.stopped() {
                break;
            }
            let mu = (number % p.max(1) as u64) as usize;
            let (clean, cued) = match self.setup.memories.get(mu) {
                Some(memory) if !names_a_cue => (&memory.1, Some(mu)),
                _ => (&self.setup.clean, self.setup.cued),
            };
            let outcome = self.outcome(self.cue(clean, common.seed().numbered(number))?, cued, None)?;
            done += 1;
            recalled += u64::from(outcome.recalled == Some(true));
            at_once += u64::from(outcome.view.in_one_step.is_some() && outcome.view.in_one_step == cued);
            steps += outcome.view.steps;
            held += outcome.view.metastable.holding;
            energies.extend(outcome.view.energies.last().copied().flatten());
            work.advance(done);
        }
        work.finish();
        let n = self.memories.size();
        let all = done.max(1) as f64;
        let known = !names_a_cue || self.setup.cued.is_some();
        let energy = (!energies.is_empty()).then(|| energies.iter().sum::<f64>() / energies.len() as f64);
        let answer = ManyAnswer {
            n,
            p,
            alpha: p as f64 / n as f64,
            rule: self.rule.to_string(),
            seed: common.seed().0,
            recalled: known.then(|| recalled as f64 / all),
            runs: done,
            mean_sweeps: steps as f64 / all,
            energy_mean: energy,
            energy_per_spin: energy.map(|energy| energy / n as f64),
            retrieved_in_one_step: at_once as f64 / all,
            metastable_mean: held as f64 / all,
        };
        if common.json {
            common.answer(out, &answer)?;
        } else {
            writeln!(out, "N = {n}, p = {p}, {}, {done} runs", self.rule)?;
            match answer.recalled {
                Some(fraction) => {
                    writeln!(out, "recalled (nearest, overlap above {RECALLED}): {:.1} %", 100.0 * fraction)?;
                }
                None => writeln!(out, "no run from a stored pattern, so none that could be recalled")?,
            }
            writeln!(
                out,
                "{:.1} % in one step, {:.2} steps on average",
                100.0 * answer.retrieved_in_one_step,
                answer.mean_sweeps
            )?;
            writeln!(out, "{:.2} memories hold 90 % of the weight, on average", answer.metastable_mean)?;
        }
        work.interrupted(|| format!("stopped after {done} of {runs} runs; the result is of those"))
    }
}
