//! A production lot that takes the model's inputs and gives the model's answers. Its journal is kept.

use std::sync::Arc;

use fairlot::auction::setup::Setup;
use fairlot::auction::view::{Board, Constants, LotView, OwnPath, PathPoint, ResultReport, Viewer};
use fairlot::auction::{Act, Command, Event, Lot, PlaceBid, Verdict, WrongState};
use fairlot::clock::Instant;
use fairlot::ids::Seq;

use crate::bridge::{self, bid_ref, bidder_id, instant, number, person};
use crate::naive::{self, ActOutcome, Bid, Input, InputKind, Outcome};

/// A record of the lot's journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub seq: Seq,
    pub at: Instant,
    pub event: Event,
}

#[derive(Debug, Clone)]
pub struct Stage {
    pub lot: Lot,
    /// The lot before its first record.
    pub published: Board,
    constants: Arc<Constants>,
    pub journal: Vec<Record>,
    /// Every command that was put, with its instant and the number of its records.
    pub commands: Vec<(Command, Instant, usize)>,
}

impl Stage {
    pub fn new(setup: Setup) -> Self {
        let constants = Arc::new(Constants::new(&setup));
        let lot = bridge::lot(setup);
        Self { published: lot.board().clone(), constants, lot, journal: Vec::new(), commands: Vec::new() }
    }

    /// The lot as the viewer sees it.
    pub fn view(&self, viewer: &Viewer, now: Instant) -> LotView {
        self.lot.board().view(&self.constants, viewer, now)
    }

    /// The result as the viewer sees it; none before the lot has ended.
    pub fn result(&self, viewer: &Viewer) -> Option<ResultReport> {
        self.lot.report().result(&self.constants, viewer)
    }

    /// The course of the bidder's own standing offer.
    pub fn own_path(&self, viewer: &Viewer) -> Vec<PathPoint> {
        let mut path = OwnPath::new(&self.lot.report().acts(viewer), self.lot.setup().decimals);
        let mut points = path.read(self.lot.offers(viewer, Seq::ZERO, 1_000).offers);
        points.extend(path.end());
        points
    }

    /// Puts the input to the lot, and applies what it causes.
    pub fn put(&mut self, input: &Input) -> Outcome {
        let now = instant(input.now);
        let command = self.command(&input.kind);
        match &input.kind {
            InputKind::Wake => {
                while !self.run(&command, now).unwrap().is_empty() {}
                Outcome::Silent
            }
            InputKind::Outage { .. } | InputKind::AcceptTerms { .. } => {
                self.run(&command, now).unwrap();
                Outcome::Silent
            }
            InputKind::Bid(bid) => {
                let events = self.run(&command, now).unwrap();
                Outcome::Verdict(self.verdict(bid, &events))
            }
            InputKind::RequestAnnulment { .. }
            | InputKind::Act { .. }
            | InputKind::Approve { .. }
            | InputKind::Decline { .. }
            | InputKind::DeclineRequest { .. } => Outcome::Act(match self.run(&command, now) {
                Ok(events) => match events.as_slice() {
                    [Event::ActProposed { .. }] => ActOutcome::Waits { proposal: self.proposals().len() - 1 },
                    _ => ActOutcome::Done,
                },
                Err(WrongState::NotNow { .. }) => ActOutcome::WrongState,
                Err(WrongState::OwnProposal) => ActOutcome::Forbidden,
                Err(WrongState::UnknownBidder) => panic!("only invited bidders are spoken of"),
            }),
        }
    }

    /// Decides the command, and applies its events.
    pub fn run(&mut self, command: &Command, now: Instant) -> Result<Vec<Event>, WrongState> {
        let events = self.lot.decide(command, now)?;
        for event in &events {
            let seq = self.lot.board().seq().next();
            self.lot.apply(seq, now, event);
            self.journal.push(Record { seq, at: now, event: event.clone() });
        }
        self.commands.push((command.clone(), now, events.len()));
        Ok(events)
    }

    pub fn command(&self, kind: &InputKind) -> Command {
        let reason = "because".to_owned();
        let by_number = |seqs: Vec<Seq>, number: &usize| seqs.get(*number).copied().unwrap_or(Seq::ZERO);
        match kind {
            InputKind::Wake => Command::Wake,
            InputKind::Outage { alive_until } => Command::Outage { alive_until: instant(*alive_until) },
            InputKind::AcceptTerms { bidder } => Command::AcceptTerms { bidder: bidder_id(bidder) },
            InputKind::Bid(bid) => Command::PlaceBid(PlaceBid {
                bidder: bidder_id(&bid.bidder),
                bid_ref: bid_ref(&bid.reference),
                prices: bridge::prices(&bid.prices),
                confirmed: bid.confirmed,
                received_at: instant(bid.received_at),
            }),
            InputKind::RequestAnnulment { bidder, reference } => {
                Command::RequestAnnulment { bidder: bidder_id(bidder), bid_ref: bid_ref(reference), reason }
            }
            InputKind::Act { by, act } => Command::Act { by: person(by), act: act_of(act) },
            InputKind::Approve { by, proposal } => {
                let act = Act::Approve { act: by_number(self.proposals(), proposal), reason };
                Command::Act { by: person(by), act }
            }
            InputKind::Decline { by, proposal } => {
                let act = Act::Decline { act: by_number(self.proposals(), proposal), reason };
                Command::Act { by: person(by), act }
            }
            InputKind::DeclineRequest { by, request } => {
                let act = Act::Decline { act: by_number(self.requests(), request), reason };
                Command::Act { by: person(by), act }
            }
        }
    }

    fn verdict(&self, bid: &Bid, events: &[Event]) -> naive::Verdict {
        match events {
            [] => {
                let first = self.lot.outcome(&bidder_id(&bid.bidder), &bid_ref(&bid.reference));
                let first = first.expect("only a repeat causes nothing");
                naive::Verdict::Repeat { first: self.number_of(first.seq, &first.verdict) }
            }
            [Event::BidAccepted(accepted), extension @ ..] => {
                let extended_to = match extension {
                    [] => None,
                    [Event::LotExtended { closes_at, .. }] => Some(closes_at.as_micros()),
                    other => panic!("an accepted bid does not cause {other:?}"),
                };
                naive::Verdict::Accepted {
                    total: number(accepted.total),
                    evaluated: number(accepted.evaluated),
                    rank: usize::try_from(accepted.rank).unwrap(),
                    extended_to,
                }
            }
            [Event::BidRefused(refused)] => {
                naive::Verdict::Refused { reason: bridge::reason(refused.reason), limit: refused.limit.map(number) }
            }
            other => panic!("a bid does not cause {other:?}"),
        }
    }

    /// The number of the bid that the record is about, counted from 0 over accepted and refused bids, which has this
    /// verdict.
    fn number_of(&self, seq: Seq, verdict: &Verdict) -> usize {
        let mut judged = self.journal.iter().filter_map(|record| Some((record.seq, verdict_of(&record.event)?)));
        let found = judged.by_ref().enumerate().find(|(_, (at, _))| *at == seq);
        let (nth, (_, stands)) = found.expect("the record is about a bid");
        assert_eq!(*verdict, stands, "the first outcome as it stands in the journal");
        nth
    }

    fn proposals(&self) -> Vec<Seq> {
        self.seqs(|event| matches!(event, Event::ActProposed { .. }))
    }

    fn requests(&self) -> Vec<Seq> {
        self.seqs(|event| matches!(event, Event::AnnulmentRequested { .. }))
    }

    fn seqs(&self, is_meant: impl Fn(&Event) -> bool) -> Vec<Seq> {
        self.journal.iter().filter(|record| is_meant(&record.event)).map(|record| record.seq).collect()
    }
}

fn verdict_of(event: &Event) -> Option<Verdict> {
    if let Event::BidAccepted(bid) = event {
        return Some(Verdict::Accepted { rank: bid.rank, total: bid.total, evaluated: bid.evaluated });
    }
    if let Event::BidRefused(bid) = event {
        return Some(Verdict::Refused { reason: bid.reason, limit: bid.limit });
    }
    None
}

fn act_of(act: &naive::Act) -> Act {
    let reason = "because".to_owned();
    match act {
        naive::Act::Pause { resumes_at } => Act::Pause { resumes_at: resumes_at.map(instant), reason },
        naive::Act::Resume => Act::Resume { reason },
        naive::Act::Extend { closes_at } => Act::Extend { closes_at: instant(*closes_at), reason },
        naive::Act::Annul { bidder } => Act::Annul { bidder: bidder_id(bidder), offer: None, reason },
        naive::Act::Exclude { bidder } => Act::Exclude { bidder: bidder_id(bidder), reason },
        naive::Act::Broadcast => Act::Broadcast { text: "Hello.".to_owned(), to: None, reason },
        naive::Act::Close => Act::Close { reason },
        naive::Act::Cancel => Act::Cancel { reason },
    }
}
