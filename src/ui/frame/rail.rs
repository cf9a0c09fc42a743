//! The rail: the seven labs under their keys; in a narrow window the keys alone.

use egui::{Align2, FontId, Key, Modifiers, RichText, Sense};

use crate::ui::lab::{Lab, LabKind, LabName, LayoutChange};
use crate::ui::lessons::keys::LESSONS;
use crate::ui::panes::Room;
use crate::ui::shell::Shell;
use crate::ui::shortcuts::{Action, keys_text};
use crate::ui::theme::{self, Theme};
use crate::ui::widgets::{Button, paint};

/// Height of an entry, and the least that it is pressed to in a low window.
const ENTRY: f32 = 34.0;
const LEAST_ENTRY: f32 = 18.0;
/// The key of slide programs.
pub const PRESENT: Action =
    Action::new("present", Modifiers::NONE, Key::F5, "present: the object and one chart, as large as the window");
const LESSONS_TIP: &str = "Questions that the labs answer, each in some minutes";
const RESET: &str = "Puts the panes of this lab back where they were at first";

/// Width of the rail in the dark profile.
pub const fn width(room: Room) -> f32 {
    if room.names { 128.0 } else { 52.0 }
}

/// Draws the rail; gives the place of a lab that was clicked.
pub fn rail_ui(
    ui: &mut egui::Ui,
    kinds: &[LabKind],
    current: LabName,
    shell: &mut Shell,
    lab: &mut dyn Lab,
) -> Option<usize> {
    let room = Room::in_window(ui.ctx());
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = theme::STEP;
    let metrics = theme::tokens(ui.ctx()).theme.metrics();
    let below = if room.names { 4.0 } else { 2.0 };
    let bottom = below * metrics.control + 2.0 * theme::STEP;
    let above = ui.available_height() - bottom;
    let height = (above / kinds.len().max(1) as f32 - theme::STEP).min(ENTRY * metrics.scale);
    let least = LEAST_ENTRY * metrics.scale;
    let mut entries_ui = |ui: &mut egui::Ui| {
        for (place, kind) in kinds.iter().enumerate() {
            if entry_ui(ui, place, kind, kind.name == current, height.max(least), shell) {
                clicked = Some(place);
            }
        }
    };
    if height >= least {
        entries_ui(ui);
    } else {
        egui::ScrollArea::vertical().max_height(above.max(0.0)).show(ui, entries_ui);
    }
    ui.with_layout(egui::Layout::bottom_up(egui::Align::Min), |ui| {
        let reset = if room.names {
            themes_ui(ui, shell);
            let reset = ui.link("Reset panes").on_hover_text(RESET).clicked();
            if ui.link("Present").on_hover_text(PRESENT.tip(ui.ctx(), PRESENT.what)).clicked() {
                shell.present();
            }
            lessons_ui(ui, "Lessons", shell);
            reset
        } else {
            let reset = menu_ui(ui, shell);
            lessons_ui(ui, &keys_text(ui.ctx(), &LESSONS).unwrap_or_else(|| "L".to_owned()), shell);
            reset
        };
        if reset {
            lab.layout(LayoutChange::Reset);
            shell.tried.reset(current.id);
        }
    });
    clicked
}

fn lessons_ui(ui: &mut egui::Ui, text: &str, shell: &mut Shell) {
    let tip = LESSONS.tip(ui.ctx(), LESSONS_TIP);
    let button = Button::new(text).name("Lessons").min_width(ui.available_width()).tooltip(&tip);
    shell.wants_lessons |= button.show(ui).clicked();
}

/// Everything else below the labs in one menu; whether the panes are to be reset.
fn menu_ui(ui: &mut egui::Ui, shell: &mut Shell) -> bool {
    let button = Button::new("…").name("Theme and panes").min_width(ui.available_width()).show(ui);
    let mut reset = false;
    egui::Popup::menu(&button).show(|ui| {
        for theme in Theme::ALL {
            ui.selectable_value(&mut shell.theme, theme, title(theme));
        }
        ui.separator();
        if ui.button("Present").on_hover_text(PRESENT.tip(ui.ctx(), PRESENT.what)).clicked() {
            shell.present();
        }
        reset = ui.button("Reset panes").on_hover_text(RESET).clicked();
    });
    reset
}

fn entry_ui(ui: &mut egui::Ui, place: usize, kind: &LabKind, current: bool, height: f32, shell: &mut Shell) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let name = kind.name;
    let room = Room::in_window(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, current, name.title));
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
    let number = (place + 1).to_string();
    let sentence = || format!("{}: {}", name.title, name.what);
    shell.explain(&response, sentence);
    if !room.names {
        painter.text(rect.center(), Align2::CENTER_CENTER, number, FontId::monospace(metrics.body), colour);
        return response.on_hover_text(sentence()).clicked();
    }
    let left = rect.left_center();
    let small = FontId::monospace(metrics.small);
    painter.text(left + egui::vec2(12.0, 0.0), Align2::LEFT_CENTER, number, small, tokens.soft);
    let mut text = egui::text::LayoutJob::default();
    let format = egui::TextFormat::simple(theme::medium(metrics.body), colour);
    text.append(name.title, 0.0, format);
    let title = painter.layout_job(text);
    paint::galley(ui, title, left + egui::vec2(28.0, 0.0), Align2::LEFT_CENTER);
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
