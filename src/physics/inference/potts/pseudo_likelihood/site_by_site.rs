//! The pseudo-likelihood of each site on its own.

use std::ops::Range;

use ndarray::{Array2, Ix2};
use rayon::prelude::*;

use super::objective::SiteObjective;
use super::settings::{Estimate, PseudoLikelihood, complete, prepared};
use super::site_pass::{Sample, SiteTable};
use crate::physics::arrays::shaped;
use crate::physics::configurations::Configurations;
use crate::physics::inference::potts::error::InferenceError;
use crate::physics::optimise::{Minimum, lbfgs};
use crate::physics::potts::{PottsCouplings, pairs};
use crate::physics::stop::Stop;

/// The estimate of one site, with couplings of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteEstimate(Minimum);

/// Maximises the pseudo-likelihood of each of some sites with couplings of its own, from `start` on: a part of
/// [`site_by_site`]. Sites are independent, so they are shared among the threads, and in how many parts they are taken
/// changes no result.
///
/// # Errors
/// Rows or weights that cannot be learnt from, penalties below 0, numbers that overflow, or `stop` gave it up.
pub fn of_sites(
    rows: &Configurations,
    weights: &[f32],
    start: &PottsCouplings,
    settings: &PseudoLikelihood,
    some: Range<usize>,
    stop: Stop<'_>,
) -> Result<Vec<SiteEstimate>, InferenceError> {
    let (sites, q) = (rows.sites(), start.states());
    let weights = prepared(rows, q as u8, weights, settings)?;
    let sample = Sample { values: rows.as_slice(), sites, states: q, weights: &weights };
    let of_site = |site| {
        let mut objective = SiteObjective { sample, site, settings, table: SiteTable::new(&sample) };
        let minimum = lbfgs::minimise(&mut objective, &parameters(start, site), settings.tolerances, stop);
        complete(minimum).map(SiteEstimate)
    };
    (some.start.min(sites)..some.end.min(sites)).into_par_iter().map(of_site).collect()
}

/// J_ij is the mean of the estimates of i and of j, in the zero-sum gauge; `found` are those of all sites, in order, of
/// `states` states.
///
/// # Errors
/// Estimates that are not those of all sites, or numbers that overflow.
pub fn joined(found: &[SiteEstimate], states: u8) -> Result<Estimate, InferenceError> {
    let (sites, q) = (found.len(), usize::from(states));
    let numbers = (1 + sites * q) * q;
    if let Some(other) = found.iter().find(|SiteEstimate(minimum)| minimum.point.len() != numbers) {
        let expected = "those of an estimate of every site";
        let value = other.0.point.len() as f64;
        return Err(InferenceError::Setting { what: "the number of parameters of a site", value, expected });
    }
    let mut blocks = vec![0.0; pairs::count(sites) * q * q];
    for ((i, j), block) in pairs::all(sites).zip(blocks.chunks_exact_mut((q * q).max(1))) {
        let (of_i, of_j) = (&found[i].0.point[q + j * q * q..], &found[j].0.point[q + i * q * q..]);
        for (place, value) in block.iter_mut().enumerate() {
            let (a, b) = (place / q, place % q);
            *value = 0.5 * (of_i[b * q + a] + of_j[a * q + b]);
        }
    }
    // Each site has a gauge of its own, and its fields belong to that.
    let fields: Vec<f64> = found.iter().flat_map(|site| zero_sum_fields(&site.0.point, q)).collect();
    let not_finite = |_overflow| InferenceError::NotFinite;
    let blocks = PottsCouplings::new(Array2::zeros((sites, q)), blocks).map_err(not_finite)?.zero_sum();
    let fields = shaped("the fields", fields, Ix2(sites, q)).map_err(|_never| InferenceError::NotFinite)?;
    let couplings = PottsCouplings::new(fields, blocks.blocks().to_vec()).map_err(not_finite)?;
    let iterations = found.iter().map(|site| site.0.iterations).max().unwrap_or_default();
    Ok(Estimate { couplings, iterations, converged: found.iter().all(|site| site.0.ending.is_minimum()) })
}

/// Maximises the pseudo-likelihood of each site with couplings of its own, from `start` on, and [joins](joined) them.
///
/// # Errors
/// Rows or weights that cannot be learnt from, penalties below 0, numbers that overflow, or `stop` gave it up.
pub fn site_by_site(
    rows: &Configurations,
    weights: &[f32],
    start: &PottsCouplings,
    settings: &PseudoLikelihood,
    stop: Stop<'_>,
) -> Result<Estimate, InferenceError> {
    joined(&of_sites(rows, weights, start, settings, 0..rows.sites(), stop)?, start.states() as u8)
}

/// The fields of a site in the zero-sum gauge: h(a) + Σ_j J_j(a, ·), less the mean over a.
fn zero_sum_fields(parameters: &[f64], q: usize) -> Vec<f64> {
    let (fields, couplings) = parameters.split_at(q);
    let mut fields = fields.to_vec();
    for row in couplings.chunks_exact(q) {
        fields.iter_mut().zip(row).for_each(|(field, coupling)| *field += coupling / q as f64);
    }
    let mean = fields.iter().sum::<f64>() / q as f64;
    fields.iter().map(|field| field - mean).collect()
}

/// The parameters of a site in a model, in the order of its objective.
fn parameters(model: &PottsCouplings, site: usize) -> Vec<f64> {
    let mut parameters = model.fields().row(site).to_vec();
    for other in 0..model.sites() {
        match model.block(other, site) {
            Some(block) => parameters.extend(block.iter()),
            None => parameters.extend(std::iter::repeat_n(0.0, model.states() * model.states())),
        }
    }
    parameters
}

#[cfg(test)]
mod tests {
    use super::super::objective::tests::some_rows;
    use super::super::symmetric;
    use super::*;
    use crate::physics::optimise::Tolerances;
    use crate::physics::stop::NEVER;

    const CLOSE: Tolerances = Tolerances { gradient: 1e-6, decrease: 0.0, iterations: 500 };

    /// A model of four sites with three states, and all its states with their probabilities.
    fn known() -> (PottsCouplings, Configurations, Vec<f32>) {
        let number = |k: usize| ((k * 37 % 101) as f64 - 50.0) / 90.0;
        let fields = Array2::from_shape_fn((4, 3), |(i, a)| number(7 * i + 3 * a));
        let model = PottsCouplings::new(fields, (0..54).map(|k| number(k + 11)).collect()).unwrap().zero_sum();
        let rows: Vec<u8> = (0..81_u32).flat_map(|k| (0..4).map(move |site| (k / 3_u32.pow(site) % 3) as u8)).collect();
        let rows = Configurations::new(rows, 4);
        let weights = rows.iter_rows().map(|row| model.log_weight(row).unwrap().exp() as f32).collect();
        (model, rows, weights)
    }

    #[test]
    fn both_forms_find_the_couplings_of_a_known_distribution() {
        let (model, rows, weights) = known();
        let settings = PseudoLikelihood { coupling_penalty: 0.0, field_penalty: 0.0, tolerances: CLOSE };
        let start = PottsCouplings::zeros(4, 3);
        for estimate in [site_by_site, symmetric] {
            let found = estimate(&rows, &weights, &start, &settings, NEVER).unwrap();
            assert!(found.converged);
            let of =
                |model: &PottsCouplings| [model.blocks().to_vec(), model.fields().iter().copied().collect()].concat();
            for (found, wanted) in of(&found.couplings).iter().zip(of(&model)) {
                assert!((found - wanted).abs() < 2e-4, "{found} is not {wanted}");
            }
        }
    }

    #[test]
    fn a_penalty_makes_couplings_smaller_and_a_start_does_not_matter() {
        let (model, rows, weights) = known();
        let settings = |penalty| PseudoLikelihood { coupling_penalty: penalty, field_penalty: 0.01, tolerances: CLOSE };
        let size = |model: &PottsCouplings| model.blocks().iter().map(|x| x * x).sum::<f64>();
        for estimate in [site_by_site, symmetric] {
            let found = |start, penalty| estimate(&rows, &weights, start, &settings(penalty), NEVER).unwrap().couplings;
            let zeros = PottsCouplings::zeros(4, 3);
            let (little, much) = (found(&zeros, 0.01), found(&zeros, 0.1));
            assert!(size(&much) < 0.5 * size(&little) && size(&little) < size(&model));
            let warm = found(&model, 0.01);
            assert!(warm.blocks().iter().zip(little.blocks()).all(|(a, b)| (a - b).abs() < 1e-4));
        }
    }

    #[test]
    fn bits_do_not_depend_on_threads_and_what_is_stopped_says_so() {
        let rows = Configurations::new(some_rows(200, 6, 5), 6);
        let weights = vec![1.0; 200];
        let start = PottsCouplings::zeros(6, 5);
        let settings = PseudoLikelihood::usual(6, 5, 200.0);
        for estimate in [site_by_site, symmetric] {
            let with = |threads| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                pool.install(|| estimate(&rows, &weights, &start, &settings, NEVER)).unwrap()
            };
            assert_eq!(with(1), with(3));
            let stopped = estimate(&rows, &weights, &start, &settings, &|| true);
            assert_eq!(stopped, Err(InferenceError::Stopped));
            let negative = PseudoLikelihood { coupling_penalty: -1.0, ..settings };
            let error = estimate(&rows, &weights, &start, &negative, NEVER).unwrap_err().to_string();
            assert_eq!(error, "the penalty of couplings is -1; 0 or a positive number was expected");
            let wide = PottsCouplings::zeros(6, 33);
            let error = estimate(&rows, &weights, &wide, &settings, NEVER).unwrap_err().to_string();
            assert_eq!(error, "the number of states is 33; at most 32 was expected");
        }
    }

    #[test]
    fn sites_taken_in_parts_are_joined_to_the_same_estimate() {
        let rows = Configurations::new(some_rows(200, 6, 5), 6);
        let weights = vec![1.0; 200];
        let (start, settings) = (PottsCouplings::zeros(6, 5), PseudoLikelihood::usual(6, 5, 200.0));
        let part = |some| of_sites(&rows, &weights, &start, &settings, some, NEVER).unwrap();
        let parts = [part(0..1), part(1..5), part(5..9)].concat();
        assert_eq!(joined(&parts, 5), site_by_site(&rows, &weights, &start, &settings, NEVER));
        let error = joined(&parts[..4], 5).unwrap_err().to_string();
        assert_eq!(error, "the number of parameters of a site is 155; those of an estimate of every site was expected");
    }

    #[test]
    fn one_row_and_constant_sites_give_shrunken_couplings() {
        let settings = PseudoLikelihood { coupling_penalty: 0.05, field_penalty: 0.05, tolerances: CLOSE };
        for rows in [vec![0, 1, 2], vec![0, 1, 2, 0, 2, 2, 0, 0, 2]] {
            let rows = Configurations::new(rows, 3);
            let weights = vec![1.0; rows.rows()];
            let found = site_by_site(&rows, &weights, &PottsCouplings::zeros(3, 3), &settings, NEVER).unwrap();
            let largest =
                found.couplings.blocks().iter().fold(0.0, |largest: f64, coupling| largest.max(coupling.abs()));
            assert!(found.converged && largest < 2.0, "{largest}");
        }
    }
}
