//! The errors of all estimates side by side: the root mean square of J − J* of glasses, lattices and trees of sixteen spins, by
//! closed forms from exact moments, then by closed forms and spin by spin from 10,000 independent rows.
//!
//! Glasses have couplings from N(0, β²/N), lattices are tori of 4 by 4, trees binary; fields are from N(0, FIELD²) except
//! on lattices. Each line is the median over several draws of couplings, fields and rows. `inverse_ising_table 0.3 exact` takes
//! other fields, and leaves out what needs rows.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "an example prints, and may end at what cannot happen")]

use glassbox::physics::configurations::Configurations;
use glassbox::physics::inference::{ClosedForm, LocalLoss, LocalSettings, SpinMoments, SpinRows, closed_form, local};
use glassbox::physics::ising::{Enumeration, Graph, IsingModel, IsingSystem};
use glassbox::physics::seed::{Seed, Stream, gaussian_pair, uniform};
use glassbox::physics::stop::NEVER;

const SPINS: usize = 16;
const ROWS: usize = 10_000;
const DRAWS: u64 = 15;
const FORMS: [ClosedForm; 4] =
    [ClosedForm::NaiveMeanField, ClosedForm::Tap, ClosedForm::SessakMonasson, ClosedForm::Bethe];
const LOSSES: [LocalLoss; 3] = [LocalLoss::PseudoLikelihood, LocalLoss::Rise, LocalLoss::LogRise];

/// A model of the table: a graph at an inverse temperature with random fields.
fn model(graph: Graph, beta: f64, field: f64, draw: u64) -> IsingModel {
    let size = if graph == Graph::Square { 4 } else { SPINS };
    let plain = IsingSystem::new(graph, size, beta).model(Seed(draw)).unwrap();
    let mut rng = Seed(draw).indexed(Stream::Disorder, 1);
    let fields = (0..SPINS).map(|_| field * gaussian_pair(&mut rng)[0]).collect();
    IsingModel::new(fields, plain.pairs().to_vec(), Vec::new()).unwrap()
}

/// Independent rows by the cumulated probabilities.
fn rows(exact: &Enumeration, draw: u64) -> SpinRows {
    let mut sum = 0.0;
    let cumulated: Vec<f64> = exact
        .probabilities()
        .iter()
        .map(|p| {
            sum += p;
            sum
        })
        .collect();
    let mut rng = Seed(draw).stream(Stream::IsingSamples);
    let values: Vec<u8> = (0..ROWS)
        .flat_map(|_| {
            let mark = uniform(&mut rng) * sum;
            let mask = cumulated.partition_point(|&below| below <= mark);
            (0..SPINS).map(move |i| 1 - (mask >> i & 1) as u8)
        })
        .collect();
    SpinRows::new(&Configurations::new(values, SPINS), None).unwrap()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let only_exact = std::env::args().nth(2).is_some();
    let field: f64 = std::env::args().nth(1).map_or(0.3, |text| text.parse().unwrap());
    println!(
        "fields {field}, {DRAWS} draws; exact moments: nMF, TAP, SM, Bethe; {ROWS} rows: the same, then PL, RISE, logRISE"
    );
    for (name, graph, beta, own) in [
        ("SK .3", Graph::Sk, 0.3, field),
        ("SK .6", Graph::Sk, 0.6, field),
        ("SK 1.0", Graph::Sk, 1.0, field),
        ("SK 1.5", Graph::Sk, 1.5, field),
        ("torus .35", Graph::Square, 0.35, 0.0),
        ("torus .44", Graph::Square, 0.44, 0.0),
        ("tree 1.0", Graph::Tree, 1.0, field),
    ] {
        let mut columns = vec![Vec::new(); 2 * FORMS.len() + LOSSES.len()];
        for draw in 1..=DRAWS {
            let model = model(graph, beta, own, draw);
            let exact = Enumeration::of(&model).unwrap();
            let of = |moments: &SpinMoments| FORMS.map(|form| closed_form(form, moments, 0.0).unwrap());
            let mut estimates = of(&SpinMoments::exact(&exact, SPINS)).to_vec();
            if !only_exact {
                let rows = rows(&exact, draw);
                estimates.extend(of(&SpinMoments::of(&rows)));
                estimates.extend(LOSSES.map(|loss| {
                    let settings = LocalSettings { loss, penalty: 0.0, triples: false, errors: false };
                    local(&rows, settings, NEVER).unwrap()
                }));
            }
            for (column, estimate) in columns.iter_mut().zip(estimates) {
                column.push(estimate.error_rms(&model).unwrap());
            }
        }
        let shown = columns.into_iter().filter(|column| !column.is_empty());
        let shown: Vec<String> = shown.map(|column| format!("{:8.2e}", median(column))).collect();
        println!("{name:10} {}", shown.join(" "));
    }
}
