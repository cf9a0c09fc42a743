//! Keys: what they do, which they are, and what tells a press from a key that is held. An [`Action`] can be given
//! another key or none; this is the one place that knows which it has.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Context, Event, Id, Key, KeyboardShortcut, Modifiers};

/// Something that a key does, and the key that does it unless the person chose another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// Stable: under this another key is remembered.
    pub id: &'static str,
    pub what: &'static str,
    pub usual: KeyboardShortcut,
}

impl Action {
    pub const fn new(id: &'static str, modifiers: Modifiers, key: Key, what: &'static str) -> Self {
        Self { id, what, usual: KeyboardShortcut::new(modifiers, key) }
    }

    /// Whether its key was pressed in this frame, and not merely held. The press is taken from everything else.
    pub fn pressed(&self, ctx: &Context) -> bool {
        keymap(ctx).keys_of(self).is_some_and(|keys| pressed_exactly(ctx, keys))
    }

    /// A tooltip that ends with its key.
    pub fn tip(&self, ctx: &Context, text: &str) -> String {
        keys_text(ctx, self).map_or_else(|| text.to_owned(), |keys| format!("{text} ({keys})"))
    }
}

/// One line of the list under `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// How the keys are written: `Space`, `1 … 7`. Those of an action are written as they are chosen.
    pub label: &'static str,
    pub what: &'static str,
    /// What can be given another key.
    pub action: Option<&'static Action>,
}

impl Shortcut {
    /// A line about keys that are always the same.
    pub const fn new(label: &'static str, what: &'static str) -> Self {
        Self { label, what, action: None }
    }

    /// The line of an action.
    pub const fn of(action: &'static Action) -> Self {
        Self { label: "", what: action.what, action: Some(action) }
    }

    /// The same with words of its own.
    #[must_use]
    pub const fn saying(self, what: &'static str) -> Self {
        Self { what, ..self }
    }
}

/// The keys that a person chose, by action; an action without a key is switched off.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Keymap(BTreeMap<String, String>);

impl Keymap {
    /// The keys of an action; `None` where it is switched off. What was remembered and is no key counts for nothing.
    pub fn keys_of(&self, action: &Action) -> Option<KeyboardShortcut> {
        match self.0.get(action.id).map(String::as_str) {
            None => Some(action.usual),
            Some("") => None,
            Some(text) => Some(read(text).unwrap_or(action.usual)),
        }
    }

    /// Gives an action these keys, or none.
    pub fn set(&mut self, action: &Action, keys: Option<KeyboardShortcut>) {
        if keys == Some(action.usual) {
            self.0.remove(action.id);
        } else {
            self.0.insert(action.id.to_owned(), keys.map_or_else(String::new, written));
        }
    }

    /// How the keys of an action are shown.
    pub fn label(&self, ctx: &Context, action: &Action) -> String {
        self.keys_of(action).map_or_else(|| "off".to_owned(), |keys| ctx.format_shortcut(&keys))
    }

    /// Whether every action has its usual keys.
    pub fn is_usual(&self) -> bool {
        self.0.is_empty()
    }

    pub fn reset(&mut self) {
        self.0.clear();
    }
}

fn place() -> Id {
    Id::unique("keys of the window")
}

/// From this frame on actions have these keys.
pub fn install(ctx: &Context, chosen: &Keymap) {
    if *keymap(ctx) != *chosen {
        ctx.data_mut(|data| data.insert_temp(place(), Arc::new(chosen.clone())));
    }
}

fn keymap(ctx: &Context) -> Arc<Keymap> {
    ctx.data(|data| data.get_temp::<Arc<Keymap>>(place())).unwrap_or_default()
}

/// The keys of an action as this system shows them: `Ctrl+S`, or `⌘S` on a Mac.
pub fn keys_text(ctx: &Context, action: &Action) -> Option<String> {
    keymap(ctx).keys_of(action).map(|keys| ctx.format_shortcut(&keys))
}

/// Text about keys as this system shows them: `Ctrl+Z` becomes `⌘Z` on a Mac.
pub fn for_system(ctx: &Context, text: &str) -> String {
    if !ctx.os().is_mac() {
        return text.to_owned();
    }
    let [held, shifted] = [Modifiers::COMMAND, Modifiers::COMMAND | Modifiers::SHIFT]
        .map(|modifiers| ctx.format_shortcut(&KeyboardShortcut::new(modifiers, Key::Z)));
    let [held, shifted] = [held, shifted].map(|keys| keys.trim_end_matches('Z').to_owned());
    text.replace("Ctrl+Shift+", &shifted).replace("Ctrl+", &held)
}

/// Keys as they are remembered: `Ctrl Shift Z`.
fn written(keys: KeyboardShortcut) -> String {
    let KeyboardShortcut { modifiers, logical_key } = keys;
    let held = [(modifiers.command || modifiers.ctrl, "Ctrl "), (modifiers.alt, "Alt "), (modifiers.shift, "Shift ")];
    let held: String = held.into_iter().filter_map(|(held, name)| held.then_some(name)).collect();
    format!("{held}{}", logical_key.name())
}

/// Keys that are written like this.
fn read(text: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut key = text;
    while let Some((name, rest)) = key.split_once(' ') {
        modifiers |= match name {
            "Ctrl" => Modifiers::COMMAND,
            "Alt" => Modifiers::ALT,
            "Shift" => Modifiers::SHIFT,
            _ => return None,
        };
        key = rest;
    }
    Some(KeyboardShortcut::new(modifiers, Key::from_name(key)?))
}

/// The keys that were pressed in this frame, with the modifiers that were held: what an action is to be given.
pub fn take_pressed(ctx: &Context) -> Option<KeyboardShortcut> {
    ctx.input_mut(|input| {
        let mut found = None;
        input.events.retain(|event| match *event {
            Event::Key { key, pressed: true, repeat: false, modifiers, .. } => {
                let command = if modifiers.command || modifiers.ctrl { Modifiers::COMMAND } else { Modifiers::NONE };
                let kept = Modifiers { alt: modifiers.alt, shift: modifiers.shift, ..command };
                found = Some(KeyboardShortcut::new(kept, key));
                false
            }
            _ => true,
        });
        found
    })
}

/// Whether keys belong to the window, or to whatever has the keyboard, whatever an action is.
pub fn is_reserved(keys: KeyboardShortcut) -> bool {
    use Key::{
        ArrowDown, ArrowLeft, ArrowRight, ArrowUp, C, CloseBracket, End, Enter, Escape, Home, Minus, Num0, Num1, Num2,
        Num3, Num4, Num5, Num6, Num7, OpenBracket, Period, Plus, Questionmark, Slash, Space, Tab, V, X, Y, Z,
    };
    const ALWAYS: [Key; 15] = [
        ArrowDown,
        ArrowLeft,
        ArrowRight,
        ArrowUp,
        CloseBracket,
        End,
        Enter,
        Escape,
        Home,
        OpenBracket,
        Period,
        Questionmark,
        Slash,
        Space,
        Tab,
    ];
    const DIGITS: [Key; 7] = [Num1, Num2, Num3, Num4, Num5, Num6, Num7];
    const COMMANDS: [Key; 8] = [C, V, X, Y, Z, Num0, Plus, Minus];
    let KeyboardShortcut { modifiers, logical_key } = keys;
    ALWAYS.contains(&logical_key)
        || !modifiers.command && !modifiers.alt && DIGITS.contains(&logical_key)
        || modifiers.command && COMMANDS.contains(&logical_key)
}

fn pressed_exactly(ctx: &Context, keys: KeyboardShortcut) -> bool {
    ctx.input_mut(|input| {
        let mut fresh = false;
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, repeat, modifiers, .. }
                if *key == keys.logical_key && modifiers.matches_exact(keys.modifiers) =>
            {
                fresh |= !repeat;
                false
            }
            _ => true,
        });
        fresh
    })
}

/// Whether a key was pressed, and not merely held: what it does is done once. The press is taken from everything else.
pub fn pressed_once(ctx: &Context, modifiers: Modifiers, key: Key) -> bool {
    ctx.input_mut(|input| {
        let fresh = input.events.iter().any(
            |event| matches!(event, egui::Event::Key { key: found, pressed: true, repeat: false, .. } if *found == key),
        );
        input.consume_key(modifiers, key) && fresh
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: Action = Action::new("store", Modifiers::COMMAND, Key::S, "store");

    #[test]
    fn what_is_written_can_be_read() {
        for &key in Key::ALL {
            for modifiers in [Modifiers::NONE, Modifiers::COMMAND, Modifiers::SHIFT | Modifiers::ALT] {
                let keys = KeyboardShortcut::new(modifiers, key);
                assert_eq!(read(&written(keys)), Some(keys), "{}", written(keys));
            }
        }
        assert_eq!(written(STORE.usual), "Ctrl S");
        assert_eq!([read(""), read("Hyper S"), read("Ctrl nothing")], [None; 3]);
    }

    #[test]
    fn an_action_has_its_usual_keys_or_others_or_none() {
        let mut keymap = Keymap::default();
        let ctx = Context::default();
        // Which signs it can show is known once there are fonts.
        ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
        ctx.set_os(egui::os::OperatingSystem::Nix);
        assert_eq!(keymap.label(&ctx, &STORE), "Ctrl+S");
        ctx.set_os(egui::os::OperatingSystem::Mac);
        assert!(["⌘S", "Cmd+S"].contains(&keymap.label(&ctx, &STORE).as_str()));
        assert!(["⇧⌘Z", "Shift+Cmd+Z", "Cmd+Shift+Z"].contains(&for_system(&ctx, "Ctrl+Shift+Z").as_str()));
        let other = KeyboardShortcut::new(Modifiers::NONE, Key::F7);
        keymap.set(&STORE, Some(other));
        assert_eq!((keymap.keys_of(&STORE), keymap.is_usual()), (Some(other), false));
        keymap.set(&STORE, None);
        assert_eq!((keymap.keys_of(&STORE), keymap.label(&ctx, &STORE).as_str()), (None, "off"));
        let text = serde_json::to_string(&keymap).unwrap();
        assert_eq!(serde_json::from_str::<Keymap>(&text).unwrap(), keymap);
        keymap.set(&STORE, Some(STORE.usual));
        assert!(keymap.is_usual());
        let broken: Keymap = serde_json::from_str("{\"store\": \"Ctrl nothing\"}").unwrap();
        assert_eq!(broken.keys_of(&STORE), Some(STORE.usual));
    }

    #[test]
    fn keys_of_the_window_are_no_keys_of_actions() {
        let reserved = |modifiers, key| is_reserved(KeyboardShortcut::new(modifiers, key));
        assert!(reserved(Modifiers::NONE, Key::Num3) && reserved(Modifiers::SHIFT, Key::Num3));
        assert!(reserved(Modifiers::COMMAND, Key::Z) && reserved(Modifiers::NONE, Key::Space));
        assert!(!reserved(Modifiers::COMMAND, Key::S) && !reserved(Modifiers::NONE, Key::Z));
    }
}
