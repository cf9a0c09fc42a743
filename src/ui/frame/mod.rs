//! What is around every lab: the bar with the transport at the top, the rail with the labs at the left.

pub mod rail;
pub mod top_bar;
