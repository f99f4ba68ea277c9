//! Mail, as an administrator sees what became of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::Instant;

/// Mails, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MailList {
    /// The mails of this page.
    pub items: Vec<MailView>,
    /// What `after` of the next page has to be; null on the last one.
    pub next: Option<String>,
}

/// A mail without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MailView {
    /// Its id.
    pub id: String,
    /// `invitation`, `sign_in_link`, `password_reset`, `readmission`, `annulment_request`, `lot_opening`, `lock_out` or
    /// `test`.
    pub kind: String,
    /// The address.
    pub to: String,
    /// `waiting`, `sent` or `failed`.
    pub state: String,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was written.
    pub queued_at: Instant,
}
