//! How the panes of the Boltzmann lab are arranged: at first as designed, then as the person drags them.

use egui_tiles::TileId;

use crate::ui::lab::Place;
use crate::ui::panes::Draft;

/// Width of the right column, and its largest part of the width.
const RIGHT: f32 = 400.0;
const MOST_RIGHT: f32 = 0.4;
/// Heights of both phases and of the closer looks, and the least that the machine keeps.
const PHASES: f32 = 250.0;
const LOOKS: f32 = 172.0;
const MACHINE: f32 = 220.0;

/// The machine over its two phases and what one looks into; at right what it has become. Where it is low, the phases and
/// the closer looks are tabs of one pane.
pub fn designed(draft: &mut Draft<'_>, room: egui::Vec2, scale: f32) -> TileId {
    let (machine, right) = (draft.centre(), draft.right());
    let [machine_height, phases_height, looks_height] = [MACHINE, PHASES, LOOKS].map(|height| height * scale);
    let centre = if room.y >= machine_height + phases_height + looks_height {
        let phases = draft.tabs(&[Place::Tabs("phases")]);
        let looks = draft.tabs(&[Place::Tabs("closer looks")]);
        let rest = room.y - machine_height - phases_height - looks_height;
        draft.column(&[
            (machine, machine_height + 0.4 * rest),
            (phases, phases_height + 0.4 * rest),
            (looks, looks_height + 0.2 * rest),
        ])
    } else {
        let tabs = draft.tabs(&[Place::Tabs("phases"), Place::Tabs("closer looks")]);
        let height = phases_height.min(room.y * 0.55);
        draft.column(&[(machine, room.y - height), (tabs, height)])
    };
    let width = (RIGHT * scale).min(room.x * MOST_RIGHT);
    draft.row(&[(centre, room.x - width), (right, width)])
}
