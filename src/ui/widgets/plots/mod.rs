//! Plots: few round ticks, hairlines in y only, curves and levels named at the right margin in their own colour.
//!
//! * [`scale`]: nice ranges, ticks and numbers (pure).
//! * [`labels`]: names at the margin that never overlap (pure).
//! * [`contours`], [`simplex`], [`rungs`]: geometry of the landscape, the triangle and the ladder (pure).
//! * [`frame`]: margins and axes, the same for every plot, so that stacked plots line up.
//! * [`line_chart`], [`histogram`], [`band_chart`]: the plots.

pub mod band_chart;
mod clip;
pub mod contours;
pub mod frame;
pub mod histogram;
pub mod labels;
pub mod line_chart;
mod line_paint;
pub mod rungs;
pub mod scale;
pub mod simplex;

pub use band_chart::{BandChart, BandHover, BandResponse, EndMark};
pub use frame::{Margins, PlotColors};
pub use histogram::{Bin, Histogram, HistogramHover, HistogramResponse, Tail, Threshold};
pub use line_chart::{ChartHover, ChartResponse, Curve, Emphasis, Level, LineChart, Ticks, stack_margins};
pub use scale::{RangeKeeper, nice_range};
