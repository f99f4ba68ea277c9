//! Who is asking, and what that role may do.
//!
//! Owns the signing key, tokens, sessions, one-time links, and the one table of rights. Knows nothing of sockets, HTTP or
//! SQL: people are kept by an implementation of [`People`].

pub mod authenticator;
pub mod back_off;
pub mod directory;
pub mod enrolment;
mod exports;
pub mod factor;
mod guess_writer;
mod guessing;
mod hashing;
pub mod key;
mod key_file;
mod let_in;
mod live;
pub mod memory;
pub mod password;
pub mod people;
#[cfg(test)]
pub(crate) mod people_contract;
pub mod people_rights;
pub mod principal;
pub mod readiness;
pub mod recovery;
pub mod reset;
pub mod rights;
pub mod sealed;
pub mod secret;
pub mod sessions;
pub mod sign_in;
pub mod sliding;
pub mod strength;
pub mod token;
pub mod totp;
pub mod upkeep;

pub use authenticator::{Authenticator, NotAuthentic};
pub use back_off::{BackOff, ClientNetwork, CountKey, Guess, GuessOrigin, KeptGuesses, WrongGuesses};
pub use directory::Directory;
pub use enrolment::{AskingSession, FactorOffer, NotChanged};
pub use factor::{FactorNeeded, FactorProof};
pub use guessing::WritesLockOutMail;
pub use hashing::IsAnyLotOpen;
pub use key::{KeyError, ServerKey};
pub use live::SessionUse;
pub use memory::PeopleInMemory;
pub use password::{PasswordError, PasswordHash};
pub use people::{
    AddedPerson, Enrolled, HeldPlace, KeptFactor, Link, NewSession, People, PeopleError, Person, PersonState, RoleAt,
    Session, SessionClient, SessionNote,
};
pub use principal::{Principal, Role};
pub use readiness::ReadinessBook;
pub use recovery::RecoveryCode;
pub use reset::{ResetRequested, WritesResetMail};
pub use rights::Deed;
pub use sealed::{NotOpened, PeopleKey};
pub use secret::{Secret, SecretHash};
pub use sessions::{Admitted, SessionWatch, Sessions};
pub use sign_in::{Attempt, ClientFacts, NotSignedIn, SignedIn};
pub use sliding::{SessionLimits, SessionTimes};
pub use strength::{KnownWords, Weakness};
pub use token::{BadToken, Grant, Tokens};
pub use totp::{TotpSecret, TotpStep};
