//! Labels next to the leaves: a strip for each column, with letters where there is room.

use std::ops::Range;

use egui::{Align2, Painter};

use super::clusters::{Inks, commonest};
use super::pen::Pen;
use super::projection::Projection;
use super::rows::Rows;
use super::scene::{LabelColumn, TreeScene};
use crate::ui::theme;

/// The width of a strip, and the room before it.
pub const STRIP: f32 = 20.0;
pub const GAP: f32 = 4.0;
/// Pieces of a strip are no higher than this.
const TALLEST: f32 = 18.0;
/// Pieces at least this high stand apart.
const APART: f32 = 6.0;
/// The least height of a piece with a letter.
const LETTER: f32 = 7.0;

/// A piece of a strip: rows of one class.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub class: u16,
    /// How common it is among the data of the piece.
    pub fraction: f32,
    /// Points across of its edges.
    pub span: [f32; 2],
    pub places: Range<u32>,
}

/// The pieces of a column that are in sight: each leaf by itself where rows are high enough, otherwise the commonest
/// class of each point, and equal neighbours together.
pub fn pieces(scene: &TreeScene<'_>, column: &LabelColumn<'_>, rows: &Rows, projection: &Projection) -> Vec<Piece> {
    let seen = projection.seen_across();
    let order = scene.tree.order();
    let [low, high] = projection.rows.map(|row| row.clamp(0.0, rows.edge(scene.tree.leaves())));
    let (Some(first), Some(last)) = (rows.place_at(low), rows.place_at(high - 1e-6)) else { return Vec::new() };
    let from = rows.place_at(projection.row(seen[0]).max(low)).unwrap_or(first).max(first);
    let end = rows.place_at(projection.row(seen[1]).min(high)).unwrap_or(last).min(last) + 1;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut place = from;
    while place < end {
        let top = projection.across(rows.edge(place));
        // At least a point high, in as few steps as there are points.
        let mut next = place + 1;
        if projection.across(rows.edge(next)) - top < 1.0 {
            let row = projection.row(top + 1.0);
            next = rows.place_at(row).unwrap_or(place).clamp(place, end - 1) + 1;
        }
        let data = order.get(place as usize..next as usize).unwrap_or(&[]);
        let bottom = projection.across(rows.edge(next));
        if let Some((class, fraction)) = commonest(data.iter().filter_map(|datum| column.class(*datum))) {
            let joins = |before: &&mut Piece| {
                let thin = bottom - top < APART && before.places.end == place;
                thin && before.class == class && (before.fraction - fraction).abs() < 0.1
            };
            match pieces.last_mut().filter(joins) {
                Some(before) => (before.span[1], before.places.end) = (bottom, next),
                None => pieces.push(Piece { class, fraction, span: [top, bottom], places: place..next }),
            }
        }
        place = next;
    }
    pieces
}

/// Points along at which a column begins.
pub fn along(projection: &Projection, index: usize) -> f32 {
    let rim = if projection.layout.is_round() { projection.radius() } else { projection.area.width() };
    rim + GAP + index as f32 * (STRIP + GAP)
}

/// How wide all columns are together.
pub fn width(columns: usize) -> f32 {
    columns as f32 * (STRIP + GAP) + if columns == 0 { 0.0 } else { GAP }
}

/// The edges of a piece as it is drawn: a leaf by itself stands apart from its neighbours.
fn drawn(piece: &Piece) -> [f32; 2] {
    let height = piece.span[1] - piece.span[0];
    if height < APART || piece.places.len() > 1 {
        return piece.span;
    }
    let middle = f32::midpoint(piece.span[0], piece.span[1]);
    let half = (height - 1.5).min(TALLEST) / 2.0;
    [middle - half, middle + half]
}

/// Adds the areas of a column, from a length along on.
pub fn draw(pen: &mut Pen<'_>, pieces: &[Piece], column: &LabelColumn<'_>, from: f32, inks: &Inks<'_>) {
    for piece in pieces {
        let ground = inks.strip(column, piece.class);
        let colour = theme::mix(inks.tokens.faint, ground, piece.fraction);
        pen.block([from, from + STRIP], drawn(piece), colour);
    }
}

/// Writes the letters of a column, where a piece is high enough.
pub fn letters(
    painter: &Painter,
    pieces: &[Piece],
    column: &LabelColumn<'_>,
    projection: &Projection,
    from: f32,
    inks: &Inks<'_>,
) {
    let middle = from + STRIP / 2.0;
    // Rows that are too low for a letter each have one for all neighbours of their class.
    let mut runs: Vec<Piece> = Vec::new();
    for piece in pieces {
        let low = piece.span[1] - piece.span[0] < APART;
        match runs.last_mut().filter(|run| low && run.class == piece.class && run.places.end == piece.places.start) {
            Some(run) => {
                (run.span[1], run.places.end) = (piece.span[1], piece.places.end);
                run.fraction = run.fraction.min(piece.fraction);
            }
            None => runs.push(piece.clone()),
        }
    }
    for piece in &runs {
        let span = drawn(piece);
        let height = (span[1] - span[0]) * projection.narrowing(middle);
        let text = column.text(piece.class);
        if height < LETTER || piece.fraction < 0.75 || text.is_empty() {
            continue;
        }
        let size = (height + 0.5).clamp(8.5, 11.5);
        let font = theme::semibold(size);
        let colour = inks.tokens.on(inks.strip(column, piece.class));
        let at = projection.point(middle, f32::midpoint(span[0], span[1]));
        let galley = painter.layout_no_wrap(text.to_owned(), font, colour);
        if galley.size().x <= STRIP - 2.0 {
            painter.galley(Align2::CENTER_CENTER.anchor_size(at, galley.size()).min, galley, colour);
        }
    }
}
