//! The energy over two directions as a surface to be turned, with the present state as a marble.

use std::sync::Arc;

use crate::engine::hopfield::landscape::LandscapeView;
use crate::engine::hopfield::landscape_plane::LARGEST;
use crate::engine::hopfield::recall::Document;
use crate::physics::hopfield::plane::MemoryPlane;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels, LandscapeChoice};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::memory_menu::memory_menu_ui;
use crate::ui::labs::hopfield::sentences::memory_name;
use crate::ui::labs::hopfield::studies::network_key;
use crate::ui::study::Key;
use crate::ui::theme;
use crate::ui::theme::numbers::{percent, signed};
use crate::ui::widgets::plots::RangeKeeper;
use crate::ui::widgets::surface::{Marble, Surface, SurfaceView, is_low};
use crate::ui::widgets::take_out::whole::enlarge_ui;
use crate::ui::widgets::{Segmented, sentence_ui};

/// Width of the menus of the memories.
const MENU: f32 = 112.0;
const NARROW: f32 = 40.0;
/// Memories that are named on the surface, at most.
const MOST_NAMED: usize = 8;

/// Which kind of directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Memories,
    Modes,
    Components,
}

#[derive(Default)]
pub struct LandscapePanel {
    kind: Kind,
    memories: Option<(usize, usize)>,
    view: SurfaceView,
    /// The range of energies, which only grows, and the surface that it is of.
    range: RangeKeeper,
    range_of: Option<(LandscapeChoice, Key)>,
}

/// A surface with where things lie on it.
struct Scene {
    axes: [String; 2],
    names: Vec<([f64; 2], String)>,
    /// Where the state lies.
    at: [f64; 2],
}

const INFO: PanelInfo = PanelInfo {
    id: "surface",
    title: "Energy over two directions",
    tab: "Landscape",
    help: help::LANDSCAPE,
    place: Place::Tabs("studies"),
};

impl Panel<HopfieldPanels> for LandscapePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        String::new()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let count = context.view().document.memories.len();
        if count < 2 || context.view().network.is_none() {
            sentence_ui(ui, "Two memories span a landscape: store another one first.", None);
            return;
        }
        self.content_ui(ui, context);
    }
}

impl LandscapePanel {
    fn content_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let document = &Arc::clone(&context.view().document);
        let choice = self.choice_ui(ui, document);
        if let Some(reason) = refusal(context, choice) {
            sentence_ui(ui, &reason, None);
            return;
        }
        let study = &context.studies.landscape;
        if !study.is_of(&choice, network_key(context.snapshot)) {
            context.asks.push(Ask::Landscape(choice));
        }
        // Until the new one is there the last one stays, under its own names.
        let (Some(found), Some(&of)) = (study.latest(), study.shown()) else { return };
        if let Some(error) = &found.error {
            sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
        }
        let Some(scene) = scene(context, &found.view, of) else {
            if !found.running {
                sentence_ui(ui, "There are no two directions to draw a landscape over.", None);
            }
            return;
        };
        let view = found.view.clone();
        self.surface_ui(ui, context, &view, of, &scene);
    }

    fn choice_ui(&mut self, ui: &mut egui::Ui, document: &Document) -> LandscapeChoice {
        let low = is_low(ui);
        let last = document.memories.len() - 1;
        let (mut one, mut other) = self.memories.unwrap_or((0, 1));
        (one, other) = (one.min(last), other.min(last));
        ui.horizontal_wrapped(|ui| {
            let pieces = [
                (Kind::Memories, "Memories", help::LANDSCAPE_OVER),
                (Kind::Modes, "Modes of J", help::LANDSCAPE_OVER),
                (Kind::Components, "Components", help::LANDSCAPE_OVER),
            ];
            if let Some(kind) = Segmented::new("Directions", self.kind, &pieces).folded(low).show(ui) {
                self.kind = kind;
            }
            if self.kind == Kind::Memories {
                let width = if low { NARROW } else { MENU };
                let menu = |ui: &mut egui::Ui, what: &str, place: &mut usize| {
                    let name = memory_name(document, *place);
                    // Where room is short the letter stands for the memory.
                    let letter = name.split(' ').next().filter(|_| low).map(str::to_owned);
                    memory_menu_ui(ui, what, (letter.unwrap_or(name), width), document, place);
                };
                menu(ui, "First memory", &mut one);
                menu(ui, "Second memory", &mut other);
            }
            enlarge_ui(ui, INFO.id);
        });
        self.memories = Some((one, other));
        match self.kind {
            Kind::Memories => LandscapeChoice::Memories { one, other },
            Kind::Modes => LandscapeChoice::Modes,
            Kind::Components => LandscapeChoice::Components,
        }
    }

    fn surface_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut HopfieldContext<'_>,
        view: &LandscapeView,
        of: LandscapeChoice,
        scene: &Scene,
    ) {
        let energy = context.view().moment.energy;
        let range_of = Some((of, network_key(context.snapshot)));
        if self.range_of != range_of {
            self.range_of = range_of;
            self.range.reset();
        }
        let scale = self.range.include(view.energies.iter().copied().chain([energy]));
        let names: Vec<([f64; 2], &str)> = scene.names.iter().map(|(at, name)| (*at, name.as_str())).collect();
        let summary = format!("the state at {}, {}", signed(scene.at[0], 2), signed(scene.at[1], 2));
        let surface = Surface {
            name: "Energy over two directions",
            summary: &summary,
            side: view.side,
            heights: &view.energies,
            ranges: view.ranges,
            axes: [&scene.axes[0], &scene.axes[1]],
            height_name: "E / N",
            scale,
            names: &names,
            dots: &[],
            marbles: &[Marble { at: scene.at, height: Some(energy), large: true }],
        };
        let answer = surface.show(ui, &mut self.view);
        context.shell.explain(&answer.response, || {
            let [x, y] = scene.at.map(|value| signed(value, 2));
            let state = format!("the state: {x}, {y}, E/N {}", signed(energy, 3));
            match answer.hover {
                Some([x, y, height]) => {
                    format!("{}, {}: E/N {} on the surface; {state}", signed(x, 2), signed(y, 2), signed(height, 3))
                }
                None => {
                    format!("{state}; drag or use the arrow keys to turn, the wheel to zoom, double-click to turn back")
                }
            }
        });
    }
}

/// Why there is no such landscape of this network.
fn refusal(context: &HopfieldContext<'_>, choice: LandscapeChoice) -> Option<String> {
    let network = context.view().network.as_ref()?;
    let (size, stored) = (network.size(), network.patterns().len());
    match choice {
        LandscapeChoice::Memories { one, other } => {
            (one == other).then(|| "Two different memories are needed.".to_owned())
        }
        _ if size > LARGEST => Some(format!("The network has {size} spins; directions are found of up to {LARGEST}.")),
        LandscapeChoice::Modes if network.interaction().is_some() => {
            Some("A dense memory has no couplings of pairs, and so no modes: choose memories or components.".to_owned())
        }
        LandscapeChoice::Components if stored < 3 => {
            Some(format!("{stored} stored memories have no two components; three are needed."))
        }
        LandscapeChoice::Modes | LandscapeChoice::Components => None,
    }
}

fn scene(context: &HopfieldContext<'_>, view: &LandscapeView, of: LandscapeChoice) -> Option<Scene> {
    let document = &context.view().document;
    let state = &context.view().moment.state;
    if let LandscapeChoice::Memories { one, other } = of {
        let (first, second) = (document.memories.get(one)?, document.memories.get(other)?);
        let corner = |x: f64, y: f64, name: String| ([x, y], name);
        return Some(Scene {
            axes: ["u, where they agree".to_owned(), "v, where they differ".to_owned()],
            names: vec![
                corner(-1.0, -1.0, format!("−{}", first.name)),
                corner(1.0, -1.0, second.name.to_string()),
                corner(-1.0, 1.0, format!("−{}", second.name)),
                corner(1.0, 1.0, first.name.to_string()),
            ],
            at: MemoryPlane::nearest(first.pattern.spins(), second.pattern.spins(), state),
        });
    }
    let plane = view.plane.as_ref()?;
    let axis = |axis: usize| match of {
        LandscapeChoice::Modes => format!("overlap with mode {}, λ = {}", axis + 1, signed(plane.weights[axis], 2)),
        _ => format!("component {}, {} of the variance", axis + 1, percent(plane.weights[axis], 0)),
    };
    let stored = document.memories.iter().filter(|memory| memory.stored).take(MOST_NAMED);
    // The means of a memory lie at an edge of what there is: its name stands a hair within.
    let within = |at: [f64; 2]| at.map(|x| 0.985 * x);
    Some(Scene {
        axes: [axis(0), axis(1)],
        names: stored.map(|memory| (within(plane.at(memory.pattern.spins())), memory.name.to_string())).collect(),
        at: plane.at(state),
    })
}
