//! `glassbox lesson`: what is listed, measured, checked and put together, and what is refused.

#![expect(clippy::disallowed_methods, reason = "a test writes its own files")]

#[path = "support/commands.rs"]
mod commands;

use commands::{Folder, failed, glassbox, object, usage};

/// A lesson of a person, with what it expects and how it is measured.
fn own(expected: &str, run: &str) -> String {
    format!(
        "+++\nid = \"own-1\"\ntitle = \"Does it flip?\"\nminutes = 3\nlabs = [\"recall\"]\n+++\n\n\
         ## Question\n\nOne spin.\n\n## Do\n\n```lab\nlab = \"recall\"\npanels = [\"state\"]\nsteps = '''[]'''\n```\n\n\
         ```task\ntext = \"Look.\"\n```\n\n## Notice\n\nIt does.\n\n## Number\n\n```number\nname = \"one-step error\"\n\
         expected = {expected}\ntolerance = 1e-4\nrun = \"{run}\"\nvalue = \"/probability\"\n```\n\n## Why\n\nNoise.\n"
    )
}

#[test]
fn lessons_are_listed_by_question() {
    let list = object(&["lesson", "list"]);
    let lessons = list["lessons"].as_array().unwrap();
    assert!(lessons.len() >= 20, "{}", lessons.len());
    for lesson in lessons {
        assert!(lesson["title"].as_str().unwrap().ends_with('?'), "{lesson}");
        assert!(lesson["minutes"].as_u64().unwrap() > 0 && !lesson["labs"].as_array().unwrap().is_empty());
    }
}

#[test]
fn a_lesson_of_ones_own_passes_or_fails_by_its_number() {
    let folder = Folder::new();
    let write = |expected: &str| {
        std::fs::write(folder.path("own.md"), own(expected, "theory crosstalk --alpha 0.138")).unwrap();
    };
    let words = ["lesson", "run", "own-1", "--folder", &folder.path("")];
    // ½ erfc(√(1/(2·0.138))), by another program.
    write("0.00355");
    let found = object(&words);
    let lesson = &found["lessons"][0];
    for key in ["id", "title", "expected", "measured", "tolerance", "passed", "numbers"] {
        assert!(!lesson[key].is_null(), "{key}");
    }
    assert_eq!(lesson["passed"], true);
    write("0.0040");
    let output = glassbox(&words);
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("do not agree in own-1"), "{}", output.stderr);
    assert!(output.stdout.contains("✗ one-step error"), "{}", output.stdout);
}

#[test]
fn mistakes_are_named_with_their_lines() {
    let folder = Folder::new();
    let path = folder.path("own.md");
    let says = |text: &str, line: usize, sentence: &str| {
        std::fs::write(&path, text).unwrap();
        let output = glassbox(&["lesson", "check", &path]);
        assert_eq!(output.code, 1, "{}", output.stdout);
        let wanted = format!("own.md:{line}: ");
        assert!(output.stdout.contains(&wanted) && output.stdout.contains(sentence), "{sentence}: {}", output.stdout);
    };
    let good = own("0.00355", "theory crosstalk --alpha 0.138");
    std::fs::write(&path, &good).unwrap();
    assert_eq!(glassbox(&["lesson", "check", &path]).code, 0);
    says("no head", 1, "begins with its head");
    says(&good.replace("minutes = 3", "minutes = \"three\""), 4, "expected u32");
    says(&good.replace("## Why", "## Reason"), 38, "“Reason” is no heading of a lesson");
    says(&good.replace("```task", "```exercise"), 20, "“exercise” is no live block");
    says(&good.replace("--alpha", "--beta"), 31, "--beta");
    says(&good.replace("theory crosstalk", "bench"), 31, "not measured by `bench`");
    says(&good.replace("/probability", "probability"), 30, "no JSON pointer");
    #[cfg(feature = "gui")]
    says(&good.replace("\"state\"", "\"stat\""), 16, "no panel “stat”");
}

#[test]
fn a_class_is_put_together_and_one_person_counts_once() {
    let folder = Folder::new();
    let run = "recall --patterns random:20x100 --flip 0.2 --runs 20";
    let text = own("0.9", run).replace("/probability", "/recalled").replace("tolerance = 1e-4", "tolerance = 1.0");
    std::fs::write(folder.path("own.md"), text).unwrap();
    let mut files = Vec::new();
    for seed in ["1", "2", "3"] {
        let output = glassbox(&["lesson", "run", "own-1", "--folder", &folder.path(""), "--seed", seed, "--json"]);
        assert_eq!(output.code, 0, "{}", output.stderr);
        let path = folder.path(&format!("{seed}.json"));
        std::fs::write(&path, output.stdout).unwrap();
        files.push(path);
    }
    files.push(files[0].clone());
    let words: Vec<&str> = ["lesson", "pool", "--quiet"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let pool = object(&words);
    let number = &pool["lessons"][0]["numbers"][0];
    let values: Vec<f64> = number["results"].as_array().unwrap().iter().map(|r| r["value"].as_f64().unwrap()).collect();
    assert_eq!(values.len(), 3);
    let mean = values.iter().sum::<f64>() / 3.0;
    assert!((number["measured"].as_f64().unwrap() - mean).abs() < 1e-12);
    assert!(pool["notes"][0].as_str().unwrap().contains("seed 1"), "{}", pool["notes"]);
    let of_folder = object(&["lesson", "pool", "--quiet", &folder.path("")]);
    assert_eq!((&of_folder["lessons"], of_folder["notes"].as_array().unwrap().len()), (&pool["lessons"], 0));
    std::fs::write(folder.path("other.json"), "{}").unwrap();
    let notes = object(&["lesson", "pool", "--quiet", &folder.path("")])["notes"].clone();
    assert!(notes[0].as_str().unwrap().contains("other.json"), "{notes}");
    failed(&["lesson", "pool", &folder.path("other.json")], "is not what `lesson run --json` prints");
}

#[test]
fn the_same_seed_gives_the_same_numbers() {
    let measured = |threads: &str| {
        object(&["lesson", "run", "S2", "--fast", "--threads", threads])["lessons"][0]["numbers"].clone()
    };
    assert_eq!(measured("1"), measured("2"));
}

#[test]
fn what_is_no_lesson_is_refused() {
    usage(&["lesson", "run", "S99"], "there is no lesson “S99”");
    failed(&["lesson", "check", "nothing.md"], "nothing.md");
}

#[test]
fn a_handout_has_the_numbers_that_were_measured() {
    let folder = Folder::new();
    std::fs::write(folder.path("own.md"), own("0.00355", "theory crosstalk --alpha 0.138")).unwrap();
    let out = folder.path("sheet.txt");
    let words = ["lesson", "handout", "own-1", "--folder", &folder.path(""), "--out", &out, "--quiet"];
    let output = glassbox(&words);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("# Does it flip?") && text.contains("measured 0.003552: agrees"), "{text}");
    failed(&words, "sheet.txt");
}

/// The same lesson with something to be shown, and a plot.
#[cfg(feature = "gui")]
fn own_with_pictures() -> String {
    let shown = "text = \"Let it run.\"\nshow_me = '''[{\"Ask\":{\"Sweeps\":20}}, \"Wait\"]'''";
    let plot = "```plot\ntitle = \"The share that stays\"\nx_label = \"load\"\ny_label = \"share\"\n\
                run = \"sweep capacity --size 50 --alphas 0.05:0.25:3 --runs 10\"\n\
                x = \"/cells/*/alpha\"\ny = \"/cells/*/mean\"\n```\n\n## Why";
    let text = own("0.00355", "theory crosstalk --alpha 0.138");
    text.replace("text = \"Look.\"", shown).replace("## Why", plot)
}

#[cfg(feature = "gui")]
#[test]
fn a_handout_has_a_picture_of_the_lab_after_each_task_and_of_each_plot() {
    let folder = Folder::new();
    std::fs::write(folder.path("own.md"), own_with_pictures()).unwrap();
    let (out, second) = (folder.path("sheet.txt"), folder.path("sheet-2.png"));
    let words = ["lesson", "handout", "own-1", "--folder", &folder.path(""), "--out", &out, "--seed", "7"];
    std::fs::write(&second, "kept").unwrap();
    failed(&words, "sheet-2.png");
    assert!(!std::path::Path::new(&out).exists() && std::fs::read_to_string(&second).unwrap() == "kept");
    let words: Vec<&str> = words.into_iter().chain(["--overwrite"]).collect();
    let answer = object(&words);
    assert_eq!(answer["pictures"].as_array().unwrap().len(), 3, "{answer}");
    let text = std::fs::read_to_string(&out).unwrap();
    let order =
        ["(sheet-1.png)", "1. Let it run.", "(sheet-2.png)", "*After task 1: Recall.", "(sheet-3.png)", "## Why"];
    let places: Vec<usize> = order.iter().map(|words| text.find(words).expect(words)).collect();
    assert!(places.is_sorted(), "{text}");
    assert_eq!(text.matches("seed 7.").count(), 2, "{text}");
    let drawn = [1, 2, 3].map(|n| image::open(folder.path(&format!("sheet-{n}.png"))).unwrap().into_rgba8());
    assert!(drawn[0] != drawn[1] && drawn[0].dimensions() == drawn[1].dimensions());
    // Paper is white: the colours are those of print.
    for picture in &drawn {
        let light = picture.pixels().filter(|pixel| pixel.0.iter().all(|level| *level > 225)).count();
        assert!(light > picture.pixels().len() / 2, "{light} of {}", picture.pixels().len());
    }
}
