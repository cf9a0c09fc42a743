//! What a widget refused, for the frame to say: widgets know no messages of the window.

use egui::{Context, Id};

fn place() -> Id {
    Id::unique("refused by a widget")
}

/// Leaves a sentence about what was asked for and not done; the last one counts.
pub fn refuse(ctx: &Context, sentence: String) {
    ctx.data_mut(|data| data.insert_temp(place(), sentence));
}

/// The sentence that was left since the last time.
pub fn refused(ctx: &Context) -> Option<String> {
    ctx.data_mut(|data| data.remove_temp(place()))
}
