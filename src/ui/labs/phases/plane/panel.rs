//! The pane of the plane: what is under the pointer, and what a drag of the puck asks for.

use std::sync::Arc;

use egui::{CursorIcon, EventFilter, FontId, Galley, Pos2, Rect, Response, Role, Sense, TextStyle, Ui, Vec2, vec2};

use super::figure;
use super::geometry::Geometry;
use super::labels::{self, Word};
use super::lines::{self, Line, Strip};
use super::paint;
use crate::engine::hopfield::phase_diagram::PhaseDiagramView;
use crate::physics::hopfield::LearningRule;
use crate::physics::theory::retrieval::Phase;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels, Reach};
use crate::ui::labs::phases::keys;
use crate::ui::labs::phases::marker::Spot;
use crate::ui::labs::phases::{help, sentences};
use crate::ui::theme::numbers::number;
use crate::ui::theme::{self, Theme, Tokens};
use crate::ui::widgets::take_out::{self, Figure};
use crate::ui::widgets::{Button, Segmented, paint as widget_paint, sentence_ui};

/// The regions, those that contain others first.
const REGIONS: [Phase; 4] = [Phase::Paramagnetic, Phase::SpinGlass, Phase::Mixed, Phase::Ferromagnetic];
/// The names of lines, the most important first.
const NAMED: [Line; 4] = [Line::Retrieval, Line::Glass, Line::Ground, Line::Replica];
/// A line this near to the pointer, in points, is the one that is pointed at.
const NEAR: f32 = 6.0;
/// Room for what the plane says, in lines.
const SENTENCE_LINES: f32 = 3.0;
/// Room for the half of the last number.
const RIGHT: f32 = 14.0;

/// The plane with its puck.
#[derive(Default)]
pub struct PlanePanel {
    drawn: Option<Drawn>,
    /// Room below the plane, and the width that it was measured at.
    below: f32,
    width: f32,
}

/// What the drawing depends on: its room, the diagram, the reach, the theme, and the pixels of a point.
type Key = (Rect, (u64, u64), Reach, Theme, f32);

/// What is the same from frame to frame. Texts are laid out in each: no galley outlives a change of the font atlas.
struct Drawn {
    key: Key,
    geometry: Geometry,
    strips: Vec<(Phase, Strip)>,
    paths: Vec<(Line, Vec<Pos2>)>,
    words: Vec<Word>,
    names: Vec<(Line, Rect)>,
}

const INFO: PanelInfo = PanelInfo {
    id: "plane",
    title: "Load and temperature decide what is remembered",
    tab: "Plane",
    help: help::PLANE,
    place: Place::Centre,
};

impl Panel<PhasesPanels> for PlanePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &PhasesContext<'_>) -> String {
        match context.studies.diagram() {
            Some((diagram, _)) if diagram.done() => "drag the puck".to_owned(),
            Some((diagram, _)) => {
                let load = diagram.points.last().map_or(0.0, |point| point.load);
                format!("lines computed to α = {}", number(load, 3))
            }
            None => String::new(),
        }
    }

    fn ui(&mut self, ui: &mut Ui, context: &mut PhasesContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let room = vec2(ui.available_width(), (ui.available_height() - self.below).max(0.0));
        let (outer, _) = ui.allocate_exact_size(room, Sense::hover());
        self.plane_ui(ui, outer, context, &tokens);
        let top = ui.cursor().top();
        ui.add_space(theme::STEP);
        reach_ui(ui, context);
        ui.add_space(theme::STEP);
        let below = ui.cursor().top();
        let view = context.view();
        let colour = (view.theory.is_none() || view.failure.is_some()).then_some(tokens.warning);
        sentence_ui(ui, &sentences::standing(view), colour.or(Some(tokens.ink)));
        // The sentence changes with every move of the puck. What stands below keeps the room of its longest one, and never
        // less than three lines: the plane stays where it is.
        let least = below + SENTENCE_LINES * ui.text_style_height(&TextStyle::Body);
        let below = (ui.cursor().top().max(least) - top).ceil();
        if self.width != outer.width() {
            (self.width, self.below) = (outer.width(), below);
        }
        self.below = self.below.max(below);
    }
}

fn reach_ui(ui: &mut Ui, context: &mut PhasesContext<'_>) {
    let reaches = [
        (Reach::Near, "α to 0.2", "The plane up to a load of 0.2, where memories are kept"),
        (Reach::Far, "α to 0.3", "The plane up to a load of 0.3"),
    ];
    ui.horizontal_wrapped(|ui| {
        if let Some(reach) = Segmented::new("Reach of the plane", context.shared.reach, &reaches).show(ui) {
            context.shared.reach = reach;
        }
        if context.sweeps.heat().is_some() {
            let tip = "Draws the overlap that the sweep measured under the lines";
            if Button::new("Measured cells").selected(context.shared.heat).tooltip(tip).show(ui).clicked() {
                context.shared.heat = !context.shared.heat;
            }
        }
    });
}

/// The type of the numbers along the axes.
fn numbers_font(ui: &Ui) -> FontId {
    let small = TextStyle::Small.resolve(ui.style());
    FontId::new(small.size.max(11.5), small.family)
}

/// The plane in `outer`; `None` where there is no room for it.
fn fitted(ui: &Ui, outer: Rect, reach: Reach) -> Option<Geometry> {
    let font = numbers_font(ui);
    let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
    let left = widget_paint::width(ui, "0.0", font);
    Geometry::fit(outer, reach.largest_load(), line, left, RIGHT)
}

impl PlanePanel {
    fn plane_ui(&mut self, ui: &Ui, outer: Rect, context: &mut PhasesContext<'_>, tokens: &Tokens) {
        let reach = context.shared.reach;
        let Some(geometry) = fitted(ui, outer, reach) else {
            self.drawn = None;
            return;
        };
        let paths = self.drawn.as_ref().map_or(&[][..], |drawn| &drawn.paths);
        let response = puck_ui(ui, &geometry, paths, context);
        let diagram = context.studies.diagram();
        let key = diagram.map_or((u64::MAX, 0), |(_, key)| key);
        let key = (outer, key, reach, tokens.theme, ui.pixels_per_point());
        if self.drawn.as_ref().is_none_or(|drawn| drawn.key != key) {
            self.drawn = Some(draw(ui, key, geometry, diagram.map(|(diagram, _)| diagram), tokens));
        }
        if ui.is_rect_visible(outer)
            && let Some(drawn) = &self.drawn
        {
            drawn.paint(ui, context, tokens);
            drawn.paint_puck(ui, context, &response, tokens);
        }
        offer(ui, &response, outer.size(), key, context);
    }
}

/// The menu of the plane. Taken out of the window it is without the puck, which says where the network is just now.
fn offer(ui: &Ui, response: &Response, size: Vec2, key: Key, context: &PhasesContext<'_>) {
    let alone = |ui: &mut Ui| {
        let tokens = theme::tokens(ui.ctx());
        let room = Rect::from_min_size(ui.max_rect().min, size);
        let Some(geometry) = fitted(ui, room, context.shared.reach) else { return };
        let diagram = context.studies.diagram().map(|(diagram, _)| diagram);
        draw(ui, key, geometry, diagram, &tokens).paint(ui, context, &tokens);
    };
    let figure = Figure { name: "phase diagram", size, table: &|| figure::table(context), draw: &alone, gestures: "" };
    take_out::offer(ui, response, &figure);
}

/// The puck takes drags and clicks anywhere on the plane, and arrows while it has the keyboard.
fn puck_ui(ui: &Ui, geometry: &Geometry, paths: &[(Line, Vec<Pos2>)], context: &mut PhasesContext<'_>) -> Response {
    let size = context.config().size;
    let response = ui.interact(geometry.data, ui.scope_id().with("puck"), Sense::click_and_drag());
    let response = response.on_hover_and_drag_cursor(CursorIcon::Crosshair);
    // The other button opens the menu.
    let primary = ui.input(|input| input.pointer.primary_down());
    let pressed = response.is_pointer_button_down_on() && primary || response.clicked();
    if let Some(at) = response.interact_pointer_pos().filter(|_| pressed) {
        let (load, temperature) = geometry.place(at);
        context.go(Spot::near(size, load, temperature));
    }
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        if let Some(spot) = ui.input_mut(|input| keys::moved(input, context.spot(), size)) {
            context.go(spot);
        }
    }
    let name = format!("Puck, the network in the plane. {}", sentences::standing(context.view()));
    widget_paint::name(ui, &response, Role::Slider, &name);
    let place = match response.hover_pos() {
        Some(at) => geometry.place(at),
        None => (context.spot().load(size), context.spot().temperature),
    };
    let line = response.hover_pos().and_then(|at| labels::nearest_line(paths, at, NEAR));
    let sentence = match line {
        Some(line) => {
            format!("{}: {}; α = {}, T = {}", line.series(), line.words(), number(place.0, 3), number(place.1, 2))
        }
        None => hovered(context, place),
    };
    context.shell.explain(&response, || sentence);
    response
}

/// What lies at a place: the cell of a sweep, or the region by the lines.
fn hovered(context: &PhasesContext<'_>, (load, temperature): (f64, f64)) -> String {
    if let Some(sentence) = context.sweeps.cell_at(context.cells, load, temperature) {
        return sentence;
    }
    let place = format!("α = {}, T = {}", number(load, 3), number(temperature, 2));
    let Some((diagram, _)) = context.studies.diagram() else { return place };
    let (Some(phase), Some(point)) = (diagram.phase(load, temperature), diagram.at(load)) else { return place };
    let lines = match (phase, point.retrieval, point.ground) {
        (Phase::Ferromagnetic, _, Some((_, end))) => format!("; they lie lowest up to T = {}", number(end, 2)),
        (Phase::Mixed, Some((_, end)), _) => format!("; retrieval ends at T = {}", number(end, 2)),
        (Phase::SpinGlass, Some((_, end)), _) => format!("; retrieval ended at T = {}", number(end, 2)),
        (Phase::SpinGlass, None, _) => "; at this load no memory is kept at any temperature".to_owned(),
        _ => String::new(),
    };
    let replica = point.replica.filter(|&below| temperature < below && matches!(phase, Phase::Mixed));
    let broken = match replica {
        Some(_) if point.replica_is_asymptotic => "; replica theory is approximate here (limit for small α)",
        Some(_) => "; replica theory is approximate here",
        None => "",
    };
    format!("{place}: {}: {}{lines}{broken}", sentences::region(phase), sentences::meaning(phase))
}

fn draw(ui: &Ui, key: Key, geometry: Geometry, diagram: Option<&PhaseDiagramView>, tokens: &Tokens) -> Drawn {
    let mut drawn =
        Drawn { key, geometry, strips: Vec::new(), paths: Vec::new(), words: Vec::new(), names: Vec::new() };
    let Some(diagram) = diagram else { return drawn };
    drawn.strips = REGIONS.map(|phase| (phase, lines::strip(phase, diagram))).into();
    let path = |line: Line| line.path(diagram).into_iter().map(|[load, t]| geometry.position(load, t)).collect();
    drawn.paths = Line::ALL.map(|line| (line, path(line))).into();
    if !diagram.done() {
        // Words and names would jump while the lines grow.
        return drawn;
    }
    let mut taken = Vec::new();
    for line in NAMED {
        let size = paint::symbol(ui, line.index(), tokens.ink).size();
        if let Some(rect) = labels::name(&geometry, line, &drawn.paths, size, &taken) {
            taken.push(rect);
            drawn.names.push((line, rect));
        }
    }
    for phase in REGIONS.into_iter().rev() {
        let sizes: Vec<Vec2> = texts(phase).iter().map(|text| written(ui, text, tokens).size()).collect();
        if let Some(word) = labels::word(&geometry, diagram, phase, &sizes, &taken) {
            taken.push(word.rect);
            drawn.words.push(word);
        }
    }
    drawn
}

/// What a region can be called on the plane, the longest first.
const fn texts(phase: Phase) -> &'static [&'static str] {
    match phase {
        Phase::Mixed => &["retrieval, metastable", "metastable"],
        Phase::Ferromagnetic => const { &[sentences::region(Phase::Ferromagnetic)] },
        Phase::SpinGlass => const { &[sentences::region(Phase::SpinGlass)] },
        Phase::Paramagnetic => const { &[sentences::region(Phase::Paramagnetic)] },
    }
}

/// The name of a region as it is written.
fn written(ui: &Ui, text: &str, tokens: &Tokens) -> Arc<Galley> {
    widget_paint::line(ui, text, theme::semibold(tokens.theme.metrics().title), tokens.ink)
}

impl Drawn {
    fn paint(&self, ui: &Ui, context: &PhasesContext<'_>, tokens: &Tokens) {
        let geometry = &self.geometry;
        let inside = ui.painter_at(geometry.data);
        for (phase, strip) in &self.strips {
            paint::strip(&inside, geometry, strip, paint::ground(*phase, tokens));
        }
        paint::cells(&inside, geometry, context.cells, tokens);
        paint::axes(ui, geometry, &numbers_font(ui), tokens);
        let over_cells = !context.cells.is_empty();
        for (line, path) in &self.paths {
            if over_cells {
                paint::casing(&inside, *line, path, tokens);
            }
            paint::line(&inside, *line, path, paint::ink(*line, tokens));
        }
        for word in &self.words {
            if over_cells {
                paint::plate(&inside, word.rect, tokens);
            }
            if let Some(text) = texts(word.phase).get(word.text) {
                inside.galley(word.rect.min, written(ui, text, tokens), tokens.ink);
            }
        }
        for (line, rect) in &self.names {
            if over_cells {
                paint::plate(&inside, *rect, tokens);
            }
            let colour = theme::mix(tokens.ink, paint::ink(*line, tokens), 0.6);
            inside.galley(rect.min, paint::symbol(ui, line.index(), colour), colour);
        }
        let view = context.view();
        let measured = view.points.iter().filter(|point| point.place.rule == LearningRule::Hebb);
        let places = measured.map(|point| geometry.position(point.place.load(), point.place.temperature));
        paint::dots(&inside, places, tokens);
    }

    fn paint_puck(&self, ui: &Ui, context: &PhasesContext<'_>, response: &Response, tokens: &Tokens) {
        let geometry = &self.geometry;
        let spot = context.spot();
        let at = geometry.position(spot.load(context.config().size), spot.temperature);
        let within = Pos2::new(at.x.min(geometry.data.right()), at.y.max(geometry.data.top()));
        let held = response.dragged();
        paint::puck(ui.painter(), geometry, within, held, response.has_focus(), tokens);
    }
}
