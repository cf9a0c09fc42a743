//! Asks where a file is to go, and writes it on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use egui::text::CCursor;
use egui::text_selection::CCursorRange;
use egui::{Context, Id, Key, Role, Ui, WidgetInfo};

use crate::io::atomic;
use crate::io::text::plain;
use crate::ui::dialogs::{DialogWatch, NO_DIALOG, Watched};
use crate::ui::jobs::{Answer, Inbox, Jobs};
use crate::ui::widgets::{Button, Dialog, sentence_ui};

const WIDTH: f32 = 420.0;

/// A file that is to be written, and the path that is typed for it.
struct Waiting {
    name: String,
    bytes: Arc<[u8]>,
    path: String,
    /// Whether the keyboard was given to the path.
    offered: bool,
    stage: Stage,
}

/// How far a file has come; it waits until it is written, so that it can be asked for another path.
enum Stage {
    /// Its path is typed; `true` because no dialog came.
    Typed(bool),
    /// A dialog asks for its path.
    Dialog(DialogWatch),
    Written,
}

#[derive(Default)]
struct Desk {
    waiting: Option<Waiting>,
    inbox: Inbox<String>,
}

/// The one desk of a window. Figures lie deep in panels: they reach it through the context.
fn desk(ctx: &Context) -> Arc<Mutex<Desk>> {
    ctx.data_mut(|data| Arc::clone(data.get_temp_mut_or_default(Id::unique("take out desk"))))
}

fn open(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks where to save a file; what waited before is given up.
pub fn ask(ctx: &Context, name: String, bytes: Vec<u8>) {
    let path = name.clone();
    let stage = Stage::Typed(false);
    open(&desk(ctx)).waiting = Some(Waiting { name, bytes: bytes.into(), path, offered: false, stage });
    ctx.request_repaint();
}

/// The file that waits for a path: its name and contents.
pub fn waiting(ctx: &Context) -> Option<(String, Arc<[u8]>)> {
    open(&desk(ctx)).waiting.as_ref().map(|waiting| (waiting.name.clone(), Arc::clone(&waiting.bytes)))
}

/// Draws the question while a file waits. What came of the last file: a sentence, or why it was not written.
pub fn saving_ui(ctx: &Context, jobs: &Jobs) -> Option<Result<String, String>> {
    let desk = desk(ctx);
    let mut desk = open(&desk);
    let Desk { waiting, inbox } = &mut *desk;
    let answer = answer(waiting, inbox);
    let Some(file) = waiting else { return answer };
    if let Stage::Dialog(watch) = &mut file.stage {
        match watch.check(ctx, jobs) {
            Watched::Awaited => {}
            Watched::Missing => file.stage = Stage::Typed(true),
            Watched::Closed => file.stage = Stage::Typed(false),
            Watched::Chosen => file.stage = Stage::Written,
        }
    }
    let Stage::Typed(stands_in) = file.stage else { return answer };
    let bytes = Arc::clone(&file.bytes);
    let started = match question_ui(ctx, file, stands_in) {
        Some(To::Nowhere) => {
            *waiting = None;
            Ok(())
        }
        Some(To::Path(path)) => {
            file.stage = Stage::Written;
            jobs.start("save figure", inbox, move || write(&path, false, &bytes))
        }
        Some(To::Dialog) => {
            (file.stage, file.offered) = (Stage::Dialog(DialogWatch::new(jobs)), false);
            jobs.save_file("Save the figure", &file.name, inbox, move |path| write(&path, true, &bytes))
        }
        None => Ok(()),
    };
    let Err(sentence) = started else { return answer };
    if let Some(file) = waiting {
        file.stage = Stage::Typed(false);
    }
    Some(Err(sentence))
}

/// What came of the last file that was written. One that could not be is asked for another path.
fn answer(waiting: &mut Option<Waiting>, inbox: &mut Inbox<String>) -> Option<Result<String, String>> {
    match inbox.take()? {
        Answer::Done(sentence) => {
            // Its dialog may have answered after the path was asked for by typing.
            if waiting.as_ref().is_some_and(|file| !matches!(file.stage, Stage::Typed(false))) {
                *waiting = None;
            }
            Some(Ok(sentence))
        }
        Answer::Failed(sentence) => {
            if let Some(file) = waiting {
                (file.stage, file.offered) = (Stage::Typed(false), false);
            }
            Some(Err(sentence))
        }
        Answer::Cancelled => None,
    }
}

fn write(path: &Path, overwrite: bool, bytes: &[u8]) -> Answer<String> {
    match atomic::write(path, overwrite, |out| std::io::Write::write_all(out, bytes)) {
        Ok(()) => Answer::Done(format!("Saved {}.", plain(path))),
        Err(err) => Answer::Failed(format!("{err}.")),
    }
}

/// Where a file goes.
enum To {
    Path(PathBuf),
    /// Where the dialog of the system says.
    Dialog,
    Nowhere,
}

fn question_ui(ctx: &Context, waiting: &mut Waiting, stands_in: bool) -> Option<To> {
    let title = format!("Save {}", waiting.name);
    let answer = Dialog::new(&title, WIDTH).show(ctx, |ui| path_ui(ui, waiting, stands_in));
    answer.inner.or(answer.closed.then_some(To::Nowhere))
}

fn path_ui(ui: &mut Ui, waiting: &mut Waiting, stands_in: bool) -> Option<To> {
    if stands_in {
        sentence_ui(ui, NO_DIALOG, None);
    }
    let mut shown = egui::TextEdit::singleline(&mut waiting.path).desired_width(f32::INFINITY).show(ui);
    let field = shown.response.response;
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Path to save to"));
    if !waiting.offered {
        field.request_focus();
        // What is typed takes the place of the name that is offered.
        let all = CCursorRange::two(CCursor::default(), CCursor::new(waiting.path.chars().count()));
        shown.state.cursor.set_char_range(Some(all));
        shown.state.store(ui.ctx(), field.id);
        waiting.offered = true;
    }
    let typed = waiting.path.trim();
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) && !typed.is_empty();
    let reason = typed.is_empty().then_some("A path is needed");
    ui.horizontal(|ui| {
        let save = Button::new("Save").accent(true).disabled_because(reason).show(ui).clicked();
        let choose = Button::new("Choose…").tooltip("The dialog of the system").show(ui).clicked();
        let cancel = Button::new("Cancel").show(ui).clicked();
        match (save || entered, choose, cancel) {
            (true, ..) => Some(To::Path(typed.into())),
            (_, true, _) => Some(To::Dialog),
            (.., true) => Some(To::Nowhere),
            _ => None,
        }
    })
    .inner
}
