//! The tree as it grows, and as it is merged again.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, Session, SessionError};
use crate::engine::rbm::rows::check_sites;
use crate::engine::rbm::tree::command::TreeCmd;
use crate::engine::rbm::tree::config::{Growth, MergeDistance, TreeConfig};
use crate::engine::rbm::tree::growing::Growing;
use crate::engine::rbm::tree::resampling::Resamplings;
use crate::engine::rbm::tree::view::TreeView;
use crate::physics::principal_components::PrincipalComponents;
use crate::physics::rbm::{Configurations, VisibleUnits};
use crate::physics::tree::{self, Age, Level, Tree, TreeError};

/// The largest number of resamplings.
pub const MOST_RESAMPLINGS: usize = 10_000;
/// The merge distance where no gap suggests one.
const USUAL_DISTANCE: f64 = 0.01;

/// The search along the checkpoints, then the resamplings that are asked for. One step is a bounded piece of either.
pub struct TreeSession {
    config: Arc<TreeConfig>,
    growing: Growing,
    /// What orders the leaves: the first principal component of each row.
    keys: Vec<f64>,
    distance: f64,
    suggested: Option<f64>,
    levels: Arc<[Level]>,
    tree: Arc<Tree>,
    tree_revision: u64,
    resampling: Option<Resamplings>,
    /// Why the search went no further: the tree is of the ages before.
    failure: Option<SessionError>,
}

impl TreeSession {
    /// The ages in the form that merges them, the newest first.
    fn ages(&self) -> Vec<Age> {
        self.growing.ages().iter().map(|age| age.of_layer(self.config.layer).clone()).collect()
    }

    /// Merges the ages that are there at the distance asked for.
    fn merge(&mut self) -> Result<(), TreeError> {
        let ages = self.ages();
        self.suggested = tree::suggested_distance(&ages);
        self.distance = match self.config.merge {
            MergeDistance::Suggested => self.suggested.unwrap_or(USUAL_DISTANCE),
            MergeDistance::PerUnit(distance) => distance,
            MergeDistance::Euclidean(distance) => distance / (self.units() as f64).sqrt(),
        };
        self.levels = tree::levels(&ages, self.distance)?.into();
        self.tree = Arc::new(Tree::from_levels(&self.levels, &self.keys)?);
        self.tree_revision += 1;
        self.resampling = None;
        Ok(())
    }

    /// Units over whose means the distance is taken.
    fn units(&self) -> usize {
        self.config.checkpoints.first().map_or(1, |kept| self.config.layer.units(&kept.rbm))
    }

    fn resample(&mut self, count: usize) -> Result<(), SessionError> {
        if count > MOST_RESAMPLINGS {
            let sentence = format!("{count} resamplings were asked for; at most {MOST_RESAMPLINGS} are done");
            return Err(SessionError::new(sentence));
        }
        let (tree, ages) = (Arc::clone(&self.tree), self.growing.ages());
        let merging = (self.config.layer, self.distance);
        self.resampling = (count > 0).then(|| Resamplings::new(tree, ages, merging, count, self.config.seed));
        Ok(())
    }
}

impl Job for TreeSession {
    type Config = TreeConfig;
    type View = TreeView;

    fn new(config: &TreeConfig) -> Result<Self, SessionError> {
        let Some(last) = config.checkpoints.last() else {
            return Err(SessionError::new("a tree is grown from 0 checkpoints; it must be at least 1"));
        };
        if config.rows.rows() == 0 {
            return Err(SessionError::new("a tree is grown from 0 rows; it must be at least 1"));
        }
        for checkpoint in config.checkpoints.iter() {
            check_sites(config.rows.columns(), &checkpoint.rbm)?;
        }
        last.rbm.check_rows(&config.rows.values).map_err(SessionError::new)?;
        check_distance(config.merge)?;
        check_growth(config.growth)?;
        let keys = keys(&config.rows.values, last.rbm.visible());
        let mut session = Self {
            config: Arc::new(config.clone()),
            growing: Growing::new(config)?,
            distance: USUAL_DISTANCE,
            suggested: None,
            levels: Arc::default(),
            tree: Arc::new(Tree::from_levels(&[], &keys).map_err(SessionError::new)?),
            keys,
            tree_revision: 0,
            resampling: None,
            failure: None,
        };
        session.merge().map_err(SessionError::new)?;
        Ok(session)
    }

    fn step(&mut self) -> Flow {
        let done = if let Some(resampling) = self.resampling.as_mut().filter(|resampling| !resampling.is_done()) {
            resampling.step()
        } else if self.failure.is_none() {
            let config = Arc::clone(&self.config);
            let grown = self.growing.step(&config);
            grown.and_then(|grown| if grown { self.merge().map_err(SessionError::new) } else { Ok(()) })
        } else {
            Ok(())
        };
        if let Err(error) = done {
            (self.failure, self.resampling) = (Some(error), None);
        }
        let resampled = self.resampling.as_ref().is_none_or(Resamplings::is_done);
        if resampled && (self.failure.is_some() || self.growing.is_done()) { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> TreeView {
        TreeView {
            config: Arc::clone(&self.config),
            ages: self.growing.ages().into(),
            total: self.growing.total(),
            merge_distance: self.distance,
            suggested: self.suggested,
            levels: Arc::clone(&self.levels),
            tree: Arc::clone(&self.tree),
            tree_revision: self.tree_revision,
            support: self.resampling.as_ref().map(Resamplings::support),
            failure: self.failure.clone(),
        }
    }

    fn progress(&self) -> Option<Progress> {
        let resampling = self.resampling.as_ref().filter(|resampling| !resampling.is_done());
        Some(resampling.map_or_else(|| self.growing.progress(), Resamplings::progress))
    }
}

impl Session for TreeSession {
    type Cmd = TreeCmd;

    fn apply(&mut self, cmd: TreeCmd) -> Result<(), SessionError> {
        let config = &self.config;
        let changed = match cmd {
            TreeCmd::Resample(count) => return self.resample(count),
            TreeCmd::Merge(merge) => {
                check_distance(merge)?;
                TreeConfig { merge, ..TreeConfig::clone(config) }
            }
            TreeCmd::SetLayer(layer) => TreeConfig { layer, ..TreeConfig::clone(config) },
        };
        self.config = Arc::new(changed);
        self.merge().map_err(SessionError::new)
    }
}

/// Refuses distances that no fixed points can have.
fn check_distance(merge: MergeDistance) -> Result<(), SessionError> {
    match merge {
        MergeDistance::PerUnit(distance) | MergeDistance::Euclidean(distance)
            if !(distance >= 0.0 && distance.is_finite()) =>
        {
            Err(SessionError::new(format!("the merge distance is {distance}; it must be 0 or more")))
        }
        _ => Ok(()),
    }
}

fn check_growth(growth: Growth) -> Result<(), SessionError> {
    match growth {
        Growth::Heated { lowest, .. } if !(lowest > 0.0 && lowest < 1.0) => {
            Err(SessionError::new(format!("the lowest inverse temperature is {lowest}; it must lie between 0 and 1")))
        }
        Growth::Heated { ages, .. } if !(2..=10_000).contains(&ages) => {
            Err(SessionError::new(format!("{ages} ages were asked for; there must be 2 to 10,000")))
        }
        _ => Ok(()),
    }
}

/// The first principal component of each row, which is the same at every age: the order of children never flickers.
fn keys(rows: &Configurations, units: VisibleUnits) -> Vec<f64> {
    let means = units.means_of(rows);
    let components = PrincipalComponents::new(&means, 1);
    let keys: Vec<f64> = components.project(&means).iter().map(|&key| f64::from(key)).collect();
    // Equal rows differ in nothing.
    if keys.is_empty() { vec![0.0; rows.rows()] } else { keys }
}
