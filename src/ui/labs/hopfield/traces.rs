//! The curves of a run as points over the unit of time that is shown.

use egui_plot::PlotPoint;

use crate::engine::hopfield::recall::{Document, RecallView};
use crate::ui::labs::hopfield::context::{HopfieldContext, TimeUnit};
use crate::ui::theme::Tokens;
use crate::ui::widgets::plots::{Curve, Emphasis, nice_range};

/// Overlaps that have a colour and a name.
const NAMED: usize = 5;
/// The axis is at least this many sweeps long, so that a run begins at the left and not over the whole width.
const SHORTEST: f64 = 2.0;
/// More moves uphill than this are drawn as a strip.
const FEW_UPHILL: u64 = 40;
/// The fraction of visits that raise the energy at infinite temperature: a half flips, and half of these goes up.
const MOST_UPHILL: f64 = 0.25;
/// Width of the curve of the selected memory.
const FOLLOWED: f32 = 3.0;

/// Made again where the run, its unit or its ghosts changed.
#[derive(Default)]
pub struct Traces {
    key: Option<(u64, u64, TimeUnit)>,
    pub energy: Vec<PlotPoint>,
    pub overlaps: Vec<(usize, Vec<PlotPoint>)>,
    pub ghosts: Vec<(Vec<PlotPoint>, Vec<PlotPoint>)>,
    pub uphill: Vec<f64>,
    /// Strengths of the strip where moves uphill are too many for ticks.
    pub uphill_strip: Vec<[f64; 3]>,
    pub temperature: Vec<PlotPoint>,
    pub hottest: f64,
    /// The lowest and the highest energy of the curves, and the lowest overlap.
    pub energies: [f64; 2],
    pub lowest_overlap: f64,
}

impl Traces {
    pub fn refresh(&mut self, context: &HopfieldContext<'_>) {
        let snapshot = context.snapshot;
        let key = Some((snapshot.generation, snapshot.revision, context.shared.unit));
        if self.key == key {
            return;
        }
        self.key = key;
        let view = context.view();
        let points = |pairs: &[[f64; 2]]| -> Vec<PlotPoint> {
            pairs.iter().map(|&[x, y]| PlotPoint::new(context.in_unit(x), y)).collect()
        };
        self.energy = points(&view.curves.energy);
        self.overlaps = view.curves.overlaps.iter().map(|(index, pairs)| (*index, points(pairs))).collect();
        self.ghosts = view.ghosts.iter().map(|ghost| (points(&ghost.energy), points(&ghost.overlap))).collect();
        self.temperature = points(&view.curves.temperature);
        self.hottest = self.temperature.iter().fold(0.0, |high: f64, point| high.max(point.y));
        let moves = &view.curves.uphill;
        let dense = moves.count > FEW_UPHILL;
        let ticks = moves.first.iter().filter(|_| !dense);
        self.uphill = ticks.map(|&update| context.in_unit(update as f64)).collect();
        let strip = moves.rates.iter().filter(|_| dense);
        let strength = |&[from, to, rate]: &[f64; 3]| [context.in_unit(from), context.in_unit(to), rate / MOST_UPHILL];
        self.uphill_strip = strip.map(strength).collect();
        let energies = self.ghosts.iter().map(|(energy, _)| energy).chain([&self.energy]).flatten();
        self.energies = energies.fold([0.0; 2], |[low, high], point| [point.y.min(low), point.y.max(high)]);
        let overlaps = self.overlaps.iter().flat_map(|(_, points)| points);
        self.lowest_overlap = overlaps.fold(0.0, |low: f64, point| low.min(point.y));
    }

    /// The range of the axis: the run, those before it, and what is planned of it.
    pub fn x_range(&self, context: &HopfieldContext<'_>) -> (f64, f64) {
        let view = context.view();
        let shortest = context.in_unit(SHORTEST * context.size() as f64);
        let base = context.in_unit(view.base as f64);
        let last = context.in_unit(view.recorded as f64).max(base + shortest);
        let ghosts = self.ghosts.iter().filter_map(|(energy, _)| energy.last()).map(|point| point.x);
        // A schedule says how long the run will be.
        let document = &view.document;
        let planned = document.follows_schedule.then(|| document.schedule.sweeps() as f64 * context.size() as f64);
        let last = ghosts.fold(last, f64::max).max(context.in_unit(planned.unwrap_or(0.0)));
        (base, nice_range(base, last).1)
    }

    /// The overlaps: the `named` memories, with their names, over the others. That of the selected memory is the widest.
    pub fn overlap_curves<'a>(
        &'a self,
        document: &Document,
        named: (&[usize], &'a [String]),
        selected: usize,
        tokens: &Tokens,
    ) -> Vec<Curve<'a>> {
        let (named, names) = named;
        let ghosts = self.ghosts.iter().map(|(_, overlap)| Curve::ghost(overlap));
        let mut rest = Vec::new();
        let mut front = Vec::new();
        for (index, points) in &self.overlaps {
            match named.iter().position(|other| other == index) {
                Some(place) => {
                    let name = names.get(place).map_or("", String::as_str);
                    let emphasis = if place == 0 { Emphasis::Strong } else { Emphasis::Normal };
                    let ink = tokens.identity_ink(document.identity(*index));
                    let curve = Curve { emphasis, ..Curve::new(name, ink, points) };
                    let width = if *index == selected { FOLLOWED } else { curve.width };
                    front.push((place, Curve { width, ..curve }));
                }
                None => rest.push(Curve { width: 1.0, ..Curve::new("", tokens.faint, points) }),
            }
        }
        // The closest memory is drawn last, over the others.
        front.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        ghosts.chain(rest).chain(front.into_iter().map(|(_, curve)| curve)).collect()
    }
}

/// The memories with the largest |overlap| now, largest first; the selected one is always among them.
pub fn named_overlaps(view: &RecallView, selected: usize) -> Vec<usize> {
    let size = |index: usize| view.moment.overlaps.get(index).copied().unwrap_or(0.0).abs();
    let mut order: Vec<usize> = view.curves.overlaps.iter().map(|(index, _)| *index).collect();
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    if let Some(place) = order.iter().position(|&index| index == selected)
        && place >= NAMED
    {
        order.swap(place, NAMED - 1);
    }
    order.truncate(NAMED);
    order
}
