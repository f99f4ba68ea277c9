//! Checks on the shape of the code itself: which module may know which, how long files are, which words stand in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

/// Each module with the modules of this crate that it may use. What is not listed is forbidden.
const LAYERS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("sha256", &[]),
    ("ids", &[]),
    ("money", &[]),
    ("json", &["clock", "ids", "money"]),
    ("auction", &["clock", "ids", "money"]),
    ("event", &["clock", "sha256", "ids", "money", "json", "auction"]),
    ("auth", &["clock", "sha256", "ids"]),
    ("protocol", &["clock", "ids", "money", "json", "auction", "event", "auth"]),
    ("journal", &["clock", "sha256", "ids"]),
    ("store", &["clock", "ids", "auth", "journal"]),
    ("engine", &["clock", "ids", "money", "json", "auction", "event", "protocol", "auth", "journal"]),
    ("background", &[]),
    ("telemetry", &[]),
    ("config", &["auth"]),
    (
        "http",
        &[
            "clock",
            "ids",
            "json",
            "auction",
            "event",
            "protocol",
            "auth",
            "engine",
            "ws",
            "background",
            "config",
            "telemetry",
        ],
    ),
    ("ws", &["clock", "ids", "auction", "protocol", "auth", "engine", "config", "telemetry"]),
];

/// The longest file that is allowed, in lines.
const FILE_LINES_MAX: usize = 600;

/// Written by a command, read by nobody.
const GENERATED: &[&str] = &["web/src/protocol/ws.ts"];

/// Texts that must not stand in any source, with the reason.
const BANNED: &[(&str, &str)] = &[
    ("todo!(", "unfinished work is not committed"),
    ("unimplemented!(", "unfinished work is not committed"),
    ("#[ignore", "a test that does not run is no test"),
    ("#[should_panic", "assert on the error instead"),
    ("dbg!(", "left over from debugging"),
];

/// Where a text may stand in a pure module all the same, with the reason.
const PURE_ALL_THE_SAME: &[(&str, &str, &str)] =
    &[("json/tree.rs", "f64", "a JSON number is read only to say that it has to be text")];

/// Texts that must not stand in the pure modules, with the reason.
const IMPURE: &[(&str, &str)] = &[
    ("f64", "money is exact decimal"),
    ("f32", "money is exact decimal"),
    ("HashMap", "iteration order would not be the same twice"),
    ("HashSet", "iteration order would not be the same twice"),
    ("std::time::Instant", "time is an argument"),
    ("SystemTime", "time is an argument"),
    ("Clock", "time is an argument"),
    ("rand::", "randomness is an argument"),
    ("tokio::", "no input or output"),
    ("std::fs", "no input or output"),
    ("async fn", "no input or output"),
];

#[test]
fn modules_use_only_what_stands_to_their_left() {
    let mut faults = Vec::new();

    for (module, allowed) in LAYERS {
        for (path, text) in sources_of(module).into_iter().filter(|(path, _)| !is_of_tests(path)) {
            for (number, line) in text.lines().enumerate() {
                for used in crate_modules_in(line) {
                    if used != *module && !allowed.contains(&used.as_str()) && is_module(&used) {
                        faults.push(format!("{}:{}: {module} must not use {used}", path.display(), number + 1));
                    }
                }
            }
        }
    }

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_has_a_place_in_the_layers() {
    let known: Vec<&str> = LAYERS.iter().map(|(module, _)| *module).chain(["app", "cli", "lib", "main"]).collect();

    let unknown: Vec<String> = modules().into_iter().filter(|module| !known.contains(&module.as_str())).collect();

    assert!(unknown.is_empty(), "no layer for {unknown:?}");
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = all_sources()
        .into_iter()
        .filter(|(path, _)| !GENERATED.iter().any(|generated| path.ends_with(generated)))
        .filter_map(|(path, text)| {
            let lines = text.lines().count();
            (lines > FILE_LINES_MAX).then(|| format!("{}: {lines} lines", path.display()))
        })
        .collect();

    assert!(long.is_empty(), "over {FILE_LINES_MAX} lines:\n{}", long.join("\n"));
}

#[test]
fn every_file_says_what_it_owns() {
    let silent: Vec<String> = all_sources()
        .into_iter()
        .filter(|(path, text)| path.extension().is_some_and(|end| end == "rs") && !text.starts_with("//!"))
        .map(|(path, _)| path.display().to_string())
        .collect();

    assert!(silent.is_empty(), "no //! at the top:\n{}", silent.join("\n"));
}

#[test]
fn banned_texts_stand_nowhere() {
    let faults = all_sources()
        .into_iter()
        .filter(|(path, _)| !path.ends_with("tests/tidy.rs"))
        .flat_map(|source| found(&source, BANNED))
        .collect::<Vec<_>>();

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_pure_modules_stay_pure() {
    let faults = ["json", "auction", "event"]
        .into_iter()
        .flat_map(sources_of)
        .flat_map(|source| {
            let allowed = |text: &str| {
                PURE_ALL_THE_SAME.iter().any(|(path, exception, _)| source.0.ends_with(path) && *exception == text)
            };
            let impure: Vec<_> = IMPURE.iter().copied().filter(|(text, _)| !allowed(text)).collect();
            found(&source, &impure)
        })
        .collect::<Vec<_>>();

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sql_is_written_only_in_the_store() {
    let faults = modules()
        .into_iter()
        .filter(|module| module != "store")
        .flat_map(|module| sources_of(&module))
        .flat_map(|source| found(&source, &[("sqlx::", "SQL belongs to the store")]))
        .collect::<Vec<_>>();

    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_metric_has_its_words() {
    let words = fs::read_to_string(root().join("src/telemetry.rs")).expect("telemetry can be read");
    let (_, words) = words.split_once("fn describe()").expect("telemetry describes");
    let metrics: Vec<[String; 2]> = modules()
        .iter()
        .flat_map(|module| sources_of(module))
        .flat_map(|(_, text)| text.lines().filter_map(metric_of).collect::<Vec<_>>())
        .collect();

    let silent: Vec<_> = metrics
        .iter()
        .filter(|[name, text]| !words.contains(&format!("!({name},")) && !words.contains(&format!("!({text},")))
        .collect();

    assert!(metrics.len() > 10 && silent.is_empty(), "of {} without words: {silent:?}", metrics.len());
}

#[test]
fn migrations_come_in_pairs() {
    let mut pairs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in WalkDir::new(root().join("migrations")).into_iter().filter_map(Result::ok) {
        let path = entry.path().display().to_string();
        for direction in ["up", "down"] {
            if let Some(stem) = path.strip_suffix(&format!(".{direction}.sql")) {
                pairs.entry(stem.to_owned()).or_default().push(direction.to_owned());
            }
        }
    }

    let alone: Vec<&String> =
        pairs.iter().filter(|(_, directions)| directions.len() != 2).map(|(stem, _)| stem).collect();

    assert!(!pairs.is_empty() && alone.is_empty(), "without a counterpart: {alone:?}");
}

#[test]
fn every_break_that_the_tests_must_notice_still_applies() {
    let patches: Vec<PathBuf> = WalkDir::new(root().join("tests/sabotage"))
        .into_iter()
        .filter_map(Result::ok)
        .map(|entry| entry.path().to_owned())
        .filter(|path| path.extension().is_some_and(|end| end == "patch"))
        .collect();
    assert!(!patches.is_empty(), "there are breaks");

    for patch in patches {
        let checked = Command::new("git").args(["apply", "--check"]).arg(&patch).current_dir(root()).output();
        let checked = checked.expect("git is there");
        let words = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{} (tests/sabotage/run says how to renew it): {words}", patch.display());
    }
}

/// Begins like the name of a metric, and is none.
const COOKIE: &str = "\"fairlot_session\"";

/// The name of a metric in the code, and the quoted text that operators know it by.
fn metric_of(line: &str) -> Option<[String; 2]> {
    let (name, text) = line.trim().strip_prefix("pub const ")?.split_once(": &str = ")?;
    let text = text.strip_suffix(';')?;
    (text.starts_with("\"fairlot_") && text != COOKIE).then(|| [name, text].map(str::to_owned))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Top-level modules of the library: the names of files and folders in `src`.
fn modules() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("src"))
        .expect("src can be read")
        .filter_map(Result::ok)
        .filter_map(|entry| entry.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

fn is_module(name: &str) -> bool {
    root().join("src").join(format!("{name}.rs")).exists()
}

/// Tests work with real collaborators, whichever layer these are from.
fn is_of_tests(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let below_root = path.strip_prefix(root()).unwrap_or(path);
    stem == "tests" || stem == "testing" || stem.ends_with("_tests") || below_root.iter().any(|part| part == "tests")
}

/// The modules of this crate that a line of code names. Doc links do not count.
fn crate_modules_in(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    code.match_indices("crate::")
        .map(|(at, found)| {
            code[at + found.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
        })
        .collect()
}

fn sources_of(module: &str) -> Vec<(PathBuf, String)> {
    let source = root().join("src");
    let mut files = read_below(&source.join(module));
    let file = source.join(format!("{module}.rs"));
    if let Ok(text) = fs::read_to_string(&file) {
        files.push((file, text));
    }
    files
}

fn all_sources() -> Vec<(PathBuf, String)> {
    ["src", "tests", "load-tests", "web/src", "web/test"]
        .into_iter()
        .flat_map(|folder| read_below(&root().join(folder)))
        .collect()
}

fn read_below(folder: &Path) -> Vec<(PathBuf, String)> {
    let wanted = ["rs", "ts", "tsx", "scss", "py"];
    WalkDir::new(folder)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != "node_modules" && entry.file_name() != "target")
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|end| wanted.contains(&end.to_string_lossy().as_ref())))
        .filter_map(|entry| Some((entry.path().to_owned(), fs::read_to_string(entry.path()).ok()?)))
        .collect()
}

fn found((path, text): &(PathBuf, String), texts: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (banned, reason) in texts {
            if line.split("//").next().unwrap_or_default().contains(banned) {
                faults.push(format!("{}:{}: `{banned}`: {reason}", path.display(), number + 1));
            }
        }
    }
    faults
}
