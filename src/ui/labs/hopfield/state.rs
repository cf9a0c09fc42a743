//! The grid: the state under the cursor, drawn on with brush, line, box, fill and text, and corrupted below.

use std::sync::Arc;

use egui::Color32;

use crate::engine::core::session::Command;
use crate::engine::hopfield::recall::{RecallCmd, RecallView};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels, Layer};
use crate::ui::labs::hopfield::corrupt::CorruptBar;
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::sentences;
use crate::ui::labs::hopfield::tools::{self, ToolBar};
use crate::ui::labs::hopfield::verdict::VerdictLine;
use crate::ui::panes::Room;
use crate::ui::theme::numbers;
use crate::ui::theme::{self, ColourMap, DivergingScale, Theme, Tokens};
use crate::ui::widgets::spin_grid::{
    CellColors, CellImage, GridColors, GridEditor, GridMarks, SpinGrid, StrokeEvent, StrokePhase, Tool, cell_size_ui,
};
use crate::ui::widgets::{Segmented, colour_key_ui, paint};

/// From this width on the layers fit into one row, all visible.
const LAYERS: f32 = 440.0;
/// Age at which a cell counts as long settled, in sweeps.
const OLD: f32 = 2.0;

/// The grid with its tools.
#[derive(Default)]
pub struct StatePanel {
    editor: GridEditor,
    tools: ToolBar,
    verdict: VerdictLine,
    corrupt: CorruptBar,
    below: f32,
    maps: Option<(Theme, ColourMap, ColourMap)>,
    /// Cells drawn that the engine has not answered yet: shown at once, so that ink follows the pointer.
    wet: Vec<(usize, bool)>,
    wet_until: u64,
    key: u64,
    last: Option<(u64, u64, Layer, usize, Theme)>,
    /// One colour for each cell, and the key of the picture that they are of.
    colours: Vec<Color32>,
    coloured: Option<(u64, u64, u64)>,
    /// The largest value of those colours where they are signed, and the number of cells that differ from the selected memory.
    limit: f32,
    differing: usize,
}

const INFO: PanelInfo =
    PanelInfo { id: "state", title: "State", tab: "State", help: help::STATE, place: Place::Centre };

impl Panel<HopfieldPanels> for StatePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        let shape = context.view().document.shape;
        format!("{} × {} · {}", shape.width, shape.height, sentences::standing(context.view()))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        // Every row that is spared is height for the grid.
        let folded = Room::in_window(ui.ctx()).low || ui.available_width() < LAYERS * scale;
        ui.horizontal_wrapped(|ui| {
            let in_menu = self.tools.ui(ui, &mut self.editor, folded, context);
            if !folded {
                ui.end_row();
            }
            layers_ui(ui, folded, context);
            if !(folded && in_menu) {
                tools::grid_size_ui(ui, context);
            }
        });
        ui.add_space(theme::STEP);
        let room = egui::vec2(ui.available_width(), (ui.available_height() - self.below).max(0.0));
        ui.allocate_ui_with_layout(room, egui::Layout::top_down(egui::Align::Center), |ui| self.grid_ui(ui, context));
        let top = ui.cursor().top();
        ui.add_space(theme::STEP);
        self.key_ui(ui, context);
        ui.add_space(theme::STEP);
        self.verdict.ui(ui, context);
        self.corrupt.ui(ui, context);
        // What stands below the grid keeps the room that it took in the last frame.
        self.below = ui.cursor().top() - top;
    }
}

fn layers_ui(ui: &mut egui::Ui, folded: bool, context: &mut HopfieldContext<'_>) {
    let pieces = [
        (Layer::State, "State", help::STATE),
        (Layer::Field, "Field", help::LOCAL_FIELD),
        (Layer::Stability, "Stability", help::STABILITY),
        (Layer::Difference, "Difference", help::DIFFERENCE),
        (Layer::Age, "Age", help::AGE),
    ];
    if let Some(layer) = Segmented::new("Layer", context.shared.layer, &pieces).folded(folded).show(ui) {
        context.shared.layer = layer;
    }
}

impl StatePanel {
    fn grid_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let view = context.view().clone();
        let shape = view.document.shape;
        if context.snapshot.revision >= self.wet_until {
            self.wet.clear();
        }
        let mut state = view.moment.state.to_vec();
        for &(cell, on) in &self.wet {
            if let Some(spin) = state.get_mut(cell) {
                *spin = if on { 1 } else { -1 };
            }
        }
        self.refresh_key(context, tokens.theme);
        let key = (context.snapshot.generation, self.key, self.wet.len() as u64);
        if self.coloured != Some(key) {
            self.colours = self.colours_of(context, &state, &tokens);
            self.coloured = Some(key);
        }
        let selected = view.document.memories.get(context.shared.selected);
        let differing: Vec<usize> = match (context.shared.layer, selected) {
            (Layer::Difference, Some(memory)) => {
                let pairs = memory.pattern.spins().iter().zip(&state).enumerate();
                pairs.filter(|(_, (a, b))| a != b).map(|(cell, _)| cell).collect()
            }
            _ => Vec::new(),
        };
        self.differing = differing.len();
        let ink: Vec<usize> = match context.shared.layer {
            Layer::Field | Layer::Age => (0..state.len()).filter(|&cell| state.get(cell) == Some(&1)).collect(),
            Layer::State | Layer::Stability | Layer::Difference => Vec::new(),
        };
        let unstable: Vec<usize> = if context.shared.layer == Layer::Stability {
            let pairs = state.iter().zip(view.moment.fields.iter()).enumerate();
            pairs.filter(|(_, (spin, field))| f32::from(**spin) * **field < 0.0).map(|(cell, _)| cell).collect()
        } else {
            Vec::new()
        };
        let stepping = !context.snapshot.running;
        let marks = GridMarks {
            differing: &differing,
            ink: &ink,
            unstable: &unstable,
            updating: view.moment.explanation.filter(|_| stepping).map(|explanation| explanation.spin),
        };
        let image = CellImage { key, colors: CellColors::Slice(&self.colours) };
        let is_on = |cell: usize| state.get(cell).is_some_and(|&spin| spin > 0);
        let describe = |cell: usize| sentences::cell_state(&view, cell);
        let grid_colors =
            GridColors { gap: tokens.panel, accent: tokens.accent, mark: mark_colour(context.shared.layer, &tokens) };
        let answer = SpinGrid::new("State grid", shape, image, &is_on, grid_colors)
            .describe(&describe)
            .marks(marks)
            .show(ui, &mut self.editor);
        if let Some((column, row)) = answer.hovered {
            context.shell.status = sentences::cell(&view, row * shape.width + column);
        }
        if let Some(stroke) = answer.stroke {
            if self.editor.tool == Tool::Text && stroke.phase == StrokePhase::End {
                self.tools.go_on_typing();
            }
            self.draw(&stroke, context);
        }
        if let Some(shape) = cell_size_ui(ui, &answer.layout) {
            context.ask(RecallCmd::SetGrid(shape));
        }
        if view.moment.state.iter().all(|&spin| spin < 0) && !self.editor.is_drawing() {
            draw_here_ui(ui, answer.layout.rect, &tokens);
        }
    }

    /// What the colours of the layer mean, in the line below the grid that every layer has.
    fn key_ui(&self, ui: &mut egui::Ui, context: &HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let Some((_, diverging, sequential)) = &self.maps else { return };
        let limit = f64::from(self.limit);
        let signed = |word: &str, sign: f64| format!("{word}, {}", numbers::signed(sign * limit, 2));
        match context.shared.layer {
            Layer::State => {
                let colour = |at: f32| if at < 0.5 { tokens.spin_off } else { tokens.spin_on };
                colour_key_ui(ui, "Spins", ["σ = −1", "σ = +1"], colour);
            }
            Layer::Field => {
                let ends = [signed("pulled to −1", -1.0), signed("pulled to +1", 1.0)];
                colour_key_ui(ui, "Local field", [&ends[0], &ends[1]], |at| diverging.at(at));
            }
            Layer::Stability => {
                let ends = [signed("unstable", -1.0), signed("stable", 1.0)];
                colour_key_ui(ui, "Stability", [&ends[0], &ends[1]], |at| diverging.at(at));
            }
            Layer::Difference => {
                let font = egui::FontId::proportional(tokens.theme.metrics().small);
                let sentence = sentences::differing(&context.view().document, context.shared.selected, self.differing);
                ui.label(egui::RichText::new(sentence).font(font).color(tokens.soft));
            }
            Layer::Age => {
                let ends = ["flipped just now", "two sweeps ago or more"];
                colour_key_ui(ui, "Age", ends, |at| age_colour(sequential, at));
            }
        }
    }

    /// The texture is rebuilt when the picture, the layer, the selected memory or the theme changed.
    fn refresh_key(&mut self, context: &HopfieldContext<'_>, theme: Theme) {
        let snapshot = context.snapshot;
        let now = (snapshot.generation, snapshot.revision, context.shared.layer, context.shared.selected, theme);
        if self.last != Some(now) {
            self.last = Some(now);
            self.key += 1;
        }
    }

    fn draw(&mut self, stroke: &StrokeEvent, context: &mut HopfieldContext<'_>) {
        if stroke.phase == StrokePhase::Start {
            context.new_gesture();
        }
        if stroke.cells.is_empty() {
            return;
        }
        self.wet.extend(stroke.cells.iter().map(|&cell| (cell, stroke.value)));
        self.wet_until = context.snapshot.revision + 1;
        let cells: Arc<[u32]> = stroke.cells.iter().map(|&cell| cell as u32).collect();
        let gesture = context.shared.gesture;
        context.asks.push(Ask::Recall(Command::Model(RecallCmd::Paint { gesture, cells, on: stroke.value })));
    }

    fn colours_of(&mut self, context: &HopfieldContext<'_>, state: &[i8], tokens: &Tokens) -> Vec<Color32> {
        if self.maps.as_ref().is_none_or(|(theme, _, _)| *theme != tokens.theme) {
            self.maps = Some((tokens.theme, ColourMap::diverging(tokens), ColourMap::sequential()));
        }
        let Some((_, diverging, sequential)) = &self.maps else { return Vec::new() };
        let spin_colour = |spin: i8| if spin > 0 { tokens.spin_on } else { tokens.spin_off };
        let view: &RecallView = context.view();
        let fields = &view.moment.fields;
        let mut signed = |values: Vec<f32>| {
            let scale = DivergingScale::holding(&values);
            self.limit = scale.limit;
            values.into_iter().map(|value| diverging.at(scale.fraction(value))).collect()
        };
        match context.shared.layer {
            Layer::State => state.iter().map(|&spin| spin_colour(spin)).collect(),
            Layer::Field => signed(fields.to_vec()),
            Layer::Stability => signed(state.iter().zip(fields.iter()).map(|(&s, &h)| f32::from(s) * h).collect()),
            Layer::Difference => {
                let memory = view.document.memories.get(context.shared.selected);
                let differs = |cell: usize, spin: i8| {
                    memory.is_some_and(|memory| memory.pattern.spins().get(cell).is_some_and(|&other| other != spin))
                };
                let colour = |(cell, &spin): (usize, &i8)| {
                    if differs(cell, spin) {
                        theme::mix(spin_colour(spin), tokens.warning, 0.55)
                    } else {
                        spin_colour(spin)
                    }
                };
                state.iter().enumerate().map(colour).collect()
            }
            Layer::Age => {
                let old = OLD * state.len().max(1) as f32;
                let colour = |&age: &u32| {
                    if age == u32::MAX { tokens.spin_off } else { age_colour(sequential, age as f32 / old) }
                };
                view.moment.age.iter().map(colour).collect()
            }
        }
    }
}

/// The colour of a cell by its age, as a fraction of the age of a long settled one.
fn age_colour(sequential: &ColourMap, fraction: f32) -> Color32 {
    sequential.at(1.0 - fraction.min(0.85))
}

/// Invites to draw on a grid without ink.
fn draw_here_ui(ui: &egui::Ui, grid: egui::Rect, tokens: &Tokens) {
    let font = egui::FontId::proportional(1.4 * tokens.theme.metrics().body);
    let text = paint::line(ui, "Draw here", font, tokens.soft);
    if text.size().x < grid.width() {
        paint::galley(ui, text, grid.center(), egui::Align2::CENTER_CENTER);
    }
}

fn mark_colour(layer: Layer, tokens: &Tokens) -> Color32 {
    if layer == Layer::Difference { tokens.warning } else { tokens.ink }
}
