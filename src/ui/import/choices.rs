//! The choices that apply to a file, drawn as rows of a name and an input.

use egui::{ComboBox, Role, TextEdit, Ui, WidgetInfo};

use super::wish::{HALF_OF_WHITE, Letters, Values, Wish};
use crate::io::datasets::choices::{
    ALPHABET, CATEGORIES, Choice, Contents, KEEP_INSERTIONS, LABEL_COLUMN, NAMES_COLUMN, SHAPE, THRESHOLD, TRANSPOSE,
};
use crate::io::datasets::{ColumnChoice, Look};
use crate::ui::theme;
use crate::ui::widgets::Segmented;

/// Width of the names, in points of the dark profile.
const NAMES: f32 = 96.0;
/// Width of what is typed.
const TYPED: f32 = 150.0;
/// Headings that a menu lists.
const MOST_HEADINGS: usize = 200;

const VALUES: [(Values, &str, &str); 3] = [
    (Values::AsFound, "as found", "0 and 1 or −1 and +1 are two values, small whole numbers states"),
    (Values::Cut, "cut", THRESHOLD.help),
    (Values::States, "states", CATEGORIES.help),
];
const LETTERS: [(Letters, &str, &str); 5] = [
    (Letters::Found, "as found", "Proteins, RNA or DNA, by all letters of the file"),
    (Letters::Protein, "protein", "Twenty residues and the gap"),
    (Letters::Rna, "RNA", "A, C, G, U and the gap"),
    (Letters::Dna, "DNA", "A, C, G, T and the gap"),
    (Letters::Own, "other", "The letters in the order of their values, gap first"),
];

/// Draws the choices that the contents leave.
pub fn choices_ui(ui: &mut Ui, look: &Look, wish: &mut Wish) {
    let applies = |choice: Choice| choice.applies(look.contents);
    if look.contents == Contents::Fixed {
        return;
    }
    arrays_ui(ui, look, wish);
    if applies(THRESHOLD) {
        row_ui(ui, THRESHOLD.title, |ui| values_ui(ui, applies(CATEGORIES), wish));
    }
    // Numbers have letters only where they are states.
    if applies(ALPHABET) && (look.contents == Contents::Sequences || wish.values == Values::States) {
        row_ui(ui, ALPHABET.title, |ui| {
            if let Some(letters) = Segmented::new("Letters", wish.letters, &LETTERS).show(ui) {
                wish.letters = letters;
            }
            if wish.letters == Letters::Own {
                text_ui(ui, "Own letters", &mut wish.own_letters, "-ABC", ALPHABET.help);
            }
        });
    }
    if applies(KEEP_INSERTIONS) {
        switch_ui(ui, &KEEP_INSERTIONS, "keep them as columns", &mut wish.keep_insertions);
    }
    if applies(LABEL_COLUMN) {
        let none = ("none", Some(ColumnChoice::None));
        column_ui(ui, &LABEL_COLUMN, look, Some(none), &mut wish.label_column);
    }
    if applies(NAMES_COLUMN) {
        column_ui(ui, &NAMES_COLUMN, look, None, &mut wish.names_column);
    }
    if applies(TRANSPOSE) {
        switch_ui(ui, &TRANSPOSE, "columns are rows", &mut wish.transpose);
    }
    if applies(SHAPE) {
        row_ui(ui, SHAPE.title, |ui| text_ui(ui, SHAPE.title, &mut wish.shape, "height × width", SHAPE.help));
    }
}

/// Draws the choice of rows.
pub fn rows_ui(ui: &mut Ui, wish: &mut Wish) {
    let rows = "Keep the first rows, of those with the labels below; all where nothing is typed";
    row_ui(ui, "First rows", |ui| text_ui(ui, "First rows", &mut wish.rows, "all", rows));
    subset_ui(ui, wish);
}

/// Draws the choice of labels, and where they come from.
pub fn subset_ui(ui: &mut Ui, wish: &mut Wish) {
    let subset = "Keep the rows with one of these labels or names, with commas between them";
    row_ui(ui, "Rows with", |ui| text_ui(ui, "Rows with", &mut wish.subset, "any label", subset));
    let labels = "Path of a table of labels: “Name”, then one column for each kind of label";
    row_ui(ui, "Label table", |ui| text_ui(ui, "Label table", &mut wish.labels, "path of a .csv", labels));
}

fn arrays_ui(ui: &mut Ui, look: &Look, wish: &mut Wish) {
    if look.arrays.len() < 2 {
        return;
    }
    row_ui(ui, "Array", |ui| {
        let shown = wish.array.as_deref().unwrap_or("as found");
        let menu = ComboBox::from_id_salt("array").selected_text(shown).show_ui(ui, |ui| {
            ui.selectable_value(&mut wish.array, None, "as found");
            for (name, shape) in &look.arrays {
                let sizes = shape.iter().map(usize::to_string).collect::<Vec<_>>().join(" × ");
                ui.selectable_value(&mut wish.array, Some(name.clone()), format!("{name}  {sizes}"));
            }
        });
        named(&menu.response, Role::ComboBox, "Array");
    });
}

fn values_ui(ui: &mut Ui, may_be_states: bool, wish: &mut Wish) {
    let kinds = if may_be_states { &VALUES[..] } else { &VALUES[..2] };
    if let Some(values) = Segmented::new("Values", wish.values, kinds).show(ui) {
        wish.values = values;
        if values == Values::Cut && wish.threshold.is_empty() {
            HALF_OF_WHITE.clone_into(&mut wish.threshold);
        }
    }
    if wish.values == Values::Cut {
        ui.label("above");
        text_ui(ui, "Threshold", &mut wish.threshold, HALF_OF_WHITE, THRESHOLD.help);
    }
}

fn column_ui(
    ui: &mut Ui,
    choice: &Choice,
    look: &Look,
    none: Option<(&str, Option<ColumnChoice>)>,
    chosen: &mut Option<ColumnChoice>,
) {
    let shown = chosen.as_ref().map_or_else(|| "as found".to_owned(), ToString::to_string);
    row_ui(ui, choice.title, |ui| {
        let menu = ComboBox::from_id_salt(choice.title).selected_text(shown).show_ui(ui, |ui| {
            ui.selectable_value(chosen, None, "as found");
            if let Some((text, none)) = none {
                ui.selectable_value(chosen, none, text);
            }
            ui.selectable_value(chosen, Some(ColumnChoice::First), "first");
            ui.selectable_value(chosen, Some(ColumnChoice::Last), "last");
            for heading in look.headings.iter().filter(|heading| !heading.is_empty()).take(MOST_HEADINGS) {
                ui.selectable_value(chosen, Some(ColumnChoice::Named(heading.clone())), heading);
            }
        });
        named(&menu.response, Role::ComboBox, choice.title);
        menu.response.on_hover_text(choice.help);
    });
}

fn switch_ui(ui: &mut Ui, choice: &Choice, text: &str, on: &mut bool) {
    row_ui(ui, choice.title, |ui| ui.checkbox(on, text).on_hover_text(choice.help));
}

fn text_ui(ui: &mut Ui, name: &'static str, text: &mut String, hint: &str, tip: &str) {
    let width = TYPED * theme::tokens(ui.ctx()).theme.metrics().scale;
    let response = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(width.min(ui.available_width())));
    named(&response, Role::TextInput, name);
    response.on_hover_text(tip);
}

fn named(response: &egui::Response, role: Role, name: &'static str) {
    response.widget_info(|| WidgetInfo::labeled(role, true, name));
}

/// A name, and what is chosen under it.
fn row_ui<R>(ui: &mut Ui, name: &str, input: impl FnOnce(&mut Ui) -> R) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(metrics.control);
        let size = egui::vec2(NAMES * metrics.scale, metrics.control);
        ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.set_min_width(size.x);
            ui.label(egui::RichText::new(name).color(tokens.soft));
        });
        input(ui);
    });
}
