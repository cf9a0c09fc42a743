//! What can be wrong with the parts of a tree.

/// The parts do not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// Two lists that speak of the same things have different lengths.
    #[error("{what}: {expected} were expected, {found} are given")]
    Length {
        /// What is counted.
        what: &'static str,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A start or a pair names a point that does not exist.
    #[error("{what} {number} leads to point {point}, but there are {points} points")]
    Point {
        /// What names it.
        what: &'static str,
        /// Number of the start or pair.
        number: usize,
        /// The point named.
        point: u32,
        /// Number of points.
        points: usize,
    },
    /// A cluster of a newer level lies in more than one cluster of an older one.
    #[error("level {level}: the clusters are not parts of those of the level before")]
    NotNested {
        /// Number of the newer level, from 0 for the oldest.
        level: usize,
    },
}

/// Refuses a list of another length.
pub(super) fn check_length(what: &'static str, expected: usize, found: usize) -> Result<(), TreeError> {
    if expected == found { Ok(()) } else { Err(TreeError::Length { what, expected, found }) }
}
