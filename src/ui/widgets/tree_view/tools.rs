//! The row above a tree: layouts, scale, the ways back, the search.

use egui::{Rect, Ui};

use super::scene::TreeScene;
use super::widget::TreeView;
use super::window::Layout;
use crate::ui::widgets::{Button, Segmented};

impl TreeView {
    /// The buttons, and below them the search while it is open.
    pub fn tools_ui(&mut self, ui: &mut Ui, scene: &TreeScene<'_>) {
        ui.horizontal_wrapped(|ui| {
            let layouts = Layout::ALL.map(|layout| (layout, layout.name(), layout.help()));
            if let Some(layout) = Segmented::new("Layout of the tree", self.state.layout, &layouts).show(ui) {
                self.state.set_layout(layout);
            }
            let scales = [(true, "Log", "Equal lengths are equal factors"), (false, "Linear", "")];
            if let Some(logarithmic) = Segmented::new("Scale of the tree", self.state.logarithmic, &scales).show(ui) {
                self.state.logarithmic = logarithmic;
            }
            for (forward, text, name) in [(false, "‹", "Back"), (true, "›", "Forward")] {
                let none = (!self.state.can_go(forward)).then_some("There is no other view to go to");
                if Button::new(text).name(name).disabled_because(none).show(ui).clicked() {
                    self.state.go(forward);
                }
            }
            if Button::new("Home").tooltip("The whole tree").show(ui).clicked() {
                self.state.home();
            }
            let opened = if self.state.collapsed.is_empty() { Some("Nothing is collapsed") } else { None };
            if Button::new("Open all").disabled_because(opened).show(ui).clicked() {
                self.state.collapsed.clear();
            }
            if Button::new("Search").selected(self.search.is_open()).show(ui).clicked() {
                self.search.toggle();
            }
        });
        if let Some(node) = self.search.ui(ui, scene, &mut self.state) {
            self.go_to(scene, node);
        }
    }

    /// Selects a node and brings it into sight.
    pub fn go_to(&mut self, scene: &TreeScene<'_>, node: u32) {
        self.state.selected = scene.tree.clade(node);
        self.state.second = None;
        let found = self.state.found(scene.tree);
        let room = self.room.unwrap_or(Rect::NOTHING);
        if room.is_positive() {
            self.reveal(scene, &found, room, Some(node));
        }
    }
}
