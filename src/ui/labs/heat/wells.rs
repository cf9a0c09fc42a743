//! The free energy as a landscape: one memory is a double well, two are four wells in a plane, and the state a marble.

use egui::RichText;

use super::footnote::Foot;
use super::overlap_numbers::numbers_ui;
use super::selection::{Chosen, caveat, is_narrow, overlap, temperature, way};
use super::{help, two_wells};
use crate::physics::theory::mean_field;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::sentences;
use crate::ui::network::double_well::{self, DoubleWell};
use crate::ui::study::Key;
use crate::ui::theme;
use crate::ui::theme::numbers::{self, number, signed};
use crate::ui::widgets::plots::{Curve, Dot, HeightGrid, Landscape, LandscapeScene, LineChart};
use crate::ui::widgets::{Segmented, sentence_ui};

/// Narrower panels have short names on their controls, in points of the dark profile.
const NARROW: f32 = 430.0;
/// Landscapes lower than this have letters at their axes, in points of the dark profile.
const SMALL: f32 = 280.0;
/// Where the room is so much wider than high, the numbers stand next to the landscape.
const BESIDE: f32 = 1.3;
/// The landscape is computed at multiples of this temperature.
const TEMPERATURE_STEP: f64 = 0.005;

/// How many memories the landscape is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Of {
    #[default]
    One,
    Two,
}

#[derive(Default)]
pub struct WellsPanel {
    of: Of,
    well: DoubleWell,
    chosen: Chosen<2>,
    landscape: Landscape,
    /// Heights and minima at a temperature.
    surface: Cached<u64, (Vec<f32>, Vec<[f64; 2]>)>,
    trail: Cached<(Key, [usize; 2]), Vec<[f64; 2]>>,
    foot: Foot,
}

const ONE: PanelInfo = PanelInfo {
    id: "wells",
    title: "One memory: a double well",
    tab: "Wells",
    help: help::WELLS,
    place: Place::Tabs("theory"),
};
const TWO: PanelInfo = PanelInfo { title: "Two memories: a landscape", ..ONE };

impl Panel<HopfieldPanels> for WellsPanel {
    fn info(&self) -> &'static PanelInfo {
        match self.of {
            Of::One => &ONE,
            Of::Two => &TWO,
        }
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        match self.of {
            Of::One => "the state is the marble",
            Of::Two => "dark is low; the state is the marble",
        }
        .to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let places = ui.horizontal_wrapped(|ui| self.controls_ui(ui, context)).inner;
        if context.view().document.memories.is_empty() {
            ui.label(RichText::new("Nothing is stored: there is no overlap to draw.").color(tokens.soft));
            return;
        }
        match (self.of, places) {
            (Of::One, _) => {
                let sentence = self.one_ui(ui, self.foot.room(ui).y, context);
                self.foot.ui(ui, &sentence, context.shell);
            }
            (Of::Two, Some(places)) => self.two_ui(ui, places, context),
            (Of::Two, None) => {
                sentence_ui(ui, "Two memories are needed for a landscape of two overlaps.", None);
            }
        }
    }
}

impl WellsPanel {
    fn controls_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) -> Option<[usize; 2]> {
        let words = if is_narrow(ui, NARROW) { ["One", "Two"] } else { ["One memory", "Two memories"] };
        let pieces = [(Of::One, words[0], help::ONE_MEMORY), (Of::Two, words[1], help::TWO_MEMORIES)];
        if let Some(of) = Segmented::new("Overlaps of the landscape", self.of, &pieces).show(ui) {
            self.of = of;
        }
        match self.of {
            Of::One => {
                if !is_narrow(ui, NARROW) {
                    ui.label(RichText::new("f(m) − f(0) over m").color(theme::tokens(ui.ctx()).soft));
                }
                None
            }
            Of::Two => self.chosen.ui(ui, "Landscape axis", is_narrow(ui, NARROW), context),
        }
    }

    fn one_ui(&mut self, ui: &mut egui::Ui, height: f32, context: &mut HopfieldContext<'_>) -> String {
        let tokens = theme::tokens(ui.ctx());
        let view = context.view();
        let now = temperature(view);
        self.well.refresh(now);
        let place = context.shared.selected.min(view.document.memories.len().saturating_sub(1));
        let measured = overlap(view, place);
        let sentence = double_well::sentence(now, self.well.minimum, measured, view.load.stored) + caveat(view);
        let marble = measured.map(|m| (m, double_well::height(m, now)));
        let y_range = DoubleWell::range(marble.map(|(_, f)| f));
        let names: Vec<String> = self.well.others.iter().map(|(other, _)| ghost_name(*other)).collect();
        let near = |other: f64| (0.04..=0.5).contains(&(other - now).abs());
        let curves: Vec<Curve<'_>> = self
            .well
            .others
            .iter()
            .zip(&names)
            .filter(|((other, _), _)| near(*other))
            .map(|((_, points), name)| Curve { width: 1.0, ..Curve::new(name, tokens.soft, points) })
            .chain([Curve { dashed: true, ..Curve::new("", tokens.ink, &self.well.curve) }])
            .collect();
        // Their places are in the sentence: a name under a ring would lie on the curve of a lower temperature.
        let ring = |m| Dot::theory("", [m, self.well.depth], tokens.soft);
        let minimum = self.well.minimum;
        let mut dots = if minimum == 0.0 { vec![ring(minimum)] } else { vec![ring(-minimum), ring(minimum)] };
        dots.extend(
            marble.map(|at| Dot {
                radius: 7.0,
                ..Dot::new("", at.into(), tokens.identity(view.document.identity(place)))
            }),
        );
        let label = format!("m with {}", sentences::memory_name(&view.document, place));
        let chart = LineChart {
            height,
            summary: &sentence,
            x_label: "m",
            curves: &curves,
            dots: &dots,
            x_range: double_well::RANGE,
            y_range,
            scrub: false,
            ..LineChart::new("double well", "Free energy over the overlap")
        };
        if let Some(hover) = chart.show(ui).hover {
            context.shell.status = format!(
                "{label} = {}: f(m) − f(0) = {}, dashed; the wells are gone from T = 1 on",
                signed(hover.x, 2),
                signed(double_well::height(hover.x, now), 4)
            );
        }
        sentence
    }

    fn two_ui(&mut self, ui: &mut egui::Ui, places: [usize; 2], context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let view = context.view();
        let now = temperature(view);
        // While a schedule runs the temperature changes with every visit: steps too small to be seen are left out.
        let shown = (now / TEMPERATURE_STEP).round() * TEMPERATURE_STEP;
        let key = shown.to_bits();
        self.surface.refresh(key, || (two_wells::heights(shown), two_wells::minima(shown)));
        let run = (context.snapshot.generation, context.snapshot.revision);
        self.trail.refresh((run, places), || way(view, places));
        let (heights, minima) = &*self.surface;
        let [first, second] = places;
        let marble = overlap(view, first).zip(overlap(view, second));
        let names = places.map(|place| format!("m with {}", sentences::memory_name(&view.document, place)));
        let well_at = minima.first().copied().unwrap_or_default();
        let well = number(well_at[0], 3);
        let [a, b] = marble.map_or([0.0; 2], |(a, b)| [a, b]);
        let sentence = format!(
            "T = {}: measured overlaps {} and {}; the wells of the memories are at {well}.",
            numbers::temperature(now),
            signed(a, 2),
            signed(b, 2),
        ) + caveat(view);
        let [x_name, y_name] = &names;
        let letters = places.map(|place| sentences::memory_letter(&view.document, place));
        let whole = ui.available_size();
        // Axes of a small landscape have room for a letter only.
        let [x_axis, y_axis] = if whole.y < SMALL * tokens.theme.metrics().scale { &letters } else { &names };
        let identities = places.map(|place| view.document.identity(place));
        let scene = LandscapeScene {
            name: "Free energy over two overlaps",
            summary: &sentence,
            range: two_wells::RANGE,
            axes: [(x_axis, tokens.identity_ink(identities[0])), (y_axis, tokens.identity_ink(identities[1]))],
            trail: &self.trail,
            marble: marble.map(|(a, b)| ([a, b], tokens.identity(identities[0]))),
            minima,
        };
        let grid = HeightGrid { columns: two_wells::SIDE, values: heights };
        let answer = if whole.x > BESIDE * whole.y {
            ui.horizontal_top(|ui| {
                let answer = self.landscape.show(ui, scene, grid, key, whole);
                ui.add_space(theme::GAP);
                ui.vertical(|ui| {
                    numbers_ui(ui, places, well_at, context.view());
                });
                answer
            })
            .inner
        } else {
            let room = self.foot.room(ui);
            let answer = ui.vertical_centered(|ui| self.landscape.show(ui, scene, grid, key, room)).inner;
            self.foot.ui(ui, &sentence, context.shell);
            numbers_ui(ui, places, well_at, context.view());
            answer
        };
        if let Some([a, b]) = answer.hover {
            let f = mean_field::free_energy([a, b], now).unwrap_or(f64::NAN);
            context.shell.status = format!(
                "{x_name} = {}, {y_name} = {}: free energy per spin {}, for two memories and many spins",
                signed(a, 2),
                signed(b, 2),
                number(f, 4)
            );
        }
    }
}

/// The name of another temperature's curve.
fn ghost_name(temperature: f64) -> String {
    if (temperature - mean_field::CRITICAL_TEMPERATURE).abs() < 1e-9 {
        "T = 1, critical".to_owned()
    } else {
        format!("T = {}", number(temperature, usize::from(temperature != 0.0)))
    }
}
