//! Warnings about texts that would reveal one bidder to the others.

use super::super::document::EventDocument;
use super::super::finding::{Finding, Level};
use super::sound::Sound;
use crate::json::Code;

/// Shorter names occur in other words by chance.
const NAME_CHARS_MIN: usize = 4;

/// "In no case may contracting authorities disclose the identities of the tenderers." No view does; a title can.
///
/// Warns of each text that every bidder reads and that names one of them, once a text.
pub(super) fn event(event: &EventDocument, sound: Sound<'_>, findings: &mut Vec<Finding>) {
    let names: Vec<(String, &str)> = event
        .bidders
        .iter()
        .enumerate()
        .filter(|(nth, _)| sound.at(format_args!("/bidders/{nth}/name")))
        .map(|(_, bidder)| (bidder.name.trim().to_lowercase(), bidder.name.as_str()))
        .filter(|(name, _)| name.chars().count() >= NAME_CHARS_MIN)
        .collect();
    for (path, text) in public_texts(event).into_iter().filter(|(path, _)| sound.at(format_args!("{path}"))) {
        let text = text.to_lowercase();
        if let Some((_, name)) = names.iter().find(|(name, _)| contains_words(name, &text)) {
            let message = format!("names the bidder \"{name}\" to all others: leave the name out");
            findings.push(Finding::new(Level::Warning, path.clone(), Code::IdentitiesNamed, message));
        }
    }
}

/// The free texts of the document that bidders are shown, with their paths.
fn public_texts(event: &EventDocument) -> Vec<(String, &str)> {
    let mut texts = vec![("/title".to_owned(), event.title.as_str())];
    texts.extend(event.reference.as_deref().map(|text| ("/reference".to_owned(), text)));
    texts.extend(event.terms.as_deref().map(|text| ("/terms".to_owned(), text)));
    for (nth, lot) in event.lots.iter().enumerate() {
        texts.push((format!("/lots/{nth}/title"), lot.title.as_str()));
        for (item_nth, item) in lot.items.iter().enumerate() {
            let path = format!("/lots/{nth}/items/{item_nth}");
            texts.push((format!("{path}/id"), item.id.as_str()));
            texts.push((format!("{path}/description"), item.description.as_str()));
            texts.push((format!("{path}/unit"), item.unit.as_str()));
        }
    }
    texts
}

/// Whether `text` contains `name` as whole words.
fn contains_words(name: &str, text: &str) -> bool {
    text.match_indices(name).any(|(start, found)| {
        let before = text[..start].chars().next_back();
        let after = text[start + found.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}
