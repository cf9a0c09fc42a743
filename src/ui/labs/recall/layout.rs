//! Where the panes of the Recall lab stand at first.

use egui_tiles::TileId;

use crate::ui::lab::Place;
use crate::ui::panes::Draft;

/// Fractions of the centre and of the right column, and those in a low window: there the bars below the grid need one
/// row less.
const COLUMNS: [f32; 2] = [0.53, 0.47];
const LOW_COLUMNS: [f32; 2] = [0.56, 0.44];
/// Least width of the update's card, and its height there: words in one line or two, and its chips in one row, in two,
/// in three. In points of the dark profile.
const UPDATE: [(f32, f32); 3] = [(660.0, 120.0), (490.0, 178.0), (0.0, 216.0)];
/// Height of the update where the words alone have room, and the height of the panes below which its formulas give way
/// to the pictures of the run.
const WORDS: f32 = 104.0;
const TIGHT: f32 = 840.0;
/// Windows that leave less height than this are low.
const LOW: f32 = 760.0;
/// Least height of the studies, and their fraction of the height where there is more.
const STUDIES: f32 = 236.0;
const STUDIES_SHARE: f32 = 0.27;

/// The grid in the centre; charts, the update and tabs of studies at the right. What has a fixed need gets it, the
/// charts get the rest.
pub fn designed(draft: &mut Draft<'_>, room: egui::Vec2, scale: f32) -> TileId {
    let (state, charts) = (draft.centre(), draft.right());
    let studies_height = (room.y * STUDIES_SHARE).max(STUDIES * scale).min(room.y * 0.45);
    let low = room.y < LOW * scale;
    let right = if low {
        // In a low window the update shares a place with the studies.
        let tabs = draft.tabs(&[Place::Strip, Place::Tabs("studies")]);
        draft.column(&[(charts, room.y - studies_height), (tabs, studies_height)])
    } else {
        let (update, studies) = (draft.strip(), draft.tabs(&[Place::Tabs("studies")]));
        let width = room.x * COLUMNS[1] / scale;
        let whole = UPDATE.iter().find(|(least, _)| width >= *least).map_or(0.0, |(_, height)| height * scale);
        let update_height = if room.y < TIGHT * scale { WORDS * scale } else { whole };
        let rest = room.y - update_height - studies_height;
        draft.column(&[(charts, rest), (update, update_height), (studies, studies_height)])
    };
    let columns = if low { LOW_COLUMNS } else { COLUMNS };
    draft.row(&[(state, columns[0]), (right, columns[1])])
}
