//! The words of the window, each with its sign and its help: a list that can be searched, and the text of one of them.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, FontId, Role, ScrollArea, Sense, Ui, Vec2};

use crate::ui::theme;
use crate::ui::widgets::{HELP_WIDTH, help_ui, paint};

/// A word, the sign that plots write for it, and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    pub name: &'static str,
    /// May be empty.
    pub symbol: &'static str,
    /// Markdown with TeX, as tooltips show it.
    pub help: &'static str,
}

impl Term {
    /// Whether its name, its sign or its explanation has what is searched for.
    pub fn matches(&self, search: &str) -> bool {
        let search = search.trim();
        let lower = search.to_lowercase();
        // A sign of one letter would be found in every text.
        if lower.chars().count() <= 1 {
            return self.symbol.contains(search) || self.name.to_lowercase().starts_with(&lower);
        }
        self.symbol.contains(search)
            || self.name.to_lowercase().contains(&lower)
            || first_sentence(self.help).to_lowercase().contains(&lower)
    }
}

/// The first sentence of a text; a stop within an equation ends none.
pub fn first_sentence(help: &str) -> &str {
    let mut in_equation = false;
    let mut letters = help.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '$' => in_equation = !in_equation,
            '.' if !in_equation && letters.peek().is_none_or(|(_, next)| next.is_whitespace()) => {
                return help.get(..=at).unwrap_or(help);
            }
            '\n' if !in_equation && letters.peek().is_some_and(|(_, next)| *next == '\n') => {
                return help.get(..at).unwrap_or(help);
            }
            _ => {}
        }
    }
    help
}

/// What is searched for, and the word that is looked at.
#[derive(Debug, Default)]
pub struct Glossary {
    search: String,
    shown: Option<&'static str>,
}

/// Width of the list of words, height of a row, and the least height of the list; in points of the dark profile.
const LIST: f32 = 330.0;
const ROW: f32 = 26.0;
const LEAST: f32 = 160.0;
/// The part of the window's height that the list takes.
const HEIGHT: f32 = 0.62;

impl Glossary {
    /// Draws the search, the words that match, and the text of the one that was chosen.
    pub fn ui(&mut self, ui: &mut Ui, terms: &'static [Term]) {
        let tokens = theme::tokens(ui.ctx());
        let scale = tokens.theme.metrics().scale;
        let field = egui::TextEdit::singleline(&mut self.search).hint_text("Search a word or a sign");
        let field = field.desired_width(LIST * scale).show(ui).response.response;
        field.widget_info(|| egui::WidgetInfo::labeled(Role::TextInput, true, "Search the words"));
        let found: Vec<&Term> = terms.iter().filter(|term| term.matches(&self.search)).collect();
        let chosen = found.iter().find(|term| Some(term.name) == self.shown).or_else(|| found.first());
        let shown = chosen.map(|term| term.name);
        ui.add_space(theme::STEP);
        if found.is_empty() {
            ui.label("No word of the window has this.");
        }
        let height = (ui.ctx().content_rect().height() * HEIGHT).max(LEAST * scale);
        let next_to_each_other = ui.available_width() >= (LIST + HELP_WIDTH) * scale + theme::GAP;
        let mut list_ui = |ui: &mut Ui, height: f32| {
            ScrollArea::vertical().id_salt("words").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for term in &found {
                    if row_ui(ui, term, Some(term.name) == shown, scale) {
                        self.shown = Some(term.name);
                    }
                }
            });
        };
        if next_to_each_other {
            ui.horizontal_top(|ui| {
                let downwards = egui::Layout::top_down(egui::Align::Min);
                ui.allocate_ui_with_layout(Vec2::new(LIST * scale, height), downwards, |ui| list_ui(ui, height));
                ui.add_space(theme::GAP);
                ui.vertical(|ui| text_ui(ui, chosen.copied()));
            });
        } else {
            list_ui(ui, height / 2.0);
            ui.add_space(theme::GAP);
            text_ui(ui, chosen.copied());
        }
    }
}

/// A word and its sign; whether it was clicked.
fn row_ui(ui: &mut Ui, term: &Term, shown: bool, scale: f32) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let size = Vec2::new((ui.available_width() - theme::GAP).max(0.0), (ROW * scale).round());
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(Role::Button, true, shown, named(term)));
    if shown || response.hovered() {
        ui.painter().rect_filled(rect, paint::CONTROL_RADIUS, if shown { tokens.hovered } else { tokens.raised });
    }
    let font = FontId::proportional(metrics.body);
    let mut sign = LayoutJob::default();
    append_sign(&mut sign, term.symbol, &font, tokens.ink);
    let sign = ui.painter().layout_job(sign);
    let room = rect.width() - sign.size().x - 3.0 * theme::STEP;
    paint::galley(ui, sign, rect.right_center() - Vec2::new(theme::STEP, 0.0), Align2::RIGHT_CENTER);
    let name = paint::elided(ui, term.name, font, tokens.ink, room);
    paint::galley(ui, name, rect.left_center() + Vec2::new(theme::STEP, 0.0), Align2::LEFT_CENTER);
    paint::focus_ring(ui, &response, paint::CONTROL_RADIUS);
    response.clicked()
}

fn text_ui(ui: &mut Ui, chosen: Option<&Term>) {
    let Some(term) = chosen else { return };
    let tokens = theme::tokens(ui.ctx());
    let font = theme::semibold(tokens.theme.metrics().body + 1.5);
    let mut title = LayoutJob::simple(term.name.to_owned(), font.clone(), tokens.ink, ui.available_width());
    if !term.symbol.is_empty() {
        title.append("   ", 0.0, TextFormat::simple(font.clone(), tokens.ink));
        append_sign(&mut title, term.symbol, &font, tokens.soft);
    }
    let heading = ui.label(title);
    paint::name(ui, &heading, Role::Heading, &named(term));
    ui.add_space(theme::STEP);
    help_ui(ui, term.help);
}

/// A sign as plots write it: what follows a low line stands low and small.
fn append_sign(job: &mut LayoutJob, sign: &str, font: &FontId, colour: egui::Color32) {
    let (sign, index) = sign.split_once('_').unwrap_or((sign, ""));
    job.append(sign, 0.0, TextFormat::simple(font.clone(), colour));
    let small = FontId::new((font.size * 0.78).round(), font.family.clone());
    job.append(index, 0.0, TextFormat { valign: egui::Align::Max, ..TextFormat::simple(small, colour) });
}

fn named(term: &Term) -> String {
    if term.symbol.is_empty() { term.name.to_owned() } else { format!("{}, {}", term.name, term.symbol) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Term =
        Term { name: "learning rate", symbol: "η", help: "Each update adds the gradient times $\\eta$. So." };

    #[test]
    fn a_sentence_ends_at_its_stop_and_not_within_a_number_or_an_equation() {
        assert_eq!(first_sentence("Lost beyond 0.138 of $N. M$. Then more."), "Lost beyond 0.138 of $N. M$.");
        assert_eq!(first_sentence("No stop:\n\n$$x$$"), "No stop:");
        assert_eq!(first_sentence("Nothing else"), "Nothing else");
    }

    #[test]
    fn words_are_found_by_name_by_sign_and_by_what_they_mean() {
        for search in ["", "rate", "LEARN", "η", "gradient", " l "] {
            assert!(RATE.matches(search), "{search:?}");
        }
        for search in ["σ", "So", "u", "decay"] {
            assert!(!RATE.matches(search), "{search:?}");
        }
    }
}
