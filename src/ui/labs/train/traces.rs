//! The curves of a run over its updates: rebuilt only when there are more measurements or other axes.

use egui_plot::PlotPoint;

use crate::engine::rbm::{Measurement, Phase, TrainView};
use crate::ui::labs::train::context::Values;
use crate::ui::machine::Axes;
use crate::ui::widgets::plots::extent;

/// Singular values that are drawn, at most.
pub const MODES: usize = 24;
/// Points of each curve, at most: 24 curves of them are 4,000.
const POINTS: f64 = 160.0;

/// A piece of the phase ribbon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhaseSpan {
    /// Where it begins, along x.
    pub from: f64,
    pub to: f64,
    pub phase: Phase,
}

#[derive(Clone, Debug, Default)]
pub struct Traces {
    /// Singular values, the first mode first.
    pub modes: Vec<Vec<PlotPoint>>,
    /// The number of fixed points, as steps.
    pub fixed_points: Vec<PlotPoint>,
    /// Pseudo-log-likelihood per site.
    pub pseudo: Vec<PlotPoint>,
    /// The phases, one after the other.
    pub phases: Vec<PhaseSpan>,
    /// Largest number of fixed points.
    pub most_fixed: usize,
    /// Smallest and largest value of the modes drawn, along y.
    pub modes_range: Option<(f64, f64)>,
    /// Smallest and largest pseudo-log-likelihood.
    pub pseudo_range: Option<(f64, f64)>,
    key: Option<Key>,
}

/// What the curves were made for. A run that goes on has more measurements, or ends at another one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    generation: u64,
    count: usize,
    last: u64,
    until: u64,
    axes: Axes,
    values: Values,
}

impl Traces {
    /// Rebuilds the curves if anything they depend on has changed, and says whether it had.
    pub fn refresh(&mut self, generation: u64, view: &TrainView, axes: Axes, values: Values) -> bool {
        let rows = &view.measurements;
        let last = rows.last().map_or(0, |row| row.update);
        let key = Key { generation, count: rows.len(), last, until: view.last_update, axes, values };
        if self.key == Some(key) {
            return false;
        }
        let range = axes.range(view.last_update);
        let kept = thinned(rows, axes, (range.1 - range.0) / POINTS);
        *self = Self {
            modes: modes(&kept, axes, values),
            fixed_points: fixed_points(rows, axes),
            pseudo: kept.iter().map(|row| PlotPoint::new(axes.along(row.update), row.pseudo_likelihood)).collect(),
            phases: phases(rows, axes),
            most_fixed: rows.iter().filter_map(|row| row.fixed_points).map(|found| found.count).max().unwrap_or(0),
            key: Some(key),
            ..Self::default()
        };
        self.modes_range = extent(self.modes.iter().flatten().map(|point| point.y));
        self.pseudo_range = extent(self.pseudo.iter().map(|point| point.y));
        true
    }
}

/// Measurements that stand at least `apart` from each other along x, and always the last.
fn thinned<R: AsRef<Measurement>>(rows: &[R], axes: Axes, apart: f64) -> Vec<&Measurement> {
    let mut kept: Vec<&Measurement> = Vec::new();
    for row in rows.iter().map(AsRef::as_ref) {
        let near = kept.last().is_some_and(|last| axes.along(row.update) - axes.along(last.update) < apart);
        if !near {
            kept.push(row);
        }
    }
    if let Some(last) = rows.last().map(AsRef::as_ref)
        && kept.last().is_none_or(|kept| kept.update != last.update)
    {
        kept.push(last);
    }
    kept
}

fn modes(rows: &[&Measurement], axes: Axes, values: Values) -> Vec<Vec<PlotPoint>> {
    let of = |row: &Measurement| match values {
        Values::Plain => row.singular_values.clone(),
        Values::Scaled => row.scaled_singular_values.clone(),
    };
    let count = rows.iter().map(|row| of(row).len()).max().unwrap_or(0).min(MODES);
    let mut curves = vec![Vec::with_capacity(rows.len()); count];
    for row in rows {
        let x = axes.along(row.update);
        for (curve, value) in curves.iter_mut().zip(of(row).iter()) {
            let y = axes.value(f64::from(*value));
            if y.is_finite() {
                curve.push(PlotPoint::new(x, y));
            }
        }
    }
    curves
}

/// Steps: the number stays until another one is found.
fn fixed_points<R: AsRef<Measurement>>(rows: &[R], axes: Axes) -> Vec<PlotPoint> {
    let found: Vec<(f64, f64)> = rows
        .iter()
        .map(AsRef::as_ref)
        .filter_map(|row| Some((axes.along(row.update), row.fixed_points?.count as f64)))
        .collect();
    let mut steps: Vec<PlotPoint> = Vec::new();
    for (place, &(x, count)) in found.iter().enumerate() {
        let before = steps.last().map(|last| last.y);
        match before {
            Some(before) if before == count && place + 1 < found.len() => {}
            Some(before) => steps.extend([PlotPoint::new(x, before), PlotPoint::new(x, count)]),
            None => steps.push(PlotPoint::new(x, count)),
        }
    }
    steps
}

fn phases<R: AsRef<Measurement>>(rows: &[R], axes: Axes) -> Vec<PhaseSpan> {
    let mut spans: Vec<PhaseSpan> = Vec::new();
    for row in rows.iter().map(AsRef::as_ref) {
        let (x, phase) = (axes.along(row.update), row.phase());
        match spans.last_mut() {
            Some(span) => {
                span.to = x;
                if span.phase != phase {
                    spans.push(PhaseSpan { from: x, to: x, phase });
                }
            }
            None => spans.push(PhaseSpan { from: x, to: x, phase }),
        }
    }
    spans
}
