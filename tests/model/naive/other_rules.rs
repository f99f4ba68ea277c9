//! Random other rules for a lot that was published: some of the rules of another random lot, as far as the lot can have
//! them. Items, bidders and times of opening stay.

use proptest::prelude::*;

use super::lot::opening_offer;
use super::number::{tick, whole};
use super::setup::{Beat, Closing, Extension, MinDecrement, SECOND, Scoring, Setup, Size, Ties};
use super::setups::setup;

/// Which rules are taken from the other lot.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a group of rules, independent of the others")]
pub struct OtherRules {
    other: Setup,
    decrements: bool,
    ranks: bool,
    times: bool,
    ceiling: bool,
    restart: bool,
}

/// Some rules of any lot.
pub fn other_rules() -> impl Strategy<Value = OtherRules> {
    let taken = || prop::bool::weighted(0.4);
    (setup(), taken(), taken(), taken(), taken(), taken()).prop_map(
        |(other, decrements, ranks, times, ceiling, restart)| OtherRules {
            other,
            decrements,
            ranks,
            times,
            ceiling,
            restart,
        },
    )
}

impl OtherRules {
    /// The lot with these rules instead of its own.
    pub fn instead_of(&self, published: &Setup) -> Setup {
        let (mut setup, other) = (published.clone(), self.other.clone());
        if self.decrements {
            setup.min_decrement = other.min_decrement;
            setup.max_decrement = other.max_decrement;
            setup.leader_may_rebid = other.leader_may_rebid;
            setup.beat = other.beat;
            setup.whole_steps = false;
            if other.whole_steps && is_plain(published) {
                let step = tick(setup.decimals) * whole(2) * &setup.items[0].volume;
                setup.min_decrement = MinDecrement::Plain(Size::Absolute(step));
                setup.whole_steps = true;
            }
        }
        if self.ranks {
            setup.scoring = other.scoring;
            setup.ties = other.ties;
        }
        if self.times {
            self.put_times_into(&mut setup);
        }
        if self.ceiling {
            setup.ceiling = other.ceiling;
            setup.reserve = other.reserve;
        }
        if self.restart {
            setup.auto_resume_s = other.auto_resume_s;
            setup.settle_ms = other.settle_ms;
        }
        make_possible(setup)
    }

    fn put_times_into(&self, setup: &mut Setup) {
        let closes_at = match (&mut setup.closing, &self.other.closing) {
            (Closing::At(closes_at), _) => *closes_at,
            (Closing::Duration { duration_s }, _) => setup.opens_at + *duration_s * SECOND,
            (Closing::Idle { idle_s, latest_close }, Closing::Idle { idle_s: other_s, latest_close: other_latest }) => {
                (*idle_s, *latest_close) = (*other_s, *other_latest);
                let closes_at = setup.opens_at + *idle_s * SECOND;
                *latest_close = latest_close.map(|latest| latest.max(closes_at));
                return;
            }
            (Closing::Idle { .. }, _) => return,
        };
        setup.extension = self.other.extension.clone().map(|extension| Extension {
            latest_close: extension.latest_close.map(|latest| latest.max(closes_at)),
            ..extension
        });
    }
}

fn is_plain(setup: &Setup) -> bool {
    setup.bidders.iter().all(|bidder| bidder.factor == whole(1) && bidder.divisor == whole(1))
}

fn make_possible(mut setup: Setup) -> Setup {
    if setup.whole_steps {
        setup.beat = Beat::Own;
    }
    if setup.scoring != Scoring::Price {
        setup.beat = Beat::Own;
        if setup.ties == Ties::ForbidFirst {
            setup.ties = Ties::Earliest;
        }
    }
    let passes = |bidder: &super::setup::Bidder| {
        let opening = bidder.opening.as_ref();
        opening.is_none_or(|prices| opening_offer(&setup, &bidder.id, prices).is_ok())
    };
    if !setup.bidders.iter().all(passes) {
        setup.ceiling = None;
    }
    setup
}
