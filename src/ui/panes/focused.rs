//! A lesson: the panels that it needs, the first as the object, and a line around the one that is meant.

use egui::{Rect, Stroke, StrokeKind, Ui, UiBuilder};

use super::Panes;
use super::behavior::roomy_ui;
use crate::ui::lab::LabPanels;
use crate::ui::theme;
use crate::ui::widgets::{Card, paint};

/// The part of the width that the first panel takes.
const OBJECT: f32 = 0.5;
/// Rooms that are narrower than this, in points of the dark profile, have all panels one above the other.
const WIDE: f32 = 620.0;

/// Draws the panels of these ids: the first at the left, the others one above the other next to it.
pub fn focused_ui<L: LabPanels>(
    ui: &mut Ui,
    panes: &mut Panes<L>,
    (shown, watched): (&[String], Option<&str>),
    context: &mut L::Context<'_>,
) {
    let tokens = theme::tokens(ui.ctx());
    let rooms = rooms(ui.max_rect(), shown.len(), WIDE * tokens.theme.metrics().scale);
    for (id, room) in shown.iter().zip(rooms) {
        let Some(panel) = panes.panels.iter_mut().find(|panel| panel.info().id == *id) else { continue };
        let info = panel.info();
        let explanation = panel.explanation(context);
        let mut inside = ui.new_child(UiBuilder::new().id_salt(("lesson", id)).max_rect(room));
        let card = Card::new(info.title).note(&explanation).help(info.help).fill_height();
        card.show(&mut inside, |ui| roomy_ui(ui, panel.least(), |ui| panel.ui(ui, context)));
        if watched == Some(id.as_str()) {
            let line = Stroke::new(2.0, tokens.accent);
            ui.painter().rect_stroke(room, paint::PANEL_RADIUS, line, StrokeKind::Inside);
        }
    }
}

/// A room for each of `count` panels.
fn rooms(whole: Rect, count: usize, wide: f32) -> Vec<Rect> {
    let gap = theme::GAP;
    if count < 2 {
        return vec![whole];
    }
    if whole.width() < wide {
        return column(whole, count, gap);
    }
    let (left, right) = whole.split_left_right_at_fraction(OBJECT);
    let mut rooms = vec![left.with_max_x(left.right() - gap / 2.0)];
    rooms.extend(column(right.with_min_x(right.left() + gap / 2.0), count - 1, gap));
    rooms
}

/// `count` rooms of one height, one above the other.
fn column(whole: Rect, count: usize, gap: f32) -> Vec<Rect> {
    let height = ((whole.height() - gap * (count as f32 - 1.0)) / count as f32).max(0.0);
    let top = |place: usize| whole.top() + place as f32 * (height + gap);
    (0..count).map(|place| whole.with_min_y(top(place)).with_max_y(top(place) + height)).collect()
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};

    use super::*;

    #[test]
    fn rooms_lie_in_the_whole_and_do_not_overlap() {
        for (size, count) in [(vec2(1200.0, 800.0), 1), (vec2(1200.0, 800.0), 4), (vec2(400.0, 800.0), 3)] {
            let whole = Rect::from_min_size(pos2(10.0, 60.0), size);
            let rooms = rooms(whole, count, WIDE);
            assert_eq!(rooms.len(), count);
            for (place, room) in rooms.iter().enumerate() {
                assert!(whole.expand(0.01).contains_rect(*room));
                assert!(rooms.iter().take(place).all(|other| !other.intersects(*room)));
            }
        }
    }
}
