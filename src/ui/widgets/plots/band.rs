//! [`Band`]: an interval at each x, behind the curves of a line chart.

use egui::{Color32, Mesh, Pos2, Shape, Stroke, Ui};
use egui_plot::PlotPoint;

use super::frame::Frame;
use super::names::{MarginName, Named};
use super::scale::drawable;

/// How much of its colour a band and its edges have.
const AREA: f32 = 0.2;
const EDGE: f32 = 0.55;
/// The name of a band is left out after those of curves, before those of ghosts.
const PRIORITY: u32 = 1;

/// The area between a lower and an upper curve over the same x: what chance gives, where a curve may lie.
#[derive(Clone, Copy, Debug)]
pub struct Band<'a> {
    /// The name at its right end.
    pub name: &'a str,
    pub color: Color32,
    /// The lower ends, x rising.
    pub low: &'a [PlotPoint],
    /// The upper ends at the same x. Where the slices differ in length, the shorter counts.
    pub high: &'a [PlotPoint],
}

impl<'a> Band<'a> {
    fn ends(&self) -> impl DoubleEndedIterator<Item = (&'a PlotPoint, &'a PlotPoint)> {
        let drawable = |(low, high): &(&PlotPoint, &PlotPoint)| drawable(low.x, low.y) && drawable(high.x, high.y);
        let count = self.low.len().min(self.high.len());
        self.low.iter().take(count).zip(self.high.iter().take(count)).filter(drawable)
    }

    /// Its name in the middle of its right end, not beyond `end`.
    pub(super) fn margin_name(&self, end: f64) -> Option<MarginName<'a>> {
        let (low, high) = self.ends().rfind(|(low, _)| low.x <= end)?;
        let value = f64::midpoint(low.y, high.y);
        Some(MarginName { named: Named::Band, text: self.name, color: self.color, value, priority: PRIORITY })
    }

    pub(super) fn paint(&self, ui: &Ui, frame: &Frame) {
        let at = |point: &PlotPoint| frame.position(point.x, point.y).clamp(frame.data.min, frame.data.max);
        let (low, high): (Vec<Pos2>, Vec<Pos2>) = self.ends().map(|(low, high)| (at(low), at(high))).unzip();
        let mut mesh = Mesh::default();
        for (index, (low, high)) in (0..).zip(low.iter().zip(&high)) {
            mesh.colored_vertex(*low, self.color.gamma_multiply(AREA));
            mesh.colored_vertex(*high, self.color.gamma_multiply(AREA));
            if index > 0 {
                let next = 2 * index;
                mesh.add_triangle(next - 2, next - 1, next);
                mesh.add_triangle(next - 1, next, next + 1);
            }
        }
        let painter = ui.painter_at(frame.data.expand(1.0));
        painter.add(Shape::mesh(mesh));
        let edge = Stroke::new(1.0, self.color.gamma_multiply(EDGE));
        painter.extend([low, high].map(|path| Shape::line(path, edge)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_stands_in_the_middle_of_the_last_interval_in_sight() {
        let at = PlotPoint::new;
        let (low, high) = ([at(0.0, 0.0), at(1.0, 0.2), at(2.0, f64::NAN)], [at(0.0, 0.4), at(1.0, 0.6), at(2.0, 1.0)]);
        let band = Band { name: "chance", color: Color32::PLACEHOLDER, low: &low, high: &high };
        let middle = |end: f64| band.margin_name(end).map(|name| name.value);
        assert_eq!([middle(9.0), middle(1.0), middle(0.5), middle(-1.0)], [Some(0.4), Some(0.4), Some(0.2), None]);
        assert!(Band { high: &high[..1], ..band }.margin_name(9.0).is_some_and(|name| name.value == 0.2));
    }
}
