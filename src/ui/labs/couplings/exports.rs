//! The couplings that are shown, written for other programs.

use std::path::PathBuf;

use crate::engine::couplings::CouplingsView;
use crate::io::export::couplings::{write_arrays, write_table};
use crate::physics::couplings::{CouplingMethod, EffectiveCouplings};
use crate::ui::files::SaveTo;
use crate::ui::jobs::Answer;
use crate::ui::labs::couplings::context::CouplingsFile;
use crate::ui::labs::couplings::pairs::method_title;

/// Writes one file of the machine whose couplings are shown.
pub fn write(file: CouplingsFile, SaveTo { path, overwrite }: &SaveTo, view: &CouplingsView) -> Answer<PathBuf> {
    let Some(found) = &view.found else {
        return Answer::Failed("The couplings are still being computed; nothing was written.".to_owned());
    };
    let written = match file {
        CouplingsFile::Arrays => write_arrays(path, *overwrite, &found.exact, found.potts.as_deref()),
        CouplingsFile::Table => {
            let methods: Vec<(&str, &EffectiveCouplings)> = CouplingMethod::ALL
                .into_iter()
                .filter_map(|method| Some((method_title(method), found.of(method)?)))
                .collect();
            write_table(path, *overwrite, &methods, view.config.truth.as_deref()).map_err(|error| error.to_string())
        }
    };
    match written {
        Ok(()) => Answer::Done(path.clone()),
        Err(sentence) => Answer::Failed(sentence),
    }
}
