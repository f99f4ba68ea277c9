//! Which folder of the pages may use which.

use crate::sources::{Banned, Source, assert_none};
use crate::web_imports::{imports, is_view, pages};

/// Each layer with the layers that it may use besides itself.
const TABLE: [(&str, &[&str]); 10] = [
    ("shell", &["screens", "parts", "live", "api", "words", "protocol", "money", "json", "verify"]),
    ("screens", &["parts", "live", "api", "words", "protocol", "money", "json", "verify"]),
    ("parts", &["live", "api", "words", "protocol", "money", "json", "verify"]),
    ("live", &["api", "words", "protocol", "money", "json", "verify"]),
    ("api", &["protocol", "money", "json"]),
    ("words", &["protocol", "money", "json", "verify"]),
    ("protocol", &[]),
    ("money", &[]),
    ("json", &[]),
    ("verify", &[]),
];

/// Where a file of the checker imports something from.
const IMPORTS: [&str; 3] = ["from \"", "import \"", "import(\""];

/// Texts that `words/` must not contain: the same state always has the same words.
const IMPURE: [Banned; 9] = [
    Banned { text: "document.", reason: "words do not touch the page" },
    Banned { text: "window.", reason: "words do not touch the page" },
    Banned { text: "localStorage", reason: "words remember nothing" },
    Banned { text: "sessionStorage", reason: "words remember nothing" },
    Banned { text: "fetch(", reason: "no input or output" },
    Banned { text: "Date.now(", reason: "time is an argument" },
    Banned { text: "new Date()", reason: "time is an argument" },
    Banned { text: "performance.now(", reason: "time is an argument" },
    Banned { text: "Math.random(", reason: "the same words each time" },
];

#[test]
fn layers_of_the_pages_use_only_what_is_below_them() {
    assert_none(&faults(&pages()));
}

#[test]
fn the_words_of_the_pages_are_pure() {
    let words = pages().into_iter().filter(|source| layer(&source.path) == "words");

    let faults: Vec<String> = words.flat_map(|source| source.places_of(&IMPURE)).collect();

    assert_none(&faults);
}

#[test]
fn what_keeps_a_lot_live_draws_nothing() {
    let drawn = pages().into_iter().filter(|source| layer(&source.path) == "live" && is_view(&source.path));

    let faults: Vec<String> = drawn.map(|source| format!("{}: a view in live/", source.path)).collect();

    assert_none(&faults);
}

/// The checker can be read, and run, by somebody who has nothing else of this repository.
#[test]
fn the_checker_of_journals_uses_nothing_but_itself() {
    let checker = pages().into_iter().filter(|source| layer(&source.path) == "verify");

    assert_none(&checker.flat_map(|source| from_elsewhere(&source)).collect::<Vec<_>>());
}

/// The lines that import a package, or a file of another folder.
fn from_elsewhere(source: &Source) -> Vec<String> {
    let is_elsewhere = |path: &str| !path.starts_with("./");
    let imports = |code: &str| IMPORTS.iter().any(|start| code.split(start).skip(1).any(is_elsewhere));
    let lines = source.code().filter(|(_, code)| imports(code));
    lines.map(|(line, _)| format!("{}:{line}: the checker uses only itself", source.path)).collect()
}

fn faults(sources: &[Source]) -> Vec<String> {
    let unknown = sources.iter().filter(|source| allowed(layer(&source.path)).is_none());
    let mut faults: Vec<String> = unknown.map(|source| format!("{}: no layer has this file", source.path)).collect();
    for import in imports(sources) {
        let (from, to) = (layer(&import.from), layer(&import.to));
        let Some(allowed) = allowed(from) else { continue };
        if from != to && !allowed.contains(&to) {
            faults.push(format!("{}:{}: {from} must not use {}", import.from, import.line, import.to));
        }
        if from == "screens" && to == "screens" && screen(&import.from) != screen(&import.to) {
            faults.push(format!("{}:{}: a screen must not use {}", import.from, import.line, import.to));
        }
    }
    faults
}

fn allowed(layer: &str) -> Option<&'static [&'static str]> {
    TABLE.iter().find(|(name, _)| *name == layer).map(|(_, allowed)| *allowed)
}

/// The folder in `web/src`, or the name of a file directly in it; `verify` for the checker, which stands beside it.
fn layer(path: &str) -> &str {
    if path.starts_with("web/verify/") { "verify" } else { part(path, 2) }
}

fn screen(path: &str) -> &str {
    part(path, 3)
}

fn part(path: &str, nth: usize) -> &str {
    let part = path.split('/').nth(nth).unwrap_or_default();
    part.split('.').next().unwrap_or_default()
}

#[test]
fn words_that_use_a_view_and_a_screen_that_uses_another_are_faults() {
    let sources = [
        Source::new("web/src/words/bid.ts", "import { Frame } from \"../parts/frame\";"),
        Source::new("web/src/parts/frame.tsx", "import { money } from \"../money\";"),
        Source::new("web/src/money.ts", ""),
        Source::new("web/src/screens/bidding/box.tsx", "import { Frame } from \"../../parts/frame\";"),
        Source::new("web/src/screens/bidding/page.tsx", "import { Box } from \"./box\";"),
        Source::new("web/src/screens/result.tsx", "\nimport { Box } from \"./bidding/box\";"),
        Source::new("web/src/lot.tsx", ""),
    ];

    let found = faults(&sources);

    assert_eq!(
        found,
        [
            "web/src/lot.tsx: no layer has this file",
            "web/src/words/bid.ts:1: words must not use web/src/parts/frame.tsx",
            "web/src/screens/result.tsx:2: a screen must not use web/src/screens/bidding/box.tsx",
        ]
    );
}

#[test]
fn a_checker_that_uses_a_package_or_the_pages_is_a_fault() {
    let source = Source::new(
        "web/verify/chain.ts",
        "import { a } from \"./line\";\nimport { b } from \"preact\";\nimport { c } from \"../src/money\";\n",
    );

    let found = from_elsewhere(&source);

    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("web/verify/chain.ts:2:") && found[1].starts_with("web/verify/chain.ts:3:"));
}
