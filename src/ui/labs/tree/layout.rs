//! How the panes of the Tree lab are arranged: at first as designed, then as the person drags them.

use egui_tiles::TileId;

use crate::ui::lab::Place;
use crate::ui::panes::Draft;

/// Width of the right column, and its largest part of the width.
const RIGHT: f32 = 340.0;
const MOST_RIGHT: f32 = 0.36;
/// Height of the singular values over the tree, and its largest part of the height.
const SPECTRUM: f32 = 150.0;
const MOST_SPECTRUM: f32 = 0.26;

/// The singular values over the tree, which share their axis; clusters and what one looks into at the right.
pub fn designed(draft: &mut Draft<'_>, room: egui::Vec2, scale: f32) -> TileId {
    let (tree, right) = (draft.centre(), draft.right());
    let spectrum = draft.tabs(&[Place::Tabs("over the tree")]);
    let height = (SPECTRUM * scale).min(room.y * MOST_SPECTRUM);
    let centre = draft.column(&[(spectrum, height), (tree, room.y - height)]);
    let width = (RIGHT * scale).min(room.x * MOST_RIGHT);
    draft.row(&[(centre, room.x - width), (right, width)])
}
