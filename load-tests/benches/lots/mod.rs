//! Lots for the benchmarks, made from a frozen event document as the server makes them.

// Each benchmark uses a part of this file.
#![allow(dead_code, clippy::unwrap_used, reason = "a bench that meets the unexpected has failed")]

use std::sync::Arc;
use std::time::Duration;

use criterion::Criterion;
use fairlot::auction::{Command, Event, Lot, PlaceBid, RULES_VERSION, Setup};
use fairlot::clock::Instant;
use fairlot::event::{EventDocument, LotPublished, Publication};
use fairlot::ids::{BidRef, BidderId, EventId, ItemId, LotId, OrgId, PersonId, Seq};
use fairlot::journal::record::Committed;
use fairlot::journal::record::{Record, seal};
use fairlot::journal::{Actor, Draft, StreamId};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

pub(crate) const ITEM: &str = "glove";
const OWNER: &str = "wtp";
const OPEN: Instant = Instant::from_micros(1_700_000_000_000_000);
/// Between two bids.
const BID_EVERY_US: i64 = 100;

/// Settings for a short run of each benchmark.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(20)
        .configure_from_args()
}

/// A running auction: a lot, and the place and instant of its next record.
#[derive(Clone)]
pub(crate) struct Auction {
    pub(crate) lot: Lot,
    seq: Seq,
    now: Instant,
    bids: u64,
    bidders: Vec<BidderId>,
}

impl Auction {
    /// An open lot with `bidders` bidders, each with a standing offer.
    pub(crate) fn open(bidders: usize) -> Self {
        let setup = published(bidders).1;
        let bidders = setup.bidders.iter().map(|bidder| bidder.id.clone()).collect();
        let mut auction = Self { lot: Lot::new(Arc::new(setup)), seq: Seq(1), now: OPEN, bids: 0, bidders };
        auction.take_in(&Command::Wake);
        (0..auction.bidders.len()).for_each(|_| drop(auction.bid()));
        auction
    }

    /// The next bidder's next bid. It takes the lead by one step.
    pub(crate) fn next_bid(&self) -> PlaceBid {
        let number = self.bids + 1;
        let nth = usize::try_from(number).unwrap() % self.bidders.len();
        let steps = 1_000_000_000 - number;
        PlaceBid {
            bidder: self.bidders[nth].clone(),
            bid_ref: BidRef::parse(&number.to_string()).unwrap(),
            prices: [(
                ItemId::parse(ITEM).unwrap(),
                format!("{}.{:04}", steps / 10_000, steps % 10_000).parse().unwrap(),
            )]
            .into(),
            confirmed: false,
            received_at: self.now,
        }
    }

    /// Decides and applies the next bid.
    pub(crate) fn bid(&mut self) -> Vec<Event> {
        let bid = self.next_bid();
        self.bids += 1;
        self.take_in(&Command::PlaceBid(bid))
    }

    fn take_in(&mut self, command: &Command) -> Vec<Event> {
        let events = self.lot.decide(command, self.now).unwrap();
        for event in &events {
            self.seq = self.seq.next();
            self.lot.apply(self.seq, self.now, event);
        }
        self.now = self.now.plus_micros(BID_EVERY_US);
        events
    }

    pub(crate) fn now(&self) -> Instant {
        self.now
    }
}

/// The journal of a lot with that many bidders and bids.
pub(crate) fn journal(bidders: usize, bids: usize) -> (StreamId, Vec<Record>) {
    let (first, setup) = published(bidders);
    let stream = StreamId::lot(&setup.lot);
    let buyer = Actor::Buyer { org: OrgId::parse(OWNER).unwrap(), person: PersonId::parse("u1").unwrap() };
    let mut drafts = vec![Draft { at: OPEN, actor: buyer, kind: "lot_published", data: to_raw_value(&first).unwrap() }];
    let ids: Vec<BidderId> = setup.bidders.iter().map(|bidder| bidder.id.clone()).collect();
    let mut auction = Auction { lot: Lot::new(Arc::new(setup)), seq: Seq(1), now: OPEN, bids: 0, bidders: ids };
    let at = auction.now;
    drafts.extend(auction.take_in(&Command::Wake).iter().map(|event| draft(at, event)));
    for _ in 0..bids {
        let at = auction.now;
        drafts.extend(auction.bid().iter().map(|event| draft(at, event)));
    }
    let records = seal(&stream, Committed::NOTHING, &drafts);
    (stream, records)
}

fn draft(at: Instant, event: &Event) -> Draft {
    #[derive(Deserialize)]
    struct Tagged {
        data: Box<RawValue>,
    }
    let Tagged { data } = serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap();
    let (actor, kind) = if let Event::BidAccepted(bid) = event {
        let org = OrgId::parse(bid.bidder.as_str()).unwrap();
        (Actor::Supplier { org, person: PersonId::parse("u1").unwrap() }, "bid_accepted")
    } else {
        (Actor::System, "lot_opened")
    };
    Draft { at, actor, kind, data }
}

fn published(bidders: usize) -> (LotPublished, Setup) {
    let ids: Vec<String> = (0..bidders).map(|nth| format!("bidder-{nth}")).collect();
    let document = json!({
        "title": "Bench", "currency": "GBP", "profile": "custom", "justification": "bench",
        "trusts": [{"ods": "RFS", "name": "One trust"}, {"ods": "RHQ", "name": "Another"}],
        "bidders": ids.iter().map(|id| json!({"id": id, "name": id})).collect::<Vec<_>>(),
        "lots": [{
            "title": "Lot", "decimals": 4, "opens_at": OPEN, "duration_s": 86_400,
            "items": [{"id": ITEM, "description": "Glove", "unit": "each",
                "volumes": {"RFS": "12000", "RHQ": "48000"}, "baselines": {"RFS": "3.20", "RHQ": "2.95"}}],
            "rules": {"beat": "own", "min_decrement": {"absolute": "0.0001"}, "show": {"all_prices": true}},
            "bidders": ids.iter().map(|id| json!({"bidder": id})).collect::<Vec<_>>(),
        }],
    });
    let document = EventDocument::parse(document.to_string().as_bytes()).unwrap();
    let publication = Publication::freeze(&document, OPEN).unwrap();
    let first = LotPublished {
        schema: 1,
        rules_version: RULES_VERSION,
        event: publication.text,
        lot: 0,
        alias_key: "07".repeat(32),
        receipt_key: String::new(),
        event_id: EventId::parse("event-1").unwrap(),
        owner: OrgId::parse(OWNER).unwrap(),
        digest: publication.digest,
    };
    let setup = first.setup(LotId::parse("lot-1").unwrap()).unwrap();
    (first, setup)
}
