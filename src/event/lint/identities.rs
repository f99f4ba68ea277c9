//! Words of the document that would tell one bidder of another.

use super::super::document::EventDocument;
use super::{Finding, Level};

/// "In no case may contracting authorities disclose the identities of the tenderers"; the same stands in Directive
/// 2014/24/EU, article 35(7). No view ever does; a title can.
const IDENTITIES: &str = "PCR 2015 reg 35(25)";
/// Shorter names stand in other words by chance.
const NAME_CHARS_MIN: usize = 4;

/// Warns of texts that every bidder reads and that name one of them; of a text, once.
pub(super) fn event(event: &EventDocument, findings: &mut Vec<Finding>) {
    let names: Vec<(String, &str)> = event
        .bidders
        .iter()
        .map(|bidder| (bidder.name.trim().to_lowercase(), bidder.name.as_str()))
        .filter(|(name, _)| name.chars().count() >= NAME_CHARS_MIN)
        .collect();
    for (path, text) in public_texts(event) {
        let text = text.to_lowercase();
        if let Some((_, name)) = names.iter().find(|(name, _)| stands_in(name, &text)) {
            let message = format!("names the bidder \"{name}\" to all others: leave the name out");
            findings.push(Finding::new(Level::Warning, path.clone(), IDENTITIES, message));
        }
    }
}

/// The free texts of the document that bidders are shown, and where they stand.
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

/// Whether `name` stands in `text` as whole words.
fn stands_in(name: &str, text: &str) -> bool {
    text.match_indices(name).any(|(start, found)| {
        let before = text[..start].chars().next_back();
        let after = text[start + found.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}
