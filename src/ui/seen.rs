//! Whether a panel is on screen: what costs work is made for no one who does not look.

use egui::Context;

/// The frame in which a panel was last drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen(Option<u64>);

impl Seen {
    /// Remembers that it is being drawn.
    pub fn note(&mut self, ctx: &Context) {
        let now = ctx.cumulative_frame_nr();
        let before = self.0.replace(now);
        // What is asked for between two frames: a panel that has just come into sight needs another one.
        if before.is_none_or(|before| before + 1 < now) {
            ctx.request_repaint();
        }
    }

    /// Whether it was drawn in this frame or in the one before.
    pub fn now(self, ctx: &Context) -> bool {
        self.0.is_some_and(|drawn| drawn + 1 >= ctx.cumulative_frame_nr())
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;

    use super::Seen;

    #[test]
    fn a_panel_is_seen_while_it_is_drawn() {
        let mut harness = Harness::builder().build_ui_state(
            |ui, (seen, drawn, shown): &mut (Seen, bool, Vec<bool>)| {
                shown.push(seen.now(ui.ctx()));
                if *drawn {
                    seen.note(ui.ctx());
                }
            },
            (Seen::default(), true, Vec::new()),
        );
        harness.run_steps(2);
        assert_eq!(harness.state().2.last(), Some(&true));
        harness.state_mut().1 = false;
        harness.run_steps(3);
        assert_eq!(harness.state().2.last(), Some(&false));
    }
}
