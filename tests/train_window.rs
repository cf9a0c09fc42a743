//! The Train lab in the real window, as a person drives it: played, stepped to an event, scrubbed, changed, saved,
//! opened, compared and estimated, on a small run that is really trained.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

#[path = "support/window.rs"]
mod support;

use std::path::Path;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use glassbox::engine::core::session::Job as _;
use glassbox::engine::rbm::LiveRun;
use glassbox::io::rbm_archive;
use glassbox::io::run::OpenRun;
use glassbox::physics::rbm::Checkpoint;
use glassbox::physics::seed::Seed;
use glassbox::ui::app::Startup;
use glassbox::ui::remembered::Remembered;

use support::{Window, choose, drop_file, key, save_to, says, shows, wait, wait_for, window_with};

/// The lab on the animals: 21 properties, 8 hidden units, small enough for the exact likelihood.
fn animals() -> Window {
    let startup = Startup { lab: Some("train".to_owned()), seed: Some(Seed(1)), ..Startup::default() };
    let mut harness = window_with(startup, Remembered::default());
    wait(&mut harness, "the first run", |harness| harness.query_by_label("Train on").is_some());
    choose(&mut harness, "Train on", "Animals, 21 properties");
    wait_for(&mut harness, "21 × 8");
    harness
}

/// The update that the timeline stands at.
fn update(harness: &Window) -> u64 {
    let texts = says(harness);
    let read = texts.windows(2).find(|pair| pair[1] == "training time");
    read.and_then(|pair| pair[0].strip_prefix("update ")?.replace('\u{202F}', "").parse().ok()).unwrap_or_default()
}

fn pause(harness: &mut Window) {
    wait(harness, "a run under way", |harness| harness.query_by_label("Pause").is_some());
    harness.get_by_label("Pause").click();
    wait(harness, "the pause", |harness| harness.query_by_label("Play").is_some());
}

/// Trains for some updates, then pauses. Gives the update at which it stands.
fn train(harness: &mut Window) -> u64 {
    wait(harness, "a run at rest", |harness| harness.query_by_label("Play").is_some());
    let before = update(harness);
    harness.get_by_label("Play").click();
    wait(harness, "updates", |harness| update(harness) > before + 40);
    pause(harness);
    update(harness)
}

fn save(harness: &mut Window, path: &Path) {
    save_to(harness, path);
    wait_for(harness, &format!("Saved as {}", path.display()));
}

#[test]
fn a_run_is_played_scrubbed_and_follows_again() {
    let mut harness = animals();
    let end = train(&mut harness);
    key(&mut harness, Modifiers::NONE, Key::Home);
    wait(&mut harness, "the start", |harness| update(harness) == 0);
    assert!(shows(&harness, "You look at an earlier update"), "{:?}", says(&harness));
    // Each press is one checkpoint on.
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    wait(&mut harness, "the first checkpoint", |harness| update(harness) > 0);
    assert!(update(&harness) < end);
    key(&mut harness, Modifiers::NONE, Key::End);
    wait(&mut harness, "the present", |harness| update(harness) == end);
    // Play from an earlier update goes on with the training, not from there.
    key(&mut harness, Modifiers::NONE, Key::Home);
    harness.get_by_label("Play").click();
    wait(&mut harness, "more updates", |harness| update(harness) > end);
    pause(&mut harness);
}

#[test]
fn it_trains_until_something_happens_and_reset_repeats_it() {
    let mut harness = animals();
    choose(&mut harness, "Train on", "Synthetic hierarchy");
    wait_for(&mut harness, "64 × 32");
    key(&mut harness, Modifiers::NONE, Key::N);
    wait(&mut harness, "the first event", |harness| update(harness) > 0 && harness.query_by_label("Play").is_some());
    let event = update(&harness);
    assert!((100..160).contains(&event), "the first mode condenses near update 125, not at {event}");
    key(&mut harness, Modifiers::COMMAND, Key::R);
    wait(&mut harness, "the start", |harness| update(harness) == 0);
    key(&mut harness, Modifiers::NONE, Key::N);
    wait(&mut harness, "the event again", |harness| update(harness) > 0 && harness.query_by_label("Play").is_some());
    assert_eq!(update(&harness), event);
}

#[test]
fn the_next_start_goes_on_where_the_last_one_ended() {
    let folder = tempfile::tempdir().unwrap();
    let startup = |state_folder| Startup { lab: Some("train".to_owned()), state_folder, ..Startup::default() };
    let start = |remembered| window_with(startup(Some(folder.path().to_path_buf())), remembered);
    let mut harness = start(Remembered::default());
    wait(&mut harness, "the first run", |harness| harness.query_by_label("Train on").is_some());
    choose(&mut harness, "Train on", "Animals, 21 properties");
    wait_for(&mut harness, "21 × 8");
    let app = |harness: &mut Window| harness.state_mut().as_mut().unwrap().remember().clone();
    assert!(!app(&mut harness).work.contains_key("train"), "nothing was trained");
    let end = train(&mut harness);
    let remembered = app(&mut harness);
    assert!(remembered.work.contains_key("train"));
    eframe::App::on_exit(harness.state_mut().as_mut().unwrap());

    let mut again = start(remembered.clone());
    wait(&mut again, "the run", |harness| update(harness) == end);
    assert!(shows(&again, "run from last time") && shows(&again, "21 × 8"), "{:?}", says(&again));
    wait(&mut again, "its measurement", |harness| harness.state().as_ref().is_some_and(|app| !app.busy()));
    assert!(train(&mut again) > end, "it can be trained on");

    // Once it is in a file, that is known at the next start, too.
    let path = folder.path().join("own.h5");
    save(&mut again, &path);
    wait(&mut again, "the file", |_| path.is_file());
    let end = update(&again);
    let kept = app(&mut again);
    eframe::App::on_exit(again.state_mut().as_mut().unwrap());
    let mut again = start(kept);
    // The title is given once, where it changes.
    let titled = |harness: &Window| {
        let commands = &harness.output().viewport_output[&egui::ViewportId::ROOT].commands;
        commands
            .iter()
            .any(|command| matches!(command, egui::ViewportCommand::Title(title) if title.contains("own.h5")))
    };
    wait(&mut again, "the run under its name", titled);
    assert_eq!(update(&again), end);
    drop(again);

    // A lab that was not shown forgets nothing, and without the file one begins as usual.
    let elsewhere = Startup { lab: Some("recall".to_owned()), ..startup(Some(folder.path().to_path_buf())) };
    let kept = app(&mut window_with(elsewhere, remembered.clone()));
    assert_eq!(kept.work.get("train"), remembered.work.get("train"));
    std::fs::remove_file(folder.path().join("last-run.h5")).unwrap();
    let mut without = start(remembered);
    wait_for(&mut without, "The run of last time cannot be taken up");
    wait(&mut without, "the first run", |harness| harness.query_by_label("Train on").is_some());
}

#[test]
fn a_change_is_kept_with_the_run_that_is_saved_and_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    let mut harness = animals();
    let changed = train(&mut harness);
    harness.get_by_role_and_label(Role::Slider, "learning rate η").focus();
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::ArrowRight);
    wait_for(&mut harness, "η → ");
    let end = train(&mut harness);
    save(&mut harness, &path);
    let own = rbm_archive::read(&path).unwrap().own.unwrap();
    assert!(
        matches!(&own.changes[..], [(update, what)] if *update == changed && what.starts_with("learning rate η → "))
    );
    key(&mut harness, Modifiers::COMMAND, Key::R);
    wait(&mut harness, "the start", |harness| update(harness) == 0);
    drop_file(&mut harness, &path);
    wait(&mut harness, "the run, measured", |harness| {
        update(harness) == end && harness.state().as_ref().is_some_and(|app| !app.busy())
    });
    // Its data are found again, so that it trains on.
    assert!(train(&mut harness) > end);
}

#[test]
fn two_runs_are_compared() {
    let mut harness = animals();
    train(&mut harness);
    harness.get_by_label("Compare").click();
    harness.run_steps(3);
    harness.get_by_label("Keep this run as A").click();
    wait(&mut harness, "the run that is kept", |harness| harness.query_by_label("Forget A").is_some());
    harness.get_by_label("New seed").click();
    wait(&mut harness, "another run", |harness| update(harness) == 0);
    train(&mut harness);
    let line = says(&harness).into_iter().find_map(|text| Some(text.rsplit_once("· seed ")?.1.to_owned()));
    let seed = line.unwrap();
    assert_ne!(seed, "1");
    wait(&mut harness, "both seeds", |harness| {
        let texts = says(harness);
        ["1", &seed].iter().all(|seed| texts.iter().any(|text| text == seed))
    });
    harness.get_by_label("Forget A").click();
    wait(&mut harness, "one run", |harness| harness.query_by_label("Forget A").is_none());
}

#[test]
fn the_likelihood_is_exact_where_one_layer_can_be_enumerated() {
    let mut harness = animals();
    train(&mut harness);
    wait_for(&mut harness, "ln Z");
    assert!(shows(&harness, "exact"), "{:?}", says(&harness));
}

/// The last checkpoint that a saved run has.
fn last(path: &Path) -> Checkpoint {
    (**rbm_archive::read(path).unwrap().trajectory.last().unwrap()).clone()
}

/// A way in which another run takes the place of the present one; the folder has a file `other.h5`.
type Door = fn(&mut Window, &Path);

#[test]
fn a_run_that_gives_way_to_another_is_taken_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut harness = animals();
    while train(&mut harness) < 150 {}
    let end = update(&harness);
    save(&mut harness, &path("before.h5"));
    let saved = last(&path("before.h5"));
    let modes = says(&harness).into_iter().find(|said| said.starts_with(&format!("update {end}: ")));
    let doors: [(&str, Door); 6] = [
        ("the key", |harness, _| key(harness, Modifiers::COMMAND, Key::R)),
        ("the button", |harness, _| harness.get_by_label("Reset").click()),
        ("a new seed", |harness, _| harness.get_by_label("New seed").click()),
        ("other data", |harness, _| choose(harness, "Train on", "Synthetic hierarchy")),
        ("the form", |harness, _| {
            harness.get_by_label("Change…").click();
            harness.run_steps(3);
            harness.get_by_label("Start over").click();
        }),
        ("a file", |harness, folder| drop_file(harness, &folder.join("other.h5"))),
    ];
    std::fs::copy(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rbms-0.5.0-serine-h8.h5"),
        path("other.h5"),
    )
    .unwrap();
    for (place, (what, door)) in doors.into_iter().enumerate() {
        door(&mut harness, folder.path());
        wait(&mut harness, what, |harness| update(harness) != end && shows(harness, "put aside as “zoo, run 1”"));
        if place % 2 == 0 {
            key(&mut harness, Modifiers::COMMAND, Key::Z);
        } else {
            harness.get_by_label("Take it back").click();
        }
        wait(&mut harness, "the run again", |harness| update(harness) == end);
        assert_eq!(
            says(&harness).into_iter().find(|said| said.starts_with(&format!("update {end}: "))),
            modes,
            "{what}"
        );
        let again = path(&format!("{place}.h5"));
        save(&mut harness, &again);
        assert!(last(&again) == saved, "after {what} it is another run");
    }
    for step in 1..=3 {
        harness.get_by_label("Step: one update").click();
        wait(&mut harness, "an update", |harness| update(harness) == end + step);
    }
    save(&mut harness, &path("on.h5"));
    let run = OpenRun::read(&path("before.h5"), Seed(1)).unwrap().with_recorded_data();
    let mut session = LiveRun::new(&run.config(false)).unwrap();
    for _ in 0..3 {
        session.step();
    }
    assert_eq!(last(&path("on.h5")).rbm, session.view().rbm);
    // It is reset to its own beginning, and is then what the next run is compared with.
    key(&mut harness, Modifiers::COMMAND, Key::R);
    wait(&mut harness, "the start", |harness| update(harness) == 0);
    harness.get_by_label("Compare").click();
    wait_for(&mut harness, "A is zoo, run 1");
    choose(&mut harness, "File", "Back to zoo, run 1");
    wait(&mut harness, "the run from the menu", |harness| update(harness) == end + 3);
    wait(&mut harness, "nothing to compare it with", |harness| harness.query_by_label("Forget A").is_none());
}

/// What the text after `before` says, where a text of the window begins with that.
fn after(harness: &Window, before: &str) -> Option<String> {
    says(harness).into_iter().find_map(|said| Some(said.strip_prefix(before)?.to_owned()))
}

/// Rests the pointer on the middle column of a picture, where it is not between two rows. What the window says of it.
fn hovered(harness: &mut Window, picture: &str, column: &str) -> Option<String> {
    let middle = harness.get_by_role_and_label(Role::Image, picture).rect().center();
    (0..6).find_map(|down| {
        harness.event(Event::PointerMoved(middle + egui::vec2(0.0, down as f32)));
        harness.run_steps(2);
        says(harness).into_iter().find(|said| said.contains(column) && !said.starts_with("Columns"))
    })
}

fn update_once(harness: &mut Window) {
    wait(harness, "a run at rest", |harness| harness.query_by_label("Play").is_some());
    harness.get_by_label("Step: one update").click();
    wait(harness, "an update", |harness| update(harness) == 1 && harness.query_by_label("Play").is_some());
}

#[test]
fn properties_of_animals_are_called_by_their_names() {
    let mut harness = animals();
    update_once(&mut harness);
    wait_for(&mut harness, "Mode 1");
    let headings =
        |harness: &Window| says(harness).iter().filter(|said| said.starts_with("Columns: hair, feathers")).count();
    wait(&mut harness, "names over modes and samples", |harness| headings(harness) >= 2);
    // The ends of the modes are words.
    let names = after(&harness, "Columns: ").unwrap();
    let ends: Vec<String> = says(&harness).into_iter().filter(|said| said.contains(" against ")).collect();
    let all_named =
        |said: &String| said.split(" against ").flat_map(|end| end.split(", ")).all(|name| names.contains(name));
    assert!(ends.len() >= 4 && ends.iter().all(all_named), "{ends:?} of {names}");
    // The middle of 21 columns.
    assert!(hovered(&mut harness, "Mode 1", "at venomous: ").is_some(), "{:?}", says(&harness));
    assert!(hovered(&mut harness, "Samples", "venomous: ").is_some_and(|said| said.starts_with("chain")));
    let before = headings(&harness);
    harness.get_by_label("Weights").click();
    wait(&mut harness, "names over the weights", |harness| headings(harness) > before);
    let said = hovered(&mut harness, "Columns of W", "venomous: W = ");
    assert!(said.is_some_and(|said| said.starts_with("hidden unit")), "{:?}", says(&harness));
    for key in ["Weights: from W = ", "Colours of the patterns: from negative to positive"] {
        assert!(after(&harness, key).is_some(), "no key {key:?}");
    }
}

#[test]
fn the_number_under_a_mode_is_that_of_its_curve_while_it_trains() {
    let mut harness = animals();
    wait(&mut harness, "a run at rest", |harness| harness.query_by_label("Play").is_some());
    harness.get_by_label("Play").click();
    let mut seen = std::collections::BTreeSet::new();
    while seen.len() < 3 {
        wait(&mut harness, "another picture", |harness| {
            after(harness, "left singular vectors u, update ")
                .is_some_and(|picture| picture != "0" && !seen.contains(&picture))
        });
        let picture = after(&harness, "left singular vectors u, update ").unwrap();
        let number = after(&harness, "u₁ · σ = ").unwrap();
        let curve = after(&harness, &format!("update {picture}: σ₁ = "));
        let curve = curve.unwrap_or_else(|| panic!("the picture is of update {picture}: {:?}", says(&harness)));
        assert_eq!(curve.split([',', ';']).next(), Some(number.as_str()));
        seen.insert(picture);
    }
}

#[test]
fn what_is_to_come_is_shown_before_there_is_anything_to_look_at() {
    let mut harness = animals();
    update_once(&mut harness);
    harness.get_by_label("Slow motion").click();
    harness.run_steps(3);
    for said in ["Take the next update apart", "1 Clamp data", "5 Update W", "Chains go on by k Gibbs steps"] {
        assert!(shows(&harness, said), "{said}: {:?}", says(&harness));
    }
    harness.get_by_label("Compare").click();
    harness.run_steps(3);
    // The present run stands next to its data before another one is kept.
    for (role, name) in [(Role::Image, "Samples of This run"), (Role::Image, "Rows of the data")] {
        assert!(harness.query_by_role_and_label(role, name).is_some(), "{name}: {:?}", says(&harness));
    }
    assert!(shows(&harness, "A: the run that you keep"));
    harness.get_by_label("Keep this run as A").click();
    wait(&mut harness, "both runs", |harness| harness.query_by_label("Samples of A").is_some());
    assert!(harness.query_by_label("Rows of the data").is_some());
}

#[test]
fn the_settings_of_a_new_run_are_a_dialog() {
    let mut harness = animals();
    let sliders = |harness: &Window| harness.query_all_by_role(Role::Slider).count();
    let before = sliders(&harness);
    harness.get_by_label("Change…").click();
    harness.run_steps(3);
    for said in ["checkpoints spaced", "visible units", "values of the hidden units", "gradient"] {
        assert!(harness.query_by_label(said).is_some(), "{said}");
    }
    assert_eq!(sliders(&harness), before + 5);
    for name in ["hidden units", "updates", "batch", "chains", "checkpoints"] {
        let slider = harness.get_by_role_and_label(Role::Slider, name).rect();
        assert!(slider.width() >= 160.0, "{name}: {slider}");
    }
    // Two columns side by side.
    let [machine, training] =
        ["hidden units", "updates"].map(|name| harness.get_by_role_and_label(Role::Slider, name).rect());
    assert!(machine.right() < training.left(), "{machine} {training}");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(sliders(&harness), before, "Escape leaves the run as it was");
}
