//! The panels of the Tree lab, on a small machine whose blocks of sites become stable one after another.

use std::sync::Arc;

use glassbox::engine::core::session::{Job, Snapshot};
use glassbox::engine::rbm::FreeSamples;
use glassbox::engine::rbm::tree::{
    DrawingConfig, DrawingRelaxation, Growth, LandscapeConfig, LandscapeSurvey, Linking, LinkingConfig, MergeDistance,
    NodeAnalysis, NodeConfig, Scoring, ScoringConfig, Spectra, SpectraConfig, SplitAnalysis, TreeConfig, TreeSession,
    TreeView, nearest_split, split_between,
};
use glassbox::physics::data::{Dataset, LabelColumn};
use glassbox::physics::mean_field::{ComparedLayer, RelaxationSettings};
use glassbox::physics::rbm::{Checkpoint, Configurations, HiddenUnits, Rbm, VisibleUnits};
use glassbox::physics::seed::{Seed, Stream, below};
use glassbox::physics::spins::GridShape;
use glassbox::ui::lab::PanelList;
use glassbox::ui::labs::tree::clusters_at::ClustersAt;
use glassbox::ui::labs::tree::context::{Ask, Shared, TreeContext, TreePanels, newest};
use glassbox::ui::labs::tree::derived::{ChainsFrom, Derived, Drawing, OtherTree};
use glassbox::ui::labs::tree::node_colours::node_colours;
use glassbox::ui::labs::tree::{keys, panels};
use glassbox::ui::widgets::tree_view::Clade;

use super::{Bench, Lent};

/// What the leaves of the fixture are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// 10 × 10 pixels in four blocks, with the block that is on as label. In smaller blocks the Onsager terms of weights
    /// this strong undo every fixed point but the one in the middle.
    Pictures,
    /// Six letters of three, without labels.
    Sequences,
}

/// Rows, and updates of the machines with the strength of their weights.
const ROWS: usize = 40;
const AGES: [(u64, f32); 4] = [(0, 0.5), (10, 1.5), (100, 3.0), (1_000, 4.5)];

const fn shape_of(kind: Kind) -> (usize, usize, usize) {
    match kind {
        Kind::Pictures => (100, 1, 4),
        Kind::Sequences => (6, 3, 3),
    }
}

/// The block that a row has on, or its most frequent letter.
const fn class(kind: Kind, row: usize) -> usize {
    row % shape_of(kind).2
}

/// Each hidden unit holds a block of sites, or a letter at all sites.
fn machine(kind: Kind, strength: f32) -> Arc<Rbm> {
    let (sites, channels, hidden) = shape_of(kind);
    let held = |row: usize| if channels > 1 { row % channels } else { row % hidden };
    let weights = (0..sites * channels * hidden)
        .map(|place| if held(place / hidden) == place % hidden { strength } else { 0.0 })
        .collect();
    let (visible, bias) = match kind {
        Kind::Pictures => (VisibleUnits::Bernoulli, -0.5 * strength),
        Kind::Sequences => (VisibleUnits::Potts(channels as u8), 0.0),
    };
    let each = sites as f32 / if channels > 1 { 1.0 } else { hidden as f32 };
    let hidden_bias = vec![-0.5 * strength * each; hidden];
    Arc::new(
        Rbm::from_flat(visible, HiddenUnits::Bernoulli, weights, vec![bias; sites * channels], hidden_bias).unwrap(),
    )
}

pub fn rows(kind: Kind) -> Dataset {
    let (sites, channels, hidden) = shape_of(kind);
    let mut rng = Seed(4).stream(Stream::Rows);
    let values: Vec<u8> = (0..ROWS * sites)
        .map(|place| {
            let (row, site) = (place / sites, place % sites);
            let flip = below(&mut rng, 12) == 0;
            match kind {
                Kind::Pictures => u8::from((site % hidden == class(kind, row)) != flip),
                Kind::Sequences => ((class(kind, row) + usize::from(flip)) % channels) as u8,
            }
        })
        .collect();
    let mut rows = Dataset::new("blocks", values, sites, channels.max(2) as u8);
    if kind == Kind::Pictures {
        rows.shape = Some(GridShape::new(10, 10));
        rows.row_names = Some((0..ROWS).map(|row| format!("row of block {} no {row}", class(kind, row))).collect());
        rows.labels = vec![LabelColumn {
            name: "block".to_owned(),
            classes: (0..hidden).map(|block| format!("b{block}")).collect(),
            // The last rows have no label.
            of_row: (0..ROWS).map(|row| (row < ROWS - 4).then_some(class(kind, row) as u32)).collect(),
        }];
    } else {
        rows.alphabet = Some("ABC".to_owned());
    }
    rows
}

/// The tree of the first so many machines.
pub fn view(kind: Kind, ages: usize) -> TreeView {
    let checkpoint = |(update, strength)| {
        let rbm = machine(kind, strength);
        Arc::new(Checkpoint { update, rbm, chains: None, settings: None, seconds: None })
    };
    let config = TreeConfig {
        checkpoints: AGES.into_iter().take(ages.max(1)).map(checkpoint).collect(),
        rows: Arc::new(rows(kind)),
        growth: Growth::CarriedBack,
        settings: RelaxationSettings::default(),
        layer: ComparedLayer::Visible,
        merge: MergeDistance::PerUnit(0.05),
        seed: Seed(2),
    };
    let mut session = TreeSession::new(&config).unwrap();
    if ages > 0 {
        session.run_to_end();
    }
    session.view()
}

/// What is known beyond the tree.
#[derive(Default)]
pub struct Trees {
    pub derived: Derived,
}

pub type Fixture = super::Fixture<Trees>;
pub type Window = super::Window<Trees>;

impl Bench for Trees {
    type Panels = TreePanels;
    type View = TreeView;
    type Ask = Ask;
    type Shared = Shared;

    const LOOKS: &'static [fn(&mut Shared)] = &[
        |shared| shared.tree.logarithmic = true,
        |shared| (shared.tree.logarithmic, shared.cursor) = (false, Some(10.0)),
    ];

    fn panels() -> PanelList<TreePanels> {
        panels::panels()
    }

    fn context<'a>(&'a self, lent: Lent<'a, Self>) -> TreeContext<'a> {
        let Lent { snapshot, asks, shared, shell } = lent;
        TreeContext { snapshot, derived: &self.derived, asks, shared, shell }
    }

    fn read_keys(ctx: &egui::Context, context: &mut TreeContext<'_>) {
        keys::read(ctx, context);
    }
}

fn snapshot(view: TreeView) -> Snapshot<TreeView> {
    Snapshot {
        generation: 1,
        revision: 5,
        step: 4,
        running: false,
        progress: None,
        handled: 0,
        rate: 0.0,
        eta: None,
        error: None,
        errors: 0,
        failed: false,
        view,
    }
}

fn done<J: Job>(config: &J::Config) -> J::View {
    let mut job = J::new(config).unwrap();
    job.run_to_end();
    job.view()
}

impl Fixture {
    pub fn new(id: &str, view: TreeView) -> Self {
        let mut fixture = Self::on(Trees::default(), snapshot(view), id);
        fixture.bench.derived.labels = fixture.snapshot.view.config.rows.labels.clone().into();
        fixture.bench.derived.colours = node_colours(&fixture.snapshot.view.tree).into();
        let cut = newest(&fixture.snapshot.view);
        fixture.bench.derived.clusters = Arc::new(ClustersAt::new(&fixture.snapshot.view, cut));
        fixture
    }

    /// With all that can be known of it, and a drawing of the first block.
    pub fn known(id: &str, kind: Kind) -> Self {
        let mut fixture = Self::new(id, view(kind, AGES.len()));
        let view = fixture.snapshot.view.clone();
        let rows = Arc::new(view.config.rows.values.clone());
        let derived = &mut fixture.bench.derived;
        let checkpoints = Arc::clone(&view.config.checkpoints);
        derived.spectra = done::<Spectra>(&SpectraConfig { checkpoints, rows: Arc::clone(&rows) });
        let age = Arc::clone(&view.ages[0]);
        let landscape = LandscapeConfig { rows: Arc::clone(&rows), age, seed: Seed(2) };
        derived.landscape = Some((0, done::<LandscapeSurvey>(&landscape)));
        if let Some(column) = derived.labels.first() {
            let scoring = ScoringConfig {
                tree: Arc::clone(&view.tree),
                levels: Arc::clone(&view.levels),
                rows: Arc::clone(&rows),
                labels: column.of_row.as_slice().into(),
                seed: Seed(2),
            };
            derived.scores = Some((0, done::<Scoring>(&scoring)));
        }
        derived.linkage = done::<Linking>(&LinkingConfig { rows: Arc::clone(&rows) });
        let (tree, rows) = (Arc::clone(&view.tree), Arc::clone(&view.config.rows));
        derived.kept = Some(OtherTree { name: "the same".to_owned(), tree, rows });
        let (age, point) = view.fixed_point(0).unwrap();
        let (age, rows) = (Arc::clone(age), Arc::new(view.config.rows.values.clone()));
        let node = NodeConfig { age, point, rows, order: view.config.settings.order };
        derived.node = Some((0, done::<NodeAnalysis>(&node)));
        if let Some(split) = nearest_split(&view.tree, 0) {
            derived.split = Some((split, done::<SplitAnalysis>(&split_between(&view, split).unwrap())));
        }
        let (clade, states) = (Clade::of(&view.tree, 0).unwrap(), Arc::new(view.config.rows.values.clone()));
        let samples = FreeSamples { update: 0, steps: 12, states };
        derived.chains = Some(ChainsFrom { clade, samples, running: true });
        let states: Arc<[u8]> = view.config.rows.row(0).unwrap().into();
        let drawing = Arc::new(Configurations::new(states.to_vec(), states.len()));
        let config = DrawingConfig { drawing, ages: Arc::clone(&view.ages), settings: view.config.settings };
        derived.drawing = Some(Drawing { states, ages: done::<DrawingRelaxation>(&config), path: vec![0] });
        fixture
    }
}
