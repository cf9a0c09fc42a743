//! What of a path is visible: pure.

use egui::{Pos2, Rect};

/// The part of a segment inside a rectangle (Liang and Barsky).
fn visible_segment(rect: Rect, from: Pos2, to: Pos2) -> Option<[Pos2; 2]> {
    let step = to - from;
    let (mut enter, mut leave) = (0.0_f32, 1.0_f32);
    let sides = [
        (-step.x, from.x - rect.left()),
        (step.x, rect.right() - from.x),
        (-step.y, from.y - rect.top()),
        (step.y, rect.bottom() - from.y),
    ];
    for (outward, room) in sides {
        if outward == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if outward < 0.0 {
            enter = enter.max(room / outward);
        } else {
            leave = leave.min(room / outward);
        }
    }
    (enter <= leave).then(|| [from + step * enter, from + step * leave])
}

/// The visible runs of a path, cut at the edges of `rect`.
pub(super) fn visible_runs(path: &[Pos2], rect: Rect) -> Vec<Vec<Pos2>> {
    let mut runs: Vec<Vec<Pos2>> = Vec::new();
    for (from, to) in path.iter().zip(path.iter().skip(1)) {
        let Some([start, end]) = visible_segment(rect, *from, *to) else { continue };
        match runs.last_mut() {
            // The run goes on where the segment before ended inside.
            Some(run) if start == *from && run.last() == Some(&start) => run.push(end),
            _ => runs.push(vec![start, end]),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use egui::pos2;
    use proptest::prelude::*;

    use super::*;

    const RECT: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(100.0, 50.0) };

    proptest! {
        #[test]
        fn what_is_visible_lies_inside(path in prop::collection::vec((-1e5..1e5f32, -1e5..1e5f32), 0..30)) {
            let path: Vec<Pos2> = path.into_iter().map(|(x, y)| pos2(x, y)).collect();
            for point in visible_runs(&path, RECT).into_iter().flatten() {
                prop_assert!(RECT.expand(0.05).contains(point), "{:?}", point);
            }
        }
    }

    #[test]
    fn a_path_is_cut_at_the_edges_and_stays_whole_inside() {
        let inside = [pos2(10.0, 10.0), pos2(20.0, 20.0), pos2(30.0, 10.0)];
        assert_eq!(visible_runs(&inside, RECT), [inside.to_vec()]);
        let through = [pos2(-50.0, 25.0), pos2(150.0, 25.0), pos2(150.0, 40.0), pos2(-50.0, 40.0)];
        assert_eq!(
            visible_runs(&through, RECT),
            [[pos2(0.0, 25.0), pos2(100.0, 25.0)], [pos2(100.0, 40.0), pos2(0.0, 40.0)]]
        );
        assert!(visible_runs(&[pos2(-5.0, -5.0), pos2(-5.0, 90.0)], RECT).is_empty());
        assert!(visible_runs(&[pos2(5.0, 5.0)], RECT).is_empty());
    }
}
