//! Two trees of the same data.

use egui::{OutputCommand, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::ui::theme::Theme;
use glassbox::ui::widgets::tree_view::{FaceToFace, LabelColumn, Side, Skeleton, TreeScene};

use crate::planted::planted;
use crate::scene::builder;

struct Two {
    view: FaceToFace,
    trees: [Skeleton; 2],
    classes: Vec<Option<u16>>,
    hovered: Option<(Side, u32)>,
}

impl Two {
    fn new(leaves: u32) -> Self {
        let classes = (0..leaves).map(|datum| Some((datum % 5) as u16)).collect();
        Self { view: FaceToFace::default(), trees: [planted(leaves, 1), planted(leaves, 2)], classes, hovered: None }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let columns = [LabelColumn { name: "class", classes: &self.classes, texts: &[], pale: false }];
        let [left, right] = &self.trees;
        let left = TreeScene { columns: &columns, ..TreeScene::new("By training", left, (0, 0)) };
        let right = TreeScene::new("By distance", right, (0, 1));
        let size = ui.available_size();
        self.hovered = self.view.show(ui, [&left, &right], true, size).hovered;
    }
}

fn shown<'a>(leaves: u32) -> Harness<'a, Two> {
    let mut harness =
        builder(Theme::Dark, vec2(800.0, 500.0)).build_ui_state(|ui, two: &mut Two| two.ui(ui), Two::new(leaves));
    harness.run_steps(2);
    harness
}

#[test]
fn the_pointer_finds_nodes_of_both_trees() {
    let mut harness = shown(40);
    let mut sides = [false; 2];
    for step in 0..900 {
        harness
            .hover_at(egui::pos2(16.0 + 768.0 * (step % 30) as f32 / 29.0, 40.0 + 440.0 * (step / 30) as f32 / 29.0));
        harness.step();
        if let Some((side, node)) = harness.state().hovered {
            sides[usize::from(side == Side::Right)] = true;
            assert!(node < harness.state().trees[usize::from(side == Side::Right)].len());
        }
    }
    assert_eq!(sides, [true; 2]);
}

#[test]
fn the_places_of_each_datum_are_taken_out_and_large_trees_are_drawn() {
    let mut harness = shown(40);
    harness.hover_at(egui::pos2(400.0, 250.0));
    harness.step();
    harness.key_press(egui::Key::E);
    harness.run_steps(3);
    harness.get_by_label("Copy data").click();
    harness.step();
    let commands = &harness.output().platform_output.commands;
    let text = commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(text.unwrap().lines().nth(1), Some("39\t1\t1"), "planted trees have the same order of leaves");
    shown(100_000);
}
