//! The tree of a run as a session: a planted tree is found, and nothing strange breaks it.
#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use std::sync::{Arc, LazyLock};

use glassbox::engine::core::session::{Flow, Job as _, Session as _};
use glassbox::engine::rbm::tree::{
    DrawingConfig, DrawingRelaxation, Growth, LandscapeConfig, LandscapeSurvey, MergeDistance, Spectra, SpectraConfig,
    SplitAnalysis, SplitConfig, TreeCmd, TreeConfig, TreeSession, TreeView, usual_settings,
};
use glassbox::engine::rbm::{CheckpointPlan, Spacing, Train, TrainConfig, TrainingData, USUAL_SPREAD};
use glassbox::io::run::builtin::{DIGITS, FAMILY_TREE};
use glassbox::physics::data::{Dataset, LabelColumn};
use glassbox::physics::mean_field::{ComparedLayer, RelaxationSettings};
use glassbox::physics::rbm::{Checkpoint, Configurations, HiddenUnits, Rbm, TrainingSettings, VisibleUnits, synthetic};
use glassbox::physics::seed::Seed;
use glassbox::physics::tree::{Contingency, Level};

/// Three families of three sub-families, learnt by 24 hidden units.
static RUN: LazyLock<Arc<[Arc<Checkpoint>]>> =
    LazyLock::new(|| FAMILY_TREE.open(Seed(1)).unwrap().trajectory.checkpoints.into());

fn config() -> TreeConfig {
    TreeConfig {
        checkpoints: Arc::clone(&RUN),
        rows: Arc::new(synthetic::family_tree(Seed(1))),
        growth: Growth::CarriedBack,
        settings: usual_settings(),
        layer: ComparedLayer::Visible,
        // The distance 0.1 of the published program, at 120 sites.
        merge: MergeDistance::Euclidean(0.1),
        seed: Seed(5),
    }
}

fn grown(config: &TreeConfig) -> TreeSession {
    let mut session = TreeSession::new(config).unwrap();
    session.run_to_end();
    session
}

/// The agreement of a level with a label column of its rows.
fn agreement(view: &TreeView, level: &Level, column: usize) -> f64 {
    let labels = &view.config.rows.labels[column].of_row;
    Contingency::new(&level.partition, labels).unwrap().adjusted_rand()
}

fn counts(view: &TreeView) -> Vec<usize> {
    view.levels.iter().map(|level| level.partition.count()).collect()
}

/// One cluster, two, then exactly the families, then their parts, and at last exactly the sub-families.
fn check_hierarchy(view: &TreeView) {
    assert!(view.is_complete() && view.failure.is_none());
    let counts = counts(view);
    assert!(counts.starts_with(&[1, 2, 3]) && counts.is_sorted() && *counts.last().unwrap() > 3, "{counts:?}");
    let families = view.levels.iter().filter(|level| level.partition.count() == 3);
    assert!(
        families.clone().count() > 0 && families.clone().all(|level| agreement(view, level, 0) == 1.0),
        "{counts:?}"
    );
    let best = view.levels.iter().map(|level| agreement(view, level, 1)).fold(0.0, f64::max);
    assert!(best >= 0.9, "sub-families are found with an adjusted Rand index of {best}");
    // The leaves of a family stand together.
    let order: Vec<u32> = view.tree.leaf_order().iter().map(|row| row / 24).collect();
    assert_eq!(order.chunk_by(|a, b| a == b).count(), 3);
}

#[test]
fn families_come_first_then_sub_families() {
    check_hierarchy(&grown(&config()).view());
}

#[test]
fn the_reference_sequences_are_found_the_same_way() {
    let reference: serde_json::Value = serde_json::from_str(include_str!("reference/t10_tree.json")).unwrap();
    let sequences = reference["sequences"].as_array().unwrap();
    let values: Vec<u8> =
        sequences.iter().flat_map(|row| row.as_str().unwrap().bytes().map(|x| u8::from(x == b'+'))).collect();
    let labels = |column: &dyn Fn(&serde_json::Value) -> u64| -> LabelColumn {
        let of_row = reference["labels"].as_array().unwrap().iter().map(|label| Some(column(label) as u32)).collect();
        LabelColumn { name: "x".to_owned(), classes: Vec::new(), of_row }
    };
    let at = |label: &serde_json::Value, place: usize| label[place].as_u64().unwrap();
    let mut rows = Dataset::new("t10", values, 120, 2);
    rows.labels = vec![labels(&|label| at(label, 0)), labels(&|label| 3 * at(label, 0) + at(label, 1))];
    let train = TrainConfig {
        data: Some(TrainingData::new(rows.clone(), "t10")),
        visible: VisibleUnits::Bernoulli,
        hidden: HiddenUnits::Bernoulli,
        hidden_units: 24,
        settings: TrainingSettings {
            gibbs_steps: 10,
            batch: 72,
            chains: 100,
            learning_rate: 0.05,
            ..TrainingSettings::default()
        },
        initial_spread: USUAL_SPREAD,
        updates: 6_000,
        checkpoints: CheckpointPlan { count: 45, spacing: Spacing::Logarithmic },
        fixed_point_starts: 0,
        measured: false,
        seed: Seed(1),
        before: None,
    };
    let mut run = Train::new(&train).unwrap();
    run.run_to_end();
    let checkpoints = run.checkpoints().to_vec().into();
    check_hierarchy(&grown(&TreeConfig { checkpoints, rows: Arc::new(rows), ..config() }).view());
}

#[test]
fn merging_again_gives_what_growing_with_that_distance_gives() {
    let mut session = grown(&config());
    for (merge, layer) in [
        (MergeDistance::PerUnit(0.05), ComparedLayer::Visible),
        (MergeDistance::Euclidean(1.0), ComparedLayer::Hidden),
        (MergeDistance::Suggested, ComparedLayer::Hidden),
        (MergeDistance::PerUnit(0.0), ComparedLayer::Visible),
        (MergeDistance::PerUnit(10.0), ComparedLayer::Visible),
    ] {
        session.apply(TreeCmd::SetLayer(layer)).unwrap();
        session.apply(TreeCmd::Merge(merge)).unwrap();
        let (again, fresh) = (session.view(), grown(&TreeConfig { merge, layer, ..config() }).view());
        assert_eq!(
            (again.merge_distance, &again.levels, &again.tree),
            (fresh.merge_distance, &fresh.levels, &fresh.tree)
        );
    }
    assert_eq!(counts(&session.view()), [1], "everything is nearer than 10");
    let before = session.view();
    for wrong in [f64::NAN, -0.5, f64::INFINITY] {
        let error = session.apply(TreeCmd::Merge(MergeDistance::PerUnit(wrong))).unwrap_err();
        assert_eq!(error.to_string(), format!("the merge distance is {wrong}; it must be 0 or more"));
    }
    assert_eq!(session.view(), before);
}

#[test]
fn the_other_ways_to_grow_are_nested_too() {
    for growth in [Growth::FromRows, Growth::Heated { lowest: 0.1, ages: 12 }] {
        let view = grown(&TreeConfig { growth, ..config() }).view();
        assert!(view.is_complete() && view.failure.is_none());
        assert!(counts(&view).is_sorted() && counts(&view)[0] == 1, "{growth:?}: {:?}", counts(&view));
        assert!(view.levels.is_sorted_by(|a, b| a.position < b.position));
    }
    for (wrong, sentence) in [
        (Growth::Heated { lowest: 1.5, ages: 9 }, "the lowest inverse temperature is 1.5; it must lie between 0 and 1"),
        (Growth::Heated { lowest: 0.5, ages: 1 }, "1 ages were asked for; there must be 2 to 10,000"),
    ] {
        let error = TreeSession::new(&TreeConfig { growth: wrong, ..config() }).err().unwrap();
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn slices_and_threads_change_nothing() {
    let in_pool = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut session = grown(&config());
            session.apply(TreeCmd::Resample(8)).unwrap();
            session.run_to_end();
            session.view()
        })
    };
    let one = in_pool(1);
    assert_eq!(one, in_pool(3));
    let support = one.support.unwrap();
    assert_eq!((support.done, support.total), (8, 8));
    // Families do not hang on single rows.
    let largest = one.tree.splits().next().unwrap().0;
    let (_, seen) = support.splits.iter().find(|(node, _)| *node == largest).unwrap();
    assert!(*seen > 0.5, "the first split is seen in {seen} of the resamplings");
}

#[test]
fn stopped_early_what_is_there_is_a_tree() {
    let mut session = TreeSession::new(&config()).unwrap();
    assert_eq!(counts(&session.view()), Vec::<usize>::new());
    while session.view().ages.len() < 5 {
        assert_eq!(session.step(), Flow::Continue);
    }
    let view = session.view();
    assert_eq!((view.ages.len(), view.is_complete()), (5, false));
    assert_eq!(view.tree.leaf_order().len(), 72);
    let progress = session.progress().unwrap();
    assert!(progress.done >= 5000 && progress.done < progress.total);
}

#[test]
fn closer_looks_fit_the_tree() {
    let view = grown(&config()).view();
    let rows = Arc::new(view.config.rows.values.clone());
    let mut spectra = Spectra::new(&SpectraConfig { checkpoints: Arc::clone(&RUN), rows: Arc::clone(&rows) }).unwrap();
    spectra.run_to_end();
    let found = spectra.view();
    assert_eq!((found.len(), found[0].condensed), (RUN.len(), 0));
    assert!(found.last().unwrap().condensed >= 2, "{:?}", found.last());
    // The first split lies along a mode of the machine.
    let (node, children) = view.tree.splits().next().unwrap();
    let after = view.ages.iter().rev().find(|age| age.update as f64 > view.tree.nodes()[node as usize].position);
    let after = after.unwrap();
    let means = |child: u32| -> Arc<[f32]> {
        let point = after.of_row[view.tree.data(child)[0] as usize];
        after.visible.row(point as usize).iter().copied().collect()
    };
    let machine = Arc::new(Checkpoint {
        update: after.update,
        rbm: Arc::clone(&after.rbm),
        chains: None,
        settings: None,
        seconds: None,
    });
    let children = [means(children[0]), means(children[1])];
    let before = Arc::clone(&RUN[0]);
    let mut split =
        SplitAnalysis::new(&SplitConfig { before, after: machine, children, rows: Arc::clone(&rows) }).unwrap();
    split.run_to_end();
    let reason = split.view();
    let strongest = reason.strongest.unwrap();
    assert!(strongest < 2 && reason.along_modes[strongest] > 0.8, "{:?}", reason.along_modes);
    assert!(reason.crossed());
    // A row of the data ends where the tree says.
    let drawing = Arc::new(view.config.rows.values.range(30, 31));
    let config = DrawingConfig { drawing, ages: Arc::clone(&view.ages), settings: view.config.settings };
    let mut relaxation = DrawingRelaxation::new(&config).unwrap();
    relaxation.run_to_end();
    let path = relaxation.view();
    assert_eq!(path.len(), view.ages.len());
    let newest = path.last().unwrap();
    assert_eq!((newest.age, newest.nearest as u32), (0, view.ages[0].of_row[30]));
    assert!(newest.distance < 1e-3 && newest.converged);
    // The plane.
    let age = Arc::clone(&view.ages[0]);
    let mut survey = LandscapeSurvey::new(&LandscapeConfig { rows, age, seed: Seed(1) }).unwrap();
    survey.run_to_end();
    let plane = survey.view();
    assert_eq!((plane.rows.nrows(), plane.points.nrows()), (72, view.ages[0].count()));
    assert!(plane.heights.len() == 1600 && plane.heights.iter().all(|height| height.is_finite()));
    assert!(plane.samples.nrows() > 0 && plane.explained[0] > plane.explained[1]);
}

#[test]
fn the_embedded_runs_come_with_their_data() {
    for (run, sites, rows) in [(&DIGITS, 784, 10_000), (&FAMILY_TREE, 120, 72)] {
        let open = run.open(Seed(1)).unwrap();
        assert!(open.recorded && open.notes.is_empty(), "{:?}", open.notes);
        assert_eq!((open.last.rbm.sites(), open.data.unwrap().rows.rows()), (sites, rows));
        assert!(open.trajectory.checkpoints.len() > 10);
    }
}

#[test]
fn strange_runs_give_sentences_or_trees() {
    let rows = |values: Vec<u8>, sites: usize| Arc::new(Dataset::new("x", values, sites, 2));
    let error = |config: TreeConfig| TreeSession::new(&config).err().unwrap().to_string();
    assert_eq!(
        error(TreeConfig { rows: rows(vec![0; 30], 10), ..config() }),
        "a row of the data has 10 values; the machine has 120 sites"
    );
    assert_eq!(
        error(TreeConfig { rows: rows(Vec::new(), 120), ..config() }),
        "a tree is grown from 0 rows; it must be at least 1"
    );
    let none = TreeConfig { checkpoints: Arc::default(), ..config() };
    assert_eq!(error(none), "a tree is grown from 0 checkpoints; it must be at least 1");
    let machine = |weight: f32| {
        let rbm = Rbm::from_flat(
            VisibleUnits::Bernoulli,
            HiddenUnits::Bernoulli,
            vec![weight; 240],
            vec![0.0; 120],
            vec![0.0; 2],
        );
        let rbm = Arc::new(rbm.unwrap());
        Arc::new(Checkpoint { update: 7, rbm, chains: None, settings: None, seconds: None })
    };
    // One checkpoint, two rows, equal rows, and a machine without finite numbers.
    for (weight, values, converged) in
        [(0.5, vec![0; 240], true), (0.5, [vec![0; 120], vec![1; 120]].concat(), true), (f32::NAN, vec![1; 360], false)]
    {
        let one = TreeConfig { checkpoints: [machine(weight)].into(), rows: rows(values, 120), ..config() };
        let view = grown(&one).view();
        assert!(view.is_complete());
        assert_eq!(view.ages[0].converged.iter().all(|&flag| flag), converged);
        assert_eq!(view.tree.leaf_order().len(), one.rows.rows());
        assert!(view.levels.len() == 1 && view.tree.cut(7.0).count() == view.levels[0].partition.count());
    }
    let empty = DrawingConfig {
        drawing: Arc::new(Configurations::new(vec![0; 240], 120)),
        ages: Arc::default(),
        settings: RelaxationSettings::default(),
    };
    let error = DrawingRelaxation::new(&empty).err().unwrap().to_string();
    assert_eq!(error, "2 drawings relax together; it must be 1");
}
