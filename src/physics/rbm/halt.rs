//! Why a training cannot go on.

/// Numbers stopped being finite, or became absurd. The last machine before that was kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Halt {
    /// The update that could not be made.
    pub update: u64,
    /// Which setting did it, with its value.
    pub sentence: String,
}
