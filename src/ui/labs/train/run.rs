//! The left column: what is trained on what, the settings that act at once, and the modes as pictures.

use crate::engine::rbm::{Stage, TrainConfig};
use crate::physics::rbm::{Method, TrainingSettings};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{Ask, TrainContext, TrainPanels};
use crate::ui::labs::train::form::Form;
use crate::ui::labs::train::live::LiveSettings;
use crate::ui::labs::train::modes::ModePictures;
use crate::ui::labs::train::opening::Preset;
use crate::ui::labs::train::{help, sentences, ways_out, words};
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Button, hover_help, low_entries, name_menu, sentence_ui, title_ui, value_row_ui};
use crate::ui::workspace::Workspace;

#[derive(Default)]
pub struct RunPanel {
    form: Option<Form>,
    live: LiveSettings,
    modes: ModePictures,
}

const INFO: PanelInfo = PanelInfo { id: "run", title: "Run", tab: "Run", help: help::RUN, place: Place::Left };

impl Panel<TrainPanels> for RunPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        sentences::units(context.view())
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::STEP;
            menu_ui(ui, context);
            stage_ui(ui, context);
            settings_ui(ui, context);
            self.change_ui(ui, context);
            ui.add_space(theme::STEP);
            hover_help(title_ui(ui, "Live", "acts at once"), help::LIVE);
            self.live.ui(ui, context);
            ui.add_space(theme::STEP);
            self.modes.ui(ui, context);
        });
        let generation = context.snapshot.generation;
        self.form.take_if(|form| !form.is_of(generation));
        if self.form.as_mut().is_some_and(|form| form.ui(ui.ctx(), context)) {
            self.form = None;
        }
    }
}

impl RunPanel {
    fn change_ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            let config: &TrainConfig = &context.view().config;
            let none = config.data.is_none().then_some("This archive came without data: there is nothing to train on");
            let change = Button::new("Change…").small().tooltip(help::CHANGE).disabled_because(none);
            if change.show(ui).clicked() {
                self.form = Some(Form::new(context.view(), context.snapshot.generation));
            }
            let view = context.view();
            if view.stage == Stage::Complete && view.measuring.is_none() && !view.is_without_data() {
                let more = context.view().last_update + (context.view().last_update / 2).max(100);
                let text = format!("Go on to {}", grouped(more));
                let extend = Button::new(&text).small().name("Extend the run").tooltip(help::EXTEND);
                if extend.show(ui).clicked() {
                    context.ask(crate::engine::rbm::TrainCmd::Extend(more));
                }
            }
        });
    }
}

/// The runs that are offered.
fn menu_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
    let data = egui::ComboBox::from_id_salt("preset").selected_text("Train on…").width(104.0).height(560.0);
    let menu = data.show_ui(ui, |ui| {
        low_entries(ui);
        own_data_ui(ui, context);
        for preset in Preset::ALL {
            if ui.selectable_label(false, preset.title()).on_hover_text(preset.tip()).clicked() {
                context.asks.push(Ask::Preset(preset));
            }
        }
    });
    name_menu(&menu.response, "Train on");
}

/// A run that came without data goes on with built-in ones that fit.
fn own_data_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
    if context.view().config.data.is_some() {
        return;
    }
    let row = (context.view().rbm.sites(), context.view().rbm.visible().states());
    for preset in Preset::ALL.into_iter().filter(|preset| preset.row() == row) {
        let label = format!("This run: {}", preset.title());
        if ui
            .selectable_label(false, label)
            .on_hover_text("Goes on with the run that is looked at, on these data")
            .clicked()
        {
            context.asks.push(Ask::GoOnWith(preset));
        }
    }
    ui.separator();
}

/// What stands in the way, as a sentence, with what to do.
fn stage_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
    let tokens = theme::tokens(ui.ctx());
    if let Stage::Halted(why) = &context.view().stage {
        let text = format!(
            "{why} The last finite machine was kept: lower the learning rate under Live to go on from it, or Reset."
        );
        sentence_ui(ui, &text, Some(tokens.warning));
        ways_out::rate_ui(ui, context);
    }
    if let Some(sentence) = sentences::frozen(context.view(), context.update()).filter(|_| trains(context)) {
        sentence_ui(ui, &sentence, Some(tokens.warning));
        ways_out::steps_ui(ui, context);
    }
    if let Some(sentence) = sentences::running_away(context.view(), context.update()) {
        sentence_ui(ui, &sentence, Some(tokens.warning));
        if trains(context) {
            ways_out::rate_ui(ui, context);
        }
        let view = context.view();
        let config = TrainConfig::clone(&view.config);
        if config.before.is_some() {
            // It goes on from a checkpoint, whose settings it has: the sliders under Live change them.
            return;
        }
        let rate = view.settings.learning_rate / ways_out::LOWER;
        let settings = TrainingSettings { learning_rate: rate, ..view.settings };
        let text = format!("Begin again with η = {}", sentences::short(rate));
        let tip = "The same run with a tenth of the learning rate; this one is put aside";
        if Button::new(&text).small().name("Begin again with a lower learning rate").tooltip(tip).show(ui).clicked() {
            context.begin(TrainConfig { settings, ..config });
        }
    }
    if context.view().is_without_data() && context.view().measuring.is_none() {
        let text = "An archive without its data: it can be looked at and sampled. To train on, open its data or choose \
            them under Train on….";
        sentence_ui(ui, text, None);
    }
}

/// Whether a change of its settings has an effect on the run.
fn trains(context: &TrainContext<'_>) -> bool {
    context.view().stage == Stage::Training && !context.view().is_without_data()
}

fn settings_ui(ui: &mut egui::Ui, context: &TrainContext<'_>) {
    let view = context.view();
    let settings = &view.settings;
    // Contrastive divergence starts a chain at each row of the batch.
    let begun = settings.method == Method::ContrastiveDivergence;
    let method = format!("{} ({})", words::start(settings.method), settings.method.title());
    let chains = if begun { settings.batch } else { settings.chains };
    if let Some(run) = context.shell.workspace.run_of(&view.config) {
        value_row_ui(ui, "run", Workspace::file_name(&run.name), None).on_hover_text(&run.name);
    }
    let rows = [
        ("data", sentences::data(view), help::DATA),
        ("visible × hidden", sentences::shape(view), help::UNITS),
        ("chains start", method, help::METHOD),
        ("chains", grouped(chains as u64), help::CHAINS),
        ("batch", grouped(settings.batch as u64), help::BATCH),
        (words::LEARNING_RATE, sentences::short(settings.rate_at(view.update)), help::RATE),
        ("centred gradient", if settings.centred { "yes" } else { "no" }.to_owned(), help::CENTRED),
        ("updates", grouped(view.last_update), help::UPDATES),
    ];
    for (label, value, tip) in rows {
        hover_help(value_row_ui(ui, label, &value, None), tip);
    }
}
