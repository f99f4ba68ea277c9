//! The ledger: what the engine keeps of a lot's records beside the lot's state.
//!
//! Hashes, messages, accepted terms, who has acted or asked for an annulment, and the keys of requests.
//!
//! It is a fold over records, the same in recovery and at run time. It judges nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::answer::{Denied, Recorded};
use super::encode;
use crate::auction::Event;
use crate::auction::event::Cause;
use crate::clock::Instant;
use crate::idempotency::{IdempotencyKey, KeyText, RequestPrint};
use crate::ids::{BidderId, PersonId, Seq};
use crate::journal::{Actor, Committed, Hash};

/// Hashes in a piece, which take 32 KiB.
const PIECE_RECORDS: usize = 1_024;

/// Folded from all records of one lot.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// The hash of record `seq` is at `seq - 1`, counted over pieces of [`PIECE_RECORDS`]; all pieces but the last are
    /// full. One single list would be copied whole each time it is full, which delays bids, and could take twice the
    /// memory that it needs.
    hashes: Vec<Vec<Hash>>,
    len: u64,
    told: ToldFacts,
    /// What each person has done with a key. Only commands with a key are here, so bids never are.
    keys: BTreeMap<(Actor, KeyText), (RequestPrint, DoneCommand)>,
}

/// What frames to followers tell beside the lot's board. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct ToldFacts {
    pub(super) messages: Arc<Vec<Broadcast>>,
    /// Who accepted the event's terms for each bidder, and when.
    pub(super) terms: Arc<BTreeMap<BidderId, AcceptedBy>>,
    /// Who has acted or asked for an annulment, by the record's place.
    pub(super) persons: Arc<BTreeMap<Seq, PersonId>>,
}

/// What a person's command has done: the first of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DoneCommand {
    pub(super) seq: Seq,
    pub(super) at: Instant,
    /// It waited for a second buyer when it was recorded.
    pub(super) waits: bool,
}

/// Where a bidder's acceptance of the event's terms is recorded, and who gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AcceptedBy {
    pub(super) seq: Seq,
    pub(super) at: Instant,
    pub(super) person: Option<PersonId>,
}

/// A buyer's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broadcast {
    pub(super) seq: Seq,
    pub(super) at: Instant,
    pub(super) text: String,
    /// None: to all.
    pub(super) to: Option<BidderId>,
}

impl ToldFacts {
    /// Applies an event that `actor` has caused.
    pub(super) fn note(&mut self, seq: Seq, at: Instant, actor: &Actor, event: &Event) {
        match event {
            Event::MessageSent { text, to, .. } => {
                let message = Broadcast { seq, at, text: text.clone(), to: to.clone() };
                Arc::make_mut(&mut self.messages).push(message);
            }
            Event::TermsAccepted { bidder } => {
                let accepted = AcceptedBy { seq, at, person: encode::person(actor).cloned() };
                Arc::make_mut(&mut self.terms).insert(bidder.clone(), accepted);
            }
            Event::AnnulmentRequested { .. }
            | Event::LotOpened { .. }
            | Event::LotExtended { cause: Cause::Buyer | Cause::Outage, .. }
            | Event::LotPaused { .. }
            | Event::LotResumed { .. }
            | Event::BidAnnulled { .. }
            | Event::BidderExcluded { .. }
            | Event::LotClosed { .. }
            | Event::LotCancelled { .. } => {
                if let Some(person) = encode::person(actor) {
                    Arc::make_mut(&mut self.persons).insert(seq, person.clone());
                }
            }
            // An extension by a bid is the server's act.
            Event::LotExtended { cause: Cause::Bid, .. }
            | Event::BidAccepted(_)
            | Event::BidRefused(_)
            | Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::AnnulmentDeclined { .. } => {}
        }
    }
}

impl Ledger {
    /// Applies an event that `actor` has caused.
    pub(super) fn note(&mut self, seq: Seq, at: Instant, actor: &Actor, event: &Event) {
        self.told.note(seq, at, actor, event);
    }

    /// Notes what a request with a key has done.
    pub(super) fn note_key(&mut self, actor: &Actor, key: &IdempotencyKey, done: DoneCommand) {
        self.keys.entry((actor.clone(), key.key.clone())).or_insert((key.print, done));
    }

    /// What the actor has done with that key; None where nothing.
    ///
    /// # Errors
    /// [`Denied::KeyReused`] where it was another request.
    pub(super) fn done_with(&self, actor: &Actor, key: &IdempotencyKey) -> Result<Option<DoneCommand>, Denied> {
        match self.keys.get(&(actor.clone(), key.key.clone())) {
            Some((print, _)) if *print != key.print => Err(Denied::KeyReused),
            Some((_, done)) => Ok(Some(*done)),
            None => Ok(None),
        }
    }

    /// Notes that the next record is on stable storage.
    pub(super) fn commit(&mut self, record: Committed) {
        assert_eq!(record.seq.0, self.len + 1, "records are committed in order, without gaps");
        self.len += 1;
        match self.hashes.last_mut() {
            // The first piece grows as needed: most lots have few records.
            Some(piece) if piece.len() < PIECE_RECORDS => piece.push(record.hash),
            Some(_) => {
                let mut piece = Vec::with_capacity(PIECE_RECORDS);
                piece.push(record.hash);
                self.hashes.push(piece);
            }
            None => self.hashes.push(vec![record.hash]),
        }
    }

    /// The last committed place.
    pub(super) const fn last(&self) -> Seq {
        Seq(self.len)
    }

    /// A committed record of that place.
    pub(super) fn recorded(&self, seq: Seq, at: Instant) -> Recorded {
        let place = usize::try_from(seq.0 - 1).expect("a place fits the memory that holds it");
        Recorded { seq, at, hash: self.hashes[place / PIECE_RECORDS][place % PIECE_RECORDS] }
    }

    /// Where the bidder accepted the event's terms.
    pub(super) fn terms_accepted(&self, bidder: &BidderId) -> Option<(Seq, Instant)> {
        self.told.terms.get(bidder).map(|accepted| (accepted.seq, accepted.at))
    }

    /// Who accepted the event's terms for each bidder, and when.
    pub(super) fn terms(&self) -> &Arc<BTreeMap<BidderId, AcceptedBy>> {
        &self.told.terms
    }

    /// Who has acted or asked for an annulment, by the record's place.
    pub(super) fn persons(&self) -> &Arc<BTreeMap<Seq, PersonId>> {
        &self.told.persons
    }

    /// All messages so far.
    pub(super) fn messages(&self) -> &Arc<Vec<Broadcast>> {
        &self.told.messages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_keeps_its_hash_over_all_pieces() {
        let at = Instant::from_micros(0);
        let hash_of = |seq: u64| Hash([seq.to_le_bytes(); 4].concat().try_into().unwrap());
        let last = 2 * PIECE_RECORDS as u64 + 1;
        let mut ledger = Ledger::default();

        (1..=last).for_each(|seq| ledger.commit(Committed { seq: Seq(seq), at, hash: hash_of(seq) }));

        for seq in 1..=last {
            assert_eq!(ledger.recorded(Seq(seq), at), Recorded { seq: Seq(seq), at, hash: hash_of(seq) });
        }
    }
}
