//! How much each learning rule can store.

use egui::{Align2, Color32};
use egui_plot::PlotPoint;

use crate::engine::hopfield::sweep::SweepCell;
use crate::physics::hopfield::LearningRule;
use crate::physics::theory::lines;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels};
use crate::ui::labs::phases::help;
use crate::ui::labs::phases::sweeps::controls::{Pressed, chart_over_ui, run_ui, scrolled};
use crate::ui::labs::phases::sweeps::curve::{self, Measured};
use crate::ui::labs::phases::sweeps::sentences;
use crate::ui::labs::phases::sweeps::sweep_store::{RULES_LOAD, RULES_SIZE, RuleCurve, SweepAsk};
use crate::ui::theme::numbers::{number, with_error};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{Curve, Dot, LineChart};

/// What is asked, before anything is measured.
const QUESTION: &str = "How many random memories does each rule keep? Measure all rules to see.";
/// What there is to be seen.
const LESSON: &str = "200 spins round the fall of Hebb’s rule. The projection takes the crosstalk out: memories stay fixed \
    points up to α\u{A0}=\u{A0}1, but close to it nothing except the memory itself is drawn to it.";

#[derive(Default)]
pub struct RulesPanel;

const INFO: PanelInfo = PanelInfo {
    id: "rules",
    title: "Other learning rules store more",
    tab: "Rules",
    help: help::RULES,
    place: Place::Tabs("curves"),
};

impl Panel<PhasesPanels> for RulesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &PhasesContext<'_>) -> String {
        match (context.sweeps.rules.under_way(), context.sweeps.rules.progress()) {
            (Some(curve), Some((progress, eta))) => {
                format!("{}: {}", curve.rule.title(), sentences::progress(progress, eta))
            }
            _ => format!("fraction recalled at T = 0, N = {RULES_SIZE}"),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let (rules, seed) = (&context.sweeps.rules, context.config().seed);
        scrolled(ui, |ui| {
            let all = LearningRule::DISTINCT.into_iter().all(|rule| rules.complete(&RuleCurve { rule, seed }));
            ui.horizontal_wrapped(|ui| {
                let known = all.then_some("All three are measured; change the seed to measure again");
                let tip = "Measures Hebb, projection and Storkey one after another: 25 loads, 40 networks each";
                match run_ui(ui, ("Measure all rules", tip), rules.busy(), rules.progress(), known) {
                    Some(Pressed::Run) => context.ask_sweep(SweepAsk::Rules(seed)),
                    Some(Pressed::Cancel) => context.ask_sweep(SweepAsk::CancelRules),
                    None => {}
                }
            });
            chart_over_ui(ui, if all { LESSON } else { QUESTION }, |ui, height| chart_ui(ui, context, height, &tokens));
        });
    }
}

fn colour(rule: LearningRule, tokens: &Tokens) -> Color32 {
    tokens.identity(match rule {
        LearningRule::Hebb => 0,
        LearningRule::PseudoInverse => 1,
        LearningRule::Storkey => 2,
        LearningRule::Covariance => 3,
        LearningRule::Dense(_) => 4,
    })
}

fn chart_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>, height: f32, tokens: &Tokens) {
    let (rules, seed) = (&context.sweeps.rules, context.config().seed);
    let along = |cell: &SweepCell| cell.point.load();
    let found = |rule: LearningRule| rules.found(&RuleCurve { rule, seed });
    let shown: Vec<(LearningRule, Measured)> = LearningRule::DISTINCT
        .into_iter()
        .filter_map(|rule| Some((rule, Measured::of(found(rule)?.view.cells.iter(), along))))
        .filter(|(_, measured)| !measured.is_empty())
        .collect();
    let capacity = lines::capacity().critical_load;
    let limits = [capacity, RULES_LOAD].map(|x| [PlotPoint::new(x, 0.0), PlotPoint::new(x, 1.0)]);
    let mut curves: Vec<Curve<'_>> =
        limits.iter().map(|limit| Curve { dashed: true, width: 1.2, ..Curve::new("", tokens.soft, limit) }).collect();
    curves.extend(shown.iter().map(|(rule, measured)| measured.curve(rule.title(), colour(*rule, tokens))));
    let names = [format!("Hebb {}", number(capacity, 3)), "projection 1".to_owned()];
    let mut dots: Vec<Dot<'_>> =
        shown.iter().flat_map(|(rule, measured)| measured.dots(colour(*rule, tokens))).collect();
    for ((name, x), anchor) in names.iter().zip([capacity, RULES_LOAD]).zip([Align2::LEFT_BOTTOM, Align2::RIGHT_BOTTOM])
    {
        dots.push(Dot { anchor, ..Dot::theory(name, [x, 0.0], tokens.soft) });
    }
    let summary = format!("{} rules measured; theory ends at {}", shown.len(), names.join(", "));
    let chart = LineChart {
        height,
        summary: &summary,
        x_label: "α",
        curves: &curves,
        dots: &dots,
        x_range: (0.0, RULES_LOAD),
        y_range: (0.0, 1.0),
        scrub: false,
        ..LineChart::new("rules", "Share recalled by learning rule")
    };
    let Some(hover) = chart.show(ui).hover else { return };
    let values: Vec<String> = shown
        .iter()
        .filter_map(|(rule, _)| {
            let cell = curve::nearest(found(*rule)?.view.cells.iter(), along, hover.x)?;
            Some(format!("{} {}", rule.title(), with_error(cell.mean?, cell.stderr)))
        })
        .collect();
    context.shell.status = format!("α = {}: fraction recalled {}", number(hover.x, 3), values.join(", "));
}
