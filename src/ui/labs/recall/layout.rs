//! How the panes of the Recall lab are arranged: at first as designed, then as the person drags them.

use egui_tiles::{Container, Linear, LinearDir, SimplificationOptions, Tabs, TileId, Tiles, Tree, UiResponse};

use crate::ui::lab::Panel;
use crate::ui::labs::recall::context::{RecallContext, RecallPanels, Shared};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::Card;

/// A pane is the panel of that id.
pub type Pane = String;

/// Bumped when panels come or go: an arrangement of another version is not restored.
const VERSION: u32 = 1;
/// Panes of an arrangement.
const PANES: usize = 7;
/// Shares of the centre and of the right column.
const COLUMNS: [f32; 2] = [0.53, 0.47];
/// Height of a card's title, by which it is dragged.
const HANDLE: f32 = 32.0;
/// Shares of the charts, the update and the studies in the right column.
const RIGHT: [f32; 3] = [0.55, 0.15, 0.30];

/// A saved arrangement.
#[derive(serde::Serialize, serde::Deserialize)]
struct Saved {
    version: u32,
    tree: Tree<Pane>,
    shared: Shared,
}

/// The arrangement as designed: the grid in the centre; charts, the update and tabs of studies at the right.
pub fn designed() -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let pane = |tiles: &mut Tiles<Pane>, id: &str| tiles.insert_pane(id.to_owned());
    let state = pane(&mut tiles, "state");
    let energy = pane(&mut tiles, "energy");
    let update = pane(&mut tiles, "update");
    let studies = ["many-runs", "path", "couplings", "crosstalk"].map(|id| pane(&mut tiles, id));
    let tabs = tiles.insert_container(Container::Tabs(Tabs::new(studies.to_vec())));
    let right = linear(&mut tiles, LinearDir::Vertical, &[energy, update, tabs], &RIGHT);
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

/// The arrangement as text, to be remembered.
pub fn save(tree: &Tree<Pane>, shared: &Shared) -> Option<String> {
    serde_json::to_string(&Saved { version: VERSION, tree: tree.clone(), shared: shared.clone() }).ok()
}

/// A remembered arrangement, if it is of this version and names only panels that exist.
pub fn restore(text: &str, known: impl Fn(&str) -> bool) -> Option<(Tree<Pane>, Shared)> {
    let saved: Saved = serde_json::from_str(text).ok()?;
    let panes = saved.tree.tiles.tiles().filter_map(|tile| match tile {
        egui_tiles::Tile::Pane(id) => Some(id.as_str()),
        egui_tiles::Tile::Container(_) => None,
    });
    let mut panes: Vec<&str> = panes.collect();
    panes.sort_unstable();
    let (count, all_known) = (panes.len(), panes.iter().all(|id| known(id)));
    panes.dedup();
    (saved.version == VERSION && all_known && count == panes.len() && count == PANES)
        .then_some((saved.tree, saved.shared))
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
            Card::new(panel.title()).note(&explanation).fill_height().show(ui, |ui| panel.ui(ui, context));
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
}

/// Draws the panes where they are.
pub fn panes_ui(
    ui: &mut egui::Ui,
    tree: &mut Tree<Pane>,
    panels: &mut [Box<dyn Panel<RecallPanels>>],
    context: &mut RecallContext<'_>,
) {
    let tabs = tree.tiles.tiles().filter_map(|tile| match tile {
        egui_tiles::Tile::Container(Container::Tabs(tabs)) => Some(tabs.children.iter().copied()),
        _ => None,
    });
    let tabbed = tabs.flatten().collect();
    let tokens = theme::tokens(ui.ctx());
    tree.ui(&mut Arrangement { panels, context, tokens, tabbed }, ui);
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
        let handle = ui.interact(title, ui.scope_id().with("handle"), egui::Sense::drag());
        if handle.on_hover_cursor(egui::CursorIcon::Grab).drag_started() {
            UiResponse::DragStarted
        } else {
            UiResponse::None
        }
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> egui::WidgetText {
        self.panels.iter().find(|panel| panel.id() == pane.as_str()).map_or("", |panel| panel.tab()).into()
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

    fn simplification_options(&self) -> SimplificationOptions {
        // A single pane keeps its place in a row; only what is a container of nothing goes.
        SimplificationOptions { all_panes_must_have_tabs: false, ..SimplificationOptions::default() }
    }
}
