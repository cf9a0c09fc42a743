//! Where the panes of the Recall lab stand at first.

use egui_tiles::{Container, LinearDir, Tabs, Tiles, Tree};

use crate::ui::panes::{Pane, linear};

/// Shares of the centre and of the right column.
const COLUMNS: [f32; 2] = [0.53, 0.47];
/// Least width of the update's card, and its height there: its chips in one row, in two, in three. In points of the
/// dark profile.
const UPDATE: [(f32, f32); 3] = [(660.0, 96.0), (490.0, 134.0), (0.0, 172.0)];
/// Windows that leave less height than this are low.
const LOW: f32 = 760.0;
/// Least height of the studies, and their share of the height where there is more.
const STUDIES: f32 = 236.0;
const STUDIES_SHARE: f32 = 0.3;

/// The arrangement as designed for a room of this size: the grid in the centre; charts, the update and tabs of
/// studies at the right. What has a fixed need gets it, the charts get the rest.
pub fn designed(room: egui::Vec2, scale: f32) -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let pane = |tiles: &mut Tiles<Pane>, id: &str| tiles.insert_pane(id.to_owned());
    let state = pane(&mut tiles, "state");
    let energy = pane(&mut tiles, "energy");
    let update = pane(&mut tiles, "update");
    let studies = ["many-runs", "path", "couplings", "crosstalk"].map(|id| pane(&mut tiles, id));
    let studies_height = (room.y * STUDIES_SHARE).max(STUDIES * scale).min(room.y * 0.45);
    let right = if room.y < LOW * scale {
        // In a low window the update shares a place with the studies.
        let tabs = tiles.insert_container(Container::Tabs(Tabs::new([&[update][..], &studies].concat())));
        let shares = [room.y - studies_height, studies_height].map(|height| height.max(1.0));
        linear(&mut tiles, LinearDir::Vertical, &[energy, tabs], &shares)
    } else {
        let tabs = tiles.insert_container(Container::Tabs(Tabs::new(studies.to_vec())));
        let width = room.x * COLUMNS[1] / scale;
        let update_height = UPDATE.iter().find(|(least, _)| width >= *least).map_or(0.0, |(_, height)| height * scale);
        let shares = [room.y - update_height - studies_height, update_height, studies_height];
        linear(&mut tiles, LinearDir::Vertical, &[energy, update, tabs], &shares.map(|height| height.max(1.0)))
    };
    let root = linear(&mut tiles, LinearDir::Horizontal, &[state, right], &COLUMNS);
    Tree::new(egui::Id::unique("recall panes"), root, tiles)
}
