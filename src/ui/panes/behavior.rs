//! How panes are drawn: as cards whose title is the handle, or as tabs where several share a place.

use egui_tiles::{Container, SimplificationOptions, TileId, Tiles, UiResponse};

use super::tab_menu::Row;
use super::{Pane, Panes};
use crate::ui::lab::{LabPanels, Panel, PanelInfo};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::take_out::whole::{note_place, panel_menu};
use crate::ui::widgets::{Card, hover_help, paint};

/// Height of a card's title, by which it is dragged.
const HANDLE: f32 = 32.0;

/// Height of the name of a tab, down to the dots under it.
const HINTED: f32 = 18.0;
/// Thickness of the line under the tab that is open.
const OPEN: f32 = 2.0;

/// Lent to the tiles while they draw.
struct Drawing<'a, 'c, L: LabPanels> {
    panels: &'a mut [Box<dyn Panel<L>>],
    context: &'a mut L::Context<'c>,
    tokens: Tokens,
    tabbed: Vec<TileId>,
    /// Of every row of tabs the one whose pane is seen.
    open: Vec<TileId>,
    /// Room on both sides of a tab's title.
    spacing: f32,
    edited: bool,
    /// The tab that was chosen of a menu.
    chosen: Option<TileId>,
}

/// Draws the panes where they are.
pub fn panes_ui<L: LabPanels>(ui: &mut egui::Ui, panes: &mut Panes<L>, context: &mut L::Context<'_>) {
    let tokens = theme::tokens(ui.ctx());
    panes.fit(ui.available_size(), tokens.theme.metrics().scale);
    let rows = || {
        panes.tree.tiles.tiles().filter_map(|tile| match tile {
            egui_tiles::Tile::Container(Container::Tabs(tabs)) => Some(tabs),
            _ => None,
        })
    };
    let tabbed = rows().flat_map(|tabs| tabs.children.iter().copied()).collect();
    let open = rows().filter_map(|tabs| tabs.active).collect();
    let spacing = tab_spacing(ui, panes);
    let mut drawing =
        Drawing { panels: &mut panes.panels, context, tokens, tabbed, open, spacing, edited: false, chosen: None };
    panes.tree.ui(&mut drawing, ui);
    let Drawing { edited, chosen, .. } = drawing;
    if edited {
        panes.keep();
    }
    if let Some(chosen) = chosen {
        panes.tree.make_active(|tile, _| tile == chosen);
        ui.ctx().request_repaint();
    }
}

/// The room at which the titles of every row of tabs fit, as they lay in the frame before; the usual one if it does.
fn tab_spacing<L: LabPanels>(ui: &egui::Ui, panes: &Panes<L>) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let title = |tile: &TileId| {
        let pane = panes.tree.tiles.get_pane(tile)?;
        let info = panes.panels.iter().map(|panel| panel.info()).find(|info| info.id == pane.as_str())?;
        Some(paint::width(ui, info.tab, font.clone()))
    };
    let rows = panes.tree.tiles.iter().filter_map(|(id, tile)| match tile {
        egui_tiles::Tile::Container(Container::Tabs(tabs)) => {
            let titles: Vec<f32> = tabs.children.iter().filter_map(title).collect();
            // The menu stands behind them.
            let menu = theme::tokens(ui.ctx()).theme.metrics().control;
            let room = panes.tree.tiles.rect(*id)?.width() - titles.iter().sum::<f32>() - menu;
            Some(room / (2.0 * titles.len().max(1) as f32))
        }
        _ => None,
    });
    rows.fold(theme::GAP, f32::min).max(theme::STEP).floor()
}

impl<L: LabPanels> Drawing<'_, '_, L> {
    fn info(&self, pane: &Pane) -> Option<&'static PanelInfo> {
        self.panels.iter().map(|panel| panel.info()).find(|info| info.id == pane.as_str())
    }
}

/// Draws `content` in the room there is; where that is less than `least`, in points of the dark profile, in one that
/// large, which scrolls.
pub(super) fn roomy_ui(ui: &mut egui::Ui, least: egui::Vec2, content: impl FnOnce(&mut egui::Ui)) {
    let least = (least * theme::tokens(ui.ctx()).theme.metrics().scale).round();
    let room = ui.available_size();
    if room.x >= least.x && room.y >= least.y {
        return content(ui);
    }
    egui::ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        let size = ui.available_size().max(least);
        let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        content(&mut inside);
        // What needs more than its least can be scrolled to as well.
        ui.expand_to_include_rect(inside.min_rect());
    });
}

impl<L: LabPanels> egui_tiles::Behavior<Pane> for Drawing<'_, '_, L> {
    fn pane_ui(&mut self, ui: &mut egui::Ui, tile: TileId, pane: &mut Pane) -> UiResponse {
        let Some(panel) = self.panels.iter_mut().find(|panel| panel.info().id == pane.as_str()) else {
            return UiResponse::None;
        };
        let info = panel.info();
        let whole = ui.max_rect();
        note_place(ui.ctx(), info.id, whole);
        let tabbed = self.tabbed.contains(&tile);
        let explanation = panel.explanation(self.context);
        ui.push_id(info.id, |ui| {
            let card = if tabbed { Card::new("").line(&explanation) } else { Card::new(info.title).note(&explanation) };
            card.fill_height().show(ui, |ui| roomy_ui(ui, panel.least(), |ui| panel.ui(ui, self.context)));
        });
        if tabbed {
            return UiResponse::None;
        }
        let title = egui::Rect::from_min_size(whole.min, egui::vec2(whole.width(), HANDLE));
        let handle = ui.interact(title, ui.scope_id().with("handle"), egui::Sense::click_and_drag());
        panel_menu(&handle, info.id);
        if hover_help(handle, info.help).on_hover_cursor(egui::CursorIcon::Grab).drag_started() {
            UiResponse::DragStarted
        } else {
            UiResponse::None
        }
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> egui::WidgetText {
        self.info(pane).map_or("", |info| info.tab).into()
    }

    fn on_tab_button(&mut self, tiles: &mut Tiles<Pane>, tile: TileId, button: egui::Response) -> egui::Response {
        let info = tiles.get_pane(&tile).and_then(|pane| self.info(pane));
        let help = info.map_or("", |info| info.help);
        if let Some(info) = info {
            panel_menu(&button, info.id);
        }
        let text = button.rect.shrink2(egui::vec2(self.spacing, (button.rect.height() - HINTED) / 2.0));
        let painter = button.ctx.layer_painter(button.layer_id).with_clip_rect(button.interact_rect);
        if self.open.contains(&tile) {
            let under = egui::Rect::from_x_y_ranges(text.x_range(), text.bottom()..=text.bottom() + OPEN);
            painter.rect_filled(under, OPEN / 2.0, self.tokens.accent);
        } else if !help.is_empty() {
            paint::dots(&painter, text, self.tokens.faint);
        }
        hover_help(button, help)
    }

    fn top_bar_right_ui(
        &mut self,
        tiles: &Tiles<Pane>,
        ui: &mut egui::Ui,
        id: TileId,
        tabs: &egui_tiles::Tabs,
        scrolled: &mut f32,
    ) {
        let info = |tile: &TileId| Some((*tile, self.info(tiles.get_pane(tile)?)?));
        let infos: Vec<_> = tabs.children.iter().filter_map(info).collect();
        let row = Row { id, tabs: &infos, open: tabs.active, spacing: self.spacing };
        self.chosen = row.ui(ui, scrolled).or(self.chosen);
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
        self.spacing
    }

    fn tab_bar_color(&self, _visuals: &egui::Visuals) -> egui::Color32 {
        self.tokens.background
    }

    fn tab_bg_color(&self, _: &egui::Visuals, _: &Tiles<Pane>, _: TileId, _: &egui_tiles::TabState) -> egui::Color32 {
        self.tokens.background
    }

    fn tab_outline_stroke(
        &self,
        _: &egui::Visuals,
        _: &Tiles<Pane>,
        _: TileId,
        _: &egui_tiles::TabState,
    ) -> egui::Stroke {
        egui::Stroke::NONE
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
