//! The couplings of every order that the marginal of the machine has: parity appears as a triple, without pairs.

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{BoltzmannContext, BoltzmannPanels};
use crate::ui::labs::boltzmann::help;
use crate::ui::theme;
use crate::ui::theme::numbers::{signed, subscript};
use crate::ui::widgets::plots::{Bar, Bars};
use crate::ui::widgets::sentence_ui;

/// Visible units whose couplings are drawn one by one; of more the root mean square of each order.
const MOST_SINGLE: usize = 4;

#[derive(Default)]
pub struct OrdersPanel {
    key: Option<(u64, u64)>,
    names: Vec<String>,
    values: Vec<f64>,
    orders: Vec<usize>,
}

const INFO: PanelInfo = PanelInfo {
    id: "orders",
    title: "Couplings of all orders",
    tab: "Orders",
    help: help::ORDERS,
    place: Place::Right(0.32),
};

impl Panel<BoltzmannPanels> for OrdersPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &BoltzmannContext<'_>) -> String {
        let one_by_one = context.view().target.visible() <= MOST_SINGLE;
        if one_by_one { "of ln p(v)".to_owned() } else { "rms of each order".to_owned() }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        self.refresh(context);
        if self.values.is_empty() {
            sentence_ui(ui, "The couplings of every order are found for up to 12 visible units.", None);
            return;
        }
        let tokens = theme::tokens(ui.ctx());
        let bars: Vec<Bar> = self
            .values
            .iter()
            .zip(&self.orders)
            .map(|(&value, &order)| Bar { value, color: tokens.identity(order) })
            .collect();
        let largest = self.values.iter().fold(0.1, |largest: f64, value| largest.max(value.abs()));
        let low = if self.values.iter().any(|value| *value < 0.0) { -1.1 * largest } else { 0.0 };
        let answer = Bars {
            height: ui.available_height().max(0.0),
            bars: &bars,
            y_range: (low, 1.1 * largest),
            names: &self.names,
            ..Bars::new("Couplings of all orders")
        }
        .show(ui);
        if let Some(place) = answer.hover
            && let (Some(name), Some(value)) = (self.names.get(place), self.values.get(place))
        {
            let noun = match self.orders.get(place) {
                Some(1) => "field",
                Some(2) => "pair",
                Some(3) => "triple",
                _ => "coupling",
            };
            context.shell.status = format!("{noun} {name} of ln p(v): {}", signed(*value, 4));
        }
    }
}

impl OrdersPanel {
    fn refresh(&mut self, context: &BoltzmannContext<'_>) {
        let key = context.key();
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        (self.names, self.values, self.orders) = Default::default();
        let Some(couplings) = &context.moment().couplings else { return };
        let visible = context.view().target.visible();
        for order in 1..=visible {
            if visible > MOST_SINGLE {
                self.names.push(order.to_string());
                self.values.push(couplings.rms.get(order - 1).copied().unwrap_or(0.0));
                self.orders.push(order);
                continue;
            }
            for (mask, value) in couplings.of_order(order as u32) {
                let units: String =
                    (0..visible).filter(|unit| mask >> unit & 1 == 1).map(|unit| subscript(unit + 1)).collect();
                self.names.push(format!("J{units}"));
                self.values.push(value);
                self.orders.push(order);
            }
        }
    }
}
