//! Lots for tests: three bidders, one item of volume 100 for two trusts, open from second 0 to second 600.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::command::{Act, Command, PlaceBid};
use super::event::{Event, Refused};
use super::index::BidderIndex;
use super::lot::Lot;
use super::refusal::Reason;
use super::rules::Rules;
use super::setup::{AliasKey, EventFacts, Invited, Item, Profile, Setup, Trust};
use super::state::WrongState;
use super::view::{Constants, LotView, Viewer};
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, EventId, ItemId, LotId, OdsCode, OrgId, PersonId, Seq};
use crate::money::Amount;

pub(crate) const ACME: &str = "acme";
pub(crate) const BOLT: &str = "bolt";
pub(crate) const CREW: &str = "crew";
pub(crate) const GLOVE: &str = "glove";
pub(crate) const OPEN: Instant = Instant::from_micros(1_700_000_000_000_000);
pub(crate) const CLOSE: Instant = second(600);

/// That many seconds after the opening.
pub(crate) const fn second(second: i64) -> Instant {
    OPEN.plus_micros(second * 1_000_000)
}

pub(crate) fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

pub(crate) fn id(text: &str) -> BidderId {
    BidderId::parse(text).unwrap()
}

pub(crate) fn trust(ods: &str) -> OdsCode {
    OdsCode::parse(ods).unwrap()
}

pub(crate) fn person(name: &str) -> PersonId {
    PersonId::parse(name).unwrap()
}

pub(crate) fn supplier(bidder: &str) -> Viewer {
    Viewer::Bidder(id(bidder))
}

pub(crate) fn observer(ods: &str) -> Viewer {
    Viewer::Observer(trust(ods))
}

pub(crate) fn buyer() -> Viewer {
    Viewer::Buyer(OrgId::parse("wtp").unwrap())
}

pub(crate) fn auditor() -> Viewer {
    Viewer::Auditor(OrgId::parse("wtp").unwrap())
}

pub(crate) fn invited(bidder: &str) -> Invited {
    Invited {
        id: id(bidder),
        name: format!("{bidder} Ltd").into(),
        factor: Amount::ONE,
        divisor: Amount::ONE,
        addition: Amount::ZERO,
        quality: None,
        opening: None,
    }
}

pub(crate) fn item(name: &str, volumes: [&str; 2]) -> Item {
    let [one, other] = volumes.map(amount);
    Item {
        id: ItemId::parse(name).unwrap(),
        description: format!("The {name}"),
        unit: "box".into(),
        gtin: None,
        volumes: IndexMap::from([(trust("RFS"), one), (trust("RHQ"), other)]),
        baselines: IndexMap::from([(trust("RFS"), amount("12")), (trust("RHQ"), amount("9.50"))]),
        volume: Amount::from(one.decimal() + other.decimal()),
    }
}

pub(crate) fn setup() -> Setup {
    let trusts = [("RFS", "Chesterfield"), ("RHQ", "Sheffield")];
    Setup {
        lot: LotId::parse("lot-1").unwrap(),
        event: EventFacts {
            id: EventId::parse("event-1").unwrap(),
            owner: OrgId::parse("wtp").unwrap(),
            title: "Gloves".into(),
            reference: None,
            contact: None,
            currency: "GBP".into(),
            profile: Profile::Custom,
            practice: false,
            contract_months: Some(24),
            contract_starts_on: None,
            terms: None,
            four_eyes: false,
            trusts: trusts.map(|(ods, name)| Trust { ods: trust(ods), name: name.into() }).into(),
            digest: "sha256:00".into(),
        },
        title: "Nitrile".into(),
        decimals: 2,
        opens_at: OPEN,
        closes_at: CLOSE,
        items: vec![item(GLOVE, ["40", "60"])],
        rules: Rules::default(),
        bidders: [ACME, BOLT, CREW].map(invited).into(),
        alias_key: AliasKey([7; 32]),
    }
}

/// The places of the three bidders.
pub(crate) fn places() -> [BidderIndex; 3] {
    BidderIndex::all(3).collect::<Vec<_>>().try_into().unwrap()
}

/// The usual setup, changed.
pub(crate) fn with(change: impl FnOnce(&mut Setup)) -> Setup {
    let mut setup = setup();
    change(&mut setup);
    setup
}

/// The usual setup with these members of the rules replaced, written as in an event document.
pub(crate) fn ruled(rules: &Value) -> Setup {
    with(|setup| setup.rules = rules_with(rules))
}

pub(crate) fn rules_with(changed: &Value) -> Rules {
    let mut document = serde_json::to_value(Rules::default()).unwrap();
    for (name, value) in changed.as_object().unwrap() {
        match (value, &mut document[name]) {
            (Value::Object(members), Value::Object(defaults)) if name == "show" => {
                defaults.extend(members.clone());
            }
            (value, member) => *member = value.clone(),
        }
    }
    serde_json::from_value(document).unwrap()
}

/// A lot and its journal: each event that is decided is applied.
#[derive(Debug, Clone)]
pub(crate) struct Play {
    pub(crate) lot: Lot,
    pub(crate) now: Instant,
    pub(crate) journal: Vec<(Seq, Instant, Event)>,
    constants: Arc<Constants>,
    bids: u32,
}

impl Play {
    /// A published lot, one second before it opens.
    pub(crate) fn published(setup: Setup) -> Self {
        let constants = Arc::new(Constants::new(&setup));
        Self { lot: Lot::new(Arc::new(setup)), now: second(-1), journal: Vec::new(), constants, bids: 0 }
    }

    /// A lot that has just opened.
    pub(crate) fn open(setup: Setup) -> Self {
        let mut play = Self::published(setup);
        play.at(OPEN).wake();
        play
    }

    pub(crate) fn at(&mut self, now: Instant) -> &mut Self {
        self.now = now;
        self
    }

    pub(crate) fn send(&mut self, command: &Command) -> Result<Vec<Event>, WrongState> {
        let events = self.lot.decide(command, self.now)?;
        for event in &events {
            let seq = self.lot.board().seq().next();
            self.lot.apply(seq, self.now, event);
            self.journal.push((seq, self.now, event.clone()));
        }
        Ok(events)
    }

    pub(crate) fn wake(&mut self) -> Vec<Event> {
        self.send(&Command::Wake).unwrap()
    }

    /// Bids one price for the glove, received and judged now, under a new `ref`.
    pub(crate) fn bid(&mut self, bidder: &str, price: &str) -> Vec<Event> {
        let bid = self.glove(bidder, price);
        self.place(bid)
    }

    pub(crate) fn place(&mut self, bid: PlaceBid) -> Vec<Event> {
        self.send(&Command::PlaceBid(bid)).unwrap()
    }

    /// As [`Play::bid`], not sent yet.
    pub(crate) fn glove(&mut self, bidder: &str, price: &str) -> PlaceBid {
        self.priced(bidder, &[(GLOVE, price)])
    }

    pub(crate) fn priced(&mut self, bidder: &str, prices: &[(&str, &str)]) -> PlaceBid {
        self.bids += 1;
        let price = |(item, price): &(&str, &str)| (ItemId::parse(item).unwrap(), amount(price));
        PlaceBid {
            bidder: id(bidder),
            bid_ref: BidRef::parse(&format!("ref-{}", self.bids)).unwrap(),
            prices: prices.iter().map(price).collect(),
            confirmed: false,
            received_at: self.now,
        }
    }

    pub(crate) fn act(&mut self, act: Act) -> Result<Vec<Event>, WrongState> {
        self.act_by("bea", act)
    }

    pub(crate) fn act_by(&mut self, by: &str, act: Act) -> Result<Vec<Event>, WrongState> {
        self.send(&Command::Act { by: person(by), act })
    }

    pub(crate) fn view(&self, viewer: &Viewer) -> Value {
        serde_json::to_value(self.lot_view(viewer)).unwrap()
    }

    pub(crate) fn lot_view(&self, viewer: &Viewer) -> LotView {
        self.lot.board().view(&self.constants, viewer, self.now)
    }

    /// The result as JSON; none before the end.
    pub(crate) fn result(&self, viewer: &Viewer) -> Option<Value> {
        let result = self.lot.report().result(&self.constants, viewer)?;
        Some(serde_json::to_value(result).unwrap())
    }

    pub(crate) fn rank(&self, bidder: &str) -> Option<u32> {
        self.lot.board().rank(&id(bidder))
    }

    pub(crate) fn ranks(&self) -> [Option<u32>; 3] {
        [ACME, BOLT, CREW].map(|bidder| self.rank(bidder))
    }
}

/// The rank that an accepted bid was given.
pub(crate) fn accepted(events: &[Event]) -> u32 {
    match events {
        [Event::BidAccepted(accepted), ..] => accepted.rank,
        other => panic!("not accepted: {other:?}"),
    }
}

pub(crate) fn refused(events: &[Event]) -> &Refused {
    match events {
        [Event::BidRefused(refused)] => refused,
        other => panic!("not refused: {other:?}"),
    }
}

pub(crate) fn reason(events: &[Event]) -> Reason {
    refused(events).reason
}

/// The limit that a refusal carries, as text.
pub(crate) fn limit(events: &[Event]) -> Option<String> {
    refused(events).limit.map(|limit| limit.to_string())
}

pub(crate) fn annul(bidder: &str) -> Act {
    Act::Annul { bidder: id(bidder), offer: None, reason: "typing mistake".into() }
}

pub(crate) fn exclude(bidder: &str) -> Act {
    Act::Exclude { bidder: id(bidder), reason: "insolvent".into() }
}

pub(crate) fn pause() -> Act {
    Act::Pause { resumes_at: None, reason: "a lost connection".into() }
}

pub(crate) fn resume() -> Act {
    Act::Resume { reason: "it is back".into() }
}

pub(crate) fn cancel() -> Act {
    Act::Cancel { reason: "no money".into() }
}

pub(crate) fn close() -> Act {
    Act::Close { reason: "all have offered".into() }
}

pub(crate) fn extend(closes_at: Instant) -> Act {
    Act::Extend { closes_at, reason: "more time".into() }
}

pub(crate) fn broadcast(text: &str, to: Option<&str>) -> Act {
    Act::Broadcast { text: text.into(), to: to.map(id), reason: "to be clear".into() }
}

pub(crate) fn approve(seq: u64) -> Act {
    Act::Approve { act: Seq(seq), reason: "agreed".into() }
}

pub(crate) fn decline(seq: u64) -> Act {
    Act::Decline { act: Seq(seq), reason: "no".into() }
}
