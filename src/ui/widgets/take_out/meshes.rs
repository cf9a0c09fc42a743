//! Meshes as few shapes: what was drawn as a rectangle or a strip is put together again. Pure.

use egui::{Color32, Mesh, Pos2, Rect, epaint::Vertex, epaint::WHITE_UV};

/// A piece of a mesh in one colour or, with `uv`, of a picture.
pub(super) struct Piece {
    /// Three corners or four, going round.
    pub corners: Vec<Pos2>,
    pub color: Color32,
    /// The part of the picture that lies on it.
    pub uv: Option<Rect>,
}

/// The pieces of a mesh: two triangles that share a side are one.
pub(super) fn pieces(mesh: &Mesh) -> Vec<Piece> {
    let mut triangles = mesh.indices.chunks_exact(3).peekable();
    let mut pieces = Vec::new();
    while let Some(one) = triangles.next() {
        let joined = triangles.peek().and_then(|other| join(one, other));
        if joined.is_some() {
            triangles.next();
        }
        let corners: Vec<Vertex> = joined
            .unwrap_or_else(|| one.to_vec())
            .into_iter()
            .filter_map(|index| mesh.vertices.get(index as usize).copied())
            .collect();
        let Some(first) = corners.first() else { continue };
        let flat = corners.iter().all(|corner| corner.uv == WHITE_UV);
        // A picture that is turned upside down has its upper left corner at the lower left of the texture.
        let uv = || {
            let by = |vertex: &&Vertex| ordered(vertex.pos);
            let (least, most) = (corners.iter().min_by_key(by), corners.iter().max_by_key(by));
            least.zip(most).map(|(least, most)| Rect { min: least.uv, max: most.uv })
        };
        pieces.push(Piece {
            color: first.color,
            uv: if flat { None } else { uv() },
            corners: corners.iter().map(|corner| corner.pos).collect(),
        });
    }
    pieces
}

/// From the upper left to the lower right.
fn ordered(pos: Pos2) -> i64 {
    ((pos.x + pos.y) * 64.0) as i64
}

/// The four corners of two triangles that share a side, going round.
fn join(one: &[u32], other: &[u32]) -> Option<Vec<u32>> {
    let far = other.iter().find(|index| !one.contains(index))?;
    let shared = other.iter().filter(|index| one.contains(index)).count();
    let own = one.iter().position(|index| !other.contains(index))?;
    let at = |step: usize| one.get((own + step) % 3).copied();
    (shared == 2).then(|| Some(vec![at(0)?, at(1)?, *far, at(2)?])).flatten()
}

#[cfg(test)]
mod tests {
    use egui::{Color32, Mesh, Rect, pos2};

    use super::pieces;

    #[test]
    fn a_rectangle_is_one_piece_and_a_lone_triangle_another() {
        let rect = Rect::from_min_max(pos2(1.0, 2.0), pos2(5.0, 9.0));
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(rect, Color32::WHITE);
        mesh.add_colored_rect(rect.translate(egui::vec2(10.0, 0.0)), Color32::BLACK);
        mesh.add_triangle(0, 1, 2);
        let found = pieces(&mesh);
        assert_eq!(found.iter().map(|piece| piece.corners.len()).collect::<Vec<_>>(), [4, 4, 3]);
        assert_eq!(Rect::from_points(&found[0].corners), rect);
        assert!(found[1].color == Color32::BLACK && found[1].uv.is_none());
    }

    #[test]
    fn a_picture_keeps_its_part_of_the_texture() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(8.0, 8.0));
        let uv = Rect::from_min_max(pos2(0.25, 0.75), pos2(0.5, 0.5));
        let mut mesh = Mesh::default();
        mesh.add_rect_with_uv(rect, uv, Color32::WHITE);
        assert_eq!(pieces(&mesh).first().and_then(|piece| piece.uv), Some(uv));
    }
}
