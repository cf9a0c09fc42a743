//! How much memory there is, so that work that needs more is refused in a sentence before it begins.

use std::fs;

/// A need below this is not spoken of.
const MUCH: u64 = 1 << 30;

/// Bytes that can still be set aside; `None` where the system does not say.
pub fn available() -> Option<u64> {
    let proc = |name: &str| fs::read_to_string(format!("/proc/{name}")).ok();
    let free = number_after(&proc("meminfo")?, "MemAvailable:").map(|kib| kib << 10);
    // A limit of the process: its address space, less what it has already.
    let limit = proc("self/limits").and_then(|limits| number_after(&limits, "Max address space"));
    let taken = proc("self/status").and_then(|status| number_after(&status, "VmSize:")).map_or(0, |kib| kib << 10);
    [free, limit.map(|limit| limit.saturating_sub(taken))].into_iter().flatten().min()
}

/// The first number of the line that begins so; nothing where it is not limited.
fn number_after(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

/// Refuses work for which there is no memory; of work that needs much, the sentence that says so.
///
/// # Errors
/// What it needs, and what there is.
pub fn check(what: &str, needed: u64) -> Result<Option<String>, String> {
    let says = format!("{what} needs about {} of memory", size(needed));
    match available() {
        Some(free) if needed > free => Err(format!("{says}; there are {}", size(free))),
        _ if needed >= MUCH => Ok(Some(says)),
        _ => Ok(None),
    }
}

/// `4.1 GB`
fn size(bytes: u64) -> String {
    if bytes < 1_000_000_000 {
        return format!("{} MB", bytes.div_ceil(1_000_000));
    }
    format!("{:.1} GB", bytes as f64 / 1e9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_there_is_is_refused_and_much_is_said() {
        let error = check("A training", u64::MAX);
        if available().is_some() {
            let sentence = error.unwrap_err();
            assert!(
                sentence.starts_with("A training needs about 18446744073.7 GB of memory; there are "),
                "{sentence}"
            );
        }
        assert_eq!(check("A training", 1 << 20), Ok(None));
        assert_eq!((size(MUCH).as_str(), size(1_000_001).as_str()), ("1.1 GB", "2 MB"));
        let limits = "Max address space         8000      unlimited  bytes\nMax open files  1  2  files\n";
        assert_eq!(number_after(limits, "Max address space"), Some(8000));
        assert_eq!(number_after(&limits.replace("8000", "unlimited"), "Max address space"), None);
    }
}
