//! Reads the members of one client object and collects everything that is wrong with them.
//!
//! Each problem names the member, the rule, and the nearest right value where there is one. Members that nobody asks
//! for are ignored.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::strict::{Node, escaped};
use crate::event::Problem;
use crate::ids::{BidRef, ItemId};
use crate::money::Amount;

/// How much of a wrong value is quoted back, in characters.
const QUOTED_CHARS_MAX: usize = 40;

/// One object that is being read.
#[derive(Debug)]
pub(super) struct Reader<'n> {
    members: &'n [(Cow<'n, str>, Node<'n>)],
    problems: Vec<Problem>,
}

impl<'n> Reader<'n> {
    /// Starts on `node`; doubled keys anywhere in it are problems already.
    ///
    /// # Errors
    /// The one problem of a text that is no object.
    pub(super) fn new(node: &'n Node<'n>) -> Result<Self, Problem> {
        let Node::Object(members) = node else {
            return Err(problem("", format!("must be one JSON object, not {}", node.kind())));
        };
        let problems = node
            .doubled_keys()
            .into_iter()
            .map(|path| Problem { path, message: "stands twice: name it once".to_owned() })
            .collect();
        Ok(Self { members, problems })
    }

    /// Whether nothing is wrong so far.
    pub(super) const fn is_content(&self) -> bool {
        self.problems.is_empty()
    }

    /// The problems, once everything has been read.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// The member of that name, where it stands exactly once and is text.
    pub(super) fn readable_text(&self, name: &str) -> Option<&'n str> {
        let mut found = self.members.iter().filter(|(key, _)| key == name);
        match (found.next(), found.next()) {
            (Some((_, Node::Text(text))), None) => Some(text),
            _ => None,
        }
    }

    fn find(&self, name: &str) -> Option<&'n Node<'n>> {
        self.members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Notes a problem with a member.
    pub(super) fn note(&mut self, name: &str, message: String) {
        self.problems.push(problem(name, message));
    }

    /// A member that has to be text.
    pub(super) fn text(&mut self, name: &str, example: &str) -> Option<&'n str> {
        match self.find(name) {
            Some(Node::Text(text)) => Some(text),
            Some(other) => {
                self.note(name, format!("must be text such as {example}, not {}", other.kind()));
                None
            }
            None => {
                self.note(name, format!("is missing: must be text such as {example}"));
                None
            }
        }
    }

    /// A member that is `true` or `false`; absent or null, it is false.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        match self.find(name) {
            None | Some(Node::Null) => false,
            Some(Node::Bool(value)) => *value,
            Some(other) => {
                self.note(name, format!("must be true or false, or left out for false, not {}", other.kind()));
                false
            }
        }
    }

    /// A member that is a whole number from 0.
    pub(super) fn whole_number(&mut self, name: &str) -> Option<u64> {
        let (value, got) = match self.find(name) {
            Some(Node::Number(number)) => (number.as_u64(), number.to_string()),
            Some(other) => (None, other.kind().to_owned()),
            None => {
                self.note(name, "is missing: must be a whole number from 0, such as 1".to_owned());
                return None;
            }
        };
        if value.is_none() {
            self.note(name, format!("must be a whole number from 0, such as 1, not {got}"));
        }
        value
    }

    /// The bid's own name.
    pub(super) fn bid_ref(&mut self) -> Option<BidRef> {
        let text = self.text("ref", "\"bid-1\"")?;
        match BidRef::parse(text) {
            Ok(bid_ref) => Some(bid_ref),
            Err(rule) => {
                self.note("ref", format!("{rule}, and these are {} bytes", text.len()));
                None
            }
        }
    }

    /// A text that says something, of at most `bytes_max` bytes.
    pub(super) fn statement(&mut self, name: &str, bytes_max: usize) -> Option<&'n str> {
        let text = self.text(name, "\"typed a digit too few\"")?.trim();
        if text.is_empty() || text.len() > bytes_max {
            self.note(name, format!("must be 1 to {bytes_max} bytes of text, and these are {}", text.len()));
            return None;
        }
        Some(text)
    }

    /// Unit prices by item.
    pub(super) fn prices(&mut self) -> Option<IndexMap<ItemId, Amount>> {
        const SHAPE: &str = "an object of decimal texts by item, such as {\"nitrile-m\": \"2.98\"}";
        let members = match self.find("prices") {
            Some(Node::Object(members)) => members,
            Some(other) => {
                self.note("prices", format!("must be {SHAPE}, not {}", other.kind()));
                return None;
            }
            None => {
                self.note("prices", format!("is missing: must be {SHAPE}"));
                return None;
            }
        };
        let mut prices = IndexMap::with_capacity(members.len());
        for (key, value) in members {
            match (ItemId::parse(key), price(value)) {
                (Ok(item), Ok(amount)) => {
                    prices.insert(item, amount);
                }
                (Err(rule), _) => self.problems.push(problem("prices", format!("an item's id {rule}"))),
                (_, Err(message)) => {
                    self.problems.push(Problem { path: format!("/prices/{}", escaped(key)), message });
                }
            }
        }
        Some(prices)
    }
}

fn problem(name: &str, message: String) -> Problem {
    let path = if name.is_empty() { String::new() } else { format!("/{name}") };
    Problem { path, message }
}

fn price(value: &Node<'_>) -> Result<Amount, String> {
    match value {
        Node::Text(text) => text.parse::<Amount>().map_err(|rule| {
            let hint = nearest(text).map(|right| format!(": write \"{right}\"")).unwrap_or_default();
            format!("{rule}; not \"{}\"{hint}", quoted(text))
        }),
        Node::Number(number) => Err(format!("must be decimal text, not a number: write \"{number}\" in quotes")),
        Node::Null | Node::Bool(_) | Node::List(_) | Node::Object(_) => {
            Err(format!("must be decimal text such as \"12.50\", not {}", value.kind()))
        }
    }
}

fn quoted(text: &str) -> String {
    let mut quoted: String = text.chars().take(QUOTED_CHARS_MAX).filter(|letter| !letter.is_control()).collect();
    if text.chars().count() > QUOTED_CHARS_MAX {
        quoted.push('…');
    }
    quoted
}

/// The decimal that a wrong text most likely means: `£1,000.5` is `1000.5`, `.5` is `0.5`, `2,98` is `2.98`.
fn nearest(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|letter| letter.is_ascii_digit() || "-.,".contains(*letter)).collect();
    let decimal_comma = !bare.contains('.') && bare.rsplit(',').next().is_some_and(|tail| tail.len() < 3);
    let mut bare =
        if decimal_comma && bare.matches(',').count() == 1 { bare.replace(',', ".") } else { bare.replace(',', "") };
    if bare.starts_with('.') {
        bare.insert(0, '0');
    }
    let bare = bare.trim_end_matches('.');
    let only_dressing = text.chars().all(|letter| letter.is_ascii_digit() || "-.,_ £'".contains(letter));
    (only_dressing && bare.parse::<Amount>().is_ok()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_written_another_way_is_answered_with_the_right_way() {
        let cases = [
            ("£1,000.5", "1000.5"),
            (".5", "0.5"),
            ("2,98", "2.98"),
            ("1_000", "1000"),
            (" 3.10 ", "3.10"),
            ("5.", "5"),
        ];

        for (wrong, right) in cases {
            assert_eq!(nearest(wrong).as_deref(), Some(right), "{wrong}");
        }
    }

    #[test]
    fn nothing_is_guessed_from_what_is_no_price() {
        for text in ["1e3", "", "abc", "1.2.3", "--1", "0x10", "99999999999999"] {
            assert_eq!(nearest(text), None, "{text}");
        }
    }
}
