//! A tree in a window of its own, with labels, names, pictures and a cut, and what it said.

use egui::{Rect, Vec2, vec2};
use egui_kittest::{Harness, HarnessBuilder};
use glassbox::ui::theme::{self, Theme, identity_letter, numbers};
use glassbox::ui::widgets::tree_view::{Cut, LabelColumn, PathStep, Skeleton, TreeScene, TreeView};

pub const SIZE: Vec2 = vec2(900.0, 640.0);

/// What a panel would keep.
pub struct Panel {
    pub view: TreeView,
    pub tree: Skeleton,
    pub key: (u64, u64),
    pub classes: Vec<Option<u16>>,
    pub texts: Vec<String>,
    pub cut: Option<f64>,
    pub path: Vec<PathStep>,
    pub named: bool,
    pub pictured: bool,
    pub tools: bool,
    pub clicked: Vec<u32>,
    pub cut_moved: Vec<f64>,
    pub common: Option<u32>,
    pub selected: Option<u32>,
    pub hovered: Option<u32>,
    pub hidden_names: u32,
    pub pieces: usize,
    /// Where the tree is on the screen.
    pub room: Rect,
}

impl Panel {
    pub fn new(tree: Skeleton) -> Self {
        // Neighbours mostly have the same label.
        let class =
            |datum: u32| ((tree.leaves() - 1 - datum) * 7 / tree.leaves().max(1) + u32::from(datum % 9 == 4)) as u16;
        let classes = (0..tree.leaves()).map(|datum| (datum % 23 != 7).then_some(class(datum))).collect();
        Self {
            view: TreeView::default(),
            tree,
            key: (0, 0),
            classes,
            texts: (0..10).map(identity_letter).collect(),
            cut: Some(60.0),
            path: Vec::new(),
            named: false,
            pictured: false,
            tools: false,
            clicked: Vec::new(),
            cut_moved: Vec::new(),
            common: None,
            selected: None,
            hovered: None,
            hidden_names: 0,
            pieces: 0,
            room: Rect::ZERO,
        }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let columns = [LabelColumn { name: "digit", classes: &self.classes, texts: &self.texts, pale: false }];
        let text = |position: f64| format!("update {}", numbers::grouped(position.round() as u64));
        let (tree, classes) = (&self.tree, &self.classes);
        let colour = |node: u32| {
            let first = tree.order().get(tree.node(node).first as usize).copied().unwrap_or(0);
            classes.get(first as usize).copied().flatten().map_or(0, usize::from)
        };
        let name = |datum: u32| format!("datum {datum}");
        let unconverged = |node: u32| node % 17 == 5;
        let picture = |painter: &egui::Painter, node: u32, rect: Rect| {
            let grey = theme::tokens(painter.ctx()).spin_on.gamma_multiply(0.3 + 0.6 * (node % 7) as f32 / 7.0);
            painter.circle_filled(rect.center(), rect.width() * 0.3, grey);
        };
        let scene = TreeScene {
            axis: "updates",
            columns: &columns,
            names: self.named.then_some(&name),
            cut: self.cut.map(|position| Cut { position, text: &text, colour: &colour }),
            unconverged: Some(&unconverged),
            picture: self.pictured.then_some(&picture),
            path: &self.path,
            ..TreeScene::new("Tree under test", &self.tree, self.key)
        };
        if self.tools {
            self.view.tools_ui(ui, &scene);
        }
        let size = ui.available_size();
        let answer = self.view.show(ui, &scene, size);
        self.clicked.extend(answer.clicked);
        self.cut_moved.extend(answer.cut_moved);
        (self.common, self.selected, self.hovered) = (answer.common, answer.selected, answer.hovered);
        (self.hidden_names, self.pieces, self.room) = (answer.hidden_names, answer.pieces, answer.response.rect);
    }
}

pub fn builder<State>(theme: Theme, size: Vec2) -> HarnessBuilder<State> {
    Harness::builder()
        .with_size(size)
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(move |ctx| theme::install(ctx, theme))
}

pub fn harness<'a>(panel: Panel, size: Vec2) -> Harness<'a, Panel> {
    let mut harness = builder(Theme::Dark, size).build_ui_state(|ui, panel: &mut Panel| panel.ui(ui), panel);
    harness.run_steps(3);
    harness
}
