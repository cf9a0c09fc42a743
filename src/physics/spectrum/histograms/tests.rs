//! Densities against the Gaussians they start as.

use super::*;
use crate::physics::math::fair_binomial;
use crate::physics::rbm::HiddenUnits;
use crate::physics::seed::uniform;

/// Nearly Gaussian numbers of variance 1.
fn gaussian(count: usize, seed: u64) -> Vec<f32> {
    let mut rng = Seed(seed).stream(Stream::Weights);
    (0..count).map(|_| ((0..12).map(|_| uniform(&mut rng)).sum::<f64>() - 6.0) as f32).collect()
}

fn machine(visible: VisibleUnits, sites: usize, units: usize, bias: f32) -> Rbm {
    let rows = sites * visible.channels();
    let bias = (0..rows).map(|row| if row % 2 == 0 { bias } else { -bias }).collect();
    Rbm::from_flat(visible, HiddenUnits::Bernoulli, gaussian(rows * units, 5), bias, vec![0.0; units]).unwrap()
}

fn near_its_gaussian(density: &Density, tolerance: f64) {
    let area: f64 = density.bins().map(|(low, high, height)| height * (high - low)).sum();
    assert!((area - 1.0).abs() < 1e-12);
    let (mean, deviation) = (density.moments.mean, density.moments.standard_deviation());
    let [wanted_mean, wanted_deviation] = density.starting_gaussian;
    assert!((mean - wanted_mean).abs() < tolerance * wanted_deviation, "mean {mean}, not {wanted_mean}");
    assert!((deviation / wanted_deviation - 1.0).abs() < tolerance, "deviation {deviation}, not {wanted_deviation}");
}

#[test]
fn random_columns_start_as_their_gaussians() {
    for visible in [VisibleUnits::Bernoulli, VisibleUnits::Ising, VisibleUnits::Potts(4)] {
        let rbm = machine(visible, 60, 120, 0.0);
        near_its_gaussian(&weight_cosine(&rbm), 0.05);
        near_its_gaussian(&weight_sign_overlap(&rbm), 0.05);
    }
}

#[test]
fn independent_samples_start_as_their_gaussian() {
    for visible in [VisibleUnits::Bernoulli, VisibleUnits::Ising, VisibleUnits::Potts(3)] {
        let rbm = machine(visible, 45, 2, 0.6);
        let mut rng = Seed(9).stream(Stream::Samples);
        let channels = visible.channels();
        let factor = if visible == VisibleUnits::Ising { 2.0 } else { 1.0 };
        let values: Vec<u8> = (0..3000)
            .flat_map(|_| rbm.parameters().visible_bias.chunks(channels))
            .map(|site| {
                let mut fields: Vec<f64> = site.iter().map(|&a| (f64::from(a) * factor).exp()).collect();
                if channels == 1 {
                    fields.insert(0, 1.0);
                }
                let mut left = uniform(&mut rng) * fields.iter().sum::<f64>();
                fields.iter().position(|&weight| {
                    left -= weight;
                    left < 0.0
                })
            })
            .map(|state| state.unwrap_or(0) as u8)
            .collect();
        near_its_gaussian(&sample_overlap(&rbm, &Configurations::new(values, 45), Seed(1)), 0.05);
    }
}

#[test]
fn a_few_overlaps_are_exact_and_many_are_drawn() {
    let rbm = machine(VisibleUnits::Ising, 4, 1, 0.0);
    let rows = Configurations::new(vec![0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1], 4);
    let density = sample_overlap(&rbm, &rows, Seed(1));
    // Overlaps −1, ½ and −½.
    let filled: Vec<(f64, f64, f64)> = density.bins().filter(|&(.., height)| height > 0.0).collect();
    // A bin for each of the five overlaps there can be.
    assert_eq!((filled.len(), density.density.len()), (3, 5));
    for ((low, high, height), overlap) in filled.into_iter().zip([-1.0, -0.5, 0.5]) {
        assert!((f64::midpoint(low, high) - overlap).abs() < 1e-12);
        assert!((height - 1.0 / 3.0 / 0.5).abs() < 1e-12);
    }
    // −1, ½ and −½ have the mean −⅓.
    assert!((density.moments.mean + 1.0 / 3.0).abs() < 1e-12);
    assert!((density.moments.variance - (4.0 / 9.0 + 25.0 / 36.0 + 1.0 / 36.0) / 2.0).abs() < 1e-12);
    let many = Configurations::new([0_u8, 0, 0, 0, 1, 1, 1, 1].repeat(400), 4);
    let density = sample_overlap(&rbm, &many, Seed(1));
    assert!((density.density[0] * 0.5 - 400.0 / 799.0).abs() < 0.005);
    assert_eq!(density, sample_overlap(&rbm, &many, Seed(1)));
    let potts = machine(VisibleUnits::Potts(3), 2, 1, 0.0);
    let unlike = sample_overlap(&potts, &Configurations::new(vec![0, 1, 2, 2], 2), Seed(1));
    // No site is equal: the lowest of −½, ¼ and 1.
    assert_eq!((unlike.density.len(), unlike.density[1], unlike.moments.mean), (3, 0.0, -0.5));
}

#[test]
fn bins_of_fair_rows_hold_what_the_binomial_distribution_says() {
    for (sites, seed) in [(50, 1), (100, 2), (200, 3), (784, 4), (9999, 5)] {
        let rbm = machine(VisibleUnits::Ising, sites, 1, 0.0);
        let mut rng = Seed(seed).stream(Stream::SyntheticData);
        let count = if sites > 1000 { 100 } else { 600 };
        let values: Vec<u8> = (0..count * sites).map(|_| u8::from(uniform(&mut rng) < 0.5)).collect();
        let density = sample_overlap(&rbm, &Configurations::new(values, sites), Seed(seed));
        let pairs = density.moments.count as f64;
        assert_eq!(pairs, (count * (count - 1) / 2) as f64);
        let (mut filled, mut outside) = (0, 0);
        for (low, high, height) in density.bins() {
            let inside = |k: &usize| (low..high).contains(&(2.0 * *k as f64 / sites as f64 - 1.0));
            let equal = (0..=sites).filter(inside);
            let probability: f64 = equal.map(|k| fair_binomial(sites as u64, k as u64)).sum();
            // Overlaps of different pairs of fair rows are uncorrelated.
            let (found, wanted) = (height * (high - low) * pairs, pairs * probability);
            filled += u32::from(wanted > 1.0);
            outside += u32::from((found - wanted).abs() > 3.0 * wanted.sqrt() + 1.0);
        }
        assert!(filled > 3 && outside == 0, "{sites}: {outside} of {filled} bins lie outside");
        let deviation = (sites as f64).sqrt().recip();
        let error = density.moments.standard_deviation() / deviation - 1.0;
        assert!(error.abs() < 4.0 / (2.0 * pairs).sqrt(), "{sites}: the deviation is off by {error}");
    }
}
