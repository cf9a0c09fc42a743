//! Which pane is where: as designed for the size of the window, or as the person dragged it.

use std::collections::HashSet;

use egui_tiles::{Container, TileId, Tree};

use super::column::Column;
use super::draft::{Layout, designed};
use crate::ui::lab::{LabPanels, PanelInfo, PanelList, Place};

/// A pane is the panel of that id.
pub type Pane = String;

/// The panels of a lab with their arrangement, and whether it is still the designed one: that one follows the size of
/// the window.
pub struct Panes<L: LabPanels> {
    pub(super) name: &'static str,
    pub(super) panels: PanelList<L>,
    pub(super) tree: Tree<Pane>,
    pub(super) column: Column,
    /// The panel that is enlarged.
    pub(super) enlarged: Option<Pane>,
    layout: Layout,
    designed_for: Option<egui::Vec2>,
}

impl<L: LabPanels> Panes<L> {
    /// The arrangement as designed, next to a left column of this width; `name` tells the panes of one lab from those
    /// of another.
    pub fn new(name: &'static str, layout: Layout, panels: PanelList<L>, left: f32) -> Self {
        let tree = designed(name, layout, &panels, egui::Vec2::ZERO, 1.0);
        let column = Column::new(left);
        Self { name, panels, tree, column, enlarged: None, layout, designed_for: Some(egui::Vec2::ZERO) }
    }

    /// What the panels are called, and where they stand at first.
    pub fn infos(&self) -> impl Iterator<Item = &'static PanelInfo> {
        self.panels.iter().map(|panel| panel.info())
    }

    /// Follows the size of the window while nothing was dragged; tabs that are open stay open.
    pub(super) fn fit(&mut self, room: egui::Vec2, scale: f32) {
        if self.designed_for.is_none_or(|size| size == room) {
            return;
        }
        let open = self.open_tabs();
        self.design(room, scale);
        for open in open {
            self.show(&open);
        }
    }

    /// Brings a pane to the front of the tabs that it is among; another one is enlarged no longer.
    pub fn show(&mut self, id: &str) {
        self.enlarged.take_if(|enlarged| enlarged != id);
        self.tree.make_active(|_, tile| matches!(tile, egui_tiles::Tile::Pane(pane) if pane == id));
    }

    /// Shows a panel as large as the lab.
    pub fn enlarge(&mut self, id: Pane) {
        self.show(&id);
        self.enlarged = Some(id);
    }

    /// The person moved something: from now on the arrangement is theirs.
    pub(super) fn keep(&mut self) {
        self.designed_for = None;
    }

    /// The panes that were chosen among those that share a place, in the order of the panels.
    pub(super) fn open_tabs(&self) -> Vec<Pane> {
        let in_front = |tile: &egui_tiles::Tile<Pane>| match tile {
            egui_tiles::Tile::Container(Container::Tabs(tabs)) if tabs.active.as_ref() != tabs.children.first() => {
                self.tree.tiles.get_pane(&tabs.active?)
            }
            // The first one is there without being chosen.
            _ => None,
        };
        let open: HashSet<&Pane> = self.tree.tiles.tiles().filter_map(in_front).collect();
        self.infos().map(|info| info.id.to_owned()).filter(|id| open.contains(id)).collect()
    }

    /// Puts everything back as designed.
    pub fn reset(&mut self) {
        self.design(egui::Vec2::ZERO, 1.0);
        self.enlarged = None;
        self.column = Column::new(self.column.usual);
    }

    fn design(&mut self, room: egui::Vec2, scale: f32) {
        self.tree = designed(self.name, self.layout, &self.panels, room, scale);
        self.designed_for = Some(room);
    }

    /// What is to be remembered; `None` for the designed arrangement.
    pub fn dragged(&self) -> Option<Tree<Pane>> {
        self.designed_for.is_none().then(|| self.tree.clone())
    }

    /// Takes a remembered arrangement, perhaps of a program with other panes: those that are gone are left out, new ones
    /// join the tabs. Whether it could be taken: it names no pane twice, and some that are known.
    pub fn restore(&mut self, mut tree: Tree<Pane>) -> bool {
        let known: Vec<&str> = self.infos().filter(|info| info.place != Place::Left).map(|info| info.id).collect();
        let Some(panes) = panes_of(&tree) else { return false };
        let names: HashSet<&str> = panes.iter().map(|(_, name)| *name).collect();
        let missing: Vec<&str> = known.iter().filter(|name| !names.contains(*name)).copied().collect();
        if names.len() < panes.len() || missing.len() == known.len() {
            return false;
        }
        let gone: Vec<TileId> = panes.iter().filter(|(_, name)| !known.contains(name)).map(|(tile, _)| *tile).collect();
        for tile in gone {
            tree.remove_recursively(tile);
        }
        for name in missing {
            let tile = tree.tiles.insert_pane(name.to_owned());
            let Some(container) = newcomers_of(&mut tree) else { return false };
            container.add_child(tile);
        }
        (self.tree, self.designed_for) = (tree, None);
        true
    }
}

/// Where panes go that an arrangement does not know: among its tabs, or next to everything else.
fn newcomers_of(tree: &mut Tree<Pane>) -> Option<&mut Container> {
    let is_tabs = |tile: &egui_tiles::Tile<Pane>| matches!(tile, egui_tiles::Tile::Container(Container::Tabs(_)));
    let tabs = tree.tiles.iter().filter(|(_, tile)| is_tabs(tile)).map(|(id, _)| *id);
    // Tiles come in no order; the smallest id is the same container each time.
    let id = tabs.min_by_key(|id| id.0).or(tree.root())?;
    match tree.tiles.get_mut(id)? {
        egui_tiles::Tile::Container(container) => Some(container),
        egui_tiles::Tile::Pane(_) => None,
    }
}

/// Shares that a dragged edge can lead to.
const SHARES: std::ops::Range<f32> = 1e-6..1e6;

/// The panes that hang from the root; `None` where a tile is missing or hangs in two places, or has no size.
fn panes_of(tree: &Tree<Pane>) -> Option<Vec<(TileId, &str)>> {
    let mut met = HashSet::new();
    let mut panes = Vec::new();
    let mut waiting = vec![tree.root()?];
    while let Some(tile) = waiting.pop() {
        if !met.insert(tile) {
            return None;
        }
        match tree.tiles.get(tile)? {
            egui_tiles::Tile::Pane(id) => panes.push((tile, id.as_str())),
            egui_tiles::Tile::Container(Container::Linear(linear)) => {
                // Shares are divided by their sum, which has to be a number.
                if linear.children.iter().any(|&child| !SHARES.contains(&linear.shares[child])) {
                    return None;
                }
                waiting.extend(linear.children.iter().copied());
            }
            egui_tiles::Tile::Container(container) => waiting.extend(container.children().copied()),
        }
    }
    Some(panes)
}
