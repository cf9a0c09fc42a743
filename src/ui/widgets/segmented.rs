//! A choice of one among few, all visible: the chosen piece is raised. Where room is short, a menu of the same.

use egui::{Align2, Id, Key, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::{hover_help, paint};
use crate::ui::theme;

const PADDING: f32 = 11.0;

/// A segmented control. Its name must be unique within the `ui`.
#[must_use = "call show"]
pub struct Segmented<'a, T> {
    name: &'a str,
    current: T,
    pieces: &'a [(T, &'a str, &'a str)],
    folded: bool,
}

struct Piece {
    width: f32,
    row: usize,
    x: f32,
}

impl<'a, T: Copy + PartialEq> Segmented<'a, T> {
    /// `pieces` are value, label and tooltip (may be empty).
    pub fn new(name: &'a str, current: T, pieces: &'a [(T, &'a str, &'a str)]) -> Self {
        Self { name, current, pieces, folded: false }
    }

    /// Shows only what is chosen, and the others in a menu.
    pub fn folded(mut self, folded: bool) -> Self {
        self.folded = folded;
        self
    }

    fn menu_ui(&self, ui: &mut Ui) -> Option<T> {
        let mut chosen = None;
        let label = self.pieces.iter().find(|(value, ..)| *value == self.current).map_or("", |(_, label, _)| label);
        let menu = egui::ComboBox::from_id_salt(("segmented", self.name)).width(0.0).selected_text(label);
        let response = menu.show_ui(ui, |ui| {
            for (value, label, tooltip) in self.pieces {
                let response = ui.selectable_label(*value == self.current, *label);
                chosen = response.clicked().then_some(*value).or(chosen);
                hover_help(response, tooltip);
            }
        });
        response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), self.name));
        chosen.filter(|value| *value != self.current)
    }

    /// Draws it; the value that was chosen, if it is another one. Where it does not fit in one row it takes several.
    pub fn show(self, ui: &mut Ui) -> Option<T> {
        if self.folded {
            return self.menu_ui(ui);
        }
        let metrics = theme::tokens(ui.ctx()).theme.metrics();
        let font = theme::medium(metrics.title);
        let wanted: Vec<f32> = self
            .pieces
            .iter()
            .map(|(_, label, _)| (paint::width(ui, label, font.clone()) + 2.0 * PADDING).ceil())
            .collect();
        let in_row = if ui.layout().main_wrap { ui.max_rect().width() } else { ui.available_width() };
        let (pieces, width, rows) = arrange(&wanted, in_row);
        let height = if rows > 1 { metrics.control - 3.0 } else { metrics.control };
        let size = Vec2::new(width, height * rows as f32);
        // A justified layout would stretch the frame beyond its pieces.
        let rect = Rect::from_min_size(ui.allocate_space(size).1.min, size);
        let id = ui.make_persistent_id(("segmented", self.name));
        let tokens = theme::tokens(ui.ctx());
        ui.painter().rect(
            rect,
            paint::CONTROL_RADIUS,
            tokens.panel,
            Stroke::new(1.0, tokens.hairline),
            StrokeKind::Inside,
        );
        let mut chosen = None;
        for (index, (piece, (value, label, tooltip))) in pieces.iter().zip(self.pieces).enumerate() {
            let corner = rect.min + Vec2::new(piece.x, height * piece.row as f32);
            let place = Rect::from_min_size(corner, Vec2::new(piece.width, height));
            let response = piece_ui(ui, id.with(index), place, label, *value == self.current);
            let step = if chosen.is_none() { arrows(ui, &response) } else { 0 };
            if response.clicked() {
                chosen = Some(*value);
            } else if step != 0 {
                let next = index.saturating_add_signed(step).min(self.pieces.len() - 1);
                chosen = self.pieces.get(next).map(|(value, ..)| *value);
                ui.memory_mut(|memory| memory.request_focus(id.with(next)));
            }
            hover_help(response, tooltip);
        }
        chosen.filter(|value| *value != self.current)
    }
}

/// Left and right move the choice, as in every radio group; they must not also move the focus elsewhere.
fn arrows(ui: &Ui, response: &Response) -> isize {
    if !response.has_focus() {
        return 0;
    }
    let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    ui.input(|input| input.num_presses(Key::ArrowRight) as isize - input.num_presses(Key::ArrowLeft) as isize)
}

/// Where each piece goes, and the width and the number of rows of the whole.
fn arrange(wanted: &[f32], room: f32) -> (Vec<Piece>, f32, usize) {
    let (mut x, mut row, mut widest) = (0.0f32, 0, 0.0f32);
    let mut pieces = Vec::with_capacity(wanted.len());
    for &wish in wanted {
        let width = wish.min(room.max(0.0));
        if x > 0.0 && x + width > room {
            row += 1;
            x = 0.0;
        }
        pieces.push(Piece { width, row, x });
        x += width;
        widest = widest.max(x);
    }
    (pieces, widest, row + 1)
}

fn piece_ui(ui: &Ui, id: Id, rect: Rect, label: &str, selected: bool) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, label));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if selected || response.hovered() {
        let (fill, border) =
            if selected { (tokens.raised, tokens.hairline) } else { (egui::Color32::TRANSPARENT, tokens.hairline) };
        ui.painter().rect(rect, paint::CONTROL_RADIUS, fill, Stroke::new(1.0, border), StrokeKind::Inside);
    }
    let colour = if selected || response.hovered() { tokens.ink } else { tokens.soft };
    let font = theme::medium(tokens.theme.metrics().title);
    let galley = paint::elided(ui, label, font, colour, (rect.width() - 8.0).max(0.0));
    if rect.width() > 12.0 {
        paint::galley(ui, galley, rect.center(), Align2::CENTER_CENTER);
    }
    paint::focus_ring(ui, &response, paint::CONTROL_RADIUS);
    response
}
