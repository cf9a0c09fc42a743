//! What the Train lab says.

use crate::engine::core::session::{Progress, Snapshot};
use crate::engine::rbm::{Measurement, Phase, Stage, TrainView, hardly_mixes, runs_away};
use crate::physics::rbm::VisibleUnits;
use crate::physics::spectrum;
use crate::ui::labs::train::words;
use crate::ui::theme::numbers::{grouped, number, percent, subscript};

/// `σ₁` of the mode with this index from 0.
pub fn sigma(mode: usize) -> String {
    format!("σ{}", subscript(mode + 1))
}

/// A number with about three significant figures.
pub fn short(value: f64) -> String {
    let digits = match value.abs() {
        large if large >= 100.0 => 0,
        large if large >= 10.0 => 1,
        small if small >= 0.1 || small == 0.0 => 2,
        small if small >= 0.01 => 3,
        small if small >= 1e-6 => (1.0 - small.log10().floor()).min(7.0) as usize,
        _ => return crate::ui::theme::numbers::power_of_ten(value),
    };
    number(value, digits)
}

/// `PCD-20 · 784 × 64 · seed 7`.
pub fn model_line(view: &TrainView) -> String {
    let seed = view.config.seed.0;
    format!("{} · {} · seed {seed}", view.settings.title(), shape(view))
}

/// `784 × 64`, `205 × 21 × 100`.
pub fn shape(view: &TrainView) -> String {
    let (sites, hidden) = (grouped(view.rbm.sites() as u64), grouped(view.rbm.hidden_units() as u64));
    match view.rbm.visible() {
        VisibleUnits::Potts(states) => format!("{sites} × {states} × {hidden}"),
        _ => format!("{sites} × {hidden}"),
    }
}

/// The values of visible and hidden units: `visible 0 or 1, hidden ±1`.
pub fn units(view: &TrainView) -> String {
    format!("visible {}, hidden {}", words::visible(view.rbm.visible()), words::hidden(view.rbm.hidden()))
}

/// What the data are called, also where they are not there.
pub fn data_name(view: &TrainView) -> &str {
    view.config.data.as_ref().map_or("archive", |data| &data.rows.name)
}

/// What the data are: `mnist, 10 000 rows`.
pub fn data(view: &TrainView) -> String {
    view.config.data.as_ref().map_or_else(
        || "not in the archive".to_owned(),
        |data| format!("{} {}", data.rows.name, grouped(data.rows.rows() as u64)),
    )
}

pub const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Paramagnetic => "paramagnetic",
        Phase::OneMode => "one mode",
        Phase::SeveralModes => "several modes",
    }
}

/// What was measured at an update.
pub fn measured(row: &Measurement, condensed: bool) -> String {
    let values: Vec<String> = row
        .singular_values
        .iter()
        .take(2)
        .enumerate()
        .map(|(mode, value)| format!("{} = {}", sigma(mode), short(f64::from(*value))))
        .collect();
    let mut said = vec![format!("update {}: {}", grouped(row.update), values.join(", "))];
    if condensed {
        let count = spectrum::condensed(&row.scaled_singular_values);
        said.push(match count {
            0 => "no mode condensed".to_owned(),
            1 => "one mode condensed".to_owned(),
            count => format!("{count} modes condensed"),
        });
    }
    if let Some(found) = row.fixed_points {
        let noun = if found.count == 1 { "fixed point" } else { "fixed points" };
        said.push(format!("{} {noun} reached from {} rows", found.count, grouped(found.starts as u64)));
    }
    said.join("; ")
}

/// What is said where the learning rate is so large that the machine runs away, at this update.
pub fn running_away(view: &TrainView, update: u64) -> Option<String> {
    let (start, now) = (view.measurements.first()?, view.measured(update)?);
    runs_away(start, now).then(|| {
        let (at, rate) = (grouped(now.update), short(view.settings.rate_at(now.update)));
        format!("The learning rate η = {rate} is too large: at update {at} the machine predicts the data worse than at the start.")
    })
}

/// What is said where the chains no longer mix, at this update.
pub fn frozen(view: &TrainView, update: u64) -> Option<String> {
    let row = view.measured(update)?;
    let correlation = row.chain_correlation.filter(|correlation| hardly_mixes(*correlation))?;
    Some(format!(
        "The chains stop mixing: at update {} they correlate by {} with themselves one update before. More Gibbs steps \
         let them move.",
        grouped(row.update),
        number(correlation, 2)
    ))
}

/// What was measured of the quality at an update.
pub fn quality(row: &Measurement) -> String {
    let pseudo = format!("{} {}", words::PSEUDO, number(row.pseudo_likelihood, 4));
    match row.log_likelihood {
        Some(value) => format!("{pseudo}, log-likelihood {} a row", number(value, 2)),
        None => pseudo,
    }
}

/// Next to the timeline: `of 3 000 · 23.1 updates/s · 0:37 left`.
pub fn note(snapshot: &Snapshot<TrainView>, cursor: Option<u64>) -> String {
    let view = &snapshot.view;
    let mut parts = vec![format!("of {}", grouped(view.last_update))];
    if cursor.is_some() {
        parts.push(format!("done {}", grouped(view.update)));
    }
    match &view.stage {
        _ if view.measuring.is_some() => {
            parts.extend(
                view.measuring.map(|Progress { done, total }| format!("measuring {done} of {total} checkpoints")),
            );
        }
        _ if view.is_without_data() => parts.push("no data to train on".to_owned()),
        Stage::Complete => parts.push("complete".to_owned()),
        Stage::Halted(_) => parts.push("halted".to_owned()),
        Stage::Training if snapshot.running => {
            if snapshot.rate > 0.0 {
                let digits = usize::from(snapshot.rate < 100.0);
                parts.push(format!("{} updates/s", number(snapshot.rate, digits)));
            }
            parts.extend(snapshot.eta.map(left));
        }
        Stage::Training if view.epoch > 0.0 => parts.push(format!("{} epochs", number(view.epoch, 1))),
        Stage::Training => {}
    }
    parts.join(" · ")
}

/// `0:37 left`.
fn left(seconds: f64) -> String {
    let seconds = seconds.clamp(0.0, 3.6e6).round() as u64;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02} left") } else { format!("{minutes}:{rest:02} left") }
}

/// What could be done next.
pub fn hint(snapshot: &Snapshot<TrainView>, cursor: Option<u64>) -> String {
    let view = &snapshot.view;
    if let Stage::Halted(why) = &view.stage {
        return why.clone();
    }
    if cursor.is_some() {
        return "You look at an earlier update. Live (End) follows the training again.".to_owned();
    }
    match &view.stage {
        _ if view.measuring.is_some() => {
            "The checkpoints of the archive are being measured; scrub through them.".to_owned()
        }
        _ if view.is_without_data() => {
            "This archive came without data: it can be looked at, not trained further.".to_owned()
        }
        Stage::Complete => "The run is complete. Scrub through it, or extend it in the Run card.".to_owned(),
        _ if view.update == 0 && !snapshot.running => {
            "Play trains: watch the singular values leave the bulk one by one.".to_owned()
        }
        _ => running_away(view, view.update)
            .or_else(|| view.measured(view.update).map(|row| measured(row, true)))
            .unwrap_or_default(),
    }
}

/// What the hidden units do at an update.
pub fn activity(row: &Measurement, hidden: usize) -> String {
    if !row.pseudo_likelihood.is_finite() {
        // Neither data nor chains: nothing was measured.
        return String::new();
    }
    let activity = row.activity;
    format!("{} of {hidden} hidden units dead, {} saturated", activity.dead, activity.saturated)
}

/// The fraction of sites that come back wrong.
pub fn reconstruction(row: &Measurement) -> String {
    percent(row.reconstruction_error, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_long_as_they_need_be() {
        let said = [0.0, 0.000_32, 0.0123, 0.5, 5.374, 23.45, 1234.5].map(short);
        assert_eq!(said, ["0.00", "0.00032", "0.012", "0.50", "5.37", "23.4", "1\u{202F}234"]);
        assert_eq!(sigma(11), "σ₁₂");
        assert_eq!([left(37.2), left(3725.0)], ["0:37 left", "1:02:05 left"]);
    }
}
