//! Which residue of the structure stands at which site: a table that can be corrected.

use egui::{Role, TextEdit, WidgetInfo};

use crate::physics::contacts::SiteTable;
use crate::ui::labs::couplings::contact_block::letter;
use crate::ui::labs::couplings::contact_desk::ContactAsk;
use crate::ui::labs::couplings::context::{Ask, CouplingsContext};
use crate::ui::labs::couplings::help;
use crate::ui::labs::couplings::proteins::Family;
use crate::ui::theme;
use crate::ui::widgets::{Button, equal_rows_ui, hover_help, paint, sentence_ui};

/// Widths of the columns, in points of the dark profile.
const SITE: f32 = 44.0;
const LETTER: f32 = 44.0;
const RESIDUE: f32 = 64.0;

/// The row that is typed in, and what.
#[derive(Default)]
pub struct ContactSites {
    draft: Option<(usize, String)>,
}

impl ContactSites {
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        let Some(family) = context.contacts.family else { return };
        let Some(table) = &family.table else {
            let says = "No structure is known. Open coordinates (PDB) or distances (CSV, npz) of these sequences.";
            sentence_ui(ui, says, None);
            return;
        };
        let metrics = theme::tokens(ui.ctx()).theme.metrics();
        let corrected = family.aligned.as_ref() != Some(table);
        if let Some(note) = &family.note {
            sentence_ui(ui, note, None);
        }
        ui.horizontal(|ui| {
            let heads = [("site", SITE), ("letter", LETTER), ("residue", RESIDUE)];
            for (text, width) in heads {
                cell_ui(ui, text, width * metrics.scale, theme::tokens(ui.ctx()).soft, help::SITE_TABLE);
            }
            if corrected {
                let again = Button::new("As aligned").small().tooltip("Takes all corrections back");
                if again.show(ui).clicked() {
                    context.asks.push(Ask::Contacts(ContactAsk::AsAligned));
                }
            }
        });
        let asks = &mut *context.asks;
        equal_rows_ui(ui, metrics.control, table.map().sites(), |ui, rows| {
            for site in rows {
                ui.push_id(site, |ui| self.row_ui(ui, family, table, site, asks));
            }
        });
    }

    fn row_ui(&mut self, ui: &mut egui::Ui, family: &Family, table: &SiteTable, site: usize, asks: &mut Vec<Ask>) {
        let tokens = theme::tokens(ui.ctx());
        let metrics = tokens.theme.metrics();
        ui.horizontal(|ui| {
            ui.set_min_height(metrics.control);
            cell_ui(ui, &(site + 1).to_string(), SITE * metrics.scale, tokens.soft, "");
            let states = family.data.values.iter_rows().nth(family.row);
            let state = states.and_then(|states| states.get(site)).copied();
            let own = state.map_or_else(String::new, |state| letter(&family.data, usize::from(state)));
            cell_ui(ui, &own, LETTER * metrics.scale, tokens.ink, "");
            let there = table.name_at(site).unwrap_or_default();
            let draft = self.draft.take_if(|(row, _)| *row == site).map(|(_, text)| text);
            let mut text = draft.unwrap_or_else(|| there.to_owned());
            let edit = TextEdit::singleline(&mut text).desired_width(RESIDUE * metrics.scale).hint_text("none");
            let response = ui.add(edit);
            let name = format!("Residue at site {}", site + 1);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
            if response.has_focus() {
                self.draft = Some((site, text.clone()));
            } else if response.lost_focus() && text.trim() != there {
                let kept = !ui.input(|input| input.key_pressed(egui::Key::Escape));
                asks.extend(kept.then(|| Ask::Contacts(ContactAsk::Residue(site, text.trim().to_owned()))));
            }
            response.on_hover_text("The number of the residue that stands at this site; empty where none does");
            let residue = table.map().residue(site).and_then(|residue| table.residues().letter(residue));
            if let Some(residue) = residue {
                let same = own.chars().eq([residue]);
                let colour = if same { tokens.soft } else { tokens.warning };
                let tip =
                    if same { "The same letter as in the structure" } else { "Another letter than in the structure" };
                cell_ui(ui, &residue.to_string(), LETTER * metrics.scale, colour, tip);
            }
        });
    }
}

/// A text at the left of a column.
fn cell_ui(ui: &mut egui::Ui, text: &str, width: f32, colour: egui::Color32, tip: &str) {
    let height = theme::tokens(ui.ctx()).theme.metrics().control;
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, height), egui::Sense::hover());
    let font = egui::FontId::proportional(theme::tokens(ui.ctx()).theme.metrics().body);
    let galley = paint::elided(ui, text, font, colour, width);
    paint::galley(ui, galley, rect.left_center(), egui::Align2::LEFT_CENTER);
    paint::name(ui, &response, Role::Label, text);
    hover_help(response, tip);
}
