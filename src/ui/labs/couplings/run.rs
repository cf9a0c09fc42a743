//! The left column: which run, which form of its couplings, and which of them count as links.

use crate::physics::couplings::CouplingMethod;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::graph::{arrangement, graph_ui};
use crate::ui::labs::couplings::opening::Preset;
use crate::ui::labs::couplings::pairs::Links;
use crate::ui::labs::couplings::placement::{Arrangement, Placement};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::{
    Segmented, SliderField, hover_help, low_entries, name_menu, sentence_ui, title_ui, value_row_ui,
};
use crate::ui::workspace::Workspace;

/// What stands in the place of J where it is a block of numbers.
const POTTS: &str = "Of Potts units a coupling is a block of numbers: its norm in the zero-sum gauge stands for J.";
/// Thresholds of the slider.
const THRESHOLDS: (f64, f64) = (0.001, 2.0);

/// What links were counted in, and how the sites stand.
type Key = ((u64, u64), CouplingMethod, u64, Arrangement);

#[derive(Default)]
pub struct RunPanel {
    key: Option<Key>,
    links: Links,
    placement: Placement,
}

const INFO: PanelInfo = PanelInfo { id: "run", title: "Run", tab: "Run", help: help::RUN, place: Place::Left };

impl Panel<CouplingsPanels> for RunPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, _context: &CouplingsContext<'_>) -> String {
        String::new()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::STEP;
            menu_ui(ui, context);
            facts_ui(ui, context);
            form_ui(ui, context);
            threshold_ui(ui, context);
            self.count(context);
            links_ui(ui, context, &self.links);
            graph_ui(ui, context, &self.links, &self.placement);
        });
    }
}

/// The runs that are offered.
fn menu_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    let menu = egui::ComboBox::from_id_salt("run").selected_text("Couplings of…").width(120.0);
    let menu = menu.show_ui(ui, |ui| {
        low_entries(ui);
        for preset in Preset::ALL {
            if ui.selectable_label(false, preset.title()).on_hover_text(preset.tip()).clicked() {
                context.asks.push(Ask::Preset(preset));
            }
        }
        if let Some(name) = context.shell.workspace.reopen_ui(ui) {
            context.asks.push(Ask::Reopen(name));
        }
    });
    name_menu(&menu.response, "Couplings of");
    menu.response.on_hover_text("A run that comes with the program, or one that is open");
}

fn facts_ui(ui: &mut egui::Ui, context: &CouplingsContext<'_>) {
    let config = &context.view().config;
    if let Some(run) = context.run {
        value_row_ui(ui, "run", Workspace::file_name(&run.name), None).on_hover_text(&run.name);
        if let Some(data) = &run.record.data {
            value_row_ui(ui, "data", Workspace::file_name(&data.source), None).on_hover_text(&data.source);
        }
    }
    let [sites, hidden] = [config.sites(), config.hidden_units()].map(|count| grouped(count as u64));
    value_row_ui(ui, "visible × hidden", &format!("{sites} × {hidden}"), None);
    match &config.truth {
        Some(truth) => {
            let links = grouped(truth.pairs().iter().filter(|pair| pair.value != 0.0).count() as u64);
            value_row_ui(ui, "true links", &links, None);
        }
        None => {
            sentence_ui(ui, "The true couplings of its data are not known.", None);
        }
    }
}

fn form_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    hover_help(title_ui(ui, "Form", "sum over hidden units"), help::FORM);
    if context.is_potts() {
        hover_help(sentence_ui(ui, POTTS, None), help::FORM_POTTS);
        return;
    }
    let forms = [
        (CouplingMethod::Exact, "Exact", help::FORM_EXACT),
        (CouplingMethod::Gaussian, "Gaussian", help::FORM_GAUSSIAN),
        (CouplingMethod::LatticeGas, "Lattice gas", help::FORM_LATTICE_GAS),
    ];
    if let Some(form) = Segmented::new("Form", context.shared.form, &forms).show(ui) {
        context.shared.form = form;
    }
    sentence_ui(ui, &format!("{}.", capitalised(sentences::form(context.shared.form))), None);
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl RunPanel {
    /// Counts the links again where they may be others.
    fn count(&mut self, context: &CouplingsContext<'_>) {
        let (form, threshold) = (context.form(), context.shared.threshold);
        let arrangement = arrangement(context);
        let key = (context.key(), form, threshold.to_bits(), arrangement);
        if self.key != Some(key) {
            self.key = Some(key);
            let truth = context.view().true_pairs.as_deref();
            let found = context.found();
            self.links = found.map_or_else(Links::default, |found| Links::of(found, form, truth, threshold));
            let (sites, shape) = (context.view().config.sites(), context.shape());
            self.placement = Placement::new(arrangement, sites, shape, &self.links.edges);
        }
    }
}

fn threshold_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    hover_help(title_ui(ui, "Threshold", "of |J|"), help::THRESHOLD);
    let threshold = context.shared.threshold;
    let field =
        SliderField::new("links above", threshold.clamp(THRESHOLDS.0, THRESHOLDS.1), THRESHOLDS.0..=THRESHOLDS.1);
    if let Some(threshold) = field.digits(3).logarithmic().tooltip(help::THRESHOLD).show(ui) {
        context.shared.threshold = threshold;
    }
}

fn links_ui(ui: &mut egui::Ui, context: &CouplingsContext<'_>, links: &Links) {
    if context.view().true_pairs.is_some() {
        let tokens = theme::tokens(ui.ctx());
        let all = links.right == links.coupled;
        let found = format!("{} of {}", grouped(links.right as u64), grouped(links.coupled as u64));
        value_row_ui(ui, "links found", &found, all.then_some(tokens.good));
        value_row_ui(ui, "false links", &grouped((links.count - links.right) as u64), None);
        let size = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| number(value, 3));
        value_row_ui(ui, "weakest link", &size(links.weakest), None);
        value_row_ui(ui, "strongest other", &size(links.strongest_other), None);
    } else {
        value_row_ui(ui, "links", &grouped(links.count as u64), None);
    }
}
