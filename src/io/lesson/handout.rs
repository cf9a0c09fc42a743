//! A lesson to be printed: its text, its pictures, and the numbers that were measured here.

use std::fmt::Write as _;

use super::blocks::{Part, Predict};
use super::reading::{Heading, Lesson};
use super::result::NumberResult;

/// The lesson as Markdown. Numbers come with what was measured of them, where it was; `picture` is the name of a picture
/// of the lab, where there is one.
pub fn markdown(lesson: &Lesson, numbers: &[NumberResult], picture: Option<&str>, made_by: &str) -> String {
    let mut text = format!("# {}\n\n", lesson.head.title);
    // Writing to a string cannot fail.
    let _ = writeln!(text, "Lesson {} · {} minutes · {made_by}", lesson.head.id, lesson.head.minutes);
    let mut task = 0;
    for section in lesson.sections.iter().filter(|section| section.heading != Heading::Notes) {
        let _ = write!(text, "\n## {}\n\n", section.heading.title());
        for part in &section.parts {
            match part {
                Part::Text(markdown) => {
                    let _ = writeln!(text, "{markdown}\n");
                }
                Part::Task(one) => {
                    task += 1;
                    let _ = writeln!(text, "{task}. {}\n", one.text);
                }
                Part::Predict(predict) => {
                    let _ = writeln!(text, "{}\n", predict.question());
                    match predict {
                        Predict::Choice { choices, .. } => {
                            for choice in choices {
                                let _ = writeln!(text, "- [ ] {choice}");
                            }
                        }
                        _ => text.push_str("Your answer: ____________\n"),
                    }
                    text.push('\n');
                }
                Part::Number(number) => number_lines(&mut text, number, numbers),
                Part::Lab(_) => {
                    if let Some(picture) = picture {
                        let _ = writeln!(text, "![The lab]({picture})\n");
                    }
                }
                Part::Plot(_) | Part::Control(_) => {}
            }
        }
    }
    text
}

fn number_lines(text: &mut String, number: &super::Number, results: &[NumberResult]) {
    let found = results.iter().find(|result| result.name == number.name);
    let measured = found.and_then(|result| result.measured.map(|value| (value, result)));
    let _ = writeln!(text, "- **{}**: expected {}", number.name, number.expected);
    if let Some((value, result)) = measured {
        let error = result.stderr.map_or_else(String::new, |error| format!(" ± {}", short(error)));
        let verdict = if result.passed { "agrees" } else { "does not agree" };
        let _ = writeln!(text, "  measured {}{error}: {verdict}", short(value));
        for command in &result.run {
            let _ = writeln!(text, "  `glassbox {command}`");
        }
    }
    text.push('\n');
}

/// Four digits: what is measured has no more.
fn short(value: f64) -> String {
    let places = if value == 0.0 { 3 } else { (3.0 - value.abs().log10().floor()).clamp(0.0, 12.0) as usize };
    format!("{value:.places$}")
}
