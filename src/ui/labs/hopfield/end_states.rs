//! The bar of end states: where runs ended, memory by memory.

use crate::engine::hopfield::ensemble::EndClass;
use crate::engine::hopfield::recall::Document;
use crate::ui::labs::hopfield::sentences;
use crate::ui::theme::numbers::grouped;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::{Part, stacked_bar_ui};

/// Draws the bar called `name` of `done` runs of a document whose network has the `stored` places of the shelf; gives
/// the sentence of the class under the pointer.
pub fn endings_ui(
    ui: &mut egui::Ui,
    name: &str,
    (document, stored): (&Document, &[usize]),
    done: u64,
    classes: &[(EndClass, u64)],
) -> Option<String> {
    let tokens = theme::tokens(ui.ctx());
    let labels: Vec<[String; 4]> = classes
        .iter()
        .map(|(class, count)| {
            let name = sentences::end_state(document, stored, class);
            let short = short(document, stored, class);
            [
                format!("{name} {}", grouped(*count)),
                format!("{short} {}", grouped(*count)),
                grouped(*count),
                format!("{} of {} runs end in {name}", grouped(*count), grouped(done)),
            ]
        })
        .collect();
    let parts: Vec<Part<'_>> = classes
        .iter()
        .zip(&labels)
        .map(|((class, count), [long, short, number, sentence])| Part {
            labels: [long, short, number],
            sentence,
            value: *count as f64,
            colour: class_colour(document, stored, class, &tokens),
        })
        .collect();
    stacked_bar_ui(ui, name, &parts).and_then(|place| parts.get(place)).map(|part| part.sentence.to_owned())
}

/// What fits into a narrow part: the letter of a memory, with a minus for its reverse.
fn short(document: &Document, stored: &[usize], class: &EndClass) -> String {
    let letter =
        |pattern: &usize| sentences::memory_letter(document, stored.get(*pattern).copied().unwrap_or(*pattern));
    match class {
        EndClass::Memory(pattern) => letter(pattern),
        EndClass::AntiMemory(pattern) => format!("\u{2212}{}", letter(pattern)),
        EndClass::Mixture(count) => format!("mix {count}"),
        EndClass::Other => "other".to_owned(),
    }
}

fn class_colour(document: &Document, stored: &[usize], class: &EndClass, tokens: &Tokens) -> egui::Color32 {
    let colour = |pattern: &usize| {
        let place = stored.get(*pattern).copied().unwrap_or(*pattern);
        tokens.identity(document.identity(place))
    };
    match class {
        EndClass::Memory(pattern) => colour(pattern),
        EndClass::AntiMemory(pattern) => theme::mix(colour(pattern), tokens.panel, 0.5),
        EndClass::Mixture(_) => tokens.faint,
        EndClass::Other => tokens.hairline,
    }
}
