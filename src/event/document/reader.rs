//! Reads values out of a tree, carrying the path along: every fault is reported where it stands, and reading goes on.
//!
//! What could not be read becomes a placeholder, so that the rest is read all the same. A document with a problem is
//! never handed out, so no placeholder ever is.

use std::fmt::Display;
use std::ops::RangeInclusive;

use super::bounds::{Bounds, cleaned};
use super::problems::{Problems, excerpt, join};
use super::tree::Tree;
use crate::clock::Instant;
use crate::money::Amount;

/// A place in the document, and what stands there, if anything.
pub(super) struct Node<'a> {
    value: &'a Tree,
    path: String,
    problems: &'a Problems,
}

/// The members of an object.
pub(super) struct Object<'a> {
    members: &'a [(String, Tree)],
    path: String,
    problems: &'a Problems,
}

impl<'a> Node<'a> {
    /// The whole document.
    pub(super) fn root(value: &'a Tree, problems: &'a Problems) -> Self {
        Self { value, path: String::new(), problems }
    }

    /// The node, unless it is absent or `null`.
    pub(super) fn given(self) -> Option<Self> {
        (*self.value != Tree::Null).then_some(self)
    }

    /// Reports what is wrong here.
    pub(super) fn fault(&self, message: impl Into<String>) {
        self.problems.report(&self.path, message);
    }

    /// An object that has no members but the known ones.
    pub(super) fn object(&self, known: &[&str]) -> Object<'a> {
        let members = self.members();
        let object = Object { members, path: self.path.clone(), problems: self.problems };
        for (name, _) in members.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
            object.report_unknown(name, known);
        }
        object
    }

    /// The members of an object whose names are not fixed, at most `count_max` of what `noun` names; of a name that
    /// stands twice, the first.
    pub(super) fn entries(&self, count_max: usize, noun: &str) -> Vec<(&'a str, Node<'a>)> {
        let members = self.members();
        if members.len() > count_max {
            self.fault(format!("must have at most {count_max} {noun}, and has {}", members.len()));
            return Vec::new();
        }
        let mut seen = std::collections::BTreeSet::new();
        let first = members.iter().filter(|(name, _)| seen.insert(name));
        first.map(|(name, value)| (name.as_str(), self.child(join(&self.path, name), value))).collect()
    }

    fn members(&self) -> &'a [(String, Tree)] {
        if let Tree::Object(members) = self.value {
            return members;
        }
        self.mistyped("an object in braces");
        &[]
    }

    /// A list of `count` elements of what `noun` names.
    pub(super) fn list(&self, count: RangeInclusive<usize>, noun: &str) -> Vec<Node<'a>> {
        let Tree::List(elements) = self.value else {
            self.mistyped(&format!("a list of {noun} in brackets"));
            return Vec::new();
        };
        if !count.contains(&elements.len()) {
            let (least, most) = (count.start(), count.end());
            self.fault(format!("must have {least} to {most} {noun}, and has {}", elements.len()));
            return Vec::new();
        }
        let nodes = elements.iter().enumerate();
        nodes.map(|(index, value)| self.child(format!("{}/{index}", self.path), value)).collect()
    }

    /// A text of one line that is not blank.
    pub(super) fn line(&self, bytes_max: usize) -> String {
        let text = self.text(bytes_max);
        if text.contains(['\n', '\r', '\t']) {
            self.fault("must be one line, without line breaks and tabs");
        }
        text
    }

    /// A text that is not blank and may have several lines.
    pub(super) fn text(&self, bytes_max: usize) -> String {
        let Some(text) = self.words("a text in quotes") else { return String::new() };
        if text.trim().is_empty() {
            self.fault("must not be empty; where it is not needed, leave it out");
        } else if text.len() > bytes_max {
            self.fault(format!("must be at most {bytes_max} bytes, and is {}", text.len()));
        } else if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.fault("must not have control characters");
        }
        text.to_owned()
    }

    /// An identifier as `parse` takes it.
    pub(super) fn id<T, E: Display>(&self, parse: fn(&str) -> Result<T, E>) -> T {
        let text = self.words("an identifier in quotes").unwrap_or(PLACEHOLDER);
        if text.trim() != text {
            self.fault(format!("must not begin or end with a space: \"{}\"", excerpt(text.trim())));
        }
        let read = parse(text).or_else(|error| {
            self.fault(error.to_string());
            parse(PLACEHOLDER)
        });
        read.ok().expect("a question mark is an identifier")
    }

    /// `true` or `false`.
    pub(super) fn flag(&self) -> bool {
        if let Tree::Flag(flag) = self.value {
            return *flag;
        }
        self.mistyped("true or false, without quotes");
        false
    }

    /// A whole number in `range`.
    pub(super) fn whole(&self, range: RangeInclusive<u64>) -> u64 {
        let (least, most) = (*range.start(), *range.end());
        let Tree::Whole(number) = self.value else {
            self.mistyped(&format!("a whole number from {least} to {most}, without quotes or point"));
            return least;
        };
        if let Some(number) = u64::try_from(*number).ok().filter(|number| range.contains(number)) {
            return number;
        }
        let near = if *number < i128::from(least) { least } else { most };
        self.fault(format!("must be a whole number from {least} to {most}; the nearest is {near}"));
        least
    }

    /// As [`Self::whole`], for a range that fits.
    pub(super) fn count(&self, range: RangeInclusive<u64>) -> u32 {
        u32::try_from(self.whole(range)).unwrap_or(u32::MAX)
    }

    /// Decimal text within `bounds`.
    pub(super) fn amount(&self, bounds: &Bounds) -> Amount {
        let number = match self.value {
            Tree::Whole(number) => Some(number.to_string()),
            Tree::Number(digits) => Some(digits.clone()),
            Tree::Null | Tree::Flag(_) | Tree::Text(_) | Tree::List(_) | Tree::Object(_) => None,
        };
        if let Some(digits) = number {
            self.fault(format!("must be decimal text, never a JSON number: put it in quotes, \"{digits}\""));
            return Amount::ZERO;
        }
        let Some(text) = self.words("decimal text in quotes, such as \"12.50\"") else { return Amount::ZERO };
        let Ok(amount) = text.parse::<Amount>() else {
            let hint = cleaned(text).map_or_else(String::new, |amount| format!("; perhaps \"{amount}\""));
            self.fault(format!("{}{hint}", crate::money::BadAmount));
            return Amount::ZERO;
        };
        if let Some(fault) = bounds.fault(amount) {
            self.fault(fault);
        }
        amount
    }

    /// An instant.
    pub(super) fn instant(&self) -> Instant {
        const EPOCH: Instant = Instant::from_micros(0);
        let Some(text) = self.words("an instant in quotes, such as \"2026-11-21T14:00:00Z\"") else { return EPOCH };
        super::bounds::instant(text).unwrap_or_else(|fault| {
            self.fault(fault);
            EPOCH
        })
    }

    /// One of the words of `choices`, and what it stands for; the first where it is none of them.
    pub(super) fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> T {
        let words = || choices.iter().map(|(word, _)| *word);
        let listed = words().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        if let Some(text) = self.words(&format!("one of {listed}")) {
            if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text) {
                return *value;
            }
            let hint = self.problems.hint(text, words());
            self.fault(format!("must be one of {listed}{hint}"));
        }
        choices[0].1
    }

    /// The text that stands here; without one, the fault is reported.
    pub(super) fn words(&self, wanted: &str) -> Option<&'a str> {
        if let Tree::Text(text) = self.value {
            return Some(text);
        }
        self.mistyped(wanted);
        None
    }

    fn mistyped(&self, wanted: &str) {
        if *self.value == Tree::Null {
            self.fault(format!("is missing; it must be {wanted}"));
        } else {
            self.fault(format!("must be {wanted}, and is {}", self.value.kind()));
        }
    }

    fn child(&self, path: String, value: &'a Tree) -> Self {
        Self { value, path, problems: self.problems }
    }
}

impl<'a> Object<'a> {
    /// What stands under `name`, or nothing.
    pub(super) fn member(&self, name: &str) -> Node<'a> {
        let value = self.members.iter().find(|(key, _)| key == name).map_or(&Tree::Null, |(_, value)| value);
        Node { value, path: join(&self.path, name), problems: self.problems }
    }

    /// What stands under `name`, unless it is absent or `null`.
    pub(super) fn given(&self, name: &str) -> Option<Node<'a>> {
        self.member(name).given()
    }

    /// What stands under `name`; where nothing does, `default`.
    pub(super) fn or<T>(&self, name: &str, default: T, read: impl FnOnce(Node<'a>) -> T) -> T {
        self.given(name).map_or(default, read)
    }

    fn report_unknown(&self, name: &str, known: &[&str]) {
        let hint = self.problems.hint(name, known.iter().copied());
        let known = known.join(", ");
        self.problems.report(&join(&self.path, name), format!("is not a member known here{hint} (known are {known})"));
    }
}

/// An identifier where none could be read.
const PLACEHOLDER: &str = "?";
