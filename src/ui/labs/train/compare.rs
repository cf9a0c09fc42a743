//! Two runs side by side at one cursor: the kept one, A, and the present one.

use std::sync::Arc;

use crate::engine::rbm::{Measurement, TrainView};
use crate::physics::rbm::Configurations;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{Ask, TrainContext, TrainPanels, data_rows};
use crate::ui::labs::train::derived::Kept;
use crate::ui::labs::train::{help, sentences, words};
use crate::ui::machine::{Canvas, SampleTiles, Samples};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, signed};
use crate::ui::widgets::{Button, columns_ui, rows_ui, sentence_ui};

const LEAST: f32 = 28.0;
const MOST: f32 = 64.0;
const TALLEST: f32 = 12.0;
const TABLE: f32 = 330.0;

const NOTHING_KEPT: &str = "A: the run that you keep. Or begin another one with another method, learning rate or seed: \
    the run before it becomes A by itself. Its samples stand here, and its curves are dashed in all plots. CD-1 against \
    PCD-10 shows how samples degrade while the reconstruction error falls.";

#[derive(Default)]
pub struct ComparePanel {
    /// Of A, of this run, of the data.
    tiles: [SampleTiles; 3],
}

impl Panel<TrainPanels> for ComparePanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "compare",
            title: "Two runs side by side",
            tab: "Compare",
            help: help::COMPARE,
            place: Place::Tabs("closer looks"),
        }
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        match &context.derived.kept {
            Some(Kept { put_aside: Some(name), .. }) => format!("A is {name}, dashed in the plots"),
            Some(_) => "A is dashed in the plots".to_owned(),
            None => String::new(),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let nothing = (context.view().update == 0).then_some("Train a little first: there is nothing to keep");
        ui.horizontal_wrapped(|ui| {
            let keep = Button::new("Keep this run as A").tooltip(help::KEEP).disabled_because(nothing);
            if keep.show(ui).clicked() {
                context.asks.push(Ask::KeepRun);
            }
            if context.derived.kept.is_some() && Button::new("Forget A").quiet().show(ui).clicked() {
                context.asks.push(Ask::ForgetRun);
            }
        });
        let kept = context.derived.kept.clone();
        let room = ui.available_size().max(egui::Vec2::ZERO);
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        let table = (TABLE * scale).min(room.x);
        let (update, snapshot) = (context.update(), context.snapshot);
        let data = snapshot.view.rows.as_ref();
        // The data stand at the right where there is room: what the samples of both should look like.
        let width = |columns: f32| (room.x - table - columns * theme::GAP) / columns;
        let columns = if data.is_some() && width(3.0) >= 2.0 * LEAST {
            3
        } else if width(2.0) >= 2.0 * LEAST {
            2
        } else {
            0
        };
        let mut widths = vec![width(columns as f32); columns];
        widths.insert(0, table);
        columns_ui(ui, &widths, |ui, column| match (column, &kept) {
            (0, None) if columns == 0 => drop(sentence_ui(ui, NOTHING_KEPT, None)),
            (0, kept) => table_ui(ui, context, kept.as_ref()),
            (1, None) => drop(sentence_ui(ui, NOTHING_KEPT, None)),
            (1, Some(kept)) => {
                chains_ui(ui, &mut self.tiles[0], "A", &kept.view, (kept.generation, update, 0), room.y);
            }
            (2, _) => {
                // The present chains can change while the update stays.
                let revision = if update >= snapshot.view.update { snapshot.revision + 1 } else { 0 };
                let key = (snapshot.generation, update, revision);
                chains_ui(ui, &mut self.tiles[1], "This run", &snapshot.view, key, room.y);
            }
            _ => {
                let Some(states) = data else { return };
                let name = ("Rows of the data", format!("Data · {}", sentences::data(&snapshot.view)));
                let key = (snapshot.generation, u64::MAX, 0);
                samples_ui(ui, &mut self.tiles[2], (name.0, &name.1), (&snapshot.view, states), key, room.y);
            }
        });
    }
}

/// Draws the chains of a run at an update: of the last checkpoint before it that has any.
fn chains_ui(
    ui: &mut egui::Ui,
    tiles: &mut SampleTiles,
    name: &str,
    view: &TrainView,
    (generation, update, revision): (u64, u64, u64),
    height: f32,
) {
    let Some((at, states)) = chains(view, update) else {
        sentence_ui(ui, &format!("{name}: no chains were kept here."), None);
        return;
    };
    let said = format!("{name} · samples at update {}", grouped(at));
    let name = format!("Samples of {name}");
    samples_ui(ui, tiles, (&name, &said), (view, &states), (generation, at, revision), height);
}

/// Draws configurations below a line that says what they are, as high as the room together.
fn samples_ui(
    ui: &mut egui::Ui,
    tiles: &mut SampleTiles,
    (name, said): (&str, &str),
    (view, states): (&TrainView, &Configurations),
    key: (u64, u64, u64),
    height: f32,
) {
    let before = ui.cursor().top();
    sentence_ui(ui, said, None);
    let canvas = Canvas::of_states(&view.rbm, data_rows(view));
    let size = egui::vec2(ui.available_width(), (height - (ui.cursor().top() - before)).max(0.0));
    let samples = Samples {
        name,
        states,
        visible: view.rbm.visible(),
        canvas: &canvas,
        key,
        layout: canvas.layout(LEAST, MOST, TALLEST),
        clickable: false,
    };
    tiles.show(ui, &samples, size);
}

/// The chains at an update: of the last checkpoint before it that has any, or the present ones.
fn chains(view: &TrainView, update: u64) -> Option<(u64, Arc<Configurations>)> {
    if update >= view.update {
        return Some((view.update, Arc::clone(&view.chains)));
    }
    let machine = view.checkpoint(update)?;
    Some((machine.update, machine.chains.clone()?))
}

/// What is not there.
fn dash() -> String {
    "–".to_owned()
}

fn table_ui(ui: &mut egui::Ui, context: &TrainContext<'_>, kept: Option<&Kept>) {
    let tokens = theme::tokens(ui.ctx());
    let views = [kept.map(|kept| &kept.view), Some(context.view())];
    let rows = views.map(|view| view?.measured(context.update()).cloned());
    rows_ui(ui, |ui, ends| {
        egui::Grid::new("two runs").num_columns(3).min_row_height(0.0).spacing([theme::GAP, 3.0]).show(ui, |ui| {
            let mut line = |name: &str, values: [String; 2]| {
                ui.label(egui::RichText::new(name).color(tokens.soft));
                for value in values {
                    ui.label(egui::RichText::new(value).monospace());
                }
                ui.end_row();
                ends.end(ui);
            };
            let of_run = |what: fn(&TrainView) -> String| views.map(|view| view.map_or_else(dash, what));
            line("", ["A".to_owned(), "this run".to_owned()]);
            line("method", of_run(|view| view.settings.title()));
            line("shape", of_run(sentences::shape));
            line(words::LEARNING_RATE, of_run(|view| sentences::short(view.settings.learning_rate)));
            line("seed", of_run(|view| view.config.seed.0.to_string()));
            let of = |what: fn(&Measurement) -> String| {
                rows.each_ref().map(|row| row.as_ref().map_or_else(dash, |row| what(row)))
            };
            line("at update", of(|row| grouped(row.update)));
            line(
                "σ₁",
                of(|row| row.singular_values.first().map_or_else(dash, |&value| sentences::short(f64::from(value)))),
            );
            line("fixed points", of(|row| row.fixed_points.map_or_else(dash, |found| found.count.to_string())));
            line(words::PSEUDO, of(|row| number(row.pseudo_likelihood, 4)));
            line("log-likelihood", of(|row| row.log_likelihood.map_or_else(dash, |value| number(value, 2))));
            line(words::CHAIN_CORRELATION, of(|row| row.chain_correlation.map_or_else(dash, |value| signed(value, 2))));
            line("reconstruction", of(sentences::reconstruction));
        });
    });
}
