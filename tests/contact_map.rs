//! The map of contacts: what is taken over from the map before gives the same as starting afresh.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use std::sync::Arc;

use glassbox::engine::core::session::{Flow, Job as _};
use glassbox::engine::couplings::{ContactConfig, ContactMap, ContactPrediction, ContactSettings};
use glassbox::physics::contacts::Distances;
use glassbox::physics::data::Dataset;
use glassbox::physics::potts::{AverageProduct, pairs};
use glassbox::physics::seed::{Seed, Stream, below};

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
    a.scores == b.scores && a.prediction == b.prediction && a.couplings == b.couplings
}

#[test]
fn the_contacts_come_first_and_chance_is_known() {
    let (map, steps) = map(&config(ContactSettings { separation: 1, ..ContactSettings::default() }));
    assert_eq!((steps, map.prediction.contacts, map.prediction.known), (3, 6, 66));
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
        (ContactSettings { pseudocount: 0.2, ..usual }, 2),
        (ContactSettings { identity: 0.6, ..usual }, 3),
    ] {
        let moved = ContactConfig { settings, before: Some(Arc::clone(&before)), ..first.clone() };
        let (with, steps) = map(&moved);
        assert_eq!(steps, wanted, "{settings:?}");
        assert!(same(&with, &map(&ContactConfig { before: None, ..moved }).0), "{settings:?}");
    }
    // Other sequences take nothing over.
    let other = ContactConfig { before: Some(before), ..config(usual) };
    assert_eq!(map(&other).1, 3);
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
