//! Pictures of a planted tree, compared with those in `tests/snapshots`; see `tests/snapshots.rs`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use egui_kittest::{SnapshotResults, wgpu::WgpuTestRenderer};
use glassbox::ui::theme::Theme;
use glassbox::ui::widgets::tree_view::{Layout, PathStep};

use crate::planted::planted;
use crate::scene::{Panel, builder};

#[test]
fn trees_look_as_they_were_approved() {
    let mut results = SnapshotResults::new();
    for (name, layout) in [("tree-rectangular", Layout::Rectangular), ("tree-circular", Layout::Circular)] {
        let renderer = catch_unwind(AssertUnwindSafe(WgpuTestRenderer::new)).ok();
        let required = std::env::var("GLASSBOX_PNG_TESTS").is_ok_and(|value| value == "required");
        assert!(renderer.is_some() || !required, "GLASSBOX_PNG_TESTS=required, but there is no graphics adapter");
        let Some(renderer) = renderer else {
            println!("skipped: no adapter");
            return;
        };
        let mut panel = Panel { pictured: layout == Layout::Rectangular, ..Panel::new(planted(60, 12)) };
        panel.view.state.layout = layout;
        if layout == Layout::Circular {
            let leaf = panel.tree.holder(21).unwrap();
            let way: Vec<u32> = panel.tree.upwards(leaf).collect();
            panel.path = way.into_iter().rev().map(|node| PathStep { node, value: String::new() }).collect();
        }
        let mut harness = builder(Theme::Dark, egui::vec2(760.0, 600.0))
            .renderer(renderer)
            .build_ui_state(|ui, panel: &mut Panel| panel.ui(ui), panel);
        harness.run_steps(3);
        results.add(harness.try_snapshot(name));
    }
}
