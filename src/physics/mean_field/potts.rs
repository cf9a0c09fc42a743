//! The sums of a sweep over Potts sites, whose states exclude each other.
//!
//! With U_iα = Σ_q f_i^q W_iqα and U2 and U3 the same averages of W² and W³, a site brings to hidden unit α its mean U, its
//! variance U2 − U² and its third cumulant U3 − 3 U U2 + 2 U³. Their derivatives by f_i^q are W, W² − 2 W U and
//! W³ − 3 W² U + W (6 U² − 3 U2), less what is the same for all states of the site and moves no frequency.

use faer::Accum;

use super::layer::{third_cumulants, variances};
use super::products::{Site, product, product_transposed};
use super::scalar::Scalar;
use super::tap::{Block, Equations};

impl<T: Scalar> Equations<T> {
    /// What all sites bring to each hidden unit: means, and from the second order on variances, third cumulants.
    pub(super) fn potts_hidden_sums(&self, block: &mut Block<T>, q: usize) {
        let states = block.states();
        let sizes = [states, self.rows, self.units];
        let Block { visible, hidden_sums: sums, averages, square_averages, .. } = block;
        if self.squares.is_empty() {
            product(&mut sums.first, visible, &self.weights, sizes);
            return;
        }
        product(&mut sums.second, visible, &self.squares, sizes);
        if !self.cubes.is_empty() {
            product(&mut sums.third, visible, &self.cubes, sizes);
            square_averages.resize(states * self.units * (self.rows / q), T::from_f64(0.0));
        }
        averages.resize(states * self.units * (self.rows / q), T::from_f64(0.0));
        sums.first.fill(T::from_f64(0.0));
        let (two, three) = (T::from_f64(2.0), T::from_f64(3.0));
        for (place, average) in averages.chunks_exact_mut(states * self.units).enumerate() {
            let site = Site { place, q, states, units: self.units };
            site.averages(average, visible, self.of_site(&self.weights, site));
            for ((&mut average, field), term) in average.iter_mut().zip(&mut sums.first).zip(&mut sums.second) {
                *field += average;
                *term += -(average * average);
            }
            let Some(squares) = square_averages.chunks_exact_mut(states * self.units).nth(place) else { continue };
            site.averages(squares, visible, self.of_site(&self.squares, site));
            for ((&mut u, &mut u2), term) in average.iter_mut().zip(squares).zip(&mut sums.third) {
                *term += u * (two * u * u - three * u2);
            }
        }
    }

    /// What all hidden units bring to each state of each site.
    pub(super) fn potts_visible_sums(&self, block: &mut Block<T>, q: usize) {
        let states = block.states();
        let sizes = [states, self.units, self.rows];
        let Block { hidden, visible_sums: sums, hidden_sums, averages, square_averages, .. } = block;
        if self.squares.is_empty() {
            product_transposed(&mut sums.first, hidden, &self.weights, sizes);
            return;
        }
        let (chi, kappa) = (&mut hidden_sums.second, &mut hidden_sums.third);
        variances(self.hidden, hidden, chi);
        product_transposed(&mut sums.second, chi, &self.squares, sizes);
        if !self.cubes.is_empty() {
            third_cumulants(self.hidden, hidden, kappa);
            product_transposed(&mut sums.third, kappa, &self.cubes, sizes);
        }
        let half = T::from_f64(0.5);
        for (place, linear) in averages.chunks_exact_mut(states * self.units).enumerate() {
            let site = Site { place, q, states, units: self.units };
            if self.cubes.is_empty() {
                for ((u, &mean), &chi) in linear.iter_mut().zip(hidden.iter()).zip(chi.iter()) {
                    *u = mean - chi * *u;
                }
            } else if let Some(quadratic) = square_averages.chunks_exact_mut(states * self.units).nth(place) {
                let units = hidden.iter().zip(chi.iter()).zip(kappa.iter());
                for ((u, u2), ((&mean, &chi), &kappa)) in linear.iter_mut().zip(quadratic.iter_mut()).zip(units) {
                    // What goes with W, and twice what goes with W² next to χ.
                    (*u, *u2) = (mean - chi * *u + kappa * (*u * *u - half * *u2), -(kappa * *u));
                }
                site.fields(&mut sums.second, Accum::Add, quadratic, self.of_site(&self.squares, site));
            }
            site.fields(&mut sums.first, Accum::Replace, linear, self.of_site(&self.weights, site));
        }
    }

    /// The rows of a site in a matrix of visible rows and hidden units.
    fn of_site<'a>(&self, matrix: &'a [T], site: Site) -> &'a [T] {
        let size = site.q * self.units;
        matrix.get(site.place * size..(site.place + 1) * size).unwrap_or_default()
    }
}
