//! The texts of mails, in plain English.
//!
//! A mail never holds a price or a rank. A link stands on a line of its own. Every mail ends with whom to ask.

use crate::auth::people::Person;
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
    // A server is often called as the partnership that runs it.
    let whom_for = if organisation == about.name { String::new() } else { format!(" for {organisation}") };
    let paragraphs = [
        format!("{person},"),
        format!("you are invited to {}{whom_for}. Sign in by this link:", about.name),
        link.to_owned(),
        format!(
            "It works once, until {}. Choose a password after that, so that you can sign in again without a link. \
             Nobody else should have the link: who has it signs in as you.",
            uk::time_and_date(until)
        ),
    ];
    about.words(subject, &paragraphs)
}

/// The name by which a mail speaks to its reader.
#[must_use]
pub fn greeted(person: &Person) -> &str {
    person.name.as_deref().unwrap_or("Hello")
}

/// A link that sets a new password. `by` has asked for it: a name, or "somebody, probably you,".
#[must_use]
pub fn password_reset(about: &About, person: &str, by: &str, link: &str, until: Instant) -> Words {
    let subject = format!("Set a new password for {}", about.name);
    let paragraphs = [
        format!("{person},"),
        format!("{by} asked that you can set a new password. Sign in by this link, and set it then:"),
        link.to_owned(),
        format!(
            "It works once, until {}. Your old password stays until you set a new one. If you did not ask for this, \
             you need do nothing. Nobody else should have the link: who has it signs in as you.",
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

/// That a person of the reader's organisation was let in again. It has no link: only that person gets one.
#[must_use]
pub fn readmitted(about: &About, reader: &str, person: &str, event: &str) -> Words {
    let subject = format!("{person} was let in again");
    let paragraphs = [
        format!("{reader},"),
        format!(
            "the buyer of {event} has let {person} of your organisation in again, because {person} could not sign in. For \
             ten minutes {person} can sign in once without the code of an app."
        ),
        "If this is not right, tell the buyer at once.".to_owned(),
    ];
    about.words(subject, &paragraphs)
}

/// That a bidder asks for its offer to be annulled.
#[must_use]
pub fn annulment_request(about: &About, reader: &str, lot: &str, event: &str, page: &str) -> Words {
    let subject = format!("A bidder asks for an annulment: {lot}");
    let paragraphs = [
        format!("{reader},"),
        format!("in the lot {lot} of {event} a bidder asks that its last offer is annulled. Grant or decline it here:"),
        page.to_owned(),
        "The request ends when the lot closes, or when the bidder makes another offer.".to_owned(),
    ];
    about.words(subject, &paragraphs)
}

/// A lot of a mail about lots that open soon.
#[derive(Debug, Clone, Copy)]
pub struct OpeningLot<'l> {
    /// What it is called.
    pub title: &'l str,
    /// From when bids count.
    pub opens_at: Instant,
}

/// That lots of an event open soon.
#[must_use]
pub fn opening_soon(about: &About, reader: &str, event: &str, lots: &[OpeningLot<'_>], page: &str) -> Words {
    let subject = match lots {
        [only] => format!("{event}: bidding opens at {}", uk::time_and_date(only.opens_at)),
        _ => format!("{event}: {} lots open soon", lots.len()),
    };
    let opening = |lot: &OpeningLot<'_>| format!("{}: {}", lot.title, uk::time_on_day(lot.opens_at));
    let paragraphs = [
        format!("{reader},"),
        format!("bidding opens soon in {event}, to which your organisation is invited:"),
        lots.iter().map(opening).collect::<Vec<_>>().join("\n"),
        format!("These are UK times. Sign in before that, and see that you can open the page:\n\n{page}"),
    ];
    about.words(subject, &paragraphs)
}

/// That new devices have to wait before they sign in as the reader.
#[must_use]
pub fn locked_out(about: &About, reader: &str, until: Instant) -> Words {
    let subject = format!("Many wrong passwords for your account at {}", about.name);
    let paragraphs = [
        format!("{reader},"),
        format!(
            "somebody typed 100 wrong passwords or codes for your account within an hour, on devices that you have not \
             used before. Nobody got in by them. Until {} a new device cannot sign in by password.",
            uk::time_and_date(until)
        ),
        "A device on which you have signed in before works as always, and so does a link by mail: on the page for \
         signing in, choose \"I cannot sign in\"."
            .to_owned(),
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
    /// The same, with another one to ask, where somebody else is named.
    #[must_use]
    pub fn asking(&self, ask: Option<&str>) -> Self {
        Self { name: self.name.clone(), ask: ask.unwrap_or(&self.ask).to_owned() }
    }

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
