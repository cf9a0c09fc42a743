//! What the Boltzmann lab says: pure functions from a picture to words.

use crate::engine::boltzmann::BoltzmannView;
use crate::physics::boltzmann::moments::COUNTED;
use crate::physics::boltzmann::{GradientSource, Moments, Units};
use crate::ui::labs::boltzmann::help;
use crate::ui::theme::numbers::{grouped, number, signed, subscript};

/// KL below this is as good as learned, in nats.
const LEARNED: f64 = 0.001;
/// Where both phases agree at a larger KL than this, it is not because there is nothing to learn.
const SADDLE: f64 = 0.3;

/// `v₁`, `h₂`: visible and hidden units are counted apart, from 1.
pub fn unit(unit: usize, visible: usize) -> String {
    match unit.checked_sub(visible) {
        None => format!("v{}", subscript(unit + 1)),
        Some(hidden) => format!("h{}", subscript(hidden + 1)),
    }
}

/// `v₁–h₂`, or `bias of v₁`.
pub fn pair_name([i, j]: [usize; 2], visible: usize) -> String {
    if i == j {
        format!("bias of {}", unit(i, visible))
    } else {
        format!("{}–{}", unit(i, visible), unit(j, visible))
    }
}

/// What is known of a weight or bias.
pub fn pair(view: &BoltzmannView, [i, j]: [usize; 2]) -> String {
    let moment = &view.looked;
    let visible = moment.machine.topology().visible;
    let of = |moments: &Moments| {
        let found = if i == j { moments.means.get(i) } else { moments.pairs.get((i, j)) };
        found.copied().unwrap_or(0.0)
    };
    let value = if i == j { moment.machine.biases().get(i) } else { moment.machine.weights().get((i, j)) };
    let phases = &moment.phases;
    let joined = i == j || moment.machine.topology().links.join(visible, i, j);
    let what = if joined {
        format!("{} = {}", pair_name([i, j], visible), signed(value.copied().unwrap_or(0.0), 3))
    } else {
        format!("{} are not linked", pair_name([i, j], visible))
    };
    let errors = of(&phases.standard_errors);
    let difference = of(&phases.difference);
    let ratio =
        if errors > 0.0 { format!(", {} standard errors", signed(difference / errors, 1)) } else { String::new() };
    format!(
        "{what}: clamped {}, free {}, difference {}{ratio}",
        signed(of(&phases.positive), 3),
        signed(of(&phases.negative), 3),
        signed(difference, 4),
    )
}

/// `row 2 of 4: 0 1 1`.
pub fn clamped_row(view: &BoltzmannView) -> String {
    let rows = view.target.rows();
    let bits = rows.row(view.chains.row).unwrap_or_default();
    let written: Vec<String> = bits.iter().take(24).map(u8::to_string).collect();
    let more = if bits.len() > 24 { " …" } else { "" };
    format!("row {} of {}: {}{more}", view.chains.row + 1, grouped(rows.rows() as u64), written.join(" "))
}

/// `row 2: 011`.
pub fn short_row(view: &BoltzmannView) -> String {
    let bits = view.target.rows().row(view.chains.row).unwrap_or_default();
    let written: String = bits.iter().take(24).map(u8::to_string).collect();
    format!("row {}: {written}", view.chains.row + 1)
}

/// The machine in a sentence for a screen reader.
pub fn machine(view: &BoltzmannView) -> String {
    let topology = view.looked.machine.topology();
    let states: String = view.chains.clamped.iter().map(|bit| if *bit > 0 { '1' } else { '0' }).collect();
    format!(
        "A machine of {} visible and {} hidden units at update {}; with {} its units are {states}",
        topology.visible,
        topology.hidden,
        grouped(view.looked.update),
        clamped_row(view),
    )
}

/// Names, values and helps of what is read out.
pub fn readout(view: &BoltzmannView) -> Vec<(&'static str, String, &'static str)> {
    let moment = &view.looked;
    let known = |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), |value| number(value, 4));
    let largest = moment.machine.weights().iter().fold(0.0, |largest: f64, weight| largest.max(weight.abs()));
    let mut rows = vec![
        ("KL(q‖p), nats", known(moment.kl), help::DIVERGENCE),
        ("log-likelihood, nats", known(moment.log_likelihood), help::DIVERGENCE),
        ("ln Z", known(moment.log_partition), help::PARTITION),
        ("largest |w|", number(largest, 3), help::WEIGHT),
        ("largest difference", in_errors(moment.phases.largest), help::DIFFERENCE),
    ];
    if let Some(floor) = view.floor {
        rows.push(("KL without hidden units", number(floor.kl, 4), help::FLOOR));
    }
    if let Some(found) = moment.temperature {
        let value = format!("{} ± {}", number(found.beta, 3), number(found.standard_error, 3));
        rows.push(("β of the chains", value, help::TEMPERATURE));
    }
    rows
}

/// A difference in standard errors; of chains that all agree the error is none. Infinite is what waits to be measured.
pub fn in_errors(ratio: f64) -> String {
    if ratio.is_infinite() {
        return "not measured yet".to_owned();
    }
    if ratio > COUNTED { "far beyond its error".to_owned() } else { format!("{} s.e.", number(ratio, 1)) }
}

/// Next to the read-out of the timeline.
pub fn note(view: &BoltzmannView) -> String {
    let exact = match view.measuring.source {
        GradientSource::Exact => "exact averages".to_owned(),
        GradientSource::Sampled { chains, .. } => {
            format!("{} chains", grouped(chains as u64))
        }
    };
    format!("of {} · {exact}", grouped(view.last_update))
}

/// What could be done next.
pub fn hint(view: &BoltzmannView, running: bool) -> String {
    if view.is_due {
        return "The machine is being measured before it learns: so large a one takes a while. Reset gives it up."
            .to_owned();
    }
    if let Some(why) = &view.failure {
        return format!("Learning stopped: {why}.");
    }
    if let (Some(kl), Some(floor)) = (view.looked.kl, view.floor)
        && view.looked.machine.topology().hidden == 0
        && kl < floor.kl + LEARNED
        && floor.kl > LEARNED
    {
        return format!(
            "Without hidden units KL cannot go below {} nats: add some in the left column.",
            number(floor.kl, 3)
        );
    }
    if view.done
        && let Some(kl) = view.looked.kl.filter(|kl| *kl > SADDLE)
    {
        let kl = number(kl, 3);
        return format!("Both phases agree, and yet KL is {kl} nats: a saddle, which the machine leaves slowly.");
    }
    if view.done {
        return "All differences are within two standard errors: nothing more can be learned from such a sample."
            .to_owned();
    }
    if running {
        "Click an edge to see how its weight learns; drag the timeline to look back.".to_owned()
    } else {
        "Press Play (Space) and watch both phases come together.".to_owned()
    }
}

/// The model in one line.
pub fn model_line(view: &BoltzmannView) -> String {
    let topology = view.looked.machine.topology();
    let links = match (topology.links.visible_visible, topology.links.hidden_hidden) {
        (false, false) => "restricted",
        (false, true) => "hidden linked",
        (true, false) => "visible linked",
        (true, true) => "full",
    };
    let units = match topology.units {
        Units::Binary => "0 and 1",
        Units::Ising => "−1 and +1",
    };
    format!(
        "{} visible, {} hidden · {links} · {units} · β = {} · seed {}",
        topology.visible,
        topology.hidden,
        number(topology.beta, 2),
        view.config.seed.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_named_by_layer() {
        assert_eq!([unit(0, 3), unit(2, 3), unit(3, 3), unit(14, 3)], ["v₁", "v₃", "h₁", "h₁₂"]);
        assert_eq!(pair_name([0, 4], 3), "v₁–h₂");
        assert_eq!(pair_name([1, 1], 3), "bias of v₂");
    }
}
