//! The script of a practice lot: which scripted bidder offers what, and when. The same seed gives the same bids.
//!
//! It sees the lot as it stands at a moment that it is given, and reads no clock. Its bids are judged as any other.

use std::num::NonZeroU64;
use std::time::Duration;

use indexmap::IndexMap;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::price::{Bargain, FLOOR_PERMILLE, PriceScale};
use crate::auction::State;
use crate::auction::rules::Scoring;
use crate::auction::setup::Setup;
use crate::auction::view::{Board, LeadView, ListedOffers, Viewer};
use crate::clock::Instant;
use crate::ids::{BidderId, ItemId, Seq};
use crate::money::{Amount, Wide};

/// How long after a new lead its answer comes, at speed 1. With the time between two looks it is less than 20 seconds.
const ANSWER_AFTER_MS: std::ops::RangeInclusive<u64> = 3_000..=18_000;
/// The mean of the same.
const ANSWER_MEAN_MS: u64 = 10_500;
/// When first offers come after the script begins, at speed 1.
const FIRST_AFTER_MS: std::ops::RangeInclusive<u64> = 1_000..=18_000;
/// The time between two looks at the lot, at speed 1.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A first offer, in thousandths of the base.
const FIRST_PERMILLE: std::ops::RangeInclusive<u32> = 950..=995;
/// The highest floor of a scripted bidder, in thousandths of the base.
const FLOOR_PERMILLE_MAX: u32 = 850;
/// How many scripted bidders go all the way to the lowest floor: enough to take the lead from each other.
const TO_THE_FLOOR: usize = 2;
/// A drop is this share of an even one, in hundredths.
const DROP_PERCENT: std::ops::RangeInclusive<i128> = 50..=150;
/// A bidder that is refused this often in a row gives up.
const REFUSED_MAX: u32 = 3;
/// Most bidders that are asked at one look whether they can go lower. Keeps a look short on a lot with many bidders.
const ASKED_MAX: usize = 16;

/// The scripted bidders of a lot, and what they will do next.
#[derive(Debug)]
pub(super) struct Script {
    rivals: Vec<Rival>,
    /// The supplier who plays. None where a buyer watches.
    own: Option<BidderId>,
    speed: NonZeroU64,
    random: StdRng,
    scale: Option<PriceScale>,
    has_begun: bool,
    lead: Option<LeadMark>,
    answer_at: Option<Instant>,
    bids: u64,
}

/// A bid of a scripted bidder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RivalBid {
    pub(super) bidder: BidderId,
    /// Counts the bids of the script.
    pub(super) nth: u64,
    pub(super) prices: IndexMap<ItemId, Amount>,
}

#[derive(Debug)]
struct Rival {
    id: BidderId,
    floor_permille: u32,
    /// When it makes its first offer; none once it has.
    first_at: Option<Instant>,
    refused_in_a_row: u32,
}

/// What tells one lead from the next.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LeadMark {
    bidder: Option<BidderId>,
    seq: Option<Seq>,
    evaluated: Amount,
}

impl Script {
    /// The script of a lot that has not opened yet: all its bidders but `own`.
    pub(super) fn new(setup: &Setup, own: Option<BidderId>, speed: NonZeroU64, random_seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(random_seed);
        let others = setup.bidders.iter().map(|invited| &invited.id).filter(|id| Some(*id) != own.as_ref());
        let floors = std::iter::repeat_n(FLOOR_PERMILLE, TO_THE_FLOOR)
            .chain(std::iter::repeat_with(|| random.random_range(FLOOR_PERMILLE..=FLOOR_PERMILLE_MAX)));
        let rivals = others.zip(floors).map(|(id, floor_permille)| Rival {
            id: id.clone(),
            floor_permille,
            first_at: None,
            refused_in_a_row: 0,
        });
        let rivals = rivals.collect();
        let scale = match &own {
            Some(own) => {
                let invited = setup.bidders.iter().find(|invited| invited.id == *own);
                invited.and_then(|invited| PriceScale::for_supplier(setup, invited))
            }
            None => Some(PriceScale::for_buyer(setup)),
        };
        Self { rivals, own, speed, random, scale, has_begun: false, lead: None, answer_at: None, bids: 0 }
    }

    /// The scripted bidders.
    pub(super) fn bidders(&self) -> impl Iterator<Item = &BidderId> {
        self.rivals.iter().map(|rival| &rival.id)
    }

    /// The supplier who plays. None where a buyer watches.
    pub(super) const fn own(&self) -> Option<&BidderId> {
        self.own.as_ref()
    }

    /// Whether a bid of the supplier who plays was accepted.
    pub(super) fn has_bid(&self, board: &Board) -> bool {
        let you = self.own.as_ref().and_then(|own| board.you(own));
        you.is_some_and(|you| you.bids.accepted > 0)
    }

    /// The time between two looks.
    pub(super) fn look_every(&self) -> Duration {
        LOOK_EVERY / u32::try_from(self.speed.get()).unwrap_or(1)
    }

    /// What is bid at this moment.
    pub(super) fn look(&mut self, board: &Board, now: Instant) -> Vec<RivalBid> {
        if board.state() != State::Open || now >= board.closes_at() {
            return Vec::new();
        }
        let Some(scale) = self.scale(board) else { return Vec::new() };
        if !std::mem::replace(&mut self.has_begun, true) {
            let times: Vec<Instant> = (0..self.rivals.len()).map(|_| self.later(now, FIRST_AFTER_MS)).collect();
            for (rival, at) in self.rivals.iter_mut().zip(times) {
                rival.first_at = Some(at);
            }
        }
        let lead = lead_of(board);
        self.note_lead(lead.as_ref(), now);
        let mut bids = self.first_offers(board, &scale, now);
        if let Some(lead) = lead
            && self.answer_at.is_some_and(|at| at <= now)
        {
            bids.extend(self.answer(board, &scale, &lead, now));
            // Looked at again where this answer does not become the lead.
            self.answer_at = Some(self.later(now, ANSWER_AFTER_MS));
        }
        bids
    }

    /// Notes that a bid of a scripted bidder counts.
    pub(super) fn accepted(&mut self, bidder: &BidderId) {
        if let Some(rival) = self.rival(bidder) {
            rival.refused_in_a_row = 0;
        }
    }

    /// Notes that a bid of a scripted bidder was refused.
    pub(super) fn refused(&mut self, bidder: &BidderId) {
        if let Some(rival) = self.rival(bidder) {
            rival.refused_in_a_row += 1;
        }
    }

    fn rival(&mut self, bidder: &BidderId) -> Option<&mut Rival> {
        self.rivals.iter_mut().find(|rival| rival.id == *bidder)
    }

    /// The price scale. Where nothing else decides it, the first offer of the supplier who plays does.
    fn scale(&mut self, board: &Board) -> Option<PriceScale> {
        if self.scale.is_none() {
            let you = board.you(self.own.as_ref()?)?;
            self.scale = PriceScale::of_offer(board.setup(), you.prices.as_ref()?);
        }
        self.scale.clone()
    }

    fn note_lead(&mut self, lead: Option<&LeadView>, now: Instant) {
        let mark = lead.map(|lead| LeadMark { bidder: lead.bidder.clone(), seq: lead.seq, evaluated: lead.evaluated });
        if mark != self.lead {
            self.answer_at = mark.is_some().then(|| self.later(now, ANSWER_AFTER_MS));
            self.lead = mark;
        }
    }

    /// The first offers that are due.
    fn first_offers(&mut self, board: &Board, scale: &PriceScale, now: Instant) -> Vec<RivalBid> {
        let due = |rival: &Rival| rival.first_at.is_some_and(|at| at <= now);
        let due: Vec<usize> =
            (0..self.rivals.len()).filter(|place| due(&self.rivals[*place])).take(ASKED_MAX).collect();
        let mut bids = Vec::new();
        for place in due {
            self.rivals[place].first_at = None;
            let start = scale.share(self.random.random_range(FIRST_PERMILLE));
            bids.extend(self.offer(place, board, scale, Aim { start, drop: Wide::ZERO, below: None, is_first: true }));
        }
        bids
    }

    /// A better offer than the lead, by one of those who can make one.
    fn answer(&mut self, board: &Board, scale: &PriceScale, lead: &LeadView, now: Instant) -> Option<RivalBid> {
        let count = self.rivals.len();
        let first = self.random.random_range(0..count.max(1));
        let drop = self.drop(board, scale, lead, now);
        let start = scale.share(*FIRST_PERMILLE.start());
        let below = (board.setup().rules.scoring == Scoring::Price).then_some(lead.evaluated);
        let asked = (0..count).map(|nth| (first + nth) % count);
        let asked: Vec<usize> = asked.filter(|place| Some(&self.rivals[*place].id) != lead.bidder.as_ref()).collect();
        asked
            .into_iter()
            .take(ASKED_MAX)
            .find_map(|place| self.offer(place, board, scale, Aim { start, drop, below, is_first: false }))
    }

    /// How much below the lead an answer is: what is left down to the lowest floor, spread over the answers that still
    /// come before the close, more or less.
    fn drop(&mut self, board: &Board, scale: &PriceScale, lead: &LeadView, now: Instant) -> Wide {
        let tick = Wide::tick(board.setup().decimals);
        let left = board.closes_at().saturating_since(now) * u32::try_from(self.speed.get()).unwrap_or(1);
        let answers = (left.as_millis() / u128::from(ANSWER_MEAN_MS)).max(1);
        let answers = Wide::new(i128::try_from(answers).unwrap_or(i128::MAX), 0);
        let room = Wide::from(lead.total) - scale.share(FLOOR_PERMILLE);
        let share = Wide::new(self.random.random_range(DROP_PERCENT), 2);
        (room * share).div_floor(answers, board.setup().decimals).max(tick)
    }

    fn offer(&mut self, place: usize, board: &Board, scale: &PriceScale, aim: Aim) -> Option<RivalBid> {
        let rival = &self.rivals[place];
        let (setup, you) = (board.setup(), board.you(&rival.id)?);
        let may_offer = you.may_bid && rival.refused_in_a_row < REFUSED_MAX;
        if !may_offer || aim.is_first && you.total.is_some() {
            return None;
        }
        let invited = setup.bidders.iter().find(|invited| invited.id == rival.id)?;
        let floor = scale.share(rival.floor_permille);
        let bargain = Bargain { setup, invited, you: &you, scale, floor, below: aim.below };
        let wanted = you.total.map_or(aim.start, |total| Wide::from(total) - aim.drop);
        let prices = bargain.offer(wanted, aim.drop)?;
        self.bids += 1;
        Some(RivalBid { bidder: rival.id.clone(), nth: self.bids, prices })
    }

    fn later(&mut self, now: Instant, after_ms: std::ops::RangeInclusive<u64>) -> Instant {
        let micros = self.random.random_range(after_ms) * 1_000 / self.speed;
        now.plus_micros(i64::try_from(micros).unwrap_or(i64::MAX))
    }
}

/// What an offer aims at.
#[derive(Debug, Clone, Copy)]
struct Aim {
    /// The total of a bidder without an offer.
    start: Wide,
    /// How much lower than before.
    drop: Wide,
    /// The evaluated price to stay below.
    below: Option<Amount>,
    is_first: bool,
}

/// The offer that leads, with its bidder.
fn lead_of(board: &Board) -> Option<LeadView> {
    match board.listed(&Viewer::Auditor(board.setup().event.owner.clone())) {
        ListedOffers::Lead(lead) => lead,
        ListedOffers::You(_) => None,
    }
}

#[cfg(test)]
mod tests;
