//! The free energies of the mixtures at the live temperature, as rungs with names.

use egui::Color32;

use super::footnote::Foot;
use super::help;
use super::selection::temperature;
use crate::physics::theory::ladder::ladder;
use crate::physics::theory::mixtures::{self, Mixture};
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::theme::numbers::{self, number, signed};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::plots::{LadderView, Rung, RungSide, extent};

/// Mixtures of up to so many memories.
const MOST: u32 = 9;
/// Where the whole ladder is lower than this, its rungs are about to merge.
const MERGED: f64 = 0.02;
/// Narrower panels name the rungs without their numbers, in points of the dark profile.
const NARROW: f32 = 420.0;

#[derive(Default)]
pub struct LadderPanel {
    rungs: Cached<u64, Vec<Mixture>>,
    /// Up to where odd mixtures are minima, by n.
    limits: Vec<Option<f64>>,
    foot: Foot,
}

impl Panel<HopfieldPanels> for LadderPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "ladder",
            title: "Free-energy ladder",
            tab: "Ladder",
            help: help::LADDER,
            place: Place::Tabs("theory"),
        }
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        format!("mixtures of n memories at T = {}", numbers::temperature(temperature(context.view())))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let now = temperature(context.view());
        self.refresh(now);
        let sentence = sentence(&self.rungs, now);
        let room = self.foot.room(ui);
        let narrow = room.x < NARROW * tokens.theme.metrics().scale;
        let names: Vec<String> = self.rungs.iter().map(|mixture| name(mixture, narrow)).collect();
        let rungs: Vec<Rung<'_>> =
            self.rungs.iter().zip(&names).map(|(mixture, name)| rung(mixture, name, &tokens)).collect();
        let energy = context.view().moment.energy;
        let mark = format!("E/N {}", signed(energy, 3));
        let view = LadderView {
            name: "Free energies of mixtures",
            summary: &sentence,
            rungs: &rungs,
            // Above T = 0 a state has an energy, but only an ensemble has a free energy.
            mark: (now == 0.0 && context.view().network.is_some()).then_some((&mark, energy)),
        };
        let (_, hovered) = view.show(ui, room);
        if let Some(mixture) = hovered.and_then(|index| self.rungs.get(index)) {
            let limit = self.limits.get(mixture.components as usize - 1).copied().flatten();
            context.shell.status = status(mixture, limit);
        }
        self.foot.ui(ui, &sentence, context.shell);
    }
}

impl LadderPanel {
    fn refresh(&mut self, temperature: f64) {
        if self.limits.is_empty() {
            self.limits = (1..=MOST).map(|n| mixtures::critical_temperature(n).ok().flatten()).collect();
        }
        self.rungs.refresh(temperature.to_bits(), || {
            let mut rungs = ladder(MOST, temperature).unwrap_or_default();
            if rungs.iter().all(|mixture| mixture.overlap == 0.0) {
                // All of them are one: the state that remembers nothing.
                rungs.truncate(1);
            }
            rungs
        });
    }
}

fn name(mixture: &Mixture, narrow: bool) -> String {
    let title = title(mixture);
    if narrow { title } else { format!("{title} {}", number(mixture.free_energy, 4)) }
}

fn title(mixture: &Mixture) -> String {
    match mixture.components {
        _ if mixture.overlap == 0.0 => "melted".to_owned(),
        1 => "memory".to_owned(),
        n => format!("{n}-mixture"),
    }
}

fn rung<'a>(mixture: &Mixture, name: &'a str, tokens: &Tokens) -> Rung<'a> {
    let n = mixture.components;
    let odd = n % 2 == 1;
    let color: Color32 = match (odd, mixture.is_stable() || mixture.overlap == 0.0) {
        (true, true) => tokens.ink,
        (true, false) => tokens.warning,
        (false, _) => tokens.soft,
    };
    Rung {
        name,
        value: mixture.free_energy,
        side: if odd { RungSide::Left } else { RungSide::Right },
        dashed: !mixture.is_stable() && mixture.overlap > 0.0,
        color,
        priority: 100 - n,
    }
}

/// What is under the pointer.
fn status(mixture: &Mixture, limit: Option<f64>) -> String {
    let n = mixture.components;
    if mixture.overlap == 0.0 {
        return "above T = 1 every mixture has melted into the state without overlaps, f = −T ln 2".to_owned();
    }
    let overlap = number(mixture.overlap, 4);
    let of =
        if n == 1 { "the overlap with it".to_owned() } else { format!("the overlap with each of its {n} memories") };
    let stands = match (n, mixture.is_stable(), limit) {
        (1, ..) => "stable up to T = 1".to_owned(),
        (_, true, Some(limit)) => format!("a minimum up to T = {}", number(limit, 4)),
        (_, false, Some(limit)) => format!("no minimum since T = {}", number(limit, 4)),
        _ => "a saddle at every temperature".to_owned(),
    };
    format!("{}: free energy per spin {}, {of} is {overlap}; {stands}", title(mixture), number(mixture.free_energy, 4))
}

/// What the ladder says now.
fn sentence(rungs: &[Mixture], temperature: f64) -> String {
    if rungs.len() < 2 {
        return format!(
            "T = {}: all have melted into one state without overlaps, f = −T ln 2 = {}.",
            numbers::temperature(temperature),
            number(rungs.first().map_or(0.0, |mixture| mixture.free_energy), 4)
        );
    }
    let stable: Vec<String> = rungs
        .iter()
        .filter(|mixture| mixture.is_stable() && mixture.components > 1)
        .map(|mixture| mixture.components.to_string())
        .collect();
    let height = extent(rungs.iter().map(|mixture| mixture.free_energy)).map_or(0.0, |(low, high)| high - low);
    let lost = rungs.iter().any(|mixture| mixture.components % 2 == 1 && !mixture.is_stable());
    let lost = if lost { " Coloured: odd mixtures that were minima when it was colder." } else { "" };
    let merging = if height < MERGED { " At T = 1 all rungs merge." } else { "" };
    match stable.split_last() {
        None => format!("Only the memories are minima: every mixture is a saddle, dashed.{lost}{merging}"),
        Some((last, [])) => {
            format!("Solid: minima, the memories and mixtures of {last}. Dashed: saddles.{lost}{merging}")
        }
        Some((last, rest)) => format!(
            "Solid: minima, the memories and mixtures of {} and {last}. Dashed: saddles.{lost}{merging}",
            rest.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_follows_the_temperature() {
        let said = |temperature: f64| sentence(&ladder(MOST, temperature).unwrap(), temperature);
        assert!(said(0.0).contains("mixtures of 3, 5, 7 and 9"), "{}", said(0.0));
        assert!(said(0.4).contains("mixtures of 3. Dashed"), "{}", said(0.4));
        assert!(said(0.6).starts_with("Only the memories"), "{}", said(0.6));
        let mut panel = LadderPanel::default();
        panel.refresh(1.2);
        assert_eq!(panel.rungs.len(), 1);
        assert!(sentence(&panel.rungs, 1.2).contains("−T ln 2 = −0.8318"), "{}", sentence(&panel.rungs, 1.2));
    }

    #[test]
    fn what_is_said_of_a_rung_names_its_limit() {
        let rungs = ladder(MOST, 0.4).unwrap();
        let limit = |n| mixtures::critical_temperature(n).unwrap();
        assert!(status(&rungs[0], None).ends_with("stable up to T = 1"));
        assert!(status(&rungs[2], limit(3)).ends_with("a minimum up to T = 0.4598"));
        assert!(status(&rungs[4], limit(5)).ends_with("no minimum since T = 0.3847"));
        assert!(status(&rungs[1], limit(2)).ends_with("a saddle at every temperature"));
    }
}
