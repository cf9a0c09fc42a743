//! A path that is typed: a dialog does not open on every machine.

use std::path::PathBuf;

use egui::{Key, Role, TextEdit, Ui, WidgetInfo};

/// A field for a path, shown while one is typed; `P` is what the path is for.
pub struct PathField<P> {
    typed: Option<(P, String)>,
}

impl<P> Default for PathField<P> {
    fn default() -> Self {
        Self { typed: None }
    }
}

impl<P: Copy> PathField<P> {
    pub fn open(&mut self, purpose: P) {
        self.typed = Some((purpose, String::new()));
    }

    pub fn close(&mut self) {
        self.typed = None;
    }

    pub fn is_open(&self) -> bool {
        self.typed.is_some()
    }

    /// Draws it while it is shown, with its name and a hint for the purpose; gives the path that Enter ends. It keeps
    /// the keyboard until then, or until something else is clicked.
    pub fn ui(&mut self, ui: &mut Ui, words: impl Fn(P) -> [&'static str; 2]) -> Option<(P, PathBuf)> {
        let (purpose, text) = self.typed.as_mut()?;
        let [name, hint] = words(*purpose);
        let response = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
        if !response.lost_focus() {
            response.request_focus();
            return None;
        }
        let (purpose, text) = self.typed.take()?;
        let wanted = ui.input(|input| input.key_pressed(Key::Enter)) && !text.trim().is_empty();
        wanted.then(|| (purpose, text.trim().into()))
    }
}
