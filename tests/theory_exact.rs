//! The equilibrium theory against its reference values, and against itself where there are none.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]
#![expect(clippy::print_stdout, reason = "the largest deviations are reported")]

use glassbox::physics::math::erfc;
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::Pattern;
use glassbox::physics::theory::lines::{self, capacity, lines};
use glassbox::physics::theory::retrieval::{Phase, free_energy, phase, retrieval, spin_glass};
use glassbox::physics::theory::saddle_point::SignCombinations;
use glassbox::physics::theory::{TheoryError, ladder, mean_field, mixtures};
use proptest::prelude::*;
use serde_json::Value;

fn file(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn finite_patterns() -> Value {
    file(include_str!("reference/t02_meanfield.json"))
}

fn many_patterns() -> Value {
    file(include_str!("reference/t03_ags.json"))
}

/// Compares values with their references and keeps the largest deviation.
struct Deviation {
    tolerance: f64,
    largest: f64,
    count: usize,
}

impl Deviation {
    fn new(tolerance: f64) -> Self {
        Self { tolerance, largest: 0.0, count: 0 }
    }

    fn check(&mut self, name: &str, found: f64, wanted: &Value) {
        let deviation = (found - wanted.as_f64().unwrap()).abs();
        assert!(deviation <= self.tolerance, "{name}: {found} is not {wanted}");
        self.largest = self.largest.max(deviation);
        self.count += 1;
    }

    fn report(&self, what: &str, at_least: usize) {
        println!("{what}: {} values, largest deviation {:.1e}", self.count, self.largest);
        assert!(self.count >= at_least, "{what}: only {} values were compared", self.count);
    }
}

/// "alpha=0.02,T=0.1".
fn point(key: &str) -> (f64, f64) {
    let (alpha, temperature) = key.strip_prefix("alpha=").unwrap().split_once(",T=").unwrap();
    (alpha.parse().unwrap(), temperature.parse().unwrap())
}

#[test]
fn a_single_pattern_agrees_with_the_reference() {
    let file = finite_patterns();
    let mut deviation = Deviation::new(1e-10);
    for row in file["m1"].as_array().unwrap() {
        let temperature = row["T"].as_f64().unwrap();
        let m = mean_field::magnetisation(temperature).unwrap();
        deviation.check("m", m, &row["m"]);
        deviation.check("f", mean_field::free_energy([m], temperature).unwrap(), &row["f"]);
    }
    for (temperature, wanted) in file["f_para"].as_object().unwrap() {
        deviation.check("f(0)", mean_field::free_energy([0.0], temperature.parse().unwrap()).unwrap(), wanted);
    }
    deviation.report("one pattern", 42);
}

#[test]
fn mixtures_agree_with_the_reference() {
    let file = finite_patterns();
    let mut deviation = Deviation::new(1e-10);
    for (n, wanted) in file["T0"].as_object().unwrap() {
        let mixture = mixtures::mixture(n.parse().unwrap(), 0.0).unwrap();
        deviation.check("m at T = 0", mixture.overlap, &wanted["m"]);
        deviation.check("f at T = 0", mixture.free_energy, &wanted["f"]);
    }
    for (n, rows) in file["mixtures"].as_object().unwrap() {
        for (temperature, wanted) in rows.as_object().unwrap() {
            let mixture = mixtures::mixture(n.parse().unwrap(), temperature.parse().unwrap()).unwrap();
            let name = format!("n = {n}, T = {temperature}");
            deviation.check(&name, mixture.overlap, &wanted["m"]);
            deviation.check(&name, mixture.free_energy, &wanted["f"]);
            deviation.check(&name, mixture.eigenvalues.together, &wanted["lam1"]);
            deviation.check(&name, mixture.eigenvalues.outside, &wanted["lam2"]);
            match mixture.eigenvalues.among {
                Some(among) => deviation.check(&name, among, &wanted["lam3"]),
                None => assert!(wanted["lam3"].is_null()),
            }
        }
    }
    for (n, wanted) in file["T_n"].as_object().unwrap() {
        deviation.check("T_n", mixtures::critical_temperature(n.parse().unwrap()).unwrap().unwrap(), &wanted[0]);
    }
    deviation.report("mixtures", 630);
}

#[test]
fn the_order_of_mixtures_agrees_with_the_reference() {
    let file = finite_patterns();
    for (temperature, wanted) in file["free_energy_order_by_T"].as_object().unwrap() {
        let mut rungs = ladder::ladder(9, temperature.parse().unwrap()).unwrap();
        rungs.sort_by(|a, b| a.free_energy.total_cmp(&b.free_energy));
        let order: Vec<u64> = rungs.iter().map(|rung| u64::from(rung.components)).collect();
        let wanted: Vec<u64> = wanted.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
        assert_eq!(order, wanted, "T = {temperature}");
    }
    let crossings = file["free_energy_crossings"].as_object().unwrap();
    let mut deviation = Deviation::new(1e-10);
    for a in 1..=9_u32 {
        for b in a + 1..=9 {
            let found = ladder::crossing(a, b).unwrap();
            match crossings.get(&format!("{a},{b}")) {
                Some(wanted) => deviation.check("crossing", found.unwrap(), &wanted[0]),
                None => assert_eq!(found, None, "{a} and {b}"),
            }
        }
    }
    deviation.report("crossings", 16);
}

/// How many of 40 networks keep the mixture of three random memories at a temperature.
fn networks_with_a_mixture(size: usize, temperature: f64) -> usize {
    let start = [mixtures::mixture(3, temperature).unwrap().overlap; 3];
    let keeps = |seed: &u64| {
        let mut rng = Seed(*seed).stream(Stream::Patterns);
        let patterns: Vec<Pattern> = (0..3).map(|_| Pattern::random(size, &mut rng)).collect();
        let spins: Vec<&[i8]> = patterns.iter().map(Pattern::spins).collect();
        let end =
            SignCombinations::of_patterns(&spins).unwrap().fixed_point(&start, temperature, 1e-9, 10_000).unwrap();
        end.overlaps.iter().all(|&m| m > 0.25)
    };
    (0..40).filter(keeps).count()
}

#[test]
fn chance_overlaps_melt_mixtures_early() {
    assert!(networks_with_a_mixture(1000, 0.2) >= 36);
    assert!((10..=30).contains(&networks_with_a_mixture(1000, 0.31)));
    assert!(networks_with_a_mixture(1000, 0.4) <= 4);
    assert!(networks_with_a_mixture(16_000, 0.33) >= 36);
    assert!(networks_with_a_mixture(16_000, 0.46) == 0);
}

#[test]
fn many_patterns_at_zero_temperature_agree_with_the_reference() {
    let file = many_patterns();
    let mut deviation = Deviation::new(1e-7);
    let capacity = capacity();
    deviation.check("alpha_c", capacity.critical_load, &file["alpha_c"]);
    deviation.check("m_c", capacity.overlap, &file["m_c"]);
    deviation.check("error_c", capacity.error_fraction, &file["error_at_alpha_c"]);
    deviation.check("alpha_1", capacity.ground_load, &file["alpha_1"]);
    let at_first = retrieval(capacity.ground_load, 0.0).unwrap().unwrap();
    deviation.check("m at alpha_1", at_first.overlap, &file["m_at_alpha_1"]);
    for (alpha, wanted) in file["T0_table"].as_object().unwrap() {
        let load: f64 = alpha.parse().unwrap();
        let state = retrieval(load, 0.0).unwrap().unwrap();
        deviation.check(alpha, state.overlap, &wanted["m"]);
        deviation.check(alpha, state.error_fraction, &wanted["error_fraction"]);
        deviation.check(alpha, state.noise_power, &wanted["r"]);
        deviation.check(alpha, state.susceptibility, &wanted["C"]);
        deviation.check(alpha, state.free_energy, &wanted["E"]);
        deviation.check(alpha, spin_glass(load, 0.0).unwrap().unwrap().free_energy, &wanted["E_SG"]);
    }
    deviation.report("T = 0", 100);
    // Also the tiny errors keep their digits, which 1 − m has lost in the reference: ½ erfc(y) of its y.
    let error = retrieval(0.02, 0.0).unwrap().unwrap().error_fraction;
    let y = file["T0_table"]["0.02"]["y"].as_f64().unwrap();
    assert!((2.0 * error / erfc(y) - 1.0).abs() < 1e-12, "{error:e}");
}

#[test]
fn many_patterns_at_positive_temperature_agree_with_the_reference() {
    let file = many_patterns();
    let mut deviation = Deviation::new(1e-6);
    let mut points: Vec<(f64, f64, &Value)> = Vec::new();
    for (key, wanted) in file["retrieval_finiteT"].as_object().unwrap() {
        let (load, temperature) = point(key);
        points.push((load, temperature, wanted));
    }
    for (alpha, wanted) in file["T0_limit_check_T002"].as_object().unwrap() {
        points.push((alpha.parse().unwrap(), 0.02, wanted));
    }
    for (load, temperature, wanted) in points {
        let name = format!("{load}, {temperature}");
        let state = retrieval(load, temperature).unwrap().unwrap();
        deviation.check(&name, state.overlap, &wanted["m"]);
        deviation.check(&name, state.order, &wanted["q"]);
        deviation.check(&name, state.noise_power, &wanted["r"]);
        deviation.check(&name, state.susceptibility, &wanted["C"]);
        deviation.check(&name, state.free_energy, &wanted["f"]);
        deviation.check(&name, state.stability, &wanted["AT"]);
    }
    for (key, wanted) in file["spin_glass_RS"].as_object().unwrap() {
        let (load, temperature) = point(key);
        let state = spin_glass(load, temperature).unwrap().unwrap();
        assert_eq!(state.overlap, 0.0);
        deviation.check(key, state.order, &wanted["q"]);
        deviation.check(key, state.noise_power, &wanted["r"]);
        deviation.check(key, state.free_energy, &wanted["f"]);
        deviation.check(key, state.stability, &wanted["AT"]);
    }
    deviation.report("states at T > 0", 138);
}

#[test]
fn lines_agree_with_the_reference() {
    let file = many_patterns();
    let mut deviation = Deviation::new(1e-6);
    for (alpha, wanted) in file["lines"].as_object().unwrap() {
        let load = alpha.parse().unwrap();
        let found = lines(load).unwrap();
        deviation.check(alpha, found.spin_glass, &wanted["T_g"]);
        deviation.check(alpha, found.retrieval.unwrap(), &wanted["T_M"]);
        match wanted.get("T_c") {
            Some(wanted) => deviation.check(alpha, found.ground.unwrap(), wanted),
            None => assert_eq!(found.ground, None),
        }
        // Towards small loads the limit tends to the closed form of the reference.
        let cold = lines::cold_replica_temperature(load).unwrap().unwrap();
        if load <= 0.02 {
            let closed = wanted["T_R_asymptotic"].as_f64().unwrap();
            assert!((cold / closed - 1.0).abs() < 1e-7, "{cold} is not {closed} at {load}");
        }
        assert_eq!(found.replica_is_asymptotic, load < lines::ASYMPTOTIC_BELOW);
        match wanted.get("T_R") {
            Some(wanted) => deviation.check(alpha, found.replica.unwrap(), wanted),
            None => assert!((found.replica.unwrap() / cold - 1.0).abs() < 1e-3),
        }
    }
    deviation.report("lines", 42);
}

#[test]
fn the_limit_of_the_replica_line_meets_the_line() {
    for (load, tolerance) in [(0.1, 1e-3), (0.12, 1.1e-3), (0.09, 5e-4), (0.05, 5e-6), (0.03, 1e-7)] {
        let (limit, line) = (lines::cold_replica_temperature(load), lines::replica_temperature(load));
        let (limit, line) = (limit.unwrap().unwrap(), line.unwrap().unwrap());
        assert!((limit / line - 1.0).abs() < tolerance, "{limit} is not {line} at {load}");
    }
    let at = |load: f64| lines::replica_temperature(load).unwrap().unwrap().ln();
    let [a, b] = [-1e-9, 1e-9].map(|step| at(lines::ASYMPTOTIC_BELOW + step));
    // d ln T_R/dα is 1/2α² and less.
    assert!((b - a).abs() < 2e-6, "a jump of {}", b - a);
    assert_eq!(lines::cold_replica_temperature(0.0), Ok(Some(0.0)));
    assert_eq!(lines::cold_replica_temperature(0.15), Ok(None));
}

#[test]
fn the_ends_of_retrieval_agree_with_the_reference() {
    let file = many_patterns();
    let mut deviation = Deviation::new(1e-6);
    for (temperature, wanted) in file["alpha_M_of_T"].as_object().unwrap() {
        let fold = lines::end_of_retrieval(temperature.parse().unwrap()).unwrap().unwrap();
        deviation.check(temperature, fold.load, &wanted["alpha"]);
        // At the flat top all but the load is known to half of the reference's digits.
        for (name, found) in
            [("m", fold.overlap), ("q", fold.order), ("rho", fold.noise * fold.noise), ("r", fold.noise_power)]
        {
            let wanted = wanted[name].as_f64().unwrap();
            assert!((found / wanted - 1.0).abs() < 1e-6, "{name} at {temperature}: {found} is not {wanted}");
        }
    }
    for (temperature, wanted) in file["RS_reentrance_alphaM"].as_object().unwrap() {
        deviation.check(temperature, lines::critical_load(temperature.parse().unwrap()).unwrap(), wanted);
    }
    let apex = lines::apex();
    deviation.check("apex", apex.load, &file["RS_TM_apex"]["alpha"]);
    deviation.check("apex", apex.temperature, &file["RS_TM_apex"]["T"]);
    let meeting = file["AT_meets_TM"]["T"].as_f64().unwrap();
    let fold = lines::end_of_retrieval(meeting).unwrap().unwrap();
    deviation.check("meeting", fold.load, &file["AT_meets_TM"]["alpha"]);
    assert!(fold.stability.abs() < 1e-9, "{}", fold.stability);
    let replica = lines::replica_temperature(fold.load - 1e-9).unwrap().unwrap();
    assert!((replica - meeting).abs() < 1e-3, "{replica}");
    assert_eq!(lines::replica_temperature(fold.load + 1e-7).unwrap(), None);
    for (temperature, wanted) in file["TM_small_alpha_coefficient"].as_object().unwrap() {
        let temperature: f64 = temperature.parse().unwrap();
        let root = lines::critical_load(temperature).unwrap().sqrt();
        deviation.check("coefficient", (1.0 - temperature) / root, &wanted["coef_M"]);
    }
    deviation.report("ends", 35);
}

#[test]
fn the_line_of_the_global_minima_is_re_entrant() {
    let apex = lines::ground_apex();
    println!("retrieval states are global minima up to {apex:?}");
    let capacity = capacity();
    assert!((apex.load - 0.053_132_1).abs() < 1e-6 && (apex.temperature - 0.0851).abs() < 1e-3, "{apex:?}");
    let between = f64::midpoint(apex.load, capacity.ground_load);
    let (low, high) = lines::ground_temperatures(between).unwrap().unwrap();
    assert!(0.0 < low && low < apex.temperature && apex.temperature < high);
    let found = lines(between).unwrap();
    assert_eq!((found.ground_from, found.ground), (Some(low), Some(high)));
    let at = |temperature| phase(between, temperature).unwrap().1;
    assert_eq!(at(low - 1e-6), Phase::Mixed);
    assert_eq!(at(low + 1e-6), Phase::Ferromagnetic);
    assert_eq!(at(high - 1e-6), Phase::Ferromagnetic);
    assert_eq!(at(high + 1e-6), Phase::Mixed);
    assert_eq!(lines::ground_temperatures(apex.load + 1e-8).unwrap(), None);
}

#[test]
fn the_examples_of_the_contract_hold() {
    let found = lines(0.05).unwrap();
    assert!((found.retrieval.unwrap() - 0.542_255).abs() < 1e-6);
    assert!((found.ground.unwrap() - 0.216_383).abs() < 1e-6);
    assert_eq!(phase(0.12, 0.3).unwrap(), (None, Phase::SpinGlass));
    let at = |load, temperature| phase(load, temperature).unwrap().1;
    assert_eq!(at(0.05, 0.2), Phase::Ferromagnetic);
    assert_eq!(at(0.05, 0.3), Phase::Mixed);
    assert_eq!(at(0.1, 0.0), Phase::Mixed);
    assert_eq!(at(0.05, 0.0), Phase::Ferromagnetic);
    assert_eq!(at(0.2, 0.0), Phase::SpinGlass);
    assert_eq!(at(0.05, 1.2), Phase::SpinGlass);
    assert_eq!(at(0.05, 1.3), Phase::Paramagnetic);
    assert_eq!(at(0.0, 0.5), Phase::Ferromagnetic);
    assert_eq!(at(0.0, 1.0), Phase::Paramagnetic);
}

#[test]
fn limits_are_continuous() {
    // T → 0.
    for load in [1e-300, 1e-9, 0.01, 0.05, 0.1, 0.137, 0.1379] {
        let cold = retrieval(load, 0.0).unwrap().unwrap();
        for temperature in [5e-324, 1e-300, 1e-16, 1e-14, 1e-9, 1e-6] {
            let state = retrieval(load, temperature).unwrap().unwrap();
            // The line T_M starts with a slope, so that next to α_c the state moves with T.
            let moved = (state.overlap - cold.overlap).abs().max((state.noise_power - cold.noise_power).abs());
            assert!(moved < 1e-7 + 100.0 * temperature, "{load} {temperature}: {state:?} {cold:?}");
            assert!((state.free_energy - cold.free_energy).abs() < 1e-6);
            let glass = spin_glass(load, temperature).unwrap().unwrap();
            let frozen = spin_glass(load, 0.0).unwrap().unwrap();
            assert!(
                (glass.free_energy - frozen.free_energy).abs() < 2e-6,
                "{load} {temperature}: {glass:?} {frozen:?}"
            );
        }
    }
    // α → 0.
    for temperature in [0.0, 1e-9, 0.1, 0.5, 0.9, 0.999] {
        let alone = retrieval(0.0, temperature).unwrap().unwrap();
        assert!((alone.overlap - mean_field::magnetisation(temperature).unwrap()).abs() < 1e-14);
        for load in [5e-324, 1e-300, 1e-40, 1e-12] {
            let state = retrieval(load, temperature).unwrap().unwrap();
            assert!((state.overlap - alone.overlap).abs() < 1e-6, "{load} {temperature}: {state:?}");
            assert!((state.free_energy - alone.free_energy).abs() < 1e-9);
        }
    }
    // The expansions of T_M and T_c meet the lines.
    for load in [1e-300, 0.0, 0.99e-10] {
        let found = lines(load).unwrap();
        assert_eq!(found.retrieval, Some(1.0 - 1.954_083_777_566_214_8 * load.sqrt()));
    }
    let (below, above) = (lines(0.999_999e-10).unwrap(), lines(1.000_001e-10).unwrap());
    assert!((below.retrieval.unwrap() - above.retrieval.unwrap()).abs() < 2e-9);
    assert!((below.ground.unwrap() - above.ground.unwrap()).abs() < 2e-9);
}

#[test]
fn what_makes_no_sense_is_refused() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.1] {
        assert!(matches!(retrieval(bad, 0.5), Err(TheoryError::Load(_))));
        assert!(matches!(retrieval(0.1, bad), Err(TheoryError::Temperature(_))));
        assert!(matches!(spin_glass(0.1, bad), Err(TheoryError::Temperature(_))));
        assert!(phase(bad, 0.1).is_err());
        assert!(lines(bad).is_err());
        assert!(lines::critical_load(bad).is_err());
        assert!(free_energy(1.0, 1.0, 1.0, 0.1, bad).is_err());
    }
    assert_eq!(
        retrieval(0.1, -0.25).unwrap_err().to_string(),
        "the temperature is -0.25; a temperature is a finite number from 0"
    );
    // Large loads and temperatures have their limits.
    assert_eq!(phase(1e300, 0.5).unwrap(), (None, Phase::SpinGlass));
    assert_eq!(phase(11.0, 1e300).unwrap(), (None, Phase::Paramagnetic));
    let found = lines(20.0).unwrap();
    assert_eq!((found.retrieval, found.ground, found.replica), (None, None, None));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any solution solves the three equations, and its free energy is stationary.
    #[test]
    fn solutions_are_stationary(load in 0.0..0.3, temperature in 0.02..1.6_f64) {
        let states = [retrieval(load, temperature).unwrap(), spin_glass(load, temperature).unwrap()];
        for state in states.into_iter().flatten() {
            let (m, q, r) = (state.overlap, state.order, state.noise_power);
            prop_assert!(state.susceptibility < 1.0 && (0.0..=1.0).contains(&q) && (0.0..=1.0).contains(&m));
            let f = |m: f64, q: f64, r: f64| free_energy(m, q, r, load, temperature).unwrap();
            prop_assert!((f(m, q, r) - state.free_energy).abs() < 1e-11 * (1.0 + load * r));
            // Central differences, as far as C stays below 1 and r above 0.
            let step = 1e-4 * (1.0 - state.susceptibility) * temperature.min(1.0) * q;
            let by_m = (f(m + step, q, r) - f(m - step, q, r)) / (2.0 * step);
            let by_q = (f(m, q + step, r) - f(m, q - step, r)) / (2.0 * step);
            let by_r = (f(m, q, r + step) - f(m, q, r - step)) / (2.0 * step);
            // The curvature of q is α/(1 − C)³, the rounding of f is 10⁻¹⁵.
            let bound = 1e-7 + 3e-15 / step + 1e-6 * load * r;
            prop_assert!(by_m.abs() < bound && by_q.abs() < bound && by_r.abs() < bound,
                "{state:?}: {by_m:e} {by_q:e} {by_r:e} against {bound:e}");
        }
    }

    /// Existence and phase follow the lines.
    #[test]
    fn states_follow_the_lines(load in 1e-6..0.3, temperature in 0.0..2.0_f64) {
        let found = lines(load).unwrap();
        let (state, phase) = phase(load, temperature).unwrap();
        let range = lines::retrieval_temperatures(load).unwrap();
        let near = |line: Option<f64>| line.is_some_and(|line| (temperature - line).abs() < 1e-9);
        let ground = lines::ground_temperatures(load).unwrap();
        prop_assume!(!near(found.retrieval) && !near(range.map(|range| range.0)));
        prop_assume!(!near(found.ground) && !near(ground.map(|range| range.0)));
        let exists = range.is_some_and(|(low, high)| (low..=high).contains(&temperature));
        prop_assert_eq!(state.is_some(), exists);
        let wanted = if exists {
            if ground.is_some_and(|(low, high)| (low..=high).contains(&temperature)) { Phase::Ferromagnetic } else { Phase::Mixed }
        } else if temperature < found.spin_glass { Phase::SpinGlass } else { Phase::Paramagnetic };
        prop_assert_eq!(phase, wanted);
    }

    /// Next to the lines, too, there is an answer, and it is finite.
    #[test]
    fn the_sides_of_the_lines_have_answers(load in 1e-12..0.1382, exponent in -16..-3_i32, above in any::<bool>()) {
        let found = lines(load).unwrap();
        let shift = 10.0_f64.powi(exponent) * if above { 1.0 } else { -1.0 };
        for line in [Some(found.spin_glass), found.retrieval, found.ground, found.replica].into_iter().flatten() {
            let temperature = (line + shift).max(0.0);
            let (state, _) = phase(load, temperature).unwrap();
            if let Some(state) = state {
                let all = [state.overlap, state.order, state.noise_power, state.free_energy, state.stability];
                prop_assert!(all.iter().all(|value| value.is_finite()), "{state:?}");
            }
            if load < 0.1379 && found.retrieval.is_some_and(|highest| temperature < highest - 1e-12) {
                prop_assert!(state.is_some());
            }
        }
    }

    /// m falls with the temperature and with the load.
    #[test]
    fn overlaps_fall(load in 1e-6..0.13, temperature in 0.05..0.9_f64) {
        if let Some(warm) = retrieval(load, temperature).unwrap() {
            let cooler = retrieval(load, temperature - 0.03).unwrap().unwrap();
            let emptier = retrieval(load * 0.9, temperature).unwrap().unwrap();
            prop_assert!(cooler.overlap >= warm.overlap && emptier.overlap >= warm.overlap);
        }
    }
}
