//! A drawing, or a row of the data, that relaxes at each age; and where it comes to.

use std::sync::Arc;

use egui_plot::PlotPoint;

use crate::engine::rbm::tree::{AgeFixedPoints, RelaxedAt};
use crate::physics::rbm::{Configurations, VisibleUnits};
use crate::physics::seed::{Stream, below};
use crate::physics::spins::GridShape;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::axis::TreeAxis;
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels};
use crate::ui::labs::tree::derived::Drawing;
use crate::ui::labs::tree::{help, sentences};
use crate::ui::machine::{Canvas, Palette, SampleTiles, Samples};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::plots::{Curve, Emphasis, LineChart, extent, nice_range};
use crate::ui::widgets::spin_grid::{CellColors, CellImage, GridColors, GridEditor, SpinGrid};
use crate::ui::widgets::{Button, TileGrid, Tiles, columns_ui, sentence_ui, title_ui};

/// The pictures take this part of the height, and are at most so high.
const PICTURES: f32 = 0.42;
const MOST: f32 = 240.0;
/// A strip is so high.
const STRIP: f32 = 22.0;
/// The plot is at least this high.
const LEAST: f32 = 90.0;

#[derive(Default)]
pub struct DrawingPanel {
    cells: Vec<u8>,
    /// The row that the cells were taken from, from 1.
    row: usize,
    /// Raised with every change of the cells: the key of textures.
    revision: u64,
    editor: GridEditor,
    strip: SampleTiles,
    end: TileGrid,
    palette: Palette,
}

const INFO: PanelInfo = PanelInfo {
    id: "drawing",
    title: "Where a drawing belongs",
    tab: "Drawing",
    help: help::DRAWING,
    place: Place::Tabs("closer looks"),
};

impl Panel<TreePanels> for DrawingPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &TreeContext<'_>) -> String {
        let done = context.derived.drawing.as_ref().map(|drawing| drawing.ages.len());
        done.map_or_else(String::new, |done| format!("{done} of {} ages", context.view().ages.len()))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        let (Some(canvas), Some(age)) = (context.canvas(), context.age().cloned()) else {
            sentence_ui(ui, "There is nothing to relax at yet: the newest machine is being searched.", None);
            return;
        };
        if self.cells.len() != age.rbm.sites() {
            self.begin(context, &canvas, age.rbm.sites());
        }
        let drawing = context.derived.drawing.clone();
        let at = drawing.as_ref().and_then(|drawing| at_age(drawing, context));
        self.tools_ui(ui, context, &canvas, drawing.as_ref());
        let height = (PICTURES * ui.available_height()).min(MOST);
        let side = if canvas.is_picture { height } else { 2.0 * (STRIP + theme::STEP) };
        ui.allocate_ui(egui::vec2(ui.available_width(), side), |ui| {
            let width = ((ui.available_width() - theme::GAP) / 2.0).max(0.0);
            columns_ui(ui, &[width, width], |ui, column| {
                if column == 0 {
                    self.start_ui(ui, &canvas, age.rbm.visible());
                } else {
                    self.end_ui(ui, context, &canvas, at.as_ref());
                }
            });
        });
        match (&drawing, at) {
            (None, _) => {
                let what = if canvas.is_picture { "Draw something, or take a row" } else { "Take a row" };
                sentence_ui(ui, &format!("{what}, and let it relax: its path through the tree lights up."), None);
            }
            (Some(drawing), at) => {
                if let Some(at) = at {
                    belongs_ui(ui, context, &at, &age);
                }
                energy_ui(ui, context, drawing);
            }
        }
    }
}

/// Where it came to at the age of the cut, once that is known.
fn at_age(drawing: &Drawing, context: &TreeContext<'_>) -> Option<RelaxedAt> {
    let age = context.clusters().age?;
    drawing.ages.iter().find(|at| at.age == age).cloned()
}

impl DrawingPanel {
    /// An empty sheet, or where one cannot draw the first row.
    fn begin(&mut self, context: &TreeContext<'_>, canvas: &Canvas<'_>, sites: usize) {
        self.cells = vec![0; sites];
        self.row = 0;
        self.revision += 1;
        if !canvas.is_picture {
            self.take(context, 1);
        }
    }

    fn take(&mut self, context: &TreeContext<'_>, row: usize) {
        if let Some(values) = row.checked_sub(1).and_then(|row| context.rows().row(row))
            && values.len() == self.cells.len()
        {
            (self.cells, self.row) = (values.to_vec(), row);
            self.revision += 1;
        }
    }

    fn tools_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TreeContext<'_>,
        canvas: &Canvas<'_>,
        drawing: Option<&Drawing>,
    ) {
        let rows = context.rows().rows();
        let same = drawing.is_some_and(|drawing| *drawing.states == *self.cells);
        let relaxed = same.then_some("It has relaxed already; change it first");
        ui.horizontal_wrapped(|ui| {
            let relax = Button::new("Relax").accent(true).tooltip(help::DRAWING).disabled_because(relaxed);
            if relax.show(ui).clicked() {
                context.asks.push(Ask::Relax(self.cells.as_slice().into()));
            }
            if canvas.is_picture && Button::new("Clear").show(ui).clicked() {
                self.cells.fill(0);
                self.row = 0;
                self.revision += 1;
            }
            if drawing.is_some() && Button::new("Forget").tooltip("Its path goes dark").show(ui).clicked() {
                context.asks.push(Ask::ForgetDrawing);
            }
            let label = ui.label("row");
            let mut row = self.row;
            // 0 stands for what is drawn by hand: a field that began at 1 would put the first row in its place.
            let shown = |row: f64, _: std::ops::RangeInclusive<usize>| {
                if row < 1.0 { "–".to_owned() } else { row.to_string() }
            };
            let field = egui::DragValue::new(&mut row).range(0..=rows).custom_formatter(shown);
            if ui.add(field).labelled_by(label.id).changed() {
                self.take(context, row);
            }
            let none = (rows == 0).then_some("There are no rows");
            if Button::new("Random row").disabled_because(none).show(ui).clicked() {
                let mut rng = context.view().config.seed.indexed(Stream::Rows, self.revision);
                self.take(context, below(&mut rng, rows as u32) as usize + 1);
            }
        });
    }

    /// The drawing, which can be drawn on where it is a picture.
    fn start_ui(&mut self, ui: &mut egui::Ui, canvas: &Canvas<'_>, visible: VisibleUnits) {
        let tokens = theme::tokens(ui.ctx());
        if !canvas.is_picture {
            let states = Configurations::new(self.cells.clone(), self.cells.len());
            let canvas = Canvas::of_sites(self.cells.len());
            let samples = Samples {
                name: "Row that relaxes",
                states: &states,
                visible,
                canvas: &canvas,
                key: (self.revision, 0, 0),
                layout: canvas.layout(STRIP, STRIP, STRIP),
                clickable: false,
            };
            let size = ui.available_size();
            self.strip.show(ui, &samples, size);
            return;
        }
        let shape = GridShape::new(canvas.shape[0], canvas.shape[1]);
        let cells = self.cells.clone();
        let is_on = |cell: usize| cells.get(cell).is_some_and(|&value| value > 0);
        let colour = |cell: usize| if is_on(cell) { tokens.spin_on } else { tokens.spin_off };
        let image = CellImage { key: (self.revision, tokens.theme as u64, 0), colors: CellColors::Each(&colour) };
        let colors = GridColors { gap: tokens.panel, accent: tokens.accent, mark: tokens.ink };
        let answer = SpinGrid::new("Drawing", shape, image, &is_on, colors).show(ui, &mut self.editor);
        if let Some(stroke) = answer.stroke {
            for cell in stroke.cells {
                if let Some(value) = self.cells.get_mut(cell) {
                    *value = u8::from(stroke.value);
                }
            }
            self.row = 0;
            self.revision += 1;
        }
    }

    /// The means that it came to at the age of the cut.
    fn end_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TreeContext<'_>,
        canvas: &Canvas<'_>,
        at: Option<&RelaxedAt>,
    ) {
        let Some(at) = at else {
            sentence_ui(ui, "What it relaxes to at the cut appears here.", None);
            return;
        };
        let colours = self.palette.colours(ui.ctx());
        let ising = context.age().is_some_and(|age| age.rbm.visible() == VisibleUnits::Ising);
        let fraction = |mean: f32| if ising { 0.5 * (mean + 1.0) } else { mean };
        let size = ui.available_size();
        let tiles = Tiles {
            name: "What it relaxes to",
            count: 1,
            shape: canvas.shape,
            key: (context.snapshot.generation, at.free_energy.to_bits(), at.age as u64),
            value: &|_, cell| at.visible.get(canvas.index(cell)).copied(),
            colour: &|_, mean| colours.fraction(fraction(mean)),
            layout: canvas.layout(STRIP, size.x.min(size.y), size.y),
            chosen: None,
            clickable: false,
        };
        if let Some((_, cell)) = self.end.show(ui, &tiles, size).hover {
            let mean = at.visible.get(canvas.index(cell)).copied().unwrap_or_default();
            context.shell.status = format!("{}: mean {}", canvas.name(cell), number(f64::from(mean), 3));
        }
    }
}

fn energy_ui(ui: &mut egui::Ui, context: &mut TreeContext<'_>, drawing: &Drawing) {
    let axis = TreeAxis::new(context.view(), context.shared.tree.logarithmic);
    let points = drawing.ages.iter().filter_map(|at| {
        let position = context.view().position(context.view().ages.get(at.age)?);
        Some(PlotPoint::new(axis.along(position), at.free_energy))
    });
    let points: Vec<PlotPoint> = points.collect();
    title_ui(ui, "Free energy where it comes to", "lower: deeper");
    let Some((low, high)) = extent(points.iter().map(|point| point.y)) else {
        sentence_ui(ui, "It relaxes at the oldest machine.", None);
        return;
    };
    let ink = theme::tokens(ui.ctx()).ink;
    let curves = [Curve { emphasis: Emphasis::Strong, ..Curve::new("", ink, &points) }];
    let summary = format!("from {} to {}", number(high, 1), number(low, 1));
    let answer = LineChart {
        height: ui.available_height().max(LEAST),
        summary: &summary,
        curves: &curves,
        cursor: Some(axis.along(context.cut())),
        x_range: axis.range(),
        y_range: nice_range(low, high),
        logarithmic: [axis.logarithmic(), false],
        x_label: axis.name(),
        ..LineChart::new("drawing energy", "Free energy of the drawing")
    }
    .show(ui);
    if let Some(x) = answer.scrub {
        context.asks.push(Ask::Cut(Some(axis.position(x))));
    }
    if let Some(hover) = answer.hover {
        let at = sentences::position(context.view(), axis.position(hover.x));
        let energy = hover.values.first().copied().flatten().map_or_else(String::new, |energy| number(energy, 1));
        context.shell.status = format!("{at}: free energy {energy} of the fixed point that the drawing comes to");
    }
}

/// The cluster it comes to, by its nearest fixed point.
fn belongs_ui(ui: &mut egui::Ui, context: &mut TreeContext<'_>, at: &RelaxedAt, age: &Arc<AgeFixedPoints>) {
    let row = age.of_row.iter().position(|&point| point as usize == at.nearest);
    let cluster = row.and_then(|row| context.clusters().of_row.get(row)).copied();
    let cluster = cluster.and_then(|cluster| context.clusters().clusters.get(cluster as usize)).cloned();
    let Some(cluster) = cluster else { return };
    let members = sentences::members(&cluster.rows, context.column());
    let left = if at.converged { "" } else { " (it did not converge)" };
    let same = at.distance <= context.view().merge_distance;
    let how = if same { "Comes to" } else { "Comes to rest on its own; nearest is" };
    let apart = number(at.distance, 4);
    let position = sentences::position(context.view(), context.view().position(age));
    let energy = number(at.free_energy, 1);
    let text = format!("{how} the cluster of {members} at {position}, {apart} away; free energy {energy}{left}.");
    sentence_ui(ui, &text, None);
    let ink = theme::tokens(ui.ctx())
        .branch(context.derived.colours.get(cluster.node as usize).copied().unwrap_or_default() as usize);
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new("●").color(ink));
        let name = format!("Look at its cluster of {} rows", grouped(cluster.rows.len() as u64));
        if Button::new("Look at its cluster").small().tooltip(&name).show(ui).clicked() {
            context.asks.push(Ask::Look(Some(cluster.node)));
        }
    });
}
