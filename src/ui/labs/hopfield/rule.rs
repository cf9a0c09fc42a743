//! The choice of a learning rule: those of couplings, and the functions of dense memories.

use egui::RichText;

use crate::engine::hopfield::recall::RecallView;
use crate::engine::hopfield::recall::view::{Load, Printed};
use crate::physics::hopfield::dense::{Degree, Interaction};
use crate::physics::hopfield::learning_rules::LearningRule;
use crate::physics::theory::dense_capacity;
use crate::ui::help as shared_help;
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext};
use crate::ui::labs::hopfield::sentences::stored_letter;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, signed};
use crate::ui::widgets::Segmented;

/// What the first row offers.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Pairs(LearningRule),
    Dense,
}

/// What the second row offers.
#[derive(Clone, Copy, PartialEq)]
enum Function {
    Power,
    Rectified,
    Exponential,
}

/// The degree that a dense memory begins with: the lowest that is no Hebb rule.
pub const FIRST: Degree = Degree::ALL[1];

/// Memories whose overlaps a sentence names.
const SHOWN: usize = 5;

/// Draws the choice; the rule that was chosen, if it is another one.
pub fn rule_ui(ui: &mut egui::Ui, rule: LearningRule, load: &Load) -> Option<LearningRule> {
    let kinds = [
        (Kind::Pairs(LearningRule::Hebb), "Hebb", shared_help::RULE_HEBB),
        (Kind::Pairs(LearningRule::PseudoInverse), "Projection", shared_help::RULE_PROJECTION),
        (Kind::Pairs(LearningRule::Storkey), "Storkey", shared_help::RULE_STORKEY),
        (Kind::Pairs(LearningRule::Covariance), "Covariance", shared_help::RULE_COVARIANCE),
        (Kind::Dense, "Dense", shared_help::RULE_DENSE),
    ];
    let kind = if rule.interaction().is_some() { Kind::Dense } else { Kind::Pairs(rule) };
    let chosen = Segmented::new("Learning rule", kind, &kinds).show(ui).map(|kind| match kind {
        Kind::Pairs(rule) => rule,
        Kind::Dense => LearningRule::Dense(Interaction::Polynomial(FIRST)),
    });
    let dense = rule.interaction().and_then(|interaction| dense_ui(ui, interaction, load));
    chosen.or(dense.map(LearningRule::Dense))
}

fn dense_ui(ui: &mut egui::Ui, interaction: Interaction, load: &Load) -> Option<Interaction> {
    let functions = [
        (Function::Power, "Power", shared_help::RULE_DENSE),
        (Function::Rectified, "Rectified", shared_help::RULE_RECTIFIED),
        (Function::Exponential, "Exp", shared_help::RULE_EXPONENTIAL),
    ];
    let (function, degree) = match interaction {
        Interaction::Polynomial(degree) => (Function::Power, Some(degree)),
        Interaction::Rectified(degree) => (Function::Rectified, Some(degree)),
        Interaction::Exponential => (Function::Exponential, None),
    };
    let of = |function: Function, degree: Degree| match function {
        Function::Power => Interaction::Polynomial(degree),
        Function::Rectified => Interaction::Rectified(degree),
        Function::Exponential => Interaction::Exponential,
    };
    ui.add_space(theme::STEP);
    let mut chosen = Segmented::new("Function F", function, &functions)
        .show(ui)
        .map(|function| of(function, degree.unwrap_or(FIRST)));
    if let Some(degree) = degree {
        const NAMES: [&str; Degree::ALL.len()] = ["2", "3", "4", "5", "6", "7", "8"];
        let degrees: Vec<(Degree, &str, &str)> =
            Degree::ALL.into_iter().zip(NAMES).map(|(degree, name)| (degree, name, shared_help::RULE_DENSE)).collect();
        ui.add_space(theme::STEP);
        chosen = Segmented::new("Degree n", degree, &degrees).show(ui).map(|degree| of(function, degree)).or(chosen);
    }
    let soft = theme::tokens(ui.ctx()).soft;
    ui.add(egui::Label::new(RichText::new(sentence(interaction, load.size as u64)).color(soft)).wrap());
    chosen
}

/// The switch between the energy and what is sometimes printed for it, and what the latter does.
pub fn printed_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let view = context.view().clone();
    let Some(printed) = &view.load.as_printed else { return };
    let formulas =
        [(false, "F of the sum", shared_help::RULE_DENSE), (true, "As printed", shared_help::RULE_AS_PRINTED)];
    ui.add_space(theme::STEP);
    if let Some(chosen) = Segmented::new("Formula of the energy", context.shared.as_printed, &formulas).show(ui) {
        context.asks.push(Ask::AsPrinted(chosen));
    }
    if context.shared.as_printed {
        let tokens = theme::tokens(ui.ctx());
        let text = RichText::new(printed_sentence(&view, printed)).color(tokens.warning);
        ui.add(egui::Label::new(text).wrap());
    }
}

fn printed_sentence(view: &RecallView, printed: &Printed) -> String {
    if let Some(constant) = printed.constant {
        return format!("{} E/(Np) is {} for each of them.", printed.sentence, signed(constant, 3));
    }
    let m = |mu: usize| printed.overlaps.get(mu).copied().unwrap_or(0.0);
    let parts: Vec<String> = (0..printed.overlaps.len().min(SHOWN))
        .map(|mu| format!("{} {}", stored_letter(view, mu), signed(m(mu), 2)))
        .collect();
    let more = if printed.overlaps.len() > SHOWN { ", …" } else { "" };
    format!("{} Its overlaps: {}{more}.", printed.sentence, parts.join(", "))
}

/// What changes, in one sentence.
pub fn sentence(interaction: Interaction, size: u64) -> String {
    let kept = |degree: Degree, times: f64| {
        let most = dense_capacity::error_free(degree, size).map(|most| times * most);
        most.map_or_else(String::new, |most| {
            let most = if most < 1e15 { grouped(most as u64) } else { format!("{most:.0e}") };
            format!(": hardly a bit of {most} random memories is unstable")
        })
    };
    match interaction {
        Interaction::Polynomial(degree) => format!(
            "Each memory counts by its overlap to the power {}, so near ones drown the others{}.",
            degree.get(),
            kept(degree, 1.0)
        ),
        Interaction::Rectified(degree) => format!(
            "As before, but memories that disagree do not count, which halves the noise; reverses are no memories{}.",
            kept(degree, 2.0)
        ),
        Interaction::Exponential => format!(
            "Each memory counts by the exponential of its overlap: 2^{} random memories are kept.",
            number(size as f64 / 2.0, 1)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_have_the_numbers_of_the_theory() {
        let cubes = sentence(Interaction::Polynomial(FIRST), 100);
        assert!(cubes.contains("361 random memories"), "{cubes}");
        assert!(sentence(Interaction::Rectified(FIRST), 100).contains("723"));
        assert!(sentence(Interaction::Exponential, 20).contains("2^10"));
        assert!(!sentence(Interaction::Polynomial(FIRST), 1).contains(':'));
    }
}
