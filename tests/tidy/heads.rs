//! Each file begins with what it owns.

use crate::sources::{Source, all_sources, assert_none, sources_below};

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

/// The most words that the first sentence of a file of the server has.
const WORDS_MAX: usize = 20;

#[test]
fn a_file_of_the_server_begins_with_a_short_sentence() {
    let faults: Vec<String> = sources_below("src").iter().filter_map(too_long).collect();

    assert_none(&faults);
}

fn too_long(source: &Source) -> Option<String> {
    let head = source.text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let paragraph: Vec<&str> = head.take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    let sentence = paragraph.split(". ").next().unwrap_or_default();
    let words = sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    (words > WORDS_MAX)
        .then(|| format!("{}: the first sentence has {words} words, of at most {WORDS_MAX}", source.path))
}

#[test]
fn a_first_sentence_of_21_words_is_a_fault_and_what_follows_does_not_count() {
    let of = |head: &str| too_long(&Source::new("src/event/a.rs", head));

    assert_eq!(of(&format!("//! {}end. And {}\n", "word ".repeat(19), "word ".repeat(30))), None);
    assert_eq!(
        of(&format!("//! word\n//! {}end.\n", "word ".repeat(19))).as_deref(),
        Some("src/event/a.rs: the first sentence has 21 words, of at most 20")
    );
}
