//! The tools of the pattern editor: what a stroke draws, how wide, mirrored or not, and whole-grid edits.

use std::sync::Arc;

use crate::engine::hopfield::recall::RecallCmd;
use crate::physics::spins::{GridShape, Pattern};
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::{corrupt, glyphs, keys};
use crate::ui::theme;
use crate::ui::widgets::spin_grid::{Brush, Glyph, GridEditor, Mirror, Tool};
use crate::ui::widgets::{Button, Segmented, Track, paint};

const GRIDS: [usize; 8] = [8, 12, 16, 20, 28, 32, 48, 64];

/// Room for all of them: a menu that scrolls hides its end.
const MENU: f32 = 480.0;

/// Letters that fit on the largest grid.
const LETTERS: usize = 8;

/// The row of tools over the grid.
pub struct ToolBar {
    text: String,
    /// Whether the field of the letters is to be given the keyboard.
    types: bool,
}

impl Default for ToolBar {
    fn default() -> Self {
        Self { text: "A".to_owned(), types: false }
    }
}

impl ToolBar {
    /// Draws them in a row; changes the editor, and asks for edits of the whole grid. Whether what does not fit is in a
    /// menu: `folded` puts the size of the grid there too.
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        editor: &mut GridEditor,
        folded: bool,
        context: &mut HopfieldContext<'_>,
    ) -> bool {
        let width = ui.max_rect().width() / theme::tokens(ui.ctx()).theme.metrics().scale;
        let narrow = width < NARROW;
        let tools = [
            (
                Tool::Brush,
                "Brush",
                "Drag to draw; with the right button or Shift, to erase. A click switches a cell on or off",
            ),
            (Tool::Line, "Line", "A straight line from where you press to where you let go; Shift erases"),
            (Tool::Rectangle, "Box", "A box; with Ctrl held a filled one; Shift erases"),
            (Tool::Fill, "Fill", "Fills or clears the part of one colour under the pointer"),
            (Tool::Text, "Text", "Stamps the letters typed next to it, which take the keyboard; Shift erases"),
        ];
        if let Some(tool) = Segmented::new("Tool", editor.tool, &tools).folded(width < FOLDED).show(ui) {
            editor.tool = tool;
            self.types = tool == Tool::Text;
        }
        if editor.tool == Tool::Text {
            self.text_ui(ui, editor, context.view().document.shape);
        } else if !narrow {
            brush_ui(ui, editor);
        }
        if narrow {
            let menu = egui::containers::menu::MenuButton::new("More").ui(ui, |ui| {
                brush_ui(ui, editor);
                whole_grid_ui(ui, editor, context);
                if width < corrupt::WITH_HISTORY {
                    corrupt::history_ui(ui, context);
                }
                if folded {
                    ui.menu_button(cells(context.view().document.shape), |ui| grid_sizes_ui(ui, context));
                }
            });
            menu.0.on_hover_text("Brush size, mirror, clear, invert, undo, size of the grid");
        } else {
            whole_grid_ui(ui, editor, context);
        }
        narrow
    }

    /// Gives the keyboard back to the field of the letters, as after a stamp.
    pub fn go_on_typing(&mut self) {
        self.types = true;
    }

    /// The field of the letters. It takes the keyboard with the tool, so that what is typed reaches no other key.
    fn text_ui(&mut self, ui: &mut egui::Ui, editor: &mut GridEditor, shape: GridShape) {
        let widest = "W".repeat(LETTERS);
        let width = paint::width(ui, &widest, egui::TextStyle::Body.resolve(ui.style()));
        let field = egui::TextEdit::singleline(&mut self.text).hint_text("letters").char_limit(LETTERS);
        let response = ui.add(field.desired_width(width.min(ui.available_width())));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Letters to stamp"));
        if std::mem::take(&mut self.types) {
            response.request_focus();
        }
        let (bits, width, height) = glyphs::line_of_text(&self.text, shape);
        editor.glyph = Some(Glyph { bits: Arc::from(bits), width, height });
    }
}

/// Below this width everything next to the tools goes into a menu.
const NARROW: f32 = 640.0;
/// Below this width the tools do not fit into one row.
const FOLDED: f32 = 300.0;

fn whole_grid_ui(ui: &mut egui::Ui, editor: &mut GridEditor, context: &mut HopfieldContext<'_>) {
    mirror_ui(ui, editor);
    edit_menu_ui(ui, context);
}

fn brush_ui(ui: &mut egui::Ui, editor: &mut GridEditor) {
    let tokens = theme::tokens(ui.ctx());
    let size = editor.brush.size();
    ui.label(egui::RichText::new("size").color(tokens.soft));
    let track = Track::new("Brush size", f64::from(size), 1.0..=f64::from(Brush::MAX)).width(84.0).step(1.0);
    let (response, changed) = track.show(ui);
    response.on_hover_text("Brush of 1 to 9 cells: [ and ], or hold Alt and move sideways");
    if let Some(wanted) = changed {
        editor.brush = Brush::new(wanted as u8, editor.brush.form);
    }
    ui.label(egui::RichText::new(size.to_string()).monospace());
}

fn mirror_ui(ui: &mut egui::Ui, editor: &mut GridEditor) {
    let on = editor.mirror.left_right();
    if Button::new("Mirror").selected(on).tooltip("Draws the mirror image along").show(ui).clicked() {
        editor.mirror = if on { Mirror::Off } else { Mirror::LeftRight };
    }
}

fn edit_menu_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let tip = keys::CLEAR.tip(ui.ctx(), "All cells off");
    if Button::new("Clear").tooltip(&tip).show(ui).clicked() {
        clear(context);
    }
    let tip = keys::INVERT.tip(ui.ctx(), "Every spin reversed: the reverse of the state, as deep as the state itself");
    if Button::new("Invert").tooltip(&tip).show(ui).clicked() {
        invert(context);
    }
}

pub fn clear(context: &mut HopfieldContext<'_>) {
    let pattern = Pattern::from_bits(vec![false; context.size()]);
    context.ask(RecallCmd::SetCue { name: "clear".to_owned(), pattern });
}

pub fn invert(context: &mut HopfieldContext<'_>) {
    let pattern = Pattern::from_bits(context.view().moment.state.iter().map(|&spin| spin < 0));
    context.ask(RecallCmd::SetCue { name: "invert".to_owned(), pattern });
}

fn cells(shape: GridShape) -> String {
    format!("{} × {}", shape.width, shape.height)
}

fn grid_sizes_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let shape = context.view().document.shape;
    for side in GRIDS {
        let next = GridShape::new(side, side);
        if ui.selectable_label(shape == next, cells(next)).clicked() && shape != next {
            context.ask(RecallCmd::SetGrid(next));
        }
    }
}

pub fn grid_size_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let shape = context.view().document.shape;
    let response = egui::ComboBox::from_id_salt("grid size")
        .selected_text(cells(shape))
        .width(84.0)
        .height(MENU)
        .show_ui(ui, |ui| grid_sizes_ui(ui, context));
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Grid size"));
    response.response.on_hover_text("Cells of the grid; memories and state are drawn again on it");
}
