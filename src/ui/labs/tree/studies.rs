//! Closer looks at the tree, each on an engine of its own.

use std::sync::Arc;

use crate::engine::core::session::{Job, Pace, SessionError, Snapshot};
use crate::engine::rbm::tree::{
    DrawingConfig, DrawingRelaxation, LandscapeConfig, LandscapeSurvey, Linking, LinkingConfig, NodeAnalysis,
    NodeConfig, Scoring, ScoringConfig, Spectra, SpectraConfig, SplitAnalysis, TreeView, nearest_split, split_between,
};
use crate::engine::rbm::{FreeSampling, FreeSamplingConfig, SamplingStart};
use crate::physics::rbm::{Checkpoint, Configurations};
use crate::physics::tree::Tree;
use crate::ui::jobs::Wake;
use crate::ui::labs::tree::clusters_at::ClustersAt;
use crate::ui::labs::tree::context::Shared;
use crate::ui::labs::tree::derived::{ChainsFrom, Derived, Drawing, OtherTree};
use crate::ui::labs::tree::node_colours::node_colours;
use crate::ui::labs::tree::sentences;
use crate::ui::study::{Key, Study};
use crate::ui::theme::numbers::number;
use crate::ui::widgets::tree_view::Clade;

/// Chains that run from a fixed point.
const CHAINS: usize = 60;
/// Gibbs steps that they do in a second.
const STEPS: f64 = 12.0;

/// The studies, and what of them panels see.
pub struct Studies {
    pub derived: Derived,
    wake: Wake,
    spectra: Study<Spectra>,
    node: Study<NodeAnalysis, (Key, u32)>,
    split: Study<SplitAnalysis, (Key, u32)>,
    drawing: Study<DrawingRelaxation, Arc<[u8]>>,
    landscape: Study<LandscapeSurvey, (u64, usize)>,
    scores: Study<Scoring, (u64, usize)>,
    linkage: Study<Linking, u64>,
    chains: Study<FreeSampling, (u64, Clade)>,
    /// The tree that colours and clusters are of, and where it was cut.
    of: Option<(Key, f64)>,
    generation: u64,
    /// The rows of this generation, shared by what asks for them.
    rows: Arc<Configurations>,
}

impl Studies {
    pub fn new(wake: Wake) -> Self {
        Self {
            derived: Derived::default(),
            wake,
            spectra: Study::new("singular values"),
            node: Study::new("fixed point"),
            split: Study::new("split"),
            drawing: Study::new("drawing"),
            landscape: Study::new("landscape"),
            scores: Study::new("scores"),
            linkage: Study::new("linkage"),
            chains: Study::new("chains"),
            of: None,
            // That of no tree: the first one begins, too.
            generation: u64::MAX,
            rows: Arc::new(Configurations::new(Vec::new(), 0)),
        }
    }

    /// Fetches the latest pictures, once per frame.
    pub fn fetch(&mut self) {
        self.spectra.fetch();
        self.node.fetch();
        self.split.fetch();
        self.drawing.fetch();
        self.landscape.fetch();
        self.scores.fetch();
        self.linkage.fetch();
        self.chains.fetch();
        let derived = &mut self.derived;
        if let Some(found) = self.spectra.latest() {
            derived.spectra = Arc::clone(&found.view);
        }
        // What is of a tree that is gone must not pass for one of this.
        derived.landscape =
            shown(&self.landscape).filter(|((of, _), _)| *of == self.generation).map(|((_, age), found)| (age, found));
        derived.scores = shown(&self.scores)
            .filter(|((of, _), _)| *of == self.generation)
            .map(|((_, column), found)| (column, found));
        derived.linkage = shown(&self.linkage).filter(|(of, _)| *of == self.generation).and_then(|(_, found)| found);
        let running = self.chains.running();
        derived.chains = shown(&self.chains)
            .filter(|((of, _), _)| *of == self.generation)
            .map(|((_, clade), samples)| ChainsFrom { clade, samples, running });
    }

    /// What follows from the tree at once, and what takes a while and is there to be seen: asked for where it was not.
    pub fn keep_up(&mut self, snapshot: &Snapshot<TreeView>, shared: &Shared) {
        let view = &snapshot.view;
        if self.generation != snapshot.generation {
            self.generation = snapshot.generation;
            self.begin();
            self.rows = Arc::new(view.config.rows.values.clone());
        }
        let (key, cut) = ((snapshot.generation, view.tree_revision), shared.cut(view));
        if self.of != Some((key, cut)) {
            if self.of.is_none_or(|(of, _)| of != key) {
                self.derived.colours = node_colours(&view.tree).into();
            }
            self.derived.clusters = Arc::new(ClustersAt::new(view, cut));
            self.of = Some((key, cut));
        }
        self.follow_drawing(view);
        // Nothing is asked for twice; where a queue is full the next frame asks again.
        let of_run = (snapshot.generation, 0);
        if !self.spectra.is_for(of_run) && !view.config.checkpoints.is_empty() {
            let checkpoints = Arc::clone(&view.config.checkpoints);
            let config = SpectraConfig { checkpoints, rows: Arc::clone(&self.rows) };
            self.spectra.start(&config, (), of_run, &self.wake).ok();
        }
        // While the tree grows it changes with each age: only what was chosen is looked into.
        if let Some(node) = shared.node.or_else(|| shared.node_in(&view.tree).filter(|_| view.is_complete())) {
            self.look_closer(view, node, key);
        }
        // Numbers of nodes mean something in their own tree only.
        let derived = &mut self.derived;
        derived.node = shown(&self.node).filter(|((of, _), _)| *of == key).map(|((_, node), found)| (node, found));
        derived.split = shown(&self.split).filter(|((of, _), _)| *of == key).map(|((_, split), found)| (split, found));
    }

    /// Asks for what is known of a node and of its split.
    fn look_closer(&mut self, view: &TreeView, node: u32, key: Key) {
        if !self.node.is_of(&(key, node), key)
            && let Some((age, point)) = view.fixed_point(node)
        {
            let (rows, order) = (Arc::clone(&self.rows), view.config.settings.order);
            let config = NodeConfig { age: Arc::clone(age), point, rows, order };
            self.node.start(&config, (key, node), key, &self.wake).ok();
        }
        if let Some(split) = nearest_split(&view.tree, node)
            && !self.split.is_of(&(key, split), key)
            && let Some(config) = split_between(view, split)
        {
            self.split.start(&config, (key, split), key, &self.wake).ok();
        }
    }

    /// Asks for the plane at the age of the cut, where it is looked at.
    pub fn survey(&mut self, snapshot: &Snapshot<TreeView>, shared: &Shared) {
        let view = &snapshot.view;
        let Some(place) = view.age_at(shared.cut(view)) else { return };
        let (what, key) = ((snapshot.generation, place), (snapshot.generation, 0));
        if self.landscape.is_of(&what, key) || self.landscape.busy() {
            return;
        }
        let Some(age) = view.ages.get(place).cloned() else { return };
        let config = LandscapeConfig { rows: Arc::clone(&self.rows), age, seed: view.config.seed };
        self.landscape.start(&config, what, key, &self.wake).ok();
    }

    /// Asks for the scores against the label column that is shown, where they are looked at.
    pub fn score(&mut self, snapshot: &Snapshot<TreeView>, shared: &Shared) {
        let view = &snapshot.view;
        let (what, key) = ((snapshot.generation, shared.column), (snapshot.generation, view.tree_revision));
        if self.scores.is_of(&what, key) || self.scores.busy() {
            return;
        }
        let Some(column) = self.derived.labels.get(shared.column) else { return };
        let config = ScoringConfig {
            tree: Arc::clone(&view.tree),
            levels: Arc::clone(&view.levels),
            rows: Arc::clone(&self.rows),
            labels: column.of_row.as_slice().into(),
            seed: view.config.seed,
        };
        self.scores.start(&config, what, key, &self.wake).ok();
    }

    /// Asks for average linkage of the rows, where it is looked at.
    pub fn link(&mut self, snapshot: &Snapshot<TreeView>) {
        let of_run = (snapshot.generation, 0);
        if !self.linkage.is_for(of_run) {
            self.linkage
                .start(&LinkingConfig { rows: Arc::clone(&self.rows) }, snapshot.generation, of_run, &self.wake)
                .ok();
        }
    }

    /// Lets a drawing relax at each age that is there.
    ///
    /// # Errors
    /// A sentence.
    pub fn relax(&mut self, view: &TreeView, states: Arc<[u8]>) -> Result<(), SessionError> {
        let drawing = Arc::new(Configurations::new(states.to_vec(), view.config.rows.columns()));
        let config = DrawingConfig { drawing, ages: Arc::clone(&view.ages), settings: view.config.settings };
        self.derived.drawing = Some(Drawing { states: Arc::clone(&states), ..Drawing::default() });
        self.drawing.start(&config, states, (self.generation, 0), &self.wake)
    }

    /// Keeps the tree to compare later ones with.
    pub fn keep_tree(&mut self, view: &TreeView) {
        let run = self.derived.run.as_ref().map_or("", |run| run.name.as_str());
        let file = run.rsplit(['/', '\\']).next().unwrap_or(run);
        let distance = number(view.merge_distance, 4);
        let name = format!("{file}, {}, merge distance {distance}", sentences::order(view.config.settings.order));
        let (tree, rows) = (Arc::clone(&view.tree), Arc::clone(&view.config.rows));
        self.derived.kept = Some(OtherTree { name, tree, rows });
    }

    pub fn forget_drawing(&mut self) {
        let _stopped = self.drawing.stop();
        self.derived.drawing = None;
    }

    /// Lets chains run from the fixed point of a node, at the machine of its age.
    ///
    /// # Errors
    /// A sentence.
    pub fn generate(&mut self, view: &TreeView, node: u32) -> Result<(), SessionError> {
        let found = view.fixed_point(node).zip(Clade::of(&view.tree, node));
        let Some(((age, point), clade)) = found else { return Ok(()) };
        let states: Arc<[u8]> = age.most_probable(point).into();
        let rbm = Arc::clone(&age.rbm);
        let checkpoint = Checkpoint { update: age.update, rbm, chains: None, settings: None, seconds: None };
        let config = FreeSamplingConfig {
            checkpoint: Arc::new(checkpoint),
            start: SamplingStart::Drawing(states),
            count: CHAINS,
            data: None,
            seed: view.config.seed,
        };
        self.chains.start(&config, (self.generation, clade), (self.generation, u64::from(node)), &self.wake)?;
        // Fast enough to see where they go, slow enough to see how.
        if self.chains.pace(Pace::StepsPerSecond(STEPS)) {
            Ok(())
        } else {
            Err(SessionError::new("The chains are busy."))
        }
    }

    pub fn stop_generating(&self) -> bool {
        self.chains.stop()
    }

    /// Whether anything but chains, which have no end, is at work.
    pub fn busy(&self) -> bool {
        let looks = self.split.busy() || self.landscape.busy() || self.scores.busy() || self.linkage.busy();
        looks || self.spectra.busy() || self.node.busy() || self.drawing.busy()
    }

    fn follow_drawing(&mut self, view: &TreeView) {
        let (Some(drawing), Some(found)) = (&mut self.derived.drawing, self.drawing.latest()) else { return };
        if self.drawing.shown() == Some(&drawing.states) && !Arc::ptr_eq(&drawing.ages, &found.view) {
            drawing.ages = Arc::clone(&found.view);
            drawing.path = drawing_path(view, drawing);
        }
    }

    /// Forgets what belongs to a tree that is gone.
    fn begin(&mut self) {
        let _stopped =
            [self.node.stop(), self.split.stop(), self.chains.stop(), self.landscape.stop(), self.scores.stop()];
        self.forget_drawing();
        self.derived.spectra = Arc::default();
        self.of = None;
    }
}

/// What a study found, and of what.
fn shown<J: Job, W: Clone>(study: &Study<J, W>) -> Option<(W, J::View)> {
    study.shown().cloned().zip(study.latest().map(|found| found.view.clone()))
}

/// The nodes that a drawing passes, from the root: at each age the cluster whose fixed point is nearest.
fn drawing_path(view: &TreeView, drawing: &Drawing) -> Vec<u32> {
    let tree: &Tree = &view.tree;
    let places = tree.places();
    let mut path: Vec<u32> = Vec::new();
    for at in drawing.ages.iter() {
        let Some(age) = view.ages.get(at.age) else { continue };
        let row = age.of_row.iter().position(|&point| point as usize == at.nearest);
        let position = view.position(age);
        let node = row.and_then(|row| tree.ancestor_at(*places.get(row)?, position));
        path.extend(node.filter(|node| path.last() != Some(node)));
    }
    path
}
