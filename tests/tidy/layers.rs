//! Which part of the server may use which. A part is a top-level module of `src`.

use std::collections::BTreeSet;

use crate::modules::{Crate, named_in};
use crate::sources::{Source, assert_none, parts};

/// Each part with the parts that it may use; what is not listed is forbidden.
const TABLE: &[(&str, &[&str])] = &[
    ("ids", &[]),
    ("money", &[]),
    ("clock", &[]),
    ("sha256", &[]),
    ("idempotency", &["sha256"]),
    ("codes", &[]),
    ("json", &["ids", "money", "clock"]),
    ("auction", &["ground"]),
    ("event", &["ground", "auction"]),
    ("auth", &["ground", "background"]),
    ("sheet", &["ground"]),
    ("protocol", &["ground", "auction", "event", "auth", "sheet"]),
    ("journal", &["ground"]),
    ("store", &["ground", "auth", "journal"]),
    ("engine", &["ground", "auction", "event", "protocol", "auth", "journal", "background"]),
    ("background", &[]),
    ("telemetry", &[]),
    ("config", &["auth"]),
    ("ws", &["ground", "protocol", "auth", "engine", "config", "telemetry"]),
    (
        "http",
        &[
            "ground",
            "protocol",
            "auth",
            "engine",
            "config",
            "telemetry",
            "auction",
            "event",
            "ws",
            "background",
            "sheet",
            "outbound",
        ],
    ),
    ("outbound", &["ground", "auth", "engine"]),
    ("app", &["everything"]),
    ("cli", &["everything"]),
];

/// The meaning of `ground`: parts that others are built on.
const GROUND: [&str; 7] = ["ids", "money", "clock", "sha256", "codes", "idempotency", "json"];

/// The roots of the library and of the program are no parts.
const ROOTS: [&str; 2] = ["lib", "main"];

#[test]
fn each_part_uses_only_what_the_table_allows() {
    assert_none(&faults(&Crate::read("src/lib.rs")));
}

#[test]
fn every_part_has_a_row() {
    let known = |part: &String| ROOTS.contains(&part.as_str()) || TABLE.iter().any(|(name, _)| name == part);

    let unknown: Vec<String> = parts().into_iter().filter(|part| !known(part)).collect();

    assert!(unknown.is_empty(), "no row for {unknown:?}");
}

fn faults(all: &Crate) -> Vec<String> {
    let mut faults = BTreeSet::new();
    for (path, module) in all.modules() {
        let Some(part) = path.first() else { continue };
        for named in named_in(module) {
            let Some(used) = all.part_of(path, &named.path) else { continue };
            if used != *part && !may_use(part, &used) {
                faults.insert(format!("{}:{}: {part} must not use {used}", module.file, named.line));
            }
        }
    }
    faults.into_iter().collect()
}

fn may_use(part: &str, used: &str) -> bool {
    let allowed = TABLE.iter().find(|(name, _)| *name == part).map_or(&[][..], |(_, allowed)| allowed);
    allowed.iter().any(|name| *name == used || *name == "everything" || *name == "ground" && GROUND.contains(&used))
}

#[test]
fn a_store_that_reaches_for_the_engine_is_a_fault() {
    let files = [
        ("src/lib.rs", "mod engine; mod store;"),
        ("src/engine.rs", "pub struct Lot;"),
        ("src/store.rs", "use crate::{\n  engine as alive,\n};\nfn f(_: alive::Lot) { g!(super::engine::Lot) }"),
    ];
    let sources = files.map(|(path, text)| Source::new(path, text));

    let found = faults(&Crate::of("src/lib.rs", &sources));

    assert_eq!(found, [2, 4].map(|line| format!("src/store.rs:{line}: store must not use engine")));
}

#[test]
fn the_ground_is_allowed_only_where_the_table_says_so() {
    assert!(may_use("auction", "money") && may_use("cli", "engine"));
    assert!(!may_use("telemetry", "money") && !may_use("money", "ids") && !may_use("new", "ids"));
}
