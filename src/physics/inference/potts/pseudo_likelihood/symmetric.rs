//! The pseudo-likelihood of all sites with one coupling of each pair.

use ndarray::Array2;
use rayon::prelude::*;

use super::settings::{Estimate, PseudoLikelihood, complete, prepared};
use super::site_pass::{Sample, SiteTable};
use crate::physics::arrays::{flat, shaped};
use crate::physics::configurations::Configurations;
use crate::physics::inference::potts::error::InferenceError;
use crate::physics::optimise::{Objective, lbfgs};
use crate::physics::potts::{PottsCouplings, pairs};
use crate::physics::stop::Stop;

/// Maximises the sum of the pseudo-likelihoods of all sites, from `start` on, in the zero-sum gauge. Both sites of a pair
/// pay its penalty, as [site by site](super::site_by_site()).
///
/// # Errors
/// As site by site.
pub fn symmetric(
    rows: &Configurations,
    weights: &[f32],
    start: &PottsCouplings,
    settings: &PseudoLikelihood,
    stop: Stop<'_>,
) -> Result<Estimate, InferenceError> {
    let (sites, q) = (rows.sites(), start.states());
    let weights = prepared(rows, q as u8, weights, settings)?;
    let sample = Sample { values: rows.as_slice(), sites, states: q, weights: &weights };
    let tables = (0..sites).map(|_| SiteTable::new(&sample)).collect();
    let places: Vec<(usize, usize)> = pairs::all(sites).collect();
    let mut objective = AllSites { sample, settings, tables, places, stop };
    let parameters = [flat(&start.fields()), start.blocks()].concat();
    let mut minimum = complete(lbfgs::minimise(&mut objective, &parameters, settings.tolerances, stop))?;
    let blocks = minimum.point.split_off(sites * q);
    let fields = shaped("the fields", minimum.point, ndarray::Ix2(sites, q));
    let fields: Array2<f64> = fields.map_err(|_never| InferenceError::NotFinite)?;
    let couplings = PottsCouplings::new(fields, blocks).map_err(|_overflow| InferenceError::NotFinite)?.zero_sum();
    Ok(Estimate { couplings, iterations: minimum.iterations, converged: minimum.ending.is_minimum() })
}

/// The fields of all sites, then the blocks of all pairs.
struct AllSites<'a> {
    sample: Sample<'a>,
    settings: &'a PseudoLikelihood,
    tables: Vec<SiteTable>,
    places: Vec<(usize, usize)>,
    stop: Stop<'a>,
}

impl Objective for AllSites<'_> {
    fn evaluate(&mut self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let Self { sample, settings, tables, places, stop } = self;
        let (sites, q) = (sample.sites, sample.states);
        let (fields, blocks) = point.split_at(sites * q);
        let values: Vec<f64> = tables
            .par_iter_mut()
            .enumerate()
            .map(|(site, table)| {
                // Nobody reads what becomes of an evaluation that is given up.
                if stop() {
                    return f64::NAN;
                }
                fill(table, fields, blocks, [site, sites, q]);
                table.evaluate(sample, site)
            })
            .collect();
        let (of_fields, of_blocks) = gradient.split_at_mut(sites * q);
        for ((gradient, field), table) in of_fields.chunks_exact_mut(q).zip(fields.chunks_exact(q)).zip(&*tables) {
            for ((gradient, x), of_rows) in gradient.iter_mut().zip(field).zip(table.gradient().flatten()) {
                *gradient = f64::from(*of_rows) + 2.0 * settings.field_penalty * x;
            }
        }
        let penalty = 2.0 * settings.coupling_penalty;
        let pairs = of_blocks.par_chunks_exact_mut(q * q).zip(blocks.par_chunks_exact(q * q)).zip(&*places);
        let squares: Vec<f64> = pairs
            .map(|((gradient, block), &(i, j))| {
                let (mut of_i, of_j) = (tables[i].gradient().skip(1 + j * q), tables[j].gradient().skip(1 + i * q));
                gradient.iter_mut().zip(block).for_each(|(gradient, x)| *gradient = 2.0 * penalty * x);
                for (row, of_j) in gradient.chunks_exact_mut(q).zip(of_j) {
                    row.iter_mut().zip(of_j).for_each(|(gradient, of_rows)| *gradient += f64::from(*of_rows));
                }
                for (b, of_i) in of_i.by_ref().take(q).enumerate() {
                    gradient.iter_mut().skip(b).step_by(q).zip(of_i).for_each(|(gradient, of_rows)| {
                        *gradient += f64::from(*of_rows);
                    });
                }
                block.iter().map(|x| x * x).sum()
            })
            .collect();
        let of_fields = settings.field_penalty * fields.iter().map(|x| x * x).sum::<f64>();
        values.iter().sum::<f64>() + penalty * squares.iter().sum::<f64>() + of_fields
    }
}

/// Writes the fields and couplings of one site into its table.
pub(in super::super) fn fill(table: &mut SiteTable, fields: &[f64], blocks: &[f64], [site, sites, q]: [usize; 3]) {
    let mut rows = table.rows_mut();
    if let Some(row) = rows.next() {
        row.iter_mut().zip(&fields[site * q..(site + 1) * q]).for_each(|(to, &value)| *to = value as f32);
    }
    for other in 0..sites {
        if other == site {
            rows.by_ref().take(q).for_each(drop);
            continue;
        }
        let block = &blocks[pairs::place(sites, site, other) * q * q..][..q * q];
        for (b, row) in rows.by_ref().take(q).enumerate() {
            // The state of this site runs along the row.
            let (first, step) = if other < site { (b * q, 1) } else { (b, q) };
            row.iter_mut().zip(block[first..].iter().step_by(step)).take(q).for_each(|(to, &value)| *to = value as f32);
        }
    }
}
