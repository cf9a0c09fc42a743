//! Plots: few round ticks, hairlines in y only, curves and levels named at the right margin in their own colour.
//!
//! * [`scale`]: nice ranges, ticks and numbers (pure).
//! * [`labels`]: names at the margin that never overlap (pure).
//! * [`contours`], [`simplex`], [`rungs`]: geometry of the landscape, the triangle and the ladder (pure).
//! * [`frame`]: margins, and what egui_plot does in every plot: axes, grid, zoom, pan, reset; so stacked plots line up.
//! * [`names`]: names at the right margin, and clicks on them.
//! * `axes`: the numbers along an axis (pure). `figure`: a plot as it is taken out of the window.
//! * [`line_chart`], [`histogram`], [`band_chart`], [`landscape`], [`simplex_view`], [`ladder_view`], [`point_editor`]: the
//!   plots; [`Bars`], [`Scatter`] and [`Plane`] too. [`Ribbon`], [`Band`], [`VerticalMark`] and [`RightAxis`] go with a line chart.

mod axes;
mod band;
pub mod band_chart;
mod bars;
mod clip;
pub mod contours;
mod dots;
mod figure;
pub mod frame;
mod height_picture;
pub mod histogram;
pub mod labels;
pub mod ladder_view;
pub mod landscape;
pub mod level;
pub mod line_chart;
mod line_paint;
mod marks;
pub mod names;
pub mod plane;
pub mod point_editor;
mod ribbon;
pub mod rungs;
pub mod scale;
mod scatter;
pub mod simplex;
pub mod simplex_view;

pub use band::Band;
pub use band_chart::{BandChart, BandHover, BandResponse, EndMark};
pub use bars::{Bar, Bars, BarsResponse};
pub use contours::HeightGrid;
pub use dots::Dot;
pub use frame::{Margins, enter_lab};
pub use histogram::{Bin, Histogram, HistogramHover, HistogramResponse, Tail, Threshold};
pub use ladder_view::{LadderView, Rung};
pub use landscape::{Landscape, LandscapeResponse, LandscapeScene};
pub use level::Level;
pub use line_chart::{ChartHover, ChartResponse, Curve, Emphasis, LineChart, stack_margins};
pub use line_paint::{Pattern, Ticks, dash_dotted};
pub use marks::{RightAxis, VerticalMark};
pub use names::Named;
pub use plane::{Plane, PlaneHover, PlanePoint, PlaneResponse, PlaneScene};
pub use point_editor::{PointEdit, PointEditor, PointResponse};
pub use ribbon::{Ribbon, Span};
pub use rungs::RungSide;
pub use scale::{RangeKeeper, extent, nice_range, tick_text, ticks};
pub use scatter::{Cloud, Scatter, ScatterResponse};
pub use simplex_view::{HeightLevel, SimplexView};
