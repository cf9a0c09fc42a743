//! What a report of something that went wrong needs: what the program is and runs on, and what happened last.

use std::env::consts::{ARCH, OS};

use crate::engine::core::recent::recent;
use crate::ui::log_ring;
use crate::ui::messages::Messages;

/// The system that the program runs on.
pub fn system() -> String {
    format!("{OS} {ARCH}")
}

/// Everything as text.
pub fn text(graphics: &str, messages: &Messages) -> String {
    let said: Vec<String> = messages.iter().map(|said| format!("{} {}", said.time(), said.text)).collect();
    let (version, system) = (env!("CARGO_PKG_VERSION"), system());
    let lists = [("last commands", recent()), ("log", log_ring::lines()), ("messages", said)];
    let list = |(title, lines): (&str, Vec<String>)| {
        let lines = lines.into_iter().map(|line| format!("  {line}"));
        std::iter::once(format!("\n{title}:")).chain(lines).collect::<Vec<_>>()
    };
    let lists: Vec<String> = lists.into_iter().flat_map(list).collect();
    format!("Glassbox {version} on {system}\ngraphics: {graphics}\n{}\n", lists.join("\n"))
}
