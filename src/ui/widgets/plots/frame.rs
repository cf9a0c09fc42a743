//! Margins and axes, the same for every plot, so that plots stacked above each other line up.

use std::sync::Arc;

use egui::{
    Align, Color32, FontId, Galley, Painter, Pos2, Rangef, Rect, Response, Sense, Stroke, TextStyle, Ui, Vec2,
    WidgetInfo, accesskit::Role, pos2, text::LayoutJob, vec2,
};

use super::labels::{LabelWish, declutter};
use super::scale::{Scale, tick_text, ticks, valid_range};
use crate::ui::theme::Tokens;

/// Text in plots is never smaller.
const SMALLEST_TEXT: f32 = 11.5;
/// Room above the data for the cursor's knob.
const ABOVE: f32 = 10.0;
/// Values at the ends of the range stay this far inside, so that a thick line there is seen whole.
const INSET: f32 = 5.0;
/// Between the data and the names at the right, where a moved name's leader runs.
pub(super) const GAP: f32 = 12.0;
/// The mark of a tick below the data.
const TICK: f32 = 4.0;
/// Numbers of the y axis stand at least this many lines apart: few, round ones.
pub(super) const TICK_EVERY: f32 = 3.3;
/// Below this the data area is not worth drawing.
const SMALLEST_AREA: f32 = 12.0;

/// The room beside the data: numbers at the left, names at the right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Margins {
    /// Width at the left.
    pub left: f32,
    /// Width at the right.
    pub right: f32,
}

impl Margins {
    /// Margins that are wide enough for both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { left: self.left.max(other.left), right: self.right.max(other.right) }
    }

    /// Rounded up to whole steps, so that a changing digit does not move the axis.
    fn steady(self) -> Self {
        let up = |value: f32| (value / 4.0).ceil() * 4.0;
        Self { left: up(self.left), right: up(self.right) }
    }
}

/// The font of plots: the style's small text, but never below 11.5 points.
pub(super) fn font(ui: &Ui) -> FontId {
    let small = TextStyle::Small.resolve(ui.style());
    FontId::new(small.size.max(SMALLEST_TEXT), small.family)
}

/// One line of text, shortened with an ellipsis where it is wider than `width`.
pub(super) fn text(ui: &Ui, text: &str, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font(ui), color);
    job.wrap.max_width = width.max(1.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    job.halign = Align::LEFT;
    ui.painter().layout_job(job)
}

/// A name at the right margin.
pub(super) struct MarginName<'a> {
    pub text: &'a str,
    pub color: Color32,
    pub value: f64,
    pub priority: u32,
}

/// What an axis shows.
#[derive(Clone, Copy)]
pub(super) struct Axis<'a> {
    pub range: (f64, f64),
    pub name: &'a str,
    /// The values are decimal logarithms: ticks are whole powers of ten.
    pub logarithmic: bool,
}

impl Axis<'_> {
    pub(super) fn ticks(self, most: usize) -> Vec<(f64, String)> {
        if self.logarithmic {
            return logarithmic_ticks(self.range, most);
        }
        let (values, step) = ticks(self.range, most);
        // A tick at zero needs no decimals; the others keep theirs, so that they line up.
        let text = |value: f64| if value == 0.0 { "0".to_owned() } else { trimmed(tick_text(value, step)) };
        values.into_iter().map(|value| (value, text(value))).collect()
    }
}

/// Whole powers of ten; where the range holds fewer than two of them, also their doubles and halves.
fn logarithmic_ticks(range: (f64, f64), most: usize) -> Vec<(f64, String)> {
    let (low, high) = valid_range(range);
    let (low, high) = (low.max(-300.0), high.min(300.0));
    let decades = (low.floor() as i32)..=(high.ceil() as i32);
    let inside = |factors: &[f64]| -> Vec<(f64, String)> {
        decades
            .clone()
            .flat_map(|power| factors.iter().map(move |factor| (factor, power)))
            .map(|(factor, power)| (f64::from(power) + factor.log10(), *factor, power))
            .filter(|(value, ..)| (low - 1e-9..=high + 1e-9).contains(value))
            .map(|(value, factor, power)| {
                let plain = factor * 10f64.powi(power);
                (value, if factor == 1.0 { power_text(power) } else { tick_text(plain, 10f64.powi(power)) })
            })
            .collect()
    };
    let whole = inside(&[1.0]);
    if whole.len() >= 2 {
        let each = whole.len().div_ceil(most.max(2));
        return whole.into_iter().step_by(each).collect();
    }
    // A range without two powers of ten is short.
    [&[1.0, 2.0, 5.0][..], &[1.0, 3.0]].into_iter().map(inside).find(|found| found.len() <= most).unwrap_or(whole)
}

/// "1.0" reads as "1" on an axis where it stands for the whole number.
fn trimmed(text: String) -> String {
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.chars().all(|c| c == '0') => whole.to_owned(),
        _ => text,
    }
}

fn power_text(exponent: i32) -> String {
    match exponent {
        -2..=4 => tick_text(10f64.powi(exponent), 10f64.powi(exponent.min(0))),
        _ => format!("10{}", super::scale::superscript(exponent)),
    }
}

pub(super) fn most_ticks(length: f32, room: f32) -> usize {
    if length.is_finite() { (length / room).floor().clamp(2.0, 9.0) as usize } else { 2 }
}

/// The margins that an axis and names need within a plot `width` wide. Names get at most two fifths of it.
pub(super) fn measure<'n>(
    ui: &Ui,
    width: f32,
    height: f32,
    y: Axis<'_>,
    x_name: &'n str,
    names: impl IntoIterator<Item = &'n str>,
) -> Margins {
    let line = ui.fonts_mut(|fonts| fonts.row_height(&font(ui)));
    let most = most_ticks(height, line * TICK_EVERY);
    let wide = |text_: &str| text(ui, text_, Color32::PLACEHOLDER, f32::INFINITY).size().x;
    let left = y.ticks(most).iter().map(|(_, text)| wide(text)).fold(0.0, f32::max) + 8.0;
    let names = names.into_iter().chain([x_name]).filter(|name| !name.is_empty());
    let right = names.map(wide).fold(0.0, f32::max);
    let right = if right > 0.0 { right + GAP + 2.0 } else { GAP };
    Margins { left, right: right.min(0.4 * width) }.steady()
}

/// A plot's rectangles and scales.
pub(super) struct Frame {
    /// Everything, margins included.
    pub outer: Rect,
    /// Where data are drawn.
    pub data: Rect,
    pub x: Scale,
    pub y: Scale,
    pub(super) line: f32,
}

impl Frame {
    /// Lays a plot into `outer`; `None` when there is no room for data.
    /// `grounded` puts the lowest value on the lower edge, for bars; otherwise it stays a little inside.
    pub fn new(ui: &Ui, outer: Rect, margins: Margins, x: (f64, f64), y: (f64, f64), grounded: bool) -> Option<Self> {
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font(ui)));
        let data =
            Rect::from_min_max(outer.min + vec2(margins.left, ABOVE), outer.max - vec2(margins.right, Self::foot(ui)));
        let round = |pos: Pos2| pos2(pos.x.round(), pos.y.round());
        let data = Rect::from_min_max(round(data.min), round(data.max));
        if !(data.is_finite() && data.width() >= SMALLEST_AREA && data.height() >= SMALLEST_AREA) {
            return None;
        }
        let inset = INSET.min(data.height() / 6.0);
        let x = Scale::new(x, data.left(), data.right());
        let foot = if grounded { 0.0 } else { inset };
        let y = Scale::new(y, data.bottom() - foot, data.top() + inset);
        Some(Self { outer, data, x, y, line })
    }

    /// The position of a point.
    pub fn position(&self, x: f64, y: f64) -> Pos2 {
        pos2(self.x.position(x), self.y.position(y))
    }

    /// The range of y over the whole data area, its inset included.
    pub fn y_over_data(&self) -> (f64, f64) {
        let per_point = (self.y.high - self.y.low) / f64::from(self.y.start - self.y.end);
        let below = f64::from(self.data.bottom() - self.y.start) * per_point;
        let above = f64::from(self.y.end - self.data.top()) * per_point;
        (self.y.low - below, self.y.high + above)
    }

    /// Height of the numbers along x.
    pub fn foot(ui: &Ui) -> f32 {
        ui.fonts_mut(|fonts| fonts.row_height(&font(ui))) + TICK + 4.0
    }

    /// Paints grid lines and numbers, and those along x with the axis' name where there is one.
    pub fn paint_axes(&self, ui: &Ui, tokens: &Tokens, x: Option<Axis<'_>>, y: Axis<'_>) {
        let painter = ui.painter();
        let hairline = Stroke::new(1.0, tokens.hairline);
        for (value, number) in y.ticks(most_ticks(self.outer.height(), self.line * TICK_EVERY)) {
            let at = self.y.position(value);
            painter.hline(self.data.x_range(), at, hairline);
            let galley = text(ui, &number, tokens.soft, f32::INFINITY);
            let corner = pos2(self.data.left() - 8.0 - galley.size().x, at - galley.size().y / 2.0);
            painter.galley(corner, galley, tokens.soft);
        }
        let Some(x) = x else { return };
        let name = text(ui, x.name, tokens.soft, self.outer.right() - self.data.right() - GAP);
        let under = self.data.bottom() + TICK + 2.0;
        let numbers_end = self.data.right() + GAP - 4.0;
        painter.galley(pos2(self.data.right() + GAP, under), name, tokens.soft);
        for (at, galley) in self.x_numbers(ui, tokens, x) {
            painter.vline(at, Rangef::new(self.data.bottom(), self.data.bottom() + TICK), hairline);
            // The last number may not run into the axis' name.
            let left = (at - galley.size().x / 2.0).min(numbers_end - galley.size().x);
            painter.galley(pos2(left, under), galley, tokens.soft);
        }
    }

    /// As many numbers along x as stand apart, with their positions.
    fn x_numbers(&self, ui: &Ui, tokens: &Tokens, x: Axis<'_>) -> Vec<(f32, Arc<Galley>)> {
        let numbers = |most: usize| -> Vec<(f32, Arc<Galley>)> {
            let ticks = x.ticks(most).into_iter();
            ticks
                .map(|(value, number)| (self.x.position(value), text(ui, &number, tokens.soft, f32::INFINITY)))
                .collect()
        };
        let apart = |numbers: &Vec<(f32, Arc<Galley>)>| {
            let pairs = numbers.iter().zip(numbers.iter().skip(1));
            pairs.into_iter().all(|(a, b)| b.0 - a.0 >= f32::midpoint(a.1.size().x, b.1.size().x) + self.line)
        };
        let most = most_ticks(self.data.width(), self.line * 3.6);
        (2..=most).rev().map(numbers).find(apart).unwrap_or_else(|| numbers(2).into_iter().take(1).collect())
    }

    /// Paints names at the right margin beside their values, pushed apart where they would overlap. A thin leader
    /// joins a moved name to its value. The least important names are left out where there is no room.
    pub fn paint_names(&self, ui: &Ui, names: &[MarginName<'_>]) {
        let width = self.outer.right() - self.data.right() - GAP;
        let wishes: Vec<LabelWish> = names
            .iter()
            .map(|name| {
                let y = self.y.position(name.value).clamp(self.data.top(), self.data.bottom());
                LabelWish { y, height: self.line + 1.0, priority: name.priority }
            })
            .collect();
        let (top, bottom) = (self.data.top() - self.line / 2.0, self.data.bottom() + 2.0);
        for ((name, wish), y) in names.iter().zip(&wishes).zip(declutter(&wishes, top, bottom)) {
            let Some(y) = y else { continue };
            let left = self.data.right() + GAP;
            if (y - wish.y).abs() > 1.5 {
                let leader = [pos2(self.data.right() + 2.0, wish.y), pos2(left - 3.0, y)];
                ui.painter().line_segment(leader, Stroke::new(1.0, name.color.gamma_multiply(0.7)));
            }
            let galley = text(ui, name.text, name.color, width);
            ui.painter().galley(pos2(left, y - galley.size().y / 2.0), galley, name.color);
        }
    }

    /// Paints the cursor: a line of two points with a knob above the data.
    pub fn paint_cursor(&self, painter: &Painter, x: f64, color: Color32) {
        if !(self.x.low..=self.x.high).contains(&x) {
            return;
        }
        let at = self.x.position(x);
        let knob = self.data.top() - 5.0;
        painter.vline(at, Rangef::new(knob, self.data.bottom()), Stroke::new(2.0, color));
        painter.circle_filled(pos2(at, knob), 4.0, color);
    }
}

/// The size of a plot: the room across, the given height; finite and not negative.
pub(super) fn plot_size(ui: &Ui, height: f32) -> Vec2 {
    clean_size(vec2(ui.available_width(), height))
}

/// A size that can be drawn: finite and not negative.
pub(super) fn clean_size(size: Vec2) -> Vec2 {
    let clean = |value: f32| if value.is_finite() { value.clamp(0.0, 16_384.0) } else { 0.0 };
    vec2(clean(size.x), clean(size.y))
}

/// Room for a drawing, which says its name and what it shows to a screen reader.
pub(super) fn figure(ui: &mut Ui, size: Vec2, name: &str, summary: &str) -> (Rect, Response) {
    let (outer, response) = ui.allocate_exact_size(clean_size(size), Sense::hover());
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(summary.to_owned()),
        ..WidgetInfo::labeled(Role::Figure, true, name)
    });
    (outer, response)
}
