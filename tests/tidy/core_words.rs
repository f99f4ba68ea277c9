//! Types of the cores that nobody else decides on: which format a lot has, and what a core has refused.

use crate::modules::{Crate, Definition, Role, Target, named_in};
use crate::sources::{Source, assert_none};

/// Types of the cores, and the only files that may name their cases.
const MATCHED: [(&str, &[&str]); 1] =
    [("Format", &["src/auction/format.rs", "src/auction/rules.rs", "src/event/document/"])];

/// Answers of the cores, which nobody else makes.
const MADE: [&str; 2] = ["WrongState", "Refused"];

const CORES: [&str; 2] = ["auction", "event"];

#[test]
fn only_the_files_of_a_format_ask_which_it_is() {
    assert_none(&matched_elsewhere(&Crate::read("src/lib.rs")));
}

#[test]
fn only_a_core_refuses() {
    assert_none(&made_elsewhere(&Crate::read("src/lib.rs")));
}

fn matched_elsewhere(all: &Crate) -> Vec<String> {
    let mut faults = Vec::new();
    for (file, line, path, definition, _) in uses_of_the_cores(all) {
        let Some((name, places)) = MATCHED.iter().find(|(name, _)| *name == definition.name) else { continue };
        if path.last() != Some(&definition.name) && !places.iter().any(|place| file.starts_with(place)) {
            faults.push(format!("{file}:{line}: {} asks for a {name}", path.join("::")));
        }
    }
    faults
}

fn made_elsewhere(all: &Crate) -> Vec<String> {
    let mut faults = Vec::new();
    for (file, line, path, definition, role) in uses_of_the_cores(all) {
        let is_of_a_core =
            CORES.iter().any(|core| file.starts_with(&format!("src/{core}/")) || file == format!("src/{core}.rs"));
        if role == Role::Value && MADE.contains(&definition.name.as_str()) && !is_of_a_core {
            faults.push(format!("{file}:{line}: {} is made outside the cores", path.join("::")));
        }
    }
    faults
}

type Use = (String, usize, Vec<String>, Definition, Role);

/// Each path to an item of a core, with its file and its line.
fn uses_of_the_cores(all: &Crate) -> Vec<Use> {
    let mut uses = Vec::new();
    for (module_path, module) in all.modules() {
        for named in named_in(module) {
            let Some(Target::Item(definition)) = all.resolve(module_path, &named.path) else { continue };
            if definition.module.first().is_some_and(|part| CORES.contains(&part.as_str())) {
                uses.push((module.file.clone(), named.line, named.path, definition, named.role));
            }
        }
    }
    uses
}

/// A made-up crate whose engine is that text.
fn with_engine(engine: &str) -> Crate {
    let files = [
        ("src/lib.rs", "mod auction; mod engine;"),
        ("src/auction.rs", "pub enum Format { English } pub enum WrongState { Closed } fn f() { WrongState::Closed; }"),
        ("src/engine.rs", engine),
    ];
    Crate::of("src/lib.rs", &files.map(|(path, text)| Source::new(path, text)))
}

#[test]
fn an_engine_that_asks_for_the_format_is_a_fault() {
    let all = with_engine("use crate::auction::Format;\nfn f(a: Format) { matches!(a, Format::English) }");

    assert_eq!(matched_elsewhere(&all), ["src/engine.rs:2: Format::English asks for a Format"]);
}

#[test]
fn an_engine_that_refuses_is_a_fault_and_one_that_passes_a_refusal_on_is_none() {
    let of = |text: &str| made_elsewhere(&with_engine(&format!("use crate::auction::WrongState;\n{text}")));

    let made = of("fn f() -> WrongState { WrongState::Closed }");

    assert_eq!(made, ["src/engine.rs:2: WrongState::Closed is made outside the cores"]);
    assert!(of("fn f(a: WrongState) -> u8 { match a { WrongState::Closed => 1 } }").is_empty());
}
