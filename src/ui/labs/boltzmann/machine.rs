//! The left column: what is learned, the machine, how it learns, and where it stands.

use crate::engine::boltzmann::{BoltzmannData, OwnRows};
use crate::physics::boltzmann::{Links, MOST_ENUMERATED, Preset, Units};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{BoltzmannContext, BoltzmannPanels};
use crate::ui::labs::boltzmann::{data, help, learning, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Button, Segmented, SliderField, hover_help, title_ui, value_row_ui};

/// Most hidden units that are offered where all states are enumerated, and where chains are run.
const MOST_SAMPLED: usize = 64;
/// Inverse temperatures of the slider.
const BETAS: std::ops::RangeInclusive<f64> = 0.0..=3.0;

const LINKS: [(Links, &str, &str); 4] = [
    (Links::RESTRICTED, "Restricted", help::LINKS_RESTRICTED),
    (Links { visible_visible: false, hidden_hidden: true }, "Hidden linked", help::LINKS_HIDDEN),
    (Links { visible_visible: true, hidden_hidden: false }, "Visible linked", help::LINKS_VISIBLE),
    (Links::FULL, "Full", help::LINKS_FULL),
];

#[derive(Default)]
pub struct MachinePanel;

const INFO: PanelInfo =
    PanelInfo { id: "machine", title: "Machine", tab: "Machine", help: help::MACHINE, place: Place::Left };

impl Panel<BoltzmannPanels> for MachinePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &BoltzmannContext<'_>) -> String {
        format!("{} parameters", grouped(context.moment().machine.topology().parameters() as u64))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::STEP;
            machine_ui(ui, context);
            ui.scope(|ui| data::data_ui(ui, context));
            learning::learning_ui(ui, context);
            readout_ui(ui, context);
        });
    }
}

fn machine_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
    let topology = *context.moment().machine.topology();
    if let Some(links) = Segmented::new("Edges", topology.links, &LINKS).show(ui) {
        context.change(|config| config.links = links);
    }
    let sized = sizes(context);
    if let Some(count) = count_ui(ui, "visible units", topology.visible, help::VISIBLE, sized) {
        resize(context, count);
    }
    let most = if learning::is_exact(context.view()) {
        MOST_ENUMERATED.saturating_sub(topology.visible)
    } else {
        MOST_SAMPLED
    };
    let hidden = count_ui(ui, "hidden units", topology.hidden, help::HIDDEN, (0, most.max(topology.hidden)));
    if let Some(count) = hidden {
        context.change(|config| config.hidden = count);
    }
    let units = [(Units::Binary, "0 and 1", help::UNITS), (Units::Ising, "−1 and +1", help::UNITS)];
    if let Some(units) = Segmented::new("Values of units", topology.units, &units).show(ui) {
        context.change(|config| config.units = units);
    }
    if let Some(beta) = SliderField::new("β", topology.beta, BETAS).digits(2).tooltip(help::BETA).show(ui) {
        context.change(|config| config.beta = beta);
    }
}

/// A number with a button for one less and one for one more; the number that was asked for.
fn count_ui(ui: &mut egui::Ui, name: &str, count: usize, help: &str, (least, most): (usize, usize)) -> Option<usize> {
    let mut asked = None;
    ui.horizontal(|ui| {
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        let size = egui::vec2(104.0 * scale, ui.spacing().interact_size.y);
        let left = egui::Layout::left_to_right(egui::Align::Center);
        let label = ui.allocate_ui_with_layout(size, left, |ui| {
            ui.set_min_size(size);
            ui.label(name)
        });
        hover_help(label.inner, help);
        let at_end = |end: bool| end.then_some("Not possible with this machine and data");
        let fewer = Button::new("−").small().name("one fewer").tooltip(help).disabled_because(at_end(count <= least));
        if ui.push_id((name, "fewer"), |ui| fewer.show(ui)).inner.clicked() {
            asked = Some(count - 1);
        }
        let text = egui::RichText::new(count.to_string()).monospace();
        ui.add_sized([28.0 * scale, 20.0 * scale], egui::Label::new(text));
        let more = Button::new("+").small().name("one more").tooltip(help).disabled_because(at_end(count >= most));
        if ui.push_id((name, "more"), |ui| more.show(ui)).inner.clicked() {
            asked = Some(count + 1);
        }
    });
    asked
}

/// How few and how many visible units there may be with these data.
fn sizes(context: &BoltzmannContext<'_>) -> (usize, usize) {
    let visible = context.view().target.visible();
    match context.config().data {
        BoltzmannData::Preset(Preset::Parity { .. }) => (2, data::MOST_BITS),
        BoltzmannData::Preset(Preset::Random { .. }) => (1, data::MOST_BITS),
        BoltzmannData::Preset(Preset::Shifter { .. }) => (9, 9),
        BoltzmannData::Preset(_) => (visible, visible),
        BoltzmannData::Rows(_) if visible > data::MOST_BITS => (visible, visible),
        BoltzmannData::Rows(_) => (1, data::MOST_BITS),
    }
}

/// Data with so many bits: those of a preset, or rows that lose their last bit or get one of 0.
fn resize(context: &mut BoltzmannContext<'_>, count: usize) {
    let target = std::sync::Arc::clone(&context.view().target);
    context.change(|config| {
        config.data = match &config.data {
            BoltzmannData::Preset(Preset::Parity { .. }) => BoltzmannData::Preset(Preset::Parity { bits: count }),
            &BoltzmannData::Preset(Preset::Random { seed, .. }) => {
                BoltzmannData::Preset(Preset::Random { bits: count, seed })
            }
            other => BoltzmannData::Rows(OwnRows {
                name: other.title(),
                visible: count,
                values: target
                    .rows()
                    .iter_rows()
                    .flat_map(|row| row.iter().copied().chain(std::iter::repeat(0)).take(count))
                    .collect(),
                weights: target.weights().into(),
            }),
        };
        config.hidden = config.hidden.min(MOST_ENUMERATED.saturating_sub(count));
    });
}

fn readout_ui(ui: &mut egui::Ui, context: &BoltzmannContext<'_>) {
    ui.add_space(theme::STEP);
    hover_help(title_ui(ui, "Where it stands", ""), help::MACHINE);
    for (name, value, help) in sentences::readout(context.view()) {
        hover_help(value_row_ui(ui, name, &value, None), help);
    }
}
