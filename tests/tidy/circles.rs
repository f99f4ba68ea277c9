//! No file needs another that needs the first.
//!
//! A parent that only declares and re-exports its children is in no circle. A child may add methods to its parent's type.
#![expect(clippy::wildcard_enum_match_arm, reason = "the parser's enums grow; what is not asked for is passed over")]

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, Type};

use crate::modules::{Crate, Definition, Module, Role, Target, named_in};
use crate::sources::{Source, assert_none, parts};
use crate::web_imports::{imports, pages};

/// The arrows between files, each with the names that one file takes from the other.
type Arrows = BTreeMap<(String, String), BTreeSet<String>>;

/// A stream hands its records to the writer, which answers streams: two halves of one thing.
const TWO_HALVES: (&str, &str) = ("src/journal/stream.rs", "src/journal/writer");

#[test]
fn no_circle_of_files_in_the_server() {
    let arrows = arrows(&Crate::read("src/lib.rs"));

    let faults: Vec<String> = parts().iter().flat_map(|part| circles(&within(&arrows, part))).collect();

    assert_none(&faults);
}

#[test]
fn no_circle_of_files_in_the_load_tests() {
    assert_none(&circles(&arrows(&Crate::read("load-tests/src/main.rs"))));
}

#[test]
fn no_circle_of_files_in_the_pages() {
    let mut arrows = Arrows::new();
    for import in imports(&pages()) {
        arrows.entry((import.from, import.to)).or_default();
    }

    assert_none(&circles(&arrows));
}

fn within(arrows: &Arrows, part: &str) -> Arrows {
    let (file, folder) = (format!("src/{part}.rs"), format!("src/{part}/"));
    let is_in = |path: &String| *path == file || path.starts_with(&folder);
    let is_half = |path: &str| path.starts_with(TWO_HALVES.1);
    let inner = arrows.iter().filter(|((from, to), _)| is_in(from) && is_in(to));
    let inner = inner.filter(|((from, to), _)| !(from == TWO_HALVES.0 && is_half(to)));
    inner.map(|(arrow, names)| (arrow.clone(), names.clone())).collect()
}

/// Which file uses which, and what of it.
fn arrows(all: &Crate) -> Arrows {
    let mut arrows = Arrows::new();
    for (path, module) in all.modules() {
        let own = types_of_parents(all, path, module);
        for named in named_in(module).into_iter().filter(|named| named.role != Role::ReExport) {
            let Some(Target::Item(definition)) = all.resolve(path, &named.path) else { continue };
            if definition.file != module.file && !own.contains(&definition) {
                arrows.entry((module.file.clone(), definition.file)).or_default().insert(definition.name);
            }
        }
    }
    arrows
}

/// Types of the modules above that this one adds methods to.
fn types_of_parents(all: &Crate, path: &[String], module: &Module) -> BTreeSet<Definition> {
    let blocks = module.items.iter().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => Some(&*block.self_ty),
        _ => None,
    });
    let names = blocks.filter_map(|named| match named {
        Type::Path(named) => Some(named.path.segments.iter().map(|part| part.ident.to_string()).collect::<Vec<_>>()),
        _ => None,
    });
    let definitions = names.filter_map(|name| match all.resolve(path, &name)? {
        Target::Item(definition) => Some(definition),
        Target::Module(_) => None,
    });
    definitions.filter(|definition| path.starts_with(&definition.module)).collect()
}

/// Each circle as a text: its arrows with their names.
fn circles(arrows: &Arrows) -> Vec<String> {
    let files: BTreeSet<&String> = arrows.keys().flat_map(|(from, to)| [from, to]).collect();
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        files.iter().map(|file| (*file, reachable(arrows, file))).collect();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files {
        let circle: BTreeSet<&String> =
            reached[file].iter().copied().filter(|other| reached[*other].contains(file)).collect();
        if circle.is_empty() || !seen.insert(circle.clone()) {
            continue;
        }
        let inner = arrows.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to));
        let lines = inner.map(|((from, to), names)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            format!("  {from} -> {to}: {}", names.join(", ")).trim_end_matches(": ").to_owned()
        });
        found.push(format!("a circle of {} files\n{}", circle.len(), lines.collect::<Vec<_>>().join("\n")));
    }
    found
}

fn reachable<'a>(arrows: &'a Arrows, from: &String) -> BTreeSet<&'a String> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for (_, to) in arrows.keys().filter(|(from, _)| from == file) {
            if found.insert(to) {
                open.push(to);
            }
        }
    }
    found
}

/// The circles of a made-up crate.
fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
    circles(&arrows(&Crate::of(files[0].0, &sources)))
}

#[test]
fn a_parent_that_calls_its_child_which_takes_its_type_is_a_circle() {
    let found = circles_of(&[
        ("src/lib.rs", "mod lot;"),
        ("src/lot.rs", "mod judge; pub struct Lot; fn decide() { judge::judge(); }"),
        ("src/lot/judge.rs", "use super::Lot; pub fn judge() -> Lot { Lot }"),
    ]);

    assert_eq!(
        found,
        ["a circle of 2 files\n  src/lot.rs -> src/lot/judge.rs: judge\n  src/lot/judge.rs -> src/lot.rs: Lot"]
    );
}

#[test]
fn a_name_that_a_parent_re_exports_is_taken_from_the_file_that_defines_it() {
    let found = circles_of(&[
        ("src/lib.rs", "mod lot;"),
        ("src/lot.rs", "mod a; mod b; pub(crate) use self::a::A; pub use b::{B as C};"),
        ("src/lot/a.rs", "use super::C; pub struct A(C);"),
        ("src/lot/b.rs", "pub struct B; fn f() { println!(\"{}\", crate::lot::A::new()); }"),
    ]);

    assert_eq!(found, ["a circle of 2 files\n  src/lot/a.rs -> src/lot/b.rs: B\n  src/lot/b.rs -> src/lot/a.rs: A"]);
}

#[test]
fn methods_of_a_parents_type_and_code_for_tests_make_no_circle() {
    let found = circles_of(&[
        ("src/lib.rs", "mod lot;"),
        ("src/lot.rs", "mod acts; mod kept; use kept::Kept; pub struct Lot(Kept, acts::Act);"),
        ("src/lot/acts.rs", "use super::Lot; pub struct Act; impl Lot { fn act(&self) -> Act { Act } }"),
        ("src/lot/kept.rs", "pub struct Kept; #[cfg(test)] mod tests { use crate::lot::Lot; fn f(lot: Lot) {} }"),
    ]);

    assert_eq!(found, Vec::<String>::new());
}
