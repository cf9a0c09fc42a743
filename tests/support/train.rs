//! The panels of the Train lab, on a training made by hand: modes that leave the bulk one by one.

use std::sync::Arc;

use glassbox::engine::core::session::Snapshot;
use glassbox::engine::rbm::diagnostics::{Diagnostics, Distances, Mode};
use glassbox::engine::rbm::{
    CheckpointPlan, Event, FixedPoints, Happening, HiddenActivity, Measurement, Stage, TrainConfig, TrainView,
    TrainingData,
};
use glassbox::physics::data::Dataset;
use glassbox::physics::rbm::moments::ComparedMoments;
use glassbox::physics::rbm::{Checkpoint, Configurations, Explained, HiddenUnits, Rbm, TrainingSettings, VisibleUnits};
use glassbox::physics::seed::{Seed, Stream, uniform};
use glassbox::physics::spectrum::histograms::Density;
use glassbox::physics::spins::GridShape;
use glassbox::physics::statistics::Moments;
use glassbox::ui::lab::PanelList;
use glassbox::ui::labs::train::context::{Ask, Shared, TrainContext, TrainPanels, UnitOrder, Values};
use glassbox::ui::labs::train::derived::Derived;
use glassbox::ui::labs::train::{keys, panels};
use glassbox::ui::machine::Axes;
use ndarray::Array2;

use super::{Bench, Lent};

/// What kind of machine the fixture is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// 28 × 28 pixels, 20 hidden units.
    Digits,
    /// 12 sites of 5 states, 4 hidden units.
    Potts,
    /// Pictures without data.
    Archive,
}

/// σ of a mode at an update: exponential growth out of the noise, then a slow rise.
fn sigma(mode: usize, update: u64) -> f32 {
    let t = update as f64;
    let noise = 0.4 - 0.012 * mode as f64;
    let start = 120.0 * 2.2_f64.powi(mode as i32);
    let grown = 4.0 * (t / start).powf(1.1) / (1.0 + (t / start).powf(0.7));
    (noise.powi(2) + grown.powi(2)).sqrt() as f32
}

fn shape_of(kind: Kind) -> (usize, usize, usize) {
    match kind {
        Kind::Digits | Kind::Archive => (784, 1, 20),
        Kind::Potts => (12, 5, 4),
    }
}

/// A smooth picture, of unit length.
fn left_mode(kind: Kind, mode: usize) -> Vec<f32> {
    let (sites, channels, _) = shape_of(kind);
    let side = (sites as f32).sqrt();
    let values: Vec<f32> = (0..sites * channels)
        .map(|row| {
            let site = (row / channels) as f32;
            let (x, y) = ((site % side) / side - 0.5, (site / side).floor() / side - 0.5);
            let waves = 1.0 + mode as f32;
            (-(x * x + y * y) * 12.0).exp() * ((x * waves * 6.0).cos() - 0.6 * (y * waves * 5.0).sin())
                + 0.1 * (row % channels) as f32
        })
        .collect();
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-6);
    values.into_iter().map(|value| value / length).collect()
}

fn right_mode(hidden: usize, mode: usize) -> Vec<f32> {
    (0..hidden).map(|unit| ((unit * (mode + 1)) as f32 * 1.7).sin() / (hidden as f32 / 2.0).sqrt()).collect()
}

/// The machine at an update.
pub fn machine(kind: Kind, update: u64) -> Arc<Rbm> {
    let (sites, channels, hidden) = shape_of(kind);
    let mut weights = vec![0.0; sites * channels * hidden];
    for mode in 0..5 {
        let (left, right) = (left_mode(kind, mode), right_mode(hidden, mode));
        for (row, u) in weights.chunks_exact_mut(hidden).zip(&left) {
            row.iter_mut().zip(&right).for_each(|(weight, v)| *weight += sigma(mode, update) * u * v);
        }
    }
    let visible = if channels > 1 { VisibleUnits::Potts(channels as u8) } else { VisibleUnits::Bernoulli };
    let bias = (0..hidden).map(|unit| -0.1 * unit as f32).collect();
    Arc::new(Rbm::from_flat(visible, HiddenUnits::Bernoulli, weights, vec![-1.0; sites * channels], bias).unwrap())
}

pub fn states(kind: Kind, rows: usize, seed: u64) -> Arc<Configurations> {
    let (sites, channels, _) = shape_of(kind);
    let mut rng = Seed(seed).stream(Stream::Samples);
    let picture = left_mode(kind, 0);
    let values: Vec<u8> = (0..rows * sites)
        .map(|place| {
            let bias = f64::from(picture[place % sites * channels]) * 8.0;
            if channels > 1 {
                (uniform(&mut rng) * channels as f64) as u8
            } else {
                u8::from(uniform(&mut rng) < 0.15 + bias)
            }
        })
        .collect();
    Arc::new(Configurations::new(values, sites))
}

pub fn measurement(kind: Kind, update: u64) -> Measurement {
    let (_, _, hidden) = shape_of(kind);
    let values: Vec<f32> = (0..hidden).map(|mode| sigma(mode, update)).collect();
    let scaled: Vec<f32> = values.iter().map(|value| value / 4.0).collect();
    let condensed = scaled.iter().filter(|value| **value > 1.0).count();
    Measurement {
        of_data: true,
        update,
        singular_values: values.into(),
        scaled_singular_values: scaled.into(),
        fixed_points: Some(FixedPoints { count: 1 << condensed.min(4), unconverged: 0, starts: 200 }),
        pseudo_likelihood: -0.25 + 0.03 * condensed as f64,
        log_likelihood: (kind == Kind::Digits).then_some(-200.0 + 15.0 * condensed as f64),
        reconstruction_error: 0.12,
        chain_correlation: Some(0.3 + 0.1 * condensed as f64),
        activity: HiddenActivity { dead: 1, saturated: 2 },
        participation: 1.0 + condensed as f64,
    }
}

/// Updates of measurements, by equal factors.
fn updates(until: u64, per_decade: f64) -> Vec<u64> {
    let mut found = vec![0];
    let mut at = 1.0_f64;
    while (at as u64) < until {
        found.push(at as u64);
        at *= 10f64.powf(1.0 / per_decade);
    }
    found.push(until);
    found.dedup();
    found
}

fn events(rows: &[Arc<Measurement>]) -> Vec<Event> {
    let mut found = Vec::new();
    for pair in rows.windows(2) {
        let [a, b] = [&pair[0], &pair[1]].map(|row| row.fixed_points.unwrap().count);
        if a != b {
            let mode = b.ilog2() as usize;
            found.push(Event { update: pair[1].update, happening: Happening::ModeCrosses(mode) });
            found.push(Event { update: pair[1].update, happening: Happening::FixedPoints { from: a, to: b } });
        }
    }
    found
}

fn dataset(kind: Kind) -> Dataset {
    let (sites, channels, _) = shape_of(kind);
    let states = states(kind, 500, 3);
    let mut rows = Dataset::new("digits", states.as_slice(), sites, channels.max(2) as u8);
    rows.shape = (kind != Kind::Potts).then(|| GridShape::new(28, 28));
    rows
}

/// A run of 3000 updates, so many of them done.
pub fn view(kind: Kind, done: u64) -> TrainView {
    let (_, channels, hidden) = shape_of(kind);
    let visible = if channels > 1 { VisibleUnits::Potts(channels as u8) } else { VisibleUnits::Bernoulli };
    let data = TrainingData::new(dataset(kind), "builtin:mnist");
    let config = TrainConfig {
        data: (kind != Kind::Archive).then_some(data),
        visible,
        hidden: HiddenUnits::Bernoulli,
        hidden_units: hidden,
        settings: TrainingSettings::default(),
        initial_spread: 0.01,
        updates: 3000,
        checkpoints: CheckpointPlan::default(),
        fixed_point_starts: 200,
        seed: Seed(7),
        before: None,
        measured: true,
    };
    let rows: Vec<Arc<Measurement>> =
        updates(done, 30.0).into_iter().map(|update| Arc::new(measurement(kind, update))).collect();
    let checkpoints: Vec<Arc<Checkpoint>> = updates(done, 8.0)
        .into_iter()
        .map(|update| {
            Arc::new(Checkpoint {
                update,
                rbm: machine(kind, update),
                chains: Some(states(kind, 20, update)),
                settings: Some(TrainingSettings::default()),
                seconds: Some(update as f64 / 20.0),
            })
        })
        .collect();
    TrainView {
        config: Arc::new(config),
        settings: TrainingSettings::default(),
        stage: if kind == Kind::Archive { Stage::Complete } else { Stage::Training },
        measuring: None,
        update: done,
        last_update: 3000,
        epoch: done as f64 / 20.0,
        rbm: machine(kind, done),
        chains: states(kind, 100, 1),
        events: events(&rows).into(),
        rows: None,
        measurements: rows.into(),
        modes: None,
        checkpoints: checkpoints.into(),
        explained: None,
        stops_at_events: false,
    }
}

/// An update taken apart.
pub fn explained(kind: Kind, unit: usize) -> Arc<Explained> {
    let (_, _, hidden) = shape_of(kind);
    let batch = Configurations::clone(&states(kind, 8, 11));
    let column = |update| -> Vec<f32> {
        machine(kind, update).parameters().weights.iter().skip(unit).step_by(hidden).copied().collect()
    };
    Arc::new(Explained {
        // The update that comes next.
        update: 2150,
        unit,
        hidden_given_batch: Array2::from_shape_fn((8, hidden), |(row, unit)| {
            ((row * hidden + unit) % 10) as f32 / 10.0
        }),
        batch,
        chains_before: Configurations::clone(&states(kind, 8, 12)),
        chains_after: Configurations::clone(&states(kind, 8, 13)),
        data_correlation: left_mode(kind, 0),
        model_correlation: left_mode(kind, 1),
        weights_before: column(2149),
        weights_after: column(2160),
        learning_rate: 0.01,
    })
}

fn density(spread: f64, peaks: f64) -> Density {
    let edges: Vec<f64> = (0..=60).map(|k| -1.0 + f64::from(k) / 30.0).collect();
    let heights: Vec<f64> = edges
        .windows(2)
        .map(|bin| {
            let middle = f64::midpoint(bin[0], bin[1]);
            (-middle.powi(2) / (2.0 * spread * spread)).exp() / spread / 2.5 + peaks * middle.powi(8)
        })
        .collect();
    let moments = Moments { count: 1000, mean: 0.0, variance: spread * spread };
    Density { edges: edges.into(), density: heights.into(), moments, starting_gaussian: [0.0, 0.036] }
}

/// A portrait of the machine at an update.
pub fn diagnostics(kind: Kind, update: u64) -> Arc<Diagnostics> {
    let (sites, _, hidden) = shape_of(kind);
    let grown = f64::from(sigma(0, update)) / 5.0;
    let modes: Vec<Mode> = (0..hidden.min(8))
        .map(|mode| Mode {
            value: sigma(mode, update),
            visible: left_mode(kind, mode).into(),
            hidden: right_mode(hidden, mode).into(),
        })
        .collect();
    let pairs = |count: usize, noise: f32| -> Arc<[[f32; 2]]> {
        (0..count).map(|k| [(k % 97) as f32 / 97.0, (k % 97) as f32 / 97.0 + noise * ((k % 13) as f32 - 6.0)]).collect()
    };
    Arc::new(Diagnostics {
        update,
        modes: modes.into(),
        distances: Some(Distances {
            weight_cosine: density(0.05 + 0.2 * grown, 2.0 * grown),
            weight_sign_overlap: density(0.04 + 0.1 * grown, grown),
            sample_overlap: density(0.1 + 0.1 * grown, 0.3),
            data_overlap: (kind != Kind::Archive).then(|| density(0.22, 0.4)),
        }),
        moments: (kind != Kind::Archive).then(|| ComparedMoments {
            means: pairs(sites, 0.004),
            pairs: pairs(3000, 0.01),
            pair_correlation: 0.912,
        }),
        hidden_means: (0..hidden).map(|unit| unit as f32 / (hidden - 1) as f32).collect(),
        autocorrelation: (0..=100).map(|step| (-(step as f32) / 20.0).exp()).collect(),
        samples: Some(states(kind, 40, 5)),
        weight_histogram: (-20..=20).map(|k| [k as f32 / 20.0, 4.0 - (k as f32 / 8.0).powi(2).min(4.0)]).collect(),
    })
}

/// What is known beyond the training.
#[derive(Default)]
pub struct Train {
    pub derived: Derived,
}

pub type Fixture = super::Fixture<Train>;
pub type Window = super::Window<Train>;

impl Bench for Train {
    type Panels = TrainPanels;
    type View = TrainView;
    type Ask = Ask;
    type Shared = Shared;

    const LOOKS: &'static [fn(&mut Shared)] = &[
        |shared| (shared.axes, shared.values, shared.order) = (Axes::LogLog, Values::Plain, UnitOrder::Norm),
        |shared| (shared.axes, shared.values, shared.order) = (Axes::SemiLog, Values::Scaled, UnitOrder::Mode),
        |shared| (shared.axes, shared.values, shared.order) = (Axes::Linear, Values::Plain, UnitOrder::Number),
    ];

    fn panels() -> PanelList<TrainPanels> {
        panels::panels()
    }

    fn context<'a>(&'a self, lent: Lent<'a, Self>) -> TrainContext<'a> {
        let Lent { snapshot, asks, shared, shell } = lent;
        TrainContext { snapshot, derived: &self.derived, asks, shared, shell }
    }

    fn read_keys(ctx: &egui::Context, context: &mut TrainContext<'_>) {
        keys::read(ctx, context);
    }
}

pub fn snapshot(view: TrainView) -> Snapshot<TrainView> {
    Snapshot {
        generation: 1,
        revision: 5,
        step: view.update,
        running: false,
        progress: None,
        handled: 0,
        rate: 23.1,
        eta: Some(37.0),
        error: None,
        errors: 0,
        failed: false,
        view,
    }
}

impl Fixture {
    pub fn new(id: &str, view: TrainView) -> Self {
        Self::on(Train::default(), snapshot(view), id)
    }

    /// With all that can be known of it.
    pub fn known(id: &str, kind: Kind) -> Self {
        let mut fixture = Self::new(id, view(kind, 2149));
        fixture.bench.derived.diagnostics = Some(diagnostics(kind, 2149));
        fixture.bench.derived.diagnostics_key = (1, 1);
        fixture.snapshot.view.explained = Some(explained(kind, 2));
        fixture
    }
}
