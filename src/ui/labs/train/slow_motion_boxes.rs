//! The five boxes of slow motion.

use egui::{Align2, Color32, FontId, Rect, Sense, Stroke, StrokeKind, UiBuilder, Vec2, vec2};

use crate::physics::rbm::{Explained, HiddenUnits};
use crate::ui::labs::train::context::TrainContext;
use crate::ui::labs::train::{help, sentences};
use crate::ui::machine::{Palette, limit_of};
use crate::ui::theme::numbers::{percent, signed};
use crate::ui::theme::{self, semibold};
use crate::ui::widgets::{TileGrid, TileLayout, Tiles, hover_help, paint, sentence_ui};

pub const BOXES: usize = 5;
/// Rows and chains that are shown.
const SHOWN: usize = 6;
/// Columns between a chain before and after.
const BETWEEN: usize = 2;
const PADDING: f32 = 8.0;
const LEAST: f32 = 20.0;
const MOST: f32 = 112.0;
const TALLEST: f32 = 12.0;

/// The textures of the boxes.
#[derive(Default)]
pub struct Pictures {
    grids: [TileGrid; BOXES],
    palette: Palette,
}

/// What a box is going to show, before there is an update to look at.
const COMING: [&str; BOXES] = [
    "Some rows of the data are put on the visible units.",
    "The hidden units answer: how likely each is to be on, given these rows.",
    "Chains go on by k Gibbs steps: samples of what the machine believes by itself.",
    "How often each pair is on together in the data, minus in the chains: the gradient.",
    "The weights take a small step along the gradient; the learning rate η sets how small.",
];

/// Title and what it does, by box.
const TITLES: [(&str, &str); BOXES] = [
    ("Clamp data", help::SLOW_CLAMP),
    ("Hidden given data", help::SLOW_HIDDEN),
    ("Chains run free", help::SLOW_CHAINS),
    ("Subtract", help::SLOW_SUBTRACT),
    ("Update W", help::SLOW_UPDATE),
];

/// Draws a box before an update was taken apart: what it is going to show.
pub fn coming_ui(ui: &mut egui::Ui, place: usize, size: Vec2) {
    let Some((title, tip)) = TITLES.get(place).copied() else { return };
    let (rect, response) = ui.allocate_exact_size(size.max(Vec2::ZERO), Sense::hover());
    paint::name(ui, &response, egui::Role::Label, &format!("{} {title}", place + 1));
    if let Some(room) = frame_ui(ui, rect, place, title, false) {
        let mut child = ui.new_child(UiBuilder::new().id_salt(("coming box", place)).max_rect(room));
        child.set_clip_rect(room.intersect(ui.clip_rect()));
        sentence_ui(&mut child, COMING.get(place).copied().unwrap_or_default(), None);
    }
    hover_help(response, tip);
}

/// Draws the frame of a box with its number and title; the room below them, if there is any.
fn frame_ui(ui: &egui::Ui, rect: Rect, place: usize, title: &str, here: bool) -> Option<Rect> {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let border = if here { tokens.accent } else { tokens.hairline };
    let width = if here { 2.0 } else { 1.0 };
    let fill = if here { tokens.raised } else { tokens.panel };
    ui.painter().rect(rect, paint::CONTROL_RADIUS, fill, Stroke::new(width, border), StrokeKind::Inside);
    let inside = rect.shrink(PADDING);
    if inside.width() < 24.0 || inside.height() < 24.0 {
        return None;
    }
    let ink = if here { tokens.ink } else { tokens.soft };
    let centre = inside.left_top() + vec2(9.0, metrics.title * 0.75);
    ui.painter().circle_filled(centre, 9.0, if here { tokens.accent } else { tokens.hairline });
    let number = (place + 1).to_string();
    let on = if here { tokens.on_accent } else { tokens.ink };
    let galley = paint::line(ui, &number, semibold(metrics.small), on);
    paint::galley(ui, galley, centre, Align2::CENTER_CENTER);
    let galley = paint::elided(ui, title, semibold(metrics.title), ink, inside.width() - 24.0);
    paint::galley(ui, galley, centre + vec2(15.0, 0.0), Align2::LEFT_CENTER);
    Some(Rect::from_min_max(inside.left_top() + vec2(0.0, metrics.title * 1.5 + 4.0), inside.right_bottom()))
}

/// Draws one box; whether it was clicked.
pub fn box_ui(
    ui: &mut egui::Ui,
    context: &mut TrainContext<'_>,
    pictures: &mut Pictures,
    explained: &Explained,
    place: usize,
    lit: usize,
    size: Vec2,
) -> bool {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let Some((title, tip)) = TITLES.get(place).copied() else { return false };
    let (rect, response) = ui.allocate_exact_size(size.max(Vec2::ZERO), Sense::click());
    let here = place == lit;
    let name = format!("{} {title}", place + 1);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, here, &name));
    let Some(room) = frame_ui(ui, rect, place, title, here) else { return response.clicked() };
    // What is still to come is dim.
    let coming = place > lit;
    let foot = (metrics.small * 1.4).round();
    let ising = context.view().rbm.hidden() == HiddenUnits::Ising;
    let caption = caption(explained, place, ising);
    let font = FontId::proportional(metrics.small);
    let galley = paint::elided(ui, &caption, font, tokens.soft, room.width());
    let (caption_at, shortened) = (room.left_bottom(), galley.elided);
    paint::galley(ui, galley, caption_at, Align2::LEFT_BOTTOM);
    let room = Rect::from_min_max(room.min, room.max - vec2(0.0, foot + 2.0));
    if room.height() >= 8.0 {
        let mut child = ui.new_child(UiBuilder::new().id_salt(("slow box", place)).max_rect(room));
        child.set_clip_rect(room.intersect(ui.clip_rect()));
        if coming {
            child.set_opacity(0.45);
        }
        picture_ui(&mut child, context, pictures, explained, place, room.size());
    }
    let clicked = response.clicked();
    if shortened {
        context.shell.explain(&response, || format!("{name}: {caption}"));
    }
    hover_help(response, tip);
    clicked
}

/// What stands below the pictures.
fn caption(explained: &Explained, place: usize, ising: bool) -> String {
    match place {
        0 => format!("the first of {} rows", explained.batch.rows()),
        1 => {
            let (unit, mean) = (explained.unit + 1, f64::from(mean_of_unit(explained)));
            if ising {
                format!("⟨h⟩ of unit {unit}: {}", signed(mean, 2))
            } else {
                format!("p(h = 1) of unit {unit}: {}", percent(mean, 0))
            }
        }
        2 => "before | after k steps".to_owned(),
        3 => "data − chains = gradient".to_owned(),
        _ => format!("before and after; learning rate η = {}", sentences::short(explained.learning_rate)),
    }
}

/// Mean over the rows shown of p(h_α = 1 | v), of ⟨h_α⟩ for ±1 units.
fn mean_of_unit(explained: &Explained) -> f32 {
    let means = &explained.hidden_given_batch;
    means.outer_iter().filter_map(|row| row.get(explained.unit).copied()).sum::<f32>() / means.nrows().max(1) as f32
}

fn picture_ui(
    ui: &mut egui::Ui,
    context: &mut TrainContext<'_>,
    pictures: &mut Pictures,
    explained: &Explained,
    place: usize,
    size: Vec2,
) {
    let view = context.view();
    let (states, rows) = (context.states(), context.rows());
    let of = view.rbm.visible().states();
    let ising = view.rbm.hidden() == HiddenUnits::Ising;
    let Pictures { grids, palette } = pictures;
    let Some(grid) = grids.get_mut(place) else { return };
    let colours = palette.colours(ui.ctx());
    let generation = context.snapshot.generation;
    let key = (generation, explained.update, (explained.unit * BOXES + place) as u64);
    let show = |ui: &mut egui::Ui,
                grid: &mut TileGrid,
                count: usize,
                canvas: ([usize; 2], TileLayout),
                value: &dyn Fn(usize, usize) -> Option<f32>,
                colour: &dyn Fn(usize, f32) -> Color32| {
        let tiles = Tiles {
            name: TITLES.get(place).map_or("", |(title, _)| title),
            count,
            shape: canvas.0,
            key,
            value,
            colour,
            layout: canvas.1,
            chosen: None,
            clickable: false,
        };
        grid.show(ui, &tiles, size).hover
    };
    let of_state = |_: usize, value: f32| colours.state(value as u8, of);
    let pictures = (states.shape, states.layout(LEAST, MOST, TALLEST));
    let maps = (rows.shape, rows.layout(LEAST, MOST, TALLEST * rows.shape[1] as f32));
    match place {
        0 => {
            let shown = explained.batch.rows().min(SHOWN);
            show(ui, grid, shown, pictures, &|tile, cell| state(&explained.batch, tile, states.index(cell)), &of_state);
        }
        1 => {
            let means = &explained.hidden_given_batch;
            let (shown, hidden) = (means.nrows().max(1), means.ncols().max(1));
            let layout = TileLayout::Strips { tallest: 18.0 };
            let value = |tile: usize, cell: usize| means.get([tile, cell]).copied();
            let hover = show(ui, grid, shown.min(2 * SHOWN), ([hidden, 1], layout), &value, &|_, value| {
                colours.fraction(if ising { f32::midpoint(1.0, value) } else { value })
            });
            if let Some((row, unit)) = hover {
                let value = means.get([row, unit]).copied().unwrap_or(0.0);
                let value = f64::from(value);
                let what = if ising {
                    format!("has the mean {}", signed(value, 2))
                } else {
                    format!("is on with probability {}", percent(value, 1))
                };
                context.shell.status = format!("row {}: hidden unit {} {what}", row + 1, unit + 1);
            }
        }
        2 => {
            // One tile holds a chain before and after, side by side.
            let [width, height] = states.shape;
            let wide = 2 * width + BETWEEN;
            let shown = explained.chains_before.rows().min(explained.chains_after.rows()).min(SHOWN / 2);
            let layout = states.layout(2.0 * LEAST, 2.0 * MOST, TALLEST);
            let value = |tile: usize, cell: usize| {
                let (x, y) = (cell % wide, cell / wide);
                let (chains, x) = match x.checked_sub(width + BETWEEN) {
                    Some(x) => (&explained.chains_after, x),
                    None if x < width => (&explained.chains_before, x),
                    None => return None,
                };
                state(chains, tile, states.index(y * width + x))
            };
            show(ui, grid, shown, ([wide, height], layout), &value, &of_state);
        }
        3 => {
            let (data, model) = (&explained.data_correlation, &explained.model_correlation);
            let difference: Vec<f32> = data.iter().zip(model).map(|(data, model)| data - model).collect();
            let limit = limit_of(data).max(limit_of(model));
            // The difference on a scale of its own: late in training it is small.
            let own = limit_of(&difference);
            let value =
                |tile: usize, cell: usize| [data, model, &difference][tile.min(2)].get(rows.index(cell)).copied();
            let hover = show(ui, grid, 3, maps, &value, &|tile, value| {
                colours.number(value, if tile < 2 { limit } else { own })
            });
            if let Some((tile, cell)) = hover {
                let names = ["data", "chains", "difference"];
                let value = [data, model, &difference][tile.min(2)].get(rows.index(cell)).copied().unwrap_or(0.0);
                let name = names.get(tile).copied().unwrap_or_default();
                context.shell.status = format!("⟨v h⟩, {name}, {}: {}", rows.name(cell), signed(f64::from(value), 4));
            }
        }
        _ => {
            let (before, after) = (&explained.weights_before, &explained.weights_after);
            let limit = limit_of(before).max(limit_of(after));
            let value = |tile: usize, cell: usize| [before, after][tile.min(1)].get(rows.index(cell)).copied();
            let hover = show(ui, grid, 2, maps, &value, &|_, value| colours.number(value, limit));
            if let Some((_, cell)) = hover {
                let at = rows.index(cell);
                let [old, new] = [before, after].map(|values| f64::from(values.get(at).copied().unwrap_or(0.0)));
                context.shell.status = format!("W at {}: {} → {}", rows.name(cell), signed(old, 4), signed(new, 4));
            }
        }
    }
}

fn state(states: &crate::physics::rbm::Configurations, row: usize, site: usize) -> Option<f32> {
    states.row(row)?.get(site).copied().map(f32::from)
}
