//! The bidders of an event as one viewer may see them.

use super::facts::ConsoleFacts;
use crate::auction::view::{BidderOnLot, ConsoleBoard, Viewer};
use crate::auth::{Directory, ReadinessBook};
use crate::engine::presence::BidderConnection;
use crate::ids::{BidderId, OrgId, PersonId};
use crate::protocol::ws::{PresenceLot, PresencePerson, PresenceView};

/// What is known of the bidders apart from their lots.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownOfBidders<'a> {
    /// In the order of the facts' bidders.
    pub(super) connections: &'a [BidderConnection],
    pub(super) directory: &'a Directory,
    pub(super) readiness: &'a ReadinessBook,
}

/// All bidders, in the order of the facts. `boards` are in the order of the facts' lots.
pub(super) fn presence(
    facts: &ConsoleFacts,
    boards: &[Option<&ConsoleBoard>],
    beside: KnownOfBidders<'_>,
    viewer: &Viewer,
) -> Vec<PresenceView> {
    // Who is connected, or has just tested its connection, would tell which bidder an alias stands for.
    let is_hidden = boards.iter().flatten().any(|board| board.hides_names_from(viewer));
    let bidders = facts.bidders.iter().zip(beside.connections);
    bidders
        .map(|(known, connection)| {
            let connection = (!is_hidden).then_some(connection);
            let ready = (!is_hidden).then(|| beside.readiness.of(&facts.event, &known.bidder)).flatten();
            let named = |lot: usize| boards[lot].and_then(|board| board.named(viewer, &known.bidder));
            let on_lots: Vec<(usize, Option<BidderOnLot>)> = known.lots.iter().map(|lot| (*lot, named(*lot))).collect();
            let sum = BidderSum::of(on_lots.iter().filter_map(|(_, named)| named.as_ref()));
            let lot = |(nth, named): (usize, Option<BidderOnLot>)| PresenceLot {
                lot: facts.lots[nth].lot.clone(),
                alias: named.map(|named| named.alias),
            };
            PresenceView {
                bidder: known.bidder.clone(),
                name: known.name.clone(),
                lots: on_lots.into_iter().map(lot).collect(),
                connected: connection.map(|connection| connection.connected),
                since: connection.and_then(|connection| connection.since),
                connections: connection.map(|connection| connection.connections),
                people: people(&known.bidder, connection, beside.directory),
                ready: ready.map(Into::into),
                terms_accepted: sum.as_ref().and_then(|sum| sum.terms_accepted),
                offers: sum.as_ref().map(|sum| sum.offers),
                refused: sum.as_ref().map(|sum| sum.refused),
                refused_in_a_row: sum.as_ref().map(|sum| sum.refused_in_a_row),
            }
        })
        .collect()
}

/// What a bidder has done on the lots whose names the viewer may see.
struct BidderSum {
    terms_accepted: Option<bool>,
    offers: u64,
    refused: u64,
    refused_in_a_row: u64,
}

impl BidderSum {
    /// None without a lot.
    fn of<'a>(lots: impl Iterator<Item = &'a BidderOnLot>) -> Option<Self> {
        lots.map(|lot| Self {
            terms_accepted: lot.terms_accepted,
            offers: lot.offers,
            refused: lot.refused,
            refused_in_a_row: lot.refused_in_a_row,
        })
        .reduce(|one, other| Self {
            // All lots of an event have terms, or none has.
            terms_accepted: one.terms_accepted.zip(other.terms_accepted).map(|(one, other)| one && other),
            offers: one.offers + other.offers,
            refused: one.refused + other.refused,
            refused_in_a_row: one.refused_in_a_row.max(other.refused_in_a_row),
        })
    }
}

/// The people of a bidder who can sign in, then those who are connected with a token only.
pub(in crate::engine) fn people(
    bidder: &BidderId,
    connection: Option<&BidderConnection>,
    directory: &Directory,
) -> Vec<PresencePerson> {
    let known = OrgId::parse(bidder.as_str()).map(|org| directory.people_of_supplier(&org)).unwrap_or_default();
    let mut people: Vec<PresencePerson> = known
        .into_iter()
        .map(|person| PresencePerson {
            connected: connection.map(|connection| connection.people.contains(&person.id)),
            person: person.id,
            name: person.name,
            telephone: person.telephone,
        })
        .collect();
    let listed = |person: &PersonId| people.iter().any(|listed| listed.person == *person);
    let others = connection.into_iter().flat_map(|connection| &connection.people).filter(|person| !listed(person));
    let others: Vec<PresencePerson> = others
        .map(|person| PresencePerson { person: person.clone(), name: None, telephone: None, connected: Some(true) })
        .collect();
    people.extend(others);
    people
}
