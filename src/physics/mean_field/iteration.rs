//! The iteration of a block of starts, sweep by sweep, until each has converged or is given up.

use super::mixing::Mixing;
use super::relaxation::RelaxationSettings;
use super::scalar::Scalar;
use super::tap::{Block, Equations};

/// Sweeps between two looks at whether a state still gets anywhere.
const WINDOW: usize = 32;
/// A state gets somewhere when windows of sweeps bring its residual below this part of what it was.
const PROGRESS: f64 = 0.9;
/// Windows without progress after which a damped state is given up; an undamped one is damped after the first.
const PATIENCE: usize = 4;

/// Where the iteration from one start ended.
#[derive(Clone, Debug, Default)]
pub(super) struct End {
    pub(super) visible: Vec<f64>,
    pub(super) hidden: Vec<f64>,
    pub(super) converged: bool,
    /// Sweeps in all.
    pub(super) iterations: usize,
    /// The largest move that the last of them asked for.
    pub(super) residual: f64,
}

/// Starts that are iterated together.
pub(super) struct Iteration<T> {
    block: Block<T>,
    first_visible: Vec<T>,
    first_hidden: Vec<T>,
    /// States still iterated, in the order of the block.
    states: Vec<State<T>>,
    ends: Vec<End>,
}

/// The iteration from one start.
struct State<T> {
    start: usize,
    /// Sweeps of this attempt, and of those before it.
    iterations: usize,
    before: usize,
    damped: bool,
    /// The mixing of its sweeps; none in an attempt that is to be as the equations themselves lead.
    mixing: Option<Mixing<T>>,
    /// Whether sweeps of this attempt were mixed.
    mixed: bool,
    /// The residual when the state last got somewhere.
    mark: f64,
    /// Windows since then.
    idle: usize,
    /// The moves of the visible means in the sweep before the end of a window.
    moves: Vec<T>,
}

impl<T: Scalar> State<T> {
    fn new(start: usize, before: usize) -> Self {
        Self {
            start,
            iterations: 0,
            before,
            damped: false,
            mixing: Some(Mixing::default()),
            mixed: false,
            mark: f64::INFINITY,
            idle: 0,
            moves: Vec::new(),
        }
    }

    /// The next attempt from the same start: as the equations lead, if sweeps of this one were mixed, else damped.
    fn again(&self) -> Self {
        let damped = !self.mixed;
        Self { damped, mixing: None, ..Self::new(self.start, self.before + self.iterations) }
    }

    /// Whether the means go on the way that they went, rather than back and forth.
    fn travels(&self, moves: &[T]) -> bool {
        moves.iter().zip(&self.moves).map(|(now, before)| (*now * *before).to_f64()).sum::<f64>() > 0.0
    }
}

impl<T: Scalar> Iteration<T> {
    /// From these visible means.
    pub(super) fn new(equations: &Equations<T>, visible: Vec<T>, settings: &RelaxationSettings) -> Self {
        let block = equations.begin(visible, T::from_f64(settings.damping));
        let states = block.states();
        Self {
            first_visible: block.visible.clone(),
            first_hidden: block.hidden.clone(),
            states: (0..states).map(|start| State::new(start, 0)).collect(),
            ends: vec![End::default(); states],
            block,
        }
    }

    /// On from where states converged that were iterated in other numbers; the others have ended.
    pub(super) fn resumed(equations: &Equations<T>, ends: Vec<End>, settings: &RelaxationSettings) -> Self {
        let all = |means: fn(&End) -> &[f64]| ends.iter().flat_map(means).map(|&mean| T::from_f64(mean)).collect();
        let (first_visible, first_hidden): (Vec<T>, Vec<T>) = (all(|end| &end.visible), all(|end| &end.hidden));
        let states: Vec<State<T>> = ends
            .iter()
            .enumerate()
            .filter(|(_, end)| end.converged)
            .map(|(start, end)| State::new(start, end.iterations))
            .collect();
        let of_states = |means: &[T], width: usize| -> Vec<T> {
            states.iter().flat_map(|state| &means[state.start * width..(state.start + 1) * width]).copied().collect()
        };
        let (visible, hidden) = (of_states(&first_visible, equations.rows), of_states(&first_hidden, equations.units));
        let block = equations.block(visible, hidden, T::from_f64(settings.damping));
        Self { block, first_visible, first_hidden, states, ends }
    }

    /// At most `sweeps` sweeps. Gives the ends when every start has one.
    pub(super) fn advance(
        &mut self,
        sweeps: usize,
        equations: &Equations<T>,
        settings: &RelaxationSettings,
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
        self.block.drop_averages();
        self.states.is_empty().then(|| std::mem::take(&mut self.ends))
    }

    /// Starts that have their end.
    pub(super) fn finished(&self) -> usize {
        self.ends.len() - self.states.len()
    }

    /// After a sweep: goes on, ends, or begins once more with damping.
    fn judge(&mut self, index: usize, equations: &Equations<T>, settings: &RelaxationSettings) {
        let (rows, units) = (equations.rows, equations.units);
        let state = &mut self.states[index];
        let residual = self.block.residual[index].to_f64();
        let moves = &self.block.visible_sums.first[index * rows..(index + 1) * rows];
        state.iterations += 1;
        if state.iterations.is_multiple_of(WINDOW) {
            state.idle += 1;
            if residual <= PROGRESS * state.mark || settings.persistent && state.travels(moves) {
                (state.mark, state.idle) = (residual, 0);
            }
        } else if settings.persistent && (state.iterations + 1).is_multiple_of(WINDOW) {
            state.moves = moves.to_vec();
        }
        let converged = residual <= settings.tolerance;
        let patience = if state.damped { PATIENCE } else { 1 };
        let spent = state.iterations >= settings.most_iterations || state.idle >= patience;
        if converged || spent && state.damped {
            self.end(index, converged, residual, rows, units);
        } else if spent {
            let from = state.start;
            *state = state.again();
            let block = &mut self.block;
            block.damping[index] = T::from_f64(if state.damped { settings.damping.max(0.5) } else { settings.damping });
            block.visible[index * rows..(index + 1) * rows]
                .copy_from_slice(&self.first_visible[from * rows..(from + 1) * rows]);
            block.hidden[index * units..(index + 1) * units]
                .copy_from_slice(&self.first_hidden[from * units..(from + 1) * units]);
        } else if let Some(mixing) = &mut state.mixing {
            let (of_visible, of_hidden) = (index * rows..(index + 1) * rows, index * units..(index + 1) * units);
            let Block { visible, hidden, visible_sums, hidden_sums, damping, .. } = &mut self.block;
            state.mixed |= mixing.mix(
                [&mut visible[of_visible.clone()], &mut hidden[of_hidden.clone()]],
                [&visible_sums.first[of_visible], &hidden_sums.first[of_hidden]],
                T::from_f64(1.0) - damping[index],
                residual,
            );
        }
    }

    /// Ends a state where it is. One that has left the finite numbers, whose residual means nothing, has not converged
    /// and ends where it began.
    fn end(&mut self, index: usize, converged: bool, residual: f64, rows: usize, units: usize) {
        let State { start, iterations, before, .. } = self.states.swap_remove(index);
        let double = |means: &[T], place: usize, width: usize| -> Vec<f64> {
            means[place * width..(place + 1) * width].iter().map(|mean| mean.to_f64()).collect()
        };
        let mut end = End {
            visible: double(&self.block.visible, index, rows),
            hidden: double(&self.block.hidden, index, units),
            converged,
            iterations: before + iterations,
            residual,
        };
        if !end.visible.iter().chain(&end.hidden).all(|mean| mean.is_finite()) {
            end.visible = double(&self.first_visible, start, rows);
            end.hidden = vec![0.0; units];
            (end.converged, end.residual) = (false, f64::INFINITY);
        }
        self.ends[start] = end;
        self.block.swap_remove(index, rows, units);
    }
}
