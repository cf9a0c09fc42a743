//! Lines and areas of a tree as one mesh, in the layout's own directions.

use std::f32::consts::TAU;

use egui::{Color32, Mesh, Pos2, Vec2};

use super::projection::{Projection, direction};

/// Arcs are drawn in steps of about this length, in points.
const ARC_STEP: f32 = 6.0;
/// How far the edge of a slanted line fades, in points: a mesh has no smooth edges of its own.
const FEATHER: f32 = 0.8;

/// Draws into a mesh. Along and across are those of the projection.
pub struct Pen<'a> {
    projection: &'a Projection,
    mesh: Mesh,
    /// Of the screen, so that lines along and across are sharp.
    pixels_per_point: f32,
}

impl<'a> Pen<'a> {
    pub fn new(projection: &'a Projection, pixels_per_point: f32) -> Self {
        Self { projection, mesh: Mesh::default(), pixels_per_point }
    }

    pub fn finish(self) -> Mesh {
        self.mesh
    }

    /// A line away from the root.
    pub fn along(&mut self, [from, to]: [f32; 2], across: f32, width: f32, colour: Color32) {
        if self.projection.layout.is_round() {
            self.segment(self.projection.point(from, across), self.projection.point(to, across), width, colour);
        } else {
            let across = self.sharp(across, width);
            // A corner is filled by the line that comes along.
            let ends = [from - width / 2.0, to + width / 2.0].map(|along| self.projection.point(along, across));
            let half = Vec2::new(0.0, width / 2.0);
            self.quad([ends[0] - half, ends[1] - half, ends[1] + half, ends[0] + half], colour);
        }
    }

    /// A line across, to the children of a node.
    pub fn across(&mut self, along: f32, [from, to]: [f32; 2], width: f32, colour: Color32) {
        if self.projection.layout.is_round() {
            let corners = self.arc(along, [from, to]);
            for (a, b) in corners.iter().zip(corners.iter().skip(1)) {
                self.segment(*a, *b, width, colour);
            }
        } else {
            let x = self.sharp(self.projection.point(along, 0.0).x, width);
            let half = width / 2.0;
            let area = egui::Rect::from_min_max(Pos2::new(x - half, from), Pos2::new(x + half, to));
            self.mesh.add_colored_rect(area, colour);
        }
    }

    /// An area between two lengths along and two across.
    pub fn block(&mut self, [from, to]: [f32; 2], [first, last]: [f32; 2], colour: Color32) {
        if !self.projection.layout.is_round() {
            let ends = [self.projection.point(from, first), self.projection.point(to, last)];
            self.mesh.add_colored_rect(egui::Rect::from_two_pos(ends[0], ends[1]), colour);
            return;
        }
        let (inner, outer) = (self.arc(from, [first, last]), self.arc(to, [first, last]));
        let steps = inner.len().max(outer.len());
        let rim = |along: f32, step: usize| {
            let fraction = step as f32 / (steps - 1).max(1) as f32;
            self.projection.point(along, first + (last - first) * fraction)
        };
        let corners: Vec<[Pos2; 2]> = (0..steps).map(|step| [rim(from, step), rim(to, step)]).collect();
        for (a, b) in corners.iter().zip(corners.iter().skip(1)) {
            self.quad([a[0], a[1], b[1], b[0]], colour);
        }
    }

    /// A fan from a narrow end to all rows of a clade.
    pub fn fan(&mut self, apex: [f32; 2], tip: f32, [first, last]: [f32; 2], colour: Color32) {
        let top = self.projection.point(apex[0], apex[1]);
        if self.projection.layout.is_round() {
            let rim = self.arc(tip, [first, last]);
            for (a, b) in rim.iter().zip(rim.iter().skip(1)) {
                self.triangle([top, *a, *b], colour);
            }
        } else {
            self.triangle([top, self.projection.point(tip, first), self.projection.point(tip, last)], colour);
        }
    }

    /// A line of any direction with smooth sides.
    pub fn segment(&mut self, from: Pos2, to: Pos2, width: f32, colour: Color32) {
        let side = (to - from).normalized().rot90();
        let (core, rim) = (side * ((width - FEATHER) / 2.0).max(0.1), side * (width + FEATHER) / 2.0);
        let first = self.mesh.vertices.len() as u32;
        // What fades comes first: who reads the mesh takes a piece for what its first corner is.
        for (at, colour) in [(rim, Color32::TRANSPARENT), (core, colour), (-core, colour), (-rim, Color32::TRANSPARENT)]
        {
            self.mesh.colored_vertex(from + at, colour);
            self.mesh.colored_vertex(to + at, colour);
        }
        for [a, b, c, d] in [[0, 1, 3, 2], [2, 3, 5, 4], [6, 7, 5, 4]] {
            self.mesh.add_triangle(first + a, first + b, first + c);
            self.mesh.add_triangle(first + a, first + c, first + d);
        }
    }

    /// The points of an arc.
    fn arc(&self, along: f32, [from, to]: [f32; 2]) -> Vec<Pos2> {
        let angles = [from, to].map(|across| self.projection.angle(across));
        let turn = (angles[1] - angles[0]).clamp(-TAU, TAU);
        let steps = ((turn.abs() * along / ARC_STEP).ceil() as usize).clamp(1, 512);
        let centre = self.projection.centre();
        (0..=steps).map(|step| centre + along * direction(angles[0] + turn * step as f32 / steps as f32)).collect()
    }

    fn quad(&mut self, corners: [Pos2; 4], colour: Color32) {
        let first = self.mesh.vertices.len() as u32;
        for corner in corners {
            self.mesh.colored_vertex(corner, colour);
        }
        self.mesh.add_triangle(first, first + 1, first + 2);
        self.mesh.add_triangle(first, first + 2, first + 3);
    }

    fn triangle(&mut self, corners: [Pos2; 3], colour: Color32) {
        let first = self.mesh.vertices.len() as u32;
        for corner in corners {
            self.mesh.colored_vertex(corner, colour);
        }
        self.mesh.add_triangle(first, first + 1, first + 2);
    }

    /// Moved so that a line of this width lies on whole pixels.
    fn sharp(&self, at: f32, width: f32) -> f32 {
        let pixels = (width * self.pixels_per_point).round().max(1.0);
        let edge = (at * self.pixels_per_point - pixels / 2.0).round();
        (edge + pixels / 2.0) / self.pixels_per_point
    }
}
