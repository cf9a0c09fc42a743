//! The widget that draws trees: layouts and detail against brute force, the keyboard, sizes from nothing to huge.
#![expect(clippy::panic, reason = "helpers of tests may stop at once")]
#![cfg(feature = "gui")]

#[path = "tree_view/arrays.rs"]
mod arrays;
#[path = "tree_view/detail.rs"]
mod detail;
#[path = "tree_view/face_to_face.rs"]
mod face_to_face;
#[path = "tree_view/keyboard.rs"]
mod keyboard;
#[path = "tree_view/layouts.rs"]
mod layouts;
#[path = "tree_view/planted.rs"]
mod planted;
#[path = "tree_view/scene.rs"]
mod scene;
#[path = "tree_view/snapshots.rs"]
mod snapshots;
#[path = "tree_view/state.rs"]
mod state;
#[path = "tree_view/window.rs"]
mod window;
