//! Finds a number in the answer of a command.

use serde_json::Value;

use super::blocks::Reduce;

/// A JSON pointer in which a part `*` stands for every element of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// Reads `/cells/0/mean` or `/cells/*/mean`.
    ///
    /// # Errors
    /// A sentence where it does not begin with `/`.
    pub fn new(text: &str) -> Result<Self, String> {
        let parts = text.strip_prefix('/').ok_or_else(|| format!("“{text}” is no JSON pointer: it begins with /"))?;
        Ok(Self(parts.split('/').map(|part| part.replace("~1", "/").replace("~0", "~")).collect()))
    }

    /// The numbers that it points to, in order; what is no finite number is `None`.
    ///
    /// # Errors
    /// A sentence where the answer has no such part.
    pub fn numbers(&self, answer: &Value) -> Result<Vec<Option<f64>>, String> {
        let mut found = vec![answer];
        for part in &self.0 {
            let mut below = Vec::new();
            for value in found {
                match value {
                    Value::Array(list) if part == "*" => below.extend(list),
                    Value::Array(list) => {
                        let item = part.parse().ok().and_then(|place: usize| list.get(place));
                        below.push(item.ok_or_else(|| self.missing(part))?);
                    }
                    Value::Object(fields) => below.push(fields.get(part).ok_or_else(|| self.missing(part))?),
                    _ => return Err(self.missing(part)),
                }
            }
            found = below;
        }
        Ok(found.into_iter().map(number).collect())
    }

    fn missing(&self, part: &str) -> String {
        format!("the answer has no “{part}” where “/{}” looks for it", self.0.join("/"))
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(is) => Some(f64::from(u8::from(*is))),
        other => other.as_f64().filter(|number| number.is_finite()),
    }
}

/// One number and, where asked for, the standard error of the mean of the numbers.
///
/// # Errors
/// A sentence where there is no number, or more than one and no word on what is made of them.
pub fn reduced(numbers: &[Option<f64>], reduce: Option<Reduce>, spread: bool) -> Result<(f64, Option<f64>), String> {
    let values: Vec<f64> = numbers.iter().copied().flatten().collect();
    let count = values.len() as f64;
    let least = |values: &[f64]| values.iter().copied().min_by(f64::total_cmp);
    let most = |values: &[f64]| values.iter().copied().max_by(f64::total_cmp);
    let value = match reduce {
        Some(Reduce::Count) => Some(count),
        Some(Reduce::Sum) => Some(values.iter().sum()),
        Some(Reduce::Mean) if count > 0.0 => Some(values.iter().sum::<f64>() / count),
        Some(Reduce::Rms) if count > 0.0 => Some((values.iter().map(|v| v * v).sum::<f64>() / count).sqrt()),
        Some(Reduce::Mean | Reduce::Rms) => None,
        Some(Reduce::Min) => least(&values),
        Some(Reduce::Max) => most(&values),
        Some(Reduce::Last) => values.last().copied(),
        None if values.len() > 1 => return Err(format!("there are {count} numbers where one is wanted")),
        Some(Reduce::First) | None => values.first().copied(),
    };
    let value = value.ok_or("there is no number where the value should be")?;
    let error = (spread && count > 1.0).then(|| {
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (squares / (count - 1.0) / count).sqrt()
    });
    Ok((value, error))
}

/// The standard error of a share of so many runs. A share of nought or one of few runs is not known exactly: one run
/// either way is counted in, as by Laplace.
pub fn share_error(share: f64, runs: u64) -> f64 {
    let runs = runs as f64;
    let smoothed = (share * runs + 1.0) / (runs + 2.0);
    (smoothed * (1.0 - smoothed) / runs.max(1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pointer_finds_one_number_or_those_of_a_list() {
        let answer = json!({ "cells": [{ "mean": 0.5 }, { "mean": null }, { "mean": 1.5 }], "converged": true });
        let found = |pointer: &str| Pointer::new(pointer).unwrap().numbers(&answer);
        assert_eq!(found("/cells/0/mean").unwrap(), [Some(0.5)]);
        assert_eq!(found("/cells/*/mean").unwrap(), [Some(0.5), None, Some(1.5)]);
        assert_eq!(found("/converged").unwrap(), [Some(1.0)]);
        assert!(found("/cells/9/mean").unwrap_err().contains('9'));
        assert!(found("/mean").unwrap_err().contains("mean"));
        assert!(Pointer::new("cells").is_err());
    }

    #[test]
    fn a_list_becomes_one_number_with_its_error() {
        let list = [Some(1.0), Some(3.0), None];
        assert_eq!(reduced(&list, Some(Reduce::Mean), true).unwrap(), (2.0, Some(1.0)));
        assert_eq!(reduced(&list, Some(Reduce::Count), false).unwrap(), (2.0, None));
        assert_eq!(reduced(&list, Some(Reduce::Rms), false).unwrap().0, 5.0_f64.sqrt());
        assert_eq!(reduced(&list, Some(Reduce::Last), false).unwrap().0, 3.0);
        assert!(reduced(&list, None, false).is_err() && reduced(&[], Some(Reduce::Mean), false).is_err());
    }

    #[test]
    fn the_error_of_a_share_does_not_vanish() {
        assert!((share_error(0.5, 100) - 0.05).abs() < 1e-12);
        let certain = share_error(1.0, 20);
        assert!(certain > 0.0 && certain < 0.06);
    }
}
