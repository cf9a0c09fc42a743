//! Files that are no sessions: each is a sentence and takes nothing away.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use glassbox::io::session_file::{LabState, reading, writing};
use serde_json::{Value, json};

use crate::support::{drop_file, key, shows, wait, wait_for};
use crate::{example, in_lab};

/// A generator of numbers that are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

/// Puts another value at one place of the tree that `numbers` choose.
fn replace(value: &mut Value, numbers: &mut Numbers) {
    let children = match value {
        Value::Array(list) => list.len(),
        Value::Object(object) => object.len(),
        _ => 0,
    };
    if children > 0 && numbers.below(6) > 0 {
        let place = numbers.below(children);
        let child = match value {
            Value::Array(list) => list.get_mut(place),
            Value::Object(object) => object.values_mut().nth(place),
            _ => None,
        };
        return replace(child.unwrap(), numbers);
    }
    let others = [
        json!(null),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!("text"),
        json!([]),
        json!({}),
        json!([[[[[]]]]]),
        json!(true),
        json!("x".repeat(5000)),
    ];
    *value = others[numbers.below(others.len())].clone();
}

#[test]
fn two_hundred_damaged_files_are_sentences_and_take_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let (path, whole) = example(folder.path());
    let bytes = std::fs::read(&path).unwrap();
    let damaged = folder.path().join("damaged.glassbox");
    let mut numbers = Numbers(15);
    let (mut refused, mut windows) = (0, 0);
    let mut harness = in_lab("recall");
    key(&mut harness, Modifiers::COMMAND, Key::D);
    wait_for(&mut harness, "drawing 1");
    for round in 0..200 {
        let content = match round % 4 {
            0 => {
                let mut flipped = bytes.clone();
                for _ in 0..=numbers.below(8) {
                    let at = numbers.below(flipped.len());
                    flipped[at] ^= 1 << numbers.below(8);
                }
                flipped
            }
            1 => bytes[..numbers.below(bytes.len())].to_vec(),
            2 => {
                let mut value = whole.clone();
                replace(&mut value, &mut numbers);
                serde_json::to_vec(&value).unwrap()
            }
            _ => {
                let depth = 100 + numbers.below(100_000);
                let inner = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
                format!("{{\"glassbox_session\": 1, \"labs\": {inner}}}").into_bytes()
            }
        };
        std::fs::write(&damaged, content).unwrap();
        match reading::read(&damaged) {
            Err(error) => {
                let sentence = error.to_string();
                assert!(sentence.contains("damaged.glassbox"), "{sentence}");
                assert!(sentence.chars().count() < 700 && !sentence.contains('\n'), "{sentence}");
                refused += 1;
            }
            // What a lab makes of its part is seen in the window; some of them are enough.
            Ok(_) if windows < 12 => {
                windows += 1;
                drop_file(&mut harness, &damaged);
                wait(&mut harness, "what is in it", |harness| {
                    harness.state().as_ref().unwrap().open_session_name().is_some()
                        && shows(harness, "damaged.glassbox")
                        || shows(harness, "was left out")
                });
                harness.run_steps(3);
                if let Some(back) = harness.query_by_label("Bring back what was open") {
                    back.click();
                    wait_for(&mut harness, "drawing 1");
                } else {
                    // A refusal took the place of the offer; the labs of before are still kept.
                    harness = in_lab("recall");
                    key(&mut harness, Modifiers::COMMAND, Key::D);
                    wait_for(&mut harness, "drawing 1");
                }
            }
            Ok(_) => {}
        }
    }
    assert!(refused > 120, "{refused} of 200 were refused");
    std::fs::write(&damaged, &bytes[..bytes.len() / 2]).unwrap();
    drop_file(&mut harness, &damaged);
    wait_for(&mut harness, "is not a session of Glassbox");
    assert!(shows(&harness, "drawing 1"), "nothing of what was open is lost");
}

#[test]
fn a_session_that_cannot_be_written_leaves_the_file_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = example(folder.path());
    let before = std::fs::read(&path).unwrap();
    let mut file = reading::read(&path).unwrap();
    file.labs.insert("x".repeat(101), LabState::default());
    let refused = writing::write(&file, &path, true).unwrap_err().to_string();
    assert!(refused.contains("101 characters, where at most 100 stand"), "{refused}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}
