//! What was done is remembered without being asked for. After a window that did not close it is there again, and the person
//! may begin without it.

use std::collections::BTreeMap;
use std::time::Duration;

use egui::Context;

use super::session::SessionDesk;
use super::{App, OpenLab};
use crate::ui::lab::LayoutChange;
use crate::ui::shell::{Deed, Offered};

/// What is said of work that came back after the last window was cut short; `None` where nothing came back.
pub(super) fn sentence(labs: &[OpenLab], work: &BTreeMap<String, String>, session: &SessionDesk) -> Option<Offered> {
    let came_back = labs.iter().map(|open| open.kind.name).filter(|name| work.contains_key(name.id));
    let titles: Vec<&str> = came_back.map(|name| name.title).collect();
    let of = session.title().map_or_else(String::new, |(name, changed)| {
        format!(" The session is {name}{}.", if changed { ", which it had changed" } else { "" })
    });
    let sentence = format!(
        "The last window was cut short. Recovered from when it last saved itself: the work in {}.{of}",
        titles.join(", ")
    );
    (!titles.is_empty()).then_some(Offered {
        sentence,
        button: "Start fresh instead",
        deed: Deed::StartFresh,
        stays: true,
    })
}

/// How often the window saves itself, in the frames that it draws.
pub(super) const SAVED_EVERY: Duration = Duration::from_secs(30);

impl App {
    /// What is done and then left alone is saved, too: it needs a frame when the time has come.
    pub(super) fn draw_until_saved(&mut self, ctx: &Context) {
        let (now, acted) = ctx.input(|input| (input.time, !input.events.is_empty()));
        if acted {
            self.saved_by = Some(now + SAVED_EVERY.as_secs_f64() + 1.0);
        }
        match self.saved_by {
            Some(at) if now < at => ctx.request_repaint_after(Duration::from_secs_f64(at - now)),
            _ => self.saved_by = None,
        }
    }

    /// Puts all labs aside for such as open without what was remembered.
    pub(super) fn start_fresh(&mut self) {
        let mut fresh = Vec::new();
        for open in &mut self.labs {
            let mut lab = match (open.kind.start)(&self.wake, self.shell.seed) {
                Ok(lab) => lab,
                Err(sentence) => return self.shell.say(sentence),
            };
            if let Some(layout) = open.lab.layout(LayoutChange::Save) {
                lab.layout(LayoutChange::Restore(&layout));
            }
            fresh.push(OpenLab { kind: open.kind, lab });
        }
        self.aside = std::mem::replace(&mut self.labs, fresh);
        self.session.aside = Some(Box::new(std::mem::take(&mut self.session)));
        self.shell.offer(Offered {
            sentence: "Every lab is as it opens for the first time.".to_owned(),
            button: "Bring it back",
            deed: Deed::BringBack,
            stays: false,
        });
    }

    /// Takes the labs that were put aside back.
    pub(super) fn bring_back(&mut self) {
        if !self.aside.is_empty() {
            self.labs = std::mem::take(&mut self.aside);
            if let Some(session) = self.session.aside.take() {
                self.session = *session;
            }
        }
    }
}
