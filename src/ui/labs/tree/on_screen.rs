//! Which closer looks are on screen: those that cost work are made for no one who does not look.

use egui::Context;

use crate::ui::seen::Seen;

/// A closer look that is made only while its panel is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The plane of the principal components.
    Landscape,
    /// The scores of all levels.
    Scores,
    /// The tree of the distances alone.
    Linkage,
}

/// Whether the panel of each look is on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnScreen([Seen; 3]);

impl OnScreen {
    /// Remembers that the panel of this look is being drawn.
    pub fn note(&mut self, look: Look, ctx: &Context) {
        self.0[look as usize].note(ctx);
    }

    /// Whether it was drawn in this frame or in the one before.
    pub fn shows(&self, look: Look, ctx: &Context) -> bool {
        self.0[look as usize].now(ctx)
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;

    use super::*;

    #[test]
    fn a_look_is_on_screen_while_its_panel_is_drawn() {
        let mut harness = Harness::builder().build_ui_state(
            |ui, (on_screen, drawn, shown): &mut (OnScreen, bool, Vec<bool>)| {
                shown.push(on_screen.shows(Look::Scores, ui.ctx()));
                assert!(!on_screen.shows(Look::Linkage, ui.ctx()));
                if *drawn {
                    on_screen.note(Look::Scores, ui.ctx());
                }
            },
            (OnScreen::default(), true, Vec::new()),
        );
        harness.run_steps(2);
        assert_eq!(harness.state().2.last(), Some(&true));
        harness.state_mut().1 = false;
        harness.run_steps(3);
        assert_eq!(harness.state().2.last(), Some(&false));
    }
}
