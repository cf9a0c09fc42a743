//! How the panes of the Train lab are arranged: at first as designed, then as the person drags them.

use egui_tiles::TileId;

use crate::ui::lab::Place;
use crate::ui::panes::Draft;

/// Width of the right column, and its largest fraction.
const RIGHT: f32 = 318.0;
const RIGHT_SHARE: f32 = 0.34;
/// Height of the tabs below the modes, and its fraction where there is more room.
const TABS: f32 = 226.0;
const TABS_SHARE: f32 = 0.38;

/// Windows that leave less height than this are low: the likelihood and the events share a place, so that samples keep
/// theirs.
const LOW: f32 = 640.0;
const SAMPLES: f32 = 0.62;
/// The most of a low window that the tabs below the modes take.
const MOST_LOW: f32 = 0.42;

/// The modes in the centre over what one looks into; samples, likelihood and events at right.
pub fn designed(draft: &mut Draft<'_>, room: egui::Vec2, scale: f32) -> TileId {
    let learning = draft.centre();
    let low = room.y < LOW * scale;
    let right = if low { draft.first_of_right(SAMPLES) } else { draft.right() };
    let tabs = draft.tabs(&[Place::Tabs("closer looks")]);
    let most = if low { MOST_LOW } else { 0.5 };
    let height = (room.y * TABS_SHARE).max(TABS * scale).min(room.y * most);
    let centre = draft.column(&[(learning, room.y - height), (tabs, height)]);
    let width = (RIGHT * scale).min(room.x * RIGHT_SHARE);
    draft.row(&[(centre, room.x - width), (right, width)])
}
