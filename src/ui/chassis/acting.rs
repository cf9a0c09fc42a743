//! What the transport asks of a lab.

use crate::engine::core::session::{Command, Pace};
use crate::ui::chassis::lab::Chassis;
use crate::ui::chassis::parts::LabParts;
use crate::ui::chassis::step::Control;
use crate::ui::shell::Shell;
use crate::ui::widgets::TransportAction;

impl<P: LabParts> Chassis<P> {
    /// Does the steps that the speed makes of so many seconds.
    pub(super) fn play_on(&mut self, seconds: f64, shell: &mut Shell) {
        let Some(session) = &self.session else { return };
        let steps = P::steps_per_unit(session.view());
        let pace = steps.map_or(Pace::Unlimited, |steps| P::SPEEDS.pace(self.speed, steps));
        match pace {
            Pace::StepsPerSecond(rate) => {
                self.owed += rate * seconds;
                let due = self.owed.floor();
                self.owed -= due;
                if due >= 1.0 {
                    session.send(Command::Step(due as u64), shell);
                }
            }
            // There is no number of steps to a second: one step of the chosen size to a picture.
            Pace::Unlimited => {
                let step = Control::Step(self.step);
                self.with_engine(shell, |parts, access| parts.control(step, access));
            }
        }
    }

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
