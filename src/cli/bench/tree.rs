//! `glassbox bench tree`: fixed points of digits, a whole tree, and its merging again, next to products of matrices.

use std::sync::Arc;

use crate::cli::bench::train_workload::{Product, Sizes, TrainingWorkload};
use crate::cli::bench::{BUDGET, Benchmark, Figure};
use crate::cli::common::CliError;
use crate::cli::progress::Work;
use crate::engine::core::session::{Flow, Job as _, Session as _};
use crate::engine::core::stopwatch::{Timing, time, time_long};
use crate::engine::rbm::tree::{Growth, MergeDistance, TreeCmd, TreeConfig, TreeSession, usual_settings};
use crate::io::builtin;
use crate::io::run::builtin::DIGITS;
use crate::physics::mean_field::{ComparedLayer, RelaxationSettings, Relaxed, Starts, relax};
use crate::physics::seed::Seed;

/// How many figures there are.
pub(super) const FIGURES: u64 = 3;
/// Rows that relax on the large machine, and updates of its training before.
const ROWS: usize = 500;
const UPDATES: u64 = 60;
const TOLERANCE: f64 = 1e-6;
/// Leaves of the tree.
const LEAVES: usize = 512;
/// Products of a sweep: W and its square, up and down.
const PRODUCTS: f64 = 4.0;

pub(super) fn measure(seed: Seed, figures: &mut Vec<Figure>, work: &Work) -> Result<(), CliError> {
    let digits = builtin::open("mnist").map_err(CliError::failed)?;
    let [large, ..] = &Sizes::ALL;
    let workload = TrainingWorkload::new(large, &digits, UPDATES, seed).map_err(CliError::failed)?;
    let starts = digits.values.first(ROWS);
    let settings = RelaxationSettings { tolerance: TOLERANCE, ..usual_settings() };
    let mut product = Product::default();
    let mut ends = Relaxed::default();
    let value = time_long(|| {
        ends = relax(workload.rbm(), Starts::Rows(starts.clone()), &settings).unwrap_or_default();
    });
    let sweeps: f64 = ends.iterations.iter().map(|&sweeps| f64::from(sweeps)).sum();
    let multiplications = PRODUCTS * sweeps * (large.sites * large.hidden_units) as f64;
    let mut limit = |multiplications: f64| -> Timing {
        let once = time(BUDGET, || (), |()| product.run(1, Product::WORK));
        once.times(multiplications / Product::WORK)
    };
    let name = format!("TAP of {ROWS} digits, {} × {}", large.sites, large.hidden_units);
    figures.push(Figure { name, value, limit: limit(multiplications), benchmark: Benchmark::Tree });
    work.advance(figures.len() as u64);
    if work.stopped() {
        return Ok(());
    }

    let run = DIGITS.open(seed).map_err(CliError::failed)?;
    let (ages, rbm) = (run.trajectory.checkpoints.len(), Arc::clone(&run.last.rbm));
    let config = TreeConfig {
        checkpoints: run.trajectory.checkpoints.into(),
        rows: Arc::new(digits.select(&(0..LEAVES).collect::<Vec<usize>>())),
        growth: Growth::CarriedBack,
        settings: usual_settings(),
        layer: ComparedLayer::Visible,
        merge: MergeDistance::Suggested,
        seed,
    };
    let grow = || {
        let mut session = TreeSession::new(&config).map_err(CliError::failed)?;
        while !work.stopped() && session.step() == Flow::Continue {}
        Ok::<TreeSession, CliError>(session)
    };
    let value = time_long(grow);
    let mut session = grow()?;
    let view = session.view();
    let of_start = view
        .ages
        .iter()
        .flat_map(|age| age.visible_age.of_start().iter().filter_map(|&point| age.iterations.get(point as usize)));
    let sweeps: f64 = of_start.map(|&sweeps| f64::from(sweeps)).sum();
    let multiplications = PRODUCTS * sweeps * (rbm.sites() * rbm.hidden_units()) as f64;
    let name = format!("tree of {LEAVES} digits, {ages} machines, {} × {}", rbm.sites(), rbm.hidden_units());
    figures.push(Figure { name, value, limit: limit(multiplications), benchmark: Benchmark::Tree });
    work.advance(figures.len() as u64);

    let mut distance = view.merge_distance;
    let value = time(
        BUDGET,
        || (),
        |()| {
            distance *= 1.01;
            session.apply(TreeCmd::Merge(MergeDistance::PerUnit(distance))).is_ok()
        },
    );
    // Each row looks at its cluster once at each age.
    let limit = limit((LEAVES * ages) as f64);
    figures.push(Figure {
        name: "its merging at another distance".to_owned(),
        value,
        limit,
        benchmark: Benchmark::Tree,
    });
    Ok(())
}
