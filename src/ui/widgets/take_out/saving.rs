//! Asks where a file is to go, and writes it on a thread of its own.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use egui::{Context, Id};

use crate::io::atomic;
use crate::io::text::plain;
use crate::ui::jobs::{Answer, Inbox, Jobs};
use crate::ui::widgets::{PathAnswer, PathQuestion, PathWords};

/// A file that is to be written; it waits until it is, so that it can be asked for another path.
struct Waiting {
    name: String,
    bytes: Arc<[u8]>,
    question: PathQuestion,
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
    let question = PathQuestion::typed(name.clone());
    open(&desk(ctx)).waiting = Some(Waiting { name, bytes: bytes.into(), question });
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
    let bytes = Arc::clone(&file.bytes);
    let title = format!("Save {}", file.name);
    let words = PathWords { title: &title, field: "Path to save to", hint: "", button: "Save", writes: true };
    let asked_dialog = file.question.asks_a_dialog();
    let started = match file.question.ui(ctx, jobs, &words) {
        // A dialog that was closed leaves the path to be typed.
        Some(PathAnswer::Nowhere) if asked_dialog => {
            file.question.asks_again();
            Ok(())
        }
        Some(PathAnswer::Nowhere) => {
            *waiting = None;
            Ok(())
        }
        Some(PathAnswer::Path(path)) => jobs.start("save figure", inbox, move || write(&path, false, &bytes)),
        Some(PathAnswer::Replace(path)) => jobs.start("save figure", inbox, move || write(&path, true, &bytes)),
        Some(PathAnswer::Dialog) => {
            file.question.asks_dialog(jobs);
            jobs.save_file("Save the figure", &file.name, inbox, move |path| write(&path, true, &bytes))
        }
        None => Ok(()),
    };
    let Err(sentence) = started else { return answer };
    if let Some(file) = waiting {
        file.question.asks_again();
    }
    Some(Err(sentence))
}

/// What came of the last file that was written. One that could not be is asked for another path.
fn answer(waiting: &mut Option<Waiting>, inbox: &mut Inbox<String>) -> Option<Result<String, String>> {
    match inbox.take()? {
        Answer::Done(sentence) => {
            // Its dialog may have answered after the path was asked for by typing.
            waiting.take_if(|file| !file.question.is_typed());
            Some(Ok(sentence))
        }
        Answer::Failed(sentence) => {
            if let Some(file) = waiting {
                file.question.asks_again();
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
