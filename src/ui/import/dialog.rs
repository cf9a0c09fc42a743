//! The dialog that shows data before they are taken.

use std::sync::Arc;

use egui::{Context, Id, Key, Modifiers, Ui, UiBuilder};

use super::choices::{choices_ui, rows_ui, subset_ui};
use super::opened::{Opened, Read, Readings};
use super::preview::Preview;
use super::wish::Wish;
use crate::io::datasets::choices::{Contents, in_window};
use crate::io::datasets::{DataOptions, DataSource};
use crate::physics::data::Dataset;
use crate::ui::jobs::Jobs;
use crate::ui::theme;
use crate::ui::widgets::{Button, Dialog, sentence_ui};

const WIDTH: f32 = 520.0;

/// What a lab takes data for.
pub struct Purpose<'a> {
    /// The words of the button.
    pub take: &'a str,
    /// Whether the rows that are taken are chosen here; else the lab has a choice of its own.
    pub rows: bool,
    /// Why it cannot take these data, if it cannot.
    pub refuses: &'a dyn Fn(&Dataset) -> Option<String>,
}

/// Data that were taken.
pub struct Taken {
    pub name: String,
    pub rows: Arc<Dataset>,
    /// Where they are, and how they were read; `None` where they are not of a file.
    pub from: Option<(DataSource, DataOptions)>,
}

/// What came of a frame.
pub enum Decision {
    /// It stays open.
    Open,
    Left,
    Taken(Box<Taken>),
}

/// Data before they are taken.
pub struct ImportDialog {
    opened: Opened,
    readings: Option<Readings>,
    wish: Wish,
    /// What `opened` was read with, or is being read with.
    options: DataOptions,
    /// Why what is typed cannot be read.
    typed: Option<String>,
    preview: Preview,
    /// The number of the reading that is shown.
    number: u64,
}

impl ImportDialog {
    pub fn new(opened: Opened) -> Self {
        Self {
            readings: opened.source.clone().map(Readings::new),
            opened,
            wish: Wish::default(),
            options: DataOptions::default(),
            typed: None,
            preview: Preview::default(),
            number: 0,
        }
    }

    /// Whether the file is being read again.
    pub fn busy(&self) -> bool {
        self.readings.as_ref().is_some_and(Readings::busy)
    }

    /// Draws it; `own` draws what the lab has to say of the data that are shown.
    pub fn ui(
        &mut self,
        ctx: &Context,
        jobs: &Jobs,
        purpose: &Purpose<'_>,
        own: impl FnOnce(&mut Ui, &Dataset),
    ) -> Decision {
        if let Some(read) = self.readings.as_mut().and_then(|readings| readings.take(jobs)) {
            self.show(read);
        }
        let blocked = self.blocked(purpose);
        // Before it is drawn: Enter ends what is typed, and then no field has the keyboard any more.
        let entered = entered(ctx) && blocked.is_none();
        let title = format!("Open {}", self.opened.name);
        let answer = Dialog::new(&title, WIDTH).show_with_buttons(
            ctx,
            |ui| self.content_ui(ui, purpose, own),
            |ui| buttons_ui(ui, purpose.take, blocked.as_deref()),
        );
        let ((), [takes, leaves]) = answer.inner;
        self.follow(jobs);
        match &self.opened.read {
            Ok(rows) if (takes || entered) && blocked.is_none() => Decision::Taken(Box::new(Taken {
                name: self.opened.name.clone(),
                rows: Arc::clone(rows),
                from: self.opened.source.as_ref().map(|source| chosen(source, &self.options)),
            })),
            _ if answer.closed || leaves => Decision::Left,
            _ => Decision::Open,
        }
    }

    fn show(&mut self, read: Read) {
        self.number += 1;
        self.opened.read = read;
    }

    /// Why nothing can be taken at present.
    fn blocked(&self, purpose: &Purpose<'_>) -> Option<String> {
        if self.busy() {
            return Some("The file is being read".to_owned());
        }
        self.typed.clone().or_else(|| match &self.opened.read {
            Ok(rows) => (purpose.refuses)(rows),
            Err(sentence) => Some(sentence.clone()),
        })
    }

    fn content_ui(&mut self, ui: &mut Ui, purpose: &Purpose<'_>, own: impl FnOnce(&mut Ui, &Dataset)) {
        let tokens = theme::tokens(ui.ctx());
        let busy = self.busy();
        match &self.opened.read {
            Ok(rows) => {
                self.preview.ui(ui, rows, self.number);
                for note in &rows.notes {
                    sentence_ui(ui, &format!("Note: {}.", in_window(note)), None);
                }
            }
            Err(sentence) => drop(sentence_ui(ui, &ended(sentence), Some(tokens.warning))),
        }
        let refused = self.opened.read.as_ref().ok().and_then(|rows| (purpose.refuses)(rows));
        for sentence in self.typed.iter().chain(&refused) {
            sentence_ui(ui, &ended(sentence), Some(tokens.warning));
        }
        if busy {
            sentence_ui(ui, "Reading…", None);
        }
        ui.add_space(theme::STEP * 2.0);
        if let Ok(rows) = &self.opened.read {
            own(ui, rows);
        }
        // What stands above comes and goes: the fields keep their names, and with them the keyboard.
        ui.scope_builder(UiBuilder::new().scope_id(Id::unique("import choices")), |ui| {
            choices_ui(ui, &self.opened.look, &mut self.wish);
            if self.opened.source.is_some() && self.opened.look.contents != Contents::Picture {
                if purpose.rows { rows_ui(ui, &mut self.wish) } else { subset_ui(ui, &mut self.wish) }
            }
        });
    }

    /// Reads again where another choice was made.
    fn follow(&mut self, jobs: &Jobs) {
        let Some(readings) = &mut self.readings else { return };
        match self.wish.options() {
            Err(sentence) => self.typed = Some(sentence),
            Ok(options) => {
                self.typed = None;
                if options != self.options {
                    self.options = options.clone();
                    if let Err(sentence) = readings.ask(options, jobs) {
                        self.show(Err(sentence));
                    }
                }
            }
        }
    }
}

/// The data by which the same rows are found again: an array that was chosen is part of their name.
fn chosen(source: &DataSource, options: &DataOptions) -> (DataSource, DataOptions) {
    let mut options = options.clone();
    let source = match (source, options.reading.array.take()) {
        (DataSource::Path(path), Some(array)) => DataSource::Array(path.clone(), array),
        (source, _) => source.clone(),
    };
    (source, options)
}

/// Whether Enter was pressed, and nothing else waits for it.
pub fn entered(ctx: &Context) -> bool {
    let free = ctx.memory(egui::Memory::focused).is_none() && !egui::Popup::is_any_open(ctx);
    free && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
}

/// A sentence with its end, in the words of the window.
fn ended(sentence: &str) -> String {
    let sentence = in_window(sentence);
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// Whether the data are taken, and whether they are left.
fn buttons_ui(ui: &mut Ui, take: &str, blocked: Option<&str>) -> [bool; 2] {
    let button = Button::new(take).accent(true).disabled_because(blocked).tooltip("Takes the data as shown (Enter)");
    let takes = button.show(ui).clicked();
    [takes, Button::new("Cancel").tooltip("Takes nothing (Esc)").show(ui).clicked()]
}
