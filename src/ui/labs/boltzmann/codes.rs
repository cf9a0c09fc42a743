//! The code that the hidden units have found for each row, and how long machines from many seeds take to find one.

use std::sync::Arc;

use egui::{Align2, FontId, Sense, Stroke, StrokeKind, Vec2, vec2};

use crate::engine::boltzmann::SolutionTimesView;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{Ask, BoltzmannContext, BoltzmannPanels};
use crate::ui::labs::boltzmann::{help, learning};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, percent};
use crate::ui::widgets::plots::{Bin, Histogram};
use crate::ui::widgets::{Button, equal_columns_ui, hover_help, paint, sentence_ui, title_ui};

/// Hidden units of the map.
const MOST_HIDDEN: usize = 12;
/// Bars over the updates.
const BINS: usize = 20;
const LEAST: f32 = 200.0;
const STACKED: f32 = 200.0;

#[derive(Default)]
pub struct CodesPanel;

const INFO: PanelInfo = PanelInfo {
    id: "codes",
    title: "The code of the hidden units",
    tab: "Code",
    help: help::CODES,
    place: Place::Tabs("phases"),
};

impl Panel<BoltzmannPanels> for CodesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &BoltzmannContext<'_>) -> String {
        let share = context.studies.solved().and_then(|solved| solved.view.share);
        share.map_or_else(String::new, |(share, error)| {
            format!("{} ± {} of seeds find one", percent(share, 0), percent(error, 0))
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        equal_columns_ui(ui, 2, LEAST, STACKED, |ui, column, height| match column {
            0 => map_ui(ui, context, height),
            _ => seeds_ui(ui, context, height),
        });
    }
}

/// One line for each row: its bits, and how likely each hidden unit is on.
fn map_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>, height: f32) {
    let before = ui.cursor().top();
    hover_help(title_ui(ui, "Each row and its code", "p(h = 1 | row)"), help::CODES);
    let hidden = context.moment().machine.topology().hidden;
    if hidden == 0 {
        sentence_ui(ui, "Without hidden units there is no code.", None);
        return;
    }
    let rows = context.view().target.rows().clone();
    let codes = Arc::clone(&context.view().codes);
    let count = codes.len().max(1);
    let left = (height - (ui.cursor().top() - before)).max(0.0);
    let line = (left / count as f32).clamp(14.0, 30.0);
    egui::ScrollArea::vertical().id_salt("codes").max_height(left).auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (place, (row, means)) in rows.iter_rows().zip(codes.iter()).enumerate() {
            let size = vec2(ui.available_width().max(0.0), line);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            let said: Vec<String> = means.iter().map(|mean| percent(*mean, 0)).collect();
            let sentence = format!("row {}: hidden units on with {}", place + 1, said.join(", "));
            paint::name(ui, &response, egui::Role::Label, &sentence);
            if response.hovered() {
                context.shell.status = sentence;
            }
            line_ui(ui, rect, row, means);
        }
    });
}

fn line_ui(ui: &egui::Ui, rect: egui::Rect, row: &[u8], means: &[f64]) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let bits: String = row.iter().take(12).map(|bit| if *bit > 0 { '1' } else { '0' }).collect();
    let font = FontId::monospace(metrics.title.min(rect.height() * 0.8));
    let text = paint::line(ui, &bits, font, tokens.ink);
    let from = rect.left() + text.size().x + 16.0;
    paint::galley(ui, text, rect.left_center(), Align2::LEFT_CENTER);
    let side = (rect.height() - 4.0).max(2.0);
    for (place, mean) in means.iter().enumerate().take(MOST_HIDDEN) {
        let at = egui::pos2(from + place as f32 * (side + 4.0), rect.center().y - side / 2.0);
        let square = egui::Rect::from_min_size(at, Vec2::splat(side));
        if square.right() > rect.right() {
            break;
        }
        let fill = theme::mix(tokens.panel, tokens.ink, *mean as f32);
        ui.painter().rect(square, 2.0, fill, Stroke::new(1.0, tokens.soft), StrokeKind::Inside);
    }
}

/// How many seeds find a code, and when.
fn seeds_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>, height: f32) {
    let before = ui.cursor().top();
    hover_help(title_ui(ui, "From many seeds", ""), help::CODES);
    let running = context.studies.solved().is_some_and(|solved| solved.running);
    let sampled = (!learning::is_exact(context.view()))
        .then_some("Codes are looked for on exact averages: choose All states under Learning");
    if running {
        if Button::new("Stop").tooltip("Keeps the runs that are finished").show(ui).clicked() {
            context.asks.push(Ask::StopSolving);
        }
    } else if Button::new("Run 100 seeds").tooltip(help::CODES).disabled_because(sampled).show(ui).clicked() {
        context.asks.push(Ask::Solve);
    }
    let Some(solved) = context.studies.solved() else { return };
    if let Some(error) = &solved.error {
        sentence_ui(ui, &error.to_string(), Some(theme::tokens(ui.ctx()).warning));
    }
    let text = found(&solved.view);
    sentence_ui(ui, &text, None);
    let (bins, last) = bins(&solved.view);
    let tokens = theme::tokens(ui.ctx());
    let chart = Histogram {
        height: (height - (ui.cursor().top() - before)).max(0.0),
        x_label: "updates",
        bins: &bins,
        ..Histogram::new("Updates until a code is found", tokens.identity(0))
    };
    let hovered = chart.show(ui).hover.and_then(|hover| bins.get(hover.bin));
    if let Some(bin) = hovered {
        context.shell.status = format!(
            "{} seeds found a code between update {} and {} of {}",
            bin.height,
            bin.from,
            bin.to,
            grouped(last)
        );
    }
}

/// How many of how many seeds, and the median.
fn found(view: &SolutionTimesView) -> String {
    let all = view.runs.len();
    let some = view.runs.iter().filter(|run| run.update.is_some()).count();
    let median = view.median.map_or_else(String::new, |median| format!(", half of them by update {}", grouped(median)));
    format!("{some} of {all} seeds found one{median}.")
}

/// Seeds over updates, and the last update of a run.
fn bins(view: &SolutionTimesView) -> (Vec<Bin>, u64) {
    let last = view.config.run.updates.max(1);
    let width = last as f64 / BINS as f64;
    let mut bins: Vec<Bin> =
        (0..BINS).map(|bin| Bin { from: bin as f64 * width, to: (bin + 1) as f64 * width, height: 0.0 }).collect();
    for update in view.runs.iter().filter_map(|run| run.update) {
        let place = ((update as f64 / width) as usize).min(BINS - 1);
        if let Some(bin) = bins.get_mut(place) {
            bin.height += 1.0;
        }
    }
    (bins, last)
}
