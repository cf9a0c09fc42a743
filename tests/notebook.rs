//! `examples/notebook.py`, which uses the program from Python and computes its numbers again. Where there is no Python with
//! numpy and h5py the test says so and passes.

use std::path::Path;
use std::process::Command;

#[test]
fn the_notebook_agrees_with_the_program() {
    let python = |words: &[&str]| Command::new("python3").args(words).output();
    if !python(&["-c", "import numpy, h5py"]).is_ok_and(|found| found.status.success()) {
        eprintln!("skipped: there is no python3 with numpy and h5py");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let notebook = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/notebook.py");
    let done = Command::new("python3")
        .arg(notebook)
        .current_dir(folder.path())
        .env("GLASSBOX", env!("CARGO_BIN_EXE_glassbox"))
        .env("TMPDIR", folder.path())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}\n{}", String::from_utf8_lossy(&done.stderr));
    for part in ["recall: ", "data: 101 animals, of which 41 are mammals", "training: ", "samples: 200 rows"] {
        assert!(said.contains(part), "{part:?} is missing in\n{said}");
    }
}
