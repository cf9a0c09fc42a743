//! How the panes of the Tree lab are arranged: at first as designed, then as the person drags them.

use egui_tiles::TileId;

use crate::ui::lab::Place;
use crate::ui::panes::Draft;

/// Width of the right column, and its largest part of the width.
const RIGHT: f32 = 420.0;
const MOST_RIGHT: f32 = 0.42;
/// The part of the height of the right column that the clusters take.
const CLUSTERS: f32 = 0.34;
/// Height of the singular values over the tree, and its largest part of the height.
const SPECTRUM: f32 = 150.0;
const MOST_SPECTRUM: f32 = 0.26;

/// The singular values over the tree, which share their axis; at the right the clusters over the closer looks.
pub fn designed(draft: &mut Draft<'_>, room: egui::Vec2, scale: f32) -> TileId {
    let (tree, clusters) = (draft.centre(), draft.right());
    let spectrum = draft.tabs(&[Place::Tabs("over the tree")]);
    let height = (SPECTRUM * scale).min(room.y * MOST_SPECTRUM);
    let centre = draft.column(&[(spectrum, height), (tree, room.y - height)]);
    let looks = draft.tabs(&[Place::Tabs("closer looks")]);
    let right = draft.column(&[(clusters, CLUSTERS), (looks, 1.0 - CLUSTERS)]);
    let width = (RIGHT * scale).min(room.x * MOST_RIGHT);
    draft.row(&[(centre, room.x - width), (right, width)])
}
