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
use crate::ui::widgets::{Button, columns_ui, sentence_ui};

const LEAST: f32 = 28.0;
const MOST: f32 = 64.0;
const TALLEST: f32 = 12.0;
const TABLE: f32 = 330.0;

#[derive(Default)]
pub struct ComparePanel {
    tiles: [SampleTiles; 2],
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
        let Some(kept) = context.derived.kept.clone() else {
            let text = "Keep a run, or begin another one with another method, learning rate or seed: the run before it \
                becomes A by itself. Both are drawn in all plots with one cursor. CD-1 against PCD-10 shows how samples degrade while the reconstruction \
                error falls.";
            sentence_ui(ui, text, None);
            return;
        };
        let room = ui.available_size().max(egui::Vec2::ZERO);
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        let table = (TABLE * scale).min(room.x);
        let width = (room.x - table - 2.0 * theme::GAP) / 2.0;
        let widths = [table, width, width];
        let (update, snapshot) = (context.update(), context.snapshot);
        let runs = [("A", &kept.view, kept.generation), ("This run", &snapshot.view, snapshot.generation)];
        columns_ui(ui, if width < LEAST * 2.0 { &widths[..1] } else { &widths }, |ui, column| {
            let place = column.checked_sub(1);
            let Some((tiles, run)) = place.and_then(|place| self.tiles.get_mut(place).zip(runs.get(place))) else {
                return table_ui(ui, context, &kept);
            };
            let &(name, view, generation) = run;
            // The present chains can change while the update stays.
            let live = generation == snapshot.generation && update >= view.update;
            let key = (generation, update, if live { snapshot.revision + 1 } else { 0 });
            samples_ui(ui, tiles, name, view, key, room.y);
        });
    }
}

fn samples_ui(
    ui: &mut egui::Ui,
    tiles: &mut SampleTiles,
    name: &str,
    view: &TrainView,
    (generation, update, revision): (u64, u64, u64),
    height: f32,
) {
    let before = ui.cursor().top();
    let Some((at, states)) = chains(view, update) else {
        sentence_ui(ui, &format!("{name}: no chains were kept here."), None);
        return;
    };
    sentence_ui(ui, &format!("{name} · samples at update {}", grouped(at)), None);
    let canvas = Canvas::of_states(&view.rbm, data_rows(view));
    let size = egui::vec2(ui.available_width(), (height - (ui.cursor().top() - before)).max(0.0));
    let samples = Samples {
        name: &format!("Samples of {name}"),
        states: &states,
        visible: view.rbm.visible(),
        canvas: &canvas,
        key: (generation, at, revision),
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

fn table_ui(ui: &mut egui::Ui, context: &TrainContext<'_>, kept: &Kept) {
    let tokens = theme::tokens(ui.ctx());
    let views = [&kept.view, context.view()];
    let rows = views.map(|view| view.measured(context.update()).cloned());
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        egui::Grid::new("two runs").num_columns(3).spacing([theme::GAP, 3.0]).show(ui, |ui| {
            let mut line = |name: &str, values: [String; 2]| {
                ui.label(egui::RichText::new(name).color(tokens.soft));
                for value in values {
                    ui.label(egui::RichText::new(value).monospace());
                }
                ui.end_row();
            };
            line("", ["A".to_owned(), "this run".to_owned()]);
            line("method", views.map(|view| view.settings.title()));
            line("shape", views.map(sentences::shape));
            line(words::LEARNING_RATE, views.map(|view| sentences::short(view.settings.learning_rate)));
            line("seed", views.map(|view| view.config.seed.0.to_string()));
            let of = |what: fn(&Measurement) -> String| {
                rows.each_ref().map(|row| row.as_ref().map_or_else(|| "–".to_owned(), |row| what(row)))
            };
            line("at update", of(|row| grouped(row.update)));
            line(
                "σ₁",
                of(|row| {
                    row.singular_values
                        .first()
                        .map_or_else(|| "–".to_owned(), |&value| sentences::short(f64::from(value)))
                }),
            );
            line(
                "fixed points",
                of(|row| row.fixed_points.map_or_else(|| "–".to_owned(), |found| found.count.to_string())),
            );
            line(words::PSEUDO, of(|row| number(row.pseudo_likelihood, 4)));
            line(
                "log-likelihood",
                of(|row| row.log_likelihood.map_or_else(|| "–".to_owned(), |value| number(value, 2))),
            );
            line(
                words::CHAIN_CORRELATION,
                of(|row| row.chain_correlation.map_or_else(|| "–".to_owned(), |value| signed(value, 2))),
            );
            line("reconstruction", of(sentences::reconstruction));
        });
    });
}
