//! The wells of the machine over two directions, as a surface: the rows of the data lie in them once they are learned.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use egui::{Role, WidgetInfo};

use crate::engine::boltzmann::surface::MOST_VISIBLE;
use crate::engine::boltzmann::{WellsOver, WellsPlane};
use crate::physics::boltzmann::Target;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{Ask, BoltzmannContext, BoltzmannPanels};
use crate::ui::labs::boltzmann::help;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, percent, signed};
use crate::ui::widgets::surface::{HeightFilm, Marble, Surface, SurfaceView, is_low};
use crate::ui::widgets::take_out::whole::enlarge_ui;
use crate::ui::widgets::{Segmented, sentence_ui};

/// Rows of the data that are named, at most; more of them are dots.
const MOST_NAMED: usize = 12;
/// Rows that can be chosen, at most.
const MOST_LISTED: usize = 64;
/// Configurations lie at the edge of what there is: what marks them stands a hair within.
const WITHIN: f64 = 0.97;

/// Which kind of directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Rows,
    Components,
    Couplings,
}

#[derive(Default)]
pub struct LandscapePanel {
    kind: Kind,
    /// Two rows, by their places, where they were chosen.
    rows: Option<(usize, usize)>,
    view: SurfaceView,
    film: HeightFilm,
}

const INFO: PanelInfo = PanelInfo {
    id: "landscape",
    title: "Wells of the machine",
    tab: "Landscape",
    help: help::LANDSCAPE,
    place: Place::Tabs("closer looks"),
};

impl Panel<BoltzmannPanels> for LandscapePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, _context: &BoltzmannContext<'_>) -> String {
        String::new()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        let visible = context.moment().machine.topology().visible;
        if !(2..=MOST_VISIBLE).contains(&visible) {
            let text =
                format!("A surface averages over all states: it is drawn for 2 to {MOST_VISIBLE} visible units.");
            sentence_ui(ui, &text, None);
            return;
        }
        self.content_ui(ui, context);
    }
}

impl LandscapePanel {
    fn content_ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        let low = is_low(ui);
        let target = Arc::clone(&context.view().target);
        let mut pair =
            self.rows.filter(|&(one, other)| spans(&target, one, other)).unwrap_or_else(|| first_pair(&target));
        ui.horizontal(|ui| {
            let pieces = [
                (Kind::Rows, "Two rows", help::LANDSCAPE_OVER),
                (Kind::Components, "Components", help::LANDSCAPE_OVER),
                (Kind::Couplings, "Modes of the couplings", help::LANDSCAPE_OVER),
            ];
            if let Some(kind) = Segmented::new("Directions", self.kind, &pieces).folded(low).show(ui) {
                self.kind = kind;
            }
            if self.kind == Kind::Rows {
                row_menu_ui(ui, "First row", &target, &mut pair.0);
                row_menu_ui(ui, "Second row", &target, &mut pair.1);
                self.rows = Some(pair);
            }
            enlarge_ui(ui, INFO.id);
            let update = context.studies.wells().map(|found| found.view.update);
            if let Some(update) = update {
                let soft = theme::tokens(ui.ctx()).soft;
                ui.label(egui::RichText::new(format!("update {}", grouped(update))).color(soft));
            }
        });
        let over = match self.kind {
            Kind::Rows if !spans(&target, pair.0, pair.1) => {
                sentence_ui(ui, "Two rows that are neither equal nor opposite span a surface.", None);
                return;
            }
            Kind::Rows => WellsOver::Rows(pair.0, pair.1),
            Kind::Components => WellsOver::Components,
            Kind::Couplings => WellsOver::Couplings,
        };
        let key = (context.snapshot.generation, context.moment().update);
        // One that is being made is finished first: while the machine learns none would ever be.
        if !context.studies.wells_are_of(over, key) && !context.studies.surveys() {
            context.asks.push(Ask::Wells(over));
        }
        let Some(found) = context.studies.wells() else { return };
        if let Some(error) = &found.error {
            sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
        }
        let Some(plane) = found.view.plane.clone() else {
            if !found.running {
                sentence_ui(ui, "There are no two directions to draw a surface over.", None);
            }
            return;
        };
        self.surface_ui(ui, context, &plane);
    }

    fn surface_ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>, plane: &WellsPlane) {
        let Some((found, of)) = context.studies.wells().zip(context.studies.wells_shown()) else { return };
        let mut hasher = DefaultHasher::new();
        (of.0, of.1.0).hash(&mut hasher);
        if !found.running || self.film.heights().is_empty() {
            let finite = || found.view.heights.iter().copied().filter(|height| height.is_finite()).collect();
            self.film.take(hasher.finish(), &found.view.heights, Some(0.0), finite);
        }
        let scale = self.film.show(ui);
        let rows = &context.view().target;
        let inside = |at: [f64; 2]| at.map(|x| WITHIN * x);
        let places: Vec<([f64; 2], String)> = rows.iter().map(|(row, _)| (inside(plane.at(row)), bits(row))).collect();
        let few = places.len() <= MOST_NAMED;
        let names: Vec<([f64; 2], &str)> =
            places.iter().filter(|_| few).map(|(at, name)| (*at, name.as_str())).collect();
        let dots: Vec<[f64; 2]> = places.iter().filter(|_| !few).map(|(at, _)| *at).collect();
        let free = inside(plane.at(&context.view().chains.free));
        let axes = axes(of.0, plane);
        let summary = format!("update {}", grouped(found.view.update));
        let surface = Surface {
            name: "Wells of the machine",
            summary: &summary,
            side: plane.grid.side,
            heights: self.film.heights(),
            ranges: plane.grid.ranges,
            axes: [&axes[0], &axes[1]],
            height_name: "KL, nats",
            scale,
            names: &names,
            dots: &dots,
            marbles: &[Marble { at: free, height: None, large: true }],
        };
        let answer = surface.show(ui, &mut self.view);
        context.shell.explain(&answer.response, || match answer.hover {
            Some([x, y, height]) => {
                let at = format!("{}, {}", signed(x, 2), signed(y, 2));
                format!("{at}: {} nats from the machine; the marble is its free chain", number(height, 2))
            }
            None => "drag or use the arrow keys to turn, the wheel to zoom, double-click to turn back".to_owned(),
        });
    }
}

/// What the axes are, in words with numbers.
fn axes(over: WellsOver, plane: &WellsPlane) -> [String; 2] {
    let [one, other] = plane.weights;
    let component = |number: usize, weight: f64| format!("component {number}, {} of the variance", percent(weight, 0));
    let mode = |number: usize, weight: f64| format!("mode {number} of the couplings, λ = {}", signed(weight, 2));
    match over {
        WellsOver::Rows(..) => [
            format!("u, where they agree ({})", number(one, 0)),
            format!("v, where they differ ({})", number(other, 0)),
        ],
        WellsOver::Components => [component(1, one), component(2, other)],
        WellsOver::Couplings => [mode(1, one), mode(2, other)],
    }
}

fn bits(row: &[u8]) -> String {
    row.iter().map(|&bit| if bit > 0 { '1' } else { '0' }).collect()
}

/// Whether two rows span a plane: they are neither equal nor opposite.
fn spans(target: &Target, one: usize, other: usize) -> bool {
    let (Some(one), Some(other)) = (target.rows().row(one), target.rows().row(other)) else { return false };
    let agree = one.iter().zip(other).filter(|(one, other)| one == other).count();
    0 < agree && agree < one.len()
}

/// The first row, and the first that spans a plane with it; the first two where none does.
fn first_pair(target: &Target) -> (usize, usize) {
    let other = (1..target.rows().rows().min(MOST_LISTED)).find(|&other| spans(target, 0, other));
    (0, other.unwrap_or(1))
}

/// The menu of the rows, by their bits.
fn row_menu_ui(ui: &mut egui::Ui, what: &str, target: &Target, place: &mut usize) {
    let name = |place: usize| target.rows().row(place).map_or_else(String::new, bits);
    let menu = egui::ComboBox::from_id_salt(what).selected_text(name(*place)).width(0.0).show_ui(ui, |ui| {
        for other in 0..target.rows().rows().min(MOST_LISTED) {
            ui.selectable_value(place, other, name(other));
        }
    });
    menu.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, what));
}
