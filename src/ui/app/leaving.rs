//! Closing the window: what would be lost is asked for first.
//!
//! Lost is what neither comes back at the next start nor is in a file; each lab says what that is
//! ([`LabFiling::loss`](crate::ui::chassis::LabFiling::loss)). Within the window nothing is lost and nothing is asked: what
//! takes the place of a document can be undone, and a run that gives way is put aside.

use egui::{Context, ViewportCommand};

use super::{App, OpenLab};
use crate::ui::files::{Loss, SaveTo};
use crate::ui::frame::file_desk::PathFor;
use crate::ui::frame::leaving::{CLOSING, Leave, leave_ui};

/// How far the closing of the window has come.
#[derive(Default)]
pub enum Leaving {
    #[default]
    Stays,
    /// What would be lost is asked about: each work with the place of its lab, and what of the session.
    Asked(Vec<(usize, Loss)>, Option<String>),
    /// The first of it is being saved.
    Saving,
    /// The window may close.
    Agreed,
}

impl App {
    /// Keeps the window where it was asked to close and something would be lost.
    pub(super) fn check_leaving(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || matches!(self.leaving, Leaving::Agreed) {
            return;
        }
        self.close_lesson();
        let (losses, session) = (self.losses(), self.session.loss());
        if losses.is_empty() && session.is_none() {
            self.leaving = Leaving::Agreed;
        } else {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.leaving = Leaving::Asked(losses, session);
        }
    }

    /// Draws the question while there is one.
    pub(super) fn leaving_ui(&mut self, ctx: &Context) {
        let answer = match &self.leaving {
            Leaving::Stays | Leaving::Agreed => return,
            Leaving::Saving => return self.go_on_leaving(ctx),
            Leaving::Asked(losses, session) => {
                let title = |place: usize| self.labs.get(place).map_or("", |open| open.kind.name.title);
                let works = losses.iter().map(|(place, loss)| (title(*place), loss.sentence.as_str()));
                leave_ui(ctx, CLOSING, session.iter().map(|sentence| ("Session", sentence.as_str())).chain(works))
            }
        };
        match answer {
            Some(Leave::Save) => self.save_first(),
            Some(Leave::Discard) => {
                self.session.discard();
                self.agree(ctx);
            }
            Some(Leave::Cancel) => self.leaving = Leaving::Stays,
            None => {}
        }
    }

    fn losses(&self) -> Vec<(usize, Loss)> {
        let labs = self.labs.iter().enumerate();
        let losses = labs.filter_map(|(place, OpenLab { lab, .. })| Some((place, lab.loss(&self.shell)?)));
        losses.filter(|(_, loss)| !(loss.in_session && self.session.keeps_all())).collect()
    }

    /// Saves the first work that would be lost, in its lab.
    fn save_first(&mut self) {
        let Leaving::Asked(losses, session) = std::mem::replace(&mut self.leaving, Leaving::Saving) else { return };
        if session.is_some() {
            return self.save_session();
        }
        let Some((place, Loss { kept_as, .. })) = losses.into_iter().next() else { return };
        self.current = place;
        let Some(open) = self.labs.get_mut(place) else { return };
        let known = open.lab.filing(&self.shell).file;
        let known = known.filter(|_| open.lab.files().saves.is_some_and(|kind| kind.id == kept_as.id));
        match known {
            Some(path) => open.lab.write_file(kept_as, SaveTo { path, overwrite: true }, &mut self.shell),
            None => self.desk.ask(PathFor::Write(kept_as), &mut self.shell),
        }
    }

    /// Looks again once it was saved, or was not: then the question comes back.
    fn go_on_leaving(&mut self, ctx: &Context) {
        let writing = self.session.busy() || self.labs.iter().any(|open| open.lab.filing(&self.shell).writing);
        if writing || self.desk.is_open() {
            return;
        }
        let (losses, session) = (self.losses(), self.session.loss());
        if losses.is_empty() && session.is_none() {
            self.agree(ctx);
        } else {
            self.leaving = Leaving::Asked(losses, session);
        }
    }

    fn agree(&mut self, ctx: &Context) {
        self.leaving = Leaving::Agreed;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }
}
