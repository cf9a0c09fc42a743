//! A chain of small steps, `pick i = 137 → hᵢ = −0.214 → flip`, wrapped where the row ends.

use egui::{Align2, Color32, FontId, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2};

use super::{hover_help, paint};
use crate::ui::theme::{self, Tokens};

/// What a chip says about itself by colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A step like the others.
    #[default]
    Plain,
    /// The step that matters now: filled.
    Accent,
    /// Something approved: filled.
    Good,
    /// Something to beware of: filled.
    Warning,
}

/// One step of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip<'a> {
    /// Its text, in monospace.
    pub text: &'a str,
    pub tone: Tone,
    /// What it means, shown on hover; may be empty.
    pub tooltip: &'a str,
}

impl<'a> Chip<'a> {
    /// A plain chip without tooltip.
    pub const fn new(text: &'a str) -> Self {
        Self { text, tone: Tone::Plain, tooltip: "" }
    }

    /// The same chip in another tone.
    #[must_use]
    pub const fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// The same chip with a tooltip.
    #[must_use]
    pub const fn tooltip(self, tooltip: &'a str) -> Self {
        Self { tooltip, ..self }
    }
}

const GAP: f32 = 8.0;
const PADDING: f32 = 12.0;

/// Draws the chain over the available width; a row below begins with the arrow that leads to it.
/// The index of the chip under the pointer.
pub fn chips_ui(ui: &mut Ui, chips: &[Chip<'_>]) -> Option<usize> {
    let tokens = theme::tokens(ui.ctx());
    let mono = FontId::monospace(tokens.theme.metrics().title);
    let Arranged { widths, places, height, total } = Arranged::of(ui, chips);
    let (id, rect) = ui.allocate_space(Vec2::new(ui.available_width(), total));
    let mut hovered = None;
    for (index, ((chip, width), (row, x))) in chips.iter().zip(&widths).zip(&places).enumerate() {
        let corner = rect.min + Vec2::new(*x, (height + GAP) * *row as f32);
        let place = Rect::from_min_size(corner, Vec2::new(*width, height));
        let response = ui.interact(place, id.with(index), Sense::hover());
        paint::name(ui, &response, Role::Label, chip.text);
        chip_paint(ui, place, chip, &tokens, response.hovered());
        if index > 0 {
            let at = place.left_center() - Vec2::new(GAP, 0.0);
            paint::galley(ui, paint::line(ui, "→", mono.clone(), tokens.soft), at, Align2::RIGHT_CENTER);
        }
        if response.hovered() {
            hovered = Some(index);
        }
        hover_help(response, chip.tooltip);
    }
    hovered
}

/// The height that the chain takes over the available width.
pub fn chips_height(ui: &Ui, chips: &[Chip<'_>]) -> f32 {
    Arranged::of(ui, chips).total
}

/// A chain as it is broken into rows.
struct Arranged {
    widths: Vec<f32>,
    /// Row and left end of each chip.
    places: Vec<(usize, f32)>,
    /// Height of a chip, and of all rows.
    height: f32,
    total: f32,
}

impl Arranged {
    fn of(ui: &Ui, chips: &[Chip<'_>]) -> Self {
        let metrics = theme::tokens(ui.ctx()).theme.metrics();
        let mono = FontId::monospace(metrics.title);
        let room = ui.available_width();
        let arrow = paint::width(ui, "→", mono.clone());
        let most = (room - arrow - GAP).max(0.0);
        let wide = |chip: &Chip<'_>| (paint::width(ui, chip.text, mono.clone()) + 2.0 * PADDING).ceil().min(most);
        let widths: Vec<f32> = chips.iter().map(wide).collect();
        let places = arrange(&widths, arrow, room);
        let rows = places.last().map_or(0, |(row, _)| row + 1);
        let height = (30.0 * metrics.scale).round();
        let total = (height + GAP).mul_add(rows as f32, -GAP).max(0.0);
        Self { widths, places, height, total }
    }
}

fn chip_paint(ui: &Ui, place: Rect, chip: &Chip<'_>, tokens: &Tokens, hovered: bool) {
    let (fill, border, ink) = match chip.tone {
        Tone::Plain => (tokens.raised, if hovered { tokens.faint } else { tokens.hairline }, tokens.ink),
        Tone::Accent => (tokens.accent, tokens.accent, tokens.on_accent),
        Tone::Good => (tokens.good, tokens.good, tokens.on(tokens.good)),
        Tone::Warning => (tokens.warning, tokens.warning, tokens.on(tokens.warning)),
    };
    ui.painter().rect(place, paint::CONTROL_RADIUS, fill, Stroke::new(1.0, border), StrokeKind::Inside);
    let mono = FontId::monospace(tokens.theme.metrics().title);
    let colour: Color32 = ink;
    let galley = paint::elided(ui, chip.text, mono, colour, place.width() - PADDING);
    if place.width() > 2.0 * PADDING {
        paint::galley(ui, galley, place.center(), Align2::CENTER_CENTER);
    }
}

/// Row and left end of each chip: a row below keeps room for the arrow before its first.
fn arrange(widths: &[f32], arrow: f32, room: f32) -> Vec<(usize, f32)> {
    let (mut row, mut x) = (0, 0.0);
    widths
        .iter()
        .enumerate()
        .map(|(index, width)| {
            if index > 0 && x + width > room {
                row += 1;
                x = arrow + GAP;
            }
            let place = (row, x);
            x += width + arrow + 2.0 * GAP;
            place
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::arrange;

    #[test]
    fn a_chain_breaks_where_a_chip_would_leave_the_row_and_its_arrow_goes_along() {
        let places = arrange(&[100.0, 100.0, 100.0], 10.0, 240.0);
        assert_eq!(places, [(0, 0.0), (0, 126.0), (1, 18.0)]);
        let tight = arrange(&[100.0, 100.0, 100.0], 10.0, 225.0);
        assert_eq!(tight.iter().map(|place| place.0).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(arrange(&[50.0], 10.0, 0.0), [(0, 0.0)]);
    }
}
