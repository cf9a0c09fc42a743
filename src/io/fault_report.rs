//! A panic leaves a report where the window keeps what it remembers, and the next start says so.

use std::backtrace::Backtrace;
use std::env::consts::{ARCH, OS};
use std::fs;
use std::io::Write as _;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::atomic;
use super::guarded::is_reader;
use crate::engine::core::recent::recent;

/// The report of a panic that nobody was told of yet.
const NEW: &str = "fault-new.txt";
/// The last one that somebody was told of.
const TOLD: &str = "fault.txt";

/// Has every panic from now on write a report into this folder; what the graphics are is filled in when it is known.
pub fn watch(folder: PathBuf, graphics: Arc<OnceLock<String>>) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        // What a reader stumbles over is no fault of the program, and said otherwise.
        if !is_reader() {
            let graphics = graphics.get().map_or("not known", String::as_str);
            let text = report(&panicked.to_string(), graphics);
            // Where that is not possible there is no better place to say so.
            atomic::write(&folder.join(NEW), true, |out| out.write_all(text.as_bytes())).ok();
        }
        before(panicked);
    }));
}

/// The place of a report that nobody was told of yet. It is asked for once.
pub fn take(folder: &Path) -> Option<PathBuf> {
    let told = folder.join(TOLD);
    fs::rename(folder.join(NEW), &told).ok().map(|()| told)
}

fn report(panicked: &str, graphics: &str) -> String {
    let commands = recent().join("\n  ");
    let trace = Backtrace::force_capture();
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "Glassbox {version} on {OS} {ARCH}\ngraphics: {graphics}\n\n{panicked}\n\nlast commands:\n  {commands}\n\n{trace}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::files;
    use crate::io::guarded::reading;

    #[test]
    fn a_panic_leaves_a_report_that_is_told_of_once() {
        let folder = tempfile::tempdir().unwrap();
        let graphics = Arc::new(OnceLock::from("a painter".to_owned()));
        watch(folder.path().to_owned(), graphics);
        assert_eq!(take(folder.path()), None);
        reading(|| panic!("a damaged file")).unwrap_err();
        assert_eq!(take(folder.path()), None, "a reader's panic is no fault");
        panic::catch_unwind(|| -> u32 { panic!("a spin fell over") }).unwrap_err();
        let text = String::from_utf8(files::read(&take(folder.path()).unwrap(), 1 << 20).unwrap()).unwrap();
        for part in [env!("CARGO_PKG_VERSION"), OS, "a painter", "a spin fell over", "fault_report.rs", "last commands"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(take(folder.path()), None);
    }
}
