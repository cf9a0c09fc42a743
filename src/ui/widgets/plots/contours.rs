//! Lines of equal height through a grid of values, by marching squares: pure.

/// Values on the corners of a grid, row by row.
#[derive(Clone, Copy, Debug)]
pub struct HeightGrid<'a> {
    pub columns: usize,
    /// `columns` values for each row; missing ones count as not-a-number, and no line passes near those.
    pub values: &'a [f32],
}

/// A line of equal height as points (column, row); the first one again at the end where it is closed.
pub type Contour = Vec<[f32; 2]>;

/// The number of a side of a cell: twice that of the corner it begins at, and one more where it leads down.
type Side = usize;

const NONE: Side = usize::MAX;

impl HeightGrid<'_> {
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or(0)
    }

    /// The value at a corner.
    pub fn at(&self, column: usize, row: usize) -> f32 {
        if column >= self.columns {
            return f32::NAN;
        }
        self.values.get(row * self.columns + column).copied().unwrap_or(f32::NAN)
    }

    /// The lines at which the values pass each of the rising `levels`, level by level. Values are taken as linear along
    /// the sides of the cells; where a line could pass through a cell in two ways, the mean of its corners decides.
    pub fn contours(&self, levels: &[f32]) -> Vec<Contour> {
        let mut pieces: Vec<Vec<[Side; 2]>> = vec![Vec::new(); levels.len()];
        for row in 0..self.rows().saturating_sub(1) {
            for column in 0..self.columns.saturating_sub(1) {
                let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(dx, dy)| self.at(column + dx, row + dy));
                if corners.iter().any(|value| !value.is_finite()) {
                    continue;
                }
                let low = corners.iter().copied().fold(f32::INFINITY, f32::min);
                let high = corners.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                // Most cells lie between two levels.
                let from = levels.partition_point(|level| *level <= low);
                let to = levels.partition_point(|level| *level <= high);
                let passed = levels.iter().zip(&mut pieces).take(to).skip(from);
                for (level, pieces) in passed {
                    self.cut(column, row, corners, *level, pieces);
                }
            }
        }
        let mut links = Links { neighbours: vec![[NONE; 2]; 2 * self.rows() * self.columns] };
        let mut lines = Vec::new();
        for (level, pieces) in levels.iter().zip(&pieces) {
            lines.extend(
                links
                    .join(pieces)
                    .into_iter()
                    .map(|line| line.into_iter().map(|side| self.crossing(side, *level)).collect::<Contour>()),
            );
        }
        lines
    }

    /// Adds the pieces of the line within one cell, each from a side to a side.
    fn cut(&self, column: usize, row: usize, corners: [f32; 4], level: f32, pieces: &mut Vec<[Side; 2]>) {
        let [a, b, c, d] = corners.map(|value| value >= level);
        let corner = 2 * (row * self.columns + column);
        let [top, right, bottom, left] = [corner, corner + 3, corner + 2 * self.columns, corner + 1];
        match [a != b, b != c, c != d, d != a] {
            [true, true, true, true] => {
                // A saddle: the lines cut off the corners that lie on the other side of the level than the middle.
                let middle = corners.iter().sum::<f32>() / 4.0 >= level;
                if middle == a {
                    pieces.extend([[top, right], [bottom, left]]);
                } else {
                    pieces.extend([[left, top], [right, bottom]]);
                }
            }
            crossed => {
                let mut sides = [top, right, bottom, left].into_iter().zip(crossed).filter(|(_, crossed)| *crossed);
                if let (Some((one, _)), Some((other, _))) = (sides.next(), sides.next()) {
                    pieces.push([one, other]);
                }
            }
        }
    }

    /// Where the level is passed along a side.
    fn crossing(&self, side: Side, level: f32) -> [f32; 2] {
        let corner = side / 2;
        let (column, row) = (corner % self.columns.max(1), corner / self.columns.max(1));
        let (dx, dy) = if side % 2 == 1 { (0, 1) } else { (1, 0) };
        let (from, to) = (self.at(column, row), self.at(column + dx, row + dy));
        let fraction = if from == to { 0.5 } else { ((level - from) / (to - from)).clamp(0.0, 1.0) };
        [fraction.mul_add(dx as f32, column as f32), fraction.mul_add(dy as f32, row as f32)]
    }
}

/// For each side those that the line of one level leads to, at most two; empty between the levels.
struct Links {
    neighbours: Vec<[Side; 2]>,
}

impl Links {
    /// Puts pieces together to lines.
    fn join(&mut self, pieces: &[[Side; 2]]) -> Vec<Vec<Side>> {
        for &[a, b] in pieces {
            self.replace(a, NONE, b);
            self.replace(b, NONE, a);
        }
        let mut lines = Vec::new();
        // Open lines from their ends first; what is left then is closed.
        for ends in [1, 2] {
            for &start in pieces.iter().flatten() {
                let ways = self.neighbours.get(start).map_or(0, |to| to.iter().filter(|to| **to != NONE).count());
                if ways == ends {
                    lines.push(self.follow(start));
                }
            }
        }
        lines
    }

    /// Takes the line that begins at `start` out of the links.
    fn follow(&mut self, start: Side) -> Vec<Side> {
        let mut line = vec![start];
        let mut here = start;
        while let Some(next) = self.neighbours.get(here).and_then(|to| to.iter().copied().find(|to| *to != NONE)) {
            self.replace(here, next, NONE);
            self.replace(next, here, NONE);
            line.push(next);
            here = next;
        }
        line
    }

    /// Puts one neighbour of a side in the place of another.
    fn replace(&mut self, side: Side, old: Side, new: Side) {
        if let Some(slot) = self.neighbours.get_mut(side).and_then(|to| to.iter_mut().find(|to| **to == old)) {
            *slot = new;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bowl(columns: usize, rows: usize) -> Vec<f32> {
        let from_middle = |k: usize, count: usize| 2.0 * k as f32 / (count - 1) as f32 - 1.0;
        (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (column, row)))
            .map(|(column, row)| from_middle(column, columns).powi(2) + from_middle(row, rows).powi(2))
            .collect()
    }

    #[test]
    fn a_bowl_has_one_closed_circle() {
        let values = bowl(41, 41);
        let lines = HeightGrid { columns: 41, values: &values }.contours(&[0.5]);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        for [x, y] in &lines[0] {
            let radius = ((x - 20.0) / 20.0).hypot((y - 20.0) / 20.0);
            assert!((radius - 0.5_f32.sqrt()).abs() < 2e-3, "{radius}");
        }
        let both = HeightGrid { columns: 41, values: &values }.contours(&[0.5, 0.8]);
        assert_eq!((both.len(), &both[0]), (2, &lines[0]));
        // Beyond the middle of the sides the circle is cut into four open arcs.
        let arcs = HeightGrid { columns: 41, values: &values }.contours(&[1.5]);
        assert_eq!(arcs.len(), 4);
        assert!(arcs.iter().all(|arc| arc.first() != arc.last()));
        assert!(HeightGrid { columns: 41, values: &values }.contours(&[2.5]).is_empty());
    }

    #[test]
    fn a_saddle_is_decided_by_the_middle() {
        let lines = |values: [f32; 4]| HeightGrid { columns: 2, values: &values }.contours(&[0.5]);
        // The middle is above: the two low corners are cut off.
        let high = lines([1.0, 0.0, 0.2, 1.0]);
        assert_eq!(high.len(), 2);
        assert!(high.iter().any(|line| line.contains(&[0.5, 0.0]) && line.contains(&[1.0, 0.5])), "{high:?}");
        // The middle is below: the two high corners are.
        let low = lines([0.9, 0.0, 0.0, 0.9]);
        assert!(low.iter().any(|line| line.iter().all(|[x, y]| x + y < 1.0)), "{low:?}");
        assert!(low.iter().any(|line| line.iter().all(|[x, y]| x + y > 1.0)), "{low:?}");
    }

    #[test]
    fn what_is_no_grid_has_no_lines() {
        for (columns, values) in [(0, vec![1.0]), (1, vec![0.0, 1.0]), (3, vec![0.0, 1.0]), (2, vec![])] {
            assert!(HeightGrid { columns, values: &values }.contours(&[0.5]).is_empty());
        }
        let broken = [0.0, 1.0, f32::NAN, 0.0, 1.0, 0.0];
        assert!(HeightGrid { columns: 3, values: &broken[..] }.contours(&[0.5]).len() <= 1);
    }

    proptest! {
        #[test]
        fn lines_end_only_at_the_edge(values in prop::collection::vec(0u8..6, 30), level in 0u8..5) {
            let values: Vec<f32> = values.into_iter().map(f32::from).collect();
            let level = f32::from(level) + 0.5;
            let grid = HeightGrid { columns: 6, values: &values };
            for line in grid.contours(&[level]) {
                prop_assert!(line.len() > 1);
                let closed = line.first() == line.last();
                let at_edge = |p: &[f32; 2]| p[0] == 0.0 || p[1] == 0.0 || p[0] == 5.0 || p[1] == 4.0;
                prop_assert!(closed || (line.first().is_some_and(at_edge) && line.last().is_some_and(at_edge)));
                for pair in line.windows(2) {
                    let step = (pair[0][0] - pair[1][0]).abs().max((pair[0][1] - pair[1][1]).abs());
                    prop_assert!(step <= 1.0, "{pair:?}");
                }
            }
        }
    }
}
