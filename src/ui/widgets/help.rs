//! Help: Markdown with TeX, as tooltips show it.

use std::sync::Arc;

use egui::mutex::Mutex;
use egui::{Frame, Response, Tooltip, Ui};
use egui_commonmark::{CommonMarkCache, CommonMarkViewer};

use super::bold::{bold_ui, marked};
use super::equation::equation_ui;
use crate::ui::theme::{self, numbers};

/// Widest text, in points: with its margins a tooltip stays below 400.
pub const WIDTH: f32 = 366.0;

/// Draws `markdown`, at most [`WIDTH`] wide. Between `$` stands TeX in running text, between `$$` on a line of its own.
pub fn help_ui(ui: &mut Ui, markdown: &str) {
    ui.set_max_width(ui.available_width().min(WIDTH));
    markdown_ui(ui, markdown);
}

/// The same as wide as there is room.
pub fn markdown_ui(ui: &mut Ui, markdown: &str) {
    let id = egui::Id::unique("glassbox help");
    let cache = ui.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<CommonMarkCache>>>(id).clone());
    let draw = |ui: &mut Ui, tex: &str, inline: bool| {
        if !bold_ui(ui, tex) {
            equation_ui(ui, tex, !inline);
        }
    };
    ui.scope(|ui| {
        // Lines that begin with an equation follow as closely as the others.
        ui.spacing_mut().item_spacing.y = 0.0;
        CommonMarkViewer::new().render_math_fn(Some(&draw)).show(ui, &mut cache.lock(), &marked(&bind(markdown)));
    });
}

/// Shows `text` while the pointer rests on a thing that is enabled: typeset where it holds TeX, else as plain text.
///
/// An empty text shows nothing.
pub fn hover_help(response: Response, text: &str) -> Response {
    if text.is_empty() {
        response
    } else if text.contains('$') {
        let margin = Frame::new().inner_margin(theme::STEP);
        let tooltip = Tooltip::for_enabled(&response).width(WIDTH + 2.0 * theme::STEP);
        tooltip.show(|ui| margin.show(ui, |ui| help_ui(ui, text)));
        response
    } else {
        response.on_hover_text(numbers::unbroken(text))
    }
}

/// Ties an equation to the punctuation after it, which would otherwise begin the next line, and takes the white space
/// around displayed ones, which bring their own.
fn bind(markdown: &str) -> String {
    let mut bound = String::with_capacity(markdown.len() + 8);
    let mut pieces = markdown.trim_end().split('$').peekable();
    // Text and equations alternate; an empty piece between two signs is one half of `$$`.
    let (mut inside, mut punctuation) = (false, 0);
    while let Some(piece) = pieces.next() {
        let displayed_next = pieces.peek() == Some(&"");
        let mut piece = piece.get(punctuation..).unwrap_or_default();
        punctuation = 0;
        if !inside {
            if bound.ends_with("$$") {
                piece = piece.trim_start();
            }
            if displayed_next {
                piece = piece.trim_end();
            }
        }
        bound.push_str(piece);
        if pieces.peek().is_none() {
            break;
        }
        if displayed_next {
            pieces.next();
            bound.push_str("$$");
        } else {
            let after = pieces.peek().and_then(|after| after.chars().next());
            if let Some(sign) = after.filter(|sign| inside && matches!(sign, ',' | '.' | ';' | ':')) {
                bound.push_str("\\text{");
                bound.push(sign);
                bound.push('}');
                punctuation = 1;
            }
            bound.push('$');
        }
        inside = !inside;
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::bind;

    #[test]
    fn punctuation_stays_with_its_equation() {
        assert_eq!(bind("a $x$, b $y$ c $z$."), "a $x\\text{,}$ b $y$ c $z\\text{.}$");
        assert_eq!(bind("no equation, at all.\n"), "no equation, at all.");
        assert_eq!(bind(""), "");
    }

    #[test]
    fn displayed_equations_bring_their_own_space() {
        assert_eq!(bind("a:\n\n$$\nx, y\n$$\n\nb $c$; d"), "a:$$\nx, y\n$$b $c\\text{;}$ d");
        assert_eq!(bind("$$x$$\n"), "$$x$$");
    }
}
