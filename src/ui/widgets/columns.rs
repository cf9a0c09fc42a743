//! Columns side by side, or one below another where there is no room for that.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use crate::ui::theme;

/// Columns of these widths side by side, a gap between them, each as high as the room; `draw` is given the number of
/// the column.
pub fn columns_ui(ui: &mut Ui, widths: &[f32], mut draw: impl FnMut(&mut Ui, usize)) {
    let height = ui.available_height().max(0.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GAP;
        for (column, &width) in widths.iter().enumerate() {
            let width = width.max(0.0);
            ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                draw(ui, column);
            });
        }
    });
}

/// So many columns of equal width where each gets `least`; else one below another, `stacked` high, scrolled. `draw` is
/// given the number of the column and its height.
pub fn equal_columns_ui(
    ui: &mut Ui,
    count: usize,
    least: f32,
    stacked: f32,
    mut draw: impl FnMut(&mut Ui, usize, f32),
) {
    let room = ui.available_size().max(egui::Vec2::ZERO);
    let width = (room.x + theme::GAP) / count.max(1) as f32 - theme::GAP;
    if width >= least {
        columns_ui(ui, &vec![width; count], |ui, column| draw(ui, column, room.y));
    } else {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for column in 0..count {
                draw(ui, column, stacked);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;

    use super::*;

    /// Left edge and width of three columns of at least 100 in a room of this width.
    fn drawn(room: f32) -> Vec<[f32; 2]> {
        let mut found = Vec::new();
        let harness = Harness::builder().with_size([room, 200.0]).build_ui(|ui| {
            found.clear();
            let corner = ui.max_rect();
            equal_columns_ui(ui, 3, 100.0, 50.0, |ui, _, height| {
                found.push([ui.max_rect().left() - corner.left(), ui.available_width()]);
                ui.allocate_space(vec2(ui.available_width(), height));
            });
            found.push([corner.width(), 0.0]);
        });
        drop(harness);
        found
    }

    #[test]
    fn columns_share_the_width_or_stand_below_each_other() {
        let wide = drawn(500.0);
        let [room, _] = wide[3];
        let width = (room - 2.0 * theme::GAP) / 3.0;
        for (column, [left, found]) in wide[..3].iter().enumerate() {
            assert!((found - width).abs() < 0.5, "{wide:?}");
            assert!((left - column as f32 * (width + theme::GAP)).abs() < 1.0, "{wide:?}");
        }
        let narrow = drawn(300.0);
        assert!(narrow[..3].iter().all(|[left, _]| *left == 0.0), "{narrow:?}");
    }
}
