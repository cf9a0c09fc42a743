//! What the columns of a strip are called, drawn over them: side by side where they fit, else turned upright.

use egui::epaint::TextShape;
use egui::{Align2, FontId, Rect, Role, Sense, Ui, pos2, vec2};

use super::Canvas;
use crate::ui::theme;
use crate::ui::widgets::paint;

/// An upright name needs a column this wide, in heights of its letters.
const UPRIGHT: f32 = 0.8;
/// Names are shortened to so many heights of their letters, and to fewer where room is short, but not below the first.
const SHORTEST: f32 = 3.5;
const LONGEST: f32 = 6.5;
/// Between names side by side, and between names and their columns.
const GAP: f32 = 4.0;

/// Draws the names over columns that take `width` together, at most `most` high; whether there was room for them.
pub fn site_names_ui(ui: &mut Ui, canvas: &Canvas<'_>, width: f32, most: f32) -> bool {
    let Some(names) = canvas.site_names().filter(|names| !names.is_empty()) else { return false };
    let tokens = theme::tokens(ui.ctx());
    let size = tokens.theme.metrics().small;
    let font = FontId::proportional(size);
    let column = width / names.len() as f32;
    // Most sets have far more columns than could be named: their names are not even measured.
    if column < UPRIGHT * size {
        return false;
    }
    let widest = names.iter().map(|name| paint::width(ui, name, font.clone())).fold(0.0, f32::max);
    let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
    let level = widest + GAP <= column;
    let [least, wanted] = if level { [line; 2] } else { [SHORTEST, LONGEST].map(|most| widest.min(most * size)) };
    if least + GAP > most {
        return false;
    }
    let height = wanted.min(most - GAP) + GAP;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    paint::name(ui, &response, Role::Label, &format!("Columns: {}", names.join(", ")));
    for (place, name) in names.iter().enumerate() {
        let room = Rect::from_min_size(pos2(rect.left() + column * place as f32, rect.top()), vec2(column, height));
        let galley = paint::elided(ui, name, font.clone(), tokens.soft, if level { column } else { height - GAP });
        if level {
            paint::galley(ui, galley, room.center(), Align2::CENTER_CENTER);
        } else {
            // Turned to the left: the text begins at the foot of its column and runs up.
            let foot = pos2(room.center().x - galley.size().y / 2.0, room.bottom() - GAP);
            ui.painter().add(TextShape::new(foot, galley, tokens.soft).with_angle(-std::f32::consts::FRAC_PI_2));
        }
    }
    true
}
