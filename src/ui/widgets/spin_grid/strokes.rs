//! Which cells a gesture touches: strokes, lines, rectangles, fills, glyphs, and their mirror images.
//!
//! Everything here is pure. Cells are signed so that a gesture may leave the grid; what is returned is always
//! clipped to the grid, sorted and free of repetitions.

use std::collections::VecDeque;

use crate::physics::spins::GridShape;

/// A cell by column and row, counted from the upper left corner. It may lie outside the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cell {
    pub col: i32,
    pub row: i32,
}

impl Cell {
    /// The cell in column `col` of row `row`.
    pub const fn new(col: i32, row: i32) -> Self {
        Self { col, row }
    }

    /// The index of this cell in row-major order; `None` outside the grid.
    pub fn index(self, shape: GridShape) -> Option<usize> {
        let col = usize::try_from(self.col).ok().filter(|&col| col < shape.width)?;
        let row = usize::try_from(self.row).ok().filter(|&row| row < shape.height)?;
        Some(row * shape.width + col)
    }

    /// The cell with this index in row-major order.
    pub fn from_index(index: usize, shape: GridShape) -> Self {
        let width = shape.width.max(1);
        Self::new((index % width) as i32, (index / width) as i32)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BrushForm {
    #[default]
    Square,
    /// The cells whose centres lie in a disc.
    Round,
}

/// A brush of 1 to 9 cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brush {
    size: u8,
    pub form: BrushForm,
}

impl Default for Brush {
    fn default() -> Self {
        Self::new(1, BrushForm::Square)
    }
}

impl Brush {
    pub const MAX: u8 = 9;

    /// A brush of `size` cells across; sizes beyond 1 … 9 are brought to the nearest end.
    pub fn new(size: u8, form: BrushForm) -> Self {
        Self { size: size.clamp(1, Self::MAX), form }
    }

    pub fn size(self) -> u8 {
        self.size
    }

    /// The same brush, `steps` cells larger (or smaller, when negative), within 1 … 9.
    #[must_use]
    pub fn resized(self, steps: i32) -> Self {
        let size = (i32::from(self.size) + steps).clamp(1, i32::from(Self::MAX));
        Self { size: size as u8, ..self }
    }

    /// The cells it covers when held over `centre`.
    pub fn cells_at(self, centre: Cell) -> impl Iterator<Item = Cell> {
        let size = i32::from(self.size);
        let before = (size - 1) / 2;
        let middle = f64::from(size - 1) / 2.0;
        // A quarter cell less than the true radius: size 3 becomes a plus, not a square.
        let radius = f64::from(size) / 2.0 - 0.25;
        (0..size * size).map(move |k| (k % size, k / size)).filter_map(move |(dx, dy)| {
            let distance = (f64::from(dx) - middle).hypot(f64::from(dy) - middle);
            (self.form == BrushForm::Square || distance <= radius)
                .then(|| Cell::new(centre.col - before + dx, centre.row - before + dy))
        })
    }
}

/// Which mirror images are drawn along with a gesture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mirror {
    #[default]
    Off,
    LeftRight,
    UpDown,
    /// Both, four images in all.
    Both,
}

impl Mirror {
    /// Whether left and right are exchanged.
    pub fn left_right(self) -> bool {
        matches!(self, Self::LeftRight | Self::Both)
    }

    /// Whether up and down are exchanged.
    pub fn up_down(self) -> bool {
        matches!(self, Self::UpDown | Self::Both)
    }
}

/// The cells on the straight line between two cells, both ends included (Bresenham). Consecutive cells touch at a
/// side or a corner, so a fast stroke has no gaps.
pub fn line(from: Cell, to: Cell) -> Vec<Cell> {
    let (dx, dy) = ((to.col - from.col).abs(), -(to.row - from.row).abs());
    let (step_x, step_y) = ((to.col - from.col).signum(), (to.row - from.row).signum());
    let mut at = from;
    let mut error = dx + dy;
    let mut cells = Vec::with_capacity(dx.max(-dy) as usize + 1);
    cells.push(at);
    while at != to {
        let twice = 2 * error;
        if twice >= dy {
            error += dy;
            at.col += step_x;
        }
        if twice <= dx {
            error += dx;
            at.row += step_y;
        }
        cells.push(at);
    }
    cells
}

/// The cells of a rectangle with two given corners: its outline, or all of it.
pub fn rectangle(a: Cell, b: Cell, filled: bool) -> Vec<Cell> {
    let (left, right) = (a.col.min(b.col), a.col.max(b.col));
    let (top, bottom) = (a.row.min(b.row), a.row.max(b.row));
    (top..=bottom)
        .flat_map(|row| (left..=right).map(move |col| Cell::new(col, row)))
        .filter(|cell| filled || cell.col == left || cell.col == right || cell.row == top || cell.row == bottom)
        .collect()
}

/// The cells of a glyph of `width` columns and `height` rows, its upper left corner at `at`. Missing bits are off.
pub fn stamp(bits: &[bool], width: usize, height: usize, at: Cell) -> Vec<Cell> {
    let glyph = GridShape::new(width, height);
    bits.iter()
        .take(glyph.cells())
        .enumerate()
        .filter(|&(_, &bit)| bit)
        .map(|(index, _)| {
            let offset = Cell::from_index(index, glyph);
            Cell::new(at.col + offset.col, at.row + offset.row)
        })
        .collect()
}

/// The cells joined to `start` through sides by cells that are equally on or off. Empty when `start` lies outside.
pub fn flood_fill(shape: GridShape, start: Cell, is_on: impl Fn(usize) -> bool) -> Vec<usize> {
    let Some(first) = start.index(shape) else { return Vec::new() };
    let value = is_on(first);
    let mut seen = vec![false; shape.cells()];
    let mut queue = VecDeque::from([start]);
    if let Some(mark) = seen.get_mut(first) {
        *mark = true;
    }
    while let Some(cell) = queue.pop_front() {
        for (dx, dy) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
            let next = Cell::new(cell.col + dx, cell.row + dy);
            let Some(index) = next.index(shape) else { continue };
            if is_on(index) == value
                && let Some(mark @ false) = seen.get_mut(index)
            {
                *mark = true;
                queue.push_back(next);
            }
        }
    }
    indices_where(&seen)
}

/// The cells touched by a brush along a path, with their mirror images: indices, sorted, each once, all in the grid.
pub fn brushed(shape: GridShape, path: &[Cell], brush: Brush, mirror: Mirror) -> Vec<usize> {
    clipped(shape, path.iter().flat_map(|&centre| brush.cells_at(centre)), mirror)
}

/// The given cells and their mirror images: indices, sorted, each once, all in the grid.
pub fn clipped(shape: GridShape, cells: impl IntoIterator<Item = Cell>, mirror: Mirror) -> Vec<usize> {
    let mut touched = vec![false; shape.cells()];
    let mut touch = |cell: Cell| {
        if let Some(mark) = cell.index(shape).and_then(|index| touched.get_mut(index)) {
            *mark = true;
        }
    };
    let (last_col, last_row) = (shape.width as i32 - 1, shape.height as i32 - 1);
    for cell in cells {
        touch(cell);
        let across = Cell::new(last_col - cell.col, cell.row);
        let down = Cell::new(cell.col, last_row - cell.row);
        if mirror.left_right() {
            touch(across);
        }
        if mirror.up_down() {
            touch(down);
        }
        if mirror == Mirror::Both {
            touch(Cell::new(across.col, down.row));
        }
    }
    indices_where(&touched)
}

fn indices_where(marks: &[bool]) -> Vec<usize> {
    marks.iter().enumerate().filter(|&(_, &mark)| mark).map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell() -> impl Strategy<Value = Cell> {
        (-40..100i32, -40..100i32).prop_map(|(col, row)| Cell::new(col, row))
    }

    fn shape() -> impl Strategy<Value = GridShape> {
        (0..64usize, 0..64usize).prop_map(|(width, height)| GridShape::new(width, height))
    }

    fn mirror() -> impl Strategy<Value = Mirror> {
        prop_oneof![Just(Mirror::Off), Just(Mirror::LeftRight), Just(Mirror::UpDown), Just(Mirror::Both)]
    }

    fn brush() -> impl Strategy<Value = Brush> {
        (0..12u8, any::<bool>())
            .prop_map(|(size, round)| Brush::new(size, if round { BrushForm::Round } else { BrushForm::Square }))
    }

    proptest! {
        #[test]
        fn a_line_has_no_gaps_and_no_detours(from in cell(), to in cell()) {
            let cells = line(from, to);
            prop_assert_eq!(cells.first(), Some(&from));
            prop_assert_eq!(cells.last(), Some(&to));
            let longest = (to.col - from.col).abs().max((to.row - from.row).abs());
            prop_assert_eq!(cells.len() as i32, longest + 1);
            for pair in cells.windows(2) {
                let (dx, dy) = (pair[1].col - pair[0].col, pair[1].row - pair[0].row);
                prop_assert_eq!(dx.abs().max(dy.abs()), 1, "{:?}", pair);
            }
        }

        #[test]
        fn what_is_brushed_lies_in_the_grid_once(
            shape in shape(), from in cell(), to in cell(), brush in brush(), mirror in mirror(),
        ) {
            let cells = brushed(shape, &line(from, to), brush, mirror);
            prop_assert!(cells.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(cells.iter().all(|&index| index < shape.cells()));
        }

        #[test]
        fn a_mirrored_stroke_is_its_own_mirror_image(shape in shape(), from in cell(), to in cell(), brush in brush()) {
            let cells = brushed(shape, &line(from, to), brush, Mirror::Both);
            let turned: Vec<usize> = cells.iter().rev().map(|&index| shape.cells() - 1 - index).collect();
            prop_assert_eq!(cells, turned);
        }

        #[test]
        fn a_fill_is_exactly_the_connected_part(
            (shape, bits, start) in (1..12usize, 1..12usize).prop_flat_map(|(width, height)| (
                Just(GridShape::new(width, height)),
                prop::collection::vec(any::<bool>(), width * height),
                0..width * height,
            )),
        ) {
            let filled = flood_fill(shape, Cell::from_index(start, shape), |index| bits[index]);
            // The same by relaxation: the smallest label spreads through sides until nothing changes.
            let mut label: Vec<usize> = (0..shape.cells()).collect();
            loop {
                let before = label.clone();
                for a in 0..shape.cells() {
                    for b in 0..shape.cells() {
                        let (p, q) = (Cell::from_index(a, shape), Cell::from_index(b, shape));
                        if (p.col - q.col).abs() + (p.row - q.row).abs() == 1 && bits[a] == bits[b] {
                            label[a] = label[a].min(label[b]);
                        }
                    }
                }
                if before == label { break; }
            }
            let expected: Vec<usize> = (0..shape.cells()).filter(|&index| label[index] == label[start]).collect();
            prop_assert_eq!(filled, expected);
        }
    }

    #[test]
    fn brushes_cover_what_they_say() {
        let count = |size, form| Brush::new(size, form).cells_at(Cell::new(5, 5)).count();
        assert_eq!([1, 2, 3, 9].map(|size| count(size, BrushForm::Square)), [1, 4, 9, 81]);
        assert_eq!([1, 2, 3, 4, 5].map(|size| count(size, BrushForm::Round)), [1, 4, 5, 12, 21]);
        assert_eq!(Brush::new(0, BrushForm::Square).size(), 1);
        assert_eq!(Brush::new(8, BrushForm::Round).resized(5).size(), 9);
        assert_eq!(Brush::new(2, BrushForm::Round).resized(-5).size(), 1);
    }

    #[test]
    fn rectangles_are_outlines_unless_filled() {
        let (a, b) = (Cell::new(3, 4), Cell::new(0, 1));
        assert_eq!(rectangle(a, b, true).len(), 16);
        assert_eq!(rectangle(a, b, false).len(), 12);
        assert_eq!(rectangle(a, a, false), [a]);
    }

    #[test]
    fn a_stamp_is_clipped_at_the_edge() {
        let shape = GridShape::new(3, 3);
        let cells = stamp(&[true, true, false, true], 2, 2, Cell::new(2, 2));
        assert_eq!(cells, [Cell::new(2, 2), Cell::new(3, 2), Cell::new(3, 3)]);
        assert_eq!(clipped(shape, cells, Mirror::Off), [8]);
    }

    #[test]
    fn a_fill_from_outside_is_empty() {
        assert_eq!(flood_fill(GridShape::new(2, 2), Cell::new(2, 0), |_| true), Vec::<usize>::new());
        assert_eq!(flood_fill(GridShape::new(0, 0), Cell::default(), |_| true), Vec::<usize>::new());
    }
}
