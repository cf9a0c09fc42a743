//! Where the panes of the Heat lab stand at first.

use egui_tiles::TileId;

use crate::ui::lab::Place;
use crate::ui::panes::Draft;

/// Fractions of the centre and of the right column.
const COLUMNS: [f32; 2] = [0.48, 0.52];
/// The same where one pane holds everything but the grid.
const LOW_COLUMNS: [f32; 2] = [0.54, 0.46];
/// Fractions where there is room for the experiments in a column of their own.
const WIDE_COLUMNS: [f32; 3] = [0.4, 0.3, 0.3];
/// From this width on, in points of the dark profile.
const WIDE: f32 = 1700.0;
/// Least width of the update's card, and its height there: its chips in one row, in two, in three.
const UPDATE: [(f32, f32); 3] = [(960.0, 96.0), (640.0, 134.0), (0.0, 172.0)];
/// Windows that leave less height than this are low: the update shares a place with the experiments.
const LOW: f32 = 1000.0;
/// The height in which three charts can be read, and the least that is left to what is below them.
const CHARTS: f32 = 530.0;
const BELOW: f32 = 250.0;

/// The grid in the centre with the update below; charts at the right, theory and experiments below them, side by side
/// in a wide window. Where charts would be too low to be read they share a place with everything else.
pub fn designed(draft: &mut Draft<'_>, room: egui::Vec2, scale: f32) -> TileId {
    let wide = room.x >= WIDE * scale;
    let low = room.y < LOW * scale;
    if room.y < (CHARTS + BELOW) * scale * 0.87 {
        let (state, rest) = (draft.centre(), draft.rest());
        return draft.row(&[(state, LOW_COLUMNS[0]), (rest, LOW_COLUMNS[1])]);
    }
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
        let height = (room.y - BELOW * scale).min((CHARTS * scale).max(room.y * 0.5));
        let right = draft.column(&[(charts, height), (below, room.y - height)]);
        draft.row(&[(centre, COLUMNS[0]), (right, COLUMNS[1])])
    }
}
