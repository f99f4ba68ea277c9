//! Aliases: the names of bidders for a viewer that may not know who they are.
//!
//! An alias is valid for one lot and one viewer's organisation: comparing two lots, or the views of two observers, does
//! not identify a bidder. The order is that of HMAC-SHA-256(`alias_key`, viewer ‖ bidder).

use std::sync::OnceLock;

use aws_lc_rs::hmac::{Context, HMAC_SHA256, Key};

use super::index::{BidderIndex, ByBidder};
use super::setup::{Invited, Setup};

/// All aliases of a lot for one viewer's organisation, one for each invited bidder.
#[derive(Debug)]
pub(crate) struct Aliases {
    names: ByBidder<Box<str>>,
}

/// How an alias is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wording {
    /// `Bidder A`, `Bidder B`: the place in the order, from which the number of bidders can be guessed.
    Letters,
    /// `Bidder 3FA94C2E`: for a viewer that may see others' offers but not how many are invited.
    Digest,
}

/// The aliases computed so far, one cell for each organisation of the lot.
#[derive(Debug)]
pub(crate) struct AliasBook {
    by_bidder: ByBidder<OnceLock<Aliases>>,
    by_trust: Box<[OnceLock<Aliases>]>,
    owner: OnceLock<Aliases>,
}

impl AliasBook {
    pub(crate) fn new(setup: &Setup) -> Self {
        Self {
            by_bidder: setup.bidders.iter().map(|_| OnceLock::new()).collect(),
            by_trust: setup.event.trusts.iter().map(|_| OnceLock::new()).collect(),
            owner: OnceLock::new(),
        }
    }

    /// Calls `then` with the aliases for one organisation.
    pub(crate) fn with<T>(&self, setup: &Setup, viewer: &str, wording: Wording, then: impl FnOnce(&Aliases) -> T) -> T {
        let compute = || Aliases::new(setup, viewer, wording);
        match self.cell(setup, viewer, wording) {
            Some(cell) => then(cell.get_or_init(compute)),
            None => then(&compute()),
        }
    }

    fn cell(&self, setup: &Setup, viewer: &str, wording: Wording) -> Option<&OnceLock<Aliases>> {
        let own = |(index, invited): (BidderIndex, &Invited)| (invited.id.as_str() == viewer).then_some(index);
        let bidder = || setup.invited().find_map(own);
        match wording {
            Wording::Digest => bidder().map(|bidder| &self.by_bidder[bidder]),
            Wording::Letters if setup.event.owner.as_str() == viewer => Some(&self.owner),
            Wording::Letters => {
                let trust = setup.event.trusts.iter().position(|trust| trust.ods.as_str() == viewer);
                // A bidder's cell holds one wording only: the lot's rules decide which.
                let bidder = || if setup.rules.show.bidder_count { bidder() } else { None };
                trust
                    .map(|position| &self.by_trust[position])
                    .or_else(|| bidder().map(|bidder| &self.by_bidder[bidder]))
            }
        }
    }
}

impl Aliases {
    fn new(setup: &Setup, viewer: &str, wording: Wording) -> Self {
        let mut keyed = Context::with_key(&Key::new(HMAC_SHA256, &setup.alias_key.0));
        keyed.update(viewer.as_bytes());
        let tag_of = |bidder: &str| -> [u8; 32] {
            let mut keyed = keyed.clone();
            keyed.update(bidder.as_bytes());
            keyed.sign().as_ref().try_into().expect("HMAC-SHA-256 has 32 bytes")
        };
        let tags: ByBidder<[u8; 32]> = setup.bidders.iter().map(|invited| tag_of(invited.id.as_str())).collect();
        Self { names: word(&tags, wording) }
    }

    /// The bidder's alias.
    pub(crate) fn of(&self, bidder: BidderIndex) -> &str {
        &self.names[bidder]
    }

    /// The bidder with that alias.
    pub(crate) fn bidder(&self, alias: &str) -> Option<BidderIndex> {
        self.names.iter().find_map(|(bidder, name)| (&**name == alias).then_some(bidder))
    }
}

fn word(tags: &ByBidder<[u8; 32]>, wording: Wording) -> ByBidder<Box<str>> {
    match wording {
        Wording::Letters => {
            let mut order: Vec<BidderIndex> = tags.iter().map(|(bidder, _)| bidder).collect();
            order.sort_by_key(|bidder| tags[*bidder]);
            let mut names = ByBidder::of(Box::<str>::default(), order.len());
            for (position, bidder) in order.into_iter().enumerate() {
                names[bidder] = format!("Bidder {}", letters(position)).into();
            }
            names
        }
        Wording::Digest => {
            tags.iter().map(|(_, [a, b, c, d, ..])| format!("Bidder {a:02X}{b:02X}{c:02X}{d:02X}").into()).collect()
        }
    }
}

/// A, B, … Z, AA, AB, …
fn letters(position: usize) -> String {
    let last = char::from(b'A' + u8::try_from(position % 26).expect("below 26"));
    if position < 26 { last.into() } else { letters(position / 26 - 1) + &last.to_string() }
}
