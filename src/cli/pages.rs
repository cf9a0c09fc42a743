//! `glassbox completions` and `glassbox man`: what shells and manuals know of the commands, made from the parser.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;
use serde_json::json;

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::{mistyped, parser};
use crate::io::atomic;
use crate::io::text::plain;

/// A script by which a shell completes commands and options.
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Pages of the manual.
#[derive(Args, Clone, Debug)]
pub struct ManArgs {
    /// A command, whose page is printed, such as “theory lines”; or a folder for the pages of all commands, made if it is
    /// not there; the page of the program unless given
    #[arg(value_name = "COMMAND|DIR")]
    words: Vec<String>,
}

pub fn completions(args: &CompletionsArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut parser::command(), "glassbox", &mut script);
    print(&script, "script", common, out)
}

pub fn man(args: &ManArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let mut root = parser::command();
    // Gives each command its full name.
    root.build();
    let named = args.words.iter().try_fold(&root, |command, word| command.find_subcommand(word));
    match (named, args.words.as_slice()) {
        (Some(command), _) => print(&page(command)?, "page", common, out),
        (None, [folder]) => match mistyped::correction(folder).filter(|_| !Path::new(folder).is_dir()) {
            Some(sentence) => Err(CliError::Usage(sentence)),
            None => write_all(&root, Path::new(folder), common, out),
        },
        (None, words) => {
            Err(CliError::Usage(format!("there is no command “{}”; see --help for the commands", words.join(" "))))
        }
    }
}

/// Prints a text, or the object of which it is the only field.
fn print(text: &[u8], field: &str, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if common.json {
        return print_json(out, &json!({ field: String::from_utf8_lossy(text) }));
    }
    Ok(out.write_all(text)?)
}

/// The page of a command.
fn page(command: &Command) -> Result<Vec<u8>, CliError> {
    let mut text = Vec::new();
    Man::new(command.clone()).render(&mut text)?;
    Ok(text)
}

/// A command and those below it, without the one that prints help.
fn all(command: &Command) -> Vec<&Command> {
    let below = command.get_subcommands().filter(|one| one.get_name() != "help");
    std::iter::once(command).chain(below.flat_map(all)).collect()
}

/// Writes the pages of all commands.
fn write_all(root: &Command, folder: &Path, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    atomic::make_folder(folder)?;
    let place = |command: &Command| -> PathBuf {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        folder.join(format!("{name}.1"))
    };
    let commands = all(root);
    // Refused before the first is written.
    commands.iter().try_for_each(|command| atomic::check(&place(command), common.overwrite))?;
    for command in &commands {
        let text = page(command)?;
        atomic::write(&place(command), common.overwrite, |file| file.write_all(&text))?;
    }
    if common.json {
        let files: Vec<String> = commands.iter().map(|one| place(one).to_string_lossy().into_owned()).collect();
        return print_json(out, &json!({ "files": files }));
    }
    Ok(writeln!(out, "wrote {} pages to {}", commands.len(), plain(folder))?)
}
