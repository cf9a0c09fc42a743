//! A tree as it is taken out of the window: as it is zoomed, and its nodes as rows.

use egui::{Response, Ui, Vec2};

use super::pointer::GESTURES;
use super::scene::TreeScene;
use super::state::TreeViewState;
use super::widget::TreeView;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// Gives a tree its menu.
pub fn offer(ui: &Ui, scene: &TreeScene<'_>, state: &TreeViewState, over: &Response, size: Vec2) {
    let draw = |ui: &mut Ui| drop(TreeView::new(state.clone()).show(ui, scene, size));
    let figure = Figure { name: scene.name, size, table: &|| table(scene), draw: &draw, gestures: GESTURES };
    take_out::offer(ui, over, &figure);
}

/// A row for each node, from the root on; places count from 1.
pub fn table(scene: &TreeScene<'_>) -> Table {
    let mut table = Table::new(["node", "parent", "position", "data", "first place"]);
    for (index, node) in scene.tree.nodes().iter().enumerate() {
        let parent = node.parent.map_or(f64::NAN, f64::from);
        let numbers = [parent, node.position, f64::from(node.size()), f64::from(node.first + 1)];
        table.row(&index.to_string(), numbers);
    }
    table
}
