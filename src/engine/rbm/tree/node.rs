//! One fixed point looked at more closely: the row of the data that lies nearest to it, and whether it is a minimum.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, SessionError};
use crate::engine::rbm::rows::check_sites;
use crate::engine::rbm::tree::age::AgeFixedPoints;
use crate::physics::mean_field::{Order, stability};
use crate::physics::rbm::{Configurations, Rbm};

/// Which fixed point.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeConfig {
    /// The age that it is of.
    pub age: Arc<AgeFixedPoints>,
    /// Its number there.
    pub point: usize,
    /// The rows of the data.
    pub rows: Arc<Configurations>,
    /// The order of the equations that it solves.
    pub order: Order,
}

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NodeDetails {
    /// The row that differs at the fewest sites from the most probable configuration, and that number.
    pub nearest: Option<(usize, u32)>,
    /// The smallest eigenvalue of the curvature of the free energy, scaled: above 0 at a minimum. Known for the second
    /// order only.
    pub stability: Option<f64>,
}

/// First the nearest row, then the eigenvalue.
pub struct NodeAnalysis {
    config: NodeConfig,
    found: NodeDetails,
    steps: usize,
}

impl Job for NodeAnalysis {
    type Config = NodeConfig;
    type View = NodeDetails;

    fn new(config: &NodeConfig) -> Result<Self, SessionError> {
        check_sites(config.rows.sites(), &config.age.rbm)?;
        let count = config.age.count();
        if config.point >= count {
            return Err(SessionError::new(format!("fixed point {} was asked for; there are {count}", config.point)));
        }
        Ok(Self { config: config.clone(), found: NodeDetails::default(), steps: 0 })
    }

    fn step(&mut self) -> Flow {
        let NodeConfig { age, point, rows, order } = &self.config;
        match self.steps {
            0 => self.found.nearest = rows.nearest(&age.most_probable(*point)),
            1 if *order == Order::Second => {
                let precise = |means: ndarray::ArrayView1<'_, f32>| means.iter().copied().map(f64::from).collect();
                let (visible, hidden): (Vec<f64>, Vec<f64>) =
                    (precise(age.visible.row(*point)), precise(age.hidden.row(*point)));
                self.found.stability = stability(&Rbm::<f64>::from(&*age.rbm), &visible, &hidden).ok();
            }
            _ => return Flow::Done,
        }
        self.steps += 1;
        if self.steps < 2 { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> NodeDetails {
        self.found
    }
}
