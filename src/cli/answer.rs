//! Where commands print: on standard output, or on standard error where a file that is written takes that.

use std::io::{self, StdoutLock, Write};

use crate::cli::common::Common;
use crate::cli::notes;

/// What a command prints to.
pub struct Answer<'a> {
    common: &'a Common,
    out: StdoutLock<'static>,
}

impl<'a> Answer<'a> {
    pub fn new(common: &'a Common) -> Self {
        Self { common, out: io::stdout().lock() }
    }
}

impl Write for Answer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.common.writes_to_standard_output() {
            false => self.out.write(bytes),
            true if notes::is_quiet() => Ok(bytes.len()),
            true => io::stderr().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
