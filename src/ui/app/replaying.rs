//! Recordings of a session that are done again: how far they have come, and an end to it.

use egui::Context;

use super::{App, OpenLab};
use crate::io::text::count;
use crate::ui::frame::progress_card::{Card, progress_card_ui};
use crate::ui::theme::numbers;
use crate::ui::widgets::Button;

/// What takes longer is shown, in seconds.
const AT_ONCE: f64 = 1.0;
/// Recordings that take longer are told of when they are saved, in seconds.
const LONG: f64 = 3.0;

/// What is said of recordings that take so many seconds to be done again; nothing where that is at once.
pub(super) fn sentence(seconds: f64) -> Option<String> {
    let long = seconds >= LONG;
    long.then(|| {
        format!("Opening it does its recordings again, which takes about {} here.", numbers::duration(seconds))
    })
}

impl App {
    /// Draws how far the recordings have come, and ends them where that is asked for.
    pub(super) fn replaying_ui(&mut self, ctx: &Context) {
        let comes: Vec<_> =
            self.labs.iter().filter_map(|open| Some((open.kind.name.title, open.lab.replayed()?))).collect();
        if comes.is_empty() {
            return self.session.replays_since = None;
        }
        let since = *self.session.replays_since.get_or_insert(self.shell.now);
        if self.shell.now - since < AT_ONCE {
            return ctx.request_repaint();
        }
        let each = |(title, replayed): &(&str, crate::ui::lab::Replayed)| {
            format!("{title} {:.0} %", 100.0 * replayed.done as f64 / replayed.steps.max(1) as f64)
        };
        let left = comes.iter().map(|(_, replayed)| {
            (replayed.rate > 0.0).then(|| replayed.steps.saturating_sub(replayed.done) as f64 / replayed.rate)
        });
        let left = left.reduce(|one, other| Some(one?.max(other?))).flatten();
        let left = left.map_or_else(String::new, |left| format!(", about {} left", numbers::duration(left)));
        let labs: Vec<String> = comes.iter().map(each).collect();
        let sentence = format!("Doing {} again: {}{left}", count(comes.len(), "recording"), labs.join(", "));
        let tip = "Leaves the runs where they have come; the file keeps all of them";
        let cancel = Button::new("Cancel").name("Cancel the recordings").tooltip(tip);
        if progress_card_ui(ctx, Card::Replay, &sentence, Some(cancel)) {
            for OpenLab { lab, .. } in &mut self.labs {
                lab.stop_replaying(&mut self.shell);
            }
            // The file has all of them.
            (self.session.differs, self.session.changed) = (true, true);
            self.shell.tell("The recordings stand where they had come. The file still has all of them.");
        }
        ctx.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn recordings_that_take_long_are_told_of() {
        assert_eq!(super::sentence(0.4), None);
        let said = super::sentence(42.0).unwrap();
        assert!(said.contains("takes about 42"), "{said}");
    }
}
