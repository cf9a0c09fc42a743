//! Films: the same pictures whatever the machine is busy with, the window free meanwhile, and nothing left of a stopped one.
#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test may stop, and read what was written")]

#[path = "support/window.rs"]
mod support;

use std::path::Path;
use std::sync::Arc;

use egui_kittest::kittest::Queryable as _;
use egui_kittest::wgpu::WgpuTestRenderer;
use glassbox::io::film::{FilmFormat, FilmPlan};
use glassbox::io::lesson::shelf::Shelf;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::chassis::Step;
use glassbox::ui::film::{Film, FilmChoice, Motion, Subject, shoot};
use glassbox::ui::lab::Place;
use glassbox::ui::labs::recall;
use glassbox::ui::remembered::Remembered;
use glassbox::ui::theme::{Theme, Tokens};
use glassbox::ui::widgets::take_out::whole;

use support::{Window, choose, press, shows, type_path, wait, wait_for, window_with};

/// Whether there is anything to draw with; as the pictures of snapshots.
fn drawn() -> bool {
    let renderer = std::panic::catch_unwind(WgpuTestRenderer::new).ok();
    let required = std::env::var("GLASSBOX_PNG_TESTS").is_ok_and(|value| value == "required");
    assert!(renderer.is_some() || !required, "GLASSBOX_PNG_TESTS=required, but there is no graphics adapter");
    renderer.is_some()
}

fn film(motion: Motion) -> Film {
    Film {
        lab: "recall".to_owned(),
        subject: Subject::Opening(Seed(1)),
        theme: Theme::Dark,
        plan: FilmPlan { size: [480, 320], rate: 4, seconds: 1.5 },
        motion,
        speed: Some(0.5),
    }
}

fn pictures(folder: &Path) -> Vec<Vec<u8>> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| image::open(file).unwrap().into_rgba8().into_raw()).collect()
}

#[test]
fn a_run_is_played_in_film_time_and_twice_the_same() {
    if !drawn() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = ["one", "two"].map(|name| {
        let path = folder.path().join(name);
        shoot(&film(Motion::Play), &path, FilmFormat::Folder, false, &mut |_| true).unwrap();
        pictures(&path)
    });
    assert_eq!(one.len(), 6);
    assert!(one == two, "the same film twice has other pictures");
    assert!(one.windows(2).all(|pair| pair[0] != pair[1]), "a run that is played stands still");
}

#[test]
fn a_lesson_is_filmed_with_its_text_and_its_lab_runs_before_anything_is_predicted() {
    if !drawn() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let lesson = Arc::new(Shelf::embedded().lesson("S2").unwrap().clone());
    let plan = FilmPlan { size: [960, 600], rate: 4, seconds: 1.5 };
    let [alone, taught] = [Subject::Opening(Seed(1)), Subject::Lesson(lesson, Seed(1))].map(|subject| {
        let path = folder.path().join(if matches!(subject, Subject::Opening(_)) { "alone" } else { "taught" });
        let film = Film { subject, plan, theme: Theme::Light, ..film(Motion::Play) };
        shoot(&film, &path, FilmFormat::Folder, false, &mut |_| true).unwrap();
        pictures(&path)
    });
    assert!(taught.windows(2).all(|pair| pair[0] != pair[1]), "the lab of the lesson stands still");
    // The column of text is where the lab alone has its panels; it stands while the lab runs.
    let column = |picture: &[u8]| {
        let rows = picture.chunks_exact(960 * 4).skip(80).take(300);
        rows.flat_map(|row| row[4 * 200..4 * 400].to_vec()).collect::<Vec<u8>>()
    };
    assert!(column(&taught[0]) != column(&alone[0]));
    assert!(taught.iter().all(|picture| column(picture) == column(&taught[0])));
    keep(&taught[5], plan.size, "film-lesson.png");
}

/// Keeps a picture to be looked at, where a folder for it is named.
fn keep(rgba: &[u8], [width, height]: [u32; 2], name: &str) {
    if let Ok(folder) = std::env::var("GLASSBOX_KEEP_FIGURES") {
        image::save_buffer(Path::new(&folder).join(name), rgba, width, height, image::ColorType::Rgba8).unwrap();
    }
}

#[test]
fn the_window_films_the_lesson_that_is_open_with_what_was_done_in_it() {
    if !drawn() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let taught = folder.path().join("taught");
    let film = FilmChoice {
        format: FilmFormat::Folder,
        plan: FilmPlan { size: [960, 600], rate: 2, seconds: 1.0 },
        motion: Motion::Scrub,
        theme: Some(Theme::Light),
    };
    let startup = Startup { lesson: Some("S2".to_owned()), seed: Some(Seed(1)), ..Startup::default() };
    let mut harness = window_with(startup, Remembered { film, ..Remembered::default() });
    let answer = taught.clone();
    harness.state_mut().as_mut().unwrap().choose_files_by(Arc::new(move |_| Some(answer.clone())));
    wait_for(&mut harness, "That is my prediction");
    harness.state_mut().as_mut().unwrap().lesson().unwrap().rehearse().unwrap();
    wait_for(&mut harness, "done");
    choose(&mut harness, "File", "Make a film…");
    wait_for(&mut harness, "2 pictures, drawn off screen");
    harness.get_by_label("Film…").click();
    wait_for(&mut harness, "The film is ");
    let drawn = pictures(&taught);
    // The cursor goes over what was done, and not over a run that is only about to begin.
    assert!(drawn.len() == 2 && drawn[0] != drawn[1]);
    keep(&drawn[1], film.plan.size, "film-window-lesson.png");
    // What was predicted is there, too: Play is not held up, and has its full colour.
    let accent = Tokens::of(Theme::Light).accent.to_array();
    let bar = drawn[1].chunks_exact(960 * 4).skip(10).take(30).flat_map(|row| row[4 * 265..4 * 330].chunks_exact(4));
    assert!(bar.filter(|pixel| *pixel == accent).count() > 1000);
    // A figure, too, shows where the run has come, and of the lab what the lesson shows.
    let figure = folder.path().join("figure.svg");
    choose(&mut harness, "File", "Figure of this lab…");
    wait_for(&mut harness, "seed 1. Glassbox");
    harness.get_by_label("SVG").click();
    harness.run_steps(2);
    harness.get_by_label("Save…").click();
    wait_for(&mut harness, "Path to save to");
    type_path(&mut harness, "Path to save to", &figure);
    wait_for(&mut harness, "Saved ");
    let text = std::fs::read_to_string(&figure).unwrap();
    let has = |words: &str| words.split(' ').all(|word| text.contains(word));
    assert!(has("Recalled"), "{}", text.len());
    assert!(has("Memories") && !has("Crosstalk"));
}

#[test]
fn a_film_that_is_not_wanted_any_more_leaves_nothing() {
    if !drawn() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.gif");
    let error = shoot(&film(Motion::Play), &path, FilmFormat::Gif, false, &mut |number| number < 2).unwrap_err();
    assert_eq!(error.to_string(), "the film was stopped; nothing was kept");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

fn asked_for_a_film(path: &Path) -> Window {
    let plan = FilmPlan { size: [320, 240], rate: 4, seconds: 1.0 };
    let film = FilmChoice { format: FilmFormat::Apng, plan, motion: Motion::Scrub, theme: Some(Theme::Light) };
    let startup = Startup { lab: Some("recall".to_owned()), seed: Some(Seed(1)), ..Startup::default() };
    let mut harness = window_with(startup, Remembered { film, ..Remembered::default() });
    let answer = path.to_owned();
    harness.state_mut().as_mut().unwrap().choose_files_by(Arc::new(move |_| Some(answer.clone())));
    wait(&mut harness, "the lab", |harness| harness.query_by_label("Play").is_some());
    choose(&mut harness, "File", "Make a film…");
    wait_for(&mut harness, "4 pictures, drawn off screen");
    harness.check_accessibility();
    harness
}

#[test]
fn the_window_asks_makes_the_film_and_stays_free() {
    if !drawn() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.apng");
    let mut harness = asked_for_a_film(&path);
    harness.get_by_label("Play the run").click();
    harness.run_steps(2);
    harness.get_by_label("Film…").click();
    wait(&mut harness, "the film to begin", |harness| harness.query_by_label("Stop the film").is_some());
    // The lab can be worked with meanwhile: no dialog has the keyboard.
    press(&mut harness, egui::Modifiers::NONE, egui::Key::Space);
    wait_for(&mut harness, "Pause");
    wait_for(&mut harness, "The film is ");
    assert!(!shows(&harness, "Stop the film"));
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.windows(4).any(|chunk| chunk == b"acTL"));
    let remembered = harness.state_mut().as_mut().unwrap().remember().film;
    assert_eq!((remembered.motion, remembered.format), (Motion::Play, FilmFormat::Apng));
}

#[test]
fn a_film_of_an_unknown_kind_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = asked_for_a_film(&folder.path().join("mine.mp4"));
    harness.get_by_label("Film…").click();
    wait_for(&mut harness, "no film ends in “.mp4”");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_figure_of_a_panel_and_of_the_lab_is_drawn_and_asks_where_to() {
    if !drawn() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (lab, name, format) in [(true, "lab.png", "2×"), (true, "lab.svg", "SVG"), (false, "panel.png", "PNG 1×")] {
        let path = folder.path().join(name);
        let startup = Startup { lab: Some("recall".to_owned()), seed: Some(Seed(7)), ..Startup::default() };
        let mut harness = window_with(startup, Remembered::default());
        wait(&mut harness, "the lab", |harness| harness.query_by_label("Play").is_some());
        if lab {
            let show = Step::Show("surface".to_owned());
            harness.state_mut().as_mut().unwrap().perform(show).unwrap();
            wait_for(&mut harness, "Energy over two directions: the state at");
            choose(&mut harness, "File", "Figure of this lab…");
        } else {
            let panels = recall::panels::panels();
            let panel = panels.iter().find(|panel| panel.info().place == Place::Centre).unwrap();
            let place = whole::place(&harness.ctx, panel.info().id).unwrap();
            let title = place.left_top() + egui::vec2(30.0, 12.0);
            harness.hover_at(title);
            harness.run_steps(2);
            for pressed in [true, false] {
                let (button, modifiers) = (egui::PointerButton::Secondary, egui::Modifiers::NONE);
                harness.event(egui::Event::PointerButton { pos: title, button, pressed, modifiers });
                harness.run_steps(2);
            }
            wait_for(&mut harness, "Figure of this panel…");
            harness.get_by_label("Figure of this panel…").click();
            harness.run_steps(3);
        }
        wait_for(&mut harness, "seed 7. Glassbox");
        harness.get_by_label(format).click();
        harness.run_steps(2);
        harness.get_by_label("Save…").click();
        wait_for(&mut harness, "Path to save to");
        type_path(&mut harness, "Path to save to", &path);
        wait_for(&mut harness, "Saved ");
        let bytes = std::fs::read(&path).unwrap();
        if name.ends_with("svg") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("</svg>") && text.contains("Energy"), "{}", text.len());
        } else {
            let picture = image::load_from_memory(&bytes).unwrap().into_rgba8();
            assert!(picture.width() > 300 && picture.pixels().any(|pixel| pixel != picture.get_pixel(0, 0)));
            if lab {
                // Without the rail and the bars of a window of 1600 x 1000, twice as large.
                assert!(picture.width() > 2400 && picture.width() < 3200, "{:?}", picture.dimensions());
            }
        }
        if let Ok(kept) = std::env::var("GLASSBOX_KEEP_FIGURES") {
            std::fs::copy(&path, Path::new(&kept).join(name)).unwrap();
        }
    }
}
