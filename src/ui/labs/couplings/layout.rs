//! How the panes of the Couplings lab are arranged: at first as designed, then as the person drags them.

use egui_tiles::TileId;

use crate::ui::lab::Place;
use crate::ui::panes::Draft;

/// Width of the right column, and its largest part of the width.
const RIGHT: f32 = 400.0;
const MOST_RIGHT: f32 = 0.36;
/// The part of the centre that the matrix takes, next to the truth.
const MATRIX: f32 = 0.6;
/// The part of the height that the tabs under the matrix take.
const UNDER: f32 = 0.44;

/// The matrix next to the truth, over closer looks; at right what the training did and which unit makes a coupling.
pub fn designed(draft: &mut Draft<'_>, room: egui::Vec2, scale: f32) -> TileId {
    let (matrix, right) = (draft.centre(), draft.right());
    let truth = draft.tabs(&[Place::Tabs("next to the matrix")]);
    let pairs = draft.row(&[(matrix, MATRIX), (truth, 1.0 - MATRIX)]);
    let under = draft.tabs(&[Place::Tabs("under the matrix")]);
    let centre = draft.column(&[(pairs, 1.0 - UNDER), (under, UNDER)]);
    let width = (RIGHT * scale).min(room.x * MOST_RIGHT);
    draft.row(&[(centre, room.x - width), (right, width)])
}
