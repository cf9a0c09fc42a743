//! What the frame offers to labs and panels: the status line, messages, jobs, and what is open.

use std::path::{Path, PathBuf};

use crate::io::text::plain;
use crate::physics::seed::Seed;
use crate::ui::chassis::{Step, Tried};
use crate::ui::files::Recent;
use crate::ui::jobs::Jobs;
use crate::ui::lab::LabName;
use crate::ui::messages::{Messages, Said};
use crate::ui::theme::Theme;
use crate::ui::workspace::Workspace;

/// A sentence to be shown for some seconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    News(String),
    /// Something was refused or went wrong.
    Refusal(String),
    /// News, with a button that does something about it.
    Offer(Offered),
}

/// News, and what a button can do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offered {
    pub sentence: String,
    pub button: &'static str,
    pub deed: Deed,
    /// Whether it is shown until it is dismissed.
    pub stays: bool,
}

/// What a button of a message does.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// A step in the lab of this name, which is then shown.
    Step(LabName, Step),
    /// Every lab begins without what was remembered.
    StartFresh,
    /// Opens what the last window kept of itself.
    Recover,
    /// The labs that gave way to that are there again.
    BringBack,
}

/// The panels that a lesson needs, by id, and the one that is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Focus {
    pub panels: Vec<String>,
    pub watched: Option<String>,
}

/// Lent to whoever draws; collected by the frame at the end of a frame.
pub struct Shell {
    /// The sentence about what is under the pointer; the last writer wins.
    pub status: String,
    /// A message to be shown for some seconds.
    pub message: Option<Message>,
    /// All messages of late.
    pub messages: Messages,
    /// Seconds since the window was opened, in this frame.
    pub now: f64,
    /// Dialogs and files, on their own thread.
    pub jobs: Jobs,
    /// The folder for what is remembered that is too large for text.
    pub state_folder: Option<PathBuf>,
    /// The files that were opened and saved last.
    pub recent: Recent,
    /// Whether a lab asks for a file to be opened, as the File menu does.
    pub wants_file: bool,
    /// The runs that are open.
    pub workspace: Workspace,
    /// Which suggestions were followed.
    pub tried: Tried,
    pub theme: Theme,
    /// Whether a lecture is held: the object and one chart, and nothing else.
    pub presenting: bool,
    /// Whether the list of lessons is asked for, or to be put away.
    pub wants_lessons: bool,
    /// What a lesson shows of the lab; without it all is shown.
    pub focus: Option<Focus>,
    /// Why nothing may run yet: a lesson asks for a prediction first.
    pub unplayable: Option<&'static str>,
    /// The seed that a new document starts with.
    pub seed: Seed,
}

impl Shell {
    pub fn new(jobs: Jobs, theme: Theme, seed: Seed) -> Self {
        let (workspace, tried, recent) = (Workspace::default(), Tried::default(), Recent::default());
        Self {
            status: String::new(),
            message: None,
            messages: Messages::default(),
            now: 0.0,
            jobs,
            state_folder: None,
            recent,
            wants_file: false,
            workspace,
            tried,
            theme,
            presenting: false,
            wants_lessons: false,
            focus: None,
            unplayable: None,
            seed,
        }
    }

    /// Puts a sentence into the status line when the response is hovered or focused.
    pub fn explain(&mut self, response: &egui::Response, sentence: impl FnOnce() -> String) {
        if response.hovered() || response.has_focus() {
            self.status = sentence();
        }
    }

    /// Says what was refused or went wrong.
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.put(Message::Refusal(sentence.into()));
    }

    /// Says where the work of a lab was saved, which is a file to be opened again.
    pub fn saved_work(&mut self, path: &Path) {
        self.recent.note(path);
        self.saved(path);
    }

    /// Says where something was written.
    pub fn saved(&mut self, path: &Path) {
        log::info!("saved {}", plain(path));
        self.tell(format!("Saved as {}.", path.display()));
    }

    /// Says what was done, with a button for what can be done about it: the run was put aside, `Take it back`.
    pub fn offer(&mut self, offered: Offered) {
        self.put(Message::Offer(offered));
    }

    /// Begins a lecture.
    pub fn present(&mut self) {
        self.presenting = true;
        self.tell("Esc ends the presentation.");
    }

    /// Takes back what was refused in this frame, to be said together with something else.
    pub fn refusal(&mut self) -> Option<String> {
        match self.message.take_if(|message| matches!(message, Message::Refusal(_)))? {
            Message::Refusal(sentence) => Some(sentence),
            _ => None,
        }
    }

    pub fn tell(&mut self, sentence: impl Into<String>) {
        self.put(Message::News(sentence.into()));
    }

    fn put(&mut self, message: Message) {
        let (text, refusal) = match &message {
            Message::News(sentence) | Message::Offer(Offered { sentence, .. }) => (sentence.clone(), false),
            Message::Refusal(sentence) => (sentence.clone(), true),
        };
        self.messages.note(Said { at: self.now, text, refusal });
        self.message = Some(message);
    }
}
