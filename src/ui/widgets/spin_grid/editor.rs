//! The tool, the brush and the stroke under way: gestures turned into events, without a window.

use std::sync::Arc;

use super::paint::GridTexture;
use super::strokes::{Brush, Cell, Mirror, brushed, clipped, flood_fill, line, rectangle, stamp};
use crate::physics::spins::GridShape;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Draws along the pointer's way.
    #[default]
    Brush,
    /// Draws a straight line from press to release.
    Line,
    /// Draws a rectangle from press to release: an outline, with Ctrl (or Cmd) all of it.
    Rectangle,
    /// Fills the connected part under the pointer.
    Fill,
    /// Stamps the editor's glyph.
    Text,
}

/// A picture of one glyph, rasterised elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glyph {
    /// Row-major bits.
    pub bits: Arc<[bool]>,
    pub width: usize,
    pub height: usize,
}

/// The part of a stroke an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrokePhase {
    /// The button went down (or a key was pressed): a good moment to remember the state for undo.
    Start,
    Continue,
    /// The button went up: one undo step.
    End,
}

/// A piece of a stroke: set `cells` to `value`, whatever the phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrokeEvent {
    /// Start, middle or end. Every stroke has exactly one start and one end.
    pub phase: StrokePhase,
    /// Row-major indices, sorted, each once. May be empty at the start and at the end.
    pub cells: Vec<usize>,
    /// Whether the cells become on (painting) or off (erasing). It is the same for all cells of a stroke.
    pub value: bool,
}

#[derive(Clone, Copy)]
struct Stroke {
    tool: Tool,
    value: bool,
    start: Cell,
    last: Cell,
    filled: bool,
    /// It began on ink and has not left its first cell: if it ends there, it was a click, and erases.
    click_on_ink: bool,
}

/// What the caller keeps of one grid between frames: the chosen tool and the stroke under way.
#[derive(Default)]
pub struct GridEditor {
    pub tool: Tool,
    /// The chosen brush; the line and the rectangle are drawn with it too.
    pub brush: Brush,
    pub mirror: Mirror,
    /// What the text tool stamps.
    pub glyph: Option<Glyph>,
    pub(super) cursor: Cell,
    /// Points moved sideways with Alt held that have not yet become a change of size.
    pub(super) resizing: f32,
    /// The stroke ended within the frame in which it began: its end is still to be reported.
    pub(super) end_pending: bool,
    pub(super) texture: Option<GridTexture>,
    stroke: Option<Stroke>,
}

impl Stroke {
    /// Whether the cells are only drawn when the button goes up.
    const fn draws_at_end(self) -> bool {
        matches!(self.tool, Tool::Line | Tool::Rectangle)
    }
}

impl GridEditor {
    /// An editor with a one-cell brush.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a stroke is under way.
    pub fn is_drawing(&self) -> bool {
        self.stroke.is_some()
    }

    /// The cell that the keyboard acts on.
    pub fn cursor(&self) -> Cell {
        self.cursor
    }

    /// Begins a stroke, which paints, or with `erase` erases. Only a click without a drag looks at what is there: on
    /// an on cell it erases, and so does a fill.
    pub fn press(
        &mut self,
        shape: GridShape,
        cell: Cell,
        erase: bool,
        is_on: impl Fn(usize) -> bool,
    ) -> Option<StrokeEvent> {
        let first = cell.index(shape)?;
        let on_ink = !erase && is_on(first);
        let tool = self.tool;
        let value = !(erase || tool == Tool::Fill && on_ink);
        let click_on_ink = on_ink && matches!(tool, Tool::Brush | Tool::Line | Tool::Rectangle);
        self.cursor = cell;
        self.stroke = Some(Stroke { tool, value, start: cell, last: cell, filled: false, click_on_ink });
        let cells = match tool {
            // Whether it draws or was a click is known when it moves or ends.
            Tool::Brush if click_on_ink => Vec::new(),
            Tool::Brush => brushed(shape, &[cell], self.brush, self.mirror),
            Tool::Line | Tool::Rectangle => Vec::new(),
            Tool::Fill if is_on(first) == value => Vec::new(),
            Tool::Fill => self.filled(shape, cell, is_on),
            Tool::Text => self.stamped(shape, cell),
        };
        Some(StrokeEvent { phase: StrokePhase::Start, cells, value })
    }

    /// Goes on to `cell`, which may lie outside the grid; `filled` makes the rectangle solid.
    pub fn drag(&mut self, shape: GridShape, cell: Cell, filled: bool) -> Option<StrokeEvent> {
        let stroke = self.stroke.as_mut()?;
        stroke.filled = filled;
        let from = std::mem::replace(&mut stroke.last, cell);
        if from == cell {
            return None;
        }
        let drawn = usize::from(!std::mem::take(&mut stroke.click_on_ink));
        if stroke.tool != Tool::Brush {
            return None;
        }
        let value = stroke.value;
        let path = line(from, cell);
        let cells = brushed(shape, path.get(drawn..).unwrap_or_default(), self.brush, self.mirror);
        (!cells.is_empty()).then_some(StrokeEvent { phase: StrokePhase::Continue, cells, value })
    }

    /// Ends the stroke; a line or a rectangle is drawn now, and a click on ink erases.
    pub fn release(&mut self, shape: GridShape) -> Option<StrokeEvent> {
        let stroke = self.stroke.take()?;
        let Stroke { value, click_on_ink, .. } = stroke;
        let cells = if stroke.draws_at_end() || click_on_ink { self.spanned(shape, stroke) } else { Vec::new() };
        Some(StrokeEvent { phase: StrokePhase::End, cells, value: value && !click_on_ink })
    }

    /// Ends the stroke without drawing what has not been drawn yet.
    pub fn cancel(&mut self) -> Option<StrokeEvent> {
        let stroke = self.stroke.take()?;
        Some(StrokeEvent { phase: StrokePhase::End, cells: Vec::new(), value: stroke.value })
    }

    /// The cells that the tool would touch with the pointer over `cell`, or, during a line or rectangle, those it
    /// will draw.
    pub fn preview(&self, shape: GridShape, cell: Option<Cell>) -> Vec<usize> {
        if let Some(stroke) = self.stroke
            && stroke.draws_at_end()
        {
            return self.spanned(shape, stroke);
        }
        let Some(cell) = cell else { return Vec::new() };
        match self.tool {
            Tool::Brush | Tool::Line | Tool::Rectangle => brushed(shape, &[cell], self.brush, self.mirror),
            Tool::Fill => clipped(shape, [cell], self.mirror),
            Tool::Text => self.stamped(shape, cell),
        }
    }

    fn spanned(&self, shape: GridShape, stroke: Stroke) -> Vec<usize> {
        let path = match stroke.tool {
            Tool::Rectangle => rectangle(stroke.start, stroke.last, stroke.filled),
            _ => line(stroke.start, stroke.last),
        };
        brushed(shape, &path, self.brush, self.mirror)
    }

    fn filled(&self, shape: GridShape, start: Cell, is_on: impl Fn(usize) -> bool) -> Vec<usize> {
        let value = start.index(shape).is_some_and(&is_on);
        // Each mirror image of the start is filled on its own: what surrounds it need not be symmetric.
        let mut cells: Vec<usize> = clipped(shape, [start], self.mirror)
            .into_iter()
            .filter(|&index| is_on(index) == value)
            .flat_map(|index| flood_fill(shape, Cell::from_index(index, shape), &is_on))
            .collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }

    fn stamped(&self, shape: GridShape, centre: Cell) -> Vec<usize> {
        let Some(glyph) = &self.glyph else { return Vec::new() };
        let corner = Cell::new(centre.col - glyph.width as i32 / 2, centre.row - glyph.height as i32 / 2);
        clipped(shape, stamp(&glyph.bits, glyph.width, glyph.height, corner), self.mirror)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: GridShape = GridShape::new(8, 8);

    #[expect(clippy::unnecessary_wraps, reason = "what the editor gives is optional")]
    fn event(phase: StrokePhase, cells: &[usize], value: bool) -> Option<StrokeEvent> {
        Some(StrokeEvent { phase, cells: cells.to_vec(), value })
    }

    #[test]
    fn a_drag_paints_wherever_it_begins_and_erases_if_asked() {
        let mut editor = GridEditor::new();
        for (erase, on, start) in
            [(false, false, &[1][..]), (false, true, &[]), (true, false, &[1]), (true, true, &[1])]
        {
            let pressed = editor.press(SHAPE, Cell::new(1, 0), erase, |_| on);
            assert_eq!(pressed, event(StrokePhase::Start, start, !erase));
            let whole: Vec<usize> = (1 + start.len()..=4).collect();
            let moved = editor.drag(SHAPE, Cell::new(4, 0), false);
            assert_eq!(moved, event(StrokePhase::Continue, &whole, !erase));
            assert_eq!(editor.release(SHAPE), event(StrokePhase::End, &[], !erase));
            assert_eq!(editor.release(SHAPE), None);
        }
    }

    #[test]
    fn a_click_without_a_drag_erases_ink_as_widely_as_the_tool_paints() {
        for tool in [Tool::Brush, Tool::Line, Tool::Rectangle] {
            let brush = Brush::default().resized(2);
            let mut editor = GridEditor { tool, brush, ..GridEditor::new() };
            let nine = [0, 1, 2, 8, 9, 10, 16, 17, 18];
            editor.press(SHAPE, Cell::new(1, 1), false, |_| true);
            assert_eq!(editor.drag(SHAPE, Cell::new(1, 1), false), None, "{tool:?}: a hand that trembles");
            assert_eq!(editor.release(SHAPE), event(StrokePhase::End, &nine, false), "{tool:?}");
            editor.press(SHAPE, Cell::new(1, 1), false, |_| true);
            assert_eq!(editor.cancel(), event(StrokePhase::End, &[], true), "{tool:?}: Escape leaves the ink");
            editor.press(SHAPE, Cell::new(1, 1), false, |_| true);
            editor.drag(SHAPE, Cell::new(2, 1), false);
            editor.drag(SHAPE, Cell::new(1, 1), false);
            assert_eq!(editor.release(SHAPE).map(|end| end.value), Some(true), "{tool:?}: there and back is a drag");
        }
    }

    #[test]
    fn a_stroke_may_leave_the_grid_and_return() {
        let mut editor = GridEditor::new();
        assert_eq!(editor.press(SHAPE, Cell::new(-1, 0), false, |_| false), None);
        editor.press(SHAPE, Cell::new(6, 1), false, |_| false);
        assert_eq!(editor.drag(SHAPE, Cell::new(9, 1), false), event(StrokePhase::Continue, &[15], true));
        assert_eq!(editor.drag(SHAPE, Cell::new(9, 5), false), None, "outside, nothing is drawn");
        assert_eq!(editor.drag(SHAPE, Cell::new(7, 5), false), event(StrokePhase::Continue, &[47], true));
    }

    #[test]
    fn lines_and_rectangles_are_drawn_at_the_end() {
        let mut editor = GridEditor { tool: Tool::Rectangle, ..GridEditor::new() };
        assert_eq!(editor.press(SHAPE, Cell::new(0, 0), false, |_| false), event(StrokePhase::Start, &[], true));
        assert_eq!(editor.drag(SHAPE, Cell::new(2, 2), false), None);
        assert_eq!(editor.preview(SHAPE, None).len(), 8);
        assert_eq!(editor.release(SHAPE), event(StrokePhase::End, &[0, 1, 2, 8, 10, 16, 17, 18], true));
        editor.press(SHAPE, Cell::new(0, 0), false, |_| false);
        editor.drag(SHAPE, Cell::new(2, 2), true);
        assert_eq!(editor.release(SHAPE).map(|event| event.cells.len()), Some(9));
        editor.tool = Tool::Line;
        editor.press(SHAPE, Cell::new(0, 0), false, |_| false);
        editor.drag(SHAPE, Cell::new(3, 3), false);
        assert_eq!(editor.cancel(), event(StrokePhase::End, &[], true));
    }

    #[test]
    fn a_fill_erases_an_on_part_and_never_paints_over_with_erase() {
        let mut editor = GridEditor { tool: Tool::Fill, ..GridEditor::new() };
        let block = |index: usize| index < 16;
        assert_eq!(
            editor.press(SHAPE, Cell::new(0, 0), false, block).map(|e| (e.cells.len(), e.value)),
            Some((16, false))
        );
        assert_eq!(
            editor.press(SHAPE, Cell::new(0, 5), false, block).map(|e| (e.cells.len(), e.value)),
            Some((48, true))
        );
        assert_eq!(
            editor.press(SHAPE, Cell::new(0, 5), true, block).map(|e| (e.cells.len(), e.value)),
            Some((0, false))
        );
    }

    #[test]
    fn a_glyph_is_centred_under_the_pointer() {
        let glyph = Glyph { bits: vec![true; 9].into(), width: 3, height: 3 };
        let mut editor = GridEditor { tool: Tool::Text, glyph: Some(glyph), ..GridEditor::new() };
        let stamped = editor.press(SHAPE, Cell::new(1, 1), false, |_| true);
        assert_eq!(stamped, event(StrokePhase::Start, &[0, 1, 2, 8, 9, 10, 16, 17, 18], true));
    }

    #[test]
    fn the_mirror_draws_along() {
        let mut editor = GridEditor { mirror: Mirror::LeftRight, ..GridEditor::new() };
        assert_eq!(editor.press(SHAPE, Cell::new(1, 0), false, |_| false), event(StrokePhase::Start, &[1, 6], true));
    }
}
