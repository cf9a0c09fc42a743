//! Below the shelf: the learning rule, the order of updates, and what the load leads one to expect.

use egui::RichText;

use crate::engine::hopfield::common_part::CommonPart;
use crate::engine::hopfield::recall::RecallCmd;
use crate::engine::hopfield::recall::view::Load;
use crate::physics::hopfield::UpdateOrder;
use crate::physics::hopfield::dense::Interaction;
use crate::physics::hopfield::learning_rules::LearningRule;
use crate::ui::help as shared_help;
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::rule::{FIRST, printed_ui, rule_ui};
use crate::ui::labs::hopfield::sentences::memory_letter;
use crate::ui::theme::numbers::{grouped, number, percent, power_of_ten};
use crate::ui::theme::{self, Tokens, semibold};
use crate::ui::widgets::{Button, Segmented, hover_help, value_row_ui};

/// Draws rule, order and load.
pub fn load_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let tokens = theme::tokens(ui.ctx());
    title(ui, "Learning rule");
    let document = context.view().document.clone();
    let load = context.view().load.clone();
    if let Some(rule) = rule_ui(ui, document.rule, &load) {
        context.ask(RecallCmd::SetRule(rule));
    }
    printed_ui(ui, context);
    title(ui, "Order of updates");
    let orders = [
        (UpdateOrder::RandomAsynchronous, "Random", help::ORDER_RANDOM),
        (UpdateOrder::FixedAsynchronous, "In rows", help::ORDER_FIXED),
        (UpdateOrder::Synchronous, "At once", help::ORDER_SYNCHRONOUS),
    ];
    if let Some(order) = Segmented::new("Order of updates", document.order, &orders).show(ui) {
        context.ask(RecallCmd::SetOrder(order));
    }
    ui.add_space(theme::STEP * 2.0);
    numbers_ui(ui, context, &tokens);
}

fn title(ui: &mut egui::Ui, text: &str) {
    ui.add_space(theme::STEP);
    let size = theme::tokens(ui.ctx()).theme.metrics().title;
    ui.label(RichText::new(text).font(semibold(size)));
}

fn numbers_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, tokens: &Tokens) {
    let view = context.view().clone();
    let load: &Load = &view.load;
    row(ui, "N", &grouped(load.size as u64), tokens.soft, help::SIZE);
    row(ui, "load α = p/N", &number(load.alpha, 4), tokens.soft, help::LOAD);
    if let Some(found) = load.one_step {
        row(ui, "one-step error", &power_of_ten(found.fraction()), tokens.soft, help::ONE_STEP_MEASURED);
    }
    if let Some(error) = load.one_step_error {
        let dense = view.document.rule.interaction().is_some();
        let (name, tip) = if dense {
            ("random patterns", help::ONE_STEP_ERROR_DENSE)
        } else {
            ("random patterns, Hebb", help::ONE_STEP_ERROR)
        };
        row(ui, name, &power_of_ten(error), tokens.soft, tip);
    }
    // The capacity that correlations undo is that of Hebb's rule.
    let warns = (load.correlated || load.common.is_some()) && view.document.rule == LearningRule::Hebb;
    if let Some((a, b, overlap)) = load.largest_overlap {
        let colour = if warns { tokens.warning } else { tokens.soft };
        let value =
            format!("{} {}·{}", number(overlap, 2), memory_letter(&view.document, a), memory_letter(&view.document, b));
        row(ui, "largest overlap", &value, colour, help::LARGEST_OVERLAP);
    }
    if let Some(pairs) = load.uncompared {
        row(ui, "largest overlap", "not computed", tokens.soft, help::LARGEST_OVERLAP);
        let sentence = format!("It would compare {} pairs of memories.", grouped(pairs));
        ui.add(egui::Label::new(RichText::new(sentence).color(tokens.soft)).wrap());
    }
    if warns {
        warning_ui(ui, context, load, tokens);
    }
}

/// Why memories that are alike are not recalled, and the rule that helps.
fn warning_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, load: &Load, tokens: &Tokens) {
    let correlated = || "Correlated patterns: the Hebb capacity 0.138 N does not apply.".to_owned();
    // More memories than spins are beyond every rule of couplings.
    let too_many = load.stored > load.size;
    let sentence = match &load.common {
        Some(common) if too_many => {
            let shared = percent(common.shared, 0);
            format!(
                "The memories share {shared} of their spins, and are more than spins: only dense rules keep so many."
            )
        }
        common => common.as_ref().map_or_else(correlated, CommonPart::sentence),
    };
    ui.label(RichText::new(sentence).color(tokens.warning));
    let dense = LearningRule::Dense(Interaction::Polynomial(FIRST));
    let (button, rule) = match load.common.map(|common| common.remedy) {
        Some(_) if too_many => (Button::new("Try Dense").tooltip(shared_help::RULE_DENSE), dense),
        Some(LearningRule::Covariance) => {
            (Button::new("Try Covariance").tooltip(shared_help::RULE_COVARIANCE), LearningRule::Covariance)
        }
        _ => (Button::new("Try Projection").tooltip(shared_help::RULE_PROJECTION), LearningRule::PseudoInverse),
    };
    if button.show(ui).clicked() {
        context.ask(RecallCmd::SetRule(rule));
    }
}

fn row(ui: &mut egui::Ui, name: &str, value: &str, colour: egui::Color32, tip: &str) {
    hover_help(value_row_ui(ui, name, value, Some(colour)), tip);
}
