//! A lesson to be printed: its text, its pictures, and the numbers that were measured here.

use std::fmt::Write as _;

use super::blocks::{Part, Predict};
use super::reading::{Heading, Lesson};
use super::result::NumberResult;

/// A picture next to the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The name of its file.
    pub file: String,
    /// What is in it.
    pub caption: String,
}

/// The pictures of a sheet, where there are some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pictures {
    /// The lab as it opens.
    pub opening: Option<Picture>,
    /// The lab after each task.
    pub tasks: Vec<Option<Picture>>,
    /// The plots.
    pub plots: Vec<Option<Picture>>,
}

/// The lesson as Markdown. Numbers come with what was measured of them, where it was.
pub fn markdown(lesson: &Lesson, numbers: &[NumberResult], pictures: &Pictures, made_by: &str) -> String {
    let mut text = format!("# {}\n\n", lesson.head.title);
    // Writing to a string cannot fail.
    writeln!(text, "Lesson {} · {} minutes · {made_by}", lesson.head.id, lesson.head.minutes).ok();
    let (mut task, mut plot) = (0, 0);
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
                    let done = format!("After task {task}");
                    picture_lines(&mut text, pictures.tasks.get(task - 1), &done);
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
                    picture_lines(&mut text, Some(&pictures.opening), "As the lesson opens");
                }
                Part::Plot(one) => {
                    picture_lines(&mut text, pictures.plots.get(plot), &one.title);
                    plot += 1;
                }
                Part::Control(_) => {}
            }
        }
    }
    text
}

/// A picture, where there is one, and under it what was done and what it shows.
fn picture_lines(text: &mut String, picture: Option<&Option<Picture>>, done: &str) {
    if let Some(Some(Picture { file, caption })) = picture {
        writeln!(text, "![{done}]({file})\n\n*{done}: {caption}*\n").ok();
    }
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
