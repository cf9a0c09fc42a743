//! The last commands that were given to any engine, for a report of what went wrong.

use std::collections::VecDeque;
use std::fmt::{self, Debug, Write};
use std::sync::{Mutex, PoisonError};

use crate::engine::core::session::Command;

/// How many are kept.
const KEPT: usize = 40;
/// Characters of one: a stroke may have a thousand cells.
const LONGEST: usize = 160;

static RECENT: Mutex<VecDeque<String>> = Mutex::new(VecDeque::new());

/// Takes up what fits and ends what is being written then.
struct Cut(String);

impl Write for Cut {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(text.chars().take(LONGEST - self.0.chars().count().min(LONGEST)));
        if self.0.chars().count() < LONGEST { Ok(()) } else { Err(fmt::Error) }
    }
}

/// Notes a command that an engine is given.
pub(super) fn note<C, M: Debug>(engine: &str, command: &Command<C, M>) {
    let mut text = Cut(format!("{engine}: "));
    // What is too long was cut, which is meant.
    match command {
        Command::Run => text.write_str("Run"),
        Command::Pause => text.write_str("Pause"),
        Command::Step(steps) => write!(text, "Step({steps})"),
        Command::Speed(pace) => write!(text, "Speed({pace:?})"),
        // A configuration holds data.
        Command::Reset(_) => text.write_str("Reset"),
        Command::Replay { steps, .. } => write!(text, "Replay of {steps} steps"),
        Command::Model(command) => write!(text, "{command:?}"),
    }
    .ok();
    let mut recent = RECENT.lock().unwrap_or_else(PoisonError::into_inner);
    if recent.len() == KEPT {
        recent.pop_front();
    }
    recent.push_back(text.0);
}

/// The last commands, each with the name of its engine, oldest first.
pub fn recent() -> Vec<String> {
    RECENT.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_kept_and_none_is_long() {
        for steps in 0..99 {
            note("test", &Command::<(), ()>::Step(steps));
        }
        note("test", &Command::<(), Vec<u8>>::Model(vec![1; 100_000]));
        let kept = recent();
        assert_eq!(kept.len(), KEPT);
        assert!(kept.contains(&"test: Step(98)".to_owned()) && !kept.contains(&"test: Step(3)".to_owned()));
        assert!(kept.iter().all(|text| text.chars().count() <= LONGEST));
    }
}
