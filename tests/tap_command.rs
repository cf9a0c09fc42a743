//! `glassbox tap` on archives that another program wrote, and on a run of this one.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and opens what was written"
)]

#[path = "support/commands.rs"]
mod commands;

use std::io::Read as _;

use commands::{DIGITS, Folder, PROTEINS, fixture, glassbox, numbers, object, refusal};
use serde_json::{Value, json};

/// One number of each fixed point of a checkpoint.
fn of_points(update: &Value, key: &str) -> Vec<f64> {
    update["fixed_points"].as_array().unwrap().iter().map(|point| point[key].as_f64().unwrap()).collect()
}

#[test]
fn digits_part_into_basins_as_the_first_mode_grows() {
    let file = fixture(DIGITS);
    let data = ["--data", "builtin:mnist", "--subset", "0,1", "--start", "data:60"];
    let found = object(&[&["tap", &file, "--update", "all"][..], &data].concat());
    let updates = found["updates"].as_array().unwrap();
    let numbered: Vec<u64> = updates.iter().map(|one| one["update"].as_u64().unwrap()).collect();
    assert_eq!(numbered, [1, 2, 5, 11, 25, 58, 131, 295, 665, 1500]);
    assert_eq!((&found["starts"], &found["order"]), (&json!(60), &json!(2)));
    for update in updates {
        let energies = of_points(update, "free_energy");
        assert!(energies.is_sorted(), "deepest first: {energies:?}");
        assert_eq!(of_points(update, "basin").iter().sum::<f64>(), 60.0);
        for point in update["fixed_points"].as_array().unwrap() {
            let means = numbers(&point["visible_mean"]);
            assert!(means.len() == 784 && means.iter().all(|mean| (0.0..=1.0).contains(mean)));
            assert!(point["converged"] == json!(false) || point["residual"].as_f64().unwrap() <= 1e-6);
        }
    }
    // Its first singular value is 0.003, 4.06 and 8.67 at updates 1, 665 and 1500.
    assert_eq!((&updates[0]["count"], &updates[0]["unconverged"]), (&json!(1), &json!(0)));
    assert_eq!((&updates[9]["count"], &updates[9]["unconverged"]), (&json!(2), &json!(0)));
    // The digits of either kind lead to one of them each.
    let sizes = of_points(&updates[9], "basin");
    assert!(sizes.iter().all(|&size| size > 20.0), "{sizes:?}");
    // Neither threads nor another way to say the distance change anything.
    let last = |extra: &[&str]| object(&[&["tap", &file][..], &data, extra].concat())["updates"][0].clone();
    assert_eq!(last(&["--threads", "1"]), updates[9]);
    assert_eq!(last(&["--threads", "3", "--merge-distance", "0.28"]), updates[9]);
    assert_eq!(last(&["--layer", "hidden"])["count"], json!(2));
    let one = last(&["--merge-rms", "10"]);
    assert_eq!((&one["count"], of_points(&one, "basin")), (&json!(1), vec![60.0]));
}

#[test]
fn depths_are_near_ln_z_and_the_naive_one_stays_below_it() {
    let file = fixture(PROTEINS);
    for update in ["first", "last"] {
        let log_z = object(&["likelihood", &file, "--update", update])["log_z"].as_f64().unwrap();
        let deepest = |order: &str| {
            let found = object(&["tap", &file, "--update", update, "--start", "random:20", "--order", order]);
            let update = &found["updates"][0];
            let means = numbers(&update["fixed_points"][0]["visible_mean"][7]);
            assert!(means.len() == 21 && (means.iter().sum::<f64>() - 1.0).abs() < 1e-5, "{means:?}");
            -of_points(update, "free_energy")[0]
        };
        let [first, second, third] = ["1", "2", "3"].map(deepest);
        // Whatever the means, the first order is a bound.
        assert!(first <= log_z, "{first} {log_z}");
        assert!((second - log_z).abs() <= (first - log_z).abs(), "{first} {second} {log_z}");
        if update == "first" {
            assert!((second - log_z).abs() < 1e-3 && (third - log_z).abs() < 1e-3, "{second} {third} {log_z}");
        }
    }
}

#[test]
fn fixed_points_are_written_with_their_sizes() {
    let folder = Folder::new();
    let out = folder.path("points.npz");
    let file = fixture(PROTEINS);
    let arguments = ["tap", &file, "--update", "all", "--start", "random:30", "--order", "3", "--out", &out];
    let found = object(&arguments);
    let updates = found["updates"].as_array().unwrap();
    let points: usize = updates.iter().map(|one| one["fixed_points"].as_array().unwrap().len()).sum();
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
    let mut array = |name: &str| -> Vec<u8> {
        let mut bytes = Vec::new();
        zip.by_name(&format!("{name}.npy")).unwrap().read_to_end(&mut bytes).unwrap();
        bytes.split_off(128)
    };
    for (name, each) in [("visible", 205 * 21), ("hidden", 8), ("free_energy", 1), ("residual", 1), ("converged", 1)] {
        assert_eq!(array(name).len(), points * each * 8, "{name}");
    }
    let whole = |bytes: Vec<u8>| -> Vec<u64> {
        bytes.chunks_exact(8).map(|number| u64::from_le_bytes(number.try_into().unwrap())).collect()
    };
    assert_eq!(whole(array("checkpoints")), [1, 3, 14, 53, 200]);
    let (sizes, of_start) = (whole(array("basin")), whole(array("of_start")));
    assert_eq!((of_start.len(), sizes.len()), (5 * 30, points));
    for (point, size) in sizes.iter().enumerate() {
        assert_eq!(of_start.iter().filter(|&&of| of == point as u64).count() as u64, *size);
    }
    let energies: Vec<f64> = updates.iter().flat_map(|one| of_points(one, "free_energy")).collect();
    let written: Vec<f64> =
        array("free_energy").chunks_exact(8).map(|number| f64::from_le_bytes(number.try_into().unwrap())).collect();
    assert_eq!(written, energies);
    let (sentence, code) = refusal(&arguments);
    assert!(sentence.contains("exists already") && code == 1, "{sentence}");
}

#[test]
fn a_run_of_this_program_starts_from_what_it_learnt_from() {
    let folder = Folder::new();
    let file = folder.path("run.h5");
    let train = ["train", "random:24x30", "--out", &file, "--hidden", "6", "--updates", "20", "--json"];
    assert_eq!(glassbox(&train).code, 0);
    let found = object(&["tap", &file]);
    assert_eq!((&found["starts"], &found["updates"][0]["update"]), (&json!(24), &json!(20)));
    assert_eq!(object(&["tap", &file, "--start", "data:7"])["starts"], json!(7));
    assert_eq!(object(&["tap", &file, "--start", "random:9"])["starts"], json!(9));
    let text = glassbox(&["tap", &file, "--update", "all"]).stdout;
    assert!(text.starts_with("where 24 starts lead") && text.lines().count() > 2, "{text}");
}

#[test]
fn wrong_requests_are_named() {
    let file = fixture(DIGITS);
    for (arguments, words) in [
        (&["--order", "4"][..], "expected 1, 2 or 3"),
        (&["--start", "data:0"], "expected data:N or random:N, with N from 1 to 1000000"),
        (&["--start", "noise:5"], "expected data:N or random:N"),
        (&["--start", "data:5"], "add --data DATA"),
        (&["--tolerance", "-1"], "expected a finite number from"),
        (&["--damping", "1"], "expected a finite number from 0 to 0.99"),
        (&["--merge-rms", "1", "--merge-distance", "1"], "cannot be used with"),
        (&["--layer", "top"], "visible, hidden"),
    ] {
        let (sentence, code) = refusal(&[&["tap", &file][..], arguments].concat());
        assert!(sentence.contains(words) && code == 2, "{arguments:?}: {sentence}");
    }
}
