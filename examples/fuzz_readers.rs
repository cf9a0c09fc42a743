//! Mutated files, a great many, read by every reader: none may panic in code of ours, hang, or take more memory than its
//! file is due. Prints a table; inputs that gave way are kept as files in the folder that is named.
//!
//! cargo run --profile test --example fuzz_readers -- 1000000 1 [FORMAT] [FOLDER]
//!
//! In this profile an overflow is a panic. The numbers are those of inputs for each format and of the seed. A decoder of
//! another crate that panics is caught and said in a sentence; such places are listed, and counted apart.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]
#![expect(clippy::disallowed_methods, reason = "it measures, and keeps what it finds")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use std::{env, fs, panic};

use flate2::{Compression, write::GzEncoder};
use glassbox::engine::core::session::Job as _;
use glassbox::engine::rbm::{CheckpointPlan, Spacing, Train, TrainConfig, TrainingData};
use glassbox::io::datasets::{FORMATS, Reading, decode};
use glassbox::io::run::OpenRun;
use glassbox::physics::rbm::{HiddenUnits, TrainingSettings, VisibleUnits, synthetic};
use glassbox::physics::seed::{ChaCha8Rng, Seed, Stream, uniform};
use rayon::prelude::*;

/// An input that takes longer is a hang.
const LONGEST: Duration = Duration::from_secs(5);
/// Inputs that one random stream makes.
const BLOCK: u64 = 1000;
/// Numbers that sizes and offsets must not be believed at.
const EXTREMES: [u64; 8] = [0, 1, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff, u64::MAX];
/// Words that mean something to one reader or another.
const WORDS: [&str; 16] = [
    "nan",
    "-inf",
    "1e309",
    "\"",
    "#=GC",
    "//",
    "\u{feff}",
    "\r",
    ",,,",
    ">",
    "glyphs 1 1\n",
    "P4",
    "?",
    "-1",
    "4294967296",
    "\u{0}",
];

/// Where panics happened, and how often.
static PANICS: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());

/// What reads a file.
type Reader = fn(&str, &[u8], &Path);

/// Files of one format, with a name that has its ending.
struct Target {
    format: &'static str,
    name: String,
    examples: Vec<Vec<u8>>,
    reader: Reader,
}

fn targets() -> Result<Vec<Target>, Box<dyn Error>> {
    let mut found = Vec::new();
    let all: Vec<Vec<u8>> = FORMATS.iter().map(|format| format.example.to_vec()).collect();
    for (place, format) in FORMATS.iter().enumerate() {
        // Mostly its own example; also another format, because content decides and endings lie.
        let examples = vec![format.example.to_vec(), format.example.to_vec(), all[(place + 1) % all.len()].clone()];
        let name = format!("a.{}", format.endings[0]);
        found.push(Target { format: format.name, name: name.clone(), examples: examples.clone(), reader: read_data });
        if format.text {
            let packed = examples.iter().map(|bytes| packed(bytes)).collect::<Result<_, _>>()?;
            let target =
                Target { format: format.name, name: format!("{name}.gz"), examples: packed, reader: read_data };
            found.push(target);
        }
    }
    found.push(Target { format: "archive", name: "a.h5".to_owned(), examples: vec![archive()?], reader: read_archive });
    Ok(found)
}

/// A small run, as it is written.
fn archive() -> Result<Vec<u8>, Box<dyn Error>> {
    let settings = TrainingSettings { chains: 4, batch: 4, gibbs_steps: 1, ..TrainingSettings::default() };
    let config = TrainConfig {
        data: Some(TrainingData::new(synthetic::ising_chain(4, 0.5, 8, Seed(1)), "builtin:ising-chain")),
        visible: VisibleUnits::Bernoulli,
        hidden: HiddenUnits::Bernoulli,
        hidden_units: 2,
        settings,
        initial_spread: 0.1,
        updates: 3,
        checkpoints: CheckpointPlan { count: 2, spacing: Spacing::Linear },
        fixed_point_starts: 0,
        measured: false,
        seed: Seed(1),
        before: None,
    };
    let mut training = Train::new(&config)?;
    training.run_to_end();
    let place = env::temp_dir().join(format!("fuzz-{}.h5", std::process::id()));
    OpenRun::of(&training.view()).write(&place, true)?;
    let bytes = fs::read(&place)?;
    fs::remove_file(place)?;
    Ok(bytes)
}

fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(bytes)?;
    writer.finish()
}

fn read_data(name: &str, bytes: &[u8], _: &Path) {
    drop(decode(name, bytes, &Reading::default()));
}

/// Archives are read from the disk.
fn read_archive(_: &str, bytes: &[u8], place: &Path) {
    if fs::write(place, bytes).is_ok() {
        drop(OpenRun::read(place, Seed(1)));
    }
}

/// Below `count`.
fn below(rng: &mut ChaCha8Rng, count: usize) -> usize {
    ((uniform(rng) * count as f64) as usize).min(count.saturating_sub(1))
}

/// An example with one to eight damages.
fn mutated(examples: &[Vec<u8>], rng: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = examples[below(rng, examples.len())].clone();
    for _ in 0..1 << below(rng, 4) {
        let at = below(rng, bytes.len() + 1);
        let length = below(rng, 32).min(bytes.len() - at);
        match below(rng, 9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << below(rng, 8),
            1 if at < bytes.len() => bytes[at] = below(rng, 256) as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let copy = bytes[at..at + length].to_vec();
                let to = below(rng, bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            5 => {
                let number = EXTREMES[below(rng, EXTREMES.len())].to_le_bytes();
                let width = (1 << below(rng, 4)).min(bytes.len() - at);
                bytes[at..at + width].copy_from_slice(&number[..width]);
            }
            6 => {
                let word = WORDS[below(rng, WORDS.len())];
                bytes.splice(at..at, word.bytes());
            }
            7 => {
                let other = &examples[below(rng, examples.len())];
                let from = below(rng, other.len() + 1);
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            _ => {
                let digit = b'0' + below(rng, 10) as u8;
                let times = below(rng, 24);
                bytes.splice(at..at, std::iter::repeat_n(digit, times));
            }
        }
    }
    bytes
}

/// The largest memory that the process had so far, in MB, where the system says so.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) >> 10
}

/// Notes where a panic happened; ours are those in `src`.
fn listen() {
    // The first reading silences panics of readers: this takes the place of that.
    read_data("a.txt", b"1", Path::new(""));
    panic::set_hook(Box::new(|panicked| {
        let place = panicked.location().map_or("an unknown place".to_owned(), |place| {
            let file = place.file();
            let short = file.find("/src/index").or_else(|| file.rfind("/registry/")).unwrap_or(0);
            format!("{}:{}", &file[short..], place.line())
        });
        if let Ok(mut panics) = PANICS.lock() {
            *panics.entry(place).or_default() += 1;
        }
    }));
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let count: u64 = arguments.next().map_or(Ok(10_000), |count| count.parse())?;
    let seed = Seed(arguments.next().map_or(Ok(1), |seed| seed.parse())?);
    let only = arguments.next().filter(|name| name != "all");
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| env::temp_dir().display().to_string()));
    listen();
    println!(
        "{:<12} {:<14} {:>10} {:>9} {:>12} {:>8}",
        "format", "file", "inputs", "seconds", "longest, ms", "peak, MB"
    );
    for target in targets()?.iter().filter(|target| only.as_deref().is_none_or(|only| only == target.format)) {
        let start = Instant::now();
        let longest =
            (0..count.div_ceil(BLOCK)).into_par_iter().map(|block| longest_of(target, seed, block, &folder)).max();
        println!(
            "{:<12} {:<14} {:>10} {:>9.1} {:>12.1} {:>8}",
            target.format,
            target.name,
            count.div_ceil(BLOCK) * BLOCK,
            start.elapsed().as_secs_f64(),
            longest.unwrap_or_default().as_secs_f64() * 1e3,
            peak()
        );
    }
    let panics = PANICS.lock().map_err(|error| error.to_string())?;
    let ours = panics.iter().filter(|(place, _)| place.starts_with("src/")).count();
    for (place, times) in panics.iter() {
        println!("{times:>9} panics at {place}");
    }
    println!("{ours} places of ours");
    if ours == 0 { Ok(()) } else { Err("readers of ours panicked".into()) }
}

/// Reads the inputs of one block; the longest time that one took.
fn longest_of(target: &Target, seed: Seed, block: u64, folder: &Path) -> Duration {
    let mut rng = seed.indexed(Stream::Replicas, block);
    let place = folder.join(format!("fuzz-{block}.h5"));
    let mut longest = Duration::ZERO;
    for number in 0..BLOCK {
        let bytes = mutated(&target.examples, &mut rng);
        let ours =
            || PANICS.lock().map_or(0, |panics| panics.iter().filter(|(place, _)| place.starts_with("src/")).count());
        let before = ours();
        let start = Instant::now();
        (target.reader)(&target.name, &bytes, &place);
        let took = start.elapsed();
        if took > LONGEST || ours() > before {
            let kept = folder.join(format!("kept-{block}-{number}-{}", target.name));
            println!("{} ({:.1} s)", kept.display(), took.as_secs_f64());
            fs::write(kept, &bytes).ok();
        }
        longest = longest.max(took);
    }
    fs::remove_file(place).ok();
    longest
}
