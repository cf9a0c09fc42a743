//! The title of the window: the session, the lab, what is open in it, and whether that differs from its file.

use crate::ui::files::Filing;
use crate::ui::lab::LabName;

/// The name of the program is first: by it the window is found.
pub fn title(lab: LabName, filing: &Filing, session: Option<(&str, bool)>) -> String {
    let session = session.map_or_else(String::new, |(name, changed)| format!("{name}{} – ", mark(changed)));
    let open = if filing.name.is_empty() { String::new() } else { format!(" – {}", filing.name) };
    format!("Glassbox – {session}{}{open}{}", lab.title, mark(filing.changed))
}

const fn mark(changed: bool) -> &'static str {
    if changed { " •" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_the_lab_and_what_is_open() {
        let lab = LabName { id: "train", title: "Train", what: "" };
        assert_eq!(title(lab, &Filing::default(), None), "Glassbox – Train");
        let filing = Filing { name: "digits.h5".to_owned(), changed: true, ..Filing::default() };
        assert_eq!(title(lab, &filing, None), "Glassbox – Train – digits.h5 •");
        let session = |changed| title(lab, &Filing::default(), Some(("a.glassbox", changed)));
        assert_eq!(
            [session(false), session(true)],
            ["Glassbox – a.glassbox – Train", "Glassbox – a.glassbox • – Train"]
        );
    }
}
