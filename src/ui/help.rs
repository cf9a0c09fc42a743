//! The texts of tooltips: sections of the Markdown files in `assets/help`, one file per lab and one for what labs have
//! in common. A new text is a section there and its name in the list that `texts!` is given.
//!
//! The files are taken apart when the program is built: a name without its section, or a section without its name, is
//! an error of the compiler, and a text costs nothing at run time.

/// One constant for each section of a file of `assets/help`, and `ALL` sections with their names.
///
/// `RULE_HEBB` is the text under `## rule-hebb`.
macro_rules! texts {
    ($file:literal: $($name:ident)+) => {
        pub const ALL: [(&str, &str); [$(stringify!($name)),+].len()] =
            $crate::ui::help::sections(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/help/", $file)));
        $(
            pub const $name: &str = $crate::ui::help::text(&ALL, stringify!($name));
        )+
    };
}
pub(crate) use texts;

texts! { "shared.md": RULE_HEBB RULE_PROJECTION RULE_STORKEY RULE_COVARIANCE RULE_DENSE RULE_RECTIFIED RULE_EXPONENTIAL RULE_AS_PRINTED ENERGY }

/// Name and text of the `N` sections of a file; what stands above the first heading is no section.
///
/// # Panics
/// Where the file has more or fewer sections: while the program is built.
pub const fn sections<const N: usize>(file: &'static str) -> [(&'static str, &'static str); N] {
    let mut sections = [("", ""); N];
    let (_, mut rest) = split_at_heading(file);
    let mut found = 0;
    while !rest.is_empty() {
        let (section, after) = split_at_heading(rest);
        let (name, text) = section.split_at(find(section, "\n"));
        assert!(found < N, "{}", name);
        sections[found] = (name.trim_ascii(), text.trim_ascii());
        (rest, found) = (after, found + 1);
    }
    assert!(found == N, "there are fewer sections than names");
    sections
}

/// The text of the section that belongs to the constant `name`.
///
/// # Panics
/// Where there is none: while the program is built.
pub const fn text<const N: usize>(sections: &[(&'static str, &'static str); N], name: &'static str) -> &'static str {
    let mut place = 0;
    while place < N && !names_constant(sections[place].0, name) {
        place += 1;
    }
    assert!(place < N, "{}", name);
    sections[place].1
}

/// Two texts, one paragraph after the other, as the bytes of a longer one.
///
/// # Panics
/// Where `N` is not the length of that text: while the program is built.
pub const fn joined<const N: usize>(first: &str, second: &str) -> [u8; N] {
    assert!(N == first.len() + 2 + second.len(), "the length is that of both texts and of the empty line between them");
    let mut bytes = [b'\n'; N];
    bytes.split_at_mut(first.len()).0.copy_from_slice(first.as_bytes());
    bytes.split_at_mut(first.len() + 2).1.copy_from_slice(second.as_bytes());
    bytes
}

/// What stands before the next heading, and what follows its `## `; nothing follows the last section.
const fn split_at_heading(text: &str) -> (&str, &str) {
    const HEADING: &str = "\n## ";
    let (before, after) = text.split_at(find(text, HEADING));
    (before, if after.is_empty() { after } else { after.split_at(HEADING.len()).1 })
}

/// Where `sign` begins in `text`; the end of the text if it is not there.
const fn find(text: &str, sign: &str) -> usize {
    let (text, sign) = (text.as_bytes(), sign.as_bytes());
    let mut start = 0;
    while start + sign.len() <= text.len() {
        let mut same = 0;
        while same < sign.len() && text[start + same] == sign[same] {
            same += 1;
        }
        if same == sign.len() {
            return start;
        }
        start += 1;
    }
    text.len()
}

/// Whether a heading in small letters and hyphens is the name of this constant.
const fn names_constant(heading: &str, constant: &str) -> bool {
    let (heading, constant) = (heading.as_bytes(), constant.as_bytes());
    let mut same = 0;
    while same < heading.len() && same < constant.len() {
        let letter = if heading[same] == b'-' { b'_' } else { heading[same].to_ascii_uppercase() };
        if letter != constant[same] {
            return false;
        }
        same += 1;
    }
    heading.len() == constant.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Title\n\n## one\n\nThe first.\n\n## two-words\n\nThe second:\n\n$$x$$\n";

    #[test]
    fn a_file_is_its_sections() {
        assert_eq!(sections(FILE), [("one", "The first."), ("two-words", "The second:\n\n$$x$$")]);
        assert_eq!(sections("# Nothing but a title\n"), []);
    }

    #[test]
    fn a_constant_is_the_section_of_its_name() {
        let sections = sections::<2>(FILE);
        assert_eq!(text(&sections, "ONE"), "The first.");
        assert_eq!(text(&sections, "TWO_WORDS"), "The second:\n\n$$x$$");
    }

    #[test]
    #[should_panic(expected = "TWO")]
    fn a_name_needs_its_section() {
        text(&sections::<2>(FILE), "TWO");
    }

    #[test]
    #[should_panic(expected = "two-words")]
    fn a_section_needs_its_name() {
        sections::<1>(FILE);
    }

    #[test]
    #[should_panic(expected = "fewer sections than names")]
    fn every_name_needs_a_section() {
        sections::<3>(FILE);
    }

    #[test]
    fn joined_texts_are_paragraphs() {
        assert_eq!(&joined::<13>("Before", "After"), b"Before\n\nAfter");
    }
}
