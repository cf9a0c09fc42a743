//! Parses and dispatches: everything else is in the library.

fn main() {
    if let Err(e) = glassbox::ui::launch::open(Default::default()) { eprintln!("{e}"); }
}
