//! Opens the window.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use eframe::icon_data;

use crate::engine::core::worker::panic_message;
use crate::io::{fault_report, state_file};
use crate::ui::app::{App, STORAGE_KEY, Startup};
use crate::ui::lab::LabKind;
use crate::ui::labs::list::LABS;
use crate::ui::remembered::Remembered;
use crate::ui::{diagnostics, log_ring};

/// Under this name the system keeps what the window remembers.
const APP_ID: &str = "glassbox";
/// The picture by which a taskbar shows it; `examples/icon.rs` draws it.
const ICON: &[u8] = include_bytes!("../../assets/icon.png");
/// What `glassbox` says where no window can be opened.
const NO_WINDOW: &str = "No window could be opened. Without a display use `glassbox screenshot` for pictures and \
    `glassbox recall` for results; without a graphics driver install a software one (Debian: mesa-vulkan-drivers libxkbcommon-x11-0).";

/// The file in which it keeps that.
const STATE_FILE: &str = "app.ron";

/// The folder whose lessons stand under “Your own lessons”, where the system names one for programs.
pub fn lessons_folder() -> Option<PathBuf> {
    eframe::storage_dir(APP_ID).map(|folder| folder.join("lessons"))
}

/// Opens the window and returns when it is closed.
pub fn open(startup: Startup) -> Result<(), String> {
    open_with(startup, &LABS)
}

/// The same with other labs.
pub fn open_with(startup: Startup, labs: &'static [LabKind]) -> Result<(), String> {
    if !has_display() {
        return Err(NO_WINDOW.to_owned());
    }
    log_ring::install();
    let viewport = egui::ViewportBuilder::default()
        .with_title("Glassbox")
        .with_app_id(APP_ID)
        .with_inner_size([1600.0, 1000.0])
        .with_min_inner_size([900.0, 600.0]);
    let viewport = match icon_data::from_png_bytes(ICON) {
        Ok(icon) => viewport.with_icon(icon),
        Err(_) => viewport,
    };
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let startup = Startup { state_folder: eframe::storage_dir(APP_ID), ..startup };
    let state = startup.state_folder.as_ref().map(|folder| folder.join(STATE_FILE));
    if let Some(state) = &state {
        state_file::make_fit(state);
    }
    let context = Arc::new(OnceLock::new());
    let made = Arc::clone(&context);
    let graphics = Arc::new(OnceLock::new());
    if let Some(folder) = &startup.state_folder {
        fault_report::watch(folder.clone(), Arc::clone(&graphics));
    }
    let build: eframe::AppCreator<'_> = Box::new(move |cc| {
        made.get_or_init(|| cc.egui_ctx.clone());
        let mut named = "not known".to_owned();
        if let Some(state) = &cc.wgpu_render_state {
            graphics.get_or_init(|| format!("{:?}", state.adapter.get_info()));
            let info = state.adapter.get_info();
            named = format!("{}, {:?}, {} {}", info.name, info.backend, info.driver, info.driver_info);
        }
        log::info!("Glassbox {} on {}; {named}", env!("CARGO_PKG_VERSION"), diagnostics::system());
        let remembered = cc.storage.and_then(|storage| eframe::get_value(storage, STORAGE_KEY));
        let remembered = remembered.unwrap_or_else(Remembered::of_a_first_start);
        let mut app = App::with_labs(&cc.egui_ctx, labs, remembered, &startup)?;
        app.set_graphics(named);
        Ok(Box::new(app))
    });
    let closed = catch_unwind(AssertUnwindSafe(|| eframe::run_native(APP_ID, options, build)));
    let panicked = match closed {
        Ok(closed) => return closed.map_err(|err| format!("{NO_WINDOW} ({err})")),
        Err(payload) => panic_message(payload.as_ref()),
    };
    let drawn = context.get().is_some_and(|ctx: &egui::Context| ctx.cumulative_pass_nr() > 1);
    let sentence = format!("The window stopped by an error of its own: {panicked}.");
    // It must not end every start: where no picture was drawn, what was remembered is the likely cause.
    Err(match state.filter(|_| !drawn).as_deref().and_then(state_file::set_aside) {
        Some(aside) => {
            format!("{sentence} What it remembered was set aside as {}; the next start does without.", aside.display())
        }
        None => sentence,
    })
}

/// Whether there is a display server to ask: always on systems that do not name it in the environment.
fn has_display() -> bool {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
