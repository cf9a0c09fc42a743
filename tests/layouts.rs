//! Where the panels of each lab stand at first, in windows of every size: as designed, and as written down here.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests may stop, and read files")]

use std::fmt::Write as _;

use egui_tiles::{Container, LinearDir, Tile, TileId, Tree};
use glassbox::ui::lab::{LabPanels, PanelList, Place};
use glassbox::ui::labs::{boltzmann, couplings, heat, phases, recall, train, tree};
use glassbox::ui::panes::{Layout, designed};
use glassbox::ui::theme::Theme;

/// What a window of 1280 x 800, of 1600 x 1000 and of 2560 x 1440 leaves to the panes, and a wide and low one.
const ROOMS: [[f32; 2]; 4] = [[938.0, 652.0], [1258.0, 852.0], [2218.0, 1292.0], [2218.0, 600.0]];

/// `row(a 0.5, column(b 0.2, tabs(c, d) 0.8) 0.5)`: panes with their shares of the length.
fn drawn(tree: &Tree<String>, tile: TileId) -> String {
    match tree.tiles.get(tile).unwrap() {
        Tile::Pane(id) => id.clone(),
        Tile::Container(Container::Linear(linear)) => {
            let total: f32 = linear.children.iter().map(|&child| linear.shares[child]).sum();
            let children = linear
                .children
                .iter()
                .map(|&child| format!("{} {:.4}", drawn(tree, child), linear.shares[child] / total));
            let name = if linear.dir == LinearDir::Horizontal { "row" } else { "column" };
            format!("{name}({})", children.collect::<Vec<_>>().join(", "))
        }
        Tile::Container(container) => {
            let children = container.children().map(|&child| drawn(tree, child));
            format!("tabs({})", children.collect::<Vec<_>>().join(", "))
        }
    }
}

#[test]
fn panels_stand_where_they_were_designed() {
    let mut found = String::new();
    for room in ROOMS {
        for theme in Theme::ALL {
            let scale = theme.metrics().scale;
            let room = egui::Vec2::from(room);
            for (lab, tree) in [
                ("recall", designed("recall", recall::layout::designed, &recall::panels::panels(), room, scale)),
                ("heat", designed("heat", heat::layout::designed, &heat::panels::panels(), room, scale)),
                ("phases", designed("phases", phases::layout::designed, &phases::panels::panels(), room, scale)),
                ("train", designed("train", train::layout::designed, &train::panels::panels(), room, scale)),
                ("tree", designed("tree", tree::layout::designed, &tree::panels::panels(), room, scale)),
                (
                    "boltzmann",
                    designed("boltzmann", boltzmann::layout::designed, &boltzmann::panels::panels(), room, scale),
                ),
                (
                    "couplings",
                    designed("couplings", couplings::layout::designed, &couplings::panels::panels(), room, scale),
                ),
            ] {
                let text = drawn(&tree, tree.root().unwrap());
                writeln!(found, "{lab} {} x {} {theme:?}: {text}", room.x, room.y).unwrap();
            }
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/layouts.txt");
    assert_eq!(found, std::fs::read_to_string(path).unwrap());
}

/// The panels of a lab that are not in the left column, and the panes of its arrangement.
fn panels_and_panes<L: LabPanels>(name: &str, layout: Layout, panels: &PanelList<L>) -> [Vec<String>; 2] {
    let infos = panels.iter().map(|panel| panel.info()).filter(|info| info.place != Place::Left);
    let tree = designed(name, layout, panels, egui::vec2(1258.0, 852.0), 1.0);
    let panes = tree.tiles.tiles().filter_map(|tile| match tile {
        Tile::Pane(id) => Some(id.clone()),
        Tile::Container(_) => None,
    });
    let mut found = [infos.map(|info| info.id.to_owned()).collect(), panes.collect::<Vec<_>>()];
    for ids in &mut found {
        ids.sort_unstable();
    }
    found
}

#[test]
fn every_panel_finds_its_place() {
    for [panels, panes] in [
        panels_and_panes("recall", recall::layout::designed, &recall::panels::panels()),
        panels_and_panes("heat", heat::layout::designed, &heat::panels::panels()),
        panels_and_panes("phases", phases::layout::designed, &phases::panels::panels()),
        panels_and_panes("train", train::layout::designed, &train::panels::panels()),
        panels_and_panes("tree", tree::layout::designed, &tree::panels::panels()),
        panels_and_panes("boltzmann", boltzmann::layout::designed, &boltzmann::panels::panels()),
        panels_and_panes("couplings", couplings::layout::designed, &couplings::panels::panels()),
    ] {
        assert_eq!(panels, panes);
    }
}
