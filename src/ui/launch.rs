//! Opens the window.

use crate::ui::app::{App, STORAGE_KEY, Startup};
use crate::ui::lab::Entry;
use crate::ui::labs::list::LABS;

/// Under this name the system keeps what the window remembers.
const APP_ID: &str = "glassbox";
/// What `glassbox` says where no window can be opened.
const NO_WINDOW: &str = "No window could be opened. Without a display use `glassbox screenshot` for pictures and \
    `glassbox recall` for results; without a graphics driver install a software one (Debian: mesa-vulkan-drivers libxkbcommon-x11-0).";

/// Opens the window and returns when it is closed.
pub fn open(startup: Startup) -> Result<(), String> {
    open_with(startup, &LABS)
}

/// The same with other labs.
pub fn open_with(startup: Startup, labs: &'static [Entry]) -> Result<(), String> {
    if !has_display() {
        return Err(NO_WINDOW.to_owned());
    }
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Glassbox")
            .with_app_id(APP_ID)
            .with_inner_size([1600.0, 1000.0])
            .with_min_inner_size([900.0, 600.0]),
        ..eframe::NativeOptions::default()
    };
    let startup = Startup { state_folder: eframe::storage_dir(APP_ID), ..startup };
    let build: eframe::AppCreator<'_> = Box::new(move |cc| {
        let remembered = cc.storage.and_then(|storage| eframe::get_value(storage, STORAGE_KEY)).unwrap_or_default();
        let app = App::with_labs(&cc.egui_ctx, labs, remembered, &startup)?;
        Ok(Box::new(app))
    });
    eframe::run_native(APP_ID, options, build).map_err(|err| format!("{NO_WINDOW} ({err})"))
}

/// Whether there is a display server to ask: always on systems that do not name it in the environment.
fn has_display() -> bool {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
