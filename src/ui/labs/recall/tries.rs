//! What is suggested at the foot of the Recall lab.

use crate::engine::hopfield::recall::RecallCmd;
use crate::physics::corruption::{Corruption, CorruptionKind};
use crate::ui::chassis::{Control, Try};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::tools;

/// Fraction of the cells that are flipped: close to the half at which nothing is left.
const FLIPPED: f64 = 0.45;
/// Recalls that are counted.
const RUNS: u64 = 200;

pub static TRIES: [Try<HopfieldPanels>; 4] = [
    Try {
        id: "corrupt",
        text: "Corrupt 45 %",
        tip: "Flips almost half of the cells and plays: does the memory still come back?",
        shows: "",
        fits: has_network,
        ask: corrupt,
        then: Some(Control::Play),
    },
    Try {
        id: "draw",
        text: "Draw and store",
        tip: "An empty grid: draw on it, and Store state makes a memory of the drawing",
        shows: "",
        fits: |_| true,
        ask: draw,
        then: None,
    },
    Try {
        id: "letters",
        text: "Load the letters: why does it fail?",
        tip: "Ten letters that are much alike: under Hebb's rule they are not recalled",
        shows: "crosstalk",
        fits: |_| true,
        ask: letters,
        then: None,
    },
    Try {
        id: "many",
        text: "Recall 200 times: where does it end?",
        tip: "The same cue, the spins visited in 200 other orders: counts the memories and mixtures that are reached",
        shows: "many-runs",
        fits: has_network,
        ask: |context| context.asks.push(Ask::RunMany { runs: RUNS, random: false }),
        then: None,
    },
];

fn has_network(context: &HopfieldContext<'_>) -> bool {
    context.view().network.is_some()
}

fn corrupt(context: &mut HopfieldContext<'_>) {
    let gesture = context.new_gesture();
    let corruption = Corruption { kind: CorruptionKind::Flip, amount: FLIPPED };
    context.ask(RecallCmd::Corrupt { gesture, corruption, blend_with: None });
}

fn draw(context: &mut HopfieldContext<'_>) {
    tools::clear(context);
    context.shell.tell("Draw on the grid; Store state makes a memory of the drawing. Then corrupt it and play.");
}

fn letters(context: &mut HopfieldContext<'_>) {
    context.asks.push(Ask::LoadBuiltin("letters".to_owned()));
    context
        .shell
        .tell("Play: the letters are alike and disturb one another. The rule Projection takes that into account.");
}
