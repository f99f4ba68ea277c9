//! Tests name the rules that they hold: only rules that exist, and every rule of a live lot.
//!
//! A test names its rules in a comment above it, such as `// L2.9, L3.1`, or beside a row of its cases.

use std::collections::BTreeSet;
use std::fs;
use std::ops::RangeInclusive;

use crate::comments;
use crate::sources::{Source, assert_none, root, sources_below};

/// The pages that define rules.
const PAGES: [&str; 2] = ["docs/rules/lot.md", "docs/rules/pages.md"];

/// The sections of the rules of a lot in which a test holds every rule.
const SECTIONS: RangeInclusive<u32> = 2..=7;

/// Rules that no test can hold, and why.
const WITHOUT_A_TEST: [(&str, &str); 2] =
    [("L5.19", "it names the law behind section 5"), ("L7.12", "it names the law behind section 7")];

#[test]
fn every_rule_that_a_comment_names_exists() {
    let pages = pages();
    let defined = defined(&pages);

    assert_none(&sources().iter().flat_map(|source| unknown(source, &defined)).collect::<Vec<_>>());
}

#[test]
fn every_rule_of_a_live_lot_is_held_by_a_test() {
    assert_none(&without_a_test(&pages(), &sources()));
}

/// The sources that name rules. The goals of `load-tests` have numbers of their own, which look like those of rules.
fn sources() -> Vec<Source> {
    ["src", "tests", "web/src", "web/test", "web/verify"].into_iter().flat_map(sources_below).collect()
}

fn pages() -> String {
    let page = |path: &&str| fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    PAGES.iter().map(page).collect()
}

fn unknown(source: &Source, defined: &BTreeSet<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, comment) in comments::of(source) {
        for number in numbers(&comment).filter(|number| !defined.contains(number)) {
            faults.push(format!("{}:{line}: no page of docs/rules defines {number}", source.path));
        }
    }
    faults
}

fn without_a_test(pages: &str, sources: &[Source]) -> Vec<String> {
    let cited: BTreeSet<String> = sources.iter().flat_map(cited).collect();
    let excused: Vec<&str> = WITHOUT_A_TEST.iter().map(|(rule, _)| *rule).chain(not_built(pages)).collect();
    let missing = defined(pages).into_iter().filter(|rule| section(rule).is_some_and(|nth| SECTIONS.contains(&nth)));
    let missing = missing.filter(|rule| !cited.contains(*rule) && !excused.contains(rule));
    missing.map(|rule| format!("no test names {rule}")).collect()
}

/// The rules that the pages define: the bold numbers.
fn defined(pages: &str) -> BTreeSet<&str> {
    pages.split("**").skip(1).step_by(2).filter_map(leading_number).collect()
}

/// The rules in the tables of what is not built yet.
fn not_built(pages: &str) -> impl Iterator<Item = &str> {
    pages.lines().filter_map(|line| leading_number(line.strip_prefix("| ")?))
}

/// The rules that the tests of a file name: each comment in a file of tests, and elsewhere each one above a test, that
/// begins with their numbers.
fn cited(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.text.lines().map(str::trim_start).collect();
    let is_above_a_test = |line: usize| {
        let below = lines[line..].iter().find(|line| !line.starts_with("//"));
        below.is_some_and(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"))
    };
    let comments = comments::of(source).into_iter();
    let of_tests = comments.filter(|(line, _)| source.is_of_tests() || is_above_a_test(*line));
    of_tests.flat_map(|(_, comment)| leading_numbers(&comment).map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn leading_numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map_while(leading_number)
}

fn leading_number(text: &str) -> Option<&str> {
    let word = text.split_whitespace().next()?.trim_end_matches([',', '.', ':']);
    is_number(word).then_some(word)
}

/// The numbers of rules anywhere in a text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '.');
    words.map(|word| word.trim_matches('.')).filter(|word| is_number(word))
}

/// Whether a word is a number such as L2.9, G124 or E44.
fn is_number(word: &str) -> bool {
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match (word.strip_prefix('L').and_then(|rest| rest.split_once('.')), word.strip_prefix(['G', 'E'])) {
        (Some((section, rule)), _) => are_digits(section) && are_digits(rule),
        (None, Some(rule)) => are_digits(rule),
        (None, None) => false,
    }
}

/// The section of a rule of a lot.
fn section(rule: &str) -> Option<u32> {
    rule.strip_prefix('L')?.split('.').next()?.parse().ok()
}

#[test]
fn a_number_that_no_page_defines_is_a_fault_wherever_a_comment_names_it() {
    let defined = BTreeSet::from(["L2.9", "G4"]);
    let text = "/// Judges by row 9 (L2.9).\nlet a = \"L9.9\"; // GS1, L2.10 and G4.\n// L2.9, G5\n";

    let found = unknown(&Source::new("src/a.rs", text), &defined);

    let fault = |line: u32, number: &str| format!("src/a.rs:{line}: no page of docs/rules defines {number}");
    assert_eq!(found, [fault(2, "L2.10"), fault(3, "G5")]);
}

#[test]
fn a_rule_of_a_live_lot_without_a_test_is_a_fault() {
    let page = "* **L1.1** A word.\n* **L2.1** *Row.* See **both**.\n| **L2.2** | `paused` |\n* **L3.1** One.\n\
                * **L3.2** Two.\n* **L5.19** *Source.*\n**G1. Pages.** Not yet.\n| L3.2 | it is not built |\n";
    let tests = Source::new("src/a/tests.rs", "/// L2.1, G1\n/// More words.\n#[test]\nfn a() {}\n");
    let inline = Source::new("src/b.rs", "    // L2.2\n    #[test]\n    fn b() {}\n");
    let code = Source::new("src/c.rs", "/// L3.1 is done here.\nfn c() {}\n");

    assert_eq!(without_a_test(page, &[tests.clone(), inline.clone(), code]), ["no test names L3.1"]);
    let beside_a_case = Source::new("tests/it/d.rs", "const CASES: [(u32, u32); 1] = [\n    (1, 2), // L3.1\n];\n");
    assert_eq!(without_a_test(page, &[tests, inline, beside_a_case]), Vec::<String>::new());
}
