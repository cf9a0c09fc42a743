//! The rows of a branch, or the chains that run from its fixed point: pictures, letters, or names.

use std::sync::Arc;

use crate::physics::rbm::{Configurations, VisibleUnits};
use crate::ui::cached::Cached;
use crate::ui::labs::tree::context::TreeContext;
use crate::ui::labs::tree::sentences;
use crate::ui::machine::{Canvas, Heights, Palette, Profile, SampleTiles, Samples};
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{sentence_ui, title_ui};

/// Rows that are drawn.
const MOST: usize = 60;
/// Narrowest and widest picture, and height of a strip.
const NARROWEST: f32 = 28.0;
const WIDEST: f32 = 64.0;
const TALLEST: f32 = 12.0;
/// Height of the letters of a branch.
const LETTERS: f32 = 72.0;

/// Tree and node.
type RowsOf = ((u64, u64), u32);

#[derive(Default)]
pub struct MembersView {
    /// Whether the chains are shown instead of the rows.
    pub generated: bool,
    tiles: SampleTiles,
    palette: Palette,
    rows: Cached<RowsOf, Option<Arc<Configurations>>>,
    frequencies: Cached<(u64, u64, u64), Vec<f32>>,
}

/// What is drawn in one frame.
struct Drawn<'a> {
    name: &'a str,
    states: &'a Configurations,
    key: (u64, u64, u64),
}

impl MembersView {
    /// Draws them into the rest of the panel, `height` high.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>, node: u32, height: f32) {
        let top = ui.cursor().top();
        if self.generated {
            self.chains_ui(ui, context, node, height);
            return;
        }
        let members: Arc<[u32]> = context.view().tree.data(node).into();
        let shown = members.len().min(MOST);
        let note = if shown < members.len() {
            format!("{shown} of {} rows", grouped(members.len() as u64))
        } else {
            String::new()
        };
        title_ui(ui, "Members", &note);
        let room = height - (ui.cursor().top() - top);
        let tree = context.key();
        let values = &context.rows().values;
        self.rows.refresh((tree, node), || {
            let rows: Vec<usize> = members.iter().take(MOST).map(|&row| row as usize).collect();
            Some(Arc::new(values.select(&rows)))
        });
        let Some(states) = (*self.rows).clone() else { return };
        let named = context.rows().row_names.iter().flatten().any(|name| name.parse::<usize>().is_err());
        // Names say more than strips.
        if named && !context.canvas().is_some_and(|canvas| canvas.is_picture) {
            names_ui(ui, context, &members);
            return;
        }
        let drawn = Drawn { name: "Members", states: &states, key: (tree.0, tree.1, u64::from(node)) };
        if let Some(place) = self.states_ui(ui, context, &drawn, room)
            && let Some(&row) = members.get(place)
        {
            context.shell.status = sentences::row(context.rows(), row as usize, context.column());
        }
    }

    fn chains_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>, node: u32, height: f32) {
        let top = ui.cursor().top();
        let Some(chains) = context.chains_from(node).cloned() else {
            let text =
                "Generate from here starts chains at this fixed point: they show where the machine goes from it.";
            sentence_ui(ui, text, None);
            return;
        };
        let noun = if chains.samples.steps == 1 { "step" } else { "steps" };
        title_ui(ui, "Chains from here", &format!("{} {noun}", grouped(chains.samples.steps)));
        let room = height - (ui.cursor().top() - top);
        let key = (context.key().0, u64::from(node), chains.samples.steps);
        let drawn = Drawn { name: "Chains from here", states: &chains.samples.states, key };
        if let Some(place) = self.states_ui(ui, context, &drawn, room) {
            context.shell.status =
                format!("chain {} after {} {noun} from the fixed point", place + 1, grouped(chains.samples.steps));
        }
    }

    /// Draws states; the one under the pointer.
    fn states_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TreeContext<'_>,
        drawn: &Drawn<'_>,
        height: f32,
    ) -> Option<usize> {
        let last = context.view().config.checkpoints.last()?;
        let (visible, rows) = (last.rbm.visible(), context.rows());
        let room = egui::vec2(ui.available_width(), height.max(0.0));
        let Drawn { name, states, key } = *drawn;
        if let VisibleUnits::Potts(count) = visible {
            self.frequencies.refresh(key, || states.frequencies(count));
            let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
            let size = egui::vec2(room.x, room.y.min(LETTERS * scale));
            let (values, heights, alphabet) = (&*self.frequencies, Heights::Frequencies, rows.alphabet.as_deref());
            let profile = Profile { name, values, heights, visible, alphabet, size };
            if let Some(sentence) = profile.show(ui, &self.palette.colours(ui.ctx())).hover {
                context.shell.status = sentence;
            }
            return None;
        }
        let canvas = Canvas::of_states(&last.rbm, Some(rows));
        let layout = canvas.layout(NARROWEST, WIDEST, TALLEST);
        let samples = Samples { name, states, visible, canvas: &canvas, key, layout, clickable: false };
        self.tiles.show(ui, &samples, room).hover.map(|(tile, _)| tile)
    }
}

/// A line for each row, with its label.
fn names_ui(ui: &mut egui::Ui, context: &TreeContext<'_>, members: &[u32]) {
    for &row in members.iter().take(MOST) {
        sentence_ui(ui, &sentences::row(context.rows(), row as usize, context.column()), None);
    }
}
