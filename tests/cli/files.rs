//! Files that are written: whole, and never over another without being asked.

use crate::commands::{failed, object, usage};

#[test]
fn data_survive_conversion_and_existing_files_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let original = object(&["data", "show", "builtin:letters8"]);
    for name in ["a.npz", "a.npy", "a.csv", "a.txt"] {
        let out = path(name);
        let written = object(&["data", "convert", "builtin:letters8", &out]);
        assert_eq!(written["out"].as_str(), Some(out.as_str()));
        let back = object(&["data", "show", &out]);
        for field in ["rows", "dim", "kind", "mean"] {
            assert_eq!(back[field], original[field], "{name}: {field}");
        }
        // And on through a second form, to the same bytes as at once.
        let (through, direct) = (path("through.txt"), path("direct.txt"));
        object(&["data", "convert", &out, &through, "--overwrite"]);
        object(&["data", "convert", "builtin:letters8", &direct, "--overwrite"]);
        assert_eq!(std::fs::read(&through).unwrap(), std::fs::read(&direct).unwrap(), "{name}");
        failed(&["data", "convert", "builtin:icons", &out], "--overwrite");
        assert_eq!(object(&["data", "show", &out])["rows"], original["rows"], "a refused file is untouched");
    }
    object(&["data", "convert", "builtin:icons", &path("a.npz"), "--overwrite"]);
    assert_eq!(object(&["data", "show", &path("a.npz")])["dim"], 784);
    usage(&["data", "convert", "builtin:icons", &path("a.xyz")], ".npz");
    failed(&["data", "convert", "builtin:icons", &path("no/such/a.npz")], "no/such");
    failed(&["data", "convert", "builtin:icons", &path(""), "--overwrite"], &path(""));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 6, "nothing half written is left: {left:?}");
}
