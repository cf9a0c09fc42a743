//! What the window says: the last message, all messages of late, and what it is.

use egui::Context;

use super::App;
use crate::ui::diagnostics;
use crate::ui::frame::about::{Machine, about_ui};
use crate::ui::frame::message_list::message_list_ui;
use crate::ui::shell::{Deed, Message};

impl App {
    /// Names what draws, as the system does.
    pub fn set_graphics(&mut self, graphics: String) {
        self.graphics = graphics;
    }

    /// The last message, `above` points from the lower edge; what it offers is done in the lab that offered it.
    pub(super) fn message_ui(&mut self, ctx: &Context, above: f32) {
        match self.shell.message.take() {
            Some(Message::News(sentence)) => self.toast.news(sentence),
            Some(Message::Refusal(sentence)) => self.toast.error(sentence),
            Some(Message::Offer(offered)) => {
                self.toast.offer(offered.sentence.clone(), offered.button, offered.stays);
                self.offered = Some(offered);
            }
            None => {}
        }
        if !self.toast.show(ctx, above) {
            return;
        }
        match self.offered.take().map(|offered| offered.deed) {
            Some(Deed::Step(lab, step)) => {
                let Some(place) = self.labs.iter().position(|open| open.kind.name == lab) else { return };
                self.current = place;
                if let Err(sentence) = self.perform(step) {
                    self.shell.say(sentence);
                }
            }
            Some(Deed::StartFresh) => self.start_fresh(),
            Some(Deed::Recover) => self.recover(),
            Some(Deed::BringBack) => self.bring_back(),
            None => {}
        }
    }

    /// The lists that are shown over the window: messages, and what the program is.
    pub(super) fn says_ui(&mut self, ctx: &Context) {
        message_list_ui(ctx, &mut self.messages_shown, &self.shell.messages);
        let system = diagnostics::system();
        let machine = Machine { system: &system, graphics: &self.graphics };
        if about_ui(ctx, &mut self.about_shown, machine) {
            ctx.copy_text(diagnostics::text(&self.graphics, &self.shell.messages));
            self.shell.tell("The diagnostics are in the clipboard.");
        }
    }
}
