//! Undo and redo over values that are cheap to clone.

/// How many edits can be taken back.
const DEPTH: usize = 200;

/// Two stacks of earlier and later values, each with the name of the edit between it and its neighbour.
///
/// Edits that come with the same gesture (one stroke, one drag of a slider) are taken back together.
#[derive(Clone, Debug)]
pub struct UndoStack<T> {
    earlier: Vec<(String, T)>,
    later: Vec<(String, T)>,
    gesture: Option<u64>,
}

impl<T> Default for UndoStack<T> {
    fn default() -> Self {
        Self { earlier: Vec::new(), later: Vec::new(), gesture: None }
    }
}

impl<T: Clone> UndoStack<T> {
    /// Notes the value before an edit called `name`. Edits of one `gesture` count as one.
    pub fn note(&mut self, name: &str, gesture: Option<u64>, before: &T) {
        if gesture.is_some() && gesture == self.gesture && !self.earlier.is_empty() {
            return;
        }
        self.gesture = gesture;
        self.later.clear();
        self.earlier.push((name.to_owned(), before.clone()));
        if self.earlier.len() > DEPTH {
            self.earlier.remove(0);
        }
    }

    /// Takes back the last edit: gives the value before it, and its name.
    pub fn undo(&mut self, current: &T) -> Option<(String, T)> {
        let (name, before) = self.earlier.pop()?;
        self.gesture = None;
        self.later.push((name.clone(), current.clone()));
        Some((name, before))
    }

    /// Does the last undone edit again.
    pub fn redo(&mut self, current: &T) -> Option<(String, T)> {
        let (name, after) = self.later.pop()?;
        self.gesture = None;
        self.earlier.push((name.clone(), current.clone()));
        Some((name, after))
    }

    /// The name of the edit that [`Self::undo`] would take back.
    pub fn undo_name(&self) -> Option<&str> {
        self.earlier.last().map(|(name, _)| name.as_str())
    }

    /// The name of the edit that [`Self::redo`] would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.later.last().map(|(name, _)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gestures_are_taken_back_as_one() {
        let mut undo = UndoStack::default();
        undo.note("draw", Some(1), &0);
        undo.note("draw", Some(1), &1);
        undo.note("draw", Some(2), &2);
        assert_eq!(undo.undo(&3), Some(("draw".to_owned(), 2)));
        assert_eq!(undo.undo(&2), Some(("draw".to_owned(), 0)));
        assert_eq!(undo.undo(&0), None);
        assert_eq!(undo.redo(&0), Some(("draw".to_owned(), 2)));
        undo.note("store", None, &2);
        assert_eq!(undo.redo_name(), None);
        assert_eq!(undo.undo_name(), Some("store"));
    }

    #[test]
    fn the_stack_is_bounded() {
        let mut undo = UndoStack::default();
        for k in 0..1000 {
            undo.note("edit", None, &k);
        }
        assert_eq!(undo.earlier.len(), DEPTH);
    }
}
