//! Whether a long computation is still wanted.

/// Asked between the pieces of a long computation: true where it is to be given up. What is given up leaves no trace, so
/// that when it was asked, and by whom, changes no result.
pub type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

/// For what is wanted in any case.
pub const NEVER: Stop<'static> = &|| false;
