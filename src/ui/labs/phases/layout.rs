//! How the panes of the Phases lab are arranged: at first as designed, then as the person drags them.

use egui_tiles::{LinearDir, Tiles, Tree};

use crate::ui::panes::{Pane, linear};

/// Shares of the centre and of the right column.
const COLUMNS: [f32; 2] = [0.56, 0.44];
/// Least height of the network, and its share of the height where there is more.
const NETWORK: f32 = 236.0;
const NETWORK_SHARE: f32 = 0.4;

/// The arrangement as designed for a room of this size: the plane in the centre, the curve and the network at right.
pub fn designed(room: egui::Vec2, scale: f32) -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let pane = |tiles: &mut Tiles<Pane>, id: &str| tiles.insert_pane(id.to_owned());
    let plane = pane(&mut tiles, "plane");
    let overlap = pane(&mut tiles, "overlap");
    let network = pane(&mut tiles, "network");
    let [sweep, basin, sizes, rules, crosstalk] =
        ["sweep", "basin", "sizes", "rules", "crosstalk-table"].map(|id| pane(&mut tiles, id));
    let curves = tiles.insert_tab_tile(vec![overlap, sizes, rules]);
    let measured = tiles.insert_tab_tile(vec![network, sweep, basin, crosstalk]);
    let height = (room.y * NETWORK_SHARE).max(NETWORK * scale).min(room.y * 0.5);
    let shares = [room.y - height, height].map(|height| height.max(1.0));
    let right = linear(&mut tiles, LinearDir::Vertical, &[curves, measured], &shares);
    let root = linear(&mut tiles, LinearDir::Horizontal, &[plane, right], &COLUMNS);
    Tree::new(egui::Id::unique("phases panes"), root, tiles)
}
