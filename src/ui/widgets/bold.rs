//! Bold words in Markdown. What draws Markdown gives them another colour only: here they are taken for small equations, which
//! a hand of our own draws, and so get the bold weight of the window.

use egui::text::LayoutJob;
use egui::{TextFormat, TextStyle, Ui};

use crate::ui::theme::semibold;

/// Begins what stands between `$` in the place of bold words; what follows its closing sign is bound to them.
const STRONG: &str = "\\strong ";
const CLOSE: char = '\u{3}';

/// `markdown` with `**words**` as equations, bound to the punctuation after them; code and equations are left as they are.
pub(super) fn marked(markdown: &str) -> String {
    let mut marked = String::with_capacity(markdown.len() + 16);
    let mut rest = markdown;
    while let Some(at) = rest.find(['*', '$', '`']) {
        let (before, found) = rest.split_at(at);
        marked.push_str(before);
        let sign = if found.starts_with("**") { "**" } else { found.get(..1).unwrap_or_default() };
        let inner = found.get(sign.len()..).unwrap_or_default();
        let Some(end) = inner.find(sign).filter(|_| sign != "*") else {
            marked.push_str(sign);
            rest = inner;
            continue;
        };
        let (words, after) = (inner.get(..end).unwrap_or_default(), inner.get(end + sign.len()..).unwrap_or_default());
        if sign != "**" || words.is_empty() || words.contains(['$', '`', '\n']) {
            for part in [sign, words, sign] {
                marked.push_str(part);
            }
            rest = after;
            continue;
        }
        let tied = after.chars().next().filter(|next| matches!(next, ',' | '.' | ';' | ':' | '?' | ')'));
        marked.push('$');
        marked.push_str(STRONG);
        marked.push_str(words);
        marked.push(CLOSE);
        marked.extend(tied);
        marked.push('$');
        rest = after.get(tied.map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    marked.push_str(rest);
    marked
}

/// Draws bold words; whether these are some.
pub(super) fn bold_ui(ui: &mut Ui, tex: &str) -> bool {
    let Some((words, tied)) = tex.strip_prefix(STRONG).and_then(|text| text.split_once(CLOSE)) else { return false };
    let font = TextStyle::Body.resolve(ui.style());
    let visuals = ui.visuals();
    let strong = TextFormat::simple(semibold(font.size), visuals.strong_text_color());
    let plain = TextFormat::simple(font, visuals.text_color());
    let mut job = LayoutJob::default();
    job.append(words, 0.0, strong);
    job.append(tied, 0.0, plain);
    ui.label(job);
    true
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn bold_words_become_equations_with_their_punctuation() {
        let bold = |words: &str, tied: &str| format!("$\\strong {words}\u{3}{tied}$");
        assert_eq!(marked("Press **Play**."), format!("Press {}", bold("Play", ".")));
        assert_eq!(marked("**T = 1** and **on**\n"), format!("{} and {}\n", bold("T = 1", ""), bold("on", "")));
    }

    #[test]
    fn what_is_no_bold_word_is_left_as_it_is() {
        for text in ["a $x**y**z$ b", "`a ** b` **", "2 * 3 * 4", "**", "****", "**a $x$**", "$$x$$ *thin*", ""] {
            assert_eq!(marked(text), text);
        }
    }
}
