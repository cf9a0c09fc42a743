//! The title of the window: the lab, what is open in it, and whether that differs from its file.

use crate::ui::files::Filing;
use crate::ui::lab::LabName;

/// The name of the program is first: by it the window is found.
pub fn title(lab: LabName, filing: &Filing) -> String {
    let open = if filing.name.is_empty() { String::new() } else { format!(" – {}", filing.name) };
    let mark = if filing.changed { " •" } else { "" };
    format!("Glassbox – {}{open}{mark}", lab.title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_the_lab_and_what_is_open() {
        let lab = LabName { id: "train", title: "Train", what: "" };
        assert_eq!(title(lab, &Filing::default()), "Glassbox – Train");
        let filing = Filing { name: "digits.h5".to_owned(), changed: true, ..Filing::default() };
        assert_eq!(title(lab, &filing), "Glassbox – Train – digits.h5 •");
    }
}
