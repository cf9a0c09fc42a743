//! A sample that was clicked, next to the row of the data that is nearest to it: is it new, or learnt by heart?

use crate::physics::rbm::Configurations;
use crate::ui::labs::train::context::{TrainContext, data_rows};
use crate::ui::machine::{Canvas, SampleTiles, Samples};
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Button, sentence_ui};

/// Height of the two pictures, and of the two strips of rows that are none.
const PICTURES: f32 = 84.0;
const STRIPS: f32 = 30.0;
/// Values that are compared while a frame waits: some milliseconds. Of larger data some rows stand for all.
const MOST: usize = 1 << 25;

#[derive(Default)]
pub struct NearestRow {
    found: Option<Found>,
    tiles: SampleTiles,
    /// Raised with each sample that is looked at: the key of its texture.
    count: u64,
}

struct Found {
    generation: u64,
    /// The sample, then the row.
    pair: Configurations,
    sentence: String,
}

impl NearestRow {
    /// Looks at a sample, which stays as it is while its chain goes on. `name` says which it is.
    pub fn look(&mut self, context: &TrainContext<'_>, name: &str, sample: &[u8]) {
        let view = context.view();
        let Some(data) = data_rows(view) else { return };
        let all = &data.values;
        let few = view.rows.as_deref().filter(|_| all.as_slice().len() > MOST);
        let Some((place, differing)) = few.unwrap_or(all).nearest(sample) else { return };
        let Some(row) = few.unwrap_or(all).row(place) else { return };
        let of = few.map_or_else(|| grouped(all.rows() as u64), |few| format!("{} chosen", grouped(few.rows() as u64)));
        let row_name = if few.is_some() { String::new() } else { format!(", {}", data.row_name(place)) };
        let sentence = format!(
            "{name} at update {}, and the nearest of {of} rows{row_name}: {} of {} sites differ.",
            grouped(context.update()),
            grouped(differing.into()),
            grouped(sample.len() as u64)
        );
        self.count += 1;
        let pair = Configurations::new([sample, row].concat(), sample.len());
        self.found = Some(Found { generation: context.snapshot.generation, pair, sentence });
    }

    /// Draws both, where a sample of this run was clicked.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &TrainContext<'_>, canvas: &Canvas<'_>) {
        self.found.take_if(|found| found.generation != context.snapshot.generation);
        let Some(found) = &self.found else { return };
        let height = if canvas.is_picture { PICTURES } else { STRIPS };
        let samples = Samples {
            name: "The sample and its nearest row",
            states: &found.pair,
            visible: context.view().rbm.visible(),
            canvas,
            key: (found.generation, self.count, u64::MAX),
            layout: canvas.layout(1.0, height, STRIPS),
            clickable: false,
        };
        self.tiles.show(ui, &samples, egui::vec2(ui.available_width(), height));
        sentence_ui(ui, &found.sentence, None);
        if Button::new("Close").small().quiet().name("Close the nearest row").show(ui).clicked() {
            self.found = None;
        }
    }
}
