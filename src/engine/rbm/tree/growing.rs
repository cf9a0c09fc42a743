//! The search from age to age, in bounded steps.

use std::sync::Arc;

use crate::engine::core::session::{Progress, SessionError};
use crate::engine::rbm::tree::age::{AgeFixedPoints, Machine};
use crate::engine::rbm::tree::config::{Growth, TreeConfig};
use crate::physics::mean_field::{Relaxation, Starts};

/// What is found so far, the newest age first, and the search that is under way.
pub(super) struct Growing {
    machines: Vec<Machine>,
    ages: Vec<Arc<AgeFixedPoints>>,
    under_way: Option<(Relaxation, usize)>,
}

impl Growing {
    /// Nothing found yet.
    ///
    /// # Errors
    /// The rows are no states of the newest machine.
    pub(super) fn new(config: &TreeConfig) -> Result<Self, SessionError> {
        let mut growing = Self { machines: machines(config), ages: Vec::new(), under_way: None };
        growing.begin(config)?;
        Ok(growing)
    }

    /// The ages that are complete, the newest first.
    pub(super) fn ages(&self) -> &[Arc<AgeFixedPoints>] {
        &self.ages
    }

    /// Ages in all.
    pub(super) fn total(&self) -> usize {
        self.machines.len()
    }

    /// One bounded piece of work; `true` when it completed an age.
    ///
    /// # Errors
    /// The machines do not fit together.
    pub(super) fn step(&mut self, config: &TreeConfig) -> Result<bool, SessionError> {
        let Some(machine) = self.machines.get(self.ages.len()) else { return Ok(false) };
        if self.under_way.as_mut().is_some_and(|(relaxation, _)| !relaxation.step()) {
            return Ok(false);
        }
        let Some((relaxation, _)) = self.under_way.take() else { return Ok(false) };
        let position = config.growth.position(machine.update, machine.inverse_temperature);
        let carries = config.growth.carries();
        let newer = self.ages.last().filter(|_| carries).map(|newer| &**newer);
        let (ends, tolerance) = (relaxation.relaxed(), config.settings.tolerance);
        let age = AgeFixedPoints::new(machine, position, &ends, (newer, carries), tolerance);
        self.ages.push(Arc::new(age.map_err(SessionError::new)?));
        self.begin(config)?;
        Ok(true)
    }

    /// Whether no age is left.
    pub(super) fn is_done(&self) -> bool {
        self.under_way.is_none()
    }

    /// Ages in thousandths: the number of starts differs from age to age.
    pub(super) fn progress(&self) -> Progress {
        const AGE: u64 = 1000;
        let under_way = self.under_way.as_ref();
        let part = under_way.map_or(0, |(search, starts)| AGE * search.finished() as u64 / (*starts).max(1) as u64);
        Progress { done: AGE * self.ages.len() as u64 + part, total: AGE * self.machines.len() as u64 }
    }

    fn begin(&mut self, config: &TreeConfig) -> Result<(), SessionError> {
        let Some(machine) = self.machines.get(self.ages.len()) else { return Ok(()) };
        let starts = match self.ages.last() {
            Some(newer) if config.growth.carries() => Starts::Means(newer.visible.clone()),
            _ => Starts::Rows(config.rows.values.clone()),
        };
        let count = starts.count();
        let relaxation = Relaxation::new(&machine.rbm, starts, &config.settings).map_err(SessionError::new)?;
        self.under_way = Some((relaxation, count));
        Ok(())
    }
}

/// The machines of all ages, the newest first.
fn machines(config: &TreeConfig) -> Vec<Machine> {
    let newest_first = config.checkpoints.iter().rev();
    match config.growth {
        Growth::CarriedBack | Growth::FromRows => newest_first
            .map(|kept| Machine { update: kept.update, inverse_temperature: 1.0, rbm: Arc::clone(&kept.rbm) })
            .collect(),
        Growth::Heated { lowest, ages } => newest_first
            .take(1)
            .flat_map(|kept| {
                (0..ages).map(move |age| {
                    let inverse_temperature = 1.0 - (1.0 - lowest) * age as f64 / (ages.max(2) - 1) as f64;
                    let rbm = Arc::new(kept.rbm.at_inverse_temperature(inverse_temperature as f32));
                    Machine { update: kept.update, inverse_temperature, rbm }
                })
            })
            .collect(),
    }
}
