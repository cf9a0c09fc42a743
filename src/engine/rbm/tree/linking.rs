//! The clustering that the distances of the rows alone give, without a machine: to compare with.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::rbm::Configurations;
use crate::physics::tree::{AverageLinking, Distances, Linkage, hamming_distance};

/// Rows that are linked at most: the distances of more take long, and 8 bytes for each pair.
pub const MOST_ROWS: usize = 4096;

/// Sites that are compared in one step: some milliseconds on one thread.
const COMPARED: usize = 1 << 24;
/// What a pair costs beyond its sites, in sites.
const PAIR: usize = 64;
/// Clusters that are looked at in one step on the way to a nearest neighbour: some milliseconds.
const LOOKED_AT: usize = 1 << 18;

/// What is linked.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkingConfig {
    /// The rows.
    pub rows: Arc<Configurations>,
}

/// Average linkage of the Hamming distances. First the distances, some rows in each step, then the merges.
pub struct Linking {
    rows: Arc<Configurations>,
    stage: Stage,
}

enum Stage {
    Measuring(Distances),
    Merging(AverageLinking),
    Done(Arc<Linkage>),
}

/// The number of rows whose distances are known after another step.
fn rows_after_step(rows: &Configurations, known: usize) -> usize {
    let (mut next, mut compared) = (known, 0);
    while next < rows.rows() && compared < COMPARED {
        // The distances of a row are those to the rows before it.
        compared += next * (rows.sites() + PAIR);
        next += 1;
    }
    next
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
        Ok(Self { rows: Arc::clone(&config.rows), stage: Stage::Measuring(Distances::default()) })
    }

    fn step(&mut self) -> Flow {
        match &mut self.stage {
            Stage::Measuring(distances) => {
                let next = rows_after_step(&self.rows, distances.elements());
                distances.extend(next, |a, b| hamming_distance(&self.rows, a, b));
                if next == self.rows.rows() {
                    self.stage = Stage::Merging(AverageLinking::new(std::mem::take(distances)));
                }
                Flow::Continue
            }
            Stage::Merging(linking) => {
                let mut looked_at = 0;
                while looked_at < LOOKED_AT {
                    looked_at += linking.clusters();
                    if linking.step() {
                        self.stage = Stage::Done(Arc::new(linking.linkage()));
                        return Flow::Done;
                    }
                }
                Flow::Continue
            }
            Stage::Done(_) => Flow::Done,
        }
    }

    fn view(&self) -> Option<Arc<Linkage>> {
        match &self.stage {
            Stage::Done(linkage) => Some(Arc::clone(linkage)),
            _ => None,
        }
    }

    /// Rows whose distances are known, then merges.
    fn progress(&self) -> Option<Progress> {
        let total = 2 * self.rows.rows();
        let done = match &self.stage {
            Stage::Measuring(distances) => distances.elements(),
            Stage::Merging(linking) => total - linking.clusters(),
            Stage::Done(_) => total,
        };
        Some(Progress { done: done as u64, total: total as u64 })
    }
}
