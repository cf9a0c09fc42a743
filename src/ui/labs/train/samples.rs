//! Samples: the chains of the training at the cursor, or chains that run freely at its machine.

use std::sync::Arc;

use crate::engine::rbm::SamplingStart;
use crate::engine::rbm::{ChainStart, TrainCmd};
use crate::physics::rbm::{Configurations, Method};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{Ask, SamplesOf, TrainContext, TrainPanels, data_rows};
use crate::ui::labs::train::drawing::Drawing;
use crate::ui::labs::train::nearest_row::NearestRow;
use crate::ui::labs::train::{help, sentences};
use crate::ui::machine::{Canvas, Heights, Palette, Profile, SampleTiles, Samples, site_names_ui, state_name};
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Button, Segmented, sentence_ui};

/// Narrowest and widest picture of a sample.
const LEAST: f32 = 48.0;
const MOST: f32 = 84.0;
const TALLEST: f32 = 14.0;
/// Letters of sequences take this fraction of the height, where it is higher than so many points.
const PROFILE: f32 = 0.4;
const LEAST_PROFILE: f32 = 40.0;
/// The most of the height that the names of columns take.
const NAMES: f32 = 0.3;

#[derive(Default)]
pub struct SamplesPanel {
    tiles: SampleTiles,
    palette: Palette,
    /// How often each state is at each site, and the samples that this is of.
    frequencies: Vec<f32>,
    frequencies_of: Option<(u64, u64, u64)>,
    drawing: Drawing,
    nearest: NearestRow,
    /// Height of what stands below the pictures, in the last frame.
    below: f32,
}

struct Shown {
    states: Arc<Configurations>,
    key: (u64, u64, u64),
}

const INFO: PanelInfo =
    PanelInfo { id: "samples", title: "Samples", tab: "Samples", help: help::SAMPLES, place: Place::Right(0.52) };

impl Panel<TrainPanels> for SamplesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn least(&self) -> egui::Vec2 {
        egui::vec2(215.0, 290.0)
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        match (context.shared.samples, &context.derived.free_chains) {
            (SamplesOf::Chains, _) => chains_note(context),
            (SamplesOf::FreeSampling, Some(free)) => {
                format!("update {}, {} steps", grouped(free.samples.update), grouped(free.samples.steps))
            }
            (SamplesOf::FreeSampling, None) => String::new(),
            (SamplesOf::Data, _) => format!("rows of {}", sentences::data(context.view())),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let pieces = [
            (SamplesOf::Chains, "Chains", help::SAMPLES_CHAINS),
            (SamplesOf::FreeSampling, "Free sampling", help::SAMPLES_FREE),
            (SamplesOf::Data, "Data", help::SAMPLES_DATA),
        ];
        if let Some(of) = Segmented::new("Samples", context.shared.samples, &pieces).show(ui) {
            context.shared.samples = of;
        }
        let canvas = context.states();
        let room = egui::vec2(ui.available_width(), (ui.available_height() - self.below).max(0.0));
        let top = ui.cursor().top();
        match shown(context) {
            Some(shown) => {
                let letters = egui::vec2(room.x, (PROFILE * room.y).floor());
                let has_letters = context.view().rbm.visible().channels() > 1 && letters.y >= LEAST_PROFILE;
                let below = if has_letters { letters.y + theme::STEP } else { 0.0 };
                site_names_ui(ui, &canvas, room.x.floor(), NAMES * room.y);
                let named = ui.cursor().top() - top;
                self.states_ui(ui, context, &shown, &canvas, room - egui::vec2(0.0, below + named));
                if has_letters {
                    self.profile_ui(ui, context, &shown, letters);
                }
            }
            None => {
                sentence_ui(ui, nothing(context), None);
            }
        }
        let used = ui.cursor().top() - top;
        ui.add_space((room.y - used).max(0.0));
        let top = ui.cursor().top();
        ui.horizontal_wrapped(|ui| match context.shared.samples {
            SamplesOf::Chains => chains_ui(ui, context),
            SamplesOf::FreeSampling => self.dream_ui(ui, context),
            SamplesOf::Data => {}
        });
        self.nearest.ui(ui, context, &canvas);
        self.below = ui.cursor().top() - top;
        if let Some(drawn) = self.drawing.window_ui(ui.ctx(), &canvas) {
            context.asks.push(Ask::FreeSampling(SamplingStart::Drawing(drawn.into())));
        }
    }
}

fn chains_note(context: &TrainContext<'_>) -> String {
    if context.live() {
        return "chains of the last update".to_owned();
    }
    context.machine().map_or_else(String::new, |machine| format!("chains of checkpoint {}", grouped(machine.update)))
}

/// The states to show, and the key under which they are unchanged.
fn shown(context: &TrainContext<'_>) -> Option<Shown> {
    let snapshot = context.snapshot;
    match context.shared.samples {
        SamplesOf::FreeSampling => {
            let free = context.derived.free_chains.as_ref()?;
            let states = Arc::clone(&free.samples.states);
            Some(Shown { states, key: (free.key.0, free.key.1, u64::MAX) })
        }
        SamplesOf::Data => {
            let states = snapshot.view.rows.clone()?;
            Some(Shown { states, key: (snapshot.generation, 0, u64::MAX - 2) })
        }
        SamplesOf::Chains if context.live() => {
            let states = Arc::clone(&snapshot.view.chains);
            Some(Shown { states, key: (snapshot.generation, snapshot.revision, u64::MAX - 1) })
        }
        SamplesOf::Chains => {
            let machine = context.machine()?;
            let states = machine.chains.clone()?;
            Some(Shown { states, key: (snapshot.generation, 0, machine.update) })
        }
    }
}

const fn nothing(context: &TrainContext<'_>) -> &'static str {
    match context.shared.samples {
        SamplesOf::FreeSampling => {
            "Chains that run on at the machine under the cursor, apart from the training. Choose where they start."
        }
        SamplesOf::Data => "This archive came without its data: open them to see what its samples should look like.",
        SamplesOf::Chains => "No chains were kept at this checkpoint. Free sampling makes new ones.",
    }
}

fn chains_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
    let past = (!context.live()).then_some("The past cannot be changed: Live goes back to the training");
    let untrained = context.view().config.data.is_none().then_some("This archive came without data");
    let fleeting = (context.view().settings.method != Method::Persistent)
        .then_some("Each update of this method restarts its chains: where they are now has no lasting effect");
    for (text, start, tip) in
        [("From data", ChainStart::Data, help::RESTART_DATA), ("From noise", ChainStart::Noise, help::RESTART_NOISE)]
    {
        if Button::new(text).tooltip(tip).disabled_because(past.or(untrained).or(fleeting)).show(ui).clicked() {
            context.ask(TrainCmd::RestartChains(start));
        }
    }
    if Button::new("Free sampling").tooltip(help::SAMPLES_FREE).show(ui).clicked() {
        context.shared.samples = SamplesOf::FreeSampling;
        context.asks.push(Ask::FreeSampling(SamplingStart::Chains));
    }
}

impl SamplesPanel {
    fn dream_ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        if context.derived.free_chains.as_ref().is_some_and(|free| free.running)
            && Button::new("Stop").tooltip("Lets the chains rest where they are").show(ui).clicked()
        {
            context.asks.push(Ask::StopFreeSampling);
        }
        let no_data = context.view().config.data.is_none().then_some("This archive came without data");
        let flat = (!context.states().is_picture).then_some("These rows are not pictures: they cannot be drawn");
        for (text, start, why) in [
            ("Chains", SamplingStart::Chains, None),
            ("Data", SamplingStart::Data, no_data),
            ("Noise", SamplingStart::Noise, None),
        ] {
            let name = format!("Sample from {}", text.to_lowercase());
            let button = Button::new(text).name(&name).tooltip(help::SAMPLES_FREE).disabled_because(why);
            if button.show(ui).clicked() {
                context.asks.push(Ask::FreeSampling(start));
            }
        }
        let draw = Button::new("Draw…").name("Sample from a drawing").tooltip(help::SAMPLES_DRAWING);
        if draw.disabled_because(flat).show(ui).clicked() {
            self.drawing.open(context.view());
        }
    }

    fn profile_ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>, shown: &Shown, size: egui::Vec2) {
        let visible = context.view().rbm.visible();
        if self.frequencies_of != Some(shown.key) {
            self.frequencies = shown.states.frequencies(visible.states());
            self.frequencies_of = Some(shown.key);
        }
        let alphabet = data_rows(context.view()).and_then(|rows| rows.alphabet.as_deref());
        let (name, values, heights) = ("Profile of the samples", &self.frequencies, Heights::Frequencies);
        let profile = Profile { name, values, heights, visible, alphabet, size };
        if let Some(sentence) = profile.show(ui, &self.palette.colours(ui.ctx())).hover {
            context.shell.status = sentence;
        }
    }

    fn states_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TrainContext<'_>,
        shown: &Shown,
        canvas: &Canvas<'_>,
        room: egui::Vec2,
    ) {
        let visible = context.view().rbm.visible();
        let samples = Samples {
            name: "Samples",
            states: &shown.states,
            visible,
            canvas,
            key: shown.key,
            layout: canvas.layout(LEAST, MOST, TALLEST),
            clickable: context.shared.samples != SamplesOf::Data && !context.view().is_without_data(),
        };
        let answer = self.tiles.show(ui, &samples, room);
        let name = if context.shared.samples == SamplesOf::Data { "row" } else { "chain" };
        let looked_at = answer.clicked.or(context.shared.look_at.take());
        if let Some((tile, sample)) = looked_at.and_then(|tile| Some((tile, shown.states.row(tile)?))) {
            self.nearest.look(context, &format!("Chain {}", tile + 1), sample);
        }
        if let Some((tile, cell)) = answer.hover {
            let value = shown.states.row(tile).and_then(|row| row.get(canvas.index(cell))).copied().unwrap_or(0);
            let alphabet = data_rows(context.view()).and_then(|rows| rows.alphabet.as_deref());
            let value = state_name(value, visible, alphabet);
            context.shell.status = format!(
                "{name} {} of those shown, {}: {value}{}",
                tile + 1,
                canvas.name(cell),
                if samples.clickable { "; click for its nearest row" } else { "" }
            );
        }
    }
}
