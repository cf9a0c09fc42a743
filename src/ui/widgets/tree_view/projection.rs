//! From rows and depths to points on the screen: every layout but the unrooted one is a transform of the same arrays.

use std::f32::consts::{FRAC_PI_2, TAU};

use egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::window::{Layout, Window};

/// The part of a full turn that a circular tree takes; the rest tells where it begins.
const TURN: f32 = 0.97 * TAU;
/// How much larger things are in the middle of the lens.
const LENS_POWER: f32 = 4.0;

/// A fisheye along the rows: what is under the pointer is large, everything stays in sight (Sarkar and Brown 1992).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lens {
    /// Its middle and its reach, in points across the rows.
    pub at: f32,
    pub reach: f32,
}

impl Lens {
    fn bent(self, across: f32) -> f32 {
        let fraction = (across - self.at) / self.reach;
        if fraction.abs() >= 1.0 {
            return across;
        }
        self.at + self.reach * fraction * (LENS_POWER + 1.0) / LENS_POWER.mul_add(fraction.abs(), 1.0)
    }

    fn straight(self, across: f32) -> f32 {
        let fraction = (across - self.at) / self.reach;
        if fraction.abs() >= 1.0 {
            return across;
        }
        self.at + self.reach * fraction / (LENS_POWER.mul_add(-fraction.abs(), LENS_POWER) + 1.0)
    }
}

/// Rows and depths as lengths on the screen, and those as points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    pub layout: Layout,
    /// What the whole tree is drawn in before any zoom.
    pub area: Rect,
    /// What is in sight: with the strips around a disc.
    pub sight: Rect,
    /// The rows of what is drawn: the whole tree, or the clade that was drilled into.
    pub rows: [f64; 2],
    /// The depth at the root of what is drawn.
    pub root: f64,
    pub window: Window,
    /// The root at right.
    pub mirrored: bool,
    pub lens: Option<Lens>,
}

impl Projection {
    /// Points across the rows at which a row is: downwards, or along the rim of the disc.
    pub fn across(&self, row: f64) -> f32 {
        let [low, high] = self.rows;
        let fraction = if high > low { (row - low) / (high - low) } else { 0.5 };
        let across = match self.layout {
            Layout::Circular | Layout::Unrooted => (fraction * f64::from(self.radius() * TURN)) as f32,
            Layout::Rectangular | Layout::Icicle => {
                let [top, bottom] = self.window.y;
                self.area.top() + ((fraction - top) / (bottom - top) * f64::from(self.area.height())) as f32
            }
        };
        self.lens.map_or(across, |lens| lens.bent(across))
    }

    /// The row at points across: the inverse of [`Self::across`].
    pub fn row(&self, across: f32) -> f64 {
        let across = self.lens.map_or(across, |lens| lens.straight(across));
        let fraction = match self.layout {
            Layout::Circular | Layout::Unrooted => f64::from(across) / f64::from((self.radius() * TURN).max(1e-6)),
            Layout::Rectangular | Layout::Icicle => {
                let [top, bottom] = self.window.y;
                let fraction = f64::from(across - self.area.top()) / f64::from(self.area.height().max(1e-6));
                (bottom - top).mul_add(fraction, top)
            }
        };
        (self.rows[1] - self.rows[0]).mul_add(fraction, self.rows[0])
    }

    /// Points along from the root at which a depth is: to the right, or outwards.
    pub fn along(&self, depth: f64) -> f32 {
        let fraction = if self.root < 1.0 { (depth - self.root) / (1.0 - self.root) } else { 1.0 };
        match self.layout {
            Layout::Circular | Layout::Unrooted => (fraction * f64::from(self.radius())) as f32,
            Layout::Rectangular | Layout::Icicle => {
                let [left, right] = self.window.x;
                ((fraction - left) / (right - left) * f64::from(self.area.width())) as f32
            }
        }
    }

    /// The depth at points along: the inverse of [`Self::along`].
    pub fn depth(&self, along: f32) -> f64 {
        let fraction = match self.layout {
            Layout::Circular | Layout::Unrooted => f64::from(along) / f64::from(self.radius().max(1e-6)),
            Layout::Rectangular | Layout::Icicle => {
                let [left, right] = self.window.x;
                (right - left).mul_add(f64::from(along) / f64::from(self.area.width().max(1e-6)), left)
            }
        };
        (1.0 - self.root).mul_add(fraction, self.root)
    }

    /// A point from lengths along and across.
    pub fn point(&self, along: f32, across: f32) -> Pos2 {
        match self.layout {
            Layout::Circular | Layout::Unrooted => self.centre() + along * direction(self.angle(across)),
            Layout::Rectangular | Layout::Icicle if self.mirrored => pos2(self.area.right() - along, across),
            Layout::Rectangular | Layout::Icicle => pos2(self.area.left() + along, across),
        }
    }

    /// Lengths along and across of a point.
    pub fn lengths(&self, point: Pos2) -> (f32, f32) {
        match self.layout {
            Layout::Circular | Layout::Unrooted => {
                let from = point - self.centre();
                let angle = (from.y.atan2(from.x) - START).rem_euclid(TAU);
                // In the gap, what is nearer: the last row or the first.
                let angle = if angle > f32::midpoint(TURN, TAU) { angle - TAU } else { angle };
                (from.length(), angle * self.radius())
            }
            Layout::Rectangular | Layout::Icicle if self.mirrored => (self.area.right() - point.x, point.y),
            Layout::Rectangular | Layout::Icicle => (point.x - self.area.left(), point.y),
        }
    }

    /// The direction of a length along the rim.
    pub fn angle(&self, across: f32) -> f32 {
        START + across / self.radius().max(1e-6)
    }

    /// The direction away from the root at a length across.
    pub fn outwards(&self, across: f32) -> Vec2 {
        match self.layout {
            Layout::Circular | Layout::Unrooted => direction(self.angle(across)),
            Layout::Rectangular | Layout::Icicle if self.mirrored => vec2(-1.0, 0.0),
            Layout::Rectangular | Layout::Icicle => vec2(1.0, 0.0),
        }
    }

    /// The length of the rim of a whole disc.
    pub fn rim(&self) -> f32 {
        self.radius() * TURN
    }

    /// How long a step across is, that far along, relative to the rim.
    pub fn narrowing(&self, along: f32) -> f32 {
        if self.layout.is_round() { (along / self.radius().max(1e-6)).clamp(0.0, 1.0) } else { 1.0 }
    }

    /// The middle of a disc on the screen.
    pub fn centre(&self) -> Pos2 {
        let middle = |[low, high]: [f64; 2]| ((0.5 - f64::midpoint(low, high)) / (high - low)) as f32;
        self.area.center() + self.side() * vec2(middle(self.window.x), middle(self.window.y))
    }

    /// The radius of a disc on the screen, as it is zoomed.
    pub fn radius(&self) -> f32 {
        self.side() / 2.0 / (self.window.x[1] - self.window.x[0]) as f32
    }

    /// The side of the square that holds a whole disc.
    fn side(&self) -> f32 {
        self.area.width().min(self.area.height()).max(0.0)
    }

    /// What of a direction is in sight: lengths across.
    pub fn seen_across(&self) -> [f32; 2] {
        if !self.layout.is_round() {
            return [self.sight.top(), self.sight.bottom()];
        }
        let whole = [-1.0, self.radius() * TURN + 1.0];
        if self.sight.contains(self.centre()) {
            return whole;
        }
        let corners = corners(self.sight).map(|corner| self.lengths(corner).1);
        let (low, high) =
            (corners.iter().copied().fold(f32::MAX, f32::min), corners.iter().copied().fold(0.0, f32::max));
        // A window on both sides of the beginning sees both ends.
        if high - low > self.radius() * TAU / 2.0 { whole } else { [low, high] }
    }

    /// How far along things are in sight.
    pub fn seen_along(&self) -> f32 {
        if self.layout.is_round() {
            let centre = self.centre();
            corners(self.sight).map(|corner| corner.distance(centre)).into_iter().fold(0.0, f32::max)
        } else {
            self.area.width()
        }
    }

    /// Fractions of what is in sight at a point, for zooming round it.
    pub fn fraction(&self, point: Pos2) -> [f64; 2] {
        let size = if self.layout.is_round() { Vec2::splat(self.side()) } else { self.area.size() };
        let corner = self.area.center() - size / 2.0;
        let fraction = (point - corner) / size.max(Vec2::splat(1e-3));
        let x = if self.mirrored { 1.0 - fraction.x } else { fraction.x };
        [f64::from(x), f64::from(fraction.y)]
    }

    /// Fractions of what is in sight that a way on the screen covers.
    pub fn fractions(&self, way: Vec2) -> [f64; 2] {
        let size = if self.layout.is_round() { Vec2::splat(self.side()) } else { self.area.size() };
        let fraction = way / size.max(Vec2::splat(1e-3));
        [f64::from(if self.mirrored { -fraction.x } else { fraction.x }), f64::from(fraction.y)]
    }
}

/// A circular tree begins at the top.
const START: f32 = -FRAC_PI_2 + (TAU - TURN) / 2.0;

/// The unit vector at an angle.
pub fn direction(angle: f32) -> Vec2 {
    vec2(angle.cos(), angle.sin())
}

fn corners(rect: Rect) -> [Pos2; 4] {
    [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()]
}
