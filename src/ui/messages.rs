//! The last messages: a toast goes after some seconds, what it said is kept for the list.

use std::collections::VecDeque;

/// Messages that are kept.
const MOST: usize = 100;

/// Something that was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Seconds since the window was opened.
    pub at: f64,
    pub text: String,
    /// Whether it tells that something was refused or went wrong.
    pub refusal: bool,
}

impl Said {
    /// When it was said, as minutes and seconds.
    pub fn time(&self) -> String {
        let seconds = self.at as u64;
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

/// The last messages, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Messages(VecDeque<Said>);

impl Messages {
    /// Keeps it; the same once more counts as said now.
    pub fn note(&mut self, said: Said) {
        if self.0.back().is_some_and(|last| last.text == said.text) {
            self.0.pop_back();
        }
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(said);
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Said> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hundred_are_kept_with_their_times() {
        let mut messages = Messages::default();
        for k in 0..130 {
            messages.note(Said { at: f64::from(k), text: k.to_string(), refusal: false });
        }
        messages.note(Said { at: 129.5, text: "129".to_owned(), refusal: false });
        let kept: Vec<&Said> = messages.iter().collect();
        assert_eq!((kept.len(), kept[0].text.as_str(), kept[99].time().as_str()), (MOST, "30", "2:09"));
    }
}
