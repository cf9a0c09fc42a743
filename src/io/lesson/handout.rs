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
    writeln!(text, "Lesson {} · {} minutes · {made_by}", lesson.head.id, lesson.head.minutes).ok();
    let mut task = 0;
    for section in lesson.sections.iter().filter(|section| section.heading != Heading::Notes) {
        write!(text, "\n## {}\n\n", section.heading.title()).ok();
        for part in &section.parts {
            match part {
                Part::Text(markdown) => {
                    writeln!(text, "{markdown}\n").ok();
                }
                Part::Task(one) => {
                    task += 1;
                    writeln!(text, "{task}. {}\n", one.text).ok();
                }
                Part::Predict(predict) => {
                    writeln!(text, "{}\n", predict.question()).ok();
                    match predict {
                        Predict::Choice { choices, .. } => {
                            for choice in choices {
                                writeln!(text, "- [ ] {choice}").ok();
                            }
                        }
                        _ => text.push_str("Your answer: ____________\n"),
                    }
                    text.push('\n');
                }
                Part::Number(number) => number_lines(&mut text, number, numbers),
                Part::Lab(_) => {
                    if let Some(picture) = picture {
                        writeln!(text, "![The lab]({picture})\n").ok();
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
    writeln!(text, "- **{}**: expected {}", number.name, number.expected).ok();
    if let Some((value, result)) = measured {
        let error = result.stderr.map_or_else(String::new, |error| format!(" ± {}", short(error)));
        let verdict = if result.passed { "agrees" } else { "does not agree" };
        writeln!(text, "  measured {}{error}: {verdict}", short(value)).ok();
        for command in &result.run {
            writeln!(text, "  `glassbox {command}`").ok();
        }
    }
    text.push('\n');
}

/// Four digits: what is measured has no more.
fn short(value: f64) -> String {
    let places = if value == 0.0 { 3 } else { (3.0 - value.abs().log10().floor()).clamp(0.0, 12.0) as usize };
    format!("{value:.places$}")
}
