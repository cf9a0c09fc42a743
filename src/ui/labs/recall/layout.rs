//! How the panes of the Recall lab are arranged: at first as designed, then as the person drags them.

use std::collections::HashSet;

use egui_tiles::{Container, Linear, LinearDir, SimplificationOptions, Tabs, TileId, Tiles, Tree, UiResponse};

use crate::ui::lab::Panel;
use crate::ui::labs::recall::context::{RecallContext, RecallPanels, Shared};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::{Card, hover_help};

/// A pane is the panel of that id.
pub type Pane = String;

/// Bumped when panels come or go: an arrangement of another version is not restored.
const VERSION: u32 = 1;
/// Shares of the centre and of the right column.
const COLUMNS: [f32; 2] = [0.53, 0.47];
/// Height of a card's title, by which it is dragged.
const HANDLE: f32 = 32.0;
/// Height of the update's card with its chips in one row and in two, in points of the dark profile.
const UPDATE: [f32; 2] = [96.0, 134.0];
/// The chips fit into one row of a card this wide.
const ONE_ROW: f32 = 660.0;
/// Windows that leave less height than this are low.
const LOW: f32 = 760.0;
/// Least height of the studies, and their share of the height where there is more.
const STUDIES: f32 = 236.0;
const STUDIES_SHARE: f32 = 0.3;

/// A saved arrangement.
#[derive(serde::Serialize, serde::Deserialize)]
struct Saved {
    version: u32,
    /// `None` for the designed one.
    tree: Option<Tree<Pane>>,
    shared: Shared,
}

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
        let one_row = room.x * COLUMNS[1] >= ONE_ROW * scale;
        let update_height = if one_row { UPDATE[0] } else { UPDATE[1] } * scale;
        let shares = [room.y - update_height - studies_height, update_height, studies_height];
        linear(&mut tiles, LinearDir::Vertical, &[energy, update, tabs], &shares.map(|height| height.max(1.0)))
    };
    let root = linear(&mut tiles, LinearDir::Horizontal, &[state, right], &COLUMNS);
    Tree::new(egui::Id::unique("recall panes"), root, tiles)
}

fn linear(tiles: &mut Tiles<Pane>, direction: LinearDir, children: &[TileId], shares: &[f32]) -> TileId {
    let mut linear = Linear::new(direction, children.to_vec());
    for (child, share) in children.iter().zip(shares) {
        linear.shares.set_share(*child, *share);
    }
    tiles.insert_container(Container::Linear(linear))
}

impl Panes {
    /// The designed arrangement for a room of this size; the tab that was open stays open.
    fn design(&mut self, room: egui::Vec2, scale: f32) {
        let open = self.open_tab();
        self.tree = designed(room, scale);
        self.designed_for = Some(room);
        if let Some(open) = open {
            self.tree.make_active(|_, tile| matches!(tile, egui_tiles::Tile::Pane(pane) if *pane == open));
        }
    }

    /// The pane that is in front among those that share a place.
    fn open_tab(&self) -> Option<Pane> {
        self.tree.tiles.tiles().find_map(|tile| match tile {
            egui_tiles::Tile::Container(Container::Tabs(tabs)) => self.tree.tiles.get_pane(&tabs.active?).cloned(),
            _ => None,
        })
    }

    /// Puts everything back as designed.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// The arrangement as text, to be remembered.
    pub fn save(&self, shared: &Shared) -> Option<String> {
        let tree = self.designed_for.is_none().then(|| self.tree.clone());
        serde_json::to_string(&Saved { version: VERSION, tree, shared: shared.clone() }).ok()
    }

    /// Takes a remembered arrangement, if it is of this version and names each panel once; gives the view state.
    pub fn restore(&mut self, text: &str, known: &[&str]) -> Option<Shared> {
        let saved: Saved = serde_json::from_str(text).ok().filter(|saved: &Saved| saved.version == VERSION)?;
        if let Some(tree) = saved.tree {
            let (mut panes, mut known) = (panes_of(&tree)?, known.to_vec());
            panes.sort_unstable();
            known.sort_unstable();
            if panes != known {
                return None;
            }
            (self.tree, self.designed_for) = (tree, None);
        }
        Some(saved.shared)
    }
}

/// Shares that a dragged edge can lead to.
const SHARES: std::ops::Range<f32> = 1e-6..1e6;

/// The panes that hang from the root; `None` where a tile is missing or hangs in two places, or has no size.
fn panes_of(tree: &Tree<Pane>) -> Option<Vec<&str>> {
    let mut met = HashSet::new();
    let mut panes = Vec::new();
    let mut waiting = vec![tree.root()?];
    while let Some(tile) = waiting.pop() {
        if !met.insert(tile) {
            return None;
        }
        match tree.tiles.get(tile)? {
            egui_tiles::Tile::Pane(id) => panes.push(id.as_str()),
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

/// Draws the left column as a card that can be made wider and narrower: `[usual, least, most]` width.
pub fn left_ui(
    ui: &mut egui::Ui,
    [usual, least, most]: [f32; 3],
    panel: &mut dyn Panel<RecallPanels>,
    context: &mut RecallContext<'_>,
) {
    let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
    let frame = egui::Frame::new().outer_margin(egui::Margin { right: theme::GAP as i8, ..egui::Margin::ZERO });
    egui::Panel::left("recall left")
        .default_size(usual * scale)
        .min_size(least)
        .max_size(most * scale)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            let explanation = panel.explanation(context);
            Card::new(panel.title())
                .note(&explanation)
                .help(panel.help())
                .fill_height()
                .show(ui, |ui| panel.ui(ui, context));
        });
}

/// Draws panes as cards; the title of a card is its handle, or its tab where several share a place.
pub struct Arrangement<'a, 'c> {
    /// Every panel that a pane can name.
    pub panels: &'a mut [Box<dyn Panel<RecallPanels>>],
    /// What panels draw from.
    pub context: &'a mut RecallContext<'c>,
    tokens: Tokens,
    tabbed: Vec<TileId>,
    edited: bool,
}

/// An arrangement, and whether it is still the designed one: that one follows the size of the window.
pub struct Panes {
    tree: Tree<Pane>,
    designed_for: Option<egui::Vec2>,
}

impl Default for Panes {
    fn default() -> Self {
        Self { tree: designed(egui::Vec2::ZERO, 1.0), designed_for: Some(egui::Vec2::ZERO) }
    }
}

/// Draws the panes where they are.
pub fn panes_ui(
    ui: &mut egui::Ui,
    panes: &mut Panes,
    panels: &mut [Box<dyn Panel<RecallPanels>>],
    context: &mut RecallContext<'_>,
) {
    let tokens = theme::tokens(ui.ctx());
    let room = ui.available_size();
    if panes.designed_for.is_some_and(|size| size != room) {
        panes.design(room, tokens.theme.metrics().scale);
    }
    let tree = &mut panes.tree;
    let tabs = tree.tiles.tiles().filter_map(|tile| match tile {
        egui_tiles::Tile::Container(Container::Tabs(tabs)) => Some(tabs.children.iter().copied()),
        _ => None,
    });
    let tabbed = tabs.flatten().collect();
    let mut arrangement = Arrangement { panels, context, tokens, tabbed, edited: false };
    tree.ui(&mut arrangement, ui);
    if arrangement.edited {
        panes.designed_for = None;
    }
}

impl egui_tiles::Behavior<Pane> for Arrangement<'_, '_> {
    fn pane_ui(&mut self, ui: &mut egui::Ui, tile: TileId, pane: &mut Pane) -> UiResponse {
        let Some(panel) = self.panels.iter_mut().find(|panel| panel.id() == pane.as_str()) else {
            return UiResponse::None;
        };
        let whole = ui.max_rect();
        let tabbed = self.tabbed.contains(&tile);
        let note = if tabbed { String::new() } else { panel.explanation(self.context) };
        ui.push_id(panel.id(), |ui| {
            let card = Card::new(if tabbed { "" } else { panel.title() }).note(&note).fill_height();
            card.show(ui, |ui| panel.ui(ui, self.context));
        });
        if tabbed {
            return UiResponse::None;
        }
        let title = egui::Rect::from_min_size(whole.min, egui::vec2(whole.width(), HANDLE));
        let help = panel.help();
        let handle = ui.interact(title, ui.scope_id().with("handle"), egui::Sense::drag());
        if hover_help(handle, help).on_hover_cursor(egui::CursorIcon::Grab).drag_started() {
            UiResponse::DragStarted
        } else {
            UiResponse::None
        }
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> egui::WidgetText {
        self.panels.iter().find(|panel| panel.id() == pane.as_str()).map_or("", |panel| panel.tab()).into()
    }

    fn on_tab_button(&mut self, tiles: &mut Tiles<Pane>, tile: TileId, button: egui::Response) -> egui::Response {
        let pane = tiles.get_pane(&tile);
        let panel = self.panels.iter().find(|panel| pane.is_some_and(|pane| panel.id() == pane.as_str()));
        hover_help(button, panel.map_or("", |panel| panel.help()))
    }

    fn gap_width(&self, _style: &egui::Style) -> f32 {
        theme::GAP
    }

    fn min_size(&self) -> f32 {
        72.0
    }

    fn tab_bar_height(&self, _style: &egui::Style) -> f32 {
        self.tokens.theme.metrics().control + theme::STEP
    }

    fn tab_title_spacing(&self, _visuals: &egui::Visuals) -> f32 {
        theme::GAP
    }

    fn tab_bar_color(&self, _visuals: &egui::Visuals) -> egui::Color32 {
        self.tokens.background
    }

    fn tab_bg_color(
        &self,
        _: &egui::Visuals,
        _: &Tiles<Pane>,
        _: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        if state.active { self.tokens.raised } else { self.tokens.background }
    }

    fn tab_outline_stroke(
        &self,
        _: &egui::Visuals,
        _: &Tiles<Pane>,
        _: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Stroke {
        if state.active { egui::Stroke::new(1.0, self.tokens.hairline) } else { egui::Stroke::NONE }
    }

    fn tab_bar_hline_stroke(&self, _visuals: &egui::Visuals) -> egui::Stroke {
        egui::Stroke::NONE
    }

    fn tab_text_color(
        &self,
        _: &egui::Visuals,
        _: &Tiles<Pane>,
        _: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        if state.active { self.tokens.ink } else { self.tokens.soft }
    }

    fn resize_stroke(&self, _style: &egui::Style, state: egui_tiles::ResizeState) -> egui::Stroke {
        match state {
            egui_tiles::ResizeState::Idle => egui::Stroke::NONE,
            egui_tiles::ResizeState::Hovering => egui::Stroke::new(2.0, self.tokens.hairline),
            egui_tiles::ResizeState::Dragging => egui::Stroke::new(2.0, self.tokens.accent),
        }
    }

    fn on_edit(&mut self, action: egui_tiles::EditAction) {
        // Choosing a tab leaves the arrangement as designed.
        self.edited |= action != egui_tiles::EditAction::TabSelected;
    }

    fn simplification_options(&self) -> SimplificationOptions {
        // A single pane keeps its place in a row; only what is a container of nothing goes.
        SimplificationOptions { all_panes_must_have_tabs: false, ..SimplificationOptions::default() }
    }
}
