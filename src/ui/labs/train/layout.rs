//! How the panes of the Train lab are arranged: at first as designed, then as the person drags them.

use egui_tiles::{LinearDir, Tiles, Tree};

use crate::ui::panes::{Pane, linear};

/// Width of the right column, and its largest share.
const RIGHT: f32 = 318.0;
const RIGHT_SHARE: f32 = 0.34;
/// Height of the tabs below the modes, and its share where there is more room.
const TABS: f32 = 226.0;
const TABS_SHARE: f32 = 0.38;
/// Shares of samples, likelihood and events.
const COLUMN: [f32; 3] = [0.52, 0.28, 0.2];

/// The arrangement as designed for a room of this size: the modes in the centre over what one looks into; samples,
/// likelihood and events at right.
pub fn designed(room: egui::Vec2, scale: f32) -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let pane = |tiles: &mut Tiles<Pane>, id: &str| tiles.insert_pane(id.to_owned());
    let learning = pane(&mut tiles, "learning");
    let tabs = ["distances", "weights", "moments", "hidden", "autocorrelation", "slow", "compare"]
        .map(|id| pane(&mut tiles, id));
    let tabs = tiles.insert_tab_tile(tabs.to_vec());
    let column = ["samples", "likelihood", "events"].map(|id| pane(&mut tiles, id));
    let height = (room.y * TABS_SHARE).max(TABS * scale).min(room.y * 0.5);
    let shares = [room.y - height, height].map(|height| height.max(1.0));
    let centre = linear(&mut tiles, LinearDir::Vertical, &[learning, tabs], &shares);
    let right = linear(&mut tiles, LinearDir::Vertical, &column, &COLUMN);
    let width = (RIGHT * scale).min(room.x * RIGHT_SHARE).max(1.0);
    let root = linear(&mut tiles, LinearDir::Horizontal, &[centre, right], &[(room.x - width).max(1.0), width]);
    Tree::new(egui::Id::unique("train panes"), root, tiles)
}
