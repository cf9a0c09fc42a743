//! The selected memory: it stays the same one while the shelf changes, and goes along with what is put on the grid.

use std::sync::Arc;

use crate::engine::hopfield::recall::{Document, Memory};

/// What the selection was last seen with.
#[derive(Default)]
pub struct Selected {
    seen: Option<Arc<Document>>,
}

impl Selected {
    /// Moves the place of the selected memory to where the document that is shown now has it.
    pub fn follow(&mut self, document: &Arc<Document>, place: &mut usize) {
        let seen = self.seen.replace(Arc::clone(document));
        let Some(seen) = seen.filter(|seen| !Arc::ptr_eq(seen, document)) else { return };
        let is_other_cue = seen.clean != document.clean || seen.cue_from != document.cue_from;
        let put_on_grid = document.cue_from.filter(|_| is_other_cue);
        *place = match (put_on_grid.and_then(|identity| document.place_of(identity)), seen.memories.get(*place)) {
            (Some(put), _) => put,
            (None, Some(memory)) => document.memories.iter().position(|now| same(memory, now)).unwrap_or(*place),
            (None, None) => *place,
        }
        .min(document.memories.len().saturating_sub(1));
    }
}

/// Whether it is the same memory, perhaps under another name or on another grid. Another shelf has the same letters.
fn same(before: &Memory, now: &Memory) -> bool {
    before.identity == now.identity && (before.name == now.name || before.pattern == now.pattern)
}

/// What stands in the place of results that belong to another shelf.
pub const OTHER_SHELF: &str = "The last runs were of another shelf. Run them again for this one.";

/// Whether nothing that was on the shelf is on it now: what was found of the old one says nothing of the new.
pub fn is_other_shelf(before: &Document, now: &Document) -> bool {
    let is_here = |memory: &Memory| now.memories.iter().any(|other| same(memory, other));
    before.shape != now.shape || !before.memories.iter().any(is_here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::core::driver::Driver;
    use crate::engine::core::session::Command;
    use crate::engine::hopfield::recall::{Recall, RecallCmd};
    use crate::physics::seed::Seed;
    use crate::physics::spins::{GridShape, Pattern};

    const SHAPE: GridShape = GridShape::new(4, 1);

    fn shelf(names: &str) -> Vec<Memory> {
        let pattern = |k: usize| Pattern::from_bits((0..4).map(|cell| (k + 1) >> cell & 1 == 1));
        names.chars().enumerate().map(|(k, name)| Memory::new(name.to_string(), pattern(k))).collect()
    }

    #[test]
    fn it_is_the_same_memory_after_every_edit_and_the_one_on_the_grid_after_those_that_put_one_there() {
        let document = Document::new(SHAPE, shelf("abcd"), Pattern::from_bits([false; 4]), Seed(1));
        let mut driver = Driver::<Recall>::new(&document).unwrap();
        let (mut selected, mut place) = (Selected::default(), 2);
        selected.follow(&driver.snapshot().view.document, &mut place);
        let load = RecallCmd::Load { name: String::new(), shape: SHAPE, memories: shelf("wxyz").into() };
        let gesture = 1;
        for (cmd, wanted) in [
            (RecallCmd::Forget(0), 1),
            (RecallCmd::Rename { index: 1, name: "ship".to_owned() }, 1),
            (RecallCmd::Undo, 1),
            (RecallCmd::Undo, 2),
            (RecallCmd::CueFromMemory(3), 3),
            (RecallCmd::Paint { gesture, cells: [0].into(), on: true }, 3),
            (RecallCmd::Store { name: "drawing".to_owned() }, 4),
            (RecallCmd::Forget(4), 3),
            (load, 0),
            (RecallCmd::SetGrid(GridShape::new(2, 2)), 0),
            (RecallCmd::Undo, 0),
            (RecallCmd::Undo, 0),
        ] {
            driver.apply(Command::Model(cmd.clone())).unwrap();
            selected.follow(&driver.snapshot().view.document, &mut place);
            assert_eq!(place, wanted, "{cmd:?}");
        }
    }

    #[test]
    fn another_shelf_has_nothing_of_the_old_one() {
        let document = |names| Document::new(SHAPE, shelf(names), Pattern::from_bits([false; 4]), Seed(1));
        let before = document("abc");
        let mut fewer = document("abc");
        fewer.memories = fewer.memories.iter().skip(2).cloned().collect();
        assert!(!is_other_shelf(&before, &before) && !is_other_shelf(&before, &fewer));
        assert!(is_other_shelf(&fewer, &document("xy")));
        assert!(is_other_shelf(&before, &Document { shape: GridShape::new(2, 2), ..before.clone() }));
        assert!(is_other_shelf(&before, &Document { memories: Arc::default(), ..before.clone() }));
    }

    #[test]
    fn an_empty_shelf_has_place_zero() {
        let document = Arc::new(Document::new(SHAPE, shelf("a"), Pattern::from_bits([false; 4]), Seed(1)));
        let empty = Arc::new(Document { memories: Arc::default(), ..Document::clone(&document) });
        let (mut selected, mut place) = (Selected::default(), 0);
        for document in [&document, &empty, &document] {
            selected.follow(document, &mut place);
            assert_eq!(place, 0);
        }
    }
}
