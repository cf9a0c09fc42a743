//! The first rows of data as they would be taken: pictures, letters or numbers, with their names and labels.

use egui::{RichText, Ui, vec2};

use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::spins::GridShape;
use crate::ui::machine::Palette;
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{TileGrid, TileLayout, Tiles, sentence_ui};

/// Rows that are shown as pictures, and as text.
const PICTURES: usize = 12;
const LINES: usize = 6;
/// Room of the pictures, and the sides that one may have, in points of the dark profile.
const ROOM: f32 = 132.0;
const SIDES: (f32, f32) = (24.0, 112.0);
/// Sites of a row that are written out.
const SITES: usize = 120;
/// Binary rows without a shape are drawn near square from so many sites on; shorter ones are written out.
const FEW: usize = 9;
/// Classes of a label column that are named.
const CLASSES: usize = 6;

/// Holds the textures of the preview.
#[derive(Default)]
pub struct Preview {
    tiles: TileGrid,
    palette: Palette,
}

impl Preview {
    /// Draws the sizes, the first rows, and what else is known of them; `key` names the reading.
    pub fn ui(&mut self, ui: &mut Ui, data: &Dataset, key: u64) {
        sentence_ui(ui, &sizes(data), Some(theme::tokens(ui.ctx()).ink));
        let drawn = data.shape.or_else(|| {
            let wide = data.is_binary() && data.alphabet.is_none() && data.columns() >= FEW;
            wide.then(|| GridShape::near_square(data.columns()))
        });
        match drawn {
            Some(shape) => self.pictures_ui(ui, data, shape, key),
            None => lines_ui(ui, data),
        }
        for sentence in labels(data) {
            sentence_ui(ui, &sentence, None);
        }
    }

    fn pictures_ui(&mut self, ui: &mut Ui, data: &Dataset, shape: GridShape, key: u64) {
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        let colours = self.palette.colours(ui.ctx());
        let (least, most) = SIDES;
        let tiles = Tiles {
            name: "First rows",
            count: data.rows().min(PICTURES),
            shape: [shape.width, shape.height],
            key: (key, 0, 0),
            value: &|row, cell| data.row(row)?.get(cell).copied().map(f32::from),
            colour: &|_, value| colours.state(value as u8, data.states),
            layout: TileLayout::Pictures { most: most * scale, least: least * scale },
            chosen: None,
            clickable: false,
        };
        let room = vec2(ui.available_width(), ROOM * scale);
        let shown = self.tiles.show(ui, &tiles, room).shown;
        let titles: Vec<String> = (0..shown).map(|row| data.row_title(row)).collect();
        sentence_ui(ui, &titles.join(" · "), None);
    }
}

/// `1,797 rows × 64 sites × 2 states`.
pub fn sizes(data: &Dataset) -> String {
    let many = |number: usize, word: &str| {
        format!("{}\u{a0}{word}{}", grouped(number as u64), if number == 1 { "" } else { "s" })
    };
    let (rows, sites) = (many(data.rows(), "row"), many(data.columns(), "site"));
    format!("{rows} × {sites} × {}", many(usize::from(data.states), "state"))
}

/// The first rows as letters or numbers.
fn lines_ui(ui: &mut Ui, data: &Dataset) {
    let tokens = theme::tokens(ui.ctx());
    for row in 0..data.rows().min(LINES) {
        ui.horizontal(|ui| {
            ui.add(egui::Label::new(RichText::new(data.row_title(row)).color(tokens.soft)).truncate());
            ui.add(egui::Label::new(RichText::new(written(data, row)).monospace()).truncate());
        });
    }
}

/// A row as letters where there are any, else as numbers.
fn written(data: &Dataset, row: usize) -> String {
    let values = data.row(row).unwrap_or_default();
    let letters: Option<Vec<char>> = data.alphabet.as_ref().map(|letters| letters.chars().collect());
    let shown = values.iter().take(SITES);
    let mut text = match letters {
        Some(letters) => shown.map(|&value| letters.get(usize::from(value)).copied().unwrap_or('?')).collect(),
        None => shown.map(u8::to_string).collect::<Vec<_>>().join(" "),
    };
    if values.len() > SITES {
        text.push('…');
    }
    text
}

/// A sentence for each label column.
fn labels(data: &Dataset) -> Vec<String> {
    let said = |column: &LabelColumn| {
        let counts = column.counts();
        let named = column.classes.iter().zip(counts).take(CLASSES).map(|(class, count)| format!("{class} ({count})"));
        let more = column.classes.len().saturating_sub(CLASSES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("Labels “{}”: {}{more}", column.name, named.collect::<Vec<_>>().join(", "))
    };
    data.labels.iter().map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_in_the_letters_that_they_have() {
        let mut data = Dataset::new("x", vec![1, 2, 0, 0, 2, 1], 3, 3);
        assert_eq!(
            (written(&data, 0), sizes(&data)),
            ("1 2 0".to_owned(), "2\u{a0}rows × 3\u{a0}sites × 3\u{a0}states".to_owned())
        );
        data.alphabet = Some("-AB".to_owned());
        assert_eq!(written(&data, 1), "-BA");
        data.labels.push(LabelColumn {
            name: "kind".to_owned(),
            classes: vec!["x".to_owned(), "y".to_owned()],
            of_row: vec![Some(0), Some(0)],
        });
        assert_eq!(labels(&data), ["Labels “kind”: x (2), y (0)"]);
    }
}
