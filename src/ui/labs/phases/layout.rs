//! How the panes of the Phases lab are arranged: at first as designed, then as the person drags them.

use egui_tiles::TileId;

use crate::ui::lab::Place;
use crate::ui::panes::Draft;

/// Shares of the centre and of the right column.
const COLUMNS: [f32; 2] = [0.56, 0.44];
/// Least height of the network, and its share of the height where there is more.
const NETWORK: f32 = 236.0;
const NETWORK_SHARE: f32 = 0.4;

/// The plane in the centre, curves over what is measured at right.
pub fn designed(draft: &mut Draft<'_>, room: egui::Vec2, scale: f32) -> TileId {
    let plane = draft.centre();
    let [curves, measured] = ["curves", "measured"].map(|tabs| draft.tabs(&[Place::Tabs(tabs)]));
    let height = (room.y * NETWORK_SHARE).max(NETWORK * scale).min(room.y * 0.5);
    let right = draft.column(&[(curves, room.y - height), (measured, height)]);
    draft.row(&[(plane, COLUMNS[0]), (right, COLUMNS[1])])
}
