//! How ready a bidder is stays when its people go, and of two tests the newer one stays.

use super::{NOW, id, person};
use crate::auth::people::{BidderReadiness, ConnectionTest, KeptReadiness, People, SecurityEvent};
use crate::clock::Instant;
use crate::ids::{BidderId, EventId};

const fn at(micros: i64) -> Instant {
    NOW.plus_micros(micros)
}

fn tested(micros: i64, round_trip_ms: u32, clock_ms: i64) -> BidderReadiness {
    BidderReadiness { test: Some(ConnectionTest { at: at(micros), round_trip_ms, clock_ms }), practised_at: None }
}

fn practised(micros: i64) -> BidderReadiness {
    BidderReadiness { test: None, practised_at: Some(at(micros)) }
}

fn kept(event: &str, bidder: &str, readiness: BidderReadiness) -> KeptReadiness {
    KeptReadiness { event: EventId::parse(event).unwrap(), bidder: BidderId::parse(bidder).unwrap(), readiness }
}

async fn all(people: &dyn People) -> Vec<KeptReadiness> {
    let mut all = people.all_readiness().await.unwrap();
    all.sort_by(|one, other| (&one.event, &one.bidder).cmp(&(&other.event, &other.bidder)));
    all
}

// G54
pub(super) async fn check(people: &dyn People) {
    assert_eq!(all(people).await, []);

    people.note_readiness(kept("e1", "acme", practised(5))).await.unwrap();
    assert_eq!(all(people).await, [kept("e1", "acme", practised(5))], "a practice without a test");
    for (readiness, expected) in [
        (tested(2, 40, -1_500), tested(2, 40, -1_500).with(practised(5))),
        (tested(1, 70, 0), tested(2, 40, -1_500).with(practised(5))),
        (practised(4), tested(2, 40, -1_500).with(practised(5))),
        (tested(2, 41, 3), tested(2, 41, 3).with(practised(5))),
        (practised(9), tested(2, 41, 3).with(practised(9))),
        (tested(8, 0, i64::MIN / 2), tested(8, 0, i64::MIN / 2).with(practised(9))),
    ] {
        people.note_readiness(kept("e1", "acme", readiness)).await.unwrap();
        assert_eq!(all(people).await, [kept("e1", "acme", expected)], "{readiness:?}");
    }

    people.note_readiness(kept("e1", "bolt", tested(1, 1, 1))).await.unwrap();
    people.note_readiness(kept("e2", "acme", tested(1, 2, 2))).await.unwrap();
    people.add(person("eve", "eve@acme.example").into()).await.unwrap();
    people.erase(id("eve"), SecurityEvent::erasure(NOW)).await.unwrap();

    let left: Vec<(String, u32)> = all(people)
        .await
        .into_iter()
        .map(|one| (format!("{} {}", one.event, one.bidder), one.readiness.test.unwrap().round_trip_ms))
        .collect();
    let expected = [("e1 acme", 0), ("e1 bolt", 1), ("e2 acme", 2)].map(|(of, ms)| (of.to_owned(), ms));
    assert_eq!(left, expected, "erasing a person takes nothing of an organisation");
}
