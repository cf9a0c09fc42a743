//! What the transport asks of a lab.

use crate::ui::chassis::lab::Chassis;
use crate::ui::chassis::parts::LabParts;
use crate::ui::chassis::step::Control;
use crate::ui::shell::Shell;
use crate::ui::widgets::TransportAction;

impl<P: LabParts> Chassis<P> {
    pub(super) fn act(&mut self, action: TransportAction, shell: &mut Shell) {
        if let (Some(reason), TransportAction::Play | TransportAction::Step) = (shell.unplayable, action) {
            return shell.say(reason);
        }
        let control = match action {
            TransportAction::Reset => Control::Reset,
            TransportAction::Play => Control::Play,
            TransportAction::Pause => Control::Pause,
            TransportAction::Step => Control::Step(self.step),
            TransportAction::Seed(seed) => Control::Seed(seed),
            TransportAction::NewSeed => match &self.session {
                Some(session) => Control::Seed(P::seed(session.view()).next().0),
                None => return,
            },
            TransportAction::StepSize(place) => return self.step = place,
            TransportAction::Speed(speed) => return self.speed = speed,
            // The list of keys belongs to the frame.
            TransportAction::Keys => return,
        };
        self.with_engine(shell, |parts, access| parts.control(control, access));
    }
}
