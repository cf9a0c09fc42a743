//! Writes `assets/licences.txt`: every crate of `Cargo.lock` but this one, with its version and licence, as `cargo metadata`
//! knows them. To be run again whenever `Cargo.lock` changes: `cargo run --example licences`.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use glassbox::io::atomic;
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--format-version", "1", "--locked", "--all-features"];
    let output = Command::new(cargo).args(arguments).current_dir(root).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or("not stated").to_owned();
    let mut lines: Vec<String> = packages
        .iter()
        .filter(|package| package["source"].is_string())
        .map(|package| format!("{}\t{}\t{}", text(package, "name"), text(package, "version"), text(package, "license")))
        .collect();
    lines.sort();
    lines.dedup();
    atomic::write(&root.join("assets/licences.txt"), true, |out| writeln!(out, "{}", lines.join("\n")))?;
    Ok(())
}
