//! Plays a walk in the window, as a person does: with a pointer that is somewhere, and a keyboard that something has.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Vec2};
use egui_kittest::kittest::NodeT as _;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;
use glassbox::ui::theme::Theme;

use crate::script::{Act, Line, Start, What};
use crate::support::{Window, drop_file, key, shows, wait, window_with};

/// So many presses of Tab go round every window.
const ROUND: usize = 400;
/// Frames after which the window has answered.
const ANSWERED: usize = 3;

pub struct Player {
    harness: Window,
}

impl Player {
    pub fn open(start: &Start) -> Self {
        let theme = Theme::ALL.into_iter().find(|theme| theme.name() == start.theme).unwrap();
        let startup =
            Startup { lab: Some(start.lab.clone()), theme: Some(theme), seed: Some(Seed(1)), ..Startup::default() };
        let mut harness = window_with(startup, Remembered::default());
        harness.set_size(start.size);
        wait(&mut harness, "the lab", |harness| shows(harness, "Play"));
        harness.run_steps(ANSWERED);
        Self { harness }
    }

    pub fn act(&mut self, line: &Line) {
        match &line.act {
            Act::Click { what, at } => {
                let rect = self.rect(what, line);
                self.stroke(&[rect.min + *at * rect.size()], PointerButton::Primary);
            }
            Act::Menu(what) => {
                let at = self.rect(what, line).center();
                self.stroke(&[at], PointerButton::Secondary);
            }
            Act::Drag { what, path, erases } => {
                let rect = self.rect(what, line);
                let path: Vec<Pos2> = path.iter().map(|&part| rect.min + part * rect.size()).collect();
                self.stroke(&path, if *erases { PointerButton::Secondary } else { PointerButton::Primary });
            }
            Act::Drop(path) => drop_file(&mut self.harness, path),
            Act::Tab(what) => self.tab(what, line),
            Act::Keys { keys, times } => {
                for &(modifiers, pressed) in keys.iter().cycle().take(keys.len() * times) {
                    key(&mut self.harness, modifiers, pressed);
                }
            }
            Act::Type(text) => self.harness.event(Event::Text(text.clone())),
            Act::Wait(text) => _ = wait(&mut self.harness, &line.text, |harness| shows(harness, text)),
            Act::Gone(text) => _ = wait(&mut self.harness, &line.text, |harness| !shows(harness, text)),
            Act::Written(path) => {
                wait(&mut self.harness, &line.text, |_| path.metadata().is_ok_and(|file| file.len() > 0));
            }
        }
        self.harness.run_steps(ANSWERED);
    }

    /// Where what is called so is: waited for, since a lab may still be opening.
    fn rect(&mut self, what: &What, line: &Line) -> Rect {
        wait(&mut self.harness, &line.text, |harness| find(harness, what).is_some());
        find(&self.harness, what).unwrap()
    }

    /// Presses a button of the mouse at the first point, moves along the others, and lets go.
    fn stroke(&mut self, path: &[Pos2], button: PointerButton) {
        let (Some(&first), Some(&last)) = (path.first(), path.last()) else { panic!("a stroke has a point") };
        let press = |pos, pressed| Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE };
        self.harness.hover_at(first);
        self.harness.run_steps(2);
        self.harness.event(press(first, true));
        self.harness.run_steps(1);
        for pair in path.windows(2) {
            for step in 1..=8 {
                self.harness.hover_at(pair[0].lerp(pair[1], step as f32 / 8.0));
                self.harness.run_steps(1);
            }
        }
        self.harness.event(press(last, false));
    }

    fn tab(&mut self, what: &str, line: &Line) {
        let mut passed = Vec::new();
        for _ in 0..ROUND {
            if focused(&self.harness).is_some_and(|name| name == what) {
                return;
            }
            passed.extend(focused(&self.harness));
            key(&mut self.harness, Modifiers::NONE, Key::Tab);
            std::thread::sleep(Duration::from_millis(1));
        }
        passed.sort_unstable();
        passed.dedup();
        panic!("{}: Tab leads to {passed:?} only", line.text);
    }
}

/// What has the keyboard.
fn focused(harness: &Window) -> Option<String> {
    let node = harness.root().children_recursive().find(|node| node.accesskit_node().is_focused())?;
    node.accesskit_node().label().or_else(|| node.accesskit_node().value())
}

/// The last of what is called so and can be used, which lies over what was drawn before; else a text; else what begins
/// so.
fn find(harness: &Window, what: &What) -> Option<Rect> {
    let screen = harness.ctx.content_rect();
    let nodes = harness.root().children_recursive().filter_map(|node| {
        let inner = node.accesskit_node();
        // What was not laid out in this frame has no place.
        inner.bounding_box()?;
        let reached = node.rect();
        let seen = reached.size() != Vec2::ZERO && screen.contains(reached.center()) && !inner.is_disabled();
        let fits = seen && what.role.is_none_or(|role| inner.role() == role);
        let name = inner.label().or_else(|| inner.value()).filter(|name| fits && name.starts_with(&what.name))?;
        Some(((name == what.name, inner.role() != Role::Label), reached))
    });
    nodes.max_by_key(|&(fits, _)| fits).map(|(_, rect)| rect)
}
