//! A panic leaves a report. In a program of its own: the report is that of any thread, other tests included.

use std::env::consts::OS;
use std::sync::{Arc, OnceLock};

use glassbox::io::fault_report::{take, watch};
use glassbox::io::files;
use glassbox::io::guarded::reading;

#[test]
fn a_panic_leaves_a_report_that_is_told_of_once() {
    let folder = tempfile::tempdir().unwrap();
    let graphics = Arc::new(OnceLock::from("a painter".to_owned()));
    watch(folder.path().to_owned(), graphics);
    assert_eq!(take(folder.path()), None);
    reading(|| panic!("a damaged file")).unwrap_err();
    assert_eq!(take(folder.path()), None, "a reader's panic is no fault");
    std::thread::scope(|scope| scope.spawn(|| panic!("a spin fell over")).join()).unwrap_err();
    let text = String::from_utf8(files::read(&take(folder.path()).unwrap(), 1 << 20).unwrap()).unwrap();
    for part in [env!("CARGO_PKG_VERSION"), OS, "a painter", "a spin fell over", "fault_report.rs", "last commands"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(take(folder.path()), None);
}
