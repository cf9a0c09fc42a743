//! What theory says, on engines of its own: the lines of the diagram, and the curve through the puck.

use crate::engine::hopfield::phase_diagram::{PhaseDiagram, PhaseDiagramConfig, PhaseDiagramView};
use crate::engine::hopfield::phases::PhasesConfig;
use crate::engine::hopfield::retrieval_curve::{Along, RetrievalCurve, RetrievalCurveConfig, RetrievalCurveView};
use crate::ui::jobs::Wake;
use crate::ui::labs::phases::context::{Against, Reach, Shared};
use crate::ui::study::Study;

/// The diagram holds the far reach of the plane, so that a change of reach computes nothing.
const DIAGRAM: PhaseDiagramConfig = PhaseDiagramConfig { largest_load: Reach::Far.largest_load(), loads: 220 };
const POINTS: usize = 97;
/// Neither depends on a revision of the network: only on what was asked for.
const KEY: (u64, u64) = (0, 0);

/// The studies of the lab.
pub struct Studies {
    /// The lines of the diagram.
    pub diagram: Study<PhaseDiagram>,
    /// m along the line of the plane through the puck.
    pub curve: Study<RetrievalCurve, Along>,
    wake: Wake,
}

impl Studies {
    pub fn new(wake: Wake) -> Self {
        Self { diagram: Study::new("phase diagram"), curve: Study::new("retrieval curve"), wake }
    }

    /// Fetches the latest pictures, once per frame.
    pub fn fetch(&mut self) {
        self.diagram.fetch();
        self.curve.fetch();
    }

    /// Asks for what is shown, where it was not asked for yet. A full queue is asked again in the next frame.
    pub fn keep_up(&mut self, config: &PhasesConfig, shared: &Shared) {
        if !self.diagram.is_for(KEY) {
            self.diagram.start(&DIAGRAM, (), KEY, &self.wake).ok();
        }
        let along = along(config, shared.against);
        if !self.curve.is_of(&along, KEY) {
            self.curve.start(&RetrievalCurveConfig { along, points: POINTS }, along, KEY, &self.wake).ok();
        }
    }

    /// The lines, and the key of the picture that they are from.
    pub fn diagram(&self) -> Option<(&PhaseDiagramView, (u64, u64))> {
        let snapshot = self.diagram.latest()?;
        Some((&snapshot.view, (snapshot.generation, snapshot.revision)))
    }

    /// Theory's curve, and the key of the picture that it is from.
    pub fn curve(&self) -> Option<(&RetrievalCurveView, (u64, u64))> {
        let snapshot = self.curve.latest()?;
        Some((&snapshot.view, (snapshot.generation, snapshot.revision)))
    }

    /// Whether any of them is at work.
    pub fn busy(&self) -> bool {
        self.diagram.busy() || self.curve.busy()
    }
}

/// The line of the plane that the overlap is drawn along.
pub fn along(config: &PhasesConfig, against: Against) -> Along {
    match against {
        Against::Temperature => Along::Temperature { load: config.load_in_theory() },
        Against::Load => Along::Load { temperature: config.temperature },
    }
}
