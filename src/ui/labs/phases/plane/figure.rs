//! The plane as it is taken out of the window: its lines and what was measured on it, as rows.

use super::lines::Line;
use crate::physics::hopfield::LearningRule;
use crate::ui::labs::phases::context::PhasesContext;
use crate::ui::widgets::take_out::Table;

/// Every point of every line, then the places that were visited and the cells of the sweep, each with its overlap.
pub fn table(context: &PhasesContext<'_>) -> Table {
    let mut table = Table::new(["series", "load", "temperature", "overlap"]);
    if let Some((diagram, _)) = context.studies.diagram() {
        for line in Line::ALL {
            for [load, temperature] in line.path(diagram) {
                table.row(line.series(), [load, temperature, f64::NAN]);
            }
        }
    }
    for point in context.view().points.iter().filter(|point| point.place.rule == LearningRule::Hebb) {
        table.row("measured", [point.place.load(), point.place.temperature, point.measured.mean]);
    }
    for cell in context.cells {
        let middle = |(from, to): (f64, f64)| f64::midpoint(from, to);
        table.row("cell", [middle(cell.load), middle(cell.temperature), cell.value.unwrap_or(f64::NAN)]);
    }
    table
}
