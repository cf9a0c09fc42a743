//! The couplings of all pairs as a picture: one source above the diagonal, another below it.

use std::cmp::Ordering;

use egui::Stroke;

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels, Shared};
use crate::ui::labs::couplings::order::SiteOrder;
use crate::ui::labs::couplings::pairs::Source;
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::widgets::{MatrixMap, MatrixSource, MatrixView, hover_help, name_menu, sentence_ui};

/// What the numbers were made of: sources, order, and for distances the threshold of links and the site they are from.
type Key = ((u64, u64), [Source; 2], SiteOrder, u64, usize);

#[derive(Default)]
pub struct MatrixPanel {
    key: Option<Key>,
    sites: usize,
    /// The site at each row.
    order: Vec<usize>,
    values: Vec<f32>,
    /// Counts the changes of the numbers: the texture follows it.
    revision: u64,
    view: MatrixView,
}

const INFO: PanelInfo = PanelInfo {
    id: "matrix",
    title: "Couplings of all pairs",
    tab: "Couplings",
    help: help::MATRIX,
    place: Place::Centre,
};

impl Panel<CouplingsPanels> for MatrixPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        sentences::shown(context.view(), context.form())
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        if context.found().is_none() {
            sentence_ui(ui, "The couplings of the machine under the cursor are being computed.", None);
            return;
        }
        choose_ui(ui, context);
        self.refresh(context);
        let tokens = theme::tokens(ui.ctx());
        let source = MatrixSource {
            rows: self.sites,
            columns: self.sites,
            values: &self.values,
            order: &self.order,
            key: (self.revision, 0),
        };
        let map = MatrixMap::Diverging { limit: None };
        let (response, hover) = self.view.show(ui, "Couplings of pairs", source, map, ui.available_size());
        if let Some([i, j]) = context.marked().filter(|[_, j]| *j < self.sites) {
            for (row, column) in [(i, j), (j, i)] {
                let rect = source.cell(response.rect, row, column).expand(1.0);
                ui.painter().rect_stroke(rect, 0.0, Stroke::new(2.0, tokens.accent), egui::StrokeKind::Outside);
            }
        }
        let Some(pair) = hover.map(|hover| [hover.row.min(hover.column), hover.row.max(hover.column)]) else { return };
        if pair[0] == pair[1] {
            context.shell.status = format!("site {}: a spin does not couple to itself", pair[0] + 1);
            return;
        }
        context.shared.pointed.pair = Some(pair);
        context.shell.status = sentences::pair(context.view(), pair);
        if response.clicked() {
            context.asks.push(Ask::Pair(pair));
        }
    }
}

impl MatrixPanel {
    fn refresh(&mut self, context: &CouplingsContext<'_>) {
        let Shared { lower, order, threshold, pair, .. } = *context.shared;
        let sources = [Source::Machine(context.form()), lower];
        let is_by_distance = order == SiteOrder::Distance;
        let from = pair.map_or(0, |[site, _]| site);
        let way = if is_by_distance { (threshold.to_bits(), from) } else { (0, 0) };
        let key = (context.key(), sources, order, way.0, way.1);
        if self.key == Some(key) {
            return;
        }
        let [upper, lower] = sources.map(|source| source.matrix(context.view()));
        let Some(upper) = upper else { return };
        self.key = Some(key);
        self.sites = upper.nrows();
        self.order = order.of(upper, threshold, from);
        let lower = lower.filter(|lower| lower.dim() == upper.dim());
        let places: Vec<(usize, usize)> = self.order.iter().copied().enumerate().collect();
        let value = |(row, i): (usize, usize), (column, j): (usize, usize)| match (row.cmp(&column), lower) {
            (Ordering::Less, _) | (Ordering::Greater, None) => upper[(i, j)] as f32,
            (Ordering::Greater, Some(lower)) => lower[(i, j)] as f32,
            (Ordering::Equal, _) => f32::NAN,
        };
        self.values = places.iter().flat_map(|row| places.iter().map(|column| value(*row, *column))).collect();
        self.revision += 1;
    }
}

/// What stands below the diagonal, and the order of the sites.
fn choose_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    ui.horizontal_wrapped(|ui| {
        let tokens = theme::tokens(ui.ctx());
        let above = Source::Machine(context.form()).title();
        ui.colored_label(tokens.soft, format!("above {above}, below"));
        let (view, lower) = (context.view(), context.shared.lower);
        let shown = if lower.matrix(view).is_some() { lower.title() } else { "the same" };
        let menu = egui::ComboBox::from_id_salt("lower").selected_text(shown).width(96.0);
        let menu = menu.show_ui(ui, |ui| {
            for source in Source::ALL.into_iter().filter(|source| source.matrix(view).is_some()) {
                if ui.selectable_label(context.shared.lower == source, source.title()).clicked() {
                    context.shared.lower = source;
                }
            }
        });
        name_menu(&menu.response, "Below the diagonal");
        let menu = egui::ComboBox::from_id_salt("order").selected_text(context.shared.order.title()).width(96.0);
        let menu = menu.show_ui(ui, |ui| {
            for order in SiteOrder::ALL {
                if ui.selectable_label(context.shared.order == order, order.title()).clicked() {
                    context.shared.order = order;
                }
            }
        });
        name_menu(&menu.response, "Order of the sites");
        hover_help(menu.response, help::ORDER);
    });
}
