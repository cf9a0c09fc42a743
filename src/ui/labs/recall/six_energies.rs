//! Six energies, one cue: the same cue falls in six landscapes over the same memories, and its overlaps race.

use egui_plot::PlotPoint;

use crate::engine::hopfield::six_energies::{Fall, Landscape, SixEnergiesView};
use crate::physics::hopfield::dense::Interaction;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::studies::document_key;
use crate::ui::machine::Palette;
use crate::ui::theme;
use crate::ui::theme::numbers::signed;
use crate::ui::widgets::plots::{Curve, LineChart};
use crate::ui::widgets::{TileGrid, TileLayout, Tiles, columns_ui, sentence_ui};

/// The share of the width that the curves take, and the height below which they stand under the pictures.
const CURVES: f32 = 0.56;
/// An overlap from which on a state is the memory.
const RECALLED: f64 = 0.9;
/// Widest and narrowest picture.
const PICTURE: (f32, f32) = (96.0, 28.0);

#[derive(Default)]
pub struct SixEnergiesPanel {
    grid: TileGrid,
    palette: Palette,
    key: Option<(u64, u64)>,
    curves: Vec<Vec<PlotPoint>>,
    names: Vec<String>,
}

const INFO: PanelInfo = PanelInfo {
    id: "six-energies",
    title: "Six energies, one cue",
    tab: "Six energies",
    help: help::SIX_ENERGIES,
    place: Place::Tabs("studies"),
};

impl Panel<HopfieldPanels> for SixEnergiesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        let found = context.studies.six_energies.latest().filter(|found| found.view.complete);
        found.map_or_else(String::new, |found| {
            let falls = &found.view.falls;
            let there = falls.iter().filter(|fall| fall.overlaps.last().is_some_and(|m| *m > RECALLED)).count();
            format!("{there} of {} end in the memory", falls.len())
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        if context.view().network.is_none() {
            sentence_ui(ui, "Nothing is stored: store a memory first.", None);
            return;
        }
        if !context.studies.six_energies.is_for(document_key(context.snapshot)) {
            context.asks.push(Ask::SixEnergies);
        }
        let Some(snapshot) = context.studies.six_energies.latest() else { return };
        if let Some(error) = &snapshot.error {
            sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
        }
        let (view, key) = (snapshot.view.clone(), (snapshot.generation, snapshot.revision));
        self.refresh(&view, key);
        let width = ui.available_width();
        let of_curves = CURVES * width;
        columns_ui(ui, &[width - of_curves - theme::GAP, of_curves], |ui, column| match column {
            0 => self.pictures_ui(ui, context, &view, key),
            _ => self.curves_ui(ui, context, &view),
        });
    }
}

impl SixEnergiesPanel {
    fn refresh(&mut self, view: &SixEnergiesView, key: (u64, u64)) {
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let points =
            |fall: &Fall| fall.overlaps.iter().enumerate().map(|(sweep, &m)| PlotPoint::new(sweep as f64, m)).collect();
        self.curves = view.falls.iter().map(points).collect();
        self.names = view.falls.iter().map(|fall| short(fall.landscape)).collect();
    }

    /// Where each of them is now.
    fn pictures_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut HopfieldContext<'_>,
        view: &SixEnergiesView,
        key: (u64, u64),
    ) {
        let shape = context.view().document.shape;
        let colours = self.palette.colours(ui.ctx());
        let value = |fall: usize, cell: usize| view.falls.get(fall)?.state.get(cell).map(|&value| value as f32);
        let tiles = Tiles {
            name: "The six states",
            count: view.falls.len(),
            shape: [shape.width, shape.height],
            key: (key.0, key.1, 0),
            value: &value,
            colour: &|_, value| colours.fraction(f32::midpoint(value, 1.0)),
            layout: TileLayout::Pictures { most: PICTURE.0, least: PICTURE.1 },
            chosen: None,
            clickable: false,
        };
        let room = ui.available_size().max(egui::Vec2::ZERO);
        let hovered = self.grid.show(ui, &tiles, room).hover;
        if let Some(fall) = hovered.and_then(|(fall, _)| view.falls.get(fall)) {
            context.shell.status = sentence(fall);
        }
    }

    fn curves_ui(&self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, view: &SixEnergiesView) {
        let tokens = theme::tokens(ui.ctx());
        let curves: Vec<Curve<'_>> = self
            .curves
            .iter()
            .zip(&self.names)
            .enumerate()
            .map(|(place, (points, name))| Curve::new(name, tokens.identity_ink(place), points))
            .collect();
        let last = self.curves.iter().map(Vec::len).max().unwrap_or(2).max(2) - 1;
        let low = self.curves.iter().flatten().map(|point| point.y).fold(0.0, f64::min);
        let answer = LineChart {
            height: ui.available_height().max(0.0),
            x_label: "sweeps",
            curves: &curves,
            x_range: (0.0, last as f64),
            y_range: (low, 1.0),
            scrub: false,
            ..LineChart::new("six overlaps", "Overlaps in six landscapes")
        }
        .show(ui);
        let hovered = answer.hover.and_then(|hover| hover.curve);
        if let Some(fall) = hovered.and_then(|curve| view.falls.get(curve)) {
            context.shell.status = sentence(fall);
        }
    }
}

/// A name that has room at a margin.
fn short(landscape: Landscape) -> String {
    match landscape {
        Landscape::Dense(Interaction::Polynomial(degree)) => format!("n = {}", degree.get()),
        Landscape::Dense(Interaction::Rectified(_)) => "rectified".to_owned(),
        Landscape::Dense(Interaction::Exponential) => "exp".to_owned(),
        Landscape::Continuous(rule) => rule.attention().name().to_owned(),
    }
}

/// Where one of them is.
fn sentence(fall: &Fall) -> String {
    let m = fall.overlaps.last().copied().unwrap_or(0.0);
    let rest = if fall.ended { "at rest" } else { "still falling" };
    format!("{}: overlap {} with the memory, {rest}", fall.landscape.title(), signed(m, 3))
}
