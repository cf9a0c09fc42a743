//! A path that is typed: a dialog does not open on every machine.

use std::path::PathBuf;

use egui::{Context, Key, Role, TextEdit, TextStyle, Ui, WidgetInfo};

use super::{paint, sentence_ui};
use crate::io::files::typed_path;
use crate::ui::dialogs::{DialogWatch, NO_DIALOG, Watched};
use crate::ui::jobs::Jobs;

/// What a field takes next to its text.
const MARGINS: f32 = 12.0;

/// A field for a path, shown while one is typed; `P` is what the path is for.
pub struct PathField<P> {
    typed: Option<(P, String)>,
    dialog: Option<StandIn<P>>,
}

/// A dialog that the field stands in for if it does not come.
struct StandIn<P> {
    purpose: P,
    watch: DialogWatch,
    /// Whether the field was opened in its place.
    opened: bool,
}

impl<P> Default for PathField<P> {
    fn default() -> Self {
        Self { typed: None, dialog: None }
    }
}

impl<P: Copy> PathField<P> {
    pub fn open(&mut self, purpose: P) {
        self.close();
        self.typed = Some((purpose, String::new()));
    }

    /// Stands in for the dialog that is asked for now: opens, with a sentence, if it does not come.
    pub fn stand_in(&mut self, purpose: P, jobs: &Jobs) {
        self.close();
        self.dialog = Some(StandIn { purpose, watch: DialogWatch::new(jobs), opened: false });
    }

    pub fn close(&mut self) {
        (self.typed, self.dialog) = (None, None);
    }

    pub fn is_open(&self) -> bool {
        self.typed.is_some()
    }

    /// Draws it while it is shown, with its name and a hint for the purpose; gives the path that Enter ends. It keeps
    /// the keyboard until then, or until something else is clicked.
    pub fn ui(&mut self, ui: &mut Ui, jobs: &Jobs, words: impl Fn(P) -> [&'static str; 2]) -> Option<(P, PathBuf)> {
        self.watch(ui.ctx(), jobs);
        let stands_in = self.dialog.as_ref().is_some_and(|dialog| dialog.opened);
        let (purpose, text) = self.typed.as_mut()?;
        if stands_in {
            sentence_ui(ui, NO_DIALOG, None);
        }
        let [name, hint] = words(*purpose);
        // A hint that is longer than the field stands above it.
        let body = TextStyle::Body.resolve(ui.style());
        let fits = paint::width(ui, hint, body) + MARGINS <= ui.available_width();
        if !fits {
            sentence_ui(ui, hint, None);
        }
        let field = TextEdit::singleline(text).hint_text(if fits { hint } else { "" });
        let response = ui.add(field.desired_width(f32::INFINITY));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
        if !response.lost_focus() {
            response.request_focus();
            return None;
        }
        let (purpose, text) = self.typed.take()?;
        self.dialog = None;
        let entered = ui.input(|input| input.key_pressed(Key::Enter));
        typed_path(&text).filter(|_| entered).map(|path| (purpose, path))
    }

    fn watch(&mut self, ctx: &Context, jobs: &Jobs) {
        let Some(dialog) = &mut self.dialog else { return };
        match dialog.watch.check(ctx, jobs) {
            Watched::Missing if !dialog.opened => {
                dialog.opened = true;
                self.typed = Some((dialog.purpose, String::new()));
            }
            Watched::Awaited | Watched::Missing => {}
            // The dialog came after all, and what was chosen in it is under way.
            Watched::Chosen => self.close(),
            // What is being typed goes on.
            Watched::Closed if dialog.opened => {}
            Watched::Closed => self.dialog = None,
        }
    }
}
