//! What stands at nodes: pictures where there is room, dots otherwise, rings, and a way that is lit.

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2};

use super::clusters::Inks;
use super::detail::{Branch, Detail};
use super::drawing::Arrangement;
use super::projection::Projection;
use super::window::Layout;
use crate::ui::theme::numbers;

/// The side of a picture, in points, and the room that it wants around.
const PICTURE: f32 = 34.0;
const AROUND: f32 = 4.0;
/// The most pictures that are drawn.
const MOST: usize = 80;
/// The most nodes with a ring among those that were found.
pub const MOST_RINGS: usize = 500;
/// The least bar of an icicle that says how many data it has.
const BAR: Vec2 = Vec2::new(46.0, 14.0);
/// Nodes with thinner rows have no dot.
const DOTTED: f32 = 9.0;

/// Where pictures are drawn: the largest clades first, none over another one or over the edge.
pub fn pictures(detail: &Detail, projection: &Projection) -> Vec<(u32, Rect)> {
    if projection.layout == Layout::Icicle {
        return icicle_pictures(detail, projection);
    }
    let mut wishes: Vec<&Branch> = detail.branches.iter().filter(|branch| fits(branch, projection)).collect();
    wishes.sort_by(|a, b| b.thickness().total_cmp(&a.thickness()).then(a.node.cmp(&b.node)));
    let mut taken: Vec<(u32, Rect)> = Vec::new();
    for branch in wishes {
        let rect = Rect::from_center_size(projection.point(branch.along, branch.across), Vec2::splat(PICTURE));
        let free = taken.iter().all(|(_, other)| !other.expand(AROUND).intersects(rect));
        if free && projection.sight.contains_rect(rect) {
            taken.push((branch.node, rect));
            if taken.len() == MOST {
                break;
            }
        }
    }
    taken
}

fn fits(branch: &Branch, projection: &Projection) -> bool {
    let thickness = branch.thickness() * projection.narrowing(branch.along);
    !branch.childless && thickness >= PICTURE + 2.0 * AROUND && branch.along - branch.from >= PICTURE / 2.0
}

fn icicle_pictures(detail: &Detail, projection: &Projection) -> Vec<(u32, Rect)> {
    let place = |branch: &Branch| {
        let side =
            (branch.thickness() - 2.0 * AROUND).min(branch.along - branch.from - 2.0 * AROUND).min(PICTURE * 1.5);
        let across = f32::midpoint(branch.rows[0], branch.rows[1]);
        let rect = Rect::from_center_size(
            projection.point(f32::midpoint(branch.from, branch.along), across),
            Vec2::splat(side),
        );
        (side >= PICTURE / 2.0 && projection.sight.contains_rect(rect)).then_some((branch.node, rect))
    };
    detail.branches.iter().filter_map(place).take(MOST).collect()
}

/// Draws the dots of nodes without a picture. One that was left before it came to rest is hollow.
pub fn dots(painter: &Painter, detail: &Detail, projection: &Projection, inks: &Inks<'_>, pictured: &[(u32, Rect)]) {
    let scene = inks.scene;
    let whole = f64::from(scene.tree.leaves().max(1));
    for branch in &detail.branches {
        let dotted = branch.thickness() * projection.narrowing(branch.along) >= DOTTED;
        let unconverged = scene.unconverged.is_some_and(|unconverged| unconverged(branch.node));
        if projection.layout == Layout::Icicle
            || !(dotted && !branch.childless || unconverged)
            || pictured.iter().any(|(node, _)| *node == branch.node)
        {
            continue;
        }
        let at = projection.point(branch.along, branch.across);
        if !projection.sight.contains(at) {
            continue;
        }
        let fraction = f64::from(scene.tree.node(branch.node).size()) / whole;
        let weight = scene.weight.map_or(fraction.sqrt() as f32, |weight| weight(branch.node).clamp(0.0, 1.0));
        let radius = 1.8 + 3.2 * weight;
        if unconverged {
            let (radius, width) = if dotted { (radius.max(2.6), 1.5) } else { (1.8, 1.0) };
            painter.circle(at, radius, inks.tokens.panel, Stroke::new(width, inks.tokens.ink));
        } else {
            painter.circle_filled(at, radius, inks.line(branch.node));
        }
    }
}

/// Says how many data a collapsed clade has, and a bar of an icicle that has no picture.
pub fn counts(painter: &Painter, detail: &Detail, projection: &Projection, inks: &Inks<'_>, pictured: &[(u32, Rect)]) {
    let font = FontId::proportional(11.5);
    let bars = detail.branches.iter().filter(|branch| projection.layout == Layout::Icicle && !branch.childless);
    for branch in bars.filter(|branch| pictured.iter().all(|(node, _)| *node != branch.node)) {
        if branch.along - branch.from >= BAR.x && branch.thickness() >= BAR.y {
            let middle = f32::midpoint(branch.rows[0], branch.rows[1]);
            let at = projection.point(branch.along - 5.0, middle);
            let text = numbers::grouped(u64::from(inks.scene.tree.node(branch.node).size()));
            let align = if projection.mirrored { Align2::LEFT_CENTER } else { Align2::RIGHT_CENTER };
            painter.text(at, align, text, font.clone(), inks.tokens.ink);
        }
    }
    for wedge in detail.wedges.iter().filter(|wedge| wedge.collapsed) {
        let text = numbers::grouped(u64::from(wedge.places.end - wedge.places.start));
        let middle = (wedge.tip - wedge.apex).mul_add(0.66, wedge.apex);
        let at = projection.point(middle, f32::midpoint(wedge.span[0], wedge.span[1]));
        let room = (wedge.span[1] - wedge.span[0]) * projection.narrowing(middle);
        if room >= 9.0 {
            painter.text(at, Align2::CENTER_CENTER, text, font.clone(), inks.tokens.ink);
        }
    }
}

/// The frames of pictures, and the pictures themselves.
pub fn draw_pictures(painter: &Painter, inks: &Inks<'_>, pictures: &[(u32, Rect)]) {
    let Some(picture) = inks.scene.picture else { return };
    for (node, rect) in pictures {
        painter.rect_filled(*rect, 2.0, inks.tokens.spin_off);
        picture(painter, *node, rect.shrink(1.5));
        let unconverged = inks.scene.unconverged.is_some_and(|unconverged| unconverged(*node));
        let colour = if unconverged { inks.tokens.ink } else { inks.line(*node) };
        painter.rect_stroke(*rect, 2.0, Stroke::new(1.5, colour), StrokeKind::Inside);
    }
}

/// A ring round a node.
pub fn ring(painter: &Painter, at: Pos2, pictured: Option<&Rect>, colour: Color32) {
    match pictured {
        Some(rect) => {
            painter.rect_stroke(rect.expand(2.5), 3.0, Stroke::new(2.0, colour), StrokeKind::Inside);
        }
        None => {
            painter.circle_stroke(at, 6.0, Stroke::new(2.0, colour));
        }
    }
}

/// Lights the way through some nodes, with what is written at each where it does not touch the one before.
pub fn path(painter: &Painter, arrangement: &Arrangement, projection: &Projection, inks: &Inks<'_>) {
    let rows = &arrangement.rows;
    let mut way: Vec<Pos2> = Vec::new();
    let mut before: Option<(f32, f32)> = None;
    for step in inks.scene.path {
        let (along, across) = (projection.along(rows.depth(step.node)), projection.across(rows.row(step.node)));
        if let Some((from, line)) = before.filter(|_| arrangement.unrooted.is_none()) {
            let pieces = if projection.layout.is_round() { 12 } else { 1 };
            way.extend((1..=pieces).map(|k| {
                let fraction = k as f32 / pieces as f32;
                projection.point(from, line + (across - line) * fraction)
            }));
        }
        way.push(arrangement.point(projection, step.node));
        before = Some((along, across));
    }
    painter.add(Shape::line(way, Stroke::new(3.5, inks.tokens.accent)));
    let font = FontId::monospace(11.5);
    let mut free = Rect::NOTHING;
    for step in inks.scene.path {
        let at = arrangement.point(projection, step.node);
        painter.circle(at, 3.5, inks.tokens.panel, Stroke::new(2.0, inks.tokens.accent));
        if step.value.is_empty() {
            continue;
        }
        let galley = painter.layout_no_wrap(step.value.clone(), font.clone(), inks.tokens.ink);
        let rect =
            Align2::CENTER_BOTTOM.anchor_size(at - Vec2::new(0.0, 6.0), galley.size()).expand2(Vec2::new(4.0, 1.0));
        if rect.intersects(free) || !projection.sight.contains_rect(rect) {
            continue;
        }
        free = rect;
        painter.rect(rect, 4.0, inks.tokens.panel, Stroke::new(1.0, inks.tokens.hairline), StrokeKind::Inside);
        painter.galley(rect.min + Vec2::new(4.0, 1.0), galley, inks.tokens.ink);
    }
}
