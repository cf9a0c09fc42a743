//! The jobs that look closer at a tree: what they find is what the physics says of the same values, in bounded steps.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

mod support;

use std::sync::Arc;

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Flow, Job, JobSession};
use glassbox::engine::rbm::tree::{
    Linking, LinkingConfig, NodeAnalysis, NodeConfig, Scores, Scoring, ScoringConfig, SplitAnalysis, SplitConfig,
    SplitReason, TreeView, nearest_split, split_ages, split_between,
};
use glassbox::physics::mean_field::{Order, Starts, free_energy, relax, stability};
use glassbox::physics::rbm::{Checkpoint, Configurations, HiddenUnits, Rbm, VisibleUnits};
use glassbox::physics::seed::{Seed, Stream, below, shuffle};
use glassbox::physics::tree::{
    Contingency, Level, Partition, Tree, accuracy_from_few, average_linkage, chance_band, dendrogram_purity,
    hamming_distances,
};
use support::tree::{Kind, view};

fn done<J: Job>(config: &J::Config) -> J {
    let mut job = J::new(config).unwrap();
    job.run_to_end();
    job
}

fn rows_of(view: &TreeView) -> Arc<Configurations> {
    Arc::new(view.config.rows.values.clone())
}

fn random_rows(count: usize, sites: usize, seed: u64) -> LinkingConfig {
    let mut rng = Seed(seed).stream(Stream::SyntheticData);
    let values: Vec<u8> = (0..count * sites).map(|_| below(&mut rng, 2) as u8).collect();
    LinkingConfig { rows: Arc::new(Configurations::new(values, sites)) }
}

#[test]
fn rows_are_linked_in_bounded_steps_with_the_result_of_one() {
    let config = random_rows(800, 400, 3);
    let mut job = Linking::new(&config).unwrap();
    let mut known = vec![0];
    loop {
        assert_eq!(job.view(), None);
        let flow = job.step();
        known.push(job.progress().unwrap().done);
        if flow == Flow::Done {
            break;
        }
    }
    assert!(known.len() > 8, "the steps reach {known:?}");
    assert!(known.is_sorted() && known.last() == Some(&1600), "{known:?}");
    for step in known.windows(2).filter(|step| step[1] <= 800) {
        let pairs = (step[1] * step[1] - step[0] * step[0]) / 2;
        assert!(pairs * 400 < 1 << 25, "a step compares {pairs} pairs of 400 sites");
    }
    assert_eq!(job.step(), Flow::Done);
    assert_eq!(*job.view().unwrap(), average_linkage(hamming_distances(&config.rows)));
}

#[test]
fn a_linkage_that_is_stopped_or_replaced_leaves_nothing_broken() {
    let (long, short) = (random_rows(800, 400, 4), random_rows(30, 20, 5));
    let mut driver = Driver::<JobSession<Linking>>::new(&long).unwrap();
    let steps = {
        driver.apply(Command::Run).unwrap();
        driver.run_until_idle(u64::MAX)
    };
    let whole = driver.snapshot().view.unwrap();
    assert_eq!(*whole, average_linkage(hamming_distances(&long.rows)));
    // Among the distances, and among the merges.
    for stop in [2, steps - 2] {
        driver.apply(Command::Reset(long.clone())).unwrap();
        driver.apply(Command::Run).unwrap();
        assert_eq!(driver.run_until_idle(stop), stop);
        driver.apply(Command::Pause).unwrap();
        assert_eq!((driver.run_until_idle(u64::MAX), driver.snapshot().view), (0, None));
        driver.apply(Command::Reset(short.clone())).unwrap();
        driver.apply(Command::Run).unwrap();
        driver.run_until_idle(u64::MAX);
        assert_eq!(*driver.snapshot().view.unwrap(), average_linkage(hamming_distances(&short.rows)));
    }
    driver.apply(Command::Reset(long)).unwrap();
    for slice in [1, 7, 100] {
        driver.apply(Command::Step(slice)).unwrap();
        driver.run_until_idle(u64::MAX);
    }
    assert_eq!(driver.snapshot().view, Some(whole));
    for few in 0..2 {
        assert_eq!(done::<Linking>(&random_rows(few, 5, 1)).view().unwrap().merges(), []);
    }
    let error = Linking::new(&random_rows(4097, 1, 1)).err().unwrap().to_string();
    assert_eq!(error, "The distances of 4097 rows do not fit: at most 4096 rows are linked");
}

fn scoring(view: &TreeView) -> (ScoringConfig, Arc<Scores>) {
    let config = ScoringConfig {
        tree: Arc::clone(&view.tree),
        levels: Arc::clone(&view.levels),
        rows: rows_of(view),
        labels: view.config.rows.labels[0].of_row.as_slice().into(),
        seed: Seed(8),
    };
    let scores = done::<Scoring>(&config).view();
    (config, scores)
}

#[test]
fn scores_are_those_of_the_same_partitions() {
    let view = view(Kind::Pictures, 4);
    let (config, scores) = scoring(&view);
    let labels = &config.labels;
    assert_eq!(scores.labelled, 36, "the last four rows have no label");
    assert_eq!(scores.dendrogram_purity, dendrogram_purity(&view.tree, labels).unwrap());
    assert_eq!(scores.levels.len(), view.levels.len());
    for (scored, level) in scores.levels.iter().zip(view.levels.iter()) {
        let found = Contingency::new(&level.partition, labels).unwrap();
        assert_eq!((scored.position, scored.clusters), (level.position, level.partition.count()));
        assert_eq!(
            (scored.purity, scored.adjusted_rand, scored.v_measure),
            (found.purity(), found.adjusted_rand(), found.v_measure())
        );
        assert_eq!(scored.chance, chance_band(&level.partition, labels, 200, config.seed).unwrap());
    }
    for ((few, found), wanted) in scores.from_few.iter().zip([1, 3, 10]) {
        let expected = accuracy_from_few(&view.tree, &config.rows, labels, wanted, 50, config.seed).unwrap();
        assert_eq!((*few, Some(*found)), (wanted, expected));
    }
    assert_eq!(scores.from_few.len(), 3);
    let error = |config: ScoringConfig| Scoring::new(&config).err().unwrap().to_string();
    let short = ScoringConfig { labels: [Some(1)].into(), ..config };
    assert_eq!(error(short), "1 labels are given for a tree of 40 rows");
}

#[test]
fn shuffled_labels_lie_in_the_band_of_chance_and_the_blocks_above_it() {
    const SHUFFLES: usize = 100;
    let (config, scores) = scoring(&view(Kind::Pictures, 4));
    let (finest, level) = (config.levels.last().unwrap(), scores.levels.last().unwrap());
    assert!(level.adjusted_rand > level.chance.adjusted_rand[1] && level.v_measure > level.chance.v_measure[1]);
    let mut known: Vec<u32> = config.labels.iter().flatten().copied().collect();
    let mut rng = Seed(77).stream(Stream::Permutations);
    let mut within = [0; 3];
    for _ in 0..SHUFFLES {
        shuffle(&mut known, &mut rng);
        let mut next = known.iter();
        let labels: Vec<Option<u32>> = config.labels.iter().map(|label| label.and(next.next().copied())).collect();
        let found = Contingency::new(&finest.partition, &labels).unwrap();
        let bands = [
            (found.purity(), level.chance.purity),
            (found.adjusted_rand(), level.chance.adjusted_rand),
            (found.v_measure(), level.chance.v_measure),
        ];
        for (within, (score, [low, high])) in within.iter_mut().zip(bands) {
            *within += usize::from(low <= score && score <= high);
        }
    }
    // 95 of 100 are expected, give or take 2.2, and as much again for the ends of the band: 4 standard errors.
    assert!(within.iter().all(|&within| within >= 83), "{within:?} of {SHUFFLES}");
}

#[test]
fn a_node_is_the_rows_that_come_to_its_fixed_point() {
    let view = view(Kind::Pictures, 4);
    let rows = rows_of(&view);
    for (node, kept) in (0..).zip(view.tree.nodes()) {
        let level = &view.levels[kept.cluster.unwrap().level as usize];
        let mut members = view.tree.data(node).to_vec();
        members.sort_unstable();
        let together = |&row: &u32| level.partition.labels()[row as usize] == kept.cluster.unwrap().cluster;
        assert_eq!(members, (0..40).filter(together).collect::<Vec<u32>>());
        let (age, point) = view.fixed_point(node).unwrap();
        assert_eq!((view.position(age), point as u32), (level.position, age.of_row[members[0] as usize]));
    }
    // At the newest machine each row alone relaxes to the point that is said to be its own.
    let newest = &view.ages[0];
    let ends = relax(&newest.rbm, Starts::Rows((*rows).clone()), &view.config.settings).unwrap();
    for (end, &point) in ends.visible.outer_iter().zip(newest.of_row.iter()) {
        let means = newest.means(point as usize).unwrap();
        let apart = end.iter().zip(means).map(|(a, &b)| (a - f64::from(b)).abs()).fold(0.0, f64::max);
        assert!(apart < 100.0 * view.config.settings.tolerance, "{apart}");
    }
}

#[test]
fn a_fixed_point_is_described_as_the_physics_says() {
    let view = view(Kind::Pictures, 4);
    let rows = rows_of(&view);
    for age in view.ages.iter() {
        let precise = Rbm::<f64>::from(&*age.rbm);
        for point in 0..age.count() {
            let means = |means: &ndarray::Array2<f32>| means.row(point).iter().copied().map(f64::from).collect();
            let (visible, hidden): (Vec<f64>, Vec<f64>) = (means(&age.visible), means(&age.hidden));
            let depth = free_energy(&precise, &visible, &hidden, Order::Second).unwrap();
            assert!((age.free_energy[point] - depth).abs() < 1e-4 * depth.abs(), "{} {depth}", age.free_energy[point]);
            let config = NodeConfig { age: Arc::clone(age), point, rows: Arc::clone(&rows), order: Order::Second };
            let found = done::<NodeAnalysis>(&config).view();
            assert_eq!(found.stability, stability(&precise, &visible, &hidden).ok());
            let apart = |row: &[u8]| {
                let most_probable = visible.iter().map(|&mean| u8::from(mean > 0.5));
                row.iter().zip(most_probable).filter(|&(&state, probable)| state != probable).count() as u32
            };
            let distances: Vec<u32> = rows.iter_rows().map(apart).collect();
            let least = *distances.iter().min().unwrap();
            let first = distances.iter().position(|&distance| distance == least).unwrap();
            assert_eq!(found.nearest, Some((first, least)));
            let third = done::<NodeAnalysis>(&NodeConfig { order: Order::Third, ..config }).view();
            assert_eq!((third.nearest, third.stability), (found.nearest, None), "known for the second order only");
        }
    }
    assert!(view.ages[0].count() >= 4, "one for each block");
    let age = Arc::clone(&view.ages[0]);
    let error = NodeAnalysis::new(&NodeConfig { age, point: 99, rows, order: Order::Second }).err().unwrap();
    assert!(error.to_string().starts_with("fixed point 99 was asked for; there are"), "{error}");
}

#[test]
fn a_split_is_between_its_two_largest_children() {
    let view = view(Kind::Pictures, 4);
    let mut splits = 0;
    for (node, children) in view.tree.splits() {
        let config = split_between(&view, node).unwrap();
        let [before, after] = split_ages(&view, node).unwrap();
        assert_eq!((config.before.update, config.after.update), (before.update, after.update));
        let position = view.tree.nodes()[node as usize].position;
        assert!(view.position(before) == position && view.position(after) > position);
        let mut sizes: Vec<usize> = children.iter().map(|&child| view.tree.data(child).len()).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let of = |means: &[f32]| {
            let is_it = |&&child: &&u32| {
                let rows = view.tree.data(child);
                after.means(after.of_row[*rows.iter().min().unwrap() as usize] as usize) == Some(means)
            };
            view.tree.data(*children.iter().find(is_it).unwrap()).len()
        };
        let [first, second] = &config.children;
        assert_ne!(first, second);
        assert_eq!([of(first), of(second)], sizes[..2]);
        let reason = done::<SplitAnalysis>(&config).view();
        let wanted: Vec<f32> = first.iter().zip(second.iter()).map(|(a, b)| a - b).collect();
        assert_eq!(*reason.difference, *wanted);
        splits += 1;
    }
    assert!(splits > 0);
    let leaf = (0..view.tree.nodes().len() as u32).rev().find(|&node| view.tree.children(node).next().is_none());
    assert_eq!(split_between(&view, leaf.unwrap()), None);
}

/// Eight spins, each hidden unit on one of two orthogonal patterns; rows without a mean, so that the scaled singular
/// values are those of W.
fn two_modes(values: [f32; 2]) -> Arc<Checkpoint> {
    let weights = (0..8).flat_map(|site| pattern(site).map(|sign| sign / 8_f32.sqrt())).zip(values.into_iter().cycle());
    let weights = weights.map(|(along, value)| along * value).collect();
    let rbm = Rbm::from_flat(VisibleUnits::Ising, HiddenUnits::Ising, weights, vec![0.0; 8], vec![0.0; 2]).unwrap();
    Arc::new(Checkpoint { update: 1, rbm: Arc::new(rbm), chains: None, settings: None, seconds: None })
}

fn pattern(site: usize) -> [f32; 2] {
    [1.0, if site.is_multiple_of(2) { 1.0 } else { -1.0 }]
}

#[test]
fn a_split_lies_along_the_mode_that_crossed_the_threshold() {
    let reason = |along: [f32; 2]| -> Arc<SplitReason> {
        let child = |side: f32| {
            (0..8).map(|site| side * pattern(site).iter().zip(along).map(|(u, by)| u * by).sum::<f32>()).collect()
        };
        let config = SplitConfig {
            before: two_modes([3.0, 0.5]),
            after: two_modes([3.5, 2.0]),
            children: [child(0.25), child(-0.25)],
            rows: Arc::new(Configurations::new([[0; 8], [1; 8]].concat(), 8)),
        };
        done::<SplitAnalysis>(&config).view()
    };
    let crossed = reason([0.1, 1.0]);
    for (found, wanted) in crossed.scaled.iter().zip([[3.0, 0.5], [3.5, 2.0]]) {
        assert!(found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-5), "{found:?}");
    }
    assert_eq!((crossed.condensed, crossed.strongest, crossed.crossed()), ([1, 2], Some(1), true));
    let wanted = [0.01 / 1.01, 1.0 / 1.01];
    assert!(crossed.along_modes.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-5), "{:?}", crossed.along_modes);
    // The other mode was above the threshold at both ages.
    let before = reason([1.0, 0.1]);
    assert_eq!((before.condensed, before.strongest, before.crossed()), ([1, 2], Some(0), false));
}

#[test]
fn the_nearest_split_is_at_the_end_of_the_branch_or_above_it() {
    let level =
        |position: f64, marks: &[u32]| Level { age: 0, position, partition: Partition::new(marks), points: Vec::new() };
    // 0 ─ 1 ─┬ 2 ─ 4
    //        └ 3 ─┬ 5
    //             └ 6
    let levels = [level(0.0, &[0; 4]), level(1.0, &[0; 4]), level(2.0, &[0, 0, 1, 1]), level(3.0, &[0, 0, 1, 2])];
    let tree = Tree::from_levels(&levels, &[0.0, 1.0, 2.0, 3.0]).unwrap();
    let at = |position: f64, datum: u32| {
        let is_it = |node: &u32| tree.nodes()[*node as usize].position == position && tree.data(*node).contains(&datum);
        (0..tree.nodes().len() as u32).find(is_it).unwrap()
    };
    let (first, second) = (at(1.0, 0), at(2.0, 2));
    for (node, wanted) in [
        (at(0.0, 0), first),
        (first, first),
        (second, second),
        (at(2.0, 0), first),
        (at(3.0, 0), first),
        (at(3.0, 2), second),
        (at(3.0, 3), second),
    ] {
        assert_eq!(nearest_split(&tree, node), Some(wanted), "of node {node}");
    }
    assert_eq!(nearest_split(&tree, 99), None);
    let chain = Tree::from_levels(&levels[..2], &[0.0; 4]).unwrap();
    assert_eq!(nearest_split(&chain, 1), None);
}
