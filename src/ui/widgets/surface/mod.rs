//! A surface over a rectangle that can be turned.
//!
//! * `scene`: what is drawn, and the widget; `view`: from the surface to the screen; `pointer`: how it is turned.
//! * `mesh`: its patches (each a `patch`, in its `light`) and what lies on them, from the back to the front;
//!   `frame`: floor, axes and numbers.
//! * `film`, `easing`: from one surface to the next without a jump.

mod easing;
mod film;
mod frame;
mod light;
mod mesh;
mod patch;
mod pointer;
mod scene;
mod view;

pub use film::HeightFilm;
pub use frame::is_low;
pub use scene::{Marble, Surface, SurfaceAnswer, height_at};
pub use view::SurfaceView;
