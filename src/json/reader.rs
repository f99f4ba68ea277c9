//! Reads values out of a tree; a fault is reported with its path, and reading goes on.
//!
//! A value that cannot be read becomes a placeholder, so that the rest is read too. A caller must not use what it read
//! from a text that has a problem. Paths are written only for problems: navigating a text without faults allocates
//! nothing.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::RangeInclusive;

use serde_json::Number;

use super::bounds::Bounds;
use super::code::Code;
use super::doubled::report_doubled_keys;
use super::instant::read_instant;
use super::pointer;
use super::problem::{Problem, excerpt};
use super::problems::Problems;
use super::signs;
use super::tree::{Member, Tree, plain_digits};
use super::whole::{is_figure, whole_meant};
use crate::clock::Instant;
use crate::money::{Amount, meant};

#[cfg(test)]
mod tests;

/// An identifier where none could be read.
const PLACEHOLDER: &str = "?";

/// A place in the text, and the value there; what is absent is `null`.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    value: &'a Tree<'a>,
    place: NodePlace<'a>,
    problems: &'a Problems,
}

/// The members of an object.
pub(crate) struct Object<'a> {
    members: &'a [Member<'a>],
    place: NodePlace<'a>,
    problems: &'a Problems,
}

/// The elements of a list.
pub(crate) struct Elements<'a> {
    values: &'a [Tree<'a>],
    place: NodePlace<'a>,
    problems: &'a Problems,
}

/// Where a value is.
#[derive(Clone, Copy)]
enum NodePlace<'a> {
    Whole,
    Member(&'a NodePlace<'a>, &'a str),
    Element(&'a NodePlace<'a>, usize),
}

/// Reads a text that has to be one object whose unknown members are ignored.
///
/// # Errors
/// All problems in the order in which they were found, doubled keys first; none where `read` returns nothing without
/// having reported a fault.
pub(crate) fn read_object<T>(json: &[u8], read: impl FnOnce(&Object<'_>) -> Option<T>) -> Result<T, Vec<Problem>> {
    let tree = Tree::read(json).map_err(|problem| vec![problem])?;
    let problems = Problems::default();
    let value = Node::root(&tree, &problems).message().and_then(|object| read(&object));
    match value {
        Some(value) if problems.is_empty() => Ok(value),
        _ => Err(problems.in_order_found()),
    }
}

impl<'a> Node<'a> {
    /// The whole text.
    pub(crate) const fn root(value: &'a Tree<'a>, problems: &'a Problems) -> Self {
        Self { value, place: NodePlace::Whole, problems }
    }

    /// The node, unless it is absent or `null`.
    pub(crate) fn given(self) -> Option<Self> {
        (!matches!(self.value, Tree::Null)).then_some(self)
    }

    /// Whether the text was taken before: what only later versions refuse is no problem with it.
    pub(crate) const fn is_frozen(&self) -> bool {
        self.problems.is_frozen()
    }

    /// Reports what is wrong here.
    pub(crate) fn fault(&self, code: Code, message: impl Into<String>) {
        self.problems.report(&self.place.pointer(), code, message);
    }

    /// Whether nothing was reported of the value as a whole.
    pub(crate) fn is_readable(&self) -> bool {
        self.problems.readable(&self.place.pointer())
    }

    /// Reports that the value is not of the kind that `wanted` names.
    pub(crate) fn mistyped(&self, wanted: &str) {
        let is_whole = matches!(self.place, NodePlace::Whole);
        let lack = match self.value {
            Tree::Null if !is_whole => Some("missing"),
            Tree::Text(text) if text.trim().is_empty() && !is_whole => Some("blank"),
            Tree::Null | Tree::Flag(_) | Tree::Number(_) | Tree::Text(_) | Tree::List(_) | Tree::Object(_) => None,
        };
        match lack {
            Some(lack) => self.fault(Code::Missing, format!("is {lack}; it must be {wanted}")),
            None => self.fault(Code::WrongType, format!("must be {wanted}, and is {}", self.value.kind())),
        }
    }

    /// A whole message: one object whose unknown members are ignored. Doubled keys anywhere in it are reported.
    pub(crate) fn message(&self) -> Option<Object<'a>> {
        let object = self.any_object("one JSON object")?;
        report_doubled_keys(self.value, self.problems);
        Some(object)
    }

    /// An object of any members; without one, the fault is reported.
    pub(crate) fn any_object(&self, wanted: &str) -> Option<Object<'a>> {
        if let Tree::Object(members) = self.value {
            return Some(Object { members, place: self.place, problems: self.problems });
        }
        self.mistyped(wanted);
        None
    }

    /// An object that has no members but the known ones.
    pub(crate) fn object(&self, known: &[&str]) -> Object<'a> {
        let object = self.object_or_empty();
        object.refuse_others(known);
        object
    }

    /// An object whose names are not fixed, of at most `count_max` of what `noun` names.
    pub(crate) fn entries(&self, count_max: usize, noun: &str) -> Object<'a> {
        let object = self.object_or_empty();
        if object.len() <= count_max {
            return object;
        }
        self.fault(Code::TooMany, format!("must have at most {count_max} {noun}, and has {}", object.len()));
        Object { members: &[], ..object }
    }

    fn object_or_empty(&self) -> Object<'a> {
        let empty = Object { members: &[], place: self.place, problems: self.problems };
        self.any_object("an object in braces").unwrap_or(empty)
    }

    /// A list of `count` elements of what `noun` names.
    pub(crate) fn list(&self, count: RangeInclusive<usize>, noun: &str) -> Elements<'a> {
        let mut list = Elements { values: &[], place: self.place, problems: self.problems };
        let Tree::List(values) = self.value else {
            self.mistyped(&format!("a list of {noun} in brackets"));
            return list;
        };
        if count.contains(&values.len()) {
            list.values = values;
        } else {
            let (least, most) = (count.start(), count.end());
            let code = if values.len() < *least { Code::Missing } else { Code::TooMany };
            self.fault(code, format!("must have {least} to {most} {noun}, and has {}", values.len()));
        }
        list
    }

    /// A text of one line that is not blank.
    pub(crate) fn line(&self, bytes_max: usize) -> String {
        let text = self.text(bytes_max);
        if text.contains(['\n', '\r', '\t']) {
            self.fault(Code::BadText, "must be one line, without line breaks and tabs");
        }
        text
    }

    /// A text that is not blank and may have several lines.
    pub(crate) fn text(&self, bytes_max: usize) -> String {
        let Some(text) = self.words("a text in quotes") else { return String::new() };
        if text.trim().is_empty() {
            self.fault(Code::Missing, "must not be empty; where it is not needed, leave it out");
        } else if text.len() > bytes_max {
            self.fault(Code::TooLong, format!("must be at most {bytes_max} bytes, and is {}", text.len()));
        } else {
            self.has_good_signs(text);
        }
        text.to_owned()
    }

    /// Whether `text`, read from here, has no control characters but line breaks and tabs, no signs that turn the
    /// direction of writing, and one that can be seen; otherwise the fault is reported.
    pub(crate) fn has_good_signs(&self, text: &str) -> bool {
        let hidden = || if self.problems.is_frozen() { None } else { signs::hidden_in_text(text) };
        let fault = signs::control_in_text(text).or_else(hidden);
        if let Some(fault) = &fault {
            self.fault(Code::BadText, fault.as_str());
        }
        fault.is_none()
    }

    /// An identifier as `parse` takes it.
    pub(crate) fn id<T, E: Display>(&self, parse: fn(&str) -> Result<T, E>) -> T {
        let text = self.filled("an identifier in quotes, of 1 to 64 bytes").unwrap_or(PLACEHOLDER);
        let space = signs::space_at_an_end(text);
        let hidden = signs::hidden_in_id(text).filter(|_| space.is_none() && !self.problems.is_frozen());
        if let Some(space) = space {
            let message = format!("must not begin or end with a space, and has {space}: \"{}\"", excerpt(text.trim()));
            self.fault(Code::BadText, message);
        }
        let (read, code) = (parse(text), Code::of_bad_id(text));
        let fault = match &read {
            Err(rule) if code != Code::BadText => Some((code, rule.to_string())),
            Err(rule) => Some((code, hidden.unwrap_or_else(|| rule.to_string()))),
            Ok(_) => hidden.map(|hidden| (Code::BadText, hidden)),
        };
        if let Some((code, fault)) = fault {
            self.fault(code, fault);
        }
        read.or_else(|_| parse(PLACEHOLDER)).ok().expect("a question mark is an identifier")
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self) -> bool {
        if let Tree::Flag(flag) = self.value {
            return *flag;
        }
        self.mistyped("true or false, without quotes");
        false
    }

    /// A whole number in `range`.
    pub(crate) fn whole(&self, range: RangeInclusive<u64>) -> u64 {
        let (least, most) = (*range.start(), *range.end());
        let wanted = || match most {
            u64::MAX => format!("a whole number from {least}"),
            _ => format!("a whole number from {least} to {most}"),
        };
        let Some(number) = self.number().filter(|number| number.is_u64() || number.is_i64()) else {
            self.not_whole(&range, &format!("{}, without quotes or point", wanted()));
            return least;
        };
        let number = number.as_u64();
        if let Some(number) = number.filter(|number| range.contains(number)) {
            return number;
        }
        let near = if number.is_some_and(|number| number > most) { most } else { least };
        self.fault(Code::OutOfRange, format!("must be {}; the nearest is {near}", wanted()));
        least
    }

    /// A whole number in `range`, which may be below zero.
    pub(crate) fn signed(&self, range: RangeInclusive<i64>) -> i64 {
        let (least, most) = (*range.start(), *range.end());
        let Some(number) = self.number().filter(|number| number.is_u64() || number.is_i64()) else {
            let wanted = format!("a whole number from {least} to {most}, without quotes or point");
            self.not_whole(&(0..=most.unsigned_abs()), &wanted);
            return least;
        };
        if let Some(number) = number.as_i64().filter(|number| range.contains(number)) {
            return number;
        }
        let near = if number.as_i64().is_some_and(|number| number < least) { least } else { most };
        self.fault(Code::OutOfRange, format!("must be a whole number from {least} to {most}; the nearest is {near}"));
        least
    }

    /// Reports that the value is no whole number, with the one of `range` that was meant, where there is one.
    fn not_whole(&self, range: &RangeInclusive<u64>, wanted: &str) {
        let written = match self.value {
            Tree::Number(number) => number.to_string(),
            Tree::Text(text) if is_figure(text) => format!("\"{}\"", excerpt(text)),
            Tree::Null | Tree::Flag(_) | Tree::Text(_) | Tree::List(_) | Tree::Object(_) => {
                return self.mistyped(wanted);
            }
        };
        let meant = whole_meant(self.value).filter(|number| range.contains(number));
        let hint = meant.map_or_else(String::new, |number| format!("; perhaps {number}"));
        self.fault(Code::NotAWholeNumber, format!("must be {wanted}, and is {written}{hint}"));
    }

    /// As [`Self::whole`], for a range that fits.
    pub(crate) fn count(&self, range: RangeInclusive<u64>) -> u32 {
        u32::try_from(self.whole(range)).unwrap_or(u32::MAX)
    }

    /// The number here, if it is one.
    pub(crate) const fn number(&self) -> Option<&'a Number> {
        match self.value {
            Tree::Number(number) => Some(number),
            Tree::Null | Tree::Flag(_) | Tree::Text(_) | Tree::List(_) | Tree::Object(_) => None,
        }
    }

    /// Decimal text within `bounds`.
    pub(crate) fn amount(&self, bounds: &Bounds) -> Amount {
        if let Some(number) = self.number() {
            let digits = plain_digits(number);
            self.fault(Code::WrongType, format!("must be decimal text, not a number: write \"{digits}\" in quotes"));
            return Amount::ZERO;
        }
        let Some(text) = self.filled("decimal text in quotes, such as \"12.50\"") else { return Amount::ZERO };
        let amount = match text.parse::<Amount>() {
            Ok(amount) => amount,
            Err(rule) => {
                let meant = meant(text, bounds.unit_sign()).filter(|amount| bounds.fault(*amount).is_none());
                let hint = meant.map_or_else(String::new, |amount| format!("; perhaps \"{amount}\""));
                self.fault(Code::BadDecimal, format!("{rule}, and is \"{}\"{hint}", excerpt(text)));
                return Amount::ZERO;
            }
        };
        if let Some((code, fault)) = bounds.fault(amount) {
            self.fault(code, fault);
        }
        amount
    }

    /// An instant.
    pub(crate) fn instant(&self) -> Instant {
        const EPOCH: Instant = Instant::from_micros(0);
        let Some(text) = self.filled("an instant in quotes, such as \"2026-11-21T14:00:00Z\"") else { return EPOCH };
        read_instant(text).unwrap_or_else(|(code, fault)| {
            self.fault(code, fault);
            EPOCH
        })
    }

    /// The meaning of one of the words of `choices`; the first where it is none of them.
    pub(crate) fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> T {
        let words = || choices.iter().map(|(word, _)| *word);
        let listed = words().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        if let Some(text) = self.filled(&format!("one of {listed}")) {
            if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text) {
                return *value;
            }
            let hint = self.problems.hint(text, words());
            self.fault(Code::UnknownChoice, format!("must be one of {listed}{hint}"));
        }
        choices[0].1
    }

    /// The text here, which says something; without one, the fault is reported.
    fn filled(&self, wanted: &str) -> Option<&'a str> {
        let text = self.words(wanted)?;
        if !text.trim().is_empty() {
            return Some(text);
        }
        self.mistyped(wanted);
        None
    }

    /// The text here; without one, the fault is reported.
    pub(crate) fn words(&self, wanted: &str) -> Option<&'a str> {
        if let Tree::Text(text) = self.value {
            return Some(text);
        }
        self.mistyped(wanted);
        None
    }
}

impl<'a> Object<'a> {
    /// Reports each member that is not one of the known ones.
    pub(crate) fn refuse_others(&self, known: &[&str]) {
        for (name, node) in self.iter().filter(|(name, _)| !known.contains(name)) {
            let hint = self.problems.hint(name, known.iter().copied());
            node.fault(
                Code::UnknownMember,
                format!("is not a member known here{hint} (known are {})", known.join(", ")),
            );
        }
    }

    /// The member `name`, or an absent node.
    pub(crate) fn member<'o>(&'o self, name: &'o str) -> Node<'o> {
        let value = self.members.iter().find(|(key, _)| key == name).map_or(&Tree::Null, |(_, value)| value);
        self.node(name, value)
    }

    /// The member `name`, unless it is absent or `null`.
    pub(crate) fn given<'o>(&'o self, name: &'o str) -> Option<Node<'o>> {
        self.member(name).given()
    }

    /// The member `name`, read; `default` where it is absent or `null`.
    pub(crate) fn or<'o, T>(&'o self, name: &'o str, default: T, read: impl FnOnce(Node<'o>) -> T) -> T {
        self.given(name).map_or(default, read)
    }

    /// The text of the member `name`, where there is exactly one such member; nothing is reported.
    pub(crate) fn only_text(&self, name: &str) -> Option<&'a str> {
        let mut found = self.members.iter().filter(|(key, _)| key == name);
        match (found.next(), found.next()) {
            (Some((_, Tree::Text(text))), None) => Some(text),
            _ => None,
        }
    }

    /// How many members there are.
    pub(crate) const fn len(&self) -> usize {
        self.members.len()
    }

    /// All members by name, doubled ones too.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Node<'_>)> {
        self.members.iter().map(|(name, value)| (name.as_ref(), self.node(name, value)))
    }

    /// The members by name; of a doubled name, the first.
    pub(crate) fn distinct(&self) -> impl Iterator<Item = (&str, Node<'_>)> {
        let mut seen = BTreeSet::new();
        self.iter().filter(move |(name, _)| seen.insert(*name))
    }

    /// Reports what is wrong with the object; unlike a fault, it hides none of its members' faults.
    pub(crate) fn remark(&self, code: Code, message: impl Into<String>) {
        self.problems.list(&self.place.pointer(), code, message);
    }

    fn node<'o>(&'o self, name: &'o str, value: &'o Tree<'o>) -> Node<'o> {
        Node { value, place: NodePlace::Member(&self.place, name), problems: self.problems }
    }
}

impl Elements<'_> {
    /// The elements in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Node<'_>> {
        let numbered = self.values.iter().enumerate();
        numbered.map(|(index, value)| Node {
            value,
            place: NodePlace::Element(&self.place, index),
            problems: self.problems,
        })
    }
}

impl NodePlace<'_> {
    fn pointer(&self) -> String {
        let mut path = String::new();
        self.write(&mut path);
        path
    }

    fn write(&self, path: &mut String) {
        match self {
            Self::Whole => {}
            Self::Member(parent, name) => {
                parent.write(path);
                pointer::push(path, name);
            }
            Self::Element(parent, index) => {
                parent.write(path);
                pointer::push(path, &index.to_string());
            }
        }
    }
}
