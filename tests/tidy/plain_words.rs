//! Words that no comment contains.
//!
//! Readers whose first language is another read each comment once. Pictures and inverted clauses take them two readings.

use crate::comments;
use crate::sources::{Source, all_sources, assert_none};

/// Words and phrases in lower case, and what to write instead.
const WORDS: [(&str, &str); 12] = [
    ("whoever", "say who"),
    ("watchman", "name the task"),
    ("bench", "say group, or benchmark"),
    ("seat", "say follower, or client"),
    ("seats", "say followers, or clients"),
    ("desk", "name the part"),
    ("shelf", "say list, or piece"),
    ("shelves", "say lists, or pieces"),
    ("ear", "name what receives"),
    ("ears", "name what receives"),
    ("so many", "say that many, or give the number"),
    ("of which", "begin a sentence"),
];

#[test]
fn no_comment_contains_a_word_that_needs_a_second_reading() {
    let faults: Vec<String> = all_sources().iter().flat_map(faults).collect();

    assert_none(&faults);
}

fn faults(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, comment) in comments::of(source) {
        let comment = without_code(&comment).to_lowercase();
        for (word, instead) in WORDS.iter().filter(|(word, _)| contains(&comment, word)) {
            faults.push(format!("{}:{line}: `{word}`: {instead}", source.path));
        }
    }
    faults
}

/// A comment without the names of code in it.
fn without_code(comment: &str) -> String {
    comment.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}

/// Whether `text` contains `phrase` as whole words, and not within a path or a name.
fn contains(text: &str, phrase: &str) -> bool {
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"/_-".contains(c));
    text.match_indices(phrase)
        .any(|(at, _)| is_end(text[..at].chars().next_back()) && is_end(text[at + phrase.len()..].chars().next()))
}

#[test]
fn a_picture_in_a_comment_is_a_fault_and_a_part_of_a_word_or_code_is_none() {
    let of = |text: &str| faults(&Source::new("a.rs", text));

    assert_eq!(of("/// Whoever waits.\n"), ["a.rs:1: `whoever`: say who"]);
    assert_eq!(of("let a = 1;\n/// Takes so\n/// many.\n"), ["a.rs:2: `so many`: say that many, or give the number"]);
    assert_eq!(of("let a = 1; // a seat\n").len(), 1);
    assert_eq!(
        of("/// Early in the year, by `make bench`, on a desktop, in target/bench; benches.\n"),
        Vec::<String>::new()
    );
    assert_eq!(of("let seat = \"// whoever\";\n"), Vec::<String>::new());
}
