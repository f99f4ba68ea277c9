//! The texts of mails, in plain English.
//!
//! A mail never holds a price or a rank. A link stands on a line of its own. Every mail ends with whom to ask.

use crate::clock::{Instant, uk};

/// A subject and a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Words {
    /// One line.
    pub subject: String,
    /// Paragraphs between empty lines.
    pub text: String,
}

/// What every mail says of this server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The name of the partnership, or of this server.
    pub name: String,
    /// Whom to ask, in one line.
    pub ask: String,
}

/// An invitation: who is invited, for which organisation, by which link, until when.
#[must_use]
pub fn invitation(about: &About, person: &str, organisation: &str, link: &str, until: Instant) -> Words {
    let subject = format!("Your invitation to {}", about.name);
    let paragraphs = [
        format!("{person},"),
        format!("you are invited to {} for {organisation}. Sign in by this link:", about.name),
        link.to_owned(),
        format!(
            "It works once, until {}. Choose a password after that, so that you can sign in again without a link. \
             Nobody else should have the link: who has it signs in as you.",
            uk::time_and_date(until)
        ),
    ];
    about.words(subject, &paragraphs)
}

/// A link that sets a new password.
#[must_use]
pub fn password_reset(about: &About, person: &str, link: &str, until: Instant) -> Words {
    let subject = format!("Set a new password for {}", about.name);
    let paragraphs = [
        format!("{person},"),
        "somebody, probably you, asked for a new password. Set it by this link:".to_owned(),
        link.to_owned(),
        format!(
            "It works once, until {}. Your old password stays until then. If you did not ask, you need do nothing.",
            uk::time_and_date(until)
        ),
    ];
    about.words(subject, &paragraphs)
}

/// A link that signs in, for who was let in again in the middle of an event.
#[must_use]
pub fn sign_in_link(about: &About, person: &str, event: &str, link: &str, until: Instant) -> Words {
    let subject = format!("Sign in to {event}");
    let paragraphs = [
        format!("{person},"),
        format!("the buyer of {event} lets you in again. Sign in by this link:"),
        link.to_owned(),
        format!("It works once, until {}.", uk::time_and_date(until)),
    ];
    about.words(subject, &paragraphs)
}

/// A mail that an administrator asks for, to see that mail works.
#[must_use]
pub fn test(about: &About) -> Words {
    let subject = format!("A test from {}", about.name);
    about.words(subject, &["Mail from this server reaches you.".to_owned()])
}

impl About {
    fn words(&self, subject: String, paragraphs: &[String]) -> Words {
        let end = format!("This mail was sent by a program. Questions: {}", self.ask);
        let text = paragraphs.iter().map(String::as_str).chain([end.as_str()]).collect::<Vec<_>>().join("\n\n");
        Words { subject, text: text + "\n" }
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words(…)")
    }
}
