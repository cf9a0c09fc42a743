//! When the tree of a run that is still trained is grown again.

/// The trees of a run that is trained in another lab: each is shown when it has grown, and the last one until then.
pub struct Following {
    /// Whether the tree that was asked for last is such a tree.
    under_way: bool,
    /// When it was asked for, …
    asked: f64,
    /// … and when it had grown.
    grown: Option<f64>,
}

impl Default for Following {
    fn default() -> Self {
        Self { under_way: false, asked: 0.0, grown: None }
    }
}

impl Following {
    /// A tree stays at least so many seconds, …
    const APART: f64 = 2.0;
    /// … and so many times as long as it took to grow: who moves the merge distance meanwhile sees what it does.
    const REST: f64 = 2.0;

    /// Whether it is time for the next tree.
    pub fn is_due(&mut self, now: f64, busy: bool) -> bool {
        if busy {
            return false;
        }
        let grown = *self.grown.get_or_insert(now);
        now - grown >= Self::APART.max(Self::REST * (grown - self.asked))
    }

    /// Notes that the next tree is asked for.
    pub fn ask(&mut self, now: f64) {
        *self = Self { under_way: true, asked: now, grown: None };
    }

    /// Whether the tree that was asked for last is such a tree; then no longer.
    pub fn take(&mut self) -> bool {
        std::mem::take(&mut self.under_way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_stays_longer_than_it_took_to_grow() {
        let mut following = Following::default();
        following.ask(10.0);
        assert!(!following.is_due(12.0, true));
        assert!(!following.is_due(15.0, false));
        assert!(!following.is_due(24.9, false));
        assert!(following.is_due(25.0, false));
        following.ask(25.0);
        assert!(!following.is_due(25.1, false));
        assert!(following.is_due(27.1, false));
    }
}
