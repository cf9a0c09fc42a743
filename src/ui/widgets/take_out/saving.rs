//! Asks where a file is to go, and writes it on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use egui::{Context, Id, Key, Role, Ui, WidgetInfo};

use crate::io::atomic;
use crate::io::text::plain;
use crate::ui::jobs::{Answer, Inbox, Jobs};
use crate::ui::widgets::{Button, Dialog};

const WIDTH: f32 = 420.0;

/// A file that is to be written, and the path that is typed for it.
struct Waiting {
    name: String,
    bytes: Arc<[u8]>,
    path: String,
    /// Whether the keyboard was given to the path.
    offered: bool,
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
    open(&desk(ctx)).waiting = Some(Waiting { name, bytes: bytes.into(), path, offered: false });
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
    let chosen = waiting.as_mut().and_then(|waiting| question_ui(ctx, waiting));
    let started = match (chosen, waiting.as_ref()) {
        (Some(To::Nowhere), _) => Ok(()),
        (Some(To::Path(path)), Some(file)) => {
            let bytes = Arc::clone(&file.bytes);
            jobs.start("save figure", inbox, move || write(&path, false, &bytes))
        }
        (Some(To::Dialog), Some(file)) => {
            let bytes = Arc::clone(&file.bytes);
            jobs.save_file("Save the figure", &file.name, inbox, move |path| write(&path, true, &bytes))
        }
        _ => return answer(inbox),
    };
    *waiting = None;
    started.err().map(Err).or_else(|| answer(inbox))
}

fn answer(inbox: &mut Inbox<String>) -> Option<Result<String, String>> {
    match inbox.take()? {
        Answer::Done(sentence) => Some(Ok(sentence)),
        Answer::Failed(sentence) => Some(Err(sentence)),
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

fn question_ui(ctx: &Context, waiting: &mut Waiting) -> Option<To> {
    let title = format!("Save {}", waiting.name);
    let answer = Dialog::new(&title, WIDTH).show(ctx, |ui| path_ui(ui, waiting));
    answer.inner.or(answer.closed.then_some(To::Nowhere))
}

fn path_ui(ui: &mut Ui, waiting: &mut Waiting) -> Option<To> {
    let field = ui.add(egui::TextEdit::singleline(&mut waiting.path).desired_width(f32::INFINITY));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Path to save to"));
    if !waiting.offered {
        field.request_focus();
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
