//! The branch that is looked at: its fixed point, what is known of that, and what can be done from there.

use std::sync::Arc;

use crate::engine::rbm::tree::AgeFixedPoints;
use crate::physics::rbm::VisibleUnits;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels};
use crate::ui::labs::tree::means_view::MeansView;
use crate::ui::labs::tree::members::MembersView;
use crate::ui::labs::tree::{help, sentences};
use crate::ui::machine::site_names_ui;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, power_of_ten, signed};
use crate::ui::widgets::tree_view::Clade;
use crate::ui::widgets::{Button, columns_ui, sentence_ui, value_row_ui};

/// Side of the picture, at most this and at most this fraction of the width.
const PICTURE: f32 = 132.0;
const MOST: f32 = 0.42;
/// Height of a strip or of letters instead.
const STRIP: f32 = 22.0;
const LETTERS: f32 = 64.0;
/// The most that the names of columns take.
const NAMES: f32 = 96.0;
/// Side of the picture of the nearest row.
const NEAREST: f32 = 52.0;
/// The pictures below take the rest of the height, but at least this.
const LEAST: f32 = 110.0;

#[derive(Default)]
pub struct NodePanel {
    picture: MeansView,
    nearest: MeansView,
    members: MembersView,
}

/// The fixed point that is shown.
struct Shown {
    node: u32,
    age: Arc<AgeFixedPoints>,
    point: usize,
}

const INFO: PanelInfo = PanelInfo {
    id: "node",
    title: "The branch looked at",
    tab: "Branch",
    help: help::NODE,
    place: Place::Tabs("closer looks"),
};

impl Panel<TreePanels> for NodePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &TreeContext<'_>) -> String {
        let Some(node) = context.node() else { return String::new() };
        let members = sentences::members(context.view().tree.data(node), context.column());
        if context.shared.node.is_some() { members } else { format!("the root: {members}") }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        let found = context.node().and_then(|node| Some((node, context.view().fixed_point(node)?)));
        let Some(shown) = found.map(|(node, (age, point))| Shown { node, age: Arc::clone(age), point }) else {
            sentence_ui(ui, "The fixed points of the newest machine are being searched.", None);
            return;
        };
        let height = ui.available_height();
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::STEP;
            let top = ui.cursor().top();
            self.head_ui(ui, context, &shown);
            ui.add_space(theme::STEP);
            self.buttons_ui(ui, context, &shown);
            self.nearest_ui(ui, context, &shown);
            if context.shared.node.is_none() {
                sentence_ui(ui, "Click a branch of the tree or a cluster to look at it instead of the root.", None);
            }
            let room = (height - (ui.cursor().top() - top)).max(LEAST);
            self.members.ui(ui, context, shown.node, room);
        });
    }
}

impl NodePanel {
    /// Picture and facts side by side; letters and strips take the width.
    fn head_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>, shown: &Shown) {
        let is_picture = context.canvas().is_some_and(|canvas| canvas.is_picture);
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        let width = ui.available_width();
        if !is_picture {
            let letters = matches!(shown.age.rbm.visible(), VisibleUnits::Potts(_));
            if let Some(canvas) = context.canvas() {
                site_names_ui(ui, &canvas, width, NAMES * scale);
            }
            self.picture_ui(ui, context, shown, egui::vec2(width, if letters { LETTERS } else { STRIP } * scale));
            facts_ui(ui, context, shown);
            return;
        }
        let side = (PICTURE * scale).min(MOST * width);
        let widths = [side, width - side - theme::GAP];
        ui.allocate_ui(egui::vec2(width, side), |ui| {
            columns_ui(ui, &widths, |ui, column| match column {
                0 => self.picture_ui(ui, context, shown, egui::Vec2::splat(side)),
                _ => facts_ui(ui, context, shown),
            });
        });
    }

    fn picture_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>, shown: &Shown, size: egui::Vec2) {
        let key = (context.key().0, shown.age.key(), shown.point as u64);
        if let Some(means) = shown.age.means(shown.point) {
            self.picture.ui(ui, context, ("Fixed point of the branch", means), key, size);
        }
    }

    fn buttons_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>, shown: &Shown) {
        let tree = Arc::clone(&context.view().tree);
        let running = context.chains_from(shown.node).map(|chains| chains.running);
        ui.horizontal_wrapped(|ui| {
            if running == Some(true) {
                let stop = Button::new("Stop").tooltip("Lets the chains rest where they are");
                if stop.show(ui).clicked() {
                    context.asks.push(Ask::StopGenerating);
                }
            } else {
                let generate = Button::new("Generate from here").tooltip(
                    "Chains of the machine of this age, all from the most probable configuration of this fixed point",
                );
                if generate.show(ui).clicked() {
                    context.asks.push(Ask::Generate);
                    self.members.generated = true;
                }
            }
            let members = Button::new("Members").tooltip("The rows of this branch").selected(!self.members.generated);
            if members.show(ui).clicked() {
                self.members.generated = false;
            }
            if running.is_some() {
                let chains = Button::new("Chains").tooltip("The chains from here").selected(self.members.generated);
                if chains.show(ui).clicked() {
                    self.members.generated = true;
                }
            }
            let leaf = tree.children(shown.node).next().is_none().then_some("This branch has nothing below it");
            let drill = Button::new("Drill down").tooltip("Shows this branch alone; Backspace goes back");
            if drill.disabled_because(leaf).show(ui).clicked()
                && let Some(clade) = Clade::of(&tree, shown.node)
            {
                context.shared.tree.drill(clade);
            }
        });
    }

    fn nearest_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>, shown: &Shown) {
        let details = context.derived.node.filter(|(node, _)| *node == shown.node);
        let Some((row, distance)) = details.and_then(|(_, details)| details.nearest) else { return };
        let Some(values) = context.rows().row(row).map(<[u8]>::to_vec) else { return };
        let (sites, name) = (context.rows().columns(), sentences::row(context.rows(), row, context.column()));
        let noun = if sites == 1 { "site differs" } else { "sites differ" };
        let text = format!("Nearest row: {name}; {} of {} {noun}.", grouped(distance.into()), grouped(sites as u64));
        if !context.canvas().is_some_and(|canvas| canvas.is_picture) {
            sentence_ui(ui, &text, None);
            return;
        }
        // A row is drawn as means that are certain.
        let off = if shown.age.rbm.visible() == VisibleUnits::Ising { -1.0 } else { 0.0 };
        let means: Vec<f32> = values.iter().map(|&value| if value == 0 { off } else { 1.0 }).collect();
        let side = (NEAREST * theme::tokens(ui.ctx()).theme.metrics().scale).min(MOST * ui.available_width());
        let key = (context.key().0, u64::MAX, row as u64);
        let widths = [side, ui.available_width() - side - theme::GAP];
        ui.allocate_ui(egui::vec2(ui.available_width(), side), |ui| {
            columns_ui(ui, &widths, |ui, column| match column {
                0 => drop(self.nearest.ui(ui, context, (&name, &means), key, egui::Vec2::splat(side))),
                _ => drop(sentence_ui(ui, &text, None)),
            });
        });
    }
}

fn facts_ui(ui: &mut egui::Ui, context: &TreeContext<'_>, shown: &Shown) {
    let (view, age, point) = (context.view(), &shown.age, shown.point);
    let tokens = theme::tokens(ui.ctx());
    let energy = age.free_energy.get(point).map_or_else(String::new, |&energy| format!("{} nats", number(energy, 1)));
    value_row_ui(ui, "free energy", &energy, None)
        .on_hover_text("An estimate of −ln Z of its basin: the lower, the more of the probability lies there");
    if let Some((_, details)) = context.derived.node.filter(|(node, _)| *node == shown.node)
        && let Some(stability) = details.stability
    {
        let (kind, colour) = if stability > 0.0 { ("minimum", None) } else { ("saddle", Some(tokens.warning)) };
        value_row_ui(ui, "stability", &format!("{} {kind}", signed(stability, 3)), colour).on_hover_text(
            "The smallest eigenvalue of the scaled curvature of the free energy: above 0 at a minimum, below at a saddle",
        );
    }
    let until = view.tree.nodes().get(shown.node as usize).map_or(0.0, |node| node.position);
    value_row_ui(ui, "one until", &sentences::position(view, until), None)
        .on_hover_text("The last age at which these rows have one fixed point");
    let rows = grouped(view.tree.data(shown.node).len() as u64);
    value_row_ui(ui, "rows", &rows, None).on_hover_text("Rows of the tree that belong to this branch");
    let sweeps = age.iterations.get(point).map_or_else(String::new, |&sweeps| grouped(sweeps.into()));
    let residual = age.residual.get(point).copied().unwrap_or_default();
    if age.converged.get(point) == Some(&false) {
        value_row_ui(ui, "did not converge", &power_of_ten(residual), Some(tokens.warning))
            .on_hover_text(format!("The largest change of a mean that the last of {sweeps} sweeps wanted"));
    } else {
        value_row_ui(ui, "converged in", &format!("{sweeps} sweeps"), None).on_hover_text(format!(
            "The largest change of a mean that the last sweep wanted: {}",
            power_of_ten(residual)
        ));
    }
}
