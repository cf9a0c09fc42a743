//! Margins and axes, the same for every plot, so that plots stacked above each other line up.

use std::cell::RefCell;
use std::sync::Arc;

use egui::{
    Align, Color32, Context, FontId, Galley, Id, Painter, PointerButton, Pos2, Rangef, Rect, Response, Sense, Stroke,
    TextStyle, Ui, UiBuilder, Vec2, WidgetInfo, accesskit::Role, pos2, text::LayoutJob, vec2,
};
use egui_plot::{AxisHints, GridInput, Plot, PlotMemory, PlotTransform};

use super::axes::{Axis, grid_marks, most_ticks, standing_apart, text_at};
use super::scale::{Scale, valid_range};
use crate::ui::theme;

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
/// Room below the data of a plot without numbers along x.
const BARE_FOOT: f32 = 6.0;
/// Between the last number along x and the name of the axis.
const BETWEEN: f32 = 8.0;
/// All numbers and lines of the grid at full strength, however near to each other.
const ALL: Rangef = Rangef { min: 1.0, max: 2.0 };
/// Below this the data area is not worth drawing.
const SMALLEST_AREA: f32 = 12.0;

/// The room next to the data: numbers at the left, names at the right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Margins {
    pub left: f32,
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

/// The margins that the axes and names need within a plot of `size`. Names get at most two fifths of it.
pub(super) fn measure<'n>(
    ui: &Ui,
    size: Vec2,
    [x, y]: [Axis<'n>; 2],
    names: impl IntoIterator<Item = &'n str>,
) -> Margins {
    let line = ui.fonts_mut(|fonts| fonts.row_height(&font(ui)));
    let wide = |text_: &str| text(ui, text_, Color32::PLACEHOLDER, f32::INFINITY).size().x;
    let numbers = y.ticks(most_ticks(size.y, line * TICK_EVERY));
    let left = numbers.iter().map(|(_, text)| wide(text)).fold(0.0, f32::max) + 8.0;
    // A last number at the very end reaches into the margin and moves the name of the axis.
    let (low, high) = valid_range(x.range);
    let ends = |value: f64| high - value < 0.01 * (high - low);
    let last = x.ticks(most_ticks(size.x, line * 3.6)).pop().filter(|(value, _)| ends(*value));
    let reach = last.map_or(0.0, |(_, text)| (wide(&text) / 2.0 + BETWEEN - GAP).max(0.0));
    let name = if x.name.is_empty() { 0.0 } else { wide(x.name) + reach };
    let right = names.into_iter().filter(|name| !name.is_empty()).map(wide).fold(name, f32::max);
    let right = if right > 0.0 { right + GAP + 2.0 } else { GAP };
    Margins { left, right: right.min(0.4 * size.x) }.steady()
}

/// What a plot asks of its frame.
#[derive(Clone, Copy)]
pub(super) struct FrameSpec<'a> {
    /// Unique among the plots of a panel, and stable: zoom and pan are remembered by it.
    pub id: &'a str,
    pub x: Axis<'a>,
    pub y: Axis<'a>,
    pub margins: Margins,
    /// The lowest value lies on the lower edge, for bars; otherwise it stays a little inside.
    pub grounded: bool,
    /// The numbers along x are left to a plot below.
    pub bare: bool,
    /// Whether plots over the same x axis are zoomed together.
    pub linked: bool,
}

/// Names the lab on show: plots are linked within it.
pub fn enter_lab(ctx: &Context, lab: &'static str) {
    ctx.data_mut(|data| data.insert_temp(Id::unique("glassbox lab of the plots"), lab));
}

impl FrameSpec<'_> {
    /// Values on another scale are another plot: what was zoomed there means nothing here.
    pub(super) fn id(&self, ui: &Ui) -> Id {
        ui.scope_id().with(("plot", self.id, self.x.logarithmic, self.y.logarithmic))
    }

    fn link(&self, ui: &Ui) -> Option<Id> {
        let lab: &'static str = ui.data(|data| data.get_temp(Id::unique("glassbox lab of the plots"))).unwrap_or("");
        let linked = self.linked && !self.x.name.is_empty();
        linked.then(|| Id::unique(("linked plots", lab, self.x.name, self.x.logarithmic)))
    }

    /// The ranges in sight: those asked for, unless they were zoomed or moved.
    pub fn visible(&self, ui: &Ui) -> [(f64, f64); 2] {
        let asked = [self.x.range, self.y.range];
        let Some(memory) = PlotMemory::load(ui.ctx(), self.id(ui)) else { return asked };
        let (x, y) = (memory.bounds().range_x(), memory.bounds().range_y());
        let seen = [(*x.start(), *x.end()), (*y.start(), *y.end())];
        let automatic = [memory.auto_bounds.x, memory.auto_bounds.y];
        [0, 1].map(|axis| if automatic[axis] { asked[axis] } else { seen[axis] })
    }
}

/// A plot's rectangles and scales.
pub(super) struct Frame {
    pub outer: Rect,
    pub data: Rect,
    pub x: Scale,
    pub y: Scale,
    pub transform: PlotTransform,
    pub(super) line: f32,
    /// What zoom and pan are remembered by.
    pub(super) id: Id,
    link: Option<Id>,
    inset: [f32; 2],
}

impl Frame {
    /// Lets egui_plot lay out axes and grid, and zoom, pan and reset them; `None` when there is no room for data.
    /// The response is that of the data area.
    ///
    /// The gestures are the same in every plot (see [`super::figure::GESTURES`]): a plain drag is left to the plot.
    pub fn show(ui: &mut Ui, outer: Rect, spec: FrameSpec<'_>) -> Option<(Self, Response)> {
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font(ui)));
        let foot = if spec.bare { BARE_FOOT } else { line + TICK + 4.0 };
        let (min, max) = (outer.min + vec2(spec.margins.left, ABOVE), outer.max - vec2(spec.margins.right, foot));
        let round = |pos: Pos2| pos2(pos.x.round(), pos.y.round());
        let data = Rect::from_min_max(round(min), round(max));
        if !(data.is_finite() && data.width() >= SMALLEST_AREA && data.height() >= SMALLEST_AREA) {
            return None;
        }
        let above = INSET.min(data.height() / 6.0);
        let inset = [if spec.grounded { 0.0 } else { above }, above];
        let (x_low, x_high) = valid_range(spec.x.range);
        let (y_low, y_high) = valid_range(spec.y.range);
        let per_point = (y_high - y_low) / f64::from(data.height() - inset[0] - inset[1]);

        let tokens = theme::tokens(ui.ctx());
        let (font, ctx) = (font(ui), ui.ctx().clone());
        let wide = |text: &str| -> f32 {
            ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font.clone(), Color32::PLACEHOLDER).size().x)
        };
        // What the spacers find is written by the formatters.
        let numbers = RefCell::new([Vec::new(), Vec::new()]);
        let most = most_ticks(data.width(), line * 3.6);
        let x_marks = |input: GridInput| {
            let axis = Axis { range: input.bounds, ..spec.x };
            let found = standing_apart(axis, (data.width(), most), line, wide);
            let marks = grid_marks(&found, input.bounds);
            numbers.borrow_mut()[0] = found;
            marks
        };
        let y_marks = |input: GridInput| {
            let axis = Axis { range: input.bounds, ..spec.y };
            let found = axis.ticks(most_ticks(outer.height(), line * TICK_EVERY));
            let marks = grid_marks(&found, input.bounds);
            numbers.borrow_mut()[1] = found;
            marks
        };
        let hints = |axis: egui_plot::Axis, thickness: f32| {
            let hints = AxisHints::new(axis).min_thickness(thickness).label_spacing(ALL).tick_label_font(font.clone());
            let (index, numbers) = (usize::from(axis), &numbers);
            hints.tick_label_color(tokens.soft).formatter(move |mark, _| text_at(&numbers.borrow()[index], mark.value))
        };
        let gap = AxisHints::new(egui_plot::Axis::X).min_thickness(TICK + 2.0).formatter(|_, _| String::new());

        let id = spec.id(ui);
        let before = PlotMemory::load(ui.ctx(), id).map(|memory| *memory.bounds());
        let whole = Rect::from_min_max(
            pos2(data.left() - spec.margins.left, data.top()),
            pos2(data.right(), data.bottom() + if spec.bare { 0.0 } else { TICK + 2.0 + line }),
        );
        let (shift, secondary) = ui.input(|input| {
            let pointer = &input.pointer;
            let secondary = PointerButton::Secondary;
            (input.modifiers.shift, pointer.button_down(secondary) || pointer.button_released(secondary))
        });
        let mut plot = Plot::new("data")
            .id(id)
            .width(whole.width())
            .height(whole.height())
            .sense(Sense::CLICK | Sense::DRAG)
            .show_background(false)
            .show_axes([!spec.bare, true])
            .show_grid([false, true])
            .show_x(false)
            .show_y(false)
            .custom_x_axes(vec![gap, hints(egui_plot::Axis::X, line)])
            .custom_y_axes(vec![hints(egui_plot::Axis::Y, spec.margins.left)])
            .x_grid_spacer(x_marks)
            .y_grid_spacer(y_marks)
            .grid_spacing(ALL)
            .grid_color(tokens.hairline)
            .include_x(x_low)
            .include_x(x_high)
            .include_y(y_low - f64::from(inset[0]) * per_point)
            .include_y(y_high + f64::from(inset[1]) * per_point)
            .set_margin_fraction(Vec2::ZERO)
            .allow_scroll(false)
            // A box that was let go outside the plot would be closed by the next drag with another button.
            .allow_boxed_zoom(secondary)
            .pan_pointer_button(if shift { PointerButton::Primary } else { PointerButton::Middle });
        let link = spec.link(ui);
        if let Some(group) = link {
            plot = plot.link_axis(group, [true, false]);
        }
        let mut area = ui.new_child(UiBuilder::new().scope_id(id.with("area")).max_rect(whole));
        let shown = plot.show(&mut area, |_| {});

        let transform = shown.transform;
        if before.is_some_and(|before| before != *transform.bounds()) {
            // What is measured from the range in sight, as the margins are, follows one frame later.
            ui.ctx().request_repaint();
        }
        let data = *transform.frame();
        let (x, y) = (transform.bounds().range_x(), transform.bounds().range_y());
        let x = Scale::new((*x.start(), *x.end()), data.left(), data.right());
        let y = Scale::new((*y.start(), *y.end()), data.bottom(), data.top());
        let frame = Self { outer, data, x, y, transform, line, id, link, inset };
        if !spec.bare {
            frame.paint_x_foot(ui, &numbers.borrow()[0], spec.x.name);
        }
        Some((frame, shown.response))
    }

    /// Marks above the numbers along x, and the name of that axis at right of the last of them.
    fn paint_x_foot(&self, ui: &Ui, numbers: &[(f64, String)], name: &str) {
        let tokens = theme::tokens(ui.ctx());
        let bottom = self.data.bottom();
        let mut left = self.data.right() + GAP;
        for (value, number) in numbers {
            let at = self.x.position(*value);
            ui.painter().vline(at, Rangef::new(bottom, bottom + TICK), Stroke::new(1.0, tokens.hairline));
            left = left.max(at + text(ui, number, tokens.soft, f32::INFINITY).size().x / 2.0 + BETWEEN);
        }
        let galley = text(ui, name, tokens.soft, self.outer.right() - left);
        ui.painter().galley(pos2(left, bottom + TICK + 2.0), galley, tokens.soft);
    }

    pub fn position(&self, x: f64, y: f64) -> Pos2 {
        pos2(self.x.position(x), self.y.position(y))
    }

    /// The ranges in sight without the room at the edges: a plot of these ranges looks like this one.
    pub fn ranges(&self) -> [(f64, f64); 2] {
        let per_point = (self.y.high - self.y.low) / f64::from(self.data.height());
        let [below, above] = self.inset.map(|inset| f64::from(inset) * per_point);
        [(self.x.low, self.x.high), (self.y.low + below, self.y.high - above)]
    }

    /// Whether a point is in sight.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        (self.x.low..=self.x.high).contains(&x) && (self.y.low..=self.y.high).contains(&y)
    }

    /// The x under the pointer, of this plot or of one that is linked to it. `own` is what this plot found.
    pub fn linked_hover(&self, ui: &Ui, own: Option<f64>) -> Option<f64> {
        let Some(link) = self.link else { return own };
        let now = ui.ctx().cumulative_frame_nr();
        if let Some(x) = own {
            ui.data_mut(|data| data.insert_temp(link, (now, x)));
            return own;
        }
        // A plot above this one was asked in this frame, one below in the frame before.
        let found: Option<(u64, f64)> = ui.data(|data| data.get_temp(link));
        found.filter(|(frame, _)| frame + 1 >= now).map(|(_, x)| x)
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
pub(super) fn figure(ui: &mut Ui, size: Vec2, sense: Sense, name: &str, summary: &str) -> (Rect, Response) {
    let (outer, response) = ui.allocate_exact_size(clean_size(size), sense);
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(summary.to_owned()),
        ..WidgetInfo::labeled(Role::Figure, true, name)
    });
    (outer, response)
}
