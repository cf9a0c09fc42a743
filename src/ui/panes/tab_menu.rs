//! The menu of a row of tabs, which names them all; and where they have no room, the one that is open is brought into sight.

use egui::{Popup, Ui};
use egui_tiles::TileId;

use crate::ui::lab::PanelInfo;
use crate::ui::theme;
use crate::ui::widgets::take_out::whole;
use crate::ui::widgets::{Button, paint};

/// Room that is left before the tab that is brought into sight, so that one sees that there are others.
const BEFORE: f32 = 24.0;

/// A row of tabs.
pub(super) struct Row<'a> {
    /// Its container.
    pub id: TileId,
    /// The tile of each tab, and the panel in it.
    pub tabs: &'a [(TileId, &'static PanelInfo)],
    /// The one whose pane is seen.
    pub open: Option<TileId>,
    /// Room on both sides of a title.
    pub spacing: f32,
}

impl Row<'_> {
    /// Draws the menu, and where the titles do not fit scrolls to the open tab whenever that is another one; the tab that
    /// was chosen.
    pub fn ui(&self, ui: &mut Ui, scrolled: &mut f32) -> Option<TileId> {
        let font = egui::TextStyle::Button.resolve(ui.style());
        let mut ends = vec![0.0];
        for (_, info) in self.tabs {
            let before = ends.last().copied().unwrap_or(0.0);
            ends.push(before + paint::width(ui, info.tab, font.clone()) + 2.0 * self.spacing);
        }
        let chosen = self.menu_ui(ui);
        let fits = ends.last().is_none_or(|end| *end <= ui.available_width() + 1.0);
        let known = ui.scope_id().with(("open tab", self.id));
        let before = ui.data_mut(|data| {
            let before = data.get_temp::<Option<TileId>>(known);
            data.insert_temp(known, self.open);
            before
        });
        if !fits
            && before != Some(self.open)
            && let Some(place) = self.tabs.iter().position(|(tile, _)| Some(*tile) == self.open)
            && let (Some(start), Some(end)) = (ends.get(place), ends.get(place + 1))
        {
            let arrows = 2.0 * theme::tokens(ui.ctx()).theme.metrics().control;
            let seen = *scrolled..*scrolled + ui.available_width() - arrows;
            if *start < seen.start || *end > seen.end {
                *scrolled = (start - BEFORE).max(0.0);
            }
        }
        chosen
    }

    fn menu_ui(&self, ui: &mut Ui) -> Option<TileId> {
        let button = Button::new("▾").small().quiet().name("All tabs").tooltip("All tabs that are here").show(ui);
        let mut chosen = None;
        Popup::menu(&button).show(|ui| {
            ui.set_max_height(ui.ctx().content_rect().height() / 2.0);
            for (tile, info) in self.tabs {
                if ui.selectable_label(Some(*tile) == self.open, info.tab).clicked() {
                    chosen = Some(*tile);
                    ui.close();
                }
            }
            if let Some((_, info)) = self.tabs.iter().find(|(tile, _)| Some(*tile) == self.open) {
                ui.separator();
                whole::entries_ui(ui, info.id);
            }
        });
        chosen
    }
}
