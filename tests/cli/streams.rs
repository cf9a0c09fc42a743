//! Standard input and output in place of files, and what is said on standard error.

use serde_json::Value;

use crate::commands::{DIGITS, Folder, PROTEINS, fixture, glassbox, object, piped, usage};

/// What a command answers with --json to this input.
fn answer(arguments: &[&str], input: &[u8]) -> Value {
    let output = piped(&[arguments, &["--json"]].concat(), input, None);
    assert_eq!(output.code, 0, "{arguments:?}: {}", output.stderr);
    serde_json::from_str(&output.stdout).unwrap()
}

#[test]
fn content_decides_what_standard_input_is() {
    let folder = Folder::new();
    let whole = object(&["data", "show", "builtin:digits8"]);
    for name in ["a.npz", "a.npy", "a.csv", "a.txt", "a.h5"] {
        let path = folder.path(name);
        object(&["data", "convert", "builtin:digits8", &path]);
        let shown = answer(&["data", "show", "-"], &std::fs::read(&path).unwrap());
        for field in ["rows", "dim", "kind", "mean"] {
            assert_eq!(shown[field], whole[field], "{name}: {field}");
        }
        assert_eq!(shown["name"], "standard input");
    }
    let text = b"0101\n1100\n";
    assert_eq!(answer(&["recall", "--patterns", "-"], text)["n"], 4);
    // It is read once, and is the same for both.
    assert_eq!(answer(&["recall", "--patterns", "-", "--state", "-"], text)["initial_overlap"][0], 1.0);
    let schedule = ["anneal", "--patterns", "random:2x20", "--runs", "2", "--schedule", "points:-"];
    assert_eq!(answer(&schedule, b"0 1\n10 0.5\n")["sweeps"], 11);
    let run = std::fs::read(fixture(PROTEINS)).unwrap();
    let (piped_in, named) = (answer(&["likelihood", "-"], &run), object(&["likelihood", &fixture(PROTEINS)]));
    assert_eq!(piped_in["log_z"], named["log_z"]);
    assert_eq!(answer(&["info", "-"], &run)["hidden"], 8);
    let nothing = piped(&["data", "show", "-"], b"", None);
    assert!(nothing.code == 1 && nothing.stderr.contains("standard input"), "{}", nothing.stderr);
    usage(&["-"], "no file “-”");
}

#[test]
fn a_run_that_learnt_from_standard_input_asks_for_its_data_again() {
    let folder = Folder::new();
    let (run, rows) = (folder.path("run.h5"), folder.path("rows.txt"));
    std::fs::write(&rows, b"0101\n1100\n0011\n").unwrap();
    answer(&["train", "-", "--hidden", "2", "--updates", "2", "--out", &run], b"0101\n1100\n0011\n");
    let resume = ["train", "--resume", &run, "--updates", "3"];
    let refused = glassbox(&resume);
    assert!(refused.code == 1 && refused.stderr.contains("give the data again"), "{}", refused.stderr);
    object(&["train", &rows, "--resume", &run, "--updates", "3"]);
    usage(&["train", "--resume", "-"], "--out RUN");
}

#[test]
fn a_file_can_go_to_standard_output() {
    let folder = Folder::new();
    for (form, name) in [("", "a.csv"), ("csv:", "b.csv"), ("txt:", "a.txt")] {
        let path = folder.path(name);
        object(&["data", "convert", "builtin:zoo", &path]);
        let printed = glassbox(&["data", "convert", "builtin:zoo", &format!("{form}-")]);
        assert_eq!(printed.stdout, std::fs::read_to_string(&path).unwrap(), "{name}");
        assert!(printed.stderr.contains("wrote 101 rows"), "what is said goes elsewhere: {}", printed.stderr);
        let quiet = glassbox(&["data", "convert", "builtin:zoo", &format!("{form}-"), "--quiet"]);
        assert_eq!((quiet.stdout, quiet.stderr), (printed.stdout, String::new()));
    }
    let sweep = ["sweep", "capacity", "--size", "40", "--alphas", "0.1", "--runs", "2", "--csv", "-"];
    let table = glassbox(&sweep).stdout;
    assert!(table.starts_with("size,patterns,alpha") && table.lines().count() == 2, "{table}");
    let tree = ["tree", &fixture(DIGITS), "--data", "builtin:mnist", "--subset", "0,1", "--rows", "6", "--newick", "-"];
    let newick = glassbox(&tree).stdout;
    assert!(newick.trim_end().ends_with(';') && newick.lines().count() == 1, "{newick}");
    usage(&["data", "convert", "builtin:zoo", "-", "--json"], "--json prints to standard output");
    usage(&["data", "convert", "builtin:zoo", "h5:-"], "HDF5");
    usage(&["data", "convert", "builtin:zoo", "xyz:-"], ".npz");
    usage(&["train", "builtin:zoo", "--out", "-"], "--out");
    usage(&[&tree[..], &["--nodes", "-"]].concat(), "one file");
}

#[test]
fn quiet_leaves_errors_alone() {
    let table = b"a,b,c\n1.0,0.0,1.0\n0.0,,1.0\n1.0,1.0,0.0\n";
    let show = ["data", "show", "-"];
    assert!(piped(&show, table, None).stderr.contains("1 of 3 rows were dropped"));
    for short in ["-q", "--quiet"] {
        let quiet = piped(&[&show[..], &[short]].concat(), table, None);
        assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
        assert!(answer(&[&show[..], &[short]].concat(), table)["notes"].to_string().contains("1 of 3 rows"));
        assert!(!glassbox(&["data", "show", "nothing.csv", short]).stderr.is_empty());
    }
}
