//! The columns of a list of bids.

use super::columns::{Columns, FileKind};
use crate::auction::view::{BidLine, BidOutcome, BidSight, CountedOffer, OwnOfferState};
use crate::auction::{Reason, Setup};
use crate::engine::OtherLine;
use crate::ids::{ItemId, PersonId};
use crate::money::Amount;
use crate::sheet::ReportCell;

/// The columns of a whole journal: those of an auditor's list of bids, and rows for records that are no bids.
pub(crate) struct JournalColumns {
    bids: Columns<BidLine>,
    header: Vec<String>,
}

impl JournalColumns {
    /// The columns of the lot's journal.
    #[must_use]
    pub(crate) fn of(setup: &Setup) -> Self {
        let sight = BidSight { others: true, bidders: true, senders: true };
        let items: Vec<ItemId> = setup.items.iter().map(|item| item.id.clone()).collect();
        let bids = columns(setup, sight, &items, FileKind::Csv);
        Self { header: bids.header(), bids }
    }

    /// The names of the columns.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// The row of a bid.
    pub(crate) fn bid(&self, line: &BidLine) -> Vec<ReportCell> {
        self.bids.row(line)
    }

    /// The row of a record that is no bid: what kind of record it is, who has caused it, and why.
    pub(crate) fn other(&self, line: &OtherLine) -> Vec<ReportCell> {
        let text = |text: Option<&str>| text.map_or(ReportCell::Blank, |text| ReportCell::Text(text.to_owned()));
        let cell = |name: &String| match name.as_str() {
            "seq" => ReportCell::Count(line.seq.0),
            "at" => ReportCell::Text(line.at.to_string()),
            "at_uk" => ReportCell::UkTime(line.at),
            "person" => text(line.person.as_ref().map(PersonId::as_str)),
            "outcome" => text(Some(&line.kind)),
            "reason" => text(line.reason.as_deref()),
            _ => ReportCell::Blank,
        };
        self.header.iter().map(cell).collect()
    }
}

/// The columns of the lot's bids for a reader who may know that much of them. `items` are those that have a column; an item
/// that is not of this lot has blank cells.
pub(super) fn columns(setup: &Setup, sight: BidSight, items: &[ItemId], kind: FileKind) -> Columns<BidLine> {
    let mut columns = Columns::new();
    columns.count("seq", |bid: &BidLine| bid.seq.map(|seq| seq.0));
    columns.instant("received_at", |bid| bid.received_at);
    if kind == FileKind::Xlsx {
        columns.uk_time("received_at_uk", |bid| bid.received_at);
    }
    columns.instant("at", |bid| Some(bid.at));
    columns.uk_time("at_uk", |bid| Some(bid.at));
    if sight.others {
        columns.text("alias", |bid| Some(bid.alias.clone()));
    }
    if sight.bidders {
        columns.text("bidder", |bid| bid.bidder.as_ref().map(|(id, _)| id.to_string()));
        columns.text("name", |bid| bid.bidder.as_ref().map(|(_, name)| name.to_string()));
    }
    if sight.senders {
        columns.text("person", |bid| bid.sender.as_ref().map(|(person, _)| person.to_string()));
        columns.text("ref", |bid| bid.sender.as_ref().map(|(_, bid_ref)| bid_ref.to_string()));
    }
    columns.text("outcome", |bid| Some(outcome(bid.outcome)));
    columns.text("reason", |bid| refusal(bid.outcome).map(|(reason, _)| reason.as_str()));
    columns.figure("limit", |bid| refusal(bid.outcome).and_then(|(_, limit)| limit));
    columns.text("confirmed", |bid| bid.confirmed.map(|confirmed| if confirmed { "true" } else { "false" }));
    columns.figure("total", |bid| bid.total);
    columns.figure("evaluated", |bid| bid.evaluated);
    columns.count("rank", |bid| counted(bid.outcome).map(|counted| counted.rank.into()));
    columns.text("state", |bid| counted(bid.outcome).map(|counted| state(counted.state)));
    for item in items {
        let place = setup.items.iter().position(|own| own.id == *item);
        columns.figure(&price_name(item), move |bid| bid.prices.get(place?).copied().flatten());
    }
    columns
}

/// The name of the column with an item's price.
pub(super) fn price_name(item: &ItemId) -> String {
    format!("price {item}")
}

const fn outcome(outcome: BidOutcome) -> &'static str {
    match outcome {
        BidOutcome::Opening(_) => "opening",
        BidOutcome::Accepted(_) => "accepted",
        BidOutcome::Refused { .. } => "refused",
    }
}

const fn refusal(outcome: BidOutcome) -> Option<(Reason, Option<Amount>)> {
    match outcome {
        BidOutcome::Refused { reason, limit } => Some((reason, limit)),
        BidOutcome::Opening(_) | BidOutcome::Accepted(_) => None,
    }
}

const fn counted(outcome: BidOutcome) -> Option<CountedOffer> {
    match outcome {
        BidOutcome::Opening(counted) | BidOutcome::Accepted(counted) => Some(counted),
        BidOutcome::Refused { .. } => None,
    }
}

const fn state(state: OwnOfferState) -> &'static str {
    match state {
        OwnOfferState::Standing => "standing",
        OwnOfferState::Replaced => "replaced",
        OwnOfferState::Annulled => "annulled",
        OwnOfferState::Excluded => "excluded",
    }
}
