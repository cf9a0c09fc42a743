//! When the tree of a run that is still trained is grown again.

/// How long the tree that is shown has stayed, and how long it took to grow.
#[derive(Default)]
pub struct Following {
    /// Since when something is grown; `None` while nothing is.
    growing_since: Option<f64>,
    /// When the last tree had grown, and how long that took.
    grown: Option<(f64, f64)>,
}

impl Following {
    /// A tree stays at least so many seconds, …
    const APART: f64 = 2.0;
    /// … and so many times as long as it took to grow: who moves the merge distance meanwhile sees what it does.
    const REST: f64 = 2.0;

    /// Whether it is time for the next tree. Asked in every frame, with whether a tree is being grown.
    pub fn is_due(&mut self, now: f64, growing: bool) -> bool {
        if growing {
            self.growing_since.get_or_insert(now);
            return false;
        }
        if let Some(since) = self.growing_since.take() {
            self.grown = Some((now, now - since));
        }
        let (grown, took) = *self.grown.get_or_insert((now, 0.0));
        now - grown >= Self::APART.max(Self::REST * took)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_stays_longer_than_it_took_to_grow() {
        // Long after the program began.
        let mut following = Following::default();
        assert!(!following.is_due(1000.0, true));
        assert!(!following.is_due(1004.0, true));
        assert!(!following.is_due(1005.0, false));
        assert!(!following.is_due(1014.9, false));
        assert!(following.is_due(1015.0, false));
        // A quick one.
        assert!(!following.is_due(1020.0, true));
        assert!(!following.is_due(1020.1, false));
        assert!(!following.is_due(1022.0, false));
        assert!(following.is_due(1022.1, false));
    }
}
