//! [`SpinGrid`]: shows the cells, follows the pointer and the keyboard, tells what was drawn.

use egui::accesskit::Role;
use egui::{
    CursorIcon, Event, EventFilter, Id, Key, Modifiers, PointerButton, Pos2, Response, Sense, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo,
};

use super::editor::{GridEditor, StrokeEvent, StrokePhase, Tool};
use super::layout::GridLayout;
use super::paint::{self, CellImage, GridColors, GridMarks};
use super::strokes::Cell;
use crate::physics::spins::GridShape;
use crate::ui::widgets::take_out::{self, Figure, Table};

/// Points to move sideways with Alt held for one step of the brush's size.
const RESIZE_STEP: f32 = 14.0;

/// A grid of spins that can be looked at and drawn on.
pub struct SpinGrid<'a> {
    name: &'a str,
    shape: GridShape,
    image: CellImage<'a>,
    is_on: &'a dyn Fn(usize) -> bool,
    describe: Option<&'a dyn Fn(usize) -> String>,
    marks: GridMarks<'a>,
    colors: GridColors,
    editable: bool,
}

/// What happened on a grid in this frame.
pub struct GridResponse {
    pub response: Response,
    pub layout: GridLayout,
    /// The column and row under the pointer, or, while the grid has the keyboard, of its cell cursor.
    pub hovered: Option<(usize, usize)>,
    /// A piece of a stroke.
    pub stroke: Option<StrokeEvent>,
}

impl<'a> SpinGrid<'a> {
    /// A grid called `name` for a screen reader. `is_on` says where a click erases and what a fill is bounded by.
    pub fn new(
        name: &'a str,
        shape: GridShape,
        image: CellImage<'a>,
        is_on: &'a dyn Fn(usize) -> bool,
        colors: GridColors,
    ) -> Self {
        Self { name, shape, image, is_on, describe: None, marks: GridMarks::default(), colors, editable: true }
    }

    /// How one cell stands, for the accessibility tree; its place comes before.
    #[must_use]
    pub fn describe(mut self, describe: &'a dyn Fn(usize) -> String) -> Self {
        self.describe = Some(describe);
        self
    }

    #[must_use]
    pub fn marks(mut self, marks: GridMarks<'a>) -> Self {
        self.marks = marks;
        self
    }

    /// Whether it can be drawn on; true by default.
    #[must_use]
    pub fn editable(mut self, editable: bool) -> Self {
        self.editable = editable;
        self
    }

    /// Shows the grid as large as the available room allows.
    pub fn show(self, ui: &mut Ui, editor: &mut GridEditor) -> GridResponse {
        let available = ui.available_rect_before_wrap();
        let layout = GridLayout::fit(available, self.shape, ui.pixels_per_point());
        // By name, not by order: what appears above the grid during a stroke must not end it.
        let id = ui.scope_id().with(("spin grid", self.name));
        ui.advance_cursor_after_rect(layout.rect);
        let sense = if self.editable { Sense::drag() } else { Sense::CLICK };
        let response = ui.interact(layout.rect, id, sense);
        let last = Cell::new(self.shape.width as i32 - 1, self.shape.height as i32 - 1);
        editor.cursor =
            Cell::new(editor.cursor.col.clamp(0, last.col.max(0)), editor.cursor.row.clamp(0, last.row.max(0)));

        let mut stroke = None;
        if self.editable && ui.is_enabled() {
            change_brush(ui, &response, editor);
            stroke = self.keyboard(ui, id, editor);
            if stroke.is_none() {
                stroke = self.pointer(ui, &response, &layout, editor);
            }
            if stroke.is_some() || editor.end_pending {
                ui.ctx().request_repaint();
            }
        }

        let pointer = response.hover_pos().and_then(|pos| layout.cell_at(pos));
        let keyboard = response.has_focus().then_some(editor.cursor).filter(|cell| cell.index(self.shape).is_some());
        let cell = pointer.or(keyboard);
        response.widget_info(|| {
            let state = |index: usize| match self.describe {
                Some(describe) => describe(index),
                None if (self.is_on)(index) => "on".to_owned(),
                None => "off".to_owned(),
            };
            let value = cell.and_then(|cell| {
                let sentence = state(cell.index(self.shape)?);
                Some(format!("row {}, column {}: {sentence}", cell.row + 1, cell.col + 1))
            });
            WidgetInfo {
                current_text_value: Some(
                    value.unwrap_or_else(|| format!("{} × {} cells", self.shape.width, self.shape.height)),
                ),
                ..WidgetInfo::labeled(Role::Canvas, ui.is_enabled(), self.name)
            }
        });
        if ui.is_rect_visible(layout.rect) {
            self.paint(ui, &layout, editor, pointer, keyboard);
        }
        self.offer(ui, &response, layout.rect.size());
        let response = if self.editable { response.on_hover_and_drag_cursor(CursorIcon::Crosshair) } else { response };
        let hovered = cell.map(|cell| (cell.col as usize, cell.row as usize));
        GridResponse { response, layout, hovered, stroke }
    }

    fn paint(
        &self,
        ui: &Ui,
        layout: &GridLayout,
        editor: &mut GridEditor,
        pointer: Option<Cell>,
        keyboard: Option<Cell>,
    ) {
        paint::cells(ui, layout.rect, self.shape, self.image, &mut editor.texture, self.name);
        let painter = ui.painter();
        paint::gaps(painter, layout, self.colors.gap);
        if self.editable {
            paint::mirror_axes(painter, layout, editor.mirror, self.colors);
        }
        paint::marks(painter, layout, self.marks, self.colors);
        if !self.editable {
            return;
        }
        if let Some(cell) = keyboard {
            painter.rect_stroke(layout.rect, 0, Stroke::new(1.5, self.colors.accent), StrokeKind::Outside);
            if pointer.is_none() {
                paint::outline(painter, layout, &editor.preview(self.shape, Some(cell)), self.colors);
            }
        }
        let preview =
            if pointer.is_some() || editor.is_drawing() { editor.preview(self.shape, pointer) } else { Vec::new() };
        if editor.is_drawing() && matches!(editor.tool, Tool::Line | Tool::Rectangle) || editor.tool == Tool::Text {
            paint::wash(painter, layout, &preview, self.colors);
        }
        paint::outline(painter, layout, &preview, self.colors);
    }

    /// The menu of the grid. The right button erases where cells can be drawn: it opens with Ctrl held there.
    fn offer(&self, ui: &Ui, response: &Response, size: Vec2) {
        let cells = self.shape.width * self.shape.height;
        let figure = Figure {
            name: self.name,
            size,
            table: &|| {
                let spin = |index: usize| if (self.is_on)(index) { 1.0 } else { -1.0 };
                Table::matrix(self.shape.width, (0..cells).map(spin))
            },
            draw: &|ui| {
                let layout = GridLayout::fit(ui.max_rect(), self.shape, ui.pixels_per_point());
                paint::cells(ui, layout.rect, self.shape, self.image, &mut None, self.name);
                paint::gaps(ui.painter(), &layout, self.colors.gap);
            },
            gestures: "",
        };
        if self.editable {
            let asked = ui.input(|i| i.modifiers.command && i.pointer.button_clicked(PointerButton::Secondary));
            take_out::offer_when(ui, response, asked && response.contains_pointer(), &figure);
        } else {
            take_out::offer(ui, response, &figure);
        }
    }

    /// Follows every pointer event of the frame in order, so that neither a curve nor a quick click is lost.
    fn pointer(
        &self,
        ui: &Ui,
        response: &Response,
        layout: &GridLayout,
        editor: &mut GridEditor,
    ) -> Option<StrokeEvent> {
        if std::mem::take(&mut editor.end_pending) {
            return editor.release(self.shape);
        }
        let mine = response.contains_pointer() || response.dragged();
        if !mine && !editor.is_drawing() {
            return None;
        }
        let from_global = ui.ctx().layer_transform_from_global(ui.layer_id());
        let local = |pos: Pos2| from_global.map_or(pos, |transform| transform * pos);
        let (events, modifiers, escape) = ui.input(|i| (i.events.clone(), i.modifiers, i.key_pressed(Key::Escape)));
        let (any_down, primary_down, secondary_down) =
            ui.input(|i| (i.pointer.any_down(), i.pointer.primary_down(), i.pointer.secondary_down()));
        let draws_down = primary_down || secondary_down && !modifiers.command;
        let mut frame = StrokeInFrame::default();
        if editor.is_drawing() && escape {
            frame.add(editor.cancel());
        }
        for event in events {
            match event {
                Event::PointerButton { pos, button, pressed: true, modifiers } if mine && !editor.is_drawing() => {
                    let erase = button == PointerButton::Secondary || modifiers.shift;
                    let menu = button == PointerButton::Secondary && modifiers.command;
                    let draws = matches!(button, PointerButton::Primary | PointerButton::Secondary) && !menu;
                    if let Some(cell) = layout.cell_at(local(pos)).filter(|_| draws && !frame.ended) {
                        frame.add(editor.press(self.shape, cell, erase, self.is_on));
                    }
                }
                Event::PointerMoved(pos) => self.follow(layout, editor, local(pos), modifiers, &mut frame),
                Event::PointerButton { pos, pressed: false, modifiers, .. } => {
                    self.follow(layout, editor, local(pos), modifiers, &mut frame);
                    frame.finish(self.shape, editor);
                }
                _ => {}
            }
        }
        if response.dragged() && draws_down && !editor.is_drawing() && frame.event.is_none() {
            // The press came while the end of the stroke before was being reported.
            if let Some(cell) = response.interact_pointer_pos().and_then(|pos| layout.cell_at(pos)) {
                frame.add(editor.press(self.shape, cell, modifiers.shift || !primary_down, self.is_on));
            }
        }
        if editor.is_drawing() && !any_down && !editor.end_pending {
            // The release went elsewhere: the window lost the pointer.
            frame.finish(self.shape, editor);
        }
        frame.event
    }

    fn follow(
        &self,
        layout: &GridLayout,
        editor: &mut GridEditor,
        pos: Pos2,
        modifiers: Modifiers,
        frame: &mut StrokeInFrame,
    ) {
        let free = editor.tool == Tool::Brush;
        let cell = if free { layout.cell_unbounded(pos) } else { layout.cell_clamped(pos) };
        if let Some(cell) = cell {
            frame.add(editor.drag(self.shape, cell, modifiers.command));
        }
    }

    /// Arrow keys move the cell cursor; Enter acts there like a click, Shift+Enter erases.
    fn keyboard(&self, ui: &Ui, id: Id, editor: &mut GridEditor) -> Option<StrokeEvent> {
        if !ui.memory(|memory| memory.has_focus(id)) {
            return None;
        }
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let count = |key: Key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)) as i32;
        let cursor = editor.cursor;
        let moved = Cell::new(
            cursor.col + count(Key::ArrowRight) - count(Key::ArrowLeft),
            cursor.row + count(Key::ArrowDown) - count(Key::ArrowUp),
        );
        editor.cursor = Cell::new(
            moved.col.clamp(0, (self.shape.width as i32 - 1).max(0)),
            moved.row.clamp(0, (self.shape.height as i32 - 1).max(0)),
        );
        // The more specific key first: a plain Enter also matches one with Shift.
        let erase = ui.input_mut(|i| i.consume_key(Modifiers::SHIFT, Key::Enter));
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        if !(enter || erase) || editor.is_drawing() {
            return None;
        }
        // A line or a rectangle needs two ends: the keyboard draws a point with them.
        editor.end_pending = true;
        editor.press(self.shape, editor.cursor, erase, self.is_on)
    }
}

/// Gathers what happened within one frame into one event.
#[derive(Default)]
struct StrokeInFrame {
    event: Option<StrokeEvent>,
    ended: bool,
}

impl StrokeInFrame {
    fn add(&mut self, next: Option<StrokeEvent>) {
        let Some(next) = next else { return };
        self.ended |= next.phase == StrokePhase::End;
        match &mut self.event {
            None => self.event = Some(next),
            Some(event) => {
                event.cells.extend(next.cells);
                event.cells.sort_unstable();
                event.cells.dedup();
                if event.phase == StrokePhase::Continue {
                    event.phase = next.phase;
                }
            }
        }
    }

    /// A stroke that began in this frame ends in the next one, so that its start and its end are both reported.
    fn finish(&mut self, shape: GridShape, editor: &mut GridEditor) {
        if self.event.as_ref().is_some_and(|event| event.phase == StrokePhase::Start) {
            editor.end_pending = editor.is_drawing();
        } else {
            self.add(editor.release(shape));
        }
    }
}

/// `[` and `]` change the brush, and so does moving sideways with Alt held.
fn change_brush(ui: &Ui, response: &Response, editor: &mut GridEditor) {
    if !(response.hovered() || response.has_focus()) || ui.ctx().text_edit_focused() {
        return;
    }
    let (steps, alt, sideways) = ui.input(|i| {
        let pressed = |key: Key| i32::from(i.key_pressed(key));
        (
            pressed(Key::CloseBracket) - pressed(Key::OpenBracket),
            i.modifiers.alt && !i.pointer.any_down(),
            i.pointer.delta().x,
        )
    });
    editor.resizing = if alt && response.hovered() { editor.resizing + sideways } else { 0.0 };
    let dragged = (editor.resizing / RESIZE_STEP).trunc();
    editor.resizing -= dragged * RESIZE_STEP;
    editor.brush = editor.brush.resized(steps + dragged as i32);
}
