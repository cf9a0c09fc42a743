//! Mixtures melt: the way of three overlaps, measured and by theory, and the curvature that decides.

use egui::{Align, Color32, Layout, RichText, Vec2, vec2};

use super::footnote::Foot;
use super::help;
use super::initial_states;
use super::overlap_flow::{Flow, what};
use super::selection::{Chosen, caveat, is_narrow, overlap, temperature};
use super::stability::Stability;
use crate::engine::hopfield::recall::RecallView;
use crate::physics::spins::dot;
use crate::physics::theory::mixtures::mixture;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::sentences;
use crate::ui::labs::hopfield::studies::network_key;
use crate::ui::study::Key;
use crate::ui::theme;
use crate::ui::theme::numbers::{self, signed};
use crate::ui::widgets::plots::simplex;
use crate::ui::widgets::plots::{HeightLevel, SimplexView};
use crate::ui::widgets::{hover_help, title_ui};

/// Narrower panels name memories by their letters, in points of the dark profile.
const NARROW: f32 = 620.0;
/// From this width on the curvature stands next to the triangle.
const WIDE: f32 = 520.0;
/// From this height on it stands below.
const HIGH: f32 = 420.0;

#[derive(Default)]
pub struct MixturesPanel {
    chosen: Chosen<3>,
    flow: Flow,
    stability: Stability,
    foot: Foot,
    /// Whether the three memories have no chance overlaps, and what that is of.
    balanced: Cached<(Key, [usize; 3]), bool>,
}

impl Panel<HopfieldPanels> for MixturesPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "mixtures",
            title: "Mixtures melt",
            tab: "Mixtures",
            help: help::MIXTURES,
            place: Place::Tabs("theory"),
        }
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        "three overlaps, seen along their diagonal".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        // In the lowest rooms the menus give way to the drawing.
        let tiny = Foot::is_tiny(ui);
        let places = ui
            .horizontal_wrapped(|ui| {
                let short = is_narrow(ui, NARROW);
                let places = if short && tiny {
                    self.chosen.places(context.view().document.memories.len(), context.shared.selected)
                } else {
                    self.chosen.ui(ui, "Mixture memory", short, context)
                };
                initial_states::ui(ui, places, context);
                places
            })
            .inner;
        let Some(places) = places else {
            let sentence = "Three memories are needed for a mixture of three. Load balanced patterns to begin.";
            ui.label(RichText::new(sentence).color(tokens.soft));
            return;
        };
        self.flow.refresh(context, places, temperature(context.view()));
        let sentence = self.sentence(context, places);
        let room = self.foot.room(ui);
        let scale = tokens.theme.metrics().scale;
        if room.x >= WIDE * scale {
            let left = vec2((room.x - theme::GAP) * 0.56, room.y);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = theme::GAP;
                column(ui, left, |ui| self.triangle_ui(ui, left, places, context));
                column(ui, vec2(room.x - left.x - theme::GAP, room.y), |ui| self.curvature_ui(ui, room.y, context));
            });
        } else if room.y >= HIGH * scale {
            let upper = vec2(room.x, room.y * 0.56);
            self.triangle_ui(ui, upper, places, context);
            self.curvature_ui(ui, room.y - upper.y - theme::GAP, context);
        } else {
            self.triangle_ui(ui, room, places, context);
        }
        self.foot.ui(ui, &sentence, context.shell);
    }
}

fn column<R>(ui: &mut egui::Ui, size: Vec2, content: impl FnOnce(&mut egui::Ui) -> R) -> R {
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(size);
        ui.set_max_width(size.x);
        content(ui)
    })
    .inner
}

impl MixturesPanel {
    fn triangle_ui(&self, ui: &mut egui::Ui, size: Vec2, places: [usize; 3], context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let now = temperature(context.view());
        let live = live(context.view(), places).map(|overlaps| self.flow.turned(overlaps));
        let names: Vec<(String, Color32, usize, bool)> = simplex::CORNERS
            .into_iter()
            .map(|(k, sign)| {
                let place = places.get(k).copied().unwrap_or(0);
                let anti = sign * self.flow.signs.get(k).copied().unwrap_or(1.0) < 0.0;
                let document = &context.view().document;
                let letter = sentences::memory_letter(document, place);
                let name = format!("{}{letter}", if anti { "\u{2212}" } else { "" });
                let ink = tokens.identity_ink(document.identity(place));
                (name, if anti { theme::mix(ink, tokens.soft, 0.5) } else { ink }, place, anti)
            })
            .collect();
        let mut corners = [("", tokens.soft); 6];
        for (corner, (name, colour, ..)) in corners.iter_mut().zip(&names) {
            *corner = (name, *colour);
        }
        let root = 3f64.sqrt();
        let overlap_of = |n: u32| mixture(n, now).map_or(0.0, |mixture| mixture.overlap);
        let levels = [
            HeightLevel { name: "3-mixture", value: root * overlap_of(3) },
            HeightLevel { name: "one memory", value: overlap_of(1) / root },
            HeightLevel { name: "none", value: 0.0 },
            HeightLevel { name: "reverse of one", value: -overlap_of(1) / root },
        ];
        let melted = [HeightLevel { name: "none", value: 0.0 }];
        let height = live.map_or(0.0, simplex::height);
        let summary = format!("height along the diagonal {}", signed(height, 2));
        let view = SimplexView {
            name: "Overlaps with three memories",
            summary: &summary,
            corners,
            path: &self.flow.measured,
            theory: &self.flow.theory,
            live,
            levels: if overlap_of(1) > 0.0 { &levels } else { &melted },
        };
        let (response, corner) = view.show(ui, size);
        if let Some((name, _, place, _)) = corner.and_then(|corner| names.get(corner)) {
            let memory = sentences::memory_name(&context.view().document, *place);
            context.shell.status =
                format!("corner {name}: the state of {memory} alone, overlap ±1 with it and 0 with the others");
        } else {
            context.shell.explain(&response, || {
                format!(
                    "solid the run, dashed the flow of these three patterns for many spins; height {} tells a mixture in the middle from no memory",
                    signed(height, 2)
                )
            });
        }
    }

    fn curvature_ui(&mut self, ui: &mut egui::Ui, height: f32, context: &mut HopfieldContext<'_>) {
        let top = ui.cursor().top();
        hover_help(title_ui(ui, "Smallest curvature of n-mixtures", "n = 3, 5, 7"), help::STABILITY);
        let left = height - (ui.cursor().top() - top);
        if let Some(sentence) = self.stability.ui(ui, left.max(0.0), temperature(context.view())) {
            context.shell.status = sentence;
        }
    }

    fn sentence(&mut self, context: &HopfieldContext<'_>, places: [usize; 3]) -> String {
        let view = context.view();
        self.balanced.refresh((network_key(context.snapshot), places), || are_balanced(view, places));
        let letters = places.map(|place| sentences::memory_letter(&context.view().document, place));
        let [a, b, c] = &letters;
        let end = |overlaps: Option<[f64; 3]>| {
            overlaps.map_or_else(|| "no memory at all".to_owned(), |overlaps| what(overlaps, [a, b, c]))
        };
        let live = live(view, places);
        let height = live.map_or(0.0, |overlaps| simplex::height(self.flow.turned(overlaps)));
        let theory = self.flow.theory.last().map(|&overlaps| self.flow.turned(overlaps));
        let flow = match theory {
            Some(_) => format!("; the flow (dashed) ends in {}", end(theory)),
            None => String::new(),
        };
        format!(
            "T = {}: now {}, height {}{flow}. {}{}",
            numbers::temperature(temperature(view)),
            end(live),
            signed(height, 2),
            at_rest(view).unwrap_or_else(|| finite_size(*self.balanced).to_owned()),
            caveat(view)
        )
    }
}

/// How many mixtures there are where nothing melts: at T = 0.
fn at_rest(view: &RecallView) -> Option<String> {
    let (count, stored) = (view.load.mixtures_at_rest?, view.load.stored);
    let cold = temperature(view) == 0.0 && stored > 2;
    cold.then(|| format!("Of {stored} memories, {count} mixtures of three with either sign are at rest."))
}

/// Why a mixture is lost before T₃.
fn finite_size(balanced: bool) -> &'static str {
    if balanced {
        "Balanced patterns: the mixture is a minimum up to T₃ = 0.460, but at finite N its barrier is finite and it is \
         lost earlier, at N = 1000 near T = 0.33, at N = 16\u{202F}000 near 0.42."
    } else {
        "For many spins the 3-mixture melts at T₃ = 0.460. Random patterns are not balanced and its barrier is finite: \
         at N = 1000 it dies near T = 0.30–0.33."
    }
}

fn live(view: &RecallView, places: [usize; 3]) -> Option<[f64; 3]> {
    let [a, b, c] = places.map(|place| overlap(view, place));
    Some([a?, b?, c?])
}

fn are_balanced(view: &RecallView, [a, b, c]: [usize; 3]) -> bool {
    let spins = |place: usize| view.document.memories.get(place).map_or(&[][..], |memory| memory.pattern.spins());
    [(a, b), (a, c), (b, c)].into_iter().all(|(one, other)| dot(spins(one), spins(other)) == 0)
}
