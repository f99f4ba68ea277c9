//! Warnings about ids and names that people cannot tell apart, and about signs that they cannot see (G124).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

use super::super::document::{EventDocument, LotDocument};
use super::super::finding::{Finding, Level};
use super::sound::Sound;
use crate::json::{Code, excerpt, invisible_in};

/// Warns about the title, the contact, the trusts and the bidders of the event.
pub(super) fn event(event: &EventDocument, sound: Sound<'_>, findings: &mut Vec<Finding>) {
    if sound.at(format_args!("/title")) {
        invisible("/title", &event.title, findings);
    }
    if let Some(contact) = event.contact.as_ref().filter(|_| sound.at(format_args!("/contact/name"))) {
        invisible("/contact/name", &contact.name, findings);
    }
    let trusts = event.trusts.iter().map(|trust| (trust.ods.as_str(), trust.name.as_str()));
    parties("/trusts", "/ods", trusts, sound, findings);
    let bidders = event.bidders.iter().map(|bidder| (bidder.id.as_str(), bidder.name.as_str()));
    parties("/bidders", "/id", bidders, sound, findings);
}

/// Warns about the title and the items of the lot at `path`.
pub(super) fn lot(lot: &LotDocument, path: &str, findings: &mut Vec<Finding>) {
    invisible(&format!("{path}/title"), &lot.title, findings);
    let mut seen = Alike::default();
    for (nth, item) in lot.items.iter().enumerate() {
        seen.id(item.id.as_str(), format_args!("{path}/items/{nth}/id"), findings);
        invisible(&format!("{path}/items/{nth}/description"), &item.description, findings);
    }
}

/// Warns about the ids and the names of a list of trusts or bidders.
fn parties<'a>(
    list: &str,
    id_member: &str,
    parties: impl Iterator<Item = (&'a str, &'a str)>,
    sound: Sound<'_>,
    findings: &mut Vec<Finding>,
) {
    let (mut ids, mut names) = (Alike::default(), Alike::default());
    for (nth, (id, name)) in parties.enumerate() {
        if sound.at(format_args!("{list}/{nth}{id_member}")) {
            ids.id(id, format_args!("{list}/{nth}{id_member}"), findings);
        }
        if sound.at(format_args!("{list}/{nth}/name")) {
            names.name(name, format_args!("{list}/{nth}/name"), findings);
            invisible(&format!("{list}/{nth}/name"), name, findings);
        }
    }
}

fn invisible(path: &str, text: &str, findings: &mut Vec<Finding>) {
    if let Some(place) = invisible_in(text) {
        let message = format!("has {place}, which nobody sees: a search for the text does not find it; type it again");
        findings.push(Finding::new(Level::Warning, path.to_owned(), Code::InvisibleText, message));
    }
}

/// The texts of one list so far, by how they look.
#[derive(Default)]
struct Alike<'a>(BTreeMap<String, &'a str>);

impl<'a> Alike<'a> {
    fn id(&mut self, id: &'a str, path: fmt::Arguments<'_>, findings: &mut Vec<Finding>) {
        if let Some(earlier) = self.earlier(id) {
            let message = format!("looks like the id \"{}\" that stands before: choose another", excerpt(earlier));
            findings.push(Finding::new(Level::Warning, path.to_string(), Code::IdsLookAlike, message));
        }
    }

    fn name(&mut self, name: &'a str, path: fmt::Arguments<'_>, findings: &mut Vec<Finding>) {
        if let Some(earlier) = self.earlier(name.trim()) {
            let message = format!("reads like the name \"{}\" that stands before: is it the same?", excerpt(earlier));
            findings.push(Finding::new(Level::Warning, path.to_string(), Code::NameTwice, message));
        }
    }

    /// The first text that looks like this one. Where there is none, this one is kept.
    fn earlier(&mut self, text: &'a str) -> Option<&'a str> {
        let earlier = *self.0.entry(looks(text)).or_insert(text);
        (!std::ptr::eq(earlier, text)).then_some(earlier)
    }
}

/// How a text looks: equal for texts that people read as one (NFKC, letters without their case, the skeleton of Unicode
/// Technical Standard 39).
fn looks(text: &str) -> String {
    if text.is_ascii() {
        return text.bytes().map(|byte| ASCII_LOOKS[usize::from(byte)].as_str()).collect();
    }
    looks_of_any(text)
}

/// How each ASCII character looks. Nearly all ids consist of these, and an event may have thousands.
static ASCII_LOOKS: LazyLock<Vec<String>> =
    LazyLock::new(|| (0..=0x7f_u8).map(|byte| looks_of_any(char::from(byte).encode_utf8(&mut [0; 4]))).collect());

fn looks_of_any(text: &str) -> String {
    // Upper case first: then "ß" and "SS" are the same.
    let folded = text.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect::<String>();
    skeleton(&folded.nfkc().collect::<String>()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{looks, looks_of_any};

    // G124
    #[test]
    fn texts_that_people_read_as_one_look_the_same() {
        for (one, other) in [
            ("acme", "ACME"),
            ("acme", "аcme"),
            ("acme", "ａｃｍｅ"),
            ("acme", "acm\u{200d}e"),
            ("e\u{301}lan", "élan"),
            ("größe", "GRÖSSE"),
            ("b0lt", "bolt"),
            ("item-1", "item-l"),
            ("ﬁt", "fit"),
        ] {
            assert_eq!(looks(one), looks(other), "{one} {other}");
        }
        for (one, other) in [("acme", "acne"), ("m", "n"), ("item-1", "item-2"), ("größe", "grosse"), ("a b", "ab")] {
            assert_ne!(looks(one), looks(other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn an_ascii_text_looks_as_its_characters_do(text in "[ -~]{0,20}") {
            prop_assert_eq!(looks(&text), looks_of_any(&text));
        }
    }
}
