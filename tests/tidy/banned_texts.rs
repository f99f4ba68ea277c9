//! Texts that no source may contain.

use crate::sources::{Banned, all_sources, assert_none};

const BANNED: [Banned; 5] = [
    Banned { text: "todo!(", reason: "unfinished work is not committed" },
    Banned { text: "unimplemented!(", reason: "unfinished work is not committed" },
    Banned { text: "#[ignore", reason: "a test that does not run is no test" },
    Banned { text: "#[should_panic", reason: "assert on the error instead" },
    Banned { text: "dbg!(", reason: "left over from debugging" },
];

#[test]
fn no_source_contains_a_banned_text() {
    // The checks themselves quote them.
    let sources = all_sources().into_iter().filter(|source| !source.path.starts_with("tests/tidy/"));

    let faults: Vec<String> = sources.flat_map(|source| source.places_of(&BANNED)).collect();

    assert_none(&faults);
}
