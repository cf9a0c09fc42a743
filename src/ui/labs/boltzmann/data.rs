//! What is learned, in the left column: a preset, or rows that are typed on a grid.

use std::sync::Arc;

use egui::{RichText, Sense, Stroke, StrokeKind, Vec2};

use crate::engine::boltzmann::{BoltzmannCmd, BoltzmannData, OwnRows};
use crate::physics::boltzmann::{Preset, Target};
use crate::physics::data::Dataset;
use crate::ui::labs::boltzmann::context::{Ask, BoltzmannContext, present};
use crate::ui::labs::boltzmann::{help, opening};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::{Button, hover_help, low_entries, name_menu, paint, sentence_ui, title_ui};

/// Bits of a row, and rows, that are shown as cells.
pub const MOST_BITS: usize = 12;
const MOST_ROWS: usize = 64;
/// Side of a cell.
const CELL: f32 = 19.0;
/// A row is at most so long where it comes from a file.
const MOST_VISIBLE: usize = 256;

/// Draws the section.
pub fn data_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
    let target = Arc::clone(&context.view().target);
    let rows = target.rows().rows();
    let noun = if rows == 1 { "row" } else { "rows" };
    hover_help(title_ui(ui, "Data", &format!("{} {noun}", grouped(rows as u64))), help::DATA);
    menu_ui(ui, context);
    if target.visible() > MOST_BITS {
        let text = format!("Rows of {} bits are too long to be typed here.", grouped(target.visible() as u64));
        sentence_ui(ui, &text, None);
        return;
    }
    rows_ui(ui, context, &target);
}

/// What is offered.
fn menu_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
    let title = context.config().data.title();
    let name = format!("What is learned: {title}");
    let menu = egui::ComboBox::from_id_salt("data").selected_text(title).width(ui.available_width() - 12.0);
    let menu = menu.show_ui(ui, |ui| {
        low_entries(ui);
        for preset in Preset::ALL {
            let is_it = context.config().data == BoltzmannData::Preset(preset);
            if ui.selectable_label(is_it, preset.title()).on_hover_text(tip(preset)).clicked() {
                let config = opening::of_preset(preset, &present(context.view()));
                context.asks.push(Ask::Change(Box::new(config)));
            }
        }
    });
    name_menu(&menu.response, &name);
    hover_help(menu.response, help::PRESET);
}

const fn tip(preset: Preset) -> &'static str {
    match preset {
        Preset::Parity { .. } => "All rows with an even number of ones: no pair of bits says anything",
        Preset::ExclusiveOr => "The third bit says whether the first two differ",
        Preset::Shifter { .. } => "A pattern, the same pattern moved by one place or not at all, and which of these",
        Preset::Encoder { .. } => "The same one of four on both sides: two hidden units must carry which",
        Preset::Random { .. } => "A distribution over all states, drawn at random",
    }
}

/// The rows as cells; a click turns a bit, a click on the number holds the machine to that row.
fn rows_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>, target: &Target) {
    let (visible, shown) = (target.visible(), target.rows().rows().min(MOST_ROWS));
    let tokens = theme::tokens(ui.ctx());
    let scale = tokens.theme.metrics().scale;
    let cell = (CELL * scale).min((ui.available_width() - 118.0 * scale).max(0.0) / visible as f32).max(6.0);
    let mut changed: Option<Vec<(Vec<u8>, f64)>> = None;
    let all = || target.iter().map(|(row, weight)| (row.to_vec(), weight)).collect::<Vec<_>>();
    let clamped = context.view().chains.row;
    ui.spacing_mut().item_spacing.y = 2.0;
    for (number_, (row, weight)) in target.iter().enumerate().take(shown) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let held = number_ == clamped;
            let (text, name) = (format!("{:>2}", number_ + 1), format!("Hold row {}", number_ + 1));
            let hold = Button::new(&text).small().quiet().name(&name).selected(held).tooltip(help::ROWS);
            if hold.show(ui).clicked() {
                context.ask(BoltzmannCmd::Clamp(number_));
            }
            ui.add_space(4.0);
            for (unit, &bit) in row.iter().enumerate() {
                if bit_ui(ui, cell, bit, &format!("row {}, bit {}", number_ + 1, unit + 1)) {
                    let mut rows = all();
                    if let Some(bit) = rows.get_mut(number_).and_then(|(row, _)| row.get_mut(unit)) {
                        *bit ^= 1;
                    }
                    changed = Some(rows);
                }
            }
            ui.add_space(4.0);
            let q = RichText::new(number(weight, 3)).monospace().color(tokens.soft);
            hover_help(ui.label(q), help::ROWS);
            let alone = (target.rows().rows() == 1).then_some("One row is the least");
            let remove = Button::new("×").small().quiet().name("Remove this row").disabled_because(alone);
            if remove.show(ui).clicked() {
                let mut rows = all();
                rows.remove(number_);
                changed = Some(rows);
            }
        });
    }
    if target.rows().rows() > shown {
        sentence_ui(ui, &format!("The first {shown} rows are shown."), None);
    }
    ui.add_space(2.0);
    ui.horizontal_wrapped(|ui| {
        let full = (target.rows().rows() >= MOST_ROWS).then_some("More rows come from a file");
        let add = Button::new("Add a row").small().tooltip(help::ROWS).disabled_because(full);
        if add.show(ui).clicked() {
            let mut rows = all();
            let mean = 1.0 / rows.len().max(1) as f64;
            rows.push((missing(target), mean));
            changed = Some(rows);
        }
    });
    if let Some(rows) = changed {
        let data = typed(visible, &rows);
        context.change(|config| config.data = BoltzmannData::Rows(data));
    }
}

/// A bit; whether it was clicked.
fn bit_ui(ui: &mut egui::Ui, side: f32, bit: u8, name: &str) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, bit > 0, name));
    let (fill, ink) = if bit > 0 { (tokens.ink, tokens.panel) } else { (tokens.panel, tokens.soft) };
    let edge = if response.hovered() { tokens.accent } else { tokens.hairline };
    ui.painter().rect(rect, 2.0, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let font = egui::FontId::monospace(side * 0.6);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, bit, font, ink);
    paint::focus_ring(ui, &response, egui::CornerRadius::same(2));
    response.clicked()
}

/// A state that no row has yet; that of all zeros where there is none.
fn missing(target: &Target) -> Vec<u8> {
    let visible = target.visible();
    let state = |number: usize| (0..visible).map(|unit| (number >> unit & 1) as u8).collect::<Vec<u8>>();
    let is_new = |candidate: &Vec<u8>| target.rows().iter_rows().all(|row| row != candidate.as_slice());
    (0..1_usize << visible.min(MOST_BITS)).map(state).find(is_new).unwrap_or_else(|| vec![0; visible])
}

fn typed(visible: usize, rows: &[(Vec<u8>, f64)]) -> OwnRows {
    OwnRows {
        name: "own rows".to_owned(),
        visible,
        values: rows.iter().flat_map(|(row, _)| row.iter().copied()).collect(),
        weights: rows.iter().map(|(_, weight)| *weight).collect(),
    }
}

/// Rows of a file or of another lab, with what is to be said of them.
///
/// # Errors
/// They are not short rows of two states.
pub fn own_rows(rows: &Dataset) -> Result<(OwnRows, String), String> {
    if rows.states > 2 {
        return Err(format!("Its values have {} states; a Boltzmann machine learns rows of 0 and 1.", rows.states));
    }
    let (count, visible) = (rows.rows(), rows.columns());
    if !(1..=MOST_VISIBLE).contains(&visible) || count == 0 {
        return Err(format!(
            "It has {count} rows of {visible} bits; rows of 1 to {MOST_VISIBLE} bits can be learned here."
        ));
    }
    let name = rows.name.clone();
    let note = format!("{} rows of {visible} bits from {name}.", grouped(count as u64));
    let values = rows.values.as_slice().into();
    Ok((OwnRows { name, visible, values, weights: Arc::default() }, note))
}
