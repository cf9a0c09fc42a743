//! The tree itself: branches, fixed points, labels, and the line where it is cut.

use std::sync::Arc;

use egui::{Painter, Rect};

use crate::engine::rbm::tree::{Growth, TreeView as Grown};
use crate::physics::data::LabelColumn as Labels;
use crate::physics::rbm::VisibleUnits;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::context::{Ask, SharedAxis, TreeContext, TreePanels, newest};
use crate::ui::labs::tree::{help, sentences};
use crate::ui::machine::{Canvas, probability_on};
use crate::ui::theme::numbers::{grouped, number, percent};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::sentence_ui;
use crate::ui::widgets::tree_view::{Cut, LabelColumn, PathStep, Skeleton, TreeScene, TreeView};

/// Label columns that are drawn as strips.
const STRIPS: usize = 3;

#[derive(Default)]
pub struct TreePanel {
    view: Option<TreeView>,
    skeleton: Cached<(u64, u64), Skeleton>,
    columns: Cached<(u64, usize, usize), Vec<Strip>>,
}

/// A label column as the strip draws it.
struct Strip {
    name: String,
    classes: Vec<Option<u16>>,
    texts: Vec<String>,
}

impl Panel<TreePanels> for TreePanel {
    fn info(&self) -> &'static PanelInfo {
        const INFO: PanelInfo = PanelInfo {
            id: "tree",
            title: "Tree of fixed points",
            tab: "Tree",
            help: help::TREE,
            place: Place::Centre,
        };
        &INFO
    }

    fn explanation(&self, context: &TreeContext<'_>) -> String {
        let clusters = context.clusters().clusters.len();
        let noun = if clusters == 1 { "cluster" } else { "clusters" };
        format!("{} {noun} at {}", grouped(clusters as u64), sentences::position(context.view(), context.cut()))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        if let Some(failure) = &context.view().failure {
            sentence_ui(ui, &format!("{failure}."), Some(theme::tokens(ui.ctx()).warning));
        }
        if context.view().ages.is_empty() {
            sentence_ui(ui, "The fixed points of the newest machine are being searched.", None);
            return;
        }
        let view = self.view.get_or_insert_with(|| TreeView::new(context.shared.tree.clone()));
        // What was restored, or changed by a key of the lab.
        if view.state != context.shared.tree {
            view.state = context.shared.tree.clone();
        }
        let grown = context.view().clone();
        let key = context.key();
        self.skeleton.refresh(key, || Skeleton::from(&*grown.tree));
        let labels = Arc::clone(&context.derived.labels);
        let shown = context.shared.column;
        self.columns.refresh((key.0, labels.len(), shown), || strips(&labels, shown));
        let strips = &self.columns;
        let columns: Vec<LabelColumn<'_>> = strips
            .iter()
            .enumerate()
            .map(|(place, strip)| LabelColumn {
                name: &strip.name,
                classes: &strip.classes,
                texts: &strip.texts,
                pale: place > 0,
            })
            .collect();
        let tokens = theme::tokens(ui.ctx());
        let canvas = context.canvas();
        let names = context.rows().row_names.clone();
        // Numbers say nothing that is worth the room.
        let named = names.iter().flatten().any(|name| name.parse::<usize>().is_err());
        let name = |row: u32| names.as_ref().and_then(|names| names.get(row as usize)).cloned().unwrap_or_default();
        let colours = Arc::clone(&context.derived.colours);
        let colour = |node: u32| colours.get(node as usize).copied().unwrap_or_default() as usize;
        let text = |at: f64| sentences::position(&grown, at);
        let column = context.column().cloned();
        let describe = |node: u32| describe(&grown, node, column.as_ref());
        let unconverged =
            |node: u32| grown.fixed_point(node).is_some_and(|(age, point)| age.converged.get(point) == Some(&false));
        let picture = |painter: &Painter, node: u32, rect: Rect| {
            if let (Some(canvas), Some((age, point))) = (&canvas, grown.fixed_point(node)) {
                let means = age.visible.row(point);
                paint_means(painter, rect, canvas, age.rbm.visible(), &|index| means.get(index).copied(), &tokens);
            }
        };
        let path: Vec<PathStep> = path(context);
        let heated = matches!(grown.config.growth, Growth::Heated { .. });
        let scene = TreeScene {
            colours: (shown as u64) << 32 | labels.len() as u64,
            axis: if heated { "inverse temperature" } else { "updates" },
            ends: Some(ends(&grown)),
            margins: context.shared.axis.plot,
            columns: &columns,
            names: named.then_some(&name),
            cut: Some(Cut { position: context.cut(), text: &text, colour: &colour }),
            unconverged: Some(&unconverged),
            describe: Some(&describe),
            picture: canvas.filter(|canvas| canvas.is_picture).map(|_| &picture as _),
            path: &path,
            ..TreeScene::new("Tree of fixed points", &self.skeleton, key)
        };
        view.tools_ui(ui, &scene);
        let answer = view.show(ui, &scene, ui.available_size());
        if let Some(node) = answer.hovered {
            context.shell.status = match answer.hovered_label {
                Some((place, row)) => label_sentence(strips.get(place), row, &name(row)),
                None => describe(node),
            };
        } else if let Some(node) = answer.common {
            context.shell.status = format!("Common ancestor: {}", describe(node));
        }
        if let Some(at) = answer.cut_moved {
            context.asks.push(Ask::Cut(Some(at)));
        }
        if context.shared.node != answer.selected {
            context.asks.push(Ask::Look(answer.selected));
        }
        let (margins, ends) = answer.along.unzip();
        context.shared.axis = SharedAxis { tree: margins, ends: ends.unwrap_or_default(), ..context.shared.axis };
        context.shared.tree = view.state.clone();
    }
}

/// The ends of the axis: up to the newest age, from a power of ten before the first split, so that one sees the modes rise
/// before it and the branches have room behind it.
fn ends(view: &Grown) -> [f64; 2] {
    if matches!(view.config.growth, Growth::Heated { .. }) {
        return [0.0, 1.0];
    }
    let first = view.tree.nodes().first().map_or(1.0, |root| root.position);
    let start = 10f64.powf((first / 3.0).max(1.0).log10().floor());
    [start, newest(view).max(10.0 * start)]
}

/// The strips of labels, that of the column that is shown first.
fn strips(labels: &[Labels], shown: usize) -> Vec<Strip> {
    let first = labels.get(shown).into_iter();
    let others = labels.iter().enumerate().filter(|(place, _)| *place != shown).map(|(_, column)| column);
    let strip = |column: &Labels| Strip {
        name: column.name.clone(),
        classes: column.of_row.iter().map(|class| class.map(|class| class as u16)).collect(),
        texts: column.classes.clone(),
    };
    first.chain(others).take(STRIPS).map(strip).collect()
}

/// `branch of 19 rows · 47 % 0, parts from the next at update 126; free energy −121.4`.
fn describe(view: &Grown, node: u32, column: Option<&Labels>) -> String {
    let members = sentences::members(view.tree.data(node), column);
    let Some(shape) = view.tree.nodes().get(node as usize) else { return members };
    let until = sentences::position(view, shape.position);
    let energy = view.fixed_point(node).and_then(|(age, point)| {
        let left = if age.converged.get(point) == Some(&false) { " (did not converge)" } else { "" };
        Some(format!("; free energy {}{left}", number(*age.free_energy.get(point)?, 1)))
    });
    let support = view.support.as_ref().and_then(|support| *support.clades.get(node as usize)?);
    let support = support.map_or_else(String::new, |seen| format!("; seen in {} of the resamplings", percent(seen, 0)));
    format!("{members}: one until {until}{}{support}", energy.unwrap_or_default())
}

/// `digit 7 of row 12`.
fn label_sentence(strip: Option<&Strip>, row: u32, name: &str) -> String {
    let Some(strip) = strip else { return String::new() };
    let class = strip.classes.get(row as usize).copied().flatten();
    let text = class.and_then(|class| strip.texts.get(usize::from(class))).map_or("unknown", String::as_str);
    let row = if name.is_empty() { format!("row {}", row + 1) } else { name.to_owned() };
    format!("{} {text}: {row}", strip.name)
}

/// The nodes that a drawing passes, with its free energy at each.
fn path(context: &TreeContext<'_>) -> Vec<PathStep> {
    let Some(drawing) = &context.derived.drawing else { return Vec::new() };
    let energies = drawing.ages.iter().rev().map(|age| number(age.free_energy, 1));
    let values = energies.chain(std::iter::repeat(String::new()));
    // The last node of the path is where the newest age leads.
    let mut steps: Vec<PathStep> =
        drawing.path.iter().rev().zip(values).map(|(&node, value)| PathStep { node, value }).collect();
    steps.reverse();
    steps
}

/// Paints means of the visible units into a rectangle, a cell for each.
fn paint_means(
    painter: &Painter,
    rect: Rect,
    canvas: &Canvas<'_>,
    units: VisibleUnits,
    mean: &dyn Fn(usize) -> Option<f32>,
    tokens: &Tokens,
) {
    let [columns, rows] = canvas.shape;
    let cell = egui::vec2(rect.width() / columns.max(1) as f32, rect.height() / rows.max(1) as f32);
    let mut mesh = egui::Mesh::default();
    for place in 0..canvas.cells() {
        let Some(value) = mean(canvas.index(place)) else { continue };
        let at = rect.min + egui::vec2((place % columns) as f32 * cell.x, (place / columns) as f32 * cell.y);
        let colour = theme::mix(tokens.spin_off, tokens.spin_on, probability_on(value, units).clamp(0.0, 1.0));
        mesh.add_colored_rect(Rect::from_min_size(at, cell + egui::vec2(0.3, 0.3)), colour);
    }
    painter.add(egui::Shape::mesh(mesh));
}
