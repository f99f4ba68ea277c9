//! One fault in a JSON text: where it is, and what is wrong.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::Code;
use super::signs;

/// A fault in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[error("{path}: {message}")]
pub struct Problem {
    /// Where: a JSON pointer, `/lots/0/rules/ties`.
    pub path: String,
    /// What is wrong, for programs: stable, where the message is not.
    pub code: Code,
    /// What is wrong, the rule, and the nearest right value.
    pub message: String,
}

impl Problem {
    /// A problem at `path`.
    pub(crate) fn new(path: impl Into<String>, code: Code, message: impl Into<String>) -> Self {
        Self { path: path.into(), code, message: message.into() }
    }

    /// A problem with the text as a whole.
    pub(crate) fn whole(code: Code, message: impl Into<String>) -> Self {
        Self::new("", code, message)
    }
}

/// The beginning of a text that came from outside, short enough to be repeated in a message. Signs that would change how
/// the rest of the message is shown are replaced.
pub(crate) fn excerpt(text: &str) -> String {
    const CHARS: usize = 60;
    let shown = |c: char| if c.is_control() || signs::turns_direction(c) { '\u{fffd}' } else { c };
    let mut short: String = text.chars().take(CHARS).map(shown).collect();
    if text.chars().nth(CHARS).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_repeated_text_changes_how_the_message_is_shown() {
        assert_eq!(excerpt("\u{202e}3\n20\u{2066}é\u{200f}"), "\u{fffd}3\u{fffd}20\u{fffd}é\u{fffd}");
    }
}
