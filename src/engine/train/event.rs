//! What happens during a training: found by comparing neighbouring measurements.

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// The scaled singular value of this mode (from 1) passed the threshold 1 upwards.
    ModeCrosses(usize),
    /// The number of fixed points changed.
    FixedPoints {
        /// The number before.
        from: usize,
        /// The number now.
        to: usize,
    },
    /// The chains are nearly frozen: k Gibbs steps are too few from here on.
    ChainsStopMixing,
    /// A setting was changed: the new value as a sentence.
    Setting(String),
    /// Numbers stopped being finite: what did it, as a sentence. The last finite machine was kept.
    Halted(String),
}

/// What happened, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The update.
    pub update: u64,
    /// What happened.
    pub happening: Happening,
}

impl Happening {
    /// One line for marks and lists: `mode 1 crosses the threshold`.
    pub fn sentence(&self) -> String {
        match self {
            Self::ModeCrosses(mode) => format!("mode {mode} crosses the threshold"),
            Self::FixedPoints { from, to } => format!("fixed points {from} → {to}"),
            Self::ChainsStopMixing => "chains stop mixing".to_owned(),
            Self::Setting(what) | Self::Halted(what) => what.clone(),
        }
    }
}
