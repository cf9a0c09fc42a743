//! Configurations as data: short ones as lists, longer ones as text of their bits.
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::Pattern;

#[test]
fn what_is_written_is_read_and_lists_of_any_length_are() {
    let mut rng = Seed(17).stream(Stream::Patterns);
    for size in [0, 1, 64, 65, 66, 67, 68, 784] {
        let pattern = Pattern::random(size, &mut rng);
        let text = serde_json::to_string(&pattern).unwrap();
        assert_eq!(text.starts_with('"'), size > 64, "{text}");
        assert_eq!(serde_json::from_str::<Pattern>(&text).unwrap(), pattern);
        let value = serde_json::to_value(&pattern).unwrap();
        assert_eq!(serde_json::from_value::<Pattern>(value).unwrap(), pattern);
        let list = serde_json::to_string(pattern.spins()).unwrap();
        assert_eq!(serde_json::from_str::<Pattern>(&list).unwrap(), pattern);
    }
    // The first spin is the most significant bit of the first digit, and the last digit is filled up.
    let spins = [true, false, false, true].into_iter().chain([false; 60]).chain([true, true]);
    assert_eq!(serde_json::to_string(&Pattern::from_bits(spins)).unwrap(), "\"66:9000000000000000c\"");
}

#[test]
fn what_is_no_pattern_is_refused_with_the_reason() {
    for (text, part) in [
        ("\"12\"", "a colon"),
        ("\"x:12\"", "“x” is no number"),
        ("\"8:1\"", "1 digits are not those of 8 spins"),
        ("\"8:1g\"", "“g” at place 1"),
        ("\"6:83\"", "beyond the 6"),
        ("\"99999999999999:1\"", "1 digits"),
        ("[1, 0]", "spin 1 is 0"),
        ("{}", "a list of 1 and -1"),
    ] {
        let refused = serde_json::from_str::<Pattern>(text).unwrap_err().to_string();
        assert!(refused.contains(part), "{text}: {refused}");
    }
}
