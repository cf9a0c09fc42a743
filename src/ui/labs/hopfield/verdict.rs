//! What happened, large under the grid: what the run ended in, and on the way there the nearest memory.

use std::sync::Arc;

use egui::{Align, Layout, RichText, Sense};

use crate::engine::hopfield::common_part::CommonPart;
use crate::engine::hopfield::recall::RecallCmd;
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::{help, sentences};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::spin_grid::{CellColors, CellImage, Thumbnail, ThumbnailCache, spin_colours};
use crate::ui::widgets::{Button, hover_help, paint};

/// Height of the line, of the body text.
const LINE: f32 = 2.0;
/// Sizes that the sentence is tried in, of the body text: the largest that fits.
const SIZES: [f32; 3] = [1.3, 1.15, 1.0];

/// The line under the grid.
#[derive(Default)]
pub struct VerdictLine {
    picture: ThumbnailCache,
}

impl VerdictLine {
    /// Draws the line. It always has the same height, so that the grid keeps its place.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let body = tokens.theme.metrics().body;
        let view = context.view();
        let sentence = sentences::verdict(view);
        let ended = view.live && view.verdict.is_some();
        let mixture = view.verdict.as_ref().filter(|_| ended).and_then(|verdict| verdict.mixture.clone());
        let recalled = view.verdict.as_ref().is_some_and(|verdict| verdict.kind() == "memory");
        let common = view.load.common.filter(|_| ended && !recalled);
        let row = egui::vec2(ui.available_width(), (LINE * body).round());
        ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_height(row.y);
            if let Some(mixture) = mixture {
                self.mixture_ui(ui, context, &mixture, row.y, &tokens);
            }
            if let Some(common) = common {
                remedy_ui(ui, context, common);
            }
            let font = |size: f32| if ended { theme::semibold(size) } else { egui::FontId::proportional(size) };
            let room = ui.available_width();
            let fits = |size: &f32| paint::width(ui, &sentence, font(*size)) <= room;
            let sizes = if ended { &SIZES[..] } else { &SIZES[2..] };
            let size = sizes.iter().map(|size| size * body).find(fits).unwrap_or(body);
            let colour = if ended { tokens.ink } else { tokens.soft };
            let label = egui::Label::new(RichText::new(&sentence).font(font(size)).color(colour)).truncate();
            hover_help(ui.add(label), help::VERDICT);
        });
    }

    /// The majority of the memories that are mixed.
    fn mixture_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut HopfieldContext<'_>,
        picture: &Arc<[i8]>,
        side: f32,
        tokens: &Tokens,
    ) {
        let colour = spin_colours(picture, [tokens.spin_on, tokens.spin_off]);
        let snapshot = context.snapshot;
        let key = (snapshot.generation, snapshot.revision, tokens.theme as u64);
        let image = CellImage { key, colors: CellColors::Each(&colour) };
        let name = "The majority of the memories that are mixed";
        let shape = context.view().document.shape;
        let thumbnail = Thumbnail::new(name, shape, image, side, tokens.spin_off).sense(Sense::click());
        let response = thumbnail.show(ui, &mut self.picture);
        thumbnail.offer(ui, &response, name, picture, |_| ());
        let agreeing = context.view().verdict.as_ref().map_or(0, |verdict| verdict.agreeing);
        let cells = shape.cells();
        context.shell.explain(&response, || format!("{name}: {agreeing} of {cells} cells agree with it"));
    }
}

/// Why no memory was recalled, and the rule that helps.
fn remedy_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, common: CommonPart) {
    let button = format!("Try {}", common.remedy.title());
    let name = format!("{button}, because of the verdict");
    let sentence = common.sentence();
    if Button::new(&button).name(&name).tooltip(&sentence).small().show(ui).clicked() {
        context.ask(RecallCmd::SetRule(common.remedy));
    }
}
