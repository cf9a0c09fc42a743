//! Slow motion: one update in five numbered boxes, lit in turn.

use std::sync::Arc;

use crate::engine::core::session::Command;
use crate::engine::rbm::{Stage, TrainCmd, TrainView};
use crate::physics::rbm::Explained;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{Ask, TrainContext, TrainPanels};
use crate::ui::labs::train::help;
use crate::ui::labs::train::slow_motion_boxes::{self, BOXES, Pictures};
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Button, SliderField, sentence_ui};

/// Seconds that a box is lit: usual, shortest and longest.
const SECONDS: [f64; 3] = [2.0, 0.2, 10.0];
/// A box narrower than this goes to the next row.
const LEAST: f32 = 148.0;
const SPEED: f32 = 190.0;

pub struct SlowPanel {
    /// The box that is lit, from 0.
    lit: usize,
    /// When it was lit, if boxes are lit in turn.
    since: Option<f64>,
    seconds: f64,
    pictures: Pictures,
    /// An update that was asked for: once it is done, the next one is taken apart.
    wanted: Option<Wanted>,
}

/// The next update is taken apart at this unit as soon as this one is done.
#[derive(Clone, Copy)]
struct Wanted {
    generation: u64,
    update: u64,
    unit: usize,
}

impl Default for SlowPanel {
    fn default() -> Self {
        Self { lit: 0, since: None, seconds: SECONDS[0], pictures: Pictures::default(), wanted: None }
    }
}

impl Panel<TrainPanels> for SlowPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "slow",
            title: "What one update does",
            tab: "Slow motion",
            help: help::SLOW,
            place: Place::Tabs("closer looks"),
        }
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        let explained = context.view().explained.as_ref();
        explained.map_or_else(String::new, |explained| {
            format!("update {}, seen at hidden unit {}", grouped(explained.update), explained.unit + 1)
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        if context.view().config.data.is_none() {
            sentence_ui(ui, "This archive came without data: no update can be taken apart.", None);
            return;
        }
        self.follow(context);
        let explained = context.view().explained.clone();
        self.controls_ui(ui, context, explained.as_deref());
        let Some(explained) = explained else {
            let text = "Takes the next update apart without doing it, in five steps that light up in turn.";
            sentence_ui(ui, text, None);
            boxes_ui(ui, slow_motion_boxes::coming_ui);
            return;
        };
        self.turn(ui, context, &explained);
        self.boxes_ui(ui, context, &explained);
    }
}

fn explain(context: &mut TrainContext<'_>, unit: usize) {
    pause(context);
    context.ask(TrainCmd::Explain(unit));
}

fn pause(context: &mut TrainContext<'_>) {
    if context.snapshot.running {
        context.asks.push(Ask::Train(Box::new(Command::Pause)));
    }
}

/// Why there is no next update.
const fn no_next(view: &TrainView) -> Option<&'static str> {
    match view.stage {
        _ if view.measuring.is_some() => Some("The checkpoints of the archive are still being measured"),
        Stage::Complete => Some("The run is complete: extend it in the Run card to go on"),
        Stage::Halted(_) => Some("The run halted: there is no next update"),
        Stage::Training => None,
    }
}

impl SlowPanel {
    fn controls_ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>, explained: Option<&Explained>) {
        let now = ui.input(|input| input.time);
        ui.horizontal_wrapped(|ui| {
            let none = no_next(context.view());
            let Some(explained) = explained else {
                let take = Button::new("Take the next update apart").tooltip(help::EXPLAIN).disabled_because(none);
                if take.show(ui).clicked() {
                    let unit = context.unit();
                    self.lit = 0;
                    explain(context, unit);
                }
                return;
            };
            let playing = self.since.is_some();
            let text = if playing { "Hold" } else { "Go on" };
            if Button::new(text).min_width(64.0).tooltip(help::SLOW_PLAY).show(ui).clicked() {
                self.since = (!playing).then_some(now);
            }
            if Button::new("Next box").tooltip(help::SLOW_PLAY).show(ui).clicked() {
                self.next(context, explained, now);
            }
            let done = explained.update <= context.view().update;
            let text = if done { "Take the next one apart" } else { "Do it" };
            let again = Button::new(text).name("Next update").tooltip(help::SLOW_DO).disabled_because(none);
            if again.show(ui).clicked() {
                self.go_on(context, explained);
            }
            if context.unit() != explained.unit && context.shared.unit.is_some() {
                let text = format!("At unit {}", context.unit() + 1);
                let other = Button::new(&text).name("At the chosen unit").tooltip(help::EXPLAIN).disabled_because(none);
                if other.show(ui).clicked() {
                    let unit = context.unit();
                    explain(context, unit);
                }
            }
            let write = |value: f64| format!("{value:.1} s");
            let field = SliderField::new("a box", self.seconds, SECONDS[1]..=SECONDS[2]).logarithmic().digits(1);
            let field = field.width(SPEED).format(&write).tooltip("How long each box is lit");
            if let Some(seconds) = field.show(ui) {
                self.seconds = seconds;
            }
        });
    }

    /// Lights the next box; after the last one the update is done and the next one taken apart.
    fn next(&mut self, context: &mut TrainContext<'_>, explained: &Explained, now: f64) {
        if self.since.is_some() {
            self.since = Some(now);
        }
        if self.lit + 1 < BOXES {
            self.lit += 1;
            return;
        }
        if no_next(context.view()).is_some() {
            // The last box stays lit: nothing follows.
            self.since = None;
        } else if self.wanted.is_none() {
            self.go_on(context, explained);
        }
    }

    /// Does the update if it is still to come, and takes the next one apart.
    fn go_on(&mut self, context: &mut TrainContext<'_>, explained: &Explained) {
        self.lit = 0;
        if explained.update <= context.view().update {
            self.wanted = None;
            explain(context, explained.unit);
            return;
        }
        // What is running would count this update as its own, and a pause behind a step would cancel it.
        pause(context);
        context.asks.push(Ask::Train(Box::new(Command::Step(1))));
        let generation = context.snapshot.generation;
        self.wanted = Some(Wanted { generation, update: explained.update, unit: explained.unit });
    }

    /// Takes the next update apart once the wanted one is done: an idle engine would hear both commands before it makes
    /// a step.
    fn follow(&mut self, context: &mut TrainContext<'_>) {
        let Some(wanted) = self.wanted else { return };
        if wanted.generation != context.snapshot.generation {
            self.wanted = None;
        } else if context.view().update >= wanted.update {
            self.wanted = None;
            if no_next(context.view()).is_none() {
                context.ask(TrainCmd::Explain(wanted.unit));
            }
        } else if no_next(context.view()).is_some() {
            self.wanted = None;
        }
    }

    /// Lights boxes in turn while playing.
    fn turn(&mut self, ui: &egui::Ui, context: &mut TrainContext<'_>, explained: &Explained) {
        let Some(since) = self.since else { return };
        let now = ui.input(|input| input.time);
        let left = since + self.seconds - now;
        if left <= 0.0 {
            self.next(context, explained, now);
        }
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left.clamp(0.02, SECONDS[2])));
    }

    fn boxes_ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>, explained: &Arc<Explained>) {
        boxes_ui(ui, |ui, place, size| {
            let lit = self.lit;
            if slow_motion_boxes::box_ui(ui, context, &mut self.pictures, explained, place, lit, size) {
                self.lit = place;
                // Who chooses a box wants to look at it.
                self.since = None;
            }
        });
    }
}

/// Lays the boxes out side by side, in as many rows as they need; `draw` is given place and size of each.
fn boxes_ui(ui: &mut egui::Ui, mut draw: impl FnMut(&mut egui::Ui, usize, egui::Vec2)) {
    let room = ui.available_size().max(egui::Vec2::ZERO);
    let gap = 8.0;
    let columns = (((room.x + gap) / (LEAST + gap)).floor() as usize).clamp(1, BOXES);
    let rows = BOXES.div_ceil(columns);
    let width = (room.x - gap * (columns as f32 - 1.0)) / columns as f32;
    let least = if rows > 1 { 150.0 } else { 0.0 };
    let height = ((room.y - gap * (rows as f32 - 1.0)) / rows as f32).max(least);
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(gap, gap);
        for row in 0..rows {
            ui.horizontal_top(|ui| {
                for place in row * columns..((row + 1) * columns).min(BOXES) {
                    draw(ui, place, egui::vec2(width, height));
                }
            });
        }
    });
}
