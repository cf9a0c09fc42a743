//! Examples at the end of the help of each command: a table, so that each of them is parsed and run by the tests.

use std::fmt::Write as _;

use clap::Command;

/// How many are shown of one command.
const SHOWN: usize = 3;

/// A line to type, and what it is for.
pub struct Example {
    /// What follows `glassbox`.
    pub line: &'static str,
    pub purpose: &'static str,
    /// Whether it ends within moments, and can be run in an empty folder after those before it.
    pub quick: bool,
}

const fn quick(line: &'static str, purpose: &'static str) -> Example {
    Example { line, purpose, quick: true }
}

const fn long(line: &'static str, purpose: &'static str) -> Example {
    Example { line, purpose, quick: false }
}

/// Those of the program without a command.
pub const OF_THE_WINDOW: &[Example] = &[
    long("", "Open the window"),
    long("digits.h5", "Open a run, a data set or a picture in the lab it belongs to"),
    long("--lab heat --theme projector", "Open a lab, with colours for a lecture hall"),
];

/// Those of commands: one belongs to the command that its line begins with.
pub const OF_COMMANDS: &[Example] = &[
    quick(
        "recall --patterns builtin:icons --rule pseudo-inverse --cue 4 --flip 0.2",
        "Recall a picture of which a fifth is wrong",
    ),
    quick(
        "recall --patterns random:40x400 --flip 0.1 --runs 100 --json",
        "The fraction of recalls that succeed, as JSON",
    ),
    quick(
        "recall --patterns random:500x100 --rule dense:3 --flip 0.1 --runs 20",
        "Far more memories than spins, by cubes",
    ),
    quick(
        "recall --patterns builtin:icons --rule softmax:0.05 --cue 4 --flip 0.2 --json",
        "The weights of all memories, by attention",
    ),
    quick("recall --patterns random:5x100 --state - --quiet", "Start from a state that comes by standard input"),
    quick(
        "anneal --patterns random:3x300 --schedule linear:1.2:0.05:50 --runs 20",
        "Cool twenty networks from random spins",
    ),
    quick("anneal --patterns random:3x300 --temperature 0 --runs 20", "Quench as many, to compare"),
    quick("lesson list", "The questions that lessons answer"),
    quick("lesson list --json", "The same with the labs of each and what comes before it"),
    long("lesson check my-lesson.md", "What is wrong with a lesson, and in which line"),
    long("lesson check a.md b.md --json", "The same of several, as JSON"),
    long("lesson pool 1.json 2.json 3.json", "What a class measured, each with a seed of their own"),
    long("lesson pool 1.json 2.json 3.json --json", "The same as JSON"),
    quick("lesson handout S2 --fast --out s2.md", "A sheet with the numbers measured here"),
    long("lesson handout S4 --seed 7 --out s4.md", "The same with another seed"),
    quick("lesson run S2 --fast", "Measure the numbers of a lesson"),
    quick("lesson run S2 --fast --seed 7 --json", "What a student hands in, for `lesson pool`"),
    quick("theory crosstalk --alpha 0.138", "One-step error at a load"),
    quick("theory mean-field --temperature 0.5", "Overlap with a single pattern below its critical temperature"),
    quick("theory retrieval --alpha 0.05 --temperature 0.3", "Retrieval state at a load and a temperature"),
    quick("theory crosstalk --probability 0.001", "The load at which one spin in a thousand is unstable"),
    quick("theory mean-field --temperature 0.5 --json", "The same with all digits"),
    quick("theory mixture --components 3", "Overlap and stability of a mixture of three memories"),
    quick("theory mixture --components 5 --temperature 0.4", "The same at a temperature"),
    quick("theory retrieval --alpha 0.1 --temperature 0 --json", "The same at T = 0, as JSON"),
    quick("theory lines --alpha 0.05", "The lines of the phase diagram at a load"),
    quick("theory lines --alpha 0.05 --json", "The same as JSON, with where each line ends below"),
    quick("theory capacity", "The capacity at T = 0"),
    quick("theory capacity --json", "The same with all digits"),
    quick("theory dense --order 3 --size 100", "How many memories a dense network of cubes keeps"),
    quick("theory dense --order 4 --size 50 --memories 1540 --json", "The exact error of one step too, as JSON"),
    quick("theory dense exponential --size 20", "That of the exponential, 2^(N/2)"),
    quick("theory ising --dimension 2 --beta 0.5", "The square lattice below its critical temperature"),
    quick("theory ising --dimension 2 --beta 0.4407 --size 16 --json", "A torus of 16 by 16 spins near it, as JSON"),
    quick(
        "theory ising --dimension 1 --beta 0.2 --size 20 --three-body 0.1",
        "A ring with couplings of three consecutive spins",
    ),
    quick("theory hidden-unit --weights 1,1,1 --bias 0.5", "What one hidden unit makes of three spins"),
    quick("theory hidden-unit --encode 0.2 --json", "The weight that makes a coupling of two, as JSON"),
    quick("theory as-printed mixtures", "How many mixtures of three of five memories, as printed, right and counted"),
    quick("theory as-printed gradient --json", "The first gradient of a Boltzmann machine, as JSON"),
    quick("sweep capacity --size 100 --alphas 0.05:0.25:5 --runs 4", "How many memories stay, by load"),
    quick("sweep basin --size 100 --alphas 0.05 --flips 0:0.4:3 --runs 4", "From how far a memory is recalled"),
    quick(
        "sweep phase --size 100 --alphas 0.05 --temperatures 0.1:0.9:3 --runs 2 --sweeps 20",
        "What is left of a memory, by temperature",
    ),
    long("sweep capacity --size 200,1000 --csv capacity.csv", "Two sizes, as a table"),
    long("sweep basin --csv -", "As a table on standard output"),
    long("sweep phase --size 500 --csv phase.csv", "The whole diagram, as a table"),
    quick(
        "ising sample --model ring --size 20 --beta 0.2 --samples 2000 --out ring.npz",
        "Configurations of a ring, with its couplings",
    ),
    quick("ising infer ring.npz --method boltzmann --truth ring.npz", "Its couplings read back, next to the truth"),
    quick("ising infer ising:tree:15:0.5 --rows 2000 --method rise --l1 auto --json", "A sparse graph, as JSON"),
    quick("ising sample --model square --size 16 --beta 0.4407 --samples 500", "A square lattice at its transition"),
    quick(
        "boltzmann preset:parity:3 --hidden 4 --units ising --exact",
        "Even parity, which needs hidden units, over all states",
    ),
    quick("boltzmann preset:parity:3 --exact --json", "The same without hidden units: KL stays ln 2"),
    quick(
        "boltzmann builtin:digits8 --rows 50 --hidden 8 --links restricted --updates 20 --out machine.npz",
        "Digits by Gibbs sampling, weights and biases as arrays",
    ),
    quick(
        "train builtin:digits8 --hidden 16 --chains 20 --updates 60 --out digits.h5",
        "Train on small digits and keep the checkpoints",
    ),
    quick("train --resume digits.h5 --updates 90", "Go on with a run, as if it had never stopped"),
    long(
        "train family.fasta --reweighted --hidden 40 --updates 20000 --out family.h5",
        "Train on aligned sequences, similar ones sharing their weight",
    ),
    quick("info digits.h5", "Machine, checkpoints and settings of a run"),
    quick("info digits.h5 --json", "The same as JSON"),
    quick("modes digits.h5 --update all --data builtin:digits8", "Singular values along the training"),
    quick("modes digits.h5 --vectors modes.npz --count 4", "The first four modes, as arrays"),
    quick("distances digits.h5", "How alike the columns of the weights are"),
    quick("distances digits.h5 --data builtin:digits8 --json", "Next to how alike the data are, as JSON"),
    quick("likelihood digits.h5 --data builtin:digits8", "ln Z of the last machine, exactly where it is small"),
    quick("likelihood digits.h5 --method ais --ais-chains 100 --ais-steps 50", "ln Z by annealed importance sampling"),
    long(
        "likelihood digits.h5 --data builtin:digits8 --update all --method trajectory",
        "Along the training, by chains that follow it",
    ),
    quick("tap digits.h5 --start data:10 --data builtin:digits8", "Where ten digits lead"),
    quick("tap digits.h5 --start random:20 --out points.npz", "Fixed points from noise, as arrays"),
    quick("couplings digits.h5", "The largest fields and pairs of the last machine"),
    quick(
        "couplings digits.h5 --order 3 --top 20 --out couplings.npz",
        "The twenty largest triples too, and all pairs as arrays",
    ),
    quick("couplings digits.h5 --units --json", "What each hidden unit adds to the largest pairs, as JSON"),
    quick("tree digits.h5 --data builtin:digits8 --rows 10", "The tree of ten digits"),
    long(
        "tree proteins.h5 --data builtin:serine-proteases --newick proteins.nwk --itol colours",
        "A tree for other programs, coloured by its labels",
    ),
    quick("contacts builtin:dhfr --rows 200", "Contacts of an enzyme from 200 sequences, held against its structure"),
    quick("contacts builtin:dhfr --rows 200 --json --top 20", "The first twenty pairs as JSON"),
    long(
        "contacts builtin:lattice-protein:500 --separation 2",
        "All 28 contacts of a fold of the cube, from sequences that have it",
    ),
    long(
        "contacts family.fasta --method pseudo-likelihood --structure family.pdb --out family.npz",
        "By the pseudo-likelihood, with a structure of your own",
    ),
    quick("sample digits.h5 --count 25 --steps 50 --out digits.png", "A sheet of samples"),
    quick("sample digits.h5 --count 5 --steps 50 --out txt:-", "Samples on standard output, a line each"),
    quick("data list", "The data sets that are part of the program"),
    quick("data show builtin:zoo", "Size, kind, labels and first row"),
    quick("data convert builtin:zoo zoo.csv", "As a table with its labels"),
    quick("data list --json", "The same as JSON"),
    quick("data show zoo.csv --label-column type", "A table one of whose columns is labels"),
    quick("data convert builtin:letters - --rows 3", "The first rows as a table on standard output"),
    long("bench recall", "Sweeps and recalls, next to the limit of the machine"),
    long("bench memories", "Dense and continuous memories, ten thousand of them"),
    long("bench train --threads 1 --json", "Updates on one thread, as JSON"),
    long("bench couplings", "Exact pairs of machines, next to the limit of the machine"),
    long("screenshot --lab recall --theme light --out pictures", "A picture of one lab"),
    long("screenshot --all --out pictures --overwrite", "All pictures of all labs"),
    long("film --lab recall --out recall.gif", "Ten seconds of a recall, 30 pictures per second"),
    long(
        "film --lab heat --scrub --out heat.apng --size 960x540 --seconds 5 --theme light",
        "The record of a cooling, from its start to its end",
    ),
    long("film --lesson S2 --out s2.gif", "The same of a lesson, with its text"),
    quick("completions bash", "To be saved as ~/.local/share/bash-completion/completions/glassbox"),
    quick("completions zsh", "To be saved as _glassbox in a folder of $fpath"),
    quick("man recall", "The page of one command"),
    quick("man share/man1", "The pages of all commands, in a folder"),
];

/// The examples of a command, named by its words; of no words those of the window.
pub fn of(path: &str) -> Vec<&'static Example> {
    if path.is_empty() {
        return OF_THE_WINDOW.iter().collect();
    }
    let belongs = |example: &&Example| {
        example.line.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    OF_COMMANDS.iter().filter(belongs).take(SHOWN).collect()
}

/// A command with the examples of it and of those below it.
pub fn attach(command: Command, path: &str) -> Command {
    let below: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    let with_own = match text(path) {
        text if text.is_empty() => command,
        text => command.after_help(text),
    };
    below.into_iter().fold(with_own, |command, name| {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command.mut_subcommand(name, |one| attach(one, &path))
    })
}

/// What stands at the end of the help.
fn text(path: &str) -> String {
    let mut text = String::new();
    for Example { line, purpose, .. } in of(path) {
        // Writing to a text never fails.
        write!(text, "\n  glassbox {line}\n      {purpose}").ok();
    }
    if text.is_empty() { text } else { format!("Examples:{text}") }
}
