//! The film strip: pictures of a recall that has ended, on its way and at its end; each leads back to its moment.

use egui::{Align2, FontId, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, pos2, vec2};

use crate::engine::hopfield::recall::RecallView;
use crate::engine::hopfield::recall::view::Still;
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::sentences;
use crate::ui::panes::Room;
use crate::ui::theme;
use crate::ui::widgets::paint;
use crate::ui::widgets::spin_grid::{CellColors, CellImage, Thumbnail, ThumbnailCache, spin_colours};
use crate::ui::widgets::take_out::{self, Figure, Table};

/// Pictures of a whole strip.
const PICTURES: usize = 5;
/// Side of a picture, and the gap between two, in points of the dark profile.
const SIDE: f32 = 60.0;
const GAP: f32 = 14.0;
/// Panels that are lower keep their height for the charts.
const LEAST_PANEL: f32 = 340.0;
/// Side of a picture as the strip is taken out of the window: large enough for print.
const TAKEN_OUT: f32 = 160.0;
/// What stands below the frames while there is nothing to show in them.
const TO_COME: [&str; PICTURES] = ["cue", "0.25 sweeps", "0.5 sweeps", "1 sweep", "end"];

/// The strip and its textures.
#[derive(Default)]
pub struct FilmStrip {
    pictures: [ThumbnailCache; PICTURES],
}

/// What is drawn of a strip, wherever it is drawn.
struct Strip<'a> {
    view: &'a RecallView,
    captions: Vec<String>,
    side: f32,
    key: (u64, u64),
    /// Whether its pictures answer to the pointer.
    sense: Sense,
}

impl FilmStrip {
    /// The height that it takes of a panel with this room: none where charts need all of it.
    pub fn height(ui: &Ui, room: Vec2) -> f32 {
        let metrics = theme::tokens(ui.ctx()).theme.metrics();
        if Room::in_window(ui.ctx()).low || room.y < LEAST_PANEL * metrics.scale {
            return 0.0;
        }
        side(room.x, metrics.scale) + caption_height(ui) + theme::STEP + ui.spacing().item_spacing.y
    }

    /// Draws it over the available width.
    pub fn ui(&mut self, ui: &mut Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let snapshot = context.snapshot;
        let view = &snapshot.view;
        let strip = Strip {
            view,
            captions: captions(view),
            side: side(ui.available_width(), tokens.theme.metrics().scale),
            key: (snapshot.generation, snapshot.revision),
            sense: Sense::click(),
        };
        let drawn = strip.ui(ui, &mut self.pictures);
        let figure = Figure {
            name: "Film strip",
            size: vec2(strip.width(TAKEN_OUT), TAKEN_OUT + caption_height(ui)),
            table: &|| strip.table(),
            draw: &|ui| {
                let alone = Strip { side: TAKEN_OUT, captions: captions(view), sense: Sense::hover(), ..strip };
                alone.ui(ui, &mut Default::default());
            },
            gestures: "",
        };
        let mut goes_to = None;
        for (response, still) in drawn.iter().zip(view.stills.iter()) {
            take_out::offer(ui, response, &figure);
            if response.clicked() {
                goes_to = Some(still.update);
            }
            context
                .shell
                .explain(response, || format!("{}: a click on it looks back at this moment", name(view, still)));
        }
        if goes_to.is_some() {
            context.scrub(goes_to);
        }
    }
}

impl Strip<'_> {
    fn width(&self, side: f32) -> f32 {
        let count = self.captions.len() as f32;
        count * side + (count - 1.0).max(0.0) * GAP
    }

    /// Draws the pictures, each with its caption, or the frames that they will fill. The answers of the pictures.
    fn ui(&self, ui: &mut Ui, pictures: &mut [ThumbnailCache; PICTURES]) -> Vec<Response> {
        let tokens = theme::tokens(ui.ctx());
        let (_, row) = ui.allocate_space(vec2(ui.available_width(), self.side + caption_height(ui)));
        let mut responses = Vec::new();
        for (place, (caption, cache)) in self.captions.iter().zip(pictures).enumerate() {
            let left = row.left() + place as f32 * (self.side + GAP);
            let frame = Rect::from_min_size(pos2(left, row.top()), Vec2::splat(self.side));
            let font = FontId::proportional(tokens.theme.metrics().small);
            // The last one, which has the longest caption, has the rest of the row.
            let last = place + 1 == self.captions.len();
            let room = if last { row.right() - left } else { self.side + GAP };
            let text = paint::elided(ui, caption, font, tokens.soft, room);
            paint::galley(ui, text, pos2(left, frame.bottom() + theme::STEP / 2.0), Align2::LEFT_TOP);
            if let Some(still) = self.view.stills.get(place) {
                responses.push(self.picture_ui(ui, frame, place, still, cache));
            } else {
                ui.painter().rect_stroke(frame, 3, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
            }
        }
        responses
    }

    fn picture_ui(
        &self,
        ui: &mut Ui,
        frame: Rect,
        place: usize,
        still: &Still,
        cache: &mut ThumbnailCache,
    ) -> Response {
        let tokens = theme::tokens(ui.ctx());
        let colour = spin_colours(&still.state, [tokens.spin_on, tokens.spin_off]);
        let key = (self.key.0, self.key.1, PICTURES as u64 * tokens.theme as u64 + place as u64);
        let image = CellImage { key, colors: CellColors::Each(&colour) };
        let name = name(self.view, still);
        let shape = self.view.document.shape;
        let thumbnail = Thumbnail::new(&name, shape, image, self.side, tokens.spin_off).sense(self.sense);
        // A child of its own: the row keeps its height, of which the picture is a part.
        let mut place_ui = ui.new_child(UiBuilder::new().max_rect(frame).id_salt(place));
        let response = thumbnail.show(&mut place_ui, cache);
        let shown = self.view.moment.update == still.update;
        if self.sense.senses_click() && (shown || response.hovered()) {
            let colour = if shown { tokens.accent } else { tokens.soft };
            ui.painter().rect_stroke(frame, 3, Stroke::new(2.0, colour), StrokeKind::Outside);
        }
        response
    }

    /// The spins, one row for each cell.
    fn table(&self) -> Table {
        let mut table = Table::new(std::iter::once("cell").chain(self.captions.iter().map(String::as_str)));
        for cell in 0..self.view.document.shape.cells() {
            let spins = self.view.stills.iter().filter_map(|still| still.state.get(cell));
            table.row(&(cell + 1).to_string(), spins.map(|&spin| f64::from(spin)));
        }
        table
    }
}

/// The side of a picture where so much width is there.
fn side(width: f32, scale: f32) -> f32 {
    let count = PICTURES as f32;
    ((width - (count - 1.0) * GAP) / count).min(SIDE * scale).floor().max(0.0)
}

fn caption_height(ui: &Ui) -> f32 {
    let small = theme::tokens(ui.ctx()).theme.metrics().small;
    ui.fonts_mut(|fonts| fonts.row_height(&FontId::proportional(small))) + theme::STEP / 2.0
}

/// What stands below each picture: how far the run was.
fn captions(view: &RecallView) -> Vec<String> {
    if view.stills.is_empty() {
        return TO_COME.map(str::to_owned).to_vec();
    }
    view.stills.iter().map(|still| caption(view, still)).collect()
}

fn caption(view: &RecallView, still: &Still) -> String {
    let size = view.moment.state.len() as u64;
    let when = match still.update {
        0 => "cue".to_owned(),
        update if update == size / 4 => "0.25 sweeps".to_owned(),
        update if update == size / 2 => "0.5 sweeps".to_owned(),
        update => sentences::duration(update, size),
    };
    if still.update == view.recorded && still.update > 0 { format!("end, {when}") } else { when }
}

fn name(view: &RecallView, still: &Still) -> String {
    match caption(view, still).strip_prefix("end, ") {
        Some(when) => format!("The state at the end, after {when}"),
        None if still.update == 0 => "The state at the start: the cue".to_owned(),
        None => format!("The state after {}", caption(view, still)),
    }
}
