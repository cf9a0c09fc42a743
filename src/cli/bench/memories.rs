//! `glassbox bench memories`: sweeps of dense memories, and steps of continuous ones.

use std::hint::black_box;
use std::sync::Arc;

use ndarray::Array2;
use rayon::prelude::*;

use crate::cli::bench::recall_workload::additions;
use crate::cli::bench::{BUDGET, Benchmark, Figure};
use crate::cli::common::CliError;
use crate::cli::progress::Work;
use crate::engine::core::stopwatch::time;
use crate::physics::corruption::Corruption;
use crate::physics::hopfield::continuous::{Attention, ContinuousRule, Memories};
use crate::physics::hopfield::{Dynamics, DynamicsError, LearningRule, Network, UpdateOrder};
use crate::physics::seed::{Seed, Stream, uniform};
use crate::physics::spins::{GridShape, Pattern};

/// N and K: digits of MNIST's size, ten thousand of them.
const SIZE: usize = 28 * 28;
const COUNT: usize = 10_000;
/// The dense rules that are measured.
const DENSE: [&str; 4] = ["dense:3", "dense-rectified:4", "dense:8", "exponential"];
/// The continuous rules.
const CONTINUOUS: [(Attention, f64); 3] =
    [(Attention::Softmax, 0.05), (Attention::Sparsemax, 0.05), (Attention::Epanechnikov, 0.015)];
/// The temperature of the warm sweep.
const WARM: f64 = 1.0;
/// How many figures there are.
pub(super) const FIGURES: u64 = (DENSE.len() + 1 + CONTINUOUS.len()) as u64;

pub(super) fn measure(seed: Seed, figures: &mut Vec<Figure>, work: &Work) -> Result<(), CliError> {
    let mut rng = seed.stream(Stream::Patterns);
    let patterns: Vec<Pattern> = (0..COUNT).map(|_| Pattern::random(SIZE, &mut rng)).collect();
    let cue = patterns.first().ok_or_else(|| CliError::failed("there is no pattern"))?;
    let cue = Corruption::flip(0.2).apply(cue, GridShape::new(SIZE, 1), None, seed).map_err(CliError::failed)?;
    let runs = DENSE.into_iter().map(|name| (name, 0.0)).chain([("dense:3", WARM)]);
    for (name, temperature) in runs {
        if work.stopped() {
            return Ok(());
        }
        let rule = LearningRule::Dense(name.parse().map_err(CliError::failed)?);
        let network = Arc::new(Network::store(&patterns, rule).map_err(CliError::failed)?);
        let start = || -> Result<Dynamics, DynamicsError> {
            let rng = seed.stream(Stream::Dynamics);
            Dynamics::new(Arc::clone(&network), &cue, UpdateOrder::RandomAsynchronous, temperature, rng)
        };
        let value = time(BUDGET, start, |run| run.map(|mut run| run.sweep().flips));
        let limit = time(BUDGET, || (), |()| additions(SIZE * COUNT));
        let warm = if temperature > 0.0 { format!(", T = {temperature}") } else { String::new() };
        figures.push(Figure {
            name: format!("{name} sweep, {SIZE} × {COUNT}{warm}"),
            value,
            limit,
            benchmark: Benchmark::Memories,
        });
        work.advance(figures.len() as u64);
    }
    continuous(seed, figures, work)
}

fn continuous(seed: Seed, figures: &mut Vec<Figure>, work: &Work) -> Result<(), CliError> {
    let mut rng = seed.stream(Stream::SyntheticData);
    // Grey levels, as single precision holds them.
    let rows = Array2::from_shape_simple_fn((COUNT, SIZE), || f64::from(uniform(&mut rng) as f32));
    let memories = Memories::new(rows.view()).map_err(CliError::failed)?;
    let numbers: Vec<f32> = rows.iter().map(|&value| value as f32).collect();
    let state = memories.memory(0).unwrap_or_default();
    for (attention, beta) in CONTINUOUS {
        if work.stopped() {
            return Ok(());
        }
        let rule = ContinuousRule::new(attention, beta).map_err(CliError::failed)?;
        let value = time(BUDGET, || (), |()| rule.look(&memories, &state).map(|look| look.next.len()));
        let limit = time(BUDGET, || (), |()| read(&numbers));
        figures.push(Figure {
            name: format!("{rule} step, {SIZE} × {COUNT}"),
            value,
            limit,
            benchmark: Benchmark::Memories,
        });
        work.advance(figures.len() as u64);
    }
    Ok(())
}

/// Reads all numbers once, on all threads, and adds them up: a step must do as much at least.
fn read(numbers: &[f32]) -> f32 {
    let sum = |block: &[f32]| pulp::Arch::new().dispatch(Read { numbers: black_box(block) });
    numbers.par_chunks(1 << 16).map(sum).sum()
}

struct Read<'a> {
    numbers: &'a [f32],
}

impl pulp::WithSimd for Read<'_> {
    type Output = f32;

    #[expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> f32 {
        let mut parts = [0.0_f32; 64];
        for chunk in self.numbers.as_chunks::<64>().0 {
            for (part, number) in parts.iter_mut().zip(chunk) {
                *part += number;
            }
        }
        parts.iter().sum()
    }
}
