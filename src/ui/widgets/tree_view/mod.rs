//! A tree of clades as it is looked at: rectangular, circular, unrooted or as an icicle, with a cut line at a cursor.
//!
//! * [`skeleton`], [`axis`], [`rows`]: the arrays of a tree, and where its nodes lie before any zoom (pure).
//! * [`window`], [`projection`], [`unrooted`], [`daylight`]: the layouts, and what of them is in sight (pure).
//! * [`detail`]: what is drawn at a zoom; [`hit`]: what is under the pointer (pure).
//! * [`clusters`]: what belongs together at the cut, and the colours.
//! * [`pen`], [`branches`], [`strips`], [`names`], [`marks`], [`cut`]: the picture; [`drawing`]: what is kept of it between frames.
//! * [`state`]: how a person left it; [`keys`], [`mod@pointer`], [`search`], [`tools`]: how it is changed.
//! * [`widget`]: [`TreeView`], which brings them together; [`minimap`], [`export`]; [`face_to_face`]: two trees.

pub mod axis;
pub mod branches;
pub mod clusters;
pub mod cut;
pub mod daylight;
pub mod detail;
pub mod drawing;
pub mod export;
pub mod face_to_face;
pub mod hit;
pub mod keys;
pub mod marks;
pub mod minimap;
pub mod names;
pub mod pen;
pub mod pointer;
pub mod projection;
pub mod rows;
pub mod scene;
pub mod search;
pub mod skeleton;
pub mod state;
pub mod strips;
pub mod tools;
pub mod unrooted;
pub mod widget;
pub mod window;

pub use face_to_face::{FaceToFace, FaceToFaceResponse, Side};
pub use keys::{COLLAPSE, LAYOUT, SEARCH};
pub use scene::{Cut, LabelColumn, PathStep, TreeScene};
pub use skeleton::{Clade, Node, NodeShape, Skeleton};
pub use state::{Sight, TreeViewState};
pub use widget::{TreeResponse, TreeView};
pub use window::{Layout, Window};
