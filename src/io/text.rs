//! Foreign text quoted in our sentences: short, on one line, without control characters.

use std::fmt::Display;
use std::path::Path;

/// Characters of foreign text shown in a message.
const SHOWN: usize = 40;
/// Characters of a library's message.
const SAID: usize = 160;

/// A path as it can stand in a sentence.
pub fn plain(path: &Path) -> String {
    path.to_string_lossy().chars().flat_map(shown).collect()
}

/// Foreign text in quotation marks, cut after 40 characters.
pub fn quoted(text: &str) -> String {
    format!("“{}”", brief(text))
}

/// Foreign text on one line, cut after 40 characters.
pub fn brief(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN).flat_map(shown).collect();
    if text.chars().nth(SHOWN).is_some() {
        out.push('…');
    }
    out
}

/// What a library says about a file, on one line and of bounded length.
pub fn said(error: &dyn Display) -> String {
    let text = error.to_string();
    let mut said = String::new();
    for word in text.split_whitespace() {
        // Whole words, and a sign that there were more.
        if said.chars().count() + word.chars().count() > SAID {
            said.extend(word.chars().take(if said.is_empty() { SAID } else { 0 }));
            said.push('…');
            break;
        }
        said.push_str(if said.is_empty() { "" } else { " " });
        said.push_str(word);
    }
    said.chars().flat_map(shown).collect()
}

/// A character itself, or its escape where it would move the cursor.
fn shown(character: char) -> impl Iterator<Item = char> {
    let escape = character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}');
    let escaped = escape.then(|| character.escape_default());
    let same = (!escape).then_some(character);
    escaped.into_iter().flatten().chain(same)
}

/// A count with its noun, singular or plural by adding “s”.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A number with a thin gap between its thousands; four digits stand together.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let gap = |place: usize| place > 0 && (digits.len() - place).is_multiple_of(3);
    let signs = digits.chars().enumerate();
    signs.flat_map(|(place, digit)| gap(place).then_some('\u{202f}').into_iter().chain([digit])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_tamed() {
        assert_eq!(quoted("ab\x1b[31m\n"), r"“ab\u{1b}[31m\n”");
        assert_eq!(quoted(&"x".repeat(41)), format!("“{}…”", "x".repeat(40)));
        assert_eq!(said(&"a word\n and\tanother "), "a word and another");
        assert_eq!(said(&"word ".repeat(99)), format!("{}…", ["word"; 32].join(" ")));
        assert_eq!(said(&"x".repeat(500)), format!("{}…", "x".repeat(SAID)));
        assert_eq!(count(1, "row"), "1 row");
        assert_eq!(count(2, "row"), "2 rows");
        assert_eq!(grouped(5008), "5008");
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
    }
}
