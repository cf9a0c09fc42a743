//! What a map of contacts takes, before it is begun: memory, and time by a trial on a part of the data.

use crate::engine::core::session::SessionError;
use crate::engine::core::stopwatch::Stopwatch;
use crate::engine::couplings::contact_settings::ContactMethod;
use crate::physics::configurations::Configurations;
use crate::physics::data::Dataset;
use crate::physics::inference::potts::mean_field::{self, PSEUDOCOUNT};
use crate::physics::inference::potts::pseudo_likelihood::{self, PseudoLikelihood, of_sites};
use crate::physics::inference::potts::{Frequencies, InferenceError};
use crate::physics::potts::PottsCouplings;
use crate::physics::rbm::reweighting::{IDENTITY, sequence_weights_until};
use crate::physics::stop::Stop;

/// Rows and sites of a trial, at most.
const ROWS: usize = 512;
const SITES: usize = 32;
/// Values of the rows that a site is tried on, at most.
const VALUES: usize = 1 << 19;

/// The memory that a map takes, in bytes: what the method takes, and the frequencies that stay for the next setting.
pub fn bytes(data: &Dataset, method: ContactMethod) -> u64 {
    let (sites, states) = (data.columns(), data.states);
    let of_mean_field = mean_field::bytes(sites, states);
    let of_method = match method {
        ContactMethod::MeanField => of_mean_field,
        ContactMethod::PseudoLikelihood => {
            of_mean_field.max(pseudo_likelihood::bytes(sites, states, rayon::current_num_threads()))
        }
    };
    of_method + PottsCouplings::bytes(sites, usize::from(states))
}

/// The seconds that the mean field takes on this machine, and those of the pseudo-likelihood: weights, counts and the
/// inverse of a part of the data, with M², M L² and L³ of M rows and L sites, and the pseudo-likelihood of a few sites,
/// with M L².
///
/// # Errors
/// Data that nothing can be learnt from, or `stop` gave it up.
pub fn seconds(data: &Dataset, stop: Stop<'_>) -> Result<[f64; 2], SessionError> {
    tried(data, stop).map_err(SessionError::new)
}

fn tried(data: &Dataset, stop: Stop<'_>) -> Result<[f64; 2], InferenceError> {
    let (rows, sites) = (data.rows(), data.columns());
    let (some_rows, some_sites) = (rows.min(ROWS), sites.min(SITES));
    let [of_rows, of_sites] =
        [(rows, some_rows), (sites, some_sites)].map(|(all, some)| all as f64 / some.max(1) as f64);
    let part = first(data, some_rows, sites);
    let watch = Stopwatch::start();
    let weights = sequence_weights_until(&part, IDENTITY, stop).ok_or(InferenceError::Stopped)?;
    let mut mean_field = watch.seconds() * of_rows.powi(2);
    let watch = Stopwatch::start();
    let frequencies = Frequencies::of(&first(data, some_rows, some_sites), data.states, Some(&weights), stop)?;
    mean_field += watch.seconds() * of_rows * of_sites.powi(2);
    let watch = Stopwatch::start();
    mean_field::mean_field(frequencies, PSEUDOCOUNT, stop)?;
    mean_field += watch.seconds() * of_sites.powi(3);
    Ok([mean_field, mean_field + pseudo_likelihood(data, stop)?])
}

/// The pseudo-likelihood of one site for each thread, of all the rows that a trial has time for.
fn pseudo_likelihood(data: &Dataset, stop: Stop<'_>) -> Result<f64, InferenceError> {
    let (rows, sites) = (data.rows(), data.columns());
    let some_rows = rows.min((VALUES / sites.max(1)).max(1));
    let some_sites = sites.min(rayon::current_num_threads());
    let part = first(data, some_rows, sites);
    let weights = sequence_weights_until(&first(data, some_rows.min(ROWS), sites), IDENTITY, stop)
        .ok_or(InferenceError::Stopped)?;
    // The weights of the first rows stand for those of all.
    let effective: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
    let fraction = (effective / weights.len().max(1) as f64) as f32;
    let settings = PseudoLikelihood::usual(sites, data.states, f64::from(fraction) * rows as f64);
    let start = PottsCouplings::zeros(sites, usize::from(data.states));
    let watch = Stopwatch::start();
    of_sites(&part, &vec![fraction; some_rows], &start, &settings, 0..some_sites, stop)?;
    let [of_rows, of_sites] =
        [(rows, some_rows), (sites, some_sites)].map(|(all, some)| all as f64 / some.max(1) as f64);
    Ok(watch.seconds() * of_rows * of_sites)
}

/// The first sites of the first rows.
fn first(data: &Dataset, rows: usize, sites: usize) -> Configurations {
    let values: Vec<u8> = data.values.iter_rows().take(rows).flat_map(|row| row.iter().take(sites).copied()).collect();
    Configurations::new(values, sites)
}
