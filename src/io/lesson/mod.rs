//! Lessons: one Markdown file each, with a head and live blocks, which anyone can write.
//!
//! [`head`], [`blocks`] are what a file holds, [`reading`] takes it apart and says what is wrong and where, [`shelf`] finds
//! lessons, the embedded ones and those of a folder, [`value`] finds a number in the answer of a command, [`result`] is
//! what a lesson measured, [`pool`] puts the results of many people together, [`handout`] is a lesson to be printed.

pub mod blocks;
pub mod handout;
pub mod head;
pub mod pool;
pub mod reading;
pub mod result;
pub mod shelf;
pub mod value;

pub use blocks::{Control, LabBlock, Number, Part, Plot, Predict, Task, Until};
pub use head::{Head, Pack};
pub use reading::{Heading, Lesson, Mistake, Section};
pub use result::{LessonResult, NumberResult, PlotResult};
