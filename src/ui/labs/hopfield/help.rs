//! What tooltips say of the controls and quantities of a Hopfield network.
//!
//! Formulas are the corrected ones; where the lecture prints another, the text says so.

use crate::ui::help::{ENERGY, joined, texts};

texts! { "hopfield.md":
    ORDER_RANDOM ORDER_FIXED ORDER_SYNCHRONOUS SIZE LOAD ONE_STEP_MEASURED ONE_STEP_ERROR ONE_STEP_ERROR_DENSE LARGEST_OVERLAP DELTA_ENERGY OVERLAP
    STATE LOCAL_FIELD STABILITY DIFFERENCE AGE MIXTURES CROSSTALK CORRUPT_FLIP CORRUPT_BLANK CORRUPT_BLOCK
    CORRUPT_HALF CORRUPT_SHIFT CORRUPT_BLEND MANY_RUNS PATH COUPLINGS MEMORIES STORED STORE_STATE UPDATE
    UPDATE_PICK UPDATE_COMPARE UPDATE_DECIDE UPDATE_CHANCE VERDICT
    SIX_ENERGIES DENSE_CAPACITY CONTINUOUS CONTINUOUS_BETA SOFTMAX SPARSEMAX EPANECHNIKOV METASTABLE SEPARATION ATTENTION
    BRANCHES
}

/// The energy, and the levels next to its curve.
pub const ENERGY_AND_LEVELS: &str = {
    const BOTH: [u8; ENERGY.len() + 2 + MIXTURES.len()] = joined(ENERGY, MIXTURES);
    match std::str::from_utf8(&BOTH) {
        Ok(text) => text,
        Err(_) => ENERGY,
    }
};
