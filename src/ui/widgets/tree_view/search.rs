//! Finds nodes by name, by label or by size, and steps through them.

use egui::{Key, Role, Ui, WidgetInfo};

use super::scene::TreeScene;
use super::state::TreeViewState;
use crate::ui::theme::numbers;
use crate::ui::widgets::Button;

/// How many matches are listed; stepping reaches all.
const LISTED: usize = 24;

/// The nodes that a text asks for, in the order of their rows: `>20` or `size > 20` for large clades, otherwise the
/// leaves whose name contains it or whose label it is.
pub fn find(scene: &TreeScene<'_>, query: &str) -> Vec<u32> {
    let query = query.trim().to_lowercase();
    let tree = scene.tree;
    if let Some(least) = query.strip_prefix("size").unwrap_or(&query).trim_start().strip_prefix('>') {
        let Ok(least) = least.trim().parse::<u32>() else { return Vec::new() };
        // Of a chain of only children the first stands for all.
        let stands = |node: u32| tree.node(node).parent.is_none_or(|parent| tree.node(parent).bottom == parent);
        return (0..tree.len()).filter(|node| tree.node(*node).size() > least && stands(*node)).collect();
    }
    if query.is_empty() {
        return Vec::new();
    }
    let labelled = |datum: u32| {
        scene
            .columns
            .iter()
            .any(|column| column.class(datum).is_some_and(|class| column.text(class).to_lowercase() == query))
    };
    let named = |datum: u32| scene.names.is_some_and(|name| name(datum).to_lowercase().contains(&query));
    let places = (0..).zip(tree.order()).filter(|(_, datum)| labelled(**datum) || named(**datum));
    let mut found: Vec<u32> = places.filter_map(|(place, _)| tree.holder(place)).collect();
    found.dedup();
    found
}

/// The search of one view: whether it is open, and what it found.
#[derive(Default)]
pub struct Search {
    open: bool,
    focus: bool,
    of: Option<(String, (u64, u64), u64)>,
    matches: Vec<u32>,
    at: Option<usize>,
}

impl Search {
    pub fn open(&mut self) {
        self.open = true;
        self.focus = true;
    }

    pub fn toggle(&mut self) {
        if self.open { self.open = false } else { self.open() }
    }

    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// The nodes that were found.
    pub fn matches(&self) -> &[u32] {
        if self.open { &self.matches } else { &[] }
    }

    fn refresh(&mut self, scene: &TreeScene<'_>, query: &str) {
        let asked = self
            .of
            .as_ref()
            .is_some_and(|(text, key, colours)| text == query && *key == scene.key && *colours == scene.colours);
        if !asked {
            self.matches = find(scene, query);
            self.at = None;
            self.of = Some((query.to_owned(), scene.key, scene.colours));
        }
    }

    /// The next match, or the one before; round at the ends.
    fn step(&mut self, back: bool) -> Option<u32> {
        let count = self.matches.len();
        let at = match (self.at, back) {
            (_, _) if count == 0 => return None,
            (None, false) => 0,
            (None, true) => count - 1,
            (Some(at), false) => (at + 1) % count,
            (Some(at), true) => (at + count - 1) % count,
        };
        self.at = Some(at);
        self.matches.get(at).copied()
    }

    /// The field, the count and the steps; the node that was gone to.
    pub fn ui(&mut self, ui: &mut Ui, scene: &TreeScene<'_>, state: &mut TreeViewState) -> Option<u32> {
        if !self.open {
            return None;
        }
        let mut chosen = None;
        ui.horizontal(|ui| {
            let field = ui.add(
                egui::TextEdit::singleline(&mut state.query).desired_width(180.0).hint_text("name, label or > size"),
            );
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, ui.is_enabled(), "Search the tree"));
            if std::mem::take(&mut self.focus) {
                field.request_focus();
            }
            self.refresh(scene, &state.query);
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if entered {
                field.request_focus();
            }
            let back = entered && ui.input(|input| input.modifiers.shift);
            let none = self.matches.is_empty().then_some("Nothing was found");
            if Button::new("‹").name("Match before").small().disabled_because(none).show(ui).clicked() || back {
                chosen = self.step(true);
            }
            let next = Button::new("›").name("Next match").small().disabled_because(none).show(ui).clicked();
            if next || entered && !back {
                chosen = self.step(false);
            }
            ui.label(self.count(&state.query));
            if !self.matches.is_empty() {
                chosen = chosen.or(self.list_ui(ui, scene));
            }
            let leaves = ui.input(|input| input.key_pressed(Key::Escape));
            if Button::new("Close").name("Close the search").small().quiet().show(ui).clicked() || leaves {
                self.open = false;
            }
        });
        chosen
    }

    fn count(&self, query: &str) -> String {
        let count = numbers::grouped(self.matches.len() as u64);
        match self.at {
            _ if query.trim().is_empty() => String::new(),
            Some(at) => format!("{} of {count}", numbers::grouped(at as u64 + 1)),
            None => format!("{count} found"),
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, scene: &TreeScene<'_>) -> Option<u32> {
        let mut chosen = None;
        ui.menu_button("List", |ui| {
            for (at, node) in self.matches.iter().enumerate().take(LISTED) {
                if ui.button(scene.sentence(*node)).clicked() {
                    self.at = Some(at);
                    chosen = Some(*node);
                    ui.close();
                }
            }
            if let Some(more) = self.matches.len().checked_sub(LISTED).filter(|more| *more > 0) {
                ui.label(format!("and {} more", numbers::grouped(more as u64)));
            }
        });
        chosen
    }
}
