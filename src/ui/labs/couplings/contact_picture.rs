//! The map of contacts as a picture: the predicted pairs above the diagonal, and below it those of the structure, or those
//! that only correlate.

use crate::engine::couplings::ContactMap;
use crate::physics::contacts::Prediction;
use crate::ui::labs::couplings::contact_block;
use crate::ui::labs::couplings::context::CouplingsContext;
use crate::ui::theme;
use crate::ui::widgets::{MatrixMap, MatrixSource, MatrixView};

/// How pairs are drawn: a right prediction, a wrong one, one whose distance is unknown; below the diagonal a contact.
const RIGHT: f32 = 1.0;
const WRONG: f32 = -1.0;
const UNKNOWN: f32 = 0.35;
const CONTACT: f32 = 0.6;

/// What stands below the diagonal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Below {
    /// The contacts of the structure.
    #[default]
    Contacts,
    /// The first pairs by mutual information.
    Information,
}

/// What the numbers were made of.
type Key = ((u64, u64), Below);

#[derive(Default)]
pub struct ContactPicture {
    key: Option<Key>,
    values: Vec<f32>,
    sites: usize,
    /// Counts the changes of the numbers: the texture follows it.
    revision: u64,
    view: MatrixView,
}

impl ContactPicture {
    /// Follows the map of this generation and revision.
    pub fn refresh(&mut self, map: &ContactMap, key: (u64, u64), below: Below) {
        if self.key == Some((key, below)) {
            return;
        }
        self.key = Some((key, below));
        self.revision += 1;
        self.sites = map.scores.nrows();
        self.values = vec![f32::NAN; self.sites * self.sites];
        for (i, j, value) in first(&map.prediction, self.sites) {
            self.set(i, j, value);
        }
        match below {
            Below::Contacts => {
                for pair in map.prediction.ranked.iter().filter(|pair| map.prediction.is_contact(pair)) {
                    self.set(pair.j, pair.i, CONTACT);
                }
            }
            Below::Information => {
                for (i, j, value) in first(&map.by_information, self.sites) {
                    self.set(j, i, value);
                }
            }
        }
    }

    fn set(&mut self, row: usize, column: usize, value: f32) {
        if let Some(cell) = self.values.get_mut(row * self.sites + column) {
            *cell = value;
        }
    }

    /// Draws it; what is under the pointer is said, and taken apart next to the picture.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let (Some(snapshot), Some(map)) = (context.contacts.snapshot, context.contacts.map()) else { return };
        let before = ui.cursor().top();
        kinds_ui(ui);
        let size = egui::vec2(ui.available_width(), (height - (ui.cursor().top() - before)).max(0.0));
        let source = MatrixSource {
            rows: self.sites,
            columns: self.sites,
            values: &self.values,
            order: &[],
            key: (self.revision, 0),
        };
        let name = match context.shared.below {
            Below::Contacts => "Predicted above, contacts below the diagonal",
            Below::Information => "By couplings above, by mutual information below the diagonal",
        };
        let (response, hover) = self.view.show(ui, name, source, MatrixMap::Kinds, size);
        let Some(pair) = hover.and_then(|hover| map.pair(hover.row, hover.column)) else { return };
        let data = &snapshot.view.config.data;
        context.shell.status = contact_block::sentence(map, data, &pair);
        // Beside the picture and not at the pointer: it would cover what the pointer goes to next.
        let tooltip = egui::Tooltip::for_enabled(&response);
        tooltip.show(|ui| {
            let margin = egui::Frame::new().inner_margin(theme::STEP);
            margin.show(ui, |ui| contact_block::pair_ui(ui, map, data, &pair));
        });
    }
}

/// What the colours stand for.
fn kinds_ui(ui: &mut egui::Ui) {
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        ui.colored_label(tokens.soft, "first L pairs:");
        ui.colored_label(tokens.positive, "contacts");
        ui.colored_label(tokens.negative, "no contacts");
    });
}

/// The first pairs of a ranking, as many as there are sites, and how they are drawn.
fn first(prediction: &Prediction, sites: usize) -> impl Iterator<Item = (usize, usize, f32)> {
    prediction.ranked.iter().take(sites).map(|pair| {
        let value = match pair.distance {
            None => UNKNOWN,
            Some(_) if prediction.is_contact(pair) => RIGHT,
            Some(_) => WRONG,
        };
        (pair.i, pair.j, value)
    })
}
