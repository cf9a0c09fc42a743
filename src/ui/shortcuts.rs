//! The list of keys, and what tells a press from a key that is held.

use egui::{
    Align2, Area, Context, FontId, Frame, Id, Key, Margin, Modifiers, Order, Rect, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, Vec2,
};

use crate::ui::{theme, widgets::paint};

/// One line of the list: how the keys are written, and what they do. What reads them decides what they do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shortcut {
    /// How they are written: `Space`, `1 … 7`.
    pub label: &'static str,
    pub what: &'static str,
}

impl Shortcut {
    /// A line of the list.
    pub const fn new(label: &'static str, what: &'static str) -> Self {
        Self { label, what }
    }
}

/// Whether a key was pressed, and not merely held: what it does is done once. The press is taken from everything else.
pub fn pressed_once(ctx: &Context, modifiers: Modifiers, key: Key) -> bool {
    ctx.input_mut(|input| {
        let fresh = input.events.iter().any(
            |event| matches!(event, egui::Event::Key { key: found, pressed: true, repeat: false, .. } if *found == key),
        );
        input.consume_key(modifiers, key) && fresh
    })
}

/// Draws the list over the dimmed window while `open`; Escape, the close button or a click outside it closes.
pub fn overlay_ui(ctx: &Context, open: &mut bool, shortcuts: &[Shortcut]) {
    if !*open {
        return;
    }
    let tokens = theme::tokens(ctx);
    let screen = ctx.content_rect();
    if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        *open = false;
    }
    let backdrop = Area::new(Id::unique("keys backdrop")).order(Order::Middle).fixed_pos(screen.min);
    let outside = backdrop.show(ctx, |ui| {
        let (rect, response) = ui.allocate_exact_size(screen.size(), Sense::click());
        ui.painter().rect_filled(rect, 0.0, tokens.dimmed());
        response.clicked()
    });
    let area = Area::new(Id::unique("keys")).order(Order::Foreground).anchor(Align2::CENTER_CENTER, Vec2::ZERO);
    let mut closed = outside.inner;
    area.show(ctx, |ui| {
        let frame = Frame::new()
            .fill(tokens.panel)
            .stroke(Stroke::new(1.0, tokens.hairline))
            .corner_radius(paint::PANEL_RADIUS)
            .inner_margin(Margin::same(20));
        frame.show(ui, |ui| {
            let width = (screen.width() - 88.0).clamp(40.0, 980.0 * tokens.theme.metrics().scale);
            ui.set_width(width);
            ui.horizontal(|ui| {
                let title = egui::RichText::new("Keys").font(theme::semibold(tokens.theme.metrics().body + 1.5));
                ui.label(title);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    closed |= crate::ui::widgets::Button::new("×").name("Close").small().quiet().show(ui).clicked();
                });
            });
            ui.add_space(4.0);
            let height = (screen.height() - 140.0).max(20.0);
            let wanted = columns_height(ui, shortcuts.len()).min(height);
            // An area remembers its height and would keep the list scrolled in less than it needs.
            ScrollArea::vertical()
                .max_height(height)
                .min_scrolled_height(wanted)
                .show(ui, |ui| columns_ui(ui, shortcuts));
        });
    });
    if closed {
        *open = false;
    }
}

fn grid(width: f32, count: usize) -> (usize, usize) {
    let columns = if width >= 460.0 { 2 } else { 1 };
    (columns, count.div_ceil(columns))
}

fn row_height(ui: &Ui) -> f32 {
    (30.0 * theme::tokens(ui.ctx()).theme.metrics().scale).round()
}

fn columns_height(ui: &Ui, count: usize) -> f32 {
    row_height(ui) * grid(ui.available_width(), count).1 as f32
}

/// Two columns, filled one after the other; one where there is no room for two.
fn columns_ui(ui: &mut Ui, shortcuts: &[Shortcut]) {
    const GAP: f32 = 28.0;
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let width = ui.available_width();
    let (columns, rows) = grid(width, shortcuts.len());
    let height = row_height(ui);
    let (id, rect) = ui.allocate_space(Vec2::new(width, height * rows as f32));
    let column_width = (GAP.mul_add(-(columns as f32 - 1.0), width) / columns as f32).max(0.0);
    let mono = FontId::monospace(metrics.title);
    let widest = shortcuts.iter().map(|each| paint::width(ui, each.label, mono.clone())).fold(0.0, f32::max) + 16.0;
    for (index, shortcut) in shortcuts.iter().enumerate() {
        let (column, row) = (index / rows.max(1), index % rows.max(1));
        let corner = rect.min + Vec2::new((column_width + GAP) * column as f32, height * row as f32);
        let place = Rect::from_min_size(corner, Vec2::new(column_width, height));
        let response = ui.interact(place, id.with(index), Sense::hover());
        paint::name(ui, &response, egui::Role::Label, &format!("{}: {}", shortcut.label, shortcut.what));
        let label = paint::line(ui, shortcut.label, mono.clone(), tokens.ink);
        let cap = Rect::from_min_size(
            egui::pos2(place.left(), place.center().y - height * 0.4),
            Vec2::new(label.size().x + 16.0, height * 0.8),
        );
        ui.painter().rect(cap, 5.0, tokens.raised, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
        paint::galley(ui, label, cap.center(), Align2::CENTER_CENTER);
        let left = place.left() + widest + 12.0;
        let room = place.right() - left;
        let what = paint::elided(ui, shortcut.what, FontId::proportional(metrics.body), tokens.soft, room);
        if room > 20.0 {
            paint::galley(ui, what, egui::pos2(left, place.center().y), Align2::LEFT_CENTER);
        }
    }
}
