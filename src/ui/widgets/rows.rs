//! Lists that scroll, with a foot where a row ends: none is cut in half.

use std::ops::Range;

use egui::{ScrollArea, Ui};

/// Draws rows of one height into what height there is; `draw` is asked for those in sight.
pub fn equal_rows_ui(ui: &mut Ui, row: f32, count: usize, draw: impl FnOnce(&mut Ui, Range<usize>)) {
    unfaded(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let room = whole_rows(ui.available_height(), row);
        let area = ScrollArea::vertical().auto_shrink(false).max_height(room).min_scrolled_height(room);
        area.show_rows(ui, row, count, draw);
    });
}

/// What is scrolled usually fades at its foot: that would hide half of the last row.
fn unfaded<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let scoped = ui.scope(|ui| {
        ui.spacing_mut().scroll.fade.strength = 0.0;
        content(ui)
    });
    scoped.inner
}

/// The greatest height up to `room` that holds whole rows of this height; all of it where not one fits.
fn whole_rows(room: f32, row: f32) -> f32 {
    let rows = (room / row.max(1.0)).floor();
    if rows >= 1.0 { rows * row } else { room.max(0.0) }
}

/// Where the rows of a list end, as it notes them while it draws.
pub struct RowEnds {
    top: f32,
    ends: Vec<f32>,
}

impl RowEnds {
    /// Notes that a row ends here.
    pub fn end(&mut self, ui: &Ui) {
        self.ends.push(ui.cursor().top() - ui.spacing().item_spacing.y - self.top);
    }
}

/// Draws rows of any heights into what height there is, scrolled where they are more. `content` notes where each ends:
/// the room ends with the last one that is whole, from the next frame on.
pub fn rows_ui<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui, &mut RowEnds) -> R) -> R {
    unfaded(ui, |ui| cut_ui(ui, content))
}

fn cut_ui<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui, &mut RowEnds) -> R) -> R {
    let id = ui.make_persistent_id("row ends");
    let room = ui.available_height();
    let before: Vec<f32> = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let height = foot(&before, room);
    let area = ScrollArea::vertical().auto_shrink(false).max_height(height).min_scrolled_height(height);
    let (found, ends) = area
        .show(ui, |ui| {
            let mut rows = RowEnds { top: ui.cursor().top(), ends: Vec::new() };
            (content(ui, &mut rows), rows.ends)
        })
        .inner;
    if foot(&ends, room) != height {
        ui.ctx().request_repaint();
    }
    ui.data_mut(|data| data.insert_temp(id, ends));
    found
}

/// Where the last row ends that is whole in this room; all of the room where every row is, or none.
fn foot(ends: &[f32], room: f32) -> f32 {
    // Rows are drawn at fractions of a pixel.
    const SLACK: f32 = 0.5;
    let fits = |end: &&f32| **end <= room + SLACK;
    match (ends.last(), ends.iter().rev().find(fits)) {
        (Some(last), Some(end)) if end < last => end.min(room),
        _ => room.max(0.0),
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;

    use super::*;

    #[test]
    fn a_room_ends_with_a_whole_row() {
        assert_eq!([whole_rows(100.0, 30.0), whole_rows(90.0, 30.0), whole_rows(20.0, 30.0)], [90.0, 90.0, 20.0]);
        assert_eq!(foot(&[30.0, 50.0, 80.0], 79.0), 50.0);
        assert_eq!(foot(&[30.0, 50.0, 80.0], 80.0), 80.0, "all are whole");
        assert_eq!([foot(&[30.0], 20.0), foot(&[], 20.0)], [20.0, 20.0]);
    }

    #[test]
    fn what_is_drawn_ends_where_a_row_does() {
        let mut clipped = 0.0;
        let mut tops = Vec::new();
        let mut harness = Harness::builder().with_size([200.0, 120.0]).build_ui(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            tops.clear();
            rows_ui(ui, |ui, rows| {
                for height in [20.0, 40.0, 20.0, 40.0, 20.0] {
                    tops.push(ui.cursor().top());
                    ui.allocate_space(egui::vec2(50.0, height));
                    rows.end(ui);
                }
                clipped = ui.clip_rect().bottom();
            });
        });
        harness.run_steps(3);
        drop(harness);
        // The clip of a scrolled area reaches a little beyond what it holds.
        let next = tops.iter().find(|top| **top > clipped - 4.0).copied();
        assert!(next.is_some_and(|next| next - clipped < 8.0), "cut at {clipped}, rows begin at {tops:?}");
    }
}
