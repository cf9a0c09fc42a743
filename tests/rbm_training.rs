//! Sampling and training of restricted Boltzmann machines against exact enumeration, and their promises: the same bits
//! on any number of threads, after a restart, and in slow motion.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use std::sync::Arc;

use glassbox::physics::data::Dataset;
use glassbox::physics::rbm::{
    Chains, Checkpoint, Configurations, HiddenUnits, Method, Rbm, RbmError, Trainer, TrainingSettings, VisibleUnits,
    hidden_means, visible_means,
};
use glassbox::physics::seed::{Seed, Stream, below, uniform};

const VISIBLE: [VisibleUnits; 4] =
    [VisibleUnits::Bernoulli, VisibleUnits::Ising, VisibleUnits::Potts(3), VisibleUnits::Potts(32)];
const HIDDEN: [HiddenUnits; 2] = [HiddenUnits::Bernoulli, HiddenUnits::Ising];

/// A tiny machine in double precision, by the formulas.
struct Exact<'a>(&'a Rbm);

impl Exact<'_> {
    fn states(&self) -> usize {
        usize::from(self.0.visible().states())
    }

    fn visible_count(&self) -> usize {
        self.states().pow(self.0.sites() as u32)
    }

    fn values(&self, index: usize) -> Vec<u8> {
        (0..self.0.sites()).map(|site| (index / self.states().pow(site as u32) % self.states()) as u8).collect()
    }

    fn index(&self, values: &[u8]) -> usize {
        values.iter().rev().fold(0, |index, &value| index * self.states() + usize::from(value))
    }

    /// v as a vector over visible rows.
    fn vector(&self, values: &[u8]) -> Vec<f64> {
        let mut vector = vec![0.0; self.0.visible_rows()];
        for (site, &value) in values.iter().enumerate() {
            match self.0.visible() {
                VisibleUnits::Potts(q) => vector[site * usize::from(q) + usize::from(value)] = 1.0,
                VisibleUnits::Ising => vector[site] = 2.0 * f64::from(value) - 1.0,
                VisibleUnits::Bernoulli => vector[site] = f64::from(value),
            }
        }
        vector
    }

    fn weight(&self, row: usize, unit: usize) -> f64 {
        f64::from(self.0.weights()[row * self.0.hidden_units() + unit])
    }

    /// p(h = upper value | v) for each hidden unit.
    fn hidden_upper(&self, vector: &[f64]) -> Vec<f64> {
        let width = if self.0.hidden() == HiddenUnits::Ising { 2.0 } else { 1.0 };
        (0..self.0.hidden_units())
            .map(|unit| {
                let field: f64 = vector.iter().enumerate().map(|(row, v)| v * self.weight(row, unit)).sum();
                1.0 / (1.0 + (-width * (field + f64::from(self.0.hidden_bias()[unit]))).exp())
            })
            .collect()
    }

    fn hidden_mean(&self, vector: &[f64]) -> Vec<f64> {
        let ising = self.0.hidden() == HiddenUnits::Ising;
        self.hidden_upper(vector).into_iter().map(|p| if ising { 2.0 * p - 1.0 } else { p }).collect()
    }

    /// p(value | h) for each site and value.
    fn visible_probabilities(&self, hidden: &[f64]) -> Vec<Vec<f64>> {
        let channels = self.0.visible().channels();
        let field = |row: usize| {
            let sum: f64 = hidden.iter().enumerate().map(|(unit, h)| h * self.weight(row, unit)).sum();
            sum + f64::from(self.0.visible_bias()[row])
        };
        (0..self.0.sites())
            .map(|site| {
                let weights: Vec<f64> = match self.0.visible() {
                    VisibleUnits::Potts(_) => (0..channels).map(|state| field(site * channels + state).exp()).collect(),
                    VisibleUnits::Ising => vec![(-field(site)).exp(), field(site).exp()],
                    VisibleUnits::Bernoulli => vec![1.0, field(site).exp()],
                };
                let total: f64 = weights.iter().sum();
                weights.into_iter().map(|weight| weight / total).collect()
            })
            .collect()
    }

    /// The distribution one Gibbs step after `start`.
    fn step(&self, start: &[f64]) -> Vec<f64> {
        let low = if self.0.hidden() == HiddenUnits::Ising { -1.0 } else { 0.0 };
        let mut result = vec![0.0; start.len()];
        let hidden_count = 1_usize << self.0.hidden_units();
        let mut hidden_weights = vec![0.0; hidden_count];
        for (index, &p) in start.iter().enumerate().filter(|(_, p)| **p > 0.0) {
            let upper = self.hidden_upper(&self.vector(&self.values(index)));
            for (bits, weight) in hidden_weights.iter_mut().enumerate() {
                let each =
                    upper.iter().enumerate().map(|(unit, up)| if bits >> unit & 1 == 1 { *up } else { 1.0 - up });
                *weight += p * each.product::<f64>();
            }
        }
        for (bits, weight) in hidden_weights.into_iter().enumerate() {
            let hidden: Vec<f64> =
                (0..self.0.hidden_units()).map(|unit| if bits >> unit & 1 == 1 { 1.0 } else { low }).collect();
            let sites = self.visible_probabilities(&hidden);
            for (index, p) in result.iter_mut().enumerate() {
                let values = self.values(index);
                *p +=
                    weight * values.iter().zip(&sites).map(|(&value, site)| site[usize::from(value)]).product::<f64>();
            }
        }
        result
    }

    /// ⟨v_r⟩, ⟨h_α⟩ and ⟨(v_r − v̄_r)(h_α − h̄_α)⟩ with the means of the hidden units in place of h.
    fn correlations(&self, distribution: &[f64], centre: Option<(&[f64], &[f64])>) -> [Vec<f64>; 3] {
        let (rows, units) = (self.0.visible_rows(), self.0.hidden_units());
        let mut all = [vec![0.0; rows], vec![0.0; units], vec![0.0; rows * units]];
        for (index, &p) in distribution.iter().enumerate().filter(|(_, p)| **p > 0.0) {
            let vector = self.vector(&self.values(index));
            let hidden = self.hidden_mean(&vector);
            for (row, v) in vector.iter().enumerate() {
                all[0][row] += p * v;
                let v = v - centre.map_or(0.0, |centre| centre.0[row]);
                for (unit, h) in hidden.iter().enumerate() {
                    all[2][row * units + unit] += p * v * (h - centre.map_or(0.0, |centre| centre.1[unit]));
                }
            }
            for (unit, h) in hidden.iter().enumerate() {
                all[1][unit] += p * h;
            }
        }
        all
    }

    /// The gradient between two distributions, by the formulas of the text.
    fn gradient(&self, data: &[f64], model: &[f64], centred: bool) -> [Vec<f64>; 3] {
        let [v, h, _] = self.correlations(data, None);
        let centre = centred.then_some((&v[..], &h[..]));
        let (data, model) = (self.correlations(data, centre), self.correlations(model, centre));
        let minus = |k: usize| data[k].iter().zip(&model[k]).map(|(a, b)| a - b).collect::<Vec<f64>>();
        let [mut visible, mut hidden, weights] = [minus(0), minus(1), minus(2)];
        if centred {
            for (row, weights) in weights.chunks_exact(h.len()).enumerate() {
                for (unit, weight) in weights.iter().enumerate() {
                    visible[row] -= weight * h[unit];
                    hidden[unit] -= weight * v[row];
                }
            }
        }
        [weights, visible, hidden]
    }
}

fn machine(visible: VisibleUnits, hidden: HiddenUnits, sites: usize, units: usize) -> Rbm {
    let rows = sites * visible.channels();
    let mut rng = Seed(3).stream(Stream::Weights);
    let mut numbers = |count: usize| (0..count).map(|_| (2.4 * uniform(&mut rng) - 1.2) as f32).collect::<Vec<f32>>();
    Rbm::new(visible, hidden, numbers(rows * units), numbers(rows), numbers(units)).unwrap()
}

fn sites_of(visible: VisibleUnits) -> usize {
    if visible == VisibleUnits::Potts(32) { 2 } else { 4 }
}

#[test]
fn a_step_has_the_exact_transition_probabilities() {
    const CHAINS: usize = 2000;
    const ROUNDS: u64 = 40;
    for visible in VISIBLE {
        for hidden in HIDDEN {
            // 17 hidden units would not be enumerable quickly; 5 cross no vector but make all of them count.
            let rbm = machine(visible, hidden, sites_of(visible), 5);
            let exact = Exact(&rbm);
            for start in [0, exact.visible_count() / 2, exact.visible_count() - 1] {
                let rows = Configurations::new(exact.values(start).repeat(CHAINS), rbm.sites());
                let mut counts = vec![0_u32; exact.visible_count()];
                for tick in 0..ROUNDS {
                    let mut chains = Chains::at(&rbm, &rows, Seed(5), Stream::Samples).unwrap();
                    chains.advance(&rbm, 1, tick);
                    for row in chains.configurations().values.chunks_exact(rbm.sites()) {
                        counts[exact.index(row)] += 1;
                    }
                }
                let mut distribution = vec![0.0; exact.visible_count()];
                distribution[start] = 1.0;
                let wanted = exact.step(&distribution);
                let total = CHAINS as f64 * ROUNDS as f64;
                let (mut chi, mut freedom, mut rare, mut rare_count) = (0.0, 0.0, 0.0, 0.0);
                for (&count, &p) in counts.iter().zip(&wanted) {
                    if p * total < 10.0 {
                        rare += p * total;
                        rare_count += f64::from(count);
                    } else {
                        chi += (f64::from(count) - p * total).powi(2) / (p * total);
                        freedom += 1.0;
                    }
                }
                assert!(
                    (rare_count - rare).abs() <= 4.5 * rare.sqrt() + 1.0,
                    "{rare_count} rare states, {rare} expected"
                );
                assert!(
                    (chi - freedom) / (2.0_f64 * freedom).sqrt() < 4.5,
                    "{visible:?} {hidden:?} from {start}: χ² = {chi} for {freedom} states"
                );
            }
        }
    }
}

#[test]
fn means_are_the_exact_conditionals() {
    for visible in VISIBLE {
        for hidden in HIDDEN {
            let rbm = machine(visible, hidden, 7, 37);
            let exact = Exact(&rbm);
            let mut rng = Seed(8).stream(Stream::Patterns);
            // Enough rows for several blocks.
            let values: Vec<u8> = (0..150 * 7).map(|_| below(&mut rng, u32::from(visible.states())) as u8).collect();
            let rows = Configurations::new(values, 7);
            let means = hidden_means(&rbm, &rows);
            assert_eq!(means.len(), 150 * 37);
            let back = visible_means(&rbm, &means);
            assert_eq!(back.len(), 150 * rbm.visible_rows());
            for row in 0..150 {
                let wanted = exact.hidden_mean(&exact.vector(rows.row(row).unwrap()));
                let found = &means[row * 37..(row + 1) * 37];
                assert!(found.iter().zip(&wanted).all(|(a, b)| (f64::from(*a) - b).abs() < 2e-6));
                let hidden: Vec<f64> = found.iter().map(|&h| f64::from(h)).collect();
                let wanted: Vec<f64> = exact
                    .visible_probabilities(&hidden)
                    .into_iter()
                    .flat_map(|site| match visible {
                        VisibleUnits::Potts(_) => site,
                        VisibleUnits::Ising => vec![site[1] - site[0]],
                        VisibleUnits::Bernoulli => vec![site[1]],
                    })
                    .collect();
                let found = &back[row * wanted.len()..(row + 1) * wanted.len()];
                assert!(found.iter().zip(&wanted).all(|(a, b)| (f64::from(*a) - b).abs() < 5e-6), "{visible:?}");
            }
        }
    }
}

/// Random rows, of which some states are likelier than others.
fn data(visible: VisibleUnits, rows: usize, columns: usize, seed: u64) -> Dataset {
    let states = u32::from(visible.states());
    let mut rng = Seed(seed).stream(Stream::Patterns);
    let mut values = Vec::new();
    for _ in 0..rows {
        let leader = below(&mut rng, states);
        values
            .extend((0..columns).map(|_| if uniform(&mut rng) < 0.6 { leader } else { below(&mut rng, states) } as u8));
    }
    Dataset::new("rows", values, columns, visible.states())
}

fn trainer(
    data: &Dataset,
    visible: VisibleUnits,
    hidden: HiddenUnits,
    units: usize,
    settings: TrainingSettings,
) -> Trainer {
    Trainer::new(data, visible, hidden, units, settings, 0.7, false, Seed(6)).unwrap()
}

#[test]
fn expected_gradients_are_those_of_enumeration() {
    const CHAINS: usize = 1 << 15;
    for visible in VISIBLE {
        for hidden in HIDDEN {
            let few = data(visible, 16, sites_of(visible), 4);
            // CD starts a chain at each row, so that it needs as many rows as chains.
            let many = Dataset::new("rows", few.values.repeat(CHAINS / 16), few.columns, few.states);
            for (method, centred, steps) in [
                (Method::Random, true, 2),
                (Method::Persistent, false, 3),
                (Method::ContrastiveDivergence, true, 1),
                (Method::ContrastiveDivergence, false, 2),
            ] {
                let data = if method == Method::ContrastiveDivergence { &many } else { &few };
                let settings = TrainingSettings {
                    method,
                    centred,
                    gibbs_steps: steps,
                    batch: CHAINS,
                    chains: CHAINS,
                    learning_rate: 0.5,
                    ..TrainingSettings::default()
                };
                let mut trainer = trainer(data, visible, hidden, 3, settings);
                let before = trainer.rbm().clone();
                trainer.update().unwrap();
                let exact = Exact(&before);
                let mut rows = vec![0.0; exact.visible_count()];
                for row in few.values.chunks_exact(few.columns) {
                    rows[exact.index(row)] += 1.0 / 16.0;
                }
                let mut model = if method == Method::ContrastiveDivergence {
                    rows.clone()
                } else {
                    vec![1.0 / rows.len() as f64; rows.len()]
                };
                for _ in 0..steps {
                    model = exact.step(&model);
                }
                let wanted = exact.gradient(&rows, &model, centred);
                let after = trainer.rbm();
                let found = [
                    (after.weights(), before.weights()),
                    (after.visible_bias(), before.visible_bias()),
                    (after.hidden_bias(), before.hidden_bias()),
                ];
                for ((after, before), wanted) in found.into_iter().zip(wanted) {
                    for ((after, before), wanted) in after.iter().zip(before).zip(wanted) {
                        let found = f64::from(after - before) / 0.5;
                        // A number of at most 2 in size, averaged over the chains: a standard error below 1/√CHAINS
                        // for one unit; biases of centred gradients add the errors of all weights.
                        let tolerance = 5.0 * 1.7 / (CHAINS as f64).sqrt();
                        assert!(
                            (found - wanted).abs() < tolerance,
                            "{visible:?} {hidden:?} {method:?} centred {centred}: {found} is not {wanted}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn penalties_and_the_largest_norm_do_what_they_say() {
    let data = data(VisibleUnits::Bernoulli, 40, 6, 1);
    let plain =
        TrainingSettings { batch: 40, chains: 40, gibbs_steps: 1, learning_rate: 0.5, ..TrainingSettings::default() };
    let step = |settings: TrainingSettings| {
        let mut trainer = trainer(&data, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 5, settings);
        let before = trainer.rbm().clone();
        trainer.update().unwrap();
        let parts = |rbm: &Rbm| [rbm.weights(), rbm.visible_bias(), rbm.hidden_bias()].concat();
        let change: Vec<f64> = parts(trainer.rbm()).iter().zip(parts(&before)).map(|(a, b)| f64::from(a - b)).collect();
        (change, before)
    };
    let (free, before) = step(plain);
    let (penalised, _) = step(TrainingSettings { l1: 0.1, l2: 0.2, ..plain });
    for ((free, penalised), &weight) in free.iter().zip(&penalised).zip(before.weights()) {
        let weight = f64::from(weight);
        assert!((free - 0.5 * (0.1 * weight.signum() + 0.2 * weight) - penalised).abs() < 1e-6);
    }
    assert_eq!(free[30..], penalised[30..]);
    let norm = |change: &[f64]| change.iter().map(|x| x * x).sum::<f64>().sqrt();
    let (clipped, _) = step(TrainingSettings { largest_norm: Some(0.01), ..plain });
    assert!(norm(&free) > 0.1 && (norm(&clipped) - 0.005).abs() < 1e-5, "{}", norm(&clipped));
    assert!(free.iter().zip(&clipped).all(|(a, b)| (a * norm(&clipped) / norm(&free) - b).abs() < 1e-6));
    let (same, _) = step(TrainingSettings { largest_norm: Some(100.0), ..plain });
    assert_eq!(free, same);
    let mut decaying =
        trainer(&data, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 5, TrainingSettings { decay: 1.0, ..plain });
    decaying.update().unwrap();
    assert_eq!(decaying.settings().rate_at(decaying.updates()), 0.25);
}

/// One training of each kind, large enough to be shared among threads.
fn runs() -> Vec<(VisibleUnits, HiddenUnits, Method, Dataset, TrainingSettings)> {
    let mut runs = Vec::new();
    for (visible, hidden, method, columns) in [
        (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, Method::Persistent, 120),
        (VisibleUnits::Ising, HiddenUnits::Ising, Method::Random, 120),
        (VisibleUnits::Potts(5), HiddenUnits::Bernoulli, Method::Persistent, 30),
        (VisibleUnits::Bernoulli, HiddenUnits::Ising, Method::ContrastiveDivergence, 120),
    ] {
        let settings = TrainingSettings {
            method,
            gibbs_steps: 3,
            batch: 130,
            chains: 170,
            learning_rate: 0.05,
            ..Default::default()
        };
        runs.push((visible, hidden, method, data(visible, 300, columns, 9), settings));
    }
    runs
}

fn bits(trainer: &Trainer) -> (Vec<u32>, Configurations) {
    let rbm = trainer.rbm();
    let parameters = [rbm.weights(), rbm.visible_bias(), rbm.hidden_bias()].concat();
    (parameters.iter().map(|x| x.to_bits()).collect(), trainer.chains())
}

#[test]
fn threads_do_not_change_a_bit() {
    for (visible, hidden, method, data, settings) in runs() {
        let results = [1, 2, 3].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let mut trainer = trainer(&data, visible, hidden, 70, settings);
                for _ in 0..4 {
                    trainer.update().unwrap();
                }
                bits(&trainer)
            })
        });
        assert!(results[0] == results[1] && results[0] == results[2], "{visible:?} {method:?}");
    }
}

#[test]
fn a_checkpoint_with_chains_goes_on_bit_for_bit() {
    for (visible, hidden, method, data, settings) in runs() {
        let mut whole = trainer(&data, visible, hidden, 20, settings);
        for _ in 0..3 {
            whole.update().unwrap();
        }
        let mut checkpoint = Checkpoint {
            update: whole.updates(),
            rbm: Arc::new(whole.rbm().clone()),
            chains: Some(Arc::new(whole.chains())),
            settings: Some(*whole.settings()),
            seconds: None,
        };
        let mut resumed = Trainer::resume(&data, false, &checkpoint, settings, Seed(6)).unwrap();
        assert_eq!((resumed.updates(), resumed.epoch()), (3, whole.epoch()));
        for _ in 0..3 {
            whole.update().unwrap();
            resumed.update().unwrap();
            assert!(bits(&whole) == bits(&resumed), "{visible:?} {method:?}");
        }
        checkpoint.chains = None;
        let without = Trainer::resume(&data, false, &checkpoint, settings, Seed(6)).unwrap();
        if method == Method::Persistent {
            let rows: std::collections::BTreeSet<&[u8]> = data.values.chunks_exact(data.columns).collect();
            assert!(without.chains().values.chunks_exact(data.columns).all(|chain| rows.contains(chain)));
        }
    }
}

#[test]
fn slow_motion_shows_exactly_the_next_update() {
    for (visible, hidden, method, data, settings) in runs() {
        let mut trainer = trainer(&data, visible, hidden, 20, settings);
        trainer.update().unwrap();
        let untouched = bits(&trainer);
        let explained = trainer.explain(7).unwrap();
        assert!(bits(&trainer) == untouched);
        if method == Method::Persistent {
            assert_eq!(explained.chains_before, trainer.first_chains(100));
        }
        trainer.update().unwrap();
        assert_eq!(explained.chains_after, trainer.first_chains(100));
        let column: Vec<f32> = trainer.rbm().weights().iter().skip(7).step_by(20).copied().collect();
        assert_eq!(explained.weights_after, column, "{visible:?} {method:?}");
        for row in 0..column.len() {
            let gradient = explained.data_correlation[row] - explained.model_correlation[row];
            let step = explained.weights_after[row] - explained.weights_before[row];
            assert!((gradient * 0.05 - step).abs() < 2e-6, "{gradient} {step}");
        }
        assert_eq!(explained.batch.rows() * 20, explained.hidden_given_batch.len());
        assert!(trainer.explain(20).is_err());
    }
}

#[test]
fn chains_can_be_put_elsewhere_and_say_how_much_they_forget() {
    let (visible, hidden, _, data, settings) = runs().swap_remove(0);
    let mut trainer = trainer(&data, visible, hidden, 20, settings);
    assert_eq!(trainer.chain_correlation(), None);
    trainer.update().unwrap();
    let moving = trainer.chain_correlation().unwrap();
    assert!((-0.1..0.9).contains(&moving), "{moving}");
    let rows = Configurations::new(data.values.iter().take(240).copied().collect::<Vec<u8>>(), 120);
    trainer.restart_chains(&rows).unwrap();
    assert_eq!((trainer.first_chains(3).row(2), trainer.chain_correlation()), (rows.row(0), None));
    trainer.restart_chains_at_noise();
    let mean = trainer.chains().values.iter().map(|&v| f64::from(v)).sum::<f64>() / (170.0 * 120.0);
    assert!((mean - 0.5).abs() < 0.02, "{mean}");
    let short = Configurations::new(vec![0, 1, 0], 3);
    assert!(matches!(trainer.restart_chains(&short), Err(RbmError::Size { expected: 120, found: 3, .. })));
    assert!(trainer.restart_chains(&Configurations::new(vec![2; 120], 120)).is_err());
    assert!(trainer.restart_chains(&Configurations::new(Vec::new(), 120)).is_err());
}

#[test]
fn impossible_settings_are_refused_with_their_value() {
    let rows = data(VisibleUnits::Bernoulli, 10, 6, 1);
    let make = |settings| {
        Trainer::new(&rows, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 4, settings, 0.1, false, Seed(1))
            .map(|_| ())
    };
    let fine = TrainingSettings::default();
    let cases = [
        (TrainingSettings { gibbs_steps: 0, ..fine }, "the number of Gibbs steps k is 0; it can be 1 to 1048576"),
        (TrainingSettings { batch: 0, ..fine }, "the size of the minibatch is 0; it can be 1 to 1048576"),
        (TrainingSettings { chains: 0, ..fine }, "the number of chains is 0; it can be 1 to 1048576"),
        (
            TrainingSettings { learning_rate: f64::NAN, ..fine },
            "the learning rate is NaN; it can be 0 or a positive number",
        ),
        (
            TrainingSettings { decay: -1.0, ..fine },
            "the decay of the learning rate is -1; it can be 0 or a positive number",
        ),
        (TrainingSettings { l1: f64::INFINITY, ..fine }, "the L1 penalty is inf; it can be 0 or a positive number"),
        (TrainingSettings { l2: -0.5, ..fine }, "the L2 penalty is -0.5; it can be 0 or a positive number"),
        (
            TrainingSettings { largest_norm: Some(0.0), ..fine },
            "the largest norm of the gradient is 0; it can be a positive number",
        ),
    ];
    let mut running = trainer(&rows, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 4, fine);
    for (settings, sentence) in cases {
        assert_eq!(make(settings).unwrap_err().to_string(), sentence);
        assert_eq!(running.set(settings).unwrap_err().to_string(), sentence);
    }
    for settings in [
        TrainingSettings { batch: 3, ..fine },
        TrainingSettings { chains: 3, ..fine },
        TrainingSettings { method: Method::Random, ..fine },
        TrainingSettings { centred: false, ..fine },
    ] {
        assert!(running.set(settings).unwrap_err().to_string().ends_with("while a training goes on"));
    }
    running.set(TrainingSettings { learning_rate: 0.5, gibbs_steps: 2, ..fine }).unwrap();
    assert_eq!(running.settings().gibbs_steps, 2);
    let units = |data: &Dataset, visible, hidden_units, spread| {
        Trainer::new(data, visible, HiddenUnits::Ising, hidden_units, fine, spread, false, Seed(1))
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(units(&rows, VisibleUnits::Ising, 0, 0.1), "the number of hidden units is 0; it must be at least 1");
    assert!(units(&rows, VisibleUnits::Ising, 2, f64::NAN).contains("NaN"));
    assert!(units(&rows, VisibleUnits::Ising, usize::MAX, 0.1).contains("2^30"));
    let potts = data(VisibleUnits::Potts(5), 20, 6, 1);
    assert_eq!(units(&potts, VisibleUnits::Bernoulli, 2, 0.1), "rows holds the value 4; bernoulli units take 0 to 1");
    assert!(
        units(&Dataset::new("none", Vec::new(), 6, 2), VisibleUnits::Ising, 2, 0.1).starts_with("none has no rows")
    );
}

#[test]
fn extremes_train_or_halt_with_a_sentence() {
    // One row, constant pixels, and a batch larger than the data.
    let one = Dataset::new("one", vec![0, 1, 1, 0], 4, 2);
    for method in Method::ALL {
        let settings = TrainingSettings {
            method,
            batch: 500,
            chains: 7,
            learning_rate: 0.5,
            gibbs_steps: 2,
            ..Default::default()
        };
        let mut trainer = trainer(&one, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 3, settings);
        for _ in 0..200 {
            trainer.update().unwrap();
        }
        assert!(trainer.rbm().is_finite());
        assert_eq!(trainer.epoch(), 200.0);
        let samples = trainer.chains();
        assert!(samples.values.chunks_exact(4).all(|row| row == &one.values[..]), "{method:?}");
    }
    let rows = data(VisibleUnits::Bernoulli, 50, 30, 1);
    let fine = TrainingSettings { batch: 20, chains: 20, gibbs_steps: 1, ..TrainingSettings::default() };
    for (settings, blamed) in [
        (TrainingSettings { learning_rate: 1e6, ..fine }, "the learning rate of 1000000 would"),
        (TrainingSettings { l1: 1e7, ..fine }, "the L1 penalty of 10000000 would"),
        (TrainingSettings { l2: 1e6, ..fine }, "the L2 penalty of 1000000 would"),
    ] {
        let mut trainer = trainer(&rows, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 8, fine);
        trainer.update().unwrap();
        trainer.set(settings).unwrap();
        let before = trainer.rbm().clone();
        let halt = (0..1000).find_map(|_| trainer.update().err()).unwrap();
        assert!(halt.sentence.starts_with(blamed), "{halt}");
        assert_eq!((halt.update, trainer.updates()), (1, 1));
        assert_eq!(&before, trainer.rbm());
        // With the setting mended it goes on.
        trainer.set(fine).unwrap();
        trainer.update().unwrap();
    }
}

#[test]
fn relatives_count_together_where_data_are_reweighted() {
    // Nine copies of one row and one other: reweighted, they count the same.
    let mut values = [1; 8].repeat(9);
    values.extend([0; 8]);
    let rows = Dataset::new("family", values, 8, 3);
    let settings =
        TrainingSettings { batch: 10, chains: 4000, gibbs_steps: 1, learning_rate: 1.0, ..Default::default() };
    let make = |reweighted| {
        let potts = VisibleUnits::Potts(3);
        Trainer::new(&rows, potts, HiddenUnits::Bernoulli, 2, settings, 0.0, reweighted, Seed(1)).unwrap()
    };
    let odds = |trainer: &Trainer| trainer.rbm().visible_bias()[1] - trainer.rbm().visible_bias()[0];
    let (mut even, uneven) = (make(true), make(false));
    assert!(odds(&even).abs() < 1e-5 && (odds(&uneven) - 9.0_f32.ln()).abs() < 1e-5);
    // Chains of the initial machine already have these means: little is left for the gradient.
    even.update().unwrap();
    assert!(odds(&even).abs() < 0.1, "{}", odds(&even));
}
