//! The state as text: copied row by row, and pasted from whatever draws a grid with two kinds of signs.

use egui::Event;

use crate::engine::hopfield::recall::RecallCmd;
use crate::physics::spins::{GridShape, Pattern};
use crate::ui::labs::hopfield::context::HopfieldContext;

/// Signs that mean +1 and −1 in text that is pasted; everything else is passed over.
const ON: &[char] = &['+', '#', '1', 'X', '█'];
const OFF: &[char] = &['-', '−', '.', '0', 'O'];

/// Copies and pastes as the keyboard asks.
pub fn read(ctx: &egui::Context, context: &mut HopfieldContext<'_>) {
    let (copy, pasted) = ctx.input(|i| {
        let copy = i.events.iter().any(|event| matches!(event, Event::Copy));
        let pasted = i.events.iter().find_map(|event| match event {
            Event::Paste(text) => Some(text.clone()),
            _ => None,
        });
        (copy, pasted)
    });
    let shape = context.view().document.shape;
    if copy {
        ctx.copy_text(text_of(&context.view().moment.state, shape));
        context.shell.tell(format!("Copied the state as {} rows of + and −.", shape.height));
    }
    if let Some(text) = pasted {
        match pattern_of(&text, shape) {
            Ok(pattern) => context.ask(RecallCmd::SetCue { name: "paste".to_owned(), pattern }),
            Err(found) => context.shell.say(format!(
                "What was pasted has {found} signs of + and −, # and . or 1 and 0; the grid has {} cells.",
                shape.cells()
            )),
        }
    }
}

/// Rows of `+` and `-`.
pub fn text_of(state: &[i8], shape: GridShape) -> String {
    let row = |cells: &[i8]| -> String { cells.iter().map(|&spin| if spin > 0 { '+' } else { '-' }).collect() };
    state.chunks(shape.width.max(1)).map(row).collect::<Vec<_>>().join("\n")
}

/// The pattern that a text draws; the number of signs found where it does not fill the grid.
pub fn pattern_of(text: &str, shape: GridShape) -> Result<Pattern, usize> {
    let sign = |letter: char| {
        if ON.contains(&letter) { Some(true) } else { OFF.contains(&letter).then_some(false) }
    };
    let bits: Vec<bool> = text.chars().filter_map(sign).collect();
    if bits.len() == shape.cells() { Ok(Pattern::from_bits(bits)) } else { Err(bits.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_can_be_pasted() {
        let shape = GridShape::new(3, 2);
        let state = [1, -1, 1, -1, -1, 1];
        let text = text_of(&state, shape);
        assert_eq!(text, "+-+\n--+");
        assert_eq!(pattern_of(&text, shape).unwrap().spins(), state);
        assert_eq!(pattern_of(" #.# \n..#\n", shape).unwrap().spins(), state);
        assert_eq!(pattern_of("hello", shape), Err(0));
        assert_eq!(pattern_of("+++++++", shape), Err(7));
    }
}
