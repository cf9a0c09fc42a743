//! After a window that did not close: what was remembered is there again, and the person may begin without it.

use std::collections::BTreeMap;

use super::{App, OpenLab};
use crate::ui::lab::LayoutChange;
use crate::ui::shell::{Deed, Offered};

/// What is said of work that came back after the last window was cut short; `None` where nothing came back.
pub(super) fn sentence(labs: &[OpenLab], work: &BTreeMap<String, String>) -> Option<Offered> {
    let came_back = labs.iter().map(|open| open.kind.name).filter(|name| work.contains_key(name.id));
    let titles: Vec<&str> = came_back.map(|name| name.title).collect();
    let sentence = format!(
        "The last window was cut short. Recovered from when it last saved itself: the work in {}.",
        titles.join(", ")
    );
    (!titles.is_empty()).then_some(Offered {
        sentence,
        button: "Start fresh instead",
        deed: Deed::StartFresh,
        stays: true,
    })
}

impl App {
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
        }
    }
}
