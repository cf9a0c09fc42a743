//! Contacts of a protein from aligned sequences by direct coupling analysis, so that its settings can be moved live:
//! what a setting does not change is taken over from the map before.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::couplings::contact_settings::{ContactMethod, ContactSettings};
use crate::physics::contacts::{Distances, Prediction};
use crate::physics::data::Dataset;
use crate::physics::inference::potts::mean_field::{PSEUDOCOUNT, mean_field};
use crate::physics::inference::potts::pseudo_likelihood::{PseudoLikelihood, SiteEstimate, joined, of_sites};
use crate::physics::inference::potts::{Frequencies, InferenceError, mutual_information};
use crate::physics::potts::PottsCouplings;
use crate::physics::rbm::reweighting::sequence_weights_until;
use crate::physics::stop::{NEVER, Stop};

/// Sites whose pseudo-likelihoods are maximised in one step.
const SITES: usize = 16;

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
    weights: Arc<[f32]>,
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
    /// What is known of the distances.
    pub distances: Option<Arc<Distances>>,
    /// The couplings of all pairs, in the zero-sum gauge.
    pub couplings: Arc<PottsCouplings>,
    /// Whether the estimate of the couplings came as far as was asked for.
    pub converged: bool,
    /// The mutual information of every two sites in nats, from the frequencies with their pseudocount.
    pub information: Arc<Array2<f64>>,
    /// The state that counts in neither: the gap of an alignment.
    pub left_out: Option<u8>,
    /// The corrected scores, (site, site).
    pub scores: Array2<f64>,
    /// The pairs by descending score.
    pub prediction: Prediction,
    /// The pairs by descending mutual information, with the same correction.
    pub by_information: Prediction,
}

impl ContactMap {
    /// Whether its couplings are those of these sequences by these settings.
    pub fn has_couplings_of(&self, data: &Arc<Dataset>, settings: &ContactSettings) -> bool {
        Arc::ptr_eq(&self.counted.data, data) && self.settings.has_couplings_of(settings)
    }
}

/// The map, once it is there.
#[derive(Clone, Debug)]
pub struct ContactView {
    /// What is computed.
    pub config: Arc<ContactConfig>,
    /// The map.
    pub map: Option<Arc<ContactMap>>,
    /// The map before it of the same sequences, until it is there.
    pub before: Option<Arc<ContactMap>>,
    /// Why there is none.
    pub failure: Option<SessionError>,
}

impl ContactView {
    /// The map that is to be shown: the last that was complete.
    pub fn shown(&self) -> Option<&Arc<ContactMap>> {
        self.map.as_ref().or(self.before.as_ref())
    }
}

/// The computation in steps: frequencies, couplings (one step, or some sites after others), mutual information, scores.
pub struct ContactPrediction {
    config: Arc<ContactConfig>,
    counted: Option<Counted>,
    /// What the pseudo-likelihood starts from, and the sites that are done.
    start: Option<PottsCouplings>,
    sites: Vec<SiteEstimate>,
    /// The couplings, and whether they converged.
    couplings: Option<(Arc<PottsCouplings>, bool)>,
    information: Option<Arc<Array2<f64>>>,
    before: Option<Arc<ContactMap>>,
    map: Option<Arc<ContactMap>>,
    failure: Option<SessionError>,
}

impl ContactPrediction {
    fn piece(&mut self, stop: Stop<'_>) -> Result<(), InferenceError> {
        let ContactConfig { data, settings, distances, .. } = &*self.config;
        let Some(counted) = &self.counted else {
            let weights = sequence_weights_until(&data.values, settings.identity, stop);
            let weights = weights.ok_or(InferenceError::Stopped)?;
            let frequencies = Arc::new(Frequencies::of(&data.values, data.states, Some(&weights), stop)?);
            let (data, weights) = (Arc::clone(data), weights.into());
            self.counted = Some(Counted { data, identity: settings.identity, weights, frequencies });
            return Ok(());
        };
        let Some((couplings, converged)) = &self.couplings else {
            let counted = counted.clone();
            return match settings.method {
                ContactMethod::MeanField => {
                    let found = mean_field(Frequencies::clone(&counted.frequencies), settings.pseudocount, stop)?;
                    self.couplings = Some((Arc::new(found), true));
                    Ok(())
                }
                ContactMethod::PseudoLikelihood => self.pseudo_likelihood(&counted, stop),
            };
        };
        // Gaps say where sequences end, not what touches.
        let left_out = data.alphabet.as_deref().is_some_and(|letters| letters.starts_with('-')).then_some(0);
        let Some(information) = &self.information else {
            let frequencies = Frequencies::clone(&counted.frequencies).with_pseudocount(settings.pseudocount)?;
            self.information = Some(Arc::new(mutual_information(&frequencies, left_out)));
            return Ok(());
        };
        let scores = settings.correction.corrected(&couplings.frobenius_norms(left_out));
        let ranked =
            |scores: &Array2<f64>| Prediction::new(scores, distances.as_deref(), settings.cutoff, settings.separation);
        let (prediction, by_information) = (ranked(&scores), ranked(&settings.correction.corrected(information)));
        self.map = Some(Arc::new(ContactMap {
            settings: *settings,
            counted: counted.clone(),
            distances: distances.clone(),
            couplings: Arc::clone(couplings),
            converged: *converged,
            information: Arc::clone(information),
            left_out,
            scores,
            prediction,
            by_information,
        }));
        self.before = None;
        Ok(())
    }

    /// One step of the pseudo-likelihood: what it starts from, then some sites after others.
    fn pseudo_likelihood(&mut self, counted: &Counted, stop: Stop<'_>) -> Result<(), InferenceError> {
        let Counted { data, weights, frequencies, .. } = counted;
        let Some(start) = &self.start else {
            self.start = Some(mean_field(Frequencies::clone(frequencies), PSEUDOCOUNT, stop)?);
            return Ok(());
        };
        let done = self.sites.len();
        if done < data.columns() {
            let settings = PseudoLikelihood::usual(data.columns(), data.states, frequencies.effective_rows);
            let some = done..done + SITES;
            self.sites.extend(of_sites(&data.values, weights, start, &settings, some, stop)?);
            return Ok(());
        }
        let found = joined(&std::mem::take(&mut self.sites), data.states)?;
        self.couplings = Some((Arc::new(found.couplings), found.converged));
        self.start = None;
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
        let before = config.before.as_ref().filter(|before| Arc::ptr_eq(&before.counted.data, data));
        let counted = before.filter(|before| before.counted.identity == settings.identity);
        let information = counted.filter(|before| before.settings.pseudocount == settings.pseudocount);
        let couplings = counted.filter(|before| before.has_couplings_of(data, settings));
        Ok(Self {
            counted: counted.map(|before| before.counted.clone()),
            start: None,
            sites: Vec::new(),
            couplings: couplings.map(|before| (Arc::clone(&before.couplings), before.converged)),
            information: information.map(|before| Arc::clone(&before.information)),
            before: before.map(Arc::clone),
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

    fn progress(&self) -> Option<Progress> {
        let ContactConfig { data, settings, .. } = &*self.config;
        let total = data.columns();
        let done = if self.couplings.is_some() { total } else { self.sites.len() };
        let slow = settings.method == ContactMethod::PseudoLikelihood;
        slow.then_some(Progress { done: done as u64, total: total as u64 })
    }

    fn view(&self) -> ContactView {
        let Self { config, before, map, failure, .. } = self;
        ContactView { config: Arc::clone(config), before: before.clone(), map: map.clone(), failure: failure.clone() }
    }
}
