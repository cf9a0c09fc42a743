//! What the program is, what it runs on and what it is made of, with the licences.

use egui::{Context, FontId, RichText, ScrollArea, Ui};

use crate::ui::theme;
use crate::ui::widgets::{Button, Dialog, columns_ui, sentence_ui, title_ui, value_row_ui};

/// The crates that the program is built and tested with: name, version and licence, a line each.
pub const CRATES: &str = include_str!("../../../assets/licences.txt");
/// The data, drawings, runs and fonts that are part of the program: files, what they were made from, and licence.
pub const EMBEDDED: &str = include_str!("../../../assets/embedded.txt");
/// Of the package: that of our own code first, and then those of what is embedded.
const LICENCE: &str = env!("CARGO_PKG_LICENSE");
const WIDTH: f32 = 760.0;
/// Height of the list of crates, in points of the dark profile.
const LIST: f32 = 190.0;

/// What is known of the machine.
#[derive(Clone, Copy, Debug)]
pub struct Machine<'a> {
    pub system: &'a str,
    pub graphics: &'a str,
}

/// Draws it while `open`; whether the diagnostics are to be copied.
pub fn about_ui(ctx: &Context, open: &mut bool, machine: Machine<'_>) -> bool {
    if !*open {
        return false;
    }
    let dialog = Dialog::new("About Glassbox", WIDTH).closed_by_a_click_outside();
    let answer = dialog.show_with_buttons(
        ctx,
        |ui| content_ui(ui, machine),
        |ui| {
            let tip = "Version, system, graphics, the last commands, log lines and messages, as text";
            Button::new("Copy diagnostics").accent(true).tooltip(tip).show(ui).clicked()
        },
    );
    *open = !answer.closed;
    answer.inner.1
}

fn content_ui(ui: &mut Ui, machine: Machine<'_>) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    sentence_ui(ui, env!("CARGO_PKG_DESCRIPTION"), None);
    for (label, value) in [
        ("version", env!("CARGO_PKG_VERSION")),
        ("system", machine.system),
        ("graphics", machine.graphics),
        ("licence of Glassbox", LICENCE.split(" AND ").next().unwrap_or(LICENCE).trim_matches(['(', ')'])),
    ] {
        value_row_ui(ui, label, value, None);
    }
    ui.add_space(theme::STEP);
    title_ui(ui, "Fonts, data, drawings and runs", "");
    for line in EMBEDDED.lines() {
        let mut parts = line.split('\t').skip(1);
        if let (Some(from), Some(licence)) = (parts.next(), parts.next()) {
            value_row_ui(ui, from, licence, None);
        }
    }
    ui.add_space(theme::STEP);
    title_ui(ui, "Crates", &format!("{}", CRATES.lines().count()));
    crates_ui(ui);
}

fn crates_ui(ui: &mut Ui) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let font = FontId::monospace(metrics.small);
    let lines: Vec<&str> = CRATES.lines().collect();
    let row = ui.fonts_mut(|fonts| fonts.row_height(&font));
    let width = ui.available_width();
    let columns = [0.4 * width, 0.2 * width, 0.36 * width];
    let area = ScrollArea::vertical().id_salt("crates").max_height(LIST * metrics.scale).auto_shrink([false, true]);
    area.show_rows(ui, row, lines.len(), |ui, rows| {
        for line in lines.get(rows).unwrap_or_default() {
            let parts: Vec<&str> = line.split('\t').collect();
            columns_ui(ui, &columns, |ui, place| {
                let text = RichText::new(parts.get(place).copied().unwrap_or_default()).font(font.clone());
                ui.add(egui::Label::new(text.color(tokens.soft)).truncate());
            });
        }
    });
}
