//! A dialog: a card in the middle of the dimmed window, which has the mouse and the keyboard to itself.

use egui::{Align, Align2, Context, Frame, Id, Key, Layout, Margin, Modal, Modifiers, Role, ScrollArea, Stroke, Ui};

use super::{Button, paint};
use crate::ui::theme;

/// Least distance of a dialog from the edges of the window.
const AROUND: f32 = 32.0;
const INSIDE: i8 = 20;

/// A dialog with a title and a way out: the button at its corner, Escape, and where nothing can be lost a click next to
/// it.
#[must_use = "call show"]
pub struct Dialog<'a> {
    title: &'a str,
    width: f32,
    leaves: bool,
}

/// What came of a frame of a dialog.
pub struct DialogAnswer<R> {
    pub inner: R,
    /// Whether the person left it.
    pub closed: bool,
}

impl<R> DialogAnswer<R> {
    fn map<S>(self, change: impl FnOnce(R) -> S) -> DialogAnswer<S> {
        DialogAnswer { inner: change(self.inner), closed: self.closed }
    }
}

impl<'a> Dialog<'a> {
    /// A dialog whose content is so wide, in points of the dark profile, where the window leaves as much.
    pub fn new(title: &'a str, width: f32) -> Self {
        Self { title, width, leaves: false }
    }

    /// A click outside closes it too.
    pub fn closed_by_a_click_outside(mut self) -> Self {
        self.leaves = true;
        self
    }

    /// Draws it, and `content` in it: scrolled where it is higher than the window.
    pub fn show<R>(self, ctx: &Context, content: impl FnOnce(&mut Ui) -> R) -> DialogAnswer<R> {
        self.show_in(ctx, 0.0, content, |_| ()).map(|(inner, ())| inner)
    }

    /// The same with a row of buttons at the foot, which stays in sight where the content scrolls.
    pub fn show_with_buttons<R, B>(
        self,
        ctx: &Context,
        content: impl FnOnce(&mut Ui) -> R,
        buttons: impl FnOnce(&mut Ui) -> B,
    ) -> DialogAnswer<(R, B)> {
        let foot = theme::tokens(ctx).theme.metrics().control + theme::STEP * 3.0;
        self.show_in(ctx, foot, content, |ui| {
            ui.add_space(theme::STEP * 2.0);
            ui.horizontal(buttons).inner
        })
    }

    fn show_in<R, F>(
        self,
        ctx: &Context,
        foot_height: f32,
        content: impl FnOnce(&mut Ui) -> R,
        foot: impl FnOnce(&mut Ui) -> F,
    ) -> DialogAnswer<(R, F)> {
        let tokens = theme::tokens(ctx);
        let metrics = tokens.theme.metrics();
        let room = ctx.content_rect().size() - egui::Vec2::splat(2.0 * (AROUND + f32::from(INSIDE)));
        let frame = Frame::new()
            .fill(tokens.panel)
            .stroke(Stroke::new(1.0, tokens.hairline))
            .corner_radius(paint::PANEL_RADIUS)
            .inner_margin(Margin::same(INSIDE));
        let modal = Modal::new(Id::unique(("dialog", self.title))).frame(frame).backdrop_color(tokens.dimmed());
        let answer = modal.show(ctx, |ui| {
            ui.set_width((self.width * metrics.scale).min(room.x).max(40.0));
            let closed = self.title_ui(ui);
            ui.add_space(theme::STEP * 2.0);
            let height = (room.y - metrics.control - theme::STEP * 3.0 - foot_height).max(20.0);
            // An area remembers its height, and would keep the content scrolled in less than it needs.
            let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
            let inner = area.auto_shrink([false, true]).show(ui, content).inner;
            ((inner, foot(ui)), closed)
        });
        let top = answer.is_top_modal && !answer.any_popup_open;
        let escaped = top && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let (inner, closed) = answer.inner;
        DialogAnswer { inner, closed: closed || escaped || self.leaves && answer.backdrop_response.clicked() }
    }

    /// The title and the button at the corner; whether that was clicked.
    fn title_ui(&self, ui: &mut Ui) -> bool {
        let tokens = theme::tokens(ui.ctx());
        let font = theme::semibold(tokens.theme.metrics().body + 1.5);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let closed =
                    Button::new("×").name("Close").tooltip("Closes it (Esc)").small().quiet().show(ui).clicked();
                let room = ui.available_width();
                let (rect, response) =
                    ui.allocate_exact_size(egui::vec2(room, ui.available_height()), egui::Sense::hover());
                paint::name(ui, &response, Role::Heading, self.title);
                let title = paint::elided(ui, self.title, font, tokens.ink, room);
                paint::galley(ui, title, rect.left_center(), Align2::LEFT_CENTER);
                closed
            })
            .inner
        })
        .inner
    }
}
