//! What is said on standard error besides errors: notes and progress, which `--quiet` leaves out.

use std::cell::Cell;
use std::fmt::Display;
use std::io::{Write as _, stderr};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether nothing but errors is to be said.
static QUIET: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether commands of this thread are run for another command, which speaks for them.
    static SILENCED: Cell<bool> = const { Cell::new(false) };
}

/// While it lives, commands of this thread say nothing.
pub struct Silence(bool);

/// Silences the commands of this thread.
pub fn silence() -> Silence {
    Silence(SILENCED.replace(true))
}

impl Drop for Silence {
    fn drop(&mut self) {
        SILENCED.set(self.0);
    }
}

/// From now on nothing but errors is said, or all is.
pub fn set_quiet(quiet: bool) {
    QUIET.store(quiet, Ordering::Relaxed);
}

/// Whether nothing but errors is said.
pub fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed) || SILENCED.get()
}

/// Says a sentence that is no error.
pub fn say(sentence: impl Display) {
    if !is_quiet() {
        // Whether or not it can be said, the command goes on.
        writeln!(stderr(), "glassbox: {sentence}").ok();
    }
}
