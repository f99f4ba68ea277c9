//! Which notice an event causes, and which bidder it is about. A notice never holds an identity.

use std::sync::Arc;

use crate::auction::board::Board;
use crate::auction::event::Event;
use crate::auction::index::BidderIndex;
use crate::auction::notice::{Notice, NoticeKind};
use crate::clock::Instant;
use crate::ids::Seq;

/// Which bidder a notice is about, and who receives it.
pub(super) enum NoticeAbout {
    Nobody,
    /// All followers receive it; this bidder sees that it is its own.
    Somebody(BidderIndex),
    /// Only this bidder receives it.
    Only(BidderIndex),
}

impl Board {
    /// Keeps the notice that the event causes. The event has not been applied yet.
    pub(super) fn notify(&mut self, seq: Seq, at: Instant, event: &Event) {
        let Some((notice, audience)) = self.notice(seq, at, event) else { return };
        let notices = Arc::make_mut(&mut self.notices);
        match audience {
            NoticeAbout::Nobody => notices.notify_all(notice, None),
            NoticeAbout::Somebody(bidder) => notices.notify_all(notice, Some(bidder)),
            NoticeAbout::Only(bidder) => notices.notify_one(notice, bidder),
        }
    }

    /// The notice that the event causes, if it causes one. It never holds an identity.
    pub(super) fn notice(&self, seq: Seq, at: Instant, event: &Event) -> Option<(Notice, NoticeAbout)> {
        let of = |kind| Notice::new(seq, at, kind);
        let text = |text: &str| Some(Arc::from(text));
        let (notice, about) = match event {
            Event::LotOpened { closes_at, .. } => {
                (Notice { closes_at: Some(*closes_at), ..of(NoticeKind::LotOpened) }, NoticeAbout::Nobody)
            }
            Event::LotExtended { closes_at, cause, reason, .. } => {
                let (closes_at, reason) = (Some(*closes_at), reason.as_deref().and_then(text));
                let cause = Some((*cause).into());
                (Notice { cause, reason, closes_at, ..of(NoticeKind::LotExtended) }, NoticeAbout::Nobody)
            }
            Event::LotPaused { cause, reason, .. } => {
                let (cause, reason) = (Some((*cause).into()), reason.as_deref().and_then(text));
                (Notice { cause, reason, ..of(NoticeKind::LotPaused) }, NoticeAbout::Nobody)
            }
            Event::LotResumed { closes_at, reason } => {
                let (closes_at, reason) = (Some(*closes_at), reason.as_deref().and_then(text));
                (Notice { reason, closes_at, ..of(NoticeKind::LotResumed) }, NoticeAbout::Nobody)
            }
            Event::BidAnnulled { bidder, reason, .. } => {
                let notice = Notice { reason: text(reason), ..of(NoticeKind::BidAnnulled) };
                (notice, NoticeAbout::Somebody(self.index_of(bidder)))
            }
            Event::BidderExcluded { bidder, reason } => {
                let notice = Notice { reason: text(reason), ..of(NoticeKind::BidderExcluded) };
                (notice, NoticeAbout::Somebody(self.index_of(bidder)))
            }
            Event::AnnulmentDeclined { bidder, reason, .. } => {
                let notice = Notice { reason: text(reason), ..of(NoticeKind::AnnulmentDeclined) };
                (notice, NoticeAbout::Only(self.index_of(bidder)))
            }
            Event::MessageSent { text: words, to, reason } => {
                let notice = Notice { text: text(words), reason: text(reason), ..of(NoticeKind::Message) };
                (notice, to.as_ref().map_or(NoticeAbout::Nobody, |to| NoticeAbout::Only(self.index_of(to))))
            }
            Event::LotClosed { cause, reason, .. } => {
                let (cause, reason) = (Some((*cause).into()), reason.as_deref().and_then(text));
                (Notice { cause, reason, ..of(NoticeKind::LotClosed) }, NoticeAbout::Nobody)
            }
            Event::LotCancelled { reason } => {
                (Notice { reason: text(reason), ..of(NoticeKind::LotCancelled) }, NoticeAbout::Nobody)
            }
            Event::TermsAccepted { .. }
            | Event::BidAccepted(_)
            | Event::BidRefused(_)
            | Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::AnnulmentRequested { .. } => return None,
        };
        Some((notice, about))
    }
}
