//! What a level of mixtures stands for: the mixture of the nearest memories as a picture, with its overlaps.

use std::sync::Arc;

use egui::{Popup, PopupCloseBehavior, Response, RichText, Ui};

use crate::engine::hopfield::recall::{RecallCmd, RecallView};
use crate::engine::hopfield::verdict::majority;
use crate::physics::spins::Pattern;
use crate::physics::theory::mixtures;
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::sentences;
use crate::ui::theme;
use crate::ui::theme::numbers::signed;
use crate::ui::widgets::spin_grid::{CellColors, CellImage, Thumbnail, ThumbnailCache, spin_colours};
use crate::ui::widgets::{Button, value_row_ui};

/// Side of the picture and width of the card, in points of the dark profile.
const SIDE: f32 = 140.0;
const WIDTH: f32 = 230.0;

/// The mixtures that have a level: how many memories they are made of, and the name of the level.
pub const MIXTURES: [(u32, &str); 2] = [(3, "3-mixture"), (5, "5-mixture")];

/// The card that opens at the name of a level.
#[derive(Default)]
pub struct MixtureCard {
    picture: ThumbnailCache,
}

/// A mixture of memories of the network.
struct Mixture {
    picture: Arc<[i8]>,
    /// What each of its memories is called, and the overlap with it.
    parts: Vec<(String, f64)>,
    /// Energy per spin.
    energy: f64,
}

impl MixtureCard {
    /// Opens at a click on `name`, the level of the mixtures of `count` memories.
    pub fn ui(&mut self, name: &Response, count: u32, context: &mut HopfieldContext<'_>) {
        let card = Popup::menu(name).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        card.show(|ui| self.card_ui(ui, count, context));
    }

    fn card_ui(&mut self, ui: &mut Ui, count: u32, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let scale = tokens.theme.metrics().scale;
        ui.set_width(WIDTH * scale);
        ui.label(RichText::new(format!("A mixture of {count} memories")).strong());
        let Some(mixture) = Mixture::nearest(context.view(), count as usize) else {
            ui.label(RichText::new(format!("It takes {count} memories, and fewer are stored.")).color(tokens.soft));
            return;
        };
        let colour = spin_colours(&mixture.picture, [tokens.spin_on, tokens.spin_off]);
        let snapshot = context.snapshot;
        let key = (snapshot.generation, snapshot.revision, (tokens.theme as u64) << 8 | u64::from(count));
        let image = CellImage { key, colors: CellColors::Each(&colour) };
        let said = format!("The mixture of the {count} nearest memories");
        Thumbnail::new(&said, snapshot.view.document.shape, image, SIDE * scale, tokens.spin_off)
            .show(ui, &mut self.picture);
        for (part, overlap) in &mixture.parts {
            value_row_ui(ui, &format!("overlap with {part}"), &signed(*overlap, 2), None);
        }
        let theory = format!("{}; theory {}", signed(mixture.energy, 3), signed(mixtures::energy(count), 3));
        let energy = value_row_ui(ui, "E/N", &theory, None);
        energy.on_hover_text("Its energy per spin, and that of random memories in a large network");
        let button =
            Button::new("Put it on the grid").tooltip("Makes the mixture the cue, to see whether it is stable");
        if button.show(ui).clicked() {
            let name = format!("{count}-mixture");
            if let Ok(pattern) = Pattern::new(mixture.picture.to_vec()) {
                context.ask(RecallCmd::SetCue { name, pattern });
            }
            ui.close();
        }
    }
}

impl Mixture {
    /// That of the stored memories that the state overlaps with most, each with its sign; `None` where fewer are
    /// stored.
    fn nearest(view: &RecallView, count: usize) -> Option<Self> {
        let network = view.network.as_ref()?;
        let place = |mu: usize| view.stored.get(mu).copied().unwrap_or(mu);
        let m = |mu: usize| view.moment.overlaps.get(place(mu)).copied().unwrap_or(0.0);
        let mut order: Vec<usize> = (0..network.patterns().len()).collect();
        order.sort_by(|&a, &b| m(b).abs().total_cmp(&m(a).abs()));
        let nearest = order.get(..count)?;
        let parts: Vec<(usize, bool)> = nearest.iter().map(|&mu| (mu, m(mu) >= 0.0)).collect();
        let picture = majority(network.patterns(), &parts, view.moment.state.len());
        let overlaps = network.overlaps(&picture);
        let named = |&(mu, positive): &(usize, bool)| {
            let name = sentences::memory_name(&view.document, place(mu));
            let name = if positive { name } else { format!("the reverse of {name}") };
            (name, overlaps.get(mu).map_or(0.0, |m| if positive { *m } else { -*m }))
        };
        let energy = network.energy(&picture) / picture.len().max(1) as f64;
        Some(Self { parts: parts.iter().map(named).collect(), picture, energy })
    }
}
