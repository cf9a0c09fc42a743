//! Which closer looks are on screen: those that cost work are made for no one who does not look.

use egui::Context;

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

/// The frame in which the panel of each look was last drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnScreen([Option<u64>; 3]);

impl OnScreen {
    /// Remembers that the panel of this look is being drawn.
    pub fn note(&mut self, look: Look, ctx: &Context) {
        let now = ctx.cumulative_frame_nr();
        let before = self.0[look as usize].replace(now);
        // What is asked for between two frames: a panel that has just come into sight needs another one.
        if before.is_none_or(|before| before + 1 < now) {
            ctx.request_repaint();
        }
    }

    /// Whether it was drawn in this frame or in the one before.
    pub fn shows(&self, look: Look, ctx: &Context) -> bool {
        self.0[look as usize].is_some_and(|drawn| drawn + 1 >= ctx.cumulative_frame_nr())
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
