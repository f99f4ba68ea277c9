//! What the server asks of the storage of people, one file for each kind of row.
//!
//! It must be possible to erase a person, so people are stored outside the journal; streams name a person by id only.

pub mod choice;
pub mod code;
pub mod error;
pub mod guess;
pub mod invitation;
pub mod organisation;
pub mod outbox;
pub mod person;
pub mod place;
pub mod readiness;
pub mod repeat;
pub mod second_factor;
pub mod security_event;
pub mod session;
pub mod written;

pub use choice::{Announcements, ChoiceTable, Choices};
pub use code::{CodeTable, FoundCode};
pub use error::PeopleError;
pub use guess::{GuessTable, Readmission};
pub use invitation::{INVITATION_TTL, Invitation, InvitationKind, InvitationState, InvitationTable, RESET_TTL};
pub use organisation::{Organisation, OrganisationTable};
pub use outbox::{DueMail, MailEntry, MailKind, MailState, OutboxTable, QueuedMail};
pub use person::{AddedPerson, Enrolled, KnownPerson, Person, PersonDetails, PersonState, PersonTable};
pub use place::{HeldPlace, PLACES_MAX, PlaceCount, PlaceTable, RoleAt};
pub use readiness::{BidderReadiness, ConnectionTest, KeptReadiness, ReadinessTable};
pub use repeat::{RepeatTable, SentBefore};
pub use second_factor::{KeptFactor, SecondFactorTable};
pub use security_event::{SecurityEvent, SecurityEventKind, SecurityEventTable};
pub use session::{Link, NewSession, Session, SessionClient, SessionNote, SessionTable};

/// Keeps people, and everything about them that must be erasable.
pub trait People:
    PersonTable
    + PlaceTable
    + OrganisationTable
    + InvitationTable
    + CodeTable
    + SessionTable
    + SecurityEventTable
    + RepeatTable
    + SecondFactorTable
    + GuessTable
    + OutboxTable
    + ChoiceTable
    + ReadinessTable
{
}

impl<T> People for T where
    T: PersonTable
        + PlaceTable
        + OrganisationTable
        + InvitationTable
        + CodeTable
        + SessionTable
        + SecurityEventTable
        + RepeatTable
        + SecondFactorTable
        + GuessTable
        + OutboxTable
        + ChoiceTable
        + ReadinessTable
{
}
