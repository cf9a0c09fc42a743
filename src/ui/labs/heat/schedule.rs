//! The schedule: T over the sweeps, its points dragged, added and taken away.

use egui_plot::PlotPoint;

use crate::engine::hopfield::recall::RecallCmd;
use crate::physics::annealing::Schedule;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::heat::help;
use crate::ui::labs::heat::schedule_model::{self as model, Form};
use crate::ui::labs::heat::temperature::HOTTEST;
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::theme;
use crate::ui::theme::numbers::{self, grouped, number};
use crate::ui::widgets::plots::{Curve, Emphasis, Level, LineChart, PointEdit, PointEditor, nice_range};
use crate::ui::widgets::{Segmented, SliderField};

/// Points that a curve is drawn with.
const DRAWN: usize = 200;

/// The axis reaches beyond T_c, so that its line is seen.
const LOWEST_TOP: f64 = 1.2;

#[derive(Default)]
pub struct SchedulePanel {
    gesture: Option<u64>,
    /// What was asked for last, until it is there.
    asked: Option<Schedule>,
    /// The schedule as it was when the slider of its length was taken: stretching to and fro loses nothing.
    stretched_from: Option<Schedule>,
    /// The curve of the schedule shown, and which it is.
    curve: Vec<PlotPoint>,
    of: Option<Schedule>,
}

impl Panel<HopfieldPanels> for SchedulePanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "schedule",
            title: "Cooling schedule",
            tab: "Schedule",
            help: help::SCHEDULE,
            place: Place::Tabs("experiments"),
        }
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        let document = &context.view().document;
        let sweeps = grouped(document.schedule.sweeps());
        if document.follows_schedule {
            format!("the run follows it · {sweeps} sweeps")
        } else {
            format!("{sweeps} sweeps · not followed: T is set by hand")
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let document = context.view().document.clone();
        ui.horizontal_wrapped(|ui| self.controls_ui(ui, context, &document.schedule, document.follows_schedule));
        ui.add_space(theme::STEP);
        self.chart_ui(ui, context, &document.schedule);
    }
}

impl SchedulePanel {
    fn controls_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut HopfieldContext<'_>,
        schedule: &Schedule,
        follows: bool,
    ) {
        let drives = [
            (false, "By hand", "The heater at the left sets the temperature"),
            (true, "Follow", "Starts again from the cue and follows the schedule"),
        ];
        match Segmented::new("Where the temperature comes from", follows, &drives).show(ui) {
            Some(true) => context.ask(RecallCmd::FollowSchedule),
            Some(false) => context.set_temperature(context.next_temperature()),
            None => {}
        }
        let forms = [
            (Form::Linear, "Linear", help::LINEAR),
            (Form::Geometric, "Geometric", help::GEOMETRIC),
            (Form::Drawn, "Drawn", help::DRAWN),
        ];
        if let Some(form) = Segmented::new("Form of the schedule", model::form(schedule), &forms).show(ui) {
            self.set(context, model::in_form(schedule, form), true);
        }
        let sweeps = SliderField::new("sweeps", schedule.sweeps() as f64, 2.0..=model::MOST_SWEEPS as f64)
            .digits(0)
            .logarithmic()
            .width(280.0)
            .tooltip("How slowly it is cooled: more sweeps, more runs that end in one memory");
        let moved = sweeps.show(ui);
        if let Some(sweeps) = moved {
            let starts = self.stretched_from.is_none();
            let from = self.stretched_from.get_or_insert_with(|| schedule.clone());
            let to = model::stretched(from, sweeps.round().max(0.0) as u64);
            self.set(context, to, starts);
        }
        if !ui.input(|input| input.pointer.any_down()) {
            self.stretched_from = None;
        }
    }

    fn chart_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, schedule: &Schedule) {
        let tokens = theme::tokens(ui.ctx());
        let last = schedule.sweeps().saturating_sub(1) as f64;
        if self.of.as_ref() != Some(schedule) {
            let at = |k: usize| last * k as f64 / DRAWN as f64;
            self.curve = (0..=DRAWN).map(|k| PlotPoint::new(at(k), schedule.temperature(at(k)))).collect();
            self.of = Some(schedule.clone());
        }
        let view = context.view();
        let done = view.moment.update as f64 / view.moment.state.len().max(1) as f64;
        let follows = view.document.follows_schedule;
        let curves = [Curve { width: 2.0, filled: true, ..Curve::new("", tokens.warning, &self.curve) }];
        let critical = Level { name: "critical", value: 1.0, color: tokens.soft, emphasis: Emphasis::Normal };
        let summary = format!(
            "{} sweeps, T from {} to {}",
            grouped(schedule.sweeps()),
            number(schedule.temperature(0.0), 2),
            number(schedule.temperature(last), 2)
        );
        let chart = LineChart {
            height: ui.available_height(),
            summary: &summary,
            curves: &curves,
            levels: &[critical],
            cursor: follows.then_some(done.min(last)),
            x_range: (0.0, nice_range(0.0, last.max(1.0)).1),
            y_range: (0.0, schedule.hottest().clamp(LOWEST_TOP, HOTTEST)),
            x_label: "sweeps",
            scrub: false,
            ..LineChart::new("schedule", "Temperature over the sweeps")
        };
        let points = model::points(schedule);
        let editor = PointEditor { chart, points: &points, color: tokens.warning, ground: tokens.panel };
        let edited = editor.show(ui);
        if let Some(index) = edited.hovered
            && let Some([sweep, temperature]) = points.get(index)
        {
            context.shell.status = format!("sweep {}: T = {}", number(*sweep, 0), numbers::temperature(*temperature));
        }
        match edited.edit {
            Some(PointEdit::Move { index, to, starts }) => self.set(context, model::moved(schedule, index, to), starts),
            Some(PointEdit::Add(at)) => self.set(context, model::added(schedule, at), true),
            Some(PointEdit::Remove(index)) => self.set(context, model::removed(schedule, index), true),
            None => {}
        }
    }

    /// Asks for another schedule; what belongs to one drag is one edit, and what changes nothing is none.
    fn set(&mut self, context: &mut HopfieldContext<'_>, schedule: Schedule, starts: bool) {
        let current = &context.view().document.schedule;
        if self.asked.as_ref() == Some(current) {
            self.asked = None;
        }
        if schedule == *self.asked.as_ref().unwrap_or(current) {
            return;
        }
        if starts || self.gesture.is_none() {
            self.gesture = Some(context.new_gesture());
        }
        let gesture = self.gesture.unwrap_or_default();
        self.asked = Some(schedule.clone());
        context.ask(RecallCmd::SetSchedule { gesture, schedule });
    }
}
