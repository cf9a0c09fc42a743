//! Cells, progress and results in words.

use crate::engine::core::session::Progress;
use crate::engine::hopfield::sweep::{SweepCell, SweepView};
use crate::physics::hopfield::{Interaction, LearningRule};
use crate::ui::labs::phases::sweeps::request::{Over, Request, What};
use crate::ui::theme::numbers::{duration, grouped, number, percent, with_error};

/// `5 runs`.
fn runs(count: u64) -> String {
    if count == 1 { "1 run".to_owned() } else { format!("{} runs", grouped(count)) }
}

/// A cell: where it lies and what was measured there.
pub fn cell(request: &Request, cell: &SweepCell) -> String {
    let point = &cell.point;
    let place = match request.what {
        What::Phase => format!("α = {}, T = {}", number(point.load(), 3), number(point.temperature, 3)),
        What::Capacity => format!("α = {}", number(point.load(), 3)),
        What::Basin => format!("α = {}, {} of the spins flipped", number(point.load(), 3), percent(point.flip, 0)),
    };
    let size = grouped(point.size as u64);
    let Some(mean) = cell.mean else { return format!("{place}: not measured yet, N = {size}") };
    let value = with_error(mean, cell.stderr);
    let what = match request.what {
        What::Phase => format!("m = {value}"),
        What::Capacity | What::Basin => format!("fraction recalled = {value}"),
    };
    let part = if cell.done { "" } else { " so far" };
    format!("{place}: {what}, {}{part}, N = {size}", runs(cell.runs))
}

/// What a request is, in a few words: `m over the plane, N = 500, 5 runs of 100 sweeps`.
pub fn request(request: &Request) -> String {
    let what = match (request.what, request.over) {
        (What::Phase, Over::Grid) => "m over the plane".to_owned(),
        (What::Phase, Over::Row) => format!("m over α at T = {}", number(request.fixed, 3)),
        (What::Phase, Over::Column) => format!("m over T at α = {}", number(request.fixed, 3)),
        (What::Capacity, _) => "fraction of memories that stay, T = 0".to_owned(),
        (What::Basin, _) => "fraction recalled from a distance, T = 0".to_owned(),
    };
    let (size, sweeps) = (grouped(request.size as u64), grouped(request.sweeps));
    let rule = match request.rule {
        LearningRule::Hebb => String::new(),
        rule => format!("{}, ", rule.title()),
    };
    format!("{what}: {rule}N = {size}, {} of {sweeps} sweeps, seed {}", runs(request.runs), request.seed.0)
}

/// What theory has to say of a sweep by this rule, where it is not Hebb's.
pub fn of_pairs_alone(request: &Request) -> Option<String> {
    let capacity = request.capacity()?;
    let memories = grouped((capacity * request.size as f64) as u64);
    let law = match request.rule.interaction() {
        Some(Interaction::Exponential) => "that theory guarantees",
        _ => "of which hardly a bit is unstable",
    };
    Some(format!(
        "Theory’s curves are of Hebb’s rule alone; the mark is the load α = {} of {memories} memories {law}.",
        number(capacity, 2)
    ))
}

/// `42 %, 3 s left`.
pub fn progress(progress: Progress, eta: Option<f64>) -> String {
    // All is finished only when the engine says so.
    let done = percent(progress.fraction().min(0.99), 0);
    match eta {
        Some(eta) => format!("{done}, {} left", duration(eta)),
        None => done,
    }
}

/// How far a sweep came, and what is missing from it.
pub fn standing(view: &SweepView, running: bool) -> String {
    let (done, total) = (view.done, view.cells.len());
    let cells = format!("{} of {} cells", grouped(done as u64), grouped(total as u64));
    let missing = match &view.failure {
        Some(failure) => format!(" {} are missing: {failure}.", runs(view.failed)),
        None => String::new(),
    };
    if done == total {
        format!("{} cells measured.{missing}", grouped(total as u64))
    } else if running {
        format!("{cells} measured so far.{missing}")
    } else {
        format!("Stopped after {cells}; those are kept.{missing}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::hopfield::sweep::SweepPoint;
    use crate::physics::seed::Seed;
    use crate::ui::labs::phases::sweeps::request::Settings;

    fn measured(mean: Option<f64>, stderr: Option<f64>, runs: u64, done: bool) -> SweepCell {
        SweepCell {
            point: SweepPoint { size: 500, alpha: 0.05, temperature: 0.4, flip: 0.3 },
            mean,
            stderr,
            runs,
            done,
        }
    }

    #[test]
    fn cells_are_sentences() {
        let request = |what| Settings::preset(what).request((0.05, 0.4), 0.2, Seed(1));
        let full = measured(Some(0.9663), Some(0.0021), 5, true);
        assert_eq!(
            cell(&request(What::Phase), &full),
            "α = 0.050, T = 0.400: m = 0.9663\u{A0}±\u{A0}0.0021, 5 runs, N = 500"
        );
        assert_eq!(
            cell(&request(What::Basin), &measured(Some(0.5), None, 1, false)),
            "α = 0.050, 30\u{202F}% of the spins flipped: fraction recalled = 0.500, 1 run so far, N = 500"
        );
        assert_eq!(
            cell(&request(What::Capacity), &measured(None, None, 0, false)),
            "α = 0.050: not measured yet, N = 500"
        );
        assert_eq!(with_error(1.0, Some(0.0)), "1.000\u{A0}±\u{A0}0");
    }

    #[test]
    fn waiting_is_said_in_time() {
        let half = Progress { done: 42, total: 100 };
        assert_eq!(progress(half, Some(2.2)), "42\u{202F}%, 3\u{202F}s left");
        assert_eq!(progress(Progress { done: 1, total: 1 }, None), "99\u{202F}%");
    }
}
