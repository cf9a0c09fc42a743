//! Lessons in the window: a lesson runs in a lab of its own, which takes the place of the person's until it is closed.

use std::sync::Arc;

use egui::{Context, Ui};

use super::class_results::{CLASS, RESULTS};
use super::{App, OpenLab};
use crate::io::lesson::Lesson;
use crate::ui::chassis::Step;
use crate::ui::frame::file_desk::PathFor;
use crate::ui::lab::LayoutChange;
use crate::ui::lessons::keys::{self, LESSONS, NEXT_PAGE, PAGE_BEFORE};
use crate::ui::lessons::state::Wish;
use crate::ui::lessons::{OpenLesson, SeenLesson, column, library};
use crate::ui::theme;

impl App {
    /// Opens the lesson of an id, in a lab that is as it is at first.
    pub fn open_lesson(&mut self, id: &str) {
        let shelf = Arc::clone(&self.lessons.shelf);
        let Some(lesson) = shelf.lesson(id) else {
            return self.shell.say(format!("There is no lesson “{id}”."));
        };
        if let Err(sentence) = self.begin_lesson(lesson) {
            self.shell.say(sentence);
        }
    }

    /// Opens a lesson, whether or not it is in the list.
    ///
    /// # Errors
    /// A sentence where it has no lab, or one that there is not.
    pub(in crate::ui) fn begin_lesson(&mut self, lesson: &Lesson) -> Result<(), String> {
        let open = OpenLesson::new(lesson)?;
        let place =
            self.labs.iter().position(|one| one.kind.name.id == open.lab).ok_or_else(|| {
                format!("Lesson {} is of the lab “{}”, which there is not.", lesson.head.id, open.lab)
            })?;
        self.close_lesson();
        let Some(kind) = self.labs.get(place).map(|one| one.kind) else { return Ok(()) };
        let mut lab = (kind.start)(&self.wake, self.shell.seed)?;
        lab.layout(LayoutChange::Reset);
        if let Some(slot) = self.labs.get_mut(place) {
            self.before_lesson = Some((place, std::mem::replace(slot, OpenLab { kind, lab })));
        }
        self.current = place;
        self.lessons.listed = false;
        self.lessons.open = Some(open);
        Ok(())
    }

    /// Takes up a lesson that is open in another window, next to the lab that was taken up from there.
    ///
    /// # Errors
    /// A sentence where it has no lab.
    pub(in crate::ui) fn take_up_lesson(&mut self, seen: SeenLesson) -> Result<(), String> {
        self.lessons.open = Some(OpenLesson::of(seen)?);
        Ok(())
    }

    /// Closes the lesson and puts the lab back that was there before it.
    pub fn close_lesson(&mut self) {
        self.lessons.open = None;
        if let Some((place, before)) = self.before_lesson.take()
            && let Some(slot) = self.labs.get_mut(place)
        {
            *slot = before;
        }
    }

    /// The lesson that is open.
    pub const fn lesson(&mut self) -> Option<&mut OpenLesson> {
        self.lessons.open.as_mut()
    }

    /// What the lesson asks of its lab, and what it hears of it.
    pub(super) fn lesson_logic(&mut self) {
        if std::mem::take(&mut self.shell.wants_lessons) {
            self.lessons.listed = !self.lessons.listed;
        }
        self.take_results();
        // A lesson is of one lab: in another nothing is hidden.
        let shown = self.labs.get(self.current).map(|open| open.kind.name.id);
        self.lessons.logic(&mut self.shell);
        let Some(open) = &mut self.lessons.open else { return };
        if shown != Some(open.lab.as_str()) {
            self.shell.focus = None;
            self.shell.unplayable = None;
        }
        let Some(OpenLab { lab, .. }) = self.labs.iter_mut().find(|one| one.kind.name.id == open.lab) else { return };
        open.readings = lab.readings();
        while !lab.status().busy
            && let Some(step) = open.take_step()
        {
            if step == Step::Wait {
                break;
            }
            if let Err(sentence) = lab.perform(step, &mut self.shell) {
                open.pending.clear();
                self.shell.say(sentence);
            }
        }
    }

    /// Draws the column of lessons, where one is open or the list is.
    pub(super) fn lesson_ui(&mut self, ui: &mut Ui) {
        let here = self.lesson_is_here();
        if !(self.lessons.listed || here) {
            return;
        }
        let tokens = theme::tokens(ui.ctx());
        let room = ui.available_width() / 2.0;
        let width = (column::WIDTH * tokens.theme.metrics().scale).min(room);
        let frame = egui::Frame::new().fill(tokens.panel).inner_margin(egui::Margin::symmetric(14, 12));
        let panel = egui::Panel::left("lessons").exact_size(width).resizable(false).frame(frame);
        let wish = panel.show(ui, |ui| {
            if self.lessons.listed {
                library::library_ui(ui, &mut self.lessons, &mut self.shell)
            } else {
                column::column_ui(ui, &mut self.lessons, &mut self.shell)
            }
        });
        match wish.inner {
            Some(Wish::Open(id)) => self.open_lesson(&id),
            Some(Wish::Close) => self.close_lesson(),
            Some(Wish::OpenClass) => self.desk.ask(PathFor::Folder(CLASS), &mut self.shell),
            Some(Wish::PutClassAway) => self.put_class_away(),
            Some(Wish::SaveResults) => self.desk.ask(PathFor::Write(RESULTS), &mut self.shell),
            None => {}
        }
    }

    pub(super) fn lesson_is_here(&self) -> bool {
        let shown = self.labs.get(self.current).map(|open| open.kind.name.id);
        self.lessons.open.as_ref().is_some_and(|open| shown == Some(open.lab.as_str()))
    }

    pub(super) fn lesson_keys(&mut self, ctx: &Context) {
        if LESSONS.pressed(ctx) {
            self.lessons.listed = !self.lessons.listed;
        }
        if self.lessons.listed || self.lesson_is_here() {
            keys::enter(ctx);
        }
        let Some(open) = &mut self.lessons.open else { return };
        let last = open.last_page();
        if NEXT_PAGE.pressed(ctx) {
            open.page = (open.page + 1).min(last);
        } else if PAGE_BEFORE.pressed(ctx) {
            open.page = open.page.saturating_sub(1);
        }
    }
}
