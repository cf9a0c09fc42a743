//! The one place through which every reader goes: whatever a decoder does with a damaged file, a panic or a recursion as
//! deep as the file asks for, becomes the sentence of that file.

use std::cell::Cell;
use std::panic;
use std::sync::Once;
use std::thread;

use crate::engine::core::worker::panic_message;
use crate::io::datasets::FormatError;
use crate::io::text::said;

/// Stack of a reader: types of HDF5, one inside the other, are the deepest there is. A header message of 64 KiB holds
/// 8190 of them, which take half a KiB each; this is eight times that, and only what is used of it takes memory.
const STACK: usize = 32 << 20;

thread_local! {
    /// Whether this thread reads for [`reading`], so that its panic becomes a sentence and is said in no other way.
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Does what may panic or recurse deeply, on a thread of its own with a stack that suffices.
///
/// # Errors
/// It panicked: what its decoder said.
pub fn reading<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, FormatError> {
    // A reader that calls another is on that thread already.
    if READING.get() {
        return Ok(work());
    }
    keep_silent();
    let on_its_thread = || {
        READING.set(true);
        work()
    };
    thread::scope(|scope| {
        let reader = thread::Builder::new().name("reader".to_owned()).stack_size(STACK);
        match reader.spawn_scoped(scope, on_its_thread) {
            Ok(reader) => reader.join().map_err(|payload| {
                FormatError::new("intact data", format!("damage ({})", said(&panic_message(payload.as_ref()))))
            }),
            Err(error) => Err(FormatError::new("room for a reader", said(&error))),
        }
    })
}

/// Whether this thread reads a file of whoever wrote it.
pub(super) fn is_reader() -> bool {
    READING.get()
}

/// Keeps the panics of readers off standard error, where they would look like faults of the program.
fn keep_silent() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if !READING.get() {
                before(panicked);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_the_sentence_of_what_was_read() {
        let fault = reading(|| -> u32 { panic!("subtract with\noverflow") }).unwrap_err();
        assert_eq!(fault.to_string(), "expected intact data, found damage (subtract with overflow)");
        // One reader inside another: the panic of the inner one ends the outer one.
        reading(|| reading(|| panic!("inner")).is_err()).unwrap_err();
        assert_eq!(reading(|| reading(|| 7)).flatten().unwrap(), 7);
    }

    #[test]
    fn readers_may_recurse_deeper_than_a_thread_of_the_window() {
        fn deep(level: u32) -> u64 {
            let room = std::hint::black_box([u64::from(level); 128]);
            if level == 0 { 0 } else { room[level as usize % 128] - u64::from(level) + deep(level - 1) + 1 }
        }
        assert_eq!(reading(|| deep(4_000)).unwrap(), 4_000);
    }
}
