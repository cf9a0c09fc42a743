//! A file as it is first found, and the jobs that read it again by other choices.

use std::sync::Arc;

use crate::io::datasets::choices::Contents;
use crate::io::datasets::{self, DataOptions, DataSource, Look};
use crate::physics::data::Dataset;
use crate::physics::seed::Seed;
use crate::ui::jobs::{Answer, Inbox, Jobs};

/// Rows, or why there are none.
pub type Read = Result<Arc<Dataset>, String>;

/// Data that may be taken.
pub struct Opened {
    pub name: String,
    /// Where they are read again from; `None` where they are not of a file.
    pub source: Option<DataSource>,
    pub look: Look,
    pub read: Read,
}

impl Opened {
    /// Rows that are in memory, and leave no choice.
    pub fn of(rows: Arc<Dataset>) -> Self {
        Self { name: rows.name.clone(), source: None, look: Look::of(Contents::Fixed), read: Ok(rows) }
    }

    /// Reads a file as it is read without any choice. Where that is refused, and another choice would be too, there is
    /// nothing to ask.
    ///
    /// # Errors
    /// Why the file cannot be read.
    pub fn find(name: String, source: DataSource) -> Result<Self, String> {
        let look = datasets::look(&source).map_err(|err| err.to_string())?;
        let read = read(&source, &DataOptions::default());
        let mends = |reading| read_again(&source, &DataOptions { reading, ..DataOptions::default() });
        if let Err(sentence) = &read
            && !look.alternatives().into_iter().any(mends)
        {
            return Err(sentence.clone());
        }
        Ok(Self { name, source: Some(source), look, read })
    }
}

fn read_again(source: &DataSource, options: &DataOptions) -> bool {
    read(source, options).is_ok()
}

fn read(source: &DataSource, options: &DataOptions) -> Read {
    datasets::open(source, options, Seed(1)).map(Arc::new).map_err(|err| err.to_string())
}

/// Reads one file again and again, on a thread: one reading at a time, and of the wishes that come meanwhile the last.
pub struct Readings {
    source: DataSource,
    inbox: Inbox<(DataOptions, Read)>,
    waiting: Option<DataOptions>,
}

impl Readings {
    pub fn new(source: DataSource) -> Self {
        Self { source, inbox: Inbox::default(), waiting: None }
    }

    /// Reads with these options as soon as the reading at work has ended; what was asked for before is not wanted.
    pub fn ask(&mut self, options: DataOptions, jobs: &Jobs) -> Result<(), String> {
        if self.inbox.busy() {
            self.waiting = Some(options);
            return Ok(());
        }
        let source = self.source.clone();
        jobs.start("read again", &mut self.inbox, move || {
            let read = read(&source, &options);
            Answer::Done((options, read))
        })
    }

    /// What was read last, with the options for it, where nothing else was asked for meanwhile.
    pub fn take(&mut self, jobs: &Jobs) -> Option<Read> {
        let answer = self.inbox.take()?;
        if let Some(options) = self.waiting.take() {
            return self.ask(options, jobs).err().map(Err);
        }
        match answer {
            Answer::Done((_, read)) => Some(read),
            Answer::Failed(sentence) => Some(Err(sentence)),
            Answer::Cancelled => None,
        }
    }

    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::path::PathBuf;
    use std::time::Duration;

    use super::*;
    use crate::io::atomic;
    use crate::io::datasets::Reading;

    fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> DataSource {
        let path: PathBuf = folder.path().join(name);
        atomic::write(&path, false, |file| file.write_all(text.as_bytes())).unwrap();
        DataSource::Path(path)
    }

    #[test]
    fn a_refusal_that_a_choice_mends_is_asked_about_and_another_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let grey = file(&folder, "grey.csv", "0,200,31\n7,90,255\n");
        let found = Opened::find("grey.csv".to_owned(), grey).unwrap();
        assert!(found.read.unwrap_err().contains("--label-column"));
        let ragged = file(&folder, "ragged.csv", "1,0,1\n1,0\n");
        assert!(Opened::find("ragged.csv".to_owned(), ragged).is_err());
    }

    #[test]
    fn of_the_wishes_that_wait_only_the_last_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let jobs = Jobs::new(Arc::new(|| {}));
        let mut readings = Readings::new(file(&folder, "a.txt", "0 3 9\n9 0 3\n"));
        let cut = |threshold| {
            let reading = Reading { threshold: Some(threshold), ..Reading::default() };
            DataOptions { reading, ..DataOptions::default() }
        };
        for threshold in [1.0, 2.0, 5.0] {
            readings.ask(cut(threshold), &jobs).unwrap();
        }
        let mut answers = Vec::new();
        while readings.busy() {
            answers.extend(readings.take(&jobs));
            std::thread::sleep(Duration::from_millis(1));
        }
        let rows: Vec<_> = answers.iter().map(|read| read.as_ref().unwrap().values.as_slice().to_vec()).collect();
        assert_eq!(rows, [vec![0, 0, 1, 1, 0, 0]]);
    }
}
