//! HTTP bodies that are not rendered by the engine, one file a noun.

mod about;
mod act;
mod act_on_lots;
mod copy;
mod event;
mod lobby;
mod lot;
mod lot_record;
mod lot_views;
mod mail;
mod moment;
mod party;
mod people;
mod person;
mod practice;
mod preview;
mod problem;
mod readiness;
mod record;
mod result;
mod sheet;
mod sign_in;
mod simulation;
mod times;

pub use about::{AboutAnswer, AboutContact};
pub use act::{ActRequest, Naming, RecordedAct};
pub use act_on_lots::{ActOnLots, EventAct, LOTS_OF_ACT_MAX, LotOutcome, LotOutcomes};
pub use copy::{CopyBody, CopyRequest};
pub use event::{
    AcceptedTerms, EventAnswer, EventCheck, EventList, EventSummary, ListedEvent, ListedLot, LotWords, SetupAnswer,
    StoredRevision, TermsRecord,
};
pub use lobby::{ConnectionMeasured, LobbyAnswer, LobbyEvent, LobbyPerson, TermsAcceptance, UnreadableLot};
pub use lot::{AnnulmentRequest, LeadList, OfferList, REASON_BYTES_MAX, RefusalList};
pub use lot_record::{LotRecord, LotRecordList, RecordActor, RecordRole};
pub use lot_views::{ViewsPage, ViewsPageLine};
pub use mail::{MailList, MailView};
pub use moment::Moment;
pub use party::Party;
pub use people::{
    ContactView, HeldPlaceView, InvitationAsked, InvitationView, MailFailure, OrganisationEntry, OrganisationKind,
    OrganisationList, OrganisationNamed, OrganisationView, PersonInvited, PersonList, PersonReason, PersonView,
    PersonWritten, PlaceGiven, SecurityEventList, SecurityEventView, SignInView,
};
pub use person::{Me, OwnPassword};
pub use practice::{PracticeBody, PracticeRequest, PracticeStarted};
pub use preview::{PreviewAnswer, PreviewBody, PreviewRequest, PreviewSource};
pub use problem::{ErrorEntry, FailedLot, ProblemBody};
pub use readiness::{FailedStream, Readiness};
pub use record::{OwnBid, OwnBidList, OwnBidOutcome};
pub use result::{ResultAnswer, ResultHead, verify_command};
pub use sheet::{BidderSheetAnswer, ItemSheetAnswer, PriceSheetAnswer};
pub use sign_in::{
    CodeProof, FactorRemoval, PasswordChange, PlaceChoice, ProposedFactor, ReadmissionRequest, Readmitted,
    RecoveryList, ResetAnswer, ResetAsked, SessionEntry, SessionList, SignIn,
};
pub use simulation::{SimulationBody, SimulationRequest};
pub use times::{TimeCandidate, TimeCode, TimeEntry, TimesAnswer, TimesRequest};
