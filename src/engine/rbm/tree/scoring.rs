//! How well the clusters of a tree agree with labels, level by level and as a whole.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::rbm::Configurations;
use crate::physics::seed::Seed;
use crate::physics::tree::{
    ChanceBand, Contingency, FewLabels, Level, Tree, TreeError, accuracies_of_draw, chance_band, dendrogram_purity,
};

/// Shuffles of the labels behind each band of chance.
pub const SHUFFLES: usize = 200;
/// Draws of a few labelled rows behind each accuracy.
pub const DRAWS: usize = 50;
/// Labelled rows of each class.
pub const FEW: [usize; 3] = [1, 3, 10];

/// What is scored.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoringConfig {
    /// The tree.
    pub tree: Arc<Tree>,
    /// Its levels, the oldest first.
    pub levels: Arc<[Level]>,
    /// The rows that are its leaves.
    pub rows: Arc<Configurations>,
    /// The class of each row, where it is known.
    pub labels: Arc<[Option<u32>]>,
    /// The source of shuffles and draws.
    pub seed: Seed,
}

/// The scores of one level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredLevel {
    /// Where it lies on the axis of the tree.
    pub position: f64,
    /// Number of clusters.
    pub clusters: usize,
    /// Fraction of the rows whose class is the most frequent of their cluster.
    pub purity: f64,
    /// The adjusted Rand index.
    pub adjusted_rand: f64,
    /// The V-measure.
    pub v_measure: f64,
    /// What shuffled labels give.
    pub chance: ChanceBand,
}

/// The scores that are there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Rows with a label.
    pub labelled: u64,
    /// The dendrogram purity of the whole tree; `None` where no two rows have the same label.
    pub dendrogram_purity: Option<f64>,
    /// The levels that are scored, the oldest first.
    pub levels: Vec<ScoredLevel>,
    /// For each number of labelled rows of each class that is done, how often labels spread from them are right.
    pub from_few: Vec<(usize, FewLabels)>,
}

/// First the tree as a whole, then a level or a draw of a few labels in each step.
pub struct Scoring {
    config: ScoringConfig,
    scores: Scores,
    begun: bool,
    /// The accuracies of the present number of labelled rows.
    draws: Vec<[f64; 2]>,
    /// Numbers of labelled rows that are done, those without an answer among them.
    few_done: usize,
}

impl Scoring {
    fn score_level(&mut self, level: &Level) -> Result<(), TreeError> {
        let labels = &self.config.labels;
        let found = Contingency::new(&level.partition, labels)?;
        self.scores.levels.push(ScoredLevel {
            position: level.position,
            clusters: level.partition.count(),
            purity: found.purity(),
            adjusted_rand: found.adjusted_rand(),
            v_measure: found.v_measure(),
            chance: chance_band(&level.partition, labels, SHUFFLES, self.config.seed)?,
        });
        Ok(())
    }

    fn draw(&mut self, few: usize) -> Result<(), TreeError> {
        let ScoringConfig { tree, rows, labels, seed, .. } = &self.config;
        let drawn = accuracies_of_draw(tree, rows, labels, few, self.draws.len(), *seed)?;
        self.draws.extend(drawn);
        if drawn.is_none() || self.draws.len() == DRAWS {
            let draws = std::mem::take(&mut self.draws);
            self.scores.from_few.extend(drawn.map(|_| (few, FewLabels::of(&draws))));
            self.few_done += 1;
        }
        Ok(())
    }

    fn advance(&mut self) -> Result<Flow, TreeError> {
        let scored = self.scores.levels.len();
        if !self.begun {
            self.begun = true;
            self.scores.dendrogram_purity = dendrogram_purity(&self.config.tree, &self.config.labels)?;
        } else if let Some(level) = Arc::clone(&self.config.levels).get(scored) {
            self.score_level(level)?;
        } else if let Some(&few) = FEW.get(self.few_done) {
            self.draw(few)?;
        }
        let done = self.scores.levels.len() == self.config.levels.len() && self.few_done == FEW.len();
        Ok(if done { Flow::Done } else { Flow::Continue })
    }
}

impl Job for Scoring {
    type Config = ScoringConfig;
    type View = Arc<Scores>;

    fn new(config: &ScoringConfig) -> Result<Self, SessionError> {
        let leaves = config.tree.leaf_order().len();
        for (what, count) in [("rows", config.rows.rows()), ("labels", config.labels.len())] {
            if count != leaves {
                return Err(SessionError::new(format!("{count} {what} are given for a tree of {leaves} rows")));
            }
        }
        let labelled = config.labels.iter().flatten().count() as u64;
        let scores = Scores { labelled, ..Scores::default() };
        Ok(Self { config: config.clone(), scores, begun: false, draws: Vec::new(), few_done: 0 })
    }

    fn step(&mut self) -> Flow {
        // What does not fit together was refused at the start.
        self.advance().unwrap_or(Flow::Done)
    }

    fn view(&self) -> Arc<Scores> {
        Arc::new(self.scores.clone())
    }

    fn progress(&self) -> Option<Progress> {
        let done = self.scores.levels.len() + self.few_done * DRAWS + self.draws.len();
        let total = self.config.levels.len() + FEW.len() * DRAWS;
        Some(Progress { done: done as u64, total: total as u64 })
    }
}
