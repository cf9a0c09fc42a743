//! The timeline: what was recorded, the one cursor through all plots, and the way back to the live end.

use egui::{Align2, Context, FontId, Id, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, Vec2};

use super::{Button, Track, paint};
use crate::ui::theme;

/// A tick on the timeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark<'a> {
    pub at: f64,
    pub text: &'a str,
    /// Whether it belongs to a run that was left (drawn fainter).
    pub ghost: bool,
}

/// What was done to the timeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimelineChange {
    /// The cursor was put here.
    Cursor(f64),
    /// Follow the live end again.
    Live,
}

/// The bar above the status line, 44 points high.
#[must_use = "call show"]
#[derive(Clone, Copy, Debug)]
pub struct Timeline<'a> {
    /// What it is called: `timeline`, `training time`.
    pub name: &'a str,
    pub cursor: f64,
    pub recorded: f64,
    /// What an arrow key moves by.
    pub step: f64,
    /// Whether the cursor follows the live end.
    pub live: bool,
    /// Where the cursor is, in words: `sweep 0.49`.
    pub readout: &'a str,
    /// The text next to it: `recorded 2.2`.
    pub note: &'a str,
    /// Events, and where another run was left.
    pub marks: &'a [Mark<'a>],
    /// The length that is planned and the axis below it, where they are known.
    pub axis: Option<TimeAxis<'a>>,
}

/// The axis of a timeline: what is still to come is an empty rail behind what is recorded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeAxis<'a> {
    /// What is counted along it: `sweeps`, `updates`.
    pub name: &'a str,
    /// Where the run will end; not before what is recorded.
    pub whole: f64,
    /// Places and their numbers.
    pub ticks: &'a [(f64, String)],
}

/// Has the cursor of the timelines of a window be put at this fraction of what is recorded, in every frame until it is
/// given back to the person: a film scrubs so, whatever the lab.
pub fn drive_timelines(ctx: &Context, fraction: Option<f64>) {
    ctx.data_mut(|data| match fraction {
        Some(fraction) => {
            data.insert_temp(driven(), fraction);
        }
        None => data.remove::<f64>(driven()),
    });
}

fn driven() -> Id {
    Id::unique("driven timelines")
}

const GAP: f32 = 12.0;
/// The rail keeps at least this much before there is room for words.
const RAIL: f32 = 160.0;
/// The radius of the handle: the rail begins and ends so far from the ends of its room.
const HANDLE: f32 = 6.0;
/// Numbers below the rail are so far apart at least.
const NUMBERS_APART: f32 = 10.0;

impl Timeline<'_> {
    /// Height of the bar without a frame around it.
    pub const HEIGHT: f32 = 44.0;

    /// Draws it over the available width.
    pub fn show(self, ui: &mut Ui) -> Option<TimelineChange> {
        let tokens = theme::tokens(ui.ctx());
        let metrics = tokens.theme.metrics();
        let (id, rect) = ui.allocate_space(Vec2::new(ui.available_width(), Self::HEIGHT));
        let row = Rect::from_center_size(rect.center(), Vec2::new(rect.width(), metrics.control));
        let body = FontId::proportional(metrics.body);
        let mono = FontId::monospace(metrics.title);
        let live = Button::new("Live")
            .selected(self.live)
            .tooltip("Follows the end of what is recorded")
            .disabled_because((self.recorded <= 0.0).then_some("Nothing is recorded yet"));
        let live_width = live.width(ui);
        let mut right = row.right() - live_width;
        let mut change = None;
        let place = Rect::from_x_y_ranges(right..=row.right(), row.y_range());
        if row.width() >= live_width
            && ui.scope_builder(UiBuilder::new().max_rect(place), |ui| live.show(ui)).inner.clicked()
        {
            change = Some(TimelineChange::Live);
        }
        let name = paint::line(ui, self.name, body.clone(), tokens.soft);
        let readout = paint::line(ui, self.readout, mono, tokens.ink);
        let note = paint::line(ui, self.note, body, tokens.soft);
        // Where room is short first the note gives way, then the name, then the read-out.
        let room = right - row.left();
        let mut left = row.left();
        let mut spare = room - RAIL;
        let mut takes = |width: f32| {
            let fits = width > 0.0 && spare >= width + GAP;
            if fits {
                spare -= width + GAP;
            }
            fits
        };
        let (with_readout, with_name, with_note) =
            (takes(readout.size().x), takes(name.size().x), takes(note.size().x));
        if with_note {
            right = text_ui(ui, note, right, row, id.with("note"), self.note);
        }
        if with_readout {
            right = text_ui(ui, readout, right, row, id.with("readout"), self.readout);
        }
        if with_name {
            let covered = paint::galley(ui, name, row.left_center(), Align2::LEFT_CENTER);
            left = covered.right() + GAP;
        }
        let place = Rect::from_x_y_ranges(left..=(right - GAP).max(left), row.y_range());
        if place.width() > 1.0 {
            let moved = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| self.rail_ui(ui)).inner;
            change = moved.map(TimelineChange::Cursor).or(change);
        }
        let driven = ui.data(|data| data.get_temp::<f64>(driven())).filter(|_| self.recorded > 0.0);
        driven.map(|fraction| TimelineChange::Cursor(fraction * self.recorded)).or(change)
    }

    fn rail_ui(&self, ui: &mut Ui) -> Option<f64> {
        let tokens = theme::tokens(ui.ctx());
        let end = if self.recorded.is_finite() { self.recorded.max(0.0) } else { 0.0 };
        let id = ui.make_persistent_id(("timeline", self.name));
        let room = ui.available_rect_before_wrap();
        let length = (room.width() - 2.0 * HANDLE).max(0.0);
        let whole = self.axis.map_or(end, |axis| axis.whole.max(end));
        let done = if whole.is_finite() && whole > 0.0 { (end / whole) as f32 } else { 1.0 };
        let x_of = |at: f64| room.left() + HANDLE + length * (at / whole) as f32;
        if let Some(axis) = self.axis.filter(|_| whole > 0.0) {
            axis.paint(ui, Rect::from_x_y_ranges(x_of(end)..=x_of(whole), room.y_range()), &x_of);
        }
        let track = Track::new(self.name, self.cursor, 0.0..=end)
            .width(2.0 * HANDLE + length * done)
            .handle(HANDLE)
            .id(id)
            .key_step(self.step);
        let (_, moved) = track.show_with(ui, |ui, rail, place| {
            for (index, mark) in self.marks.iter().enumerate() {
                let x = place(mark.at);
                let colour = if mark.ghost { tokens.faint } else { tokens.soft };
                let y = rail.center().y;
                ui.painter().vline(x, (y - 10.0)..=(y - 4.0), Stroke::new(if mark.ghost { 1.0 } else { 1.5 }, colour));
                let around = Rect::from_x_y_ranges((x - 3.0)..=(x + 3.0), (y - 13.0)..=(y - 4.0));
                let response: Response = ui.interact(around, id.with(index), Sense::hover());
                paint::name(ui, &response, Role::Label, mark.text);
                response.on_hover_text(mark.text);
            }
        });
        moved
    }
}

impl TimeAxis<'_> {
    /// Paints the empty rail of what is to come, and the numbers that find room below the whole rail.
    fn paint(&self, ui: &Ui, rest: Rect, x_of: &dyn Fn(f64) -> f32) {
        let tokens = theme::tokens(ui.ctx());
        let font = FontId::proportional(tokens.theme.metrics().small);
        let y = rest.center().y;
        ui.painter().hline(rest.x_range(), y, Stroke::new(1.0, tokens.faint));
        ui.painter().vline(rest.right(), (y - 4.0)..=(y + 4.0), Stroke::new(1.0, tokens.faint));
        // The name stands below the end of the axis; numbers keep clear of it.
        let name = paint::line(ui, self.name, font.clone(), tokens.soft);
        let named = paint::galley(ui, name, egui::pos2(rest.right() + HANDLE, y + 7.0), Align2::RIGHT_TOP);
        let mut free = f32::NEG_INFINITY;
        for (at, number) in self.ticks.iter().filter(|(at, _)| *at <= self.whole) {
            let x = x_of(*at);
            let galley = paint::line(ui, number, font.clone(), tokens.soft);
            let half = galley.size().x / 2.0;
            if x - half < free || x + half + NUMBERS_APART > named.left() {
                continue;
            }
            free = x + half + NUMBERS_APART;
            ui.painter().vline(x, (y + 4.0)..=(y + 7.0), Stroke::new(1.0, tokens.soft));
            paint::galley(ui, galley, egui::pos2(x, y + 7.0), Align2::CENTER_TOP);
        }
    }
}

/// Draws text that ends `GAP` left of `right`; where it begins.
fn text_ui(ui: &Ui, galley: std::sync::Arc<egui::Galley>, right: f32, row: Rect, id: egui::Id, text: &str) -> f32 {
    let covered = paint::galley(ui, galley, egui::pos2(right - GAP, row.center().y), Align2::RIGHT_CENTER);
    paint::name(ui, &ui.interact(covered, id, Sense::hover()), Role::Label, text);
    covered.left()
}
