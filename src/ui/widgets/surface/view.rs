//! From points of the surface to those of the screen. Pure.

use egui::{Pos2, Rect, Vec2};

/// How it is looked at: what the person turns and zooms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurfaceView {
    /// Radians about the vertical.
    pub around: f32,
    /// Radians from above: 0 is from the side.
    pub above: f32,
    /// 1 fills the place.
    pub zoom: f32,
    /// By how much the middle is moved, in parts of the scale.
    pub moved: Vec2,
}

impl Default for SurfaceView {
    fn default() -> Self {
        Self { around: 0.6, above: 0.68, zoom: 1.0, moved: Vec2::ZERO }
    }
}

/// Its height, where the half side of the square is 1, and how far the floor lies below.
pub(super) const HEIGHT: f32 = 0.95;
pub(super) const FLOOR: f32 = 0.16;
/// How much wider than high a unit may be drawn, to fill a wide place.
const STRETCH: f32 = 2.2;

/// From the square −1 to 1 and heights from 0 to 1 to the screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Projection {
    centre: Pos2,
    scale: Vec2,
    turned: (f32, f32),
    tilted: (f32, f32),
}

impl Projection {
    /// Fills `room`, whatever it is turned to: the size does not change while it is turned about the vertical.
    pub fn new(view: SurfaceView, room: Rect) -> Self {
        let corner = std::f32::consts::SQRT_2;
        let (above, flat) = view.above.sin_cos();
        let high = 2.0 * corner * above + (HEIGHT + FLOOR) * flat;
        let across = (room.width() / (2.0 * corner)).max(1.0);
        let up = (room.height() / high).max(1.0).min(STRETCH * across);
        let scale = Vec2::new(across.min(STRETCH * up), up) * view.zoom;
        Self { centre: room.center() + view.moved * scale, scale, turned: view.around.sin_cos(), tilted: (above, flat) }
    }

    /// The place on the screen of a point of the square at a height.
    pub fn place(&self, [u, v]: [f32; 2], height: f32) -> Pos2 {
        let (across, away) = self.turn([u, v]);
        let middle = (HEIGHT - FLOOR) / 2.0;
        let up = away * self.tilted.0 + (height * HEIGHT - middle) * self.tilted.1;
        self.centre + Vec2::new(across, -up) * self.scale
    }

    /// How far away a point of the square is.
    pub fn away(&self, at: [f32; 2]) -> f32 {
        self.turn(at).1
    }

    /// A direction of the square as it is seen: to the right, and away.
    pub fn turn(&self, [u, v]: [f32; 2]) -> (f32, f32) {
        let (sin, cos) = self.turned;
        (u * cos - v * sin, u * sin + v * cos)
    }

    pub const fn scale(&self) -> Vec2 {
        self.scale
    }
}

/// The height below the lowest value at which the floor lies, in parts of the heights.
pub(super) const fn floor() -> f32 {
    -FLOOR / HEIGHT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fills_its_place_and_stays_in_it_however_it_is_turned() {
        for size in [[400.0, 300.0], [900.0, 200.0], [200.0, 500.0]] {
            let room = Rect::from_min_size(Pos2::ZERO, size.into());
            for step in 0..30 {
                let view =
                    SurfaceView { around: step as f32 * 0.21, above: 0.1 + 0.045 * step as f32, ..Default::default() };
                let projection = Projection::new(view, room);
                for corner in [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]] {
                    for height in [floor(), 1.0] {
                        let at = projection.place(corner, height);
                        assert!(room.expand(0.5).contains(at), "{view:?} puts a corner at {at} in {room}");
                    }
                }
                let (low, high) = (projection.place([0.3, 0.1], 0.0), projection.place([0.3, 0.1], 1.0));
                assert!(high.y < low.y && high.x == low.x);
            }
        }
    }
}
