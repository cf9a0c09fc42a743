//! The couplings of all pairs as a picture: one source above the diagonal, another below it.

use egui::{Rect, Stroke, vec2};

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::pairs::Source;
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::widgets::{MatrixMap, MatrixSource, MatrixView, name_menu, sentence_ui};

/// What the numbers were made of.
type Key = ((u64, u64), [Source; 2]);

#[derive(Default)]
pub struct MatrixPanel {
    key: Option<Key>,
    sites: usize,
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
        sentences::shown(context.view(), context.shared.form)
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        if context.found().is_none() {
            sentence_ui(ui, "The couplings of the machine under the cursor are being computed.", None);
            return;
        }
        lower_ui(ui, context);
        self.refresh(context);
        let tokens = theme::tokens(ui.ctx());
        let source =
            MatrixSource { rows: self.sites, columns: self.sites, values: &self.values, key: (self.revision, 0) };
        let map = MatrixMap::Diverging { limit: None };
        let (response, hover) = self.view.show(ui, "Couplings of pairs", source, map, ui.available_size());
        if let Some([i, j]) = context.marked().filter(|[_, j]| *j < self.sites) {
            let cell = response.rect.size() / self.sites.max(1) as f32;
            for (row, column) in [(i, j), (j, i)] {
                let corner = response.rect.min + vec2(column as f32 * cell.x, row as f32 * cell.y);
                let rect = Rect::from_min_size(corner, cell).expand(1.0);
                ui.painter().rect_stroke(rect, 0.0, Stroke::new(2.0, tokens.accent), egui::StrokeKind::Outside);
            }
        }
        let Some(pair) = hover.map(|hover| [hover.row.min(hover.column), hover.row.max(hover.column)]) else { return };
        if pair[0] == pair[1] {
            context.shell.status = format!("site {}: a spin does not couple to itself", pair[0] + 1);
            return;
        }
        context.shared.hovered = Some(pair);
        context.shell.status = sentences::pair(context.view(), pair);
        if response.clicked() {
            context.asks.push(Ask::Pair(pair));
        }
    }
}

impl MatrixPanel {
    fn refresh(&mut self, context: &CouplingsContext<'_>) {
        let sources = [Source::Machine(context.shared.form), context.shared.lower];
        let key = (context.key(), sources);
        if self.key == Some(key) {
            return;
        }
        let [upper, lower] = sources.map(|source| source.matrix(context.view()));
        let Some(upper) = upper else { return };
        self.key = Some(key);
        self.sites = upper.nrows();
        let lower = lower.filter(|lower| lower.dim() == upper.dim());
        let value = |(row, column): (usize, usize)| match (row.cmp(&column), lower) {
            (std::cmp::Ordering::Less, _) | (std::cmp::Ordering::Greater, None) => upper[(row, column)] as f32,
            (std::cmp::Ordering::Greater, Some(lower)) => lower[(row, column)] as f32,
            (std::cmp::Ordering::Equal, _) => f32::NAN,
        };
        self.values = (0..self.sites).flat_map(|i| (0..self.sites).map(move |j| (i, j))).map(value).collect();
        self.revision += 1;
    }
}

/// What stands below the diagonal.
fn lower_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    ui.horizontal_wrapped(|ui| {
        let tokens = theme::tokens(ui.ctx());
        let above = Source::Machine(context.shared.form).title();
        ui.colored_label(tokens.soft, format!("above the diagonal {above}, below it"));
        let known = context.view().config.truth.is_some();
        let shown =
            if context.shared.lower == Source::Truth && !known { "the same" } else { context.shared.lower.title() };
        let menu = egui::ComboBox::from_id_salt("lower").selected_text(shown).width(96.0);
        let menu = menu.show_ui(ui, |ui| {
            for source in Source::ALL.into_iter().filter(|source| known || *source != Source::Truth) {
                if ui.selectable_label(context.shared.lower == source, source.title()).clicked() {
                    context.shared.lower = source;
                }
            }
        });
        name_menu(&menu.response, "Below the diagonal");
    });
}
