//! The jobs that measure the numbers and plots of a lesson, on a thread of their own.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::io::lesson::{Head, LessonResult, Number, NumberResult, Plot, PlotResult};
use crate::physics::seed::Seed;
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::shell::Shell;

/// Set where a measurement is no longer wanted.
pub type Halt = Arc<AtomicBool>;

/// What measures: the commands of the command line, which the window does not know itself.
#[derive(Clone, Copy, Debug)]
pub struct Instrument {
    /// Measures a number.
    pub number: fn(&Number, bool, Seed, &Halt) -> NumberResult,
    /// Measures the points of a plot.
    pub plot: fn(&Plot, bool, Seed, &Halt) -> Result<PlotResult, String>,
}

/// An answer, with the place of the block among those of its kind.
enum Answered {
    Number(usize, NumberResult),
    Plot(usize, Result<PlotResult, String>),
}

/// What was measured, each at its place among the blocks of its kind.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    numbers: Vec<Option<NumberResult>>,
    plots: Vec<Option<Result<PlotResult, String>>>,
}

/// What is to be measured.
enum Wanted {
    Number(usize, Number),
    Plot(usize, Plot),
}

/// What an open lesson has measured, and what it is at.
#[derive(Default)]
pub struct Measuring {
    inbox: Inbox<Answered>,
    queue: VecDeque<Wanted>,
    halt: Halt,
    at: Option<(bool, usize)>,
    measured: Measured,
    /// When the one at work began, and how long all have taken.
    began: f64,
    seconds: f64,
}

impl Measuring {
    /// Of a lesson with so many numbers and plots.
    pub fn new(numbers: usize, plots: usize) -> Self {
        let mut measuring = Self::default();
        measuring.measured = Measured { numbers: vec![None; numbers], plots: vec![None; plots] };
        measuring
    }

    /// All that was measured.
    pub const fn measured(&self) -> &Measured {
        &self.measured
    }

    /// Puts back what was measured of the same lesson.
    pub fn put_back(&mut self, measured: Measured) {
        self.measured = measured;
    }

    /// What was measured of a number.
    pub fn number(&self, place: usize) -> Option<&NumberResult> {
        self.measured.numbers.get(place).and_then(Option::as_ref)
    }

    /// What was measured of a plot.
    pub fn plot(&self, place: usize) -> Option<&Result<PlotResult, String>> {
        self.measured.plots.get(place).and_then(Option::as_ref)
    }

    /// All numbers that were measured.
    pub fn numbers(&self) -> impl Iterator<Item = &NumberResult> {
        self.measured.numbers.iter().flatten()
    }

    /// All of it, as one person hands it in.
    pub fn result(&self, head: &Head) -> LessonResult {
        let plots = self.measured.plots.iter().flatten().flatten().cloned().collect();
        LessonResult::of(head, self.numbers().cloned().collect(), plots, self.seconds)
    }

    /// Whether every number was measured and agrees.
    pub fn all_agree(&self) -> bool {
        self.measured.numbers.iter().all(|number| number.as_ref().is_some_and(|number| number.passed))
    }

    /// Whether the number at a place is being measured, or waits for it.
    pub fn measures_number(&self, place: usize) -> bool {
        self.at == Some((true, place))
            || self.queue.iter().any(|wanted| matches!(wanted, Wanted::Number(at, _) if *at == place))
    }

    /// Whether the plot at a place is being measured, or waits for it.
    pub fn measures_plot(&self, place: usize) -> bool {
        self.at == Some((false, place))
            || self.queue.iter().any(|wanted| matches!(wanted, Wanted::Plot(at, _) if *at == place))
    }

    /// Asks for a number.
    pub fn want_number(&mut self, place: usize, number: &Number) {
        if !self.measures_number(place) {
            self.queue.push_back(Wanted::Number(place, number.clone()));
        }
    }

    /// Asks for the points of a plot.
    pub fn want_plot(&mut self, place: usize, plot: &Plot) {
        if !self.measures_plot(place) {
            self.queue.push_back(Wanted::Plot(place, plot.clone()));
        }
    }

    /// Gives up what is at work and what waits.
    pub fn cancel(&mut self) {
        self.queue.clear();
        self.halt.store(true, Ordering::Relaxed);
    }

    /// Once per frame: takes what was measured, begins what waits.
    pub fn go_on(&mut self, instrument: Option<Instrument>, shell: &mut Shell) {
        let seed = shell.seed;
        if let Some(answered) = self.inbox.done(shell) {
            self.at = None;
            // What was given up has no answer worth showing.
            if !self.halt.load(Ordering::Relaxed) {
                self.seconds += shell.now - self.began;
                match answered {
                    Answered::Number(place, result) => put(&mut self.measured.numbers, place, result),
                    Answered::Plot(place, result) => put(&mut self.measured.plots, place, result),
                }
            }
        } else if !self.inbox.busy() {
            self.at = None;
        }
        if self.inbox.busy() || self.queue.is_empty() {
            return;
        }
        let Some(instrument) = instrument else {
            self.queue.clear();
            return shell.say("This window cannot measure numbers.");
        };
        self.halt = Halt::default();
        self.began = shell.now;
        let (halt, wanted) = (Arc::clone(&self.halt), self.queue.pop_front());
        let started = match wanted {
            Some(Wanted::Number(place, number)) => {
                self.at = Some((true, place));
                shell.jobs.start("number of a lesson", &mut self.inbox, move || {
                    Answer::Done(Answered::Number(place, (instrument.number)(&number, false, seed, &halt)))
                })
            }
            Some(Wanted::Plot(place, plot)) => {
                self.at = Some((false, place));
                shell.jobs.start("plot of a lesson", &mut self.inbox, move || {
                    Answer::Done(Answered::Plot(place, (instrument.plot)(&plot, false, seed, &halt)))
                })
            }
            None => Ok(()),
        };
        if let Err(sentence) = started {
            shell.say(sentence);
        }
    }
}

impl Drop for Measuring {
    fn drop(&mut self) {
        self.halt.store(true, Ordering::Relaxed);
    }
}

fn put<T>(list: &mut [Option<T>], place: usize, value: T) {
    if let Some(slot) = list.get_mut(place) {
        *slot = Some(value);
    }
}
