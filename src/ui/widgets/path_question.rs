//! Asks for a path: in a dialog of the system, or typed in one of the window where none of those comes.

use std::path::PathBuf;

use egui::text::CCursor;
use egui::text_selection::CCursorRange;
use egui::{Context, Key, Role, TextEdit, Ui, WidgetInfo};

use super::{Button, Dialog, sentence_ui};
use crate::io::files::typed_path;
use crate::io::text::plain;
use crate::ui::dialogs::{DialogWatch, NO_DIALOG, Watched};
use crate::ui::jobs::Jobs;

const WIDTH: f32 = 420.0;

/// What is written around the path.
#[derive(Clone, Copy, Debug)]
pub struct PathWords<'a> {
    pub title: &'a str,
    /// The name of the field.
    pub field: &'a str,
    /// What is typed, in soft letters while nothing is.
    pub hint: &'a str,
    pub button: &'a str,
    /// Whether a file is written there: one that exists is replaced only after it was said.
    pub writes: bool,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathAnswer {
    Path(PathBuf),
    /// There is a file, which is to be replaced.
    Replace(PathBuf),
    /// It is to be asked by the dialog of the system.
    Dialog,
    /// By nobody: it was closed.
    Nowhere,
}

/// How far a question has come.
enum Stage {
    /// The path is typed; `true` because no dialog came.
    Typed(bool),
    /// A dialog asks for it.
    Dialog(DialogWatch),
    Answered,
}

/// A question for a path.
pub struct PathQuestion {
    path: String,
    /// Whether the keyboard was given to the path.
    offered: bool,
    /// The path of a file that exists, of which that was said.
    exists: Option<PathBuf>,
    stage: Stage,
}

impl PathQuestion {
    /// A path that is typed in the place of this one.
    pub fn typed(path: String) -> Self {
        Self { path, offered: false, exists: None, stage: Stage::Typed(false) }
    }

    /// A dialog of the system is asked now.
    pub fn asks_dialog(&mut self, jobs: &Jobs) {
        (self.stage, self.offered) = (Stage::Dialog(DialogWatch::new(jobs)), false);
    }

    /// Asks once more: what was answered did not do.
    pub fn asks_again(&mut self) {
        (self.stage, self.offered) = (Stage::Typed(false), false);
    }

    /// Whether a dialog of the system is being asked.
    pub const fn asks_a_dialog(&self) -> bool {
        matches!(self.stage, Stage::Dialog(_))
    }

    /// Whether a path is typed, and not merely because no dialog came.
    pub const fn is_typed(&self) -> bool {
        matches!(self.stage, Stage::Typed(false))
    }

    /// Draws the question while a path is typed.
    pub fn ui(&mut self, ctx: &Context, jobs: &Jobs, words: &PathWords<'_>) -> Option<PathAnswer> {
        if let Stage::Dialog(watch) = &mut self.stage {
            match watch.check(ctx, jobs) {
                Watched::Awaited => {}
                Watched::Missing => self.stage = Stage::Typed(true),
                Watched::Closed => return Some(PathAnswer::Nowhere),
                Watched::Chosen => self.stage = Stage::Answered,
            }
        }
        let Stage::Typed(stands_in) = self.stage else { return None };
        let answer = Dialog::new(words.title, WIDTH).show(ctx, |ui| self.path_ui(ui, stands_in, words));
        let answer = answer.inner.or(answer.closed.then_some(PathAnswer::Nowhere));
        if matches!(answer, Some(PathAnswer::Path(_) | PathAnswer::Replace(_))) {
            self.stage = Stage::Answered;
        }
        answer
    }

    fn path_ui(&mut self, ui: &mut Ui, stands_in: bool, words: &PathWords<'_>) -> Option<PathAnswer> {
        if stands_in {
            sentence_ui(ui, NO_DIALOG, None);
        }
        let field = TextEdit::singleline(&mut self.path).hint_text(words.hint).desired_width(f32::INFINITY);
        let mut shown = field.show(ui);
        let field = shown.response.response;
        field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, words.field));
        if !self.offered {
            field.request_focus();
            // What is typed takes the place of the name that is offered.
            let all = CCursorRange::two(CCursor::default(), CCursor::new(self.path.chars().count()));
            shown.state.cursor.set_char_range(Some(all));
            shown.state.store(ui.ctx(), field.id);
            self.offered = true;
        }
        let path = typed_path(&self.path);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let reason = path.is_none().then_some("A path is needed");
        self.exists.take_if(|known| path.as_ref() != Some(known));
        if let Some(known) = &self.exists {
            sentence_ui(ui, &format!("{} exists already; Replace writes over it.", plain(known)), None);
        }
        let says = if self.exists.is_some() { "Replace" } else { words.button };
        ui.horizontal(|ui| {
            let button = Button::new(says).accent(true).disabled_because(reason).show(ui).clicked();
            let choose = Button::new("Choose…").tooltip("The dialog of the system").show(ui).clicked();
            let cancel = Button::new("Cancel").show(ui).clicked();
            match (path.filter(|_| button || entered), choose, cancel) {
                (Some(path), ..) if self.exists.is_some() => Some(PathAnswer::Replace(path)),
                (Some(path), ..) if words.writes && path.is_file() => {
                    // The keyboard is not given back: a key that is held would replace it unread.
                    self.exists = Some(path);
                    None
                }
                (Some(path), ..) => Some(PathAnswer::Path(path)),
                (None, true, _) => Some(PathAnswer::Dialog),
                (None, _, true) => Some(PathAnswer::Nowhere),
                _ => None,
            }
        })
        .inner
    }
}
