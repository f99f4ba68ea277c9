//! The end of a page of the messages that a party of a lot was sent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ids::Seq;

/// The last line of a page of a party's messages. A page without it was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ViewsPage {
    /// Always `page`.
    #[serde(rename = "type")]
    pub line: ViewsPageLine,
    /// The record after which the page's whole `lot` message stands.
    pub from: Seq,
    /// The last record that the page has looked at.
    pub to: Seq,
    /// What `from` of the next page has to be; null where this one has reached the end that was asked for.
    pub next: Option<Seq>,
    /// The lot's last record.
    pub head: Seq,
}

/// Which line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewsPageLine {
    /// The last one.
    Page,
}
