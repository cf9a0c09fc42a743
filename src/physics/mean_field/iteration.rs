//! The iteration of a block of starts, sweep by sweep, until each has converged or is given up.

use super::fixed_points::FixedPointSettings;
use super::scalar::Scalar;
use super::tap::{Block, Equations};

/// Sweeps between two looks at whether a state still gets anywhere.
const WINDOW: usize = 32;
/// A state gets somewhere when windows of sweeps bring its residual below this part of what it was.
const PROGRESS: f64 = 0.9;
/// Windows without progress after which a damped state is given up; an undamped one is damped after the first.
const PATIENCE: usize = 4;

/// Where the iteration from one start ended: the visible means, or `None` where it did not converge.
pub(super) type End = Option<Vec<f32>>;

/// Starts that are iterated together.
pub(super) struct Iteration<T> {
    block: Block<T>,
    first_visible: Vec<T>,
    first_hidden: Vec<T>,
    /// States still iterated, in the order of the block.
    states: Vec<State>,
    ends: Vec<End>,
}

/// The iteration from one start.
struct State {
    start: usize,
    iterations: usize,
    damped: bool,
    /// The residual when the state last got somewhere.
    mark: f64,
    /// Windows since then.
    idle: usize,
}

impl State {
    fn new(start: usize) -> Self {
        Self { start, iterations: 0, damped: false, mark: f64::INFINITY, idle: 0 }
    }
}

impl<T: Scalar> Iteration<T> {
    pub(super) fn new<'a>(
        equations: &Equations<T>,
        starts: impl Iterator<Item = &'a [u8]>,
        settings: &FixedPointSettings,
    ) -> Self {
        let mut visible = Vec::new();
        starts.for_each(|row| equations.encode(row, &mut visible));
        let block = equations.begin(visible, T::from_f64(settings.damping));
        let states = block.damping.len();
        Self {
            first_visible: block.visible.clone(),
            first_hidden: block.hidden.clone(),
            states: (0..states).map(State::new).collect(),
            ends: vec![None; states],
            block,
        }
    }

    /// At most `sweeps` sweeps. Gives the ends when every start has one.
    pub(super) fn advance(
        &mut self,
        sweeps: usize,
        equations: &Equations<T>,
        settings: &FixedPointSettings,
    ) -> Option<Vec<End>> {
        for _ in 0..sweeps {
            if self.states.is_empty() {
                break;
            }
            equations.sweep(&mut self.block);
            for index in (0..self.states.len()).rev() {
                self.judge(index, equations, settings);
            }
        }
        // Large, and only needed within a sweep: blocks that wait for the next step do without.
        self.block.averages = Vec::new();
        self.states.is_empty().then(|| std::mem::take(&mut self.ends))
    }

    /// Starts that have their end.
    pub(super) fn finished(&self) -> usize {
        self.ends.len() - self.states.len()
    }

    /// After a sweep: goes on, ends, or begins once more with damping.
    fn judge(&mut self, index: usize, equations: &Equations<T>, settings: &FixedPointSettings) {
        let (rows, units) = (equations.rows, equations.units);
        let (block, state) = (&mut self.block, &mut self.states[index]);
        let residual = f64::from(block.residual[index].to_f32());
        state.iterations += 1;
        if state.iterations.is_multiple_of(WINDOW) {
            state.idle += 1;
            if residual <= PROGRESS * state.mark {
                (state.mark, state.idle) = (residual, 0);
            }
        }
        let converged = residual <= settings.tolerance;
        let patience = if state.damped { PATIENCE } else { 1 };
        let spent = state.iterations >= settings.most_iterations || state.idle >= patience;
        if converged || spent && state.damped {
            if converged {
                let means = &block.visible[index * rows..(index + 1) * rows];
                self.ends[state.start] = Some(means.iter().map(|mean| mean.to_f32()).collect());
            }
            self.states.swap_remove(index);
            block.swap_remove(index, rows, units);
        } else if spent {
            let from = state.start;
            *state = State { damped: true, ..State::new(from) };
            block.damping[index] = T::from_f64(settings.damping.max(0.5));
            block.visible[index * rows..(index + 1) * rows]
                .copy_from_slice(&self.first_visible[from * rows..(from + 1) * rows]);
            block.hidden[index * units..(index + 1) * units]
                .copy_from_slice(&self.first_hidden[from * units..(from + 1) * units]);
        }
    }
}
