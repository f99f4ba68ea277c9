//! Random histories: how often each gesture occurs, and when.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::gestures::{BidGesture, Gesture, Named, Received, Turn, What, When};
use super::prices::aim;
use super::setup::SECOND;

/// 1 to 60 gestures, more often few than many.
pub fn history() -> impl Strategy<Value = Vec<Gesture>> {
    prop_oneof![3 => vec(gesture(), 1..=25), 1 => vec(gesture(), 1..=60)]
}

fn gesture() -> impl Strategy<Value = Gesture> {
    (when(), what(), prop::bool::weighted(0.9)).prop_map(|(when, what, is_prompt)| Gesture { when, what, is_prompt })
}

/// Mostly close together. Gestures that end a lot are rare, or histories would be short.
fn when() -> impl Strategy<Value = When> {
    let early = prop::sample::select(vec![Turn::WindowOpens, Turn::WindowOpens, Turn::Resumes]);
    prop_oneof![
        12 => Just(When::After(0)),
        24 => (0_i64..=100_000).prop_map(When::After),
        1 => (500_000_i64..=2_000_000).prop_map(When::After),
        4 => (early, -1_i64..=1).prop_map(|(turn, offset)| When::At(turn, offset)),
        1 => (turn(), -1_i64..=1).prop_map(|(turn, offset)| When::At(turn, offset)),
    ]
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        2 => Just(Turn::Opens),
        4 => Just(Turn::WindowOpens),
        2 => Just(Turn::Closes),
        1 => Just(Turn::Settled),
        1 => Just(Turn::Resumes),
        1 => Just(Turn::LatestClose),
    ]
}

fn what() -> impl Strategy<Value = What> {
    let by = || 0_usize..2;
    let bidder = || 0_usize..4;
    let number = || 0_usize..4;
    prop_oneof![
        5 => Just(What::Wake),
        60 => bid().prop_map(What::Bid),
        4 => bidder().prop_map(|bidder| What::AcceptTerms { bidder }),
        1 => (0_i64..=3 * SECOND).prop_map(|silent_for| What::Outage { silent_for }),
        2 => (bidder(), number())
            .prop_map(|(bidder, back)| What::RequestAnnulment { bidder, back }),
        1 => by().prop_map(|by| What::DeclineRequest { by }),
        1 => (by(), option::of(0_i64..=3 * SECOND)).prop_map(|(by, wait)| What::Pause { by, wait }),
        9 => by().prop_map(|by| What::Resume { by }),
        2 => (by(), turn(), -1_i64..=1)
            .prop_map(|(by, beside, offset)| What::Extend { by, beside, offset }),
        1 => (by(), bidder()).prop_map(|(by, bidder)| What::Annul { by, bidder }),
        6 => (by(), 0_usize..2).prop_map(|(by, back)| What::Approve { by, back }),
        1 => rare_act(),
    ]
}

fn rare_act() -> impl Strategy<Value = What> {
    let by = || 0_usize..2;
    prop_oneof![
        2 => (by(), 0_usize..4).prop_map(|(by, bidder)| What::Exclude { by, bidder }),
        2 => by().prop_map(|by| What::Broadcast { by }),
        2 => (by(), 0_usize..2).prop_map(|(by, back)| What::Decline { by, back }),
        1 => by().prop_map(|by| What::Close { by }),
        1 => by().prop_map(|by| What::Cancel { by }),
    ]
}

fn bid() -> impl Strategy<Value = BidGesture> {
    let named = prop_oneof![
        20 => Just(Named::Fresh),
        1 => (0_usize..6).prop_map(|back| Named::Reused { back }),
        2 => (0_usize..6).prop_map(|back| Named::Repeated { back }),
    ];
    let received = prop_oneof![
        12 => Just(Received::Now),
        3 => (0_i64..=200_000).prop_map(Received::Earlier),
        4 => (turn(), -1_i64..=1).prop_map(|(turn, offset)| Received::At(turn, offset)),
    ];
    let confirmed = prop::bool::weighted(0.3);
    (0_usize..4, aim(), named, confirmed, received).prop_map(|(bidder, aim, named, confirmed, received)| BidGesture {
        bidder,
        aim,
        named,
        confirmed,
        received,
    })
}
