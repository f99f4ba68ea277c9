//! Each migration of the database can be undone.

use std::collections::BTreeMap;

use walkdir::WalkDir;

use crate::sources::{relative, root};

#[test]
fn migrations_come_in_pairs() {
    let files = WalkDir::new(root().join("migrations")).into_iter().filter_map(Result::ok);
    let paths: Vec<String> = files.map(|entry| relative(entry.path())).collect();

    let alone = without_counterpart(&paths);

    assert!(paths.iter().any(|path| path.ends_with(".up.sql")), "there are migrations");
    assert!(alone.is_empty(), "without a counterpart: {alone:?}");
}

fn without_counterpart(paths: &[String]) -> Vec<String> {
    let mut pairs: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths {
        if let Some(stem) = path.strip_suffix(".up.sql").or_else(|| path.strip_suffix(".down.sql")) {
            *pairs.entry(stem).or_default() += 1;
        }
    }
    pairs.into_iter().filter(|(_, directions)| *directions != 2).map(|(stem, _)| stem.to_owned()).collect()
}

#[test]
fn a_migration_without_its_way_back_is_found() {
    let paths = ["1_a.up.sql", "1_a.down.sql", "2_b.up.sql"].map(str::to_owned);

    assert_eq!(without_counterpart(&paths), ["2_b"]);
}
