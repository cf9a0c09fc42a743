//! Help: examples that are true, commands that were meant, scripts for shells, and pages for the manual.

use clap::Command;
use glassbox::cli::examples;
use glassbox::cli::parser;

use crate::commands::{Folder, PROTEINS, command, failed, fixture, glassbox, keys, object, piped, usage};

/// All commands by their words, the program itself first.
fn commands() -> Vec<String> {
    fn below(command: &Command, path: &str, found: &mut Vec<String>) {
        found.push(path.to_owned());
        for one in command.get_subcommands() {
            below(one, format!("{path} {}", one.get_name()).trim(), found);
        }
    }
    let mut found = Vec::new();
    below(&parser::command(), "", &mut found);
    found
}

#[test]
fn every_command_has_help_with_examples() {
    let commands = commands();
    assert!(commands.len() > 25 && commands.contains(&"theory lines".to_owned()), "{commands:?}");
    for path in commands {
        let words: Vec<&str> = path.split(' ').filter(|word| !word.is_empty()).chain(["--help"]).collect();
        let output = glassbox(&words);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{path}");
        assert!(output.stdout.contains("Usage: glassbox"), "{path}");
        let examples = examples::of(&path);
        assert!((2..=3).contains(&examples.len()), "{path} has {} examples", examples.len());
        for example in examples {
            assert!(
                output.stdout.contains(&format!("  glassbox {}\n      {}", example.line, example.purpose)),
                "{path}"
            );
        }
    }
}

#[test]
fn examples_are_understood_and_the_quick_ones_work() {
    let folder = Folder::new();
    let state = b"01".repeat(50);
    for example in examples::OF_THE_WINDOW.iter().chain(examples::OF_COMMANDS) {
        let words: Vec<&str> = example.line.split(' ').filter(|word| !word.is_empty()).collect();
        let parsed = parser::command().try_get_matches_from(["glassbox"].iter().chain(&words));
        assert!(parsed.is_ok(), "{}: {}", example.line, parsed.unwrap_err());
        if example.quick {
            let output = piped(&words, &state, Some(&folder));
            assert_eq!(output.code, 0, "{}: {}", example.line, output.stderr);
            assert!(!output.stdout.is_empty(), "{}", example.line);
        }
    }
}

#[test]
fn the_page_of_commands_names_each_with_its_fields() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/command-line.md")).unwrap();
    let section = |path: &str| {
        let heading = format!("### `{path}`\n");
        let (_, rest) = page.split_once(&heading).unwrap_or_else(|| panic!("{path} has no heading"));
        rest.split("\n#").next().unwrap().to_owned()
    };
    for path in commands().iter().filter(|path| !path.is_empty()) {
        section(path);
    }
    let (_, shared) = page.split_once("## Networks that recall").unwrap();
    let shared = format!("`notes` {}", shared.split("###").next().unwrap());
    let answers: [(&str, &[&str]); 9] = [
        ("recall", &["recall", "--patterns", "random:3x30"]),
        ("recall", &["recall", "--patterns", "random:3x30", "--runs", "2"]),
        ("anneal", &["anneal", "--patterns", "random:3x30", "--temperature", "0", "--runs", "2"]),
        ("theory mixture", &["theory", "mixture", "--components", "3"]),
        ("theory retrieval", &["theory", "retrieval", "--alpha", "0.05", "--temperature", "0.3"]),
        ("theory lines", &["theory", "lines", "--alpha", "0.05"]),
        ("likelihood", &["likelihood", &fixture(PROTEINS)]),
        ("info", &["info", &fixture(PROTEINS)]),
        ("data show", &["data", "show", "builtin:zoo"]),
    ];
    for (path, arguments) in answers {
        let section = section(path) + &shared;
        for key in keys(&object(arguments)) {
            assert!(section.contains(&format!("`{key}`")), "{path} does not name {key}");
        }
    }
}

#[test]
fn a_command_that_was_meant_is_named() {
    usage(&["recal"], "did you mean recall?");
    usage(&["recal", "--patterns", "builtin:icons"], "there is no command “recal”: did you mean recall?");
    usage(&["--json", "trian", "builtin:zoo"], "did you mean train?");
    usage(&["theory", "crosstak"], "'crosstalk'");
    usage(&["recall", "--pattern", "builtin:icons"], "'--patterns'");
    usage(&["man", "recal"], "did you mean recall?");
    usage(&["man", "theory", "recall"], "theory recall");
    // What looks like a file was not meant as a command, and what exists is opened, or would be.
    usage(&["recall.h5"], "no file “recall.h5”: see --help");
    let folder = Folder::new();
    std::fs::write(folder.path("recal"), b"0101\n").unwrap();
    let mut file = command(&["recal"]);
    let file = file.current_dir(folder.path("")).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
    assert_eq!(file.status.code(), Some(1), "the file is there, and only the display is missing");
}

#[test]
fn shells_and_manuals_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = glassbox(&["completions", shell]).stdout;
        for word in ["likelihood", "crosstalk", "merge-rms"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(object(&["completions", "bash"])["script"].as_str(), Some(&*glassbox(&["completions", "bash"]).stdout));
    usage(&["completions", "tcsh"], "fish");
    let page = glassbox(&["man", "theory", "lines"]).stdout;
    assert!(page.contains(".TH glassbox-theory-lines 1") && page.contains("Examples:"), "{page}");
    assert!(glassbox(&["man"]).stdout.contains(".TH glassbox 1"));
    let folder = Folder::new();
    let pages = folder.path("man1");
    let written = object(&["man", &pages]);
    assert_eq!(written["files"].as_array().unwrap().len(), commands().len());
    let lines = std::fs::read_to_string(folder.path("man1/glassbox-theory-lines.1")).unwrap();
    assert_eq!(lines, page);
    failed(&["man", &pages], "--overwrite");
    object(&["man", &pages, "--overwrite"]);
}
