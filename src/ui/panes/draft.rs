//! How a lab arranges its panels at first: rows, columns and tabs, filled by the places that the panels name.

use egui_tiles::{Linear, LinearDir, TileId, Tiles, Tree};

use super::Pane;
use super::room::is_crowded;
use crate::ui::lab::{LabPanels, PanelInfo, PanelList, Place};

/// Gives each place its room, in a window that leaves this much to the panes at this scale of type; the root of the
/// arrangement.
pub type Layout = fn(&mut Draft<'_>, egui::Vec2, f32) -> TileId;

/// Least share of a tile: shares are divided by their sum.
const LEAST: f32 = 1e-3;

/// An arrangement that is being made.
pub struct Draft<'a> {
    tiles: Tiles<Pane>,
    panels: &'a [&'static PanelInfo],
}

/// The arrangement of these panels as designed for a room of this size, under an id of its own. Where the room is too
/// small for any design, the object stands next to everything else.
pub fn designed<L: LabPanels>(
    name: &str,
    layout: Layout,
    panels: &PanelList<L>,
    room: egui::Vec2,
    scale: f32,
) -> Tree<Pane> {
    let panels: Vec<_> = panels.iter().map(|panel| panel.info()).collect();
    let mut draft = Draft { tiles: Tiles::default(), panels: &panels };
    let root = if is_crowded(room, scale) { draft.object_and_rest() } else { layout(&mut draft, room, scale) };
    Tree::new(egui::Id::unique(format!("{name} panes")), root, draft.tiles)
}

impl Draft<'_> {
    /// The panels of the centre, one above another.
    pub fn centre(&mut self) -> TileId {
        self.stack(|place| (place == Place::Centre).then_some(1.0))
    }

    /// The panels of the right column, one above another.
    pub fn right(&mut self) -> TileId {
        self.stack(|place| if let Place::Right(fraction) = place { Some(fraction) } else { None })
    }

    /// The flat cards, one above another.
    pub fn strip(&mut self) -> TileId {
        self.stack(|place| (place == Place::Strip).then_some(1.0))
    }

    /// The panels of these places as tabs of one pane, place after place.
    pub fn tabs(&mut self, places: &[Place]) -> TileId {
        let panels = self.panels;
        let tabs = places.iter().flat_map(|place| panels.iter().filter(|panel| panel.place == *place));
        let tabs = tabs.map(|panel| self.tiles.insert_pane(panel.id.to_owned())).collect();
        self.tiles.insert_tab_tile(tabs)
    }

    /// The object of the lab, next to tabs with everything else.
    fn object_and_rest(&mut self) -> TileId {
        let (object, rest) = (self.centre(), self.rest());
        self.row(&[(object, 0.5), (rest, 0.5)])
    }

    /// Everything but the object as tabs of one pane: the right column first, then the flat cards.
    pub fn rest(&mut self) -> TileId {
        let panels = self.panels;
        let rank = |place: Place| match place {
            Place::Left | Place::Centre => None,
            Place::Right(_) => Some(0),
            Place::Strip => Some(1),
            Place::Tabs(_) => Some(2),
        };
        let mut rest: Vec<_> = panels.iter().filter_map(|panel| Some((rank(panel.place)?, panel.id))).collect();
        rest.sort_by_key(|(rank, _)| *rank);
        let rest = rest.into_iter().map(|(_, id)| self.tiles.insert_pane(id.to_owned())).collect();
        self.tiles.insert_tab_tile(rest)
    }

    /// The first panel of the right column, over the others of it as tabs; with the fraction of the height that the
    /// first takes.
    pub fn first_of_right(&mut self, fraction: f32) -> TileId {
        let right = self.panels.iter().filter(|panel| matches!(panel.place, Place::Right(_)));
        let mut panes: Vec<TileId> = right.map(|panel| self.tiles.insert_pane(panel.id.to_owned())).collect();
        if panes.len() < 2 {
            return self.tiles.insert_tab_tile(panes);
        }
        let first = panes.remove(0);
        let others = self.tiles.insert_tab_tile(panes);
        self.column(&[(first, fraction), (others, 1.0 - fraction)])
    }

    /// Tiles side by side, with their shares of the width.
    pub fn row(&mut self, tiles: &[(TileId, f32)]) -> TileId {
        self.linear(LinearDir::Horizontal, tiles)
    }

    /// Tiles one above another, with their shares of the height.
    pub fn column(&mut self, tiles: &[(TileId, f32)]) -> TileId {
        self.linear(LinearDir::Vertical, tiles)
    }

    /// The panels for which `share` is one, one above another; a single panel needs no column.
    fn stack(&mut self, share: impl Fn(Place) -> Option<f32>) -> TileId {
        let mut found = Vec::new();
        for panel in self.panels {
            if let Some(share) = share(panel.place) {
                found.push((self.tiles.insert_pane(panel.id.to_owned()), share));
            }
        }
        if let [(only, _)] = found[..] { only } else { self.column(&found) }
    }

    fn linear(&mut self, direction: LinearDir, tiles: &[(TileId, f32)]) -> TileId {
        let mut linear = Linear::new(direction, tiles.iter().map(|(tile, _)| *tile).collect());
        for &(tile, share) in tiles {
            linear.shares.set_share(tile, share.max(LEAST));
        }
        self.tiles.insert_container(linear)
    }
}

#[cfg(test)]
mod tests {
    use egui_tiles::{Container, Tile};

    use super::*;

    const fn info(id: &'static str, place: Place) -> PanelInfo {
        PanelInfo { id, title: "", tab: "", help: "", place }
    }

    const TALL: PanelInfo = info("tall", Place::Right(0.75));
    const FLAT: PanelInfo = info("flat", Place::Right(0.25));
    const MIDDLE: PanelInfo = info("middle", Place::Centre);
    const FIRST: PanelInfo = info("first", Place::Tabs("looks"));
    const SECOND: PanelInfo = info("second", Place::Tabs("looks"));
    const OTHER: PanelInfo = info("other", Place::Tabs("others"));

    fn draft() -> Draft<'static> {
        Draft { tiles: Tiles::default(), panels: &[&OTHER, &TALL, &FIRST, &MIDDLE, &FLAT, &SECOND] }
    }

    fn ids(draft: &Draft<'_>, tiles: &[TileId]) -> Vec<String> {
        tiles.iter().map(|tile| draft.tiles.get_pane(tile).unwrap().clone()).collect()
    }

    #[test]
    fn panels_of_one_column_stand_below_each_other_with_their_fractions() {
        let mut draft = draft();
        let column = draft.right();
        let Some(Tile::Container(Container::Linear(linear))) = draft.tiles.get(column) else { panic!("no column") };
        assert_eq!(ids(&draft, &linear.children), ["tall", "flat"]);
        assert_eq!(linear.children.iter().map(|&tile| linear.shares[tile]).collect::<Vec<_>>(), [0.75, 0.25]);
        let only = draft.centre();
        assert_eq!(ids(&draft, &[only]), ["middle"], "one panel needs no column");
    }

    #[test]
    fn tabs_follow_the_order_of_places_and_of_the_list() {
        let mut draft = draft();
        let tabs = draft.tabs(&[Place::Tabs("looks"), Place::Tabs("others")]);
        let Some(Tile::Container(Container::Tabs(tabs))) = draft.tiles.get(tabs) else { panic!("no tabs") };
        assert_eq!(ids(&draft, &tabs.children), ["first", "second", "other"]);
    }

    #[test]
    fn a_room_of_no_size_leaves_shares_that_can_be_divided_by() {
        let mut draft = draft();
        let centre = draft.centre();
        let row = draft.row(&[(centre, -5.0)]);
        let Some(Tile::Container(Container::Linear(linear))) = draft.tiles.get(row) else { panic!("no row") };
        assert!(linear.shares[centre] > 0.0);
    }
}
