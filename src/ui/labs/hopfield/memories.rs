//! The shelf: every memory with its picture, name, letter and signed overlap; what it is stored with, and the load.

use std::collections::BTreeMap;

use egui::containers::menu::MenuButton;
use egui::{Key, RichText, Role, Sense, WidgetInfo};

use crate::engine::hopfield::recall::{Memory, RecallCmd};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::load;
use crate::ui::labs::hopfield::load_menu::load_menu_ui;
use crate::ui::labs::hopfield::sentences::{memory_letter, memory_name};
use crate::ui::theme::numbers::{grouped, signed};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::spin_grid::{CellColors, CellImage, Thumbnail, ThumbnailCache, spin_colours};
use crate::ui::widgets::{Button, overlap_bar_ui};

/// How far the ring of the selected memory reaches.
const RING: i8 = 4;
const ROOM_OF_THE_RING: egui::Margin = egui::Margin { left: RING, top: RING, right: 0, bottom: 0 };
const THUMBNAIL: f32 = 52.0;
/// What a name does that is clicked.
const SELECTS: &str = "A click selects it and leaves the grid as it is; two rename it";
/// The shelf shows two memories at least.
const LEAST_SHELF: f32 = 2.0 * THUMBNAIL;
/// So many memories are all shown where everything scrolls.
const SHORT_SHELF: usize = 8;
/// So many memories are all laid out, so that Tab and screen readers reach those that are out of sight.
const ALL_LAID_OUT: usize = 32;

#[derive(Default)]
pub struct MemoriesPanel {
    thumbnails: BTreeMap<usize, ThumbnailCache>,
    below: f32,
    renaming: Option<(usize, String)>,
}

const INFO: PanelInfo =
    PanelInfo { id: "memories", title: "Memories", tab: "Memories", help: help::MEMORIES, place: Place::Left };

impl Panel<HopfieldPanels> for MemoriesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        format!("p = {}", grouped(context.view().load.stored as u64))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let left = ui.available_height() - self.below;
        if left >= LEAST_SHELF {
            self.shelf_ui(ui, context, left);
            self.below_ui(ui, context);
        } else {
            // In a low window all of it scrolls, so that everything can still be reached.
            let area = egui::ScrollArea::vertical().content_margin(ROOM_OF_THE_RING);
            area.auto_shrink(false).show(ui, |ui| {
                // A short shelf does not scroll within what scrolls.
                if context.view().document.memories.len() <= SHORT_SHELF {
                    self.rows_ui(ui, context, 0..SHORT_SHELF);
                } else {
                    self.shelf_ui(ui, context, LEAST_SHELF);
                }
                self.below_ui(ui, context);
            });
        }
    }
}

impl MemoriesPanel {
    fn shelf_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, height: f32) {
        let count = context.view().document.memories.len();
        self.thumbnails.retain(|&index, _| index < count);
        // The ring round the selected thumbnail reaches beyond its row.
        let area = egui::ScrollArea::vertical()
            .id_salt("shelf")
            .content_margin(ROOM_OF_THE_RING)
            .max_height(height)
            .auto_shrink([false, true]);
        if count <= ALL_LAID_OUT {
            area.show(ui, |ui| self.rows_ui(ui, context, 0..count));
        } else {
            let row = THUMBNAIL + ui.spacing().item_spacing.y;
            area.show_rows(ui, row, count, |ui, rows| {
                // Of thousands only those in sight keep a picture.
                self.thumbnails.retain(|index, _| rows.contains(index));
                self.rows_ui(ui, context, rows);
            });
        }
    }

    fn rows_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, rows: std::ops::Range<usize>) {
        let memories = context.view().document.memories.clone();
        for index in rows {
            if let Some(memory) = memories.get(index) {
                ui.push_id(("memory", index), |ui| self.memory_ui(ui, context, index, memory));
            }
        }
    }

    /// What stands below the shelf: it keeps the room that it took in the last frame.
    fn below_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        if context.view().document.memories.is_empty() {
            let tokens = theme::tokens(ui.ctx());
            ui.label(
                RichText::new("No memory yet. Draw something on the grid and store it, or load a set.")
                    .color(tokens.soft),
            );
        }
        let top = ui.cursor().top();
        ui.add_space(theme::STEP);
        load_menu_ui(ui, context);
        ui.add_space(theme::STEP);
        load::load_ui(ui, context);
        self.below = ui.cursor().top() - top;
    }

    fn memory_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, index: usize, memory: &Memory) {
        let tokens = theme::tokens(ui.ctx());
        let overlap = context.view().moment.overlaps.get(index).copied().unwrap_or(0.0);
        let ground = ui.painter().add(egui::Shape::Noop);
        let row = ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::STEP * 2.5;
            self.thumbnail_ui(ui, context, index, memory, &tokens);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = theme::STEP;
                self.name_ui(ui, context, index, memory, overlap, &tokens);
                let colour = tokens.identity(context.view().document.identity(index));
                let bar = |ui: &mut egui::Ui| overlap_bar_ui(ui, &memory.name, overlap, colour);
                if context.shared.selected == index {
                    self.more_ui(ui, context, index, memory, bar);
                } else {
                    bar(ui);
                }
            });
        });
        if row.response.contains_pointer() {
            let rect = row.response.rect.expand(f32::from(RING) - 1.0);
            ui.painter().set(ground, egui::Shape::rect_filled(rect, 6, tokens.raised));
            let stored = if memory.stored { "stored" } else { "left out of the couplings" };
            let name = memory_name(&context.view().document, index);
            context.shell.status = format!("{name}: overlap m = {}, {stored}", signed(overlap, 3));
        }
    }

    /// The menu of the selected memory, next to its `bar`: the line above has no room for more than its name.
    fn more_ui<R>(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut HopfieldContext<'_>,
        index: usize,
        memory: &Memory,
        bar: impl FnOnce(&mut egui::Ui) -> R,
    ) {
        let row = egui::vec2(ui.available_width(), ui.text_style_height(&egui::TextStyle::Body));
        ui.allocate_ui_with_layout(row, egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().button_padding.x = theme::STEP;
            let more = MenuButton::from_button(egui::Button::new("…").small().frame_when_inactive(false));
            let more = more.ui(ui, |ui| self.menu_ui(ui, context, index, memory)).0;
            more.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Menu of {}", memory.name)));
            more.on_hover_text("Put it on the grid, rename it, forget it");
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), bar);
        });
    }

    fn thumbnail_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut HopfieldContext<'_>,
        index: usize,
        memory: &Memory,
        tokens: &Tokens,
    ) {
        let spins = memory.pattern.spins();
        let (on, off) = (tokens.spin_on, tokens.spin_off);
        let dim = if memory.stored { 1.0 } else { 0.35 };
        let colour = spin_colours(spins, [on.gamma_multiply(dim), off]);
        // A pattern that changed belongs to another network, and so has another key.
        let key = (
            context.snapshot.generation,
            context.view().network_revision,
            u64::from(memory.stored) + 2 * tokens.theme as u64,
        );
        let image = CellImage { key, colors: CellColors::Each(&colour) };
        let shape = context.view().document.shape;
        let name = format!("Cue from {}", memory.name);
        let thumbnail = Thumbnail::new(&name, shape, image, THUMBNAIL, off).sense(Sense::click());
        let response = thumbnail.show(ui, self.thumbnails.entry(index).or_default());
        let selected = context.shared.selected == index;
        if selected {
            let rect = response.rect.expand(f32::from(RING) - 2.0);
            ui.painter().rect_stroke(
                rect,
                4,
                egui::Stroke::new(1.5, tokens.identity(context.view().document.identity(index))),
                egui::StrokeKind::Outside,
            );
        }
        let response = response.on_hover_text("Click: put it on the grid, corrupted as set below the grid");
        if response.clicked() {
            put_on_grid(context, index);
        }
        thumbnail.offer(ui, &response, &memory.name, spins, |ui| self.menu_ui(ui, context, index, memory));
    }

    fn name_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut HopfieldContext<'_>,
        index: usize,
        memory: &Memory,
        overlap: f64,
        tokens: &Tokens,
    ) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::STEP * 1.5;
            let document = &context.view().document;
            let (letter, ink) = (memory_letter(document, index), tokens.identity_ink(document.identity(index)));
            // A memory that is called by its letter has it once.
            let is_letter = letter == *memory.name;
            if !is_letter {
                ui.label(RichText::new(letter).color(ink).strong());
            }
            if let Some((renamed, text)) = &mut self.renaming
                && *renamed == index
            {
                let response = ui.add(egui::TextEdit::singleline(text).desired_width(ui.available_width() - 60.0));
                response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "New name"));
                if response.lost_focus() {
                    let name = std::mem::take(text);
                    self.renaming = None;
                    if ui.input(|i| i.key_pressed(Key::Enter)) {
                        context.ask(RecallCmd::Rename { index, name });
                    }
                } else {
                    response.request_focus();
                }
                return;
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(RichText::new(signed(overlap, 2)).monospace());
                let eye = if memory.stored { "👁" } else { "○" };
                let name =
                    if memory.stored { format!("Leave {} out", memory.name) } else { format!("Store {}", memory.name) };
                if Button::new(eye).name(&name).tooltip(help::STORED).small().quiet().show(ui).clicked() {
                    context.ask(RecallCmd::SetStored { index, stored: !memory.stored });
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let colour = if memory.stored { tokens.ink } else { tokens.soft };
                    let text = RichText::new(&*memory.name);
                    let text = if is_letter { text.color(ink).strong() } else { text.color(colour) };
                    let response = ui.add(egui::Label::new(text).truncate().sense(Sense::click()));
                    let response = response.on_hover_text(SELECTS);
                    if response.clicked() {
                        context.shared.selected = index;
                    }
                    if response.double_clicked() {
                        self.renaming = Some((index, memory.name.to_string()));
                    }
                    response.context_menu(|ui| self.menu_ui(ui, context, index, memory));
                });
            });
        });
    }

    fn menu_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, index: usize, memory: &Memory) {
        if ui.button("Put on the grid").clicked() {
            put_on_grid(context, index);
            ui.close();
        }
        if ui.button("Rename").clicked() {
            self.renaming = Some((index, memory.name.to_string()));
            ui.close();
        }
        if ui.button("Forget").clicked() {
            context.ask(RecallCmd::Forget(index));
            ui.close();
        }
    }
}
/// Puts a memory on the grid, and selects it.
fn put_on_grid(context: &mut HopfieldContext<'_>, index: usize) {
    context.shared.selected = index;
    context.ask(RecallCmd::CueFromMemory(index));
}

/// Stores the state shown under the next free name.
pub fn store_state(context: &mut HopfieldContext<'_>) {
    let memories = &context.view().document.memories;
    let taken = |name: &str| memories.iter().any(|memory| &*memory.name == name);
    let name = (1..=memories.len() + 1).map(|k| format!("drawing {k}")).find(|name| !taken(name)).unwrap_or_default();
    context.ask(RecallCmd::Store { name });
}
