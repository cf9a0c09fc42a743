//! One hidden unit on two, three or four spins, by hand: what its weights and bias make.

use egui_plot::PlotPoint;

use crate::physics::couplings::OneUnit;
use crate::physics::couplings::one_unit::equal_coupling_curve;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{CouplingsContext, CouplingsPanels, PlayUnit};
use crate::ui::labs::couplings::spin_picture::{SpinPicture, spins_of};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::number;
use crate::ui::widgets::plots::{Bar, Bars, Curve, Dot, LineChart};
use crate::ui::widgets::{Segmented, SliderField, equal_columns_ui, hover_help, sentence_ui, title_ui, value_row_ui};

/// Weights and biases go from minus this to this.
const LARGEST: f64 = 3.0;
/// Points of half a contour.
const POINTS: usize = 60;
/// Least width of a column.
const LEAST: f32 = 116.0;
/// Least height of a column where they stand one below another.
const STACKED: f32 = 190.0;

#[derive(Default)]
pub struct OneUnitPanel {
    key: Option<PlayUnit>,
    made: Option<OneUnit>,
    /// Both branches of all (w1, w2) with the same J.
    contour: [Vec<PlotPoint>; 2],
}

const INFO: PanelInfo = PanelInfo {
    id: "one-unit",
    title: "One hidden unit by hand",
    tab: "One hidden unit",
    help: help::ONE_UNIT,
    place: Place::Tabs("under the matrix"),
};

impl Panel<CouplingsPanels> for OneUnitPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        format!("{} spins, all {} states", context.shared.play.spins, 1 << context.shared.play.spins)
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        self.refresh(context.shared.play);
        equal_columns_ui(ui, 4, LEAST, STACKED, |ui, column, height| match column {
            0 => {
                let area = egui::ScrollArea::vertical().id_salt("sliders").auto_shrink(false);
                area.max_height(height).show(ui, |ui| {
                    sliders_ui(ui, &mut context.shared.play);
                    self.numbers_ui(ui, context.shared.play);
                });
            }
            1 => self.picture_ui(ui, context, height),
            2 => self.couplings_ui(ui, context, height),
            _ => self.states_ui(ui, context, height),
        });
    }
}

impl OneUnitPanel {
    fn refresh(&mut self, play: PlayUnit) {
        if self.key == Some(play) {
            return;
        }
        self.key = Some(play);
        let weights = play.weights.get(..play.spins).unwrap_or(&play.weights);
        self.made = OneUnit::new(weights, play.bias, &vec![0.0; weights.len()]).ok();
        let coupling = self.coupling(0b11);
        let half = equal_coupling_curve(coupling, LARGEST, POINTS);
        let points = |sign: f64| half.iter().map(|[a, b]| PlotPoint::new(sign * a, sign * b)).collect();
        self.contour = [points(1.0), points(-1.0)];
    }

    /// The coefficient of the product of these spins.
    fn coupling(&self, spins: usize) -> f64 {
        self.made.as_ref().and_then(|made| made.couplings.get(spins)).copied().unwrap_or_default()
    }

    /// The spins with all that couples them.
    fn picture_ui(&self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let before = ui.cursor().top();
        hover_help(title_ui(ui, "The spins", ""), help::SPIN_PICTURE);
        let Some(made) = &self.made else { return };
        let spins = context.shared.play.spins;
        let picture = SpinPicture { spins, couplings: &made.couplings, help: help::SPIN_PICTURE };
        let left = height - (ui.cursor().top() - before);
        if let Some(set) = picture.show(ui, left) {
            context.shell.status = self.sentence(set);
        }
    }

    /// Each coupling in words, by order.
    fn numbers_ui(&self, ui: &mut egui::Ui, play: PlayUnit) {
        let tokens = theme::tokens(ui.ctx());
        for set in by_order(play.spins) {
            let value = sentences::coupling(self.coupling(set));
            let ink = tokens.identity_ink(set.count_ones() as usize);
            hover_help(value_row_ui(ui, &noun(set), &value, Some(ink)), help::ONE_UNIT);
        }
    }

    fn sentence(&self, set: usize) -> String {
        format!("{}: {}", noun(set), sentences::coupling(self.coupling(set)))
    }

    /// All couplings but the constant: those of two spins also as a contour.
    fn couplings_ui(&self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let play = context.shared.play;
        let tokens = theme::tokens(ui.ctx());
        let before = ui.cursor().top();
        if play.spins == 2 && play.bias == 0.0 {
            let summary = format!("J = {}", sentences::coupling(self.coupling(0b11)));
            hover_help(title_ui(ui, "All weights with this J", &summary), help::CONTOUR);
            let curves = [0, 1].map(|branch: usize| Curve::new("", tokens.identity_ink(1), &self.contour[branch]));
            let [first, second] = [play.weights[0], play.weights[1]];
            let dots = [Dot::new("", [first, second], tokens.accent)];
            LineChart {
                height: (height - (ui.cursor().top() - before)).max(0.0),
                summary: &summary,
                x_label: "w₁",
                curves: &curves,
                dots: &dots,
                x_range: (-LARGEST, LARGEST),
                y_range: (-LARGEST, LARGEST),
                scrub: false,
                ..LineChart::new("weights of equal coupling", "Weights of equal coupling")
            }
            .show(ui);
            return;
        }
        hover_help(title_ui(ui, "What it makes", ""), help::ONE_UNIT);
        let sets = by_order(play.spins);
        let bars: Vec<Bar> = sets
            .iter()
            .map(|&set| Bar { value: self.coupling(set), color: tokens.identity(set.count_ones() as usize) })
            .collect();
        let largest = bars.iter().map(|bar| bar.value.abs()).fold(0.1, f64::max);
        let answer = Bars {
            height: (height - (ui.cursor().top() - before)).max(0.0),
            x_label: "order",
            bars: &bars,
            y_range: (-largest * 1.1, largest * 1.1),
            ..Bars::new("Couplings of one hidden unit")
        }
        .show(ui);
        if let Some(&set) = answer.hover.and_then(|place| sets.get(place)) {
            context.shell.status = self.sentence(set);
        }
    }

    fn states_ui(&self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let tokens = theme::tokens(ui.ctx());
        let before = ui.cursor().top();
        let Some(made) = &self.made else {
            sentence_ui(ui, "These numbers make no distribution.", None);
            return;
        };
        title_ui(ui, "Probability of each state", "");
        let bars: Vec<Bar> = made.probabilities.iter().map(|&value| Bar { value, color: tokens.identity(0) }).collect();
        let top = made.probabilities.iter().copied().fold(0.0, f64::max);
        let answer = Bars {
            height: (height - (ui.cursor().top() - before)).max(0.0),
            x_label: "states",
            bars: &bars,
            y_range: (0.0, (top * 1.1).max(0.1)),
            ..Bars::new("Probability of each state")
        }
        .show(ui);
        if let Some((state, p)) = answer.hover.and_then(|state| Some((state, made.probabilities.get(state)?))) {
            let signs: String =
                (0..context.shared.play.spins).map(|spin| if state >> spin & 1 == 1 { '+' } else { '−' }).collect();
            context.shell.status = format!("state {signs}: p = {}", number(*p, 4));
        }
    }
}

/// All products of so many spins, the fields first.
fn by_order(spins: usize) -> Vec<usize> {
    let mut sets: Vec<usize> = (1..1 << spins).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    sets
}

/// `pair 1, 3`.
fn noun(set: usize) -> String {
    let order = match set.count_ones() {
        1 => "field",
        2 => "pair",
        3 => "triple",
        _ => "quadruple",
    };
    format!("{order} {}", spins_of(set))
}

fn sliders_ui(ui: &mut egui::Ui, play: &mut PlayUnit) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    let counts = [(2, "2 spins", help::ONE_UNIT), (3, "3", help::ONE_UNIT), (4, "4", help::ONE_UNIT)];
    if let Some(spins) = Segmented::new("Spins", play.spins, &counts).show(ui) {
        play.spins = spins;
    }
    for (place, weight) in play.weights.iter_mut().enumerate().take(play.spins) {
        let name = format!("weight {}", place + 1);
        if let Some(value) =
            SliderField::new(&name, *weight, -LARGEST..=LARGEST).digits(3).tooltip(help::ONE_UNIT).show(ui)
        {
            *weight = value;
        }
    }
    if let Some(bias) =
        SliderField::new("bias", play.bias, -LARGEST..=LARGEST).digits(3).tooltip(help::ONE_UNIT).show(ui)
    {
        play.bias = bias;
    }
}
