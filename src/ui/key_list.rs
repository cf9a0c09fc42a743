//! The list of keys under `?`: those of the lab, those of every grid, and those of the whole window.

use std::sync::Arc;

use egui::{Align2, Context, FontId, Galley, Rect, Sense, Stroke, StrokeKind, Ui, Vec2};

use crate::ui::shortcuts::Shortcut;
use crate::ui::theme;
use crate::ui::widgets::{Dialog, columns_ui, paint};

/// Keys under a common title.
pub type Group<'a> = (&'a str, &'a [Shortcut]);

/// What every grid that is drawn on understands.
pub const DRAWING: [Shortcut; 5] = [
    Shortcut::new("drag", "paint; a click on a painted cell takes it away"),
    Shortcut::new("right drag, Shift drag", "erase"),
    Shortcut::new("Ctrl drag", "with the box: a filled one"),
    Shortcut::new("← ↑ ↓ →", "the cell to draw next, while the grid has the keyboard"),
    Shortcut::new("Enter, Shift Enter", "paint that cell, erase it"),
];

/// What works in every lab.
pub const EVERYWHERE: [Shortcut; 12] = [
    Shortcut::new("1 … 7", "go to a lab"),
    Shortcut::new("Tab, Shift Tab", "the next control, the one before; Space or Enter presses it"),
    Shortcut::new("T", "next theme: dark, light, projector"),
    Shortcut::new("Ctrl + / Ctrl −", "everything larger or smaller"),
    Shortcut::new("Ctrl 0", "everything at its usual size"),
    Shortcut::new("E, right click", "take out a plot, matrix or grid: copy, CSV, SVG, PNG"),
    Shortcut::new("Ctrl wheel, right drag", "zoom a plot; a double click shows all again"),
    Shortcut::new("Shift drag", "move a plot; a drag along its numbers stretches it"),
    Shortcut::new("drag a title, a tab", "move a pane; a drag along a gap makes it larger"),
    Shortcut::new("drop a file", "open a picture, a data set or a run"),
    Shortcut::new("?", "this list"),
    Shortcut::new("Esc", "back out one level"),
];

/// Width of the list where there is room, and the least width of one of two columns. In points of the dark profile.
const WIDTH: f32 = 940.0;
const COLUMN: f32 = 340.0;
const ROW: f32 = 28.0;
/// The widest part of a column that the keys take; the rest is for what they do.
const KEYS: f32 = 0.45;

/// Draws the list over the dimmed window while `open`; Escape, the button at the corner or a click outside closes it.
pub fn key_list_ui(ctx: &Context, open: &mut bool, groups: &[Group<'_>]) {
    if *open {
        let dialog = Dialog::new("Keys", WIDTH).closed_by_a_click_outside();
        *open = !dialog.show(ctx, |ui| groups_ui(ui, groups)).closed;
    }
}

/// A line of the list, laid out for the width of its column.
enum Line<'a> {
    Title(&'a str),
    Key(&'a Shortcut, Arc<Galley>),
}

impl Line<'_> {
    fn height(&self, row: f32) -> f32 {
        match self {
            Self::Title(_) => row * 1.4,
            Self::Key(_, what) => row.max(what.size().y + row * 0.3).round(),
        }
    }
}

/// Two columns of whole groups, or one where there is no room for two.
fn groups_ui(ui: &mut Ui, groups: &[Group<'_>]) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let width = ui.available_width();
    let count = if width >= 2.0 * COLUMN * metrics.scale + theme::GAP { 2 } else { 1 };
    let column = ((width + theme::GAP) / count as f32 - theme::GAP).max(0.0);
    let row = (ROW * metrics.scale).round();
    let mono = FontId::monospace(metrics.title);
    let all = groups.iter().flat_map(|(_, keys)| keys.iter());
    let widest = all.map(|key| paint::width(ui, key.label, mono.clone())).fold(0.0, f32::max) + 16.0;
    let keys = widest.min(column * KEYS);
    let body = FontId::proportional(metrics.body);
    let room = (column - keys - theme::GAP).max(1.0);
    let groups: Vec<Vec<Line<'_>>> = groups.iter().map(|group| lines_of(ui, group, &body, room)).collect();
    let height = |lines: &[Line<'_>]| lines.iter().map(|line| line.height(row)).sum::<f32>();
    let half = groups.iter().map(|lines| height(lines)).sum::<f32>() / count as f32;
    // Groups stay whole: one begins the second column where the first is full in its middle.
    let mut above = 0.0;
    let (first, second): (Vec<_>, Vec<_>) = groups.into_iter().partition(|lines| {
        let middle = above + height(lines) / 2.0;
        above += height(lines);
        count == 1 || middle <= half * 1.05
    });
    let columns = [first, second];
    columns_ui(ui, &vec![column; count], |ui, place| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for line in columns.get(place).into_iter().flatten().flatten() {
            line_ui(ui, line, row, keys);
        }
    });
}

fn lines_of<'a>(ui: &Ui, (title, keys): &Group<'a>, font: &FontId, room: f32) -> Vec<Line<'a>> {
    let colour = theme::tokens(ui.ctx()).soft;
    let key = |key: &'a Shortcut| Line::Key(key, ui.painter().layout(key.what.to_owned(), font.clone(), colour, room));
    std::iter::once(Line::Title(title)).chain(keys.iter().map(key)).collect()
}

fn line_ui(ui: &mut Ui, line: &Line<'_>, row: f32, keys: f32) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let size = Vec2::new(ui.available_width(), line.height(row));
    let (place, response) = ui.allocate_exact_size(size, Sense::hover());
    match line {
        Line::Title(title) => {
            paint::name(ui, &response, egui::Role::Heading, title);
            let title = paint::line(ui, title, theme::semibold(metrics.title), tokens.ink);
            paint::galley(ui, title, place.left_bottom() - Vec2::new(0.0, row * 0.2), Align2::LEFT_BOTTOM);
        }
        Line::Key(key, what) => {
            paint::name(ui, &response, egui::Role::Label, &format!("{}: {}", key.label, key.what));
            let label = paint::elided(ui, key.label, FontId::monospace(metrics.title), tokens.ink, keys - 16.0);
            let cap = Vec2::new(label.size().x + 16.0, row * 0.82);
            let cap = Rect::from_min_size(place.left_top() + Vec2::new(0.0, row * 0.09), cap);
            ui.painter().rect(cap, 5.0, tokens.raised, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
            paint::galley(ui, label, cap.center(), Align2::CENTER_CENTER);
            let first = what.rows.first().map_or(0.0, |line| line.height());
            let at = place.left_top() + Vec2::new(keys + theme::GAP, (row - first) / 2.0);
            paint::galley(ui, Arc::clone(what), at, Align2::LEFT_TOP);
        }
    }
}
