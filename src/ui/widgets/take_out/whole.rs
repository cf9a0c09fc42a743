//! Figures of a whole panel or lab: where each stands in the window, and which one is asked for. Menus of panels lie deep
//! in panes: they reach the frame through the context.

use egui::{Context, Id, Rect, Response, Ui};

/// The place of the whole lab.
pub const LAB: &str = "the whole lab";

/// Notes where a panel stands in this frame.
pub fn note_place(ctx: &Context, panel: &str, place: Rect) {
    ctx.data_mut(|data| {
        data.insert_temp(place_of(panel), place);
    });
}

/// Where it stood when it was drawn last.
pub fn place(ctx: &Context, panel: &str) -> Option<Rect> {
    ctx.data(|data| data.get_temp(place_of(panel)))
}

fn place_of(panel: &str) -> Id {
    Id::unique(("place of a panel", panel))
}

/// The menu of a panel, under the right button on its title.
pub fn panel_menu(title: &Response, panel: &'static str) {
    title.context_menu(|ui| entry_ui(ui, panel));
}

fn entry_ui(ui: &mut Ui, panel: &'static str) {
    if ui.button("Figure of this panel…").clicked() {
        ui.data_mut(|data| {
            data.insert_temp(asked_for(), panel);
        });
        ui.close();
    }
}

/// The panel of which a figure was asked for in this frame.
pub fn asked(ctx: &Context) -> Option<&'static str> {
    ctx.data_mut(|data| data.remove_temp(asked_for()))
}

fn asked_for() -> Id {
    Id::unique("panel for a figure")
}
