//! What is under `?`: the keys of the lab, of every grid and of the whole window, where each action can be given another
//! key; and the words of the labs.

use std::sync::Arc;

use egui::{Align2, Context, FontId, Galley, Key, Modifiers, Rect, Sense, Stroke, StrokeKind, Ui, Vec2};

use crate::ui::frame::file_menu::{FULL_SCREEN, OPEN, OPEN_SESSION, QUIT, SAVE, SAVE_AS, SAVE_SESSION};
use crate::ui::frame::message_list::MESSAGES;
use crate::ui::frame::rail::PRESENT;
use crate::ui::glossary::{Glossary, Term};
use crate::ui::lessons::keys::{LESSONS, NEXT_PAGE, PAGE_BEFORE};
use crate::ui::shortcuts::{Action, Keymap, Shortcut, for_system, is_reserved, take_pressed};
use crate::ui::theme;
use crate::ui::widgets::{Button, Dialog, Segmented, columns_ui, paint, sentence_ui};

/// Keys under a common title.
pub type Group<'a> = (&'a str, &'a [Shortcut]);

/// What every grid that is drawn on understands.
pub const DRAWING: [Shortcut; 5] = [
    Shortcut::new("drag", "paint; a click on a painted cell takes it away"),
    Shortcut::new("right drag, Shift+drag", "erase"),
    Shortcut::new("Ctrl+drag", "with the box: a filled one"),
    Shortcut::new("← ↑ ↓ →", "the cell to draw next, while the grid has the keyboard"),
    Shortcut::new("Enter, Shift+Enter", "paint that cell, erase it"),
];

pub const THEME: Action = Action::new("theme", Modifiers::NONE, Key::T, "next theme: dark, light, projector");

/// What works in every lab.
pub const EVERYWHERE: [Shortcut; 25] = [
    Shortcut::new("1 … 7", "go to a lab"),
    Shortcut::new("Tab, Shift+Tab", "the next control, the one before; Space or Enter presses it"),
    Shortcut::of(&OPEN),
    Shortcut::of(&SAVE),
    Shortcut::of(&SAVE_AS),
    Shortcut::of(&SAVE_SESSION),
    Shortcut::of(&OPEN_SESSION),
    Shortcut::of(&QUIT),
    Shortcut::of(&FULL_SCREEN),
    Shortcut::of(&MESSAGES),
    Shortcut::of(&THEME),
    Shortcut::of(&PRESENT),
    Shortcut::of(&LESSONS),
    Shortcut::of(&NEXT_PAGE),
    Shortcut::of(&PAGE_BEFORE),
    Shortcut::new("Ctrl++ / Ctrl+−", "everything larger or smaller"),
    Shortcut::new("Ctrl+0", "everything at its usual size"),
    Shortcut::new("E, right click", "take out a plot, matrix or grid: copy, CSV, SVG, PNG"),
    Shortcut::new("Ctrl+wheel, right drag", "zoom a plot; a double click shows all again"),
    Shortcut::new("Shift+drag", "move a plot; a drag along its numbers stretches it"),
    Shortcut::new("drag a title, a tab", "move a pane; a drag along a gap makes it larger"),
    Shortcut::new("double click on a title", "enlarge that panel; Esc goes back"),
    Shortcut::new("drop a file", "open a picture, a data set, a run or a session"),
    Shortcut::new("?", "keys and words"),
    Shortcut::new("Esc", "back out one level"),
];

/// Width of the list where there is room, and the least width of one of two columns. In points of the dark profile.
const WIDTH: f32 = 940.0;
const COLUMN: f32 = 340.0;
const ROW: f32 = 28.0;
/// Roundness of the cap of a key.
const CAP: egui::CornerRadius = egui::CornerRadius::same(5);
/// The widest part of a column that the keys take; the rest is for what they do.
const KEYS: f32 = 0.45;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Page {
    #[default]
    Keys,
    Words,
}

/// What is listed.
pub struct Listed<'a> {
    pub groups: &'a [Group<'a>],
    /// Lists of keys that are read together: no two actions of one of them can have the same key.
    pub together: &'a [Vec<Shortcut>],
    pub terms: &'static [Term],
}

/// The dialog: which page is shown, and which action is being given another key.
#[derive(Debug, Default)]
pub struct KeyList {
    page: Page,
    editing: Option<&'static Action>,
    /// Why the keys that were pressed are not those of the action.
    refused: Option<String>,
    glossary: Glossary,
}

impl KeyList {
    /// Draws the list over the dimmed window while `open`; Escape, the button at the corner or a click outside closes it.
    pub fn show(&mut self, ctx: &Context, open: &mut bool, keymap: &mut Keymap, listed: &Listed<'_>) {
        if !*open {
            self.editing = None;
            return;
        }
        self.read(ctx, keymap, listed);
        let dialog = Dialog::new("Keys and words", WIDTH).closed_by_a_click_outside();
        *open = !dialog.show(ctx, |ui| self.ui(ui, keymap, listed)).closed;
    }

    /// Gives the action that is edited the keys that were pressed; Escape leaves it as it was.
    fn read(&mut self, ctx: &Context, keymap: &mut Keymap, listed: &Listed<'_>) {
        let Some(action) = self.editing else { return };
        let Some(keys) = take_pressed(ctx) else { return };
        if keys.logical_key == Key::Escape {
            self.editing = None;
        } else if is_reserved(keys) {
            self.refused = Some(format!("{} belongs to the window. Press another key.", ctx.format_shortcut(&keys)));
        } else if let Some(other) = taken(keys, action, keymap, listed.together) {
            self.refused =
                Some(format!("{} does something else: {other}. Press another key.", ctx.format_shortcut(&keys)));
        } else {
            self.set(action, Some(keys), keymap);
        }
    }

    fn set(&mut self, action: &Action, keys: Option<egui::KeyboardShortcut>, keymap: &mut Keymap) {
        keymap.set(action, keys);
        (self.editing, self.refused) = (None, None);
    }

    fn ui(&mut self, ui: &mut Ui, keymap: &mut Keymap, listed: &Listed<'_>) {
        let pages =
            [(Page::Keys, "Keys", "What keys and drags do"), (Page::Words, "Words", "What words and signs mean")];
        if let Some(page) = Segmented::new("Page", self.page, &pages).show(ui) {
            (self.page, self.editing, self.refused) = (page, None, None);
        }
        ui.add_space(theme::STEP);
        if self.page == Page::Words {
            return self.glossary.ui(ui, listed.terms);
        }
        self.head_ui(ui, keymap);
        if let Some(action) = groups_ui(ui, listed.groups, keymap, self.editing) {
            (self.editing, self.refused) = (Some(action), None);
        }
    }

    /// How keys are changed, or the action that is being given another one.
    fn head_ui(&mut self, ui: &mut Ui, keymap: &mut Keymap) {
        let Some(action) = self.editing else {
            sentence_ui(ui, "Click a key in a frame to change it or to switch it off.", None);
            let usual = Button::new("All keys as usual").small();
            if !keymap.is_usual() && usual.show(ui).clicked() {
                keymap.reset();
            }
            return;
        };
        let sentence = format!("Press the new keys for: {}. Esc leaves it as it is.", action.what);
        sentence_ui(ui, self.refused.as_deref().unwrap_or(&sentence), Some(theme::tokens(ui.ctx()).warning));
        ui.horizontal(|ui| {
            if Button::new("Switch it off").tooltip("No key does it then").small().show(ui).clicked() {
                self.set(action, None, keymap);
            }
            let usual = format!("As usual: {}", ui.ctx().format_shortcut(&action.usual));
            if Button::new(&usual).name("The usual key").small().show(ui).clicked() {
                self.set(action, Some(action.usual), keymap);
            }
        });
    }
}

/// What these keys do already where the action is read.
fn taken(
    keys: egui::KeyboardShortcut,
    action: &Action,
    keymap: &Keymap,
    together: &[Vec<Shortcut>],
) -> Option<&'static str> {
    let everywhere: Vec<&Action> = EVERYWHERE.iter().filter_map(|line| line.action).collect();
    let global = everywhere.iter().any(|other| other.id == action.id);
    let actions = |list: &[Shortcut]| list.iter().filter_map(|line| line.action).collect::<Vec<_>>();
    let lists = together.iter().map(|list| actions(list));
    let near = lists.filter(|list| global || list.iter().any(|other| other.id == action.id)).flatten();
    let others = near.chain(everywhere.iter().copied()).filter(|other| other.id != action.id);
    others.into_iter().find(|other| keymap.keys_of(other) == Some(keys)).map(|other| other.what)
}

/// A line of the list, laid out for the width of its column.
enum Line<'a> {
    Title(&'a str),
    Key { shortcut: &'a Shortcut, label: String, what: Arc<Galley> },
}

impl Line<'_> {
    fn height(&self, row: f32) -> f32 {
        match self {
            Self::Title(_) => row * 1.4,
            Self::Key { what, .. } => row.max(what.size().y + row * 0.3).round(),
        }
    }
}

fn label(ctx: &Context, shortcut: &Shortcut, keymap: &Keymap) -> String {
    shortcut.action.map_or_else(|| for_system(ctx, shortcut.label), |action| keymap.label(ctx, action))
}

/// Two columns of whole groups, or one where there is no room for two; the action whose key was clicked.
fn groups_ui(
    ui: &mut Ui,
    groups: &[Group<'_>],
    keymap: &Keymap,
    editing: Option<&'static Action>,
) -> Option<&'static Action> {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let width = ui.available_width();
    let count = if width >= 2.0 * COLUMN * metrics.scale + theme::GAP { 2 } else { 1 };
    let column = ((width + theme::GAP) / count as f32 - theme::GAP).max(0.0);
    let row = (ROW * metrics.scale).round();
    let mono = FontId::monospace(metrics.title);
    let all = groups.iter().flat_map(|(_, keys)| keys.iter());
    let widest =
        all.map(|key| paint::width(ui, &label(ui.ctx(), key, keymap), mono.clone())).fold(0.0, f32::max) + 16.0;
    let keys = widest.min(column * KEYS);
    let body = FontId::proportional(metrics.body);
    let room = (column - keys - theme::GAP).max(1.0);
    let groups: Vec<Vec<Line<'_>>> = groups.iter().map(|group| lines_of(ui, group, keymap, &body, room)).collect();
    let height = |lines: &[Line<'_>]| lines.iter().map(|line| line.height(row)).sum::<f32>();
    let half = groups.iter().map(|lines| height(lines)).sum::<f32>() / count as f32;
    // Groups stay whole: one begins the second column where the first is full in its middle.
    let mut above = 0.0;
    let (first, second): (Vec<_>, Vec<_>) = groups.into_iter().partition(|lines| {
        let middle = above + height(lines) / 2.0;
        above += height(lines);
        count == 1 || middle <= half * 1.05
    });
    let columns = [first, second];
    let mut clicked = None;
    columns_ui(ui, &vec![column; count], |ui, place| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for line in columns.get(place).into_iter().flatten().flatten() {
            clicked = line_ui(ui, line, row, keys, editing).or(clicked);
        }
    });
    clicked
}

fn lines_of<'a>(ui: &Ui, (title, keys): &Group<'a>, keymap: &Keymap, font: &FontId, room: f32) -> Vec<Line<'a>> {
    let colour = theme::tokens(ui.ctx()).soft;
    let key = |shortcut: &'a Shortcut| {
        let what = ui.painter().layout(shortcut.what.to_owned(), font.clone(), colour, room);
        Line::Key { shortcut, label: label(ui.ctx(), shortcut, keymap), what }
    };
    std::iter::once(Line::Title(title)).chain(keys.iter().map(key)).collect()
}

/// The frame of a key that can be changed; whether it was clicked.
fn cap_ui(ui: &Ui, cap: Rect, action: &Action, edited: bool) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let response = ui.interact(cap, ui.scope_id().with(action.id), Sense::click());
    let name = format!("Change the key: {}", action.what);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, edited, &name));
    let colour = if edited || response.hovered() { tokens.accent } else { tokens.faint };
    ui.painter().rect_stroke(cap, CAP, Stroke::new(if edited { 2.0 } else { 1.0 }, colour), StrokeKind::Inside);
    paint::focus_ring(ui, &response, CAP);
    response.on_hover_text("Another key, or none").clicked()
}

/// Draws a line; the action whose key was clicked.
fn line_ui(
    ui: &mut Ui,
    line: &Line<'_>,
    row: f32,
    keys: f32,
    editing: Option<&'static Action>,
) -> Option<&'static Action> {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let size = Vec2::new(ui.available_width(), line.height(row));
    let (place, response) = ui.allocate_exact_size(size, Sense::hover());
    let (shortcut, label, what) = match line {
        Line::Title(title) => {
            paint::name(ui, &response, egui::Role::Heading, title);
            let title = paint::line(ui, title, theme::semibold(metrics.title), tokens.ink);
            paint::galley(ui, title, place.left_bottom() - Vec2::new(0.0, row * 0.2), Align2::LEFT_BOTTOM);
            return None;
        }
        Line::Key { shortcut, label, what } => (shortcut, label, what),
    };
    paint::name(ui, &response, egui::Role::Label, &format!("{label}: {}", shortcut.what));
    let text = paint::elided(ui, label, FontId::monospace(metrics.title), tokens.ink, keys - 16.0);
    let cap = Vec2::new(text.size().x + 16.0, row * 0.82);
    let cap = Rect::from_min_size(place.left_top() + Vec2::new(0.0, row * 0.09), cap);
    ui.painter().rect_filled(cap, CAP, tokens.raised);
    let clicked = shortcut.action.filter(|action| cap_ui(ui, cap, action, editing == Some(*action)));
    paint::galley(ui, text, cap.center(), Align2::CENTER_CENTER);
    let first = what.rows.first().map_or(0.0, |line| line.height());
    let at = place.left_top() + Vec2::new(keys + theme::GAP, (row - first) / 2.0);
    paint::galley(ui, Arc::clone(what), at, Align2::LEFT_TOP);
    clicked
}
