//! Every lab in windows of every size, theme and zoom: what can be clicked is whole or can be scrolled to, and large
//! enough to be hit; the object of the lab is the last thing to shrink.
#![cfg(feature = "gui")]

#[path = "support/window.rs"]
mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use egui::accesskit::{Action, ActionRequest, Role, TreeId};
use egui::{Event, Id, Key, Modifiers, Rect, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::ui::app::{App, Startup};
use glassbox::ui::labs::{boltzmann, list};
use glassbox::ui::remembered::Remembered;
use glassbox::ui::theme::Theme;

use support::{Window, key, wait, window_with};

/// Windows, in points of the screen: the smallest projector that is still about, to a large monitor.
const SIZES: [[f32; 2]; 6] =
    [[1024.0, 768.0], [1280.0, 800.0], [1366.0, 768.0], [1600.0, 1000.0], [1920.0, 1080.0], [2560.0, 1440.0]];
const ZOOMS: [f32; 4] = [0.8, 1.0, 1.5, 2.0];
/// The least side of what is clicked, and the least length of a slider, in points.
const LEAST: f32 = 16.0;
const LEAST_SLIDER: f32 = 160.0;
const LEAST_COARSE: f32 = 64.0;
/// What must be seen of something that is larger than the pane it scrolls in.
const ENOUGH: Vec2 = Vec2::new(120.0, 60.0);
/// What rounding may cut off.
const SLACK: f32 = 1.5;

fn opened(lab: &str, theme: Theme) -> Window {
    let startup = Startup { lab: Some(lab.to_owned()), theme: Some(theme), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait(&mut harness, "the lab", |harness| harness.query_by_label("Play").is_some());
    // Its first updates change numbers that are part of names, by which things are found again.
    if lab == boltzmann::NAME.id {
        wait(&mut harness, "rest", |harness| !harness.state().as_ref().is_some_and(App::busy));
    }
    harness
}

/// Makes the window this large on the screen; the zoom divides it into fewer or more points.
fn resize<S>(harness: &mut Harness<'_, S>, size: Vec2) {
    harness.set_size(size / harness.ctx.zoom_factor());
    harness.run_steps(4);
}

fn zoom_to(harness: &mut Window, wanted: f32) {
    key(harness, Modifiers::COMMAND, Key::Num0);
    let steps = ((wanted - 1.0) * 10.0).round() as i32;
    for _ in 0..steps.abs() {
        key(harness, Modifiers::COMMAND, if steps > 0 { Key::Plus } else { Key::Minus });
    }
}

/// Something that can be clicked, dragged or typed in.
#[derive(Clone, Debug)]
struct Control {
    id: Id,
    role: Role,
    name: String,
    rect: Rect,
    /// The part of it that is not cut off.
    visible: Rect,
}

impl Control {
    fn is_cut(&self) -> bool {
        let lost = self.rect.size() - self.visible.size().max(Vec2::ZERO);
        lost.x > SLACK || lost.y > SLACK
    }

    /// Whether enough of it is there to be used: all, or so much that it is larger than what it scrolls in.
    fn is_reached(&self) -> bool {
        let enough = self.rect.size().min(ENOUGH) - Vec2::splat(SLACK);
        self.visible.width() >= enough.x && self.visible.height() >= enough.y
    }

    fn is_too_small(&self) -> bool {
        let size = self.rect.size();
        // A point that is dragged over a plot is as wide as it is high.
        let is_slider = self.role == Role::Slider && size.x > 1.5 * size.y;
        // So much of a timeline can be moved along as is recorded.
        if self.name == "timeline" || self.name == "training time" {
            return false;
        }
        // Few values, each of them far from the next.
        let coarse = self.name == "speed" || self.name == "Brush size";
        let least = match (is_slider, coarse) {
            (true, false) => LEAST_SLIDER,
            (true, true) => LEAST_COARSE,
            (false, _) => LEAST,
        };
        // The gap by which the column is made wider is as wide as a gap.
        self.role != Role::Splitter && (size.x < least || size.y < LEAST)
    }

    /// Whether it is a tab that the arrows of its row bring into sight.
    fn is_tab_among(&self, others: &[Self]) -> bool {
        let arrow =
            |other: &Self| other.name.starts_with("Scroll tabs") && other.rect.y_range().contains(self.rect.center().y);
        others.iter().any(arrow)
    }
}

/// Everything in the window that has a name and can be used.
fn controls<S>(harness: &Harness<'_, S>) -> Vec<Control> {
    let screen = harness.ctx.content_rect();
    let named: BTreeMap<u64, (Role, String)> = harness
        .root()
        .children_recursive()
        .filter_map(|node| {
            let node = node.accesskit_node();
            Some((node.locate().0.0, (node.role(), node.label().or_else(|| node.value())?)))
        })
        .collect();
    harness.ctx.viewport(|viewport| {
        let all = viewport.prev_pass.widgets.layers().flat_map(|(_, widgets)| widgets);
        let usable = all.filter(|widget| widget.enabled && widget.sense.interactive());
        usable
            .filter_map(|widget| {
                let (role, name) = named.get(&widget.id.accesskit_id().0)?.clone();
                let visible = widget.interact_rect.intersect(screen);
                Some(Control { id: widget.id, role, name, rect: widget.rect, visible })
            })
            .collect()
    })
}

/// How often one looks whether something was scrolled to, and how long jobs have in between to find what moves a list.
const TRIES: usize = 60;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(5);

fn ask_to_scroll_to<S>(harness: &Harness<'_, S>, control: &Control) {
    harness.event(Event::AccessKitActionRequest(ActionRequest {
        action: Action::ScrollIntoView,
        target_node: control.id.accesskit_id(),
        target_tree: TreeId::ROOT,
        data: None,
    }));
}

/// The same thing as it is there now. What was scrolled to before may have taken a row of a long list away, which is drawn
/// only near where it is in sight: one walks along the list, down and up and farther each time, until it comes.
fn brought_back<S>(harness: &mut Harness<'_, S>, control: &Control) -> Option<Control> {
    for (down, steps) in [(true, 8), (false, 16), (true, 48), (false, 96)] {
        for _ in 0..steps {
            let there = controls(harness);
            let named = |found: &&Control| (found.role, &found.name) == (control.role, &control.name);
            let own = there.iter().find(|found| found.id == control.id && found.name == control.name);
            if let Some(found) = own.or_else(|| there.iter().find(named)) {
                return Some(found.clone());
            }
            let in_column =
                |other: &&Control| (other.role, other.rect.x_range()) == (control.role, control.rect.x_range());
            let rows = there.iter().filter(in_column);
            let order = |a: &&Control, b: &&Control| a.rect.top().total_cmp(&b.rect.top());
            let last = if down { rows.max_by(order) } else { rows.min_by(order) }?;
            ask_to_scroll_to(harness, last);
            harness.run_steps(3);
        }
    }
    None
}

/// The same thing once the window has been asked to scroll to it. Rows of a long list are other widgets then, under the
/// same names.
fn scrolled_to<S>(harness: &mut Harness<'_, S>, control: &Control) -> Option<Control> {
    let there = brought_back(harness, control)?;
    ask_to_scroll_to(harness, &there);
    let mut last = None;
    // What a job finds while the window scrolls is drawn first; a list that changes moves again.
    for _ in 0..TRIES {
        harness.run_steps(3);
        let found = controls(harness);
        let same = found.iter().find(|found| found.id == control.id && found.name == control.name);
        last = same
            .or_else(|| found.iter().find(|found| (found.role, &found.name) == (control.role, &control.name)))
            .cloned();
        if last.as_ref().is_some_and(Control::is_reached) {
            break;
        }
        std::thread::sleep(PAUSE);
    }
    last
}

/// What cannot be used as it is: cut off where nothing scrolls, or too small to be hit.
fn broken<S>(harness: &mut Harness<'_, S>) -> Vec<String> {
    let mut found = Vec::new();
    let controls = controls(harness);
    for control in &controls {
        let whole = !control.is_cut()
            || control.is_tab_among(&controls)
            || scrolled_to(harness, control).is_some_and(|control| control.is_reached());
        if !whole || control.is_too_small() {
            let what = if whole { "is small" } else { "is cut" };
            found.push(format!(
                "{:?} {:?} {what}: {:?}, of it {:?}",
                control.role, control.name, control.rect, control.visible
            ));
        }
    }
    found
}

#[test]
fn nothing_that_can_be_used_is_cut_or_too_small_in_any_window() {
    let mut report = String::new();
    for kind in list::LABS {
        for theme in [Theme::Dark, Theme::Projector] {
            let mut harness = opened(kind.name.id, theme);
            for zoom in ZOOMS {
                zoom_to(&mut harness, zoom);
                for size in SIZES {
                    resize(&mut harness, Vec2::from(size));
                    let place = format!("{} {theme:?} {size:?} at {zoom}", kind.name.id);
                    for found in broken(&mut harness) {
                        writeln!(report, "{place}: {found}").unwrap();
                    }
                }
            }
        }
    }
    assert!(report.is_empty(), "{} lines\n{report}", report.lines().count());
}

#[test]
fn a_button_that_is_cut_on_purpose_is_found_unless_it_can_be_scrolled_to() {
    for (scrolls, expected) in [(false, 1), (true, 0)] {
        let mut harness = Harness::builder().with_size([300.0, 200.0]).build_ui(move |ui| {
            ui.set_clip_rect(Rect::from_min_size(ui.max_rect().min, vec2(300.0, 60.0)));
            let content = |ui: &mut egui::Ui| {
                ui.add_space(45.0);
                _ = ui.button("cut in half");
            };
            if scrolls {
                egui::ScrollArea::vertical().max_height(50.0).min_scrolled_height(20.0).show(ui, content);
            } else {
                content(ui);
            }
        });
        harness.run_steps(2);
        let found = broken(&mut harness);
        assert_eq!(found.len(), expected, "{found:?}");
    }
    let mut harness = Harness::builder().build_ui(|ui| {
        let (_, response) = ui.allocate_exact_size(vec2(9.0, 9.0), egui::Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(Role::Button, true, "tiny"));
    });
    assert_eq!(broken(&mut harness).len(), 1);
}

/// The object of a lab, by its role and name.
fn size_of(harness: &Window, role: Role, name: &str) -> Vec2 {
    let nodes = harness.query_all_by_role(role);
    let named = nodes.filter(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(name)));
    named.map(|node| node.rect().size()).fold(Vec2::ZERO, Vec2::max)
}

#[test]
fn the_grid_keeps_half_of_the_height_and_its_slider_its_length() {
    for theme in [Theme::Dark, Theme::Projector] {
        for lab in ["recall", "heat"] {
            let mut harness = opened(lab, theme);
            for size in SIZES {
                resize(&mut harness, Vec2::from(size));
                // Between the bars, and without the frame that the harness puts around the window.
                let bars = 126.0 * theme.metrics().scale;
                let height = harness.ctx.content_rect().height() - 16.0 - bars;
                let grid = harness.get_by_label("State grid").rect().size();
                // Its cells are whole points.
                assert!(grid.min_elem() + 28.0 >= 0.5 * height, "{lab} {theme:?} {size:?}: {grid:?} of {height}");
                let slider = size_of(&harness, Role::Slider, "Amount of corruption");
                assert!(slider.x >= 160.0, "{lab} {theme:?} {size:?}: {slider:?}");
            }
        }
    }
}

#[test]
fn train_always_shows_samples() {
    for theme in [Theme::Dark, Theme::Projector] {
        let mut harness = opened("train", theme);
        for zoom in ZOOMS {
            zoom_to(&mut harness, zoom);
            for size in SIZES {
                resize(&mut harness, Vec2::from(size));
                let shown = size_of(&harness, Role::Image, "Samples");
                assert!(shown.min_elem() >= 40.0, "{theme:?} {size:?} at {zoom}: {shown:?}");
            }
        }
    }
}

/// Width of the left column.
fn left(harness: &Window) -> f32 {
    let edge = harness.get_by_role_and_label(Role::Splitter, "Width of the left column").rect();
    let rail = harness.get_by_role_and_label(Role::Button, "Couplings").rect();
    edge.left() - rail.right()
}

#[test]
fn the_left_column_follows_type_and_window_and_is_reset() {
    let mut harness = opened("heat", Theme::Dark);
    resize(&mut harness, vec2(1900.0, 1000.0));
    let dark = left(&harness);
    for _ in 0..2 {
        key(&mut harness, Modifiers::NONE, Key::T);
    }
    harness.run_steps(4);
    let fresh = {
        let mut fresh = opened("heat", Theme::Projector);
        resize(&mut fresh, vec2(1900.0, 1000.0));
        left(&fresh)
    };
    assert!(fresh > 1.1 * dark, "type is larger, so is the column: {fresh} and {dark}");
    assert!((left(&harness) - fresh).abs() < 1.0, "{} is not {fresh}", left(&harness));
    key(&mut harness, Modifiers::NONE, Key::T);
    harness.run_steps(4);
    assert!((left(&harness) - dark).abs() < 1.0);
    // A window that was small once.
    resize(&mut harness, vec2(640.0, 480.0));
    resize(&mut harness, vec2(1900.0, 1000.0));
    assert!((left(&harness) - dark).abs() < 1.0);
    // Dragged, and reset.
    let edge = harness.get_by_role_and_label(Role::Splitter, "Width of the left column").rect().center();
    harness.drag_at(edge);
    harness.run_steps(2);
    harness.hover_at(edge + vec2(60.0, 0.0));
    harness.run_steps(2);
    harness.drop_at(edge + vec2(60.0, 0.0));
    harness.run_steps(2);
    assert!((left(&harness) - dark - 60.0).abs() < 2.0, "{} and {dark}", left(&harness));
    harness.get_by_label("Reset panes").click();
    harness.run_steps(4);
    assert!((left(&harness) - dark).abs() < 1.0);
}

#[test]
fn the_text_of_a_lecture_is_two_hundredths_of_the_height() {
    let mut harness = opened("recall", Theme::Projector);
    for [width, height] in [[1920.0, 1080.0], [2560.0, 1440.0], [1600.0, 1000.0]] {
        resize(&mut harness, vec2(width, height));
        let text = 15.5 * harness.ctx.zoom_factor();
        assert!((0.0185..=0.0201).contains(&(text / height)), "{text} of {height}");
    }
    // What the person chose stays theirs: back in the dark theme nothing is enlarged.
    key(&mut harness, Modifiers::NONE, Key::T);
    harness.run_steps(4);
    assert!((harness.ctx.zoom_factor() - 1.0).abs() < 1e-3);
    zoom_to(&mut harness, 1.5);
    assert!((harness.ctx.zoom_factor() - 1.5).abs() < 1e-3);
    let app = harness.state_mut().as_mut().unwrap();
    assert!((app.remember().zoom - 1.5).abs() < 1e-3);
}

#[test]
fn the_drawer_holds_what_stands_in_the_column_and_escape_closes_it() {
    let mut harness = opened("heat", Theme::Projector);
    resize(&mut harness, vec2(1024.0, 768.0));
    assert!(harness.query_by_role_and_label(Role::Slider, "Temperature").is_none());
    harness.get_by_role_and_label(Role::Button, "Temperature · Memories").click();
    harness.run_steps(4);
    assert!(harness.query_by_role_and_label(Role::Slider, "Temperature").is_some());
    let found = broken(&mut harness);
    assert!(found.is_empty(), "{found:#?}");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    harness.run_steps(2);
    assert!(harness.query_by_role_and_label(Role::Slider, "Temperature").is_none());
}
