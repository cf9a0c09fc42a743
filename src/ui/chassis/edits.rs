//! Edits of a lab that are taken back and done again. A lab says what of its work is edited, as one value; whenever that
//! has come to rest at another one, the value before is kept. So whatever changes it is an edit: a slider that was dragged
//! and let go, a key, a suggestion, a lesson.

use std::collections::VecDeque;

use egui::{Context, Key, Modifiers};

use crate::engine::core::undo::UndoStack;
use crate::ui::chassis::lab::Chassis;
use crate::ui::chassis::parts::LabParts;
use crate::ui::shell::Shell;
use crate::ui::shortcuts::pressed_once;

/// The keys, for the list of a lab.
pub const KEYS: &str = "Ctrl+Z, Ctrl+Shift+Z";

/// What of a lab's work is edited, as a value that is cheap to clone.
pub trait Edited: Clone + PartialEq + 'static {
    /// What was edited since `before`, in words; `None` where the two differ in nothing that undo could bring back.
    fn since(&self, before: &Self) -> Option<&'static str>;
}

/// The name of the first part that differs.
pub fn first_of<const PARTS: usize>(parts: [(bool, &'static str); PARTS]) -> Option<&'static str> {
    parts.into_iter().find_map(|(differs, what)| differs.then_some(what))
}

impl Edited for () {
    fn since(&self, (): &Self) -> Option<&'static str> {
        None
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Undo,
    Redo,
}

impl Direction {
    /// The one whose keys were pressed in this frame.
    pub fn pressed(ctx: &Context) -> Option<Self> {
        let redo = pressed_once(ctx, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        if redo || pressed_once(ctx, Modifiers::COMMAND, Key::Y) {
            return Some(Self::Redo);
        }
        pressed_once(ctx, Modifiers::COMMAND, Key::Z).then_some(Self::Undo)
    }
}

/// How the edited value stands, and how it stood before.
pub struct Edits<E> {
    stack: UndoStack<E>,
    stands: Option<E>,
    /// Whether the next value is how an edit that was taken back, or work that was opened, comes out.
    settles: bool,
    /// What is asked for and waits until nothing is on its way.
    asked: VecDeque<Direction>,
}

impl<E> Default for Edits<E> {
    fn default() -> Self {
        Self { stack: UndoStack::default(), stands: None, settles: true, asked: VecDeque::new() }
    }
}

impl<E: Edited> Edits<E> {
    /// The value has come to rest: another one than before is an edit.
    pub fn follow(&mut self, now: E) {
        let before = if std::mem::take(&mut self.settles) { None } else { self.stands.take() };
        if let Some(before) = before.filter(|before| *before != now)
            && let Some(what) = now.since(&before)
        {
            self.stack.note(what, None, &before);
        }
        self.stands = Some(now);
    }

    /// What comes next is no edit.
    pub const fn settle(&mut self) {
        self.settles = true;
    }

    /// The value to go to, and what was edited between it and the present one.
    pub fn go(&mut self, direction: Direction) -> Option<(String, E)> {
        let present = self.stands.clone()?;
        let mut passed = present.clone();
        loop {
            let (what, next) = match direction {
                Direction::Undo => self.stack.undo(&passed),
                Direction::Redo => self.stack.redo(&passed),
            }?;
            // What an edit was of may be gone.
            if next.since(&present).is_some() {
                self.stands = Some(next.clone());
                self.settles = true;
                return Some((what, next));
            }
            passed = next;
        }
    }
}

impl<P: LabParts> Chassis<P> {
    /// Notes what was edited, once nothing of it is under way: a slider is let go first. Then takes back what is asked to
    /// be, one edit after another.
    pub(super) fn follow_edits(&mut self, ctx: &Context, shell: &mut Shell) {
        let Self { parts, session: Some(session), shared, edits, held: None, .. } = self else { return };
        if session.answers_all()
            && !ctx.input(|input| input.pointer.any_down())
            && let Some(now) = parts.edited(session, shared)
        {
            edits.follow(now);
            if let Some(direction) = edits.asked.pop_front() {
                self.go_along_edits(direction, shell);
            }
        }
    }

    /// Takes the last edit back, or does it again, where that is asked for by key; what is still on its way comes first.
    pub(super) fn read_undo(&mut self, ctx: &Context, shell: &mut Shell) {
        if P::EDITS.is_some()
            && let Some(direction) = Direction::pressed(ctx)
        {
            self.edits.asked.push_back(direction);
            self.follow_edits(ctx, shell);
        }
    }

    fn go_along_edits(&mut self, direction: Direction, shell: &mut Shell) {
        let (said, verb) = match direction {
            Direction::Undo => ("Taken back", "undo"),
            Direction::Redo => ("Done again", "redo"),
        };
        let Some((what, edited)) = self.edits.go(direction) else {
            return shell.say(format!("There is nothing to {verb}."));
        };
        match self.with_engine(shell, |parts, access| parts.put_back(edited, access)) {
            Some(Err(sentence)) => shell.say(sentence),
            _ => shell.tell(format!("{said}: {what}.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number, and the work that it belongs to.
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Of(u32, i32);

    impl Edited for Of {
        fn since(&self, before: &Self) -> Option<&'static str> {
            (self.0 == before.0 && self.1 != before.1).then_some("the number")
        }
    }

    fn went(edits: &mut Edits<Of>, direction: Direction) -> Option<Of> {
        let (what, to) = edits.go(direction)?;
        assert_eq!(what, "the number");
        edits.follow(to);
        Some(to)
    }

    #[test]
    fn each_value_that_came_to_rest_is_gone_back_to_and_forth() {
        use Direction::{Redo, Undo};
        let mut edits = Edits::default();
        for number in [1, 1, 2, 3] {
            edits.follow(Of(0, number));
        }
        let back = [Undo, Undo, Undo, Redo, Redo, Redo].map(|direction| went(&mut edits, direction).map(|of| of.1));
        assert_eq!(back, [Some(2), Some(1), None, Some(2), Some(3), None]);
        went(&mut edits, Undo);
        edits.follow(Of(0, 7));
        assert_eq!(went(&mut edits, Redo), None, "another edit was made");
        assert_eq!(went(&mut edits, Undo), Some(Of(0, 2)));
    }

    #[test]
    fn what_settles_is_no_edit_and_edits_of_work_that_is_gone_are_passed_over() {
        let mut edits = Edits::default();
        edits.follow(Of(0, 1));
        edits.settle();
        edits.follow(Of(0, 2));
        assert_eq!(edits.go(Direction::Undo), None);
        edits.follow(Of(0, 3));
        edits.follow(Of(0, 4));
        edits.follow(Of(1, 5));
        assert_eq!(went(&mut edits, Direction::Undo), None, "there is another work now");
    }
}
