//! The cores are pure: the same commands give the same events, on any machine and at any time.

use crate::sources::{Banned, Source, assert_none, sources_of};

const CORES: [&str; 2] = ["auction", "event"];

/// Texts that no core may contain.
const IMPURE: [Banned; 11] = [
    Banned { text: "f64", reason: "money is exact decimal" },
    Banned { text: "f32", reason: "money is exact decimal" },
    Banned { text: "HashMap", reason: "iteration order would not be the same twice" },
    Banned { text: "HashSet", reason: "iteration order would not be the same twice" },
    Banned { text: "std::time::Instant", reason: "time is an argument" },
    Banned { text: "SystemTime", reason: "time is an argument" },
    Banned { text: "Clock", reason: "time is an argument" },
    Banned { text: "rand::", reason: "randomness is an argument" },
    Banned { text: "tokio::", reason: "no input or output" },
    Banned { text: "std::fs", reason: "no input or output" },
    Banned { text: "async fn", reason: "no input or output" },
];

/// A text that one file of a core may contain.
struct Exception {
    path: &'static str,
    text: &'static str,
}

/// A JSON number is read only to say that it has to be text.
const EXCEPTIONS: [Exception; 1] = [Exception { path: "src/event/document/tree.rs", text: "f64" }];

#[test]
fn the_cores_stay_pure() {
    let faults: Vec<String> = CORES.into_iter().flat_map(sources_of).flat_map(|source| faults(&source)).collect();

    assert_none(&faults);
}

fn faults(source: &Source) -> Vec<String> {
    let allowed = |banned: &Banned| EXCEPTIONS.iter().any(|one| one.path == source.path && one.text == banned.text);
    let impure: Vec<Banned> = IMPURE.into_iter().filter(|banned| !allowed(banned)).collect();
    source.places_of(&impure)
}

#[test]
fn a_float_in_a_core_is_a_fault() {
    let source = Source::new("src/auction/price.rs", "fn price() -> f64 { 0.1 }");

    assert_eq!(faults(&source), ["src/auction/price.rs:1: `f64`: money is exact decimal"]);
}
