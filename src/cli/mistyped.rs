//! Commands that were meant: a word in place of a command is also the name of a file to open, so the parser cannot know.

use std::ffi::OsString;
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue};

use crate::cli::parser;

/// The sentence about the first of these arguments that is no option, where it is neither a command nor a file.
pub fn sentence(arguments: impl IntoIterator<Item = OsString>) -> Option<String> {
    let word = arguments.into_iter().skip(1).find(|argument| !argument.to_string_lossy().starts_with('-'))?;
    let word = word.to_string_lossy();
    let known = parser::command().find_subcommand(&*word).is_some() || Path::new(&*word).exists();
    correction(&word).filter(|_| !known)
}

/// The sentence about a word that is no command but resembles one.
pub fn correction(word: &str) -> Option<String> {
    resembled(word).map(|meant| format!("there is no command “{word}”: did you mean {meant}?"))
}

/// The command that a word resembles most, by the parser's own measure.
pub fn resembled(word: &str) -> Option<String> {
    if word.contains(['.', '/', '\\']) {
        return None;
    }
    let known = parser::command();
    let only_commands = Command::new("glassbox").subcommands(known.get_subcommands().cloned());
    let error = only_commands.try_get_matches_from(["glassbox", word]).err()?;
    match error.get(ContextKind::SuggestedSubcommand)? {
        ContextValue::String(name) => Some(name.clone()),
        // The nearest comes last.
        ContextValue::Strings(names) => names.last().cloned(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_found() {
        for (word, meant) in [
            ("recal", "recall"),
            ("trian", "train"),
            ("anneall", "anneal"),
            ("likelyhood", "likelihood"),
            ("dta", "data"),
        ] {
            assert_eq!(resembled(word).as_deref(), Some(meant), "{word}");
        }
        for word in ["zebra", "recal.npz", "./recal", ""] {
            assert_eq!(resembled(word), None, "{word}");
        }
    }
}
