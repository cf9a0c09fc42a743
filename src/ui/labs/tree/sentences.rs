//! What the Tree lab says.

use crate::engine::core::session::Snapshot;
use crate::engine::rbm::tree::{AgeFixedPoints, Growth, TreeView};
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::mean_field::Order;
use crate::ui::labs::tree::clusters_at::Composition;
use crate::ui::labs::tree::context::Shared;
use crate::ui::theme::numbers::{grouped, number, percent};

/// `update 1 840`, or for a heated machine `β = 0.950`.
pub fn position(view: &TreeView, at: f64) -> String {
    match view.config.growth {
        Growth::CarriedBack | Growth::FromRows => format!("update {}", grouped(at.round().max(0.0) as u64)),
        Growth::Heated { .. } => format!("β = {}", number(at, 3)),
    }
}

/// `update 1 840: 23 fixed points`.
pub fn age(age: &AgeFixedPoints) -> String {
    let noun = if age.count() == 1 { "fixed point" } else { "fixed points" };
    format!("update {}: {} {noun}", grouped(age.update), grouped(age.count() as u64))
}

/// The name of an order.
pub const fn order(order: Order) -> &'static str {
    match order {
        Order::First => "naive mean field",
        Order::Second => "TAP order 2",
        Order::Third => "TAP order 3",
    }
}

/// `TAP order 2 · merge distance 0.012 · 784 × 40`.
pub fn model_line(view: &TreeView) -> String {
    let last = view.config.checkpoints.last();
    let shape = last.map_or_else(String::new, |kept| {
        format!(" · {} × {}", grouped(kept.rbm.sites() as u64), grouped(kept.rbm.hidden_units() as u64))
    });
    format!("{} · merge distance {}{shape}", order(view.config.settings.order), number(view.merge_distance, 4))
}

/// Next to the timeline: `12 of 18 ages · 0:03 left`.
pub fn note(snapshot: &Snapshot<TreeView>) -> String {
    let view = &snapshot.view;
    match &view.support {
        Some(support) if support.done < support.total => format!("{} of {} resamplings", support.done, support.total),
        _ if view.is_complete() => format!("{} checkpoints", view.total),
        _ => format!("{} of {} ages searched", view.ages.len(), view.total),
    }
}

/// What could be done next.
pub fn hint(snapshot: &Snapshot<TreeView>, shared: &Shared) -> String {
    let view = &snapshot.view;
    if view.ages.is_empty() {
        return "The fixed points of the newest machine are being searched.".to_owned();
    }
    if !view.is_complete() && !snapshot.running {
        return "The search stands; Play goes on.".to_owned();
    }
    if shared.node.is_some() {
        return "Double click drills down, Backspace goes back, Home shows the whole tree.".to_owned();
    }
    "Drag the cut line over the tree, click a branch to look at it, click a split to see why it parted.".to_owned()
}

/// `row 12, digit 7`, by its name where it has one that is no number.
pub fn row(rows: &Dataset, row: usize, column: Option<&LabelColumn>) -> String {
    let name = rows.row_names.as_ref().and_then(|names| names.get(row));
    let name = name.filter(|name| name.parse::<usize>().is_err());
    let name = name.cloned().unwrap_or_else(|| format!("row {}", grouped(row as u64 + 1)));
    let label = column.and_then(|column| {
        let class = column.of_row.get(row).copied().flatten()?;
        Some(format!(", {} {}", column.name, column.classes.get(class as usize)?))
    });
    format!("{name}{}", label.unwrap_or_default())
}

/// `53 rows · 49 % 1` of some rows and their labels.
pub fn members(rows: &[u32], column: Option<&LabelColumn>) -> String {
    let count = grouped(rows.len() as u64);
    let noun = if rows.len() == 1 { "row" } else { "rows" };
    let majority = column.and_then(|column| {
        let (class, fraction) = Composition::of(rows, column).majority()?;
        Some(format!(" · {} {}", percent(fraction, 0), column.classes.get(class as usize)?))
    });
    format!("{count} {noun}{}", majority.unwrap_or_default())
}
