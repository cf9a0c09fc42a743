//! The clustering that the distances of the rows alone give, without a machine: to compare with.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, SessionError};
use crate::physics::rbm::Configurations;
use crate::physics::tree::{Distances, Linkage, average_linkage, hamming_distances};

/// Rows that are linked at most: the distances of more take long, and 8 bytes for each pair.
pub const MOST_ROWS: usize = 4096;

/// What is linked.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkingConfig {
    /// The rows.
    pub rows: Arc<Configurations>,
}

/// Average linkage of the Hamming distances: the distances of all pairs in the first step, the merges in the second.
pub struct Linking {
    config: LinkingConfig,
    distances: Option<Distances>,
    linkage: Option<Arc<Linkage>>,
}

impl Job for Linking {
    type Config = LinkingConfig;
    type View = Option<Arc<Linkage>>;

    fn new(config: &LinkingConfig) -> Result<Self, SessionError> {
        let rows = config.rows.rows();
        if rows > MOST_ROWS {
            let sentence = format!("The distances of {rows} rows do not fit: at most {MOST_ROWS} rows are linked");
            return Err(SessionError::new(sentence));
        }
        Ok(Self { config: config.clone(), distances: None, linkage: None })
    }

    fn step(&mut self) -> Flow {
        let Some(distances) = self.distances.take() else {
            self.distances = Some(hamming_distances(&self.config.rows));
            return Flow::Continue;
        };
        self.linkage = Some(Arc::new(average_linkage(distances)));
        Flow::Done
    }

    fn view(&self) -> Option<Arc<Linkage>> {
        self.linkage.clone()
    }
}
