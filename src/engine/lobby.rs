//! The lobby of an event: what one bidder has to do and to read before the lots open.
//!
//! A bidder finds there what its lots show it, and who of its own people is connected. A buyer who looks at a bidder's
//! lobby must not learn from it which bidder an alias stands for.

use std::sync::Arc;

use futures::{StreamExt, stream};

use super::answer::Denied;
use super::console::people_of_bidder;
use super::feed::{LotSnapshot, whole_lot_without};
use super::handle::Question;
use super::practice::PracticeLots;
use super::registry::Registry;
use super::shared::Shared;
use super::visibility::may_see_lot_of;
use crate::auction::view::Viewer;
use crate::event::{EventDocument, EventSetup};
use crate::ids::{BidderId, LotId};
use crate::json::{Code, Problem};
use crate::protocol::http::{LobbyAnswer, LobbyEvent, LobbyPerson, TermsAcceptance, UnreadableLot};

/// Most lots that are asked at the same time.
const LOTS_AT_ONCE: usize = 16;
/// The member of a lot that a bidder is shown on the lot's page and does not need in the lobby.
const HIDDEN: [&str; 1] = ["market"];
/// The members of a lot that a buyer is not shown in a lobby. All but the market are about this one bidder, so they would
/// tell which alias it has.
const HIDDEN_FROM_BUYERS: [&str; 4] = ["market", "you", "notices", "result"];

/// Whose lobby is looked at, and by whom.
#[derive(Debug)]
pub(super) struct LobbyOf {
    viewer: Viewer,
    bidder: BidderId,
    setup: Arc<EventSetup>,
}

/// A lot's place in the document, and its state. None where its journal cannot be read.
type FoundLot = (usize, Option<LotSnapshot>);

impl LobbyOf {
    /// The lobby of the viewer itself, or of the bidder whom a buyer names.
    ///
    /// # Errors
    /// [`Denied::Problems`] where a buyer names no bidder or one that no lot invites, and where a bidder names one;
    /// `Forbidden` for observers and auditors.
    pub(super) fn new(viewer: Viewer, setup: Arc<EventSetup>, of: Option<BidderId>) -> Result<Self, Denied> {
        let fault = |code, message: &str| Err(Denied::Problems(vec![Problem::new("/query/as", code, message)]));
        let bidder = match (&viewer, of) {
            (Viewer::Bidder(own), None) => own.clone(),
            (Viewer::Bidder(_), Some(_)) => {
                return fault(Code::Contradiction, "is for buyers: leave it out to see your own lobby");
            }
            (Viewer::Buyer(_), Some(of)) => of,
            (Viewer::Buyer(_), None) => {
                return fault(Code::Missing, "name the bidder whose lobby you want to see: as=bidder:<id>");
            }
            (Viewer::Observer(_) | Viewer::Auditor(_), _) => {
                return Err(Denied::Forbidden("only bidders and buyers see the lobby of a bidder".to_owned()));
            }
        };
        let lobby = Self { viewer, bidder, setup };
        if lobby.lots().next().is_none() {
            return fault(Code::UnknownReference, "no lot of this event invites a bidder of that id");
        }
        Ok(lobby)
    }

    /// The lobby as it is now.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub(super) async fn answer(
        &self,
        registry: &Arc<Registry>,
        shared: &Shared,
        practice: &PracticeLots,
    ) -> Result<LobbyAnswer, Denied> {
        let document = self.setup.stated.document().ok_or(Denied::Unavailable)?;
        let found = self.find(registry, shared).await?;
        let now = shared.clock.now();
        let is_own = matches!(self.viewer, Viewer::Bidder(_));
        let mut boards = found.iter().filter_map(|(_, found)| found.as_ref()).map(|snapshot| &snapshot.board);
        let is_hidden = !is_own && boards.any(|board| board.hides_names_from(&self.viewer));
        let hidden = if is_own { &HIDDEN[..] } else { &HIDDEN_FROM_BUYERS[..] };
        let (mut lots, mut unreadable) = (Vec::new(), Vec::new());
        for (nth, snapshot) in found.iter().filter(|(nth, _)| self.is_invited_to(*nth)) {
            match snapshot {
                Some(snapshot) => {
                    lots.push(whole_lot_without(hidden, snapshot, &Viewer::Bidder(self.bidder.clone()), now));
                }
                None => unreadable.push(UnreadableLot {
                    lot: self.setup.lots[*nth].clone(),
                    title: document.lots[*nth].title.clone(),
                }),
            }
        }
        let settings = &shared.settings;
        let ready = (!is_hidden).then(|| settings.readiness.of(&self.setup.id, &self.bidder)).flatten();
        let practice = if is_own { practice.running(&self.viewer, &self.setup.id) } else { None };
        let terms_accepted = if is_own { self.terms_accepted(&found, shared) } else { None };
        let event = event(document);
        let people = self.people(shared, is_hidden);
        let ready = ready.map(Into::into);
        let bidder_name = self.name(document);
        Ok(LobbyAnswer { event, bidder_name, now, lots, unreadable, ready, practice, terms_accepted, people })
    }

    /// The lots that the bidder is invited to, by their places in the document.
    fn lots(&self) -> impl Iterator<Item = usize> {
        (0..self.setup.lots.len()).filter(|nth| self.is_invited_to(*nth))
    }

    fn is_invited_to(&self, nth: usize) -> bool {
        may_see_lot_of(&Viewer::Bidder(self.bidder.clone()), &self.setup, nth)
    }

    /// The lots to be read: for a bidder those that invite it, for a buyer all of the event. If one of these hides names
    /// from the buyer, the whole lobby hides who is connected.
    async fn find(&self, registry: &Arc<Registry>, shared: &Shared) -> Result<Vec<FoundLot>, Denied> {
        let wanted: Vec<usize> = match self.viewer {
            Viewer::Bidder(_) => self.lots().collect(),
            Viewer::Buyer(_) | Viewer::Observer(_) | Viewer::Auditor(_) => (0..self.setup.lots.len()).collect(),
        };
        let asked = wanted.into_iter().map(|nth| async move {
            let found = snapshot(registry, shared, &self.setup.lots[nth]).await?;
            Ok((nth, found))
        });
        let found: Vec<Result<FoundLot, Denied>> = stream::iter(asked).buffered(LOTS_AT_ONCE).collect().await;
        found.into_iter().collect()
    }

    fn name(&self, document: &EventDocument) -> String {
        let named = document.bidders.iter().find(|bidder| bidder.id == self.bidder);
        named.expect("a lot invites only bidders that the document names").name.clone()
    }

    /// Each lot has a record of its own. They stand close together, so the newest stands for all.
    fn terms_accepted(&self, found: &[FoundLot], shared: &Shared) -> Option<TermsAcceptance> {
        let lots = found.iter().filter_map(|(_, snapshot)| snapshot.as_ref());
        let newest = lots.filter_map(|lot| lot.terms.get(&self.bidder)).max_by_key(|accepted| accepted.at)?;
        let by = newest.person.clone();
        let by_name = by.as_ref().and_then(|person| shared.settings.directory.name_of(person));
        Some(TermsAcceptance { at: newest.at, by, by_name })
    }

    fn people(&self, shared: &Shared, is_hidden: bool) -> Vec<LobbyPerson> {
        let mut connections = shared.presence.of_event(&self.setup.id, [&self.bidder].into_iter());
        let connection = connections.pop().filter(|_| !is_hidden);
        let people = people_of_bidder(&self.bidder, connection.as_ref(), &shared.settings.directory);
        let shown = people.into_iter().map(|known| LobbyPerson {
            person: known.person,
            name: known.name,
            connected: known.connected,
            last_sign_in: None,
        });
        shown.collect()
    }
}

/// The committed state of a lot. None where its stream cannot be used; the others are shown nevertheless.
async fn snapshot(registry: &Arc<Registry>, shared: &Shared, lot: &LotId) -> Result<Option<LotSnapshot>, Denied> {
    let asked = async { registry.load(lot).await?.ask(Question::Snapshot).await };
    match asked.await {
        Err(Denied::Unusable { .. }) => Ok(None),
        Err(Denied::Unavailable) if !shared.stopping.is_cancelled() && !shared.has_failed() => Ok(None),
        found => found.map(Some),
    }
}

fn event(document: &EventDocument) -> LobbyEvent {
    LobbyEvent {
        title: document.title.clone(),
        reference: document.reference.clone(),
        contact: document.contact.clone(),
        terms: document.terms.clone(),
        practice: document.practice,
    }
}
