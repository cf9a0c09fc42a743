//! Two runs side by side at one cursor: the kept one, A, and the present one.

use std::sync::Arc;

use crate::engine::rbm::{Measurement, TrainView};
use crate::physics::rbm::Configurations;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{Ask, TrainContext, TrainPanels};
use crate::ui::labs::train::derived::Kept;
use crate::ui::labs::train::picture::{Canvas, Palette};
use crate::ui::labs::train::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, signed};
use crate::ui::widgets::{Button, TileGrid, Tiles, sentence_ui};

const LEAST: f32 = 28.0;
const MOST: f32 = 64.0;
const TALLEST: f32 = 12.0;
/// Width of the table.
const TABLE: f32 = 330.0;

/// The panel.
#[derive(Default)]
pub struct ComparePanel {
    grids: [TileGrid; 2],
    palettes: [Palette; 2],
}

const INFO: PanelInfo = PanelInfo {
    id: "compare",
    title: "Two runs side by side",
    tab: "Compare",
    help: help::COMPARE,
    place: Place::Tabs("closer looks"),
};

impl Panel<TrainPanels> for ComparePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        if context.derived.kept.is_some() { "A is dashed in the plots".to_owned() } else { String::new() }
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
            let text = "Keep a run, then begin another with another method, learning rate or seed: both are drawn in \
                all plots with one cursor. CD-1 against PCD-10 shows how samples degrade while the reconstruction \
                error falls.";
            sentence_ui(ui, text, None);
            return;
        };
        let room = ui.available_size().max(egui::Vec2::ZERO);
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        let table = (TABLE * scale).min(room.x);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = theme::GAP;
            let layout = egui::Layout::top_down(egui::Align::Min);
            ui.allocate_ui_with_layout(egui::vec2(table, room.y), layout, |ui| {
                ui.set_width(table);
                table_ui(ui, context, &kept);
            });
            let width = (room.x - table - 2.0 * theme::GAP) / 2.0;
            if width < LEAST * 2.0 {
                return;
            }
            let update = context.update();
            let generation = context.snapshot.generation;
            let runs = [("A", &kept.view, kept.generation, update), ("This run", context.view(), generation, update)];
            let revision = context.snapshot.revision;
            for ((name, view, generation, update), (grid, palette)) in
                runs.into_iter().zip(self.grids.iter_mut().zip(&mut self.palettes))
            {
                ui.allocate_ui_with_layout(egui::vec2(width, room.y), layout, |ui| {
                    ui.set_width(width);
                    // The present chains can change while the update stays.
                    let live = generation == context.snapshot.generation && update >= view.update;
                    let key = (generation, update, if live { revision + 1 } else { 0 });
                    samples_ui(ui, grid, palette, name, view, key, room.y);
                });
            }
        });
    }
}

fn samples_ui(
    ui: &mut egui::Ui,
    grid: &mut TileGrid,
    palette: &mut Palette,
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
    let canvas = Canvas::of_states(view);
    let colours = palette.colours(ui.ctx());
    let of = view.rbm.visible().states();
    let size = egui::vec2(ui.available_width(), (height - (ui.cursor().top() - before)).max(0.0));
    grid.show(
        ui,
        &Tiles {
            name: &format!("Samples of {name}"),
            count: states.rows(),
            shape: canvas.shape,
            key: (generation, at, revision),
            colour: &|tile, cell| {
                let value = states.row(tile).and_then(|row| row.get(canvas.index(cell)));
                value.map_or(egui::Color32::TRANSPARENT, |value| colours.state(*value, of))
            },
            layout: canvas.layout(LEAST, MOST, TALLEST),
            chosen: None,
            clickable: false,
        },
        size,
    );
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
            line("learning rate", views.map(|view| sentences::short(view.settings.learning_rate)));
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
            line("pseudo-likelihood", of(|row| number(row.pseudo_likelihood, 4)));
            line(
                "log-likelihood",
                of(|row| row.log_likelihood.map_or_else(|| "–".to_owned(), |value| number(value, 2))),
            );
            line(
                "chains correlate",
                of(|row| row.chain_correlation.map_or_else(|| "–".to_owned(), |value| signed(value, 2))),
            );
            line("reconstruction", of(sentences::reconstruction));
        });
    });
}
