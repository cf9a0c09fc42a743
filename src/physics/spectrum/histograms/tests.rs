//! Densities against the Gaussians they start as.

use super::*;
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

/// Mean and standard deviation of a density, without the variance that the width of its bins adds.
fn moments(density: &Density) -> [f64; 2] {
    let width = density.edges[1] - density.edges[0];
    let centred = |power: i32, about: f64| -> f64 {
        density
            .density
            .iter()
            .zip(density.edges.iter())
            .map(|(height, edge)| height * width * (edge + width / 2.0 - about).powi(power))
            .sum()
    };
    assert!((centred(0, 0.0) - 1.0).abs() < 1e-12);
    let mean = centred(1, 0.0);
    [mean, (centred(2, mean) - width * width / 12.0).sqrt()]
}

fn near_its_gaussian(density: &Density, tolerance: f64) {
    let ([mean, deviation], [wanted_mean, wanted_deviation]) = (moments(density), density.starting_gaussian);
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
        let values: Vec<u8> = (0..500)
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
    let filled: Vec<f64> =
        density.edges.iter().zip(density.density.iter()).filter(|(_, h)| **h > 0.0).map(|(e, _)| *e).collect();
    assert_eq!(filled.len(), 3);
    for (edge, overlap) in filled.iter().zip([-1.0, -0.5, 0.5]) {
        assert!((overlap - edge) > -1e-12 && (overlap - edge) < 0.02 + 1e-12);
    }
    let many = Configurations::new([0_u8, 0, 0, 0, 1, 1, 1, 1].repeat(400), 4);
    let density = sample_overlap(&rbm, &many, Seed(1));
    assert!((density.density[0] * 0.02 - 400.0 / 799.0).abs() < 0.005);
    assert_eq!(density, sample_overlap(&rbm, &many, Seed(1)));
    let potts = machine(VisibleUnits::Potts(3), 2, 1, 0.0);
    let unlike = sample_overlap(&potts, &Configurations::new(vec![0, 1, 2, 2], 2), Seed(1));
    let lowest = unlike.density.iter().position(|&height| height > 0.0).unwrap();
    assert!((unlike.edges[lowest] + 0.5).abs() < 0.02 + 1e-12);
}
