//! The suggestions at the foot of a lab: drawn, and followed.

use crate::ui::chassis::lab::Chassis;
use crate::ui::chassis::parts::{DrawAccess, LabParts};
use crate::ui::chassis::tries::{self, Try};
use crate::ui::panes::Room;
use crate::ui::shell::Shell;
use crate::ui::theme;
use crate::ui::widgets::{TRY_ROW, TryRowChange, try_menu_ui, try_menu_width, try_row_ui};

impl<P: LabParts> Chassis<P> {
    /// Draws the suggestions that are left, and does what is chosen: a row of their own, or in a `low` window the button
    /// of a menu at the left.
    pub(super) fn tries_ui(&mut self, ui: &mut egui::Ui, low: bool, shell: &mut Shell) {
        if shell.presenting || shell.focus.is_some() || Room::in_window(ui.ctx()).low != low {
            return;
        }
        let lab = self.plan.name.id;
        let left = shell.tried.left(lab, self.parts.tries());
        let Self { parts, session: Some(session), shared, asks, .. } = self else { return };
        let context = parts.context(DrawAccess { snapshot: session.snapshot(), asks, shared, shell });
        let left: Vec<_> = left.into_iter().filter(|one| (one.fits)(&context)).take(tries::MOST).collect();
        drop(context);
        if left.is_empty() {
            return;
        }
        let suggestions: Vec<_> = left.iter().map(|one| (one.text, one.tip)).collect();
        let gap = theme::GAP as i8;
        let change = if low {
            let margin = egui::Margin { right: gap, ..egui::Margin::ZERO };
            let panel = egui::Panel::left("menu of suggestions").exact_size(try_menu_width(ui) + theme::GAP);
            let panel =
                panel.resizable(false).show_separator_line(false).frame(egui::Frame::new().inner_margin(margin));
            panel.show(ui, |ui| ui.horizontal_centered(|ui| try_menu_ui(ui, &suggestions)).inner).inner
        } else {
            let margin = egui::Margin { top: gap, ..egui::Margin::ZERO };
            let height = TRY_ROW * theme::tokens(ui.ctx()).theme.metrics().scale + theme::GAP;
            let panel = egui::Panel::bottom("suggestions").exact_size(height.round()).show_separator_line(false);
            panel.frame(egui::Frame::new().inner_margin(margin)).show(ui, |ui| try_row_ui(ui, &suggestions)).inner
        };
        match change {
            Some(TryRowChange::Chosen(place)) => {
                if let Some(chosen) = left.get(place) {
                    self.follow(chosen, shell);
                }
            }
            Some(TryRowChange::Hidden) => shell.tried.hide(lab),
            None => {}
        }
    }

    fn follow(&mut self, suggestion: &Try<P::Panels>, shell: &mut Shell) {
        shell.tried.follow(self.plan.name.id, suggestion.id);
        self.panes.show(suggestion.shows);
        self.with_panels(shell, |parts, access| (suggestion.ask)(&mut parts.context(access)));
        if let Some(control) = suggestion.then {
            self.with_engine(shell, |parts, access| parts.control(control, access));
        }
    }
}
