//! Every file of Rust is a module of its crate. What stands in another one is never built, and its tests never run.

use crate::sources::{Source, assert_none, sources_below};

/// The folders that have a root of a crate in them.
const CRATES: [&str; 6] = ["src", "tests/it", "tests/model", "tests/tidy", "tests/postgres/src", "load-tests/src"];
/// The names of roots.
const ROOTS: [&str; 2] = ["lib", "main"];

#[test]
fn every_file_is_a_module() {
    let faults: Vec<String> = CRATES.into_iter().flat_map(|folder| lost(&sources_below(folder))).collect();

    assert_none(&faults);
}

/// The files that no other one of their crate declares.
fn lost(sources: &[Source]) -> Vec<String> {
    let rust = || sources.iter().filter(|source| source.is_rust());
    let is_declared = |source: &Source| {
        let (folder, name) = place(&source.path);
        let above = format!("{folder}.rs");
        let is_root = |path: &str| ROOTS.iter().any(|root| *path == format!("{folder}/{root}.rs"));
        let parents = rust().filter(|other| other.path == above || is_root(&other.path));
        let beside = rust().filter(|other| place(&other.path).0 == folder);
        is_root(&source.path)
            || parents.flat_map(Source::code).any(|(_, line)| declares(line, name))
            || beside.flat_map(|other| other.text.lines()).any(|line| line == format!("#[path = \"{name}.rs\"]"))
    };
    rust().filter(|source| !is_declared(source)).map(|source| format!("{}: no module", source.path)).collect()
}

/// The folder of a file, and its name without the ending.
fn place(path: &str) -> (&str, &str) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    (folder, name.trim_end_matches(".rs"))
}

/// Whether the line is `mod name;`, with or without a word on who may use it.
fn declares(line: &str, name: &str) -> bool {
    let declared = line.trim().strip_suffix(';').and_then(|line| line.rsplit_once("mod "));
    declared.is_some_and(|(before, declared)| {
        declared.trim_start_matches("r#") == name && (before.is_empty() || before.starts_with("pub"))
    })
}

#[test]
fn a_file_that_nobody_declares_is_a_fault() {
    let files = [
        ("src/lib.rs", "pub mod lot;\npub(crate) mod r#move;"),
        ("src/move.rs", ""),
        ("src/lot.rs", "    mod judge;\n#[cfg(test)]\n#[path = \"lot_tests.rs\"]\nmod tests;"),
        ("src/lot_tests.rs", ""),
        ("src/lot/judge.rs", "// mod timing;"),
        ("src/lot/timing.rs", ""),
    ];
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();

    assert_eq!(lost(&sources), ["src/lot/timing.rs: no module"]);
}
