//! How a window is divided: what gives way first, so that the object of the lab is the last thing to shrink.

use egui::{Context, Vec2};

use crate::ui::theme;

/// Below this width the rail shows the numbers of the labs, without their names. In points of the dark profile, as
/// everything here.
const NAMES: f32 = 1300.0;
/// Below this width the left column is a drawer over the panes: just narrower than a projector of 16 to 10, whose type
/// grows with its height.
const COLUMN: f32 = 1060.0;
/// Below this height what can stand in one row does.
const LOW: f32 = 790.0;
/// Panes that have less room than this show the object next to everything else.
const CROWDED: Vec2 = Vec2::new(640.0, 440.0);

/// How much of the frame there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Whether the rail names the labs; else it numbers them.
    pub names: bool,
    /// Whether the left column stands next to the panes; else it is a drawer over them.
    pub column: bool,
    /// Whether every row that can be spared is height for the object.
    pub low: bool,
}

impl Room {
    /// That of a window of this size at this scale of type.
    pub fn of(window: Vec2, scale: f32) -> Self {
        let units = window / scale;
        Self { names: units.x >= NAMES, column: units.x >= COLUMN, low: units.y < LOW }
    }

    /// That of the window which is being drawn.
    pub fn in_window(ctx: &Context) -> Self {
        Self::of(ctx.content_rect().size(), theme::tokens(ctx).theme.metrics().scale)
    }
}

/// Whether panes in this room cannot stand as a lab designs them.
pub fn is_crowded(room: Vec2, scale: f32) -> bool {
    let units = room / scale;
    units.x < CROWDED.x || units.y < CROWDED.y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_before_the_column_and_type_counts_as_well_as_points() {
        let desk = Room { names: true, column: true, low: false };
        assert_eq!(Room::of(Vec2::new(1600.0, 1000.0), 1.0), desk);
        assert_eq!(Room::of(Vec2::new(1280.0, 800.0), 1.0), Room { names: false, ..desk });
        assert_eq!(Room::of(Vec2::new(1280.0, 920.0), 1.15), Room { names: false, ..desk });
        assert_eq!(Room::of(Vec2::new(1024.0, 768.0), 1.15), Room { names: false, column: false, low: true });
        assert!(is_crowded(Vec2::new(700.0, 600.0), 1.15) && !is_crowded(Vec2::new(700.0, 600.0), 1.0));
    }
}
