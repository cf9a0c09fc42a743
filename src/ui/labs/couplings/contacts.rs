//! Contacts of a protein from its sequences: predicted against known, and how many of the first pairs are right.

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::contact_controls::controls_ui;
use crate::ui::labs::couplings::contact_curve::ContactCurve;
use crate::ui::labs::couplings::contact_desk::{ContactAsk, ContactsSeen};
use crate::ui::labs::couplings::contact_picture::ContactPicture;
use crate::ui::labs::couplings::contact_sites::ContactSites;
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::help;
use crate::ui::theme;
use crate::ui::theme::numbers::number;
use crate::ui::widgets::{Segmented, equal_columns_ui, sentence_ui};

/// Least width of a column, and its height where they stand one below another.
const LEAST: f32 = 210.0;
const STACKED: f32 = 240.0;

/// The columns of the panel.
#[derive(Clone, Copy)]
enum Column {
    Controls,
    Map,
    Detail,
}

const COLUMNS: [Column; 3] = [Column::Controls, Column::Map, Column::Detail];
const STACKED_COLUMNS: [Column; 3] = [Column::Map, Column::Detail, Column::Controls];

/// What stands next to the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Detail {
    #[default]
    Curve,
    Sites,
}

#[derive(Default)]
pub struct ContactsPanel {
    picture: ContactPicture,
    curve: ContactCurve,
    sites: ContactSites,
    detail: Detail,
}

const INFO: PanelInfo = PanelInfo {
    id: "contacts",
    title: "Contacts of a protein",
    tab: "Contacts",
    help: help::CONTACTS,
    place: Place::Tabs("under the matrix"),
};

impl Panel<CouplingsPanels> for ContactsPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        context.contacts.map().map_or_else(String::new, |map| {
            let at_length = map.prediction.precision(map.scores.nrows());
            at_length.map_or_else(String::new, |one| format!("PPV at L: {}", number(one.value, 3)))
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        if !context.contacts.asked {
            context.asks.push(Ask::Contacts(ContactAsk::Protein(context.shared.protein)));
        }
        if let (Some(snapshot), Some(map)) = (context.contacts.snapshot, context.contacts.map()) {
            let key = (snapshot.generation, snapshot.revision);
            self.picture.refresh(map, key, context.shared.below);
            self.curve.refresh(map, key);
        }
        // One below another the map comes first: what it is made of is scrolled to.
        let stacked = ui.available_width() < COLUMNS.len() as f32 * (LEAST + theme::GAP) - theme::GAP;
        let order = if stacked { STACKED_COLUMNS } else { COLUMNS };
        equal_columns_ui(ui, order.len(), LEAST, STACKED, |ui, place, height| match order[place] {
            Column::Controls => {
                let area = egui::ScrollArea::vertical().id_salt("contacts").auto_shrink(false).max_height(height);
                area.show(ui, |ui| controls_ui(ui, context));
            }
            Column::Map if context.contacts.map().is_none() => {
                let says = match context.contacts {
                    ContactsSeen { family: None, .. } => "The sequences are being read.",
                    ContactsSeen { waits: true, .. } => "Start begins the estimate.",
                    ContactsSeen { .. } => "The contacts are being predicted.",
                };
                sentence_ui(ui, says, None);
            }
            Column::Map => self.picture.ui(ui, context, height),
            Column::Detail => self.detail_ui(ui, context, height),
        });
    }
}

impl ContactsPanel {
    fn detail_ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let top = ui.cursor().top();
        let choices = [(Detail::Curve, "Precision", help::CONTACTS), (Detail::Sites, "Sites", help::SITE_TABLE)];
        if let Some(detail) = Segmented::new("Next to the map", self.detail, &choices).show(ui) {
            self.detail = detail;
        }
        ui.add_space(theme::STEP);
        let left = (height - (ui.cursor().top() - top)).max(0.0);
        match self.detail {
            Detail::Curve => self.curve.ui(ui, context, left),
            Detail::Sites => {
                ui.set_max_height(left);
                self.sites.ui(ui, context);
            }
        }
    }
}
