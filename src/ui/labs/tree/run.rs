//! The left column: which run, how its tree is grown and merged, and what names the rows.

use std::sync::Arc;

use crate::engine::rbm::tree::{Growth, MergeDistance, TreeCmd};
use crate::physics::mean_field::{ComparedLayer, Order};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::context::{Ask, GrowSettings, TreeContext, TreePanels};
use crate::ui::labs::tree::opening::Preset;
use crate::ui::labs::tree::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::{
    Button, PathField, Segmented, SliderField, hover_help, low_entries, name_menu, sentence_ui, title_ui, value_row_ui,
};

/// Numbers of rows that are offered.
const ROWS: [(usize, &str, &str); 3] =
    [(128, "128", help::ROWS), (512, "512", help::ROWS), (2048, "2\u{202F}048", help::ROWS)];
/// Merge distances of the slider.
const DISTANCES: (f64, f64) = (1e-4, 1.0);
/// Resamplings of one request.
const RESAMPLINGS: usize = 50;
/// The Euclidean distances of the published programs.
const PUBLISHED: [(ComparedLayer, f64); 2] = [(ComparedLayer::Visible, 0.1), (ComparedLayer::Hidden, 1.0)];
/// Inverse temperatures of a heated machine.
const HEATED: Growth = Growth::Heated { lowest: 0.2, ages: 50 };

/// Room for all entries of a menu: one that scrolls hides its end.
const MENU: f32 = 420.0;

#[derive(Default)]
pub struct RunPanel {
    path: PathField<()>,
}

const INFO: PanelInfo = PanelInfo { id: "run", title: "Run", tab: "Run", help: help::RUN, place: Place::Left };

impl Panel<TreePanels> for RunPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &TreeContext<'_>) -> String {
        format!("{} leaves", grouped(context.view().tree.leaf_order().len() as u64))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::STEP;
            menu_ui(ui, context);
            self.path_ui(ui, context);
            facts_ui(ui, context);
            grow_ui(ui, context);
            merge_ui(ui, context);
            self.labels_ui(ui, context);
            support_ui(ui, context);
        });
    }
}

impl RunPanel {
    fn path_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        let words = |()| ["Path of a table", "path to a table of labels, then Enter"];
        let typed = self.path.ui(ui, &context.shell.jobs, words);
        context.asks.extend(typed.map(|((), path)| Ask::Labels(path)));
    }

    fn labels_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        hover_help(title_ui(ui, "Labels", ""), help::LABELS);
        let labels = Arc::clone(&context.derived.labels);
        let shown = context.column().map_or("none", |column| column.name.as_str()).to_owned();
        ui.horizontal_wrapped(|ui| {
            let menu = egui::ComboBox::from_id_salt("labels").selected_text(shown).width(120.0);
            let menu = menu.show_ui(ui, |ui| {
                for (place, column) in labels.iter().enumerate() {
                    if ui.selectable_label(context.shared.column == place, &column.name).clicked() {
                        context.shared.column = place;
                    }
                }
            });
            name_menu(&menu.response, "Label column");
            if Button::new("Open…").small().name("Open labels").tooltip(help::LABELS).show(ui).clicked() {
                self.path.stand_in((), &context.shell.jobs);
                context.asks.push(Ask::LabelsDialog);
            }
            if Button::new("Path…").small().name("Open labels at a path").tooltip(help::LABELS).show(ui).clicked() {
                self.path.open(());
            }
        });
    }
}

/// The runs that are offered.
fn menu_ui(ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
    let menu = egui::ComboBox::from_id_salt("run").selected_text("Tree of…").width(84.0).height(MENU);
    let menu = menu.show_ui(ui, |ui| {
        low_entries(ui);
        for preset in Preset::ALL {
            if ui.selectable_label(false, preset.title()).on_hover_text(preset.tip()).clicked() {
                context.asks.push(Ask::Preset(preset));
            }
        }
    });
    name_menu(&menu.response, "Tree of");
    menu.response.on_hover_text("A run that comes with the program");
}

fn facts_ui(ui: &mut egui::Ui, context: &TreeContext<'_>) {
    let view = context.view();
    if let Some(run) = &context.derived.run {
        let file = run.name.rsplit(['/', '\\']).next().unwrap_or(&run.name);
        value_row_ui(ui, "run", file, None).on_hover_text(&run.name);
    }
    sentence_ui(ui, &format!("Leaves: {}.", context.derived.leaves), None);
    let points = view.ages.first().map_or(0, |age| age.count());
    let unconverged = view.ages.iter().flat_map(|age| &age.converged).filter(|&&converged| !converged).count();
    hover_help(value_row_ui(ui, "fixed points, newest", &grouped(points as u64), None), help::RUN);
    value_row_ui(ui, "levels", &grouped(view.levels.len() as u64), None);
    if unconverged > 0 {
        let tokens = theme::tokens(ui.ctx());
        let text = format!("{} states did not converge; they are marked in the tree.", grouped(unconverged as u64));
        sentence_ui(ui, &text, Some(tokens.warning));
    }
}

fn grow_ui(ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
    let grow = context.shared.grow;
    hover_help(title_ui(ui, "Rows", ""), help::ROWS);
    let rows = Segmented::new("Rows", grow.rows, &ROWS).show(ui).map(|rows| GrowSettings { rows, ..grow });
    hover_help(title_ui(ui, "Equations", sentences::order(grow.order)), help::ORDER);
    let orders = [
        (Order::First, "1", help::ORDER_FIRST),
        (Order::Second, "2", help::ORDER_SECOND),
        (Order::Third, "3", help::ORDER_THIRD),
    ];
    let order = Segmented::new("Order", grow.order, &orders).show(ui).map(|order| GrowSettings { order, ..grow });
    hover_help(title_ui(ui, "From age to age", ""), help::GROWTH);
    let growths = [
        (Growth::CarriedBack, "Carried", help::GROWTH_CARRIED),
        (Growth::FromRows, "Rows", help::GROWTH_ROWS),
        (HEATED, "Heated", help::GROWTH_HEATED),
    ];
    let growth = Segmented::new("Growth", grow.growth, &growths).show(ui).map(|growth| GrowSettings { growth, ..grow });
    context.asks.extend(rows.or(order).or(growth).map(Ask::Grow));
}

fn merge_ui(ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
    let view = context.view();
    let (merge, layer, distance, suggested) =
        (view.config.merge, view.config.layer, view.merge_distance, view.suggested);
    hover_help(title_ui(ui, "Merge distance", "per unit"), help::MERGE);
    let field = SliderField::new("distance", distance.clamp(DISTANCES.0, DISTANCES.1), DISTANCES.0..=DISTANCES.1);
    if let Some(distance) = field.digits(4).logarithmic().tooltip(help::MERGE).show(ui) {
        context.asks.push(Ask::Change(TreeCmd::Merge(MergeDistance::PerUnit(distance))));
    }
    ui.horizontal_wrapped(|ui| {
        let none = suggested.is_none().then_some("There is no gap: no two fixed points lie apart");
        let chosen = (merge == MergeDistance::Suggested).then_some("The suggested distance is in use");
        let text = suggested.map_or_else(|| "suggested".to_owned(), |at| format!("suggested {}", number(at, 4)));
        let button = Button::new(&text).small().name("Suggested distance").tooltip(help::MERGE_SUGGESTED);
        if button.disabled_because(none.or(chosen)).show(ui).clicked() {
            context.asks.push(Ask::Change(TreeCmd::Merge(MergeDistance::Suggested)));
        }
        for (of, euclidean) in PUBLISHED.into_iter().filter(|(of, _)| *of == layer) {
            let tip = if of == ComparedLayer::Visible { help::LAYER_VISIBLE } else { help::LAYER_HIDDEN };
            let used = (merge == MergeDistance::Euclidean(euclidean)).then_some("This distance is in use");
            if Button::new("published").small().tooltip(tip).disabled_because(used).show(ui).clicked() {
                context.asks.push(Ask::Change(TreeCmd::Merge(MergeDistance::Euclidean(euclidean))));
            }
        }
    });
    let layers = [
        (ComparedLayer::Visible, "Visible", help::LAYER_VISIBLE),
        (ComparedLayer::Hidden, "Hidden", help::LAYER_HIDDEN),
    ];
    if let Some(layer) = Segmented::new("Layer", layer, &layers).show(ui) {
        context.asks.push(Ask::Change(TreeCmd::SetLayer(layer)));
    }
}

fn support_ui(ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
    let note = context.view().support.as_ref().map_or_else(String::new, |support| {
        if support.done < support.total {
            format!("{} of {}", support.done, support.total)
        } else {
            format!("{} resamplings", support.total)
        }
    });
    hover_help(title_ui(ui, "Support of the splits", &note), help::SUPPORT);
    let growing = (!context.view().is_complete()).then_some("The tree is still growing");
    ui.horizontal_wrapped(|ui| {
        let text = format!("Draw the rows {RESAMPLINGS} times");
        let button = Button::new(&text).small().name("Resample").tooltip(help::SUPPORT);
        if button.disabled_because(growing).show(ui).clicked() {
            context.asks.push(Ask::Change(TreeCmd::Resample(RESAMPLINGS)));
        }
        if context.view().support.is_some() && Button::new("Forget").small().show(ui).clicked() {
            context.asks.push(Ask::Change(TreeCmd::Resample(0)));
        }
    });
}
