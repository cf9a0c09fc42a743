//! Pictures of all widgets in the three themes, at scale 1 and 2, for people to look at.
//!
//! Run by hand. Needs a Vulkan driver; writes into the folder that `GLASSBOX_GALLERY` names, or into cargo's.
#![cfg(feature = "gui")]

use std::{
    error::Error,
    path::{Path, PathBuf},
};

use egui::{Frame, Margin, Ui, Vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::ui::{
    shortcuts::{self, Shortcut},
    theme::{self, Theme, numbers},
    widgets::{
        Button, Card, Chip, Mark, MatrixMap, MatrixSource, MatrixView, Segmented, Share, SliderField, Timeline, Toast,
        Tone, TransportAction, TransportState, chips_ui, overlap_bar_ui, sentence_ui, stacked_bar_ui, status_ui,
        transport_ui, value_row_ui,
    },
};

#[derive(Default)]
struct Gallery {
    weights: MatrixView,
    likelihood: MatrixView,
    toast: Toast,
    keys: bool,
}

fn bar_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::tokens(ui.ctx()).panel).inner_margin(Margin::symmetric(16, 0))
}

impl Gallery {
    fn ui(&mut self, ui: &mut Ui) {
        egui::Panel::top("top").exact_size(52.0).frame(bar_frame(ui)).show(ui, |ui| {
            let state = TransportState {
                running: true,
                blocked: None,
                step_sizes: &["one spin", "one sweep"],
                step_size: 0,
                speed: 800.0,
                speed_range: (1.0, 1e5),
                speed_text: "800 spins per second",
                seed: 7,
            };
            ui.horizontal_centered(|ui| {
                ui.label(egui::RichText::new("Glassbox").font(theme::semibold(15.0)));
                ui.label(egui::RichText::new("Recall").color(theme::tokens(ui.ctx()).soft));
                self.keys |= transport_ui(ui, &state).contains(&TransportAction::Keys);
            });
        });
        egui::Panel::bottom("status").frame(bar_frame(ui)).show_separator_line(false).show(ui, |ui| {
            let sentence = "row 12, column 7: σ = +1, local field h = −0.21, unstable: the next visit flips it and \
                            lowers the energy by 0.43";
            status_ui(ui, sentence, "28 × 28 · Hebb · T = 0 · asynchronous");
        });
        egui::Panel::bottom("timeline").frame(bar_frame(ui)).show(ui, |ui| {
            let marks =
                [Mark { at: 1.0, text: "fixed point", ghost: false }, Mark { at: 0.3, text: "left", ghost: true }];
            Timeline {
                name: "timeline",
                cursor: 0.49,
                recorded: 2.2,
                step: 0.1,
                live: true,
                readout: "sweep 0.49",
                note: "recorded 2.2",
                marks: &marks,
            }
            .show(ui);
        });
        egui::CentralPanel::default().frame(Frame::new().inner_margin(12)).show(ui, |ui| {
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    left.spacing_mut().item_spacing.y = 12.0;
                    right.spacing_mut().item_spacing.y = 12.0;
                    inputs_ui(left);
                    self.readouts_ui(right);
                }
            });
        });
        self.toast.show(ui.ctx(), 96.0);
        shortcuts::overlay_ui(ui.ctx(), &mut self.keys, &KEYS);
    }

    fn readouts_ui(&mut self, ui: &mut Ui) {
        let tokens = theme::tokens(ui.ctx());
        Card::new("This update").note("spin 381 of sweep 1").show(ui, |ui| {
            let chips = [
                Chip::new("pick i = 137"),
                Chip::new("hᵢ = −0.214"),
                Chip::new("σᵢ = +1 disagrees").tone(Tone::Warning),
                Chip::new("ΔE = 2σᵢhᵢ = −0.428").tone(Tone::Good),
                Chip::new("flip").tone(Tone::Accent),
            ];
            chips_ui(ui, &chips);
        });
        Card::new("Many runs").note("200 recalls from this cue").show(ui, |ui| {
            let share = |label, short, value, colour| Share { label, short, sentence: label, value, colour };
            let shares = [
                share("B snail 172", "B", 172.0, tokens.identity(1)),
                share("A anchor 12", "A", 12.0, tokens.identity(0)),
                share("mixtures 10", "mix", 10.0, tokens.faint),
                share("other 6", "?", 6.0, tokens.hairline),
            ];
            stacked_bar_ui(ui, "many runs", &shares);
            sentence_ui(ui, "200 recalls from this cue: 172 snail, 12 anchor, 10 mixtures of three, 6 other.", None);
        });
        Card::new("Weights").note("zero-centred, and a sequential map").fill_height().show(ui, |ui| {
            let values: Vec<f32> =
                (0..400).map(|index| ((index / 20) as f32 * 0.4).sin() * ((index % 20) as f32 * 0.3).cos()).collect();
            let source = MatrixSource { rows: 20, columns: 20, values: &values, key: (1, 1) };
            let size = Vec2::new(ui.available_width() / 2.0, ui.available_height());
            ui.horizontal_top(|ui| {
                self.weights.show(ui, "weights", source, MatrixMap::Diverging { limit: None }, size);
                let map = MatrixMap::Sequential { low: -1.0, high: 1.0 };
                self.likelihood.show(ui, "likelihood", source, map, size);
            });
        });
    }
}

fn inputs_ui(ui: &mut Ui) {
    let tokens = theme::tokens(ui.ctx());
    Card::new("Memories").note("p = 5").show(ui, |ui| {
        let memories = [("anchor", 0.2), ("snail", 0.74), ("key", 0.02), ("house", -0.43), ("guitar", 0.18)];
        for (index, (name, overlap)) in memories.into_iter().enumerate() {
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let row = format!("{}  {name}", theme::identity_letter(index));
                value_row_ui(ui, &row, &numbers::signed(overlap, 2), Some(tokens.identity_ink(index)));
                overlap_bar_ui(ui, name, overlap, tokens.identity(index));
            });
        }
        ui.horizontal_wrapped(|ui| {
            Button::new("Store state").show(ui);
            Button::new("Load…").show(ui);
            Button::new("Forget").disabled_because(Some("Nothing is selected")).show(ui);
            Button::new("Mirror").selected(true).show(ui);
            Button::new("×").name("Remove").small().quiet().show(ui);
        });
    });
    Card::new("Learning rule").note("how the patterns become couplings, in one line that does not fit here").show(
        ui,
        |ui| {
            Segmented::new("rule", 0, &[(0, "Hebb", ""), (1, "Projection", ""), (2, "Storkey", "")]).show(ui);
            ui.horizontal(|ui| {
                ui.label(egui::RichText::new("Corrupt").color(tokens.soft));
                Segmented::new(
                    "corrupt",
                    2,
                    &[(0, "Flip", ""), (1, "Blank", ""), (2, "Block", ""), (3, "Half", ""), (4, "Blend", "")],
                )
                .show(ui);
            });
            SliderField::new("noise", 25.0, 0.0..=100.0).digits(0).unit("%").label_width(90.0).show(ui);
            SliderField::new("learning rate η", 0.01, 1e-4..=1.0).digits(3).logarithmic().label_width(90.0).show(ui);
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                value_row_ui(ui, "N", &numbers::grouped(100_000), None);
                value_row_ui(ui, "load α = p/N", "0.0064", None);
                value_row_ui(ui, "one-step error", &numbers::power_of_ten(1e-31), None);
                value_row_ui(ui, "largest overlap", "0.49 C·D", Some(tokens.warning));
            });
            let warning = "Correlated patterns: the Hebb capacity 0.138 N does not apply.";
            sentence_ui(ui, warning, Some(tokens.warning));
            sentence_ui(ui, "Every memory is a fixed point.", Some(tokens.good));
        },
    );
    Card::new("Identities").note("letter and colour").show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            for index in 0..tokens.identities() {
                let text = egui::RichText::new(theme::identity_letter(index)).font(theme::semibold(15.0));
                ui.label(text.color(tokens.identity_ink(index)));
                let (rect, _) = ui.allocate_exact_size(Vec2::new(18.0, 12.0), egui::Sense::hover());
                ui.painter().rect_filled(rect, 3.0, tokens.identity(index));
            }
        });
    });
}

const KEYS: [Shortcut; 8] = [
    Shortcut { keys: &[shortcuts::plain(egui::Key::Space)], label: "Space", what: "Play or pause" },
    Shortcut { keys: &[shortcuts::plain(egui::Key::Period)], label: ".", what: "One step of the chosen size" },
    Shortcut { keys: &[shortcuts::plain(egui::Key::R)], label: "R", what: "Begin the same run again" },
    Shortcut { keys: &[shortcuts::plain(egui::Key::N)], label: "N", what: "Draw a new seed and begin again" },
    Shortcut { keys: &[shortcuts::plain(egui::Key::Num1)], label: "1 … 7", what: "Go to a lab" },
    Shortcut { keys: &[shortcuts::command(egui::Key::Z)], label: "Ctrl Z", what: "Undo the last edit" },
    Shortcut { keys: &[shortcuts::command(egui::Key::Y)], label: "Ctrl Y", what: "Redo it" },
    Shortcut { keys: &[shortcuts::plain(egui::Key::T)], label: "T", what: "Dark, light, projector" },
];

#[test]
#[ignore = "draws pictures for people: GLASSBOX_GALLERY=FOLDER cargo test --test widget_gallery -- --ignored"]
fn gallery() -> Result<(), Box<dyn Error>> {
    let named = std::env::var_os("GLASSBOX_GALLERY").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")));
    let frame = Vec2::new(1100.0, 900.0);
    let narrow = Vec2::new(560.0, 560.0);
    for theme in Theme::ALL {
        picture(&folder, "", theme, 1.0, frame, |_| {})?;
        picture(&folder, "", theme, 2.0, frame, |_| {})?;
        picture(&folder, "-narrow", theme, 1.0, narrow, |_| {})?;
        picture(&folder, "-keys", theme, 1.0, frame, |harness| harness.get_by_label("Keys").click())?;
        picture(&folder, "-menu", theme, 1.0, frame, |harness| harness.get_by_label("Step size").click())?;
        picture(&folder, "-focus", theme, 1.0, frame, |harness| harness.get_by_label("Pause").focus())?;
        picture(&folder, "-typing", theme, 1.0, frame, |harness| {
            harness.get_by_label_contains("noise: ").click();
        })?;
        picture(&folder, "-reason", theme, 1.0, frame, |harness| harness.get_by_label("Forget").hover())?;
    }
    Ok(())
}

fn picture(
    folder: &Path,
    name: &str,
    theme: Theme,
    scale: f32,
    size: Vec2,
    act: impl FnOnce(&mut Harness<'_>),
) -> Result<(), Box<dyn Error>> {
    let mut gallery = Gallery::default();
    if name.is_empty() {
        gallery.toast.error("weights.csv: row 7 has 3 columns, where 5 were expected");
    }
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .with_render_cursor(false)
        .with_context_setup(move |ctx| theme::install(ctx, theme))
        .wgpu()
        .build_ui(|ui| gallery.ui(ui));
    harness.run_steps(3);
    act(&mut harness);
    harness.run_steps(5);
    let file = format!("{}-{scale}{name}.png", theme.name());
    Ok(harness.render()?.save(folder.join(file))?)
}
