//! HTTP bodies that are not rendered by the engine, one file a noun.

mod act;
mod event;
mod lot;
mod people;
mod person;
mod problem;
mod readiness;
mod sign_in;

pub use act::{ActRequest, Naming, RecordedAct};
pub use event::{AcceptedTerms, EventAnswer, EventList, EventSummary, ListedEvent, ListedLot, LotWords, TermsRecord};
pub use lot::{AnnulmentRequest, OfferList, REASON_BYTES_MAX};
pub use people::{
    ContactView, HeldPlaceView, InvitationAsked, InvitationView, OrganisationNamed, OrganisationView, PersonInvited,
    PersonList, PersonReason, PersonView, PersonWritten, PlaceGiven, SecurityEventList, SecurityEventView, SignInView,
};
pub use person::Me;
pub use problem::ProblemBody;
pub use readiness::{FailedStream, Readiness};
pub use sign_in::{
    CodeProof, FactorRemoval, PasswordChange, PlaceChoice, ProposedFactor, ReadmissionRequest, Readmitted,
    RecoveryList, SessionEntry, SessionList, SignIn,
};
