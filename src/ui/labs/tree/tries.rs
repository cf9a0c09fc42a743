//! What is suggested at the foot of the Tree lab.

use crate::ui::chassis::Try;
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels};
use crate::ui::labs::tree::keys::neighbour;
use crate::ui::labs::tree::opening::Preset;

/// Ages that the cut goes back: so far that clusters have merged.
const BACK: usize = 8;

pub static TRIES: [Try<TreePanels>; 4] = [
    Try {
        id: "split",
        text: "What splits the first branch?",
        tip: "The root of the tree: which direction of the data grew there, and who went which way",
        shows: "split",
        fits: |context| !context.view().tree.nodes().is_empty(),
        ask: |context| context.asks.push(Ask::Look(Some(0))),
        then: None,
    },
    Try {
        id: "earlier",
        text: "Cut it earlier",
        tip: "At an earlier age of the training: fewer and larger clusters",
        shows: "clusters",
        fits: |context| neighbour(context.view(), context.cut(), false).is_some(),
        ask: earlier,
        then: None,
    },
    Try {
        id: "colour",
        text: "Colour by the next labels",
        tip: "Another column of labels names and colours the leaves: do the branches follow it?",
        shows: "scores",
        fits: |context| context.derived.labels.len() > 1,
        ask: |context| context.shared.column = (context.shared.column + 1) % context.derived.labels.len().max(1),
        then: None,
    },
    Try {
        id: "family",
        text: "Grow a tree that is known",
        tip: "Three families of three sub-families, made by a rule: is the right tree found?",
        shows: "",
        fits: |_| true,
        ask: |context| context.asks.push(Ask::Preset(Preset::FamilyTree)),
        then: None,
    },
];

fn earlier(context: &mut TreeContext<'_>) {
    let mut at = context.cut();
    for _ in 0..BACK {
        at = neighbour(context.view(), at, false).unwrap_or(at);
    }
    context.asks.push(Ask::Cut(Some(at)));
}
