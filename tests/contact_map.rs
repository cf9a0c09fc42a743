//! The map of contacts: what is taken over from the map before gives the same as starting afresh.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use std::sync::Arc;

use glassbox::engine::core::session::{Flow, Job as _};
use glassbox::engine::couplings::{
    ContactConfig, ContactMap, ContactMethod, ContactPrediction, ContactSettings, contact_cost,
};
use glassbox::physics::contacts::Distances;
use glassbox::physics::data::Dataset;
use glassbox::physics::inference::potts::mean_field::{PSEUDOCOUNT, mean_field};
use glassbox::physics::inference::potts::pseudo_likelihood::{PseudoLikelihood, site_by_site};
use glassbox::physics::inference::potts::{Frequencies, mutual_information};
use glassbox::physics::potts::{AverageProduct, pairs};
use glassbox::physics::rbm::reweighting::sequence_weights;
use glassbox::physics::seed::{Seed, Stream, below};
use glassbox::physics::stop::NEVER;

const SITES: usize = 12;
const STATES: u8 = 4;

/// Random rows in which site i + 6 repeats site i three times in four: six pairs, which are the contacts.
fn config(settings: ContactSettings) -> ContactConfig {
    let mut rng = Seed(1).stream(Stream::Samples);
    let mut rows = Vec::new();
    for _ in 0..600 {
        let mut row: Vec<u8> = (0..SITES).map(|_| below(&mut rng, u32::from(STATES)) as u8).collect();
        for site in 0..6 {
            if below(&mut rng, 4) > 0 {
                row[site + 6] = row[site];
            }
        }
        rows.extend(row);
    }
    let distances = pairs::all(SITES).map(|(i, j)| Some(if j == i + 6 { 5.0 } else { 20.0 })).collect();
    let distances = Some(Arc::new(Distances::new(SITES, distances).unwrap()));
    ContactConfig { data: Arc::new(Dataset::new("pairs", rows, SITES, STATES)), distances, settings, before: None }
}

fn map(config: &ContactConfig) -> (Arc<ContactMap>, usize) {
    let mut job = ContactPrediction::new(config).unwrap();
    let mut steps = 1;
    while job.step() == Flow::Continue {
        steps += 1;
    }
    (job.view().map.unwrap(), steps)
}

fn same(a: &ContactMap, b: &ContactMap) -> bool {
    a.scores == b.scores
        && (&a.prediction, &a.by_information) == (&b.prediction, &b.by_information)
        && (&a.couplings, &a.information) == (&b.couplings, &b.information)
}

#[test]
fn the_contacts_come_first_and_chance_is_known() {
    let (map, steps) = map(&config(ContactSettings { separation: 1, ..ContactSettings::default() }));
    assert_eq!((steps, map.prediction.contacts, map.prediction.known), (4, 6, 66));
    let precision = map.prediction.precision(6).unwrap();
    assert_eq!((precision.contacts, precision.lift), (6, Some(11.0)));
}

#[test]
fn what_a_setting_does_not_change_is_taken_over_to_the_bit() {
    let first = config(ContactSettings::default());
    let (before, _) = map(&first);
    let usual = ContactSettings::default();
    for (settings, wanted) in [
        (ContactSettings { cutoff: 4.0, ..usual }, 1),
        (ContactSettings { separation: 2, ..usual }, 1),
        (ContactSettings { correction: AverageProduct::None, ..usual }, 1),
        (ContactSettings { pseudocount: 0.2, ..usual }, 3),
        (ContactSettings { identity: 0.6, ..usual }, 4),
        (ContactSettings { method: ContactMethod::PseudoLikelihood, ..usual }, 4),
    ] {
        let moved = ContactConfig { settings, before: Some(Arc::clone(&before)), ..first.clone() };
        let (with, steps) = map(&moved);
        assert_eq!(steps, wanted, "{settings:?}");
        assert!(same(&with, &map(&ContactConfig { before: None, ..moved }).0), "{settings:?}");
    }
    // Other sequences take nothing over.
    let other = ContactConfig { before: Some(before), ..config(usual) };
    assert_eq!(map(&other).1, 4);
}

#[test]
fn what_has_no_couplings_is_a_sentence() {
    let mut job =
        ContactPrediction::new(&config(ContactSettings { pseudocount: 2.0, ..ContactSettings::default() })).unwrap();
    while job.step() == Flow::Continue {}
    assert!(job.view().failure.unwrap().to_string().contains("pseudocount"));
    let empty = ContactConfig {
        data: Arc::new(Dataset::new("nothing", Vec::new(), SITES, STATES)),
        ..config(ContactSettings::default())
    };
    assert!(ContactPrediction::new(&empty).is_err());
}

/// Random rows of 30 sites in which site 5 repeats site 0, and site 10 repeats site 5, three times in five: 0 and 10 correlate
/// without being coupled.
fn chain(settings: ContactSettings) -> ContactConfig {
    let mut rng = Seed(2).stream(Stream::Samples);
    let mut rows = Vec::new();
    for _ in 0..2000 {
        let mut row: Vec<u8> = (0..30).map(|_| below(&mut rng, u32::from(STATES)) as u8).collect();
        for site in [5, 10] {
            if below(&mut rng, 5) < 3 {
                row[site] = row[site - 5];
            }
        }
        rows.extend(row);
    }
    let data = Arc::new(Dataset::new("chain", rows, 30, STATES));
    ContactConfig { data, distances: None, settings, before: None }
}

#[test]
fn a_correlation_without_a_coupling_is_explained_by_its_path() {
    let usual = ContactSettings { pseudocount: 0.001, identity: 1.0, ..ContactSettings::default() };
    for method in ContactMethod::ALL {
        let (map, _) = map(&chain(ContactSettings { method, ..usual }));
        let indirect = map.pair(10, 0).unwrap();
        assert_eq!((indirect.sites, indirect.information_rank), ([0, 10], Some(3)));
        assert!(indirect.is_indirect, "{method:?}: {:?} by score", indirect.rank);
        let path = indirect.path.unwrap();
        assert_eq!((path.through, path.weaker), (5, map.scores[(0, 5)].min(map.scores[(5, 10)])), "{method:?}");
        assert!(path.weaker > 10.0 * indirect.score);
        for [i, j] in [[0, 5], [5, 10]] {
            let coupled = map.pair(i, j).unwrap();
            assert!(coupled.rank.is_some_and(|rank| rank <= 2) && !coupled.is_indirect && coupled.path.is_none());
            let [a, b] = coupled.strongest.unwrap();
            assert!(a == b && coupled.block[(a, b)] > 0.0, "a copy: the same letter at both sites");
        }
    }
}

#[test]
fn a_pair_is_what_physics_says_of_it() {
    let config = chain(ContactSettings::default());
    let (map, _) = map(&config);
    let weights = sequence_weights(&config.data.values, config.settings.identity);
    let frequencies = Frequencies::of(&config.data.values, STATES, Some(&weights), NEVER).unwrap();
    let couplings = mean_field(frequencies.clone(), PSEUDOCOUNT, NEVER).unwrap();
    let information = mutual_information(&frequencies.with_pseudocount(PSEUDOCOUNT).unwrap(), None);
    let pair = map.pair(12, 3).unwrap();
    assert_eq!(pair.block, couplings.block(3, 12).unwrap());
    assert_eq!((pair.information, pair.score), (information[(3, 12)], map.scores[(3, 12)]));
    let rank = pair.rank.unwrap();
    let first = map.prediction.ranked[rank - 1];
    assert_eq!(([first.i, first.j], first.score), (pair.sites, pair.score));
    let largest = pair.block.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    assert_eq!(pair.block[pair.strongest.unwrap()].abs(), largest);
    assert_eq!(map.pair(3, 5).unwrap().rank, None, "nearer than pairs are taken from");
    assert!(map.pair(3, 3).is_none() && map.pair(3, 30).is_none());
}

#[test]
fn the_pseudo_likelihood_is_that_of_physics_and_says_how_far_it_is() {
    let settings = ContactSettings { method: ContactMethod::PseudoLikelihood, ..ContactSettings::default() };
    let config = config(settings);
    let mut job = ContactPrediction::new(&config).unwrap();
    let mut done = Vec::new();
    while job.step() == Flow::Continue {
        done.push(job.progress().unwrap().done);
    }
    assert_eq!(done, [0, 0, SITES as u64, SITES as u64, SITES as u64]);
    let map = job.view().map.unwrap();
    let weights = sequence_weights(&config.data.values, settings.identity);
    let frequencies = Frequencies::of(&config.data.values, STATES, Some(&weights), NEVER).unwrap();
    let usual = PseudoLikelihood::usual(SITES, STATES, frequencies.effective_rows);
    let start = mean_field(frequencies, PSEUDOCOUNT, NEVER).unwrap();
    let wanted = site_by_site(&config.data.values, &weights, &start, &usual, NEVER).unwrap();
    assert_eq!((&*map.couplings, map.converged), (&wanted.couplings, wanted.converged));
    // The pseudocount is none of its settings.
    let moved = ContactSettings { pseudocount: 0.1, ..settings };
    assert!(map.has_couplings_of(&config.data, &moved));
    assert!(!map.has_couplings_of(&config.data, &ContactSettings { identity: 0.7, ..settings }));
}

#[test]
fn the_map_before_is_shown_until_the_next_is_there() {
    let first = config(ContactSettings::default());
    let (before, _) = map(&first);
    let settings = ContactSettings { pseudocount: 0.2, ..first.settings };
    let mut job =
        ContactPrediction::new(&ContactConfig { settings, before: Some(Arc::clone(&before)), ..first }).unwrap();
    assert!(Arc::ptr_eq(job.view().shown().unwrap(), &before) && job.view().map.is_none());
    while job.step() == Flow::Continue {}
    assert_eq!(job.view().shown().unwrap().settings, settings);
    assert!(job.view().before.is_none());
}

#[test]
fn what_an_estimate_takes_is_known_before_it_is_begun() {
    let config = config(ContactSettings::default());
    let bytes = ContactMethod::ALL.map(|method| contact_cost::bytes(&config.data, method));
    // C of 12 × 3 rows, and three lists of 66 blocks and 12 rows of fields.
    assert_eq!(bytes[0], 8 * (36 * 36 + 3 * (66 * 16 + 12 * 4)));
    assert!(bytes[1] > bytes[0]);
    let seconds = contact_cost::seconds(&config.data, NEVER).unwrap();
    assert!(seconds[0] > 0.0 && seconds[1] > seconds[0], "{seconds:?}");
    let empty = Dataset::new("nothing", Vec::new(), SITES, STATES);
    assert!(contact_cost::seconds(&empty, NEVER).is_err());
}
