//! What is measured in the background: sweeps over the plane, basins, capacities, crosstalk.
//!
//! [`request`] is what can be asked for, [`queue`] measures it, [`sweep_store`] holds the queues and carries out what panels
//! ask for, [`files`] writes tables, [`held`] is what a session file holds of them, [`sentences`] puts numbers into words. A panel each: [`panel`] for the sweep over
//! the plane, [`basin`], [`sizes`] for several sizes next to each other, [`rules`] for the learning rules, [`crosstalk`].

pub mod basin;
pub mod controls;
pub mod crosstalk;
pub mod curve;
pub mod files;
pub mod held;
pub mod panel;
pub mod queue;
pub mod request;
pub mod rules;
pub mod sentences;
pub mod sizes;
pub mod sweep_store;
