//! Starts for the mixtures: in the mixture of three memories, or in that of balanced patterns.

use egui::{ComboBox, Role, Ui, WidgetInfo};

use super::help;
use super::selection::is_narrow;
use crate::engine::hopfield::recall::RecallCmd;
use crate::physics::spins::{GridShape, Pattern};
use crate::ui::labs::hopfield::balanced::{MIXTURE, majority};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext};
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Button, hover_help};

/// The grid on which balanced patterns keep their mixture almost up to T₃.
const LARGE: GridShape = GridShape::new(128, 128);
/// The grid on which the signs of five patterns come equally often.
const FIVE: GridShape = GridShape::new(32, 32);
/// Narrower panels have a menu instead of buttons, in points of the dark profile.
const NARROW: f32 = 700.0;
const MISSING: &str = "Three memories are needed.";

#[derive(Clone, Copy)]
enum Start {
    Mixture,
    Balanced,
    Large,
    Five,
}

impl Start {
    const ALL: [Self; 4] = [Self::Mixture, Self::Balanced, Self::Large, Self::Five];

    fn label(self) -> String {
        match self {
            Self::Mixture => "Start in the 3-mixture".to_owned(),
            Self::Balanced => "Load balanced patterns".to_owned(),
            Self::Large => format!("Load at N = {}", grouped(LARGE.cells() as u64)),
            Self::Five => "Load five".to_owned(),
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Mixture => help::START_MIXTURE,
            Self::Balanced | Self::Large | Self::Five => help::BALANCED,
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
        (Some(Start::Balanced), _) => {
            let shape = context.view().document.shape;
            context.asks.push(Ask::Balanced { memories: 3, shape });
        }
        (Some(Start::Large), _) => context.asks.push(Ask::Balanced { memories: 3, shape: LARGE }),
        (Some(Start::Five), _) => context.asks.push(Ask::Balanced { memories: 5, shape: FIVE }),
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
