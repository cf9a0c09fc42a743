//! What was learned, written for other programs.

use std::path::PathBuf;

use crate::engine::boltzmann::BoltzmannMoment;
use crate::io::export::boltzmann::write_machine;
use crate::ui::files::SaveTo;
use crate::ui::jobs::Answer;

/// Writes the machine that is looked at.
pub fn write(SaveTo { path, overwrite }: &SaveTo, moment: &BoltzmannMoment) -> Answer<PathBuf> {
    match write_machine(path, *overwrite, &moment.machine) {
        Ok(()) => Answer::Done(path.clone()),
        Err(sentence) => Answer::Failed(sentence),
    }
}
