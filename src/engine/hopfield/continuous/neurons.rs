//! Visible and hidden neurons in continuous time: hidden bars that rise and compete.

use std::sync::Arc;

use crate::engine::core::history::Series;
use crate::engine::core::session::{Flow, Job, SessionError};
use crate::engine::hopfield::continuous::retrieval::cosines;
use crate::physics::hopfield::continuous::two_layer::TimeConstants;
use crate::physics::hopfield::continuous::{Memories, TwoLayer, TwoLayerModel};

/// Points kept of each curve.
const CURVE_POINTS: usize = 1_000;
/// Hidden neurons whose curves are kept; of more, the first ones.
const FOLLOWED: usize = 16;
/// A run ends when no value moves by more than this in a unit of time.
const AT_REST: f64 = 1e-9;

/// What a run starts from.
#[derive(Clone, Debug)]
pub struct NeuronsConfig {
    /// The memories: one hidden neuron for each.
    pub memories: Arc<Memories>,
    /// The visible neurons at the start; the hidden ones are at 0.
    pub cue: Arc<[f64]>,
    /// Which Lagrangians.
    pub model: TwoLayerModel,
    /// τ_v and τ_h.
    pub times: TimeConstants,
    /// The time of one step.
    pub step: f64,
}

/// The picture of a run.
#[derive(Clone, Debug)]
pub struct NeuronsView {
    /// The memories.
    pub memories: Arc<Memories>,
    /// The model.
    pub model: TwoLayerModel,
    /// τ_v and τ_h.
    pub times: TimeConstants,
    /// The time since the start.
    pub time: f64,
    /// v_i.
    pub visible: Arc<[f64]>,
    /// g_i.
    pub visible_activity: Arc<[f64]>,
    /// h_μ: one for each memory.
    pub hidden: Arc<[f64]>,
    /// f_μ.
    pub hidden_activity: Arc<[f64]>,
    /// ξ_μ · g / (|ξ_μ| |g|) of each memory.
    pub overlaps: Arc<[f64]>,
    /// (time, energy).
    pub energy: Arc<[[f64; 2]]>,
    /// (time, h_μ) of the first hidden neurons.
    pub curves: Arc<[Arc<[[f64; 2]]>]>,
    /// Whether nothing moves any more.
    pub ended: bool,
}

/// The neurons as a job: one step is one step of time.
pub struct Neurons {
    config: NeuronsConfig,
    network: TwoLayer,
    series: Series,
    steps: u64,
    ended: bool,
}

impl Job for Neurons {
    type Config = NeuronsConfig;
    type View = NeuronsView;

    fn new(config: &NeuronsConfig) -> Result<Self, SessionError> {
        let NeuronsConfig { memories, cue, model, times, step } = config;
        if !(step.is_finite() && *step > 0.0) {
            return Err(SessionError::new(format!("a step of time of {step}; it must be a finite number above 0")));
        }
        let network = TwoLayer::new(memories, *model, *times, cue.to_vec()).map_err(SessionError::new)?;
        let series = Series::new(1 + memories.count().min(FOLLOWED), CURVE_POINTS);
        let mut neurons = Self { config: config.clone(), network, series, steps: 0, ended: false };
        neurons.push_point();
        Ok(neurons)
    }

    fn step(&mut self) -> Flow {
        if self.ended {
            return Flow::Done;
        }
        let before = (self.network.visible().to_vec(), self.network.hidden().to_vec());
        if self.network.advance(&self.config.memories, self.config.step).is_err() {
            // The step was checked.
            return Flow::Done;
        }
        self.steps += 1;
        let moved = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        let rate =
            moved(&before.0, self.network.visible()).max(moved(&before.1, self.network.hidden())) / self.config.step;
        self.ended = rate < AT_REST;
        if self.ended || self.series.keeps(self.steps) {
            self.push_point();
        }
        if self.ended { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> NeuronsView {
        let activity = self.network.visible_activity();
        let timed = |channel: usize| -> Arc<[[f64; 2]]> {
            let points = self.series.channel(channel);
            points.into_iter().map(|[steps, value]| [steps * self.config.step, value]).collect()
        };
        let followed = self.config.memories.count().min(FOLLOWED);
        NeuronsView {
            memories: Arc::clone(&self.config.memories),
            model: self.network.model(),
            times: self.network.times(),
            time: self.network.time(),
            visible: self.network.visible().into(),
            hidden: self.network.hidden().into(),
            hidden_activity: self.network.hidden_activity().into(),
            overlaps: cosines(&self.config.memories, &activity).into(),
            visible_activity: activity.into(),
            energy: timed(0),
            curves: (0..followed).map(|mu| timed(1 + mu)).collect(),
            ended: self.ended,
        }
    }
}

impl Neurons {
    fn push_point(&mut self) {
        let energy = self.network.energy(&self.config.memories);
        let hidden = self.network.hidden().iter().take(FOLLOWED).map(|&h| h as f32);
        let row: Vec<f32> = [energy as f32].into_iter().chain(hidden).collect();
        self.series.push(self.steps, &row);
    }
}
