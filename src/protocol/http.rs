//! HTTP bodies that are not rendered by the engine, one file a noun.

mod act;
mod act_on_lots;
mod event;
mod lot;
mod people;
mod person;
mod problem;
mod readiness;

pub use act::{ActRequest, Naming, RecordedAct};
pub use act_on_lots::{ActOnLots, EventAct, LOTS_OF_ACT_MAX, LotOutcome, LotOutcomes};
pub use event::{AcceptedTerms, EventAnswer, EventList, EventSummary, ListedEvent, ListedLot, LotWords, TermsRecord};
pub use lot::{AnnulmentRequest, OfferList, REASON_BYTES_MAX};
pub use people::{
    ContactView, HeldPlaceView, InvitationAsked, InvitationView, OrganisationNamed, OrganisationView, PersonInvited,
    PersonList, PersonReason, PersonView, PersonWritten, PlaceGiven, SecurityEventList, SecurityEventView, SignInView,
};
pub use person::{Me, SignIn};
pub use problem::ProblemBody;
pub use readiness::{FailedStream, Readiness};
