//! The views of a lot. What a viewer may not know is removed here, before any message is built.
//!
//! [`Sight`] is the one table of who may see what; every other file here asks it and decides nothing itself. The views
//! keep one property: when a fact changes that a viewer may not know, the bytes for that viewer stay the same, except
//! places in the journal and the present instant.

mod acts;
mod bid_book;
mod buyer;
mod console;
mod constants;
mod exclusion;
mod formula;
mod leads;
mod listed;
mod market;
mod offers;
mod own_bids;
mod path;
mod pause;
mod preview;
mod refusals;
mod report;
mod result_savings;
mod savings;
mod sight;
mod simulation;
mod tie;
mod words;
mod you;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::notice::Recipients;
use super::state::State;
use crate::clock::Instant;
use crate::ids::{BidderId, PersonId, Seq};

pub use super::board::Board;
pub use super::notice::{Message, Notice, NoticeCause, NoticeKind};
pub use acts::{ActKind, ActView, ActWhat, DoerView};
pub(crate) use acts::{PastAct, PastWhat};
pub(crate) use bid_book::StoodOpening;
pub use bid_book::{BidBook, BidLine, BidOutcome, BidSight, CountedOffer, OwnOfferState};
pub use buyer::{AskerView, BackToView, BidderView, ProposalView, RequestView};
pub use console::{
    BidderCounts, BidderOnLot, ConsoleBoard, ConsoleLot, ConsoleSaving, OfferCounts, RepeatedlyRefused, WaitingCounts,
    event_state,
};
pub use constants::{Constants, EventView, ItemView, RulesView, TrustView};
pub use exclusion::ExclusionView;
pub use formula::{FormulaExample, FormulaKind, FormulaView};
pub(crate) use leads::PastLead;
pub use leads::{LeadPage, LeadPoint};
pub use listed::{LeadView, ListedOffers, OwnPlace, RestingOffers};
pub use market::{MarketView, OfferView, PlaceView, ResultView};
pub(crate) use offers::PastOffer;
pub use offers::{OfferPage, OfferPoint, OfferVoid};
pub use own_bids::OwnBids;
pub use path::{OwnPath, PathPage, PathPoint};
pub use pause::PauseView;
pub use preview::{LeadSaving, LimitsView, PreviewView, RankedView, SideView, ToldView};
pub(crate) use refusals::PastRefusal;
pub use refusals::{RefusalPage, RefusalView};
pub use report::{ExcludedBidder, LotReport, PlaceInResult, ResultCounts, ResultReport};
pub use result_savings::{ItemTotal, ResultSavings, SavingLine, SavingTotal};
pub use savings::{Basis, ItemSaving, Saving, Savings, TrustSaving};
pub(crate) use sight::Sight;
pub use sight::Viewer;
pub(crate) use simulation::VerdictChange;
pub use simulation::{
    AcceptedWord, BidVerdict, ChangedVerdict, SimulatedLot, SimulatedPlace, SimulationView, SkippedAct, WasWould,
};
pub use tie::TieView;
pub use words::{RuleAbout, RuleWords, StatedLot, rule_words};
pub use you::{AnnulledView, BidCounts, FiguresView, StandingView, SuggestedView, YouView};

/// The body of the `lot` message. Every top-level member is sent whole when it changes.
#[derive(Debug, Clone, JsonSchema)]
pub struct LotView {
    /// The place of the last record that is in it.
    pub seq: Seq,
    /// When it was rendered.
    pub now: Instant,
    /// The lot's title.
    pub title: Arc<str>,
    /// Where the lot is in its life.
    pub state: State,
    /// From when bids count.
    pub opens_at: Instant,
    /// Until when bids count, as things stand; while paused, as things stood. After an early close its instant.
    pub closes_at: Instant,
    /// When the lot ended: its closing time, or the instant of an early close or a cancellation; none until it ends.
    pub ended_at: Option<Instant>,
    /// When a paused lot resumes by itself.
    pub resumes_at: Option<Instant>,
    /// How often a bid moved the close.
    pub extensions: u32,
    /// What is priced.
    #[schemars(with = "Vec<ItemView>")]
    pub items: Arc<RawValue>,
    /// Decimal places of a unit price.
    pub decimals: u32,
    /// The rules that the viewer may see.
    #[schemars(with = "RulesView")]
    pub rules: Arc<RawValue>,
    /// The same rules in plain English, as fixed at publication.
    #[schemars(with = "Vec<RuleWords>")]
    pub words: Arc<RawValue>,
    /// How the supplier's own offers are compared; absent for others.
    #[schemars(with = "Option<FormulaView>")]
    pub formula: Option<Arc<RawValue>>,
    /// What the lot shares with the rest of its event.
    #[schemars(with = "EventView")]
    pub event: Arc<RawValue>,
    /// Why the clock is frozen, and with how much left.
    pub pause: Option<PauseView>,
    /// The close never moves past this.
    pub latest_close: Option<Instant>,
    /// The supplier's own side; absent for others.
    pub you: Option<YouView>,
    /// The others' side, as far as the viewer may see it.
    pub market: MarketView,
    /// What happened, oldest first.
    pub notices: Vec<Notice>,
    /// How the lot ended; none until it closes.
    pub result: Option<ResultView>,
    /// What each trust gains or loses at the lead's prices; none for suppliers and without a lead.
    pub savings: Option<Savings>,
    /// Acts that wait for a second buyer; absent for suppliers and observers.
    pub proposals: Option<Vec<ProposalView>>,
    /// Bidders' requests to annul their offers; absent for suppliers and observers.
    pub requests: Option<Vec<RequestView>>,
    /// Who is invited; absent for suppliers and observers.
    pub bidders: Option<Vec<BidderView>>,
}

/// A member's JSON text.
#[derive(Debug)]
pub enum MemberText {
    /// Written once for the lot: the same bytes in all views that show it.
    Shared(Arc<RawValue>),
    /// Written for this view.
    Own(Box<RawValue>),
}

impl Board {
    /// The lot as `viewer` may see it at `now`. `constants` are those of the board's own setup.
    #[must_use]
    pub fn view(&self, constants: &Constants, viewer: &Viewer, now: Instant) -> LotView {
        let sight = Sight::new(self, viewer);
        let timing = &self.timing;
        let pause = timing.pause.as_ref();
        LotView {
            seq: self.seq,
            now,
            title: Arc::clone(&constants.title),
            state: timing.state,
            opens_at: self.opens_at(),
            closes_at: timing.closes_at,
            ended_at: timing.ended_at,
            resumes_at: pause.and_then(|pause| pause.resumes_at),
            extensions: timing.extensions,
            items: constants.items(&sight),
            decimals: self.facts.setup.decimals,
            rules: constants.rules(&sight),
            words: constants.words(&sight),
            formula: constants.formula(&sight),
            event: constants.event(&sight),
            pause: pause.map(PauseView::new),
            latest_close: timing.latest_close,
            you: sight.own().map(|own| YouView::new(self, own)),
            market: MarketView::new(&sight),
            notices: notices(&sight),
            result: ResultView::new(&sight),
            savings: savings::seen(&sight),
            proposals: sight.is_buyer_or_auditor().then(|| buyer::proposals(&sight)),
            requests: sight.is_buyer_or_auditor().then(|| buyer::requests(&sight)),
            bidders: sight.is_buyer_or_auditor().then(|| buyer::bidders(&sight)),
        }
    }

    /// What a bidder is told of itself; none for one who is not invited.
    #[must_use]
    pub fn you(&self, bidder: &BidderId) -> Option<YouView> {
        self.facts.index_of(bidder).map(|own| YouView::new(self, own))
    }

    /// The buyers' texts after `after` that are for this viewer, oldest first; at most the newest of each audience.
    #[must_use]
    pub fn messages(&self, viewer: &Viewer, after: Seq) -> Vec<Message> {
        let recipients: Recipients = Sight::new(self, viewer).recipients();
        self.notices.messages(recipients, after)
    }
}

impl LotView {
    /// Fills in the people who ask for annulments, by the requests' places, where the viewer may know the bidder. A record
    /// names its person beside what has happened, so the lot itself does not know them.
    pub fn add_askers(&mut self, asker_of: impl Fn(Seq) -> Option<PersonId>) {
        for request in self.requests.iter_mut().flatten().filter(|request| request.bidder.is_some()) {
            request.asker = asker_of(request.seq).map(|by| AskerView { by, by_name: None });
        }
    }

    /// Fills in the names of the people in it. They stand outside of the lot, so that they can be erased.
    pub fn name_people(&mut self, name_of: impl Fn(&PersonId) -> Option<Arc<str>>) {
        for proposal in self.proposals.iter_mut().flatten() {
            proposal.by_name = name_of(&proposal.by);
        }
        for asker in self.requests.iter_mut().flatten().filter_map(|request| request.asker.as_mut()) {
            asker.by_name = name_of(&asker.by);
        }
    }

    /// Its top-level members in order, each as its JSON text.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, MemberText)> {
        let mut fields = Vec::with_capacity(28);
        let mut put = |name, json| fields.push((name, json));
        let shared = |text: &Arc<RawValue>| MemberText::Shared(Arc::clone(text));
        put("seq", json(&self.seq));
        put("now", json(&self.now));
        put("title", json(&self.title));
        put("state", json(&self.state));
        put("opens_at", json(&self.opens_at));
        put("closes_at", json(&self.closes_at));
        put("ended_at", json(&self.ended_at));
        put("resumes_at", json(&self.resumes_at));
        put("extensions", json(&self.extensions));
        put("items", shared(&self.items));
        put("decimals", json(&self.decimals));
        put("rules", shared(&self.rules));
        put("words", shared(&self.words));
        if let Some(formula) = &self.formula {
            put("formula", shared(formula));
        }
        put("event", shared(&self.event));
        put("pause", json(&self.pause));
        put("latest_close", json(&self.latest_close));
        if let Some(you) = &self.you {
            put("you", json(you));
        }
        put("market", json(&self.market));
        put("notices", json(&self.notices));
        put("result", json(&self.result));
        put("savings", json(&self.savings));
        if let Some(proposals) = &self.proposals {
            put("proposals", json(proposals));
        }
        if let Some(requests) = &self.requests {
            put("requests", json(requests));
        }
        if let Some(bidders) = &self.bidders {
            put("bidders", json(bidders));
        }
        fields
    }
}

impl Serialize for LotView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.fields();
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for (name, json) in &fields {
            map.serialize_entry(name, json.as_raw())?;
        }
        map.end()
    }
}

impl MemberText {
    fn as_raw(&self) -> &RawValue {
        match self {
            Self::Shared(text) => text,
            Self::Own(text) => text,
        }
    }

    /// The text itself.
    #[must_use]
    pub fn get(&self) -> &str {
        self.as_raw().get()
    }

    /// Whether it is the text `other`. A shared text is compared by its address, without reading it.
    #[must_use]
    pub fn is(&self, other: &Arc<RawValue>) -> bool {
        std::ptr::eq(self.as_raw(), &raw const **other) || self.get() == other.get()
    }
}

impl From<MemberText> for Arc<RawValue> {
    fn from(text: MemberText) -> Self {
        match text {
            MemberText::Shared(text) => text,
            MemberText::Own(text) => text.into(),
        }
    }
}

/// What happened. Who may read the notices for one bidder alone is told, by its alias, which bidder that is.
fn notices(sight: &Sight<'_>) -> Vec<Notice> {
    sight.with_aliases(|aliases| {
        sight.board.notices.newest_for(sight.recipients(), |bidder| aliases.of(bidder).to_owned())
    })
}

fn json(value: &impl Serialize) -> MemberText {
    MemberText::Own(to_raw_value(value).expect("views hold nothing that JSON cannot"))
}
