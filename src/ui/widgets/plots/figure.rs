//! A plot as it is taken out of the window: as it is zoomed, and its data as rows.

use egui::{Response, Ui, Vec2};
use egui_plot::{PlotMemory, PlotPoint};

use super::band_chart::BandChart;
use super::bars::Bars;
use super::contours::HeightGrid;
use super::frame::{Frame, FrameSpec};
use super::histogram::Histogram;
use super::line_chart::{Curve, Emphasis, LineChart};
use super::marks::RightAxis;
use super::scatter::Scatter;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// How every plot is zoomed and moved.
pub const GESTURES: &str = "Zoom: wheel with Ctrl, or drag with the right button. Move: drag with Shift. Stretch an \
                            axis: drag along its numbers. Show all: double click.";

/// The plot under `over`, of which `draw` makes another like it.
pub(super) struct Original<'a> {
    pub name: &'a str,
    pub size: Vec2,
    pub frame: &'a Frame,
    pub spec: FrameSpec<'a>,
    pub over: &'a Response,
}

/// Gives a plot its menu.
pub(super) fn offer(ui: &Ui, original: &Original<'_>, table: &dyn Fn() -> Table, draw: &dyn Fn(&mut Ui)) {
    let here = ui.ctx();
    let as_zoomed = |sheet: &mut Ui| {
        if let Some(memory) = PlotMemory::load(here, original.frame.id) {
            memory.store(sheet.ctx(), original.spec.id(sheet));
        }
        draw(sheet);
    };
    let Original { name, size, over, .. } = *original;
    take_out::offer(ui, over, &Figure { name, size, table, draw: &as_zoomed, gestures: GESTURES });
}

/// The value that is drawn at `value` along an axis.
fn shown(value: f64, logarithmic: bool) -> f64 {
    if logarithmic { 10f64.powf(value) } else { value }
}

fn or<'n>(name: &'n str, instead: &'n str) -> &'n str {
    if name.is_empty() { instead } else { name }
}

impl LineChart<'_> {
    /// Every point of every curve, both ends of the bands, then the levels and the points that stand for themselves.
    pub(super) fn table(&self) -> Table {
        let [log_x, log_y] = self.logarithmic;
        let mut table = Table::new(["series", or(self.x_label, "x"), self.name]);
        let mut earlier = 0;
        for curve in self.curves {
            let name = if curve.emphasis == Emphasis::Ghost {
                earlier += 1;
                format!("earlier run {earlier}")
            } else {
                or(curve.name, self.name).to_owned()
            };
            for PlotPoint { x, y } in curve.points {
                table.row(&name, [shown(*x, log_x), self.value_of(curve, *y, log_y)]);
            }
        }
        for band in self.bands {
            for (end, points) in [("lowest", band.low), ("highest", band.high)] {
                for point in points {
                    table.row(&format!("{}, {end}", band.name), [shown(point.x, log_x), shown(point.y, log_y)]);
                }
            }
        }
        for level in self.levels {
            table.row(level.name, [f64::NAN, shown(level.value, log_y)]);
        }
        for dot in self.dots {
            table.row(or(dot.name, self.name), [shown(dot.x, log_x), shown(dot.y, log_y)]);
        }
        table
    }

    /// What a curve has at a height: curves in the colour of the axis at right are read there.
    fn value_of(&self, curve: &Curve<'_>, y: f64, logarithmic: bool) -> f64 {
        match self.right_axis {
            Some(axis) if axis.color == curve.color => RightAxis::height(self.y_range, axis.range, y),
            _ => shown(y, logarithmic),
        }
    }
}

impl Histogram<'_> {
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new(["series", "from", "to", "height"]);
        for bin in self.bins {
            table.row(self.name, [bin.from, bin.to, bin.height]);
        }
        for point in self.theory {
            table.row("theory", [point.x, point.x, point.y]);
        }
        table
    }
}

impl Bars<'_> {
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new([or(self.x_label, "bar"), self.name]);
        for (index, bar) in self.bars.iter().enumerate() {
            table.row(&(index + 1).to_string(), [bar.value]);
        }
        table
    }
}

impl BandChart<'_> {
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new(["step", or(self.x_label, "x"), "smallest", "mean", "largest"]);
        let values = self.min.iter().zip(self.mean).zip(self.max);
        for (index, (x, ((min, mean), max))) in self.xs.iter().zip(values).enumerate() {
            table.row(&(index + 1).to_string(), [*x, *min, *mean, *max]);
        }
        table
    }
}

impl Scatter<'_> {
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new(["cloud", or(self.x_label, "x"), self.name]);
        for (index, cloud) in self.clouds.iter().enumerate() {
            for point in cloud.points {
                table.row(&(index + 1).to_string(), point.map(f64::from));
            }
        }
        table
    }
}

impl HeightGrid<'_> {
    /// The heights with their places, both axes running over `range`.
    pub(super) fn table(&self, [x, y]: [&str; 2], range: (f64, f64)) -> Table {
        let mut table = Table::new(["point", x, y, "height"]);
        let at = |index: usize, count: usize| {
            range.0 + (range.1 - range.0) * index as f64 / (count.saturating_sub(1)).max(1) as f64
        };
        for (index, height) in self.values.iter().enumerate().take(self.rows() * self.columns) {
            let (column, row) = (index % self.columns, index / self.columns);
            let place = [at(column, self.columns), at(row, self.rows())];
            table.row(&(index + 1).to_string(), [place[0], place[1], f64::from(*height)]);
        }
        table
    }
}
