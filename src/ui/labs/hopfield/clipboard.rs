//! The state as text or as a picture: copied, and pasted from whatever draws a grid with two kinds of signs or shows a
//! picture.

use std::sync::Arc;

use egui::{ColorImage, Event};

use crate::engine::hopfield::recall::RecallCmd;
use crate::io::pictures::{Fit, GreyPicture};
use crate::physics::spins::{GridShape, Pattern};
use crate::ui::labs::hopfield::context::HopfieldContext;

/// Signs that mean +1 and −1 in text that is pasted; everything else is passed over.
const ON: &[char] = &['+', '#', '1', 'X', '█'];
const OFF: &[char] = &['-', '−', '.', '0', 'O'];

/// Least side of a picture that is copied, in pixels.
const COPIED: usize = 512;
/// A pasted picture is thinned to this many pixels a side: a grid has far fewer cells.
const PASTED: usize = 2048;

/// Copies and pastes as the keyboard asks.
pub fn read(ctx: &egui::Context, context: &mut HopfieldContext<'_>) {
    let (copy, shift, text, picture) = ctx.input(|i| {
        let events = || i.events.iter();
        let text = events().find_map(|event| if let Event::Paste(text) = event { Some(text.clone()) } else { None });
        let picture = events()
            .find_map(|event| if let Event::PasteImage(image) = event { Some(Arc::clone(image)) } else { None });
        (events().any(|event| matches!(event, Event::Copy)), i.modifiers.shift, text, picture)
    });
    let shape = context.view().document.shape;
    let state = Arc::clone(&context.view().moment.state);
    match (copy, shift) {
        (true, true) => {
            ctx.copy_image(picture_of(&state, shape));
            context.shell.tell("Copied the state as a picture, +1 black and −1 white.");
        }
        (true, false) => {
            ctx.copy_text(text_of(&state, shape));
            context.shell.tell(format!("Copied the state as {} rows of + and −.", shape.height));
        }
        (false, _) => {}
    }
    if let Some(text) = text {
        match pattern_of(&text, shape) {
            Ok(pattern) => context.ask(RecallCmd::SetCue { name: "paste".to_owned(), pattern }),
            Err(found) => context.shell.say(format!(
                "What was pasted has {found} signs of + and −, # and . or 1 and 0; the grid has {} cells.",
                shape.cells()
            )),
        }
    } else if let Some(image) = picture {
        let [width, height] = image.size;
        match grey(&image) {
            Some(grey) => {
                let mean = grey.mean();
                let pattern = grey.resized(shape, Fit::Crop).to_pattern(mean, mean > 0.5);
                context.ask(RecallCmd::SetCue { name: "paste".to_owned(), pattern });
                context
                    .shell
                    .tell(format!("Pasted a picture of {width} × {height} pixels, cut at its mean grey level."));
            }
            None => context.shell.say("The picture that was pasted has no pixels."),
        }
    }
}

/// The state as a picture, +1 black on white, in whole pixels a cell.
pub fn picture_of(state: &[i8], shape: GridShape) -> ColorImage {
    let cell = COPIED.div_ceil(shape.width.max(shape.height).max(1));
    let [width, height] = [shape.width * cell, shape.height * cell];
    let on = |x: usize, y: usize| state.get(y / cell * shape.width + x / cell).is_some_and(|&spin| spin > 0);
    let levels: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .map(|(x, y)| if on(x, y) { 0 } else { u8::MAX })
        .collect();
    ColorImage::from_gray([width, height], &levels)
}

/// A picture in grey, on white where it is transparent; `None` where it has no pixels.
fn grey(image: &ColorImage) -> Option<GreyPicture> {
    let [width, height] = image.size;
    let step = width.max(height).div_ceil(PASTED).max(1);
    let level = |x: usize, y: usize| {
        let [r, g, b, a] = image.pixels.get(y * width + x).map_or([0; 4], egui::Color32::to_array).map(u32::from);
        // Colours come multiplied by their opacity.
        ((299 * r + 587 * g + 114 * b) / 1000 + 255 - a).min(255) as u8
    };
    let shape = GridShape::new(width.div_ceil(step), height.div_ceil(step));
    let rows = (0..height).step_by(step);
    let levels: Vec<u8> =
        rows.flat_map(|y| (0..width).step_by(step).map(move |x| (x, y))).map(|(x, y)| level(x, y)).collect();
    (!levels.is_empty()).then_some(GreyPicture { shape, levels })
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

    #[test]
    fn a_picture_that_is_copied_can_be_pasted() {
        let shape = GridShape::new(7, 5);
        let state: Vec<i8> = (0..35).map(|cell| if cell % 3 == 0 || cell == 10 { 1 } else { -1 }).collect();
        let image = picture_of(&state, shape);
        assert_eq!(image.size, [7 * 74, 5 * 74]);
        let grey = grey(&image).unwrap();
        assert_eq!(grey.resized(shape, Fit::Crop).to_pattern(grey.mean(), true).spins(), state);
        assert!(super::grey(&ColorImage::from_gray([0, 0], &[])).is_none());
        // Large ones are thinned, and what is transparent is white.
        let clear = ColorImage::from_rgba_unmultiplied([4097, 1], &vec![0; 4 * 4097]);
        let thin = super::grey(&clear).unwrap();
        assert_eq!((thin.shape, thin.levels[0]), (GridShape::new(1366, 1), 255));
    }
}
