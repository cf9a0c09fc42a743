//! The lines, wedges and bars of a tree as a mesh.

use egui::{Color32, Mesh};

use super::clusters::Inks;
use super::detail::{Branch, Detail, THIN, Wedge};
use super::pen::Pen;
use super::projection::Projection;
use super::unrooted::Spoke;
use super::window::Layout;
use crate::ui::theme;

/// Rows closer than this, in points, have thinner lines.
const DENSE: f32 = 4.0;
/// The side of the mark at the end of a spoke, which has no strip.
const TIP: f32 = 4.0;
/// Between the bars of an icicle.
const GAP: f32 = 1.0;
/// How strong the ground of a collapsed clade and of an icicle's bar is.
const GROUND: f32 = 0.55;

/// How thick lines are.
pub fn width(projection: &Projection, scale: f32) -> f32 {
    let row = (projection.across(1.0 + projection.rows[0]) - projection.across(projection.rows[0])).abs();
    if row < DENSE { 1.0 } else { 1.5 * scale }
}

/// Everything of a rooted layout. `cut` is the cut in points along.
pub fn mesh(
    detail: &Detail,
    projection: &Projection,
    inks: &Inks<'_>,
    cut: Option<f32>,
    pixels_per_point: f32,
) -> Mesh {
    let width = width(projection, inks.tokens.theme.metrics().scale);
    let mut draw = Draw { pen: Pen::new(projection, pixels_per_point), projection, inks, cut, width };
    let seen = projection.seen_across();
    for wedge in &detail.wedges {
        draw.wedge(wedge);
    }
    for branch in &detail.branches {
        draw.branch(branch, seen);
    }
    draw.pen.finish()
}

/// The straight lines of an unrooted layout.
pub fn spokes_mesh(spokes: &[Spoke], projection: &Projection, inks: &Inks<'_>, pixels_per_point: f32) -> Mesh {
    let width = width(projection, inks.tokens.theme.metrics().scale);
    let mut pen = Pen::new(projection, pixels_per_point);
    for spoke in spokes {
        let node = inks.scene.tree.node(spoke.node);
        let colour = if spoke.wedge { inks.mixture(node.places(), spoke.node) } else { inks.line(spoke.node) };
        pen.segment(spoke.from, spoke.to, width, colour);
        let datum = inks.scene.tree.order().get(node.first as usize).copied();
        if let Some(class) = datum.and_then(|datum| inks.scene.class(datum)).filter(|_| node.size() == 1) {
            let tip = spoke.to + TIP * (spoke.to - spoke.from).normalized();
            pen.segment(spoke.to, tip, TIP, inks.class(class));
        }
    }
    pen.finish()
}

struct Draw<'a> {
    pen: Pen<'a>,
    projection: &'a Projection,
    inks: &'a Inks<'a>,
    cut: Option<f32>,
    width: f32,
}

impl Draw<'_> {
    fn branch(&mut self, branch: &Branch, seen: [f32; 2]) {
        let colour = self.inks.line(branch.node);
        if self.projection.layout == Layout::Icicle {
            self.bar(branch, colour);
            return;
        }
        self.line([branch.from, branch.along], branch.across, colour);
        let span = [branch.span[0].max(seen[0] - self.width), branch.span[1].min(seen[1] + self.width)];
        if span[1] > span[0] {
            let beyond = self.cut.is_some_and(|cut| branch.along > cut);
            let colour = if beyond { self.inks.faded(colour) } else { colour };
            self.pen.across(branch.along, span, self.width, colour);
        }
    }

    /// A line along, fainter beyond the cut.
    fn line(&mut self, [from, to]: [f32; 2], across: f32, colour: Color32) {
        let cut = self.cut.unwrap_or(to).clamp(from, to);
        if cut > from {
            self.pen.along([from, cut], across, self.width, colour);
        }
        if to > cut {
            self.pen.along([cut, to], across, self.width, self.inks.faded(colour));
        }
    }

    /// The rows of a node, from its parent to itself.
    fn bar(&mut self, branch: &Branch, colour: Color32) {
        let gap = if branch.thickness() > 3.0 { GAP / 2.0 } else { 0.0 };
        let colour = theme::mix(self.inks.tokens.panel, colour, GROUND);
        let beyond = self.cut.is_some_and(|cut| branch.from >= cut);
        let colour = if beyond { self.inks.faded(colour) } else { colour };
        let end = (branch.along - gap).max(branch.from + gap);
        self.pen.block([branch.from + gap, end], [branch.rows[0] + gap, branch.rows[1] - gap], colour);
    }

    fn wedge(&mut self, wedge: &Wedge) {
        let top = wedge.nodes.start;
        if self.projection.layout == Layout::Icicle {
            let colour = self.inks.mixture(wedge.places.clone(), top);
            self.pen.block([wedge.from, wedge.tip], wedge.span, self.inks.faded(colour));
            return;
        }
        if wedge.collapsed {
            let colour = self.inks.line(top);
            self.line([wedge.from, wedge.apex], wedge.across, colour);
            let ground = theme::mix(self.inks.tokens.panel, colour, GROUND);
            self.pen.fan([wedge.apex, wedge.across], wedge.tip, wedge.span, ground);
            return;
        }
        let colour = self.inks.mixture(wedge.places.clone(), top);
        let thick = (wedge.span[1] - wedge.span[0]).max(THIN);
        let width = std::mem::replace(&mut self.width, thick);
        self.line([wedge.from, wedge.tip], wedge.across, colour);
        self.width = width;
    }
}
