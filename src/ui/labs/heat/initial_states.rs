//! Starts for the mixtures: in the mixture of three memories, or in that of three balanced patterns.

use egui::{ComboBox, Role, Ui, WidgetInfo};

use super::help;
use super::selection::is_narrow;
use crate::engine::hopfield::recall::{Memory, RecallCmd};
use crate::physics::hopfield::balanced::balanced_patterns;
use crate::physics::seed::Stream;
use crate::physics::spins::{GridShape, Pattern};
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Button, hover_help};

/// The grid on which balanced patterns keep their mixture almost up to T₃.
const LARGE: GridShape = GridShape::new(128, 128);
/// What the undo list calls the start in a mixture.
const MIXTURE: &str = "3-mixture";
/// Narrower panels have a menu instead of buttons, in points of the dark profile.
const NARROW: f32 = 700.0;
const MISSING: &str = "Three memories are needed.";

#[derive(Clone, Copy)]
enum Start {
    Mixture,
    Balanced,
    Large,
}

impl Start {
    const ALL: [Self; 3] = [Self::Mixture, Self::Balanced, Self::Large];

    fn label(self) -> String {
        match self {
            Self::Mixture => "Start in the 3-mixture".to_owned(),
            Self::Balanced => "Load balanced patterns".to_owned(),
            Self::Large => format!("Load at N = {}", grouped(LARGE.cells() as u64)),
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Mixture => help::START_MIXTURE,
            Self::Balanced | Self::Large => help::BALANCED,
        }
    }
}

/// Buttons for the starts, or a menu of them; `places` are the three memories, where there are three.
pub fn ui(ui: &mut Ui, places: Option<[usize; 3]>, context: &mut HopfieldContext<'_>) {
    let missing = |start: Start| (matches!(start, Start::Mixture) && places.is_none()).then_some(MISSING);
    let mut chosen = None;
    if is_narrow(ui, NARROW) {
        let menu = ComboBox::from_id_salt("mixture starts").selected_text("Start").width(44.0).show_ui(ui, |ui| {
            for start in Start::ALL {
                let entry = ui.add_enabled(missing(start).is_none(), egui::Button::selectable(false, start.label()));
                if hover_help(entry, start.help()).clicked() {
                    chosen = Some(start);
                }
            }
        });
        menu.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Start of mixtures"));
    } else {
        for start in Start::ALL {
            let label = start.label();
            let button = Button::new(&label).tooltip(start.help()).disabled_because(missing(start));
            if button.show(ui).clicked() {
                chosen = Some(start);
            }
        }
    }
    match (chosen, places) {
        (Some(Start::Mixture), Some(places)) => start_mixture(context, places),
        (Some(Start::Balanced), _) => load_balanced(context, context.view().document.shape),
        (Some(Start::Large), _) => load_balanced(context, LARGE),
        (Some(Start::Mixture) | None, _) => {}
    }
}

/// Asks for the mixture of three memories as the cue.
fn start_mixture(context: &mut HopfieldContext<'_>, places: [usize; 3]) {
    let patterns: Vec<Pattern> = places
        .iter()
        .filter_map(|&place| context.view().document.memories.get(place))
        .map(|memory| memory.pattern.clone())
        .collect();
    context.ask(RecallCmd::SetCue { name: MIXTURE.to_owned(), pattern: majority(&patterns) });
}

/// Asks for three balanced patterns on a grid, and for their mixture as the cue.
fn load_balanced(context: &mut HopfieldContext<'_>, shape: GridShape) {
    let patterns = balanced_patterns(3, shape.cells(), &mut context.view().document.seed.stream(Stream::Patterns));
    let memories = patterns.iter().zip(1..).map(|(pattern, k)| Memory::new(format!("balanced {k}"), pattern.clone()));
    context.ask(RecallCmd::Load { name: "balanced patterns".to_owned(), shape, memories: memories.collect() });
    context.ask(RecallCmd::SetCue { name: MIXTURE.to_owned(), pattern: majority(&patterns) });
    context.shared.selected = 0;
}

/// sign(ξ1 + ξ2 + ξ3), site by site.
fn majority(patterns: &[Pattern]) -> Pattern {
    let sites = patterns.iter().map(Pattern::len).min().unwrap_or(0);
    let sum = |site: usize| -> i32 { patterns.iter().filter_map(|p| p.spins().get(site)).map(|&s| i32::from(s)).sum() };
    Pattern::from_bits((0..sites).map(|site| sum(site) > 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::Seed;
    use crate::physics::spins::overlap;

    #[test]
    fn the_majority_of_balanced_patterns_overlaps_by_one_half_with_each() {
        let patterns = balanced_patterns(3, 784, &mut Seed(1).stream(Stream::Patterns));
        let mixture = majority(&patterns);
        for pattern in &patterns {
            assert_eq!(overlap(mixture.spins(), pattern.spins()), 0.5);
        }
        assert!(majority(&[]).is_empty());
    }
}
