//! Many small pictures of one size as one texture: samples, weight columns, modes. A tile can be hovered and clicked.

use egui::{
    Color32, ColorImage, CursorIcon, EventFilter, Key as KeyboardKey, Mesh, Modifiers, PointerButton, Pos2, Rect,
    Response, Role, Sense, Shape, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, Vec2, pos2, vec2,
};

use super::paint;
use super::take_out::{self, Figure, Table};
use super::tile_plan::Plan;
use crate::ui::theme;

/// How tiles fill their room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TileLayout {
    /// Square cells, as many columns as make the tiles largest, none wider than `most`; where tiles would be narrower
    /// than `least` fewer of them are shown, in tiles that fill the room. What is left of it goes between them.
    Pictures { most: f32, least: f32 },
    /// Each tile a strip over the whole width, below the one before.
    Strips { tallest: f32 },
}

/// The pictures of one frame. Values and colours are asked for, cell by cell, only when `key` has changed.
#[derive(Clone, Copy)]
pub struct Tiles<'a> {
    pub name: &'a str,
    pub count: usize,
    /// Columns and rows of each.
    pub shape: [usize; 2],
    /// Whatever names these pictures: generation, update, what they show.
    pub key: (u64, u64, u64),
    /// The value of a cell (row-major) of a tile; none where the tile ends.
    pub value: &'a dyn Fn(usize, usize) -> Option<f32>,
    /// The colour of a value of that tile.
    pub colour: &'a dyn Fn(usize, f32) -> Color32,
    /// How they fill the room.
    pub layout: TileLayout,
    /// A tile that is marked.
    pub chosen: Option<usize>,
    /// Whether a click on a tile means something.
    pub clickable: bool,
}

/// What happened on the tiles in this frame.
pub struct TileResponse {
    /// Covers all tiles that are shown.
    pub response: Response,
    /// Tile and cell under the pointer.
    pub hover: Option<(usize, usize)>,
    pub clicked: Option<usize>,
    /// How many tiles found room.
    pub shown: usize,
}

/// Holds the texture; keep it in the state of the panel.
#[derive(Default)]
pub struct TileGrid {
    texture: Option<(Key, TextureHandle)>,
    /// The tile that the keyboard stands at.
    cursor: usize,
}

#[derive(Clone, Copy, PartialEq)]
struct Key {
    of: (u64, u64, u64),
    count: usize,
    shape: [usize; 2],
    theme: theme::Theme,
    side: usize,
}

impl TileGrid {
    /// Draws the tiles into a room of `size`, from its upper left corner.
    pub fn show(&mut self, ui: &mut Ui, tiles: &Tiles<'_>, size: Vec2) -> TileResponse {
        let plan = Plan::new(tiles, size, ui.pixels_per_point());
        let rows = plan.shown.div_ceil(plan.columns.max(1)) as f32;
        let columns = plan.columns.min(plan.shown) as f32;
        let whole = ((plan.tile + plan.gap) * vec2(columns, rows) - plan.gap).max(Vec2::ZERO);
        let sense = if tiles.clickable { Sense::click() } else { Sense::CLICK };
        let (rect, response) = ui.allocate_exact_size(whole, sense);
        let scale = ui.pixels_per_point();
        let corner = pos2((rect.left() * scale).round() / scale, (rect.top() * scale).round() / scale);
        let hover = response.hover_pos().and_then(|pointer| plan.at(pointer - corner, tiles.shape));
        paint::name(ui, &response, Role::Image, tiles.name);
        if plan.shown > 0 && ui.is_rect_visible(rect) {
            self.refresh(ui, &Tiles { count: plan.shown, ..*tiles });
            self.paint(ui, corner, &plan, tiles, hover.map(|(tile, _)| tile));
        }
        if tiles.clickable && hover.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        let pointed =
            hover.map(|(tile, _)| tile).filter(|_| tiles.clickable && response.clicked_by(PointerButton::Primary));
        let clicked = self.keyboard(ui, &response, &plan, corner).or(pointed);
        offer(ui, &response, tiles, size);
        TileResponse { response, hover, clicked, shown: plan.shown }
    }

    /// While the tiles have the keyboard, arrows go from one to the next and Enter clicks.
    fn keyboard(&mut self, ui: &Ui, response: &Response, plan: &Plan, corner: Pos2) -> Option<usize> {
        if !response.has_focus() || plan.shown == 0 {
            return None;
        }
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let count = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let on = count(KeyboardKey::ArrowRight) + plan.columns * count(KeyboardKey::ArrowDown);
        let back = count(KeyboardKey::ArrowLeft) + plan.columns * count(KeyboardKey::ArrowUp);
        self.cursor = (self.cursor + on).saturating_sub(back).min(plan.shown - 1);
        let rect = plan.rect(corner, self.cursor).expand(2.0);
        ui.painter().rect_stroke(rect, 2.0, Stroke::new(2.0, theme::tokens(ui.ctx()).accent), StrokeKind::Outside);
        let entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, KeyboardKey::Enter));
        entered.then_some(self.cursor)
    }

    fn refresh(&mut self, ui: &Ui, tiles: &Tiles<'_>) {
        let theme = theme::tokens(ui.ctx()).theme;
        let side = ui.input(|input| input.max_texture_side).max(1);
        let key = Key { of: tiles.key, count: tiles.count, shape: tiles.shape, theme, side };
        if self.texture.as_ref().is_some_and(|(drawn, _)| *drawn == key) {
            return;
        }
        let image =
            Atlas::new(tiles.count, tiles.shape, side).image(tiles.shape, &|tile, cell| tiles.colour_at(tile, cell));
        match &mut self.texture {
            Some((drawn, texture)) => {
                texture.set(image, TextureOptions::NEAREST);
                *drawn = key;
            }
            None => self.texture = Some((key, ui.ctx().load_texture(tiles.name, image, TextureOptions::NEAREST))),
        }
    }

    fn paint(&self, ui: &Ui, corner: Pos2, plan: &Plan, tiles: &Tiles<'_>, hovered: Option<usize>) {
        let tokens = theme::tokens(ui.ctx());
        let Some((key, texture)) = &self.texture else { return };
        let atlas = Atlas::new(key.count, key.shape, key.side);
        let mut mesh = Mesh::with_texture(texture.id());
        for tile in 0..plan.shown.min(atlas.held()) {
            mesh.add_rect_with_uv(plan.rect(corner, tile), atlas.uv(tile), Color32::WHITE);
        }
        ui.painter().add(Shape::mesh(mesh));
        let ring = |tile: usize, colour: Color32| {
            let rect = plan.rect(corner, tile).expand(1.0);
            ui.painter().rect_stroke(rect, 1.0, Stroke::new(1.5, colour), StrokeKind::Outside);
        };
        if let Some(tile) = hovered.filter(|_| tiles.clickable) {
            ring(tile, tokens.soft);
        }
        if let Some(tile) = tiles.chosen.filter(|tile| *tile < plan.shown) {
            ring(tile, tokens.accent);
        }
    }
}

impl Tiles<'_> {
    fn colour_at(&self, tile: usize, cell: usize) -> Color32 {
        (self.value)(tile, cell).map_or(Color32::TRANSPARENT, |value| (self.colour)(tile, value))
    }

    /// A row for each tile, its cells row by row.
    fn table(&self) -> Table {
        let cells = self.shape[0] * self.shape[1];
        let value = |index: usize| (self.value)(index / cells.max(1), index % cells.max(1)).map_or(f64::NAN, f64::from);
        Table::matrix(cells, (0..self.count * cells).map(value))
    }
}

fn offer(ui: &Ui, response: &Response, tiles: &Tiles<'_>, size: Vec2) {
    let alone = Tiles { chosen: None, clickable: false, ..*tiles };
    let figure = Figure {
        name: tiles.name,
        size,
        table: &|| tiles.table(),
        draw: &|ui| drop(TileGrid::default().show(ui, &alone, size)),
        gestures: "",
    };
    take_out::offer(ui, response, &figure);
}

/// Where each tile lies in the texture.
struct Atlas {
    columns: usize,
    rows: usize,
    /// Columns and rows of a tile there: every second, third … cell of one that is larger than the device allows.
    tile: [usize; 2],
    step: [usize; 2],
}

impl Atlas {
    fn new(count: usize, shape: [usize; 2], side: usize) -> Self {
        let step = shape.map(|length| length.div_ceil(side).max(1));
        let tile = [shape[0].div_ceil(step[0]).max(1), shape[1].div_ceil(step[1]).max(1)];
        // Nearly square, so that neither side is met early.
        let wanted = ((count * tile[1]) as f64 / tile[0] as f64).sqrt().ceil() as usize;
        let columns = wanted.clamp(1, (side / tile[0]).max(1));
        let rows = count.div_ceil(columns).clamp(1, (side / tile[1]).max(1));
        Self { columns, rows, tile, step }
    }

    fn held(&self) -> usize {
        self.columns * self.rows
    }

    fn uv(&self, tile: usize) -> Rect {
        let size = vec2(1.0 / self.columns as f32, 1.0 / self.rows as f32);
        let place = vec2((tile % self.columns) as f32, (tile / self.columns) as f32);
        Rect::from_min_size((place * size).to_pos2(), size)
    }

    fn image(&self, shape: [usize; 2], colour: &dyn Fn(usize, usize) -> Color32) -> ColorImage {
        let size = [self.columns * self.tile[0], self.rows * self.tile[1]];
        let mut pixels = Vec::with_capacity(size[0] * size[1]);
        for y in 0..size[1] {
            let (row, down) = (y / self.tile[1], (y % self.tile[1]) * self.step[1]);
            for column in 0..self.columns {
                let tile = row * self.columns + column;
                let start = down.min(shape[1].saturating_sub(1)) * shape[0];
                pixels.extend((0..self.tile[0]).map(|x| colour(tile, start + x * self.step[0])));
            }
        }
        ColorImage::new(size, pixels)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn tiles(count: usize, shape: [usize; 2], layout: TileLayout) -> Tiles<'static> {
        let value: &dyn Fn(usize, usize) -> Option<f32> = &|tile, cell| Some(f32::from((tile, cell) == (3, 2)));
        let colour: &dyn Fn(usize, f32) -> Color32 =
            &|_, value| if value == 1.0 { Color32::WHITE } else { Color32::BLACK };
        Tiles { name: "test", count, shape, key: (0, 0, 0), value, colour, layout, chosen: None, clickable: true }
    }

    pub const PICTURES: TileLayout = TileLayout::Pictures { most: 84.0, least: 20.0 };

    #[test]
    fn the_texture_holds_each_tile_at_its_place() {
        let atlas = Atlas::new(5, [2, 2], 64);
        let image = atlas.image([2, 2], &|tile, cell| tiles(5, [2, 2], PICTURES).colour_at(tile, cell));
        let white: Vec<usize> = (0..image.pixels.len()).filter(|&at| image.pixels[at] == Color32::WHITE).collect();
        // Tile 3 is the first of the second row of three; its cell 2 begins the second line.
        assert_eq!((atlas.columns, atlas.held(), white), (3, 6, vec![3 * image.size[0]]));
        assert_eq!(atlas.uv(4).center(), pos2(0.5, 0.75));
    }

    #[test]
    fn tiles_too_large_for_the_device_are_thinned() {
        let atlas = Atlas::new(3, [100, 1], 32);
        assert_eq!((atlas.tile, atlas.held()), ([25, 1], 3));
        assert_eq!(atlas.image([100, 1], &|_, _| Color32::WHITE).size, [25, 3]);
    }
}
