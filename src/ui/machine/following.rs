//! When what is derived from a run that is still trained is made again.

/// How long what is shown has stayed, and how long it took to make.
#[derive(Default)]
pub struct Following {
    /// Since when something is made; `None` while nothing is.
    making_since: Option<f64>,
    /// When the last was made, and how long that took.
    made: Option<(f64, f64)>,
}

impl Following {
    /// It stays at least so many seconds, …
    const APART: f64 = 2.0;
    /// … and so many times as long as it took to make: who changes it meanwhile sees what that does.
    const REST: f64 = 2.0;

    /// Whether it is time for the next. Asked in every frame, with whether one is being made.
    pub fn is_due(&mut self, now: f64, making: bool) -> bool {
        if making {
            self.making_since.get_or_insert(now);
            return false;
        }
        if let Some(since) = self.making_since.take() {
            self.made = Some((now, now - since));
        }
        let (made, took) = *self.made.get_or_insert((now, 0.0));
        now - made >= Self::APART.max(Self::REST * took)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_stays_longer_than_it_took_to_make() {
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
