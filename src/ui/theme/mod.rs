//! How Glassbox looks: every colour, font, size and number format, and nothing else decides them.
//!
//! * [`Theme`] and [`Tokens`]: the named colours of the three profiles (dark, light, projector).
//! * [`install`]: puts fonts, type, spacing and visuals into an `egui::Context`; [`tokens`] reads them back anywhere.
//! * [`ColourMap`]: the diverging and the sequential map as tables of 256 colours.
//! * [`numbers`]: how a number is written (true minus, thin grouping, real superscripts).

mod branches;
mod colour_map;
mod contrast;
mod fonts;
mod identity;
pub mod numbers;
mod print;
mod style;
mod tokens;
mod viridis;

pub use colour_map::{ColourMap, DivergingScale};
pub use contrast::{contrast, mix};
pub use fonts::{medium, semibold};
pub use identity::{IDENTITIES, identity_letter};
pub use print::recoloured;
pub use style::{install, tokens};
pub use tokens::{Metrics, Theme, Tokens};

/// The rhythm of all distances, in points.
pub const STEP: f32 = 4.0;
pub const GAP: f32 = 12.0;
