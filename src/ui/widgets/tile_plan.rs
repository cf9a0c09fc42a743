//! Where each tile of a grid lies: as many as find room, in tiles that fill it.

use egui::{Pos2, Rect, Vec2, vec2};

use super::tile_grid::{TileLayout, Tiles};

/// Where each tile lies on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    pub columns: usize,
    pub shown: usize,
    pub tile: Vec2,
    pub gap: Vec2,
}

/// The least between two tiles, and the most as a fraction of their side.
const GAP: f32 = 4.0;
const MOST_GAP: f32 = 0.2;
/// A room that is this full looks full.
const FILLED: f32 = 0.8;

impl Plan {
    pub fn new(tiles: &Tiles<'_>, size: Vec2, pixels_per_point: f32) -> Self {
        let none = Self { columns: 1, shown: 0, tile: Vec2::ZERO, gap: Vec2::ZERO };
        let [width, height] = tiles.shape.map(|side| side as f32);
        if tiles.count == 0 || width < 1.0 || height < 1.0 || !(size.x >= 1.0 && size.y >= 1.0) {
            return none;
        }
        match tiles.layout {
            TileLayout::Strips { tallest } => {
                let gap = if size.y / tiles.count as f32 >= 5.0 { 2.0 } else { 1.0 };
                let each = (size.y / tiles.count as f32 - gap).clamp(3.0, tallest.max(3.0)).floor();
                let shown = tiles.count.min(((size.y + gap) / (each + gap)).floor() as usize);
                Self { columns: 1, shown, tile: vec2(size.x.floor(), each), gap: Vec2::splat(gap) }
            }
            TileLayout::Pictures { most, least } => {
                let room = PictureRoom { count: tiles.count, cells: width, aspect: height / width, size };
                let side = room.side(least, most, pixels_per_point);
                let [columns, rows] = room.holds(side);
                let shown = tiles.count.min(columns * rows);
                if side <= 0.0 || shown == 0 {
                    return none;
                }
                let (tile, most_gap) = (vec2(side, side * room.aspect), (MOST_GAP * side).max(GAP));
                // Where all are shown, not more columns than fill the width: lines fill the height.
                let fewest = if shown == tiles.count { tiles.count.div_ceil(rows) } else { columns };
                let fills = |columns: &usize| {
                    let count = *columns as f32;
                    count * side + (count - 1.0) * most_gap >= FILLED * size.x
                };
                let columns = (fewest..columns).find(fills).unwrap_or(columns).min(tiles.count);
                let lines = shown.div_ceil(columns);
                let gap = |room: f32, side: f32, count: usize| {
                    let free = room - side * count as f32;
                    (free / (count as f32 - 1.0).max(1.0)).floor().clamp(GAP, most_gap)
                };
                let gap = vec2(gap(size.x, tile.x, columns), gap(size.y, tile.y, lines));
                Self { columns, shown, tile, gap }
            }
        }
    }

    pub fn rect(&self, corner: Pos2, tile: usize) -> Rect {
        let place = vec2((tile % self.columns) as f32, (tile / self.columns) as f32);
        Rect::from_min_size(corner + place * (self.tile + self.gap), self.tile)
    }

    /// Tile and cell at a distance from the corner; none in the gaps.
    pub fn at(&self, offset: Vec2, [width, height]: [usize; 2]) -> Option<(usize, usize)> {
        let pitch = self.tile + self.gap;
        if offset.x < 0.0 || offset.y < 0.0 || pitch.x <= 0.0 || pitch.y <= 0.0 {
            return None;
        }
        let place = [(offset.x / pitch.x) as usize, (offset.y / pitch.y) as usize];
        let inside = vec2(offset.x % pitch.x, offset.y % pitch.y) / self.tile;
        let tile = place[1] * self.columns + place[0];
        if inside.x >= 1.0 || inside.y >= 1.0 || place[0] >= self.columns || tile >= self.shown {
            return None;
        }
        let cell = [(inside.x * width as f32) as usize, (inside.y * height as f32) as usize];
        Some((tile, cell[1].min(height - 1) * width + cell[0].min(width - 1)))
    }
}

/// Where pictures of one shape are to find room.
struct PictureRoom {
    count: usize,
    /// Cells in a row of a picture.
    cells: f32,
    /// Height of a picture per width.
    aspect: f32,
    size: Vec2,
}

impl PictureRoom {
    /// A side at which a cell is a whole number of pixels is taken where it covers this much of what the best one does.
    const FULL_ENOUGH: f32 = 0.78;

    /// Columns and rows of tiles of this side.
    fn holds(&self, side: f32) -> [usize; 2] {
        // A side that was computed to fit must fit.
        const SLACK: f32 = 1e-3;
        let count = |room: f32, side: f32| ((room + GAP + SLACK) / (side + GAP)).floor() as usize;
        [count(self.size.x, side), count(self.size.y, side * self.aspect)]
    }

    /// Whether all tiles find room, then how much of it those of this side cover; that there are more of them counts a
    /// little.
    fn covers(&self, side: f32) -> (bool, f32) {
        let [columns, rows] = self.holds(side);
        let shown = self.count.min(columns * rows);
        (shown == self.count, shown as f32 * side * side * (shown as f32).sqrt().sqrt())
    }

    /// The side at which tiles, all of them if possible, cover the most.
    fn side(&self, least: f32, most: f32, pixels_per_point: f32) -> f32 {
        // The sides at which another column or another row just finds room: no other can be the best.
        let just = |room: f32, count: usize| (room - GAP * (count as f32 - 1.0)) / count as f32;
        let across = (1..=self.count).map(|columns| just(self.size.x, columns));
        let down = (1..=self.count).map(|rows| just(self.size.y, rows) / self.aspect);
        let fitting = across.chain(down).map(|side| side.min(most)).filter(|side| *side >= least);
        let better = |best: (f32, (bool, f32)), side: f32| {
            let found = self.covers(side);
            if found > best.1 { (side, found) } else { best }
        };
        // Where not one of the least size does, one is as large as it can be.
        let alone = self.size.x.min(self.size.y / self.aspect).min(most);
        let none = (alone, (false, 0.0));
        let free = fitting.clone().fold(none, better);
        let whole = |side: f32| (side / self.cells * pixels_per_point).floor() / pixels_per_point * self.cells;
        let sharp = fitting.map(whole).filter(|side| *side >= least).fold(none, better);
        let same = sharp.1.0 == free.1.0 && sharp.1.1 > 0.0;
        if same && sharp.1.1 >= Self::FULL_ENOUGH * free.1.1 { sharp.0 } else { free.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tile_grid::tests::{PICTURES, tiles};
    use super::*;

    #[test]
    fn pictures_are_as_large_as_fits_and_none_overlaps() {
        for (count, size) in [(20, vec2(260.0, 330.0)), (1, vec2(500.0, 500.0)), (400, vec2(300.0, 200.0))] {
            let plan = Plan::new(&tiles(count, [28, 28], PICTURES), size, 1.0);
            assert!(plan.shown > 0 && plan.tile.x >= 19.0 && plan.tile.x <= 84.0, "{plan:?}");
            for tile in 0..plan.shown {
                let rect = plan.rect(Pos2::ZERO, tile);
                assert!(rect.right() <= size.x + 0.1 && rect.bottom() <= size.y + 0.1, "{plan:?}");
                assert_eq!(plan.at(rect.center().to_vec2(), [28, 28]).map(|found| found.0), Some(tile));
            }
        }
        let plan = Plan::new(&tiles(20, [28, 28], PICTURES), vec2(260.0, 330.0), 1.0);
        assert_eq!((plan.shown, plan.columns, plan.tile.x), (20, 4, 56.0), "two pixels a cell");
    }

    #[test]
    fn tiles_fill_their_room() {
        // Samples at the right of Train, columns of W under its curves, at five sizes of the window.
        let weights = TileLayout::Pictures { most: 96.0, least: 24.0 };
        let samples = TileLayout::Pictures { most: 84.0, least: 48.0 };
        let rooms = [(262.0, 210.0), (290.0, 330.0), (318.0, 250.0), (351.0, 420.0), (420.0, 600.0)];
        let cards = [(560.0, 150.0), (700.0, 180.0), (850.0, 200.0), (1100.0, 250.0), (1500.0, 330.0)];
        let cases = rooms.map(|room| (room, samples)).into_iter().chain(cards.map(|card| (card, weights)));
        for ((width, height), layout) in cases {
            let plan = Plan::new(&tiles(100, [28, 28], layout), vec2(width, height), 1.0);
            let last = plan.rect(Pos2::ZERO, plan.shown - 1);
            let right = plan.rect(Pos2::ZERO, plan.columns - 1).right();
            assert!(right >= 0.8 * width && last.bottom() >= 0.8 * height, "{plan:?} in {width} x {height}");
            assert!(right <= width + 0.1 && last.bottom() <= height + 0.1, "{plan:?} in {width} x {height}");
        }
    }

    #[test]
    fn strips_take_the_width_and_empty_rooms_hold_nothing() {
        let plan = Plan::new(&tiles(50, [169, 1], TileLayout::Strips { tallest: 14.0 }), vec2(300.0, 200.0), 1.0);
        assert_eq!((plan.shown, plan.tile.x), (50, 300.0));
        assert_eq!(plan.at(vec2(299.0, 0.5), [169, 1]), Some((0, 168)));
        assert_eq!(plan.at(vec2(10.0, plan.tile.y + 0.5), [169, 1]), None, "a gap");
        for (count, size) in [(0, vec2(300.0, 200.0)), (5, Vec2::ZERO), (5, vec2(-3.0, 100.0))] {
            assert_eq!(Plan::new(&tiles(count, [28, 28], PICTURES), size, 1.0).shown, 0);
        }
    }
}
