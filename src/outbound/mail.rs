//! Mail: from the outbox to a mail server.
//!
//! Owns the address of the mail server, the form of a mail, and when a mail is tried again. The texts of waiting mails are
//! encrypted in the outbox and erased once a mail is sent or given up. No text, link or address of a mail is ever logged.

mod announcer;
mod courier;
mod letter;
mod mailer;
mod retry;
mod sender;
mod server;
pub mod texts;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that meets the unexpected has failed")]
mod tests;

pub use announcer::Announcer;
pub use courier::Courier;
pub use letter::{Letter, LetterError};
pub use mailer::Mailer;
pub use sender::{BadMailSettings, MailSender, NotSent};
pub use server::{BadMailServer, MailServer};
