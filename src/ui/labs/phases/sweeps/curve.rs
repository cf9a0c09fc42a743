//! A measured curve with its error bars next to theory's.

use egui::Color32;
use egui_plot::PlotPoint;

use crate::engine::hopfield::retrieval_curve::RetrievalCurveView;
use crate::engine::hopfield::sweep::SweepCell;
use crate::physics::theory::lines;
use crate::ui::widgets::plots::{Curve, Dot};

/// The measured cells of one curve, ready to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    points: Vec<PlotPoint>,
    errors: Vec<Option<f64>>,
}

impl Measured {
    /// The finished cells, each `along` its axis.
    pub fn of<'a>(cells: impl IntoIterator<Item = &'a SweepCell>, along: impl Fn(&SweepCell) -> f64) -> Self {
        // A mean over the first of its runs would jump.
        let done = cells.into_iter().filter(|cell| cell.done);
        let known = done.filter_map(|cell| Some((PlotPoint::new(along(cell), cell.mean?), cell.stderr)));
        let (points, errors) = known.unzip();
        Self { points, errors }
    }

    /// The line through them, named at its end.
    pub fn curve<'a>(&'a self, name: &'a str, colour: Color32) -> Curve<'a> {
        Curve { width: 1.2, ..Curve::new(name, colour, &self.points) }
    }

    /// A dot with an error bar for each.
    pub fn dots(&self, colour: Color32) -> impl Iterator<Item = Dot<'static>> {
        self.points.iter().zip(&self.errors).map(move |(point, &error)| Dot {
            error,
            radius: 3.0,
            ..Dot::new("", [point.x, point.y], colour)
        })
    }

    /// The lowest value; 0 where all are above it.
    pub fn lowest(&self) -> f64 {
        self.points.iter().fold(0.0, |low, point| low.min(point.y))
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }
}

/// Theory's curve, its fall to 0 and what follows included.
pub fn theory(view: &RetrievalCurveView, far: f64) -> Vec<PlotPoint> {
    let fall = view.end.unwrap_or(0.0);
    let after = [[fall, 0.0], [far.max(fall), 0.0]];
    view.points.iter().chain(&after).map(|&[x, m]| PlotPoint::new(x, m)).collect()
}

/// Theory's fraction of memories that stay at T = 0: all up to the capacity, none beyond it.
pub fn fall_of_recall(far: f64) -> Vec<PlotPoint> {
    let capacity = lines::capacity().critical_load;
    let corners = [[0.0, 1.0], [capacity, 1.0], [capacity, 0.0], [far.max(capacity), 0.0]];
    corners.map(|[x, fraction]| PlotPoint::new(x, fraction)).to_vec()
}

/// The cell nearest to a place along its axis.
pub fn nearest<'a>(
    cells: impl IntoIterator<Item = &'a SweepCell>,
    along: impl Fn(&SweepCell) -> f64,
    x: f64,
) -> Option<&'a SweepCell> {
    cells.into_iter().min_by(|a, b| (along(a) - x).abs().total_cmp(&(along(b) - x).abs()))
}
