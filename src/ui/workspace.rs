//! What is open in the window, whichever lab opened it, and what one lab hands over to another.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::hopfield::recall::Memory;
use crate::engine::rbm::{TrainConfig, TrainingData};
use crate::io::run::OpenRun;
use crate::physics::spins::GridShape;
use crate::ui::lab::LabName;

/// Runs that are kept; the oldest that is in a file goes where there are more, for each holds all its checkpoints.
const MOST_RUNS: usize = 8;

/// What a lab can be given.
#[derive(Clone, Debug)]
pub enum Offer {
    /// A file that was dropped on the window or named on the command line.
    File(PathBuf),
    /// Pictures that were dropped on the window together.
    Pictures(Vec<PathBuf>),
    /// A run with its checkpoints.
    Run(Arc<OpenRun>),
    /// Rows of data, with how they were chosen.
    Data(TrainingData),
    /// Memories of a Hopfield network.
    Memories {
        name: String,
        /// The grid that they are drawn on.
        shape: GridShape,
        memories: Arc<[Memory]>,
    },
}

impl Offer {
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Pictures(paths) => format!("{} pictures", paths.len()),
            Self::Run(run) => run.name.clone(),
            Self::Data(data) => data.rows.name.clone(),
            Self::Memories { name, .. } => name.clone(),
        }
    }
}

/// The kinds of things that labs hand over. A file is none of them: which lab takes it depends on what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferKind {
    /// [`Offer::Run`].
    Run,
    /// [`Offer::Data`].
    Data,
    /// [`Offer::Memories`].
    Memories,
    /// [`Offer::Run`] of a machine of pairs alone, of which only the pairs say anything.
    Pairs,
}

/// A lab, and what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Taker {
    pub lab: LabName,
    pub kinds: &'static [OfferKind],
}

/// The archives that are open, and what is on its way from one lab to another.
#[derive(Debug, Default)]
pub struct Workspace {
    runs: Vec<Arc<OpenRun>>,
    /// The names of those that are in no file.
    unsaved: BTreeSet<String>,
    takers: Vec<Taker>,
    shown: &'static str,
    handed: Option<(&'static str, Offer)>,
    /// The name of the run that a lab looks at while another trains it.
    followed: Option<String>,
}

impl Workspace {
    /// Nothing open; these labs take what is handed over.
    pub fn new(takers: Vec<Taker>) -> Self {
        Self { takers, ..Self::default() }
    }

    /// The open runs, the oldest first.
    pub fn runs(&self) -> &[Arc<OpenRun>] {
        &self.runs
    }

    /// Keeps a run; one of the same name gives way to it.
    pub fn keep(&mut self, run: Arc<OpenRun>) {
        self.runs.retain(|known| known.name != run.name);
        self.runs.push(run);
        while self.runs.len() > MOST_RUNS {
            let Some(oldest) = self.runs.iter().position(|run| !self.unsaved.contains(&run.name)) else { break };
            self.runs.remove(oldest);
        }
    }

    /// Notes whether the run of this name is in a file; one that is not is never let go.
    pub fn note_saved(&mut self, name: &str, saved: bool) {
        if saved {
            self.unsaved.remove(name);
        } else {
            self.unsaved.insert(name.to_owned());
        }
    }

    /// Whether the run of this name is in no file.
    pub fn is_unsaved(&self, name: &str) -> bool {
        self.unsaved.contains(name)
    }

    /// Takes in a run that a lab shows now: it is followed, and kept unless it has come farther meanwhile.
    pub fn show_run(&mut self, run: &Arc<OpenRun>) {
        self.follow(&run.name);
        if self.grown(run).is_none() {
            self.keep(Arc::clone(run));
        }
    }

    /// The open run of the same name, where it has more checkpoints than this one: it is being trained.
    pub fn grown(&self, run: &OpenRun) -> Option<&Arc<OpenRun>> {
        let length = |run: &OpenRun| run.trajectory.checkpoints.len();
        self.run(&run.name).filter(|known| length(known) > length(run))
    }

    /// Follows the run of this name: whoever trains it keeps it here as it grows.
    pub fn follow(&mut self, name: &str) {
        self.followed = Some(name.to_owned());
    }

    /// Whether the run of this name is followed.
    pub fn is_followed(&self, name: &str) -> bool {
        self.followed.as_deref() == Some(name)
    }

    /// The open run of this name.
    pub fn run(&self, name: &str) -> Option<&Arc<OpenRun>> {
        self.runs.iter().find(|run| run.name == name)
    }

    /// The open run that a configuration goes on from.
    pub fn run_of(&self, config: &TrainConfig) -> Option<&Arc<OpenRun>> {
        self.runs.iter().find(|run| run.is_continued_by(config))
    }

    /// The name of a run without the folder that its file is in.
    pub fn file_name(name: &str) -> &str {
        name.rsplit(['/', '\\']).next().unwrap_or(name)
    }

    /// Notes which lab is shown: it is not offered what it has.
    pub fn show(&mut self, lab: &'static str) {
        self.shown = lab;
    }

    /// The other labs that take things of this kind.
    pub fn takers(&self, kind: OfferKind) -> Vec<LabName> {
        let takes = |taker: &&Taker| taker.lab.id != self.shown && taker.kinds.contains(&kind);
        self.takers.iter().filter(takes).map(|taker| taker.lab).collect()
    }

    /// Hands something over to a lab, which is then shown.
    pub fn hand_over(&mut self, to: LabName, offer: Offer) {
        self.handed = Some((to.id, offer));
    }

    /// What is on its way, and to which lab.
    pub fn handed(&mut self) -> Option<(&'static str, Offer)> {
        self.handed.take()
    }

    /// Entries of a menu, one for each archive that was opened before. Gives the name of the one chosen.
    pub fn reopen_ui(&self, ui: &mut egui::Ui) -> Option<String> {
        if !self.runs.is_empty() {
            ui.separator();
        }
        let mut chosen = None;
        for run in &self.runs {
            let file = Self::file_name(&run.name);
            if ui.selectable_label(false, format!("Back to {file}")).on_hover_text(&run.name).clicked() {
                chosen = Some(run.name.clone());
            }
        }
        chosen
    }

    /// Entries of a menu, one for each lab that takes things of this kind: “Open in Heat”. Gives the one chosen.
    pub fn open_in_ui(&self, ui: &mut egui::Ui, kind: OfferKind) -> Option<LabName> {
        let mut chosen = None;
        for lab in self.takers(kind) {
            if ui.selectable_label(false, format!("Open in {}", lab.title)).on_hover_text(lab.what).clicked() {
                chosen = Some(lab);
            }
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lab_is_offered_what_it_takes_and_has_not() {
        const fn lab(id: &'static str) -> LabName {
            LabName { id, title: id, what: "" }
        }
        let takers = [("a", &[OfferKind::Memories, OfferKind::Data][..]), ("b", &[OfferKind::Memories]), ("c", &[])];
        let mut workspace = Workspace::new(takers.map(|(id, kinds)| Taker { lab: lab(id), kinds }).to_vec());
        workspace.show("a");
        let ids = |kind| workspace.takers(kind).iter().map(|lab| lab.id).collect::<Vec<_>>();
        assert_eq!((ids(OfferKind::Memories), ids(OfferKind::Data), ids(OfferKind::Run)), (vec!["b"], vec![], vec![]));
        workspace.hand_over(lab("b"), Offer::File("x".into()));
        assert!(workspace.handed().is_some_and(|(id, _)| id == "b") && workspace.handed().is_none());
    }
}
