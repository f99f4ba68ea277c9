//! No byte that a bidder gets depends on who follows its event, or on how ready a rival is.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;

use super::feed::all_frames;
use super::fixture::*;
use crate::engine::{Beats, ConnectionMark, Feed};
use crate::ids::{EventId, LotId};
use crate::journal::faulty::FaultyStore;
use crate::protocol::http::ConnectionMeasured;

/// Something that happens.
#[derive(Debug, Clone)]
enum Step {
    /// A bidder bids; the price is in cents.
    Bid { bidder: usize, cents: u32 },
    /// A buyer's act.
    Act(&'static str),
    /// Time passes, in milliseconds.
    Wait(u64),
}

const BIDDERS: [&str; 3] = ["acme", "bolt", "crux"];
const ACTS: [&str; 4] = [
    r#"{"type": "pause", "reason": "r"}"#,
    r#"{"type": "resume", "reason": "r"}"#,
    r#"{"type": "broadcast", "text": "t", "reason": "r"}"#,
    r#"{"type": "exclude", "bidder": "crux", "reason": "r"}"#,
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let bid = (0..BIDDERS.len(), 0_u32..320).prop_map(|(bidder, cents)| Step::Bid { bidder, cents });
    let act = proptest::sample::select(ACTS.to_vec()).prop_map(Step::Act);
    let wait = (1_u64..4_000).prop_map(Step::Wait);
    proptest::collection::vec(prop_oneof![5 => bid, 1 => act, 3 => wait], 1..25)
}

/// What happens beside the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    /// Buyers, an observer and an auditor follow the console.
    Followers,
    /// Acme tests its connection before each step, with this result.
    GettingReady {
        round_trip_ms: u32,
        clock_ms: i64,
    },
}

/// Everything that the bidders are sent while the steps happen, and the lobbies of all but acme, with the ids blanked,
/// which differ in each run.
fn told(steps: &[Step], beside: Beside) -> Vec<String> {
    one_run(&Arc::new(FaultyStore::new()), START, async |test| {
        let event = test.create(&document(&json!({"extension": {"window_s": 60, "extend_s": 60}}))).await;
        let answer = test.publish_event(&event).await;
        let lot = LotId::parse(answer["lots"][0].as_str().unwrap()).unwrap();
        test.access(&buyer("b1"), &lot).await;
        let mut watching = if beside == Beside::Followers { follow(&test, &event).await } else { Vec::new() };
        let (mut bidders, mut feeds, mut attendances) = (Vec::new(), Vec::new(), Vec::new());
        for org in BIDDERS {
            let bidder = test.bidder(org, &lot).await;
            feeds.push(bidder.access.follow().await.unwrap());
            attendances.push(bidder.access.attend(&ConnectionMark::new(test.clock.now())).unwrap());
            bidders.push(bidder);
        }
        let mut told = Vec::new();
        for (nth, step) in steps.iter().enumerate() {
            if let Beside::GettingReady { round_trip_ms, clock_ms } = beside {
                let measured = ConnectionMeasured { round_trip_ms, clock_ms };
                test.engine.note_connection(&supplier("acme"), &event, measured).await.unwrap();
            }
            match step {
                Step::Bid { bidder, cents } => {
                    let price = format!("{}.{:02}", cents / 100, cents % 100);
                    let answer = bidders[*bidder].bid(&nth.to_string(), &price).await;
                    told.push(format!("{answer:?}").split("hash").next().unwrap_or_default().to_owned());
                }
                Step::Act(act) => {
                    let access = test.access(&buyer("b1"), &lot).await;
                    told.push(format!("{}", access.act(act.as_bytes(), None).await.is_ok()));
                }
                Step::Wait(ms) => tokio::time::advance(MS * u32::try_from(*ms).unwrap()).await,
            }
            for feed in &mut feeds {
                told.extend(all_frames(feed).await.iter().map(ToString::to_string));
            }
            for feed in &mut watching {
                all_frames(feed).await;
            }
            for org in &BIDDERS[1..] {
                let lobby = test.engine.lobby(&supplier(org), &event, None).await.unwrap();
                told.push(serde_json::to_string(&lobby).unwrap());
            }
        }
        told.iter().map(|text| text.replace(lot.as_str(), "lot").replace(event.as_str(), "event")).collect()
    })
}

async fn follow(test: &TestEngine, event: &EventId) -> Vec<Feed> {
    let mut feeds = Vec::new();
    for by in [buyer("b1"), buyer("b2"), observer("RFS"), auditor()] {
        feeds.push(test.engine.follow_event(&by, event, Beats::NotAsked).await.unwrap());
    }
    feeds
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    // G42
    #[test]
    fn no_byte_that_a_bidder_gets_depends_on_whether_anybody_follows_the_console(steps in steps()) {
        let alone = told(&steps, Beside::Nothing);

        let followed = told(&steps, Beside::Followers);

        prop_assert_eq!(alone, followed);
    }

    // G54
    #[test]
    fn no_byte_that_a_bidder_gets_depends_on_how_ready_a_rival_is(steps in steps()) {
        let good = told(&steps, Beside::GettingReady { round_trip_ms: 1, clock_ms: 0 });

        let bad = told(&steps, Beside::GettingReady { round_trip_ms: 9_000, clock_ms: -86_400_000 });

        prop_assert_eq!(good, bad);
    }
}
