//! Boltzmann learning: chains against sums over all states, optimisers against each other, and what hidden units can do.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use glassbox::physics::boltzmann::{
    ChainStart, Chains, Curvature, Exact, GradientSource, Learner, LearningSettings, Links, Machine, Measuring,
    Moments, Optimiser, Phases, PositivePhase, Preset, Target, Topology, Units, floor, mean_field_phase, phases,
    temperature_of,
};
use glassbox::physics::configurations::Configurations;
use glassbox::physics::seed::{Seed, Stream, uniform};
use glassbox::physics::stop::NEVER;

/// A machine with all its states, one exact update after the other.
struct Run {
    learner: Learner,
    exact: Exact,
    target: Target,
}

impl Run {
    fn new(machine: Machine, target: &Target, settings: LearningSettings) -> Self {
        let exact = Exact::of(&machine, NEVER).unwrap();
        Self { learner: Learner::new(machine, settings).unwrap(), exact, target: target.clone() }
    }

    fn phases(&self) -> Phases {
        phases(self.learner.machine(), &self.target, &Measuring::EXACT, Some(&self.exact), None, NEVER).unwrap()
    }

    fn update(&mut self) {
        let curvature = Curvature::Exact(&self.exact, &self.target);
        let next = self.learner.propose(&self.phases(), curvature, NEVER).unwrap();
        self.learner = next.learner;
        self.exact = Exact::of(self.learner.machine(), NEVER).unwrap();
    }

    fn kl(&self) -> f64 {
        self.exact.kl(&self.target).unwrap()
    }

    fn largest_difference(&self) -> f64 {
        let differences = self.phases().difference.of_parameters(self.learner.machine().topology());
        differences.iter().fold(0.0, |largest: f64, difference| largest.max(difference.abs()))
    }
}

const fn full(visible: usize, hidden: usize, units: Units) -> Topology {
    Topology { visible, hidden, units, links: Links::FULL, beta: 1.0 }
}

/// Rows drawn from a machine, as a distribution.
fn sample(machine: &Machine, rows: usize, seed: Seed) -> Target {
    let probabilities = Exact::of(machine, NEVER).unwrap().probabilities();
    let cumulative: Vec<f64> = probabilities
        .iter()
        .scan(0.0, |sum, p| {
            *sum += p;
            Some(*sum)
        })
        .collect();
    let mut rng = seed.stream(Stream::Samples);
    let mut counts = vec![0.0; probabilities.len()];
    for _ in 0..rows {
        let number = uniform(&mut rng);
        let place = cumulative.partition_point(|&sum| sum <= number);
        counts[place.min(cumulative.len() - 1)] += 1.0;
    }
    Target::from_list(&counts).unwrap()
}

#[test]
fn the_sampled_gradient_is_the_exact_one_within_its_error_bar() {
    // 200 updates of exact learning; at each of them fresh chains of both phases, and one component of the gradient, a different
    // one each time, so that all 200 are independent.
    let target = Preset::Random { bits: 4, seed: Seed(3) }.target().unwrap();
    for units in Units::ALL {
        let machine = Machine::random(full(4, 3, units), 0.4, Seed(7)).unwrap();
        let topology = *machine.topology();
        let mut run = Run::new(machine, &target, LearningSettings::usual(Optimiser::Gradient));
        let sampled = GradientSource::Sampled { chains: 400, sweeps: 30 };
        let measuring = Measuring { source: sampled, positive: PositivePhase::Sampled, ..Measuring::EXACT };
        let (mut chi, mut largest) = (0.0, 0.0_f64);
        let mut differences = 0.0;
        for update in 0..200_u64 {
            let mut chains = Chains::new(topology, &target, 400, Seed(100 + update)).unwrap();
            let machine = run.learner.machine();
            chains.advance(machine, &target, 30, ChainStart::Restart, update, NEVER).unwrap();
            let found = phases(machine, &target, &measuring, None, Some(&chains), NEVER).unwrap();
            let [difference, error] =
                [&found.difference, &found.standard_errors].map(|moments| moments.of_parameters(&topology));
            let exact = run.phases().difference.of_parameters(&topology);
            let place = update as usize * 7 % exact.len();
            let z = (difference[place] - exact[place]) / error[place];
            chi += z * z;
            largest = largest.max(z.abs());
            differences += exact[place].abs();
            run.update();
        }
        println!(
            "{}: χ² = {chi:.1} of 200, largest {largest:.2}; mean |gradient| {:.4}",
            units.name(),
            differences / 200.0
        );
        // Five standard deviations of χ² with 200 degrees of freedom are 100; 4.2 is one in 150 for 200 normal numbers.
        assert!((chi - 200.0).abs() < 100.0 && largest < 4.2, "χ² = {chi}, largest {largest}");
        let means = found_means(&run, &target, measuring);
        assert!(means < 5.0, "all components of one update: {means} standard errors");
    }
}

/// The largest deviation of any component of both phases, with many chains, in standard errors.
fn found_means(run: &Run, target: &Target, measuring: Measuring) -> f64 {
    let topology = run.learner.machine().topology();
    let mut chains = Chains::new(*topology, target, 4000, Seed(5)).unwrap();
    chains.advance(run.learner.machine(), target, 30, ChainStart::Restart, 0, NEVER).unwrap();
    let found = phases(run.learner.machine(), target, &measuring, None, Some(&chains), NEVER).unwrap();
    let exact = run.phases();
    let (errors, exact) = (found.standard_errors.of_parameters(topology), exact.difference.of_parameters(topology));
    let all = found.difference.of_parameters(topology).into_iter().zip(exact).zip(errors);
    all.map(|((found, exact), error)| (found - exact).abs() / error).fold(0.0, f64::max)
}

#[test]
fn batches_of_rows_average_to_the_data() {
    // 256 distinct rows, 100 clamped chains: fresh rows in each update.
    let target = Preset::Random { bits: 8, seed: Seed(3) }.target().unwrap();
    let machine = Machine::random(full(8, 3, Units::Ising), 0.3, Seed(2)).unwrap();
    let exact = Exact::of(&machine, NEVER).unwrap().positive(&target).unwrap();
    let mut chains = Chains::new(*machine.topology(), &target, 100, Seed(1)).unwrap();
    let (mut sum, mut squares) = (Moments::zero(11), 0.0_f64);
    for update in 0..400 {
        chains.advance(&machine, &target, 6, ChainStart::Continue, update, NEVER).unwrap();
        let (found, errors) = chains.positive(&target, NEVER).unwrap();
        squares += ((found.means[8] - exact.means[8]) / errors.means[8]).powi(2);
        sum = sum.with(&found, |sum, value| sum + value / 400.0);
        assert_eq!(found.pairs[(0, 1)], exact_pair(&target), "averages of visible units are those of all rows");
    }
    assert!((squares - 400.0).abs() < 150.0, "χ² = {squares} of 400");
    let worst = sum.minus(&exact).means.iter().fold(0.0, |worst: f64, value| worst.max(value.abs()));
    // 40,000 looks: a standard error of 0.005 at most.
    assert!(worst < 0.02, "{worst}");
}

fn exact_pair(target: &Target) -> f64 {
    target.moments(Units::Ising).pairs[(0, 1)]
}

#[test]
fn newton_needs_few_steps_where_the_gradient_needs_hundreds() {
    let topology = full(10, 0, Units::Ising);
    let truth = Machine::random(topology, 10.0_f64.sqrt().recip(), Seed(50)).unwrap();
    let target = sample(&truth, 2000, Seed(1));
    let steps = |settings: LearningSettings, most: usize| {
        let mut run = Run::new(Machine::zero(topology).unwrap(), &target, settings);
        let mut last = run.kl();
        for step in 0..most {
            if run.largest_difference() < 1e-4 {
                return step;
            }
            run.update();
            if settings.optimiser == Optimiser::Newton {
                assert!(run.kl() <= last + 1e-12, "KL rises");
                last = run.kl();
            }
        }
        most
    };
    let newton = steps(LearningSettings::usual(Optimiser::Newton), 100);
    let gradient = steps(LearningSettings::usual(Optimiser::Gradient), 3000);
    let nesterov = steps(LearningSettings::usual(Optimiser::Nesterov), 3000);
    let adam = steps(LearningSettings::usual(Optimiser::Adam), 3000);
    println!("to 1e-4: newton {newton}, nesterov {nesterov}, adam {adam}, gradient {gradient}");
    assert!(newton <= 15, "{newton}");
    assert!(gradient > 500, "{gradient}");
}

#[test]
fn no_machine_without_hidden_units_learns_parity() {
    let target = Preset::Parity { bits: 3 }.target().unwrap();
    for units in Units::ALL {
        let machine = Machine::random(full(3, 0, units), 0.3, Seed(1)).unwrap();
        let mut run = Run::new(machine, &target, LearningSettings::usual(Optimiser::Nesterov));
        for _ in 0..5000 {
            run.update();
        }
        assert!((run.kl() - 2.0_f64.ln()).abs() < 1e-6, "{}", run.kl());
    }
    for bits in [3, 5] {
        let found = floor(&Preset::Parity { bits }.target().unwrap(), NEVER).unwrap();
        assert!(found.is_attained && (found.kl - 2.0_f64.ln()).abs() < 1e-12, "{found:?}");
    }
}

#[test]
fn the_floor_is_zero_where_pairs_are_enough_and_approached_where_they_are_not() {
    let truth = Machine::random(full(5, 0, Units::Ising), 0.5, Seed(2)).unwrap();
    let own = Target::from_list(&Exact::of(&truth, NEVER).unwrap().probabilities()).unwrap();
    let found = floor(&own, NEVER).unwrap();
    assert!(found.is_attained && found.kl < 1e-12, "{found:?}");
    // (0, 0) and (1, 1) of two units: only an infinite coupling gives the others no weight.
    let equal = Target::new(&Configurations::new(vec![0, 0, 1, 1], 2), None).unwrap();
    let found = floor(&equal, NEVER).unwrap();
    assert!(!found.is_attained && found.kl < 1e-6, "{found:?}");
}

#[test]
fn a_machine_finds_its_own_temperature() {
    for units in Units::ALL {
        let topology = Topology { beta: 0.8, ..full(6, 3, units) };
        let machine = Machine::random(topology, 0.7, Seed(3)).unwrap();
        let target = Preset::Random { bits: 6, seed: Seed(1) }.target().unwrap();
        let mut chains = Chains::new(topology, &target, 20_000, Seed(9)).unwrap();
        chains.advance(&machine, &target, 60, ChainStart::Continue, 1, NEVER).unwrap();
        let found = temperature_of(&machine, &chains.free()).unwrap();
        println!("{}: β = {:.4} ± {:.4}", units.name(), found.beta, found.standard_error);
        assert!((found.beta - 0.8).abs() < 4.0 * found.standard_error, "{found:?}");
        assert!(found.standard_error < 0.02, "{found:?}");
        // Chains of another machine, twice as hot, say so.
        let hot =
            Machine::new(Topology { beta: 0.4, ..topology }, machine.weights().clone(), machine.biases().to_vec());
        chains.advance(&hot.unwrap(), &target, 60, ChainStart::Continue, 2, NEVER).unwrap();
        let found = temperature_of(&machine, &chains.free()).unwrap();
        assert!((found.beta - 0.4).abs() < 4.0 * found.standard_error, "{found:?}");
    }
    let cold = Machine::zero(full(2, 0, Units::Ising)).unwrap();
    assert_eq!(temperature_of(&cold, &Configurations::new(vec![0, 1], 2)), None, "no field says nothing of β");
}

#[test]
fn mean_field_is_exact_without_joined_hidden_units_and_misses_that_joined_ones_go_together() {
    let target = Preset::Random { bits: 4, seed: Seed(3) }.target().unwrap();
    for units in Units::ALL {
        let deviation = |links, spread| {
            let machine = Machine::random(Topology { links, ..full(4, 4, units) }, spread, Seed(7)).unwrap();
            let exact = Exact::of(&machine, NEVER).unwrap().positive(&target).unwrap();
            let found = mean_field_phase(&machine, &target, NEVER).unwrap().minus(&exact);
            let worst = |numbers: &[f64]| numbers.iter().fold(0.0, |worst: f64, value| worst.max(value.abs()));
            [worst(&found.means), worst(found.pairs.as_slice().unwrap())]
        };
        let [means, pairs] = deviation(Links::RESTRICTED, 1.0);
        assert!(means < 1e-12 && pairs < 1e-12, "{means} {pairs}");
        // What it misses is how hidden units go together: in ⟨h h'⟩ to first order in their weights, in ⟨h⟩ to second.
        let [[means, pairs], [half_means, half_pairs]] = [0.1, 0.05].map(|spread| deviation(Links::FULL, spread));
        println!("{}: mean field is off by {means:.1e} in means and {pairs:.1e} in pairs", units.name());
        assert!((1.8..2.2).contains(&(pairs / half_pairs)), "{pairs} {half_pairs}");
        assert!(means / half_means > 3.0 && means < 0.1 * pairs, "{means} {half_means}");
    }
}

#[test]
fn presets_are_what_they_say() {
    let parity = Preset::Parity { bits: 4 }.target().unwrap();
    assert_eq!(parity.rows().rows(), 8);
    assert!(parity.rows().iter_rows().all(|row| row.iter().sum::<u8>() % 2 == 0));
    // Neither means nor pairs say anything: J4 alone.
    assert_eq!(parity.moments(Units::Ising).means, [0.0; 4]);
    let xor = Preset::ExclusiveOr.target().unwrap();
    assert!(xor.rows().iter_rows().all(|row| row[2] == row[0] ^ row[1]));
    let shifter = Preset::Shifter { bits: 3 }.target().unwrap();
    assert_eq!((shifter.visible(), shifter.rows().rows()), (9, 24));
    for row in shifter.rows().iter_rows() {
        let shift = row[6..].iter().position(|&bit| bit == 1).unwrap();
        // 0: to the left, 1: not at all, 2: to the right, round the end.
        assert!((0..3).all(|i| row[3 + i] == row[(i + 4 - shift) % 3]), "{row:?}");
    }
    let encoder = Preset::Encoder { group: 4 }.target().unwrap();
    assert_eq!((encoder.visible(), encoder.rows().rows()), (8, 4));
    assert!(encoder.rows().iter_rows().all(|row| row[..4] == row[4..] && row.iter().sum::<u8>() == 2));
    let random = Preset::Random { bits: 3, seed: Seed(1) }.target().unwrap();
    assert!((random.weights().iter().sum::<f64>() - 1.0).abs() < 1e-14);
    assert_ne!(random, Preset::Random { bits: 3, seed: Seed(2) }.target().unwrap());
    for preset in [Preset::Parity { bits: 13 }, Preset::Shifter { bits: 5 }, Preset::Encoder { group: 1 }] {
        assert!(preset.target().unwrap_err().to_string().contains("it can be"));
    }
}

#[test]
fn settings_out_of_their_range_are_sentences() {
    let check = |learning_rate, weight_decay| {
        LearningSettings { learning_rate, weight_decay, ..LearningSettings::usual(Optimiser::Adam) }.check()
    };
    assert!(check(f64::NAN, 0.0).unwrap_err().to_string().contains("learning rate is NaN"));
    assert!(check(0.0, 0.0).is_err() && check(0.1, -1.0).is_err() && check(0.1, 0.5).is_ok());
    let large = full(15, 6, Units::Binary);
    assert!(Measuring::EXACT.check(&large).unwrap_err().to_string().contains("21 visible and hidden units"));
    let sampled = |chains, sweeps| {
        let source = GradientSource::Sampled { chains, sweeps };
        Measuring { source, positive: PositivePhase::Sampled, ..Measuring::EXACT }.check(&large)
    };
    assert!(sampled(2, 1).is_ok() && sampled(1, 1).is_err() && sampled(2, 0).is_err());
    let printed = Measuring { as_printed: true, positive: PositivePhase::MeanField, ..Measuring::EXACT };
    assert!(printed.check(&full(3, 2, Units::Binary)).is_err());
}
