//! Enter and Space close the menu in which they choose, as a click does.

use egui::{Context, Key, Order, Popup};

/// A key that is about to choose an entry of an open menu.
pub struct Choice {
    /// Menus on the screen before it.
    menus: usize,
}

/// Whether a key of this frame chooses in a menu: asked before the menu is drawn.
pub fn choice(ctx: &Context) -> Option<Choice> {
    let pressed = ctx.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space));
    if !pressed || !Popup::is_any_open(ctx) || ctx.text_edit_focused() {
        return None;
    }
    let focused = ctx.memory(egui::Memory::focused)?;
    let layer = ctx.viewport(|viewport| viewport.prev_pass.widgets.get(focused).map(|widget| widget.layer_id));
    layer.filter(|layer| layer.order == Order::Foreground).map(|_| Choice { menus: menus(ctx) })
}

impl Choice {
    /// Closes the menus after they were drawn, unless what was chosen is another menu.
    pub fn close(self, ctx: &Context) {
        if menus(ctx) <= self.menus {
            Popup::close_all(ctx);
        }
    }
}

fn menus(ctx: &Context) -> usize {
    let layers = ctx.memory(|memory| memory.areas().visible_layer_ids());
    layers.iter().filter(|layer| layer.order == Order::Foreground).count()
}
