//! Which memories a theory panel is about: the selected one and the next, or others that are chosen instead.

use egui::Ui;

use crate::engine::hopfield::recall::RecallView;
use crate::physics::hopfield::learning_rules::LearningRule;
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::memory_menu::memory_menu_ui;
use crate::ui::labs::hopfield::sentences::{memory_letter, memory_name};
use crate::ui::theme;

/// Width of a menu with names, and with letters only where there is no room for these.
const WIDTHS: [f32; 2] = [96.0, 27.0];

/// N different memories of the shelf, the first of them the one selected in the lab.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<const N: usize> {
    own: [Option<usize>; N],
}

impl<const N: usize> Default for Chosen<N> {
    fn default() -> Self {
        Self { own: [None; N] }
    }
}

impl<const N: usize> Chosen<N> {
    /// Their places on a shelf of `count` memories; `None` where there are fewer than N.
    pub fn places(&self, count: usize, selected: usize) -> Option<[usize; N]> {
        if count < N || N == 0 {
            return None;
        }
        let first = selected.min(count - 1);
        let mut places = [first; N];
        for k in 1..N {
            let taken = |place: usize| places.iter().take(k).any(|other| *other == place);
            let wanted = self.own.get(k).copied().flatten().filter(|&place| place < count && !taken(place));
            // A shelf of at least N has a place that is free.
            let next = || (1..count).map(|step| (first + step) % count).find(|&place| !taken(place));
            let place = wanted.or_else(next)?;
            if let Some(slot) = places.get_mut(k) {
                *slot = place;
            }
        }
        Some(places)
    }

    /// Menus to choose them by, in a row; choosing the first selects it in the whole lab. Gives their places.
    /// `short` menus show letters only.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        what: &str,
        short: bool,
        context: &mut HopfieldContext<'_>,
    ) -> Option<[usize; N]> {
        let places = self.places(context.view().document.memories.len(), context.shared.selected)?;
        let mut chosen = places;
        for (k, place) in chosen.iter_mut().enumerate() {
            let document = &context.view().document;
            let [long, letter] = WIDTHS;
            let shown = if short { memory_letter(document, *place) } else { memory_name(document, *place) };
            let width = if short { letter } else { long };
            memory_menu_ui(ui, &format!("{what} {}", k + 1), (shown, width), document, place);
        }
        for (k, (&before, &now)) in places.iter().zip(&chosen).enumerate().filter(|(_, (before, now))| before != now) {
            // One that stands elsewhere already changes places with this one.
            let mut next = places;
            if let Some(other) = next.iter_mut().find(|place| **place == now) {
                *other = before;
            }
            if let Some(slot) = next.get_mut(k) {
                *slot = now;
            }
            self.own = next.map(Some);
            context.shared.selected = next.first().copied().unwrap_or(context.shared.selected);
        }
        self.places(context.view().document.memories.len(), context.shared.selected)
    }
}

/// Whether a row of controls has less room than `width` points of the dark profile.
pub fn is_narrow(ui: &Ui, width: f32) -> bool {
    ui.max_rect().width() < width * theme::tokens(ui.ctx()).theme.metrics().scale
}

/// What is to be said where the couplings are not those that theory is about.
pub fn caveat(view: &RecallView) -> &'static str {
    match view.document.rule {
        LearningRule::Hebb => "",
        LearningRule::PseudoInverse | LearningRule::Storkey | LearningRule::Covariance => {
            " Theory is that of Hebb’s rule."
        }
        LearningRule::Dense(_) => {
            " Theory is that of Hebb’s rule; temperatures are in units of the field of one memory."
        }
    }
}

/// The temperature in force under the cursor.
pub fn temperature(view: &RecallView) -> f64 {
    view.moment.temperature
}

/// The overlap measured with a memory of the shelf, under the cursor.
pub fn overlap(view: &RecallView, place: usize) -> Option<f64> {
    view.moment.overlaps.get(place).copied()
}

/// The overlaps with several memories over the run: one point for each moment kept. Empty where one of them is not
/// followed.
pub fn way<const N: usize>(view: &RecallView, places: [usize; N]) -> Vec<[f64; N]> {
    let curves = places.map(|place| {
        view.curves.overlaps.iter().find(|(index, _)| *index == place).map_or(&[][..], |(_, curve)| curve.as_slice())
    });
    let length = curves.iter().map(|curve| curve.len()).min().unwrap_or(0);
    (0..length).map(|k| curves.map(|curve| curve.get(k).map_or(0.0, |point| point[1]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_one_comes_first_and_all_differ() {
        let mut chosen = Chosen::<3>::default();
        assert_eq!(chosen.places(2, 0), None);
        assert_eq!(chosen.places(5, 1), Some([1, 2, 3]));
        assert_eq!(chosen.places(5, 4), Some([4, 0, 1]));
        assert_eq!(chosen.places(3, 99), Some([2, 0, 1]));
        chosen.own = [None, Some(4), Some(1)];
        assert_eq!(chosen.places(5, 0), Some([0, 4, 1]));
        // What was chosen is passed over where it is selected itself, or gone from the shelf.
        assert_eq!(chosen.places(5, 4), Some([4, 0, 1]));
        assert_eq!(chosen.places(4, 0), Some([0, 1, 2]));
        assert_eq!(Chosen::<1>::default().places(1, 7), Some([0]));
    }
}
