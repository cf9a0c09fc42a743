//! The last lines of the log: warnings and errors of every crate, and news of our own. They go into a report of what
//! went wrong, and nowhere else.

use std::collections::VecDeque;
use std::sync::{Mutex, OnceLock, PoisonError};

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::engine::core::stopwatch::Stopwatch;

/// Lines that are kept.
const MOST: usize = 200;
/// Characters of one.
const LONGEST: usize = 300;

static RING: Ring = Ring { lines: Mutex::new(VecDeque::new()), opened: OnceLock::new() };

struct Ring {
    lines: Mutex<VecDeque<String>>,
    opened: OnceLock<Stopwatch>,
}

impl Log for Ring {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= Level::Warn || metadata.target().starts_with(env!("CARGO_PKG_NAME"))
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let seconds = self.opened.get_or_init(Stopwatch::start).seconds();
        let line = format!("{seconds:9.3} {} {}: {}", record.level(), record.target(), record.args());
        let line = line.chars().take(LONGEST).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == MOST {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    fn flush(&self) {}
}

/// From now on the log is kept here, unless whoever uses the library has a log of their own.
pub fn install() {
    RING.opened.get_or_init(Stopwatch::start);
    if log::set_logger(&RING).is_ok() {
        log::set_max_level(LevelFilter::Info);
    }
}

/// The lines that are kept, the oldest first, each with its seconds since the start.
pub fn lines() -> Vec<String> {
    RING.lines.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_of_all_and_news_of_our_own_are_kept_and_lines_are_bounded() {
        install();
        log::warn!(target: "wgpu", "a slow\nadapter {}", "x".repeat(999));
        log::info!(target: "wgpu", "forty adapters");
        for k in 0..MOST {
            log::info!("news {k}");
        }
        log::warn!(target: "winit", "the last word");
        let kept = lines();
        assert!(kept.len() == MOST && kept.iter().all(|line| line.chars().count() <= LONGEST && !line.contains('\n')));
        assert!(kept.last().is_some_and(|line| line.ends_with("WARN winit: the last word")));
        assert!(kept.iter().any(|line| line.ends_with("news 199")) && !kept.iter().any(|line| line.contains("forty")));
    }
}
