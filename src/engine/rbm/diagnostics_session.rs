//! Draws a portrait part by part, so that it can be stopped and the first parts are shown while the rest is made.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::rbm::diagnostics::{Diagnostics, Distances};
use crate::engine::rbm::rows::check_sites;
use crate::physics::rbm::gibbs::{Chains, mean_hidden_activity};
use crate::physics::rbm::moments::ComparedMoments;
use crate::physics::rbm::{Checkpoint, Configurations, Rbm, connected_correlation};
use crate::physics::seed::{Seed, Stream};
use crate::physics::spectrum::{Mode, align, histograms, modes};
use crate::physics::statistics::Histogram;

/// Modes that are shown of a machine.
pub(super) const MODES: usize = 16;
/// Chains that run, and for how many Gibbs steps.
const CHAINS: usize = 250;
const STEPS: usize = 60;
/// Gibbs steps in one piece of work.
const PIECE: usize = 5;
/// Bins of the histogram of weights.
const BINS: usize = 61;

/// Which portrait.
#[derive(Clone, Debug, PartialEq)]
pub struct DiagnosticsConfig {
    /// The machine, and its chains where it has any.
    pub checkpoint: Arc<Checkpoint>,
    /// The machine before its training: what the histograms start as.
    pub start: Arc<Rbm>,
    /// Modes that were shown before: the new ones take their signs, so that pictures do not flicker. May be empty.
    pub before: Arc<[Mode]>,
    /// Rows of the data that stand for all, where there are data.
    pub rows: Option<Arc<Configurations>>,
    /// The source of all randomness.
    pub seed: Seed,
}

/// A portrait in the making.
pub struct DiagnosticsSession {
    config: DiagnosticsConfig,
    chains: Chains,
    start: Configurations,
    diagnostics: Diagnostics,
    autocorrelation: Vec<f32>,
    done: usize,
}

impl DiagnosticsSession {
    /// Pieces of work: modes, hidden means, the chains, what is compared.
    const PIECES: usize = 2 + STEPS.div_ceil(PIECE) + 1;

    fn look_at_modes(&mut self) {
        let rbm = &self.config.checkpoint.rbm;
        // A machine whose numbers are not finite has no modes; its run says so.
        let mut found = modes(rbm, MODES).unwrap_or_default();
        align(&mut found, &self.config.before);
        self.diagnostics.modes = found.into();
        self.diagnostics.weight_histogram = weight_histogram(rbm.parameters().weights);
    }

    fn look_at_hidden_units(&mut self) {
        let rows = self.config.rows.as_deref().unwrap_or(&self.start);
        let fractions = mean_hidden_activity(&self.config.checkpoint.rbm, rows);
        self.diagnostics.hidden_means = fractions.into_iter().map(|fraction| fraction as f32).collect();
    }

    fn run_chains(&mut self) {
        let rbm = Arc::clone(&self.config.checkpoint.rbm);
        if self.autocorrelation.is_empty() {
            self.autocorrelation.push(1.0);
        }
        for _ in 0..PIECE {
            let tick = self.autocorrelation.len() as u64;
            if tick > STEPS as u64 {
                break;
            }
            self.chains.advance(&rbm, 1, tick);
            // Chains of which no site varies stay as they are.
            let correlation = connected_correlation(&self.start, &self.chains.configurations()).unwrap_or(1.0);
            self.autocorrelation.push(correlation as f32);
        }
        self.diagnostics.autocorrelation = self.autocorrelation.as_slice().into();
    }

    fn compare(&mut self) {
        let samples = self.chains.configurations();
        let DiagnosticsConfig { checkpoint, start, rows, seed, .. } = &self.config;
        let (rbm, seed) = (&*checkpoint.rbm, *seed);
        self.diagnostics.distances = Some(Distances {
            weight_cosine: histograms::weight_cosine(rbm),
            weight_sign_overlap: histograms::weight_sign_overlap(rbm),
            sample_overlap: histograms::sample_overlap(start, &samples, seed),
            data_overlap: rows.as_ref().map(|rows| histograms::sample_overlap(start, rows, seed)),
        });
        self.diagnostics.moments = rows.as_ref().map(|rows| ComparedMoments::new(rbm, rows, &samples, seed));
        self.diagnostics.samples = Some(Arc::new(samples));
    }
}

/// log₁₀ of the number of weights in equal bins between their extremes; empty bins are left out.
fn weight_histogram(weights: &[f32]) -> Arc<[[f32; 2]]> {
    let largest = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    if !(largest.is_finite() && largest > 0.0) {
        return Arc::default();
    }
    let weights = weights.iter().map(|&weight| f64::from(weight));
    let histogram = Histogram::symmetric(weights, f64::from(largest), BINS);
    let filled = histogram.counts.iter().enumerate().filter(|(_, count)| **count > 0);
    filled.map(|(bin, &count)| [histogram.center(bin) as f32, (count as f32).log10()]).collect()
}

impl Job for DiagnosticsSession {
    type Config = DiagnosticsConfig;
    type View = Arc<Diagnostics>;

    fn new(config: &DiagnosticsConfig) -> Result<Self, SessionError> {
        let checkpoint = &config.checkpoint;
        let rbm = &*checkpoint.rbm;
        let rows = config.rows.as_ref();
        if let Some(rows) = rows {
            check_sites(rows.sites(), rbm)?;
        }
        let kept = checkpoint.chains.as_ref().map(|chains| chains.first(CHAINS)).filter(|chains| chains.rows() > 0);
        let (seed, stream) = (config.seed, Stream::Samples);
        let chains = match kept.or_else(|| rows.map(|rows| rows.first(CHAINS))) {
            Some(start) => Chains::at(rbm, &start, seed, stream).map_err(SessionError::new)?,
            None => Chains::fair(rbm, CHAINS, seed, stream).map_err(SessionError::new)?,
        };
        let diagnostics = Diagnostics { update: checkpoint.update, ..Diagnostics::default() };
        let start = chains.configurations();
        Ok(Self { config: config.clone(), chains, start, diagnostics, autocorrelation: Vec::new(), done: 0 })
    }

    fn step(&mut self) -> Flow {
        match self.done {
            0 => self.look_at_modes(),
            1 => self.look_at_hidden_units(),
            done if done + 1 < Self::PIECES => self.run_chains(),
            _ if self.done + 1 == Self::PIECES => self.compare(),
            _ => {}
        }
        self.done = (self.done + 1).min(Self::PIECES);
        if self.done < Self::PIECES { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> Arc<Diagnostics> {
        Arc::new(self.diagnostics.clone())
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.done as u64, total: Self::PIECES as u64 })
    }
}
