//! The keys of the window, and the list of all keys.

use egui::{Context, Key, Modifiers};

use super::App;
use crate::ui::frame::{file_menu, rail};
use crate::ui::key_list::{DRAWING, EVERYWHERE, Listed, THEME};
use crate::ui::lab::LabName;
use crate::ui::labs::words::TERMS;
use crate::ui::shortcuts::Shortcut;

impl App {
    pub(super) fn global_keys(&mut self, ctx: &Context) {
        if let Some(act) = file_menu::read_keys(ctx) {
            self.file_act(act, ctx);
        }
        let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7];
        for (place, key) in digits.into_iter().enumerate() {
            if ctx.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
                self.go_to(place);
            }
        }
        if THEME.pressed(ctx) {
            self.shell.theme = self.shell.theme.next();
        }
        let leaves = self.shell.presenting && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        if rail::PRESENT.pressed(ctx) && !self.shell.presenting {
            self.shell.present();
        } else if leaves {
            self.shell.presenting = false;
            self.toast.dismiss();
        }
        let question = ctx.input(|i| {
            // Which of the two comes depends on the keyboard's layout.
            let typed = i.events.iter().any(|event| matches!(event, egui::Event::Text(text) if text == "?"));
            typed || i.key_pressed(Key::Questionmark) || (i.modifiers.shift && i.key_pressed(Key::Slash))
        });
        if question {
            self.keys_shown = true;
        }
    }

    pub(super) fn key_list_ui(&mut self, ctx: &Context, name: LabName, shortcuts: &[Shortcut]) {
        let together: Vec<_> = if self.keys_shown {
            self.labs.iter().map(|open| open.lab.status().shortcuts).collect()
        } else {
            Vec::new()
        };
        let groups = [(name.title, shortcuts), ("Drawing on a grid", &DRAWING), ("Everywhere", &EVERYWHERE)];
        let listed = Listed { groups: &groups, together: &together, terms: TERMS };
        self.key_list.show(ctx, &mut self.keys_shown, &mut self.remembered.keys, &listed);
    }
}
