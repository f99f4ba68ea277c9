//! The files that the checks read, and how a line of code is told from a comment.
//!
//! Paths are relative to the repository, with `/` between their parts.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Endings of the files that people write.
const ENDINGS: [&str; 5] = ["rs", "ts", "tsx", "scss", "py"];

/// A file that people wrote.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A line that must not be as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Banned {
    pub(crate) text: &'static str,
    pub(crate) reason: &'static str,
}

impl Source {
    /// A made-up file, for the tests of the checks.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The file's lines without their comments, each with its number.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines().map(code_of))
    }

    /// Each place in the code that contains one of these texts.
    pub(crate) fn places_of(&self, texts: &[Banned]) -> Vec<String> {
        let mut faults = Vec::new();
        for (number, code) in self.code() {
            for Banned { text, reason } in texts.iter().filter(|banned| code.contains(banned.text)) {
                faults.push(format!("{}:{number}: `{text}`: {reason}", self.path));
            }
        }
        faults
    }

    pub(crate) fn is_rust(&self) -> bool {
        has_ending(Path::new(&self.path), &["rs"])
    }

    /// Tests use real collaborators, from any part.
    pub(crate) fn is_of_tests(&self) -> bool {
        let stem = self.path.rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default();
        stem == "tests"
            || stem == "testing"
            || stem.ends_with("_tests")
            || self.path.split('/').any(|part| part == "tests")
    }
}

/// A line without its comment. A `//` in a text counts as one too; that hides code, and never makes a comment code.
fn code_of(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// Fails with one line a fault.
#[track_caller]
pub(crate) fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The parts of the server: the top-level modules of `src`, and the crate roots `lib` and `main`.
pub(crate) fn parts() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("src"))
        .expect("src can be read")
        .filter_map(Result::ok)
        .filter_map(|entry| entry.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The files of a part: its own file and all below its folder.
pub(crate) fn sources_of(part: &str) -> Vec<Source> {
    let (file, folder) = (format!("src/{part}.rs"), format!("src/{part}/"));
    sources_below("src").into_iter().filter(|source| source.path == file || source.path.starts_with(&folder)).collect()
}

/// All files that people wrote.
pub(crate) fn all_sources() -> Vec<Source> {
    ["src", "tests", "load-tests", "web/src", "web/test", "web/verify"].into_iter().flat_map(sources_below).collect()
}

/// The files below a folder of the repository.
pub(crate) fn sources_below(folder: &str) -> Vec<Source> {
    WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.file_name() != "node_modules" && entry.file_name() != "target")
        .filter_map(Result::ok)
        .filter(|entry| has_ending(entry.path(), &ENDINGS))
        .map(|entry| Source { path: relative(entry.path()), text: read(entry.path()) })
        .collect()
}

/// A path below the repository, as it is shown.
pub(crate) fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.contains(&ending.to_string_lossy().as_ref()))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_text_in_a_comment_is_no_code() {
    let source = Source::new("a.rs", "let a = 1; // dbg!(a)\ndbg!(a);\n");

    let faults = source.places_of(&[Banned { text: "dbg!(", reason: "left over" }]);

    assert_eq!(faults, ["a.rs:2: `dbg!(`: left over"]);
}

#[test]
fn files_of_tests_are_known_by_their_names() {
    let is_of_tests = |path| Source::new(path, "").is_of_tests();

    assert!(["src/a/tests.rs", "src/a/tests/b.rs", "src/a_tests.rs", "src/a/testing.rs"].into_iter().all(is_of_tests));
    assert!(!["src/attests.rs", "src/a/testimony.rs"].into_iter().any(is_of_tests));
}
