//! The fixed facts of a lot: its items, its rules, its bidders. Plain figures without behaviour; nothing here checks
//! that they fit together.

use std::collections::BTreeMap;

use super::number::{Number, n, whole};

/// Microseconds on the server's clock.
pub type Instant = i64;

pub const SECOND: Instant = 1_000_000;

#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "they are switches of the rules")]
pub struct Setup {
    pub decimals: usize,
    pub items: Vec<Item>,
    pub bidders: Vec<Bidder>,
    pub ceiling: Option<Number>,
    pub reserve: Option<Number>,
    pub scoring: Scoring,
    pub beat: Beat,
    pub min_decrement: MinDecrement,
    pub whole_steps: bool,
    pub max_decrement: Option<MaxDecrement>,
    pub leader_may_rebid: bool,
    pub ties: Ties,
    pub opens_at: Instant,
    pub closing: Closing,
    pub extension: Option<Extension>,
    pub settle_ms: i64,
    pub auto_resume_s: Option<i64>,
    pub has_terms: bool,
    pub four_eyes: bool,
    /// Under this profile a buyer may not close a lot early.
    pub reg35: bool,
}

/// An item of the lot; `volume` is the sum over the trusts that take part.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: String,
    pub volume: Number,
}

#[derive(Clone, Debug)]
pub struct Bidder {
    pub id: String,
    pub factor: Number,
    pub divisor: Number,
    pub addition: Number,
    pub quality: Option<Number>,
    pub opening: Option<BTreeMap<String, Number>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Scoring {
    Price,
    Weighted { price_weight: Number },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    Own,
    Lead,
}

/// A decrement's size: an amount, or a part of the reference.
#[derive(Clone, Debug, PartialEq)]
pub enum Size {
    Absolute(Number),
    Percent(Number),
}

#[derive(Clone, Debug, PartialEq)]
pub enum MinDecrement {
    Plain(Size),
    Bands(Vec<Band>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub from: Number,
    pub size: Size,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MaxDecrement {
    pub size: Size,
    pub mode: MaxMode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxMode {
    Confirm,
    Refuse,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    Earliest,
    EqualBest,
    EqualWorst,
    ForbidFirst,
}

/// A lot has exactly one of a closing time, a duration and an idle close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    At(Instant),
    Duration { duration_s: i64 },
    Idle { idle_s: i64, latest_close: Option<Instant> },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub window_s: i64,
    pub extend_s: i64,
    pub from: ExtendFrom,
    pub trigger: Trigger,
    pub max_count: Option<usize>,
    pub latest_close: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtendFrom {
    Close,
    Bid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    Any,
    RankWithin(usize),
    LeadChange,
}

impl Setup {
    /// A lot with the default rules, without bidders.
    pub fn with_defaults(items: Vec<Item>, opens_at: Instant, closes_at: Instant) -> Self {
        Self {
            decimals: 2,
            items,
            bidders: Vec::new(),
            ceiling: None,
            reserve: None,
            scoring: Scoring::Price,
            beat: Beat::Own,
            min_decrement: MinDecrement::Plain(Size::Absolute(whole(0))),
            whole_steps: false,
            max_decrement: None,
            leader_may_rebid: true,
            ties: Ties::Earliest,
            opens_at,
            closing: Closing::At(closes_at),
            extension: None,
            settle_ms: 100,
            auto_resume_s: None,
            has_terms: false,
            four_eyes: false,
            reg35: false,
        }
    }

    /// The bidder of this name.
    ///
    /// # Panics
    /// When no bidder of this name is invited: its inputs never reach the lot.
    pub fn bidder(&self, id: &str) -> &Bidder {
        self.bidders.iter().find(|bidder| bidder.id == id).expect("only invited bidders reach the lot")
    }
}

impl Item {
    pub fn new(id: &str, volume: &str) -> Self {
        Self { id: id.to_owned(), volume: n(volume) }
    }
}

impl Bidder {
    /// A bidder whose evaluated price is its total.
    pub fn plain(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            factor: whole(1),
            divisor: whole(1),
            addition: whole(0),
            quality: None,
            opening: None,
        }
    }
}
