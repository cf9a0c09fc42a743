//! Figures of a whole panel or lab: where each stands in the window, and which one is asked for. Menus of panels lie deep
//! in panes: they reach the frame through the context.

use egui::{Context, Id, Rect, Response, Ui};

use crate::ui::widgets::Button;

/// The place of the whole lab.
pub const LAB: &str = "the whole lab";

/// Notes where a panel stands in this frame.
pub fn note_place(ctx: &Context, panel: &str, place: Rect) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| {
        data.insert_temp(place_of(panel), (place, frame));
    });
}

/// Where it stood when it was drawn last.
pub fn place(ctx: &Context, panel: &str) -> Option<Rect> {
    noted(ctx, panel).map(|(place, _)| place)
}

/// Whether it was drawn in this frame or the last one: of panels that share a place the one in front.
pub fn is_seen(ctx: &Context, panel: &str) -> bool {
    noted(ctx, panel).is_some_and(|(_, frame)| frame + 1 >= ctx.cumulative_frame_nr())
}

fn noted(ctx: &Context, panel: &str) -> Option<(Rect, u64)> {
    ctx.data(|data| data.get_temp(place_of(panel)))
}

fn place_of(panel: &str) -> Id {
    Id::unique(("place of a panel", panel))
}

/// The menu of a panel, under the right button on its title; a double click enlarges it.
pub fn panel_menu(title: &Response, panel: &'static str) {
    if title.double_clicked() {
        ask(&title.ctx, enlarging(), panel);
    }
    title.context_menu(|ui| entries_ui(ui, panel));
}

/// What can be done with a panel.
pub fn entries_ui(ui: &mut Ui, panel: &'static str) {
    if ui.button("Enlarge").on_hover_text("As large as the lab; a double click on its title does it, too").clicked() {
        ask(ui.ctx(), enlarging(), panel);
        ui.close();
    }
    if ui.button("Figure of this panel…").clicked() {
        ask(ui.ctx(), asked_for(), panel);
        ui.close();
    }
}

fn ask(ctx: &Context, what: Id, panel: &'static str) {
    ctx.data_mut(|data| {
        data.insert_temp(what, panel);
    });
    ctx.request_repaint();
}

/// The panel that was asked to be enlarged.
pub fn asked_enlarged(ctx: &Context) -> Option<&'static str> {
    ctx.data_mut(|data| data.remove_temp(enlarging()))
}

/// Notes that a panel is enlarged in this frame.
pub fn note_enlarged(ctx: &Context, panel: &'static str) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| {
        data.insert_temp(enlarged(), (panel, frame));
    });
}

/// The button that enlarges a panel whose picture wants the room; nothing while it is enlarged.
pub fn enlarge_ui(ui: &mut Ui, panel: &'static str) {
    let frame = ui.ctx().cumulative_frame_nr();
    if ui.data(|data| data.get_temp(enlarged())) == Some((panel, frame)) {
        return;
    }
    let tip = "Shows this panel as large as the lab, which can be played and scrubbed below it";
    if Button::new("Enlarge").small().tooltip(tip).show(ui).clicked() {
        ask(ui.ctx(), enlarging(), panel);
    }
}

fn enlarged() -> Id {
    Id::unique("panel that is enlarged")
}

fn enlarging() -> Id {
    Id::unique("panel to be enlarged")
}

/// The panel of which a figure was asked for in this frame.
pub fn asked(ctx: &Context) -> Option<&'static str> {
    ctx.data_mut(|data| data.remove_temp(asked_for()))
}

fn asked_for() -> Id {
    Id::unique("panel for a figure")
}
