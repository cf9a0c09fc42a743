//! Files of earlier versions: each step leads from one version to the next.

use serde_json::{Map, Value, json};

use super::content::VERSION;

/// A step from one version to the next.
pub type Migration = fn(Map<String, Value>) -> Result<Map<String, Value>, String>;

/// The steps, by the version that they start from. Append only.
pub const MIGRATIONS: [Migration; VERSION as usize] = [from_0, from_1];

/// Brings a file to the present version.
///
/// # Errors
/// It is of no version, or of one that is yet to come; or a step finds what it does not know.
pub fn migrated(mut file: Map<String, Value>) -> Result<Map<String, Value>, String> {
    let Some(version) = file.get("glassbox_session").map(|found| found.as_u64().ok_or(found)) else {
        return Err("it has no glassbox_session, which says its version".to_owned());
    };
    let version =
        version.map_err(|found| format!("at glassbox_session: {}, where a version is expected", kind(found)))?;
    if version > VERSION {
        return Err(format!(
            "it is of version {version}, and this program reads up to {VERSION}; a newer Glassbox opens it"
        ));
    }
    for (from, migration) in (0..).zip(MIGRATIONS).skip(version as usize) {
        file = migration(file)?;
        file.insert("glassbox_session".to_owned(), json!(from + 1));
    }
    Ok(file)
}

/// Version 0 is what the window remembers of itself: texts of JSON, work and arrangement apart.
fn from_0(mut file: Map<String, Value>) -> Result<Map<String, Value>, String> {
    let mut labs = Map::new();
    for (of, into) in [("work", "work"), ("layouts", "layout")] {
        let Some(found) = file.remove(of) else { continue };
        let Value::Object(texts) = found else {
            return Err(format!("at {of}: {}, where texts by the names of labs are expected", kind(&found)));
        };
        for (lab, text) in texts {
            let Value::String(text) = text else {
                return Err(format!(
                    "at {of}.{}: {}, where a text is expected",
                    super::reading::shown(&lab),
                    kind(&text)
                ));
            };
            let value: Value = serde_json::from_str(&text).map_err(|err| {
                format!(
                    "at {of}.{}: a text that is no JSON ({})",
                    super::reading::shown(&lab),
                    crate::io::text::said(&err)
                )
            })?;
            if let Value::Object(state) = labs.entry(lab).or_insert_with(|| json!({})) {
                state.insert(into.to_owned(), value);
            }
        }
    }
    file.insert("labs".to_owned(), Value::Object(labs));
    file.entry("program").or_insert_with(|| json!("Glassbox"));
    Ok(file)
}

/// Version 2 holds more of each lab: sweeps that were measured, runs that were put aside, tables and sequences that were
/// opened. What version 1 lacks is empty, and where the Train lab looks at its run is one thing among others.
fn from_1(mut file: Map<String, Value>) -> Result<Map<String, Value>, String> {
    let train = file.get_mut("labs").and_then(|labs| labs.get_mut("train")?.get_mut("work"));
    if let Some(look) = train.and_then(|work| work.get_mut("look")) {
        if !(look.is_null() || look.is_u64()) {
            return Err(format!("at labs.train.work.look: {}, where an update is expected", kind(look)));
        }
        *look = json!({"cursor": look.take()});
    }
    Ok(file)
}

/// What a value is, for a sentence.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        let Value::Object(fields) = value else { panic!("an object") };
        fields
    }

    #[test]
    fn what_the_window_remembered_becomes_a_session() {
        let old = object(json!({
            "glassbox_session": 0,
            "lab": "recall",
            "layouts": {"recall": "{\"left\": 3}", "phases": "{}"},
            "work": {"recall": "[1, 0.1]"},
        }));
        let new = migrated(old).unwrap();
        assert_eq!(
            Value::Object(new),
            json!({
                "glassbox_session": 2,
                "program": "Glassbox",
                "lab": "recall",
                "labs": {"recall": {"work": [1, 0.1], "layout": {"left": 3}}, "phases": {"layout": {}}},
            })
        );
    }

    #[test]
    fn where_a_training_is_looked_at_has_room_for_more() {
        let old = |look: Value| {
            let work = json!({"run": "r", "look": look});
            object(json!({"glassbox_session": 1, "labs": {"train": {"work": work}, "tree": {"work": {"look": 3}}}}))
        };
        let look = |look: Value| {
            let new = migrated(old(look))?;
            Ok::<_, String>((new["labs"]["train"]["work"]["look"].clone(), new["labs"]["tree"]["work"]["look"].clone()))
        };
        assert_eq!(look(json!(7)), Ok((json!({"cursor": 7}), json!(3))));
        assert_eq!(look(Value::Null), Ok((json!({"cursor": null}), json!(3))));
        assert!(look(json!("7")).unwrap_err().contains("a text, where an update is expected"));
    }

    #[test]
    fn what_is_of_no_version_or_a_later_one_is_refused() {
        let refused = |value: Value| migrated(object(value)).unwrap_err();
        assert!(refused(json!({})).contains("no glassbox_session"));
        assert!(refused(json!({"glassbox_session": "one"})).contains("a text, where a version"));
        assert!(refused(json!({"glassbox_session": -1})).contains("a number, where a version"));
        assert!(refused(json!({"glassbox_session": 3})).contains("version 3"));
        assert!(refused(json!({"glassbox_session": 0, "work": {"heat": 1}})).contains("at work.heat: a number"));
        assert!(refused(json!({"glassbox_session": 0, "work": {"heat": "{"}})).contains("at work.heat: a text"));
        let same = object(json!({"glassbox_session": 2, "labs": {}}));
        assert_eq!(migrated(same.clone()).unwrap(), same);
    }
}
