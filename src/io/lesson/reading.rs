//! Takes a lesson apart, and says what is wrong with it and in which line.

use std::cmp::Ordering;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::de::DeserializeOwned;

use super::blocks::{ControlKind, Number, Part, Plot, Predict, Task};
use super::head::Head;
use super::value::Pointer;

/// The line above and below the head.
const FENCE: &str = "+++";
/// A longer file is no lesson.
const MOST_BYTES: usize = 256 << 10;

/// The headings of a lesson, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// What is to be found out.
    Question,
    /// What the student thinks.
    Predict,
    /// What is done.
    Do,
    /// What is seen.
    Notice,
    /// The number.
    Number,
    /// What else can be done.
    Try,
    /// The reason.
    Why,
    /// What a lecturer should know.
    Notes,
}

impl Heading {
    /// All of them, in their order.
    pub const ALL: [Self; 8] =
        [Self::Question, Self::Predict, Self::Do, Self::Notice, Self::Number, Self::Try, Self::Why, Self::Notes];

    /// What the file calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Question => "Question",
            Self::Predict => "Predict",
            Self::Do => "Do",
            Self::Notice => "Notice",
            Self::Number => "Number",
            Self::Try => "Try",
            Self::Why => "Why",
            Self::Notes => "Notes for the lecturer",
        }
    }

    /// Whether a lesson may leave it out.
    const fn is_spare(self) -> bool {
        matches!(self, Self::Predict | Self::Try | Self::Notes)
    }
}

/// What stands under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The heading.
    pub heading: Heading,
    /// Texts and live blocks, in order.
    pub parts: Vec<Part>,
}

/// A lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// What is known of it before it is opened.
    pub head: Head,
    /// Its sections.
    pub sections: Vec<Section>,
}

impl Lesson {
    /// Its blocks and texts, in order.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.sections.iter().flat_map(|section| &section.parts)
    }

    /// Its tasks.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.parts().filter_map(|part| if let Part::Task(task) = part { Some(task) } else { None })
    }

    /// Its plots.
    pub fn plots(&self) -> impl Iterator<Item = &Plot> {
        self.parts().filter_map(|part| if let Part::Plot(plot) = part { Some(&**plot) } else { None })
    }

    /// Its numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &Number> {
        self.parts().filter_map(|part| if let Part::Number(number) = part { Some(&**number) } else { None })
    }
}

/// What is wrong with a lesson, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub sentence: String,
}

/// The parts and the mistakes that were found so far.
struct Reader<'a> {
    body: &'a str,
    /// Lines above the body.
    above: usize,
    sections: Vec<Section>,
    mistakes: Vec<Mistake>,
    /// Where the text that is not yet taken begins.
    from: usize,
}

/// Takes a lesson apart.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines.
pub fn lesson(text: &str) -> Result<Lesson, Vec<Mistake>> {
    let mistake = |line: usize, sentence: String| vec![Mistake { line, sentence }];
    if text.len() > MOST_BYTES {
        return Err(mistake(1, format!("the file has {} bytes; a lesson has at most {MOST_BYTES}", text.len())));
    }
    // What other systems end lines with is no part of them.
    let text = text.replace("\r\n", "\n");
    let Some((head, body)) = halves(&text) else {
        return Err(mistake(1, format!("a lesson begins with its head between two lines {FENCE}")));
    };
    let head: Head = toml::from_str(head).map_err(|err| mistake(1 + line_of(head, err.span()), told(&err)))?;
    let above = text.len() - body.len();
    let above = text.get(..above).map_or(0, |above| above.matches('\n').count());
    let mut reader = Reader { body, above, sections: Vec::new(), mistakes: Vec::new(), from: 0 };
    reader.read();
    reader.check(&head);
    let Reader { sections, mut mistakes, .. } = reader;
    if mistakes.is_empty() {
        return Ok(Lesson { head, sections });
    }
    mistakes.sort_by_key(|mistake| mistake.line);
    Err(mistakes)
}

/// Head and body.
fn halves(text: &str) -> Option<(&str, &str)> {
    let after = text.trim_start_matches('\u{feff}').strip_prefix(FENCE)?.strip_prefix('\n')?;
    let end = after.find(&format!("\n{FENCE}\n"))?;
    let (head, rest) = after.split_at_checked(end + 1)?;
    Some((head, rest.strip_prefix(FENCE)?.strip_prefix('\n')?))
}

/// The line of a place in TOML, from 1.
fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> usize {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or("");
    1 + before.matches('\n').count()
}

fn told(err: &toml::de::Error) -> String {
    err.message().lines().collect::<Vec<_>>().join("; ")
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        1 + self.above + self.body.get(..at).map_or(0, |before| before.matches('\n').count())
    }

    fn complain(&mut self, at: usize, sentence: impl Into<String>) {
        let line = self.line(at);
        self.mistakes.push(Mistake { line, sentence: sentence.into() });
    }

    /// Takes the text up to `end` into the section that is open.
    fn take_text(&mut self, end: usize) {
        let text = self.body.get(self.from..end).unwrap_or("").trim();
        if text.is_empty() {
            return;
        }
        let from = self.from;
        match self.sections.last_mut() {
            Some(section) => section.parts.push(Part::Text(text.to_owned())),
            None => self.complain(from, "there is text above the first heading; the first is “## Question”"),
        }
    }

    fn read(&mut self) {
        let body = self.body;
        let (mut depth, mut heading, mut block) = (0_usize, None, None);
        for (event, place) in Parser::new(body).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) if depth == 0 => {
                    heading = Some((place.clone(), String::new()));
                }
                Event::Text(text) if heading.is_some() => {
                    if let Some((_, title)) = &mut heading {
                        title.push_str(&text);
                    }
                }
                Event::End(TagEnd::Heading(HeadingLevel::H2)) => {
                    if let Some((place, title)) = heading.take() {
                        self.take_text(place.start);
                        self.from = place.end;
                        self.open(place.start, title.trim());
                    }
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) if depth == 0 => {
                    self.take_text(place.start);
                    block = Some((place.start, kind.to_string(), String::new()));
                }
                Event::Text(text) if block.is_some() => {
                    if let Some((_, _, content)) = &mut block {
                        content.push_str(&text);
                    }
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((at, kind, content)) = block.take() {
                        self.from = place.end;
                        self.block(at, kind.trim(), &content);
                    }
                }
                Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => depth += 1,
                Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        self.take_text(body.len());
    }

    fn open(&mut self, at: usize, title: &str) {
        let Some(heading) = Heading::ALL.into_iter().find(|heading| heading.title() == title) else {
            let titles: Vec<&str> = Heading::ALL.iter().map(|heading| heading.title()).collect();
            return self.complain(at, format!("“{title}” is no heading of a lesson; those are {}", titles.join(", ")));
        };
        if let Some(before) = self.sections.last().map(|section| section.heading).filter(|before| *before >= heading) {
            return self.complain(at, format!("“{title}” cannot follow “{}”", before.title()));
        }
        self.sections.push(Section { heading, parts: Vec::new() });
    }

    fn block(&mut self, at: usize, kind: &str, content: &str) {
        let part = match kind {
            "lab" => self.toml(at, content).map(Part::Lab),
            "task" => self.toml(at, content).map(Part::Task),
            "predict" => self.toml(at, content).map(Part::Predict),
            "number" => self.toml(at, content).map(|number| Part::Number(Box::new(number))),
            "plot" => self.toml(at, content).map(|plot| Part::Plot(Box::new(plot))),
            "control" => self.toml(at, content).map(Part::Control),
            _ => {
                let sentence =
                    format!("“{kind}” is no live block; those are lab, task, predict, number, plot and control");
                return self.complain(at, sentence);
            }
        };
        let Some(part) = part else { return };
        if let Some(sentence) = wrong(&part) {
            self.complain(at, sentence);
        }
        match self.sections.last_mut() {
            Some(section) => section.parts.push(part),
            None => self.complain(at, "there is a live block above the first heading"),
        }
    }

    fn toml<T: DeserializeOwned>(&mut self, at: usize, content: &str) -> Option<T> {
        match toml::from_str(content) {
            Ok(block) => Some(block),
            Err(err) => {
                let line = self.line(at) + line_of(content, err.span());
                self.mistakes.push(Mistake { line, sentence: told(&err) });
                None
            }
        }
    }

    /// What only the whole can say.
    fn check(&mut self, head: &Head) {
        let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !plain(&head.id) {
            self.mistakes.push(Mistake {
                line: 2,
                sentence: format!("the id is “{}”; it has letters, digits and hyphens", head.id),
            });
        }
        let end = self.body.len();
        for heading in Heading::ALL {
            if !heading.is_spare() && !self.sections.iter().any(|section| section.heading == heading) {
                self.complain(end, format!("“## {}” is missing", heading.title()));
            }
        }
        let count = |is: fn(&Part) -> bool| self.sections.iter().flat_map(|s| &s.parts).filter(|part| is(part)).count();
        let (labs, predictions) =
            (count(|part| matches!(part, Part::Lab(_))), count(|part| matches!(part, Part::Predict(_))));
        if labs != 1 {
            self.complain(end, format!("there are {labs} blocks “lab”; a lesson has one"));
        }
        if predictions > 1 {
            self.complain(end, format!("there are {predictions} blocks “predict”; a lesson has one at most"));
        }
        let lab = self.sections.iter().flat_map(|section| &section.parts).find_map(|part| match part {
            Part::Lab(block) if head.labs.first() != Some(&block.lab) => Some(block.lab.clone()),
            _ => None,
        });
        if let Some(lab) = lab {
            let first = head.labs.first().map_or("none", String::as_str);
            self.complain(
                end,
                format!("the block “lab” opens “{lab}”, and the first of the labs in the head is “{first}”"),
            );
        }
    }
}

/// What is wrong with the values of a block.
fn wrong(part: &Part) -> Option<String> {
    let finite =
        |name: &str, value: f64| (!value.is_finite()).then(|| format!("“{name}” is {value}, not a finite number"));
    match part {
        Part::Number(number) => finite("expected", number.expected)
            .or_else(|| {
                (!(number.tolerance >= 0.0 && number.tolerance.is_finite()))
                    .then(|| format!("“tolerance” is {}", number.tolerance))
            })
            .or_else(|| number.run.trim().is_empty().then(|| "“run” has no command".to_owned()))
            .or_else(|| Pointer::new(&number.value).err())
            .or_else(|| {
                let several = number.value.contains('*');
                (several != number.reduce.is_some())
                    .then(|| "“value” with a * needs “reduce”, and without one has none".to_owned())
            }),
        Part::Plot(plot) => {
            [Some(&plot.x), Some(&plot.y), plot.error.as_ref(), plot.theory_x.as_ref(), plot.theory_y.as_ref()]
                .into_iter()
                .flatten()
                .find_map(|pointer| Pointer::new(pointer).err())
        }
        Part::Predict(Predict::Number { least, most, answer, .. }) => (!(least < most
            && (least..=most).contains(&answer)))
        .then(|| format!("the answer {answer} does not lie on the scale from {least} to {most}")),
        Part::Predict(Predict::Choice { choices, answer, .. }) => (*answer >= choices.len())
            .then(|| format!("the answer is {answer}; there are {} choices, counted from 0", choices.len())),
        Part::Predict(Predict::Curve { least, most, x, y, .. }) => {
            (least.partial_cmp(most) != Some(Ordering::Less) || x.len() != y.len() || x.len() < 2)
                .then(|| format!("a curve has two places or more and as many values; here {} and {}", x.len(), y.len()))
        }
        Part::Control(control) if control.kind == ControlKind::Slider => (!(control.least < control.most
            && control.step > 0.0
            && (control.least..=control.most).contains(&control.value)))
        .then(|| "a slider needs least < most, a step above 0 and a value between".to_owned()),
        Part::Lab(block) => block
            .watch
            .as_ref()
            .filter(|watch| !block.panels.contains(watch))
            .map(|watch| format!("“watch” is “{watch}”, which is not among the panels")),
        _ => None,
    }
}
