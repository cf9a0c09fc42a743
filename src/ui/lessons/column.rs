//! The text of a lesson with its live blocks, in a column next to the lab: all of it, or for a lecture hall one section
//! at a time.

use egui::{RichText, ScrollArea, Ui};

use crate::io::lesson::blocks::ControlKind;
use crate::io::lesson::reading::Heading;
use crate::io::lesson::{Control, Part, Section, Task};
use crate::ui::lessons::class::class_ui;
use crate::ui::lessons::keys::entry_ui;
use crate::ui::lessons::number::number_ui;
use crate::ui::lessons::plot::plot_ui;
use crate::ui::lessons::predict::predict_ui;
use crate::ui::lessons::state::{Lessons, OpenLesson, Wish, lesson_page};
use crate::ui::shell::Shell;
use crate::ui::theme::{self, Theme, semibold};
use crate::ui::widgets::{Button, SliderField, markdown_ui};

/// Width of the column in the dark profile.
pub const WIDTH: f32 = 372.0;

/// Between the lines of a section, and between its parts.
const SPACING: f32 = 7.0;

/// Places of live blocks among those of their kind, counted while the sections are drawn.
#[derive(Default)]
struct Places {
    task: usize,
    number: usize,
    plot: usize,
    control: usize,
}

/// Draws the open lesson; what is asked of the window.
pub fn column_ui(ui: &mut Ui, lessons: &mut Lessons, shell: &mut Shell) -> Option<Wish> {
    let tokens = theme::tokens(ui.ctx());
    let paged = tokens.theme == Theme::Projector;
    let (before, after) = (lessons.neighbour(-1).map(str::to_owned), lessons.neighbour(1).map(str::to_owned));
    let Lessons { open: Some(open), pool, listed, .. } = lessons else { return None };
    let mut wish = head_ui(ui, open, listed);
    let lesson = open.lesson.clone();
    let last = open.last_page();
    open.page = open.page.min(last);
    let foot = tokens.theme.metrics().control + 2.0 * theme::STEP;
    let height = (ui.available_height() - foot).max(0.0);
    let page = paged.then_some(open.page);
    ScrollArea::vertical().id_salt(("lesson", &lesson.head.id, page)).max_height(height).auto_shrink(false).show(
        ui,
        |ui| {
            entry_ui(ui);
            let mut places = Places::default();
            let pooled = pool.as_ref().and_then(|pool| pool.lessons.iter().find(|one| one.id == lesson.head.id));
            ui.spacing_mut().item_spacing.y = SPACING;
            for section in &lesson.sections {
                if page.is_none_or(|page| page == lesson_page(&lesson, section.heading)) {
                    if section_ui(ui, section, open, &mut places, pooled, shell) {
                        wish = Some(Wish::SaveResults);
                    }
                } else {
                    // What is on other pages has its place all the same.
                    places.pass(section);
                }
            }
        },
    );
    ui.add_space(theme::STEP);
    ui.horizontal(|ui| {
        if paged {
            pages_ui(ui, open, last);
        } else {
            if let Some(before) = before
                && Button::new("← Lesson before").small().quiet().show(ui).clicked()
            {
                wish = Some(Wish::Open(before));
            }
            if let Some(after) = after {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if Button::new("Next lesson →").small().quiet().show(ui).clicked() {
                        wish = Some(Wish::Open(after));
                    }
                });
            }
        }
    });
    wish
}

fn head_ui(ui: &mut Ui, open: &mut OpenLesson, listed: &mut bool) -> Option<Wish> {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let mut wish = None;
    let head = &open.lesson.head;
    ui.horizontal(|ui| {
        let line = format!("Lesson {} · {} min", head.id, head.minutes);
        ui.label(RichText::new(line).size(metrics.small).color(tokens.soft));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let tip = "Closes the lesson; the lab is again what it was before";
            if Button::new("Close").small().name("Close the lesson").tooltip(tip).show(ui).clicked() {
                wish = Some(Wish::Close);
            }
            if Button::new("All lessons").small().quiet().show(ui).clicked() {
                *listed = true;
            }
        });
    });
    ui.label(RichText::new(&head.title).font(semibold(metrics.title + 3.0)));
    let all = if open.everything { "Show only what the lesson needs" } else { "Show everything of the lab" };
    if ui.link(all).clicked() {
        open.everything = !open.everything;
    }
    ui.separator();
    wish
}

/// One section at a time: back, where one is, and on. The next is never forced; it is offered when there is nothing left
/// to do on this page.
fn pages_ui(ui: &mut Ui, open: &mut OpenLesson, last: usize) {
    if Button::new("Back").disabled_because((open.page == 0).then_some("This is the first page")).show(ui).clicked() {
        open.page -= 1;
    }
    ui.label(format!("{} of {}", open.page + 1, last + 1));
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let finished = (open.page >= last).then_some("This is the last page");
        let ready = open.prediction.is_made() && open.done.iter().all(|done| *done);
        if Button::new("Next page").accent(ready && finished.is_none()).disabled_because(finished).show(ui).clicked() {
            open.page += 1;
        }
    });
}

impl Places {
    fn pass(&mut self, section: &Section) {
        for part in &section.parts {
            match part {
                Part::Task(_) => self.task += 1,
                Part::Number(_) => self.number += 1,
                Part::Plot(_) => self.plot += 1,
                Part::Control(_) => self.control += 1,
                Part::Text(_) | Part::Lab(_) | Part::Predict(_) => {}
            }
        }
    }
}

/// Draws a section; whether what was measured is to be saved.
fn section_ui(
    ui: &mut Ui,
    section: &Section,
    open: &mut OpenLesson,
    places: &mut Places,
    pooled: Option<&crate::io::lesson::pool::PooledLesson>,
    shell: &mut Shell,
) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    ui.add_space(theme::STEP);
    let mut parts = |ui: &mut Ui| {
        for part in &section.parts {
            part_ui(ui, part, open, places, pooled, shell);
        }
    };
    if section.heading == Heading::Notes {
        let title = RichText::new(section.heading.title()).color(tokens.soft);
        egui::CollapsingHeader::new(title).show(ui, parts);
        return false;
    }
    ui.label(RichText::new(section.heading.title()).font(semibold(metrics.body)).color(tokens.accent));
    parts(ui);
    section.heading == Heading::Number && save_ui(ui, open, shell)
}

/// The button that writes what was measured; whether it was clicked.
fn save_ui(ui: &mut Ui, open: &OpenLesson, shell: &Shell) -> bool {
    let nothing = open.measuring.numbers().next().is_none().then_some("Nothing was measured here yet");
    let tip = format!(
        "For a class: a file with the numbers above and the seed, {}. Everyone needs a seed of their own, at the top right",
        shell.seed.0
    );
    let save = Button::new("Save for the class…").small().quiet().name("Save what was measured");
    save.tooltip(&tip).disabled_because(nothing).show(ui).clicked()
}

fn part_ui(
    ui: &mut Ui,
    part: &Part,
    open: &mut OpenLesson,
    places: &mut Places,
    pooled: Option<&crate::io::lesson::pool::PooledLesson>,
    shell: &mut Shell,
) {
    match part {
        Part::Text(text) => markdown_ui(ui, text),
        Part::Lab(_) => {}
        Part::Predict(predict) => {
            let answered = open.is_answered();
            predict_ui(ui, predict, &mut open.prediction, answered);
        }
        Part::Task(task) => {
            task_ui(ui, places.task, task, open, shell);
            places.task += 1;
        }
        Part::Number(number) => {
            let reading = number.reading.as_deref().and_then(|name| open.reading(name));
            number_ui(ui, (places.number, number), &mut open.measuring, reading, shell);
            if let Some(found) = pooled.and_then(|pooled| pooled.numbers.iter().find(|one| one.name == number.name)) {
                class_ui(ui, found, shell);
            }
            places.number += 1;
        }
        Part::Plot(plot) => {
            let found = pooled.and_then(|pooled| pooled.plots.iter().find(|one| one.title == plot.title));
            plot_ui(ui, (places.plot, plot), &mut open.measuring, found);
            places.plot += 1;
        }
        Part::Control(control) => {
            control_ui(ui, places.control, control, open, shell);
            places.control += 1;
        }
    }
}

fn task_ui(ui: &mut Ui, place: usize, task: &Task, open: &mut OpenLesson, shell: &mut Shell) {
    let tokens = theme::tokens(ui.ctx());
    let done = open.done.get(place).copied().unwrap_or(false);
    let next = !done && open.done.iter().take(place).all(|done| *done);
    ui.horizontal_top(|ui| {
        let (sign, colour) = match (done, next) {
            (true, _) => ("✓", tokens.good),
            (false, true) => ("▶", tokens.accent),
            (false, false) => ("○", tokens.soft),
        };
        ui.label(RichText::new(sign).color(colour));
        ui.vertical(|ui| {
            markdown_ui(ui, &task.text);
            task_buttons_ui(ui, place, task, open, shell);
        });
    });
}

fn task_buttons_ui(ui: &mut Ui, place: usize, task: &Task, open: &mut OpenLesson, shell: &mut Shell) {
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal(|ui| {
        match open.done.get_mut(place) {
            Some(true) => {
                ui.label(RichText::new("done").color(tokens.good));
            }
            Some(slot) if task.until.is_empty() => {
                *slot = Button::new("Done").small().name(&format!("Done: {}", place + 1)).show(ui).clicked();
            }
            _ => {}
        }
        if task.show_me.0.is_empty() {
            return;
        }
        let reason = shell.unplayable;
        let name = format!("Show me: {}", place + 1);
        let button = Button::new("Show me").small().quiet().name(&name).disabled_because(reason);
        if button.show(ui).clicked()
            && let Err(sentence) = open.perform(&task.show_me)
        {
            shell.say(sentence);
        }
    });
}

fn control_ui(ui: &mut Ui, place: usize, control: &Control, open: &mut OpenLesson, shell: &mut Shell) {
    let value = open.controls.get(place).copied().unwrap_or(control.value);
    let asked = match control.kind {
        ControlKind::Button => Button::new(&control.label).show(ui).clicked().then_some(value),
        ControlKind::Slider => {
            let digits = if control.step.fract() == 0.0 { 0 } else { 2 };
            let slider = SliderField::new(&control.label, value, control.least..=control.most);
            slider.step(control.step).digits(digits).two_lines(true).show(ui)
        }
    };
    let Some(value) = asked else { return };
    if let Some(slot) = open.controls.get_mut(place) {
        *slot = value;
    }
    if let Err(sentence) = open.perform(&control.steps.with_value(value)) {
        shell.say(sentence);
    }
}
