//! The free energy whose stationary points the mean-field equations find.
//!
//! To the third order in the weights, with the entropies S of the layers, the variances χ, the third cumulants κ and the
//! means of `tap`, the Legendre transform of −ln Z at the means x and m is
//!
//! F = −S(x) − S(m) − Σ_i a_i x_i − Σ_α b_α m_α − Σ_iα x_i W_iα m_α − ½ Σ_iα χ(x_i) W²_iα χ(m_α) − ⅙ Σ_iα κ(x_i) W³_iα κ(m_α),
//!
//! S(m) = −Σ m ln m − Σ (1 − m) ln (1 − m) for Bernoulli units, the same of (1 ± m)/2 for Ising units and −Σ f ln f for the
//! frequencies of Potts sites, where the variance and the third cumulant of W_i·α over the states of a site take the place of
//! χ(x_i) W² and κ(x_i) W³. Lower orders end with their term. At a minimum F estimates −ln Z of its basin: the deeper,
//! the more of the probability lies there.
//!
//! ## References
//!
//! * T. Plefka, “Convergence condition of the TAP equation for the infinite-ranged Ising spin glass model”, J. Phys.
//!   A 15, 1971 (1982), doi:10.1088/0305-4470/15/6/035
//! * M. Gabrié, E. W. Tramel and F. Krzakala, “Training restricted Boltzmann machines via the
//!   Thouless-Anderson-Palmer free energy”, NIPS 2015, arXiv:1506.02914

use ndarray::Array2;

use super::iteration::End;
use super::layer::{Kind, third_cumulants, variances};
use super::relaxation::{Order, Starts};
use super::tap::{Block, Equations};
use crate::physics::arrays::{ShapeError, check_shape};
use crate::physics::rbm::Rbm;

/// F at visible means (visible row) and hidden means (unit), in nats.
///
/// # Errors
/// Numbers of means that are not those of the machine.
pub fn free_energy(rbm: &Rbm<f64>, visible: &[f64], hidden: &[f64], order: Order) -> Result<f64, ShapeError> {
    check_shape("the list of visible means", &[visible.len()], &[rbm.visible_rows()])?;
    check_shape("the list of hidden means", &[hidden.len()], &[rbm.hidden_units()])?;
    let equations = Equations::new(rbm, order);
    Ok(of_means(&equations, visible.to_vec(), hidden.to_vec()).into_iter().sum())
}

/// F of the first order at visible means (state, visible row), each with the hidden means that make it least: the
/// height of a landscape over the visible means alone.
///
/// # Errors
/// Means of another width than the machine's.
pub fn naive_free_energies(rbm: &Rbm, visible: &Array2<f32>) -> Result<Vec<f64>, ShapeError> {
    let states = visible.nrows();
    check_shape("the array of visible means", visible.shape(), &[states, rbm.visible_rows()])?;
    let equations = Equations::<f64>::new(rbm, Order::First);
    let means = equations.means(&Starts::Means(visible.clone()), 0..states);
    let Block { visible, hidden, .. } = equations.begin(means, 0.0);
    Ok(of_means(&equations, visible, hidden))
}

/// F of each of these ends.
pub(super) fn free_energies(equations: &Equations<f64>, ends: &[End]) -> Vec<f64> {
    let all = |means: fn(&End) -> &[f64]| ends.iter().flat_map(means).copied().collect();
    of_means(equations, all(|end| &end.visible), all(|end| &end.hidden))
}

/// F of some states, row after row.
fn of_means(equations: &Equations<f64>, visible: Vec<f64>, hidden: Vec<f64>) -> Vec<f64> {
    let mut block = equations.block(visible, hidden, 0.0);
    equations.sum_for_hidden(&mut block);
    let Block { visible, hidden, hidden_sums: sums, .. } = &block;
    let (mut chi, mut kappa) = (vec![0.0; hidden.len()], vec![0.0; hidden.len()]);
    variances(equations.hidden, hidden, &mut chi);
    third_cumulants(equations.hidden, hidden, &mut kappa);
    let mut energies: Vec<f64> = visible
        .chunks_exact(equations.rows)
        .zip(hidden.chunks_exact(equations.units))
        .map(|(visible, hidden)| {
            -entropy(equations.visible, visible)
                - entropy(equations.hidden, hidden)
                - product(visible, &equations.visible_bias)
                - product(hidden, &equations.hidden_bias)
        })
        .collect();
    for (factor, means, sums) in
        [(1.0, hidden, &sums.first), (0.5, &chi, &sums.second), (1.0 / 6.0, &kappa, &sums.third)]
    {
        // There are no sums beyond the order.
        let states = means.chunks_exact(equations.units).zip(sums.chunks_exact(equations.units));
        energies.iter_mut().zip(states).for_each(|(energy, (means, sums))| *energy -= factor * product(means, sums));
    }
    energies
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// S of the means of a layer.
fn entropy(kind: Kind, means: &[f64]) -> f64 {
    // p ln p → 0 at p = 0.
    let of = |p: f64| if p > 0.0 { -p * p.ln() } else { 0.0 };
    let sum = |of_unit: fn(f64) -> [f64; 2]| means.iter().flat_map(|&mean| of_unit(mean)).map(of).sum();
    match kind {
        Kind::Bernoulli => sum(|mean| [mean, 1.0 - mean]),
        Kind::Ising => sum(|mean| [f64::midpoint(1.0, mean), f64::midpoint(1.0, -mean)]),
        Kind::Potts(_) => means.iter().copied().map(of).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::rbm::{HiddenUnits, VisibleUnits};
    use crate::physics::seed::{Seed, Stream, uniform};

    /// No other hidden means lie lower.
    #[test]
    fn the_naive_landscape_has_the_least_over_the_hidden_means() {
        let (weights, bias) = (vec![0.75, -1.25, 0.5, 0.875], vec![0.25, -0.5]);
        let precise = Rbm::from_flat(VisibleUnits::Ising, HiddenUnits::Bernoulli, weights, bias.clone(), bias).unwrap();
        let visible = ndarray::array![[0.25_f32, -0.5]];
        let least = naive_free_energies(&precise.to_single(), &visible).unwrap()[0];
        let means = visible.row(0).mapv(f64::from).to_vec();
        let at = |a: f64, b: f64| free_energy(&precise, &means, &[a, b], Order::First).unwrap();
        let grid = (1..400).flat_map(|a| (1..400).map(move |b| (f64::from(a) / 400.0, f64::from(b) / 400.0)));
        let found = grid.map(|(a, b)| at(a, b)).fold(f64::INFINITY, f64::min);
        assert!(found >= least && found - least < 1e-4, "{found} {least}");
        assert!(naive_free_energies(&precise.to_single(), &ndarray::array![[0.0_f32]]).is_err());
    }

    /// How far a sweep moves a mean is the slope of F there: g(m′) = g(m) − ∂F/∂m, g being the inverse of the activation,
    /// for the hidden units at the old means and for the visible ones at the new hidden means.
    #[test]
    fn a_sweep_follows_the_slope_anywhere() {
        for visible in [VisibleUnits::Bernoulli, VisibleUnits::Ising, VisibleUnits::Potts(3)] {
            for hidden in [HiddenUnits::Bernoulli, HiddenUnits::Ising] {
                for order in [Order::First, Order::Second, Order::Third] {
                    let (rows, units) = (4 * visible.channels(), 3);
                    let mut rng = Seed(2).stream(Stream::Weights);
                    let mut draw = |count| (0..count).map(|_| 2.0 * uniform(&mut rng) - 1.0).collect::<Vec<f64>>();
                    let (weights, a, b) = (draw(rows * units), draw(rows), draw(units));
                    let rbm = Rbm::<f64>::from_flat(visible, hidden, weights, a, b).unwrap();
                    let equations = Equations::<f64>::new(&rbm, order);
                    let mut inner = |kind: Kind, count: usize| -> Vec<f64> {
                        let (low, high) = if kind == Kind::Ising { (-0.7, 0.7) } else { (0.2, 0.6) };
                        let means = (0..count).map(|_| low + (high - low) * uniform(&mut rng));
                        let mut means: Vec<f64> = means.collect();
                        if let Kind::Potts(q) = kind {
                            for site in means.chunks_mut(q) {
                                let sum: f64 = site.iter().sum();
                                for mean in site {
                                    *mean /= sum;
                                }
                            }
                        }
                        means
                    };
                    let (x, m) = (inner(equations.visible, rows), inner(equations.hidden, units));
                    let mut block = equations.block(x.clone(), m.clone(), 0.0);
                    equations.sweep(&mut block);
                    let energy = |x: &[f64], m: &[f64]| of_means(&equations, x.to_vec(), m.to_vec())[0];
                    let new = &block.hidden;
                    let moved = [
                        moves(equations.hidden, &m, new, |m| energy(&x, m)),
                        moves(equations.visible, &x, &block.visible, |x| energy(x, new)),
                    ];
                    for (asked, done) in moved.concat() {
                        assert!((asked - done).abs() < 1e-8, "{visible:?} {hidden:?} {order:?}: {asked}, {done}");
                    }
                }
            }
        }
    }

    /// −∂F and the change of the inverse activation of each mean, for Potts units relative to the first state of the site.
    fn moves(kind: Kind, old: &[f64], new: &[f64], energy: impl Fn(&[f64]) -> f64) -> Vec<(f64, f64)> {
        let slope = |place: usize| {
            let at = |shift: f64| {
                let mut means = old.to_vec();
                means[place] += shift;
                energy(&means)
            };
            (at(1e-5) - at(-1e-5)) / 2e-5
        };
        let inverse = |mean: f64| match kind {
            Kind::Bernoulli => (mean / (1.0 - mean)).ln(),
            Kind::Ising => mean.atanh(),
            Kind::Potts(_) => mean.ln(),
        };
        let all: Vec<(f64, f64)> =
            (0..old.len()).map(|place| (-slope(place), inverse(new[place]) - inverse(old[place]))).collect();
        let Kind::Potts(q) = kind else { return all };
        all.chunks(q).flat_map(|site| site.iter().map(|of| (of.0 - site[0].0, of.1 - site[0].1))).collect()
    }
}
