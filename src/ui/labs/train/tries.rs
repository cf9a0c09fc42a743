//! What is suggested at the foot of the Train lab.

use crate::engine::rbm::SamplingStart;
use crate::ui::chassis::{Control, Try};
use crate::ui::labs::train::context::{Ask, SamplesOf, TrainContext, TrainPanels};

/// The place of the step that ends where something happens.
const TO_NEXT_EVENT: usize = 3;

pub static TRIES: [Try<TrainPanels>; 4] = [
    Try {
        id: "event",
        text: "Train to the first event",
        tip: "Until the first mode leaves the bulk: then the machine knows more than single pixels",
        shows: "learning",
        fits: |context| context.view().events.is_empty() && has_data(context),
        ask: |_| {},
        then: Some(Control::Step(TO_NEXT_EVENT)),
    },
    Try {
        id: "nearest",
        text: "A sample and its nearest row",
        tip: "The first chain next to the row of the data that is most like it: is it new, or learnt by heart?",
        shows: "samples",
        fits: has_data,
        ask: |context| {
            context.shared.samples = SamplesOf::Chains;
            context.shared.look_at = Some(0);
        },
        then: None,
    },
    Try {
        id: "noise",
        text: "Sample from noise",
        tip: "Chains that begin at noise and run freely at the machine of the cursor: what does it make up?",
        shows: "samples",
        fits: |_| true,
        ask: |context| context.asks.push(Ask::FreeSampling(SamplingStart::Noise)),
        then: None,
    },
    Try {
        id: "slow",
        text: "One update in slow motion",
        tip: "An update step by step: data, hidden units, chains, and what is subtracted",
        shows: "slow",
        fits: has_data,
        ask: |_| {},
        then: None,
    },
];

fn has_data(context: &TrainContext<'_>) -> bool {
    !context.view().is_without_data()
}
