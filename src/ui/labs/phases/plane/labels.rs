//! Where words and names stand on the plane, so that none covers another: pure.

use egui::{Pos2, Rect, Vec2, vec2};

use super::geometry::Geometry;
use super::lines::Line;
use crate::engine::hopfield::phase_diagram::PhaseDiagramView;
use crate::physics::theory::retrieval::Phase;

/// Places that are tried for a word, along each side.
const TRIED: usize = 40;
/// Free room around a word, and between a line and its name.
const MARGIN: f32 = 6.0;

/// Where a word stands: its phase, which of the texts offered, and the rectangle it fills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    pub phase: Phase,
    /// The place of its text among those offered, the longest first.
    pub text: usize,
    pub rect: Rect,
}

/// A place for a word inside its region, as near to the middle of the region as its lines and `taken` allow.
/// `sizes` are those of the texts offered, the longest first.
pub fn word(
    geometry: &Geometry,
    diagram: &PhaseDiagramView,
    phase: Phase,
    sizes: &[Vec2],
    taken: &[Rect],
) -> Option<Word> {
    let data = geometry.data;
    let at = |column: usize, row: usize| {
        let share = |k: usize| (k as f32 + 0.5) / TRIED as f32;
        data.min + data.size() * vec2(share(column), share(row))
    };
    let inside = |pos: Pos2| {
        let (load, temperature) = geometry.place(pos);
        diagram.phase(load, temperature) == Some(phase)
    };
    let region: Vec<Pos2> = (0..TRIED)
        .flat_map(|column| (0..TRIED).map(move |row| (column, row)))
        .map(|(column, row)| at(column, row))
        .filter(|&pos| inside(pos))
        .collect();
    let middle = region.iter().fold(Vec2::ZERO, |sum, pos| sum + pos.to_vec2()) / region.len().max(1) as f32;
    sizes.iter().enumerate().find_map(|(text, &size)| {
        let free = |rect: Rect| {
            let edge = rect.expand(MARGIN);
            data.contains_rect(edge) && !taken.iter().any(|other| other.intersects(edge)) && outline(edge).all(inside)
        };
        let fits = region.iter().map(|&pos| Rect::from_center_size(pos, size)).filter(|&rect| free(rect));
        let nearest = fits.min_by(|a, b| {
            let distance = |rect: &Rect| (rect.center().to_vec2() - middle).length_sq();
            distance(a).total_cmp(&distance(b))
        });
        nearest.map(|rect| Word { phase, text, rect })
    })
}

/// Points around a rectangle and in its middle.
fn outline(rect: Rect) -> impl Iterator<Item = Pos2> {
    let shares = (0..=8).map(|k| k as f32 / 8.0);
    shares.flat_map(move |share| [0.0, 0.5, 1.0].map(|height| rect.min + rect.size() * vec2(share, height)))
}

/// A place for the name of a line: next to it, off every line and everything `taken`; the name's size is known.
pub fn name(geometry: &Geometry, line: Line, paths: &[(Line, Vec<Pos2>)], size: Vec2, taken: &[Rect]) -> Option<Rect> {
    let (_, path) = paths.iter().find(|(other, _)| *other == line)?;
    // How far a place of the line is from where its name would best stand.
    let off = |at: Pos2| match line {
        Line::Glass => (at.x - geometry.data.right()).abs(),
        Line::Retrieval => (at.y - geometry.temperature.position(0.3)).abs(),
        Line::Ground => (at.y - geometry.temperature.position(0.7)).abs(),
        Line::Replica | Line::ReplicaAsymptote => (at.x - geometry.load.position(1.0)).abs(),
    };
    let mut places: Vec<Pos2> = path.clone();
    places.sort_by(|a, b| off(*a).total_cmp(&off(*b)));
    let half = size / 2.0 + Vec2::splat(MARGIN);
    let sides = [vec2(1.0, -1.0), vec2(-1.0, 1.0), vec2(1.0, 0.0), vec2(0.0, -1.0), vec2(-1.0, 0.0), vec2(0.0, 1.0)];
    let crossed = |rect: Rect| paths.iter().any(|(_, path)| crosses(path, rect));
    places.into_iter().find_map(|at| {
        let rects = sides.map(|side| Rect::from_center_size(at + half * side, size));
        rects.into_iter().find(|&rect| {
            geometry.data.contains_rect(rect)
                && !taken.iter().any(|other| other.intersects(rect.expand(2.0)))
                && !crossed(rect.expand(2.0))
        })
    })
}

/// Whether a path runs through a rectangle: looked at every few points of its length.
fn crosses(path: &[Pos2], rect: Rect) -> bool {
    path.iter().zip(path.iter().skip(1)).any(|(&from, &to)| {
        let steps = ((to - from).length() / 3.0).ceil().clamp(1.0, 1000.0) as u32;
        (0..=steps).any(|k| rect.contains(from + (to - from) * (k as f32 / steps as f32)))
    })
}

/// The line whose path passes nearest to a place, if it is at most `near` points away; among equals the more important
/// one, which comes last.
pub fn nearest_line(paths: &[(Line, Vec<Pos2>)], at: Pos2, near: f32) -> Option<Line> {
    let away = |path: &[Pos2]| {
        let distance = |pair: &[Pos2]| match pair {
            [from, to] => {
                let (along, to_it) = (*to - *from, at - *from);
                let part =
                    if along.length_sq() > 0.0 { (to_it.dot(along) / along.length_sq()).clamp(0.0, 1.0) } else { 0.0 };
                at.distance(*from + part * along)
            }
            _ => f32::INFINITY,
        };
        path.windows(2).map(distance).fold(f32::INFINITY, f32::min)
    };
    let found = paths.iter().rev().map(|(line, path)| (*line, away(path))).min_by(|a, b| a.1.total_cmp(&b.1))?;
    (found.1 <= near).then_some(found.0)
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;
    use crate::engine::core::session::{Flow, Job};
    use crate::engine::hopfield::phase_diagram::{PhaseDiagram, PhaseDiagramConfig};

    #[test]
    fn the_nearest_line_is_the_one_that_is_pointed_at() {
        let paths = [
            (Line::Glass, vec![pos2(0.0, 0.0), pos2(100.0, 0.0)]),
            (Line::Retrieval, vec![pos2(0.0, 20.0), pos2(50.0, 20.0), pos2(50.0, 60.0)]),
        ];
        let at = |x: f32, y: f32| nearest_line(&paths, pos2(x, y), 6.0);
        assert_eq!(
            [at(30.0, 4.0), at(30.0, 16.0), at(55.0, 40.0)].map(|line| line.map(Line::series)),
            [Some("T_g"), Some("T_M"), Some("T_M")]
        );
        assert_eq!([at(30.0, 10.0), at(70.0, 40.0)], [None, None]);
        assert_eq!(nearest_line(&[], pos2(0.0, 0.0), 6.0), None);
    }

    #[test]
    fn words_stand_in_their_regions_and_names_beside_their_lines() {
        let mut session = PhaseDiagram::new(&PhaseDiagramConfig { largest_load: 0.2, loads: 60 }).unwrap();
        while session.step() == Flow::Continue {}
        let diagram = session.view();
        for size in [vec2(900.0, 800.0), vec2(560.0, 430.0), vec2(300.0, 220.0), vec2(60.0, 60.0)] {
            let outer = Rect::from_min_size(Pos2::ZERO, size);
            let Some(geometry) = Geometry::fit(outer, 0.2, 14.0, 20.0, 20.0) else { continue };
            let mut taken = Vec::new();
            for phase in [Phase::Ferromagnetic, Phase::Mixed, Phase::SpinGlass, Phase::Paramagnetic] {
                let sizes = [vec2(130.0, 16.0), vec2(60.0, 16.0)];
                let Some(word) = word(&geometry, &diagram, phase, &sizes, &taken) else { continue };
                let (load, temperature) = geometry.place(word.rect.center());
                assert_eq!(diagram.phase(load, temperature), Some(phase));
                taken.push(word.rect);
            }
            assert!(size.x < 400.0 || taken.len() == 4, "{size}: {taken:?}");
            let paths = Line::ALL.map(|line| {
                let path = line.path(&diagram).into_iter().map(|[load, t]| geometry.position(load, t)).collect();
                (line, path)
            });
            for line in [Line::Retrieval, Line::Glass, Line::Ground, Line::Replica] {
                let Some(rect) = name(&geometry, line, &paths, vec2(16.0, 16.0), &taken) else { continue };
                assert!(geometry.data.contains_rect(rect));
                taken.push(rect);
            }
            assert!(size.x < 400.0 || taken.len() == 8, "{size}: {taken:?}");
            for (index, rect) in taken.iter().enumerate() {
                assert!(taken[..index].iter().all(|other| !other.intersects(*rect)), "{size}: {taken:?}");
            }
        }
    }
}
