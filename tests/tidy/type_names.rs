//! Each name of a type names one type in the whole server.
#![expect(clippy::wildcard_enum_match_arm, reason = "the parser's enums grow; what is not asked for is passed over")]

use std::collections::BTreeMap;

use syn::Item;

use crate::modules::Crate;
use crate::sources::{Source, assert_none};

/// A name that each command of the command line has for its own flags.
const OF_EACH_COMMAND: (&str, &str) = ("Args", "src/cli/");

#[test]
fn each_type_name_is_defined_once() {
    assert_none(&faults(&Crate::read("src/lib.rs")));
}

fn faults(all: &Crate) -> Vec<String> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, module) in all.modules() {
        for name in module.items.iter().filter_map(type_of) {
            let own = *name == OF_EACH_COMMAND.0 && module.file.starts_with(OF_EACH_COMMAND.1);
            if !own {
                let place = format!("{}:{}", module.file, name.span().start().line);
                places.entry(name.to_string()).or_default().push(place);
            }
        }
    }
    let doubled = places.into_iter().filter(|(_, places)| places.len() > 1);
    doubled.map(|(name, places)| format!("{name}: {}", places.join(", "))).collect()
}

fn type_of(item: &Item) -> Option<&syn::Ident> {
    match item {
        Item::Enum(item) => Some(&item.ident),
        Item::Struct(item) => Some(&item.ident),
        Item::Trait(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        Item::Union(item) => Some(&item.ident),
        _ => None,
    }
}

#[test]
fn a_name_of_two_types_is_a_fault_but_in_tests_and_flags() {
    let files = [
        ("src/lib.rs", "mod a; mod cli;"),
        (
            "src/a.rs",
            "struct Offer;\nmod inner { enum Offer {} }\n#[cfg(test)] mod tests { struct Lot; }\ntrait Lot {}",
        ),
        ("src/cli.rs", "mod b; struct Args;"),
        ("src/cli/b.rs", "struct Args;"),
    ];
    let sources = files.map(|(path, text)| Source::new(path, text));

    let found = faults(&Crate::of("src/lib.rs", &sources));

    assert_eq!(found, ["Offer: src/a.rs:1, src/a.rs:2"]);
}
