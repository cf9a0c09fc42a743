//! Contacts of a protein from aligned sequences by mean-field direct coupling analysis, so that its settings can be moved live:
//! what a setting does not change is taken over from the map before.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::{Flow, Job, SessionError};
use crate::physics::contacts::{Distances, Prediction};
use crate::physics::data::Dataset;
use crate::physics::inference::potts::mean_field::{PSEUDOCOUNT, mean_field};
use crate::physics::inference::potts::{Frequencies, InferenceError};
use crate::physics::potts::{AverageProduct, PottsCouplings};
use crate::physics::rbm::reweighting::{IDENTITY, sequence_weights};
use crate::physics::stop::{NEVER, Stop};

/// What can be moved.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ContactSettings {
    /// Rows with this fraction of equal sites share their weight.
    pub identity: f64,
    /// The fraction of rows that are imagined to be uniform.
    pub pseudocount: f64,
    /// The correction for sites that score high with all others.
    pub correction: AverageProduct,
    /// Sites so far apart along the sequence, or farther, make a pair.
    pub separation: usize,
    /// Sites at most so far apart in the structure are in contact, in ångström.
    pub cutoff: f64,
}

impl Default for ContactSettings {
    fn default() -> Self {
        Self {
            identity: IDENTITY,
            pseudocount: PSEUDOCOUNT,
            correction: AverageProduct::Mean,
            separation: 5,
            cutoff: 8.0,
        }
    }
}

/// Sequences, the truth, and the map before.
#[derive(Clone, Debug)]
pub struct ContactConfig {
    /// The sequences.
    pub data: Arc<Dataset>,
    /// What is known of the distances.
    pub distances: Option<Arc<Distances>>,
    /// How contacts are predicted.
    pub settings: ContactSettings,
    /// The map before: what of it still holds is not computed again.
    pub before: Option<Arc<ContactMap>>,
}

/// Frequencies of the sequences, and what they were counted from.
#[derive(Clone, Debug)]
pub struct Counted {
    data: Arc<Dataset>,
    identity: f64,
    /// The frequencies.
    pub frequencies: Arc<Frequencies>,
}

/// A map of predicted contacts.
#[derive(Clone, Debug)]
pub struct ContactMap {
    /// The settings that made it.
    pub settings: ContactSettings,
    /// The frequencies.
    pub counted: Counted,
    /// The couplings of all pairs, in the zero-sum gauge.
    pub couplings: Arc<PottsCouplings>,
    /// The corrected scores, (site, site).
    pub scores: Array2<f64>,
    /// The pairs by descending score.
    pub prediction: Prediction,
}

/// The map, once it is there.
#[derive(Clone, Debug)]
pub struct ContactView {
    /// What is computed.
    pub config: Arc<ContactConfig>,
    /// The map.
    pub map: Option<Arc<ContactMap>>,
    /// Why there is none.
    pub failure: Option<SessionError>,
}

/// The computation in three steps: frequencies, couplings, scores.
pub struct ContactPrediction {
    config: Arc<ContactConfig>,
    counted: Option<Counted>,
    couplings: Option<Arc<PottsCouplings>>,
    map: Option<Arc<ContactMap>>,
    failure: Option<SessionError>,
}

impl ContactPrediction {
    fn piece(&mut self, stop: Stop<'_>) -> Result<(), InferenceError> {
        let ContactConfig { data, settings, distances, .. } = &*self.config;
        let Some(counted) = &self.counted else {
            let weights = sequence_weights(&data.values, settings.identity);
            let frequencies = Arc::new(Frequencies::of(&data.values, data.states, Some(&weights))?);
            self.counted = Some(Counted { data: Arc::clone(data), identity: settings.identity, frequencies });
            return Ok(());
        };
        let Some(couplings) = &self.couplings else {
            let found = mean_field(Frequencies::clone(&counted.frequencies), settings.pseudocount, stop)?;
            self.couplings = Some(Arc::new(found));
            return Ok(());
        };
        // Gaps say where sequences end, not what touches.
        let gap = data.alphabet.as_deref().is_some_and(|letters| letters.starts_with('-')).then_some(0);
        let scores = settings.correction.corrected(&couplings.frobenius_norms(gap));
        let prediction = Prediction::new(&scores, distances.as_deref(), settings.cutoff, settings.separation);
        self.map = Some(Arc::new(ContactMap {
            settings: *settings,
            counted: counted.clone(),
            couplings: Arc::clone(couplings),
            scores,
            prediction,
        }));
        Ok(())
    }
}

impl Job for ContactPrediction {
    type Config = ContactConfig;
    type View = ContactView;

    fn new(config: &ContactConfig) -> Result<Self, SessionError> {
        let ContactConfig { data, settings, .. } = config;
        if data.rows() == 0 || data.columns() < 2 {
            let sentence =
                format!("{} has {} rows of {} sites; contacts need more", data.name, data.rows(), data.columns());
            return Err(SessionError::new(sentence));
        }
        let before = config
            .before
            .as_deref()
            .filter(|before| Arc::ptr_eq(&before.counted.data, data) && before.counted.identity == settings.identity);
        let couplings = before.filter(|before| before.settings.pseudocount == settings.pseudocount);
        Ok(Self {
            counted: before.map(|before| before.counted.clone()),
            couplings: couplings.map(|before| Arc::clone(&before.couplings)),
            // What is taken over is in the parts by now, and need not be kept twice.
            config: Arc::new(ContactConfig { before: None, ..config.clone() }),
            map: None,
            failure: None,
        })
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        match self.piece(stop) {
            Ok(()) => {}
            Err(InferenceError::Stopped) => return Flow::Unfinished,
            Err(error) => self.failure = Some(SessionError::new(error)),
        }
        if self.map.is_some() || self.failure.is_some() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> ContactView {
        ContactView { config: Arc::clone(&self.config), map: self.map.clone(), failure: self.failure.clone() }
    }
}
