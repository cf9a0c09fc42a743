//! The File menu: the same in every lab, at the same place; what a lab reads and writes is listed in it.

use egui::{Key, Modifiers, Popup, Role, ScrollArea, Ui, WidgetInfo};

use crate::ui::files::{FileKind, Filing, LabFiles};
use crate::ui::frame::message_list::MESSAGES;
use crate::ui::frame::rail::PRESENT;
use crate::ui::lab::LabName;
use crate::ui::shell::Shell;
use crate::ui::shortcuts::{Action, keys_text};
use crate::ui::widgets::{Button, low_entries};
use crate::ui::workspace::{OfferKind, Workspace};

pub const OPEN: Action = Action::new("file/open", Modifiers::COMMAND, Key::O, "open a file");
pub const SAVE: Action = Action::new("file/save", Modifiers::COMMAND, Key::S, "save the work of the lab");
pub const SAVE_AS: Action =
    Action::new("file/save-as", Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S, "save it under another name");
pub const SAVE_SESSION: Action = Action::new(
    "session/save",
    Modifiers::COMMAND.plus(Modifiers::ALT),
    Key::S,
    "save the session: all labs in one file",
);
pub const OPEN_SESSION: Action =
    Action::new("session/open", Modifiers::COMMAND.plus(Modifiers::ALT), Key::O, "open a session");
pub const FULL_SCREEN: Action = Action::new("full-screen", Modifiers::NONE, Key::F11, "full screen, and back");
pub const QUIT: Action = Action::new("quit", Modifiers::COMMAND, Key::Q, "close the window");

/// Distance of the menu from the lower edge of a low window, where it scrolls.
const BELOW: f32 = 24.0;
const BUTTON: &str = "Opens, saves, imports and exports; a file can also be dropped on the window";

/// What was chosen.
#[derive(Clone, Debug)]
pub enum FileAct {
    Open,
    /// The path is typed.
    OpenPath,
    OpenRecent(String),
    /// A run that is open, by its name.
    Reopen(String),
    Save,
    SaveAs,
    /// The path is typed.
    SavePath,
    /// All labs in one file; asks for its path where there is none yet.
    SaveSession,
    SaveSessionAs,
    /// With the runs that are in files of their own.
    PackSession,
    OpenSession,
    Import(FileKind),
    Export(FileKind),
    OpenIn(LabName, OfferKind),
    /// A figure of the lab.
    Figure,
    /// A film of the lab.
    Film,
    Present,
    FullScreen,
    Messages,
    About,
    Quit,
}

/// What the menu lists.
pub struct FileMenu<'a> {
    pub files: LabFiles,
    pub filing: &'a Filing,
    /// Whether runs that are open can be gone back to here.
    pub reopens: bool,
    /// What the lab has for others.
    pub offers: &'a [OfferKind],
}

/// Draws the button of the menu, and the menu while it is open.
pub fn file_menu_ui(ui: &mut Ui, shell: &Shell, menu: &FileMenu<'_>) -> Option<FileAct> {
    let button = Button::new("File").tooltip(BUTTON).show(ui);
    let mut chosen = None;
    Popup::menu(&button).show(|ui| {
        low_entries(ui);
        let height = (ui.ctx().content_rect().bottom() - button.rect.bottom() - BELOW).max(BELOW);
        // A popup has room for 400 points unless it is said that there is more: entries below would be scrolled away.
        ui.set_max_height(height);
        ScrollArea::vertical().max_height(height).show(ui, |ui| chosen = menu.entries_ui(ui, shell));
    });
    chosen
}

/// The keys of the menu that were pressed.
pub fn read_keys(ctx: &egui::Context) -> Option<FileAct> {
    let acts = [
        (OPEN, FileAct::Open),
        (SAVE, FileAct::Save),
        (SAVE_AS, FileAct::SaveAs),
        (SAVE_SESSION, FileAct::SaveSession),
        (OPEN_SESSION, FileAct::OpenSession),
        (FULL_SCREEN, FileAct::FullScreen),
        (QUIT, FileAct::Quit),
        (MESSAGES, FileAct::Messages),
    ];
    acts.into_iter().find_map(|(action, act)| action.pressed(ctx).then_some(act))
}

impl FileMenu<'_> {
    fn entries_ui(&self, ui: &mut Ui, shell: &Shell) -> Option<FileAct> {
        let mut chosen = self.open_ui(ui, shell);
        ui.separator();
        chosen = self.save_ui(ui).or(chosen);
        ui.separator();
        chosen = session_ui(ui).or(chosen);
        chosen = self.open_in_ui(ui, shell).or(chosen);
        ui.separator();
        if Item::new("Figure of this lab…", "All its panels as one PNG or SVG for print, with a caption").show(ui) {
            chosen = Some(FileAct::Figure);
        }
        if Item::new("Make a film…", "GIF, APNG or PNG files of a run of this lab, drawn while the window stays free")
            .show(ui)
        {
            chosen = Some(FileAct::Film);
        }
        ui.separator();
        let quit = "Closes the window; what would be lost is asked about first";
        for (item, act) in [
            (Item::new("Present", PRESENT.what).key(&PRESENT), FileAct::Present),
            (Item::new("Full screen", FULL_SCREEN.what).key(&FULL_SCREEN), FileAct::FullScreen),
            (Item::new("Messages", MESSAGES.what).key(&MESSAGES), FileAct::Messages),
            (Item::new("About Glassbox", "Version, licences and diagnostics"), FileAct::About),
            (Item::new("Quit", quit).key(&QUIT), FileAct::Quit),
        ] {
            if item.show(ui) {
                chosen = Some(act);
            }
        }
        chosen
    }

    /// What is opened, also by path, and again.
    fn open_ui(&self, ui: &mut Ui, shell: &Shell) -> Option<FileAct> {
        let LabFiles { opens, imports, .. } = self.files;
        let tip = opens.map_or("Opens a file in the lab that takes it", |kind| kind.tip);
        let mut chosen = None;
        if Item::new("Open…", tip).key(&OPEN).show(ui) {
            chosen = Some(FileAct::Open);
        }
        if Item::new("Open a path…", "The path is typed").show(ui) {
            chosen = Some(FileAct::OpenPath);
        }
        let recent = shell.recent.paths();
        ui.add_enabled_ui(!recent.is_empty(), |ui| {
            ui.menu_button("Open recent", |ui| {
                for path in recent {
                    if Item::new(Workspace::file_name(path), path).show(ui) {
                        chosen = Some(FileAct::OpenRecent(path.clone()));
                    }
                }
            });
        });
        for run in shell.workspace.runs().iter().filter(|_| self.reopens) {
            let text = format!("Back to {}", Workspace::file_name(&run.name));
            if Item::new(&text, &run.name).show(ui) {
                chosen = Some(FileAct::Reopen(run.name.clone()));
            }
        }
        for &kind in imports {
            if Item::new(kind.entry, kind.tip).show(ui) {
                chosen = Some(FileAct::Import(kind));
            }
        }
        chosen
    }

    fn save_ui(&self, ui: &mut Ui) -> Option<FileAct> {
        let LabFiles { saves, exports, .. } = self.files;
        let none = saves.is_none().then_some("This lab has no work of its own to save");
        let tip = saves.map_or("", |kind| kind.tip);
        let file = self.filing.file.as_ref().map(|file| format!("{tip}, in {}", file.display()));
        let mut chosen = None;
        if Item::new("Save", file.as_deref().unwrap_or(tip)).key(&SAVE).disabled_because(none).show(ui) {
            chosen = Some(FileAct::Save);
        }
        if Item::new("Save as…", tip).key(&SAVE_AS).disabled_because(none).show(ui) {
            chosen = Some(FileAct::SaveAs);
        }
        if Item::new("Save to a path…", "The path is typed").disabled_because(none).show(ui) {
            chosen = Some(FileAct::SavePath);
        }
        if !exports.is_empty() {
            ui.menu_button("Export", |ui| {
                for &kind in exports {
                    if Item::new(kind.entry, kind.tip).show(ui) {
                        chosen = Some(FileAct::Export(kind));
                    }
                }
            });
        }
        chosen
    }

    /// What other labs take of what this one has.
    fn open_in_ui(&self, ui: &mut Ui, shell: &Shell) -> Option<FileAct> {
        if !self.offers.is_empty() {
            ui.separator();
        }
        let mut chosen = None;
        for &kind in self.offers {
            if let Some(lab) = shell.workspace.open_in_ui(ui, kind) {
                chosen = Some(FileAct::OpenIn(lab, kind));
            }
        }
        chosen
    }
}

/// What is done with all labs together.
fn session_ui(ui: &mut Ui) -> Option<FileAct> {
    let save = "Every lab, its recording and its arrangement in one file, which opens as it was";
    let pack = "The same with every run inside, also those that are in files of their own";
    let entries = [
        (Item::new("Save session", save).key(&SAVE_SESSION), FileAct::SaveSession),
        (Item::new("Save session as…", save), FileAct::SaveSessionAs),
        (Item::new("Save session with its runs…", pack), FileAct::PackSession),
        (Item::new("Open session…", "Opens all labs as they were saved").key(&OPEN_SESSION), FileAct::OpenSession),
    ];
    entries.into_iter().fold(None, |chosen, (item, act)| if item.show(ui) { Some(act) } else { chosen })
}

/// An entry of the menu, with its key at the right.
struct Item<'a> {
    text: &'a str,
    tip: &'a str,
    key: Option<&'a Action>,
    disabled: Option<&'a str>,
}

impl<'a> Item<'a> {
    const fn new(text: &'a str, tip: &'a str) -> Self {
        Self { text, tip, key: None, disabled: None }
    }

    const fn key(mut self, action: &'a Action) -> Self {
        self.key = Some(action);
        self
    }

    const fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.disabled = reason;
        self
    }

    fn show(self, ui: &mut Ui) -> bool {
        let keys = self.key.and_then(|action| keys_text(ui.ctx(), action)).unwrap_or_default();
        let button = egui::Button::selectable(false, self.text).shortcut_text(keys);
        let response = ui.add_enabled(self.disabled.is_none(), button);
        // Its key is no part of its name.
        response.widget_info(|| WidgetInfo::labeled(Role::Button, self.disabled.is_none(), self.text));
        let response = response.on_hover_text(self.tip);
        response.on_disabled_hover_text(self.disabled.unwrap_or_default()).clicked()
    }
}
