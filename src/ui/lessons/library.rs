//! The list of lessons: by question, with the time that each takes and how far it has come.

use egui::{RichText, ScrollArea, Sense, Ui};

use crate::io::lesson::{Head, Pack};
use crate::ui::lessons::keys::entry_ui;
use crate::ui::lessons::progress::Done;
use crate::ui::lessons::state::{Lessons, Wish};
use crate::ui::shell::Shell;
use crate::ui::theme::{self, medium, semibold};
use crate::ui::widgets::{Button, paint};

/// Draws the list; the lesson that was chosen.
pub fn library_ui(ui: &mut Ui, lessons: &mut Lessons, shell: &mut Shell) -> Option<Wish> {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let mut wish = None;
    ui.horizontal(|ui| {
        ui.label(RichText::new("Lessons").font(semibold(metrics.title + 2.0)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if Button::new("Close").small().name("Close the list of lessons").show(ui).clicked() {
                lessons.listed = false;
            }
            let tip = "A folder of what people of a class measured and saved, or printed by lesson run --json; files can \
                       be dropped on the window, too";
            if Button::new("Class…").small().quiet().name("Open the results of a class").tooltip(tip).show(ui).clicked() {
                wish = Some(Wish::OpenClass);
            }
        });
    });
    if let Some(pool) = &lessons.pool {
        ui.horizontal_wrapped(|ui| {
            let of = pool.lessons.iter().map(|lesson| format!("{} ({} people)", lesson.id, lesson.people));
            ui.label(RichText::new(format!("Results: {}", of.collect::<Vec<_>>().join(", "))).color(tokens.soft));
            if Button::new("Put away").small().quiet().name("Put the results of the class away").show(ui).clicked() {
                wish = Some(Wish::PutClassAway);
            }
        });
    }
    ui.add_space(theme::STEP);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        entry_ui(ui);
        for pack in Pack::ALL {
            let mut of_pack = lessons.shelf.lessons.iter().filter(|lesson| lesson.head.pack == pack).peekable();
            if of_pack.peek().is_none() {
                continue;
            }
            ui.add_space(theme::STEP);
            ui.label(RichText::new(pack.title()).font(semibold(metrics.body)).color(tokens.accent));
            for lesson in of_pack {
                if row_ui(ui, &lesson.head, lessons.progress.of(&lesson.head.id), shell) {
                    wish = Some(Wish::Open(lesson.head.id.clone()));
                }
            }
        }
        for sentence in &lessons.shelf.refused {
            ui.add_space(theme::STEP);
            ui.label(RichText::new(sentence).color(tokens.soft));
        }
        ui.add_space(theme::STEP);
    });
    wish
}

/// One question; whether it was clicked.
fn row_ui(ui: &mut Ui, head: &Head, done: Done, shell: &mut Shell) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let width = ui.available_width();
    let text_width = width - 44.0 * metrics.scale;
    let title = ui.painter().layout(head.title.clone(), medium(metrics.body), tokens.ink, text_width);
    let signs = [done.tasks.then_some("done"), done.numbers.then_some("measured")];
    let mut line = format!("{} · {} min", head.id, head.minutes);
    for sign in signs.into_iter().flatten() {
        line.push_str(" · ");
        line.push_str(sign);
    }
    let under = ui.painter().layout_no_wrap(line.clone(), egui::FontId::proportional(metrics.small), tokens.soft);
    let height = title.size().y + under.size().y + 10.0;
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, height), Sense::click());
    let name = format!("{}: {}", head.id, head.title);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 7, tokens.raised);
    }
    // A full dot: its tasks are done and its numbers measured.
    let dot = egui::pos2(rect.left() + 12.0, rect.top() + 5.0 + title.size().y / 2.0);
    let colour = if done.tasks && done.numbers { tokens.good } else { tokens.soft };
    if done.tasks || done.numbers {
        ui.painter().circle_filled(dot, 4.0, colour);
    } else {
        ui.painter().circle_stroke(dot, 4.0, egui::Stroke::new(1.0, colour));
    }
    let at = rect.left_top() + egui::vec2(28.0, 5.0);
    let below = at + egui::vec2(0.0, title.size().y);
    ui.painter().galley(at, title, tokens.ink);
    ui.painter().galley(below, under, tokens.soft);
    paint::focus_ring(ui, &response, paint::CONTROL_RADIUS);
    let needs = if head.needs.is_empty() { String::new() } else { format!(" After {}.", head.needs.join(", ")) };
    shell.explain(&response, || {
        format!("Opens the lesson in its lab; what the lab is at now comes back afterwards.{needs}")
    });
    response.clicked()
}
