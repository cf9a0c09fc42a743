//! Why a branch split: how its children differ, and which mode of the weights tells them apart.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, SessionError};
use crate::engine::rbm::tree::age::AgeFixedPoints;
use crate::engine::rbm::tree::view::TreeView;
use crate::physics::rbm::{Checkpoint, Configurations};
use crate::physics::spectrum::singular::{self, Mode};
use crate::physics::spectrum::{ReferenceState, condensed};
use crate::physics::tree::Tree;

/// Modes that a difference is compared with.
const COMPARED: usize = 16;

/// Which split.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitConfig {
    /// The machine at the last age at which the branch was one.
    pub before: Arc<Checkpoint>,
    /// The machine at the first age at which it is several.
    pub after: Arc<Checkpoint>,
    /// The visible means of its two largest children there.
    pub children: [Arc<[f32]>; 2],
    /// The rows whose variances scale the singular values.
    pub rows: Arc<Configurations>,
}

/// The node at which the branch of a node parts; where it never does, the nearest one above that splits.
pub fn nearest_split(tree: &Tree, node: u32) -> Option<u32> {
    let splits = |node: &u32| tree.children(*node).nth(1).is_some();
    let only_child = |&node: &u32| {
        let mut children = tree.children(node);
        children.next().filter(|_| children.next().is_none())
    };
    let bottom = std::iter::successors(Some(node), only_child).last();
    bottom.filter(splits).or_else(|| tree.upwards(node).find(splits))
}

/// The last age at which a node was one, and the first after it.
pub fn split_ages(view: &TreeView, node: u32) -> Option<[&Arc<AgeFixedPoints>; 2]> {
    let last = view.age_at(view.tree.nodes().get(node as usize)?.position)?;
    Some([view.ages.get(last)?, view.ages.get(last.checked_sub(1)?)?])
}

/// The split below a node: the two ages between which it parts, and its two largest children there; `None` where it
/// does not split.
pub fn split_between(view: &TreeView, node: u32) -> Option<SplitConfig> {
    let mut children: Vec<u32> = view.tree.children(node).collect();
    children.sort_by_key(|&child| std::cmp::Reverse(view.tree.data(child).len()));
    let [first, second, ..] = children[..] else { return None };
    let [before, after] = split_ages(view, node)?;
    let means = |child| -> Option<Arc<[f32]>> {
        let point = after.point_of(view.tree.data(child))?;
        Some(after.visible.row(point).iter().copied().collect())
    };
    let machine = |age: &AgeFixedPoints| {
        let rbm = Arc::clone(&age.rbm);
        Arc::new(Checkpoint { update: age.update, rbm, chains: None, settings: None, seconds: None })
    };
    Some(SplitConfig {
        before: machine(before),
        after: machine(after),
        children: [means(first)?, means(second)?],
        rows: Arc::new(view.config.rows.values.clone()),
    })
}

/// How the children differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SplitReason {
    /// First child minus second child, for each visible row.
    pub difference: Arc<[f32]>,
    /// The part of the squared length of the difference that lies along each mode, (u_k · d)² / |d|², of the machine after.
    pub along_modes: Arc<[f64]>,
    /// The modes of the machine after.
    pub modes: Arc<[Mode]>,
    /// Scaled singular values before the split and after it; the threshold is 1.
    pub scaled: [Arc<[f64]>; 2],
    /// Modes above the threshold before and after.
    pub condensed: [usize; 2],
    /// The mode that explains most of the difference.
    pub strongest: Option<usize>,
}

impl SplitReason {
    /// Whether the strongest mode crossed the threshold between the two ages.
    pub fn crossed(&self) -> bool {
        self.strongest.is_some_and(|mode| (self.condensed[0]..self.condensed[1]).contains(&mode))
    }
}

/// First the modes after, then the values before.
pub struct SplitAnalysis {
    config: SplitConfig,
    found: SplitReason,
    steps: usize,
}

impl SplitAnalysis {
    fn scaled(&self, checkpoint: &Checkpoint) -> Arc<[f64]> {
        let rbm = &checkpoint.rbm;
        let scaled = ReferenceState::of_data(rbm, &self.config.rows).scaled_singular_values(rbm);
        scaled.unwrap_or_default().into_iter().take(COMPARED).collect()
    }
}

impl Job for SplitAnalysis {
    type Config = SplitConfig;
    type View = Arc<SplitReason>;

    fn new(config: &SplitConfig) -> Result<Self, SessionError> {
        let [first, second] = &config.children;
        let difference: Arc<[f32]> = first.iter().zip(second.iter()).map(|(a, b)| a - b).collect();
        Ok(Self { config: config.clone(), found: SplitReason { difference, ..SplitReason::default() }, steps: 0 })
    }

    fn step(&mut self) -> Flow {
        match self.steps {
            0 => {
                let modes = singular::modes(&self.config.after.rbm, COMPARED).unwrap_or_default();
                let difference = Arc::clone(&self.found.difference);
                let squared = difference.iter().map(|&x| f64::from(x).powi(2)).sum::<f64>().max(f64::MIN_POSITIVE);
                let along = |mode: &Mode| {
                    let terms = mode.visible.iter().zip(difference.iter());
                    terms.map(|(&u, &d)| f64::from(u) * f64::from(d)).sum::<f64>().powi(2) / squared
                };
                self.found.along_modes = modes.iter().map(along).collect();
                let ranked = self.found.along_modes.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
                self.found.strongest = ranked.map(|(mode, _)| mode);
                self.found.modes = modes.into();
            }
            1 => {
                let scaled = [self.scaled(&self.config.before), self.scaled(&self.config.after)];
                self.found.condensed = [condensed(&scaled[0]), condensed(&scaled[1])];
                self.found.scaled = scaled;
            }
            _ => return Flow::Done,
        }
        self.steps += 1;
        if self.steps < 2 { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> Arc<SplitReason> {
        Arc::new(self.found.clone())
    }
}
