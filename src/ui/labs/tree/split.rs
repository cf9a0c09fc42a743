//! Why a branch split: how its two largest children differ, and which mode of the weights tells them apart.

use std::sync::Arc;

use crate::engine::rbm::tree::{SplitReason, TreeView, split_ages};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::branch_row::BranchRow;
use crate::ui::labs::tree::clusters_at::Composition;
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels};
use crate::ui::labs::tree::{help, sentences};
use crate::ui::machine::{Palette, VectorPicture, site_names_ui, vector};
use crate::ui::theme;
use crate::ui::theme::numbers::{number, percent};
use crate::ui::widgets::plots::{Bar, Bars, nice_range};
use crate::ui::widgets::{TileGrid, columns_ui, sentence_ui, title_ui};

/// Modes with a colour of their own, as in the plot over the tree.
const NAMED: usize = 4;
/// A mode with less of the difference explains no split.
const MOST_OF_IT: f64 = 0.5;
/// Largest side of a picture; height of a strip, and of one with several states.
const PICTURE: f32 = 132.0;
const STRIP: f32 = 20.0;
const STATES: f32 = 56.0;
const BARS: f32 = 104.0;
/// The most that the names of columns take.
const NAMES: f32 = 96.0;

#[derive(Default)]
pub struct SplitPanel {
    difference: TileGrid,
    mode: TileGrid,
    palette: Palette,
    /// A mode that was chosen instead of the strongest, and the split that it was chosen for.
    chosen: Option<(u32, usize)>,
}

const INFO: PanelInfo = PanelInfo {
    id: "split",
    title: "Why did it split?",
    tab: "Split",
    help: help::SPLIT,
    place: Place::Tabs("closer looks"),
};

impl Panel<TreePanels> for SplitPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &TreeContext<'_>) -> String {
        let view = context.view();
        let ages = context.derived.split.as_ref().and_then(|(node, _)| split_ages(view, *node));
        ages.map_or_else(String::new, |[before, after]| between(view, view.position(before), view.position(after)))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        let Some((split, reason)) = context.derived.split.clone().filter(|(_, reason)| reason.strongest.is_some())
        else {
            sentence_ui(ui, nothing(context), None);
            return;
        };
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = theme::STEP;
            let ink = theme::tokens(ui.ctx()).ink;
            sentence_ui(ui, &reason_sentence(&reason), Some(ink));
            if context.node().is_some_and(|node| !holds(context.view(), node, split)) {
                sentence_ui(ui, "The branch looked at splits no more: this is the split that it comes from.", None);
            }
            children_ui(ui, context, split);
            ui.add_space(theme::STEP);
            let mode = self.chosen.filter(|(of, _)| *of == split).map(|(_, mode)| mode).or(reason.strongest);
            let mode = mode.unwrap_or_default();
            self.pictures_ui(ui, context, split, &reason, mode);
            self.bars_ui(ui, context, split, &reason, mode);
        });
    }
}

impl SplitPanel {
    /// The difference of the children and the mode: side by side where they are pictures.
    fn pictures_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TreeContext<'_>,
        split: u32,
        reason: &SplitReason,
        mode: usize,
    ) {
        let Some(canvas) = context.canvas() else { return };
        let Some(shown) = reason.modes.get(mode) else { return };
        // A mode has no sign of its own: it is drawn as it lies along the difference.
        let along: f32 = shown.visible.iter().zip(reason.difference.iter()).map(|(u, d)| u * d).sum();
        let aligned: Vec<f32> = shown.visible.iter().map(|u| u.copysign(u * along)).collect();
        let (key, name) = (context.key(), format!("Mode {}", mode + 1));
        let key = |what: u64| (key.0, key.1, u64::from(split) << 8 | what);
        let width = ui.available_width();
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        let side = (PICTURE * scale).min((width - theme::GAP) / 2.0);
        let size = if canvas.is_picture {
            egui::vec2(side, side * canvas.shape[1] as f32 / canvas.shape[0].max(1) as f32)
        } else {
            egui::vec2(width, if canvas.letters().is_some() { STATES } else { STRIP } * scale)
        };
        let pictures = [
            ("Difference", "first branch − second", &reason.difference[..], key(0)),
            (name.as_str(), "its part of the weights", &aligned[..], key(1 + mode as u64)),
        ];
        let mut draw = |ui: &mut egui::Ui, place: usize| {
            let Some(&(name, what, values, key)) = pictures.get(place) else { return };
            title_ui(ui, name, if canvas.is_picture { "" } else { what });
            site_names_ui(ui, &canvas, size.x, NAMES * scale);
            let grid = if place == 0 { &mut self.difference } else { &mut self.mode };
            let picture = VectorPicture { name, values, canvas: &canvas, key, size, chosen: false, clickable: false };
            if let Some(hover) = picture.show(ui, grid, &self.palette.colours(ui.ctx())).hover {
                context.shell.status = format!("{name} ({what}), {hover}");
            }
            if let Some(ends) = vector::ends(values, &canvas) {
                sentence_ui(ui, &ends, None);
            }
        };
        if canvas.is_picture {
            let height = size.y + 2.0 * theme::tokens(ui.ctx()).theme.metrics().title;
            ui.allocate_ui(egui::vec2(width, height), |ui| columns_ui(ui, &[side, side], draw));
        } else {
            draw(ui, 0);
            draw(ui, 1);
        }
    }

    /// How much of the difference lies along each mode; a click shows that mode.
    fn bars_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TreeContext<'_>,
        split: u32,
        reason: &SplitReason,
        mode: usize,
    ) {
        let tokens = theme::tokens(ui.ctx());
        title_ui(ui, "Difference along each mode", "click to see it");
        let bar = |(mode, &value): (usize, &f64)| Bar {
            value,
            color: if mode < NAMED { tokens.identity(mode) } else { tokens.faint },
        };
        let bars: Vec<Bar> = reason.along_modes.iter().enumerate().map(bar).collect();
        let most = reason.along_modes.iter().copied().fold(0.1, f64::max);
        let answer = Bars {
            summary: &reason_sentence(reason),
            height: BARS * tokens.theme.metrics().scale,
            x_label: "modes",
            bars: &bars,
            y_range: nice_range(0.0, most),
            chosen: Some(mode),
            ..Bars::new("Difference along the modes")
        }
        .show(ui);
        if let Some(mode) = answer.hover {
            context.shell.status = mode_sentence(reason, mode);
        }
        if let Some(mode) = answer.clicked {
            self.chosen = Some((split, mode));
        }
    }
}

/// A line for each child, the two that are compared first; a click looks at one.
fn children_ui(ui: &mut egui::Ui, context: &mut TreeContext<'_>, split: u32) {
    let tree = Arc::clone(&context.view().tree);
    let mut children: Vec<u32> = tree.children(split).collect();
    children.sort_by_key(|&child| std::cmp::Reverse(tree.data(child).len()));
    let column = context.column().cloned();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for node in children {
            let rows = tree.data(node);
            let composition = column.as_ref().map_or_else(Composition::default, |column| Composition::of(rows, column));
            let row = BranchRow {
                node,
                colour: context.colour(node),
                count: rows.len(),
                total: context.rows().rows(),
                composition: &composition,
                column: column.as_ref(),
                chosen: context.shared.node == Some(node),
                has_picture: false,
            };
            let answer = row.show(ui);
            if answer.response.hovered() {
                let click = || format!("{}; click to look at it", row.sentence());
                context.shell.status = answer.sentence.unwrap_or_else(click);
            }
            if answer.response.clicked() {
                context.asks.push(Ask::Look(Some(node)));
            }
        }
    });
    let support = context.view().support.as_ref();
    let seen = support.and_then(|support| {
        let (_, seen) = support.splits.iter().find(|(node, _)| *node == split)?;
        Some(format!("Seen in {} of {} resamplings.", percent(*seen, 0), support.done))
    });
    if let Some(seen) = seen {
        sentence_ui(ui, &seen, None);
    }
}

/// Whether a split is at the end of the branch of a node.
fn holds(view: &TreeView, node: u32, split: u32) -> bool {
    let leaves = |node: u32| view.tree.nodes().get(node as usize).map(|node| node.leaves.clone());
    leaves(node) == leaves(split)
}

/// `between update 201 and update 214`.
fn between(view: &TreeView, before: f64, after: f64) -> String {
    format!("between {} and {}", sentences::position(view, before), sentences::position(view, after))
}

fn nothing(context: &TreeContext<'_>) -> &'static str {
    let tree = &context.view().tree;
    if context.shared.node.is_none() && !context.view().is_complete() {
        return "Click a branch of the tree, or wait until the tree has grown: the first split is looked into then.";
    }
    if tree.splits().next().is_none() {
        return "Nothing split: all rows have one fixed point. A smaller merge distance or a run that was trained for \
            longer may tell them apart.";
    }
    "The difference between the two largest branches is being compared with the modes of the weights."
}

/// `Mode 3 crossed the threshold with this split and carries 83 % of the difference.`
fn reason_sentence(reason: &SplitReason) -> String {
    let Some(strongest) = reason.strongest else { return String::new() };
    let part = reason.along_modes.get(strongest).copied().unwrap_or_default();
    let (mode, carries) = (strongest + 1, format!("carries {} of the difference", percent(part, 0)));
    if reason.crossed() {
        return format!("Mode {mode} crossed the threshold with this split and {carries}.");
    }
    let value = |which: usize| reason.scaled.get(which)?.get(strongest).map(|value| number(*value, 2));
    let Some(after) = value(1) else {
        return format!("Mode {mode} {carries}.");
    };
    let where_it_is =
        if strongest < reason.condensed[0] { "was above the threshold before" } else { "is still below it" };
    let mut sentence = format!("Mode {mode} {carries}; it {where_it_is} (scaled singular value {after}).");
    if part < MOST_OF_IT {
        sentence.push_str(" No mode explains this split by itself.");
    }
    sentence
}

/// `mode 3: 83 % of the difference; scaled singular value 0.93 before the split, 1.07 after it`.
fn mode_sentence(reason: &SplitReason, mode: usize) -> String {
    let part = percent(reason.along_modes.get(mode).copied().unwrap_or_default(), 1);
    let [before, after] = reason.scaled.each_ref().map(|values| values.get(mode).map(|value| number(*value, 2)));
    let values = before.zip(after).map_or_else(String::new, |(before, after)| {
        format!("; scaled singular value {before} before the split, {after} after it (threshold 1)")
    });
    format!("mode {}: {part} of the difference{values}", mode + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(condensed: [usize; 2], part: f64) -> SplitReason {
        SplitReason {
            along_modes: vec![0.1, part].into(),
            scaled: [vec![1.5, 0.93].into(), vec![1.6, 1.07].into()],
            condensed,
            strongest: Some(1),
            ..SplitReason::default()
        }
    }

    #[test]
    fn a_reason_is_as_strong_as_what_was_found() {
        let said = |condensed, part| reason_sentence(&reason(condensed, part));
        assert_eq!(
            said([1, 2], 0.83),
            "Mode 2 crossed the threshold with this split and carries 83\u{202F}% of the difference."
        );
        assert_eq!(
            said([2, 2], 0.83),
            "Mode 2 carries 83\u{202F}% of the difference; it was above the threshold before (scaled singular value 1.07)."
        );
        assert!(said([1, 1], 0.2).ends_with("No mode explains this split by itself."));
        assert_eq!(
            mode_sentence(&reason([1, 2], 0.831), 1),
            "mode 2: 83.1\u{202F}% of the difference; scaled singular value 0.93 before the split, 1.07 after it (threshold 1)"
        );
    }
}
