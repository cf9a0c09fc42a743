//! A run as the window shows it: measured first where it was opened from an archive, then trained where it has data.

use crate::engine::core::session::{Flow, Job, Progress, Session, SessionError};
use crate::engine::rbm::command::TrainCmd;
use crate::engine::rbm::config::TrainConfig;
use crate::engine::rbm::past_measuring::PastMeasuring;
use crate::engine::rbm::session::Train;
use crate::engine::rbm::view::TrainView;
use crate::physics::stop::{NEVER, Stop};

/// The past of a run and its training, of which one may be missing: a new run has no past, a run without data does not
/// train.
pub enum LiveRun {
    /// Nothing is left to measure.
    Training(Box<Train>),
    /// The checkpoints are measured. What is changed meanwhile acts on the training that follows, if one does.
    Measuring(PastMeasuring, Option<Box<Train>>),
    /// A run without data, measured: the last picture of it.
    Measured(Box<TrainView>),
}

impl LiveRun {
    /// The run once its past is measured.
    fn measured(past: &PastMeasuring, train: Option<Box<Train>>) -> Self {
        match train {
            Some(mut train) => {
                train.follow(past.findings());
                Self::Training(train)
            }
            None => Self::Measured(Box::new(past.picture())),
        }
    }
}

impl Job for LiveRun {
    type Config = TrainConfig;
    type View = TrainView;

    fn new(config: &TrainConfig) -> Result<Self, SessionError> {
        if config.before.is_none() || !config.measured {
            return Ok(Self::Training(Box::new(Train::new(config)?)));
        }
        let past = PastMeasuring::new(config)?;
        // Data that do not fit are refused before the work.
        let train = config.data.as_ref().map(|_| Train::measured_by(config, past.measurer().clone())).transpose()?;
        let train = train.map(Box::new);
        Ok(if past.is_done() { Self::measured(&past, train) } else { Self::Measuring(past, train) })
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        match self {
            Self::Training(train) => train.advance(stop),
            Self::Measuring(past, train) => {
                let flow = past.advance(stop);
                if flow == Flow::Done {
                    *self = Self::measured(past, train.take());
                }
                flow
            }
            Self::Measured(_) => Flow::Done,
        }
    }

    fn under_way(&self) -> bool {
        matches!(self, Self::Training(train) if train.under_way())
    }

    fn view(&self) -> TrainView {
        match self {
            Self::Training(train) => train.view(),
            Self::Measuring(past, Some(train)) => {
                let view = train.view();
                let all = past.findings().followed_by(train.findings());
                TrainView { measurements: all.measurements, events: all.events, measuring: past.progress(), ..view }
            }
            Self::Measuring(past, None) => TrainView { measuring: past.progress(), ..past.picture() },
            Self::Measured(view) => TrainView::clone(view),
        }
    }

    fn progress(&self) -> Option<Progress> {
        match self {
            Self::Training(train) => train.progress(),
            Self::Measuring(past, _) => past.progress(),
            Self::Measured(_) => None,
        }
    }
}

impl Session for LiveRun {
    type Cmd = TrainCmd;

    fn apply(&mut self, cmd: TrainCmd) -> Result<(), SessionError> {
        match self {
            Self::Training(train) | Self::Measuring(_, Some(train)) => train.apply(cmd),
            Self::Measuring(_, None) | Self::Measured(_) => {
                Err(SessionError::new("this run is only looked at: to train on it needs the data that it learnt from"))
            }
        }
    }
}
