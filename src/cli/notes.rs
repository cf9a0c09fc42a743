//! What is said on standard error besides errors: notes and progress, which `--quiet` leaves out.

use std::fmt::Display;
use std::io::{Write as _, stderr};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether nothing but errors is to be said.
static QUIET: AtomicBool = AtomicBool::new(false);

/// From now on nothing but errors is said, or all is.
pub fn set_quiet(quiet: bool) {
    QUIET.store(quiet, Ordering::Relaxed);
}

/// Whether nothing but errors is said.
pub fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Says a sentence that is no error.
pub fn say(sentence: impl Display) {
    if !is_quiet() {
        // Whether or not it can be said, the command goes on.
        writeln!(stderr(), "glassbox: {sentence}").ok();
    }
}
