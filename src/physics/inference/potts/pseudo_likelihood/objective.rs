//! Parameters in double precision, the inner loop in single precision.
//!
//! Single precision costs nothing that matters: a logit is a sum of some hundred terms of order 0.1, good to 10⁻⁶, while
//! couplings are known to 1/√M.

use super::settings::PseudoLikelihood;
use super::site_pass::{Sample, SiteTable};
use crate::physics::optimise::Objective;

/// One site with couplings of its own: its fields, then J_rj(a, b) with j slowest and a fastest; those of j = r stay 0.
pub(super) struct SiteObjective<'a> {
    pub(super) sample: Sample<'a>,
    pub(super) site: usize,
    pub(super) settings: &'a PseudoLikelihood,
    pub(super) table: SiteTable,
}

impl Objective for SiteObjective<'_> {
    fn evaluate(&mut self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let q = self.sample.states;
        for (row, values) in self.table.rows_mut().zip(point.chunks_exact(q)) {
            row.iter_mut().zip(values).for_each(|(to, &value)| *to = value as f32);
        }
        let mut value = self.table.evaluate(&self.sample, self.site);
        let own = 1 + self.site * q..1 + (self.site + 1) * q;
        let rows = gradient.chunks_exact_mut(q).zip(point.chunks_exact(q)).zip(self.table.gradient());
        for (row, ((gradient, point), of_rows)) in rows.enumerate() {
            if own.contains(&row) {
                gradient.fill(0.0);
                continue;
            }
            let penalty = if row == 0 { self.settings.field_penalty } else { self.settings.coupling_penalty };
            let mut squares = 0.0;
            for ((gradient, x), of_rows) in gradient.iter_mut().zip(point).zip(of_rows) {
                *gradient = f64::from(*of_rows) + 2.0 * penalty * x;
                squares += x * x;
            }
            value += penalty * squares;
        }
        value
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::physics::math::log_sum_exp;

    /// Rows without order.
    pub(in super::super) fn some_rows(rows: usize, sites: usize, states: usize) -> Vec<u8> {
        (0..rows * sites).map(|k| (k * k * 7 + k * 13 + k / sites) % 1009 % states).map(|state| state as u8).collect()
    }

    /// The same function by its formula.
    fn by_formula(sample: &Sample<'_>, site: usize, settings: &PseudoLikelihood, point: &[f64]) -> f64 {
        let q = sample.states;
        let of_rows = sample.values.chunks_exact(sample.sites).zip(sample.weights).map(|(row, &weight)| {
            let logit = |a: usize| {
                let others = (0..sample.sites).filter(|&j| j != site);
                point[a] + others.map(|j| point[q + (j * q + usize::from(row[j])) * q + a]).sum::<f64>()
            };
            f64::from(weight) * (log_sum_exp((0..q).map(logit)) - logit(usize::from(row[site])))
        });
        let squares = |part: &[f64]| part.iter().map(|x| x * x).sum::<f64>();
        let (fields, couplings) = point.split_at(q);
        of_rows.sum::<f64>() + settings.field_penalty * squares(fields) + settings.coupling_penalty * squares(couplings)
    }

    #[test]
    fn value_and_gradient_are_those_of_the_formula() {
        for (sites, states, rows) in [(3, 2, 5), (11, 9, 150), (9, 21, 300), (2, 32, 40)] {
            let values = some_rows(rows, sites, states);
            let weights: Vec<f32> = (0..rows).map(|row| (1 + row % 3) as f32 / (2 * rows) as f32).collect();
            let sample = Sample { values: &values, sites, states, weights: &weights };
            let settings = PseudoLikelihood {
                coupling_penalty: 0.02,
                field_penalty: 0.3,
                ..PseudoLikelihood::usual(sites, states as u8, 100.0)
            };
            let site = sites / 2;
            let mut point: Vec<f64> =
                (0..(1 + sites * states) * states).map(|k| ((k * 37 % 101) as f64 - 50.0) / 60.0).collect();
            point[states..][site * states * states..][..states * states].fill(0.0);
            let mut objective = SiteObjective { sample, site, settings: &settings, table: SiteTable::new(&sample) };
            let mut gradient = vec![f64::NAN; point.len()];
            let value = objective.evaluate(&point, &mut gradient);
            let wanted = by_formula(&sample, site, &settings, &point);
            assert!((value - wanted).abs() < 2e-6 * wanted, "{value} is not {wanted}");
            for place in (0..point.len()).step_by(1 + point.len() / 60) {
                if place >= states && (place - states) / (states * states) == site {
                    assert_eq!(gradient[place], 0.0, "the site itself");
                    continue;
                }
                let shifted = |by: f64| {
                    let mut point = point.clone();
                    point[place] += by;
                    by_formula(&sample, site, &settings, &point)
                };
                let difference = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
                assert!((gradient[place] - difference).abs() < 2e-6, "{place}: {} {difference}", gradient[place]);
            }
        }
    }
}
