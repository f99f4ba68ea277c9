//! The rules of a lot as its event document states them, every default written out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::Instant;
use crate::money::Amount;

/// What a lot is judged by. Checked by `event` before a lot ever sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The shape of the auction.
    pub format: Format,
    /// What ranks: the price alone, or quality as well.
    pub scoring: Scoring,
    /// Weight of the price in a weighted lot.
    pub price_weight: Option<Amount>,
    /// What a new offer has to beat.
    pub beat: Beat,
    /// The highest total that is taken.
    pub ceiling: Option<Amount>,
    /// The least drop from the reference.
    pub min_decrement: MinDecrement,
    /// Drops are whole multiples of the decrement.
    pub whole_steps: bool,
    /// The largest drop from the reference.
    pub max_decrement: Option<MaxDecrement>,
    /// Whether the bidder that leads alone may bid again.
    pub leader_may_rebid: bool,
    /// How equal offers are told apart.
    pub ties: Ties,
    /// A total, secret from bidders and observers; changes no verdict.
    pub reserve: Option<Amount>,
    /// When a late bid moves the close.
    pub extension: Option<Extension>,
    /// Close after silence.
    pub idle: Option<Idle>,
    /// How long the lot holds on at its close, milliseconds.
    pub settle_ms: u64,
    /// After an outage: seconds from the restart until the lot resumes by itself.
    pub auto_resume_s: Option<u64>,
    /// Who is shown what.
    pub show: Show,
}

/// The shape of the auction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Open descending: everybody sees a rank at all times.
    English,
}

/// What ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// Lower evaluated price first.
    Price,
    /// Higher score first.
    Weighted,
}

/// What a new offer has to beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Beat {
    /// The bidder's own standing offer.
    Own,
    /// The lead, also where it is the bidder's own.
    Lead,
}

/// How equal offers are told apart, at every place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// 1, 2, 3: the offer accepted first is ahead.
    Earliest,
    /// 1, 1, 3.
    EqualBest,
    /// 2, 2, 3: nobody leads alone.
    EqualWorst,
    /// As `Earliest`, and nobody may equal another bidder's lead.
    ForbidFirst,
}

/// A drop: an amount, or a percentage of the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// An amount, in evaluated prices.
    Absolute(Amount),
    /// A percentage of the reference, unrounded.
    Percent(Amount),
}

/// The least drop from the reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MinDecrement {
    /// An amount, in evaluated prices.
    Absolute(Amount),
    /// A percentage of the reference, unrounded.
    Percent(Amount),
    /// The band with the largest `from` not above the reference counts.
    Bands(Vec<Band>),
}

/// One band of a minimum decrement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Band {
    /// The least reference that the band is for.
    pub from: Amount,
    /// Its drop.
    #[serde(flatten)]
    pub step: Step,
}

/// The largest drop from the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MaxDecrement {
    /// The drop.
    #[serde(flatten)]
    pub step: Step,
    /// What happens to a larger one.
    pub mode: MaxMode,
}

/// What happens to a drop that is too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MaxMode {
    /// It is taken only with `confirmed`.
    Confirm,
    /// It is refused.
    Refuse,
}

/// When a late bid moves the close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// A bid extends when no more than this is left, seconds.
    pub window_s: u64,
    /// By how much, seconds.
    pub extend_s: u64,
    /// From where the new close is counted.
    pub from: ExtendFrom,
    /// Which bids extend.
    pub trigger: Trigger,
    /// The rank of `rank_within`.
    pub rank: Option<u32>,
    /// No more extensions than this.
    pub max_count: Option<u32>,
    /// The close never moves past this.
    pub latest_close: Option<Instant>,
}

/// From where an extended close is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExtendFrom {
    /// From the present close.
    Close,
    /// From the bid's receipt.
    Bid,
}

/// Which accepted bids extend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Every one.
    Any,
    /// One that betters its bidder's rank to `rank` or better.
    RankWithin,
    /// One that takes rank 1 without having held it.
    LeadChange,
}

/// Close after silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Idle {
    /// Silence that closes, seconds.
    pub idle_s: u64,
    /// The close never moves past this.
    pub latest_close: Option<Instant>,
}

/// Who is shown what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "each is a member of the event document, independent of the others")]
pub struct Show {
    /// Bidders see the lead's evaluated price.
    pub lead_price: bool,
    /// Bidders see all prices, without names.
    pub all_prices: bool,
    /// Bidders see how many they are.
    pub bidder_count: bool,
    /// When a bidder begins to see the market.
    pub gate: Gate,
    /// When buyers see who bids.
    pub identities_to_buyer: BuyerSees,
    /// Observers see after the close who bid.
    pub identities_to_observer: bool,
    /// An observer sees the volumes, the baselines and the savings of all trusts, not its own alone. Lots that were
    /// published before this was a rule do not state it.
    #[serde(default = "yes")]
    pub other_trusts: bool,
}

const fn yes() -> bool {
    true
}

/// When a bidder begins to see the market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// At once.
    None,
    /// With its own first accepted offer; an opening offer counts.
    FirstBid,
}

/// When buyers see who bids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BuyerSees {
    /// From the start.
    Always,
    /// After the close; aliases before that.
    AfterClose,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            format: Format::English,
            scoring: Scoring::Price,
            price_weight: None,
            beat: Beat::Own,
            ceiling: None,
            min_decrement: MinDecrement::Absolute(Amount::ZERO),
            whole_steps: false,
            max_decrement: None,
            leader_may_rebid: true,
            ties: Ties::Earliest,
            reserve: None,
            extension: None,
            idle: None,
            settle_ms: 100,
            auto_resume_s: None,
            show: Show::default(),
        }
    }
}

impl Default for Show {
    fn default() -> Self {
        Self {
            lead_price: true,
            all_prices: false,
            bidder_count: true,
            gate: Gate::None,
            identities_to_buyer: BuyerSees::Always,
            identities_to_observer: true,
            other_trusts: true,
        }
    }
}
