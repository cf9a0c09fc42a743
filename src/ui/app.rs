//! The application: lends the shell, lets each lab fetch its snapshot once a frame, draws the frame around one.

mod class_results;
mod figures;
mod filing;
mod filming;
mod keys;
mod leaving;
pub mod lessons;
mod messages;
mod recovery;
mod replaying;
mod session;
mod session_opening;
mod stage;
mod startup;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::io::datasets;
use crate::io::fault_report;
use crate::io::lesson::shelf::Shelf;
use crate::io::open_marker::OpenMarker;
use crate::io::session_file;
use crate::physics::seed::Seed;
use crate::ui::frame::file_desk::FileDesk;
use crate::ui::frame::file_menu::FileMenu;
use crate::ui::frame::first_minute::FirstMinute;
use crate::ui::frame::message_list::MESSAGES;
use crate::ui::frame::title::title;
use crate::ui::frame::{rail, top_bar};
use crate::ui::jobs::{Jobs, Wake};
use crate::ui::key_list::KeyList;
use crate::ui::lab::{Lab, LabKind, LayoutChange};
use crate::ui::labs::list::LABS;
use crate::ui::lessons::Lessons;
use crate::ui::panes::Room;
use crate::ui::remembered::Remembered;
use crate::ui::shell::{Offered, Shell};
use crate::ui::shortcuts;
use crate::ui::theme::{self, Theme};
use crate::ui::widgets::{Toast, plots, refused, status_ui, take_out};
use crate::ui::workspace::{Offer, OfferKind, Taker, Workspace};
use crate::ui::{menu_keys, zoom};
use class_results::ClassResults;
use figures::Figures;
use filming::Filming;
use leaving::Leaving;
use recovery::Recovery;
use session::SessionDesk;
pub use startup::Startup;

struct OpenLab {
    kind: LabKind,
    lab: Box<dyn Lab>,
}

pub struct App {
    kinds: &'static [LabKind],
    labs: Vec<OpenLab>,
    current: usize,
    shell: Shell,
    remembered: Remembered,
    keys_shown: bool,
    key_list: KeyList,
    applied: Option<Theme>,
    desk: FileDesk,
    leaving: Leaving,
    session: SessionDesk,
    recovery: Recovery,
    /// The title of the window.
    title: String,
    messages_shown: bool,
    about_shown: bool,
    /// What draws, as the system names it.
    graphics: String,
    /// The labs that gave way to a fresh start.
    aside: Vec<OpenLab>,
    lessons: Lessons,
    first_minute: FirstMinute,
    /// The lab that gave way to that of a lesson, with its place.
    before_lesson: Option<(usize, OpenLab)>,
    /// What people of a class measured.
    results: ClassResults,
    marker: Option<OpenMarker>,
    wake: Wake,
    toast: Toast,
    /// What the button of the toast does.
    offered: Option<Offered>,
    startup_file: Option<PathBuf>,
    /// The sentence of the last frame.
    status: String,
    /// When what was done last is in the saved window at the latest, in seconds of its clock.
    saved_by: Option<f64>,
    filming: Filming,
    figures: Figures,
}

impl App {
    /// A window with the labs of Glassbox. `remembered` is the default for pictures and tests.
    pub fn new(ctx: &egui::Context, remembered: Remembered, startup: &Startup) -> Result<Self, String> {
        Self::with_labs(ctx, &LABS, remembered, startup)
    }

    /// Builds these labs and restores what was remembered.
    pub fn with_labs(
        ctx: &egui::Context,
        kinds: &'static [LabKind],
        remembered: Remembered,
        startup: &Startup,
    ) -> Result<Self, String> {
        let waker = ctx.clone();
        let wake: Wake = Arc::new(move || waker.request_repaint());
        let theme = startup.theme.unwrap_or(remembered.theme);
        let seed = startup.seed.unwrap_or(Seed(remembered.seed));
        let mut shell = Shell::new(Jobs::new(Arc::clone(&wake)), theme, seed);
        shell.tried.clone_from(&remembered.tried);
        shell.recent.clone_from(&remembered.recent);
        shell.state_folder.clone_from(&startup.state_folder);
        let takers = kinds.iter().copied();
        shell.workspace = Workspace::new(takers.map(|kind| Taker { lab: kind.name, kinds: kind.takes }).collect());
        let mut labs = Vec::new();
        for kind in kinds.iter().copied() {
            let mut lab = (kind.start)(&wake, seed)?;
            if let Some(layout) = remembered.layouts.get(kind.name.id) {
                lab.layout(LayoutChange::Restore(layout));
            }
            // A seed that is given asks for the documents that it makes.
            if let Some(work) = remembered.work.get(kind.name.id).filter(|_| startup.seed.is_none()) {
                lab.take_up(work, &mut shell);
            }
            labs.push(OpenLab { kind, lab });
        }
        let marker = startup.state_folder.as_deref().and_then(OpenMarker::begin);
        if let Some(report) = startup.state_folder.as_deref().and_then(fault_report::take) {
            shell.say(format!("Glassbox met an error of its own last time; a report is in {}.", report.display()));
        }
        let cut_short = marker.as_ref().is_some_and(|marker| marker.cut_short) && startup.seed.is_none();
        let session = SessionDesk::of(startup, remembered.session.as_ref());
        let kept = startup.state_folder.as_deref().filter(|_| cut_short).and_then(session_file::recovery::found);
        let offered = recovery::sentence(&labs, &remembered.work, &session, kept.is_some());
        if let Some(offered) = offered.filter(|_| cut_short) {
            shell.offer(offered);
        }
        let startup_file = startup.file.clone().filter(|_| !session.opens_with_it());
        let wanted = startup.lab.as_deref().unwrap_or(&remembered.lab);
        let current = labs.iter().position(|open| open.kind.name.id == wanted).unwrap_or(0);
        let zoom = zoom::within(startup.font_scale.unwrap_or(remembered.zoom));
        ctx.set_zoom_factor(zoom);
        theme::install(ctx, theme);
        let shelf = startup.lessons_folder.iter().fold(Shelf::embedded(), |shelf, folder| shelf.with_folder(folder));
        let lessons = Lessons::new(Arc::new(shelf), remembered.lessons.clone(), startup.instrument);
        let mut app = Self {
            kinds,
            labs,
            current,
            shell,
            remembered: Remembered { zoom, ..remembered },
            keys_shown: false,
            key_list: KeyList::default(),
            applied: Some(theme),
            desk: FileDesk::default(),
            leaving: Leaving::default(),
            session,
            recovery: Recovery::of_last_time(kept),
            title: String::new(),
            messages_shown: false,
            about_shown: false,
            graphics: "not known".to_owned(),
            aside: Vec::new(),
            lessons,
            first_minute: FirstMinute::default(),
            before_lesson: None,
            results: ClassResults::default(),
            marker,
            wake,
            toast: Toast::default(),
            offered: None,
            startup_file,
            status: String::new(),
            saved_by: None,
            filming: Filming::default(),
            figures: Figures::default(),
        };
        if let Some(id) = &startup.lesson {
            app.open_lesson(id);
        }
        Ok(app)
    }

    /// Messages, finished jobs, snapshots and keys; draws nothing.
    pub fn logic(&mut self, ctx: &egui::Context) {
        self.shell.now = ctx.input(|input| input.time);
        self.check_leaving(ctx);
        if self.applied != Some(self.shell.theme) {
            theme::install(ctx, self.shell.theme);
            self.applied = Some(self.shell.theme);
        }
        self.remembered.zoom = zoom::read_keys(ctx, self.remembered.zoom);
        let theme = if self.shell.presenting { Theme::Projector } else { self.shell.theme };
        zoom::apply(ctx, self.remembered.zoom, theme);
        shortcuts::install(ctx, &self.remembered.keys);
        // A field that is typed in, an open menu, a dialog and the list of keys have the keyboard to themselves.
        let covered = egui::Popup::is_any_open(ctx) || ctx.memory(|memory| memory.top_modal_layer().is_some());
        let has_keyboard = !(self.keys_shown || ctx.text_edit_focused() || covered);
        for (place, open) in self.labs.iter_mut().enumerate() {
            open.lab.logic(ctx, has_keyboard && place == self.current, &mut self.shell);
        }
        self.lesson_logic();
        let mut dropped =
            ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect::<Vec<_>>());
        let pictures = |path: &PathBuf| datasets::is_picture(&path.to_string_lossy());
        if dropped.len() > 1
            && dropped.iter().all(pictures)
            && let Some(open) = self.labs.get_mut(self.current)
        {
            open.lab.accept(Offer::Pictures(std::mem::take(&mut dropped)), &mut self.shell);
        }
        dropped.extend(self.startup_file.take());
        self.open_files(dropped);
        if let Some((to, offer)) = self.shell.workspace.handed() {
            // By what a lab takes, and not by which it is: the offer named one that does.
            self.current = self.labs.iter().position(|open| open.kind.name.id == to).unwrap_or(self.current);
            if let Some(open) = self.labs.get_mut(self.current) {
                open.lab.accept(offer, &mut self.shell);
            }
        }
        self.keep_session();
        if has_keyboard {
            self.global_keys(ctx);
            self.lesson_keys(ctx);
        }
    }

    /// Draws the frame and the current lab.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        self.shell.status.clear();
        let choice = menu_keys::choice(ui.ctx());
        let Some(OpenLab { kind, lab }) = self.labs.get_mut(self.current) else { return };
        self.shell.workspace.show(kind.name.id);
        let tokens = theme::tokens(ui.ctx());
        let name = kind.name;
        plots::enter_lab(ui.ctx(), name.id);
        let (mut go_to, mut file_act) = (None, None);
        let filing = lab.filing(&self.shell);
        let offers = lab.offers(&self.shell);
        let reopens = kind.takes.contains(&OfferKind::Run);
        let session = self.session.title();
        let title = title(kind.name, &filing, session.as_ref().map(|(name, changed)| (name.as_str(), *changed)));
        if self.title != title {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        let menu = FileMenu { files: lab.files(), filing: &filing, reopens, offers: &offers };
        let scale = tokens.theme.metrics().scale;
        let bar = egui::Frame::new().fill(tokens.panel).inner_margin(egui::Margin::symmetric(16, 0));
        egui::Panel::top("top bar").exact_size(top_bar::HEIGHT * scale).frame(bar).show(ui, |ui| {
            let asked = top_bar::top_bar_ui(ui, kind.name, lab.as_mut(), &menu, &mut self.shell);
            self.keys_shown |= asked.keys;
            file_act = asked.file;
        });
        let status = lab.status();
        let presenting = self.shell.presenting;
        if !presenting {
            egui::Panel::bottom("status").exact_size(30.0 * scale).frame(bar).show(ui, |ui| {
                let sentence = if self.status.is_empty() { &status.hint } else { &self.status };
                let tip = MESSAGES.tip(ui.ctx(), "The last messages");
                self.messages_shown |= status_ui(ui, sentence, &status.model_line, &tip);
            });
        }
        egui::Panel::bottom("timeline")
            .exact_size(44.0 * scale)
            .frame(bar)
            .show(ui, |ui| lab.timeline_ui(ui, &mut self.shell));
        if !presenting {
            let rail = egui::Frame::new().fill(tokens.panel).inner_margin(egui::Margin::same(8));
            let width = rail::width(Room::in_window(ui.ctx())) * scale;
            egui::Panel::left("rail").exact_size(width).resizable(false).frame(rail).show(ui, |ui| {
                go_to = rail::rail_ui(ui, self.kinds, kind.name, &mut self.shell, lab.as_mut());
            });
        }
        self.lesson_ui(ui);
        let Some(OpenLab { lab, .. }) = self.labs.get_mut(self.current) else { return };
        let ground = egui::Frame::new().fill(tokens.background).inner_margin(egui::Margin::same(12));
        egui::CentralPanel::default().frame(ground).show(ui, |ui| {
            take_out::whole::note_place(ui.ctx(), take_out::whole::LAB, ui.max_rect());
            lab.ui(ui, &mut self.shell);
        });
        // The status line is drawn before what it speaks of: a new sentence needs one more frame.
        if self.shell.status != self.status {
            self.status.clone_from(&self.shell.status);
            ui.ctx().request_repaint();
        }
        if let Some(choice) = choice {
            choice.close(ui.ctx());
        }
        match take_out::saving_ui(ui.ctx(), &self.shell.jobs) {
            Some(Ok(sentence)) => self.shell.tell(sentence),
            Some(Err(sentence)) => self.shell.say(sentence),
            None => {}
        }
        if let Some(sentence) = refused(ui.ctx()) {
            self.shell.say(sentence);
        }
        if let Some(act) = file_act {
            self.file_act(act, ui.ctx());
        }
        self.desk_ui(ui.ctx());
        self.filming_ui(ui.ctx());
        self.figures_ui(ui.ctx());
        self.leaving_ui(ui.ctx());
        self.session_ui(ui.ctx());
        self.replaying_ui(ui.ctx());
        self.says_ui(ui.ctx());
        // It is about what a first start opens with, and waits while anything else is there.
        if !self.remembered.introduced
            && LABS.first().is_some_and(|first| first.name == name)
            && self.lessons.open.is_none()
            && !self.lessons.listed
        {
            self.remembered.introduced = !self.first_minute.show(ui.ctx(), 92.0 * scale);
        }
        self.message_ui(ui.ctx(), 92.0 * scale);
        self.key_list_ui(ui.ctx(), name, &status.shortcuts);
        if let Some(place) = go_to {
            self.go_to(place);
        }
    }

    /// What is to be remembered of the window.
    pub fn remember(&mut self) -> &Remembered {
        self.remembered.theme = self.shell.theme;
        self.remembered.tried.clone_from(&self.shell.tried);
        self.remembered.recent.clone_from(&self.shell.recent);
        self.remembered.session = self.session.remembered();
        self.remembered.lessons.clone_from(&self.lessons.progress);
        for (place, open) in self.labs.iter_mut().enumerate() {
            // A lesson is not the person's work: what gave way to it is.
            let before = self.before_lesson.as_mut().filter(|(at, _)| *at == place).map(|(_, before)| before);
            let OpenLab { kind, lab } = before.unwrap_or(open);
            if let Some(layout) = lab.layout(LayoutChange::Save) {
                self.remembered.layouts.insert(kind.name.id.to_owned(), layout);
            }
            match lab.work(&mut self.shell) {
                Some(work) => self.remembered.work.insert(kind.name.id.to_owned(), work),
                None => self.remembered.work.remove(kind.name.id),
            };
        }
        if let Some(open) = self.labs.get(self.current) {
            open.kind.name.id.clone_into(&mut self.remembered.lab);
        }
        &self.remembered
    }
}

/// The key under which the window remembers itself.
pub const STORAGE_KEY: &str = "glassbox";

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        Self::logic(self, ctx);
        self.draw_until_saved(ctx);
        self.keep_recovery_in_time(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        Self::ui(self, ui);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, STORAGE_KEY, self.remember());
    }

    fn auto_save_interval(&self) -> Duration {
        recovery::SAVED_EVERY
    }

    fn on_exit(&mut self) {
        self.close_lesson();
        for open in &mut self.labs {
            open.lab.close(&mut self.shell);
        }
        self.forget_recovery();
        if let Some(marker) = self.marker.take() {
            marker.end();
        }
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        theme::Tokens::of(self.shell.theme).background.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        // What is worth keeping is in `Remembered`, in units that follow the size of the type.
        false
    }
}
