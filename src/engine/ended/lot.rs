//! What is kept of a lot that has ended.

use serde::{Deserialize, Serialize};

use crate::auction::State;
use crate::auction::view::RestingOffers;
use crate::clock::Instant;
use crate::engine::entry::{LotEntry, LotSummary};
use crate::engine::recovery::FoldedLot;
use crate::ids::{BidderId, EventId, LotId, OdsCode, OrgId};
use crate::journal::{StreamHead, StreamId, StreamSummary};

/// A lot that has ended, as its summary states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::engine) struct EndedLot {
    event: EventId,
    owner: OrgId,
    title: String,
    bidders: Vec<BidderId>,
    trusts: Vec<OdsCode>,
    state: State,
    opens_at: Instant,
    closes_at: Instant,
    ended_at: Option<Instant>,
    offers: RestingOffers,
}

impl EndedLot {
    /// The summary of a lot. None while the lot has not ended for good.
    pub(in crate::engine) fn summary_of(folded: &FoldedLot) -> Option<StreamSummary> {
        let board = folded.lot.board();
        let summary = LotSummary::of(board);
        if !summary.has_ended_for_good() {
            return None;
        }
        let setup = board.setup();
        let LotSummary { state, opens_at, closes_at, ended_at, requests: _ } = summary;
        let ended = Self {
            event: setup.event.id.clone(),
            owner: setup.event.owner.clone(),
            title: setup.title.clone(),
            bidders: setup.bidders.iter().map(|invited| invited.id.clone()).collect(),
            trusts: setup.event.trusts.iter().map(|trust| trust.ods.clone()).collect(),
            state,
            opens_at,
            closes_at,
            ended_at,
            offers: RestingOffers::of(board),
        };
        let text = serde_json::to_string(&ended).expect("a summary is texts, figures and instants");
        let head = StreamHead { stream: StreamId::lot(&setup.lot), seq: folded.tail.seq, hash: folded.tail.hash };
        Some(StreamSummary { head, text: text.into() })
    }

    /// Reads a summary.
    ///
    /// # Errors
    /// A plain text where it is none of a lot that has ended.
    pub(in crate::engine) fn read(summary: &StreamSummary) -> Result<Self, String> {
        let ended: Self = serde_json::from_str(&summary.text).map_err(|error| error.to_string())?;
        match ended.state {
            State::Closed | State::Cancelled => Ok(ended),
            State::Scheduled | State::Open | State::Paused => Err("the lot has not ended".to_owned()),
        }
    }

    /// The lot's entry.
    pub(in crate::engine) fn into_entry(self, id: LotId) -> LotEntry {
        let Self { event, owner, title, bidders, trusts, state, opens_at, closes_at, ended_at, offers } = self;
        let summary = LotSummary { state, opens_at, closes_at, ended_at, requests: 0 };
        LotEntry::ended(id, (event, owner), title, (bidders.into(), trusts.into()), summary, offers)
    }
}
