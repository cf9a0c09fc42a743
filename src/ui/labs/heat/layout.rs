//! Where the panes of the Heat lab stand at first.

use egui_tiles::{Container, LinearDir, Tabs, TileId, Tiles, Tree};

use crate::ui::panes::{Pane, linear};

/// Shares of the centre and of the right column.
const COLUMNS: [f32; 2] = [0.48, 0.52];
/// Shares where there is room for the experiments in a column of their own.
const WIDE_COLUMNS: [f32; 3] = [0.4, 0.3, 0.3];
/// From this width on, in points of the dark profile.
const WIDE: f32 = 1700.0;
/// Least width of the update's card, and its height there: its chips in one row, in two, in three.
const UPDATE: [(f32, f32); 3] = [(960.0, 96.0), (640.0, 134.0), (0.0, 172.0)];
/// Windows that leave less height than this are low.
const LOW: f32 = 760.0;
/// The share of the height that the charts take of the right column, and that in a low window.
const CHARTS: [f32; 2] = [0.5, 0.56];

const THEORY: [&str; 4] = ["wells", "gauge", "mixtures", "ladder"];
const EXPERIMENTS: [&str; 2] = ["schedule", "quench"];

/// The arrangement as designed for a room of this size: the grid in the centre with the update below; charts at the
/// right, theory and experiments below them, side by side in a wide window.
pub fn designed(room: egui::Vec2, scale: f32) -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let pane = |tiles: &mut Tiles<Pane>, id: &str| tiles.insert_pane(id.to_owned());
    let tabs =
        |tiles: &mut Tiles<Pane>, ids: &[TileId]| tiles.insert_container(Container::Tabs(Tabs::new(ids.to_vec())));
    let state = pane(&mut tiles, "state");
    let energy = pane(&mut tiles, "energy");
    let update = pane(&mut tiles, "update");
    let theory = THEORY.map(|id| pane(&mut tiles, id));
    let experiments = EXPERIMENTS.map(|id| pane(&mut tiles, id));
    let wide = room.x >= WIDE * scale;
    let low = room.y < LOW * scale;
    let centre = if low {
        state
    } else {
        let width = room.x * if wide { WIDE_COLUMNS[0] } else { COLUMNS[0] } / scale;
        let height = UPDATE.iter().find(|(least, _)| width >= *least).map_or(0.0, |(_, height)| height * scale);
        linear(&mut tiles, LinearDir::Vertical, &[state, update], &[(room.y - height).max(1.0), height])
    };
    let charts = CHARTS[usize::from(low)];
    let root = if wide && !low {
        let theory = tabs(&mut tiles, &theory);
        let experiments = tabs(&mut tiles, &experiments);
        let middle = linear(&mut tiles, LinearDir::Vertical, &[energy, experiments], &[0.6, 0.4]);
        linear(&mut tiles, LinearDir::Horizontal, &[centre, middle, theory], &WIDE_COLUMNS)
    } else {
        // In a low window the update shares a place with the others.
        let update: &[TileId] = if low { &[update] } else { &[] };
        let below = tabs(&mut tiles, &[&theory[..], &experiments, update].concat());
        let right = linear(&mut tiles, LinearDir::Vertical, &[energy, below], &[charts, 1.0 - charts]);
        linear(&mut tiles, LinearDir::Horizontal, &[centre, right], &COLUMNS)
    };
    Tree::new(egui::Id::unique("heat panes"), root, tiles)
}
