//! The moments of both phases against each other: on the diagonal there is nothing left to learn.

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{BoltzmannContext, BoltzmannPanels};
use crate::ui::labs::boltzmann::{help, sentences};
use crate::ui::theme;
use crate::ui::widgets::plots::{Cloud, Scatter, extent, nice_range};

/// Kinds of parameters: fields, pairs of visible units, of both layers, of hidden units.
const KINDS: [&str; 4] = ["means", "visible pairs", "visible–hidden", "hidden pairs"];

#[derive(Default)]
pub struct MomentsPanel {
    key: Option<(u64, u64)>,
    clouds: [Vec<[f32; 2]>; 4],
    pairs: [Vec<[usize; 2]>; 4],
    range: (f64, f64),
}

const INFO: PanelInfo = PanelInfo {
    id: "moments",
    title: "Moments of both phases",
    tab: "Moments",
    help: help::MOMENTS,
    place: Place::Tabs("phases"),
};

impl Panel<BoltzmannPanels> for MomentsPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &BoltzmannContext<'_>) -> String {
        let agree = context.moment().phases.agree();
        if agree { "all within two standard errors".to_owned() } else { "clamped up, free across".to_owned() }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        self.refresh(context);
        let tokens = theme::tokens(ui.ctx());
        ui.horizontal_wrapped(|ui| {
            for (kind, name) in KINDS.iter().enumerate() {
                if self.clouds.get(kind).is_some_and(|cloud| !cloud.is_empty()) {
                    ui.colored_label(tokens.identity_ink(kind), format!("■ {name}"));
                }
            }
        });
        let size = ui.available_size().max(egui::Vec2::ZERO);
        let clouds: Vec<Cloud<'_>> = self
            .clouds
            .iter()
            .enumerate()
            .map(|(kind, points)| Cloud { points, color: tokens.identity(kind), side: 6.0 })
            .collect();
        let chart = Scatter {
            x_label: "free",
            clouds: &clouds,
            range: self.range,
            ..Scatter::new("Moments of both phases", size)
        };
        let found = chart.show(ui).hover.and_then(|(kind, point)| self.pairs.get(kind)?.get(point).copied());
        if let Some(pair) = found {
            context.shared.pointed = Some(pair);
            context.shell.status = sentences::pair(context.view(), pair);
        }
    }
}

impl MomentsPanel {
    fn refresh(&mut self, context: &BoltzmannContext<'_>) {
        let key = context.key();
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        (self.clouds, self.pairs) = Default::default();
        let moment = context.moment();
        let topology = moment.machine.topology();
        let (positive, negative) = (&moment.phases.positive, &moment.phases.negative);
        for unit in 0..topology.size() {
            if let (Some(&clamped), Some(&free)) = (positive.means.get(unit), negative.means.get(unit)) {
                self.push(0, [unit, unit], [free, clamped]);
            }
        }
        for (i, j) in topology.pairs() {
            let kind = match (i < topology.visible, j < topology.visible) {
                (true, true) => 1,
                (false, false) => 3,
                _ => 2,
            };
            if let (Some(&clamped), Some(&free)) = (positive.pairs.get((i, j)), negative.pairs.get((i, j))) {
                self.push(kind, [i, j], [free, clamped]);
            }
        }
        let (low, high) =
            extent(self.clouds.iter().flatten().flatten().map(|value| f64::from(*value))).unwrap_or((0.0, 1.0));
        self.range = if low < high { nice_range(low, high) } else { (low - 1.0, high + 1.0) };
    }

    fn push(&mut self, kind: usize, pair: [usize; 2], point: [f64; 2]) {
        if let (Some(cloud), Some(pairs)) = (self.clouds.get_mut(kind), self.pairs.get_mut(kind)) {
            cloud.push(point.map(|value| value as f32));
            pairs.push(pair);
        }
    }
}
