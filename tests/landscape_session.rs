//! The surfaces of a training, of a network and of a Boltzmann machine as jobs: the same bits however they are made, and
//! what they say of small machines.
#![expect(clippy::unwrap_used, reason = "tests may stop")]

use std::sync::Arc;

use glassbox::engine::boltzmann::{WellsConfig, WellsOver, WellsSurvey};
use glassbox::engine::core::session::{Flow, Job};
use glassbox::engine::hopfield::landscape::{Landscape, LandscapeConfig};
use glassbox::engine::hopfield::landscape_plane::LandscapeOver;
use glassbox::engine::rbm::{FreeEnergySurface, FreeEnergySurfaceConfig, FreeEnergySurvey, SurfaceDirections};
use glassbox::physics::boltzmann::{Exact, Links, Machine, Target, Topology, Units};
use glassbox::physics::hopfield::LearningRule;
use glassbox::physics::hopfield::network::Network;
use glassbox::physics::rbm::{Checkpoint, Configurations, HiddenUnits, Rbm, VisibleUnits};
use glassbox::physics::seed::{Seed, Stream, gaussian_pair, uniform};
use glassbox::physics::spins::Pattern;
use rand::RngExt as _;

const SIDE: usize = 21;

/// Rows in two clusters: the first half of the sites up, or the second, with a tenth of them turned.
fn clusters(sites: usize) -> Configurations {
    let mut rng = Seed(3).stream(Stream::Rows);
    let bit = |row: usize, site: usize| (site < sites / 2) == row.is_multiple_of(2);
    let values = (0..100 * sites).map(|k| u8::from(bit(k / sites, k % sites) != (uniform(&mut rng) < 0.1)));
    Configurations::new(values.collect::<Vec<u8>>(), sites)
}

/// A machine whose one strong mode is the difference of the clusters: couplings of Hebb's kind of this strength.
fn machine(sites: usize, strength: f64) -> Arc<Rbm> {
    let mut rng = Seed(4).stream(Stream::Weights);
    let units = 6;
    let weight = |site: usize, unit: usize| {
        let sign = if site < sites / 2 { 1.0 } else { -1.0 };
        let noise = 0.01 * gaussian_pair(&mut rng)[0];
        (if unit == 0 { strength * sign } else { 0.0 }) + noise
    };
    let mut weight = weight;
    let weights = (0..sites * units).map(|k| weight(k / units, k % units) as f32).collect();
    let zero = |count: usize| vec![0.0_f32; count];
    Arc::new(Rbm::from_flat(VisibleUnits::Ising, HiddenUnits::Ising, weights, zero(sites), zero(units)).unwrap())
}

fn config(strength: f64, directions: SurfaceDirections) -> FreeEnergySurfaceConfig {
    let rows = Arc::new(clusters(24));
    let checkpoint = Checkpoint {
        update: 7,
        rbm: machine(24, strength),
        chains: Some(Arc::new(rows.first(5))),
        settings: None,
        seconds: None,
    };
    FreeEnergySurfaceConfig {
        checkpoint: Arc::new(checkpoint),
        directions,
        rows: Some(rows),
        modes: None,
        before: Arc::new([]),
        laid: None,
        side: SIDE,
    }
}

fn surveyed(config: &FreeEnergySurfaceConfig) -> FreeEnergySurface {
    let mut job = FreeEnergySurvey::new(config).unwrap();
    job.run_to_end();
    job.view()
}

/// Bits, so that what is not a number counts too.
fn bits(heights: &[f64]) -> Vec<u64> {
    heights.iter().map(|height| height.to_bits()).collect()
}

/// Lowest points among their neighbours along the first axis, through the middle.
fn valleys(found: &FreeEnergySurface) -> usize {
    let row = &found.heights[SIDE / 2 * SIDE..(SIDE / 2 + 1) * SIDE];
    row.windows(3).filter(|three| three[1] < three[0] && three[1] < three[2]).count()
}

#[test]
fn a_valley_becomes_two_where_a_mode_is_learned() {
    for directions in [SurfaceDirections::Components, SurfaceDirections::Modes] {
        let weak = surveyed(&config(0.05, directions));
        let strong = surveyed(&config(0.4, directions));
        assert_eq!((valleys(&weak), valleys(&strong)), (1, 2), "{directions:?}");
        // The rows of both clusters lie on different sides, and nearly all over a height.
        let plane = strong.plane.unwrap();
        assert!(strong.rows.len() == 100 && strong.chains.len() == 5);
        let side = |row: usize| strong.rows[row][0].signum();
        assert!((0..100).filter(|&row| side(row) == side(row % 2)).count() > 95 && side(0) != side(1));
        let (low, high) = plane.grid.ranges[0];
        assert!(strong.rows.iter().all(|at| low <= at[0] && at[0] <= high));
        assert!(strong.heights.iter().filter(|height| height.is_finite()).count() > SIDE * SIDE / 2);
    }
}

#[test]
fn the_means_of_one_machine_serve_the_next_to_the_bit() {
    let first = surveyed(&config(0.05, SurfaceDirections::Components));
    let laid = first.laid.clone();
    assert!(laid.is_some());
    let next = config(0.4, SurfaceDirections::Components);
    let (alone, handed) = (surveyed(&next), surveyed(&FreeEnergySurfaceConfig { laid, ..next.clone() }));
    assert_eq!(bits(&alone.heights), bits(&handed.heights));
    assert!(Arc::ptr_eq(handed.plane.as_ref().unwrap(), first.plane.as_ref().unwrap()));
    // They do not serve another grid, nor other directions.
    let finer = FreeEnergySurfaceConfig { side: 2 * SIDE, laid: first.laid.clone(), ..next.clone() };
    assert_eq!(surveyed(&finer).heights.len(), 4 * SIDE * SIDE);
    let modes = FreeEnergySurfaceConfig { laid: first.laid, ..config(0.4, SurfaceDirections::Modes) };
    assert_eq!(bits(&surveyed(&modes).heights), bits(&surveyed(&config(0.4, SurfaceDirections::Modes)).heights));
}

#[test]
fn surfaces_grow_row_by_row_and_what_cannot_be_is_refused() {
    let config = config(0.4, SurfaceDirections::Components);
    let mut job = FreeEnergySurvey::new(&config).unwrap();
    for row in 0..=SIDE {
        assert_eq!(job.view().heights.len(), row.saturating_sub(1) * SIDE);
        assert_eq!(job.step(), if row < SIDE { Flow::Continue } else { Flow::Done });
    }
    let refused = |config: &FreeEnergySurfaceConfig| FreeEnergySurvey::new(config).err().unwrap().to_string();
    let without = FreeEnergySurfaceConfig { rows: None, ..config.clone() };
    assert!(refused(&without).contains("no data"));
    let narrow = FreeEnergySurfaceConfig { side: 1, ..config.clone() };
    assert!(refused(&narrow).contains("1 points a side"));
    let other = FreeEnergySurfaceConfig { rows: Some(Arc::new(clusters(10))), ..config.clone() };
    assert!(refused(&other).contains("10 values"));
    // Rows that are all equal have no directions: the view says so by having no plane.
    let equal = Configurations::new(vec![1; 24 * 5], 24);
    let found = surveyed(&FreeEnergySurfaceConfig { rows: Some(Arc::new(equal)), ..config.clone() });
    assert!(found.plane.is_none() && found.heights.is_empty());
    // Without data the modes go as far as the chains do, or as far as means go.
    let alone = FreeEnergySurfaceConfig { rows: None, directions: SurfaceDirections::Modes, ..config };
    let found = surveyed(&alone);
    assert!(found.rows.is_empty() && found.heights.iter().any(|height| height.is_finite()));
}

fn patterns(count: usize) -> Vec<Pattern> {
    let mut rng = Seed(5).indexed(Stream::Patterns, 0);
    (0..count).map(|_| Pattern::from_bits((0..80).map(|_| rng.random_bool(0.5)))).collect()
}

/// Over the modes of a network its stored patterns lie, and the energy falls towards them.
#[test]
fn the_modes_of_a_network_hold_its_memories() {
    let memories = patterns(2);
    let network = Arc::new(Network::store(&memories, LearningRule::Hebb).unwrap());
    let config = LandscapeConfig { network: Arc::clone(&network), over: LandscapeOver::Modes, side: SIDE };
    let mut job = Landscape::new(&config).unwrap();
    job.run_to_end();
    let view = job.view();
    let plane = view.plane.unwrap();
    let middle = view.energies[SIDE / 2 * SIDE + SIDE / 2];
    assert!(middle.abs() < 1e-12, "the energy of fair spins is 0: {middle}");
    for memory in &memories {
        let [x, y] = plane.at(memory.spins());
        // Two memories span the plane of both modes, so each lies at its edge.
        assert!((x.hypot(y) - 1.0).abs() < 0.01, "{x}, {y}");
    }
    let lowest = view.energies.iter().copied().filter(|energy| energy.is_finite()).fold(f64::INFINITY, f64::min);
    let of_memory = network.energy(memories[0].spins()) / 80.0;
    assert!(lowest < 0.8 * of_memory && lowest >= of_memory - 0.2, "{lowest}, {of_memory}");
}

#[test]
fn networks_without_such_directions_are_refused_with_a_sentence() {
    let refused = |memories: &[Pattern], rule, over| {
        let network = Arc::new(Network::store(memories, rule).unwrap());
        Landscape::new(&LandscapeConfig { network, over, side: SIDE }).err().unwrap().to_string()
    };
    let dense = LearningRule::Dense(glassbox::physics::hopfield::Interaction::Exponential);
    assert!(refused(&patterns(3), dense, LandscapeOver::Modes).contains("no modes"));
    assert!(refused(&patterns(2), LearningRule::Hebb, LandscapeOver::Components).contains("2 stored patterns"));
    // Components need no couplings.
    let network = Arc::new(Network::store(&patterns(3), dense).unwrap());
    let mut job = Landscape::new(&LandscapeConfig { network, over: LandscapeOver::Components, side: SIDE }).unwrap();
    job.run_to_end();
    assert!(job.view().plane.is_some() && job.view().energies.iter().any(|energy| energy.is_finite()));
}

/// A machine of the rows of the data alone: the surface is −ln p where a row lies, and at least 0.
#[test]
fn the_wells_of_a_machine_are_as_deep_as_its_states_are_probable() {
    let target = Arc::new(Target::new(&Configurations::new(vec![0, 0, 0, 1, 1, 1, 1, 1, 0], 3), None).unwrap());
    let topology = Topology { visible: 3, hidden: 2, units: Units::Ising, links: Links::FULL, beta: 1.0 };
    let machine = Arc::new(Machine::random(topology, 1.0, Seed(2)).unwrap());
    let exact = Exact::of(&machine, &|| false).unwrap();
    for over in [WellsOver::Rows(0, 2), WellsOver::Components, WellsOver::Couplings] {
        let config =
            WellsConfig { update: 3, machine: Arc::clone(&machine), target: Arc::clone(&target), over, side: 81 };
        let mut job = WellsSurvey::new(&config).unwrap();
        job.run_to_end();
        let view = job.view();
        let plane = view.plane.unwrap();
        assert!(view.heights.iter().filter(|height| height.is_finite()).all(|height| *height > -1e-9));
        // Outermost along the first axis stands one state alone.
        let ends = [0, 1].map(|end| {
            let wanted = |state: usize| plane.at(&[0, 1, 2].map(|unit| (state >> unit & 1) as u8))[0];
            let by = |a: &usize, b: &usize| wanted(*a).total_cmp(&wanted(*b));
            if end == 0 { (0..8).min_by(by).unwrap() } else { (0..8).max_by(by).unwrap() }
        });
        for state in ends {
            let at = plane.at(&[0, 1, 2].map(|unit| (state >> unit & 1) as u8)).map(|x| 0.999 * x);
            let tilt = plane.plane.tilt(at, [0.0; 2]).unwrap();
            let means = plane.plane.means(tilt);
            let height =
                glassbox::physics::boltzmann::divergence_of_means(&exact.log_probabilities(), Units::Ising, &means);
            let expected = -exact.log_probabilities()[state];
            assert!((height.unwrap() - expected).abs() < 0.1, "{over:?}: {height:?}, {expected}");
        }
    }
    let wide = Topology { visible: 13, ..topology };
    let machine = Arc::new(Machine::zero(wide).unwrap());
    let config = WellsConfig { update: 0, machine, target, over: WellsOver::Components, side: 9 };
    assert!(WellsSurvey::new(&config).err().unwrap().to_string().contains("13 visible units"));
}
