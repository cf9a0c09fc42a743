//! Parses and dispatches: everything else is in the library.

fn main() {}
