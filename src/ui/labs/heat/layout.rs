//! Where the panes of the Heat lab stand at first.

use egui_tiles::TileId;

use crate::ui::lab::Place;
use crate::ui::panes::Draft;

/// Fractions of the centre and of the right column.
const COLUMNS: [f32; 2] = [0.48, 0.52];
/// Fractions where there is room for the experiments in a column of their own.
const WIDE_COLUMNS: [f32; 3] = [0.4, 0.3, 0.3];
/// From this width on, in points of the dark profile.
const WIDE: f32 = 1700.0;
/// Least width of the update's card, and its height there: its chips in one row, in two, in three.
const UPDATE: [(f32, f32); 3] = [(960.0, 96.0), (640.0, 134.0), (0.0, 172.0)];
/// Windows that leave less height than this are low.
const LOW: f32 = 760.0;
/// The fraction of the height that the charts take of the right column, and that in a low window.
const CHARTS: [f32; 2] = [0.5, 0.56];

/// The grid in the centre with the update below; charts at the right, theory and experiments below them, side by side
/// in a wide window.
pub fn designed(draft: &mut Draft<'_>, room: egui::Vec2, scale: f32) -> TileId {
    let wide = room.x >= WIDE * scale;
    let low = room.y < LOW * scale;
    let [theory, experiments] = ["theory", "experiments"].map(Place::Tabs);
    let (state, charts) = (draft.centre(), draft.right());
    let centre = if low {
        state
    } else {
        let width = room.x * if wide { WIDE_COLUMNS[0] } else { COLUMNS[0] } / scale;
        let height = UPDATE.iter().find(|(least, _)| width >= *least).map_or(0.0, |(_, height)| height * scale);
        let update = draft.strip();
        draft.column(&[(state, room.y - height), (update, height)])
    };
    if wide && !low {
        let (theory, experiments) = (draft.tabs(&[theory]), draft.tabs(&[experiments]));
        let middle = draft.column(&[(charts, 0.6), (experiments, 0.4)]);
        draft.row(&[(centre, WIDE_COLUMNS[0]), (middle, WIDE_COLUMNS[1]), (theory, WIDE_COLUMNS[2])])
    } else {
        // In a low window the update shares a place with the others.
        let below = [theory, experiments, Place::Strip];
        let below = draft.tabs(if low { &below } else { &below[..2] });
        let height = CHARTS[usize::from(low)];
        let right = draft.column(&[(charts, height), (below, 1.0 - height)]);
        draft.row(&[(centre, COLUMNS[0]), (right, COLUMNS[1])])
    }
}
