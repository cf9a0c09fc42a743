//! A lecture: the object of a lab and one chart, as large as the window, and nothing else.

use egui::{Rect, Ui, UiBuilder};

use super::Panes;
use super::behavior::roomy_ui;
use crate::ui::lab::LabPanels;
use crate::ui::theme;
use crate::ui::widgets::Card;

/// The part of the length that the object takes.
const OBJECT: f32 = 0.54;
/// Windows that are wider than this, relative to their height, have both side by side.
const WIDE: f32 = 1.1;

/// Draws the panels of these ids, the object first, next to each other or one above the other.
pub fn presented_ui<L: LabPanels>(ui: &mut Ui, panes: &mut Panes<L>, shown: &[&str], context: &mut L::Context<'_>) {
    let whole = ui.max_rect();
    let rooms = if shown.len() < 2 { vec![whole] } else { halves(whole).to_vec() };
    for (id, room) in shown.iter().zip(rooms) {
        let Some(panel) = panes.panels.iter_mut().find(|panel| panel.info().id == *id) else { continue };
        let info = panel.info();
        let explanation = panel.explanation(context);
        let mut inside = ui.new_child(UiBuilder::new().id_salt(("presented", id)).max_rect(room));
        let card = Card::new(info.title).note(&explanation).help(info.help).fill_height();
        card.show(&mut inside, |ui| roomy_ui(ui, panel.least(), |ui| panel.ui(ui, context)));
    }
}

fn halves(room: Rect) -> [Rect; 2] {
    let gap = theme::GAP / 2.0;
    if room.width() >= WIDE * room.height() {
        let (left, right) = room.split_left_right_at_fraction(OBJECT);
        [left.with_max_x(left.right() - gap), right.with_min_x(right.left() + gap)]
    } else {
        let (above, below) = room.split_top_bottom_at_fraction(OBJECT);
        [above.with_max_y(above.bottom() - gap), below.with_min_y(below.top() + gap)]
    }
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};

    use super::*;

    #[test]
    fn both_halves_lie_in_the_room_with_a_gap_between() {
        for size in [vec2(1600.0, 900.0), vec2(800.0, 900.0)] {
            let room = Rect::from_min_size(pos2(10.0, 60.0), size);
            let [object, chart] = halves(room);
            assert!(room.contains_rect(object) && room.contains_rect(chart));
            assert!(!object.intersects(chart) && object.area() > chart.area());
        }
    }
}
