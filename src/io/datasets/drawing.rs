//! Drawings in text: lines of `.` and `#`, or of other signs for paper and ink; an empty line begins another drawing.

use super::FormatError;
use super::coding::check_size;
use crate::physics::data::Dataset;
use crate::physics::spins::GridShape;

/// Signs of ink.
const INK: &str = "#*Xx@O█■";
/// Signs of paper; a blank is one too.
const PAPER: &str = "._·□";

/// Whether a text is nothing but drawings.
pub fn recognise(text: &str) -> bool {
    let is_drawn = |sign: char| INK.contains(sign) || PAPER.contains(sign) || sign == ' ';
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some() && lines.all(|line| line.chars().all(is_drawn)) && text.contains(|sign| INK.contains(sign))
}

/// Reads drawings, ink 1 and paper 0. All have the same height; shorter lines end in paper.
pub fn read(name: &str, text: &str) -> Result<Dataset, FormatError> {
    let mut drawings: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines().map(str::trim_end) {
        match drawings.last_mut() {
            Some(last) if !line.is_empty() => last.push(line),
            Some(last) if last.is_empty() => {}
            _ => drawings.push(Vec::new()),
        }
    }
    drawings.retain(|drawing| !drawing.is_empty());
    let height = drawings.first().map_or(0, Vec::len);
    let width = drawings.iter().flatten().map(|line| line.chars().count()).max().unwrap_or(0);
    if let Some((at, wrong)) = drawings.iter().enumerate().find(|(_, drawing)| drawing.len() != height) {
        let found = format!("{} in drawing {}", wrong.len(), at + 1);
        return Err(FormatError::new(format!("drawings of {height} lines, as the first"), found));
    }
    let shape = GridShape::new(width, height);
    check_size(drawings.len(), width.saturating_mul(height))?;
    let mut values = Vec::with_capacity(drawings.len() * shape.cells());
    for line in drawings.iter().flatten() {
        let signs = line.chars().map(|sign| u8::from(INK.contains(sign)));
        values.extend(signs.chain(std::iter::repeat(0)).take(width));
    }
    let mut dataset = Dataset::new(name, values, shape.cells(), 2);
    dataset.shape = Some(shape);
    dataset.notes.push("the signs were read as drawings, ink 1 and paper 0".to_owned());
    Ok(dataset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_and_paper_are_told_apart() {
        for text in ["#.#\n.#.\n\n...\n###\n", "\n* *\n *\n\n\n\n...\n***\n", "X_X\n_X_\n\n__\nXXX"] {
            assert!(recognise(text), "{text}");
            let data = read("x", text).unwrap();
            assert_eq!((data.rows(), data.shape), (2, Some(GridShape::new(3, 2))), "{text}");
            assert_eq!(data.values.as_slice(), [1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1], "{text}");
        }
        for text in ["", "\n", "0 1\n", "# a title\n", "...\n"] {
            assert!(!recognise(text), "{text}");
        }
        assert!(read("x", "#\n#\n\n#\n").unwrap_err().to_string().contains("found 1 in drawing 2"));
    }
}
