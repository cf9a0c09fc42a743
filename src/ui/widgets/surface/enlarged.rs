//! A panel drawn over its whole lab and back: a picture for a room full of people.

use egui::{Area, Id, Key, Modifiers, Order, Sense, Ui, UiBuilder};

use crate::ui::theme;
use crate::ui::widgets::take_out::whole;
use crate::ui::widgets::{Button, hover_help, sentence_ui, title_ui};

/// Whether a panel is enlarged. The bars of the lab stay: it can be played and scrubbed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Enlarged(bool);

impl Enlarged {
    /// Draws `content` in its place, or over the whole lab under this title. Escape ends that, where nothing else takes it.
    pub fn show(&mut self, ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui, &mut Self)) {
        if !self.0 {
            content(ui, self);
            return;
        }
        sentence_ui(ui, "It is drawn over the whole lab; Escape brings it back.", None);
        let ctx = ui.ctx().clone();
        let place = whole::place(&ctx, whole::LAB).unwrap_or_else(|| ctx.content_rect());
        let tokens = theme::tokens(&ctx);
        let area =
            Area::new(Id::unique(("enlarged", title))).order(Order::Middle).fixed_pos(place.min).constrain(false);
        area.show(&ctx, |ui| {
            // What lies below gets neither clicks nor the wheel.
            ui.allocate_rect(place, Sense::click_and_drag());
            ui.painter().rect_filled(place, 0.0, tokens.panel);
            let room = place.shrink2(egui::vec2(theme::GAP + theme::STEP, theme::GAP));
            let mut ui = ui.new_child(UiBuilder::new().max_rect(room));
            title_ui(&mut ui, title, "");
            content(&mut ui, self);
        });
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.0 = false;
        }
    }

    /// The button for it.
    pub fn button_ui(&mut self, ui: &mut Ui) {
        let (name, tip) = if self.0 {
            ("Back", "Puts the panel back in its place.")
        } else {
            ("Enlarge", "Draws this over the whole lab, which can be played and scrubbed below it.")
        };
        let response = Button::new(name).small().show(ui);
        if response.clicked() {
            self.0 = !self.0;
        }
        hover_help(response, tip);
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;

    #[test]
    fn it_is_drawn_over_all_and_escape_brings_it_back() {
        let mut harness = Harness::builder()
            .with_size([600.0, 400.0])
            .with_context_setup(|ctx| theme::install(ctx, theme::Theme::Dark))
            .build_ui_state(
                |ui, (enlarged, room): &mut (Enlarged, f32)| {
                    ui.set_max_height(100.0);
                    enlarged.show(ui, "A picture", |ui, enlarged| {
                        enlarged.button_ui(ui);
                        *room = ui.available_height();
                    });
                },
                (Enlarged::default(), 0.0),
            );
        let small = harness.state().1;
        harness.get_by_label("Enlarge").click();
        harness.run_steps(3);
        assert!(harness.state().1 > 2.0 * small, "{} after {small}", harness.state().1);
        harness.key_press(Key::Escape);
        harness.run_steps(3);
        assert!(harness.state().1 <= small && harness.query_by_label("Enlarge").is_some());
    }
}
