//! Each file begins with what it owns.

use crate::sources::{Source, all_sources, assert_none};

#[test]
fn every_file_says_what_it_owns() {
    let silent: Vec<String> = all_sources()
        .into_iter()
        .filter(Source::is_rust)
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| format!("{}: no //! at the top", source.path))
        .collect();

    assert_none(&silent);
}
