//! The plane of the first two principal components: rows, samples, fixed points, and the free energy over it.

use ndarray::Array2;

use crate::engine::rbm::tree::landscape::SIDE;
use crate::engine::rbm::tree::{AgeFixedPoints, Landscape};
use crate::physics::data::LabelColumn;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels};
use crate::ui::labs::tree::on_screen::Look;
use crate::ui::labs::tree::{help, sentences};
use crate::ui::theme::numbers::{grouped, number, percent};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{Cloud, HeightGrid, Plane, PlaneHover, PlanePoint, PlaneScene};
use crate::ui::widgets::sentence_ui;

/// Sides of the points of samples and of rows.
const SAMPLE: f32 = 2.5;
const ROW: f32 = 4.0;
/// Radius of a fixed point that no row leads to, and what is added for one that all lead to.
const RADIUS: f32 = 3.5;
const GROWTH: f32 = 13.0;
/// Classes that are named above the plane.
const NAMED: usize = 12;

#[derive(Default)]
pub struct LandscapePanel {
    plane: Plane,
    drawn: Cached<Key, Drawn>,
}

/// Generation, age, samples, heights, label column and how many there are.
type Key = (u64, usize, usize, usize, usize, usize);

/// What of a plane does not change while the tree is cut elsewhere.
#[derive(Default)]
struct Drawn {
    samples: Vec<[f32; 2]>,
    /// For each class, and at the end for rows without one, its rows and their places.
    classes: Vec<(Vec<u32>, Vec<[f32; 2]>)>,
    heights: Vec<f32>,
    /// Rows that lead to each fixed point, and the first of them.
    basins: Vec<(usize, Option<usize>)>,
}

impl Panel<TreePanels> for LandscapePanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "landscape",
            title: "Where rows and fixed points lie",
            tab: "Plane",
            help: help::LANDSCAPE,
            place: Place::Tabs("closer looks"),
        }
    }

    fn explanation(&self, context: &TreeContext<'_>) -> String {
        let found = context.derived.landscape.as_ref();
        let found = found.and_then(|(age, landscape)| Some((context.view().ages.get(*age)?, landscape)));
        found.map_or_else(String::new, |(age, landscape)| match landscape.explained[..] {
            [first, second, ..] => {
                let at = sentences::position(context.view(), context.view().position(age));
                format!("{at}; {} of the variance right, {} up", percent(first, 0), percent(second, 0))
            }
            _ => String::new(),
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        context.shared.on_screen.note(Look::Landscape, ui.ctx());
        let found = context.derived.landscape.clone();
        let age = found.as_ref().and_then(|(age, _)| context.view().ages.get(*age).cloned());
        let (Some((place, landscape)), Some(age)) = (found, age) else {
            sentence_ui(ui, "The rows are being projected onto their first two principal components.", None);
            return;
        };
        if landscape.plane.is_none() {
            sentence_ui(ui, "The rows are being projected onto their first two principal components.", None);
            return;
        }
        if landscape.explained.len() < 2 {
            sentence_ui(ui, "The rows differ along less than two directions: there is no plane to show.", None);
            return;
        }
        let column = context.column().cloned();
        let key = (
            context.snapshot.generation,
            place,
            landscape.samples.nrows(),
            landscape.heights.len(),
            context.shared.column,
            context.derived.labels.len(),
        );
        self.drawn.refresh(key, || Drawn::new(&landscape, &age, column.as_ref()));
        let tokens = theme::tokens(ui.ctx());
        if let Some(column) = &column {
            legend_ui(ui, column, &tokens);
        }
        self.plane_ui(ui, context, &landscape, &age, column.as_ref());
    }
}

impl LandscapePanel {
    fn plane_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TreeContext<'_>,
        landscape: &Landscape,
        age: &AgeFixedPoints,
        column: Option<&LabelColumn>,
    ) {
        let tokens = theme::tokens(ui.ctx());
        let last = self.drawn.classes.len().saturating_sub(1);
        let ink = |class: usize| if class == last { tokens.soft } else { tokens.class(class) };
        let rows = self.drawn.classes.iter().enumerate();
        let rows = rows.map(|(class, (_, points))| Cloud { points, color: ink(class), side: ROW });
        let samples = Cloud { points: &self.drawn.samples, color: tokens.faint, side: SAMPLE };
        let clouds: Vec<Cloud<'_>> = std::iter::once(samples).chain(rows).collect();
        let total = context.rows().rows().max(1) as f32;
        let node = |row: Option<usize>| {
            let cluster = *context.clusters().of_row.get(row?)?;
            context.clusters().clusters.get(cluster as usize).map(|cluster| cluster.node)
        };
        let points: Vec<PlanePoint> = pairs(&landscape.points)
            .zip(&self.drawn.basins)
            .map(|(at, &(size, first))| {
                let colour = node(first).and_then(|node| context.derived.colours.get(node as usize).copied());
                PlanePoint {
                    at,
                    radius: GROWTH.mul_add((size as f32 / total).sqrt(), RADIUS),
                    color: colour.map_or(tokens.soft, |colour| tokens.branch(colour as usize)),
                }
            })
            .collect();
        let summary = format!("{} rows, {} fixed points", context.rows().rows(), points.len());
        let scene = PlaneScene {
            name: "Plane of the rows",
            summary: &summary,
            size: ui.available_size(),
            axes: ["PC 1", "PC 2"],
            ranges: landscape.range,
            heights: HeightGrid { columns: SIDE, values: &self.drawn.heights },
            key: self.drawn.heights.len() as u64 ^ (age.update << 16) ^ (context.snapshot.generation << 48),
            clouds: &clouds,
            points: &points,
            way: &way(context, landscape),
        };
        let answer = self.plane.show(ui, scene);
        let row_of = |hover| match hover {
            PlaneHover::Point(point) => self.drawn.basins.get(point)?.1,
            PlaneHover::Cloud(cloud, point) => self.drawn.row(cloud, point),
            PlaneHover::Way(_) => None,
        };
        let looked_at = answer.clicked.and_then(|hover| node(row_of(hover)));
        let said = answer.hover.map(|hover| match hover {
            PlaneHover::Point(point) => {
                let size = self.drawn.basins.get(point).map_or(0, |basin| basin.0);
                point_sentence(age, point, size)
            }
            PlaneHover::Cloud(cloud, point) => self.drawn.row(cloud, point).map_or_else(
                || format!("a sample of the machine at update {}", grouped(age.update)),
                |row| sentences::row(context.rows(), row, column),
            ),
            PlaneHover::Way(step) => way_sentence(context, step),
        });
        if let Some(said) = said {
            context.shell.status = said;
        }
        context.asks.extend(looked_at.map(|node| Ask::Look(Some(node))));
    }
}

impl Drawn {
    fn new(landscape: &Landscape, age: &AgeFixedPoints, column: Option<&LabelColumn>) -> Self {
        let count = column.map_or(0, |column| column.classes.len());
        let mut classes = vec![(Vec::new(), Vec::new()); count + 1];
        for (row, at) in (0..).zip(pairs(&landscape.rows)) {
            let class = column.and_then(|column| column.of_row.get(row as usize).copied().flatten());
            if let Some((rows, points)) = classes.get_mut(class.map_or(count, |class| class as usize)) {
                rows.push(row);
                points.push(at);
            }
        }
        let mut basins = vec![(0, None); age.count()];
        for (row, &point) in age.of_row.iter().enumerate() {
            if let Some((size, first)) = basins.get_mut(point as usize) {
                *size += 1;
                first.get_or_insert(row);
            }
        }
        let samples = pairs(&landscape.samples).collect();
        Self { samples, classes, heights: landscape.heights.iter().map(|&height| height as f32).collect(), basins }
    }

    /// The row of a point of a cloud; the first cloud is that of the samples.
    fn row(&self, cloud: usize, point: usize) -> Option<usize> {
        let (rows, _) = self.classes.get(cloud.checked_sub(1)?)?;
        rows.get(point).map(|&row| row as usize)
    }
}

/// The first two numbers of each row.
fn pairs(rows: &Array2<f32>) -> impl Iterator<Item = [f32; 2]> + '_ {
    rows.outer_iter().filter_map(|row| Some([*row.get(0)?, *row.get(1)?]))
}

/// Where a drawing comes to at each age, the oldest first.
fn way(context: &TreeContext<'_>, landscape: &Landscape) -> Vec<[f32; 2]> {
    let (Some(drawing), Some(plane)) = (&context.derived.drawing, &landscape.plane) else { return Vec::new() };
    let means: Vec<f32> = drawing.ages.iter().flat_map(|at| at.visible.iter().copied()).collect();
    let means = Array2::from_shape_vec((drawing.ages.len(), plane.mean().len()), means).unwrap_or_default();
    pairs(&plane.project(&means)).collect()
}

/// The classes in their colours.
fn legend_ui(ui: &mut egui::Ui, column: &LabelColumn, tokens: &Tokens) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(theme::STEP, 0.0);
        ui.label(egui::RichText::new(&column.name).color(tokens.soft));
        for (class, name) in column.classes.iter().enumerate().take(NAMED) {
            ui.label(egui::RichText::new(name).strong().color(tokens.identity_ink(class)));
        }
        let more = column.classes.len().saturating_sub(NAMED);
        if more > 0 {
            ui.label(egui::RichText::new(format!("and {more} more")).color(tokens.soft));
        }
    });
}

/// `fixed point of 57 rows, free energy −121.4`.
fn point_sentence(age: &AgeFixedPoints, point: usize, size: usize) -> String {
    let noun = if size == 1 { "row" } else { "rows" };
    let energy = age.free_energy.get(point).map_or_else(String::new, |&energy| number(energy, 1));
    let left = if age.converged.get(point) == Some(&false) { " (did not converge)" } else { "" };
    format!("fixed point of {} {noun}, free energy {energy}{left}", grouped(size as u64))
}

/// `the drawing at update 1 840, free energy −98.2`.
fn way_sentence(context: &TreeContext<'_>, step: usize) -> String {
    let at = context.derived.drawing.as_ref().and_then(|drawing| drawing.ages.get(step).cloned());
    let age = at.as_ref().and_then(|at| context.view().ages.get(at.age));
    at.zip(age).map_or_else(String::new, |(at, age)| {
        let position = sentences::position(context.view(), context.view().position(age));
        format!("the drawing at {position}, free energy {}", number(at.free_energy, 1))
    })
}
