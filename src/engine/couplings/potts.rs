//! The couplings of a checkpoint of Potts units, and what each hidden unit adds to one pair of sites.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::couplings::PottsExpansion;
use crate::physics::potts::PottsCouplings;
use crate::physics::rbm::{Checkpoint, Rbm};

/// Hidden units whose blocks are computed in one step.
const UNITS: usize = 16;

/// The fields and pairs of one checkpoint, in pieces. Its configuration is the checkpoint; the couplings are there once all
/// pieces are.
pub struct PottsReading {
    expansion: Option<Box<PottsExpansion>>,
    couplings: Option<Arc<PottsCouplings>>,
}

impl Job for PottsReading {
    type Config = Arc<Checkpoint>;
    type View = Option<Arc<PottsCouplings>>;

    fn new(checkpoint: &Arc<Checkpoint>) -> Result<Self, SessionError> {
        let expansion = PottsExpansion::new(&Rbm::<f64>::from(&*checkpoint.rbm)).map_err(SessionError::new)?;
        Ok(Self { expansion: Some(Box::new(expansion)), couplings: None })
    }

    fn step(&mut self) -> Flow {
        let Some(mut expansion) = self.expansion.take() else { return Flow::Done };
        if expansion.step() {
            self.expansion = Some(expansion);
            return Flow::Continue;
        }
        // Sums of a finite machine are finite.
        self.couplings = expansion.couplings().ok().map(Arc::new);
        Flow::Done
    }

    fn view(&self) -> Self::View {
        self.couplings.clone()
    }

    fn progress(&self) -> Option<Progress> {
        let [done, total] = self.expansion.as_ref().map_or([1, 1], |expansion| expansion.progress());
        Some(Progress { done: done as u64, total: total as u64 })
    }
}

/// A pair of sites of a checkpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct PottsPairConfig {
    /// The machine.
    pub checkpoint: Arc<Checkpoint>,
    /// The two sites.
    pub sites: [usize; 2],
}

/// What each hidden unit adds to the block of a pair, one unit after the other.
pub struct PottsPairUnits {
    config: PottsPairConfig,
    machine: PottsExpansion,
    blocks: Vec<Arc<Array2<f64>>>,
}

impl Job for PottsPairUnits {
    type Config = PottsPairConfig;
    /// The blocks (state, state) of the hidden units that are done.
    type View = Arc<[Arc<Array2<f64>>]>;

    fn new(config: &PottsPairConfig) -> Result<Self, SessionError> {
        let rbm = &config.checkpoint.rbm;
        let [i, j] = config.sites;
        if i == j || i.max(j) >= rbm.sites() {
            let last = rbm.sites() - 1;
            return Err(SessionError::new(format!(
                "the pair is {i}, {j}; it can be two different sites from 0 to {last}"
            )));
        }
        let machine = PottsExpansion::new(&Rbm::<f64>::from(&**rbm)).map_err(SessionError::new)?;
        Ok(Self { config: config.clone(), machine, blocks: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let next = self.blocks.len()..self.blocks.len() + UNITS;
        let blocks = next.filter_map(|unit| self.machine.unit_block(unit, self.config.sites));
        self.blocks.extend(blocks.map(Arc::new));
        if self.blocks.len() < self.config.checkpoint.rbm.hidden_units() { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> Self::View {
        self.blocks.as_slice().into()
    }

    fn progress(&self) -> Option<Progress> {
        let total = self.config.checkpoint.rbm.hidden_units() as u64;
        Some(Progress { done: self.blocks.len() as u64, total })
    }
}
