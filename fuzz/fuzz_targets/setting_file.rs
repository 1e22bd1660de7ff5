//! `.env` and TOML files: no text panics, and none shows a secret that it holds.
#![no_main]

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seaworthy_settings::{Secret, Settings, Sources};

#[derive(Debug, Settings)]
#[allow(dead_code)]
struct App {
    a: Option<Secret<String>>,
    b: Option<u16>,
    #[settings(default = [])]
    c: Vec<String>,
    #[settings(default = "")]
    d: BTreeMap<String, String>,
    #[settings(nested)]
    e: Nested,
}

#[derive(Debug, Settings)]
#[allow(dead_code)]
struct Nested {
    f: Option<bool>,
    g: Option<Secret<String>>,
}

/// In memory, where there is such a place.
static FILE: LazyLock<std::path::PathBuf> = LazyLock::new(|| {
    let memory = std::path::Path::new("/dev/shm");
    let directory = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    directory.join(format!("setting-file-{}", std::process::id()))
});

/// What stands in every file where a secret belongs.
const SECRET: &str = "qJx7Zk2VbN9w";

fuzz_target!(|data: &str| {
    let nothing: [(&str, &str); 0] = [];
    let with_secret = format!("A='{SECRET}'\n{data}\nE_G='{SECRET}'\n");
    for text in [data, with_secret.as_str()] {
        if fs::write(&*FILE, text).is_err() {
            return;
        }
        let sources = Sources::pairs(nothing);
        for sources in [sources.clone().dotenv(&*FILE), sources.toml(&*FILE)] {
            let shown = match App::load(&sources) {
                Ok(loaded) => format!("{loaded:?} {}", loaded.report.json()),
                Err(error) => format!("{error} {}", error.json()),
            };
            assert!(data.contains(SECRET) || !shown.contains(SECRET), "{shown}");
        }
    }
});
