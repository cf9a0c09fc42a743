//! The grid's picture, the gaps between its cells and the marks over it.

use egui::{
    Color32, ColorImage, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, pos2,
    vec2,
};

use super::layout::GridLayout;
use super::strokes::{Cell, Mirror};
use crate::physics::spins::GridShape;

/// Cells at least this wide, in points, are set apart by gaps.
const GAPS_FROM: f32 = 6.0;

/// Side of the square of ink on a cell, as a fraction of the cell's.
const INK: f32 = 0.3;

/// The colour of each cell.
#[derive(Clone, Copy)]
pub enum CellColors<'a> {
    /// Row-major; a missing colour is transparent.
    Slice(&'a [Color32]),
    /// Asked for each index, only when the picture has changed.
    Each(&'a dyn Fn(usize) -> Color32),
}

/// The colour of each cell of a state: the first where the spin is up, the second elsewhere.
pub fn spin_colours(spins: &[i8], [up, down]: [Color32; 2]) -> impl Fn(usize) -> Color32 {
    move |cell| if spins.get(cell).is_some_and(|&spin| spin > 0) { up } else { down }
}

/// The picture of a grid: colours, and the key under which they are unchanged.
#[derive(Clone, Copy)]
pub struct CellImage<'a> {
    /// Whatever names this picture: generation, revision and layer, say. The texture is rebuilt when it changes.
    pub key: (u64, u64, u64),
    pub colors: CellColors<'a>,
}

/// The colours of what lies over and between the cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridColors {
    /// The gaps between cells: the panel's ground.
    pub gap: Color32,
    /// What is under the pointer, the mirror axis, the ring round the cell being updated, the focus frame.
    pub accent: Color32,
    pub mark: Color32,
}

/// Marks over the cells; none by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct GridMarks<'a> {
    /// Cells that differ from what they are compared with: a tick in the upper right corner.
    pub differing: &'a [usize],
    /// Cells that are on where the colours show something else: a small square of ink.
    pub ink: &'a [usize],
    /// Unstable cells: a dot.
    pub unstable: &'a [usize],
    /// The cell being updated: a ring round it.
    pub updating: Option<usize>,
}

/// A texture and what it was made from.
pub(super) struct GridTexture {
    key: (u64, u64, u64),
    shape: GridShape,
    handle: TextureHandle,
}

/// Paints the cells as one texture, rebuilt only when the key or the shape changed.
pub(super) fn cells(
    ui: &Ui,
    rect: Rect,
    shape: GridShape,
    image: CellImage<'_>,
    cached: &mut Option<GridTexture>,
    name: &str,
) {
    if shape.cells() == 0 {
        *cached = None;
        return;
    }
    if cached.as_ref().is_none_or(|texture| texture.key != image.key || texture.shape != shape) {
        let picture = color_image(shape, image.colors);
        if let Some(texture) = cached {
            texture.handle.set(picture, TextureOptions::NEAREST);
            (texture.key, texture.shape) = (image.key, shape);
        } else {
            let handle = ui.ctx().load_texture(name, picture, TextureOptions::NEAREST);
            *cached = Some(GridTexture { key: image.key, shape, handle });
        }
    }
    if let Some(texture) = cached {
        let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        ui.painter().image(texture.handle.id(), rect, whole, Color32::WHITE);
    }
}

fn color_image(shape: GridShape, colors: CellColors<'_>) -> ColorImage {
    let pixels = (0..shape.cells())
        .map(|index| match colors {
            CellColors::Slice(slice) => slice.get(index).copied().unwrap_or(Color32::TRANSPARENT),
            CellColors::Each(color_of) => color_of(index),
        })
        .collect();
    ColorImage::new([shape.width, shape.height], pixels)
}

/// Paints the gaps: hairlines of one physical pixel between cells, in one mesh.
pub(super) fn gaps(painter: &Painter, layout: &GridLayout, color: Color32) {
    if layout.cell < GAPS_FROM {
        return;
    }
    let pixel = 1.0 / painter.pixels_per_point();
    let rect = layout.rect;
    let mut mesh = Mesh::default();
    // The gap takes the last pixel of a cell, so that it lies on whole pixels.
    for col in 1..layout.shape.width {
        let x = rect.left() + col as f32 * layout.cell;
        mesh.add_colored_rect(Rect::from_min_max(pos2(x - pixel, rect.top()), pos2(x, rect.bottom())), color);
    }
    for row in 1..layout.shape.height {
        let y = rect.top() + row as f32 * layout.cell;
        mesh.add_colored_rect(Rect::from_min_max(pos2(rect.left(), y - pixel), pos2(rect.right(), y)), color);
    }
    painter.add(mesh);
}

/// Paints ticks, squares of ink, dots and the ring.
pub(super) fn marks(painter: &Painter, layout: &GridLayout, marks: GridMarks<'_>, colors: GridColors) {
    let rect_of =
        |index: usize| (index < layout.shape.cells()).then(|| layout.rect_of(Cell::from_index(index, layout.shape)));
    let side = (layout.cell * 0.34).max(2.0).min(layout.cell);
    let ticks: Vec<Rect> = marks.differing.iter().filter_map(|&index| rect_of(index)).collect();
    for (grow, color) in [(1.5, colors.gap), (0.0, colors.mark)] {
        // The wider triangle in the ground's colour keeps the tick visible on cells of its own colour.
        let mut mesh = Mesh::default();
        for rect in &ticks {
            let corner = rect.right_top();
            let reach = (side + grow).min(layout.cell);
            let first = mesh.vertices.len() as u32;
            mesh.colored_vertex(corner, color);
            mesh.colored_vertex(corner - vec2(reach, 0.0), color);
            mesh.colored_vertex(corner + vec2(0.0, reach), color);
            mesh.add_triangle(first, first + 1, first + 2);
        }
        painter.add(mesh);
    }
    let mut ink = Mesh::default();
    for rect in marks.ink.iter().filter_map(|&index| rect_of(index)) {
        ink.add_colored_rect(rect.scale_from_center(INK), colors.mark);
    }
    painter.add(ink);
    let radius = (layout.cell * 0.16).max(1.0);
    for rect in marks.unstable.iter().filter_map(|&index| rect_of(index)) {
        painter.circle_filled(rect.center(), radius + 1.0, colors.gap);
        painter.circle_filled(rect.center(), radius, colors.mark);
    }
    if let Some(rect) = marks.updating.and_then(rect_of) {
        painter.rect_stroke(rect.expand(1.0), 3, Stroke::new(1.0, colors.gap), StrokeKind::Outside);
        painter.rect_stroke(rect.expand(2.0), 4, Stroke::new(2.0, colors.accent), StrokeKind::Outside);
    }
}

/// Paints the outline of the cells that the tool would touch, legible on cells of every colour.
pub(super) fn outline(painter: &Painter, layout: &GridLayout, cells: &[usize], colors: GridColors) {
    let sides = layout.outline(cells);
    for stroke in [Stroke::new(3.5, colors.gap), Stroke::new(1.5, colors.accent)] {
        painter.extend(sides.iter().map(|&side| Shape::line_segment(side, stroke)));
    }
}

/// Paints cells that will be drawn when the button goes up.
pub(super) fn wash(painter: &Painter, layout: &GridLayout, cells: &[usize], colors: GridColors) {
    let mut mesh = Mesh::default();
    for &index in cells {
        let rect = layout.rect_of(Cell::from_index(index, layout.shape));
        mesh.add_colored_rect(rect, colors.accent.gamma_multiply(0.45));
    }
    painter.add(mesh);
}

/// Paints the axes about which a gesture is mirrored.
pub(super) fn mirror_axes(painter: &Painter, layout: &GridLayout, mirror: Mirror, colors: GridColors) {
    let (rect, stroke) = (layout.rect, Stroke::new(1.0, colors.accent));
    let mut dashes = Vec::new();
    if mirror.left_right() {
        Shape::dashed_line_many(&[rect.center_top(), rect.center_bottom()], stroke, 4.0, 4.0, &mut dashes);
    }
    if mirror.up_down() {
        Shape::dashed_line_many(&[rect.left_center(), rect.right_center()], stroke, 4.0, 4.0, &mut dashes);
    }
    painter.extend(dashes);
}
