//! The rail: the seven labs under their keys; those to come are named, not imitated.

use egui::{Align2, FontId, RichText, Sense};

use crate::ui::lab::{Entry, Lab, LabName, LayoutChange};
use crate::ui::shell::Shell;
use crate::ui::theme::{self, Theme};

/// Width of the rail in the dark profile.
pub const WIDTH: f32 = 128.0;
const ENTRY: f32 = 34.0;

/// Draws the rail; gives the place of a lab that was clicked.
pub fn rail_ui(
    ui: &mut egui::Ui,
    entries: &[Entry],
    current: LabName,
    shell: &mut Shell,
    lab: &mut dyn Lab,
) -> Option<usize> {
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = theme::STEP;
    for (place, entry) in entries.iter().enumerate() {
        if entry_ui(ui, place, entry, entry.name() == current, shell) {
            clicked = Some(place);
        }
    }
    ui.with_layout(egui::Layout::bottom_up(egui::Align::Min), |ui| {
        themes_ui(ui, shell);
        if ui.link("Reset panes").on_hover_text("Puts the panes of this lab back where they were at first").clicked() {
            lab.layout(LayoutChange::Reset);
        }
    });
    clicked
}

fn entry_ui(ui: &mut egui::Ui, place: usize, entry: &Entry, current: bool, shell: &mut Shell) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let (name, here) = (entry.name(), matches!(entry, Entry::Here(_)));
    let height = ENTRY * tokens.theme.metrics().scale;
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, here, current, name.title));
    let painter = ui.painter();
    if current {
        painter.rect_filled(rect, 7, tokens.raised);
        let mark = egui::Rect::from_min_size(rect.min, egui::vec2(3.0, rect.height()));
        painter.rect_filled(mark, 2, tokens.accent);
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 7, tokens.raised);
    }
    let metrics = tokens.theme.metrics();
    let colour = if current { tokens.ink } else { tokens.soft };
    let left = rect.left_center();
    painter.text(
        left + egui::vec2(12.0, 0.0),
        Align2::LEFT_CENTER,
        (place + 1).to_string(),
        FontId::monospace(metrics.small),
        tokens.soft,
    );
    painter.text(left + egui::vec2(28.0, 0.0), Align2::LEFT_CENTER, name.title, theme::medium(metrics.body), colour);
    shell.explain(&response, || {
        if here {
            format!("{}: {}", name.title, name.what)
        } else {
            format!("{}: {} (still to come)", name.title, name.what)
        }
    });
    response.clicked()
}

fn themes_ui(ui: &mut egui::Ui, shell: &mut Shell) {
    let tokens = theme::tokens(ui.ctx());
    egui::ComboBox::from_id_salt("theme")
        .selected_text(RichText::new(title(shell.theme)).color(tokens.soft))
        .width(ui.available_width() - 8.0)
        .show_ui(ui, |ui| {
            for theme in Theme::ALL {
                ui.selectable_value(&mut shell.theme, theme, title(theme));
            }
        })
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Theme"));
}

fn title(theme: Theme) -> &'static str {
    match theme {
        Theme::Dark => "Dark",
        Theme::Light => "Light",
        Theme::Projector => "Projector",
    }
}
