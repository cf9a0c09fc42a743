//! The crosstalk table: measured next to exact, the same bits each time, and what is refused.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use glassbox::engine::core::session::{Flow, Job};
use glassbox::engine::hopfield::crosstalk_table::{CrosstalkTable, CrosstalkTableConfig};
use glassbox::physics::seed::Seed;

fn config(size: usize, loads: &[f64], networks: u64) -> CrosstalkTableConfig {
    CrosstalkTableConfig { size, loads: loads.into(), networks, seed: Seed(5) }
}

fn finish(config: &CrosstalkTableConfig) -> CrosstalkTable {
    let mut job = CrosstalkTable::new(config).unwrap();
    job.run_to_end();
    job
}

#[test]
fn measured_errors_are_the_exact_ones() {
    let job = finish(&config(300, &[0.105, 0.37, 0.61], 60));
    let view = job.view();
    assert_eq!((view.size, view.rows.len(), job.progress().unwrap().fraction()), (300, 3, 1.0));
    for (row, (patterns, gaussian)) in view.rows.iter().zip([(32, 0.001), (111, 0.05), (183, 0.1)]) {
        assert_eq!((row.patterns, row.networks), (patterns, 60));
        assert!((row.gaussian / gaussian - 1.0).abs() < 0.1, "{row:?}");
        let (measured, stderr) = (row.measured.unwrap(), row.stderr.unwrap());
        // Four standard errors, of which each is known to a tenth.
        assert!((measured - row.exact.error).abs() < 4.0 * stderr, "{row:?}");
        assert!(stderr < 0.15 * measured, "{row:?}");
    }
    assert_eq!(finish(&config(300, &[0.105, 0.37, 0.61], 60)).view(), view);
    // More networks begin with the same ones: the mean of the first is that of few.
    let few = finish(&config(300, &[0.105, 0.37], 1)).view();
    assert_eq!((few.rows[1].networks, few.rows[1].stderr), (1, None));
}

#[test]
fn rows_fill_in_turn_and_in_pieces() {
    let mut job = CrosstalkTable::new(&config(3000, &[0.2, 0.4], 2)).unwrap();
    let (mut seen, mut flow) = (Vec::new(), Flow::Continue);
    while flow == Flow::Continue {
        flow = job.step();
        seen.push(job.view().rows.iter().map(|row| row.networks).collect::<Vec<_>>());
    }
    assert_eq!(seen.last().unwrap(), &[2, 2]);
    assert!(seen.contains(&vec![1, 0]) && seen.contains(&vec![1, 1]) && seen.contains(&vec![2, 1]));
    // Drawing 3600 patterns of 3000 spins and looking at 80 of them: 120 pieces or more.
    assert!(seen.len() > 100, "{}", seen.len());
}

#[test]
fn tables_that_cannot_be_are_refused_with_the_number() {
    let refusal = |config: CrosstalkTableConfig| CrosstalkTable::new(&config).err().unwrap().to_string();
    assert!(refusal(config(0, &[0.1], 1)).contains("0 spins"));
    assert!(refusal(config(20_001, &[0.1], 1)).contains("20001 spins"));
    assert!(refusal(config(10, &[], 1)).contains("0 loads"));
    assert!(refusal(config(10, &[0.1, f64::NAN], 1)).contains("NaN"));
    assert!(refusal(config(10, &[-0.1], 1)).contains("-0.1"));
    assert!(refusal(config(10, &[0.1], 0)).contains("0 networks"));
}
