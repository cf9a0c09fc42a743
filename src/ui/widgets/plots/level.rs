//! [`Level`]: a named horizontal line that curves are read against.

use egui::Color32;

use super::line_chart::Emphasis;
use super::names::{MarginName, Named};
use super::scale::valid_range;

/// A named horizontal reference line: dashed, one point wide.
#[derive(Clone, Copy, Debug)]
pub struct Level<'a> {
    /// The name at the right margin.
    pub name: &'a str,
    pub value: f64,
    /// The colour of line and name.
    pub color: Color32,
    /// How much it matters, when there is no room for all names.
    pub emphasis: Emphasis,
}

impl<'a> Level<'a> {
    /// The names of those within a range.
    pub(super) fn names(levels: &[Self], range: (f64, f64)) -> impl Iterator<Item = MarginName<'a>> {
        let within = levels.iter().enumerate().filter(move |(_, level)| level.is_within(range));
        within.map(|(place, level)| MarginName {
            named: Named::Level(place),
            text: level.name,
            color: level.color,
            value: level.value,
            priority: level.emphasis.importance(),
        })
    }

    /// A level outside the range is not shown, neither its line nor its name.
    pub(super) fn is_within(&self, range: (f64, f64)) -> bool {
        let (low, high) = valid_range(range);
        (low..=high).contains(&self.value)
    }
}
