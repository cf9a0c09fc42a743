//! What tests of panels need: one panel of any lab in a harness, what it draws from, and what it asks for.
//!
//! A lab says in a [`Bench`] how its panels are lent their context; the fixture, the harness, the clicks and the loop
//! over themes and sizes are the same for all.
#![allow(
    clippy::allow_attributes,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "help for tests: it may stop a test and wait by the clock, and each test uses a part of it"
)]

pub mod hopfield;
pub mod phases;
pub mod train;
pub mod tree;

use std::fmt::Debug;
use std::sync::Arc;

use egui::{Event, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
    wgpu::WgpuTestRenderer,
};
use glassbox::engine::core::session::Snapshot;
use glassbox::physics::seed::Seed;
use glassbox::ui::chassis;
use glassbox::ui::jobs::{Jobs, Wake};
use glassbox::ui::lab::{LabPanels, Panel, PanelList};
use glassbox::ui::shell::Shell;
use glassbox::ui::theme::{self, Theme};
use glassbox::ui::widgets::{Card, TransportAction};

/// The sizes of every panel: none, smaller than anything can be shown, small, usual, larger than a window.
pub const SIZES: [[f32; 2]; 6] =
    [[0.0, 0.0], [40.0, 30.0], [120.0, 80.0], [300.0, 220.0], [480.0, 640.0], [1600.0, 1000.0]];

/// What the panels of one lab draw from besides a snapshot.
pub trait Bench: Sized + 'static {
    type Panels: LabPanels;
    type View: 'static;
    type Ask: Debug + PartialEq + 'static;
    type Shared: Default + 'static;

    /// View state that panels are drawn with, one after the other.
    const LOOKS: &'static [fn(&mut Self::Shared)];

    /// Every panel of the lab, once.
    fn panels() -> PanelList<Self::Panels>;

    fn context<'a>(&'a self, lent: Lent<'a, Self>) -> Context<'a, Self>;

    /// Reads the keys of the lab.
    fn read_keys(ctx: &egui::Context, context: &mut Context<'_, Self>);

    /// Forgets what the panels wait for, as when the engine has answered.
    fn answered(_shared: &mut Self::Shared) {}
}

pub type Context<'a, B> = <<B as Bench>::Panels as LabPanels>::Context<'a>;

/// What a fixture lends to the context of a panel.
pub struct Lent<'a, B: Bench> {
    pub snapshot: &'a Snapshot<B::View>,
    pub asks: &'a mut Vec<B::Ask>,
    pub shared: &'a mut B::Shared,
    pub shell: &'a mut Shell,
}

/// One panel, what it draws from, and what it asked for.
pub struct Fixture<B: Bench> {
    pub bench: B,
    pub snapshot: Snapshot<B::View>,
    pub shared: B::Shared,
    pub shell: Shell,
    pub asks: Vec<B::Ask>,
    pub actions: Vec<TransportAction>,
    /// Whether the keys of the lab are read before the panel is drawn.
    pub keys: bool,
    panel: Box<dyn Panel<B::Panels>>,
    theme: Option<Theme>,
}

pub type Window<B> = Harness<'static, Fixture<B>>;

/// Nobody waits to be woken.
pub fn nobody() -> Wake {
    Arc::new(|| {})
}

/// The ids of the panels of a lab.
pub fn ids<B: Bench>() -> Vec<&'static str> {
    B::panels().iter().map(|panel| panel.info().id).collect()
}

impl<B: Bench> Fixture<B> {
    /// The panel of that id on a bench.
    pub fn on(bench: B, snapshot: Snapshot<B::View>, id: &str) -> Self {
        let panel = B::panels().into_iter().find(|panel| panel.info().id == id);
        let panel = panel.unwrap_or_else(|| panic!("{id:?} is none of {:?}", ids::<B>()));
        Self {
            bench,
            snapshot,
            shared: B::Shared::default(),
            shell: Shell::new(Jobs::new(nobody()), Theme::Dark, Seed(1)),
            asks: Vec::new(),
            actions: Vec::new(),
            keys: false,
            panel,
            theme: None,
        }
    }

    /// The same with another panel.
    pub fn showing(self, panel: Box<dyn Panel<B::Panels>>) -> Self {
        Self { panel, ..self }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        if self.theme != Some(self.shell.theme) {
            self.theme = Some(self.shell.theme);
            theme::install(ui.ctx(), self.shell.theme);
        }
        ui.painter().rect_filled(ui.ctx().content_rect(), 0, theme::tokens(ui.ctx()).background);
        let Self { bench, snapshot, shared, shell, asks, actions, panel, .. } = self;
        shell.status.clear();
        let mut context = bench.context(Lent { snapshot, asks, shared, shell });
        if self.keys {
            B::read_keys(ui.ctx(), &mut context);
            actions.extend(chassis::keys::read(ui.ctx(), snapshot.running));
        }
        let explanation = panel.explanation(&context);
        egui::CentralPanel::no_frame().show(ui, |ui| {
            ui.push_id(panel.info().id, |ui| {
                Card::new(panel.info().title)
                    .note(&explanation)
                    .fill_height()
                    .show(ui, |ui| panel.ui(ui, &mut context));
            });
        });
    }

    /// Puts it into a harness of this size; a frame is a sixtieth of a second, so that two clicks make a double click.
    pub fn harness(self, size: impl Into<Vec2>) -> Window<B> {
        self.drawn_by(size, None)
    }

    /// The same, once its layout has settled.
    pub fn window(self, size: impl Into<Vec2>) -> Window<B> {
        let mut harness = self.harness(size);
        harness.run_steps(3);
        harness
    }

    /// In a harness with something that renders it to pixels.
    pub fn drawn_by(self, size: impl Into<Vec2>, renderer: Option<WgpuTestRenderer>) -> Window<B> {
        let theme = self.shell.theme;
        let builder = Harness::builder()
            .with_size(size)
            .with_step_dt(1.0 / 60.0)
            .with_render_cursor(false)
            .with_context_setup(move |ctx| theme::install(ctx, theme));
        let builder = match renderer {
            Some(renderer) => builder.renderer(renderer),
            None => builder,
        };
        builder.build_ui_state(|ui, fixture: &mut Self| fixture.ui(ui), self)
    }
}

/// Draws it in every theme at every size with every look of the shared view state; it asks for nothing but `wanted`.
pub fn draw_everywhere<B: Bench>(fixture: Fixture<B>, wanted: &[B::Ask], what: &str) {
    resized(&mut fixture.harness(SIZES[3]), wanted, what);
}

/// The same for a panel that stands in a harness already.
pub fn resized<B: Bench>(harness: &mut Window<B>, wanted: &[B::Ask], what: &str) {
    for theme in Theme::ALL {
        harness.state_mut().shell.theme = theme;
        for size in SIZES {
            harness.set_size(Vec2::from(size));
            for look in B::LOOKS {
                look(&mut harness.state_mut().shared);
                harness.step();
            }
            let asks = std::mem::take(&mut harness.state_mut().asks);
            assert!(asks.iter().all(|ask| wanted.contains(ask)), "{what} in {theme:?} at {size:?} asks for {asks:?}");
            harness.step();
            assert_eq!(std::mem::take(&mut harness.state_mut().asks), wanted, "{what} in {theme:?} at {size:?}");
            harness.check_accessibility();
            let hyphens = minus_hyphens(harness);
            assert!(hyphens.is_empty(), "{what} in {theme:?} at {size:?} writes minus as a hyphen: {hyphens:?}");
        }
    }
    assert!(harness.state().actions.is_empty());
}

/// The texts in which a hyphen stands for the minus of a number, which is U+2212 wherever it is shown.
fn minus_hyphens<B: Bench>(harness: &Window<B>) -> Vec<String> {
    let is_negative =
        |word: &str| word.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let nodes = harness.root().children_recursive();
    let texts = nodes.flat_map(|node| [node.accesskit_node().label(), node.accesskit_node().value()]).flatten();
    texts.filter(|text| text.split([' ', '(', '=', '\u{A0}']).any(is_negative)).collect()
}

/// What is asked for while `act` happens.
pub fn asked<B: Bench>(harness: &mut Window<B>, act: impl FnOnce(&mut Window<B>)) -> Vec<B::Ask> {
    harness.state_mut().asks.clear();
    act(harness);
    harness.run_steps(3);
    B::answered(&mut harness.state_mut().shared);
    std::mem::take(&mut harness.state_mut().asks)
}

pub fn click<B: Bench>(harness: &mut Window<B>, label: &str) -> Vec<B::Ask> {
    asked(harness, |harness| harness.get_by_label(label).click())
}

pub fn click_at<B: Bench>(harness: &mut Window<B>, pos: Pos2) -> Vec<B::Ask> {
    asked(harness, |harness| {
        press(harness, pos, true);
        press(harness, pos, false);
    })
}

/// Presses or lets go of the first button of the mouse.
pub fn press<B: Bench>(harness: &mut Window<B>, pos: Pos2, pressed: bool) {
    harness.event(Event::PointerMoved(pos));
    harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
    harness.step();
}
