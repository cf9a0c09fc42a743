//! A matrix as one texture: a cell is a pixel, whatever its size on the screen.

use egui::{
    Color32, ColorImage, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui,
    UiBuilder, Vec2, vec2,
};

use super::matrix_axes::MatrixAxes;
use super::take_out::{self, Figure, Table};
use super::{colour_bar_ui, paint};
use crate::ui::theme::{self, ColourMap, DivergingScale, Theme, numbers};

/// Numbers to be shown, row by row.
#[derive(Clone, Copy, Debug)]
pub struct MatrixSource<'a> {
    pub rows: usize,
    pub columns: usize,
    /// `rows × columns` numbers; missing ones and not-a-number are left blank.
    pub values: &'a [f32],
    /// The number of the row and column at each place of a square matrix; empty where they stand as they are numbered.
    pub order: &'a [usize],
    /// Changes whenever the values do (generation and revision of the snapshot): the only sign to rebuild the texture.
    pub key: (u64, u64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MatrixMap {
    /// Zero-centred; full colour at ± `limit`, or at the largest absolute value.
    Diverging {
        /// The value in full colour.
        limit: Option<f32>,
    },
    /// The diverging colours from −1 to 1 for kinds of cells, without a scale: what they stand for is said beside them.
    Kinds,
    /// From `low` to `high`.
    Sequential {
        /// The value in the darkest colour.
        low: f32,
        /// The value in the lightest colour.
        high: f32,
    },
}

impl MatrixMap {
    /// The width of its scale.
    const fn scale(self) -> f32 {
        if matches!(self, Self::Kinds) { 0.0 } else { SCALE }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellHover {
    pub row: usize,
    pub column: usize,
    pub value: f32,
}

/// Width of the colour scale.
const SCALE: f32 = 64.0;

#[derive(Clone, Copy, PartialEq)]
struct Key {
    source: (u64, u64),
    shape: (usize, usize),
    map: MatrixMap,
    theme: Theme,
}

/// Holds the texture of one matrix; keep it in the state of the panel.
#[derive(Default)]
pub struct MatrixView {
    texture: Option<(Key, TextureHandle)>,
    drawn: Option<Drawn>,
}

#[derive(Clone)]
struct Drawn {
    map: ColourMap,
    ticks: Vec<(f32, String)>,
}

impl MatrixView {
    /// Draws the matrix as large as `size` allows with square cells, with its colour scale at right.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        name: &str,
        source: MatrixSource<'_>,
        map: MatrixMap,
        size: Vec2,
    ) -> (Response, Option<CellHover>) {
        let room = Vec2::new((size.x - map.scale()).max(0.0), size.y.max(0.0));
        let cell = (room / source.cells()).min_elem().max(0.0);
        let draw = |ui: &mut Ui| drop(Self::default().show(ui, name, source, map, size));
        self.draw(ui, (name, source, map), (size, source.cells() * cell), None, &draw)
    }

    /// Draws the matrix over all of `size`, with numbers along its sides: its rows and columns are no places in a picture,
    /// so that cells need not be square.
    pub fn show_over(
        &mut self,
        ui: &mut Ui,
        name: &str,
        source: MatrixSource<'_>,
        map: MatrixMap,
        size: Vec2,
        axes: MatrixAxes<'_>,
    ) -> (Response, Option<CellHover>) {
        let [before, after] = axes.margins(ui);
        let cells = (size - before - after - Vec2::new(map.scale(), 0.0)).max(Vec2::ZERO);
        let draw = |ui: &mut Ui| drop(Self::default().show_over(ui, name, source, map, size, axes));
        self.draw(ui, (name, source, map), (size, cells), Some(axes), &draw)
    }

    /// Draws it with cells over `cells` points; `again` does the same in another place.
    fn draw(
        &mut self,
        ui: &mut Ui,
        (name, source, map): (&str, MatrixSource<'_>, MatrixMap),
        (size, cells): (Vec2, Vec2),
        axes: Option<MatrixAxes<'_>>,
        again: &dyn Fn(&mut Ui),
    ) -> (Response, Option<CellHover>) {
        self.refresh(ui, name, source, map);
        let [before, after] = axes.map_or([Vec2::ZERO; 2], |axes| axes.margins(ui));
        ui.horizontal_top(|ui| {
            let (outer, _) = ui.allocate_exact_size(before + cells + after, Sense::hover());
            let rect = Rect::from_min_size(outer.min + before, cells);
            let response = ui.interact(rect, ui.scope_id().with(("matrix", name)), Sense::click_and_drag());
            let hover = response.hover_pos().and_then(|pointer| source.cell_at(rect, pointer));
            let sentence = hover.map_or_else(|| name.to_owned(), |hover| format!("{name}: {}", hover.sentence()));
            paint::name(ui, &response, Role::Image, &sentence);
            if ui.is_rect_visible(rect) {
                self.paint(ui, rect, hover.map(|hover| source.cell(rect, hover.row, hover.column)));
                if let Some(axes) = axes {
                    axes.paint(ui, rect);
                }
            }
            if let Some(drawn) = &self.drawn
                && map != MatrixMap::Kinds
                && rect.height() >= 24.0
            {
                let bar = Rect::from_min_size(
                    rect.right_top() + Vec2::new(ui.spacing().item_spacing.x, 0.0),
                    vec2(SCALE, rect.height()),
                );
                ui.scope_builder(UiBuilder::new().max_rect(bar), |ui| {
                    colour_bar_ui(ui, &drawn.map, &drawn.ticks, rect.height());
                });
            }
            let values = || source.values.iter().copied().map(f64::from);
            let table = || Table::matrix_in_order(source.columns, values(), |place| source.at(place));
            take_out::offer(ui, &response, &Figure { name, size, table: &table, draw: again, gestures: "" });
            (response, hover)
        })
        .inner
    }

    fn paint(&self, ui: &Ui, rect: Rect, hovered: Option<Rect>) {
        let tokens = theme::tokens(ui.ctx());
        ui.painter().rect_filled(rect, 0.0, tokens.raised);
        if let Some((_, texture)) = &self.texture {
            let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
            ui.painter().image(texture.id(), rect, whole, Color32::WHITE);
        }
        ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.0, tokens.hairline), StrokeKind::Outside);
        if let Some(cell) = hovered {
            ui.painter().rect_stroke(cell.expand(1.0), 0.0, Stroke::new(1.5, tokens.accent), StrokeKind::Outside);
        }
    }

    /// Rebuilds the texture if its key has changed.
    fn refresh(&mut self, ui: &Ui, name: &str, source: MatrixSource<'_>, map: MatrixMap) {
        let tokens = theme::tokens(ui.ctx());
        let key = Key { source: source.key, shape: (source.rows, source.columns), map, theme: tokens.theme };
        if self.texture.as_ref().is_some_and(|(drawn, _)| *drawn == key) {
            return;
        }
        let (colours, ticks, fraction): (ColourMap, _, Box<dyn Fn(f32) -> f32>) = match map {
            MatrixMap::Diverging { limit } => {
                let scale = limit
                    .filter(|limit| *limit > 0.0)
                    .map_or_else(|| DivergingScale::holding(source.values), |limit| DivergingScale { limit });
                let ticks = [(0.0, -scale.limit), (0.5, 0.0), (1.0, scale.limit)];
                (ColourMap::diverging(&tokens), ticks, Box::new(move |value| scale.fraction(value)))
            }
            MatrixMap::Kinds => {
                let scale = DivergingScale { limit: 1.0 };
                (
                    ColourMap::diverging(&tokens),
                    [(0.0, -1.0), (0.5, 0.0), (1.0, 1.0)],
                    Box::new(move |value| scale.fraction(value)),
                )
            }
            MatrixMap::Sequential { low, high } => {
                let length = if high > low { high - low } else { 1.0 };
                let ticks = [(0.0, low), (0.5, low + length / 2.0), (1.0, low + length)];
                (ColourMap::sequential(), ticks, Box::new(move |value| (value - low) / length))
            }
        };
        let image = source.image(ui.input(|input| input.max_texture_side), |value| colours.at(fraction(value)));
        match &mut self.texture {
            Some((drawn, texture)) => {
                texture.set(image, TextureOptions::NEAREST);
                *drawn = key;
            }
            None => self.texture = Some((key, ui.ctx().load_texture(name, image, TextureOptions::NEAREST))),
        }
        let ticks = ticks.map(|(fraction, value)| (fraction, tick(value))).to_vec();
        self.drawn = Some(Drawn { map: colours, ticks });
    }
}

impl MatrixSource<'_> {
    /// How many cells there are across and down.
    fn cells(&self) -> Vec2 {
        Vec2::new(self.columns.max(1) as f32, self.rows.max(1) as f32)
    }

    /// The row or column that stands at a place.
    fn at(&self, place: usize) -> usize {
        self.order.get(place).copied().unwrap_or(place)
    }

    /// Where the cell of a row and a column is drawn in `rect`.
    pub fn cell(&self, rect: Rect, row: usize, column: usize) -> Rect {
        let place = |number: usize| self.order.iter().position(|each| *each == number).unwrap_or(number);
        let cell = rect.size() / self.cells();
        Rect::from_min_size(rect.min + Vec2::new(place(column) as f32, place(row) as f32) * cell, cell)
    }

    fn value(&self, row: usize, column: usize) -> Option<f32> {
        let index = row.checked_mul(self.columns)?.checked_add(column)?;
        self.values.get(index).copied()
    }

    fn cell_at(&self, rect: Rect, pointer: Pos2) -> Option<CellHover> {
        let fraction = (pointer - rect.min) / rect.size().max(Vec2::splat(1e-3));
        let index = |fraction: f32, count: usize| (fraction >= 0.0).then_some((fraction * count as f32) as usize);
        let row = index(fraction.y, self.rows).filter(|row| *row < self.rows)?;
        let column = index(fraction.x, self.columns).filter(|column| *column < self.columns)?;
        Some(CellHover { row: self.at(row), column: self.at(column), value: self.value(row, column)? })
    }

    /// One pixel per cell; where the device cannot hold so many, every second, third, … cell.
    fn image(&self, largest_side: usize, colour: impl Fn(f32) -> Color32) -> ColorImage {
        let side = largest_side.max(1);
        let step = self.rows.max(self.columns).div_ceil(side).max(1);
        let size = [self.columns.div_ceil(step).max(1), self.rows.div_ceil(step).max(1)];
        let pixels = (0..size[1])
            .flat_map(|row| (0..size[0]).map(move |column| (row * step, column * step)))
            .map(|(row, column)| self.value(row, column).map_or(Color32::TRANSPARENT, &colour))
            .collect();
        ColorImage::new(size, pixels)
    }
}

impl CellHover {
    /// `row 12, column 7: −0.214`, counted from 1 as in every sentence of the window.
    pub fn sentence(&self) -> String {
        if self.value.is_nan() {
            return format!("row {}, column {}: nothing yet", self.row + 1, self.column + 1);
        }
        let value = numbers::signed(f64::from(self.value), 3);
        format!("row {}, column {}: {value}", self.row + 1, self.column + 1)
    }
}

/// A tick of two significant digits.
fn tick(value: f32) -> String {
    let size = f64::from(value.abs());
    let digits = if size == 0.0 { 0 } else { (1 - (size * 1.005).log10().floor() as i32).clamp(0, 6) as usize };
    numbers::number(f64::from(value), digits)
}

#[cfg(test)]
mod tests {
    use super::{CellHover, MatrixSource};
    use egui::{Color32, Rect, pos2};

    const SOURCE: MatrixSource<'_> =
        MatrixSource { rows: 2, columns: 3, values: &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], order: &[], key: (0, 0) };

    #[test]
    fn rows_in_another_order_keep_their_numbers() {
        let values = [0.0, 0.1, 0.2, 0.3];
        let source = MatrixSource { rows: 2, columns: 2, values: &values, order: &[1, 0], key: (0, 0) };
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(20.0, 20.0));
        let hover = source.cell_at(rect, pos2(15.0, 5.0)).unwrap();
        assert_eq!((hover.row, hover.column, hover.value), (1, 0, 0.1));
        assert_eq!(source.cell(rect, 1, 0).min, pos2(10.0, 0.0));
    }

    #[test]
    fn the_pointer_finds_its_cell() {
        let rect = Rect::from_min_max(pos2(10.0, 10.0), pos2(40.0, 30.0));
        let hover = SOURCE.cell_at(rect, pos2(39.9, 20.1));
        assert_eq!(hover, Some(CellHover { row: 1, column: 2, value: 6.0 }));
        assert_eq!(SOURCE.cell_at(rect, pos2(9.0, 20.0)), None);
        assert_eq!(SOURCE.cell_at(rect, pos2(40.0, 20.0)), None);
    }

    #[test]
    fn a_matrix_too_large_for_the_device_is_thinned() {
        let image = SOURCE.image(2, |value| if value > 3.5 { Color32::WHITE } else { Color32::BLACK });
        assert_eq!(image.size, [2, 1]);
        let whole = SOURCE.image(64, |value| if value > 3.5 { Color32::WHITE } else { Color32::BLACK });
        assert_eq!(whole.size, [3, 2]);
        assert_eq!(whole.pixels.iter().filter(|pixel| **pixel == Color32::WHITE).count(), 3);
    }

    #[test]
    fn missing_values_are_blank() {
        let short = MatrixSource { values: &[1.0], ..SOURCE };
        let image = short.image(64, |_| Color32::WHITE);
        assert_eq!(image.pixels.iter().filter(|pixel| **pixel == Color32::TRANSPARENT).count(), 5);
    }
}
