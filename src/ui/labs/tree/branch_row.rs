//! A line of a table about one branch: its colour, its most frequent label, its rows, and how their labels are spread.

use egui::{Align2, FontId, Rect, Response, Role, Sense, Ui, UiBuilder, pos2, vec2};

use crate::physics::data::LabelColumn;
use crate::ui::labs::tree::clusters_at::Composition;
use crate::ui::theme::numbers::{grouped, percent};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::{Part, paint, stacked_bar_ui};

/// Between columns.
const GAP: f32 = 8.0;
/// A bar narrower than this says nothing.
const LEAST_BAR: f32 = 30.0;

/// What a line says.
pub struct BranchRow<'a> {
    pub node: u32,
    /// The number of its colour in the tree.
    pub colour: usize,
    pub count: usize,
    /// All rows of the tree.
    pub total: usize,
    pub composition: &'a Composition,
    /// What names the classes; `None` where nothing is labelled.
    pub column: Option<&'a LabelColumn>,
    /// Whether it is the branch that is looked at.
    pub chosen: bool,
    /// Whether there is a picture at its left.
    pub has_picture: bool,
}

/// What happened on a line in this frame.
pub struct BranchAnswer {
    pub response: Response,
    /// The square for a picture.
    pub picture: Rect,
    /// What the piece of the bar under the pointer says.
    pub sentence: Option<String>,
}

/// Where the columns of a line lie.
struct Columns {
    picture: Rect,
    swatch: Rect,
    label: Rect,
    count: Rect,
    bar: Rect,
    percent: Rect,
}

/// Height of a line.
pub fn height(tokens: &Tokens) -> f32 {
    (32.0 * tokens.theme.metrics().scale).round()
}

impl Columns {
    fn new(ui: &Ui, rect: Rect, has_picture: bool, is_labelled: bool) -> Self {
        let metrics = theme::tokens(ui.ctx()).theme.metrics();
        let number = |text: &str| paint::width(ui, text, FontId::monospace(metrics.title)).ceil();
        let mut left = rect.left();
        let mut take = |width: f32| {
            let column = Rect::from_x_y_ranges(left..=left + width, rect.y_range());
            left += if width > 0.0 { width + GAP } else { 0.0 };
            column
        };
        let picture = take(if has_picture { rect.height() - 4.0 } else { 0.0 }).shrink2(vec2(0.0, 2.0));
        let swatch = take(5.0).shrink2(vec2(0.0, 5.0));
        let label = take(if is_labelled { (0.22 * rect.width()).round() } else { 0.0 });
        let count = take(number("0\u{202F}000"));
        let percent = Rect::from_x_y_ranges(rect.right() - number("100 %")..=rect.right(), rect.y_range());
        let bar = Rect::from_x_y_ranges(count.right() + GAP..=percent.left() - GAP, rect.y_range());
        Self { picture, swatch, label, count, bar, percent }
    }
}

/// The names of the columns, in the places that they have in every line.
pub fn heading_ui(ui: &mut Ui, has_picture: bool, column: Option<&LabelColumn>) {
    let tokens = theme::tokens(ui.ctx());
    let font = FontId::proportional(tokens.theme.metrics().small);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ui.fonts_mut(|fonts| fonts.row_height(&font)) + 2.0));
    let columns = Columns::new(ui, rect, has_picture, column.is_some());
    let names = match column {
        Some(column) => [column.name.as_str(), "rows", "labels", "purity"],
        None => ["", "rows", "", "of all"],
    };
    let places = [(columns.label, false), (columns.count, true), (columns.bar, false), (columns.percent, true)];
    for (name, (place, at_right)) in names.into_iter().zip(places) {
        let width = if at_right { f32::INFINITY } else { place.width() };
        let text = paint::elided(ui, name, font.clone(), tokens.soft, width);
        let (at, align) = if at_right {
            (place.right_center(), Align2::RIGHT_CENTER)
        } else {
            (place.left_center(), Align2::LEFT_CENTER)
        };
        if place.width() > 0.0 {
            paint::galley(ui, text, at, align);
        }
    }
}

impl BranchRow<'_> {
    /// Draws it over the available width.
    pub fn show(&self, ui: &mut Ui) -> BranchAnswer {
        let tokens = theme::tokens(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height(&tokens)), Sense::click());
        paint::name(ui, &response, Role::Button, &self.sentence());
        if self.chosen || response.hovered() || response.has_focus() {
            let ground = if response.hovered() { tokens.hovered } else { tokens.raised };
            ui.painter().rect_filled(rect.expand2(vec2(5.0, 0.0)), 5.0, ground);
        }
        if response.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        let columns = Columns::new(ui, rect, self.has_picture, self.column.is_some());
        ui.painter().rect_filled(columns.swatch, 2.5, tokens.branch(self.colour));
        self.words_ui(ui, &columns, &tokens);
        let sentence = (columns.bar.width() >= LEAST_BAR).then(|| self.bar_ui(ui, &columns.bar, &tokens)).flatten();
        paint::focus_ring(ui, &response, paint::CONTROL_RADIUS);
        BranchAnswer { response, picture: columns.picture, sentence }
    }

    /// `branch of 19 rows · 47 % 0`.
    pub fn sentence(&self) -> String {
        let noun = if self.count == 1 { "row" } else { "rows" };
        let majority = self.majority().map_or_else(String::new, |(class, part)| {
            let of = if self.composition.labelled == self.count { "" } else { " of the labelled ones" };
            format!(" · {} {class}{of}", percent(part, 0))
        });
        format!("branch of {} {noun}{majority}", grouped(self.count as u64))
    }

    fn majority(&self) -> Option<(&str, f64)> {
        let (class, part) = self.composition.majority()?;
        Some((self.class(class)?, part))
    }

    fn class(&self, class: u32) -> Option<&str> {
        self.column?.classes.get(class as usize).map(String::as_str)
    }

    fn of_all(&self) -> f64 {
        self.count as f64 / self.total.max(1) as f64
    }

    fn words_ui(&self, ui: &Ui, columns: &Columns, tokens: &Tokens) {
        let metrics = tokens.theme.metrics();
        let (label, part) = match (self.majority(), self.column) {
            (Some((class, part)), _) => (class, percent(part, 0)),
            (None, Some(_)) => ("unlabelled", "–".to_owned()),
            (None, None) => ("", percent(self.of_all(), 0)),
        };
        let font = theme::semibold(metrics.title);
        let label = paint::elided(ui, label, font, tokens.ink, columns.label.width());
        paint::galley(ui, label, columns.label.left_center(), Align2::LEFT_CENTER);
        let mono = FontId::monospace(metrics.title);
        let count = paint::line(ui, &grouped(self.count as u64), mono.clone(), tokens.soft);
        paint::galley(ui, count, columns.count.right_center(), Align2::RIGHT_CENTER);
        let part = paint::line(ui, &part, mono, tokens.ink);
        paint::galley(ui, part, columns.percent.right_center(), Align2::RIGHT_CENTER);
    }

    /// The labels as pieces of a bar; without labels one piece as long as the branch is large.
    fn bar_ui(&self, ui: &mut Ui, room: &Rect, tokens: &Tokens) -> Option<String> {
        let high = (26.0 * tokens.theme.metrics().scale).round();
        let top = room.center().y - high / 2.0;
        let room = Rect::from_min_max(pos2(room.left(), top), pos2(room.right(), top + high));
        if self.column.is_none() {
            let long = (room.width() * self.of_all() as f32).max(2.0);
            let room = room.shrink2(vec2(0.0, 0.3 * high));
            ui.painter().rect_filled(room, 3.0, tokens.raised);
            ui.painter().rect_filled(room.with_max_x(room.left() + long), 3.0, tokens.branch(self.colour));
            return None;
        }
        let sentences: Vec<(&str, String)> = self.composition.classes.iter().map(|piece| self.piece(*piece)).collect();
        let pieces = self.composition.classes.iter().zip(&sentences);
        let parts: Vec<Part<'_>> = pieces
            .map(|((class, count), (label, sentence))| Part {
                labels: [label, "", ""],
                sentence,
                value: *count as f64,
                colour: tokens.class(*class as usize),
            })
            .collect();
        let mut inside = ui.new_child(UiBuilder::new().max_rect(room).id_salt(self.node));
        let hovered = stacked_bar_ui(&mut inside, "labels of the branch", &parts)?;
        sentences.into_iter().nth(hovered).map(|(_, sentence)| sentence)
    }

    /// `digit 7: 9 of 19 labelled rows (47 %)`.
    fn piece(&self, (class, count): (u32, usize)) -> (&str, String) {
        let name = self.class(class).unwrap_or_default();
        let of = self.composition.labelled;
        let column = self.column.map_or("", |column| column.name.as_str());
        let part = percent(count as f64 / of.max(1) as f64, 0);
        (name, format!("{column} {name}: {} of {} labelled rows ({part})", grouped(count as u64), grouped(of as u64)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_labelled() {
        let column = LabelColumn {
            name: "digit".to_owned(),
            classes: vec!["zero".to_owned(), "one".to_owned()],
            of_row: vec![Some(1), Some(1), None, Some(0)],
        };
        let composition = Composition::of(&[0, 1, 2, 3], &column);
        let row = BranchRow {
            node: 3,
            colour: 0,
            count: 4,
            total: 8,
            composition: &composition,
            column: Some(&column),
            chosen: false,
            has_picture: false,
        };
        assert_eq!(row.sentence(), "branch of 4 rows · 67\u{202F}% one of the labelled ones");
        assert_eq!(row.piece((1, 2)), ("one", "digit one: 2 of 3 labelled rows (67\u{202F}%)".to_owned()));
        let bare = BranchRow { column: None, count: 1, ..row };
        assert_eq!((bare.sentence(), bare.of_all()), ("branch of 1 row".to_owned(), 0.125));
    }
}
