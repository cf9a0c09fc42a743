//! The context menu of every figure, the key that opens it, and what its entries do.

use egui::{
    ColorImage, Context, CornerRadius, Id, Key, Modifiers, Popup, Response, Role, Sense, SetOpenCommand, Ui, Vec2,
    WidgetInfo,
};

use super::super::paint;
use super::{Sheet, Table, raster, saving, svg};
use crate::ui::theme::{self, Theme};

/// Pixels per point of a copied picture.
const COPIED: u8 = 2;
/// The largest scale of a saved picture.
const LARGEST: u8 = 4;

/// A plot, a matrix or a grid as it is taken out of the window.
pub struct Figure<'a> {
    /// Its name; files are suggested by it.
    pub name: &'a str,
    /// Its size on the screen.
    pub size: Vec2,
    /// Its data.
    pub table: &'a dyn Fn() -> Table,
    /// Draws it once more, into the room that it is given.
    pub draw: &'a dyn Fn(&mut Ui),
    /// How it is zoomed and moved; empty where it is not.
    pub gestures: &'a str,
}

/// What can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeOut {
    /// Copies the data, separated by tabs.
    CopyData,
    /// Copies the picture.
    CopyPicture,
    /// Saves the data as CSV.
    Csv,
    /// Saves the picture with text as text.
    Svg,
    /// Saves the picture at so many pixels a point.
    Png(u8),
}

/// Gives a figure its menu. `over` is what the pointer is over: the right button opens it, and so does the key E, which
/// also acts for the figure that has the keyboard.
pub fn offer(ui: &Ui, over: &Response, figure: &Figure<'_>) {
    offer_when(ui, over, over.secondary_clicked(), figure);
}

/// As [`offer`], opened by what the caller says instead of the right button.
pub fn offer_when(ui: &Ui, over: &Response, open: bool, figure: &Figure<'_>) {
    offer_in_menu(ui, over, open, figure, |_| ());
}

/// As [`offer`], below entries of the caller's own.
pub fn offer_below(ui: &Ui, over: &Response, figure: &Figure<'_>, own: impl FnOnce(&mut Ui)) {
    offer_in_menu(ui, over, over.secondary_clicked(), figure, |ui| {
        own(ui);
        ui.separator();
    });
}

fn offer_in_menu(ui: &Ui, over: &Response, open: bool, figure: &Figure<'_>, own: impl FnOnce(&mut Ui)) {
    let (pointed, focused) = (over.contains_pointer(), keyboard(ui, over, figure.name));
    let asked = (pointed || focused) && !ui.ctx().text_edit_focused();
    let key = asked && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::E));
    let mut popup = Popup::context_menu(over);
    let id = popup.get_id();
    if open || key && pointed {
        popup = popup.open_memory(SetOpenCommand::Bool(true));
    } else if key {
        Popup::open_id(ui.ctx(), id);
    }
    // Opened for the figure that has the keyboard, it has no pointer to stand at.
    if Popup::is_id_open(ui.ctx(), id) && Popup::position_of_id(ui.ctx(), id).is_none() {
        popup = popup.at_position(over.rect.center());
    }
    let shown = popup.show(|ui| {
        own(ui);
        menu_ui(ui, figure.gestures)
    });
    let chosen = shown.and_then(|shown| shown.inner);
    if let Some(what) = chosen {
        figure.take(ui.ctx(), what, for_print(ui.ctx()));
    }
}

/// Whether a figure has the keyboard. One that does not take it by itself gets a stop of its own for Tab.
fn keyboard(ui: &Ui, over: &Response, name: &str) -> bool {
    if over.sense.is_focusable() {
        return over.has_focus();
    }
    let stop = ui.interact(over.rect, over.id.with("keyboard"), Sense::focusable_noninteractive());
    stop.widget_info(|| WidgetInfo::labeled(Role::Group, true, format!("Take out {name}")));
    paint::focus_ring(ui, &stop, CornerRadius::same(4));
    stop.has_focus()
}

fn menu_ui(ui: &mut Ui, gestures: &str) -> Option<TakeOut> {
    let mut chosen = None;
    let mut entry = |ui: &mut Ui, text: &str, what: TakeOut| {
        if ui.button(text).clicked() {
            chosen = Some(what);
        }
    };
    entry(ui, "Copy data", TakeOut::CopyData);
    entry(ui, "Copy picture", TakeOut::CopyPicture);
    ui.separator();
    entry(ui, "Save data as CSV…", TakeOut::Csv);
    entry(ui, "Save as SVG…", TakeOut::Svg);
    ui.menu_button("Save as PNG…", |ui| {
        for scale in 1..=LARGEST {
            entry(ui, &format!("{scale}×"), TakeOut::Png(scale));
        }
    });
    ui.separator();
    let mut print = for_print(ui.ctx());
    if ui.checkbox(&mut print, "Colours for print").changed() {
        ui.data_mut(|data| data.insert_temp(print_key(), print));
    }
    if !gestures.is_empty() {
        ui.separator();
        ui.set_max_width(260.0);
        // A menu justifies what it holds, which would tear the words of a sentence apart.
        ui.vertical(|ui| ui.label(egui::RichText::new(gestures).small().color(theme::tokens(ui.ctx()).soft)));
    }
    if chosen.is_some() {
        ui.close();
    }
    chosen
}

fn print_key() -> Id {
    Id::unique("take out for print")
}

fn for_print(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(print_key())).unwrap_or(false)
}

impl Figure<'_> {
    /// Does what was asked for: copies at once, or asks where to save.
    pub fn take(&self, ctx: &Context, what: TakeOut, print: bool) {
        match what {
            TakeOut::CopyData => ctx.copy_text((self.table)().tabs()),
            TakeOut::CopyPicture => {
                let pixels = raster::pixels(&self.sheet(ctx, COPIED, print));
                ctx.copy_image(ColorImage::from_rgba_unmultiplied(pixels.size, &pixels.rgba));
            }
            TakeOut::Csv => saving::ask(ctx, self.file("csv"), (self.table)().commas().into_bytes()),
            TakeOut::Svg => {
                let sheet = self.sheet(ctx, 1, print);
                saving::ask(ctx, self.file("svg"), svg::text(&sheet).into_bytes());
            }
            TakeOut::Png(scale) => {
                let pixels = raster::pixels(&self.sheet(ctx, scale.clamp(1, LARGEST), print));
                saving::ask(ctx, self.file("png"), pixels.png());
            }
        }
    }

    /// The figure by itself.
    pub fn sheet(&self, ctx: &Context, scale: u8, print: bool) -> Sheet {
        let tokens = theme::tokens(ctx);
        let theme = if print { Theme::Projector } else { tokens.theme };
        Sheet::draw(&tokens, theme, self.size, f32::from(scale), self.draw)
    }

    /// A name for a file: letters and figures of the figure's own name.
    fn file(&self, ending: &str) -> String {
        let plain: String =
            self.name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
        let stem = plain.split_whitespace().collect::<Vec<_>>().join("-");
        format!("{}.{ending}", if stem.is_empty() { "figure" } else { &stem })
    }
}
