//! `glassbox lesson`: lists lessons, replays them, says what is wrong with one, and puts results together.
//!
//! [`measure`] runs the commands of a number within this process, [`check`] reads a lesson as an author wrote it.

pub mod check;
mod handout;
pub mod measure;
mod pool;
mod run;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::common::{CliError, Common, print_json};
use crate::io::lesson::shelf::Shelf;

/// Lessons, and what is done with them.
#[derive(Args, Clone, Debug)]
pub struct LessonArgs {
    #[command(subcommand)]
    action: LessonAction,
    /// A folder of lessons of one's own, besides the one that the window reads
    #[arg(long, global = true, value_name = "DIR")]
    folder: Option<PathBuf>,
}

#[derive(Subcommand, Clone, Debug)]
enum LessonAction {
    /// The lessons, each with its question, its time and its labs
    List,
    /// Measures every number of a lesson, or of all of them, and says whether theory and measurement agree
    ///
    /// A number agrees within its tolerance and three standard errors. The answer is what `lesson pool` reads.
    Run {
        /// Its name, S4, or all
        #[arg(value_name = "ID|all")]
        id: String,
        /// The cheaper commands, where a lesson has some
        #[arg(long)]
        fast: bool,
    },
    /// Says what is wrong with a lesson, and in which line
    Check {
        /// The lesson
        #[arg(value_name = "FILE.md", required = true)]
        files: Vec<PathBuf>,
    },
    /// Puts the results of many people together, each with a seed of their own
    Pool {
        /// Answers of `lesson run --json`, or folders of them
        #[arg(value_name = "FILE.json", required = true)]
        files: Vec<PathBuf>,
    },
    /// Writes a lesson as a sheet to be printed, with the numbers measured here
    Handout {
        /// Its name, S4
        #[arg(value_name = "ID")]
        id: String,
        /// Where to. Pictures of the lab as it opens, after each task, and of the plots are written next to it: FILE-1.png …
        #[arg(long, value_name = "FILE.md")]
        out: PathBuf,
        /// The cheaper commands, where the lesson has some
        #[arg(long)]
        fast: bool,
    },
}

/// Does what is asked.
pub fn run(args: &LessonArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.action {
        LessonAction::List => list(&shelf(args), common, out),
        LessonAction::Run { id, fast } => run::run(&shelf(args), id, *fast, common, out),
        LessonAction::Check { files } => check::run(files, common, out),
        LessonAction::Pool { files } => pool::run(files, common, out),
        LessonAction::Handout { id, out: to, fast } => handout::run(&shelf(args), id, to, *fast, common, out),
    }
}

fn shelf(args: &LessonArgs) -> Shelf {
    let mut shelf = Shelf::embedded();
    #[cfg(feature = "gui")]
    let own = crate::ui::launch::lessons_folder();
    #[cfg(not(feature = "gui"))]
    let own = None;
    for folder in [own, args.folder.clone()].into_iter().flatten() {
        shelf = shelf.with_folder(&folder);
    }
    for sentence in &shelf.refused {
        crate::cli::notes::say(sentence);
    }
    shelf
}

fn list(shelf: &Shelf, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let heads: Vec<_> = shelf.lessons.iter().map(|lesson| &lesson.head).collect();
    if common.json {
        return print_json(out, &json!({ "lessons": heads, "notes": shelf.refused }));
    }
    let mut pack = None;
    for head in heads {
        if pack != Some(head.pack) {
            writeln!(out, "{}", head.pack.title())?;
            pack = Some(head.pack);
        }
        writeln!(out, "  {:<5} {:>3} min  {}", head.id, head.minutes, head.title)?;
    }
    Ok(())
}
