//! What the map of contacts is made by: the sequences, the method, and what it takes before it is begun.

use crate::engine::core::session::Snapshot;
use crate::engine::couplings::{ContactMethod, ContactView};
use crate::physics::potts::AverageProduct;
use crate::ui::labs::couplings::contact_desk::{ContactAsk, ContactsSeen};
use crate::ui::labs::couplings::contact_picture::Below;
use crate::ui::labs::couplings::context::{Ask, CouplingsContext};
use crate::ui::labs::couplings::help;
use crate::ui::labs::couplings::proteins::{Cost, Family, Protein};
use crate::ui::theme;
use crate::ui::theme::numbers::{bytes, duration, grouped};
use crate::ui::widgets::{Button, Segmented, SliderField, name_menu, sentence_ui};

/// Width of the menu of families.
const MENU: f32 = 140.0;

pub fn controls_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    families_ui(ui, context);
    let mut settings = context.shared.contacts;
    let methods = [
        (ContactMethod::MeanField, "Mean field", help::MEAN_FIELD),
        (ContactMethod::PseudoLikelihood, "Pseudo-likelihood", help::PSEUDO_LIKELIHOOD),
    ];
    if let Some(method) = Segmented::new("Method", settings.method, &methods).show(ui) {
        settings.method = method;
    }
    cost_ui(ui, context);
    let field = SliderField::new("pseudocount", settings.pseudocount, 0.01..=0.99).digits(2);
    if let Some(pseudocount) = field.tooltip(help::PSEUDOCOUNT).show(ui) {
        settings.pseudocount = pseudocount;
    }
    let field = SliderField::new("similar from", settings.identity, 0.5..=1.0).digits(2);
    if let Some(identity) = field.tooltip(help::REWEIGHTING).show(ui) {
        settings.identity = identity;
    }
    let field = SliderField::new("separation", settings.separation as f64, 1.0..=20.0).digits(0).step(1.0);
    if let Some(separation) = field.tooltip(help::SEPARATION).show(ui) {
        settings.separation = separation.round() as usize;
    }
    let field = SliderField::new("contact below", settings.cutoff, 4.0..=15.0).digits(1).unit("Å");
    if let Some(cutoff) = field.tooltip(help::CUTOFF).show(ui) {
        settings.cutoff = cutoff;
    }
    let corrections = [
        (AverageProduct::Mean, "APC", help::CORRECTION),
        (AverageProduct::Sum, "with 0", help::CORRECTION),
        (AverageProduct::None, "none", help::CORRECTION),
    ];
    if let Some(correction) = Segmented::new("Correction", settings.correction, &corrections).show(ui) {
        settings.correction = correction;
    }
    let below = [(Below::Contacts, "Contacts below", help::BELOW), (Below::Information, "MI below", help::BELOW)];
    if let Some(below) = Segmented::new("Below the diagonal of the map", context.shared.below, &below).show(ui) {
        context.shared.below = below;
    }
    if settings != context.shared.contacts {
        context.asks.push(Ask::Contacts(ContactAsk::Settings(settings)));
    }
}

/// The proteins that come with the program, and the way to others.
fn families_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    let shown = context.contacts.family.map_or(context.shared.protein.title(), |family| &family.name);
    let menu = egui::ComboBox::from_id_salt("protein").selected_text(shown).width(MENU).truncate();
    let (mut asked, mut opens) = (None, false);
    let menu = menu.show_ui(ui, |ui| {
        for protein in Protein::ALL {
            let entry = ui.selectable_label(shown == protein.title(), protein.title());
            asked = entry.on_hover_text(protein.tip()).clicked().then_some(protein).or(asked);
        }
        ui.separator();
        opens = ui.selectable_label(false, "Open others…").on_hover_text(OTHERS).clicked();
    });
    name_menu(&menu.response, "Protein");
    context.shell.wants_file |= opens;
    context.asks.extend(asked.map(|protein| Ask::Contacts(ContactAsk::Protein(protein))));
}

const OTHERS: &str = "Aligned sequences (FASTA, A3M, Stockholm, npz …), or a structure of those that are shown (PDB, or \
    distances as CSV or npz); they can also be dropped on the window";

/// What the method takes, and Start where it is not done by itself.
fn cost_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    let ContactsSeen { snapshot, family, waits, .. } = context.contacts;
    let Some(family) = family else { return };
    let method = context.shared.contacts.method;
    let cost = family.costs.by(method);
    let refused = cost.refused.as_deref();
    sentence_ui(ui, &takes(family, cost), None);
    if let Some(sentence) = refused {
        sentence_ui(ui, &format!("{sentence}."), Some(theme::tokens(ui.ctx()).warning));
    }
    if waits {
        let start = Button::new("Start").accent(true).name("Start the estimate").disabled_because(refused);
        if start.tooltip("Estimates the couplings by this method").show(ui).clicked() {
            context.asks.push(Ask::Contacts(ContactAsk::Begin));
        }
    } else if let Some(snapshot) = snapshot.filter(|snapshot| snapshot.running) {
        running_ui(ui, snapshot, context.asks);
    }
    if let Some(snapshot) = snapshot {
        let failure = snapshot.view.failure.as_ref().or(snapshot.error.as_ref());
        if let Some(failure) = failure {
            sentence_ui(ui, &failure.to_string(), Some(theme::tokens(ui.ctx()).warning));
        }
        if snapshot.view.map.as_ref().is_some_and(|map| !map.converged) {
            sentence_ui(ui, "Some sites still grew when the estimate ended.", Some(theme::tokens(ui.ctx()).warning));
        }
    }
}

/// `137 sites, 3 876 rows: 246 MB, about 2 s.`
fn takes(family: &Family, cost: &Cost) -> String {
    let time = cost.seconds.map_or_else(String::new, |seconds| format!(", about {}", duration(seconds)));
    let [rows, sites] = [family.data.rows(), family.data.columns()];
    format!("{} rows of {} sites take {}{time}.", grouped(rows as u64), grouped(sites as u64), bytes(cost.bytes))
}

/// How far a long estimate has come, and its end.
fn running_ui(ui: &mut egui::Ui, snapshot: &Snapshot<ContactView>, asks: &mut Vec<Ask>) {
    let Some(progress) = snapshot.progress else { return };
    let left = snapshot.eta.map_or_else(String::new, |eta| format!(", {} left", duration(eta)));
    sentence_ui(ui, &format!("{} of {} sites{left}", progress.done, progress.total), None);
    if Button::new("Stop").small().name("Stop the estimate").show(ui).clicked() {
        asks.push(Ask::Contacts(ContactAsk::Stop));
    }
}
