//! What only tests need is not built into the program.

use crate::modules::Crate;
use crate::sources::{Source, assert_none};

/// Names of modules for tests.
const FOR_TESTS: [&str; 5] = ["fixture", "testing", "contract", "faulty", "tests"];

/// Named like one for tests: the contract of the HTTP interface, as clients read it.
const NOT_FOR_TESTS: [&str; 1] = ["src/http/contract.rs"];

#[test]
fn modules_for_tests_are_built_for_tests_only() {
    assert_none(&faults(&Crate::read("src/lib.rs")));
}

fn faults(all: &Crate) -> Vec<String> {
    // What is built for tests only has not been read at all.
    let built = all.modules().filter(|(path, module)| {
        path.last().is_some_and(|name| FOR_TESTS.contains(&name.as_str()))
            && !NOT_FOR_TESTS.contains(&module.file.as_str())
    });
    built.map(|(path, module)| format!("{}: {} is not under cfg(test)", module.file, path.join("::"))).collect()
}

#[test]
fn a_fixture_that_is_built_into_the_program_is_a_fault() {
    let files = [
        ("src/lib.rs", "mod fixture; #[cfg(test)] mod testing; #[cfg(test)] mod lot { mod contract; }"),
        ("src/fixture.rs", ""),
    ];
    let sources = files.map(|(path, text)| Source::new(path, text));

    let found = faults(&Crate::of("src/lib.rs", &sources));

    assert_eq!(found, ["src/fixture.rs: fixture is not under cfg(test)"]);
}
