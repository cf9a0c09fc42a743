//! Figures of a whole lab or panel: what is asked in the dialog, the caption, and the job that draws one.

use egui::Context;

use super::App;
use crate::ui::figure::{self, FigureChoice, FigureFormat, Picture};
use crate::ui::frame::figure_dialog::{FigureAnswer, figure_dialog_ui};
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::lab::PanelInfo;
use crate::ui::widgets::take_out::{saving, whole};

/// What is asked for: the lab, or a panel of it.
struct Asked {
    panel: Option<&'static str>,
    title: &'static str,
    caption: String,
    choice: FigureChoice,
}

/// The figures of a window.
#[derive(Default)]
pub(super) struct Figures {
    asked: Option<Asked>,
    inbox: Inbox<(String, Vec<u8>)>,
}

impl App {
    /// Opens the dialog for a figure of the lab, or of its panel of this id.
    pub(super) fn ask_for_figure(&mut self, panel: Option<&'static str>) {
        let Some(open) = self.labs.get(self.current) else { return };
        let info = panel.and_then(|id| open.lab.panels().into_iter().find(|info| info.id == id));
        let title = info.map_or(open.kind.name.title, |info| info.title);
        let caption = format!("{} Glassbox {}.", self.caption(info), env!("CARGO_PKG_VERSION"));
        self.figures.asked = Some(Asked { panel, title, caption, choice: self.remembered.figure });
        self.before_holding();
    }

    /// What is in a figure of the lab, or of a panel of it: lab, model, seed.
    pub(in crate::ui) fn caption(&self, panel: Option<&PanelInfo>) -> String {
        let Some(open) = self.labs.get(self.current) else { return String::new() };
        let (lab, status) = (open.kind.name.title, open.lab.status());
        let of = panel.map_or_else(|| lab.to_owned(), |info| format!("{lab}: {}", info.title));
        let seed = status.seed.map(|seed| format!("seed {}", seed.0)).filter(|seed| !status.model_line.contains(seed));
        let seed = seed.map_or_else(String::new, |seed| format!("; {seed}"));
        format!("{of}. {}{seed}.", status.model_line)
    }

    /// Draws the dialog, and gives a figure that is done to the desk that asks where to save it.
    pub(super) fn figures_ui(&mut self, ctx: &Context) {
        if let Some(panel) = whole::asked(ctx) {
            self.ask_for_figure(Some(panel));
        }
        if let Some(Asked { title, caption, choice, .. }) = &mut self.figures.asked {
            let answer = figure_dialog_ui(ctx, title, caption, choice);
            if answer == Some(FigureAnswer::Make)
                && let Some(asked) = self.figures.asked.take()
            {
                self.make_figure(asked, ctx);
            } else if answer == Some(FigureAnswer::Nothing) {
                self.figures.asked = None;
            }
        }
        if let Some((name, bytes)) = self.figures.inbox.done(&mut self.shell) {
            saving::ask(ctx, name, bytes);
        }
    }

    fn make_figure(&mut self, asked: Asked, ctx: &Context) {
        self.remembered.figure = asked.choice;
        if asked.choice.caption {
            ctx.copy_text(asked.caption);
        }
        let Some((lab, work)) = self.work_at_hand(ctx, true) else { return };
        let ending = if asked.choice.format == FigureFormat::Svg { "svg" } else { "png" };
        let name = format!("{}.{ending}", asked.panel.unwrap_or(&lab));
        let size = (ctx.content_rect().size() * ctx.zoom_factor()).into();
        let picture = Picture { lab, panel: asked.panel, work, size, choice: asked.choice };
        let drawing = move || match figure::make(picture) {
            Ok(bytes) => Answer::Done((name, bytes)),
            Err(sentence) => Answer::Failed(format!("There is no figure: {sentence}.")),
        };
        match self.shell.jobs.start("figure", &mut self.figures.inbox, drawing) {
            Ok(()) => self.shell.tell("The figure is being drawn."),
            Err(sentence) => self.shell.say(sentence),
        }
    }
}
