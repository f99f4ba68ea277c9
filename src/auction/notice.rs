//! Notices: what happened on a lot, for all its followers, without any identity.
//!
//! The newest [`NOTICES_MAX`] are kept for each kind of recipients. A notice for one bidder alone therefore never removes
//! a notice that another bidder sees.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::{Cause, CloseCause};
use super::index::BidderIndex;
use crate::clock::Instant;
use crate::ids::Seq;

/// Most notices in one view.
pub(crate) const NOTICES_MAX: usize = 50;

/// Something that happened on the lot.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Notice {
    /// Its place in the journal.
    pub seq: Seq,
    /// When.
    pub at: Instant,
    /// What.
    pub kind: NoticeKind,
    /// What moved the clock or closed the lot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<NoticeCause>,
    /// The buyer's reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Arc<str>>,
    /// The close from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Instant>,
    /// The buyer's message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Arc<str>>,
    /// True for the bidder that the notice is about; left out for all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<bool>,
    /// The alias of the one bidder that the notice is for. Only buyers and auditors get it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Bids count.
    LotOpened,
    /// The close moved.
    LotExtended,
    /// The clock is frozen.
    LotPaused,
    /// The clock runs again.
    LotResumed,
    /// A standing offer was taken away.
    BidAnnulled,
    /// A bidder's request to annul its offer was turned down; told to that bidder.
    AnnulmentDeclined,
    /// A bidder's offers left the ranking.
    BidderExcluded,
    /// The lot has its result.
    LotClosed,
    /// The lot ended without a result.
    LotCancelled,
    /// A buyer's text.
    Message,
}

/// What moved the clock or closed the lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCause {
    /// An accepted bid.
    Bid,
    /// A buyer.
    Buyer,
    /// The server was away.
    Outage,
    /// The closing time came.
    Time,
}

/// A buyer's text, to be sent to its recipients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Message {
    /// Its place in the journal.
    pub seq: Seq,
    /// When it was sent.
    pub at: Instant,
    /// What it says.
    pub text: Arc<str>,
}

/// Whose notices are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recipients {
    /// The public notices, and those for this bidder alone.
    Bidder(BidderIndex),
    /// The public notices.
    Public,
    /// All notices.
    Everything,
}

/// The notices of a lot that are still shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notices {
    happened: Vec<KeptNotice>,
    to_all: Vec<KeptNotice>,
    to_one: Vec<KeptNotice>,
}

#[derive(Debug, Clone)]
struct KeptNotice {
    notice: Notice,
    /// The bidder that it is about.
    about: Option<BidderIndex>,
    /// The only bidder that sees it; none for a public one.
    recipient: Option<BidderIndex>,
}

impl Notice {
    /// A notice that says only what happened and when.
    pub(crate) const fn new(seq: Seq, at: Instant, kind: NoticeKind) -> Self {
        Self { seq, at, kind, cause: None, reason: None, closes_at: None, text: None, own: None, to: None }
    }
}

impl Notices {
    /// Keeps a public notice. Only the bidder that it is about sees that it is `own`.
    pub(crate) fn notify_all(&mut self, notice: Notice, about: Option<BidderIndex>) {
        let list = if notice.kind == NoticeKind::Message { &mut self.to_all } else { &mut self.happened };
        list.push(KeptNotice { notice, about, recipient: None });
        if list.len() > NOTICES_MAX {
            list.remove(0);
        }
    }

    /// Keeps a notice for one bidder alone.
    pub(crate) fn notify_one(&mut self, notice: Notice, bidder: BidderIndex) {
        self.to_one.push(KeptNotice { notice, about: Some(bidder), recipient: Some(bidder) });
        let is_its = |kept: &KeptNotice| kept.recipient == Some(bidder);
        if self.to_one.iter().filter(|kept| is_its(kept)).count() > NOTICES_MAX {
            let oldest = self.to_one.iter().position(is_its).expect("there is more than one");
            self.to_one.remove(oldest);
        }
    }

    /// The newest notices for these recipients, oldest first. `alias_of` gives the alias by which they know a bidder.
    pub(crate) fn newest_for(&self, recipients: Recipients, alias_of: impl Fn(BidderIndex) -> String) -> Vec<Notice> {
        let shown = |kept: &KeptNotice| Notice {
            own: own(kept, recipients),
            to: recipient(kept, recipients).map(&alias_of),
            ..kept.notice.clone()
        };
        let mut notices: Vec<Notice> = self.for_recipients(recipients).map(shown).collect();
        notices.sort_by_key(|notice| notice.seq);
        let older = notices.len().saturating_sub(NOTICES_MAX);
        notices.split_off(older)
    }

    /// The buyers' texts after `after` for these recipients, oldest first.
    pub(crate) fn messages(&self, recipients: Recipients, after: Seq) -> Vec<Message> {
        let message = |kept: &KeptNotice| {
            let notice = &kept.notice;
            Some(Message { seq: notice.seq, at: notice.at, text: notice.text.clone()? })
        };
        let mut messages: Vec<Message> =
            self.for_recipients(recipients).filter(|kept| kept.notice.seq > after).filter_map(message).collect();
        messages.sort_by_key(|message| message.seq);
        messages
    }

    fn for_recipients(&self, recipients: Recipients) -> impl Iterator<Item = &KeptNotice> {
        let private = self.to_one.iter().filter(move |kept| match recipients {
            Recipients::Bidder(bidder) => kept.recipient == Some(bidder),
            Recipients::Public => false,
            Recipients::Everything => true,
        });
        self.happened.iter().chain(&self.to_all).chain(private)
    }
}

fn own(kept: &KeptNotice, recipients: Recipients) -> Option<bool> {
    match recipients {
        Recipients::Bidder(bidder) if kept.about == Some(bidder) => Some(true),
        Recipients::Bidder(_) | Recipients::Public | Recipients::Everything => None,
    }
}

/// The one bidder that a notice is for. Only a viewer who is shown all notices is told which one.
fn recipient(kept: &KeptNotice, recipients: Recipients) -> Option<BidderIndex> {
    match recipients {
        Recipients::Everything => kept.recipient,
        Recipients::Bidder(_) | Recipients::Public => None,
    }
}

impl From<Cause> for NoticeCause {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Bid => Self::Bid,
            Cause::Buyer => Self::Buyer,
            Cause::Outage => Self::Outage,
        }
    }
}

impl From<CloseCause> for NoticeCause {
    fn from(cause: CloseCause) -> Self {
        match cause {
            CloseCause::Time => Self::Time,
            CloseCause::Buyer => Self::Buyer,
        }
    }
}
