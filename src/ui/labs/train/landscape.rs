//! The free energy over two directions as a surface: valleys open where the data lie. At the machine under the cursor.

use crate::engine::rbm::{SurfaceDirections, SurfacePlane};
use crate::physics::rbm::Configurations;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{SamplesOf, TrainContext, TrainPanels};
use crate::ui::labs::train::derived::ShownSurface;
use crate::ui::labs::train::{help, sentences};
use crate::ui::study::Key;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, percent, signed};
use crate::ui::widgets::surface::{HeightFilm, Marble, Surface, SurfaceView, height_at, is_low};
use crate::ui::widgets::take_out::whole::enlarge_ui;
use crate::ui::widgets::{Segmented, sentence_ui};

/// Chains that are shown as marbles, at most.
const MOST_MARBLES: usize = 60;
/// Rows of the data that are shown as dots, at most.
const MOST_DOTS: usize = 1000;
/// Where on the way from the means of the data to a row the surface is looked at for its scale.
const BETWEEN: [f64; 4] = [0.0, 0.33, 0.67, 1.0];

#[derive(Default)]
pub struct LandscapePanel {
    view: SurfaceView,
    film: HeightFilm,
    marbles: Cached<(Key, SurfaceDirections, [u64; 3]), Vec<Marble>>,
}

const INFO: PanelInfo = PanelInfo {
    id: "landscape",
    title: "Free energy over two directions",
    tab: "Landscape",
    help: help::LANDSCAPE,
    place: Place::Tabs("closer looks"),
};

impl Panel<TrainPanels> for LandscapePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, _context: &TrainContext<'_>) -> String {
        String::new()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        context.shared.landscape.seen.note(ui.ctx());
        let pieces = [
            (SurfaceDirections::Components, "Components of the data", help::LANDSCAPE_OVER),
            (SurfaceDirections::Modes, "Modes of W", help::LANDSCAPE_OVER),
        ];
        let low = is_low(ui);
        ui.horizontal(|ui| {
            // Without data there are no components of them.
            if context.view().rows.is_some() {
                let chosen = context.shared.landscape.directions;
                let choice = Segmented::new("Directions", chosen, &pieces).folded(low);
                if let Some(directions) = choice.show(ui) {
                    context.shared.landscape.directions = directions;
                }
            }
            enlarge_ui(ui, INFO.id);
            let update = context.derived.surface.as_ref().map(|shown| shown.surface.update);
            if let Some(update) = update {
                let soft = theme::tokens(ui.ctx()).soft;
                ui.label(egui::RichText::new(format!("update {}", grouped(update))).color(soft));
            }
        });
        let Some(shown) = context.derived.surface.clone() else {
            sentence_ui(ui, "The free energy of the machine under the cursor is being computed.", None);
            return;
        };
        let Some(plane) = shown.surface.plane.clone() else {
            let text = match shown.directions {
                SurfaceDirections::Components => {
                    "The rows of the data do not differ along two directions: choose modes."
                }
                SurfaceDirections::Modes => "This machine has no two modes to draw a surface over.",
            };
            sentence_ui(ui, text, None);
            return;
        };
        self.surface_ui(ui, context, &shown, &plane);
    }
}

impl LandscapePanel {
    fn surface_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TrainContext<'_>,
        shown: &ShownSurface,
        plane: &SurfacePlane,
    ) {
        self.refresh_marbles(context, shown, plane);
        let of = shown.key.0 << 1 | u64::from(plane.directions == SurfaceDirections::Modes);
        let surface = &shown.surface;
        // What must be seen are the rows of the data, or the chains, and what lies between them.
        let standing = if surface.rows.is_empty() { &surface.chains } else { &surface.rows };
        let height = |at: [f64; 2]| height_at(plane.grid.side, plane.grid.ranges, &surface.heights, at);
        let interest = || {
            let ways = standing.iter().flat_map(|at| BETWEEN.map(|share| at.map(|x| share * x)));
            ways.map(height).collect()
        };
        self.film.take(of, &surface.heights, None, interest);
        let scale = self.film.show(ui);
        let axes = axes(plane);
        let dots = shown.surface.rows.get(..MOST_DOTS.min(shown.surface.rows.len())).unwrap_or_default();
        let summary = format!("update {}, {} chains", grouped(shown.surface.update), self.marbles.len());
        let surface = Surface {
            name: "Free energy over two directions",
            summary: &summary,
            side: plane.grid.side,
            heights: self.film.heights(),
            ranges: plane.grid.ranges,
            axes: [&axes[0], &axes[1]],
            height_name: "G − lowest, nats",
            scale,
            names: &[],
            dots,
            marbles: &self.marbles,
        };
        let answer = surface.show(ui, &mut self.view);
        context.shell.explain(&answer.response, || match answer.hover {
            Some([x, y, height]) => format!(
                "x {}, y {}: {} nats above the lowest point; dots are rows of the data, marbles chains",
                signed(x, 2),
                signed(y, 2),
                number(height, 1)
            ),
            None => "drag or use the arrow keys to turn, the wheel to zoom, double-click to turn back".to_owned(),
        });
    }

    /// The chains that are looked at: those that run freely, where they do, else those of the training.
    fn refresh_marbles(&mut self, context: &TrainContext<'_>, shown: &ShownSurface, plane: &SurfacePlane) {
        let free = context.derived.free_chains.as_ref().filter(|_| context.shared.samples == SamplesOf::FreeSampling);
        let view = context.view();
        let (states, key) = if let Some(free) = free {
            (Some(free.samples.states.clone()), [1, free.key.0, free.key.1])
        } else if context.live() {
            (Some(view.chains.clone()), [2, context.snapshot.generation, context.snapshot.revision])
        } else {
            let machine = context.machine();
            let update = machine.as_ref().map_or(0, |machine| machine.update);
            (machine.and_then(|machine| machine.chains.clone()), [3, context.snapshot.generation, update])
        };
        let visible = view.rbm.visible();
        self.marbles.refresh((shown.key, shown.directions, key), || {
            let place = |states: &Configurations| plane.coordinates(visible, &states.first(MOST_MARBLES));
            let points = states.as_deref().map_or_else(Default::default, place);
            points.iter().map(|&at| Marble { at, height: None, large: false }).collect()
        });
    }
}

/// What the axes are, in words with numbers.
fn axes(plane: &SurfacePlane) -> [String; 2] {
    [0, 1].map(|axis| {
        let weight = plane.weights[axis];
        match plane.directions {
            SurfaceDirections::Components => {
                format!("component {}, {} of the variance", axis + 1, percent(weight, 0))
            }
            SurfaceDirections::Modes => format!("mode {}, σ = {}", axis + 1, sentences::short(weight)),
        }
    })
}
