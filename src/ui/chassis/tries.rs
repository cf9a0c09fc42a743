//! What is worth doing next: a row of suggestions at the foot of a lab, each there until it was followed once.

use std::collections::BTreeSet;

use crate::ui::chassis::step::Control;
use crate::ui::lab::LabPanels;

/// A suggestion. It asks for what the person's own clicks would ask for, so that undo takes it back.
pub struct Try<L: LabPanels> {
    /// Stable: under this it is remembered as followed.
    pub id: &'static str,
    pub text: &'static str,
    /// What happens, and what is to be seen then.
    pub tip: &'static str,
    /// The panel that is brought to the front for it; may be empty.
    pub shows: &'static str,
    /// Whether there is something to do it with.
    pub fits: for<'a, 'b> fn(&'b L::Context<'a>) -> bool,
    pub ask: for<'a, 'b> fn(&'b mut L::Context<'a>),
    /// What is done with the transport after that.
    pub then: Option<Control>,
}

/// The most suggestions in a row: a choice, not a menu.
pub const MOST: usize = 3;

/// Which suggestions were followed, and which labs go without.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Tried {
    followed: BTreeSet<String>,
    hidden: BTreeSet<String>,
}

impl Tried {
    /// Those of these suggestions that were not followed yet.
    pub fn left<L: LabPanels>(&self, lab: &str, tries: &'static [Try<L>]) -> Vec<&'static Try<L>> {
        if self.hidden.contains(lab) {
            return Vec::new();
        }
        tries.iter().filter(|one| !self.followed.contains(&key(lab, one.id))).collect()
    }

    pub fn follow(&mut self, lab: &str, id: &str) {
        self.followed.insert(key(lab, id));
    }

    pub fn hide(&mut self, lab: &str) {
        self.hidden.insert(lab.to_owned());
    }

    /// All suggestions of a lab are there again.
    pub fn reset(&mut self, lab: &str) {
        self.hidden.remove(lab);
        let start = key(lab, "");
        self.followed.retain(|id| !id.starts_with(&start));
    }
}

fn key(lab: &str, id: &str) -> String {
    format!("{lab}/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Panels;

    impl LabPanels for Panels {
        type Context<'a> = bool;
    }

    const fn one(id: &'static str) -> Try<Panels> {
        Try { id, text: "", tip: "", shows: "", fits: |there| *there, ask: |_| {}, then: None }
    }

    static TRIES: [Try<Panels>; 3] = [one("a"), one("b"), one("c")];

    fn ids(tried: &Tried) -> Vec<&'static str> {
        tried.left("recall", &TRIES).iter().map(|one| one.id).collect()
    }

    #[test]
    fn what_was_followed_or_hidden_is_gone_until_it_is_reset() {
        let mut tried = Tried::default();
        assert_eq!(ids(&tried), ["a", "b", "c"]);
        tried.follow("recall", "a");
        tried.follow("heat", "b");
        assert_eq!(ids(&tried), ["b", "c"]);
        let text = serde_json::to_string(&tried).unwrap();
        assert_eq!(serde_json::from_str::<Tried>(&text).unwrap(), tried);
        tried.hide("recall");
        assert!(ids(&tried).is_empty());
        tried.reset("recall");
        assert_eq!(ids(&tried), ["a", "b", "c"]);
    }
}
