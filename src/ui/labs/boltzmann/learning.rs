//! How the machine learns, in the left column: where its averages come from, and which way it steps.

use crate::engine::boltzmann::{BoltzmannCmd, BoltzmannView};
use crate::physics::boltzmann::{ChainStart, GradientSource, MOST_ENUMERATED, Optimiser, PositivePhase};
use crate::ui::labs::boltzmann::context::BoltzmannContext;
use crate::ui::labs::boltzmann::help;
use crate::ui::theme;
use crate::ui::widgets::{Segmented, SliderField, hover_help, sentence_ui, title_ui};

/// Ranges of the sliders.
const RATES: std::ops::RangeInclusive<f64> = 1e-4..=10.0;
const MOST_DECAY: f64 = 0.1;
const CHAINS: std::ops::RangeInclusive<f64> = 2.0..=10_000.0;
const SWEEPS: std::ops::RangeInclusive<f64> = 1.0..=100.0;
const SAMPLES: std::ops::RangeInclusive<f64> = 10.0..=1_000_000.0;
/// Chains and sweeps at first.
const SAMPLED: GradientSource = GradientSource::Sampled { chains: 400, sweeps: 5 };

const OPTIMISERS: [(Optimiser, &str, &str); 4] = [
    (Optimiser::Gradient, Optimiser::Gradient.title(), help::GRADIENT),
    (Optimiser::Nesterov, Optimiser::Nesterov.title(), help::NESTEROV),
    (Optimiser::Adam, Optimiser::Adam.title(), help::ADAM),
    (Optimiser::Newton, Optimiser::Newton.title(), help::NEWTON),
];

/// Whether averages are over all states.
pub fn is_exact(view: &BoltzmannView) -> bool {
    view.measuring.source == GradientSource::Exact
}

/// Draws the section.
pub fn learning_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
    ui.add_space(theme::STEP);
    hover_help(title_ui(ui, "Learning", "acts at once"), help::OPTIMISER);
    optimiser_ui(ui, context);
    source_ui(ui, context);
    positive_ui(ui, context);
}

fn optimiser_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
    let learning = context.view().learning;
    if let Some(optimiser) = Segmented::new("Optimiser", learning.optimiser, &OPTIMISERS).show(ui) {
        context.ask(BoltzmannCmd::Optimiser(optimiser));
        // A rate that suits one of them is far too large or small for another.
        context.ask(BoltzmannCmd::LearningRate(optimiser.usual_rate()));
    }
    let rate = SliderField::new("learning rate η", learning.learning_rate, RATES).logarithmic().digits(4);
    if let Some(rate) = rate.tooltip(help::RATE).show(ui) {
        context.ask(BoltzmannCmd::LearningRate(rate));
    }
    let decay = SliderField::new("weight decay λ", learning.weight_decay, 0.0..=MOST_DECAY).digits(4);
    if let Some(decay) = decay.tooltip(help::DECAY).show(ui) {
        context.ask(BoltzmannCmd::WeightDecay(decay));
    }
}

fn source_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
    let measuring = context.view().measuring;
    let units = context.moment().machine.topology().size();
    let few = units <= MOST_ENUMERATED;
    let other = match measuring.source {
        GradientSource::Exact => SAMPLED,
        sampled @ GradientSource::Sampled { .. } => sampled,
    };
    let sources = [(GradientSource::Exact, "All states", help::EXACT), (other, "Chains", help::SAMPLED)];
    if few && let Some(source) = Segmented::new("Averages over", measuring.source, &sources).show(ui) {
        choose(context, source);
    }
    if !few {
        let text = format!("{units} units have too many states to be enumerated: averages come from chains.");
        sentence_ui(ui, &text, None);
    }
    let GradientSource::Sampled { chains, sweeps } = measuring.source else {
        let samples = SliderField::new("rows of a sample", measuring.samples as f64, SAMPLES).logarithmic().digits(0);
        if let Some(samples) = samples.tooltip(help::SAMPLES).show(ui) {
            context.ask(BoltzmannCmd::Samples(samples.round() as usize));
        }
        return;
    };
    let field = SliderField::new("chains", chains as f64, CHAINS).logarithmic().digits(0);
    if let Some(chains) = field.tooltip(help::CHAINS).show(ui) {
        context.ask(BoltzmannCmd::Source(GradientSource::Sampled { chains: chains.round() as usize, sweeps }));
    }
    let field = SliderField::new("sweeps", sweeps as f64, SWEEPS).logarithmic().digits(0);
    if let Some(sweeps) = field.tooltip(help::SWEEPS).show(ui) {
        context.ask(BoltzmannCmd::Source(GradientSource::Sampled { chains, sweeps: sweeps.round() as usize }));
    }
    let starts = [(ChainStart::Continue, "Continue", help::CONTINUE), (ChainStart::Restart, "Restart", help::RESTART)];
    if let Some(start) = Segmented::new("Chains start", measuring.chains, &starts).show(ui) {
        context.ask(BoltzmannCmd::Chains(start));
    }
}

/// Another source; the formula as printed exists for exact phases alone.
fn choose(context: &mut BoltzmannContext<'_>, source: GradientSource) {
    let measuring = context.view().measuring;
    if measuring.as_printed && source != GradientSource::Exact {
        context.ask(BoltzmannCmd::AsPrinted(false));
    }
    context.ask(BoltzmannCmd::Source(source));
}

/// How hidden units are averaged while the visible ones are held.
fn positive_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
    if context.moment().machine.topology().hidden == 0 {
        return;
    }
    let measuring = context.view().measuring;
    let exact = is_exact(context.view());
    let mut ways = vec![(PositivePhase::Enumerated, "Enumerated", help::ENUMERATED)];
    if !exact {
        ways.push((PositivePhase::Sampled, "Sampled", help::POSITIVE_SAMPLED));
    }
    ways.push((PositivePhase::MeanField, "Mean field", help::MEAN_FIELD));
    hover_help(title_ui(ui, "Hidden units, clamped", ""), help::POSITIVE);
    // What an exact source calls sampled is enumerated.
    let current = if exact && measuring.positive == PositivePhase::Sampled {
        PositivePhase::Enumerated
    } else {
        measuring.positive
    };
    if let Some(way) = Segmented::new("Positive phase", current, &ways).show(ui) {
        if measuring.as_printed && way == PositivePhase::MeanField {
            context.ask(BoltzmannCmd::AsPrinted(false));
        }
        context.ask(BoltzmannCmd::Positive(way));
    }
    if exact && current == PositivePhase::Enumerated {
        let mut as_printed = measuring.as_printed;
        let response = ui.checkbox(&mut as_printed, "the formula as printed");
        let changed = response.changed();
        hover_help(response, help::AS_PRINTED);
        if changed {
            context.ask(BoltzmannCmd::AsPrinted(as_printed));
        }
    }
}
