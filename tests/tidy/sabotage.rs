//! The deliberate faults in `tests/sabotage` still fit the code, and the tests that catch them still exist.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walkdir::WalkDir;

use crate::sources::{Source, assert_none, relative, root, sources_below};

#[test]
fn every_break_that_the_tests_must_notice_still_applies() {
    for patch in patches() {
        let checked = Command::new("git").args(["apply", "--check"]).arg(&patch).current_dir(root()).output();
        let checked = checked.expect("git is there");
        let words = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{} (tests/sabotage/run says how to renew it): {words}", patch.display());
    }
}

#[test]
fn every_test_that_catches_a_break_exists() {
    let sources = sources_below("src");

    let faults: Vec<String> = patches()
        .iter()
        .flat_map(|patch| {
            missing(&read(patch), &sources).into_iter().map(|test| format!("{}: {test}", relative(patch)))
        })
        .collect();

    assert_none(&faults);
}

fn patches() -> Vec<PathBuf> {
    let files = WalkDir::new(root().join("tests/sabotage")).into_iter().filter_map(Result::ok);
    let paths = files.map(|entry| entry.path().to_owned());
    let patches: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|ending| ending == "patch")).collect();
    assert!(!patches.is_empty(), "there are breaks");
    patches
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The tests that a patch names and that no file has a function for.
fn missing(patch: &str, sources: &[Source]) -> Vec<String> {
    let named = patch.lines().filter_map(|line| line.strip_prefix("Caught by: "));
    let exists = |test: &str| {
        let function = format!("fn {}()", test.rsplit("::").next().unwrap_or(test));
        sources.iter().any(|source| source.text.contains(&function))
    };
    named.filter(|test| !exists(test)).map(str::to_owned).collect()
}

#[test]
fn a_patch_that_names_no_test_of_the_library_is_found() {
    let sources = [Source::new("src/a/tests.rs", "#[test]\nfn it_holds() {}\n")];
    let patch = "Break: none.\nCaught by: a::tests::it_holds\nCaught by: a::tests::it_held\n";

    assert_eq!(missing(patch, &sources), ["a::tests::it_held"]);
}
